/* test_clock.c - a server's wall clock.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/org/clock.h"

static ExsTime date(const char *text)
{
    ExsTime when;

    ck_assert(exs_time_parse_date(text, &when, NULL));
    return when;
}

static ExsClock zone(const char *text)
{
    ExsClock clock = {0};

    ck_assert(exs_clock_parse_zone(text, &clock, NULL));
    return clock;
}

#define PACIFIC "UTC-8 (DST 1998-04-05 02:00 .. 1998-10-25 02:00)"

/* zone, skew in minutes, world time, what the wall shows */
static const struct {
    const char *zone;
    int skew;
    const char *world, *wall;
} rows[] = {
    {"UTC", 0, "1998-03-02 08:00", "1998-03-02 08:00"},
    {"UTC", -90, "1998-03-02 08:00", "1998-03-02 06:30"},
    {"UTC+5:30", 0, "1998-03-02 08:00", "1998-03-02 13:30"},
    {"Pacific", 0, "1998-07-01 20:00", "1998-07-01 12:00"},
    {PACIFIC, 0, "1998-04-05 09:59", "1998-04-05 01:59"},
    {PACIFIC, 0, "1998-04-05 10:00", "1998-04-05 03:00"},
    {PACIFIC, 0, "1998-10-25 08:59", "1998-10-25 01:59"},
    {PACIFIC, 0, "1998-10-25 09:00", "1998-10-25 01:00"},
    {PACIFIC, 60, "1998-04-05 09:00", "1998-04-05 03:00"},
    {"Pacific (DST 1998-04-05 02:00 .. 1998-10-25 02:00)", 0, "1998-07-01 20:00",
     "1998-07-01 13:00"},
};

START_TEST(wall_shows_zone_saving_and_skew)
{
    ExsClock clock = zone(rows[_i].zone);

    clock.skew = rows[_i].skew * EXS_MINUTE;
    ck_assert_int_eq(exs_clock_wall(&clock, date(rows[_i].world)), date(rows[_i].wall));
}
END_TEST

/* wall time sought, from when on, the world time of it */
static const struct {
    const char *wall, *from, *world;
} sought[] = {
    {"1998-03-02 16:00", "1998-03-02 20:00", "1998-03-03 00:00"},
    {"1998-04-15 16:00", "1998-04-15 20:00", "1998-04-15 23:00"},
    {"1998-04-05 02:30", "1998-04-05 09:00", "1998-04-05 10:00"}, /* put forward over it */
    {"1998-10-25 01:30", "1998-10-25 07:00", "1998-10-25 08:30"}, /* the first of two */
    {"1998-10-25 03:00", "1998-10-25 07:00", "1998-10-25 11:00"},
    {"1998-04-05 04:00", "1998-04-05 09:00", "1998-04-05 11:00"},
    {"1998-03-02 10:00", "1998-03-02 20:00", "1998-03-02 20:00"}, /* past already */
};

START_TEST(when_finds_the_first_instant)
{
    ExsClock clock = zone(PACIFIC);

    ck_assert_int_eq(exs_clock_when(&clock, date(sought[_i].wall), date(sought[_i].from)),
                     date(sought[_i].world));
}
END_TEST

START_TEST(zones_read_back)
{
    static const char *const texts[] = {"UTC", "UTC-8", "UTC+5:30", PACIFIC};
    ExsClock clock = zone(texts[_i]), again;
    g_autoptr(GString) text = g_string_new(NULL);

    exs_clock_append_zone(text, &clock);
    again = zone(text->str);
    ck_assert_mem_eq(&again, &clock, sizeof clock);
}
END_TEST

START_TEST(what_is_no_zone_is_refused)
{
    static const char *const texts[] = {"",
                                        "Pacfic",
                                        "UTC-",
                                        "UTC-8:5",
                                        "UTC+15",
                                        "UTC-8 (DST)",
                                        "UTC-8 (DST 1998-04-05 02:00)",
                                        "UTC-8 (DST 1998-04-05 02:00 .. 1998-10-25 02:00",
                                        "UTC-8 (DST 1998-10-25 02:00 .. 1998-04-05 02:00)"};
    ExsClock clock = {.skew = 5};
    g_autoptr(GError) error = NULL;

    ck_assert(!exs_clock_parse_zone(texts[_i], &clock, &error));
    ck_assert_ptr_nonnull(error);
    ck_assert_int_eq(clock.skew, 5);
    ck_assert_int_eq(clock.offset, 0);
}
END_TEST

START_TEST(skew_may_be_negative)
{
    ExsTime skew;

    ck_assert(exs_clock_parse_skew("-30 min", &skew, NULL));
    ck_assert_int_eq(skew, -30 * EXS_MINUTE);
    ck_assert(exs_clock_parse_skew("+1 h", &skew, NULL));
    ck_assert_int_eq(skew, EXS_HOUR);
    ck_assert(!exs_clock_parse_skew("--1 h", &skew, NULL));
    ck_assert(!exs_clock_parse_skew("4000 d", &skew, NULL));
}
END_TEST

Suite *suite_clock(void)
{
    Suite *suite = suite_create("clock");
    TCase *tests = tcase_create("clock");

    tcase_add_loop_test(tests, wall_shows_zone_saving_and_skew, 0, G_N_ELEMENTS(rows));
    tcase_add_loop_test(tests, when_finds_the_first_instant, 0, G_N_ELEMENTS(sought));
    tcase_add_loop_test(tests, zones_read_back, 0, 4);
    tcase_add_loop_test(tests, what_is_no_zone_is_refused, 0, 9);
    tcase_add_test(tests, skew_may_be_negative);
    suite_add_tcase(suite, tests);
    return suite;
}
