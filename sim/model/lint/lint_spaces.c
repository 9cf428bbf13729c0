/* lint_spaces.c - checks of address spaces, their scopes and the tables made of them (see lint.h).
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/model/actors/ims.h"
#include "exsim/model/lint/lint.h"
#include "exsim/model/lint/lint_walk.h"
#include "exsim/model/routing/match.h"

static bool is_blank(const ExsSpace *space)
{
    return *space->folded == '\0';
}

static bool is_star(const ExsSpace *space)
{
    return strcmp(space->folded, "*") == 0 || strcmp(space->folded, "c=*") == 0;
}

static const ExsConnectorSpace *space_at(const ExsConnector *connector, guint i)
{
    return &g_array_index(connector->spaces, ExsConnectorSpace, i);
}

/* ---- of one connector ---- */

static void no_space(ExsLinter *self, const ExsConnector *connector)
{
    if (connector->spaces->len == 0 && connector->connected_sites->len == 0 &&
        connector->targets->len == 0)
        exs_lint_connector(self, EXS_RULE_NONE, connector,
                           "has no address space and no connected site: no mail is routed to it");
}

void exs_lint_no_space(ExsLinter *self)
{
    exs_lint_each_connector(self, no_space);
}

/* An SMTP space that is neither an address nor a wildcard matches no address, not even in part. */
static bool has_no_local_part(const ExsSpace *space)
{
    return g_str_has_prefix(space->text, "SMTP:") && !is_blank(space) && !space->has_wildcards &&
           (*space->folded == '@' || !strchr(space->folded, '@'));
}

static void never_matches(ExsLinter *self, const ExsConnector *connector)
{
    for (guint i = 0; i < connector->spaces->len; i++)
        if (has_no_local_part(space_at(connector, i)->space))
            exs_lint_connector(self, EXS_RULE_NONE, connector,
                               "has the address space %s, which matches nothing: the whole "
                               "address is compared, not its domain",
                               space_at(connector, i)->space->text);
}

void exs_lint_never_matches(ExsLinter *self)
{
    exs_lint_each_connector(self, never_matches);
}

static void inbound_attracts(ExsLinter *self, const ExsConnector *connector)
{
    if (connector->class->secured && connector->spaces->len > 0 && !exs_ims_sends(connector) &&
        exs_rule(&connector->server->policy, EXS_RULE_MODE_NO_FILTER))
        exs_lint_connector(self, EXS_RULE_NONE, connector,
                           "sends nothing, by its transfer mode, but its address space %s makes it "
                           "a route: mail is queued for it and stays",
                           space_at(connector, 0)->space->text);
}

void exs_lint_inbound_attracts(ExsLinter *self)
{
    exs_lint_each_connector(self, inbound_attracts);
}

/* ---- of two rows of a table ---- */

/* The sentence has the two connectors' titles, first of all. */
static void add_pair(ExsLinter *self, const ExsTableRow *a, const ExsTableRow *b, const char *rest)
{
    g_autofree char *one = exs_lint_title(a->connector), *other = exs_lint_title(b->connector);
    ExsFinding *finding =
        exs_lint_add(self, EXS_RULE_NONE, "%s has %s at cost %u, %s has %s at cost %u: %s", one,
                     a->space->text, a->cost, other, b->space->text, b->cost, rest);

    exs_lint_name_connector(finding, a->connector);
    exs_lint_name_connector(finding, b->connector);
}

static void blank_and_star(ExsLinter *self, const ExsTableRow *a, const ExsTableRow *b)
{
    if (is_star(b->space))
        add_pair(self, a, b,
                 "the blank one is never taken, whatever it costs, as the other matches better");
}

static void blank_beside_star(ExsLinter *self, const ExsTableRow *row)
{
    if (is_blank(row->space) &&
        exs_rule(&row->connector->server->policy, EXS_RULE_MATCH_CLASS_FIRST))
        exs_lint_each_rival(self, row, blank_and_star);
}

