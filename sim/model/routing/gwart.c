/* gwart.c - see gwart.h. How one is calculated stands in gwart_calculate.c.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/routing/gwart.h"

#include <string.h>

#include "sim/model/routing/gwart_private.h"

static void free_index(gpointer rows)
{
    if (rows)
        g_ptr_array_unref(rows);
}

ExsTable *exs_table_new(uint32_t version)
{
    ExsTable *table = g_new0(ExsTable, 1);

    table->references = 1;
    table->version = version;
    table->by_type = g_ptr_array_new_with_free_func(free_index);
    table->proxy_space = g_ptr_array_new();
    return table;
}

static size_t bit_of(const ExsTable *table, const ExsConnector *connector, const ExsSpace *space,
                     ExsScope scope)
{
    return ((size_t)connector->place * table->has_spaces + space->id) * EXS_SCOPES + scope;
}

bool exs_table_has(const ExsTable *table, const ExsConnector *connector, const ExsSpace *space,
                   ExsScope scope)
{
    return exs_table_has_key(table, connector->place, space->id, scope);
}

static void add_to_index(ExsTable *table, ExsTableRow *row)
{
    size_t bit = bit_of(table, row->connector, row->space, row->scope);
    uint32_t type = row->space->type;

    table->has[bit / 64] |= UINT64_C(1) << bit % 64;
    if (table->by_type->len <= type)
        g_ptr_array_set_size(table->by_type, (gint)type + 1);
    if (!table->by_type->pdata[type])
        table->by_type->pdata[type] = g_ptr_array_new();
    g_ptr_array_add(table->by_type->pdata[type], row);
}

void exs_table_index(ExsTable *table, uint32_t connectors, uint32_t spaces)
{
    table->has_connectors = connectors;
    table->has_spaces = spaces;
    table->has = g_new0(uint64_t, (size_t)connectors * spaces * EXS_SCOPES / 64 + 1);
    for (uint32_t i = 0; i < table->count; i++)
        add_to_index(table, &table->rows[i]);
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
    g_free(table->rows);
    g_free(table->hops);
    g_free(table->has);
    g_ptr_array_unref(table->by_type);
    g_ptr_array_unref(table->proxy_space);
    g_free(table);
}

uint32_t exs_table_version(const ExsTable *table)
{
    return table ? table->version : 0;
}

bool exs_table_row_equal(const ExsTableRow *a, const ExsTableRow *b)
{
    return a->space == b->space && a->cost == b->cost && a->scope == b->scope &&
           a->hops == b->hops && a->learned_from == b->learned_from &&
           memcmp(a->path, b->path, sizeof *a->path * a->hops) == 0;
}

static bool is_same_list(const GPtrArray *a, const GPtrArray *b)
{
    return a->len == b->len &&
           (a->len == 0 || memcmp(a->pdata, b->pdata, sizeof *a->pdata * a->len) == 0);
}

bool exs_table_equal(const ExsTable *a, const ExsTable *b)
{
    if (a->count != b->count || a->ignores_ou2 != b->ignores_ou2 ||
        a->refinements != b->refinements || !is_same_list(a->proxy_space, b->proxy_space))
        return false;
    for (uint32_t i = 0; i < a->count; i++)
        if (!exs_table_row_equal(&a->rows[i], &b->rows[i]))
            return false;
    return true;
}

const GPtrArray *exs_table_rows(const ExsTable *table, uint32_t type)
{
    return type < table->by_type->len ? table->by_type->pdata[type] : NULL;
}

const ExsConnector *exs_table_hop(const ExsTableRow *row, uint16_t hop)
{
    const ExsWorld *world = row->connector->server->site->world;

    g_assert(hop < row->hops);
    return world->connectors->pdata[row->path[hop]];
}

bool exs_table_is_late(const ExsTable *table, const ExsTableRow *row)
{
    const GPtrArray *rows = exs_table_rows(table, row->space->type);
    uint32_t before = 0;

    for (guint i = 0; i < rows->len && rows->pdata[i] != row; i++)
        before += !((const ExsTableRow *)rows->pdata[i])->space->has_wildcards;
    return table->refinements > 0 && before >= table->refinements;
}
