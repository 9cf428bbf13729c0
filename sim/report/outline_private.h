/* outline_private.h - what became of the messages, those that fared alike told as one.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/record/record.h"

#define EXS_OUTLINE_WAYS  8
#define EXS_OUTLINE_STEPS 12 /* of one way; what comes after is not told apart */

/* A step of a way, for all messages that took it. */
typedef struct {
    uint64_t entry;            /* the first that made it */
    uint64_t key;              /* equal for steps that are alike */
    uint64_t count;            /* messages */
    ExsTime from, to;          /* when the first and the last made it */
    uint64_t over;             /* "queued": how many left the queue again */
    ExsTime shortest, longest; /* and how long they stood there */
} ExsWayStep;

typedef struct {
    size_t node;
    uint64_t count;       /* messages */
    uint32_t first, last; /* of them */
    int interest;         /* 3: something befell them, 2: they waited, 1: they just went */
    size_t step_count;
    ExsWayStep steps[EXS_OUTLINE_STEPS];
} ExsWay;

typedef struct {
    size_t message_count;
    size_t way_count;
    ExsWay ways[EXS_OUTLINE_WAYS]; /* in the order of their first messages */
    size_t ways_left;              /* that are not told */
    uint64_t messages_left;        /* that took those */
} ExsOutline;

/* `told`: see exs_story_told(). (g_free it) */
ExsOutline *exs_outline_new(const ExsRecord *record, const bool *told);
