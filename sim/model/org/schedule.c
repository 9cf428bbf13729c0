/* schedule.c - see schedule.h.
 *
 * The grid is a week of 672 cells. Weeks begin on Monday; a range that runs over midnight on a
 * Sunday goes on on Monday.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/org/schedule.h"

#include <string.h>

#include "exsim/kernel/error.h"

#define DAYS    7
#define CELL    (15 * EXS_MINUTE)
#define DAY     96 /* cells */
#define WEEK    (DAYS * DAY)
#define ANY_DAY 0x7F

static const char *const day_names[DAYS] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                            "Friday", "Saturday", "Sunday"};

static const struct {
    const char *name;
    ExsScheduleMode mode;
} modes[] = {
    {"always", EXS_SCHEDULE_ALWAYS},
    {"never", EXS_SCHEDULE_NEVER},
    {"remote", EXS_SCHEDULE_REMOTE},
};

static bool is_set(const ExsSchedule *schedule, unsigned cell)
{
    return schedule->quarter[cell / 64] >> cell % 64 & 1;
}

/* ---- reading ---- */

static void skip_blanks(const char **at)
{
    *at += strspn(*at, " ");
}

/* "HH:MM", as a cell of the day; 96 for "24:00". */
static bool read_cell(const char **at, unsigned *out)
{
    const char *c = *at;
    unsigned hour, minute;

    if (!g_ascii_isdigit(c[0]) || !g_ascii_isdigit(c[1]) || c[2] != ':' || !g_ascii_isdigit(c[3]) ||
        !g_ascii_isdigit(c[4]) || g_ascii_isdigit(c[5]))
        return false;
    hour = (unsigned)((c[0] - '0') * 10 + (c[1] - '0'));
    minute = (unsigned)((c[3] - '0') * 10 + (c[4] - '0'));
    if (minute > 45 || minute % 15 != 0 || hour > 24 || (hour == 24 && minute > 0))
        return false;
    *out = hour * 4 + minute / 15;
    *at += strlen("HH:MM");
    return true;
}

/* "Mon" or "Monday", any case. */
static bool read_day(const char **at, unsigned *out)
{
    size_t length = 0;

    while (g_ascii_isalpha((*at)[length]))
        length++;
    for (unsigned day = 0; day < DAYS; day++)
        if ((length == 3 || length == strlen(day_names[day])) &&
            g_ascii_strncasecmp(*at, day_names[day], length) == 0) {
            *out = day;
            *at += length;
            return true;
        }
    return false;
}

/* "Mon" or "Mon-Fri", which may run over Sunday, as a set of days. */
static bool read_days(const char **at, unsigned *out)
{
    unsigned first, last;

    if (!read_day(at, &first))
        return false;
    last = first;
    if (**at == '-') {
        ++*at;
        if (!read_day(at, &last))
            return false;
    }
    *out = 1u << first;
    for (unsigned day = first; day != last;) {
        day = (day + 1) % DAYS;
        *out |= 1u << day;
    }
    return true;
}

static void set_range(ExsSchedule *schedule, unsigned days, unsigned begin, unsigned end)
{
    unsigned length = end > begin ? end - begin : end + DAY - begin;

    for (unsigned day = 0; day < DAYS; day++)
        for (unsigned i = 0; days >> day & 1 && i < length; i++) {
            unsigned cell = (day * DAY + begin + i) % WEEK;

            schedule->quarter[cell / 64] |= UINT64_C(1) << cell % 64;
        }
}

