/* test_rules.c - which rules hold on which build.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <glib.h>
#include <string.h>

#include "exsim/facts/rules.h"
#include "exsim/kernel/error.h"

static bool holds(const char *product, const char *const *fixes, ExsRule rule)
{
    ExsProduct parsed;
    ExsBuilds builds;
    ExsPolicy policy = {.settings = NULL};

    ck_assert_msg(exs_product_parse(product, &parsed, NULL), "%s", product);
    builds = exs_builds(parsed);
    policy.rules = exs_rules_in_force(&builds, fixes, NULL);
    return exs_rule(&policy, rule);
}

/* clang-format off */
static const struct {
    const char *name;
    const char *product;
    ExsRule rule;
    bool holds;
} cases[] = {
    {"what always holds, holds on the first build", "4.0",          EXS_RULE_SECURED_STAYS,        true},
    {"and on the last",                             "5.5.65535.255", EXS_RULE_SECURED_STAYS,       true},
    {"a feature is missing before its pack",        "4.0 SP3",      EXS_RULE_LEAST_COST_ONLY,      false},
    {"one build below",                             "4.0.994.255",  EXS_RULE_LEAST_COST_ONLY,      false},
    {"at the build",                                "4.0.995.0",    EXS_RULE_LEAST_COST_ONLY,      true},
    {"after it",                                    "4.0 SP5",      EXS_RULE_LEAST_COST_ONLY,      true},
    {"each line has its own first build: none",     "5.0",          EXS_RULE_LEAST_COST_ONLY,      false},
    {"one below",                                   "5.0.1457.255", EXS_RULE_LEAST_COST_ONLY,      false},
    {"at it",                                       "5.0.1458.0",   EXS_RULE_LEAST_COST_ONLY,      true},
    {"back-ported: 5.5 had it from the start",      "5.5",          EXS_RULE_LEAST_COST_ONLY,      true},
    {"never on 4.0, however late",                  "4.0.1456.255", EXS_RULE_LEAST_COST_CHECK_BOX, false},
    {"never on 5.0",                                "5.0 SP2",      EXS_RULE_LEAST_COST_CHECK_BOX, false},
    {"but on 5.5",                                  "5.5",          EXS_RULE_LEAST_COST_CHECK_BOX, true},
    {"no rule never holds",                         "5.5",          EXS_RULE_NONE,                 false},
};
/* clang-format on */

START_TEST(holds_from_its_build_on)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        ck_assert_msg(holds(cases[i].product, NULL, cases[i].rule) == cases[i].holds, "%s (%s)",
                      cases[i].name, cases[i].product);
}
END_TEST

/* Every row at its own edges, whatever rows there are. */
START_TEST(folds_every_row_at_its_edges)
{
    for (int i = EXS_RULE_NONE + 1; i < EXS_RULE_COUNT; i++) {
        const ExsRuleInfo *rule = exs_rule_info((ExsRule)i);

        for (int line = 0; line < EXS_LINE_COUNT; line++) {
            ExsBuild edges[] = {rule->since[line] - 1, rule->since[line], rule->until[line] - 1,
                                rule->until[line]};

            for (size_t edge = 0; edge < G_N_ELEMENTS(edges); edge++) {
                ExsBuilds builds = exs_builds((ExsProduct){(ExsLine)line, edges[edge]});
                ExsRuleSet set = exs_rules_in_force(&builds, NULL, NULL);
                bool expected = edges[edge] >= rule->since[line] && edges[edge] < rule->until[line];

                ck_assert_msg(exs_rule_set_has(&set, (ExsRule)i) == expected, "%s %s edge %zu",
                              rule->id, exs_line_name((ExsLine)line), edge);
            }
        }
    }
}
END_TEST

START_TEST(asks_the_build_of_its_component)
{
    ExsProduct product = {EXS_LINE_40, EXS_BUILD(994, 0)};
    ExsBuilds builds = exs_builds(product);
    ExsRuleSet set;

    builds.build[EXS_COMPONENT_STORE] = EXS_BUILD(996, 56);
    set = exs_rules_in_force(&builds, NULL, NULL);
    ck_assert(!exs_rule_set_has(&set, EXS_RULE_LEAST_COST_ONLY));
    builds.build[EXS_COMPONENT_MTA] = EXS_BUILD(995, 0);
    set = exs_rules_in_force(&builds, NULL, NULL);
    ck_assert(exs_rule_set_has(&set, EXS_RULE_LEAST_COST_ONLY));
}
END_TEST

