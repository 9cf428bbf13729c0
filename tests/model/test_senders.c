/* test_senders.c - an MTA asks Accept and Reject lists: what it believes, how long, and what that
 * costs it; how many recipients a message counts.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>

#include "exsim/model/actors/mta.h"
#include "exsim/model/actors/reading.h"
#include "exsim/model/actors/store.h"
#include "exsim/model/org/list.h"
#include "support/org.h"
#include "support/world.h"

static TwoSites all;
static ExsRecipient *staff;
static ExsMessage *message;

static void begin(const char *product)
{
    GPtrArray *members = g_ptr_array_new();

    all = two_sites(product);
    staff = exs_world_add_list(all.world, all.hub1, "staff", NULL);
    g_ptr_array_add(members, all.ann);
    exs_list_set_members(staff, members);
    message = exs_message_new(all.world, all.ann->dn, 2);
    message->sender = all.ann;
    message->to[0].typed = staff->dn;
    message->to[1].typed = all.bob->dn;
}

static void end(void)
{
    exs_world_free(all.world);
}

static ExsStanding stands(void)
{
    return exs_mta_standing_by(all.hub1->mta, all.ims1, message);
}

static ExsTime busy(void)
{
    return MAX(0, all.hub1->mta->busy_until - exs_world_now(all.world));
}

/* Two lookups, and two entries are compared. */
#define READS    (2 * 33333)
#define COMPARES 200

/* clang-format off */
static const struct {
    const char *product;
    ExsTime first, again, next_message, after_a_minute;
} costs[] = {
    {"4.0 SP3", READS + COMPARES, 0,                READS + COMPARES, READS + COMPARES},
    {"4.0 SP4", READS + COMPARES, 0,                COMPARES,         READS + COMPARES},
    {"5.0",     READS + COMPARES, READS + COMPARES, READS + COMPARES, READS + COMPARES},
    {"5.0 SP1", READS + COMPARES, COMPARES,         COMPARES,         READS + COMPARES},
    {"5.5 SP4", READS + COMPARES, 0,                COMPARES,         READS + COMPARES},
};
/* clang-format on */

/* What one more question adds to the time that the MTA is busy. */
static ExsTime cost_of_asking(void)
{
    ExsTime before = busy();

    ck_assert_int_eq(stands(), EXS_STANDING_PASSES);
    return busy() - before;
}

START_TEST(what_it_costs)
{
    ExsMessage *next;

    begin(costs[_i].product);
    all.ims1->senders = exs_senders_new();
    g_ptr_array_add(all.ims1->senders->accept, staff);
    ck_assert_int_eq(cost_of_asking(), costs[_i].first);
    ck_assert_int_eq(cost_of_asking(), costs[_i].again);
    next = exs_message_again(all.world, message, 1);
    next->serial++;
    message = next;
    ck_assert_int_eq(cost_of_asking(), costs[_i].next_message);
    world_run(all.world, EXS_MINUTE);
    ck_assert_int_eq(cost_of_asking(), costs[_i].after_a_minute);
    end();
}
END_TEST

/* A cache that is too small for a list keeps nothing of it. */
START_TEST(what_does_not_fit)
{
    begin("5.5 SP4");
    all.ims1->senders = exs_senders_new();
    g_ptr_array_add(all.ims1->senders->accept, staff);
    exs_setting_set(&all.hub1->settings, EXS_SETTING_DL_MEMBER_CACHE, 0, NULL);
    ck_assert_int_eq(cost_of_asking(), READS + COMPARES);
    message->serial += 100;
    ck_assert_int_eq(cost_of_asking(), READS + COMPARES);
    end();
}
END_TEST

/* Who is named needs no list, and takes no time; a list is asked again after a minute. */
START_TEST(what_is_believed)
{
    begin("5.5 SP4");
    g_ptr_array_add(exs_recipient_limits(staff)->senders.reject, all.ann);
    ck_assert_int_eq(exs_mta_standing(all.hub1->mta, staff, message), EXS_STANDING_REJECTED);
    ck_assert_int_eq(busy(), 0);
    g_ptr_array_set_size(staff->limits->senders.reject, 0);
    world_run(all.world, 59 * EXS_SECOND);
    ck_assert_int_eq(exs_mta_standing(all.hub1->mta, staff, message), EXS_STANDING_REJECTED);
    world_run(all.world, EXS_MINUTE);
    ck_assert_int_eq(exs_mta_standing(all.hub1->mta, staff, message), EXS_STANDING_PASSES);
    end();
}
END_TEST

/* The list has two members and itself; bob is named beside it. */
START_TEST(what_counts)
{
    begin("5.5 SP4");
    g_ptr_array_add(staff->list->members, all.bob);
    g_ptr_array_add(staff->list->members, staff);
    exs_setting_set(&all.hub1->settings, EXS_SETTING_MAX_RECIPIENTS, 2, NULL);
    ck_assert(!exs_store_is_for_too_many(all.hub1, message, false));
    ck_assert(exs_store_is_for_too_many(all.hub1, message, true));
    exs_setting_set(&all.hub1->settings, EXS_SETTING_MAX_RECIPIENTS, 3, NULL);
    ck_assert(!exs_store_is_for_too_many(all.hub1, message, true));
    end();
}
END_TEST

Suite *suite_senders(void)
{
    Suite *suite = suite_create("senders");
    TCase *tcase = tcase_create("senders");

    tcase_add_loop_test(tcase, what_it_costs, 0, G_N_ELEMENTS(costs));
    tcase_add_test(tcase, what_does_not_fit);
    tcase_add_test(tcase, what_is_believed);
    tcase_add_test(tcase, what_counts);
    suite_add_tcase(suite, tcase);
    return suite;
}