/* Reads "08:00-18:00", with days before it or not. Returns what is wrong, or NULL. */
static const char *read_range(const char **at, bool *has_days, ExsSchedule *out)
{
    unsigned days = ANY_DAY, begin, end;

    if (g_ascii_isalpha(**at)) {
        if (!read_days(at, &days))
            return "days are written \"Mon\" or \"Mon-Fri\"";
        *has_days = true;
        skip_blanks(at);
    } else if (*has_days) {
        return "it is unclear which days this is for: write them before each range";
    }
    if (!read_cell(at, &begin) || begin == DAY)
        return "a range begins with a time on a quarter hour, as in \"08:00-18:15\"";
    skip_blanks(at);
    if (**at != '-')
        return "a range is two times, as in \"08:00-18:15\"";
    ++*at;
    skip_blanks(at);
    if (!read_cell(at, &end))
        return "a range ends with a time on a quarter hour, as in \"08:00-18:15\"";
    if (begin == end)
        return "a range ends where it begins; a whole day is \"00:00-24:00\"";
    set_range(out, days, begin, end);
    return NULL;
}

static const char *read_ranges(const char **at, ExsSchedule *out)
{
    bool has_days = false;

    for (;;) {
        const char *start, *wrong;

        skip_blanks(at);
        start = *at;
        wrong = read_range(at, &has_days, out);
        if (wrong) {
            *at = start;
            return wrong;
        }
        skip_blanks(at);
        if (**at == '\0')
            return NULL;
        if (**at != ',')
            return "ranges have commas between them";
        ++*at;
    }
}

bool exs_schedule_parse(const char *text, ExsSchedule *out, GError **error)
{
    ExsSchedule grid = {.mode = EXS_SCHEDULE_SELECTED};
    g_autofree char *quoted = NULL, *from = NULL;
    const char *at = text, *wrong;

    for (size_t i = 0; i < G_N_ELEMENTS(modes); i++)
        if (g_ascii_strcasecmp(text, modes[i].name) == 0) {
            *out = (ExsSchedule){.mode = modes[i].mode};
            return true;
        }
    wrong = read_ranges(&at, &grid);
    if (!wrong) {
        *out = grid;
        return true;
    }
    quoted = exs_quote(text);
    if (at == text)
        return exs_fail(error, EXS_ERROR_PARSE,
                        "%s is no schedule (\"always\", \"never\", \"remote\" or times): %s",
                        quoted, wrong);
    from = exs_quote(at);
    return exs_fail(error, EXS_ERROR_PARSE, "%s is no schedule at %s: %s", quoted, from, wrong);
}

/* ---- writing ---- */

/* A range of the grid and the days that it is open on. */
typedef struct {
    unsigned begin, length; /* cells */
    unsigned days;          /* set */
} Range;

/* Is every day like Monday? */
static bool is_daily(const ExsSchedule *schedule)
{
    for (unsigned cell = DAY; cell < WEEK; cell++)
        if (is_set(schedule, cell) != is_set(schedule, cell - DAY))
            return false;
    return true;
}

/* How many cells from `cell` on are open, up to a whole day. */
static unsigned measure(const ExsSchedule *schedule, unsigned cell)
{
    unsigned length = 0;

    while (length < DAY && is_set(schedule, (cell + length) % WEEK))
        length++;
    return length;
}

static void add_range(GArray *ranges, unsigned day, unsigned begin, unsigned length)
{
    Range range = {begin, length, 1u << day};

    for (guint i = 0; i < ranges->len; i++) {
        Range *same = &g_array_index(ranges, Range, i);

        if (same->begin == begin && same->length == length) {
            same->days |= range.days;
            return;
        }
    }
    g_array_append_val(ranges, range);
}

/* The ranges of a grid that is neither empty nor daily and full: those that follow a closed cell,
 * cut at midnight where they are longer than a day. */
static void collect(GArray *ranges, const ExsSchedule *schedule)
{
    unsigned start = 0;

    while (is_set(schedule, (start + WEEK - 1) % WEEK))
        start++;
    for (unsigned i = 0; i < WEEK;) {
        unsigned cell = (start + i) % WEEK, begin = cell % DAY;
        unsigned length = measure(schedule, cell);

        if (length == DAY)
            length = DAY - begin;
        if (length > 0)
            add_range(ranges, cell / DAY, begin, length);
        i += MAX(length, 1);
    }
}

