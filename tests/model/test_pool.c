/* test_pool.c - control blocks and the like: how many there may be, who takes one, what is lost.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>

#include "exsim/model/actors/mta.h"
#include "support/world.h"

#define BOB "EX:/o=ORG/ou=PARIS/cn=Recipients/cn=bob"

/* clang-format off */
static const struct {
    const char *title, *product;
    int64_t tcp, tp4, x25;
    int64_t stack; /* of FAST */
    bool starts;
} sizes[] = {
    {"64 before the fix",             "4.0 SP4", 32,   32, 20,   1, true},
    {"65 before the fix",             "4.0 SP4", 33,   32, 20,   1, false},
    {"more with it",                  "4.0 SP5", 33,   32, 20,   1, true},
    {"2,000 with it",                 "5.0 SP2", 1980, 20, 20,   1, true},
    {"2,001 with it",                 "5.0 SP2", 1981, 20, 20,   1, false},
    {"X.25 in use",                   "5.0 SP2", 1240, 20, 11,   3, false},
    {"X.25 not in use",               "5.0 SP2", 1240, 20, 11,   1, true},
    {"1,250 on 5.5",                  "5.5",     1000, 50, 200,  1, true},
    {"1,251 on 5.5",                  "5.5",     1000, 51, 200,  1, false},
    {"TP4 counts as 20 at least",     "5.5",     1031, 2,  200,  1, false},
    {"one for TP4",                   "5.5",     20,   1,  20,   1, false},
    {"none for TCP/IP",               "4.0",     0,    20, 20,   1, false},
    {"none for X.25",                 "5.5",     20,   20, 0,    1, true},
};
/* clang-format on */

static void set(ExsServer *server, ExsSetting which, int64_t value)
{
    ck_assert(exs_setting_set(&server->settings, which, value, NULL));
}

START_TEST(sizes_are_checked_at_the_start)
{
    TwoSites two = two_sites(sizes[_i].product);

    set(two.hub1, EXS_SETTING_TCP_CONTROL_BLOCKS, sizes[_i].tcp);
    set(two.hub1, EXS_SETTING_TP4_CONTROL_BLOCKS, sizes[_i].tp4);
    set(two.hub1, EXS_SETTING_X25_CONNECTIONS, sizes[_i].x25);
    ck_assert(
        exs_setting_set(&two.fast->settings, EXS_SETTING_TRANSPORT_STACK, sizes[_i].stack, NULL));
    exs_mta_stop(two.hub1->mta);
    exs_mta_start(two.hub1->mta);
    ck_assert_msg(two.hub1->mta_runs == sizes[_i].starts, "%s", sizes[_i].title);
    exs_world_free(two.world);
}
END_TEST

START_TEST(read_at_the_start_only)
{
    TwoSites two = two_sites("5.5 SP4");

    set(two.hub1, EXS_SETTING_TCP_CONTROL_BLOCKS, 30);
    ck_assert_uint_eq(two.hub1->mta->pools[EXS_NETWORK_TCP].configured, 20);
    exs_mta_stop(two.hub1->mta);
    exs_mta_start(two.hub1->mta);
    ck_assert_uint_eq(two.hub1->mta->pools[EXS_NETWORK_TCP].configured, 30);
    exs_world_free(two.world);
}
END_TEST

START_TEST(one_at_either_end)
{
    TwoSites two = two_sites("5.5 SP4");
    const ExsPool *near = &two.hub1->mta->pools[EXS_NETWORK_TCP];
    const ExsPool *far = &two.par1->mta->pools[EXS_NETWORK_TCP];

    world_send(two.world, two.ann, BOB);
    world_run(two.world, EXS_MINUTE);
    ck_assert_uint_eq(near->used, 1);
    ck_assert_uint_eq(far->used, 1);
    world_run(two.world, 10 * EXS_MINUTE);
    ck_assert_uint_eq(near->used + far->used, 0);
    exs_world_free(two.world);
}
END_TEST

/* None at this end, none at the far end: the mail goes the other way. */
START_TEST(without_one_mail_is_rerouted)
{
    TwoSites two = two_sites("5.5 SP4");
    ExsServer *server = _i ? two.par1 : two.hub1;
    uint32_t message;

    server->mta->pools[EXS_NETWORK_TCP].lost = 19;
    message = world_send(two.world, two.ann, BOB);
    world_run(two.world, EXS_MINUTE);
    ck_assert_uint_ge(world_count(two.world, EXS_TRACE_REROUTED, message), 1);
    ck_assert_uint_eq(world_count(two.world, EXS_TRACE_DELIVERED, message), _i ? 0 : 1);
    exs_world_free(two.world);
}
END_TEST

Suite *suite_pool(void)
{
    Suite *suite = suite_create("pool");
    TCase *all = tcase_create("all");

    tcase_add_loop_test(all, sizes_are_checked_at_the_start, 0, G_N_ELEMENTS(sizes));
    tcase_add_test(all, read_at_the_start_only);
    tcase_add_test(all, one_at_either_end);
    tcase_add_loop_test(all, without_one_mail_is_rerouted, 0, 2);
    suite_add_tcase(suite, all);
    return suite;
}
