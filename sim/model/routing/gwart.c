/* gwart.c - see gwart.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/routing/gwart.h"

#include <string.h>

/* A calculation under way. */
typedef struct {
    const ExsSite *site;
    const ExsPolicy *policy;
    ExsTable *table;
    GHashTable *by_key; /* row_key() -> place in table->rows, plus one */
} Calculation;

/* Connector, space and restriction: what makes a row. */
static gpointer row_key(const ExsConnector *connector, const ExsSpace *space, ExsScope scope)
{
    return (gpointer)(uintptr_t)((uint64_t)connector->number << 34 | (uint64_t)space->id << 2 |
                                 (uint64_t)scope);
}

static ExsTableRow *row_new(const ExsConnector *connector, const ExsConnector *const *tail,
                            uint16_t tail_count)
{
    ExsTableRow *row = g_malloc0(sizeof *row + sizeof(ExsConnector *) * ((size_t)tail_count + 1));

    row->connector = connector;
    row->hops = (uint16_t)(tail_count + 1);
    row->path[0] = connector;
    if (tail_count > 0)
        memcpy(row->path + 1, tail, sizeof *tail * tail_count);
    return row;
}

static bool is_better(const ExsTableRow *a, const ExsTableRow *b)
{
    return a->cost != b->cost ? a->cost < b->cost : a->hops < b->hops;
}

/* Takes the row; a dearer or longer one of the same key goes. */
static void add_row(Calculation *calculation, ExsTableRow *row)
{
    GPtrArray *rows = calculation->table->rows;
    gpointer key = row_key(row->connector, row->space, row->scope);
    guint place = GPOINTER_TO_UINT(g_hash_table_lookup(calculation->by_key, key));

    if (place == 0 || !exs_rule(calculation->policy, EXS_RULE_LOWEST_COST_ROW)) {
        g_ptr_array_add(rows, row);
        g_hash_table_insert(calculation->by_key, key, GUINT_TO_POINTER(rows->len));
    } else if (is_better(row, rows->pdata[place - 1])) {
        g_free(rows->pdata[place - 1]);
        rows->pdata[place - 1] = row;
    } else {
        g_free(row);
    }
}

static void add_own(Calculation *calculation, const ExsConnector *connector, const ExsSpace *space,
                    uint32_t cost, ExsScope scope)
{
    ExsTableRow *row = row_new(connector, NULL, 0);

    row->space = space;
    row->cost = cost;
    row->scope = scope;
    add_row(calculation, row);
}

/* Does the way lead over this site, or back to it? */
static bool is_circular(const ExsTableRow *row, const ExsSite *site)
{
    for (uint16_t i = 0; i < row->hops; i++) {
        const ExsConnector *hop = row->path[i];

        if (hop->server->site == site ||
            g_ptr_array_find(hop->connected_sites, (gpointer)site, NULL))
            return true;
    }
    return false;
}

static void import(Calculation *calculation, const ExsConnector *connector, const ExsSite *from)
{
    const ExsTable *theirs = calculation->site->replicas->len > from->number
                                 ? calculation->site->replicas->pdata[from->number]
                                 : NULL;

    if (!theirs || !exs_rule(calculation->policy, EXS_RULE_IMPORT_TABLES))
        return;
    for (guint i = 0; i < theirs->rows->len; i++) {
        const ExsTableRow *row = theirs->rows->pdata[i];
        ExsTableRow *imported;

        if (row->hops >= EXS_TABLE_HOPS_MAX)
            continue;
        if (exs_rule(calculation->policy, EXS_RULE_CIRCULAR_FILTER) &&
            is_circular(row, calculation->site))
            continue;
        imported = row_new(connector, row->path, row->hops);
        imported->space = row->space;
        imported->cost = row->cost + connector->cost;
        imported->scope = row->scope;
        imported->learned_from = from;
        add_row(calculation, imported);
    }
}

static void add_connector(Calculation *calculation, const ExsConnector *connector)
{
    for (guint i = 0; i < connector->spaces->len; i++) {
        const ExsConnectorSpace *space = &g_array_index(connector->spaces, ExsConnectorSpace, i);

        add_own(calculation, connector, space->space, space->cost, space->scope);
    }
    for (guint i = 0; i < connector->connected_sites->len; i++) {
        const ExsSite *site = connector->connected_sites->pdata[i];

        add_own(calculation, connector, site->dn_space, connector->cost, EXS_SCOPE_ORGANIZATION);
        add_own(calculation, connector, site->x400_space, connector->cost, EXS_SCOPE_ORGANIZATION);
    }
}

static void index_rows(ExsTable *table)
{
    for (guint i = 0; i < table->rows->len; i++) {
        ExsTableRow *row = table->rows->pdata[i];
        uint32_t type = row->space->type;

        if (table->by_type->len <= type)
            g_ptr_array_set_size(table->by_type, (gint)type + 1);
        if (!table->by_type->pdata[type])
            table->by_type->pdata[type] = g_ptr_array_new();
        g_ptr_array_add(table->by_type->pdata[type], row);
    }
}

static void free_index(gpointer rows)
{
    if (rows)
        g_ptr_array_unref(rows);
}

ExsTable *exs_table_calculate(const ExsSite *site, const ExsPolicy *policy)
{
    ExsTable *table = g_new0(ExsTable, 1);
    Calculation calculation = {.site = site, .policy = policy, .table = table};

    table->references = 1;
    table->version = site->table ? site->table->version + 1 : 1;
    table->rows = g_ptr_array_new_with_free_func(g_free);
    table->by_type = g_ptr_array_new_with_free_func(free_index);
    calculation.by_key = g_hash_table_new(NULL, NULL);

    for (guint i = 0; i < site->connectors->len; i++) {
        const ExsConnector *connector = site->connectors->pdata[i];

        if (!connector->is_removed)
            add_connector(&calculation, connector);
    }
    for (guint i = 0; i < site->connectors->len; i++) {
        const ExsConnector *connector = site->connectors->pdata[i];

        for (guint k = 0; !connector->is_removed && k < connector->connected_sites->len; k++)
            import(&calculation, connector, connector->connected_sites->pdata[k]);
    }
    index_rows(table);
    g_hash_table_unref(calculation.by_key);
    return table;
}

ExsTable *exs_table_ref(ExsTable *table)
{
    table->references++;
    return table;
}

void exs_table_unref(ExsTable *table)
{
    if (!table || --table->references > 0)
        return;
    g_ptr_array_unref(table->rows);
    g_ptr_array_unref(table->by_type);
    g_free(table);
}

uint32_t exs_table_version(const ExsTable *table)
{
    return table ? table->version : 0;
}

bool exs_table_equal(const ExsTable *a, const ExsTable *b)
{
    if (a->rows->len != b->rows->len)
        return false;
    for (guint i = 0; i < a->rows->len; i++) {
        const ExsTableRow *x = a->rows->pdata[i], *y = b->rows->pdata[i];

        if (x->space != y->space || x->cost != y->cost || x->scope != y->scope ||
            x->hops != y->hops || x->learned_from != y->learned_from ||
            memcmp(x->path, y->path, sizeof *x->path * x->hops) != 0)
            return false;
    }
    return true;
}

const GPtrArray *exs_table_rows(const ExsTable *table, uint32_t type)
{
    return type < table->by_type->len ? table->by_type->pdata[type] : NULL;
}
