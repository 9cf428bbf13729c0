/* mta_reroute.c - waiting mail goes another way, stays, or goes back (see mta.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/mta.h"
#include "exsim/model/org/directory.h"
#include "exsim/model/routing/reroute.h"
#include "exsim/model/routing/retry.h"

/* What waits in the queue now; moving it changes the queue. */
static GPtrArray *snapshot(const ExsQueue *queue)
{
    GPtrArray *all = g_ptr_array_sized_new(queue->count);

    for (int priority = 0; priority < EXS_PRIORITY_COUNT; priority++)
        for (ExsTransfer *t = queue->first[priority]; t; t = t->next)
            g_ptr_array_add(all, t);
    return all;
}

static void move(ExsMta *mta, ExsTransfer *transfer, const ExsHop *hop)
{
    transfer->routed_by = hop->connector;
    transfer->attempts = 0;
    transfer->table_version =
        exs_table_version(exs_directory_table(mta->server, mta->server->site));
    exs_mta_note_target(mta, transfer, hop);
    exs_queue_put(mta->world, hop->queue, transfer);
    exs_mta_kick(mta, hop->queue);
}

/* Another target server of the same Site Connector is no other route. */
static void change_target(ExsMta *mta, ExsQueue *queue, ExsTransfer *transfer, const ExsHop *hop)
{
    if (hop->queue == queue)
        return;
    exs_queue_take(mta->world, queue, transfer);
    move(mta, transfer, hop);
}

/* No other route: it stays and is tried again. */
static void stay(ExsMta *mta, ExsQueue *queue, ExsTransfer *transfer, const ExsHop *hop)
{
    transfer->was_kept = true;
    if (hop->queue)
        change_target(mta, queue, transfer, hop);
}

/* Not where old builds give up. */
static bool gives_up(ExsMta *mta, ExsQueue *queue, ExsTransfer *transfer, const ExsHop *hop)
{
    ExsCause cause;

    if (!exs_reroute_gives_up(&mta->server->policy, transfer, hop->queue ? hop->connector : NULL,
                              exs_directory_table(mta->server, mta->server->site), &cause))
        return false;
    exs_queue_take(mta->world, queue, transfer);
    exs_mta_return_all(mta, NULL, transfer, cause);
    return true;
}

/* Only the address of the first responsible recipient counts: the others go along. Mail that is
 * only relayed does not count as rerouted: neither for the way it came, nor in its trace. */
static void reroute(ExsMta *mta, ExsQueue *queue, ExsTransfer *transfer, bool is_relayed)
{
    ExsEnvelope *envelope = &transfer->message->to[transfer->which[0]];
    ExsConnector *from = (ExsConnector *)transfer->routed_by;
    bool was_rerouted = transfer->is_rerouted;
    ExsHop hop;

    if (exs_mta_next_target(mta, transfer, from, &hop)) {
        change_target(mta, queue, transfer, &hop);
        return;
    }
    if (exs_reroute_keeps(&mta->server->policy, transfer,
                          exs_directory_table(mta->server, mta->server->site)))
        return;
    transfer->is_rerouted |= !is_relayed; /* so the way it came is open to it now */
    hop = exs_mta_decide(mta, transfer, envelope);
    if (gives_up(mta, queue, transfer, &hop))
        return;
    if (hop.has_rivals && exs_rule(&mta->server->policy, EXS_RULE_P1_GROWS_BY_TURN))
        exs_disk_add_turn(mta, transfer);
    if (!hop.queue || hop.connector == from) {
        transfer->is_rerouted = was_rerouted;
        stay(mta, queue, transfer, &hop);
        return;
    }
    if (!is_relayed || hop.is_detour)
        exs_transfer_mark_rerouted(transfer);
    exs_queue_take(mta->world, queue, transfer);
    if (!exs_mta_converts(mta, transfer, &hop)) {
        exs_mta_return_all(mta, NULL, transfer, EXS_CAUSE_UNCONVERTED);
        return;
    }
    exs_world_trace(mta->world, REROUTED, mta->server->mta_id, transfer->message->serial,
                    from ? from->id : 0, hop.connector ? hop.connector->id : 0, hop.decision);
    mta->world->reroutes++;
    move(mta, transfer, &hop);
}

