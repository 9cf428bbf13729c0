/* test_target.c - which target server of a Site Connector, and how often.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/routing/target.h"

#include <check.h>
#include <string.h>

#define MAXIMUM 144

#define T(...)                                                                                     \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }

/* clang-format off */
static const struct {
    const char *name;
    ExsTarget targets[3];
    uint32_t weights[3];
    uint32_t tries;
    bool is_unfinished;
    ExsRule rule;
} cases[] = {
    {"cost 0 is always first",          {T(.cost = 0), T(.cost = 1), T(.cost = 100)},                       {1, 0, 0},   0, false, EXS_RULE_TARGET_ZERO_FIRST},
    {"several of cost 0 are equals",    {T(.cost = 0), T(.cost = 0), T(.cost = 1)},                         {1, 1, 0},   0, false, EXS_RULE_TARGET_ZERO_FIRST},
    {"1 to 99 by weight",               {T(.cost = 1), T(.cost = 99), T(.cost = 50)},                       {99, 1, 50}, 0, false, EXS_RULE_TARGETS_BY_WEIGHT},
    {"weighting after all of 0",        {T(.cost = 0, .tries = 1), T(.cost = 1), T(.cost = 2)},             {0, 99, 98}, 0, true,  EXS_RULE_TARGETS_BY_WEIGHT},
    {"the other of 0 before weighting", {T(.cost = 0, .tries = 1), T(.cost = 0), T(.cost = 2)},             {0, 1, 0},   0, true,  EXS_RULE_TARGET_ZERO_FIRST},
    {"100 waits for the others",        {T(.cost = 7, .tries = 1), T(.cost = 8), T(.cost = 100)},           {0, 92, 0},  0, true,  EXS_RULE_TARGET_100_LAST},
    {"100 when all others failed",      {T(.cost = 0, .tries = 1), T(.cost = 8, .tries = 1), T(.cost = 100)}, {0, 0, 1}, 0, true,  EXS_RULE_NONE},
    {"then from the beginning",         {T(.cost = 0, .tries = 1), T(.cost = 8, .tries = 1), T(.cost = 100, .tries = 1)}, {1, 0, 0}, 1, false, EXS_RULE_TARGET_ZERO_FIRST},
    {"not one whose timer runs",        {T(.cost = 0, .retrying = true), T(.cost = 8), T(.cost = 100)},     {0, 92, 0},  0, false, EXS_RULE_TARGET_100_LAST},
    {"unless all of them run",          {T(.cost = 0, .retrying = true), T(.cost = 8, .retrying = true), T(.cost = 9, .retrying = true)}, {1, 0, 0}, 0, false, EXS_RULE_TARGET_ZERO_FIRST},
    {"waiting is not unfinished",       {T(.cost = 1, .tries = 1), T(.cost = 2, .retrying = true), T(.cost = 3, .tries = 1)}, {0, 98, 0}, 0, false, EXS_RULE_NONE},
    {"one at its maximum is out",       {T(.cost = 0, .tries = MAXIMUM), T(.cost = 5, .tries = MAXIMUM - 1), T(.cost = 6, .tries = MAXIMUM)}, {0, 95, 0}, MAXIMUM - 1, true, EXS_RULE_NONE},
    {"all of them, when all are",       {T(.cost = 1, .tries = MAXIMUM), T(.cost = 2, .tries = MAXIMUM), T(.cost = 9, .tries = MAXIMUM)}, {99, 98, 91}, MAXIMUM, false, EXS_RULE_TARGETS_BY_WEIGHT},
};
/* clang-format on */

static ExsPolicy policy_without(ExsRule rule, ExsSettings *settings)
{
    ExsRuleSet without = {0};
    ExsProduct product;
    ExsBuilds builds;

    if (rule != EXS_RULE_NONE)
        exs_rule_set_add(&without, rule);
    ck_assert(exs_product_parse("5.5 SP4", &product, NULL));
    builds = exs_builds(product);
    memset(settings, 0, sizeof *settings);
    return (ExsPolicy){exs_rules_in_force(&builds, NULL, &without), settings};
}

