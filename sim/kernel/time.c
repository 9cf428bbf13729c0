/* time.c - see time.h. Texts are read by small functions that move a cursor and
 * return false where the text does not fit; the public ones make the error of it.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/kernel/time.h"

#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/kernel/suggest.h"

#define YEAR_FIRST 1970
#define YEAR_LAST  9999

typedef struct {
    const char *name;
    ExsTime length;
} Unit;

static const Unit units[] = {
    {"us", 1},
    {"ms", EXS_MILLISECOND},
    {"s", EXS_SECOND},
    {"sec", EXS_SECOND},
    {"min", EXS_MINUTE},
    {"h", EXS_HOUR},
    {"hour", EXS_HOUR},
    {"hours", EXS_HOUR},
    {"d", EXS_DAY},
    {"day", EXS_DAY},
    {"days", EXS_DAY},
    {"w", EXS_WEEK},
    {"week", EXS_WEEK},
    {"weeks", EXS_WEEK},
    {"second", EXS_SECOND},
    {"seconds", EXS_SECOND},
    {"minute", EXS_MINUTE},
    {"minutes", EXS_MINUTE},
};

/* As lengths are written, the longest first. */
static const Unit written[] = {
    {"d", EXS_DAY},    {"h", EXS_HOUR},         {"min", EXS_MINUTE},
    {"s", EXS_SECOND}, {"ms", EXS_MILLISECOND}, {"us", 1},
};

static const char *const weekdays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                       "Friday", "Saturday", "Sunday"};

/* -- dates ------------------------------------------------------------------------- */

/* Days since 1970-01-01. Years are counted from March, so that the leap day is a
 * year's last; 400 of them make an era of 146097 days. */
static int64_t days_of_date(int64_t year, int month, int day)
{
    int64_t shifted = month <= 2 ? year - 1 : year;
    int64_t era = (shifted >= 0 ? shifted : shifted - 399) / 400;
    int64_t year_of_era = shifted - era * 400;
    int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * 146097 + day_of_era - 719468;
}

static void date_of_days(int64_t days, int64_t *year, int *month, int *day)
{
    int64_t shifted = days + 719468;
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t day_of_era = shifted - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_from_march = (5 * day_of_year + 2) / 153;

    *day = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    *month = (int)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
    *year = year_of_era + era * 400 + (*month <= 2);
}

static int days_in_month(int64_t year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    return month == 2 && leap ? 29 : days[month - 1];
}

/* The day that holds `when`, also before 1970. */
static int64_t day_of(ExsTime when)
{
    return when / EXS_DAY - (when % EXS_DAY < 0);
}

int exs_time_weekday(ExsTime when)
{
    int64_t day = day_of(when) + 3; /* 1970-01-01 was a Thursday */

    return (int)(day % 7 + (day % 7 < 0 ? 7 : 0));
}

/* -- reading ------------------------------------------------------------------------ */

static void skip_blanks(const char **at)
{
    *at += strspn(*at, " \t");
}

static bool read_char(const char **at, char wanted)
{
    if (**at != wanted)
        return false;
    ++*at;
    return true;
}

/* Exactly `digits` digits, from `low` to `high`. */
static bool read_number(const char **at, int digits, int low, int high, int *out)
{
    int value = 0;

    for (int i = 0; i < digits; i++) {
        if (!g_ascii_isdigit(**at))
            return false;
        value = value * 10 + (*(*at)++ - '0');
    }
    *out = value;
    return !g_ascii_isdigit(**at) && value >= low && value <= high;
}

