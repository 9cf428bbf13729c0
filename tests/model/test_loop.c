/* test_loop.c - which traces are loops, which choices are detours, and how a copy keeps its trace.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>

#include "exsim/model/routing/loop.h"
#include "support/org.h"
#include "support/world.h"

#define AT(mta)                                                                                    \
    {                                                                                              \
        mta, 0, 0                                                                                  \
    }
#define REROUTED(mta)                                                                              \
    {                                                                                              \
        mta, 1, 0                                                                                  \
    }
#define REDIRECTED(mta)                                                                            \
    {                                                                                              \
        mta, 0, 1                                                                                  \
    }

static ExsPolicy policy_of(const char *text, const ExsRuleSet *without)
{
    ExsProduct product;
    ExsBuilds builds;

    ck_assert(exs_product_parse(text, &product, NULL));
    builds = exs_builds(product);
    return (ExsPolicy){exs_rules_in_force(&builds, NULL, without), NULL};
}

/* The message arrives at MTA 1. */
/* clang-format off */
static const struct {
    const char *name;
    ExsVisit trace[6];
    size_t count;
    bool loops;
} cases[] = {
    {"submitted here",                        {{0, 0, 0}},                             0, false},
    {"routed anew where it is",               {AT(1)},                                 1, false},
    {"from one that it was not at before",    {AT(2), AT(3)},                          2, false},
    {"there and back",                        {AT(1), AT(2)},                          2, true},
    {"round three",                           {AT(1), AT(2), AT(3)},                   3, true},
    {"back, for this MTA rerouted it",        {REROUTED(1), AT(2)},                    2, false},
    {"back, for the other one rerouted it",   {AT(1), REROUTED(2)},                    2, false},
    {"back, for the other one has the list",  {AT(1), REDIRECTED(2)},                  2, false},
    {"rerouted long ago, and round since",    {AT(1), REROUTED(2), AT(1), AT(2)},      4, true},
    {"rerouted before it came here first",    {REROUTED(2), AT(1), AT(3)},             3, true},
    {"rerouted on each of two rounds",        {AT(1), REROUTED(2), AT(1), REROUTED(2)}, 4, false},
    {"routed anew after a round",             {AT(1), AT(2), AT(1)},                   3, false},
};
/* clang-format on */

/* At MTA 1. */
static bool loops(const ExsPolicy *policy, const ExsVisit *trace, size_t count)
{
    ExsLoop loop = exs_loop_internal(policy, trace, count, 1);

    return loop.found_by != EXS_RULE_NONE && loop.passed_by == EXS_RULE_NONE;
}

