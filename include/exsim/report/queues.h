/* queues.h - the queues at one instant, as the administrator sees them.
 *
 * Replays the kinds "queued" and "unqueued"; lists every object of class "queue" below the object
 * it belongs to.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/record/record.h"

typedef struct {
    ExsTime at;      /* just after every entry at or before it */
    uint32_t server; /* only this one's; 0: all */
    bool messages;   /* as text, name each message too (JSON always does) */
    bool json;
} ExsQueuesOptions;

/* Appends the queues. Fails with EXS_ERROR_STATE if the record kept no entries. */
bool exs_queues(const ExsRecord *record, const ExsQueuesOptions *options, GString *out,
                GError **error);
