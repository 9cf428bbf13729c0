/* attendant.c - see attendant.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/attendant.h"

#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/directory.h"
#include "exsim/model/routing/gwart.h"

/* The calculation server is the site's first. */
ExsServer *exs_attendant_server(const ExsSite *site)
{
    return site->servers->len > 0 ? site->servers->pdata[0] : NULL;
}

bool exs_attendant_calculate(ExsWorld *world, ExsSite *site)
{
    const ExsServer *server = exs_attendant_server(site);
    ExsTable *table;
    bool changed;

    if (!server)
        return false;
    table = exs_table_calculate(site, &server->policy);
    changed = !site->table || !exs_table_equal(site->table, table);
    exs_world_trace(world, TABLE_CALCULATED, server->id, site->id, table->rows->len, changed);
    if (!changed) {
        exs_table_unref(table);
        return false;
    }
    exs_table_unref(site->table);
    site->table = table;
    exs_dsa_table_changed(site);
    if (world->is_built)
        exs_log_event(world, server, EXS_EVENT_ROUTING_RECALCULATED,
                      (const char *const[]){"success"});
    return true;
}

static void on_due(void *object, void *data)
{
    ExsSite *site = data;

    site->calculation = 0;
    exs_attendant_calculate(object, site);
}

void exs_attendant_changed(ExsWorld *world, ExsSite *site)
{
    ExsTime delay = exs_setting(&site->settings, EXS_SETTING_CALCULATION_DELAY);

    if (!world->is_built || site->calculation)
        return;
    site->calculation =
        exs_engine_at(world->engine, exs_world_now(world) + delay, on_due, world, site);
}

void exs_attendant_learn(ExsWorld *world, ExsSite *site, const ExsSite *from, ExsTable *table)
{
    gpointer *replica;

    g_ptr_array_set_size(site->replicas, (gint)MAX(site->replicas->len, world->sites->len));
    replica = &site->replicas->pdata[from->number];
    if (*replica == table)
        return;
    exs_table_unref(*replica);
    *replica = table ? exs_table_ref(table) : NULL;
    exs_world_trace(world, LEARNED, site->id, site->id, from->id, table ? table->rows->len : 0);
    exs_attendant_changed(world, site);
}

/* Brings the table of every adjacent site to `site`. */
static bool learn(ExsWorld *world, ExsSite *site)
{
    bool news = false;

    g_ptr_array_set_size(site->replicas, (gint)MAX(site->replicas->len, world->sites->len));
    for (guint i = 0; i < site->connectors->len; i++) {
        const ExsConnector *connector = site->connectors->pdata[i];

        for (guint k = 0; k < connector->connected_sites->len; k++) {
            const ExsSite *from = connector->connected_sites->pdata[k];
            gpointer *replica = &site->replicas->pdata[from->number];

            if (*replica == from->table || !from->table)
                continue;
            exs_table_unref(*replica);
            *replica = exs_table_ref(from->table);
            news = true;
            exs_world_trace(world, LEARNED, site->id, site->id, from->id, from->table->rows->len);
        }
    }
    return news;
}

/* Everything is calculated. */
static void cancel_calculations(ExsWorld *world)
{
    for (guint i = 0; i < world->sites->len; i++) {
        ExsSite *site = world->sites->pdata[i];

        if (site->calculation)
            exs_engine_cancel(world->engine, site->calculation);
        site->calculation = 0;
    }
}

void exs_attendant_replicate(ExsWorld *world)
{
    bool changed = true;
    guint rounds = 2 * world->sites->len + EXS_TABLE_HOPS_MAX;

    for (guint i = 0; i < world->sites->len; i++)
        exs_attendant_calculate(world, world->sites->pdata[i]);
    for (; world->replicates && changed && rounds > 0; rounds--) {
        changed = false;
        if (!exs_directory_settle(world))
            break;
        for (guint i = 0; i < world->sites->len; i++)
            changed = exs_attendant_calculate(world, world->sites->pdata[i]) || changed;
    }
    for (; !world->replicates && changed && rounds > 0; rounds--) {
        g_autoptr(GPtrArray) told = g_ptr_array_new();

        changed = false;
        for (guint i = 0; i < world->sites->len; i++)
            if (learn(world, world->sites->pdata[i]))
                g_ptr_array_add(told, world->sites->pdata[i]);
        for (guint i = 0; i < told->len; i++)
            changed = exs_attendant_calculate(world, told->pdata[i]) || changed;
    }
    cancel_calculations(world);
}