static void append_cell(GString *out, unsigned cell)
{
    g_string_append_printf(out, "%02u:%02u", cell / 4, cell % 4 * 15);
}

static void append_times(GString *out, const Range *range)
{
    unsigned end = range->begin + range->length;

    append_cell(out, range->begin);
    g_string_append_c(out, '-');
    append_cell(out, end > DAY ? end - DAY : end);
}

/* "Mon-Wed 08:00-18:00, Fri 08:00-18:00" */
static void append_range(GString *out, const Range *range, const char **comma)
{
    for (unsigned day = 0; day < DAYS; day++) {
        unsigned last = day;

        if (!(range->days >> day & 1))
            continue;
        while (range->days >> (last + 1) & 1)
            last++;
        g_string_append_printf(out, "%s%.3s", *comma, day_names[day]);
        if (last > day)
            g_string_append_printf(out, "-%.3s", day_names[last]);
        g_string_append_c(out, ' ');
        append_times(out, range);
        *comma = ", ";
        day = last;
    }
}

static void append_grid(GString *out, const ExsSchedule *schedule)
{
    g_autoptr(GArray) ranges = g_array_new(FALSE, FALSE, sizeof(Range));
    bool daily = is_daily(schedule);
    const char *comma = "";

    if (daily && measure(schedule, 0) == DAY) {
        g_string_append(out, "00:00-24:00");
        return;
    }
    collect(ranges, schedule);
    if (ranges->len == 0)
        g_string_append(out, "never"); /* what an empty grid means */
    for (guint i = 0; i < ranges->len; i++) {
        const Range *range = &g_array_index(ranges, Range, i);

        if (!daily) {
            append_range(out, range, &comma);
            continue;
        }
        g_string_append(out, comma);
        append_times(out, range);
        comma = ", ";
    }
}

void exs_schedule_append(GString *out, const ExsSchedule *schedule)
{
    for (size_t i = 0; i < G_N_ELEMENTS(modes); i++)
        if (schedule->mode == modes[i].mode) {
            g_string_append(out, modes[i].name);
            return;
        }
    append_grid(out, schedule);
}

/* ---- asking ---- */

/* The cell that holds `wall`; `begin`: when it began. */
static unsigned cell_at(ExsTime wall, ExsTime *begin)
{
    ExsTime in_day = wall % EXS_DAY + (wall % EXS_DAY < 0 ? EXS_DAY : 0);

    *begin = wall - in_day % CELL;
    return (unsigned)(exs_time_weekday(wall) * DAY + in_day / CELL);
}

bool exs_schedule_is_open(const ExsSchedule *schedule, ExsTime wall)
{
    ExsTime begin;

    if (schedule->mode != EXS_SCHEDULE_SELECTED)
        return schedule->mode == EXS_SCHEDULE_ALWAYS;
    return is_set(schedule, cell_at(wall, &begin));
}

/* The first instant at or after `wall` in a cell that is open, or closed. */
static ExsTime find_next(const ExsSchedule *schedule, ExsTime wall, bool open)
{
    ExsTime begin;
    unsigned cell = cell_at(wall, &begin);

    if (exs_schedule_is_open(schedule, wall) == open)
        return wall;
    if (schedule->mode != EXS_SCHEDULE_SELECTED)
        return EXS_TIME_NEVER;
    for (unsigned i = 1; i < WEEK; i++)
        if (is_set(schedule, (cell + i) % WEEK) == open)
            return begin < EXS_TIME_NEVER - EXS_WEEK ? begin + (ExsTime)i * CELL : EXS_TIME_NEVER;
    return EXS_TIME_NEVER;
}

ExsTime exs_schedule_next_open(const ExsSchedule *schedule, ExsTime wall)
{
    return find_next(schedule, wall, true);
}

ExsTime exs_schedule_next_close(const ExsSchedule *schedule, ExsTime wall)
{
    return find_next(schedule, wall, false);
}
