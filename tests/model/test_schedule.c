/* test_schedule.c - the grid of quarter hours: reading, printing, the next change.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/kernel/random.h"
#include "exsim/model/org/schedule.h"

#define QUARTER (15 * EXS_MINUTE)
#define CELLS   (7 * 96)

static ExsSchedule parse(const char *text)
{
    g_autoptr(GError) error = NULL;
    ExsSchedule schedule;

    ck_assert_msg(exs_schedule_parse(text, &schedule, &error), "%s: %s", text,
                  error ? error->message : "no error");
    return schedule;
}

static char *print(const ExsSchedule *schedule)
{
    GString *out = g_string_new(NULL);

    exs_schedule_append(out, schedule);
    return g_string_free(out, FALSE);
}

static bool same_grid(const ExsSchedule *one, const ExsSchedule *other)
{
    return memcmp(one->quarter, other->quarter, sizeof one->quarter) == 0;
}

static ExsTime at(const char *date)
{
    ExsTime when;

    ck_assert(exs_time_parse_date(date, &when, NULL));
    return when;
}

/* ---- texts ---- */

/* clang-format off */
static const struct {
    const char *typed, *printed;
} texts[] = {
    {"always",                                "always"},
    {"Never",                                 "never"},
    {"remote",                                "remote"},
    {"22:00-06:00",                           "22:00-06:00"},
    {"08:00-18:00, 20:00-20:15",              "08:00-18:00, 20:00-20:15"},
    {"20:00-20:15,08:00 - 18:00",             "08:00-18:00, 20:00-20:15"},
    {"08:00-12:00, 12:00-18:00, 09:00-10:00", "08:00-18:00"},
    {"Mon-Fri 08:00-18:00, Sat 09:00-12:00",  "Mon-Fri 08:00-18:00, Sat 09:00-12:00"},
    {"monday-FRIDAY 08:00-18:00",             "Mon-Fri 08:00-18:00"},
    {"Fri-Mon 08:00-09:00",                   "Mon 08:00-09:00, Fri-Sun 08:00-09:00"},
    {"Sun-Sat 08:00-09:00",                   "08:00-09:00"},
    {"Mon-Sun 00:00-24:00",                   "00:00-24:00"},
    {"00:00-24:00",                           "00:00-24:00"},
    {"12:00-24:00",                           "12:00-24:00"},
    {"12:00-00:00",                           "12:00-24:00"},
    {"Fri 22:00-06:00",                       "Fri 22:00-06:00"},
    {"Sun 22:00-06:00",                       "Sun 22:00-06:00"},
    {"Sat 22:00-24:00, Sun 00:00-24:00, Mon 00:00-06:00", "Sat 22:00-24:00, Sun 00:00-24:00, Mon 00:00-06:00"},
    {"08:00-07:45",                           "08:00-07:45"},
    {"08:00-09:00, Mon 12:00-12:15",          "Mon-Sun 08:00-09:00, Mon 12:00-12:15"},
};
/* clang-format on */

START_TEST(reads_and_prints_a_schedule)
{
    ExsSchedule typed = parse(texts[_i].typed);
    ExsSchedule printed = parse(texts[_i].printed);
    g_autofree char *text = print(&typed);

    ck_assert_str_eq(text, texts[_i].printed);
    ck_assert_int_eq(typed.mode, printed.mode);
    ck_assert(same_grid(&typed, &printed));
}
END_TEST

/* clang-format off */
static const struct {
    const char *text, *words;
} wrong[] = {
    {"",                        "\"\" is no schedule (\"always\", \"never\", \"remote\" or times)"},
    {"allways",                 "days are written \"Mon\" or \"Mon-Fri\""},
    {"08:00",                   "a range is two times, as in \"08:00-18:15\""},
    {"08:00-",                  "a range ends with a time on a quarter hour"},
    {"08:10-09:00",             "a range begins with a time on a quarter hour"},
    {"08:00-09:01",             "a range ends with a time on a quarter hour"},
    {"8:00-09:00",              "a range begins with a time"},
    {"08:00-009:00",            "a range ends with a time"},
    {"25:00-26:00",             "a range begins with a time"},
    {"24:00-06:00",             "a range begins with a time"},
    {"08:00-24:15",             "a range ends with a time"},
    {"08:60-09:00",             "a range begins with a time"},
    {"08:00-08:00",             "a range ends where it begins; a whole day is \"00:00-24:00\""},
    {"08:00-09:00,",            "a range begins with a time"},
    {"08:00-09:00;10:00-11:00", "at \";10:00-11:00\": ranges have commas between them"},
    {"08:00-09:00, 9",          "at \"9\": a range begins with a time"},
    {"Mo 08:00-09:00",          "days are written \"Mon\" or \"Mon-Fri\""},
    {"Mond 08:00-09:00",        "days are written"},
    {"Mon- 08:00-09:00",        "days are written"},
    {"Mon",                     "a range begins with a time"},
    {"Mon-Fri 08:00-12:00, 13:00-18:00", "at \"13:00-18:00\": it is unclear which days this is for"},
};
/* clang-format on */

