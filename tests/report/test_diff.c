/* test_diff.c - where two records part.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/report/diff.h"
#include "report/report_example.h"

enum { SAME, LATER, ELSEWHERE, MORE, RULED, REPORTED, RENUMBERED };

/* A message that is queued and sent; the variants differ in one thing. */
static ExsRecord *make(int variant)
{
    ExsRecord *record = example_new(EXS_DETAIL_FULL);
    uint32_t message = variant == RENUMBERED ? 7 : 1;

    exs_record_name_message(record, message, "x400");
    EXAMPLE_TRACE(record, 0, QUEUED, EXAMPLE_MTA, message,
                  variant == ELSEWHERE ? EXAMPLE_IMS_QUEUE : EXAMPLE_FAST_QUEUE, 1);
    if (variant == RULED)
        EXAMPLE_TRACE(record, 5, REROUTE_REFUSED, EXAMPLE_MTA, EXAMPLE_IMS_QUEUE,
                      EXS_RULE_SECURED_STAYS);
    EXAMPLE_TRACE(record, variant == LATER ? 11 : 10, UNQUEUED, EXAMPLE_MTA, message,
                  EXAMPLE_FAST_QUEUE, 0);
    if (variant == REPORTED)
        EXAMPLE_TRACE(record, 20, REPORT, EXAMPLE_MTA, 2, exs_record_text(record, "ann"), message);
    if (variant == MORE)
        EXAMPLE_TRACE(record, 20, STARTED, EXAMPLE_MTA, EXAMPLE_MTA);
    ck_assert(exs_record_finish(record, true, NULL));
    return record;
}

static char *compare(int a, int b, bool *differ)
{
    g_autoptr(ExsRecord) one = make(a), other = make(b);
    ExsDiffOptions options = {.name_a = "one", .name_b = "other"};
    GString *out = g_string_new(NULL);

    ck_assert(exs_diff(one, other, &options, differ, out, NULL));
    return g_string_free(out, FALSE);
}

/* clang-format off */
static const struct {
    const char *name;
    int a, b;
    const char *line; /* NULL: they do not differ */
} cases[] = {
    {"a run and itself",           SAME, SAME,       NULL},
    {"numbers of a named message", SAME, RENUMBERED, NULL},
    {"a second later",             SAME, LATER,      "first divergence: \"x400\", step 2\n"},
    {"another queue",              SAME, ELSEWHERE,  "first divergence: \"x400\", step 1\n"},
    {"something more",             SAME, MORE,       "first divergence: HUB1 MTA, step 1\n"},
    {"what is missing is said",    SAME, MORE,       "  A                       nothing more happens to it\n"},
    {"the rule is told",           RULED, SAME,      "     rule: mail queued for a gateway is never rerouted (SECURED_STAYS, Q263714)\n"},
    {"a report has its name",      SAME, REPORTED,   "first divergence: report on \"x400\", step 1\n"},
    {"both sentences, A",          SAME, LATER,      "  A  1998-03-02 08:00:10  HUB1 MTA: \"x400\" leaves X.400 Connector FAST, 0\n"},
    {"both sentences, B",          SAME, LATER,      "  B  1998-03-02 08:00:11  HUB1 MTA: \"x400\" leaves X.400 Connector FAST, 0\n"},
    {"products are told",          SAME, LATER,      "A: one, 5.5 SP4, 2 entries\nB: other, 5.5 SP4, 2 entries\n"},
};
/* clang-format on */

START_TEST(two_records_part_where_they_differ)
{
    bool differ = false;
    g_autofree char *text = compare(cases[_i].a, cases[_i].b, &differ);

    ck_assert_msg(differ == (cases[_i].line != NULL), "%s: %s", cases[_i].name, text);
    ck_assert_msg(strstr(text, cases[_i].line ? cases[_i].line : "same: ") != NULL, "%s: %s",
                  cases[_i].name, text);
}
END_TEST

START_TEST(the_earliest_comes_first)
{
    g_autoptr(ExsRecord) a = example_new(EXS_DETAIL_FULL), b = example_new(EXS_DETAIL_FULL);
    ExsDiffOptions options = {.name_a = "a", .name_b = "b", .json = true};
    g_autoptr(GString) out = g_string_new(NULL);
    bool differ = false;

    EXAMPLE_TRACE(a, 50, QUEUED, EXAMPLE_MTA, 1, EXAMPLE_FAST_QUEUE, 1);
    EXAMPLE_TRACE(b, 20, QUEUED, EXAMPLE_MTA, 2, EXAMPLE_FAST_QUEUE, 1);
    ck_assert(exs_record_finish(a, true, NULL) && exs_record_finish(b, true, NULL));
    ck_assert(exs_diff(a, b, &options, &differ, out, NULL));
    ck_assert(differ);
    ck_assert_ptr_nonnull(
        strstr(out->str, "\"differ\":true,\"divergences\":[{\"name\":\"message 2\",\"step\":1,"
                         "\"a\":null,\"b\":{\"number\":0,\"time\":\"1998-03-02 08:00:20\""));
}
END_TEST

START_TEST(unlike_detail_is_refused)
{
    g_autoptr(ExsRecord) a = example_new(EXS_DETAIL_FULL), b = example_new(EXS_DETAIL_VERDICT);
    ExsDiffOptions options = {.name_a = "a", .name_b = "b"};
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    bool differ = false;

    ck_assert(exs_record_finish(a, true, NULL) && exs_record_finish(b, true, NULL));
    ck_assert(!exs_diff(a, b, &options, &differ, out, &error));
    ck_assert_int_eq(error->code, EXS_ERROR_STATE);
}
END_TEST

Suite *suite_diff(void)
{
    Suite *suite = suite_create("diff");
    TCase *tests = tcase_create("diff");

    tcase_add_loop_test(tests, two_records_part_where_they_differ, 0, G_N_ELEMENTS(cases));
    tcase_add_test(tests, the_earliest_comes_first);
    tcase_add_test(tests, unlike_detail_is_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
