/* test_connectors.c - Site Connectors and RAS Connectors at work: target servers, modems, calls.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>

#include "exsim/model/actors/mta.h"
#include "support/world.h"

#define BOB "EX:/o=ORG/ou=PARIS/cn=Recipients/cn=bob"
#define CAT "EX:/o=ORG/ou=ROME/cn=Recipients/cn=cat"

/* SEATTLE with HUB1 (ann) and HUB2, PARIS with PAR1 (bob) and PAR2, ROME with ROM1 (cat). */
typedef struct {
    ExsWorld *world;
    ExsServer *hub1, *hub2, *par1, *par2, *rom1;
    ExsRecipient *ann;
} Org;

static Org three_sites(void)
{
    ExsWorldOptions options = {.seed = 1, .detail = EXS_DETAIL_FULL, .start = WORLD_START};
    Org org = {0};
    ExsSite *seattle, *paris, *rome;

    ck_assert(exs_product_parse("5.5 SP4", &options.product, NULL));
    org.world = exs_actors_world_new(&options, NULL);
    seattle = exs_world_add_site(org.world, "SEATTLE", NULL);
    paris = exs_world_add_site(org.world, "PARIS", NULL);
    rome = exs_world_add_site(org.world, "ROME", NULL);
    org.hub1 = exs_actors_add_server(org.world, seattle, "HUB1", NULL, NULL);
    org.hub2 = exs_actors_add_server(org.world, seattle, "HUB2", NULL, NULL);
    org.par1 = exs_actors_add_server(org.world, paris, "PAR1", NULL, NULL);
    org.par2 = exs_actors_add_server(org.world, paris, "PAR2", NULL, NULL);
    org.rom1 = exs_actors_add_server(org.world, rome, "ROM1", NULL, NULL);
    org.ann = exs_world_add_mailbox(org.world, org.hub1, "ann", NULL);
    exs_world_add_mailbox(org.world, org.par1, "bob", NULL);
    exs_world_add_mailbox(org.world, org.rom1, "cat", NULL);
    return org;
}

static ExsConnector *add_site(Org *org, ExsServer *home, const char *name, int64_t cost1,
                              int64_t cost2)
{
    ExsConnectorPlan plan = {.name = name};
    ExsConnector *made = exs_actors_add_connector(org->world, home, "site", &plan, NULL);

    ck_assert(exs_actors_add_target(org->world, made, org->par1, cost1, NULL));
    ck_assert(exs_actors_add_target(org->world, made, org->par2, cost2, NULL));
    return made;
}

static ExsConnector *add_ras(Org *org, ExsServer *from, ExsServer *to, const char *name)
{
    ExsConnectorPlan plan = {.name = name, .target = to};
    ExsConnector *made = exs_actors_add_connector(org->world, from, "ras", &plan, NULL);

    ck_assert_ptr_nonnull(made);
    exs_connector_connect(made, to->site, NULL);
    return made;
}

static uint64_t queued_for(const Org *org, ExsServer *from, const ExsServer *to)
{
    const GPtrArray *all = from->mta->adjacents;
    uint64_t count = 0;

    (void)org;
    for (guint i = 0; i < all->len; i++)
        if (((const ExsAdjacent *)all->pdata[i])->target == to)
            count += ((const ExsAdjacent *)all->pdata[i])->queue->count;
    return count;
}

static void stop_mta(Org *org, ExsServer *server)
{
    exs_service_stop(org->world, &(ExsService){EXS_SERVICE_MTA, server, NULL});
}

START_TEST(a_queue_for_each_target_server)
{
    Org org = three_sites();
    unsigned to_paris = 0;

    add_site(&org, org.hub1, "SITE", 1, 1);
    exs_actors_begin(org.world);
    for (guint i = 0; i < org.hub2->mta->adjacents->len; i++) {
        const ExsAdjacent *each = org.hub2->mta->adjacents->pdata[i];

        ck_assert_str_eq(each->queue->name, each->target->name);
        to_paris += each->target == org.par1 || each->target == org.par2;
    }
    ck_assert_uint_eq(to_paris, 2); /* on a server that has no connector object of its own */
    exs_world_free(org.world);
}
END_TEST

