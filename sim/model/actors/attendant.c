/* attendant.c - see attendant.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/attendant.h"

#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/directory.h"
#include "exsim/model/routing/gwart.h"

#define QUARTER (15 * EXS_MINUTE)

ExsServer *exs_attendant_server(const ExsSite *site)
{
    return site->calculation_server;
}

/* ---- what the record says of a table ---- */

static guint hash_row(gconstpointer data)
{
    const ExsTableRow *row = data;

    return row->space->id * 31 + row->connector->number * 7 + row->scope;
}

static gboolean is_same_row(gconstpointer a, gconstpointer b)
{
    return exs_table_row_equal(a, b);
}

static uint32_t path_text(const ExsWorld *world, const ExsTableRow *row)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (uint16_t i = 0; i < row->hops; i++)
        g_string_append_printf(text, "%s%s", i ? ", " : "", exs_table_hop(row, i)->name);
    return exs_record_text(world->record, text->str);
}

static void note_row(ExsWorld *world, const ExsSite *site, const ExsTableRow *row, bool is_new)
{
    uint32_t space = exs_world_space_text(world, row->space);
    uint32_t scope = exs_record_text(world->record, exs_scope_name((ExsScope)row->scope));
    uint32_t path = path_text(world, row);
    uint32_t from = row->learned_from ? row->learned_from->id : 0;

    if (is_new)
        exs_world_trace(world, ROUTE_ADDED, site->id, space, row->cost, scope, row->connector->id,
                        path, from);
    else
        exs_world_trace(world, ROUTE_DROPPED, site->id, space, row->cost, scope, row->connector->id,
                        path, from);
}

/* Notes the rows of one that the other has not. */
static void note_difference(ExsWorld *world, const ExsSite *site, const ExsTable *of,
                            const ExsTable *than, bool is_new)
{
    GHashTable *known = g_hash_table_new(hash_row, is_same_row);

    for (uint32_t i = 0; than && i < than->count; i++)
        g_hash_table_add(known, &than->rows[i]);
    for (uint32_t i = 0; of && i < of->count; i++)
        if (!g_hash_table_contains(known, &of->rows[i]))
            note_row(world, site, &of->rows[i], is_new);
    g_hash_table_unref(known);
}

/* ---- a calculation ---- */

/* Takes the table. Returns whether it says something new. */
static bool install(ExsWorld *world, ExsSite *site, ExsTable *table)
{
    const ExsServer *server = exs_attendant_server(site);
    bool changed = !site->table || !exs_table_equal(site->table, table);

    exs_world_trace(world, TABLE_CALCULATED, server->id, site->id, table->count, changed);
    if (!changed) {
        exs_table_unref(table);
        return false;
    }
    if (exs_record_wants(world->record, EXS_TRACE_ROUTE_ADDED)) {
        note_difference(world, site, site->table, table, false);
        note_difference(world, site, table, site->table, true);
    }
    exs_table_unref(site->table);
    site->table = table;
    exs_dsa_table_changed(site);
    return true;
}

static void log_success(ExsWorld *world, const ExsSite *site)
{
    if (world->is_built)
        exs_log_event(world, exs_attendant_server(site), EXS_EVENT_ROUTING_RECALCULATED,
                      (const char *const[]){"success"});
}

static void on_calculated(void *object, void *data)
{
    ExsSite *site = data;
    ExsTable *table = site->coming;

    site->coming = NULL;
    site->comes = 0;
    install(object, site, table);
    log_success(object, site);
}

/* How long it takes to bring in so many tables. */
static ExsTime duration(const ExsTable *table, const ExsServer *server)
{
    return (ExsTime)table->imports * exs_setting(&server->settings, EXS_SETTING_IMPORT_TIME);
}

