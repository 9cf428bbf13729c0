/* mta_decide.c - gathers what a decision needs, decides, and records why (see mta.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/mta.h"
#include "exsim/model/routing/match.h"
#include "exsim/model/routing/resolve.h"
#include "exsim/model/routing/retry.h"

G_STATIC_ASSERT(G_N_ELEMENTS(((ExsWords *)0)->activation) == EXS_ACTIVE_NEVER + 1);

static ExsHop nowhere(ExsCause cause)
{
    return (ExsHop){.cause = cause};
}

static bool timer_runs(const ExsConnector *connector)
{
    const ExsAssociation *association = connector->queue->service;

    return association->state == EXS_ASSOCIATION_RETRYING;
}

/* A gateway of this server takes part by address space and cost only; one of another server is an
 * RPC target, with tries and a maximum like any. */
static ExsRoute gather_gateway(const ExsTransfer *transfer, const ExsConnector *connector,
                               const ExsMta *mta)
{
    ExsRoute route = {.remote = connector->server != mta->server};
    uint32_t target = route.remote ? connector->server->id : 0;

    route.tries = exs_transfer_tries(transfer, connector->id, target);
    if (route.remote)
        route.maximum = (uint32_t)exs_setting(exs_retry_settings(mta->server, NULL),
                                              EXS_SETTING_MAX_OPEN_RETRIES);
    return route;
}

static ExsRoute gather_link(const ExsTransfer *transfer, const ExsConnector *connector,
                            const ExsMta *mta)
{
    ExsRoute route = {.remote = connector->server != mta->server};
    uint32_t target =
        route.remote ? connector->server->id : exs_association_target_id(connector->queue->service);

    route.tries = exs_transfer_tries(transfer, connector->id, target);
    route.maximum = (uint32_t)exs_setting(&connector->settings, EXS_SETTING_MAX_OPEN_RETRIES);
    route.activation = exs_connector_activation(connector, exs_world_now(mta->world), &route.opens);
    route.retrying = !route.remote && timer_runs(connector);
    route.came_in_here = transfer->came_by == connector && !transfer->is_rerouted;
    return route;
}

static void gather(ExsMta *mta, const ExsTransfer *transfer, const ExsMatchList *list)
{
    g_array_set_size(mta->routes, 0);
    g_array_set_size(mta->rows, 0);
    for (uint32_t i = 0; i < list->candidates; i++) {
        const ExsMatched *row = &list->rows[i];
        const ExsConnector *connector = row->row->connector;
        ExsRoute route;

        if (connector->is_removed)
            continue;
        route = connector->class->secured ? gather_gateway(transfer, connector, mta)
                                          : gather_link(transfer, connector, mta);
        route.cost = row->row->cost;
        route.used = g_ptr_array_find(mta->used, (gpointer)connector, NULL);
        route.came_from =
            route.remote && transfer->came_from == connector->server && !transfer->is_rerouted;
        g_array_append_val(mta->routes, route);
        g_array_append_val(mta->rows, row);
    }
}

/* The row's cells, in the order of the columns. */
static void put_cells(ExsMta *mta, int64_t *cells, const ExsMatched *matched, const ExsRoute *route)
{
    const ExsWorld *world = mta->world;
    const ExsTableRow *row = matched->row;

    cells[EXS_COLUMN_CONNECTOR] = row->connector->id;
    cells[EXS_COLUMN_SERVER] = row->connector->server->id;
    cells[EXS_COLUMN_SPACE] = exs_world_space_text(mta->world, row->space);
    cells[EXS_COLUMN_MATCH] = world->words.match[matched->match];
    cells[EXS_COLUMN_COST] = row->cost;
    cells[EXS_COLUMN_HOPS] = row->hops;
    cells[EXS_COLUMN_TRIES] = route->tries;
    cells[EXS_COLUMN_MAXIMUM] = route->maximum;
    cells[EXS_COLUMN_ACTIVATION] = world->words.activation[route->activation];
    cells[EXS_COLUMN_OPENS] = route->opens;
    cells[EXS_COLUMN_RETRYING] = route->retrying;
    cells[EXS_COLUMN_REMOTE] = route->remote;
    cells[EXS_COLUMN_INBOUND] = route->came_in_here;
    cells[EXS_COLUMN_FROM] = route->came_from;
    cells[EXS_COLUMN_USED] = route->used;
}

