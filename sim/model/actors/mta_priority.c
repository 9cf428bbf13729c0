/* mta_priority.c - an administrator changes the priority of a message that waits, or deletes it
 * (see actors.h).
 *
 * A queue has its copies by the priority of their message: all of them, wherever they stand, move
 * at once.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/kernel/error.h"
#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/mta.h"

static ExsMessage *find(const ExsWorld *world, uint32_t serial)
{
    ExsMessage *message = world->newest_message;

    while (message && message->serial != serial)
        message = message->older;
    return message;
}

/* Queues that an MTA serves over an association. */
static bool is_adjacents(const ExsQueue *queue)
{
    return queue->connector ? !queue->connector->class->secured : queue->target != NULL;
}

static void put(ExsWorld *world, ExsQueue *queue, ExsTransfer *transfer)
{
    exs_queue_put(world, queue, transfer);
    if (!is_adjacents(queue))
        return;
    exs_adjacent_unstick(queue->service, transfer);
    if (queue->server->mta_runs)
        exs_mta_watch_life(queue->server->mta, transfer);
}

bool exs_set_priority(ExsWorld *world, uint32_t serial, ExsPriority priority, GError **error)
{
    ExsMessage *message = find(world, serial);
    g_autoptr(GPtrArray) copies = g_ptr_array_new();
    g_autoptr(GPtrArray) queues = g_ptr_array_new();

    if (!message)
        return exs_fail(error, EXS_ERROR_STATE, "message %u is not under way any more", serial);
    for (ExsTransfer *transfer = world->newest; transfer; transfer = transfer->older) {
        if (transfer->message != message || !transfer->queue)
            continue;
        g_ptr_array_add(copies, transfer);
        g_ptr_array_add(queues, transfer->queue);
        exs_queue_take(world, transfer->queue, transfer);
    }
    message->priority = priority;
    for (guint i = copies->len; i > 0; i--) /* the oldest first */
        put(world, queues->pdata[i - 1], copies->pdata[i - 1]);
    for (guint i = queues->len; i > 0; i--)
        if (is_adjacents(queues->pdata[i - 1]))
            exs_adjacent_kick(((ExsQueue *)queues->pdata[i - 1])->service);
    return true;
}

bool exs_delete(ExsWorld *world, const ExsServer *server, uint32_t serial, GError **error)
{
    g_autoptr(GPtrArray) standing = exs_objects_standing(server->mta);
    uint32_t why = exs_record_text(world->record, "deleted from its queue's page");
    bool any = false;

    for (guint i = 0; i < standing->len; i++) {
        ExsTransfer *transfer = standing->pdata[i];
        ExsQueue *queue = transfer->queue;

        if (transfer->message->serial != serial || !queue ||
            (transfer->is_held && !transfer->is_early))
            continue;
        any = true;
        if (!exs_rule(&server->policy, EXS_RULE_QUEUE_PAGE_DELETES))
            continue;
        exs_transfer_discard(world, transfer, server->mta_id, EXS_RULE_QUEUE_PAGE_DELETES, why);
        exs_delivery_break_off(server->mta); /* of what was the last of its queue */
        if (server->mta_runs && queue != server->mta->database->stranded)
            exs_mta_kick(server->mta, queue);
        exs_delivery_break_off(server->mta);
    }
    return any || exs_fail(error, EXS_ERROR_STATE,
                           "message %u is on no page of %s: it is being sent, or was", serial,
                           server->name);
}
