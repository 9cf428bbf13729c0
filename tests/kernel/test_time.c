/* test_time.c - dates, times of day and durations, read and written.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/kernel/random.h"
#include "exsim/kernel/time.h"

/* Monday 1998-03-02 08:00, as `date -u` counts. */
#define MONDAY_8 (888825600 * EXS_SECOND)

/* clang-format off */
static const struct {
    const char *text;
    const char *seen; /* from Monday 1998-03-02 08:00; NULL: refused */
    int code;
} times[] = {
    {"09:00",                      "1998-03-02 09:00:00", 0},
    {"08:00",                      "1998-03-02 08:00:00", 0},
    {"07:59",                      "1998-03-03 07:59:00", 0},
    {"07:59:59.999999",            "1998-03-03 07:59:59.999999", 0},
    {"09:00:05.5",                 "1998-03-02 09:00:05.5", 0},
    {"00:00",                      "1998-03-03 00:00:00", 0},
    {"23:59:59",                   "1998-03-02 23:59:59", 0},
    {" 09:00 ",                    "1998-03-02 09:00:00", 0},
    {"Mon 09:00",                  "1998-03-02 09:00:00", 0},
    {"Mon 08:00",                  "1998-03-02 08:00:00", 0},
    {"Mon 07:00",                  "1998-03-09 07:00:00", 0},
    {"sun 07:00",                  "1998-03-08 07:00:00", 0},
    {"Tuesday 00:00",              "1998-03-03 00:00:00", 0},
    {"1998-03-04 09:00",           "1998-03-04 09:00:00", 0},
    {"1997-12-31 23:59:59",        "1997-12-31 23:59:59", 0},
    {"1970-01-01 00:00",           "1970-01-01 00:00:00", 0},
    {"9999-12-31 23:59:59",        "9999-12-31 23:59:59", 0},
    {"2000-02-29 00:00",           "2000-02-29 00:00:00", 0},
    {"1996-02-29 12:00",           "1996-02-29 12:00:00", 0},
    {"+10 min",                    "1998-03-02 08:10:00", 0},
    {"+ 1 w",                      "1998-03-09 08:00:00", 0},
    {"25:99",                      NULL, EXS_ERROR_PARSE},
    {"24:00",                      NULL, EXS_ERROR_PARSE},
    {"09:60",                      NULL, EXS_ERROR_PARSE},
    {"23:59:60",                   NULL, EXS_ERROR_PARSE},
    {"9:5",                        NULL, EXS_ERROR_PARSE},
    {"9:05",                       NULL, EXS_ERROR_PARSE},
    {"009:05",                     NULL, EXS_ERROR_PARSE},
    {"09:005",                     NULL, EXS_ERROR_PARSE},
    {"09:00:00.",                  NULL, EXS_ERROR_PARSE},
    {"09:00:00.1234567",           NULL, EXS_ERROR_PARSE},
    {"09:00.5",                    NULL, EXS_ERROR_PARSE},
    {"09:00 pm",                   NULL, EXS_ERROR_PARSE},
    {"0900",                       NULL, EXS_ERROR_PARSE},
    {"",                           NULL, EXS_ERROR_PARSE},
    {"Mon",                        NULL, EXS_ERROR_PARSE},
    {"Mo 09:00",                   NULL, EXS_ERROR_PARSE},
    {"Mond 09:00",                 NULL, EXS_ERROR_PARSE},
    {"Mon09:00",                   NULL, EXS_ERROR_PARSE},
    {"1998-03-04",                 NULL, EXS_ERROR_PARSE},
    {"1998-02-29 09:00",           NULL, EXS_ERROR_PARSE},
    {"2100-02-29 09:00",           NULL, EXS_ERROR_PARSE},
    {"1998-13-01 09:00",           NULL, EXS_ERROR_PARSE},
    {"1998-00-01 09:00",           NULL, EXS_ERROR_PARSE},
    {"1998-04-31 09:00",           NULL, EXS_ERROR_PARSE},
    {"1998-04-00 09:00",           NULL, EXS_ERROR_PARSE},
    {"1969-12-31 23:59",           NULL, EXS_ERROR_PARSE},
    {"10000-01-01 00:00",          NULL, EXS_ERROR_PARSE},
    {"98-03-04 09:00",             NULL, EXS_ERROR_PARSE},
    {"+",                          NULL, EXS_ERROR_PARSE},
    {"+10",                        NULL, EXS_ERROR_PARSE},
    {"+10000000 d",                NULL, EXS_ERROR_RANGE},
    {"+20000000000000 w",          NULL, EXS_ERROR_RANGE},
};

