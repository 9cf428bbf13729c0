/* clock.h - a server's wall clock: zone, daylight-saving time, and by how much it is wrong.
 *
 * The world's own time counts as UTC. A clock of its own shows world time + skew + offset from UTC;
 * daylight-saving time begins and ends at the instants its text names, in its own wall time.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "exsim/kernel/time.h"

/* Zero: shows the world's time. A value; copy freely. */
typedef struct {
    ExsTime skew;        /* it is fast by this; negative: slow */
    ExsTime offset;      /* standard time from UTC; negative: west */
    ExsTime saving;      /* what daylight-saving time adds; 0: there is none */
    ExsTime begins_wall; /* in standard time */
    ExsTime ends_wall;   /* in daylight-saving time */
} ExsClock;

/* Reads a zone, the skew stays:
 *   "UTC", "UTC-8", "UTC+5:30"
 *   "Pacific", "Mountain", "Central", "Eastern", "GMT", "CET", "India", "Japan": standard time
 *   "UTC-8 (DST 1998-04-05 02:00 .. 1998-10-25 02:00)": one hour of daylight-saving time from
 *   that moment of standard time until that moment of daylight-saving time
 * Fails with EXS_ERROR_PARSE, or EXS_ERROR_RANGE beyond 14 hours. */
bool exs_clock_parse_zone(const char *text, ExsClock *clock, GError **error);
/* Appends a text that reads back to the same zone. */
void exs_clock_append_zone(GString *out, const ExsClock *clock);

/* Reads "1 h", "-30 min", "+5 min", "0 s". Fails with EXS_ERROR_PARSE or EXS_ERROR_RANGE. */
bool exs_clock_parse_skew(const char *text, ExsTime *skew, GError **error);

/* What the clock holds UTC to be. */
ExsTime exs_clock_utc(const ExsClock *clock, ExsTime now);
/* The offset from UTC in force then, daylight-saving time included. */
ExsTime exs_clock_offset(const ExsClock *clock, ExsTime now);
/* What the clock on the wall shows. */
ExsTime exs_clock_wall(const ExsClock *clock, ExsTime now);

/* The first world time at or after `from` at which the wall shows `wall` or, where the clock is put
 * forward over it, more. EXS_TIME_NEVER for EXS_TIME_NEVER. */
ExsTime exs_clock_when(const ExsClock *clock, ExsTime wall, ExsTime from);
