/* mta.c - the work queue: receives, works, starts and stops (see mta.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/mta.h"

#include "exsim/model/actors/gateway.h"
#include "exsim/model/actors/poison.h"
#include "exsim/model/actors/reading.h"
#include "exsim/model/actors/store.h"

ExsMta *exs_mta_new(ExsWorld *world, ExsServer *server)
{
    ExsMta *mta = g_new0(ExsMta, 1);

    mta->world = world;
    mta->server = server;
    exs_delivery_init(mta);
    mta->adjacents = g_ptr_array_new();
    mta->rpc = g_ptr_array_new();
    mta->equals = exs_stream(world->seed, "equal routes", server->name);
    mta->targets = exs_stream(world->seed, "target servers", server->name);
    mta->routes = g_array_new(FALSE, FALSE, sizeof(ExsRoute));
    mta->rows = g_array_new(FALSE, FALSE, sizeof(void *));
    mta->felled_by = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    mta->cells = g_array_new(FALSE, FALSE, sizeof(int64_t));
    mta->hops = g_array_new(FALSE, FALSE, sizeof(ExsHop));
    mta->places = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    mta->readings = exs_readings_new();
    mta->lists = exs_mta_lists_new();
    mta->senders = exs_sender_readings_new();
    mta->recall = exs_recall_new();
    mta->used = g_ptr_array_new();
    mta->used_queues = g_ptr_array_new();
    mta->database = exs_database_new(mta);
    return mta;
}

void exs_mta_free(ExsMta *mta)
{
    if (!mta)
        return;
    for (guint i = 0; i < mta->adjacents->len; i++)
        exs_adjacent_free(mta->adjacents->pdata[i]);
    g_ptr_array_unref(mta->adjacents);
    g_ptr_array_unref(mta->rpc);
    g_ptr_array_unref(mta->used);
    g_ptr_array_unref(mta->used_queues);
    g_array_unref(mta->routes);
    g_array_unref(mta->rows);
    g_array_unref(mta->felled_by);
    g_array_unref(mta->cells);
    g_array_unref(mta->hops);
    g_array_unref(mta->places);
    g_array_unref(mta->readings);
    g_hash_table_unref(mta->lists);
    exs_sender_readings_free(mta->senders);
    exs_recall_free(mta->recall);
    exs_database_free(mta);
    g_free(mta);
}

ExsAdjacent *exs_mta_rpc(ExsMta *mta, ExsServer *target)
{
    if (mta->rpc->len <= target->number)
        g_ptr_array_set_size(mta->rpc, (gint)target->number + 1);
    if (!mta->rpc->pdata[target->number]) {
        ExsQueue *queue = exs_world_add_queue(mta->world, mta->server, mta->server->mta_id,
                                              target->name, target->name);

        queue->target = target;
        mta->rpc->pdata[target->number] =
            exs_adjacent_new(mta->world, mta->server, NULL, target, queue);
    }
    return mta->rpc->pdata[target->number];
}

static void work_on(ExsMta *mta);

/* Of an ordinary message nobody finds the MTA busy. */
static inline void look_at_waiting(ExsMta *mta)
{
    if (mta->work.count - (mta->working != 0) != mta->alarms.waiting)
        exs_alarms_work_changed(mta);
}

static void on_worked(void *object, void *data)
{
    ExsMta *mta = object;
    ExsTransfer *transfer = exs_transfer_list_take(&mta->work);

    (void)data;
    mta->working = 0;
    if (exs_mta_logs_all(mta))
        exs_rebuild_note(mta, NULL, transfer->message, mta->work.count, false);
    exs_mta_route(mta, transfer);
    work_on(mta);
    look_at_waiting(mta);
}

static void work_on(ExsMta *mta)
{
    ExsTime takes;
    bool is_flawed;

    if (mta->working || !mta->work.first || !mta->server->mta_runs ||
        exs_object_stops(mta, mta->work.first))
        return;
    is_flawed = mta->work.first->message->flaw != EXS_FLAW_NONE;
    if (is_flawed && exs_poison_blocks(mta, mta->work.first))
        return;
    takes = exs_setting(&mta->server->settings, EXS_SETTING_MTA_TIME) + exs_disk_grow(mta);
    if (is_flawed)
        takes += exs_poison_slows(mta, mta->work.first);
    if (mta->work.first->message->expansions)
        takes += exs_mta_expansion_time(mta, mta->work.first);
    mta->working =
        exs_engine_at(mta->world->engine, MAX(exs_world_now(mta->world), mta->busy_until) + takes,
                      on_worked, mta, NULL);
}

void exs_mta_note_growth(ExsMta *mta, const ExsTransfer *transfer)
{
    exs_world_trace(mta->world, GROWN, mta->server->mta_id, transfer->message->serial,
                    transfer->records * exs_setting(&mta->server->settings, EXS_SETTING_P1_RECORD));
}

/* P1 has a record of every hop; it is told of mail that goes round. */
static void add_hop(ExsMta *mta, ExsTransfer *transfer)
{
    if (!exs_rule(&mta->server->policy, EXS_RULE_P1_GROWS_BY_HOP))
        return;
    transfer->records++;
    if (exs_transfer_was_rerouted(transfer, 0))
        exs_mta_note_growth(mta, transfer);
}

