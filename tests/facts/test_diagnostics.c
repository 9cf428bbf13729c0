/* test_diagnostics.c - codes of reports, and events.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <glib.h>
#include <string.h>

#include "exsim/facts/diagnostics.h"
#include "exsim/facts/events.h"

/* clang-format off */
static const struct {
    ExsDiagnostic code;
    int number;
    const char *name, *text;
} cases[] = {
    {EXS_DIAGNOSTIC_UNRECOGNIZED_OR_NAME, 0,   "unrecognized-or-name", "The recipient name is not recognized"},
    {EXS_DIAGNOSTIC_MTS_CONGESTION,       2,   "mts-congestion",
     "The recipient could not be processed due to congestion in the message transfer service"},
    {EXS_DIAGNOSTIC_LOOP_DETECTED,        3,   "loop-detected",
     "The recipient was detected looping within the message transfer service"},
    {EXS_DIAGNOSTIC_MAXIMUM_TIME_EXPIRED, 5,   "maximum-time-expired", "The maximum time for delivering the message expired"},
    {EXS_DIAGNOSTIC_CONTENT_TOO_LONG,     7,   "content-too-long",
     "The content length of the message is too long for the recipient to take delivery"},
    {EXS_DIAGNOSTIC_AMBIGUOUS_OR_NAME,    1,   "ambiguous-or-name",    ""},
    {EXS_DIAGNOSTIC_UNABLE_TO_DOWNGRADE,  47,  "unable-to-downgrade",
     "The recipient could not be transferred because it could not be downgraded"},
    {EXS_DIAGNOSTIC_NONE,                 255, "none",                 ""},
};

static const struct {
    ExsEventKind kind;
    int number, arguments;
    const char *severity;
} events[] = {
    {EXS_EVENT_UNROUTABLE_RECIPIENT,  142,  4, "Warning"},
    {EXS_EVENT_CONNECTION_NOT_OPENED, 289,  1, "Warning"},
    {EXS_EVENT_NDR,                   290,  6, "Warning"},
    {EXS_EVENT_OPEN_RETRY_TIMER,      301,  3, "Information"},
    {EXS_EVENT_ASSOCIATION_ENDED,     1294, 1, "Warning"},
    {EXS_EVENT_CONNECT_ERROR,         4284, 1, "Warning"},
    {EXS_EVENT_ROUTING_RECALCULATED,  5000, 1, "Information"},
};
/* clang-format on */

START_TEST(names_and_texts)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        ck_assert_int_eq(cases[i].code, cases[i].number);
        ck_assert_str_eq(exs_diagnostic_name(cases[i].code), cases[i].name);
        ck_assert_str_eq(exs_diagnostic_text(cases[i].code), cases[i].text);
    }
}
END_TEST

START_TEST(codes_have_no_gap_and_names_are_unique)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    ck_assert_int_eq(exs_reason_count(), 7);
    for (int i = 0; i < exs_reason_count(); i++) {
        ck_assert_int_eq(exs_reason_row(i), i);
        ck_assert(g_hash_table_add(seen, (void *)exs_reason_name(exs_reason_row(i))));
    }
    ck_assert_int_eq(exs_diagnostic_count(), 51); /* the last three are none of X.400 */
    for (int i = 0; i < exs_diagnostic_count() - 3; i++) {
        ck_assert_int_eq(exs_diagnostic_row(i), i);
        ck_assert(g_hash_table_add(seen, (void *)exs_diagnostic_name(exs_diagnostic_row(i))));
    }
    ck_assert_str_eq(exs_reason_name(EXS_REASON_UNABLE_TO_TRANSFER), "unable-to-transfer");
}
END_TEST

START_TEST(events_are_complete)
{
    ck_assert_uint_eq(G_N_ELEMENTS(events) <= EXS_EVENT_COUNT, 1);
    for (size_t i = 0; i < G_N_ELEMENTS(events); i++) {
        const ExsEventInfo *info = exs_event_info(events[i].kind);
        int arguments = 0;

        for (const char *c = info->text; (c = strstr(c, "{}")); c += 2)
            arguments++;
        ck_assert_int_eq(info->number, events[i].number);
        ck_assert_int_eq(arguments, events[i].arguments);
        ck_assert_str_eq(info->severity, events[i].severity);
        ck_assert_msg(g_str_has_prefix(info->source, "MSExchange") && *info->category &&
                          info->article[0] == 'Q',
                      "%s", info->id);
    }
}
END_TEST

Suite *suite_diagnostics(void)
{
    Suite *suite = suite_create("diagnostics");
    TCase *tests = tcase_create("diagnostics");

    tcase_add_test(tests, names_and_texts);
    tcase_add_test(tests, codes_have_no_gap_and_names_are_unique);
    tcase_add_test(tests, events_are_complete);
    suite_add_tcase(suite, tests);
    return suite;
}