START_TEST(a_second_visit_is_a_loop_unless_rerouted_since)
{
    ExsPolicy policy = policy_of("5.5 SP4", NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        ck_assert_msg(loops(&policy, cases[i].trace, cases[i].count) == cases[i].loops, "%s",
                      cases[i].name);
}
END_TEST

START_TEST(without_its_rules_it_is_another_verdict)
{
    ExsRuleSet no_trace = {0}, no_reroute = {0};
    ExsVisit round[] = {AT(1), AT(2)}, rerouted[] = {REROUTED(1), AT(2)};
    ExsPolicy policy;

    exs_rule_set_add(&no_trace, EXS_RULE_LOOP_BY_TRACE);
    policy = policy_of("4.0", &no_trace);
    ck_assert(!loops(&policy, round, 2));
    exs_rule_set_add(&no_reroute, EXS_RULE_REROUTE_IS_NO_LOOP);
    policy = policy_of("4.0", &no_reroute);
    ck_assert(loops(&policy, rerouted, 2));
}
END_TEST

START_TEST(a_detour_is_dearer_than_what_is_down)
{
    ExsPolicy policy = policy_of("5.5 SP4", NULL);
    ExsRoute down[] = {{.cost = 1, .tries = 1}, {.cost = 5}};
    ExsRoute equal[] = {{.cost = 1, .tries = 1}, {.cost = 1}};
    ExsRoute inbound[] = {{.cost = 1, .came_in_here = true}, {.cost = 5}};
    ExsRoute back[] = {{.cost = 1, .remote = true, .came_from = true}, {.cost = 5}};

    ck_assert(exs_loop_is_detour(&policy, down, 2, 1));
    ck_assert(!exs_loop_is_detour(&policy, down, 2, 0));
    ck_assert(!exs_loop_is_detour(&policy, equal, 2, 1));
    ck_assert(!exs_loop_is_detour(&policy, inbound, 2, 1));
    ck_assert(!exs_loop_is_detour(&policy, back, 2, 1));
}
END_TEST

START_TEST(a_copy_keeps_its_trace)
{
    ExsWorld *world = org_new();
    ExsTransfer *transfer, *copy;
    ExsMessage *message;
    uint32_t which[] = {0, 1};

    message = exs_message_new(world, org_address(world, "SMTP:ann@example.com"), 2);
    transfer = exs_transfer_new(world, message, which, 2);
    for (uint32_t mta = 1; mta <= 20; mta++) {
        exs_transfer_visit(transfer, mta);
        exs_transfer_visit(transfer, mta); /* where it is already */
    }
    exs_transfer_mark_rerouted(transfer);
    copy = exs_transfer_split(world, transfer, which + 1, 1);
    exs_transfer_leave(transfer);
    ck_assert_uint_eq(transfer->visit_count, 0);
    ck_assert_uint_eq(copy->visit_count, 20);
    for (uint32_t i = 0; i < 20; i++)
        ck_assert_uint_eq(exs_transfer_trace(copy)[i].mta, i + 1);
    ck_assert(exs_transfer_trace(copy)[19].is_rerouted);
    ck_assert(!exs_transfer_trace(copy)[18].is_rerouted);
    exs_transfer_visit(copy, 20);
    ck_assert(!exs_transfer_trace(copy)[19].is_rerouted); /* begun anew */
    exs_world_free(world);
}
END_TEST

/* A list's members get a copy of their own, which has been where the one for the list has. */
START_TEST(the_copy_for_members_goes_on_marked)
{
    ExsWorld *world = org_new();
    ExsPolicy policy = policy_of("5.5 SP4", NULL);
    ExsMessage *message = exs_message_new(world, org_address(world, "SMTP:ann@example.com"), 2);
    uint32_t which[] = {0, 1};
    ExsTransfer *transfer = exs_transfer_new(world, message, which, 1), *copy;
    ExsLoop loop;

    exs_transfer_visit(transfer, 1);
    exs_transfer_visit(transfer, 2);
    copy = exs_transfer_new(world, message, which + 1, 1);
    exs_transfer_follow(copy, transfer);
    exs_transfer_visit(copy, 2); /* its members are looked for where it was expanded */
    ck_assert_uint_eq(copy->visit_count, 2);
    loop = exs_loop_internal(&policy, exs_transfer_trace(copy), 2, 1);
    ck_assert_int_eq(loop.found_by, EXS_RULE_LOOP_BY_TRACE);
    ck_assert_int_eq(loop.passed_by, EXS_RULE_REDIRECT_IS_NO_LOOP);
    loop = exs_loop_internal(&policy, exs_transfer_trace(transfer), 2, 1);
    ck_assert_int_eq(loop.passed_by, EXS_RULE_NONE);
    exs_world_free(world);
}
END_TEST

/* Back from a foreign system, to the site it left, to another one, or with a mark. */
START_TEST(the_organisation_twice_is_a_loop_in_a_site_that_it_has_been_in)
{
    TwoSites sites = two_sites("5.5 SP4");
    ExsConnectorPlan plan = {.name = "OUT", .host = sites.host, .cost = 1};
    ExsMessage *message =
        exs_message_new(sites.world, org_address(sites.world, "SMTP:ann@example.com"), 1);
    ExsTransfer *transfer = exs_transfer_new(sites.world, message, NULL, 1);
    ExsLoop loop;

    transfer->came_by = exs_actors_add_connector(sites.world, sites.hub1, "x400", &plan, NULL);
    ck_assert_int_eq(exs_loop_test(sites.hub1, transfer).found_by, EXS_RULE_NONE);
    transfer->external = exs_external_trace_new();
    exs_external_trace_add(transfer->external, sites.host->id, false);
    ck_assert_int_eq(exs_loop_test(sites.hub1, transfer).found_by, EXS_RULE_NONE);
    exs_external_trace_add(transfer->external, EXS_DOMAIN_OWN, false);
    exs_external_trace_add_site(transfer->external, sites.paris->number);
    loop = exs_loop_test(sites.hub1, transfer);
    ck_assert_int_eq(loop.found_by, EXS_RULE_LOOP_BY_DOMAIN);
    ck_assert_int_eq(loop.passed_by, EXS_RULE_OTHER_SITE_NO_LOOP);
    exs_external_trace_add_site(transfer->external, sites.seattle->number);
    ck_assert_int_eq(exs_loop_test(sites.hub1, transfer).passed_by, EXS_RULE_NONE);
    exs_external_trace_add(transfer->external, sites.host->id, true);
    loop = exs_loop_test(sites.hub1, transfer);
    ck_assert_int_eq(loop.passed_by, EXS_RULE_REROUTE_IS_NO_LOOP);
    ck_assert_uint_eq(loop.place, 1);
    exs_world_free(sites.world);
}
END_TEST

/* Back by an X.400 Connector from PARIS to SEATTLE, at the other server. */
START_TEST(another_server_of_a_site_is_a_loop_too)
{
    TwoSites sites = two_sites("5.5 SP4");
    ExsMessage *message =
        exs_message_new(sites.world, org_address(sites.world, "SMTP:ann@example.com"), 1);
    ExsTransfer *transfer = exs_transfer_new(sites.world, message, NULL, 1);

    transfer->came_by = sites.slow;
    exs_transfer_visit(transfer, sites.hub1->number);
    ck_assert_int_eq(exs_loop_test(sites.hub2, transfer).found_by, EXS_RULE_NONE);
    exs_transfer_visit(transfer, sites.par1->number);
    ck_assert_int_eq(exs_loop_test(sites.hub2, transfer).found_by, EXS_RULE_LOOP_BY_SITE);
    exs_setting_set(&sites.hub1->settings, EXS_SETTING_NO_BILATERAL_INFO, 1, NULL);
    ck_assert_int_eq(exs_loop_test(sites.hub2, transfer).found_by, EXS_RULE_NONE);
    ck_assert_int_eq(exs_loop_test(sites.hub1, transfer).found_by, EXS_RULE_LOOP_BY_TRACE);
    exs_world_free(sites.world);
}
END_TEST

/* Out from SEATTLE, back in at PARIS, and on by an X.400 Connector to SEATTLE, which P1 names. */
START_TEST(what_has_been_outside_is_known_by_its_sites)
{
    TwoSites sites = two_sites("5.5 SP4");
    ExsMessage *message =
        exs_message_new(sites.world, org_address(sites.world, "SMTP:ann@example.com"), 1);
    ExsTransfer *transfer = exs_transfer_new(sites.world, message, NULL, 1);
    ExsLoop loop;

    transfer->came_by = sites.slow;
    transfer->external = exs_external_trace_new();
    exs_external_trace_add(transfer->external, EXS_DOMAIN_OWN, false);
    exs_external_trace_add(transfer->external, sites.host->id, false);
    exs_transfer_visit(transfer, sites.par1->number);
    ck_assert_int_eq(exs_loop_test(sites.hub2, transfer).found_by, EXS_RULE_NONE);
    exs_external_trace_add_site(transfer->external, sites.seattle->number);
    loop = exs_loop_test(sites.hub2, transfer);
    ck_assert_int_eq(loop.found_by, EXS_RULE_LOOP_BY_SITE);
    ck_assert_int_eq(loop.passed_by, EXS_RULE_NONE);
    exs_external_trace_add(transfer->external, sites.host->id, true);
    ck_assert_int_eq(exs_loop_test(sites.hub2, transfer).passed_by, EXS_RULE_REROUTE_IS_NO_LOOP);
    exs_world_free(sites.world);
}
END_TEST

/* Both ways are cut: the message goes to and fro between HUB1 and HUB2, and no loop is seen. */
START_TEST(rerouting_to_and_fro_is_no_loop)
{
    TwoSites sites = two_sites("5.5 SP4");
    uint32_t serial;

    exs_link_set_state(sites.world, sites.fast->link, EXS_LINK_CUT);
    exs_link_set_state(sites.world, sites.slow->link, EXS_LINK_CUT);
    serial = world_send(sites.world, sites.ann, sites.bob->dn->text);
    world_run(sites.world, 3 * EXS_HOUR);
    ck_assert_uint_ge(world_count(sites.world, EXS_TRACE_REROUTED, serial), 2);
    exs_link_set_state(sites.world, sites.fast->link, EXS_LINK_UP);
    exs_link_set_state(sites.world, sites.slow->link, EXS_LINK_UP);
    world_run(sites.world, 6 * EXS_HOUR);
    ck_assert_uint_eq(world_count(sites.world, EXS_TRACE_LOOP, 0), 0);
    ck_assert_uint_eq(world_count(sites.world, EXS_TRACE_DELIVERED, serial), 1);
    exs_world_free(sites.world);
}
END_TEST

Suite *suite_loop(void)
{
    Suite *suite = suite_create("loop");
    TCase *tcase = tcase_create("loop");

    tcase_add_test(tcase, a_second_visit_is_a_loop_unless_rerouted_since);
    tcase_add_test(tcase, without_its_rules_it_is_another_verdict);
    tcase_add_test(tcase, a_detour_is_dearer_than_what_is_down);
    tcase_add_test(tcase, a_copy_keeps_its_trace);
    tcase_add_test(tcase, the_copy_for_members_goes_on_marked);
    tcase_add_test(tcase, the_organisation_twice_is_a_loop_in_a_site_that_it_has_been_in);
    tcase_add_test(tcase, another_server_of_a_site_is_a_loop_too);
    tcase_add_test(tcase, what_has_been_outside_is_known_by_its_sites);
    tcase_add_test(tcase, rerouting_to_and_fro_is_no_loop);
    suite_add_tcase(suite, tcase);
    return suite;
}