/* "HH:MM", "HH:MM:SS" or "HH:MM:SS.ffffff", as the time since midnight. */
static bool read_time_of_day(const char **at, ExsTime *out)
{
    int hour, minute, second = 0;
    ExsTime fraction = 0;

    if (!read_number(at, 2, 0, 23, &hour) || !read_char(at, ':') ||
        !read_number(at, 2, 0, 59, &minute))
        return false;
    if (read_char(at, ':')) {
        if (!read_number(at, 2, 0, 59, &second))
            return false;
        if (read_char(at, '.')) {
            ExsTime weight = EXS_SECOND;

            for (; g_ascii_isdigit(**at) && weight > 1; ++*at)
                fraction += (**at - '0') * (weight /= 10);
            if (weight == EXS_SECOND || g_ascii_isdigit(**at))
                return false;
        }
    }
    *out = hour * EXS_HOUR + minute * EXS_MINUTE + second * EXS_SECOND + fraction;
    return true;
}

static bool read_date(const char **at, ExsTime *out)
{
    int year, month, day;
    ExsTime time;

    if (!read_number(at, 4, YEAR_FIRST, YEAR_LAST, &year) || !read_char(at, '-') ||
        !read_number(at, 2, 1, 12, &month) || !read_char(at, '-') ||
        !read_number(at, 2, 1, days_in_month(year, month), &day) || !g_ascii_isspace(**at))
        return false;
    skip_blanks(at);
    if (!read_time_of_day(at, &time))
        return false;
    *out = days_of_date(year, month, day) * EXS_DAY + time;
    return true;
}

/* "Mon" or "Monday". */
static bool read_weekday(const char **at, int *out)
{
    size_t length = 0;

    while (g_ascii_isalpha((*at)[length]))
        length++;
    for (size_t i = 0; i < G_N_ELEMENTS(weekdays); i++) {
        if ((length == 3 || length == strlen(weekdays[i])) &&
            g_ascii_strncasecmp(*at, weekdays[i], length) == 0) {
            *at += length;
            *out = (int)i;
            return true;
        }
    }
    return false;
}

static bool is_at_end(const char *at)
{
    skip_blanks(&at);
    return *at == '\0';
}

bool exs_time_parse_date(const char *text, ExsTime *out, GError **error)
{
    const char *at = text;
    ExsTime when;

    skip_blanks(&at);
    if (!read_date(&at, &when) || !is_at_end(at)) {
        g_autofree char *quoted = exs_quote(text);

        return exs_fail(error, EXS_ERROR_PARSE,
                        "%s is not a date and time: write it like \"1998-03-02 08:00\", "
                        "years from %d to %d",
                        quoted, YEAR_FIRST, YEAR_LAST);
    }
    *out = when;
    return true;
}

/* The next time of day `time` at or after now, on that weekday (-1: any). */
static ExsTime next_occurrence(ExsTime now, int weekday, ExsTime time)
{
    int64_t day = day_of(now);
    int step = weekday < 0 ? 1 : 7;

    if (weekday >= 0)
        day += (weekday - exs_time_weekday(now) + 7) % 7;
    if (day * EXS_DAY + time < now)
        day += step;
    return day * EXS_DAY + time;
}

/* Everything but "+10 min". */
static bool read_time(const char *at, ExsTime now, ExsTime *out)
{
    const char *date = at;
    int weekday = -1;
    ExsTime time;

    if (read_date(&date, out))
        return is_at_end(date);
    if (g_ascii_isalpha(*at)) {
        if (!read_weekday(&at, &weekday) || !g_ascii_isspace(*at))
            return false;
        skip_blanks(&at);
    }
    if (!read_time_of_day(&at, &time) || !is_at_end(at))
        return false;
    *out = next_occurrence(now, weekday, time);
    return true;
}

static bool fail_after_last(const char *text, GError **error)
{
    g_autofree char *quoted = exs_quote(text);

    return exs_fail(error, EXS_ERROR_RANGE, "%s is later than the clock goes, 9999-12-31 23:59:59",
                    quoted);
}

