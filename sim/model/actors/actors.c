/* actors.c - makes a world in which something acts (see actors.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/actors.h"

#include "exsim/kernel/error.h"
#include "exsim/model/actors/attendant.h"
#include "exsim/model/actors/connectors.h"
#include "exsim/model/actors/directory.h"
#include "exsim/model/actors/edk.h"
#include "exsim/model/actors/ims.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/actors/public_store.h"
#include "exsim/model/actors/ras.h"
#include "exsim/model/actors/site_connector.h"
#include "exsim/model/actors/store.h"
#include "exsim/model/routing/gwart.h"
#include "exsim/model/routing/match.h"

/* Calls know the MTAs of both ends: they go before either. */
static void hang_up(const ExsMta *mta)
{
    for (guint i = 0; i < mta->adjacents->len; i++) {
        const GPtrArray *all = ((const ExsAdjacent *)mta->adjacents->pdata[i])->associations;

        for (guint k = 0; k < all->len; k++)
            exs_ras_hang_up(all->pdata[k]);
    }
}

static void free_actors(ExsWorld *world)
{
    for (guint i = 0; i < world->servers->len; i++)
        hang_up(((const ExsServer *)world->servers->pdata[i])->mta);
    for (guint i = 0; i < world->connectors->len; i++) {
        ExsConnector *connector = world->connectors->pdata[i];

        if (connector->class->secured)
            exs_gateway_free(connector->service);
        else if (connector->class->is_rpc && connector->service)
            exs_site_connector_free(connector->service);
    }
    for (guint i = 0; i < world->servers->len; i++) {
        ExsServer *server = world->servers->pdata[i];

        exs_mta_free(server->mta);
        exs_store_free(server->store);
        exs_dsa_free(server->dsa);
        exs_public_free(server->public_store);
    }
}

ExsWorld *exs_actors_world_new(const ExsWorldOptions *options, GError **error)
{
    ExsWorld *world = exs_world_new(options, error);

    if (!world)
        return NULL;
    world->free_table = exs_table_unref;
    world->free_matches = exs_match_cache_free;
    world->free_actors = free_actors;
    return world;
}

ExsServer *exs_actors_add_server(ExsWorld *world, ExsSite *site, const char *name,
                                 const ExsProduct *product, GError **error)
{
    ExsServer *server = exs_world_add_server(world, site, name, product, error);

    if (!server)
        return NULL;
    server->mta_runs = server->store_runs = true;
    server->matches = exs_match_cache_new();
    server->mta = exs_mta_new(world, server);
    server->store = exs_store_new(world, server);
    exs_dsa_join(world, server);
    if (world->is_built && !site->table)
        exs_attendant_calculate(world, site); /* set-up makes the first table of a site */
    exs_attendant_changed(world, site);
    return server;
}

static bool set_plan(ExsWorld *world, ExsConnector *connector, const ExsConnectorPlan *plan,
                     GError **error)
{
    connector->target = plan->target;
    connector->host = plan->host;
    connector->link = plan->link;
    if (plan->cost)
        connector->cost = (uint32_t)plan->cost;
    if (connector->class->secured || connector->class->is_rpc || connector->link)
        return true;
    connector->link = exs_world_add_link(world, connector->name, connector->server->id,
                                         plan->target ? plan->target->id
                                         : plan->host ? plan->host->id
                                                      : 0,
                                         error);
    return connector->link != NULL;
}