void exs_lint_blank_beside_star(ExsLinter *self)
{
    exs_lint_each_row(self, blank_beside_star);
}

/* Is it a gateway's, and of this site? */
static bool is_own_gateway(const ExsTableRow *row)
{
    return row->connector->class->secured && !row->learned_from;
}

static bool are_equal(const ExsTableRow *a, const ExsTableRow *b)
{
    return !b->learned_from && a->space == b->space && a->cost == b->cost;
}

/* Two of one kind may share the load: that is what equal costs are for. */
static void of_two_kinds(ExsLinter *self, const ExsTableRow *a, const ExsTableRow *b)
{
    bool is_told = is_own_gateway(b) && b->connector->number < a->connector->number;

    if (are_equal(a, b) && a->connector->class != b->connector->class && !is_told)
        add_pair(self, a, b, "which of them gets such mail is chance");
}

static void shared_by_chance(ExsLinter *self, const ExsTableRow *row)
{
    if (is_own_gateway(row) && exs_rule(&row->connector->server->policy, EXS_RULE_EQUALS_SHARE))
        exs_lint_each_rival(self, row, of_two_kinds);
}

void exs_lint_shared_by_chance(ExsLinter *self)
{
    exs_lint_each_row(self, shared_by_chance);
}

static void beside_it(ExsLinter *self, const ExsTableRow *a, const ExsTableRow *b)
{
    if (are_equal(a, b) && b->connector->server == a->connector->server)
        add_pair(self, a, b, "mail that came in by the former may be routed back to it");
}

static void back_to_gateway(ExsLinter *self, const ExsTableRow *row)
{
    const ExsPolicy *policy = &row->connector->server->policy;

    if (is_own_gateway(row) && !exs_rule(policy, EXS_RULE_GATEWAY_ORIGIN_LAST) &&
        !exs_rule(policy, EXS_RULE_BOUNCE_BACK))
        exs_lint_each_rival(self, row, beside_it);
}

void exs_lint_back_to_gateway(ExsLinter *self)
{
    exs_lint_each_row(self, back_to_gateway);
}

/* ---- scopes ---- */

static const ExsConnector *last_of(const ExsTableRow *row)
{
    return exs_table_hop(row, row->hops - 1);
}

/* The first server of the site that the row's path crosses after its first hop, and from which the
 * site's own restricted row may be used; NULL: it crosses none. */
static const ExsServer *crossed(const ExsTableRow *row, const ExsTableRow *scoped)
{
    const ExsSite *site = scoped->connector->server->site;

    for (uint16_t i = 1; i < row->hops; i++) {
        const ExsConnector *hop = exs_table_hop(row, i);
        const ExsServer *server = hop->server;

        if (server->site == site && hop != scoped->connector &&
            exs_match_out_of_scope(scoped, server) == EXS_RULE_NONE)
            return server;
    }
    return NULL;
}

static void cross(ExsLinter *self, const ExsTableRow *row, const ExsSite *from,
                  const ExsTableRow *scoped)
{
    const ExsServer *server = crossed(row, scoped);
    g_autofree char *title = NULL, *far = NULL;
    ExsFinding *finding;

    if (!server || row->scope != EXS_SCOPE_ORGANIZATION)
        return;
    title = exs_lint_title(scoped->connector);
    far = exs_lint_title(last_of(row));
    finding = exs_lint_add(self, EXS_RULE_NONE,
                           "Mail of the site %s for %s crosses %s on its way to %s, and leaves "
                           "there by %s, whose space is restricted to its %s",
                           from->name, row->space->text, server->name, far, title,
                           exs_scope_name((ExsScope)scoped->scope));
    exs_lint_name_connector(finding, scoped->connector);
    exs_lint_name_connector(finding, last_of(row));
    exs_lint_name_server(finding, server);
}