START_TEST(refuses_what_is_no_schedule)
{
    ExsSchedule schedule = parse("08:00-09:00"), before = schedule;
    g_autoptr(GError) error = NULL;

    ck_assert(!exs_schedule_parse(wrong[_i].text, &schedule, &error));
    ck_assert(g_error_matches(error, EXS_ERROR, EXS_ERROR_PARSE));
    ck_assert_msg(strstr(error->message, wrong[_i].words), "%s", error->message);
    ck_assert(same_grid(&schedule, &before));
}
END_TEST

/* An empty grid is never open, and says so. */
START_TEST(prints_an_empty_grid_as_never)
{
    ExsSchedule empty = {.mode = EXS_SCHEDULE_SELECTED};
    g_autofree char *text = print(&empty);

    ck_assert_str_eq(text, "never");
    ck_assert_int_eq(exs_schedule_next_open(&empty, 0), EXS_TIME_NEVER);
    ck_assert_int_eq(exs_schedule_next_close(&empty, 5), 5);
}
END_TEST

/* ---- random grids ---- */

/* Runs of random length, so that some cross midnight, some a day, some the week's end. */
static ExsSchedule draw(ExsStream *stream)
{
    static const uint64_t longest[] = {1, 3, 20, 96, 97, 200, CELLS};
    ExsSchedule schedule = {.mode = EXS_SCHEDULE_SELECTED};
    uint64_t limit = longest[exs_stream_below(stream, G_N_ELEMENTS(longest))];
    uint64_t start = exs_stream_below(stream, CELLS);
    bool open = exs_stream_below(stream, 2);

    for (uint64_t i = 0; i < CELLS; open = !open)
        for (uint64_t left = 1 + exs_stream_below(stream, limit); left > 0 && i < CELLS; left--) {
            uint64_t cell = (start + i++) % CELLS;

            if (open)
                schedule.quarter[cell / 64] |= UINT64_C(1) << cell % 64;
        }
    return schedule;
}

/* The same every day. */
static void repeat_monday(ExsSchedule *schedule)
{
    for (unsigned cell = 96; cell < CELLS; cell++) {
        uint64_t bit = UINT64_C(1) << cell % 64;
        unsigned monday = cell % 96;

        schedule->quarter[cell / 64] &= ~bit;
        if (schedule->quarter[monday / 64] >> monday % 64 & 1)
            schedule->quarter[cell / 64] |= bit;
    }
}

START_TEST(brings_random_grids_back)
{
    ExsStream stream = exs_stream(1, "grids", "test");

    for (int round = 0; round < 5000; round++) {
        ExsSchedule schedule = draw(&stream), back;
        g_autofree char *text = NULL;

        if (round % 4 == 0)
            repeat_monday(&schedule);
        text = print(&schedule);
        back = parse(text);
        ck_assert_msg(same_grid(&schedule, &back), "%s", text);
        ck_assert(round % 4 != 0 || !g_ascii_isupper(text[0]));
    }
}
END_TEST

/* Minute by minute, from the grid as it is defined; up to eight days ahead. */
static ExsTime find_slowly(const ExsSchedule *schedule, ExsTime wall, bool open)
{
    ExsTime monday = at("1998-03-02 00:00");

    for (ExsTime when = wall; when < wall + 8 * EXS_DAY;
         when = when - when % EXS_MINUTE + EXS_MINUTE) {
        ExsTime cell = (when - monday) % EXS_WEEK / QUARTER;

        if ((schedule->quarter[cell / 64] >> cell % 64 & 1) == open)
            return when;
    }
    return EXS_TIME_NEVER;
}

START_TEST(finds_the_next_change)
{
    ExsStream stream = exs_stream(2, "changes", "test");
    ExsTime monday = at("1998-03-02 00:00");

    for (int round = 0; round < 3000; round++) {
        ExsSchedule schedule = draw(&stream);
        ExsTime wall = monday + (ExsTime)exs_stream_below(&stream, 3 * EXS_WEEK);

        if (round % 3 == 0)
            wall -= wall % QUARTER;
        ck_assert_int_eq(exs_schedule_next_open(&schedule, wall),
                         find_slowly(&schedule, wall, true));
        ck_assert_int_eq(exs_schedule_next_close(&schedule, wall),
                         find_slowly(&schedule, wall, false));
        ck_assert(exs_schedule_is_open(&schedule, wall) ==
                  (find_slowly(&schedule, wall, true) == wall));
    }
}
END_TEST

