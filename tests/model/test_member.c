/* test_member.c - who is on an Accept or Reject list: named, or as a member; what it takes to say
 * so, and what ends the MTA.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>

#include "exsim/model/org/list.h"
#include "exsim/model/routing/member.h"
#include "support/org.h"

/* ann is in inner, which is in outer, which is in inner again; bob is in outer; eve in none. */
typedef struct {
    ExsList lists[2];
    ExsRecipient inner, outer, ann, bob, eve;
    ExsSenders *senders;
    bool is_new; /* what is read */
} Org;

static void make(Org *org)
{
    *org = (Org){.senders = exs_senders_new()};
    org->lists[0].members = g_ptr_array_new();
    org->lists[1].members = g_ptr_array_new();
    org->inner.list = &org->lists[0];
    org->outer.list = &org->lists[1];
    g_ptr_array_add(org->lists[0].members, &org->ann);
    g_ptr_array_add(org->lists[0].members, &org->outer);
    g_ptr_array_add(org->lists[1].members, &org->bob);
    g_ptr_array_add(org->lists[1].members, &org->inner);
}

static void unmake(Org *org)
{
    exs_senders_free(org->senders);
    g_ptr_array_unref(org->lists[0].members);
    g_ptr_array_unref(org->lists[1].members);
}

static GPtrArray *read_list(void *reader, const ExsRecipient *list, bool *is_new)
{
    *is_new = ((Org *)reader)->is_new;
    return g_ptr_array_ref(list->list->members);
}

static ExsPolicy policy_of(const char *text)
{
    ExsProduct product;
    ExsBuilds builds;

    ck_assert(exs_product_parse(text, &product, NULL));
    builds = exs_builds(product);
    return (ExsPolicy){exs_rules_in_force(&builds, NULL, NULL), NULL};
}

START_TEST(standing)
{
    Org org;
    ExsPolicy policy = policy_of("5.5 SP4");
    const ExsMemberSource source = {read_list, &org};
    ExsMemberSearch search;

    make(&org);
#define STANDING(who) exs_member_standing(&policy, org.senders, who, &source, &search)
    ck_assert_int_eq(STANDING(&org.ann), EXS_STANDING_PASSES);
    ck_assert_uint_eq(search.depth, 0);
    g_ptr_array_add(org.senders->accept, &org.outer);
    ck_assert_int_eq(STANDING(&org.ann), EXS_STANDING_PASSES);
    ck_assert_int_eq(STANDING(&org.bob), EXS_STANDING_PASSES);
    ck_assert_int_eq(STANDING(&org.eve), EXS_STANDING_NOT_ACCEPTED);
    ck_assert_int_eq(STANDING(NULL), EXS_STANDING_NOT_ACCEPTED);
    ck_assert_uint_eq(search.depth, 2);
    ck_assert_uint_eq(search.compared, 5);
    ck_assert_uint_eq(search.lookups, 0);
    org.is_new = true;
    g_ptr_array_add(org.senders->reject, &org.inner);
    ck_assert_int_eq(STANDING(&org.bob), EXS_STANDING_REJECTED);
    ck_assert_uint_eq(search.lookups, 6);
    ck_assert_int_eq(STANDING(&org.eve), EXS_STANDING_NOT_ACCEPTED);
#undef STANDING
    unmake(&org);
}
END_TEST

/* clang-format off */
static const struct {
    const char *product;
    uint32_t depth, compared;
    bool is_transferred;
    ExsRule rule;
} ends[] = {
    {"4.0 SP5",     9, 9999, true,  EXS_RULE_NONE},
    {"5.0",         1, 9999, true,  EXS_RULE_NONE},
    {"5.0",         2, 2,    false, EXS_RULE_NESTED_SENDERS_BREAK},
    {"5.0 SP2",     2, 2,    true,  EXS_RULE_NONE},
    {"5.5 SP3",     2, 1000, false, EXS_RULE_NONE},
    {"5.5 SP3",     2, 999,  true,  EXS_RULE_NONE},
    {"5.5 SP3",     1, 1000, true,  EXS_RULE_NONE},
    {"5.5 SP3",     2, 1000, true,  EXS_RULE_LARGE_SENDERS_BREAK},
    {"5.5.2651.71", 2, 1000, true,  EXS_RULE_NONE},
};
/* clang-format on */

START_TEST(ending)
{
    ExsWorld *world = org_new();
    ExsPolicy policy = policy_of(ends[_i].product);
    ExsMemberSearch search = {.depth = ends[_i].depth, .compared = ends[_i].compared};

    policy.settings = &world->settings;
    ck_assert_msg(exs_member_breaks(&policy, &search, ends[_i].is_transferred) == ends[_i].rule,
                  "%s, %d", ends[_i].product, _i);
    exs_world_free(world);
}
END_TEST

Suite *suite_member(void)
{
    Suite *suite = suite_create("member");
    TCase *tcase = tcase_create("member");

    tcase_add_test(tcase, standing);
    tcase_add_loop_test(tcase, ending, 0, G_N_ELEMENTS(ends));
    suite_add_tcase(suite, tcase);
    return suite;
}
