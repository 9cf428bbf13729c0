/* directory_connector.c - Directory Replication Connectors: when they ask, and their life (see
 * directory.h).
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/model/actors/directory.h"

#define SITES_MAX 213 /* with which the knowledge consistency check fails */

/* ---- activations ---- */

void exs_replication_request(ExsWorld *world, ExsReplication *replication, const ExsSite *site,
                             bool all)
{
    ExsSync how = {.due = exs_world_now(world), .is_manual = true, .wants_all = all};

    for (guint i = 0; i < replication->inbound->len; i++)
        if (!site || replication->inbound->pdata[i] == site)
            exs_dsa_ask_site(replication->server->dsa, replication, replication->inbound->pdata[i],
                             how);
}

/* What was asked for before and is not answered yet is asked for again. */
static void activate(ExsDsa *dsa, ExsReplication *replication)
{
    for (guint i = 0; i < replication->inbound->len; i++)
        for (int kind = 0; kind < EXS_CONTEXTS; kind++) {
            uint32_t context = exs_context(replication->inbound->pdata[i], (ExsContextKind)kind);

            if (exs_rule(&dsa->server->policy, EXS_RULE_ASKS_AGAIN) ||
                !exs_replication_awaits(replication, context))
                exs_dsa_ask(dsa, replication, context, (ExsSync){.due = exs_world_now(dsa->world)});
        }
}

static void on_activated(void *object, void *data)
{
    ExsWorld *world = object;
    ExsReplication *replication = data;

    replication->due = 0;
    if (replication->server->dsa->runs)
        activate(replication->server->dsa, replication);
    exs_replication_plan(world, replication);
}

void exs_replication_plan(ExsWorld *world, ExsReplication *replication)
{
    ExsTime now = exs_world_now(world), when;

    if (replication->due)
        exs_engine_cancel(world->engine, replication->due);
    replication->due = 0;
    if (!replication->server->dsa || replication->is_removed)
        return;
    when = exs_replication_next(replication, world->is_built ? now + 1 : now);
    if (when != EXS_TIME_NEVER)
        replication->due = exs_engine_at(world->engine, when, on_activated, world, replication);
}

void exs_dsa_replan(ExsDsa *dsa)
{
    const GPtrArray *all = dsa->world->replications;

    for (guint i = 0; i < all->len; i++)
        if (((ExsReplication *)all->pdata[i])->server == dsa->server)
            exs_replication_plan(dsa->world, all->pdata[i]);
}

/* ---- the connector ---- */

bool exs_replication_know(ExsReplication *replication, ExsSite *site)
{
    const ExsServer *server = replication->server;

    if (strchr(site->name, ':') && exs_rule(&server->policy, EXS_RULE_COLON_IN_SITE)) {
        exs_dsa_log_colon(server->dsa, site);
        return false;
    }
    g_ptr_array_add(replication->inbound, site);
    return true;
}

ExsReplication *exs_replication_add(ExsWorld *world, ExsServer *server, ExsServer *remote,
                                    const char *name, GError **error)
{
    ExsReplication *replication;

    if (!exs_world_part(world, server, EXS_RECIPIENT_DIRECTORY, error) ||
        !exs_world_part(world, remote, EXS_RECIPIENT_DIRECTORY, error))
        return NULL;
    replication = exs_world_add_replication(world, server, remote, name, error);
    if (!replication)
        return NULL;
    exs_dsa_enable(world);
    if (!world->is_built)
        return replication;
    if (!exs_replication_for(world, server->site, remote->site) &&
        exs_replication_know(replication, remote->site)) {
        exs_dsa_ask_site(server->dsa, replication, remote->site,
                         (ExsSync){.due = exs_world_now(world)});
    }
    exs_replication_plan(world, replication);
    return replication;
}

/* What it knew by the connector alone goes, on every server. */
static void forget(ExsWorld *world, const ExsReplication *replication)
{
    const ExsSite *site = replication->server->site;

    for (guint k = 0; k < replication->inbound->len; k++) {
        ExsSite *known = replication->inbound->pdata[k];

        for (guint i = 0; i < site->servers->len && !exs_replication_for(world, site, known); i++)
            exs_dsa_lose(((ExsServer *)site->servers->pdata[i])->dsa, known);
    }
    g_ptr_array_set_size(replication->inbound, 0);
}

/* So many sites are too many for the check. */
static bool check_fails(const ExsDsa *dsa)
{
    const GPtrArray *sites = dsa->world->sites;
    uint32_t known = 0;

    if (sites->len < SITES_MAX || !exs_rule(&dsa->server->policy, EXS_RULE_KCC_SITES))
        return false;
    for (guint i = 0; i < sites->len; i++)
        known += exs_directory_has_context(dsa->server,
                                           exs_context(sites->pdata[i], EXS_CONTEXT_CONFIGURATION));
    if (known < SITES_MAX)
        return false;
    exs_dsa_log_exception(dsa, EXS_DSA_TOO_MANY_SITES);
    return true;
}

static void on_forgotten(void *object, void *data)
{
    ExsReplication *replication = data;

    replication->due = 0;
    if (check_fails(replication->server->dsa))
        return;
    forget(object, replication);
}

void exs_replication_remove(ExsWorld *world, ExsReplication *replication)
{
    ExsTime delay = exs_setting(&replication->server->settings, EXS_SETTING_FORGET_DELAY);

    if (replication->is_removed)
        return;
    replication->is_removed = true;
    exs_replication_plan(world, replication);
    if (!world->is_built || !exs_rule(&replication->server->policy, EXS_RULE_REMOVED_FORGETS))
        return;
    exs_dsa_forget(replication->server->dsa, replication);
    replication->due = exs_engine_at(world->engine, exs_world_now(world) + delay, on_forgotten,
                                     world, replication);
}

void exs_dsa_check_consistency(ExsDsa *dsa)
{
    const GPtrArray *all = dsa->world->replications;

    if (check_fails(dsa))
        return;
    for (guint i = 0; i < all->len; i++) {
        ExsReplication *replication = all->pdata[i];

        if (!replication->is_removed || replication->server->site != dsa->server->site)
            continue;
        if (replication->due)
            exs_engine_cancel(dsa->world->engine, replication->due);
        replication->due = 0;
        forget(dsa->world, replication);
    }
}

bool exs_replication_move(ExsWorld *world, ExsReplication *replication, ExsServer *server,
                          GError **error)
{
    ExsReplication *far = exs_replication_between(world, replication->remote->site, server->site);

    if (server->site != replication->server->site)
        return exs_fail(error, EXS_ERROR_RANGE, "the bridgehead of %s is a server of %s: %s is not",
                        replication->name, replication->server->site->name, server->name);
    if (!exs_world_part(world, server, EXS_RECIPIENT_DIRECTORY, error))
        return false;
    if (world->is_built)
        exs_dsa_forget(replication->server->dsa, replication);
    replication->server = server;
    if (far) {
        far->moved_from = far->remote;
        far->remote = server;
    }
    exs_replication_note(replication);
    if (world->is_built)
        exs_replication_plan(world, replication);
    return true;
}

void exs_replication_set_schedule(ExsWorld *world, ExsReplication *replication,
                                  const ExsSchedule *schedule)
{
    replication->schedule = *schedule;
    exs_replication_note(replication);
    if (world->is_built)
        exs_replication_plan(world, replication);
}
