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
    g_autoptr(ExsDiff) diff = exs_diff_new(one, other, NULL);

    ck_assert_ptr_nonnull(diff);
    *differ = exs_diff_differs(diff);
    exs_diff_write(diff, &options, out);
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
    ExsDiffOptions options = {.name_a = "a", .name_b = "b", .form = EXS_DIFF_JSON};
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(ExsDiff) diff = NULL;

    EXAMPLE_TRACE(a, 50, QUEUED, EXAMPLE_MTA, 1, EXAMPLE_FAST_QUEUE, 1);
    EXAMPLE_TRACE(b, 20, QUEUED, EXAMPLE_MTA, 2, EXAMPLE_FAST_QUEUE, 1);
    ck_assert(exs_record_finish(a, true, NULL) && exs_record_finish(b, true, NULL));
    diff = exs_diff_new(a, b, NULL);
    ck_assert(exs_diff_differs(diff));
    exs_diff_write(diff, &options, out);
    ck_assert_ptr_nonnull(strstr(
        out->str,
        "\"differ\":true,\"causes\":null,\"divergences\":[{\"name\":\"message 2\",\"step\":1,"
        "\"a\":null,\"b\":{\"number\":0,\"time\":\"1998-03-02 08:00:20\""));
}
END_TEST

START_TEST(unlike_detail_is_refused)
{
    g_autoptr(ExsRecord) a = example_new(EXS_DETAIL_FULL), b = example_new(EXS_DETAIL_VERDICT);
    g_autoptr(GError) error = NULL;

    ck_assert(exs_record_finish(a, true, NULL) && exs_record_finish(b, true, NULL));
    ck_assert_ptr_null(exs_diff_new(a, b, &error));
    ck_assert_int_eq(error->code, EXS_ERROR_STATE);
}
END_TEST

/* ---- why, and side by side ---- */

static char *write_as(ExsDiffForm form, int a, int b, const ExsDiffCause *causes, size_t count)
{
    g_autoptr(ExsRecord) one = make(a), other = make(b);
    g_autoptr(ExsDiff) diff = exs_diff_new(one, other, NULL);
    ExsDiffOptions options = {
        .name_a = "<one>", .name_b = "other", .form = form, .causes = causes, .cause_count = count};
    GString *out = g_string_new(NULL);

    exs_diff_write(diff, &options, out);
    return g_string_free(out, FALSE);
}

static const ExsDiffCause cause = {"SECURED_STAYS", "Q263714", "mail stays", 1, true};

/* clang-format off */
static const struct {
    const char *name;
    ExsDiffForm form;
    int b;
    size_t causes;
    const char *part;
} written[] = {
    {"a cause",              EXS_DIFF_TEXT, LATER, 1, "  because mail stays (SECURED_STAYS, Q263714), which holds in B alone: with it\n          off nothing differs\n"},
    {"a cause as JSON",      EXS_DIFF_JSON, LATER, 1, "\"causes\":[{\"id\":\"SECURED_STAYS\",\"source\":\"Q263714\",\"in\":\"b\",\"whole\":true}]"},
    {"none found",           EXS_DIFF_JSON, LATER, 0, "\"causes\":[]"},
    {"a cause on a page",    EXS_DIFF_HTML, LATER, 1, "<strong>mail stays</strong> <span class=\"rule-id\">SECURED_STAYS, Q263714</span>"},
    {"none on a page",       EXS_DIFF_HTML, LATER, 0, "No published rule that holds on one of the two alone explains it"},
    {"names are text",       EXS_DIFF_HTML, LATER, 0, "&lt;one&gt;, 5.5 SP4"},
    {"what is the same",     EXS_DIFF_HTML, LATER, 0, "<tr class=\"same\"><td colspan=\"2\"><span class=\"when\">08:00:00</span> <span class=\"where\">HUB1 MTA</span> &quot;x400&quot; queued for FAST, 1 waiting</td></tr>"},
    {"what is later",        EXS_DIFF_HTML, LATER, 0, "<td class=\"half side-b\"><span class=\"when\">08:00:11</span> the same, 1 s later</td>"},
    {"what is of one kind",  EXS_DIFF_HTML, ELSEWHERE, 0, "queued for FAST, 1 waiting</td><td class=\"half side-b\">"},
    {"what is missing",      EXS_DIFF_HTML, MORE, 0, "<td class=\"half side-a nothing\">nothing more happens to it</td>"},
    {"nothing",              EXS_DIFF_HTML, SAME, 0, "Nowhere: the two runs are the same."},
};
/* clang-format on */

START_TEST(why_they_part_and_what_stands_beside_what)
{
    g_autofree char *text =
        write_as(written[_i].form, SAME, written[_i].b, &cause, written[_i].causes);

    ck_assert_msg(strstr(text, written[_i].part) != NULL, "%s: %s", written[_i].name,
                  strstr(text, "<body>") ? strstr(text, "<body>") : text);
}
END_TEST

START_TEST(a_divergence_moves)
{
    g_autoptr(ExsRecord) same = make(SAME), later = make(LATER), elsewhere = make(ELSEWHERE);
    g_autoptr(ExsDiff) diff = exs_diff_new(same, elsewhere, NULL);
    g_autoptr(ExsDiff) gone = exs_diff_new(same, same, NULL);
    g_autoptr(ExsDiff) after = exs_diff_new(same, later, NULL);

    ck_assert(exs_diff_is_moved(diff, gone));
    ck_assert(exs_diff_is_moved(diff, after));
    ck_assert(!exs_diff_is_moved(diff, diff));
    ck_assert(!exs_diff_is_moved(after, diff));
    ck_assert(!exs_diff_is_moved(gone, after));
}
END_TEST

Suite *suite_diff(void)
{
    Suite *suite = suite_create("diff");
    TCase *tests = tcase_create("diff");

    tcase_add_loop_test(tests, two_records_part_where_they_differ, 0, G_N_ELEMENTS(cases));
    tcase_add_test(tests, the_earliest_comes_first);
    tcase_add_test(tests, unlike_detail_is_refused);
    tcase_add_loop_test(tests, why_they_part_and_what_stands_beside_what, 0, G_N_ELEMENTS(written));
    tcase_add_test(tests, a_divergence_moves);
    suite_add_tcase(suite, tests);
    return suite;
}
