/* lint_links.c - checks of links, of the choice among them, and of how long mail lives (see
 * lint.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/x400_open.h"
#include "exsim/model/lint/lint.h"
#include "exsim/model/lint/lint_walk.h"
#include "exsim/model/routing/restrict.h"
#include "exsim/model/routing/select.h"

/* ---- least cost routes only ---- */

static void add_of_server(ExsLinter *self, const ExsServer *server, const char *what)
{
    exs_lint_name_server(exs_lint_add(self, EXS_RULE_NONE, "%s %s", server->name, what), server);
}

static void box_hidden(ExsLinter *self, const ExsServer *server)
{
    if (exs_rule(&server->policy, EXS_RULE_REGISTRY_HIDES_BOX) &&
        exs_setting_is_set(&server->settings, EXS_SETTING_LEAST_COST_REGISTRY))
        add_of_server(
            self, server,
            "has the registry value Use Lowest Cost Routes Only of an older product: as "
            "long as it is there the check box Only Use Least Cost Routes does not count");
}

void exs_lint_box_hidden(ExsLinter *self)
{
    exs_lint_each_server(self, box_hidden);
}

/* The routes that one space has in a table. */
typedef struct {
    const ExsTableRow *best, *equal, *dearer; /* NULL: none */
} Offers;

static void add_offer(Offers *offers, const ExsTableRow *row)
{
    if (!offers->best || row->cost < offers->best->cost) {
        offers->dearer = offers->best;
        offers->best = row;
        offers->equal = NULL;
    } else if (row->cost > offers->best->cost) {
        offers->dearer = row;
    } else if (row->connector != offers->best->connector) {
        offers->equal = row;
    }
}

/* By the spaces' numbers. */
static GArray *offers_of(const ExsTable *table)
{
    GArray *all = g_array_new(FALSE, TRUE, sizeof(Offers));

    for (uint32_t i = 0; i < table->count; i++) {
        const ExsTableRow *row = &table->rows[i];

        if (row->connector->is_removed)
            continue;
        if (row->space->id >= all->len)
            g_array_set_size(all, row->space->id + 1);
        add_offer(&g_array_index(all, Offers, row->space->id), row);
    }
    return all;
}

static void name_offers(ExsFinding *finding, const ExsServer *server, const ExsTableRow *a,
                        const ExsTableRow *b)
{
    exs_lint_name_server(finding, server);
    exs_lint_name_connector(finding, a->connector);
    exs_lint_name_connector(finding, b->connector);
}

static void least_cost_blind(ExsLinter *self, const ExsServer *server)
{
    g_autoptr(GArray) all = NULL;

    if (!exs_rule(&server->policy, EXS_RULE_LEAST_COST_BLIND) ||
        !exs_select_is_by_cost(&server->policy) || !server->site->table)
        return;
    all = offers_of(server->site->table);
    for (guint i = 0; i < all->len; i++) {
        const Offers *it = &g_array_index(all, Offers, i);

        if (!it->equal)
            continue;
        name_offers(exs_lint_add(self, EXS_RULE_NONE,
                                 "%s uses least cost routes only, and %s and %s are equally cheap "
                                 "for %s: mail goes back to the one that is in open retry",
                                 server->name, it->best->connector->name,
                                 it->equal->connector->name, it->best->space->text),
                    server, it->best, it->equal);
    }
}

void exs_lint_least_cost_blind(ExsLinter *self)
{
    exs_lint_each_server(self, least_cost_blind);
}

static void least_cost_alone(ExsLinter *self, const ExsServer *server)
{
    g_autoptr(GArray) all = NULL;

    if (!exs_rule(&server->policy, EXS_RULE_LEAST_COST_ONLY) ||
        !exs_select_is_by_cost(&server->policy) || !server->site->table)
        return;
    all = offers_of(server->site->table);
    for (guint i = 0; i < all->len; i++) {
        const Offers *it = &g_array_index(all, Offers, i);

        if (!it->dearer || it->equal || it->dearer->connector == it->best->connector)
            continue;
        name_offers(exs_lint_add(self, EXS_RULE_NONE,
                                 "%s uses least cost routes only, and %s is the only cheapest for "
                                 "%s: while it is down mail waits, though %s could carry it",
                                 server->name, it->best->connector->name, it->best->space->text,
                                 it->dearer->connector->name),
                    server, it->best, it->dearer);
    }
}

void exs_lint_least_cost_alone(ExsLinter *self)
{
    exs_lint_each_server(self, least_cost_alone);
}

/* ---- Heuristics ---- */

static const struct {
    const char *name;
    ExsMessage message;
} samples[] = {
    {"system messages", {.kind = EXS_MESSAGE_SYSTEM, .priority = EXS_PRIORITY_NORMAL}},
    {"urgent mail", {.kind = EXS_MESSAGE, .priority = EXS_PRIORITY_URGENT}},
    {"normal mail", {.kind = EXS_MESSAGE, .priority = EXS_PRIORITY_NORMAL}},
    {"non-urgent mail", {.kind = EXS_MESSAGE, .priority = EXS_PRIORITY_NONURGENT}},
};

static ExsRule bar_of(const ExsTableRow *row, const ExsMessage *message)
{
    return exs_restrict_bar(&row->connector->server->policy, row->connector, message);
}

