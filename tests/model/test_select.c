/* test_select.c - the published criteria, each where it alone decides, and where two disagree.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "exsim/model/routing/select.h"

#define A(...)                                                                                     \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }
#define B(...)                                                                                     \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }
#define LATER(hour) .activation = EXS_ACTIVE_LATER, .opens = (hour)*EXS_HOUR

/* clang-format off */
static const struct {
    const char *name;
    ExsRoute routes[2];
    const char *product;
    bool least_cost_only;
    const char *winner; /* "AB": both */
    ExsRule rule;       /* that felled the loser */
} cases[] = {
    {"never back the way it came",           {A(.came_in_here = true), B(.cost = 9)},                      "5.5",     false, "B",  EXS_RULE_STEP_1_NOT_INBOUND},
    {"nor back to the server it came from",  {A(.came_from = true, .remote = true), B(.cost = 9)},          "5.5",     false, "B",  EXS_RULE_NOT_BACK_INSIDE},
    {"the way it came, and nothing else",    {A(.came_in_here = true), B(.came_in_here = true)},           "5.5",     false, "",   EXS_RULE_STEP_1_NOT_INBOUND},
    {"not one that it is too large for",     {A(.too_large = true), B(.cost = 9)},                         "5.5",     false, "B",  EXS_RULE_CONNECTOR_SIZE_LIMIT},
    {"not one that is barred to it",         {A(.barred_by = EXS_RULE_BARS_URGENT), B(.cost = 9)},         "5.5",     false, "B",  EXS_RULE_BARS_URGENT},
    {"barred, and nothing else",             {A(.barred_by = EXS_RULE_BARS_LOW), B(.barred_by = EXS_RULE_BARS_LOW)}, "5.5", false, "", EXS_RULE_BARS_LOW},
    {"not one tried to its maximum",         {A(.tries = 3, .maximum = 3), B(.tries = 3, .maximum = 4, .cost = 9)}, "5.5", false, "B", EXS_RULE_STEP_2_BELOW_MAXIMUM},
    {"a gateway has no maximum",             {A(.tries = 3), B(.tries = 4)},                               "5.5",     false, "A",  EXS_RULE_STEP_4_FEWEST_TRIES},
    {"open now beats open later",            {A(LATER(18)), B(.cost = 9)},                                 "5.5",     false, "B",  EXS_RULE_STEP_3_ACTIVATION},
    {"the sooner of two that open later",    {A(LATER(18)), B(LATER(12), .cost = 9)},                      "5.5",     false, "B",  EXS_RULE_STEP_3_ACTIVATION},
    {"later beats remote initiated",         {A(.activation = EXS_ACTIVE_REMOTE), B(LATER(23), .cost = 9)}, "5.5",    false, "B",  EXS_RULE_STEP_3_ACTIVATION},
    {"remote initiated beats never",         {A(.activation = EXS_ACTIVE_NEVER), B(.activation = EXS_ACTIVE_REMOTE, .cost = 9)}, "5.5", false, "B", EXS_RULE_STEP_3_ACTIVATION},
    {"never is taken where nothing else is", {A(.activation = EXS_ACTIVE_NEVER), B(.came_in_here = true)}, "5.5",     false, "A",  EXS_RULE_STEP_1_NOT_INBOUND},
    {"fewer tries beat cheap",               {A(.tries = 1), B(.cost = 9)},                                "5.5",     false, "B",  EXS_RULE_STEP_4_FEWEST_TRIES},
    {"activation beats fewer tries",         {A(.activation = EXS_ACTIVE_NEVER), B(.tries = 9)},           "5.5",     false, "B",  EXS_RULE_STEP_3_ACTIVATION},
    {"not one whose timer runs",             {A(.retrying = true), B(.cost = 9)},                          "5.5",     false, "B",  EXS_RULE_STEP_5_NOT_RETRYING},
    {"others' timers are unseen",            {A(.retrying = true), B(.remote = true)},                     "5.5",     false, "A",  EXS_RULE_STEP_7_LOCAL},
    {"cheap beats dear",                     {A(.cost = 2), B()},                                          "4.0",     false, "B",  EXS_RULE_STEP_6_COST},
    {"cheap elsewhere beats dear here",      {A(.cost = 2), B(.remote = true)},                            "5.5",     false, "B",  EXS_RULE_STEP_6_COST},
    {"here beats elsewhere",                 {A(.remote = true), B()},                                     "5.5",     false, "B",  EXS_RULE_STEP_7_LOCAL},
    {"one that carries it already",          {A(), B(.used = true)},                                       "5.5",     false, "B",  EXS_RULE_USED_FOR_MESSAGE},
    {"equals share the load",                {A(), B()},                                                   "5.5",     false, "AB", EXS_RULE_NONE},
    {"least cost: tries do not count",       {A(.tries = 1), B(.cost = 9)},                                "5.5",     true,  "A",  EXS_RULE_LEAST_COST_ONLY},
    {"least cost: the timer does not count", {A(.retrying = true), B(.cost = 9)},                          "4.0 SP4", true,  "A",  EXS_RULE_LEAST_COST_ONLY},
    {"least cost: but for a closed link",    {A(LATER(18)), B(.cost = 9)},                                 "5.0 SP1", true,  "B",  EXS_RULE_LEAST_COST_ACTIVE},
    {"least cost: all closed, the cheapest", {A(LATER(18)), B(LATER(12), .cost = 9)},                      "5.5",     true,  "A",  EXS_RULE_LEAST_COST_ONLY},
    {"least cost in 5.5: tries do not count", {A(.tries = 1), B(.retrying = true)},                        "5.5",     true,  "AB", EXS_RULE_NONE},
    {"least cost from SP1: they do",         {A(.tries = 1), B(.retrying = true)},                         "5.5 SP1", true,  "B",  EXS_RULE_STEP_4_FEWEST_TRIES},
    {"not where it has been, even dearer",   {A(.taken = true), B(.cost = 9)},                             "5.5 SP3", false, "B",  EXS_RULE_BOUNCE_BACK},
    {"where it has been, and nothing else",  {A(.taken = true, .cost = 2), B(.taken = true)},              "5.5 SP3", false, "B",  EXS_RULE_STEP_6_COST},
    {"SP2 does not bounce back",             {A(.taken = true), B(.cost = 9)},                             "5.5 SP2", false, "A",  EXS_RULE_STEP_6_COST},
    {"least cost: nor does SP4 with it",     {A(.taken = true), B(.cost = 9)},                             "5.5 SP4", true,  "A",  EXS_RULE_LEAST_COST_ONLY},
    {"of equals not the gateway of origin",  {A(.is_origin = true), B()},                                  "5.5 SP2", false, "B",  EXS_RULE_GATEWAY_ORIGIN_LAST},
    {"but where the other is dearer",        {A(.is_origin = true), B(.cost = 9)},                         "5.5 SP2", false, "A",  EXS_RULE_STEP_6_COST},
    {"equal timers: the last in the list",   {A(.retrying = true, .retries = 7), B(.retrying = true, .retries = 7, .place = 1, .cost = 9)}, "5.5 SP2", false, "B", EXS_RULE_EQUAL_TIMERS_LAST},
    {"timers that differ: the cheapest",     {A(.retrying = true, .retries = 7), B(.retrying = true, .retries = 8, .place = 1, .cost = 9)}, "5.5 SP2", false, "A", EXS_RULE_STEP_6_COST},
    {"equal timers in SP3: the cheapest",    {A(.retrying = true, .retries = 7), B(.retrying = true, .retries = 7, .place = 1, .cost = 9)}, "5.5 SP3", false, "A", EXS_RULE_STEP_6_COST},
    {"4.0 SP3 does not know the flag",       {A(.tries = 1), B(.cost = 9)},                                "4.0 SP3", true,  "B",  EXS_RULE_STEP_4_FEWEST_TRIES},
    {"5.0 does not know the flag",           {A(.tries = 1), B(.cost = 9)},                                "5.0",     true,  "B",  EXS_RULE_STEP_4_FEWEST_TRIES},
};
/* clang-format on */

