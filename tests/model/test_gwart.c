/* test_gwart.c - what a site's table holds once everything is known everywhere.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>

#include "exsim/model/actors/attendant.h"
#include "exsim/model/routing/gwart.h"
#include "support/world.h"

#define SITES 5

/* A world of sites S0 .. S4 with a server each. */
typedef struct {
    ExsWorld *world;
    ExsSite *site[SITES];
    ExsServer *server[SITES];
} Map;

static Map map_new(uint64_t seed, const ExsRuleSet *without)
{
    ExsWorldOptions options = {.seed = seed, .detail = EXS_DETAIL_NONE, .start = WORLD_START};
    Map map;

    if (without)
        options.without = *without;
    exs_product_parse("5.5 SP4", &options.product, NULL);
    map.world = exs_actors_world_new(&options, NULL);
    for (int i = 0; i < SITES; i++) {
        g_autofree char *site = g_strdup_printf("S%d", i);
        g_autofree char *server = g_strdup_printf("SRV%d", i);

        map.site[i] = exs_world_add_site(map.world, site, NULL);
        map.server[i] = exs_actors_add_server(map.world, map.site[i], server, NULL, NULL);
    }
    return map;
}

static void join(Map *map, int a, int b, int64_t cost)
{
    g_autofree char *name = g_strdup_printf("%d-%d", a, b);

    world_pair(map->world, map->server[a], map->server[b], name, cost);
}

/* The least cost from a to b by the table's rows; -1: no row. */
static int64_t cost_of(const Map *map, int a, int b)
{
    const GPtrArray *rows = map->site[a]->table->rows;
    int64_t best = -1;

    for (guint i = 0; i < rows->len; i++) {
        const ExsTableRow *row = rows->pdata[i];

        if (row->space == map->site[b]->dn_space && (best < 0 || row->cost < best))
            best = row->cost;
    }
    return best;
}

START_TEST(a_chain_adds_its_costs)
{
    Map map = map_new(1, NULL);

    for (int i = 1; i < SITES; i++)
        join(&map, i - 1, i, 10 * i);
    exs_actors_begin(map.world);
    ck_assert_int_eq(cost_of(&map, 0, 1), 10);
    ck_assert_int_eq(cost_of(&map, 0, 4), 100);
    ck_assert_int_eq(cost_of(&map, 4, 0), 100);
    ck_assert_int_eq(cost_of(&map, 0, 0), -1);
    exs_world_free(map.world);
}
END_TEST

START_TEST(without_import_a_site_knows_its_neighbours)
{
    ExsRuleSet without = {{0}};
    Map map;

    exs_rule_set_add(&without, EXS_RULE_IMPORT_TABLES);
    map = map_new(1, &without);
    for (int i = 1; i < SITES; i++)
        join(&map, i - 1, i, 1);
    exs_actors_begin(map.world);
    ck_assert_int_eq(cost_of(&map, 0, 1), 1);
    ck_assert_int_eq(cost_of(&map, 0, 2), -1);
    exs_world_free(map.world);
}
END_TEST

/* In a ring each connector offers each site once, the cheapest way over it, and no way leads home.
 */
START_TEST(a_ring_has_two_ways_and_no_circle)
{
    Map map = map_new(1, NULL);
    const GPtrArray *rows;
    int to_two = 0;

    for (int i = 0; i < SITES; i++)
        join(&map, i, (i + 1) % SITES, 1);
    exs_actors_begin(map.world);
    rows = map.site[0]->table->rows;
    for (guint i = 0; i < rows->len; i++) {
        const ExsTableRow *row = rows->pdata[i];

        to_two += row->space == map.site[2]->dn_space;
        for (int hop = 1; hop < row->hops; hop++)
            ck_assert_ptr_ne(row->path[hop]->server->site, map.site[0]);
    }
    ck_assert_int_eq(to_two, 2);
    ck_assert_int_eq(cost_of(&map, 0, 2), 2);
    exs_world_free(map.world);
}
END_TEST

