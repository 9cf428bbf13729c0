/* mta_candidates.c - see mta_candidates.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/mta_candidates.h"

#include <string.h>

#include "exsim/model/actors/ims.h"
#include "exsim/model/actors/reading.h"
#include "exsim/model/actors/site_connector.h"
#include "exsim/model/routing/restrict.h"
#include "exsim/model/routing/retry.h"

G_STATIC_ASSERT(G_N_ELEMENTS(((ExsWords *)0)->activation) == EXS_ACTIVE_NEVER + 1);

static void gather_target(ExsRoute *route, const ExsTransfer *transfer, uint32_t connector,
                          const ExsAdjacent *adjacent)
{
    route->tries = exs_transfer_tries(transfer, connector, exs_adjacent_target_id(adjacent));
    route->retrying = adjacent->retry != 0;
    route->retries = route->retrying ? adjacent->retry_at : 0;
}

/* Of a Site Connector: as its target servers stand. */
static void gather_targets(ExsRoute *route, const ExsTransfer *transfer,
                           const ExsConnector *connector, const ExsMta *mta)
{
    const ExsTargetChoice *choice = exs_site_connector_weigh(connector, mta, transfer);

    route->tries = choice->tries;
    route->retrying = choice->retrying;
}

/* A gateway of this server takes part by address space and cost only; one of another server is an
 * RPC target, with tries and a maximum like any. */
static void gather_gateway(ExsRoute *route, const ExsTransfer *transfer,
                           const ExsConnector *connector, const ExsMta *mta)
{
    route->tries =
        exs_transfer_tries(transfer, connector->id, route->remote ? connector->server->id : 0);
    route->is_origin = transfer->came_by == connector;
    if (route->remote)
        route->maximum = exs_retry_maximum(mta->server, NULL);
}

/* What the schedule, the timers and the tries say. */
static void gather_link(ExsRoute *route, const ExsTransfer *transfer, const ExsConnector *connector,
                        const ExsMta *mta, const ExsServer *sender)
{
    route->maximum = exs_retry_maximum(mta->server, connector);
    route->activation =
        exs_connector_activation(connector, exs_world_now(mta->world), &route->opens);
    if (route->remote)
        route->tries = exs_transfer_tries(transfer, connector->id, sender->id);
    else if (connector->class->is_rpc)
        gather_targets(route, transfer, connector, mta);
    else
        gather_target(route, transfer, connector->id, connector->queue->service);
    route->came_in_here = transfer->came_by == connector && !transfer->is_rerouted;
}

/* A gateway that is stopped, or that sends nothing, is a route like any other. */
static bool takes_part(const ExsMta *mta, const ExsConnector *connector)
{
    const ExsPolicy *policy = &mta->server->policy;

    if (connector->is_removed)
        return false;
    if (!connector->class->secured)
        return true;
    return (connector->is_running || exs_rule(policy, EXS_RULE_NO_LINK_STATE)) &&
           (exs_ims_sends(connector) || exs_rule(policy, EXS_RULE_MODE_NO_FILTER));
}

static void gather_route(ExsMta *mta, ExsRoute *route, const ExsTransfer *transfer,
                         const ExsTableRow *row, uint16_t place, bool is_redirected)
{
    const ExsConnector *connector = row->connector;
    const ExsPolicy *policy = &mta->server->policy;
    const ExsServer *sender = exs_connector_sender(connector, mta->server);

    memset(route, 0, sizeof *route); /* its padding, too: it is compared */
    route->cost = row->cost;
    route->place = place;
    route->remote = sender != mta->server;
    if (connector->class->secured)
        gather_gateway(route, transfer, connector, mta);
    else
        gather_link(route, transfer, connector, mta, sender);
    route->too_large = exs_restrict_connector(policy, connector, transfer->message);
    route->barred_by = transfer->unconverted == connector
                           ? EXS_RULE_CONVERSION_FAILS
                           : exs_restrict_bar(policy, connector, transfer->message);
    if (G_UNLIKELY(connector->senders) && route->barred_by == EXS_RULE_NONE)
        route->barred_by =
            exs_mta_barred_by(mta, connector, transfer, is_redirected && !route->remote);
    route->used = mta->used->len > 0 && g_ptr_array_find(mta->used, connector, NULL);
    route->taken = transfer->came_by == connector || transfer->message->way_in == connector;
    route->came_from = route->remote && !transfer->is_rerouted && transfer->came_from == sender;
}

/* The scratch arrays grow, and never shrink: how many are used is known to the decision. */
static void make_room(ExsMta *mta, uint32_t count)
{
    if (G_LIKELY(count <= mta->felled_by->len))
        return;
    g_array_set_size(mta->routes, count);
    g_array_set_size(mta->rows, count);
    g_array_set_size(mta->felled_by, count);
    g_array_set_size(mta->cells, count * EXS_COLUMN_COUNT);
}