void exs_mta_receive(ExsMta *mta, ExsTransfer *transfer, const ExsConnector *came_by,
                     const ExsServer *came_from)
{
    g_assert(mta->server->mta_runs);
    exs_transfer_forget_turns(transfer);
    if (transfer->visit_count > 0)
        add_hop(mta, transfer);
    transfer->came_by = came_by;
    transfer->came_from = came_from;
    transfer->lost_importance |= came_by && !came_by->class->is_rpc;
    transfer->routed_by = NULL;
    transfer->is_rerouted = false;
    transfer->was_kept = false;
    transfer->attempts = 0;
    exs_transfer_forget_tries(transfer);
    exs_transfer_list_append(&mta->work, transfer);
    if (exs_mta_logs_all(mta))
        exs_rebuild_note(mta, NULL, transfer->message, mta->work.count, true);
    work_on(mta);
    look_at_waiting(mta);
}

/* Opens of X.400 connectors, where the build makes them one after the other. */
static bool opens_in_turn(const ExsMta *mta, const ExsAdjacent *adjacent)
{
    return adjacent->connector && !adjacent->connector->class->is_rpc &&
           exs_rule(&mta->server->policy, EXS_RULE_SYNCHRONOUS_OPENS);
}

ExsTime exs_mta_open_delay(const ExsMta *mta, const ExsAdjacent *adjacent)
{
    return opens_in_turn(mta, adjacent) ? MAX(0, mta->opening_until - exs_world_now(mta->world))
                                        : 0;
}

void exs_mta_open_begun(ExsMta *mta, const ExsAdjacent *adjacent, ExsTime takes)
{
    if (opens_in_turn(mta, adjacent))
        mta->opening_until = exs_world_now(mta->world) + takes;
}

void exs_mta_kick(ExsMta *mta, ExsQueue *queue)
{
    if (exs_delivery_kick_queue(mta, queue))
        return;
    if (queue->secured)
        exs_gateway_kick(queue->connector->service);
    else
        exs_adjacent_kick(queue->service);
}

/* Non-secured queues stand in memory only: after a restart every message is routed anew. */
static void route_anew(ExsMta *mta, ExsQueue *queue)
{
    ExsTransfer *transfer;

    if (!exs_rule(&mta->server->policy, EXS_RULE_ROUTED_ANEW)) {
        exs_mta_kick(mta, queue);
        return;
    }
    transfer = exs_queue_take_all(mta->world, queue);
    while (transfer) {
        ExsTransfer *next = transfer->next;

        exs_mta_receive(mta, transfer, transfer->came_by, transfer->came_from);
        transfer = next;
    }
}

void exs_mta_start(ExsMta *mta)
{
    if (exs_pools_read(mta) && exs_database_admit(mta))
        exs_mta_open(mta);
}

void exs_mta_open(ExsMta *mta)
{
    const GPtrArray *connectors = mta->server->site->connectors;

    mta->server->mta_runs = true;
    for (guint i = 0; i < connectors->len; i++)
        if (((ExsConnector *)connectors->pdata[i])->server == mta->server)
            exs_connector_read_restrictions(connectors->pdata[i]);
    exs_world_trace(mta->world, STARTED, mta->server->mta_id, mta->server->mta_id);
    g_hash_table_remove_all(mta->lists);
    exs_sender_readings_forget(mta);
    exs_deferral_latch(mta);
    exs_alarms_reset(mta);
    exs_database_opened(mta);
    exs_rebuild_queues(mta);
    mta->database->is_rebuilt = true;
    exs_objects_open(mta);
    exs_deferral_restart(mta);
    exs_leftovers_resend(mta);
    for (int kind = 0; kind < EXS_DELIVERIES; kind++)
        if (mta->deliveries[kind].queue)
            route_anew(mta, mta->deliveries[kind].queue);
    for (guint i = 0; i < mta->adjacents->len; i++)
        route_anew(mta, ((ExsAdjacent *)mta->adjacents->pdata[i])->queue);
    for (guint i = 0; i < connectors->len; i++) {
        ExsConnector *connector = connectors->pdata[i];

        if (connector->server != mta->server || !connector->queue)
            continue;
        if (connector->class->secured && exs_mta_may_move(mta, connector->queue))
            route_anew(mta, connector->queue);
        if (connector->class->secured)
            exs_gateway_kick(connector->service);
    }
    mta->database->is_rebuilt = false;
    work_on(mta);
    exs_store_kick(mta->server->store);
}

static void close_mta(ExsMta *mta, bool is_clean)
{
    const GPtrArray *connectors = mta->server->site->connectors;

    exs_database_closed(mta, is_clean);
    exs_deferral_stop(mta);
    exs_stamps_stop(mta);
    mta->server->mta_runs = false;
    exs_world_trace(mta->world, STOPPED, mta->server->mta_id, mta->server->mta_id);
    if (mta->working)
        exs_engine_cancel(mta->world->engine, mta->working);
    if (mta->life)
        exs_engine_cancel(mta->world->engine, mta->life);
    if (mta->ending)
        exs_engine_cancel(mta->world->engine, mta->ending);
    mta->working = mta->life = mta->ending = 0;
    exs_delivery_break_off(mta);
    exs_alarms_work_changed(mta);
    for (guint i = 0; i < mta->adjacents->len; i++)
        exs_adjacent_stop(mta->adjacents->pdata[i]);
    for (guint i = 0; i < connectors->len; i++) {
        ExsConnector *connector = connectors->pdata[i];

        if (connector->server == mta->server && connector->class->secured)
            exs_gateway_log_off(connector->service);
    }
}

void exs_mta_stop(ExsMta *mta)
{
    if (!exs_database_break_off(mta))
        close_mta(mta, true);
}

void exs_mta_crash(ExsMta *mta)
{
    exs_world_trace(mta->world, FAULT, mta->server->mta_id, mta->server->mta_id,
                    exs_record_text(mta->world->record, "crash"));
    if (!exs_database_break_off(mta))
        close_mta(mta, false);
}