static const struct {
    const char *text;
    ExsTime length; /* -1: refused */
    int code;
} durations[] = {
    {"310 s",                      310 * EXS_SECOND, 0},
    {"10 min",                     10 * EXS_MINUTE, 0},
    {"1 h 30 min",                 90 * EXS_MINUTE, 0},
    {"1h30min",                    90 * EXS_MINUTE, 0},
    {"0.5 s",                      500 * EXS_MILLISECOND, 0},
    {"2 d",                        2 * EXS_DAY, 0},
    {"1 w",                        7 * EXS_DAY, 0},
    {"2 weeks 1 day 3 hours",      15 * EXS_DAY + 3 * EXS_HOUR, 0},
    {"1 minute 2 seconds",         62 * EXS_SECOND, 0},
    {"250 ms",                     250000, 0},
    {"17 us",                      17, 0},
    {"0 s",                        0, 0},
    {" 1 sec ",                    EXS_SECOND, 0},
    {"0.000001 s",                 1, 0},
    {"0.001 ms",                   1, 0},
    {"1.000000000000000000000 us", 1, 0},
    {"0.0000001 min",              6, 0},
    {"0.0001220703125 w",          73828125, 0},
    {"9223372036854775807 us",     INT64_MAX, 0},
    {"000000000000000000000000001 s", EXS_SECOND, 0},
    {"9223372036854775808 us",     -1, EXS_ERROR_RANGE},
    {"9223372036854775807 us 1 us", -1, EXS_ERROR_RANGE},
    {"9223372036854775807 w",      -1, EXS_ERROR_RANGE},
    {"99999999999999999999999 s",  -1, EXS_ERROR_RANGE},
    {"0.0000001 s",                -1, EXS_ERROR_PARSE},
    {"0.5 us",                     -1, EXS_ERROR_PARSE},
    {"0.0005 ms",                  -1, EXS_ERROR_PARSE},
    {"0.33333333333333333333333 d", -1, EXS_ERROR_PARSE},
    {"",                           -1, EXS_ERROR_PARSE},
    {" ",                          -1, EXS_ERROR_PARSE},
    {"10",                         -1, EXS_ERROR_PARSE},
    {"s",                          -1, EXS_ERROR_PARSE},
    {"-5 s",                       -1, EXS_ERROR_PARSE},
    {"+5 s",                       -1, EXS_ERROR_PARSE},
    {"1. s",                       -1, EXS_ERROR_PARSE},
    {".5 s",                       -1, EXS_ERROR_PARSE},
    {"1,5 s",                      -1, EXS_ERROR_PARSE},
    {"1e3 s",                      -1, EXS_ERROR_PARSE},
    {"0x10 s",                     -1, EXS_ERROR_PARSE},
    {"10 mins",                    -1, EXS_ERROR_PARSE},
    {"10 fortnights",              -1, EXS_ERROR_PARSE},
    {"1 h, 30 min",                -1, EXS_ERROR_PARSE},
};

static const struct {
    ExsTime length;
    const char *text;
} lengths[] = {
    {0,                             "0 s"},
    {310 * EXS_SECOND,              "5 min 10 s"},
    {250 * EXS_MILLISECOND,         "250 ms"},
    {26 * EXS_HOUR,                 "1 d 2 h"},
    {EXS_WEEK,                      "7 d"},
    {EXS_MINUTE + 1,                "1 min 1 us"},
    {-90 * EXS_SECOND,              "-1 min 30 s"},
    {INT64_MIN,                     "-106751991 d 4 h 54 s 775 ms 808 us"},
};
/* clang-format on */

START_TEST(reads_times)
{
    for (size_t i = 0; i < G_N_ELEMENTS(times); i++) {
        g_autoptr(GError) error = NULL;
        ExsTime when = -1;
        bool read = exs_time_parse(times[i].text, MONDAY_8, &when, &error);
        g_autofree char *seen = exs_time_format(when);

        ck_assert_msg(read == (times[i].seen != NULL), "%s: %s", times[i].text, seen);
        if (read)
            ck_assert_msg(strcmp(seen, times[i].seen) == 0, "%s: %s", times[i].text, seen);
        else
            ck_assert_msg(g_error_matches(error, EXS_ERROR, times[i].code), "%s: %s", times[i].text,
                          error->message);
    }
}
END_TEST

START_TEST(reads_durations)
{
    for (size_t i = 0; i < G_N_ELEMENTS(durations); i++) {
        g_autoptr(GError) error = NULL;
        ExsTime length = -1;
        bool read = exs_duration_parse(durations[i].text, &length, &error);

        ck_assert_msg(length == durations[i].length && read == (length >= 0),
                      "%s: %" G_GINT64_FORMAT, durations[i].text, length);
        if (!read)
            ck_assert_msg(g_error_matches(error, EXS_ERROR, durations[i].code), "%s: %s",
                          durations[i].text, error->message);
    }
}
END_TEST

START_TEST(writes_durations)
{
    for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++) {
        g_autofree char *text = exs_duration_format(lengths[i].length);

        ck_assert_str_eq(text, lengths[i].text);
    }
}
END_TEST

