/* gateway.c - see gateway.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/gateway.h"

#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/ims_domains.h"
#include "exsim/model/actors/ims_spool.h"
#include "exsim/model/actors/mta.h"

ExsGateway *exs_gateway_new(ExsWorld *world, ExsConnector *connector)
{
    ExsGateway *gateway = g_new0(ExsGateway, 1);
    ExsServer *server = connector->server;
    g_autofree char *out = g_strdup_printf("MTS-OUT of %s", connector->queue->name);
    g_autofree char *in = g_strdup_printf("MTS-IN of %s", connector->queue->name);
    g_autofree char *spool = g_strdup_printf("OUT of %s", connector->queue->name);

    gateway->world = world;
    gateway->connector = connector;
    gateway->server = server;
    gateway->mts_out = exs_world_add_queue(world, server, server->store_id, "mts-out", out);
    gateway->mts_in = exs_world_add_queue(world, server, server->store_id, "mts-in", in);
    gateway->out = exs_world_add_queue(world, server, connector->id, "out", spool);
    gateway->mts_out->connector = gateway->mts_in->connector = gateway->out->connector = connector;
    gateway->threads = g_ptr_array_new_with_free_func(g_free);
    gateway->etrn = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    gateway->direct = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    gateway->routing = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    gateway->overrides = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    gateway->domains = g_array_new(FALSE, FALSE, sizeof(ExsMailDomain));
    connector->is_running = true;
    return gateway;
}

void exs_gateway_free(ExsGateway *gateway)
{
    if (!gateway)
        return;
    g_ptr_array_unref(gateway->threads);
    g_array_unref(gateway->etrn);
    g_array_unref(gateway->direct);
    g_array_unref(gateway->routing);
    g_array_unref(gateway->overrides);
    g_array_unref(gateway->domains);
    exs_spool_free(gateway->spool);
    if (gateway->mail_box)
        g_array_unref(gateway->mail_box);
    g_free(gateway);
}

bool exs_gateway_logged_on(const ExsGateway *gateway)
{
    if (!exs_rule(&gateway->server->policy, EXS_RULE_GATEWAY_LOG_ON))
        return gateway->server->store_runs;
    return gateway->connector->is_running && gateway->server->store_runs;
}

/* Does the message leave the MTA's queue only once it is in MTS-OUT? */
static bool leaves_late(const ExsGateway *gateway)
{
    return exs_rule(&gateway->server->policy, EXS_RULE_LEAVES_FOR_MTS_OUT);
}

/* The next message that no thread has in hand; NULL: none, or one that cannot be read. */
static ExsTransfer *next_free(const ExsQueue *queue)
{
    for (int priority = 0; priority < EXS_PRIORITY_COUNT; priority++)
        for (ExsTransfer *transfer = queue->first[priority]; transfer; transfer = transfer->next)
            if (!transfer->is_held)
                return exs_object_stops(queue->server->mta, transfer) ? NULL : transfer;
    return NULL;
}

static void to_mts_out(ExsGateway *gateway, ExsTransfer *transfer)
{
    exs_transfer_leave(transfer);
    exs_queue_put(gateway->world, gateway->mts_out, transfer);
    exs_world_trace(gateway->world, HANDED_OFF, gateway->server->store_id,
                    transfer->message->serial, gateway->connector->id, gateway->mts_out->count);
    gateway->world->transfers++;
}

static void finish_outbound(ExsGateway *gateway, ExsTransfer *transfer)
{
    if (transfer->queue)
        exs_queue_take(gateway->world, transfer->queue, transfer);
    to_mts_out(gateway, transfer);
}

static void finish_inbound(ExsGateway *gateway, ExsTransfer *transfer)
{
    exs_queue_take(gateway->world, gateway->mts_in, transfer);
    if (exs_mta_refuses_inbound(gateway->server->mta, gateway->connector, transfer))
        return;
    exs_mta_receive(gateway->server->mta, transfer, gateway->connector, NULL);
}

