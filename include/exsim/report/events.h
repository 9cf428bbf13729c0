/* events.h - the Windows NT application log, as its viewer shows it.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/record/record.h"

typedef struct {
    uint32_t server; /* only this one's; 0: all */
    ExsTime until;   /* up to and including; EXS_TIME_NEVER: to the end */
    bool json;
} ExsEventsOptions;

/* Appends the entries of the kind "event". Fails with EXS_ERROR_STATE if the record kept none. */
bool exs_events(const ExsRecord *record, const ExsEventsOptions *options, GString *out,
                GError **error);