START_TEST(reads_only_full_dates_as_dates)
{
    g_autoptr(GError) error = NULL;
    ExsTime when = -1;

    ck_assert(exs_time_parse_date("1998-03-02 08:00", &when, NULL));
    ck_assert_int_eq(when, MONDAY_8);
    ck_assert(exs_time_parse_date("9999-12-31 23:59:59", &when, NULL));
    ck_assert_int_eq(when, EXS_TIME_LAST);
    ck_assert(!exs_time_parse_date("09:00", &when, &error));
    ck_assert(g_error_matches(error, EXS_ERROR, EXS_ERROR_PARSE));
    ck_assert_ptr_nonnull(strstr(error->message, "\"09:00\" is not a date"));
    ck_assert_ptr_nonnull(strstr(error->message, "\"1998-03-02 08:00\""));
    ck_assert_int_eq(when, EXS_TIME_LAST);
}
END_TEST

START_TEST(suggests_a_unit)
{
    g_autoptr(GError) error = NULL;
    ExsTime length;

    ck_assert(!exs_duration_parse("10 mins", &length, &error));
    ck_assert_ptr_nonnull(strstr(error->message, "\"mins\" (did you mean \"min\"?)"));
}
END_TEST

START_TEST(does_not_run_past_the_end_of_the_clock)
{
    g_autoptr(GError) error = NULL;
    ExsTime when;

    ck_assert(!exs_time_parse("09:00", EXS_TIME_LAST, &when, &error));
    ck_assert(g_error_matches(error, EXS_ERROR, EXS_ERROR_RANGE));
    ck_assert(!exs_time_parse("09:00", EXS_TIME_NEVER, &when, NULL));
    ck_assert(!exs_time_parse("+1 s", EXS_TIME_NEVER, &when, NULL));
}
END_TEST

START_TEST(names_never)
{
    g_autofree char *text = exs_time_format(EXS_TIME_NEVER);

    ck_assert_str_eq(text, "never");
}
END_TEST

/* Counts days one by one, as a calendar on the wall does. */
START_TEST(agrees_with_a_counted_calendar)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    ExsTime when = 0;
    int weekday = 3;

    for (int year = 1970; year <= 2405; year++) {
        bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

        for (int month = 1; month <= 12; month++) {
            for (int day = 1; day <= days[month - 1] + (leap && month == 2); day++) {
                char wanted[32];
                g_autofree char *text = exs_time_format(when);

                g_snprintf(wanted, sizeof wanted, "%04d-%02d-%02d 00:00:00", year, month, day);
                if (strcmp(text, wanted) != 0 || exs_time_weekday(when) != weekday)
                    ck_abort_msg("%s is not %s, weekday %d", text, wanted, weekday);
                when += EXS_DAY;
                weekday = (weekday + 1) % 7;
            }
        }
    }
}
END_TEST

START_TEST(counts_before_1970)
{
    g_autofree char *text = exs_time_format(-1);
    g_autofree char *march = exs_time_format(-719468 * EXS_DAY);

    ck_assert_str_eq(text, "1969-12-31 23:59:59.999999");
    ck_assert_str_eq(march, "0000-03-01 00:00:00");
    ck_assert_int_eq(exs_time_weekday(-1), 2);
}
END_TEST

START_TEST(reads_back_what_it_wrote)
{
    ExsStream stream = exs_stream(1, "test", "time");

    for (int i = 0; i < 20000; i++) {
        /* Every magnitude as often as every other. */
        ExsTime length = (ExsTime)(exs_stream_next(&stream) >> (1 + exs_stream_below(&stream, 63)));
        ExsTime when = (ExsTime)exs_stream_below(&stream, (uint64_t)EXS_TIME_LAST + 1);
        g_autofree char *length_text = exs_duration_format(length);
        g_autofree char *when_text = exs_time_format(when);
        ExsTime read;

        if (!exs_duration_parse(length_text, &read, NULL) || read != length)
            ck_abort_msg("%s", length_text);
        if (!exs_time_parse_date(when_text, &read, NULL) || read != when)
            ck_abort_msg("%s", when_text);
    }
}
END_TEST

Suite *suite_time(void)
{
    Suite *suite = suite_create("time");
    TCase *tcase = tcase_create("time");

    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, reads_times);
    tcase_add_test(tcase, reads_durations);
    tcase_add_test(tcase, writes_durations);
    tcase_add_test(tcase, reads_only_full_dates_as_dates);
    tcase_add_test(tcase, suggests_a_unit);
    tcase_add_test(tcase, does_not_run_past_the_end_of_the_clock);
    tcase_add_test(tcase, names_never);
    tcase_add_test(tcase, agrees_with_a_counted_calendar);
    tcase_add_test(tcase, counts_before_1970);
    tcase_add_test(tcase, reads_back_what_it_wrote);
    suite_add_tcase(suite, tcase);
    return suite;
}