static void on_thread_done(void *object, void *data)
{
    ExsGatewayThread *thread = object;
    ExsGateway *gateway = thread->gateway;
    ExsTransfer *transfer = thread->transfer;

    (void)data;
    thread->event = 0;
    thread->transfer = NULL;
    transfer->is_held = false;
    if (thread->inbound)
        finish_inbound(gateway, transfer);
    else
        finish_outbound(gateway, transfer);
    exs_gateway_kick(gateway);
}

static void take_in_hand(ExsGatewayThread *thread, ExsTransfer *transfer)
{
    ExsGateway *gateway = thread->gateway;
    ExsTime takes = exs_setting(&gateway->connector->settings, EXS_SETTING_HANDOFF_TIME);

    transfer->is_held = true;
    thread->transfer = transfer;
    if (!thread->inbound && !leaves_late(gateway))
        exs_queue_take(gateway->world, transfer->queue, transfer);
    thread->event = exs_engine_at(gateway->world->engine, exs_world_now(gateway->world) + takes,
                                  on_thread_done, thread, NULL);
}

static ExsGatewayThread *add_thread(ExsGateway *gateway, bool inbound)
{
    ExsGatewayThread *thread = g_new0(ExsGatewayThread, 1);

    thread->gateway = gateway;
    thread->inbound = inbound;
    g_ptr_array_add(gateway->threads, thread);
    return thread;
}

/* Gives every idle thread of one direction a message, as long as there are any. */
static void employ(ExsGateway *gateway, ExsQueue *queue, bool inbound, int64_t limit)
{
    int64_t seen = 0;

    for (guint i = 0; i < gateway->threads->len && seen < limit && queue->count > 0; i++) {
        ExsGatewayThread *thread = gateway->threads->pdata[i];
        ExsTransfer *transfer;

        if (thread->inbound != inbound)
            continue;
        seen++;
        if (thread->transfer)
            continue;
        transfer = next_free(queue);
        if (!transfer)
            return;
        take_in_hand(thread, transfer);
    }
    for (; seen < limit; seen++) {
        ExsTransfer *transfer = queue->count > 0 ? next_free(queue) : NULL;

        if (!transfer || !exs_pool_take_session(gateway->server->mta))
            return;
        take_in_hand(add_thread(gateway, inbound), transfer);
    }
}

/* The gateway reads its folder in the store; the MTA has no part in that. */
static void look_into_mts_out(ExsGateway *gateway)
{
    if (gateway->connector->is_running && gateway->server->store_runs)
        gateway->on_mts_out(gateway);
}

void exs_gateway_kick(ExsGateway *gateway)
{
    const ExsSettings *settings = &gateway->server->settings;

    if (exs_gateway_logged_on(gateway) && gateway->server->mta_runs) {
        employ(gateway, gateway->connector->queue, false,
               exs_setting(settings, EXS_SETTING_GATEWAY_IN_THREADS));
        employ(gateway, gateway->mts_in, true,
               exs_setting(settings, EXS_SETTING_GATEWAY_OUT_THREADS));
    }
    look_into_mts_out(gateway);
}

static void stop_polling(ExsGateway *gateway)
{
    if (gateway->polling)
        exs_engine_cancel(gateway->world->engine, gateway->polling);
    gateway->polling = 0;
}

void exs_gateway_log_off(ExsGateway *gateway)
{
    for (guint i = 0; i < gateway->threads->len; i++) {
        ExsGatewayThread *thread = gateway->threads->pdata[i];
        ExsTransfer *transfer = thread->transfer;

        if (!transfer)
            continue;
        exs_engine_cancel(gateway->world->engine, thread->event);
        thread->event = 0;
        thread->transfer = NULL;
        transfer->is_held = false;
        if (!transfer->queue) /* it left the queue before it was in MTS-OUT */
            to_mts_out(gateway, transfer);
    }
    exs_pool_give_sessions(gateway->server->mta, gateway->threads->len);
    g_ptr_array_set_size(gateway->threads, 0);
    if (gateway->server->store_runs)
        look_into_mts_out(gateway);
    else
        stop_polling(gateway);
}