ExsConnector *exs_actors_add_connector(ExsWorld *world, ExsServer *server, const char *kind,
                                       const ExsConnectorPlan *plan, GError **error)
{
    const ExsConnectorClass *class = exs_connector_class(kind, error);
    ExsConnector *connector;
    bool has_path;

    if (!class)
        return NULL;
    if (plan->cost < 0 || plan->cost > EXS_COST_MAX) {
        exs_fail(error, EXS_ERROR_RANGE, "cost %" G_GINT64_FORMAT " is not 1 .. %d", plan->cost,
                 EXS_COST_MAX);
        return NULL;
    }
    if (plan->target == server) {
        exs_fail(error, EXS_ERROR_RANGE, "a connector cannot lead from %s to itself", server->name);
        return NULL;
    }
    connector = exs_world_add_connector(world, server, class, plan->name, error);
    if (!connector)
        return NULL;
    if (class->secured) {
        connector->service = exs_gateway_new(world, connector);
        if (class == &exs_connector_ims)
            exs_ims_init(connector->service);
        else
            exs_edk_init(connector->service);
    }
    has_path = set_plan(world, connector, plan, error);
    if (class->is_rpc)
        connector->service = exs_site_connector_new(world, connector);
    else if (!class->secured)
        exs_adjacent_new(world, server, connector, connector->target, connector->queue);
    if (!has_path) {
        connector->is_removed = true; /* the world keeps what it was given */
        return NULL;
    }
    exs_connector_note(connector);
    exs_dsa_connector_changed(world, connector);
    return connector;
}

void exs_actors_remove_connector(ExsWorld *world, ExsConnector *connector)
{
    if (connector->is_removed)
        return;
    connector->is_removed = true;
    exs_dsa_connector_changed(world, connector);
    if (connector->class->is_rpc)
        exs_site_connector_stop(connector);
    else if (!connector->class->secured)
        exs_adjacent_stop(connector->queue->service);
    else if (connector->is_running)
        exs_gateway_stop(connector->service);
}

bool exs_actors_add_target(ExsWorld *world, ExsConnector *connector, ExsServer *server,
                           int64_t cost, GError **error)
{
    if (!connector->class->is_rpc)
        return exs_fail(error, EXS_ERROR_RANGE,
                        "connector %s has no target servers: only a Site Connector has",
                        connector->name);
    if (!exs_connector_add_target(connector, server, cost, error))
        return false;
    if (!exs_connector_connected(connector, server->site))
        exs_connector_connect(connector, server->site, NULL);
    exs_site_connector_find_peer(connector);
    if (world->is_built)
        exs_site_connector_begin(connector);
    exs_dsa_connector_changed(world, connector);
    return true;
}

static void begin_queues(const ExsWorld *world)
{
    for (guint i = 0; i < world->connectors->len; i++) {
        ExsConnector *connector = world->connectors->pdata[i];

        if (connector->class->is_rpc && !connector->is_removed)
            exs_site_connector_begin(connector);
    }
}

static void queue_changed(ExsQueue *queue, const ExsMessage *message, bool is_added)
{
    const ExsServer *server = queue->server;
    bool is_adjacent = queue->connector ? !queue->connector->class->secured : queue->target != NULL;

    exs_alarms_queue_changed(queue);
    if (exs_mta_logs_all(server->mta) && server->mta_runs && exs_database_owns(queue))
        exs_rebuild_note(server->mta, queue, message, queue->count, is_added);
    if (is_adjacent)
        exs_adjacent_queue_changed(queue->service);
}

void exs_actors_begin(ExsWorld *world)
{
    begin_queues(world);
    exs_dsa_begin(world);
    exs_attendant_replicate(world, 0);
    world->is_built = true;
    world->queue_changed = queue_changed;
    for (guint i = 0; i < world->connectors->len; i++) {
        ExsConnector *connector = world->connectors->pdata[i];

        exs_connector_read_restrictions(connector);
        if (connector->class->secured)
            exs_ims_dial_begin(connector->service);
    }
    for (guint i = 0; i < world->servers->len; i++) {
        ExsMta *mta = ((ExsServer *)world->servers->pdata[i])->mta;

        exs_database_give_ids(mta);
        if (!exs_pools_read(mta))
            exs_mta_stop(mta);
    }
    for (guint i = 0; i < world->sites->len; i++)
        exs_attendant_schedule(world, world->sites->pdata[i]);
}

bool exs_actors_run(ExsWorld *world, ExsTime end, GError **error)
{
    if (!exs_engine_run_until(world->engine, end, error))
        return false;
    if (world->failure) {
        g_propagate_error(error, g_steal_pointer(&world->failure));
        return false;
    }
    return true;
}
