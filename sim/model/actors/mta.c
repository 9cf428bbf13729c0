/* mta.c - the work queue: receives, works, starts and stops (see mta.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/mta.h"

#include "exsim/model/actors/gateway.h"
#include "exsim/model/actors/store.h"

ExsMta *exs_mta_new(ExsWorld *world, ExsServer *server)
{
    ExsMta *mta = g_new0(ExsMta, 1);
    g_autofree char *title = g_strdup_printf("Private Information Store (%s)", server->name);

    mta->world = world;
    mta->server = server;
    mta->mdb = exs_world_add_queue(world, server, server->mta_id, "mdb", title);
    mta->rpc = g_ptr_array_new();
    mta->equals = exs_stream(world->seed, "equal routes", server->name);
    mta->routes = g_array_new(FALSE, FALSE, sizeof(ExsRoute));
    mta->rows = g_array_new(FALSE, FALSE, sizeof(void *));
    mta->alive = g_array_new(FALSE, FALSE, sizeof(uint16_t));
    mta->felled_by = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    mta->cells = g_array_new(FALSE, FALSE, sizeof(int64_t));
    mta->hops = g_array_new(FALSE, FALSE, sizeof(ExsHop));
    mta->places = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    mta->used = g_ptr_array_new();
    return mta;
}

void exs_mta_free(ExsMta *mta)
{
    if (!mta)
        return;
    for (guint i = 0; i < mta->rpc->len; i++)
        exs_association_free(mta->rpc->pdata[i]);
    g_ptr_array_unref(mta->rpc);
    g_ptr_array_unref(mta->used);
    g_array_unref(mta->routes);
    g_array_unref(mta->rows);
    g_array_unref(mta->alive);
    g_array_unref(mta->felled_by);
    g_array_unref(mta->cells);
    g_array_unref(mta->hops);
    g_array_unref(mta->places);
    g_free(mta);
}

ExsAssociation *exs_mta_rpc(ExsMta *mta, ExsServer *target)
{
    if (mta->rpc->len <= target->number)
        g_ptr_array_set_size(mta->rpc, (gint)target->number + 1);
    if (!mta->rpc->pdata[target->number]) {
        ExsQueue *queue = exs_world_add_queue(mta->world, mta->server, mta->server->mta_id,
                                              target->name, target->name);

        mta->rpc->pdata[target->number] =
            exs_association_new(mta->world, mta->server, NULL, target, queue);
    }
    return mta->rpc->pdata[target->number];
}

static void work_on(ExsMta *mta);

static void on_worked(void *object, void *data)
{
    ExsMta *mta = object;

    (void)data;
    mta->working = 0;
    exs_mta_route(mta, exs_transfer_list_take(&mta->work));
    work_on(mta);
}

static void work_on(ExsMta *mta)
{
    if (mta->working || !mta->work.first || !mta->server->mta_runs)
        return;
    mta->working = exs_engine_at(mta->world->engine,
                                 exs_world_now(mta->world) +
                                     exs_setting(&mta->server->settings, EXS_SETTING_MTA_TIME),
                                 on_worked, mta, NULL);
}

void exs_mta_receive(ExsMta *mta, ExsTransfer *transfer, const ExsConnector *came_by,
                     const ExsServer *came_from)
{
    g_assert(mta->server->mta_runs);
    transfer->came_by = came_by;
    transfer->came_from = came_from;
    transfer->routed_by = NULL;
    transfer->is_rerouted = false;
    transfer->attempts = 0;
    exs_transfer_forget_tries(transfer);
    exs_transfer_list_append(&mta->work, transfer);
    work_on(mta);
}

void exs_mta_kick(ExsMta *mta, ExsQueue *queue)
{
    if (queue == mta->mdb)
        exs_store_kick(mta->server->store);
    else if (queue->secured)
        exs_gateway_kick(queue->connector->service);
    else
        exs_association_kick(queue->service);
}

/* Non-secured queues stand in memory only: after a restart every message is routed anew. */
static void route_anew(ExsMta *mta, ExsQueue *queue)
{
    ExsTransfer *transfer = exs_queue_take_all(mta->world, queue);

    while (transfer) {
        ExsTransfer *next = transfer->next;

        exs_mta_receive(mta, transfer, transfer->came_by, transfer->came_from);
        transfer = next;
    }
}

void exs_mta_start(ExsMta *mta)
{
    const GPtrArray *connectors = mta->server->site->connectors;

    mta->server->mta_runs = true;
    exs_world_trace(mta->world, STARTED, mta->server->mta_id, mta->server->mta_id);
    route_anew(mta, mta->mdb);
    for (guint i = 0; i < mta->rpc->len; i++)
        if (mta->rpc->pdata[i])
            route_anew(mta, ((ExsAssociation *)mta->rpc->pdata[i])->queue);
    for (guint i = 0; i < connectors->len; i++) {
        ExsConnector *connector = connectors->pdata[i];

        if (connector->server != mta->server)
            continue;
        if (exs_mta_may_move(mta, connector->queue))
            route_anew(mta, connector->queue);
        if (connector->class->secured)
            exs_gateway_kick(connector->service);
    }
    work_on(mta);
    exs_store_kick(mta->server->store);
}

void exs_mta_stop(ExsMta *mta)
{
    const GPtrArray *connectors = mta->server->site->connectors;

    mta->server->mta_runs = false;
    exs_world_trace(mta->world, STOPPED, mta->server->mta_id, mta->server->mta_id);
    if (mta->working)
        exs_engine_cancel(mta->world->engine, mta->working);
    mta->working = 0;
    exs_store_mta_away(mta->server->store);
    for (guint i = 0; i < mta->rpc->len; i++)
        if (mta->rpc->pdata[i])
            exs_association_stop(mta->rpc->pdata[i]);
    for (guint i = 0; i < connectors->len; i++) {
        ExsConnector *connector = connectors->pdata[i];

        if (connector->server != mta->server)
            continue;
        if (connector->class->secured)
            exs_gateway_log_off(connector->service);
        else
            exs_association_stop(connector->queue->service);
    }
}
