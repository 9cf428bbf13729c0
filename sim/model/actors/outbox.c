/* outbox.c - see outbox.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/outbox.h"

#include <stdlib.h>

#include "exsim/model/actors/actors.h"

#define MAXIMUM 5 /* of diagnostics logging */

static void note_counter(ExsStore *store)
{
    ExsWorld *world = store->world;
    uint32_t size =
        exs_rule(&store->server->policy, EXS_RULE_OUTBOX_IN_SEND_QUEUE) ? store->outbox->count : 0;

    exs_world_trace(world, COUNTER, store->server->store_id,
                    exs_record_text(world->record, "Send Queue Size"), store->server->store_id,
                    size);
}

/* "1-2E37": the form is published, the numbers in it are the message's own (ours) */
static char *message_id(const ExsMessage *message)
{
    return g_strdup_printf("%X-%04X", 1 + (message->serial >> 16), message->serial & 0xFFFF);
}

/* "5/24/00 10:00:00 PM" */
static char *american(ExsTime wall)
{
    g_autofree char *text = exs_time_format(wall); /* 2000-05-24 22:00[:00] */
    int hour = (int)(wall / EXS_HOUR % 24);

    return g_strdup_printf("%d/%d/%.2s %d:%.2s:%.2s %s", atoi(text + 5), atoi(text + 8), text + 2,
                           hour % 12 ? hour % 12 : 12, text + 14,
                           text[16] == ':' ? text + 17 : "00", hour < 12 ? "AM" : "PM");
}

static void log_waiting(const ExsStore *store)
{
    const ExsServer *server = store->server;
    g_autofree char *size = g_strdup_printf("%u", store->outbox->count);

    if (exs_setting(&server->settings, EXS_SETTING_LOG_TRANSPORT_SENDING) < MAXIMUM)
        return;
    exs_log_event(store->world, server, EXS_EVENT_SEND_QUEUE_SIZE, (const char *const[]){size});
    for (int priority = 0; priority < EXS_PRIORITY_COUNT; priority++)
        for (const ExsTransfer *t = store->outbox->first[priority]; t; t = t->next) {
            g_autofree char *id = message_id(t->message);
            g_autofree char *until = american(exs_clock_wall(&server->clock, t->due));

            exs_log_event(store->world, server, EXS_EVENT_NOT_SENT_UNTIL,
                          (const char *const[]){id, until});
        }
}

static void on_due(void *object, void *data)
{
    ExsStore *store = object;
    ExsTransfer *transfer = data;
    ExsMessage *message = transfer->message;

    transfer->event = 0;
    exs_queue_take(store->world, store->outbox, transfer);
    note_counter(store);
    message->submitted = exs_clock_utc(&store->server->clock, exs_world_now(store->world));
    exs_store_take(store, transfer);
}

static void wait_for(ExsStore *store, ExsTransfer *transfer)
{
    ExsTime now = exs_world_now(store->world);

    if (store->server->store_runs && !transfer->event)
        transfer->event =
            exs_engine_at(store->world->engine, MAX(now, transfer->due), on_due, store, transfer);
}

void exs_outbox_put(ExsStore *store, ExsMessage *message, ExsTime due)
{
    ExsWorld *world = store->world;
    g_autofree char *title = g_strdup_printf("Outbox (%s)", store->server->name);
    ExsTransfer *transfer;

    transfer = exs_transfer_new(world, message, NULL, message->count);
    transfer->due = due;
    if (!store->outbox)
        store->outbox =
            exs_world_add_queue(world, store->server, store->server->store_id, "outbox", title);
    exs_world_trace(world, DEFERRED, store->server->store_id, message->serial, due);
    exs_queue_put(world, store->outbox, transfer);
    note_counter(store);
    log_waiting(store);
    wait_for(store, transfer);
}

static void discard(ExsStore *store, ExsTransfer *transfer)
{
    ExsWorld *world = store->world;

    if (transfer->event)
        exs_engine_cancel(world->engine, transfer->event);
    exs_queue_take(world, store->outbox, transfer);
    note_counter(store);
    exs_transfer_discard(world, transfer, store->server->store_id, EXS_RULE_OUTBOX_WITHDRAWAL,
                         exs_record_text(world->record, "the sender withdrew it"));
}

bool exs_outbox_withdraw(ExsWorld *world, uint32_t serial)
{
    for (ExsTransfer *t = world->newest; t; t = t->older) {
        ExsStore *store = t->queue ? t->queue->server->store : NULL;

        if (t->message->serial != serial || !store || t->queue != store->outbox)
            continue;
        if (!store->server->store_runs ||
            !exs_rule(&store->server->policy, EXS_RULE_OUTBOX_WITHDRAWAL))
            return false;
        discard(store, t);
        return true;
    }
    return false;
}

typedef void (*Each)(ExsStore *store, ExsTransfer *transfer);

static void each(ExsStore *store, Each func)
{
    for (int priority = 0; priority < EXS_PRIORITY_COUNT && store->outbox; priority++)
        for (ExsTransfer *t = store->outbox->first[priority]; t; t = t->next)
            func(store, t);
}

static void stop_waiting(ExsStore *store, ExsTransfer *transfer)
{
    if (transfer->event)
        exs_engine_cancel(store->world->engine, transfer->event);
    transfer->event = 0;
}

void exs_outbox_start(ExsStore *store)
{
    each(store, wait_for);
}

void exs_outbox_stop(ExsStore *store)
{
    each(store, stop_waiting);
}
