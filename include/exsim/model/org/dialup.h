/* dialup.h - when an Internet Mail Service dials: its Dial-up Connections page.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "exsim/kernel/time.h"

typedef enum {
    EXS_DIAL_NONE, /* no dial-up connection is used */
    EXS_DIAL_EVERY,
    EXS_DIAL_DAILY,
    EXS_DIAL_WEEKLY, /* the same where no time of its own is set for weekends */
} ExsDialMode;

typedef struct {
    ExsDialMode mode;
    ExsTime interval;   /* EVERY */
    ExsTime at;         /* since midnight */
    ExsTime at_weekend; /* the same; -1: as on other days */
} ExsDialPlan;

/* Reads "every 1 h", "daily 08:00", "weekly 08:00", "weekly 08:00, weekend 10:00" or "none". Fails
 * with EXS_ERROR_PARSE, quoting the text. */
bool exs_dial_parse(const char *text, ExsDialPlan *out, GError **error);

/* The next time to dial after `wall`, by the wall clock. `weekends`: those with a time of their own
 * count. EXS_TIME_NEVER: none. */
ExsTime exs_dial_next(const ExsDialPlan *plan, ExsTime wall, bool weekends);
