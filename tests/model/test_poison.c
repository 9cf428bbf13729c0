/* test_poison.c - messages with a flaw, and what services do at them.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>

#include "exsim/kernel/error.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/actors/poison.h"
#include "support/world.h"

#define BOB "EX:/o=ORG/ou=PARIS/cn=Recipients/cn=bob"
#define OUT "SMTP:x@example.com"

static uint32_t send_flawed(TwoSites *all, const char *to, ExsFlaw flaw)
{
    const ExsAddress *address = exs_address_lenient(all->world->addresses, to, NULL);
    ExsSubmission submission = {.from = all->ann,
                                .to = &address,
                                .count = 1,
                                .size = 4096,
                                .priority = EXS_PRIORITY_NORMAL,
                                .flaw = flaw};

    return exs_send(all->world, &submission, NULL);
}

static unsigned delivered(const TwoSites *all, uint32_t serial)
{
    return world_count(all->world, EXS_TRACE_DELIVERED, serial);
}

START_TEST(words_name_a_flaw)
{
    g_autoptr(GError) error = NULL;
    ExsFlaw flaw;

    for (int i = EXS_FLAW_NONE + 1; i < EXS_FLAW_COUNT; i++) {
        ck_assert(exs_flaw_parse(exs_flaw_row(i)->words, &flaw, NULL));
        ck_assert_int_eq(flaw, i);
    }
    ck_assert(!exs_flaw_parse("headers over 32", &flaw, &error));
    ck_assert(g_error_matches(error, EXS_ERROR, EXS_ERROR_UNKNOWN));
    ck_assert_ptr_nonnull(strstr(error->message, "did you mean \"headers over 32 KB\"?"));
}
END_TEST

/* product, flaw, to whom, whether it arrives, whether what is sent after it does */
static const struct {
    const char *product;
    ExsFlaw flaw;
    const char *to;
    unsigned arrives, follows;
} cases[] = {
    {"5.0", EXS_FLAW_LIST_MEMBER, BOB, 0, 0},       {"5.0 SP1", EXS_FLAW_LIST_MEMBER, BOB, 1, 1},
    {"5.5 SP4", EXS_FLAW_CORRUPT, BOB, 0, 0},       {"4.0 SP3", EXS_FLAW_BROKEN_LIST, OUT, 0, 0},
    {"4.0 SP4", EXS_FLAW_BROKEN_LIST, OUT, 1, 1},   {"5.0 SP1", EXS_FLAW_ORIGINATOR_DN, OUT, 0, 0},
    {"5.0 SP1", EXS_FLAW_ORIGINATOR_DN, BOB, 1, 1}, /* not there */
    {"5.5 SP1", EXS_FLAW_LONG_HEADERS, OUT, 0, 0},  {"5.5 SP2", EXS_FLAW_LONG_HEADERS, OUT, 1, 1},
    {"4.0 SP2", EXS_FLAW_MOVED_RECEIPT, BOB, 1, 0}, {"4.0 SP3", EXS_FLAW_MOVED_RECEIPT, BOB, 1, 1},
};

START_TEST(a_flaw_harms_at_its_place)
{
    TwoSites all = two_sites(cases[_i].product);
    uint32_t flawed = send_flawed(&all, cases[_i].to, cases[_i].flaw), next;

    world_run(all.world, 10 * EXS_MINUTE);
    next = world_send(all.world, all.ann, cases[_i].to);
    world_run(all.world, EXS_HOUR);
    ck_assert_uint_eq(delivered(&all, flawed), cases[_i].arrives);
    ck_assert_uint_eq(delivered(&all, next), cases[_i].follows);
    exs_world_free(all.world);
}
END_TEST

START_TEST(an_mta_that_spins_is_killed)
{
    TwoSites all = two_sites("5.5 SP4");
    ExsService mta = {EXS_SERVICE_MTA, all.hub1, NULL};
    uint32_t flawed = send_flawed(&all, BOB, EXS_FLAW_CORRUPT);

    world_run(all.world, EXS_MINUTE);
    exs_service_stop(all.world, &mta);
    ck_assert(exs_service_is_running(&mta));
    exs_service_crash(all.world, &mta);
    ck_assert(!exs_service_is_running(&mta));
    exs_service_start(all.world, &mta); /* its own check finds it */
    world_run(all.world, EXS_HOUR);
    ck_assert(exs_service_is_running(&mta));
    ck_assert_uint_eq(world_count(all.world, EXS_TRACE_DISCARDED, flawed), 1);
    exs_world_free(all.world);
}
END_TEST

START_TEST(what_is_deleted_stands_in_nobodys_way)
{
    TwoSites all = two_sites("5.0 SP1");
    uint32_t flawed = send_flawed(&all, OUT, EXS_FLAW_ORIGINATOR_DN), next;

    world_run(all.world, EXS_MINUTE);
    next = world_send(all.world, all.ann, OUT);
    world_run(all.world, EXS_HOUR);
    ck_assert(exs_gateway_delete(all.ims1->service, flawed));
    ck_assert(!exs_gateway_delete(all.ims1->service, flawed));
    world_run(all.world, 2 * EXS_HOUR);
    ck_assert_uint_eq(delivered(&all, next), 1);
    exs_world_free(all.world);
}
END_TEST

/* What a foreign X.400 system sends is flawed when it comes, and the MTA was idle. */
START_TEST(a_foreign_system_sends_it)
{
    TwoSites all = two_sites("5.5 SP4");
    ExsConnectorPlan plan = {.name = "FOREIGN", .host = exs_world_add_host(all.world, "P", NULL)};
    ExsConnector *by = exs_actors_add_connector(all.world, all.par1, "x400", &plan, NULL);
    const ExsAddress *from = exs_address(all.world->addresses, "X400:c=FR;a= ;p=P;s=eve;", NULL);
    ExsSubmission submission = {
        .to = &all.bob->dn, .count = 1, .size = 4096, .flaw = EXS_FLAW_CORRUPT};
    uint32_t flawed = exs_send_from_host(all.world, plan.host, by, from, &submission, NULL);

    world_run(all.world, EXS_HOUR);
    ck_assert_uint_ne(flawed, 0);
    ck_assert_uint_eq(delivered(&all, flawed), 0);
    ck_assert_uint_eq(all.par1->mta->work.count, 1);
    exs_world_free(all.world);
}
END_TEST

Suite *suite_poison(void)
{
    Suite *suite = suite_create("poison");
    TCase *tcase = tcase_create("poison");

    tcase_add_test(tcase, words_name_a_flaw);
    tcase_add_loop_test(tcase, a_flaw_harms_at_its_place, 0, G_N_ELEMENTS(cases));
    tcase_add_test(tcase, an_mta_that_spins_is_killed);
    tcase_add_test(tcase, what_is_deleted_stands_in_nobodys_way);
    tcase_add_test(tcase, a_foreign_system_sends_it);
    suite_add_tcase(suite, tcase);
    return suite;
}