void exs_gateway_start(ExsGateway *gateway)
{
    if (gateway->spool && !exs_spool_start(gateway))
        return;
    gateway->connector->is_running = true;
    exs_world_trace(gateway->world, STARTED, gateway->connector->id, gateway->connector->id);
    gateway->on_start(gateway);
    exs_gateway_kick(gateway);
}

void exs_gateway_stop(ExsGateway *gateway)
{
    gateway->connector->is_running = false;
    exs_world_trace(gateway->world, STOPPED, gateway->connector->id, gateway->connector->id);
    stop_polling(gateway);
    gateway->on_stop(gateway);
    if (!exs_gateway_logged_on(gateway))
        exs_gateway_log_off(gateway);
    if (gateway->server->mta_runs)
        exs_mta_gateway_away(gateway->server->mta, gateway->connector->queue);
}

bool exs_gateway_is_disabled(const ExsGateway *gateway)
{
    const ExsServer *server = gateway->server;
    int64_t stored = exs_setting(&gateway->connector->settings, EXS_SETTING_GATEWAY_STORED);
    int64_t limit = exs_setting(&server->settings, EXS_SETTING_PROHIBIT_RECEIVE);
    g_autofree char *name = NULL;

    if (limit == 0 || stored <= limit || !exs_rule(&server->policy, EXS_RULE_GATEWAY_MAILBOX_FULL))
        return false;
    name =
        g_strdup_printf("/o=%s/ou=%s/cn=configuration/cn=connections/cn=%s",
                        gateway->world->organization, server->site->name, gateway->connector->name);
    exs_log_event(gateway->world, server, EXS_EVENT_GATEWAY_REPORT_FAILED,
                  (const char *const[]){name});
    return true;
}

void exs_gateway_hand_off(ExsGateway *gateway, ExsTransfer *transfer)
{
    to_mts_out(gateway, transfer);
    look_into_mts_out(gateway);
}

void exs_gateway_answer_later(const ExsHostAnswer *answer, ExsHost *host, ExsTime delay,
                              ExsEventFunc on_due)
{
    const ExsWorld *world = ((const ExsGateway *)answer->by)->world;
    ExsHostAnswer *kept = g_memdup2(answer, sizeof *answer);

    if (!host->sending)
        host->sending = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(host->sending, kept);
    exs_engine_at(world->engine, exs_world_now(world) + delay, on_due, host, kept);
}

ExsHostAnswer exs_gateway_answer_due(ExsHost *host, void *due)
{
    ExsHostAnswer answer = *(const ExsHostAnswer *)due;

    g_ptr_array_remove_fast(host->sending, due);
    return answer;
}

void exs_gateway_submit(ExsGateway *gateway, ExsTransfer *transfer)
{
    exs_queue_put(gateway->world, gateway->mts_in, transfer);
    exs_gateway_kick(gateway);
}

static ExsTransfer *find(const ExsQueue *folder, uint32_t serial)
{
    for (int priority = 0; folder && priority < EXS_PRIORITY_COUNT; priority++)
        for (ExsTransfer *t = folder->first[priority]; t; t = t->next)
            if (t->message->serial == serial && !t->is_held)
                return t;
    return NULL;
}

bool exs_gateway_delete(ExsGateway *gateway, uint32_t serial)
{
    ExsQueue *const folders[] = {gateway->mts_out, gateway->mts_in, gateway->in};
    uint32_t why = exs_record_text(gateway->world->record, "deleted from its folder");

    for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
        ExsTransfer *transfer = find(folders[i], serial);

        if (!transfer)
            continue;
        exs_transfer_discard(gateway->world, transfer, gateway->connector->id,
                             EXS_RULE_QUEUE_PAGE_DELETES, why);
        exs_gateway_kick(gateway);
        return true;
    }
    return false;
}
