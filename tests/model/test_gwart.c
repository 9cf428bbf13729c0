/* test_gwart.c - what a site's table holds once everything is known everywhere.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>

#include "exsim/model/actors/attendant.h"
#include "exsim/model/routing/gwart.h"
#include "exsim/model/routing/match.h"
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
    const ExsTable *table = map->site[a]->table;
    int64_t best = -1;

    for (uint32_t i = 0; i < table->count; i++) {
        const ExsTableRow *row = &table->rows[i];

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
    const ExsTable *table;
    int to_two = 0;

    for (int i = 0; i < SITES; i++)
        join(&map, i, (i + 1) % SITES, 1);
    exs_actors_begin(map.world);
    table = map.site[0]->table;
    for (uint32_t i = 0; i < table->count; i++) {
        const ExsTableRow *row = &table->rows[i];

        to_two += row->space == map.site[2]->dn_space;
        for (int hop = 1; hop < row->hops; hop++)
            ck_assert_ptr_ne(exs_table_hop(row, (uint16_t)hop)->server->site, map.site[0]);
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
        for (uint32_t k = 0; k < map.site[0]->table->count; k++)
            count += map.site[0]->table->rows[k].space == space;
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

/* ---- when ---- */

START_TEST(a_scheduled_calculation_comes_at_its_quarter_hour)
{
    TwoSites all = two_sites("5.5 SP4");
    uint32_t version = all.seattle->table->version;

    exs_setting_set(&all.seattle->settings, EXS_SETTING_CALCULATION_DELAY, EXS_DAY, NULL);
    ck_assert(
        exs_schedule_parse("09:00-09:30, 12:00-12:15", &all.seattle->calculation_schedule, NULL));
    exs_attendant_schedule(all.world, all.seattle);
    exs_actors_remove_connector(all.world, all.slow);
    world_run(all.world, EXS_HOUR - 1); /* the world starts at 08:00 */
    ck_assert_uint_eq(all.seattle->table->version, version);
    world_run(all.world, EXS_HOUR);
    ck_assert_uint_eq(all.seattle->table->version, version + 1);
    exs_world_free(all.world);
}
END_TEST

START_TEST(a_calculation_under_way_is_not_begun_again)
{
    TwoSites all = two_sites("5.5 SP4");
    uint32_t version = all.seattle->table->version;

    exs_setting_set(&all.hub1->settings, EXS_SETTING_IMPORT_TIME, EXS_HOUR, NULL);
    exs_actors_remove_connector(all.world, all.slow);
    ck_assert(!exs_attendant_calculate(all.world, all.seattle));
    world_run(all.world, 5 * EXS_MINUTE);
    ck_assert(!exs_attendant_calculate(all.world, all.seattle));
    ck_assert_uint_eq(all.seattle->table->version, version);
    world_run(all.world, 30 * EXS_DAY);
    ck_assert_uint_eq(all.seattle->table->version, version + 1);
    exs_world_free(all.world);
}
END_TEST

/* ---- the Site-Proxy-Space ---- */

static void add_proxy(ExsWorld *world, ExsRecipient *recipient, const char *text)
{
    const ExsAddress *address = exs_address(world->addresses, text, NULL);

    ck_assert(exs_world_add_proxy(world, recipient, address, NULL));
}

START_TEST(the_proxy_space_has_every_place_of_an_address_once)
{
    TwoSites all = two_sites("5.5 SP4");
    const GPtrArray *entries;

    add_proxy(all.world, all.ann, "X400:c=US;a=ABC;p=OLD;ou1=X;s=ann;");
    add_proxy(all.world, all.ann, "X400:c=US;a=ABC;p=OLD;ou1=X;s=ann;g=a;");
    add_proxy(all.world, all.bob, "X400:c=FR;a=ATLAS;s=bob;");
    ck_assert(exs_attendant_calculate(all.world, all.seattle));
    entries = all.seattle->table->proxy_space;
    ck_assert_uint_eq(entries->len, 2);
    ck_assert_ptr_eq(entries->pdata[0], all.seattle->x400_space);
    ck_assert_str_eq(((const ExsSpace *)entries->pdata[1])->folded, "c=us;a=abc;p=old;ou1=x;");
    exs_world_free(all.world);
}
END_TEST

START_TEST(the_limit_cuts_the_proxy_space)
{
    static const struct {
        const char *product, *limit;
        guint entries;
    } rows[] = {{"5.5", "p", 3},    {"5.5 SP1", "p", 2}, {"5.5 SP1", "P", 2},
                {"5.5 SP1", "", 3}, {"5.5 SP1", "x", 3}, {"5.5 SP1", "ou4", 3}};

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        TwoSites all = two_sites(rows[i].product);
        int64_t limit = *rows[i].limit ? exs_intern(all.world->names, rows[i].limit) : 0;

        exs_setting_set(&all.hub1->settings, EXS_SETTING_SITE_PROXY_LIMIT, limit, NULL);
        add_proxy(all.world, all.ann, "X400:c=US;a= ;p=ORG;ou1=A;s=ann;");
        add_proxy(all.world, all.ann, "X400:c=US;a= ;p=ORG;ou1=B;s=ann;");
        exs_attendant_calculate(all.world, all.seattle);
        ck_assert_uint_eq(all.seattle->table->proxy_space->len, rows[i].entries);
        exs_world_free(all.world);
    }
}
END_TEST

/* ---- locations ---- */

START_TEST(a_row_of_a_location_is_for_its_servers)
{
    static const struct {
        const char *sender, *home; /* NULL: none */
        bool is_used;
    } rows[] = {{NULL, NULL, true}, {"1", "1", true}, {"1", "2", false}, {NULL, "1", false},
                {"1", NULL, false}, {"*", "2", true}, {"2", "*", true},  {"1", "01", false}};

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        TwoSites all = two_sites("5.5 SP4");
        const ExsAddress *address = exs_address(all.world->addresses, "SMTP:x@example.com", NULL);
        ExsEnvelope envelope = {.typed = address, .dda = address};

        exs_connector_clear_spaces(all.ims1);
        exs_connector_add_space(all.ims2, exs_space(all.world->spaces, "SMTP:*", NULL), 1,
                                EXS_SCOPE_LOCATION, NULL);
        if (rows[i].sender)
            exs_setting_set(&all.hub1->settings, EXS_SETTING_LOCATION,
                            exs_intern(all.world->names, rows[i].sender), NULL);
        if (rows[i].home)
            exs_setting_set(&all.hub2->settings, EXS_SETTING_LOCATION,
                            exs_intern(all.world->names, rows[i].home), NULL);
        exs_attendant_calculate(all.world, all.seattle);
        ck_assert_uint_eq(
            exs_match(all.hub1->matches, all.seattle->table, all.hub1, &envelope)->candidates,
            rows[i].is_used);
        exs_world_free(all.world);
    }
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
    tcase_add_test(tcase, a_scheduled_calculation_comes_at_its_quarter_hour);
    tcase_add_test(tcase, a_calculation_under_way_is_not_begun_again);
    tcase_add_test(tcase, the_proxy_space_has_every_place_of_an_address_once);
    tcase_add_test(tcase, the_limit_cuts_the_proxy_space);
    tcase_add_test(tcase, a_row_of_a_location_is_for_its_servers);
    suite_add_tcase(suite, tcase);
    return suite;
}
