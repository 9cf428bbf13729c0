/* mta_alarms.h - the MTA's counters, and events when a queue is long and when it has subsided.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/server.h"

/* A performance counter as last recorded. */
typedef struct {
    uint32_t noted;
    uint32_t text; /* the record's number for its name; 0: never recorded yet */
} ExsCounter;

typedef struct {
    ExsCounter length;   /* Work Queue Length */
    ExsCounter deferred; /* Deferred Delivery Msgs */
    uint32_t waiting;    /* what waited for the MTA's time when it was last looked at */
    bool is_backlogged;  /* the work queue's alarm is on */
} ExsAlarms;

/* Performance Monitor's "Work Queue Length": the mail that waits for the MTA's time, without the
 * one in hand, and more. */
uint32_t exs_alarms_work_length(const ExsMta *mta);

/* The work queue's length may have changed: records the counters, and looks at the alarm. */
void exs_alarms_work_changed(ExsMta *mta);

/* The length of an outbound queue has changed. */
void exs_alarms_queue_changed(ExsQueue *queue);

/* The MTA starts: no alarm is on. */
void exs_alarms_reset(ExsMta *mta);