uint32_t exs_mta_gather(ExsMta *mta, const ExsTransfer *transfer, const ExsMatchList *list,
                        bool is_redirected)
{
    const ExsMatched **rows;
    ExsRoute *routes;
    uint32_t count = 0;

    make_room(mta, list->count);
    routes = (ExsRoute *)(void *)mta->routes->data;
    rows = (const ExsMatched **)(void *)mta->rows->data;
    for (uint32_t i = 0; i < list->candidates; i++) {
        if (!takes_part(mta, list->rows[i].row->connector))
            continue;
        rows[count] = &list->rows[i];
        gather_route(mta, &routes[count], transfer, list->rows[i].row, (uint16_t)count,
                     is_redirected);
        count++;
    }
    for (uint32_t i = 0; i < count && count > 1; i++)
        routes[i].maximum = exs_retry_turns(&mta->server->policy, routes[i].maximum);
    return count;
}

/* The row's cells, in the order of the columns. */
static void put_cells(ExsMta *mta, int64_t *cells, const ExsMatched *matched, const ExsRoute *route)
{
    const ExsWorld *world = mta->world;
    const ExsTableRow *row = matched->row;

    cells[EXS_COLUMN_CONNECTOR] = row->connector->id;
    cells[EXS_COLUMN_SERVER] = exs_connector_sender(row->connector, mta->server)->id;
    cells[EXS_COLUMN_SPACE] = exs_world_space_text(mta->world, row->space);
    cells[EXS_COLUMN_MATCH] = world->words.match[matched->match];
    cells[EXS_COLUMN_COST] = row->cost;
    cells[EXS_COLUMN_HOPS] = row->hops;
    cells[EXS_COLUMN_TRIES] = route->tries;
    cells[EXS_COLUMN_MAXIMUM] = route->maximum;
    cells[EXS_COLUMN_ACTIVATION] = world->words.activation[route->activation];
    cells[EXS_COLUMN_OPENS] = route->opens;
    cells[EXS_COLUMN_RETRYING] = route->retrying;
    cells[EXS_COLUMN_RETRIES] = route->retries;
    cells[EXS_COLUMN_REMOTE] = route->remote;
    cells[EXS_COLUMN_INBOUND] = route->came_in_here;
    cells[EXS_COLUMN_FROM] = route->came_from;
    cells[EXS_COLUMN_USED] = route->used;
    cells[EXS_COLUMN_TAKEN] = route->taken;
    cells[EXS_COLUMN_LITERALS] = matched->literals;
    cells[EXS_COLUMN_DEEPEST] = exs_record_text(mta->world->record, exs_space_deepest(row->space));
    cells[EXS_COLUMN_ORIGIN] = route->is_origin;
    cells[EXS_COLUMN_TOO_LARGE] = route->too_large;
    cells[EXS_COLUMN_BARRED] = route->barred_by != EXS_RULE_NONE;
}

/* Candidates first, then the rows that a better match felled. */
static uint32_t record(ExsMta *mta, const ExsMatchList *list, const ExsSelection *selection,
                       uint32_t routes)
{
    uint32_t losers = list->count - list->candidates;
    ExsDecision decision = {
        .actor = mta->server->mta_id,
        .about = exs_world_address_text(mta->world, list->address),
        .unlisted_rule = EXS_RULE_NO_SPACE_NO_ROUTE,
        .row_count = routes + losers,
        .step_count = (uint32_t)selection->step_count,
        .steps = selection->steps,
        .cells = (const int64_t *)(void *)mta->cells->data,
        .felled_by = (const uint32_t *)(void *)mta->felled_by->data,
    };
    int64_t *cells = (int64_t *)(void *)mta->cells->data;
    uint32_t *felled_by = (uint32_t *)(void *)mta->felled_by->data;

    for (uint32_t i = 0; i < routes; i++, cells += EXS_COLUMN_COUNT) {
        put_cells(mta, cells, g_array_index(mta->rows, const ExsMatched *, i),
                  &g_array_index(mta->routes, ExsRoute, i));
        felled_by[i] = selection->felled_by[i];
    }
    for (uint32_t i = 0; i < losers; i++, cells += EXS_COLUMN_COUNT) {
        const ExsMatched *loser = &list->rows[list->candidates + i];
        ExsRoute blank = {.remote = exs_connector_sender(loser->row->connector, mta->server) !=
                                    mta->server};

        put_cells(mta, cells, loser, &blank);
        felled_by[routes + i] = loser->felled_by;
    }
    return exs_record_add_decision(mta->world->record, &decision);
}

/* What makes it up is put together once for each selection among the candidates, unless some of
 * them take no part. */
uint32_t exs_mta_record_decision(ExsMta *mta, ExsMatchList *list, const ExsSelection *selection,
                                 uint32_t number, uint32_t routes)
{
    uint32_t decision;

    if (routes < list->candidates)
        return record(mta, list, selection, routes);
    for (size_t i = 0; i < EXS_MATCH_KNOWN; i++)
        if (list->known[i].selection == number)
            return list->known[i].decision;
    decision = record(mta, list, selection, routes);
    memmove(list->known + 1, list->known, (EXS_MATCH_KNOWN - 1) * sizeof *list->known);
    list->known[0] = (ExsKnownDecision){number, decision};
    return decision;
}