START_TEST(the_table)
{
    ExsSettings settings;
    ExsPolicy policy = policy_without(EXS_RULE_NONE, &settings);
    uint32_t weights[3];
    ExsTargetChoice choice = {.weights = weights};
    uint64_t total = 0;

    exs_target_weigh(&choice, cases[_i].targets, 3, MAXIMUM, &policy);
    for (size_t i = 0; i < 3; i++) {
        ck_assert_msg(weights[i] == cases[_i].weights[i], "%s: target %zu weighs %u",
                      cases[_i].name, i, weights[i]);
        total += weights[i];
    }
    ck_assert_msg(choice.total == total, "%s", cases[_i].name);
    ck_assert_msg(choice.tries == cases[_i].tries, "%s: %u tries", cases[_i].name, choice.tries);
    ck_assert_msg(choice.is_unfinished == cases[_i].is_unfinished, "%s", cases[_i].name);
    ck_assert_msg(choice.rule == cases[_i].rule, "%s: by %s", cases[_i].name,
                  exs_rule_info(choice.rule)->id);
}
END_TEST

static const struct {
    ExsRule rule;
    uint32_t weights[3]; /* of costs 0, 20, 100 */
} mutants[] = {
    {EXS_RULE_NONE, {1, 0, 0}},
    {EXS_RULE_TARGET_ZERO_FIRST, {1, 80, 0}},
    {EXS_RULE_TARGET_100_LAST, {1, 0, 0}},
};

START_TEST(without_a_rule)
{
    static const ExsTarget targets[3] = {{.cost = 0}, {.cost = 20}, {.cost = 100}};
    ExsSettings settings;
    ExsPolicy policy = policy_without(mutants[_i].rule, &settings);
    uint32_t weights[3];
    ExsTargetChoice choice = {.weights = weights};

    exs_target_weigh(&choice, targets, 3, MAXIMUM, &policy);
    for (size_t i = 0; i < 3; i++)
        ck_assert_uint_eq(weights[i], mutants[_i].weights[i]);
}
END_TEST

START_TEST(without_the_round_one_failure_is_the_connectors)
{
    static const ExsTarget targets[2] = {{.cost = 1, .tries = 1}, {.cost = 1}};
    ExsSettings settings;
    ExsPolicy policy = policy_without(EXS_RULE_TARGETS_BEFORE_REROUTE, &settings);
    uint32_t weights[2];
    ExsTargetChoice choice = {.weights = weights};

    exs_target_weigh(&choice, targets, 2, MAXIMUM, &policy);
    ck_assert_uint_eq(choice.tries, 1);
    ck_assert(!choice.is_unfinished);
}
END_TEST

START_TEST(a_draw_falls_on_its_share)
{
    uint32_t weights[4] = {0, 99, 0, 1};
    ExsTargetChoice choice = {.weights = weights, .total = 100};

    ck_assert_uint_eq(exs_target_at(&choice, 4, 0), 1);
    ck_assert_uint_eq(exs_target_at(&choice, 4, 98), 1);
    ck_assert_uint_eq(exs_target_at(&choice, 4, 99), 3);
}
END_TEST

Suite *suite_target(void)
{
    Suite *suite = suite_create("routing/target");
    TCase *tcase = tcase_create("choice");

    tcase_add_loop_test(tcase, the_table, 0, G_N_ELEMENTS(cases));
    tcase_add_loop_test(tcase, without_a_rule, 0, G_N_ELEMENTS(mutants));
    tcase_add_test(tcase, without_the_round_one_failure_is_the_connectors);
    tcase_add_test(tcase, a_draw_falls_on_its_share);
    suite_add_tcase(suite, tcase);
    return suite;
}
