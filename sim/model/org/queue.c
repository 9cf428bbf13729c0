/* queue.c - see queue.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/org/queue.h"

#include "exsim/model/org/world_names.h"

ExsQueue *exs_world_add_queue(ExsWorld *world, ExsServer *server, uint32_t parent, const char *name,
                              const char *title)
{
    ExsQueue *queue = g_new0(ExsQueue, 1);

    exs_world_need_room(world);
    queue->name = exs_interner_text(world->names, exs_intern(world->names, name));
    queue->server = server;
    queue->owner = parent == server->store_id ? server->store_id : server->mta_id;
    queue->id = exs_world_add_object(world, "queue", parent, queue->name, title);
    exs_record_set_attribute(world->record, queue->id, "secured", "no");
    g_ptr_array_add(world->queues, queue);
    return queue;
}

static void note_queued(ExsWorld *world, ExsQueue *queue, const ExsTransfer *transfer)
{
    exs_world_trace(world, QUEUED, queue->owner, transfer->message->serial, queue->id,
                    queue->count);
    if (world->queue_changed)
        world->queue_changed(queue, transfer->message, true);
}

static void note_unqueued(ExsWorld *world, ExsQueue *queue, const ExsTransfer *transfer)
{
    exs_world_trace(world, UNQUEUED, queue->owner, transfer->message->serial, queue->id,
                    queue->count);
    if (world->queue_changed)
        world->queue_changed(queue, transfer->message, false);
}

void exs_queue_put(ExsWorld *world, ExsQueue *queue, ExsTransfer *transfer)
{
    ExsPriority priority = transfer->message->priority;

    g_assert(!transfer->queue);
    transfer->next = NULL;
    transfer->previous = queue->last[priority];
    if (transfer->previous)
        transfer->previous->next = transfer;
    else
        queue->first[priority] = transfer;
    queue->last[priority] = transfer;
    transfer->queue = queue;
    transfer->queued = exs_world_now(world);
    queue->count++;
    world->queued++;
    note_queued(world, queue, transfer);
}

ExsTransfer *exs_queue_peek(const ExsQueue *queue)
{
    for (size_t i = 0; i < EXS_PRIORITY_COUNT; i++)
        if (queue->first[i])
            return queue->first[i];
    return NULL;
}

void exs_queue_take(ExsWorld *world, ExsQueue *queue, ExsTransfer *transfer)
{
    ExsPriority priority = transfer->message->priority;

    g_assert(transfer->queue == queue);
    if (transfer->previous)
        transfer->previous->next = transfer->next;
    else
        queue->first[priority] = transfer->next;
    if (transfer->next)
        transfer->next->previous = transfer->previous;
    else
        queue->last[priority] = transfer->previous;
    transfer->next = transfer->previous = NULL;
    transfer->queue = NULL;
    queue->count--;
    note_unqueued(world, queue, transfer);
}

ExsTransfer *exs_queue_take_all(ExsWorld *world, ExsQueue *queue)
{
    ExsTransfer *head = NULL, **end = &head;

    for (size_t i = 0; i < EXS_PRIORITY_COUNT; i++) {
        *end = queue->first[i];
        if (queue->last[i])
            end = &queue->last[i]->next;
        queue->first[i] = queue->last[i] = NULL;
    }
    for (ExsTransfer *transfer = head; transfer; transfer = transfer->next) {
        transfer->queue = NULL;
        transfer->previous = NULL;
        queue->count--;
        note_unqueued(world, queue, transfer);
    }
    g_assert(queue->count == 0);
    return head;
}