/* The flag where the product reads it: a registry value, from 5.5 a check box. */
static ExsPolicy policy_of(const char *text, bool least_cost_only, ExsSettings *settings,
                           const ExsRuleSet *without)
{
    ExsProduct product;
    ExsBuilds builds;

    ck_assert(exs_product_parse(text, &product, NULL));
    builds = exs_builds(product);
    memset(settings, 0, sizeof *settings);
    if (least_cost_only)
        exs_setting_set(settings,
                        product.line == EXS_LINE_55 ? EXS_SETTING_LEAST_COST_BOX
                                                    : EXS_SETTING_LEAST_COST_REGISTRY,
                        1, NULL);
    return (ExsPolicy){exs_rules_in_force(&builds, NULL, without), settings};
}

START_TEST(the_list)
{
    ExsSettings settings;
    ExsPolicy policy = policy_of(cases[_i].product, cases[_i].least_cost_only, &settings, NULL);
    uint16_t alive[2];
    uint32_t felled_by[2];
    ExsSelection selection = {.alive = alive, .felled_by = felled_by};
    char winner[3] = "";

    exs_select(&selection, cases[_i].routes, 2, &policy);
    for (size_t i = 0; i < selection.alive_count; i++)
        winner[i] = (char)('A' + alive[i]);
    ck_assert_msg(strcmp(winner, cases[_i].winner) == 0, "%s: %s wins", cases[_i].name, winner);
    for (size_t i = 0; i < 2; i++) {
        bool lives = strchr(winner, (char)('A' + i)) != NULL;

        ck_assert_msg(lives == (felled_by[i] == EXS_RULE_NONE), "%s", cases[_i].name);
        if (!lives)
            ck_assert_msg(felled_by[i] == (uint32_t)cases[_i].rule, "%s: by %s", cases[_i].name,
                          exs_rule_info(felled_by[i])->id);
    }
}
END_TEST

