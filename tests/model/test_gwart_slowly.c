/* test_gwart_slowly.c - the converged tables of random organisations against a second calculation,
 * written from the published rules in their shortest form: every row is worked out from the rows of
 * its neighbours, over and over, until nothing changes. It shares no code with the first.
 *
 * A row is (site, local connector, space, restriction) and has a cost and the connectors on the
 * way; of two the cheaper is better, then the shorter; equal ones may be either, so only cost and
 * length are compared.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "exsim/model/actors/attendant.h"
#include "exsim/model/routing/gwart.h"
#include "support/world.h"

#define SITES     30
#define PLACES    (SITES * 2 + 4) /* EX and X400 of each site, and what is outside */
#define SCOPES    3
#define MOST      200 /* connectors */
#define UNREACHED 1000000

typedef struct {
    int site, to;            /* -1: outside */
    int cost;                /* of what lies beyond */
    int spaces[4], costs[4]; /* outside: places, and what they cost */
    ExsScope scopes[4];
    int count;
} Way;

typedef struct {
    int cost, hops;
    int path[EXS_TABLE_HOPS_MAX];
} Row;

typedef struct {
    ExsWorld *world;
    ExsSite *site[SITES];
    ExsServer *server[SITES];
    ExsStream dice;
    Way ways[MOST];
    ExsConnector *connectors[MOST];
    int count;
} Map;

static int roll(Map *map, int n)
{
    return (int)exs_stream_below(&map->dice, (uint64_t)n);
}

/* ---- a random organisation, twice ---- */

static void add_half(Map *map, int from, int to, int cost, int number)
{
    g_autofree char *name = g_strdup_printf("X%d-%d", number, from);
    ExsConnectorPlan plan = {.name = name, .target = map->server[to], .cost = cost};

    map->connectors[map->count] =
        exs_actors_add_connector(map->world, map->server[from], "x400", &plan, NULL);
    exs_connector_connect(map->connectors[map->count], map->site[to], NULL);
    map->ways[map->count++] = (Way){.site = from, .to = to, .cost = cost};
}

static void add_pair(Map *map, int a, int b, int number)
{
    int cost = 1 + roll(map, EXS_COST_MAX);

    add_half(map, a, b, cost, number);
    add_half(map, b, a, cost, number);
}

static void add_gateway(Map *map, int site)
{
    static const char *const outside[] = {"SMTP:*", "SMTP:*@x.com", "SMTP:", "SMTP:y@x.com"};
    ExsConnectorPlan plan = {0};
    ExsConnector *ims = exs_actors_add_connector(map->world, map->server[site], "ims", &plan, NULL);
    Way *way = &map->ways[map->count];

    *way = (Way){.site = site, .to = -1};
    map->connectors[map->count++] = ims;
    for (int i = 0; i < 4; i++) {
        if (roll(map, 2) == 0)
            continue;
        way->spaces[way->count] = SITES * 2 + i;
        way->costs[way->count] = 1 + roll(map, EXS_COST_MAX);
        way->scopes[way->count] = (ExsScope)roll(map, SCOPES);
        exs_connector_add_space(ims, exs_space(map->world->spaces, outside[i], NULL),
                                way->costs[way->count], way->scopes[way->count], NULL);
        way->count++;
    }
}

static void build(Map *map, uint64_t seed)
{
    ExsWorldOptions options = {.seed = seed, .detail = EXS_DETAIL_NONE, .start = WORLD_START};

    memset(map, 0, sizeof *map);
    map->dice = exs_stream(seed, "test", "gwart slowly");
    exs_product_parse("5.5 SP4", &options.product, NULL);
    map->world = exs_actors_world_new(&options, NULL);
    for (int i = 0; i < SITES; i++) {
        g_autofree char *site = g_strdup_printf("S%d", i), *server = g_strdup_printf("SRV%d", i);

        map->site[i] = exs_world_add_site(map->world, site, NULL);
        map->server[i] = exs_actors_add_server(map->world, map->site[i], server, NULL, NULL);
        if (roll(map, 3) == 0)
            add_gateway(map, i);
        if (i > 0 && roll(map, 20) > 0) /* some stand alone */
            add_pair(map, i, roll(map, i), i);
    }
    for (int extra = roll(map, 25); extra > 0; extra--) {
        int a = roll(map, SITES), b = roll(map, SITES);

        if (a != b)
            add_pair(map, a, b, SITES + extra);
    }
}

/* ---- the second calculation ---- */

static Row best[MOST][PLACES][SCOPES], next[MOST][PLACES][SCOPES];