/* Rows are unique by connector, space and restriction: C's space is seen twice only when restricted
 * otherwise. */
START_TEST(a_row_is_a_connector_a_space_and_a_restriction)
{
    static const struct {
        ExsScope scope;
        guint rows;
    } both[] = {{EXS_SCOPE_ORGANIZATION, 2}, {EXS_SCOPE_SITE, 3}};

    for (size_t i = 0; i < G_N_ELEMENTS(both); i++) {
        Map map = map_new(1, NULL);
        const ExsSpace *space = exs_space(map.world->spaces, "SMTP:*", NULL);
        guint count = 0;

        join(&map, 0, 1, 1);
        join(&map, 1, 2, 1);
        for (int s = 0; s < 3; s++) {
            ExsConnectorPlan plan = {0};
            ExsConnector *ims =
                exs_actors_add_connector(map.world, map.server[s], "ims", &plan, NULL);

            exs_connector_add_space(ims, space, 1, s == 2 ? both[i].scope : EXS_SCOPE_ORGANIZATION,
                                    NULL);
        }
        exs_actors_begin(map.world);
        for (guint k = 0; k < map.site[0]->table->rows->len; k++)
            count += ((ExsTableRow *)map.site[0]->table->rows->pdata[k])->space == space;
        ck_assert_uint_eq(count, both[i].rows);
        exs_world_free(map.world);
    }
}
END_TEST

/* The converged tables agree with least-cost paths, worked out independently. */
START_TEST(tables_agree_with_least_cost_paths)
{
    ExsStream dice = exs_stream((uint64_t)_i + 1, "test", "gwart");
    Map map = map_new((uint64_t)_i + 1, NULL);
    int64_t least[SITES][SITES];

    for (int a = 0; a < SITES; a++)
        for (int b = 0; b < SITES; b++)
            least[a][b] = a == b ? 0 : 1000000;
    for (int a = 0; a < SITES; a++) {
        for (int b = a + 1; b < SITES; b++) {
            if (exs_stream_below(&dice, 2) == 0)
                continue;
            least[a][b] = least[b][a] = 1 + (int64_t)exs_stream_below(&dice, 100);
            join(&map, a, b, least[a][b]);
        }
    }
    exs_actors_begin(map.world);
    for (int via = 0; via < SITES; via++)
        for (int a = 0; a < SITES; a++)
            for (int b = 0; b < SITES; b++)
                least[a][b] = MIN(least[a][b], least[a][via] + least[via][b]);
    for (int a = 0; a < SITES; a++)
        for (int b = 0; b < SITES; b++)
            if (a != b)
                ck_assert_int_eq(cost_of(&map, a, b), least[a][b] >= 1000000 ? -1 : least[a][b]);
    exs_world_free(map.world);
}
END_TEST

START_TEST(a_change_is_in_the_table_after_ten_minutes)
{
    TwoSites all = two_sites("5.5 SP4");
    uint32_t version = all.seattle->table->version;

    exs_actors_remove_connector(all.world, all.slow);
    world_run(all.world, 10 * EXS_MINUTE - 1);
    ck_assert_uint_eq(all.seattle->table->version, version);
    world_run(all.world, 10 * EXS_MINUTE);
    ck_assert_uint_eq(all.seattle->table->version, version + 1);
    exs_world_free(all.world);
}
END_TEST

Suite *suite_gwart(void)
{
    Suite *suite = suite_create("routing/gwart");
    TCase *tcase = tcase_create("tables");

    tcase_add_test(tcase, a_chain_adds_its_costs);
    tcase_add_test(tcase, without_import_a_site_knows_its_neighbours);
    tcase_add_test(tcase, a_ring_has_two_ways_and_no_circle);
    tcase_add_test(tcase, a_row_is_a_connector_a_space_and_a_restriction);
    tcase_add_loop_test(tcase, tables_agree_with_least_cost_paths, 0, 50);
    tcase_add_test(tcase, a_change_is_in_the_table_after_ten_minutes);
    suite_add_tcase(suite, tcase);
    return suite;
}