static void scoped_in_transit(ExsLinter *self, const ExsTableRow *scoped)
{
    const ExsSite *site = scoped->connector->server->site;

    if (scoped->learned_from || scoped->scope == EXS_SCOPE_ORGANIZATION)
        return;
    for (guint i = 0; i < self->world->sites->len; i++) {
        const ExsSite *from = self->world->sites->pdata[i];
        const GPtrArray *rows =
            from == site || !from->table ? NULL : exs_table_rows(from->table, scoped->space->type);

        for (guint k = 0; rows && k < rows->len; k++)
            cross(self, rows->pdata[k], from, scoped);
    }
}

void exs_lint_scoped_in_transit(ExsLinter *self)
{
    exs_lint_each_row(self, scoped_in_transit);
}

/* The rule that keeps the server from the last of the rows; NONE: one may be used. */
static ExsRule all_out(const GPtrArray *rows, const ExsServer *server)
{
    ExsRule rule = EXS_RULE_NONE;

    for (guint i = 0; i < rows->len; i++) {
        ExsRule out = exs_match_out_of_scope(rows->pdata[i], server);

        if (out == EXS_RULE_NONE)
            return out;
        if (rule != EXS_RULE_LOCATION_LIMITS_USE) /* it could help to move to the location */
            rule = out;
    }
    return rule;
}

static void look_at_types(ExsLinter *self, const ExsServer *server, ExsRule wanted)
{
    const ExsTable *table = server->site->table;

    for (guint type = 0; table && type < table->by_type->len; type++) {
        const GPtrArray *rows = exs_table_rows(table, type);
        const ExsTableRow *first;
        ExsFinding *finding;

        if (!rows || rows->len == 0 || all_out(rows, server) != wanted)
            continue;
        first = rows->pdata[0];
        finding = exs_lint_add(
            self, EXS_RULE_NONE,
            "%s has no route for %.*s addresses: every space for them is restricted to "
            "another %s",
            server->name, (int)strcspn(first->space->text, ":"), first->space->text,
            wanted == EXS_RULE_SCOPE_LIMITS_USE ? "site" : "location");
        exs_lint_name_server(finding, server);
        for (guint i = 0; i < rows->len; i++)
            exs_lint_name_connector(finding, last_of(rows->pdata[i]));
    }
}

static void out_of_scope(ExsLinter *self, const ExsServer *server)
{
    look_at_types(self, server, EXS_RULE_SCOPE_LIMITS_USE);
}

void exs_lint_out_of_scope(ExsLinter *self)
{
    exs_lint_each_server(self, out_of_scope);
}

static void out_of_location(ExsLinter *self, const ExsServer *server)
{
    look_at_types(self, server, EXS_RULE_LOCATION_LIMITS_USE);
}

void exs_lint_out_of_location(ExsLinter *self)
{
    exs_lint_each_server(self, out_of_location);
}

/* ---- between sites ---- */

static bool knows(const ExsSite *site, const ExsSite *other)
{
    for (uint32_t i = 0; i < site->table->count; i++)
        if (site->table->rows[i].space == other->dn_space)
            return true;
    return false;
}

/* A neighbour whose own connectors do not lead back, nor those of anybody it knows. */
static void no_way_back(ExsLinter *self, const ExsConnector *connector)
{
    const ExsSite *here = connector->server->site;

    for (guint i = 0; i < connector->connected_sites->len; i++) {
        const ExsSite *there = g_array_index(connector->connected_sites, ExsConnectedSite, i).site;

        if (!there || there == here || !there->table || knows(there, here))
            continue;
        exs_lint_connector(self, EXS_RULE_NONE, connector,
                           "leads to the site %s, which knows no way back to %s: replies and "
                           "reports are returned there",
                           there->name, here->name);
    }
}

void exs_lint_no_way_back(ExsLinter *self)
{
    exs_lint_each_connector(self, no_way_back);
}
