/* site_connector.c - see site_connector.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/site_connector.h"

#include "exsim/model/actors/connectors.h"
#include "exsim/model/routing/retry.h"

const ExsConnectorClass exs_connector_site = {
    .kind = "site",
    .title = "Site Connector",
    .joins_sites = true,
    .is_rpc = true,
};

struct ExsSiteConnector {
    ExsWorld *world;
    ExsConnector *connector;
    GHashTable *adjacents; /* numbers of both servers -> ExsAdjacent * (borrowed) */
    GArray *targets;       /* scratch of a choice: ExsTarget */
    GArray *weights;       /* uint32_t */
    ExsTargetChoice choice;
};

ExsSiteConnector *exs_site_connector_new(ExsWorld *world, ExsConnector *connector)
{
    ExsSiteConnector *self = g_new0(ExsSiteConnector, 1);

    self->world = world;
    self->connector = connector;
    self->adjacents = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    self->targets = g_array_new(FALSE, FALSE, sizeof(ExsTarget));
    self->weights = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    return self;
}

void exs_site_connector_free(ExsSiteConnector *self)
{
    g_hash_table_unref(self->adjacents);
    g_array_unref(self->targets);
    g_array_unref(self->weights);
    g_free(self);
}

static const ExsTargetServer *target_at(const ExsConnector *connector, guint place)
{
    return &g_array_index(connector->targets, ExsTargetServer, place);
}

/* ---- queues and adjacent MTAs ---- */

/* By the target server; with the connector's name if another one leads there too. (owned by the
 * caller) */
static char *queue_title(const ExsSiteConnector *self, const ExsMta *mta, const ExsServer *target)
{
    for (guint i = 0; i < mta->adjacents->len; i++)
        if (((const ExsAdjacent *)mta->adjacents->pdata[i])->target == target)
            return g_strdup_printf("%s (%s)", target->name, self->connector->name);
    return g_strdup(target->name);
}

static ExsAdjacent *make(ExsSiteConnector *self, ExsServer *from, ExsServer *target)
{
    ExsConnector *connector = self->connector;
    g_autofree char *title = queue_title(self, from->mta, target);
    ExsQueue *queue = exs_world_add_queue(self->world, from, from->mta_id, target->name, title);

    queue->connector = connector;
    queue->target = target;
    exs_record_set_attribute(self->world->record, queue->id, "connector", connector->name);
    return exs_adjacent_new(self->world, from, connector, target, queue);
}

/* The one for this target server, made when first needed. */
static ExsAdjacent *adjacent(ExsSiteConnector *self, ExsServer *from, ExsServer *target)
{
    int64_t key = (int64_t)from->number << 32 | target->number;
    ExsAdjacent *found = g_hash_table_lookup(self->adjacents, &key);

    if (found)
        return found;
    found = make(self, from, target);
    g_hash_table_insert(self->adjacents, g_memdup2(&key, sizeof key), found);
    return found;
}

ExsAdjacent *exs_site_connector_adjacent(const ExsConnector *connector, ExsServer *from,
                                         const ExsServer *to)
{
    if (connector->is_removed || exs_connector_sender(connector, from) != from)
        return NULL;
    for (guint i = 0; i < connector->targets->len; i++)
        if (target_at(connector, i)->server == to)
            return adjacent(connector->service, from, target_at(connector, i)->server);
    return NULL;
}

void exs_site_connector_begin(ExsConnector *connector)
{
    const GPtrArray *servers = connector->server->site->servers;

    for (guint i = 0; i < servers->len; i++)
        for (guint k = 0; k < connector->targets->len; k++)
            exs_site_connector_adjacent(connector, servers->pdata[i],
                                        target_at(connector, k)->server);
}

void exs_site_connector_stop(ExsConnector *connector)
{
    const GPtrArray *servers = connector->server->site->servers;

    for (guint i = 0; i < servers->len; i++) {
        const GPtrArray *all = ((const ExsServer *)servers->pdata[i])->mta->adjacents;

        for (guint k = 0; k < all->len; k++)
            if (((const ExsAdjacent *)all->pdata[k])->connector == connector)
                exs_adjacent_stop(all->pdata[k]);
    }
}

void exs_site_connector_find_peer(ExsConnector *connector)
{
    const GPtrArray *theirs = target_at(connector, 0)->server->site->connectors;

    for (guint i = 0; i < theirs->len && !connector->peer; i++) {
        ExsConnector *other = theirs->pdata[i];

        if (!other->class->is_rpc || other->peer || other->is_removed || other->targets->len == 0 ||
            target_at(other, 0)->server->site != connector->server->site)
            continue;
        connector->peer = other;
        other->peer = connector;
    }
}

/* ---- the choice ---- */

static ExsTarget gather(ExsSiteConnector *self, const ExsMta *mta, const ExsTransfer *transfer,
                        const ExsTargetServer *target)
{
    return (ExsTarget){
        .cost = target->cost,
        .tries = exs_transfer_tries(transfer, self->connector->id, target->server->id),
        .retrying = adjacent(self, mta->server, target->server)->retry != 0,
    };
}

const ExsTargetChoice *exs_site_connector_weigh(const ExsConnector *connector, const ExsMta *mta,
                                                const ExsTransfer *transfer)
{
    ExsSiteConnector *self = connector->service;
    uint32_t maximum = exs_retry_maximum(mta->server, connector);
    guint count = connector->targets->len;

    if (!exs_rule(&mta->server->policy, EXS_RULE_QUEUE_PER_TARGET))
        count = MIN(count, 1); /* one queue for all */
    g_array_set_size(self->targets, count);
    g_array_set_size(self->weights, count);
    for (guint i = 0; i < count; i++)
        g_array_index(self->targets, ExsTarget, i) =
            gather(self, mta, transfer, target_at(connector, i));
    self->choice.weights = (uint32_t *)(void *)self->weights->data;
    exs_target_weigh(&self->choice, (const ExsTarget *)(void *)self->targets->data, count, maximum,
                     &mta->server->policy);
    return &self->choice;
}

ExsQueue *exs_site_connector_choose(const ExsConnector *connector, ExsMta *mta,
                                    const ExsTransfer *transfer, ExsRule *rule)
{
    ExsSiteConnector *self = connector->service;
    const ExsTargetChoice *choice = exs_site_connector_weigh(connector, mta, transfer);
    uint64_t draw;
    size_t place;

    g_assert(choice->total > 0);
    draw = choice->total > 1 ? exs_stream_below(&mta->targets, choice->total) : 0;
    place = exs_target_at(choice, self->targets->len, draw);
    if (rule)
        *rule = choice->rule;
    return adjacent(self, mta->server, target_at(connector, (guint)place)->server)->queue;
}
