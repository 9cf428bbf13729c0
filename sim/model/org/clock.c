/* clock.c - see clock.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/org/clock.h"

#include <string.h>

#include "exsim/kernel/error.h"

#define OFFSET_MAX (14 * EXS_HOUR)
#define SAVING     EXS_HOUR
#define SKEW_MAX   (3650 * EXS_DAY)

static const struct {
    const char *name;
    ExsTime offset;
} zones[] = {
    {"UTC", 0},
    {"GMT", 0},
    {"Pacific", -8 * EXS_HOUR},
    {"Mountain", -7 * EXS_HOUR},
    {"Central", -6 * EXS_HOUR},
    {"Eastern", -5 * EXS_HOUR},
    {"CET", EXS_HOUR},
    {"India", 5 * EXS_HOUR + 30 * EXS_MINUTE},
    {"Japan", 9 * EXS_HOUR},
};

static bool fail_zone(const char *text, GError **error)
{
    g_autofree char *quoted = exs_quote(text);

    return exs_fail(error, EXS_ERROR_PARSE,
                    "%s is no zone: write \"UTC-8\", \"UTC+5:30\", \"Pacific\", or "
                    "\"UTC-8 (DST 1998-04-05 02:00 .. 1998-10-25 02:00)\"",
                    quoted);
}

/* "8", "05:30" */
static bool read_hours(const char *text, ExsTime *out)
{
    char *end;
    guint64 hours, minutes = 0;

    if (!g_ascii_isdigit(*text))
        return false;
    hours = g_ascii_strtoull(text, &end, 10);
    if (*end == ':') {
        if (strspn(end + 1, "0123456789") != 2)
            return false;
        minutes = g_ascii_strtoull(end + 1, &end, 10);
    }
    if (*end != '\0' || hours > 99 || minutes > 59)
        return false;
    *out = (ExsTime)hours * EXS_HOUR + (ExsTime)minutes * EXS_MINUTE;
    return true;
}

static bool read_offset(const char *name, ExsTime *out)
{
    for (size_t i = 0; i < G_N_ELEMENTS(zones); i++)
        if (g_ascii_strcasecmp(name, zones[i].name) == 0) {
            *out = zones[i].offset;
            return true;
        }
    if (g_ascii_strncasecmp(name, "UTC", 3) != 0 && g_ascii_strncasecmp(name, "GMT", 3) != 0)
        return false;
    if ((name[3] != '+' && name[3] != '-') || !read_hours(name + 4, out))
        return false;
    if (name[3] == '-')
        *out = -*out;
    return true;
}

/* "1998-04-05 02:00 .. 1998-10-25 02:00)" */
static bool read_saving(const char *text, ExsClock *clock, GError **error)
{
    const char *dots = strstr(text, "..");
    size_t length = strlen(text);
    g_autofree char *from = NULL, *to = NULL;

    if (!dots || text[length - 1] != ')')
        return exs_fail(error, EXS_ERROR_PARSE, "%s",
                        "daylight-saving time is written (DST 1998-04-05 02:00 .. "
                        "1998-10-25 02:00)");
    from = g_strstrip(g_strndup(text, (gsize)(dots - text)));
    to = g_strstrip(g_strndup(dots + 2, (gsize)(text + length - 1 - (dots + 2))));
    if (!exs_time_parse_date(from, &clock->begins_wall, error) ||
        !exs_time_parse_date(to, &clock->ends_wall, error))
        return false;
    if (clock->ends_wall <= clock->begins_wall + 2 * SAVING)
        return exs_fail(error, EXS_ERROR_RANGE, "daylight-saving time ends (%s) before it begins",
                        to);
    clock->saving = SAVING;
    return true;
}

bool exs_clock_parse_zone(const char *text, ExsClock *clock, GError **error)
{
    ExsClock made = {.skew = clock->skew};
    const char *bracket = strchr(text, '(');
    g_autofree char *name =
        g_strstrip(bracket ? g_strndup(text, (gsize)(bracket - text)) : g_strdup(text));

    if (!read_offset(name, &made.offset))
        return fail_zone(text, error);
    if (made.offset < -OFFSET_MAX || made.offset > OFFSET_MAX)
        return exs_fail(error, EXS_ERROR_RANGE, "a zone is at most 14 hours from UTC");
    if (bracket) {
        if (g_ascii_strncasecmp(bracket, "(DST ", 5) != 0)
            return fail_zone(text, error);
        if (!read_saving(bracket + 5, &made, error))
            return false;
    }
    *clock = made;
    return true;
}

static void append_date(GString *out, ExsTime wall)
{
    exs_time_append(out, wall);
}

void exs_clock_append_zone(GString *out, const ExsClock *clock)
{
    ExsTime size = ABS(clock->offset);

    g_string_append(out, "UTC");
    if (size > 0)
        g_string_append_printf(out, "%c%d", clock->offset < 0 ? '-' : '+', (int)(size / EXS_HOUR));
    if (size % EXS_HOUR > 0)
        g_string_append_printf(out, ":%02d", (int)(size % EXS_HOUR / EXS_MINUTE));
    if (clock->saving == 0)
        return;
    g_string_append(out, " (DST ");
    append_date(out, clock->begins_wall);
    g_string_append(out, " .. ");
    append_date(out, clock->ends_wall);
    g_string_append_c(out, ')');
}

bool exs_clock_parse_skew(const char *text, ExsTime *skew, GError **error)
{
    bool is_slow = *text == '-';
    ExsTime size;

    if (!exs_duration_parse(text + (*text == '-' || *text == '+'), &size, error))
        return false;
    if (size > SKEW_MAX)
        return exs_fail(error, EXS_ERROR_RANGE, "a clock is wrong by at most 3650 days");
    *skew = is_slow ? -size : size;
    return true;
}

ExsTime exs_clock_utc(const ExsClock *clock, ExsTime now)
{
    return now + clock->skew;
}

ExsTime exs_clock_offset(const ExsClock *clock, ExsTime now)
{
    ExsTime standard = exs_clock_utc(clock, now) + clock->offset;

    if (standard >= clock->begins_wall && standard + clock->saving < clock->ends_wall)
        return clock->offset + clock->saving;
    return clock->offset;
}

ExsTime exs_clock_wall(const ExsClock *clock, ExsTime now)
{
    return exs_clock_utc(clock, now) + exs_clock_offset(clock, now);
}

ExsTime exs_clock_when(const ExsClock *clock, ExsTime wall, ExsTime from)
{
    ExsTime standard, saving, put;

    if (wall == EXS_TIME_NEVER)
        return EXS_TIME_NEVER;
    standard = wall - clock->offset - clock->skew; /* if it is standard time then */
    saving = standard - clock->saving;
    if (exs_clock_wall(clock, from) >= wall)
        return from;
    if (saving >= from && exs_clock_wall(clock, saving) == wall)
        return saving;
    if (standard >= from && exs_clock_wall(clock, standard) == wall)
        return standard;
    put = clock->begins_wall - clock->offset - clock->skew; /* the clock is put forward over it */
    return MAX(from, put);
}
