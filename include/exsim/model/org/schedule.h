/* schedule.h - when a connector is active: the grid of quarter hours on its Schedule page.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "exsim/kernel/time.h"

typedef enum {
    EXS_SCHEDULE_ALWAYS, /* whenever mail waits */
    EXS_SCHEDULE_SELECTED,
    EXS_SCHEDULE_REMOTE, /* remote initiated: sends only when the partner connects */
    EXS_SCHEDULE_NEVER,
} ExsScheduleMode;

/* Zero: always. A value; copy freely. */
typedef struct {
    ExsScheduleMode mode;
    /* SELECTED: bit n is the n-th quarter hour since Monday 00:00 */
    uint64_t quarter[(7 * 96 + 63) / 64];
} ExsSchedule;

/* Reads "always", "never", "remote", or times: "22:00-06:00", "08:00-18:00, 20:00-20:15",
 * "Mon-Fri 08:00-18:00, Sat 09:00-12:00". A range that ends before it begins runs over midnight.
 * Times must lie on quarter hours; a range without days is for every day, and none may follow one
 * with days. Fails with EXS_ERROR_PARSE. */
bool exs_schedule_parse(const char *text, ExsSchedule *out, GError **error);

/* Appends a text that exs_schedule_parse() reads to the same grid; "never" for an empty one. */
void exs_schedule_append(GString *out, const ExsSchedule *schedule);

/* Whether the grid is open at this instant of the server's wall clock (ALWAYS: yes; NEVER, REMOTE:
 * no). */
bool exs_schedule_is_open(const ExsSchedule *schedule, ExsTime wall);

/* The first instant at or after `wall` at which it is open; EXS_TIME_NEVER if it never is. */
ExsTime exs_schedule_next_open(const ExsSchedule *schedule, ExsTime wall);

/* The first instant after `wall` at which it is closed; EXS_TIME_NEVER if it stays open. `wall`
 * itself if closed. */
ExsTime exs_schedule_next_close(const ExsSchedule *schedule, ExsTime wall);