static void offer(Row *row, int cost, int first, const Row *beyond)
{
    int hops = beyond ? beyond->hops + 1 : 1;

    if (hops > EXS_TABLE_HOPS_MAX || cost > row->cost || (cost == row->cost && hops >= row->hops))
        return;
    row->cost = cost;
    row->hops = hops;
    row->path[0] = first;
    if (beyond)
        memcpy(row->path + 1, beyond->path, sizeof(int) * (size_t)beyond->hops);
}

/* Does the way go through the site, or end there? */
static bool goes_round(const Map *map, const Row *row, int site)
{
    for (int i = 0; i < row->hops; i++)
        if (map->ways[row->path[i]].site == site || map->ways[row->path[i]].to == site)
            return true;
    return false;
}

static void work_out(const Map *map, int c)
{
    const Way *way = &map->ways[c];

    for (int i = 0; i < way->count; i++)
        offer(&next[c][way->spaces[i]][way->scopes[i]], way->costs[i], c, NULL);
    if (way->to < 0)
        return;
    offer(&next[c][way->to * 2][0], way->cost, c, NULL);
    offer(&next[c][way->to * 2 + 1][0], way->cost, c, NULL);
    for (int d = 0; d < map->count; d++)
        for (int place = 0; place < PLACES && map->ways[d].site == way->to; place++)
            for (int scope = 0; scope < SCOPES; scope++) {
                const Row *row = &best[d][place][scope];

                if (row->cost < UNREACHED && !goes_round(map, row, way->site))
                    offer(&next[c][place][scope], way->cost + row->cost, c, row);
            }
}

static void clear(Row rows[MOST][PLACES][SCOPES], int count)
{
    for (int c = 0; c < count; c++)
        for (int place = 0; place < PLACES; place++)
            for (int scope = 0; scope < SCOPES; scope++)
                rows[c][place][scope] = (Row){.cost = UNREACHED};
}

static void work_all_out(const Map *map)
{
    clear(best, map->count);
    for (;;) {
        clear(next, map->count);
        for (int c = 0; c < map->count; c++)
            work_out(map, c);
        if (memcmp(best, next, sizeof best[0] * (size_t)map->count) == 0)
            return;
        memcpy(best, next, sizeof best[0] * (size_t)map->count);
    }
}

/* ---- the comparison ---- */

static int place_of(const Map *map, const ExsSpace *space)
{
    static const char *const outside[] = {"SMTP:*", "SMTP:*@x.com", "SMTP:", "SMTP:y@x.com"};

    for (int i = 0; i < SITES; i++) {
        if (map->site[i]->dn_space == space)
            return i * 2;
        if (map->site[i]->x400_space == space)
            return i * 2 + 1;
    }
    for (int i = 0; i < 4; i++)
        if (strcmp(outside[i], space->text) == 0)
            return SITES * 2 + i;
    ck_abort_msg("%s was not asked for", space->text);
}

static int way_of(const Map *map, const ExsConnector *connector)
{
    for (int c = 0; c < map->count; c++)
        if (map->connectors[c] == connector)
            return c;
    ck_abort();
}

static int rows_of(const Map *map, int site)
{
    int count = 0;

    for (int c = 0; c < map->count; c++)
        for (int place = 0; place < PLACES && map->ways[c].site == site; place++)
            for (int scope = 0; scope < SCOPES; scope++)
                count += best[c][place][scope].cost < UNREACHED;
    return count;
}

START_TEST(tables_agree_with_a_second_calculation)
{
    static Map map;

    for (int k = 0; k < 20; k++) {
        build(&map, (uint64_t)_i * 20 + (uint64_t)k + 1);
        exs_actors_begin(map.world);
        work_all_out(&map);
        for (int s = 0; s < SITES; s++) {
            const ExsTable *table = map.site[s]->table;

            ck_assert_int_eq((int)table->count, rows_of(&map, s));
            for (uint32_t i = 0; i < table->count; i++) {
                const ExsTableRow *row = &table->rows[i];
                const Row *other =
                    &best[way_of(&map, row->connector)][place_of(&map, row->space)][row->scope];

                ck_assert_int_eq((int)row->cost, other->cost);
                ck_assert_int_eq(row->hops, other->hops);
            }
        }
        exs_world_free(map.world);
    }
}
END_TEST

Suite *suite_gwart_slowly(void)
{
    Suite *suite = suite_create("routing/gwart, slowly");
    TCase *tcase = tcase_create("200 organisations");

    tcase_set_timeout(tcase, 300);
    tcase_add_loop_test(tcase, tables_agree_with_a_second_calculation, 0, 10);
    suite_add_tcase(suite, tcase);
    return suite;
}
