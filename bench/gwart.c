/* gwart.c - routing tables of an organisation of 1000 sites and 3000 connectors: one calculation,
 * and all of them to the fixed point.
 *
 * A random connected graph of 1500 pairs of X.400 Connectors with random costs, a server a site, an
 * Internet Mail Service in every tenth. Compared with least costs alone, by Dijkstra's algorithm
 * from the far end of every connector: the same costs, without hops, restrictions and rounds.
 *
 * SPDX-License-Identifier: MIT */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"
#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/attendant.h"
#include "exsim/model/routing/gwart.h"

#define SITES 1000u
#define PAIRS 1500u /* each of two connectors */

typedef struct {
    uint32_t to, cost;
} Edge;

typedef struct {
    ExsWorld *world;
    ExsServer *servers[SITES];
    GArray *edges[SITES]; /* Edge */
} Map;

static void must(bool ok)
{
    if (ok)
        return;
    fprintf(stderr, "exs_bench: gwart: the organisation cannot be built\n");
    exit(1);
}

static void half(Map *map, uint32_t from, uint32_t to, uint32_t pair, uint32_t cost)
{
    g_autofree char *name = g_strdup_printf("X%u-%u", pair, from);
    ExsConnectorPlan plan = {.name = name, .target = map->servers[to], .cost = cost};
    ExsConnector *connector =
        exs_actors_add_connector(map->world, map->servers[from], "x400", &plan, NULL);
    Edge edge = {to, cost};

    must(connector != NULL);
    exs_connector_connect(connector, map->servers[to]->site, NULL);
    g_array_append_val(map->edges[from], edge);
}

static void build(Map *map)
{
    ExsWorldOptions options = {.seed = 1, .detail = EXS_DETAIL_NONE};
    ExsStream dice = exs_stream(1, "bench", "gwart");

    must(exs_product_parse("5.5 SP4", &options.product, NULL));
    map->world = exs_actors_world_new(&options, NULL);
    must(map->world != NULL);
    for (uint32_t i = 0; i < SITES; i++) {
        g_autofree char *site = g_strdup_printf("SITE%u", i);
        g_autofree char *server = g_strdup_printf("SERVER%u", i);

        map->servers[i] = exs_actors_add_server(
            map->world, exs_world_add_site(map->world, site, NULL), server, NULL, NULL);
        map->edges[i] = g_array_new(FALSE, FALSE, sizeof(Edge));
        if (i % 10 == 0) {
            ExsConnectorPlan plan = {0};
            ExsConnector *ims =
                exs_actors_add_connector(map->world, map->servers[i], "ims", &plan, NULL);

            exs_connector_add_space(ims, exs_space(map->world->spaces, "SMTP:*", NULL), 1,
                                    EXS_SCOPE_ORGANIZATION, NULL);
        }
    }
    for (uint32_t pair = 0; pair < PAIRS; pair++) {
        uint32_t a = pair < SITES - 1 ? pair + 1 : (uint32_t)exs_stream_below(&dice, SITES);
        uint32_t b = (uint32_t)exs_stream_below(&dice, pair < SITES - 1 ? a : SITES);
        uint32_t cost = 1 + (uint32_t)exs_stream_below(&dice, EXS_COST_MAX);

        if (a == b)
            b = (a + 1) % SITES;
        half(map, a, b, pair, cost);
        half(map, b, a, pair, cost);
    }
}

/* ---- the baseline ---- */

/* The unvisited site of least cost; SITES: none. Plain search: there are a thousand. */
static uint32_t nearest(const uint32_t *cost, const bool *visited)
{
    uint32_t best = SITES;

    for (uint32_t i = 0; i < SITES; i++)
        if (!visited[i] && cost[i] < G_MAXUINT32 && (best == SITES || cost[i] < cost[best]))
            best = i;
    return best;
}

static uint64_t least_costs(const Map *map, uint32_t from)
{
    static uint32_t cost[SITES];
    bool visited[SITES] = {false};
    uint64_t sum = 0;
    uint32_t at;

    for (uint32_t i = 0; i < SITES; i++)
        cost[i] = G_MAXUINT32;
    cost[from] = 0;
    while ((at = nearest(cost, visited)) < SITES) {
        visited[at] = true;
        sum += cost[at];
        for (guint i = 0; i < map->edges[at]->len; i++) {
            Edge edge = g_array_index(map->edges[at], Edge, i);

            cost[edge.to] = MIN(cost[edge.to], cost[at] + edge.cost);
        }
    }
    return sum;
}

/* Costs worked out a second, for as long as a quarter of all of them takes. */
static double baseline(const Map *map)
{
    double began = bench_seconds();
    uint64_t sum = 0, count = 0;

    for (uint32_t i = 0; i < SITES; i += 4) {
        for (guint k = 0; k < map->edges[i]->len; k++, count += SITES)
            sum += least_costs(map, g_array_index(map->edges[i], Edge, k).to);
    }
    must(sum > 0);
    return (double)count / (bench_seconds() - began);
}

void bench_gwart(void)
{
    Map map = {0};
    double began, one, all, least;
    uint64_t rows = 0;
    g_autofree char *what = NULL;

    build(&map);
    least = baseline(&map);
    began = bench_seconds();
    exs_attendant_replicate(map.world, 0);
    all = bench_seconds() - began;
    began = bench_seconds();
    exs_table_unref(exs_table_calculate(map.servers[0]->site, map.servers[0]));
    one = bench_seconds() - began;
    for (uint32_t i = 0; i < SITES; i++) {
        rows += map.servers[i]->site->table->count;
        g_array_unref(map.edges[i]);
    }
    what = g_strdup_printf("gwart sites=%u connectors=%u rows=%" G_GUINT64_FORMAT
                           " one=%.4fs all=%.1fs",
                           SITES, 2 * PAIRS, rows, one, all);
    bench_print(what, (double)rows / all, "row/s", (double)rows / all / least, "dijkstra");
    exs_world_free(map.world);
}
