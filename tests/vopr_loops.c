/* vopr_loops.c - mail that goes round, read again from the record (see vopr.c): what was found
 * looping had been there before, and nobody had rerouted it since; whatever comes by the same MTA
 * again was noticed; and nothing makes more hops than the published limits let it.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "vopr.h"

#define HOPS_MOST     512 /* of an MTA, Q170478 */
#define RECEIVED_MOST 15  /* lines of Internet Mail Services, (ours) */

/* What is known of a message so far. */
typedef struct {
    GArray *mtas;       /* uint32_t: that worked on it, in order */
    guint inside;       /* of them the first since it last came into the organisation */
    uint32_t noticed;   /* the MTA that last read of itself, or of its site, in a trace */
    uint32_t taken;     /* how often a service of ours took it from another */
    guint rerouted;     /* how many there were when one of them last sent it another way */
    bool by_x400;       /* it came by such a connector from another site */
    bool went_out;      /* another mail system passed it on */
    uint32_t ends;      /* how often it was delivered, returned or lost */
    bool has_many_ways; /* more than one recipient, or others than it began with */
} Journey;

typedef struct {
    const Vopr *vopr;
    GHashTable *journeys; /* serial -> Journey */
} Reading;

static void free_journey(void *data)
{
    Journey *journey = data;

    g_array_unref(journey->mtas);
    g_free(journey);
}

static Journey *journey_of(const Reading *reading, const ExsEntry *entry)
{
    gpointer serial = GUINT_TO_POINTER((guint)entry->word[0]);
    Journey *journey = g_hash_table_lookup(reading->journeys, serial);

    if (journey)
        return journey;
    journey = g_new0(Journey, 1);
    journey->mtas = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    g_hash_table_insert(reading->journeys, serial, journey);
    return journey;
}

static void hold(const Reading *reading, const ExsEntry *entry, bool holds, const char *broken)
{
    g_autofree char *what = holds ? NULL : g_strdup_printf("message %u %s", entry->word[0], broken);

    vopr_hold(reading->vopr, holds, what);
}

static bool was_at(const Journey *journey, uint32_t mta)
{
    for (guint i = journey->inside; i < journey->mtas->len; i++)
        if (g_array_index(journey->mtas, uint32_t, i) == mta)
            return true;
    return false;
}

/* Where it was rerouted, or after that. */
static bool was_marked_since(const Journey *journey, uint32_t mta)
{
    for (guint i = journey->rerouted; i < journey->mtas->len; i++)
        if (g_array_index(journey->mtas, uint32_t, i) == mta)
            return false;
    return journey->rerouted > 0;
}

static bool was_in_site(const Reading *reading, const Journey *journey, uint32_t mta)
{
    const ExsWorld *world = reading->vopr->world;

    for (guint i = 0; i < journey->mtas->len; i++)
        if (vopr_server(world, g_array_index(journey->mtas, uint32_t, i))->site ==
            vopr_server(world, mta)->site)
            return true;
    return false;
}

/* An MTA chooses its next hop: it has let it through. */
static void read_routed(const Reading *reading, const ExsEntry *entry)
{
    Journey *journey = journey_of(reading, entry);
    guint length = journey->mtas->len;

    if (length > 0 && g_array_index(journey->mtas, uint32_t, length - 1) == entry->actor &&
        !journey->went_out)
        return; /* it has not been away */
    if (!journey->has_many_ways && journey->noticed != entry->actor)
        hold(reading, entry,
             journey->went_out || journey->by_x400 ? !was_in_site(reading, journey, entry->actor)
                                                   : !was_at(journey, entry->actor),
             "comes to an MTA once more, which does not notice");
    if (journey->went_out)
        journey->inside = length;
    journey->noticed = 0;
    journey->went_out = false;
    g_array_append_val(journey->mtas, entry->actor);
}

