/* test_html.c - the page as it is without its script: what is said, and that names are text.
 *
 * How it looks and acts is in page/browser_test.mjs.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "exsim/report/html.h"
#include "report/report_example.h"
#include "sim/report/html_private.h"

static char *page_of(ExsRecord *record, const ExsHtmlOptions *options)
{
    GString *out = g_string_new(NULL);

    ck_assert(exs_html_report(record, options, out, NULL));
    exs_record_free(record);
    return g_string_free(out, FALSE);
}

static void add_check(ExsRecord *record, ExsVerdict verdict, const char *basis, uint64_t witness)
{
    exs_record_add_check(record,
                         &(ExsCheck){"it waits", basis, verdict, "one waits", "two wait", witness});
}

/* ---- texts ---- */

/* clang-format off */
static const struct {
    const char *text, *html;
} prose[] = {
    {"a < b & \"c\"",                    "a &lt; b &amp; &quot;c&quot;"},
    {"\x1b[31m",                         "\\x1b[31m"},
    {"\xe2\x80\xae" "exe",               "\\u{202e}exe"},
    {"to \xd7\x90\xd7\x91, then",        "to <bdi>\xd7\x90\xd7\x91</bdi>, then"},
    {"\xd7\x90\xd7\x91 \xd8\xad\xd8\xb1", "<bdi>\xd7\x90\xd7\x91 \xd8\xad\xd8\xb1</bdi>"},
    {"\"\xd7\x90\" b \xd7\x91",          "&quot;<bdi>\xd7\x90</bdi>&quot; b <bdi>\xd7\x91</bdi>"},
    {"\xd7\x90\xd6\xb8 1",               "<bdi>\xd7\x90\xd6\xb8</bdi> 1"},
    {"caf\xc3\xa9 \xe6\x97\xa5",         "caf\xc3\xa9 \xe6\x97\xa5"},
};
/* clang-format on */

START_TEST(what_runs_from_right_to_left_stands_apart)
{
    g_autoptr(GString) out = g_string_new(NULL);

    exs_html_prose(out, prose[_i].text);
    ck_assert_str_eq(out->str, prose[_i].html);
}
END_TEST

START_TEST(no_name_is_markup)
{
    ExsRecord *record = example_new(EXS_DETAIL_FULL);
    g_autofree char *page = NULL;

    exs_record_set_fact(record, "title", "</title><script>alert(1)</script>");
    exs_record_add_object(record, "server", EXAMPLE_SITE, "<b>'\"&", "</svg><img src=x>");
    exs_record_name_message(record, 1, "</script><!--");
    EXAMPLE_TRACE(record, 1, QUEUED, EXAMPLE_MTA, 1, EXAMPLE_FAST_QUEUE, 1);
    EXAMPLE_TRACE(record, 9, UNQUEUED, EXAMPLE_MTA, 1, EXAMPLE_FAST_QUEUE, 0);
    ck_assert(exs_record_finish(record, true, NULL));
    page = page_of(record, NULL);
    ck_assert(!strstr(page, "<script>alert") && !strstr(page, "<img") && !strstr(page, "<b>'"));
    ck_assert(!strstr(page, "</script><!--"));
    ck_assert(strstr(page, "&lt;/title&gt;&lt;script&gt;alert(1)"));
}
END_TEST

/* ---- what a reader is told ---- */

START_TEST(a_record_without_entries_is_told_by_its_checks)
{
    ExsRecord *record = example_new(EXS_DETAIL_NONE);
    g_autofree char *page = NULL;

    add_check(record, EXS_VERDICT_FAIL, "stated", EXS_NO_ENTRY);
    add_check(record, EXS_VERDICT_PASS, "inferred", EXS_NO_ENTRY);
    ck_assert(exs_record_finish(record, true, NULL));
    page = page_of(record, NULL);
    ck_assert(strstr(page, "1 of 2"));
    ck_assert(strstr(page, "stated in Q100000"));
    ck_assert(strstr(page, "inferred"));
    ck_assert(strstr(page, "one waits") && strstr(page, "two wait"));
}
END_TEST

START_TEST(a_partial_record_says_so)
{
    ExsRecord *whole = example_new(EXS_DETAIL_FULL), *partial = example_new(EXS_DETAIL_FULL);
    g_autofree char *one = NULL, *other = NULL;

    ck_assert(exs_record_finish(whole, true, NULL));
    ck_assert(exs_record_finish(partial, false, NULL));
    one = page_of(whole, NULL);
    other = page_of(partial, NULL);
    ck_assert(!strstr(one, "artial"));
    ck_assert(strstr(other, "artial"));
}
END_TEST

START_TEST(what_shows_an_expectation_is_linked)
{
    ExsRecord *record = example_new(EXS_DETAIL_FULL);
    g_autofree char *page = NULL;

    EXAMPLE_TRACE(record, 1, QUEUED, EXAMPLE_MTA, 1, EXAMPLE_FAST_QUEUE, 1);
    EXAMPLE_TRACE(record, 100, REROUTE_REFUSED, EXAMPLE_MTA, EXAMPLE_IMS_QUEUE,
                  EXS_RULE_SECURED_STAYS);
    add_check(record, EXS_VERDICT_PASS, "stated", 1);
    ck_assert(exs_record_finish(record, true, NULL));
    page = page_of(record, NULL);
    ck_assert(strstr(page, "href=\"#e1\""));
    ck_assert(strstr(page, "id=\"e1\""));
}
END_TEST

START_TEST(other_products_are_linked)
{
    const ExsHtmlOther others[] = {{"5.0 SP2", "other.html"}, {"4.0 SP5", "4.0.html"}};
    const ExsHtmlOptions options = {.others = others, .other_count = G_N_ELEMENTS(others)};
    ExsRecord *record = example_new(EXS_DETAIL_FULL);
    g_autofree char *page = NULL;

    ck_assert(exs_record_finish(record, true, NULL));
    page = page_of(record, &options);
    ck_assert(strstr(page, "<a href=\"other.html\">5.0 SP2</a>"));
    ck_assert(strstr(page, "; <a href=\"4.0.html\">4.0 SP5</a>"));
}
END_TEST

START_TEST(the_same_record_is_the_same_page)
{
    char *pages[2];

    for (size_t i = 0; i < G_N_ELEMENTS(pages); i++) {
        ExsRecord *record = example_new(EXS_DETAIL_FULL);

        for (int j = 0; j < 100; j++)
            EXAMPLE_TRACE(record, j, QUEUED, EXAMPLE_MTA, j + 1, EXAMPLE_FAST_QUEUE, j + 1);
        ck_assert(exs_record_finish(record, true, NULL));
        pages[i] = page_of(record, &(ExsHtmlOptions){.all = true});
    }
    ck_assert_str_eq(pages[0], pages[1]);
    g_free(pages[0]);
    g_free(pages[1]);
}
END_TEST

Suite *suite_html(void)
{
    Suite *s = suite_create("html");
    TCase *c = tcase_create("html");

    tcase_add_loop_test(c, what_runs_from_right_to_left_stands_apart, 0, G_N_ELEMENTS(prose));
    tcase_add_test(c, no_name_is_markup);
    tcase_add_test(c, a_record_without_entries_is_told_by_its_checks);
    tcase_add_test(c, a_partial_record_says_so);
    tcase_add_test(c, what_shows_an_expectation_is_linked);
    tcase_add_test(c, other_products_are_linked);
    tcase_add_test(c, the_same_record_is_the_same_page);
    suite_add_tcase(s, c);
    return s;
}