/* ---- asking ---- */

/* clang-format off */
static const struct {
    const char *schedule, *now;
    bool is_open;
    const char *opens, *closes; /* NULL: never */
} moments[] = {
    {"always",          "1998-03-02 08:00",    true,  "1998-03-02 08:00",    NULL},
    {"never",           "1998-03-02 08:00",    false, NULL,                  "1998-03-02 08:00"},
    {"remote",          "1998-03-02 08:00",    false, NULL,                  "1998-03-02 08:00"},
    {"00:00-24:00",     "1998-03-02 08:00",    true,  "1998-03-02 08:00",    NULL},
    {"22:00-06:00",     "1998-03-02 08:00:01", false, "1998-03-02 22:00",    "1998-03-02 08:00:01"},
    {"22:00-06:00",     "1998-03-02 22:00",    true,  "1998-03-02 22:00",    "1998-03-03 06:00"},
    {"22:00-06:00",     "1998-03-03 05:59:59", true,  "1998-03-03 05:59:59", "1998-03-03 06:00"},
    {"22:00-06:00",     "1998-03-03 06:00",    false, "1998-03-03 22:00",    "1998-03-03 06:00"},
    {"Sun 22:00-06:00", "1998-03-02 05:00",    true,  "1998-03-02 05:00",    "1998-03-02 06:00"},
    {"Sun 22:00-06:00", "1998-03-02 06:00",    false, "1998-03-08 22:00",    "1998-03-02 06:00"},
    {"Mon 08:00-08:15", "1998-03-02 08:15",    false, "1998-03-09 08:00",    "1998-03-02 08:15"},
    {"Thu 00:00-00:15", "1970-01-01 00:00",    true,  "1970-01-01 00:00",    "1970-01-01 00:15"},
};
/* clang-format on */

START_TEST(tells_when_it_is_open)
{
    ExsSchedule schedule = parse(moments[_i].schedule);
    ExsTime now = at(moments[_i].now);

    ck_assert(exs_schedule_is_open(&schedule, now) == moments[_i].is_open);
    ck_assert_int_eq(exs_schedule_next_open(&schedule, now),
                     moments[_i].opens ? at(moments[_i].opens) : EXS_TIME_NEVER);
    ck_assert_int_eq(exs_schedule_next_close(&schedule, now),
                     moments[_i].closes ? at(moments[_i].closes) : EXS_TIME_NEVER);
}
END_TEST

/* A wall clock may be skewed to before 1970, and asked about the end of time. */
START_TEST(knows_the_edges_of_time)
{
    ExsSchedule schedule = parse("Wed 23:45-24:00");

    ck_assert(exs_schedule_is_open(&schedule, -1));
    ck_assert_int_eq(exs_schedule_next_open(&schedule, -QUARTER - 1), -QUARTER);
    ck_assert_int_eq(exs_schedule_next_close(&schedule, -1), 0);
    ck_assert_int_eq(exs_schedule_next_open(&schedule, EXS_TIME_NEVER), EXS_TIME_NEVER);
}
END_TEST

START_TEST(is_always_when_zero)
{
    ExsSchedule zero = {0};
    g_autofree char *text = print(&zero);

    ck_assert_str_eq(text, "always");
    ck_assert(exs_schedule_is_open(&zero, 0));
}
END_TEST

Suite *suite_schedule(void)
{
    Suite *suite = suite_create("schedule");
    TCase *tcase = tcase_create("schedule");

    tcase_add_loop_test(tcase, reads_and_prints_a_schedule, 0, G_N_ELEMENTS(texts));
    tcase_add_loop_test(tcase, refuses_what_is_no_schedule, 0, G_N_ELEMENTS(wrong));
    tcase_add_test(tcase, prints_an_empty_grid_as_never);
    tcase_add_test(tcase, brings_random_grids_back);
    tcase_add_test(tcase, finds_the_next_change);
    tcase_add_loop_test(tcase, tells_when_it_is_open, 0, G_N_ELEMENTS(moments));
    tcase_add_test(tcase, knows_the_edges_of_time);
    tcase_add_test(tcase, is_always_when_zero);
    suite_add_tcase(suite, tcase);
    return suite;
}
