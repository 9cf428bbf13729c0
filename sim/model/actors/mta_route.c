/* mta_route.c - routes every recipient of a copy and fans it out (see mta.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/mta.h"

/* A connector chosen for one recipient is preferred for the next, so that the message is not split
 * needlessly. */
static void decide_all(ExsMta *mta, ExsTransfer *transfer)
{
    g_array_set_size(mta->hops, 0);
    g_ptr_array_set_size(mta->used, 0);
    for (uint32_t i = 0; i < transfer->count; i++) {
        ExsEnvelope *envelope = &transfer->message->to[transfer->which[i]];
        ExsHop hop = exs_mta_decide(mta, transfer, envelope);

        if (hop.connector && !g_ptr_array_find(mta->used, hop.connector, NULL))
            g_ptr_array_add(mta->used, hop.connector);
        exs_mta_note_routed(mta, transfer, envelope, &hop);
        g_array_append_val(mta->hops, hop);
    }
    g_ptr_array_set_size(mta->used, 0);
}

static void put(ExsMta *mta, ExsTransfer *transfer, const ExsHop *hop)
{
    transfer->routed_by = hop->connector;
    exs_queue_put(mta->world, hop->queue, transfer);
    if (hop->queue->secured && !exs_gateway_logged_on(hop->queue->connector->service))
        exs_mta_gateway_absent(mta, transfer);
    exs_mta_kick(mta, hop->queue);
}

/* One copy goes the way of hops[first], for every recipient that shares queue and connector with
 * it. */
static void put_group(ExsMta *mta, ExsTransfer *transfer, uint32_t first)
{
    ExsHop way = g_array_index(mta->hops, ExsHop, first);

    g_array_set_size(mta->places, 0);
    for (uint32_t i = first; i < transfer->count; i++) {
        ExsHop *hop = &g_array_index(mta->hops, ExsHop, i);

        if (hop->queue != way.queue || hop->connector != way.connector)
            continue;
        g_array_append_val(mta->places, transfer->which[i]);
        hop->queue = NULL; /* done */
    }
    put(mta,
        exs_transfer_split(mta->world, transfer, (const uint32_t *)(void *)mta->places->data,
                           mta->places->len),
        &way);
}

/* What cannot go anywhere is given back at once, in one report. */
static void return_lost(ExsMta *mta, ExsTransfer *transfer)
{
    g_autoptr(GArray) causes = g_array_new(FALSE, FALSE, sizeof(ExsCause));

    g_array_set_size(mta->places, 0);
    for (uint32_t i = 0; i < transfer->count; i++) {
        const ExsHop *hop = &g_array_index(mta->hops, ExsHop, i);

        if (hop->queue)
            continue;
        g_array_append_val(mta->places, transfer->which[i]);
        g_array_append_val(causes, hop->cause);
    }
    if (causes->len > 0)
        exs_mta_return(mta, NULL, transfer->message, (const uint32_t *)(void *)mta->places->data,
                       (const ExsCause *)(void *)causes->data, causes->len);
}

void exs_mta_route(ExsMta *mta, ExsTransfer *transfer)
{
    if (exs_bounce_hops(&mta->server->policy, transfer)) {
        exs_mta_return_all(mta, NULL, transfer, EXS_CAUSE_HOP_LIMIT);
        return;
    }
    decide_all(mta, transfer);
    if (transfer->count == 1 && g_array_index(mta->hops, ExsHop, 0).queue) {
        ExsHop hop = g_array_index(mta->hops, ExsHop, 0);

        put(mta, transfer, &hop);
        return;
    }
    return_lost(mta, transfer);
    for (uint32_t i = 0; i < transfer->count; i++)
        if (g_array_index(mta->hops, ExsHop, i).queue)
            put_group(mta, transfer, i);
    exs_transfer_end(mta->world, transfer);
}
