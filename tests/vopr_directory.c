/* vopr_directory.c - replication for vopr: connectors, changes to directories, and whether all of
 * them agree at the end.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/model/actors/directory.h"
#include "vopr.h"

static void join(Vopr *vopr, const ExsSite *a, const ExsSite *b)
{
    ExsServer *one = vopr_any(vopr, a->servers), *two = vopr_any(vopr, b->servers);
    GError *error = NULL;
    bool is_joined;

    if (exs_replication_between(vopr->world, a, b) || exs_replication_between(vopr->world, b, a))
        return;
    is_joined = exs_replication_add(vopr->world, one, two, NULL, &error) &&
                exs_replication_add(vopr->world, two, one, NULL, &error);
    vopr_must(vopr, is_joined, error);
}

/* Along the chain of the mail, and now and then beside it. */
void vopr_add_replications(Vopr *vopr)
{
    const GPtrArray *sites = vopr->world->sites;

    if (vopr_roll(vopr, 3) > 0)
        return;
    exs_setting_set(&vopr->world->settings, EXS_SETTING_TIMED_REPLICATION, 1, NULL);
    for (guint i = 1; i < sites->len; i++)
        if (vopr_roll(vopr, 8) > 0)
            join(vopr, sites->pdata[i - 1], sites->pdata[i]);
    if (sites->len > 2 && vopr_roll(vopr, 4) == 0)
        join(vopr, sites->pdata[0], sites->pdata[2]);
}

/* On some server of its site that has it. */
static void change_recipient(Vopr *vopr)
{
    ExsRecipient *recipient = vopr_any(vopr, vopr->world->recipients);
    ExsServer *at = vopr_any(vopr, recipient->site->servers);
    g_autofree char *says = g_strdup_printf("telephone %u", (unsigned)vopr_roll(vopr, 1000));

    if (!exs_directory_version(at, recipient->id) || recipient->is_removed)
        return;
    if (vopr_roll(vopr, 8) == 0)
        recipient->is_removed = true;
    exs_directory_write_recipient(at, recipient, recipient->is_removed ? NULL : says);
}

static void add_recipient(Vopr *vopr)
{
    g_autofree char *name = g_strdup_printf("user%u", vopr->world->recipients->len + 1);

    exs_world_add_mailbox(vopr->world, vopr_any(vopr, vopr->world->servers), name, NULL);
}

static void change_replication(Vopr *vopr)
{
    static const char *const texts[] = {"always", "never", "22:00-06:00", "12:15-12:30",
                                        "00:00-00:15, 12:00-12:15"};
    ExsReplication *replication = vopr_any(vopr, vopr->world->replications);
    ExsSchedule schedule;

    if (!replication || replication->is_removed)
        return;
    if (vopr_roll(vopr, 10) == 0) {
        exs_replication_remove(vopr->world, replication);
    } else if (vopr_roll(vopr, 10) == 0) {
        vopr_must(vopr,
                  exs_replication_move(vopr->world, replication,
                                       vopr_any(vopr, replication->server->site->servers), NULL),
                  NULL);
    } else if (vopr_roll(vopr, 10) == 0) {
        exs_dsa_check_consistency(replication->server->dsa);
    } else if (vopr_roll(vopr, 2) == 0) {
        exs_replication_request(vopr->world, replication, NULL, vopr_roll(vopr, 4) == 0);
    } else {
        vopr_must(vopr,
                  exs_schedule_parse(texts[vopr_roll(vopr, G_N_ELEMENTS(texts))], &schedule, NULL),
                  NULL);
        exs_replication_set_schedule(vopr->world, replication, &schedule);
    }
}

void vopr_trouble_directories(Vopr *vopr)
{
    ExsServer *server = vopr_any(vopr, vopr->world->servers);

    if (!server->dsa)
        return;
    switch (vopr_roll(vopr, 6)) {
    case 0:
        add_recipient(vopr);
        break;
    case 1:
        exs_dsa_stop(server->dsa);
        break;
    case 2:
        exs_dsa_start(server->dsa);
        break;
    case 3:
        change_replication(vopr);
        break;
    default:
        change_recipient(vopr);
        break;
    }
}

/* `text`: "never", or when they ask. */
void vopr_schedule_replications(Vopr *vopr, const char *text)
{
    const GPtrArray *all = vopr->world->replications;
    ExsSchedule schedule;

    vopr_must(vopr, exs_schedule_parse(text, &schedule, NULL), NULL);
    for (guint i = 0; i < all->len; i++)
        if (!((ExsReplication *)all->pdata[i])->is_removed)
            exs_replication_set_schedule(vopr->world, all->pdata[i], &schedule);
}

/* ---- do they agree? ---- */

bool vopr_lost_letters(const Vopr *vopr, const char *part, ExsTime since)
{
    const ExsRecord *record = vopr->world->record;

    for (uint64_t i = exs_record_count(record); i > 0; i--) {
        const ExsEntry *entry = exs_record_entry(record, i - 1);

        if (entry->when < since)
            break;
        if ((entry->kind == EXS_TRACE_RETURNED || entry->kind == EXS_TRACE_DISCARDED) &&
            strstr(exs_record_text_at(record, entry->word[1]), part))
            return true;
    }
    return false;
}

static void compare(const Vopr *vopr, const ExsServer *one, const ExsServer *two, uint32_t context)
{
    ExsUpdate all = exs_directory_since(one, context, 0, false, UINT32_MAX);

    for (guint i = 0; i < all.versions->len; i++) {
        const ExsVersion *version = all.versions->pdata[i];

        if (exs_directory_version(two, version->object) != version) {
            g_autofree char *what =
                g_strdup_printf("%s and %s do not agree on object %u of %s", one->name, two->name,
                                version->object, exs_context_site(vopr->world, context)->name);

            vopr_broken(vopr, what);
        }
    }
    exs_update_clear(&all);
}

/* Does this site hear of `known`, connector by connector? */
static bool hears_of(const ExsWorld *world, const ExsSite *site, const ExsSite *known, guint hops)
{
    const ExsReplication *by, *back;

    if (site == known)
        return true;
    by = exs_replication_for(world, site, known);
    if (!by || hops == 0)
        return false;
    back = exs_replication_between(world, by->remote->site, site);
    return back && back->server == by->remote && hears_of(world, by->remote->site, known, hops - 1);
}

static void check_site(const Vopr *vopr, const ExsSite *known)
{
    const ExsWorld *world = vopr->world;

    for (guint i = 0; i < world->servers->len; i++) {
        const ExsServer *server = world->servers->pdata[i];

        if (server->site != known &&
            (vopr->is_cut || !hears_of(world, server->site, known, world->sites->len)))
            continue;
        for (int kind = 0; kind < EXS_CONTEXTS; kind++) {
            uint32_t context = exs_context(known, (ExsContextKind)kind);

            compare(vopr, known->servers->pdata[0], server, context);
            compare(vopr, server, known->servers->pdata[0], context);
        }
    }
}

void vopr_check_directories(const Vopr *vopr)
{
    for (guint i = 0; vopr->world->replicates && i < vopr->world->sites->len; i++)
        check_site(vopr, vopr->world->sites->pdata[i]);
}