/* Another row of the space whose connector takes it. */
static bool others_carry(const ExsTableRow *row, const ExsMessage *message)
{
    const GPtrArray *rows = exs_table_rows(row->connector->server->site->table, row->space->type);

    for (guint i = 0; i < rows->len; i++) {
        const ExsTableRow *other = rows->pdata[i];

        if (other->space == row->space && !other->connector->is_removed &&
            bar_of(other, message) == EXS_RULE_NONE)
            return true;
    }
    return false;
}

/* A row of each neighbour's space is enough: what lies behind it has the same first hop. */
static void nobody_carries(ExsLinter *self, const ExsTableRow *row)
{
    if (row->learned_from || row->space->form == EXS_ADDRESS_EX)
        return;
    for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
        ExsRule rule = bar_of(row, &samples[i].message);

        if (rule != EXS_RULE_NONE && !others_carry(row, &samples[i].message))
            exs_lint_connector(self, rule, row->connector,
                               "does not take %s, by its Heuristics, and no other connector takes "
                               "them to %s",
                               samples[i].name, row->space->text);
    }
}

void exs_lint_nobody_carries(ExsLinter *self)
{
    exs_lint_each_row(self, nobody_carries);
}

/* ---- links ---- */

static void open_refused(ExsLinter *self, const ExsConnector *connector)
{
    const char *why;

    if (!connector->queue || connector->class->secured)
        return;
    why = exs_x400_open_refusal(connector->queue->service);
    if (why)
        exs_lint_connector(self, exs_x400_open_rule(why), connector,
                           "cannot open an association to %s: %s", connector->target->name, why);
}

void exs_lint_open_refused(ExsLinter *self)
{
    exs_lint_each_connector(self, open_refused);
}

static void never_active(ExsLinter *self, const ExsConnector *connector)
{
    if (connector->class->has_schedule && connector->schedule.mode == EXS_SCHEDULE_NEVER &&
        exs_rule(&connector->server->policy, EXS_RULE_NEVER_REFUSES))
        exs_lint_connector(self, EXS_RULE_NONE, connector,
                           "is never active: mail that is routed to it waits, and associations "
                           "that the far side opens are refused");
}

void exs_lint_never_active(ExsLinter *self)
{
    exs_lint_each_connector(self, never_active);
}

static bool waits_for_peer(const ExsConnector *connector)
{
    return connector->class->has_schedule && connector->schedule.mode == EXS_SCHEDULE_REMOTE;
}

static void both_wait(ExsLinter *self, const ExsConnector *connector)
{
    const ExsConnector *peer = connector->peer;

    if (waits_for_peer(connector) && peer && waits_for_peer(peer) &&
        connector->number < peer->number)
        exs_lint_connector(self, EXS_RULE_NONE, connector,
                           "is remote initiated, and so is its other end on %s: neither ever "
                           "connects",
                           peer->server->name);
}

void exs_lint_both_wait(ExsLinter *self)
{
    exs_lint_each_connector(self, both_wait);
}

static bool gives_turn(const ExsConnector *connector)
{
    return exs_setting(&connector->settings, EXS_SETTING_TWO_WAY_ALTERNATE) != 0;
}

static void one_way(ExsLinter *self, const ExsConnector *connector)
{
    const ExsConnector *peer = connector->peer;

    if (connector->class->two_way_flag && peer && waits_for_peer(connector) &&
        !(gives_turn(connector) && gives_turn(peer)) &&
        exs_rule(&connector->server->policy, EXS_RULE_TWO_WAY_ALTERNATE))
        exs_lint_connector(self, EXS_RULE_NONE, connector,
                           "is remote initiated, but never gets the turn from %s: one of the two "
                           "ends lacks two-way alternate, and mail for it waits",
                           peer->server->name);
}

void exs_lint_one_way(ExsLinter *self)
{
    exs_lint_each_connector(self, one_way);
}

/* ---- time ---- */

static void never_sent(ExsLinter *self, const ExsServer *server)
{
    static const ExsSetting lives[] = {EXS_SETTING_LIFE_URGENT, EXS_SETTING_LIFE_NORMAL,
                                       EXS_SETTING_LIFE_NONURGENT};

    if (!exs_rule(&server->policy, EXS_RULE_ZERO_LIFE_NEVER_SENT))
        return;
    for (size_t i = 0; i < G_N_ELEMENTS(lives); i++)
        if (exs_setting(&server->settings, lives[i]) == 0)
            exs_lint_name_server(exs_lint_add(self, EXS_RULE_NONE,
                                              "%s has 0 in the registry value %s: mail of that "
                                              "priority is never sent, and goes back at once",
                                              server->name, exs_setting_info(lives[i])->title),
                                 server);
}

void exs_lint_never_sent(ExsLinter *self)
{
    exs_lint_each_server(self, never_sent);
}

static void no_retry(ExsLinter *self, const ExsConnector *connector)
{
    if (connector->class->secured && connector->retry_count == 0 &&
        exs_rule(&connector->server->policy, EXS_RULE_IMS_ZERO_NO_RETRY))
        exs_lint_connector(self, EXS_RULE_NONE, connector,
                           "has 0 as its retry interval: what cannot be delivered at the first "
                           "try is returned");
}

void exs_lint_no_retry(ExsLinter *self)
{
    exs_lint_each_connector(self, no_retry);
}
