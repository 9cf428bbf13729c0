/* test_events.c - the Windows NT application log.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "exsim/report/events.h"
#include "report/report_example.h"

static ExsRecord *logged(void)
{
    ExsRecord *record = example_new(EXS_DETAIL_FULL);
    uint32_t mta = exs_record_text(record, "MSExchangeMTA");
    uint32_t category = exs_record_text(record, "X.400 Service");
    uint32_t warning = exs_record_text(record, "Warning");
    uint32_t text = exs_record_text(record, "A connection to FAST could not be opened.");

    EXAMPLE_TRACE(record, 60, EVENT, EXAMPLE_HUB1, 289, mta, category, warning, text);
    EXAMPLE_TRACE(record, 24 * 3600, EVENT, EXAMPLE_HUB2, 1294, mta, category, warning, text);
    ck_assert(exs_record_finish(record, true, NULL));
    return record;
}

static char *events(ExsEventsOptions options)
{
    g_autoptr(ExsRecord) record = logged();
    GString *out = g_string_new(NULL);

    ck_assert(exs_events(record, &options, out, NULL));
    return g_string_free(out, FALSE);
}

START_TEST(events_by_day)
{
    g_autofree char *text = events((ExsEventsOptions){.until = EXS_TIME_NEVER});

    ck_assert_str_eq(text,
                     "time      type         source           category         event  computer\n\n"
                     "Mon 1998-03-02\n"
                     "08:01:00  Warning      MSExchangeMTA    X.400 Service    289    HUB1\n"
                     "          A connection to FAST could not be opened.\n\n"
                     "Tue 1998-03-03\n"
                     "08:00:00  Warning      MSExchangeMTA    X.400 Service    1294   HUB2\n"
                     "          A connection to FAST could not be opened.\n");
}
END_TEST

START_TEST(events_of_a_server_until_a_time)
{
    g_autofree char *of_hub2 =
        events((ExsEventsOptions){.until = EXS_TIME_NEVER, .server = EXAMPLE_HUB2});
    g_autofree char *early = events((ExsEventsOptions){.until = example_at(59)});

    ck_assert_ptr_null(strstr(of_hub2, "289"));
    ck_assert_ptr_nonnull(strstr(of_hub2, "1294"));
    ck_assert_str_eq(early, "no events\n");
}
END_TEST

START_TEST(events_as_json)
{
    g_autofree char *text = events((ExsEventsOptions){.until = example_at(60), .json = true});

    ck_assert_str_eq(text,
                     "{\"events\":[{\"time\":\"1998-03-02 08:01:00\",\"severity\":\"Warning\","
                     "\"source\":\"MSExchangeMTA\",\"category\":\"X.400 Service\",\"id\":289,"
                     "\"server\":\"HUB1\",\"text\":\"A connection to FAST could not be "
                     "opened.\"}]}\n");
}
END_TEST

Suite *suite_events(void)
{
    Suite *suite = suite_create("events");
    TCase *tests = tcase_create("events");

    tcase_add_test(tests, events_by_day);
    tcase_add_test(tests, events_of_a_server_until_a_time);
    tcase_add_test(tests, events_as_json);
    suite_add_tcase(suite, tests);
    return suite;
}