bool exs_time_parse(const char *text, ExsTime now, ExsTime *out, GError **error)
{
    const char *at = text;
    ExsTime when;

    now = MIN(now, EXS_TIME_LAST + EXS_SECOND); /* EXS_TIME_NEVER plus a day is no number */
    skip_blanks(&at);
    if (*at == '+') {
        ExsTime length;

        if (!exs_duration_parse(at + 1, &length, error))
            return false;
        if (length > EXS_TIME_LAST - now)
            return fail_after_last(text, error);
        *out = now + length;
        return true;
    }
    if (!read_time(at, now, &when)) {
        g_autofree char *quoted = exs_quote(text);

        return exs_fail(error, EXS_ERROR_PARSE,
                        "%s is not a time: write \"09:00\", \"Mon 09:00\", "
                        "\"1998-03-04 09:00\" or \"+10 min\"",
                        quoted);
    }
    if (when >= EXS_TIME_LAST + EXS_SECOND)
        return fail_after_last(text, error);
    *out = when;
    return true;
}

/* -- durations ---------------------------------------------------------------------- */

/* No unit can use more digits after the point: a week is 2^13 * 3^3 * 5^8 * 7 of our units. */
#define FRACTION_DIGITS 13

/* "1.25" is whole 1 and fraction 25 of scale 100. */
typedef struct {
    uint64_t whole;
    uint64_t fraction;
    uint64_t scale;
    bool too_large;
    bool too_fine;
} Decimal;

static bool read_decimal(const char **at, Decimal *out)
{
    const char *end, *last;

    *out = (Decimal){.scale = 1};
    if (!g_ascii_isdigit(**at))
        return false;
    for (; g_ascii_isdigit(**at); ++*at) {
        out->too_large |= out->whole > (UINT64_MAX - 9) / 10;
        out->whole = out->whole * 10 + (uint64_t)(**at - '0');
    }
    if (!read_char(at, '.'))
        return true;
    end = last = *at + strspn(*at, "0123456789");
    if (end == *at)
        return false;
    while (last > *at && last[-1] == '0')
        last--;
    out->too_fine = last - *at > FRACTION_DIGITS;
    for (; *at < last && !out->too_fine; ++*at) {
        out->fraction = out->fraction * 10 + (uint64_t)(**at - '0');
        out->scale *= 10;
    }
    *at = end;
    return true;
}

static const Unit *find_unit(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(units); i++)
        if (strcmp(units[i].name, name) == 0)
            return &units[i];
    return NULL;
}

static bool fail_unit(const char *text, const char *name, GError **error)
{
    const char *names[G_N_ELEMENTS(units)];
    const char *near;
    g_autofree char *quoted = exs_quote(text);
    g_autofree char *unit = exs_quote(name);

    if (!*name)
        return exs_fail(error, EXS_ERROR_PARSE,
                        "%s is not a duration: each number needs a unit, like \"10 min\"", quoted);
    for (size_t i = 0; i < G_N_ELEMENTS(units); i++)
        names[i] = units[i].name;
    near = exs_suggest(name, names, G_N_ELEMENTS(names));
    if (near)
        return exs_fail(error, EXS_ERROR_PARSE,
                        "%s is not a duration: there is no unit %s (did you mean \"%s\"?)", quoted,
                        unit, near);
    return exs_fail(error, EXS_ERROR_PARSE,
                    "%s is not a duration: there is no unit %s; units are us, ms, s, min, h, d, w",
                    quoted, unit);
}

static bool fail_range(const char *text, GError **error)
{
    g_autofree char *quoted = exs_quote(text);

    return exs_fail(error, EXS_ERROR_RANGE,
                    "%s is too long a duration: the most is 292 thousand years", quoted);
}

