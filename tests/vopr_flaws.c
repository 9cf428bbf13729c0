/* vopr_flaws.c - messages that harm more than themselves, at random; what an administrator does of
 * it in the end; and whether they did harm where, and only where, it is published (see vopr.c).
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/model/actors/mta.h"
#include "vopr.h"

#define ALWAYS UINT32_MAX

/* The first builds of the three lines that take no notice; 0: none does ever. */
static const struct {
    ExsFlaw flaw;
    ExsBuild until[EXS_LINE_COUNT];
} places[] = {
    {EXS_FLAW_WRONG_LENGTH, {EXS_BUILD(994, 0), 0, 0}},                      /* Q152914 */
    {EXS_FLAW_LIST_MEMBER, {EXS_BUILD(996, 0), EXS_BUILD(1458, 0), 0}},      /* Q159166 */
    {EXS_FLAW_LONG_LIST_MEMBER, {EXS_BUILD(996, 0), EXS_BUILD(1460, 0), 0}}, /* Q166402 */
    {EXS_FLAW_CORRUPT, {ALWAYS, ALWAYS, ALWAYS}},                            /* Q231275 */
    {EXS_FLAW_BROKEN_LIST, {EXS_BUILD(995, 0), 0, 0}},                       /* Q159192 */
    {EXS_FLAW_MOVED_RECEIPT, {EXS_BUILD(994, 0), 0, 0}},                     /* Q156708 */
    {EXS_FLAW_ORIGINATOR_DN, {EXS_BUILD(996, 0), EXS_BUILD(1460, 0), 0}},    /* Q166540 */
    {EXS_FLAW_LONG_HEADERS, {0, 0, EXS_BUILD(2448, 0)}},                     /* Q193639 */
    {EXS_FLAW_UNREADABLE, {ALWAYS, ALWAYS, ALWAYS}},                         /* Q192540 */
};

ExsFlaw vopr_random_flaw(Vopr *vopr)
{
    if (!vopr->has_flaws || vopr_roll(vopr, 25) > 0)
        return EXS_FLAW_NONE;
    return (ExsFlaw)vopr_roll(vopr, EXS_FLAW_COUNT);
}

bool vopr_minds(const ExsServer *server, ExsFlaw flaw)
{
    for (size_t i = 0; i < G_N_ELEMENTS(places); i++)
        if (places[i].flaw == flaw)
            return server->product.build < places[i].until[server->product.line];
    return false;
}

/* ---- what administrators do ---- */

static void purge_mta(ExsMta *mta)
{
    g_autoptr(GPtrArray) standing = exs_objects_standing(mta);
    ExsMtacheck how = {0};

    for (guint i = 0; i < standing->len; i++) {
        const ExsMessage *message = ((const ExsTransfer *)standing->pdata[i])->message;

        if (message->flaw != EXS_FLAW_NONE)
            exs_object_set(mta, exs_object_number(mta, message), EXS_OBJECT_DAMAGED);
    }
    g_strfreev(exs_database_mtacheck(mta, &how, NULL));
}

static void purge_gateways(const ExsWorld *world)
{
    for (guint i = 0; i < world->connectors->len; i++) {
        const ExsConnector *connector = world->connectors->pdata[i];

        for (const ExsMessage *m = world->newest_message, *next; m && connector->class->secured;
             m = next) {
            next = m->older;
            if (m->flaw != EXS_FLAW_NONE)
                exs_gateway_delete(connector->service, m->serial);
        }
    }
}

void vopr_purge(Vopr *vopr)
{
    ExsWorld *world = vopr->world;

    for (guint i = 0; i < world->servers->len; i++) {
        ExsServer *server = world->servers->pdata[i];

        exs_server_stop(world, server);
        purge_mta(server->mta);
    }
    purge_gateways(world);
    for (guint i = 0; i < world->servers->len; i++)
        exs_server_start(world, world->servers->pdata[i]);
}

/* ---- what they did ---- */

typedef struct {
    const Vopr *vopr;
    GHashTable *flaws; /* serial -> ExsFlaw */
} Reading;

static ExsFlaw flaw_of(const Reading *reading, uint32_t serial)
{
    return (ExsFlaw)GPOINTER_TO_UINT(
        g_hash_table_lookup(reading->flaws, GUINT_TO_POINTER((guint)serial)));
}

/* What an MTA that dies of it receives, it has not received. */
static void read_transferred(const Reading *reading, const ExsEntry *entry)
{
    ExsFlaw flaw = flaw_of(reading, entry->word[0]);
    const ExsObject *target = exs_record_object(reading->vopr->world->record, entry->word[2]);

    if (flaw != EXS_FLAW_NONE && strcmp(target->class_name, "server") == 0 &&
        exs_flaw_row(flaw)->place == EXS_FLAW_AT_TRANSFER_IN)
        vopr_hold(reading->vopr,
                  !vopr_minds(vopr_server(reading->vopr->world, entry->word[2]), flaw),
                  "an MTA receives what it dies of");
}

/* What an MTA spins on it does not route. */
static void read_routed(const Reading *reading, const ExsEntry *entry)
{
    ExsFlaw flaw = flaw_of(reading, entry->word[0]);

    if (flaw == EXS_FLAW_CORRUPT || flaw == EXS_FLAW_BROKEN_LIST)
        vopr_hold(reading->vopr, !vopr_minds(vopr_server(reading->vopr->world, entry->actor), flaw),
                  "an MTA routes what it spins on");
}

/* What an Internet Mail Service hangs at or stops at it does not take. */
static void read_taken(const Reading *reading, const ExsEntry *entry)
{
    const GPtrArray *connectors = reading->vopr->world->connectors;
    ExsFlaw flaw = flaw_of(reading, entry->word[0]);

    if (flaw == EXS_FLAW_NONE || exs_flaw_row(flaw)->place != EXS_FLAW_AT_MTS_OUT)
        return;
    for (guint i = 0; i < connectors->len; i++) {
        const ExsConnector *connector = connectors->pdata[i];

        if (connector->id == entry->actor && strcmp(connector->class->kind, "ims") == 0)
            vopr_hold(reading->vopr, !vopr_minds(connector->server, flaw),
                      "an Internet Mail Service takes what it stops at");
    }
}

void vopr_note_flaw(Vopr *vopr, uint32_t serial, ExsFlaw flaw)
{
    if (serial && flaw != EXS_FLAW_NONE)
        g_hash_table_insert(vopr->flaws, GUINT_TO_POINTER((guint)serial),
                            GUINT_TO_POINTER((guint)flaw));
}

void vopr_check_flaws(const Vopr *vopr)
{
    const ExsRecord *record = vopr->world->record;
    Reading reading = {vopr, vopr->flaws};

    for (uint64_t i = 0; i < exs_record_count(record); i++) {
        const ExsEntry *entry = exs_record_entry(record, i);

        if (entry->kind == EXS_TRACE_TRANSFERRED)
            read_transferred(&reading, entry);
        else if (entry->kind == EXS_TRACE_ROUTED)
            read_routed(&reading, entry);
        else if (entry->kind == EXS_TRACE_TAKEN)
            read_taken(&reading, entry);
    }
}
