/* report_example.h - a small record made by hand, for the tests of the report layer.
 *
 * Two servers of one site, each with an Internet Mail Service; two X.400 Connectors to PAR1; the
 * mailbox ann.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/facts/rules.h"
#include "exsim/facts/trace_kinds.h"
#include "exsim/record/record.h"
#include "exsim/report/text.h"

enum {
    EXAMPLE_SITE = 1,
    EXAMPLE_HUB1,
    EXAMPLE_MTA,
    EXAMPLE_IMS,
    EXAMPLE_FAST,
    EXAMPLE_IMS_QUEUE,
    EXAMPLE_FAST_QUEUE,
    EXAMPLE_HUB2,
    EXAMPLE_SLOW,
    EXAMPLE_IMS2,
    EXAMPLE_PAR1,
    EXAMPLE_HUB2_QUEUE,
    EXAMPLE_ANN,
};

/* Objects and facts; nothing has happened. */
ExsRecord *example_new(ExsDetail detail);

/* 1998-03-02 08:00 and so many seconds. */
ExsTime example_at(int64_t seconds);

void example_add(ExsRecord *record, int64_t seconds, ExsTraceKind kind, uint32_t actor,
                 const int64_t *values, size_t count);

#define EXAMPLE_TRACE(record, seconds, kind, actor, ...)                                           \
    example_add((record), (seconds), EXS_TRACE_##kind, (actor), (const int64_t[]){__VA_ARGS__},    \
                sizeof((const int64_t[]){__VA_ARGS__}) / sizeof(int64_t))

/* The choice between FAST and SLOW: both candidates, FAST cheaper; `fast_tries` of 144. */
uint32_t example_choose(ExsRecord *record, int64_t fast_tries);

/* Ends the record, and tells it as text. */
char *example_timeline(ExsRecord *record, const ExsTextOptions *options);
/* Of a text: how many lines have this in them, and how long the longest is. */
size_t example_count_lines(const char *text, const char *with);
size_t example_longest_line(const char *text);