/* Candidates first, then the rows that a better match felled. */
static uint32_t record_decision(ExsMta *mta, const ExsMatchList *list,
                                const ExsSelection *selection)
{
    uint32_t routes = mta->routes->len, losers = list->count - list->candidates;
    ExsDecision decision = {
        .actor = mta->server->mta_id,
        .about = exs_world_address_text(mta->world, list->address),
        .unlisted_rule = EXS_RULE_NO_SPACE_NO_ROUTE,
        .row_count = routes + losers,
        .step_count = (uint32_t)selection->step_count,
        .steps = selection->steps,
    };
    int64_t *cells;

    if (!exs_record_wants(mta->world->record, EXS_TRACE_ROUTED))
        return 0;
    g_array_set_size(mta->cells, decision.row_count * EXS_COLUMN_COUNT);
    cells = (int64_t *)(void *)mta->cells->data;
    for (uint32_t i = 0; i < routes; i++, cells += EXS_COLUMN_COUNT)
        put_cells(mta, cells, g_array_index(mta->rows, const ExsMatched *, i),
                  &g_array_index(mta->routes, ExsRoute, i));
    for (uint32_t i = 0; i < losers; i++, cells += EXS_COLUMN_COUNT) {
        const ExsMatched *loser = &list->rows[list->candidates + i];
        ExsRoute blank = {.remote = loser->row->connector->server != mta->server};
        uint32_t felled_by = loser->felled_by;

        put_cells(mta, cells, loser, &blank);
        g_array_append_val(mta->felled_by, felled_by);
    }
    decision.cells = (const int64_t *)(void *)mta->cells->data;
    decision.felled_by = (const uint32_t *)(void *)mta->felled_by->data;
    return exs_record_add_decision(mta->world->record, &decision);
}

/* Equals share the load by chance. */
static const ExsTableRow *pick(ExsMta *mta, const ExsSelection *selection)
{
    size_t which = 0;

    if (selection->alive_count > 1 && exs_rule(&mta->server->policy, EXS_RULE_EQUALS_SHARE))
        which = (size_t)exs_stream_below(&mta->equals, selection->alive_count);
    return g_array_index(mta->rows, const ExsMatched *, selection->alive[which])->row;
}

static ExsHop decide_by_table(ExsMta *mta, ExsTransfer *transfer, const ExsEnvelope *envelope)
{
    const ExsServer *server = mta->server;
    const ExsMatchList *list =
        exs_match(server->matches, server->site->table, &server->policy, envelope);
    ExsSelection selection = {0};
    ExsHop hop = {0};
    const ExsTableRow *row;

    gather(mta, transfer, list);
    g_array_set_size(mta->alive, mta->routes->len);
    g_array_set_size(mta->felled_by, mta->routes->len);
    selection.alive = (uint16_t *)(void *)mta->alive->data;
    selection.felled_by = (uint32_t *)(void *)mta->felled_by->data;
    exs_select(&selection, (const ExsRoute *)(void *)mta->routes->data, mta->routes->len,
               &server->policy);
    hop.decision = record_decision(mta, list, &selection);
    if (selection.alive_count == 0) {
        hop.cause = mta->routes->len == 0 ? EXS_CAUSE_NO_ROUTE
                    : selection.exhausted ? EXS_CAUSE_EXHAUSTED
                                          : EXS_CAUSE_NO_WAY_ON;
        return hop;
    }
    row = pick(mta, &selection);
    hop.connector = (ExsConnector *)row->connector;
    hop.queue = row->connector->server == server ? row->connector->queue
                                                 : exs_mta_rpc(mta, row->connector->server)->queue;
    return hop;
}

static bool resolve(ExsMta *mta, const ExsMessage *message, ExsEnvelope *envelope,
                    ExsHop *nowhere_to)
{
    const ExsPolicy *policy = &mta->server->policy;
    ExsRule rule;
    ExsResolved resolved = exs_resolve(policy, mta->world, envelope, &rule);

    if (resolved != EXS_RESOLVED) {
        *nowhere_to = nowhere(resolved == EXS_RESOLVE_FLAWED ? EXS_CAUSE_BAD_ADDRESS
                                                             : EXS_CAUSE_UNKNOWN_RECIPIENT);
        return false;
    }
    envelope->is_resolved = true;
    exs_world_trace(mta->world, RESOLVED, mta->server->mta_id, message->serial,
                    exs_world_address_text(mta->world, envelope->typed),
                    exs_world_address_text(mta->world, exs_envelope_address(envelope)), rule);
    return true;
}

ExsHop exs_mta_decide(ExsMta *mta, ExsTransfer *transfer, ExsEnvelope *envelope)
{
    const ExsRecipient *recipient;
    ExsHop hop = {0};

    if (!envelope->is_resolved && !resolve(mta, transfer->message, envelope, &hop))
        return hop;
    recipient = envelope->recipient;
    if (recipient && recipient->server == mta->server)
        return (ExsHop){.queue = mta->mdb};
    if (recipient && recipient->site == mta->server->site) {
        ExsAssociation *rpc = exs_mta_rpc(mta, recipient->server);
        uint32_t maximum = (uint32_t)exs_setting(exs_retry_settings(mta->server, NULL),
                                                 EXS_SETTING_MAX_OPEN_RETRIES);

        if (exs_transfer_tries(transfer, 0, recipient->server->id) >= maximum)
            return nowhere(EXS_CAUSE_EXHAUSTED);
        return (ExsHop){.queue = rpc->queue};
    }
    return decide_by_table(mta, transfer, envelope);
}

void exs_mta_note_routed(ExsMta *mta, const ExsTransfer *transfer, const ExsEnvelope *envelope,
                         const ExsHop *hop)
{
    if (hop->connector || hop->decision)
        exs_world_trace(mta->world, ROUTED, mta->server->mta_id, transfer->message->serial,
                        exs_world_address_text(mta->world, envelope->typed),
                        hop->connector ? hop->connector->id : 0, hop->decision);
}
