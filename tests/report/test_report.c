/* test_report.c - endings, and the report as JSON.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <jansson.h>
#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/report/report.h"
#include "report/report_example.h"

static ExsRecord *make(void)
{
    ExsRecord *record = example_new(EXS_DETAIL_FULL);
    uint32_t bob = exs_record_text(record, "bob"), cause = exs_record_text(record, "no space");

    exs_record_name_message(record, 7, "x\"</script>\xe2\x80\xae");
    EXAMPLE_TRACE(record, 60, ROUTED, EXAMPLE_MTA, 7, bob, EXAMPLE_FAST, example_choose(record, 0));
    EXAMPLE_TRACE(record, 61, RETURNED, EXAMPLE_MTA, 7, bob, 1, -1, cause, 0);
    exs_record_add_check(record,
                         &(ExsCheck){"it is so", "inferred", EXS_VERDICT_FAIL, "a", "b", 1});
    ck_assert(exs_record_finish(record, true, NULL));
    return record;
}

START_TEST(the_ending_chooses)
{
    g_autoptr(ExsRecord) record = make();
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GError) later = NULL, never = NULL;

    ck_assert(exs_report_check(".txt", NULL));
    ck_assert(exs_report_check(".JSON", NULL));
    ck_assert(exs_report_write(record, ".txt", NULL, out, NULL));
    ck_assert(g_str_has_prefix(out->str, "Q100000"));
    g_string_truncate(out, 0);
    ck_assert(exs_report_write(record, ".html", NULL, out, NULL));
    ck_assert(g_str_has_prefix(out->str, "<!DOCTYPE html>"));
    g_string_truncate(out, 0);
    ck_assert(!exs_report_write(record, ".sqlite", NULL, out, &later));
    ck_assert_str_eq(later->message,
                     "not built yet: .sqlite; there are .txt, .json, .html, .csv, .svg, .dot");
    ck_assert(!exs_report_write(record, ".x", NULL, out, &never));
    ck_assert_str_eq(never->message,
                     "no report ends in \".x\": there are .txt, .json, .html, .csv, .svg, .dot");
    ck_assert_int_eq(never->code, EXS_ERROR_USAGE);
    ck_assert_uint_eq(out->len, 0);
}
END_TEST

static const char *text_at(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

START_TEST(json_holds_everything)
{
    g_autoptr(ExsRecord) record = make();
    g_autoptr(GString) out = g_string_new(NULL);
    const json_t *entries, *fields, *decision, *check;
    json_t *report;

    ck_assert(exs_report_write(record, ".json", NULL, out, NULL));
    report = json_loads(out->str, JSON_REJECT_DUPLICATES, NULL);
    ck_assert_ptr_nonnull(report);
    ck_assert_str_eq(text_at(report, "verdict"), "FAIL");
    ck_assert_str_eq(text_at(report, "fingerprint"), exs_record_fingerprint(record));
    ck_assert_int_eq(json_integer_value(json_object_get(report, "failed")), 1);
    ck_assert_str_eq(text_at(json_object_get(report, "facts"), "article"), "Q100000");
    ck_assert_uint_eq(json_array_size(json_object_get(report, "objects")),
                      exs_record_object_count(record));
    entries = json_object_get(report, "entries");
    ck_assert_uint_eq(json_array_size(entries), 2);
    ck_assert_str_eq(text_at(json_array_get(entries, 0), "time"), "1998-03-02 08:01:00");
    fields = json_object_get(json_array_get(entries, 1), "fields");
    ck_assert_str_eq(text_at(json_array_get(entries, 1), "kind"), "returned");
    ck_assert_int_eq(json_integer_value(json_object_get(fields, "message")), 7);
    ck_assert_int_eq(json_integer_value(json_object_get(fields, "reason")), 1);
    ck_assert(json_is_null(json_object_get(fields, "diagnostic")));
    ck_assert(json_is_null(json_object_get(fields, "rule")));
    ck_assert_str_eq(text_at(json_array_get(json_object_get(report, "messages"), 0), "name"),
                     "x\"</script>\xe2\x80\xae");
    decision = json_array_get(json_object_get(report, "decisions"), 0);
    ck_assert_str_eq(
        text_at(json_array_get(json_object_get(decision, "candidates"), 1), "felled_by"),
        "STEP_6_COST");
    check = json_array_get(json_object_get(report, "checks"), 0);
    ck_assert_str_eq(text_at(check, "basis"), "inferred");
    ck_assert_int_eq(json_integer_value(json_object_get(check, "witness")), 1);
    json_decref(report);
}
END_TEST

START_TEST(json_is_plain_ascii)
{
    g_autoptr(ExsRecord) record = make();
    g_autoptr(GString) out = g_string_new(NULL);

    ck_assert(exs_report_write(record, ".json", NULL, out, NULL));
    for (size_t i = 0; i < out->len; i++)
        ck_assert_msg((out->str[i] >= ' ' && out->str[i] < 0x7f) || out->str[i] == '\n', "%zu", i);
}
END_TEST

Suite *suite_report(void)
{
    Suite *suite = suite_create("report");
    TCase *tests = tcase_create("report");

    tcase_add_test(tests, the_ending_chooses);
    tcase_add_test(tests, json_holds_everything);
    tcase_add_test(tests, json_is_plain_ascii);
    suite_add_tcase(suite, tests);
    return suite;
}
