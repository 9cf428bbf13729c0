/* mta_route.c - routes every recipient of a copy and fans it out (see mta.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/org/directory.h"
#include "exsim/model/routing/gwart.h"
#include "exsim/model/routing/restrict.h"
#include "exsim/model/routing/submit.h"

/* A connector chosen for one recipient is preferred for the next, so that the message is not split
 * needlessly. */
static void decide_all(ExsMta *mta, ExsTransfer *transfer)
{
    ExsHop *hops;

    mta->has_lists = false;
    mta->ends_by = EXS_RULE_NONE;
    if (mta->hops->len < transfer->count)
        g_array_set_size(mta->hops, transfer->count); /* it grows, and never shrinks */
    hops = (ExsHop *)(void *)mta->hops->data;
    for (uint32_t i = 0; i < transfer->count; i++) {
        ExsEnvelope *envelope = &transfer->message->to[transfer->which[i]];

        hops[i] = exs_mta_decide(mta, transfer, envelope);
        mta->has_lists |= hops[i].is_list;
        if (hops[i].connector && i + 1 < transfer->count &&
            !g_ptr_array_find(mta->used, hops[i].connector, NULL)) {
            g_ptr_array_add(mta->used, hops[i].connector);
            g_ptr_array_add(mta->used_queues, hops[i].queue);
        }
        exs_mta_note_routed(mta, transfer, envelope, &hops[i]);
    }
    if (mta->used->len > 0) {
        g_ptr_array_set_size(mta->used, 0);
        g_ptr_array_set_size(mta->used_queues, 0);
    }
}

void exs_mta_note_target(ExsMta *mta, const ExsTransfer *transfer, const ExsHop *hop)
{
    if (hop->target_rule != EXS_RULE_NONE)
        exs_world_trace(mta->world, TARGETED, mta->server->mta_id, transfer->message->serial,
                        hop->queue->target->id, hop->connector->id, hop->target_rule);
}

static void put(ExsMta *mta, ExsTransfer *transfer, ExsHop *hop, ExsTime life_end)
{
    ExsCause cause = EXS_CAUSE_UNCONVERTED;

    if (!exs_mta_converts(mta, transfer, hop) || !exs_mta_downgrades(mta, transfer, hop, &cause)) {
        exs_mta_return_all(mta, NULL, transfer, cause);
        return;
    }
    transfer->routed_by = hop->connector;
    transfer->table_version =
        exs_table_version(exs_directory_table(mta->server, mta->server->site));
    if (hop->is_detour)
        exs_transfer_mark_rerouted(transfer);
    exs_mta_note_target(mta, transfer, hop);
    if (G_UNLIKELY(mta->entity_blocks > 0) && hop->connector)
        exs_pool_note_entities(mta);
    exs_queue_put(mta->world, hop->queue, transfer);
    exs_stamps_hold(mta, transfer);
    if (!hop->queue->secured)
        exs_mta_watch_until(mta, life_end);
    if (hop->queue->secured && !exs_gateway_logged_on(hop->queue->connector->service))
        exs_mta_gateway_absent(mta, transfer);
    exs_mta_kick(mta, hop->queue);
}

/* One copy for what goes to the next MTA: that one makes as many as it needs. */
static bool share_copy(const ExsMta *mta, const ExsHop *a, const ExsHop *b)
{
    return a->queue == b->queue &&
           (a->connector == b->connector ||
            (!a->queue->connector && !exs_rule(&mta->server->policy, EXS_RULE_COPY_PER_CONNECTOR)));
}

/* One copy goes the way of hops[first], for every recipient that can share it. */
static void put_group(ExsMta *mta, ExsTransfer *transfer, uint32_t first, ExsTime life_end)
{
    ExsHop way = g_array_index(mta->hops, ExsHop, first);

    g_array_set_size(mta->places, 0);
    for (uint32_t i = first; i < transfer->count; i++) {
        ExsHop *hop = &g_array_index(mta->hops, ExsHop, i);

        if (!share_copy(mta, hop, &way))
            continue;
        g_array_append_val(mta->places, transfer->which[i]);
        hop->queue = NULL; /* done */
    }
    put(mta,
        exs_transfer_split(mta->world, transfer, (const uint32_t *)(void *)mta->places->data,
                           mta->places->len),
        &way, life_end);
}

/* What cannot go anywhere is given back at once, in one report. */
static void return_lost(ExsMta *mta, ExsTransfer *transfer)
{
    g_autoptr(GArray) causes = g_array_new(FALSE, FALSE, sizeof(ExsCause));

    g_array_set_size(mta->places, 0);
    for (uint32_t i = 0; i < transfer->count; i++) {
        const ExsHop *hop = &g_array_index(mta->hops, ExsHop, i);

        if (hop->queue || hop->is_list)
            continue;
        g_array_append_val(mta->places, transfer->which[i]);
        g_array_append_val(causes, hop->cause);
    }
    if (causes->len > 0)
        exs_mta_return(mta, NULL, transfer->message, (const uint32_t *)(void *)mta->places->data,
                       (const ExsCause *)(void *)causes->data, causes->len);
}