START_TEST(load_goes_by_weight)
{
    Org org = three_sites();

    add_site(&org, org.hub1, "SITE", 25, 75); /* three to one */
    exs_actors_begin(org.world);
    exs_link_set_state(org.world, exs_world_rpc_link(org.world, org.hub1, org.par1),
                       EXS_LINK_HANGING);
    exs_link_set_state(org.world, exs_world_rpc_link(org.world, org.hub1, org.par2),
                       EXS_LINK_HANGING);
    for (int i = 0; i < 1000; i++)
        world_send(org.world, org.ann, BOB);
    world_run(org.world, 29 * EXS_SECOND); /* before the first open times out */
    ck_assert_uint_gt(queued_for(&org, org.hub1, org.par1), 700);
    ck_assert_uint_lt(queued_for(&org, org.hub1, org.par1), 800);
    ck_assert_uint_eq(queued_for(&org, org.hub1, org.par1) + queued_for(&org, org.hub1, org.par2),
                      1000);
    exs_world_free(org.world);
}
END_TEST

START_TEST(all_targets_come_before_another_connector)
{
    Org org = three_sites();
    uint32_t message;

    add_site(&org, org.hub1, "SITE", 1, 100);
    add_site(&org, org.hub1, "OTHER", 0, 0)->cost = 50;
    exs_actors_begin(org.world);
    stop_mta(&org, org.par1);
    message = world_send(org.world, org.ann, BOB);
    world_run(org.world, EXS_MINUTE);
    ck_assert_uint_eq(world_count(org.world, EXS_TRACE_TRANSFERRED, message), 1); /* to PAR2 */
    ck_assert_uint_eq(world_count(org.world, EXS_TRACE_REROUTED, message), 0);
    exs_world_free(org.world);
}
END_TEST

START_TEST(what_no_target_takes_comes_back_after_a_day)
{
    Org org = three_sites();
    uint32_t message;

    add_site(&org, org.hub1, "SITE", 1, 100);
    exs_actors_begin(org.world);
    stop_mta(&org, org.par1);
    stop_mta(&org, org.par2);
    message = world_send(org.world, org.ann, BOB);
    world_run(org.world, 2 * EXS_DAY);
    /* 144 tries of each target, an interval apart; then it comes back */
    ck_assert_uint_eq(world_count(org.world, EXS_TRACE_OPEN_FAILED, 0), 2 * 144);
    ck_assert_uint_eq(world_count(org.world, EXS_TRACE_RETURNED, message), 1);
    ck_assert_int_ge(world_when(org.world, EXS_TRACE_RETURNED, message), EXS_DAY);
    ck_assert_int_lt(world_when(org.world, EXS_TRACE_RETURNED, message), EXS_DAY + EXS_MINUTE);
    exs_world_free(org.world);
}
END_TEST

START_TEST(a_bridgehead_sends_for_all)
{
    Org org = three_sites();
    ExsConnector *site = add_site(&org, org.hub1, "SITE", 0, 1);
    uint32_t message;

    ck_assert(exs_connector_set_bridgehead(site, org.hub2, NULL));
    ck_assert(!exs_connector_set_bridgehead(site, org.par1, NULL));
    exs_actors_begin(org.world);
    message = world_send(org.world, org.ann, BOB);
    world_run(org.world, EXS_MINUTE);
    ck_assert_uint_eq(world_count(org.world, EXS_TRACE_TRANSFERRED, message), 2);
    ck_assert_uint_eq(world_count(org.world, EXS_TRACE_DELIVERED, message), 1);
    exs_world_free(org.world);
}
END_TEST

