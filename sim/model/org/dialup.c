/* dialup.c - see dialup.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/org/dialup.h"

#include <string.h>

#include "exsim/kernel/error.h"

#define SATURDAY 5 /* of exs_time_weekday() */

static bool fail(const char *text, GError **error)
{
    g_autofree char *quoted = exs_quote(text);

    return exs_fail(error, EXS_ERROR_PARSE,
                    "%s is no time to dial: write \"every 1 h\", \"daily 08:00\", "
                    "\"weekly 08:00, weekend 10:00\" or \"none\"",
                    quoted);
}

/* What follows `word`; NULL: the text does not begin with it. */
static const char *after(const char *text, const char *word)
{
    size_t length = strlen(word);

    if (g_ascii_strncasecmp(text, word, length) != 0 || text[length] != ' ')
        return NULL;
    return text + length + 1;
}

/* A time of day, "08:00". */
static bool read_time(const char *text, ExsTime *out)
{
    return g_ascii_isdigit(*text) && strlen(text) <= strlen("08:00:00") &&
           exs_time_parse(text, 0, out, NULL) && *out < EXS_DAY;
}

static bool read_week(const char *text, ExsDialPlan *plan)
{
    g_auto(GStrv) parts = g_strsplit(text, ",", 2);
    const char *weekend;

    plan->mode = EXS_DIAL_WEEKLY;
    if (!parts[0] || !read_time(g_strstrip(parts[0]), &plan->at))
        return false;
    if (!parts[1])
        return true;
    weekend = after(g_strstrip(parts[1]), "weekend");
    return weekend && read_time(weekend, &plan->at_weekend);
}

bool exs_dial_parse(const char *text, ExsDialPlan *out, GError **error)
{
    ExsDialPlan plan = {.at_weekend = -1};
    const char *rest;
    bool is_read;

    if ((rest = after(text, "every")) != NULL) {
        plan.mode = EXS_DIAL_EVERY;
        is_read = exs_duration_parse(rest, &plan.interval, NULL) && plan.interval >= EXS_SECOND;
    } else if ((rest = after(text, "daily")) != NULL) {
        plan.mode = EXS_DIAL_DAILY;
        is_read = read_time(rest, &plan.at);
    } else if ((rest = after(text, "weekly")) != NULL) {
        is_read = read_week(rest, &plan);
    } else {
        is_read = g_ascii_strcasecmp(text, "none") == 0;
    }
    if (!is_read)
        return fail(text, error);
    *out = plan;
    return true;
}

/* The time of that day, since midnight; -1: none. */
static ExsTime time_of(const ExsDialPlan *plan, ExsTime day, bool weekends)
{
    if (plan->mode == EXS_DIAL_WEEKLY && plan->at_weekend >= 0 && exs_time_weekday(day) >= SATURDAY)
        return weekends ? plan->at_weekend : -1;
    return plan->at;
}

ExsTime exs_dial_next(const ExsDialPlan *plan, ExsTime wall, bool weekends)
{
    ExsTime day = wall - wall % EXS_DAY;

    if (plan->mode == EXS_DIAL_NONE)
        return EXS_TIME_NEVER;
    if (plan->mode == EXS_DIAL_EVERY)
        return wall + plan->interval;
    for (int i = 0; i <= 7; i++, day += EXS_DAY) {
        ExsTime at = time_of(plan, day, weekends);

        if (at >= 0 && day + at > wall)
            return day + at;
    }
    g_assert_not_reached();
}
