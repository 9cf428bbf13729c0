/* sample.h - a small record with a value of every type, for the tests of the record layer.
 *
 * What sample_new() makes lies in tests/data/record-v1.exr, too: it must stay as it is.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/record/record.h"

enum {
    SAMPLE_SUBMITTED,
    SAMPLE_ROUTED, /* kept with full detail only */
    SAMPLE_QUEUED,
    SAMPLE_UNQUEUED,
    SAMPLE_REROUTED,
    SAMPLE_REFUSED,
    SAMPLE_DEFERRED,
    SAMPLE_RETURNED,
    SAMPLE_EXPIRED,
    SAMPLE_CHECKED,
};

/* Rules of the sample's model; the last one is never met. */
enum {
    SAMPLE_RULE_NONE,
    SAMPLE_RULE_SECURED,
    SAMPLE_RULE_CHEAPEST,
    SAMPLE_RULE_UNMET,
};

/* Objects of the sample. */
enum {
    SAMPLE_SITE = 1,
    SAMPLE_HUB,
    SAMPLE_FAST,
    SAMPLE_SLOW,
    SAMPLE_OTHER_HUB,
};

extern const ExsSchema sample_schema;

/* 1998-03-02 08:00 */
#define SAMPLE_START ((ExsTime)888825600 * EXS_SECOND)

/* Adds everything to a new record of sample_schema, but does not finish it. */
void sample_fill(ExsRecord *record);

/* A filled record, finished and complete. */
ExsRecord *sample_new(ExsDetail detail);

/* Every entry as a sentence, a line each (owned by the caller). */
char *sample_sentences(const ExsRecord *record);

/* Checks of the test framework: nothing is different. */
void sample_compare(const ExsRecord *one, const ExsRecord *other);

/* A folder of the test's own, and a file in it (owned by the caller). */
char *sample_folder(void);
char *sample_path(const char *folder, const char *name);
void sample_remove_folder(const char *folder);