/* ---- modems ---- */

START_TEST(one_modem_one_call)
{
    Org org = three_sites();
    uint32_t first, second;

    add_ras(&org, org.hub1, org.par1, "TO PARIS");
    add_ras(&org, org.hub1, org.rom1, "TO ROME");
    exs_actors_begin(org.world);
    first = world_send(org.world, org.ann, BOB);
    second = world_send(org.world, org.ann, CAT);
    world_run(org.world, 9 * EXS_MINUTE);
    ck_assert_uint_eq(world_count(org.world, EXS_TRACE_DELIVERED, first), 1);
    ck_assert_int_ge(world_when(org.world, EXS_TRACE_DELIVERED, first), 30 * EXS_SECOND);
    ck_assert_uint_eq(world_count(org.world, EXS_TRACE_OPEN_FAILED, 0), 1);
    ck_assert_uint_eq(world_count(org.world, EXS_TRACE_DELIVERED, second), 0);
    ck_assert_uint_eq(org.hub1->mta->calls, 0); /* hung up after the lifetime */
    world_run(org.world, 12 * EXS_MINUTE);
    ck_assert_uint_eq(world_count(org.world, EXS_TRACE_DELIVERED, second), 1);
    exs_world_free(org.world);
}
END_TEST

START_TEST(the_called_side_needs_a_modem_too)
{
    Org org = three_sites();
    uint32_t message;

    add_ras(&org, org.hub1, org.par1, "TO PARIS");
    add_ras(&org, org.par1, org.rom1, "TO ROME");
    exs_actors_begin(org.world);
    world_send(org.world, exs_world_find(org.world, "recipient", "bob"), CAT);
    world_run(org.world, EXS_MINUTE);
    ck_assert_uint_eq(org.par1->mta->calls, 1);
    message = world_send(org.world, org.ann, BOB);
    world_run(org.world, 2 * EXS_MINUTE);
    ck_assert_uint_eq(world_count(org.world, EXS_TRACE_OPEN_FAILED, 0), 1);
    ck_assert_uint_eq(world_count(org.world, EXS_TRACE_DELIVERED, message), 0);
    ck_assert_uint_eq(org.hub1->mta->calls, 0); /* the busy tone frees its own */
    exs_world_free(org.world);
}
END_TEST

START_TEST(two_modems_two_calls)
{
    Org org = three_sites();

    add_ras(&org, org.hub1, org.par1, "TO PARIS");
    add_ras(&org, org.hub1, org.rom1, "TO ROME");
    ck_assert(exs_setting_set(&org.hub1->settings, EXS_SETTING_MODEMS, 2, NULL));
    exs_actors_begin(org.world);
    world_send(org.world, org.ann, BOB);
    world_send(org.world, org.ann, CAT);
    world_run(org.world, EXS_MINUTE);
    ck_assert_uint_eq(world_count(org.world, EXS_TRACE_DELIVERED, 0), 2);
    ck_assert_uint_eq(org.hub1->mta->calls, 2);
    ck_assert_uint_eq(org.rom1->mta->calls, 1);
    exs_world_free(org.world);
}
END_TEST

Suite *suite_connectors(void)
{
    Suite *suite = suite_create("actors/connectors");
    TCase *tcase = tcase_create("site");

    tcase_add_test(tcase, a_queue_for_each_target_server);
    tcase_add_test(tcase, load_goes_by_weight);
    tcase_add_test(tcase, all_targets_come_before_another_connector);
    tcase_add_test(tcase, what_no_target_takes_comes_back_after_a_day);
    tcase_add_test(tcase, a_bridgehead_sends_for_all);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("ras");
    tcase_add_test(tcase, one_modem_one_call);
    tcase_add_test(tcase, the_called_side_needs_a_modem_too);
    tcase_add_test(tcase, two_modems_two_calls);
    suite_add_tcase(suite, tcase);
    return suite;
}