/* A rule that is off decides nothing. */
START_TEST(without_the_rule)
{
    ExsSettings settings;
    ExsRuleSet without = {{0}};
    ExsPolicy policy;
    uint16_t alive[2];
    uint32_t felled_by[2];
    ExsSelection selection = {.alive = alive, .felled_by = felled_by};

    if (cases[_i].rule == EXS_RULE_NONE || cases[_i].routes[0].barred_by != EXS_RULE_NONE)
        return; /* a bar is decided elsewhere */
    exs_rule_set_add(&without, cases[_i].rule);
    policy = policy_of(cases[_i].product, cases[_i].least_cost_only, &settings, &without);
    exs_select(&selection, cases[_i].routes, 2, &policy);
    for (size_t i = 0; i < 2; i++)
        ck_assert_msg(felled_by[i] != (uint32_t)cases[_i].rule, "%s", cases[_i].name);
    for (size_t i = 0; i < selection.step_count; i++)
        ck_assert_msg(selection.steps[i] != (uint32_t)cases[_i].rule, "%s", cases[_i].name);
}
END_TEST

START_TEST(exhausted_is_told_from_barred)
{
    ExsSettings settings;
    ExsPolicy policy = policy_of("5.5", false, &settings, NULL);
    uint16_t alive[2];
    uint32_t felled_by[2];
    ExsSelection selection = {.alive = alive, .felled_by = felled_by};
    ExsRoute used_up[2] = {A(.tries = 3, .maximum = 3), B(.came_in_here = true)};
    ExsRoute barred[2] = {A(.came_in_here = true), B(.came_from = true)};

    exs_select(&selection, used_up, 2, &policy);
    ck_assert_uint_eq(selection.alive_count, 0);
    ck_assert(selection.exhausted);
    exs_select(&selection, barred, 2, &policy);
    ck_assert_uint_eq(selection.alive_count, 0);
    ck_assert(!selection.exhausted);
    exs_select(&selection, barred, 0, &policy);
    ck_assert_uint_eq(selection.alive_count, 0);
    ck_assert(!selection.exhausted);
}
END_TEST

START_TEST(a_registry_value_hides_the_box)
{
    static const ExsRoute routes[2] = {A(.tries = 1), B(.cost = 9)};
    ExsSettings settings;
    ExsPolicy policy = policy_of("5.5", true, &settings, NULL);
    uint16_t alive[2];
    uint32_t felled_by[2];
    ExsSelection selection = {.alive = alive, .felled_by = felled_by};

    exs_setting_set(&settings, EXS_SETTING_LEAST_COST_REGISTRY, _i, NULL);
    exs_select(&selection, routes, 2, &policy);
    ck_assert_uint_eq(felled_by[0], EXS_RULE_STEP_4_FEWEST_TRIES);
    exs_setting_clear(&settings, EXS_SETTING_LEAST_COST_REGISTRY);
    exs_select(&selection, routes, 2, &policy);
    ck_assert_uint_eq(felled_by[1], EXS_RULE_LEAST_COST_ONLY);
}
END_TEST

Suite *suite_select(void)
{
    Suite *suite = suite_create("routing/select");
    TCase *tcase = tcase_create("criteria");

    tcase_add_loop_test(tcase, the_list, 0, G_N_ELEMENTS(cases));
    tcase_add_loop_test(tcase, without_the_rule, 0, G_N_ELEMENTS(cases));
    tcase_add_loop_test(tcase, a_registry_value_hides_the_box, 0, 2);
    tcase_add_test(tcase, exhausted_is_told_from_barred);
    suite_add_tcase(suite, tcase);
    return suite;
}