bool exs_mta_may_move(ExsMta *mta, const ExsQueue *queue)
{
    ExsRule rule;

    if (exs_reroute_allowed(&mta->server->policy, queue, &rule))
        return true;
    if (queue->count > 0)
        exs_world_trace(mta->world, REROUTE_REFUSED, mta->server->mta_id, queue->id, rule);
    return false;
}

static void pass(ExsMta *mta, ExsQueue *queue, uint32_t target, bool is_relayed)
{
    g_autoptr(GPtrArray) all = snapshot(queue);
    bool moves = exs_reroute_at_once(&mta->server->policy);

    for (guint i = 0; i < all->len; i++) {
        ExsTransfer *transfer = all->pdata[i];
        const ExsConnector *by = transfer->routed_by;

        if (transfer->queue != queue || transfer->is_held)
            continue;
        exs_retry_count(&mta->server->policy, transfer, by ? by->id : 0, target);
        if (moves)
            reroute(mta, queue, transfer, is_relayed);
    }
}

/* Has this copy used up the connector that it waits for, and every other? */
static bool is_exhausted(ExsMta *mta, ExsTransfer *transfer, uint32_t target)
{
    const ExsConnector *by = transfer->routed_by;
    uint32_t least = exs_retry_turns(&mta->server->policy, exs_retry_maximum(mta->server, by));
    ExsEnvelope *envelope = &transfer->message->to[transfer->which[0]];
    ExsHop hop;

    if (exs_transfer_tries(transfer, by ? by->id : 0, target) < least)
        return false;
    if (!by && exs_bounce_keeps_trying(&mta->server->policy, mta->server->site->servers->len))
        return false;
    hop = exs_mta_decide(mta, transfer, envelope);
    if (hop.queue || hop.cause != EXS_CAUSE_EXHAUSTED)
        return false;
    exs_mta_note_routed(mta, transfer, envelope, &hop);
    return true;
}

void exs_mta_retry_due(ExsMta *mta, ExsQueue *queue, uint32_t target)
{
    const ExsAdjacent *adjacent = queue->service;
    ExsCause cause = adjacent->was_short ? EXS_CAUSE_SHORT : EXS_CAUSE_EXHAUSTED;
    g_autoptr(GPtrArray) all = NULL;

    if (!exs_bounce_exhausted(&mta->server->policy))
        return;
    all = snapshot(queue);
    for (guint i = 0; i < all->len; i++) {
        ExsTransfer *transfer = all->pdata[i];

        if (transfer->is_held || !is_exhausted(mta, transfer, target))
            continue; /* the far side has opened, and it is on its way */
        exs_queue_take(mta->world, queue, transfer);
        exs_mta_return_all(mta, NULL, transfer, cause);
    }
}

void exs_mta_open_failed(ExsMta *mta, ExsQueue *queue, uint32_t target, bool at_limit)
{
    bool is_relayed = at_limit && exs_rule(&mta->server->policy, EXS_RULE_RELAYED_AT_LIMIT);

    if (queue->count > 0 && exs_mta_may_move(mta, queue))
        pass(mta, queue, target, is_relayed);
}

void exs_mta_gateway_away(ExsMta *mta, ExsQueue *queue)
{
    if (queue->count > 0 && exs_mta_may_move(mta, queue))
        pass(mta, queue, 0, false);
}

void exs_mta_gateway_absent(ExsMta *mta, ExsTransfer *transfer)
{
    const ExsConnector *by = transfer->routed_by;
    ExsRule rule;

    if (!exs_reroute_allowed(&mta->server->policy, transfer->queue, &rule))
        return;
    exs_retry_count(&mta->server->policy, transfer, by->id, 0);
    reroute(mta, transfer->queue, transfer, false);
}