/* A fix brings a feature, ends a defect, and leaves alone what is neither. */
START_TEST(a_fix_counts_on_every_build)
{
    for (int i = EXS_RULE_NONE + 1; i < EXS_RULE_COUNT; i++) {
        const ExsRuleInfo *rule = exs_rule_info((ExsRule)i);
        const char *const fixes[] = {"Q1", rule->source, NULL};
        bool is_defect = false, is_feature = false;

        for (int line = 0; line < EXS_LINE_COUNT; line++) {
            is_defect |= rule->until[line] != UINT32_MAX;
            is_feature |= rule->since[line] != 0;
        }
        for (int line = 0; line < EXS_LINE_COUNT; line++) {
            ExsBuilds builds = exs_builds((ExsProduct){(ExsLine)line, EXS_BUILD(900, 0)});
            ExsRuleSet before = exs_rules_in_force(&builds, NULL, NULL);
            ExsRuleSet after = exs_rules_in_force(&builds, fixes, NULL);
            bool had = exs_rule_set_has(&before, (ExsRule)i);

            ck_assert_msg(exs_rule_set_has(&after, (ExsRule)i) ==
                              (is_defect ? false : had || is_feature),
                          "%s on %s", rule->id, exs_line_name((ExsLine)line));
        }
    }
}
END_TEST

START_TEST(a_fix_brings_a_feature)
{
    const char *const fixes[] = {"q193322", NULL}, *const others[] = {"Q999999", NULL};

    ck_assert(!holds("5.0", others, EXS_RULE_LEAST_COST_ONLY));
    ck_assert(holds("5.0", fixes, EXS_RULE_LEAST_COST_ONLY));
    ck_assert(holds("5.0", fixes, EXS_RULE_STEP_6_COST)); /* same source, neither: stays */
}
END_TEST

START_TEST(a_mutant_is_off_whatever_the_build)
{
    ExsBuilds builds = exs_builds((ExsProduct){EXS_LINE_55, EXS_BUILD(2653, 22)});
    ExsRuleSet without = {{0}}, all, less;

    exs_rule_set_add(&without, EXS_RULE_SECURED_STAYS);
    all = exs_rules_in_force(&builds, NULL, NULL);
    less = exs_rules_in_force(&builds, NULL, &without);
    for (int i = EXS_RULE_NONE; i < EXS_RULE_COUNT; i++)
        ck_assert_msg(exs_rule_set_has(&less, (ExsRule)i) ==
                          (exs_rule_set_has(&all, (ExsRule)i) && i != EXS_RULE_SECURED_STAYS),
                      "%s", exs_rule_info((ExsRule)i)->id);
    ck_assert(exs_rule_set_has(&all, EXS_RULE_SECURED_STAYS));
}
END_TEST

START_TEST(every_row_is_complete_and_unique)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (int i = EXS_RULE_NONE + 1; i < EXS_RULE_COUNT; i++) {
        const ExsRuleInfo *rule = exs_rule_info((ExsRule)i);

        ck_assert_msg(g_hash_table_add(seen, g_ascii_strdown(rule->id, -1)), "%s", rule->id);
        ck_assert_msg(*rule->source && *rule->sentence, "%s", rule->id);
        ck_assert_msg(strchr(rule->module, '/') != NULL, "%s", rule->id);
        for (int line = 0; line < EXS_LINE_COUNT; line++)
            ck_assert_msg(rule->since[line] < rule->until[line] || rule->since[line] == UINT32_MAX,
                          "%s ends before it begins", rule->id);
    }
}
END_TEST

START_TEST(finds_by_id)
{
    ExsRule rule = EXS_RULE_NONE;
    g_autoptr(GError) near = NULL, far = NULL;

    ck_assert(exs_rule_find("secured_stays", &rule, NULL));
    ck_assert_int_eq(rule, EXS_RULE_SECURED_STAYS);
    ck_assert(!exs_rule_find("SECURED_STAY", &rule, &near));
    ck_assert(g_error_matches(near, EXS_ERROR, EXS_ERROR_UNKNOWN));
    ck_assert(strstr(near->message, "\"SECURED_STAY\"; did you mean SECURED_STAYS?"));
    ck_assert(!exs_rule_find("", &rule, &far));
    ck_assert(!strstr(far->message, "did you mean"));
}
END_TEST

Suite *suite_rules(void)
{
    Suite *suite = suite_create("rules");
    TCase *tests = tcase_create("rules");

    tcase_add_test(tests, holds_from_its_build_on);
    tcase_add_test(tests, folds_every_row_at_its_edges);
    tcase_add_test(tests, asks_the_build_of_its_component);
    tcase_add_test(tests, a_fix_counts_on_every_build);
    tcase_add_test(tests, a_fix_brings_a_feature);
    tcase_add_test(tests, a_mutant_is_off_whatever_the_build);
    tcase_add_test(tests, every_row_is_complete_and_unique);
    tcase_add_test(tests, finds_by_id);
    suite_add_tcase(suite, tests);
    return suite;
}