/* One number and unit, added to `total`. */
static bool read_part(const char *text, const char **at, ExsTime *total, GError **error)
{
    Decimal number;
    g_autofree char *name = NULL;
    const Unit *unit;
    const char *start;
    unsigned __int128 length, fraction;

    if (!read_decimal(at, &number)) {
        g_autofree char *quoted = exs_quote(text);

        return exs_fail(error, EXS_ERROR_PARSE,
                        "%s is not a duration: write it like \"310 s\" or \"1 h 30 min\"", quoted);
    }
    skip_blanks(at);
    start = *at;
    while (g_ascii_isalpha(**at))
        ++*at;
    name = g_strndup(start, (gsize)(*at - start));
    unit = find_unit(name);
    if (!unit)
        return fail_unit(text, name, error);
    length = (unsigned __int128)number.whole * (uint64_t)unit->length;
    fraction = (unsigned __int128)number.fraction * (uint64_t)unit->length;
    if (number.too_fine || fraction % number.scale != 0) {
        g_autofree char *quoted = exs_quote(text);

        return exs_fail(error, EXS_ERROR_PARSE,
                        "%s is finer than the clock, which counts whole microseconds", quoted);
    }
    length += fraction / number.scale;
    if (number.too_large || length > (uint64_t)(INT64_MAX - *total))
        return fail_range(text, error);
    *total += (ExsTime)length;
    return true;
}

bool exs_duration_parse(const char *text, ExsTime *out, GError **error)
{
    const char *at = text;
    ExsTime total = 0;

    skip_blanks(&at);
    do {
        if (!read_part(text, &at, &total, error))
            return false;
        skip_blanks(&at);
    } while (*at);
    *out = total;
    return true;
}

/* -- writing ------------------------------------------------------------------------ */

/* A number with zeros before it, and what follows it. By hand: printf() takes longer
 * than what is timed. */
static char *put_number(char *at, uint64_t number, int width, char after)
{
    for (int i = width - 1; i >= 0; i--, number /= 10)
        at[i] = (char)('0' + number % 10);
    at[width] = after;
    return at + width + 1;
}

void exs_time_append(GString *out, ExsTime when)
{
    int64_t year, day = day_of(when);
    int month, day_of_month;
    ExsTime time, fraction;
    char text[32], *at = text;

    if (when == EXS_TIME_NEVER) {
        g_string_append(out, "never");
        return;
    }
    time = when - day * EXS_DAY;
    date_of_days(day, &year, &month, &day_of_month);
    if (year < 0 || year > 9999)
        g_string_append_printf(out, "%04" G_GINT64_FORMAT "-", year);
    else
        at = put_number(at, (uint64_t)year, 4, '-');
    at = put_number(at, (uint64_t)month, 2, '-');
    at = put_number(at, (uint64_t)day_of_month, 2, ' ');
    at = put_number(at, (uint64_t)(time / EXS_HOUR), 2, ':');
    at = put_number(at, (uint64_t)(time / EXS_MINUTE % 60), 2, ':');
    at = put_number(at, (uint64_t)(time / EXS_SECOND % 60), 2, '.');
    fraction = time % EXS_SECOND;
    if (fraction != 0) {
        at = put_number(at, (uint64_t)fraction, 6, '0');
        while (at[-1] == '0')
            at--;
    } else {
        at--; /* the point */
    }
    g_string_append_len(out, text, at - text);
}

void exs_duration_append(GString *out, ExsTime length)
{
    uint64_t rest = length < 0 ? -(uint64_t)length : (uint64_t)length;
    const char *gap = "";

    if (length < 0)
        g_string_append_c(out, '-');
    if (length == 0)
        g_string_append(out, "0 s");
    for (size_t i = 0; rest > 0; i++) {
        uint64_t unit = (uint64_t)written[i].length;

        if (rest < unit)
            continue;
        g_string_append_printf(out, "%s%" G_GUINT64_FORMAT " %s", gap, rest / unit,
                               written[i].name);
        rest %= unit;
        gap = " ";
    }
}

char *exs_time_format(ExsTime when)
{
    GString *out = g_string_new(NULL);

    exs_time_append(out, when);
    return g_string_free(out, FALSE);
}

char *exs_duration_format(ExsTime length)
{
    GString *out = g_string_new(NULL);

    exs_duration_append(out, length);
    return g_string_free(out, FALSE);
}
