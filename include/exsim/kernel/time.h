/* time.h - virtual time: whole microseconds, and the text that people write for it.
 *
 * The only place that parses or prints a date, a time of day or a duration. There
 * is no floating point and no wall clock here; a "date" is a proleptic Gregorian
 * date in the zone-less time of the simulated world.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* An instant (microseconds since 1970-01-01 00:00:00) or a length (microseconds). */
typedef int64_t ExsTime;

#define EXS_MILLISECOND ((ExsTime)1000)
#define EXS_SECOND      (1000 * EXS_MILLISECOND)
#define EXS_MINUTE      (60 * EXS_SECOND)
#define EXS_HOUR        (60 * EXS_MINUTE)
#define EXS_DAY         (24 * EXS_HOUR)
#define EXS_WEEK        (7 * EXS_DAY)

/* Later than every event. */
#define EXS_TIME_NEVER INT64_MAX

/* The latest instant that text can name: 9999-12-31 23:59:59. */
#define EXS_TIME_LAST ((ExsTime)253402300799 * EXS_SECOND)

/* Reads a full date, "1998-03-02 08:00", with optional ":SS" and up to six digits
 * of a second; years from 1970. Fails with EXS_ERROR_PARSE, quoting the text and a right
 * example. */
bool exs_time_parse_date(const char *text, ExsTime *out, GError **error);

/* Reads any time that a scenario may write, seen from `now`:
 *   "09:00", "09:00:05.5"  the next such time of day at or after now
 *   "Mon 09:00"            the next such weekday and time at or after now
 *   "1998-03-04 09:00"     that instant
 *   "+10 min"              now plus a duration
 * The result may lie before now (a full date only); the caller decides what
 * the past means. Fails with EXS_ERROR_PARSE, or EXS_ERROR_RANGE after EXS_TIME_LAST. */
bool exs_time_parse(const char *text, ExsTime now, ExsTime *out, GError **error);

/* Reads a duration: one or more of number and unit, "310 s", "10 min", "1 h 30 min",
 * "0.5 s", "2 d". Units: us ms s sec min h hour hours d day days w week weeks
 * (and second(s), minute(s)). Never negative. Fails with EXS_ERROR_PARSE, or
 * EXS_ERROR_RANGE when it does not fit. */
bool exs_duration_parse(const char *text, ExsTime *out, GError **error);

/* Appends "1998-03-02 08:00:05" and, where not zero, the fraction without
 * trailing zeros. "never" for EXS_TIME_NEVER. */
void exs_time_append(GString *out, ExsTime when);

/* Appends a length as people say it: "310 s" -> "5 min 10 s", "250 ms", "1 d 2 h", "0 s";
 * a negative one with a leading minus. Reading it back gives the same length. */
void exs_duration_append(GString *out, ExsTime length);

char *exs_time_format(ExsTime when);       /* (owned by the caller) */
char *exs_duration_format(ExsTime length); /* (owned by the caller) */

/* 0 Monday .. 6 Sunday. */
int exs_time_weekday(ExsTime when);