/* The store's message is not taken: its sender has no address to be known by. */
static void refuse_sender(ExsMta *mta, ExsTransfer *transfer, ExsCause cause)
{
    g_autofree char *id = exs_message_mts_id(mta->world, transfer->message);

    exs_log_event(mta->world, mta->server, EXS_EVENT_NO_OR_ADDRESS,
                  (const char *const[]){id, exs_reason_name(EXS_REASON_UNABLE_TO_TRANSFER),
                                        exs_diagnostic_name(EXS_DIAGNOSTIC_UNRECOGNIZED_OR_NAME)});
    exs_mta_return_all(mta, NULL, transfer, cause);
}

static EXS_COLD void log_end(const ExsMta *mta, ExsRule rule)
{
    if (rule == EXS_RULE_LARGE_SENDERS_BREAK) {
        exs_log_event(mta->world, mta->server, EXS_EVENT_BAD_SECURE, NULL);
        return;
    }
    if (rule == EXS_RULE_GATEWAY_SERVER_GONE) {
        exs_log_event(mta->world, mta->server, EXS_EVENT_UNEXPECTED_ERROR,
                      (const char *const[]){"Access violation (0xc0000005) at Address 0x41cb74 "
                                            "reading from 0x4"});
        return;
    }
    exs_log_event(mta->world, mta->server, EXS_EVENT_MEMORY_CORRUPTION, NULL);
    exs_log_event(mta->world, mta->server, EXS_EVENT_ROUTER_EXCEPTION, NULL);
}

/* The MTA ends over the copy, and has it again when it starts. Takes the transfer. */
static EXS_COLD void end_over(ExsMta *mta, ExsTransfer *transfer)
{
    log_end(mta, mta->ends_by);
    exs_transfer_list_append(&mta->work, transfer);
    exs_mta_crash(mta);
}

void exs_mta_route(ExsMta *mta, ExsTransfer *transfer)
{
    ExsTime life_end;
    ExsCause cause;

    if (transfer->came_by && exs_mta_bars_originator(mta, transfer))
        return;
    if (transfer->is_spoilt && exs_mta_stops_spoilt(mta, transfer))
        return;
    if (exs_bounce_hops(&mta->server->policy, transfer)) {
        if (exs_transfer_was_rerouted(transfer, 0) &&
            exs_rule(&mta->server->policy, EXS_RULE_DECODE_FAILS))
            exs_transfer_discard(mta->world, transfer, mta->server->mta_id, EXS_RULE_DECODE_FAILS,
                                 exs_record_text(mta->world->record, "it cannot be decoded"));
        else
            exs_mta_return_all(mta, NULL, transfer, EXS_CAUSE_HOP_LIMIT);
        return;
    }
    if (exs_mta_stops_loop(mta, transfer))
        return;
    life_end = exs_mta_life_end(mta, transfer);
    if (life_end <= exs_world_now(mta->world)) {
        exs_mta_note_expired(mta, transfer);
        exs_mta_return_all(mta, NULL, transfer, EXS_CAUSE_LIFE_OVER);
        return;
    }
    if (transfer->message->not_before && exs_deferral_hold(mta, transfer))
        return;
    if (exs_restrict_mta(&mta->server->policy, transfer->message)) {
        exs_mta_refuse_size(mta, transfer);
        return;
    }
    if (exs_submit_is(transfer) &&
        !exs_submit_sender(&mta->server->policy, transfer->message, &cause)) {
        refuse_sender(mta, transfer, cause);
        return;
    }
    decide_all(mta, transfer);
    if (G_UNLIKELY(mta->ends_by != EXS_RULE_NONE)) {
        end_over(mta, transfer);
        return;
    }
    if (transfer->count == 1 && g_array_index(mta->hops, ExsHop, 0).queue) {
        ExsHop hop = g_array_index(mta->hops, ExsHop, 0);

        put(mta, transfer, &hop, life_end);
        return;
    }
    if (exs_mta_fan_out_breaks(mta, transfer))
        return;
    return_lost(mta, transfer);
    if (mta->has_lists)
        exs_mta_expand(mta, transfer);
    for (uint32_t i = 0; i < transfer->count; i++)
        if (g_array_index(mta->hops, ExsHop, i).queue)
            put_group(mta, transfer, i, life_end);
    exs_transfer_end(mta->world, transfer);
}