bool exs_attendant_calculate(ExsWorld *world, ExsSite *site)
{
    const ExsServer *server = exs_attendant_server(site);
    ExsTable *table;
    bool changed;

    if (!server)
        return false;
    if (site->coming) {
        exs_log_event(world, server, EXS_EVENT_ROUTING_BEING_RECALCULATED, NULL);
        return false;
    }
    table = exs_table_calculate(site, server);
    if (world->is_built && duration(table, server) > 0) {
        site->coming = table;
        site->comes = exs_engine_at(world->engine, exs_world_now(world) + duration(table, server),
                                    on_calculated, world, site);
        return false;
    }
    changed = install(world, site, table);
    log_success(world, site);
    return changed;
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

/* ---- the server that calculates ---- */

/* For some server of its site it is gone. */
static bool is_deleted(const ExsServer *server)
{
    const GPtrArray *servers = server->site->servers;

    for (guint i = 0; i < servers->len; i++)
        if (exs_directory_has_deleted(servers->pdata[i], server))
            return true;
    return false;
}

/* The first that nobody has deleted (ours). An administrator may have named one before. */
static void on_election(void *object, void *data)
{
    ExsWorld *world = object;
    ExsSite *site = data;

    for (guint i = 0; i < site->servers->len && !site->calculation_server; i++) {
        ExsServer *server = site->servers->pdata[i];

        if (is_deleted(server) || !exs_rule(&server->policy, EXS_RULE_ATTENDANT_ELECTED))
            continue;
        site->calculation_server = server;
        exs_world_trace(world, CHANGED, server->id,
                        exs_record_text(world->record, "calculation_server"), site->id,
                        exs_record_text(world->record, server->name));
        exs_attendant_changed(world, site);
        exs_attendant_schedule(world, site);
    }
}

void exs_attendant_deleted(ExsWorld *world, const ExsServer *server)
{
    ExsSite *site = server->site;

    if (site->calculation_server != server)
        return;
    site->calculation_server = NULL;
    if (site->coming) { /* nobody installs it */
        exs_engine_cancel(world->engine, site->comes);
        g_clear_pointer(&site->coming, exs_table_unref);
        site->comes = 0;
    }
    exs_engine_at(world->engine,
                  exs_world_now(world) + exs_setting(&site->settings, EXS_SETTING_ELECTION_TIME),
                  on_election, world, site);
}

/* ---- the schedule ---- */

static void on_quarter(void *object, void *data)
{
    ExsSite *site = data;

    site->scheduled = 0;
    exs_attendant_calculate(object, site);
    exs_attendant_schedule(object, site);
}

/* The next quarter hour of the schedule that begins, by the clock of the calculation server. */
static ExsTime next_quarter(const ExsWorld *world, const ExsSite *site, const ExsClock *clock)
{
    ExsTime now = exs_world_now(world);
    ExsTime wall = exs_clock_wall(clock, now) + 1;
    ExsTime rest = ((wall % QUARTER) + QUARTER) % QUARTER;
    ExsTime opens =
        exs_schedule_next_open(&site->calculation_schedule, rest ? wall - rest + QUARTER : wall);

    return opens == EXS_TIME_NEVER ? EXS_TIME_NEVER : exs_clock_when(clock, opens, now + 1);
}

void exs_attendant_schedule(ExsWorld *world, ExsSite *site)
{
    const ExsServer *server = exs_attendant_server(site);
    ExsTime when;

    if (site->scheduled)
        exs_engine_cancel(world->engine, site->scheduled);
    site->scheduled = 0;
    if (!world->is_built || !server)
        return;
    when = next_quarter(world, site, &server->clock);
    if (when != EXS_TIME_NEVER)
        site->scheduled = exs_engine_at(world->engine, when, on_quarter, world, site);
}

/* ---- what is known of other sites ---- */

/* Does a site hear of another, once everything has been replicated? */
static bool hears_of(const ExsSite *site, const ExsSite *from)
{
    return site != from;
}

static bool is_connected(const ExsSite *site, const ExsSite *from)
{
    for (guint i = 0; i < site->connectors->len; i++)
        if (exs_connector_connected(site->connectors->pdata[i], from))
            return true;
    return false;
}

/* Returns whether that is news. */
static bool take_replica(ExsWorld *world, ExsSite *site, const ExsSite *from, ExsTable *table)
{
    gpointer *replica;

    if (site->replicas->len < world->sites->len)
        g_ptr_array_set_size(site->replicas, (gint)world->sites->len);
    replica = &site->replicas->pdata[from->number];
    if (*replica == table)
        return false;
    exs_table_unref(*replica);
    *replica = table ? exs_table_ref(table) : NULL;
    if (table && exs_record_wants(world->record, EXS_TRACE_LEARNED) && is_connected(site, from))
        exs_world_trace(world, LEARNED, site->id, site->id, from->id, table->count);
    return true;
}

void exs_attendant_learn(ExsWorld *world, ExsSite *site, const ExsSite *from, ExsTable *table)
{
    if (take_replica(world, site, from, table))
        exs_attendant_changed(world, site);
}

/* Brings the table of every other site to `site`. */
static bool learn_all(ExsWorld *world, ExsSite *site)
{
    bool news = false;

    for (guint i = 0; i < world->sites->len; i++) {
        const ExsSite *from = world->sites->pdata[i];

        if (hears_of(site, from))
            news = take_replica(world, site, from, from->table) || news;
    }
    return news;
}

static void cancel(ExsWorld *world, ExsSite *site)
{
    if (site->calculation)
        exs_engine_cancel(world->engine, site->calculation);
    if (site->coming) {
        exs_engine_cancel(world->engine, site->comes);
        exs_table_unref(site->coming);
    }
    site->calculation = site->comes = 0;
    site->coming = NULL;
}

/* What is due, and what is under way, is done at once. Returns whether the table changed. */
static bool settle(ExsWorld *world, ExsSite *site)
{
    const ExsServer *server = exs_attendant_server(site);

    cancel(world, site);
    return server && install(world, site, exs_table_calculate(site, server));
}

/* One round of replication. Returns the sites that have something new to calculate from. */
static GPtrArray *spread(ExsWorld *world)
{
    GPtrArray *told = g_ptr_array_new();
    bool is_news = world->replicates && exs_directory_settle(world);

    for (guint i = 0; i < world->sites->len; i++)
        if (world->replicates ? is_news : learn_all(world, world->sites->pdata[i]))
            g_ptr_array_add(told, world->sites->pdata[i]);
    return told;
}

void exs_attendant_replicate(ExsWorld *world, uint32_t rounds)
{
    g_autofree bool *changed = g_new0(bool, world->sites->len + 1);
    bool goes_on = true;

    for (guint i = 0; i < world->sites->len; i++)
        changed[i] = settle(world, world->sites->pdata[i]);
    if (rounds == 0)
        rounds = 2 * world->sites->len + EXS_TABLE_HOPS_MAX;
    for (; goes_on && rounds > 0; rounds--) {
        g_autoptr(GPtrArray) told = spread(world);

        goes_on = false;
        for (guint i = 0; i < told->len; i++) {
            ExsSite *site = told->pdata[i];

            if (settle(world, site))
                changed[site->number] = goes_on = true;
        }
    }
    for (guint i = 0; i < world->sites->len; i++) {
        cancel(world, world->sites->pdata[i]);
        if (changed[i])
            log_success(world, world->sites->pdata[i]);
    }
}
