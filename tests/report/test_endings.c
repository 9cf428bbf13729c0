/* test_endings.c - a record as comma-separated values and as a graph.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "exsim/report/csv.h"
#include "exsim/report/dot.h"
#include "exsim/report/report.h"
#include "report/report_example.h"

static ExsRecord *queued_as(const char *name)
{
    ExsRecord *record = example_new(EXS_DETAIL_FULL);

    exs_record_name_message(record, 1, name);
    EXAMPLE_TRACE(record, 61, QUEUED, EXAMPLE_MTA, 1, EXAMPLE_FAST_QUEUE, 3);
    ck_assert(exs_record_finish(record, true, NULL));
    return record;
}

static char *report(const char *ending, const char *name)
{
    g_autoptr(ExsRecord) record = queued_as(name);
    GString *out = g_string_new(NULL);

    ck_assert(exs_report_write(record, ending, NULL, out, NULL));
    return g_string_free(out, FALSE);
}

/* clang-format off */
static const struct {
    const char *name, *cell;
} cells[] = {
    {"m",              ",queued,m,"},
    {"a, b",           ",queued,\"a, b\","},
    {"say \"no\"",     ",queued,\"say \"\"no\"\"\","},
    {"=cmd|' /C calc'!A0", ",queued,\"'=cmd|' /C calc'!A0\","},
    {"+1",             ",queued,\"'+1\","},
    {"-1",             ",queued,\"'-1\","},
    {"@SUM(A1)",       ",queued,\"'@SUM(A1)\","},
    {"two\r\nlines",   ",queued,\"two\r\nlines\","},
    {"1+1=2",          ",queued,1+1=2,"},
};
/* clang-format on */

START_TEST(a_row_of_values)
{
    g_autofree char *text = report(".csv", "m");

    ck_assert_str_eq(text, "entry,time,seconds,server,where,kind,message,what\r\n"
                           "0,1998-03-02 08:01:01,61.000000,HUB1,HUB1 MTA,queued,m,"
                           "\"\"\"m\"\" queued for FAST, 3 waiting\"\r\n");
}
END_TEST

START_TEST(a_cell_is_quoted_as_it_must_be)
{
    g_autofree char *text = report(".csv", cells[_i].name);

    ck_assert_msg(strstr(text, cells[_i].cell) != NULL, "%s: %s", cells[_i].name, text);
}
END_TEST

START_TEST(sites_servers_and_connectors)
{
    g_autofree char *text = report(".dot", "m");

    ck_assert_ptr_nonnull(strstr(text, "graph {\n"));
    ck_assert_ptr_nonnull(strstr(text, "  subgraph cluster_1 {\n"));
    ck_assert_ptr_nonnull(strstr(text, "    n2 [label=\"HUB1"));
    ck_assert_ptr_nonnull(strstr(text, "  n2 -- n4;\n")); /* the gateway beside its server */
}
END_TEST

START_TEST(pairs_and_hosts_have_edges)
{
    g_autoptr(ExsRecord) record = example_new(EXS_DETAIL_FULL);
    g_autoptr(GString) out = g_string_new(NULL);
    uint32_t host = exs_record_add_object(record, "host", 0, "example.com", NULL);

    exs_record_set_attribute(record, EXAMPLE_FAST, "targets", "HUB2 (1) PAR1 (5)");
    EXAMPLE_TRACE(record, 1, SMTP, EXAMPLE_IMS, EXAMPLE_IMS, host, exs_record_text(record, "250"),
                  1);
    ck_assert(exs_record_finish(record, true, NULL));
    exs_dot_report(record, out);
    ck_assert_ptr_nonnull(strstr(out->str, "  n2 -- n8 [label=\"X.400 Connector FAST\"];\n"));
    ck_assert_ptr_nonnull(strstr(out->str, "  n4 -- n14;\n"));
    ck_assert_ptr_null(strstr(out->str, "  n2 -- n5"));
}
END_TEST

START_TEST(names_cannot_end_a_label)
{
    static const char *const names[] = {"\"];x", "a\\", "-->", "end", "a\nb", ";"};

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(ExsRecord) record = example_new(EXS_DETAIL_FULL);
        g_autoptr(GString) out = g_string_new(NULL);
        bool quoted = false;

        exs_record_add_object(record, "host", 0, names[i], names[i]);
        ck_assert(exs_record_finish(record, true, NULL));
        exs_dot_report(record, out);
        for (const char *p = out->str; *p; p++) {
            if (quoted && *p == '\\')
                p++;
            else if (*p == '"')
                quoted = !quoted;
            ck_assert_msg(!quoted || *p != '\n', "%s", names[i]);
        }
        ck_assert_msg(!quoted, "%s: %s", names[i], out->str);
    }
}
END_TEST

Suite *suite_endings(void)
{
    Suite *suite = suite_create("endings");
    TCase *tests = tcase_create("endings");

    tcase_add_test(tests, a_row_of_values);
    tcase_add_loop_test(tests, a_cell_is_quoted_as_it_must_be, 0, G_N_ELEMENTS(cells));
    tcase_add_test(tests, sites_servers_and_connectors);
    tcase_add_test(tests, pairs_and_hosts_have_edges);
    tcase_add_test(tests, names_cannot_end_a_label);
    suite_add_tcase(suite, tests);
    return suite;
}
