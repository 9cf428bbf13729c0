/* directory_settle.c - what replication comes to in the end (see directory.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/directory.h"

/* Everything that `from` has of the context comes to `to`. */
static bool take_all(ExsServer *to, const ExsServer *from, uint32_t context)
{
    ExsUpdate update = exs_directory_since(from, context, 0, false, UINT32_MAX);
    bool is_news = false;

    for (guint i = 0; i < update.versions->len; i++)
        is_news = exs_dsa_take(to->dsa, update.versions->pdata[i], from, false) || is_news;
    exs_directory_set_mark(to, context, from, update.end);
    exs_update_clear(&update);
    return is_news;
}

static bool take_site(ExsServer *to, const ExsServer *from, const ExsSite *site)
{
    bool is_news = false;

    for (int kind = 0; kind < EXS_CONTEXTS; kind++)
        is_news = take_all(to, from, exs_context(site, (ExsContextKind)kind)) || is_news;
    return is_news;
}

/* The servers of a site: each from all others, for the site; from the bridgehead, for `known`. */
static bool settle_site(const ExsSite *site)
{
    bool is_news = false;

    for (guint i = 0; i < site->servers->len; i++)
        for (guint k = 0; k < site->servers->len; k++)
            if (i != k &&
                !exs_directory_has_deleted(site->servers->pdata[i], site->servers->pdata[k]) &&
                !exs_directory_has_deleted(site->servers->pdata[k], site->servers->pdata[i]))
                is_news =
                    take_site(site->servers->pdata[i], site->servers->pdata[k], site) || is_news;
    return is_news;
}

/* By a new connector the far site is known; by what that knows, so are others. */
static bool meet(const ExsReplication *replication)
{
    const ExsWorld *world = replication->server->site->world;
    const ExsSite *own = replication->server->site, *far = replication->remote->site;
    bool is_news = false;

    for (guint i = 0; i < world->sites->len; i++) {
        ExsSite *site = world->sites->pdata[i];
        const ExsReplication *theirs = exs_replication_for(world, far, site);

        if (site == own || exs_replication_for(world, own, site))
            continue;
        if (site != far && (!theirs || theirs->remote->site == own))
            continue;
        g_ptr_array_add(replication->inbound, site);
        is_news = true;
    }
    return is_news;
}

static bool settle_replication(const ExsReplication *replication)
{
    const GPtrArray *servers = replication->server->site->servers;
    bool is_news = false;

    for (guint i = 0; i < replication->inbound->len; i++) {
        const ExsSite *site = replication->inbound->pdata[i];

        is_news = take_site(replication->server, replication->remote, site) || is_news;
        for (guint k = 0; k < servers->len; k++)
            if (servers->pdata[k] != replication->server)
                is_news = take_site(servers->pdata[k], replication->server, site) || is_news;
    }
    return is_news;
}

bool exs_directory_settle(ExsWorld *world)
{
    bool is_news = true, was_news = false;

    while (is_news) {
        is_news = false;
        for (guint i = 0; i < world->sites->len; i++)
            is_news = settle_site(world->sites->pdata[i]) || is_news;
        for (guint i = 0; i < world->replications->len; i++) {
            const ExsReplication *replication = world->replications->pdata[i];

            if (!replication->is_removed)
                is_news = meet(replication) || settle_replication(replication) || is_news;
        }
        was_news = was_news || is_news;
    }
    return was_news;
}

void exs_directory_spread(ExsWorld *world)
{
    for (guint i = 0; i < world->sites->len; i++) {
        const ExsSite *site = world->sites->pdata[i];

        for (guint k = 0; k < world->servers->len && site->servers->len > 0; k++) {
            ExsServer *server = world->servers->pdata[k];

            if (server->site != site)
                take_site(server, site->servers->pdata[0], site);
        }
    }
}