static void read_loop(const Reading *reading, const ExsEntry *entry)
{
    const Journey *journey = journey_of(reading, entry);
    bool is_real = true;

    /* of several copies each has a way of its own: what stands in its trace tells, read_traced() */
    switch (vopr_rule(reading->vopr->world, entry->word[2])) {
    case EXS_RULE_LOOP_BY_TRACE:
        is_real = journey->has_many_ways ||
                  (was_at(journey, entry->actor) && !was_marked_since(journey, entry->actor));
        break;
    case EXS_RULE_LOOP_BY_SITE:
        is_real = journey->has_many_ways || was_in_site(reading, journey, entry->actor);
        break;
    case EXS_RULE_LOOP_BY_DOMAIN:
        is_real = journey->has_many_ways || journey->went_out;
        break;
    case EXS_RULE_IMS_HOP_LIMIT:
        is_real = journey->taken > RECEIVED_MOST;
        break;
    default:
        break;
    }
    hold(reading, entry, is_real, "is found looping, and has not come back");
}

/* ---- what stands in a trace ---- */

/* "S1, S2 (rerouted), S3": the part that a name begins, the last time that it stands there; NULL:
 * it does not. */
static const char *last_in(const char *trace, const char *name)
{
    const char *found = NULL;
    size_t length = strlen(name);

    for (const char *at = trace; at; at = strstr(at, ", ")) {
        at += strspn(at, ", ");
        if (strncmp(at, name, length) == 0 && strchr(", (;", at[length]))
            found = at;
    }
    return found;
}

/* Where the MTA, its site or its domain stands the last time; the start, if only its beginning is
 * left out. */
static const char *back_to(const ExsWorld *world, uint32_t mta, ExsRule rule, const char *trace)
{
    const ExsServer *self = vopr_server(world, mta);
    const char *last = NULL;

    if (rule == EXS_RULE_LOOP_BY_TRACE)
        return last_in(trace, self->name);
    if (rule == EXS_RULE_LOOP_BY_DOMAIN)
        return last_in(trace, world->organization);
    for (guint i = 0; i < self->site->servers->len; i++) {
        const char *at = last_in(trace, ((const ExsServer *)self->site->servers->pdata[i])->name);

        last = !last || (at && at > last) ? at : last;
    }
    return last;
}

static bool is_loop(ExsRule rule)
{
    return rule == EXS_RULE_LOOP_BY_TRACE || rule == EXS_RULE_LOOP_BY_SITE ||
           rule == EXS_RULE_LOOP_BY_DOMAIN;
}

static bool is_mark(ExsRule rule)
{
    return rule == EXS_RULE_REROUTE_IS_NO_LOOP || rule == EXS_RULE_REDIRECT_IS_NO_LOOP;
}

/* What an MTA made of a trace: a mark since it was there makes it no loop, and nothing else does.
 * One from before the mail left the organisation does not stand in a trace of servers. */
static void read_traced(const Reading *reading, const ExsEntry *entry)
{
    const ExsWorld *world = reading->vopr->world;
    const char *text = exs_record_text_at(world->record, entry->word[1]);
    g_autofree char *trace = g_strndup(text, strcspn(text, ";"));
    bool is_whole = !g_str_has_prefix(trace, "...");
    ExsRule rule = vopr_rule(world, entry->word[3]);
    const char *from =
        is_loop(rule) || is_mark(rule) ? back_to(world, entry->actor, rule, trace) : NULL;

    if (is_loop(rule))
        hold(reading, entry, !strchr(from ? from : trace, '('),
             "is found looping, although it was rerouted since");
    if (rule == EXS_RULE_LOOP_BY_TRACE || rule == EXS_RULE_LOOP_BY_DOMAIN)
        hold(reading, entry, from || !is_whole,
             "is found looping, and has not been there by its trace");
    if (is_mark(rule) && is_whole && from)
        hold(reading, entry, strchr(trace, '('), "is let pass as if it had been rerouted");
    journey_of(reading, entry)->noticed = entry->actor;
}

