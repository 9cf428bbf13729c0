/* test_lint.c - what is found in a small organisation, and what is not.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "exsim/model/actors/attendant.h"
#include "exsim/model/lint/lint.h"
#include "support/world.h"

START_TEST(nothing_is_wrong)
{
    TwoSites all = two_sites("5.5 SP4");
    g_autoptr(GPtrArray) findings = exs_lint(all.world);

    ck_assert_uint_eq(findings->len, 0);
    exs_world_free(all.world);
}
END_TEST

/* The one finding there is. */
static const ExsFinding *only(const GPtrArray *findings)
{
    ck_assert_uint_eq(findings->len, 1);
    return findings->pdata[0];
}

START_TEST(a_finding_names_what_it_is_about)
{
    TwoSites all = two_sites("5.5 SP4");
    g_autoptr(GPtrArray) findings = NULL;
    const ExsFinding *finding;

    exs_connector_clear_spaces(all.ims2);
    exs_attendant_replicate(all.world, 0);
    findings = exs_lint(all.world);
    finding = only(findings);
    ck_assert_int_eq(finding->lint, EXS_LINT_NO_SPACE);
    ck_assert_int_eq(finding->rule, EXS_RULE_NO_SPACE_NO_ROUTE);
    ck_assert(g_str_has_prefix(finding->text, "Internet Mail Service (HUB2) has no address space"));
    ck_assert_uint_eq(finding->servers->len, 1);
    ck_assert_str_eq(finding->servers->pdata[0], "HUB2");
    ck_assert_str_eq(finding->connectors->pdata[0], all.ims2->name);
    exs_world_free(all.world);
}
END_TEST

START_TEST(a_removed_connector_is_none)
{
    TwoSites all = two_sites("5.5 SP4");
    g_autoptr(GPtrArray) findings = NULL;

    exs_connector_clear_spaces(all.ims2);
    exs_actors_remove_connector(all.world, all.ims2);
    exs_attendant_replicate(all.world, 0);
    findings = exs_lint(all.world);
    ck_assert_uint_eq(findings->len, 0);
    exs_world_free(all.world);
}
END_TEST

/* Each of two routes of one space: the only cheapest, or equals, by the build. */
static const struct {
    const char *product;
    int64_t cost;
    ExsLint lint; /* COUNT: nothing */
} cheap[] = {
    {"5.5", 5, EXS_LINT_LEAST_COST_ALONE},
    {"5.5", 1, EXS_LINT_LEAST_COST_BLIND},
    {"5.5 SP1", 1, EXS_LINT_COUNT},
};

START_TEST(least_cost_routes_only)
{
    TwoSites all = two_sites(cheap[_i].product);
    const ExsSpace *space = exs_space(all.world->spaces, "SMTP:*", NULL);
    g_autoptr(GPtrArray) findings = NULL;
    bool is_found = false;

    exs_setting_set(&all.hub1->settings, EXS_SETTING_LEAST_COST_BOX, 1, NULL);
    exs_connector_add_space(all.ims2, space, cheap[_i].cost, EXS_SCOPE_ORGANIZATION, NULL);
    exs_attendant_replicate(all.world, 0);
    findings = exs_lint(all.world);
    for (guint i = 0; i < findings->len; i++) {
        const ExsFinding *finding = findings->pdata[i];

        if (strstr(finding->text, "SMTP:*") == NULL)
            continue;
        ck_assert_int_eq(finding->lint, cheap[_i].lint);
        is_found = true;
    }
    ck_assert(is_found == (cheap[_i].lint != EXS_LINT_COUNT));
    exs_world_free(all.world);
}
END_TEST

Suite *suite_lint(void)
{
    Suite *suite = suite_create("lint");
    TCase *tcase = tcase_create("findings");

    tcase_add_test(tcase, nothing_is_wrong);
    tcase_add_test(tcase, a_finding_names_what_it_is_about);
    tcase_add_test(tcase, a_removed_connector_is_none);
    tcase_add_loop_test(tcase, least_cost_routes_only, 0, G_N_ELEMENTS(cheap));
    suite_add_tcase(suite, tcase);
    return suite;
}
