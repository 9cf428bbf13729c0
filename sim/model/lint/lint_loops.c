/* lint_loops.c - checks of routes that lead back to where they came from (see lint.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/lint/lint_walk.h"

/* The site at the far end of a connector; NULL: outside. */
static const ExsSite *far_site(const ExsConnector *connector)
{
    if (connector->target)
        return connector->target->site;
    if (connector->targets->len > 0)
        return g_array_index(connector->targets, ExsTargetServer, 0).server->site;
    return NULL;
}

/* The cheapest row of a site for just this space; NULL: none. */
static const ExsTableRow *cheapest(const ExsSite *site, const ExsSpace *space)
{
    const ExsTableRow *best = NULL;

    for (uint32_t i = 0; site->table && i < site->table->count; i++) {
        const ExsTableRow *row = &site->table->rows[i];

        if (row->space == space && !row->connector->is_removed && (!best || row->cost < best->cost))
            best = row;
    }
    return best;
}

/* Is it a row that the site's own connector was given, the cheapest that there is? */
static bool is_own_choice(const ExsTableRow *row)
{
    return !row->learned_from && row->scope == EXS_SCOPE_ORGANIZATION &&
           cheapest(row->connector->server->site, row->space) == row;
}

/* Has an earlier site of the circle told of it? Each circle is told of once, at its first site. */
static bool is_first(const ExsSite *site, const GPtrArray *way)
{
    for (guint i = 0; i < way->len; i++)
        if (((const ExsTableRow *)way->pdata[i])->connector->server->site->number < site->number)
            return false;
    return true;
}

static void tell_of_circle(ExsLinter *self, const ExsTableRow *row, const GPtrArray *way)
{
    g_autoptr(GString) path = g_string_new(NULL);
    ExsFinding *finding;

    for (guint i = 0; i < way->len; i++) {
        const ExsConnector *connector = ((const ExsTableRow *)way->pdata[i])->connector;

        g_string_append_printf(path, "%s%s from %s", i > 0 ? ", " : "", connector->name,
                               connector->server->site->name);
    }
    finding = exs_lint_add(self, EXS_RULE_NONE, "%s leads round: by %s, and back to %s",
                           row->space->text, path->str, row->connector->server->site->name);
    for (guint i = 0; i < way->len; i++)
        exs_lint_name_connector(finding, ((const ExsTableRow *)way->pdata[i])->connector);
}

/* From site to site by the cheapest rows, until the way ends or has been there. */
static void goes_round(ExsLinter *self, const ExsTableRow *row)
{
    const ExsSite *start = row->connector->server->site;
    g_autoptr(GPtrArray) way = g_ptr_array_new();
    const ExsTableRow *at = row;

    if (!is_own_choice(row) || !exs_rule(&row->connector->server->policy, EXS_RULE_LOOP_BY_TRACE))
        return;
    while (at && way->len <= self->world->sites->len) {
        const ExsSite *next = far_site(at->connector);

        g_ptr_array_add(way, (gpointer)at);
        if (next == start) {
            if (is_first(start, way))
                tell_of_circle(self, row, way);
            return;
        }
        at = next ? cheapest(next, row->space) : NULL;
    }
}

void exs_lint_goes_round(ExsLinter *self)
{
    exs_lint_each_row(self, goes_round);
}

/* Has the site any row of the type? */
static bool has_type(const ExsSite *site, uint32_t type)
{
    const GPtrArray *rows = exs_table_rows(site->table, type);

    return rows && rows->len > 0;
}

/* The far site has nothing for such mail, but a way back by X.400. */
static void leads_nowhere(ExsLinter *self, const ExsTableRow *row)
{
    const ExsSite *there = far_site(row->connector);

    if (row->learned_from || !there || !there->table || row->space->form != EXS_ADDRESS_DDA ||
        has_type(there, row->space->type) || there->servers->len == 0 ||
        !exs_rule(&((const ExsServer *)there->servers->pdata[0])->policy,
                  EXS_RULE_UNROUTED_GOES_BACK))
        return;
    exs_lint_connector(self, EXS_RULE_NONE, row->connector,
                       "has %s, for which the site %s has no route: mail for nobody there comes "
                       "back, and goes to and fro until its hops are used up",
                       row->space->text, there->name);
}

void exs_lint_leads_nowhere(ExsLinter *self)
{
    exs_lint_each_row(self, leads_nowhere);
}