static bool is_x400(const ExsWorld *world, uint32_t id)
{
    for (guint i = 0; i < world->queues->len; i++) {
        const ExsQueue *queue = world->queues->pdata[i];

        if (queue->id == id)
            return queue->connector && !queue->connector->class->is_rpc && !queue->connector->host;
    }
    return false;
}

static void read_hop(const Reading *reading, const ExsEntry *entry, uint32_t hop)
{
    vopr_hold(reading->vopr, hop <= HOPS_MOST + (entry->kind == EXS_TRACE_RELAYED),
              "mail makes more hops than it may");
    if (entry->kind == EXS_TRACE_RELAYED)
        journey_of(reading, entry)->went_out = true;
    else
        journey_of(reading, entry)->by_x400 = is_x400(reading->vopr->world, entry->word[1]);
}

/* A service of ours sends to one of ours. */
static void read_smtp(const Reading *reading, const ExsEntry *entry)
{
    const GPtrArray *hosts = reading->vopr->world->hosts;
    ExsEntry by_message = {.word = {entry->word[3]}};
    Journey *journey = journey_of(reading, &by_message);

    if (!g_str_has_prefix(exs_record_text_at(reading->vopr->world->record, entry->word[2]), "250"))
        return;
    for (guint i = 0; i < hosts->len; i++)
        journey->taken += ((const ExsHost *)hosts->pdata[i])->id == entry->word[1] &&
                          ((const ExsHost *)hosts->pdata[i])->ims;
    vopr_hold(reading->vopr, journey->has_many_ways || journey->taken <= RECEIVED_MOST + 1,
              "mail has more Received lines than it may");
}

static void read_entry(const Reading *reading, const ExsEntry *entry)
{
    switch (entry->kind) {
    case EXS_TRACE_SUBMITTED:
        journey_of(reading, entry)->has_many_ways |= entry->word[2] != 1;
        break;
    case EXS_TRACE_EXPANDED:
    case EXS_TRACE_REDIRECTED:
        journey_of(reading, entry)->has_many_ways = true;
        break;
    case EXS_TRACE_HANDED_OFF: /* P1 ends there */
        g_array_set_size(journey_of(reading, entry)->mtas, 0);
        journey_of(reading, entry)->rerouted = journey_of(reading, entry)->inside = 0;
        break;
    case EXS_TRACE_TRACED:
        read_traced(reading, entry);
        break;
    case EXS_TRACE_REROUTED:
        journey_of(reading, entry)->rerouted = journey_of(reading, entry)->mtas->len;
        break;
    case EXS_TRACE_ROUTED:
        read_routed(reading, entry);
        break;
    case EXS_TRACE_LOOP:
        read_loop(reading, entry);
        break;
    case EXS_TRACE_SMTP:
        read_smtp(reading, entry);
        break;
    case EXS_TRACE_TRANSFERRED:
        read_hop(reading, entry, entry->word[3]);
        break;
    case EXS_TRACE_RELAYED:
        read_hop(reading, entry, entry->word[2]);
        break;
    default:
        break;
    }
}

/* What ends twice was sent once more from a file that was left. */
static void read_end(const Reading *reading, const ExsEntry *entry)
{
    if ((entry->kind == EXS_TRACE_DELIVERED || entry->kind == EXS_TRACE_RETURNED ||
         entry->kind == EXS_TRACE_DISCARDED) &&
        ++journey_of(reading, entry)->ends > 1)
        journey_of(reading, entry)->has_many_ways = true;
}

void vopr_check_loops(const Vopr *vopr)
{
    const ExsRecord *record = vopr->world->record;
    Reading reading = {vopr, g_hash_table_new_full(NULL, NULL, NULL, free_journey)};

    for (uint64_t i = 0; i < exs_record_count(record); i++)
        read_end(&reading, exs_record_entry(record, i));
    for (uint64_t i = 0; i < exs_record_count(record); i++)
        read_entry(&reading, exs_record_entry(record, i));
    g_hash_table_unref(reading.journeys);
}
