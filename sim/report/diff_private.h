/* diff_private.h - what the files of diff share.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/record/record.h"
#include "exsim/report/diff.h"

/* What is aligned: a message, or an object's own entries. */
typedef struct {
    char *name;         /* "\"x400\"", "report on \"x400\"", "HUB1 MTA" */
    GArray *entries[2]; /* uint64_t: numbers of entries, by side */
    guint parted;       /* the first place where they differ */
    bool differs;
    ExsTime when; /* since the start, of the earlier of the two entries there */
} ExsDiffLane;

typedef struct {
    const ExsRecord *record[2];
    ExsTime start[2];
    GPtrArray *lanes; /* ExsDiffLane *, in the order first met */
    size_t differing;
    const ExsDiffLane *first; /* whose difference comes first; NULL: none */
} ExsDiff;

/* The lane's entry at this place, from 0; NULL: it ended before. */
const ExsEntry *exs_diff_entry(const ExsDiff *diff, const ExsDiffLane *lane, int side, guint place);

/* The entry of this side where the lane parts; NULL: it ended before. */
const ExsEntry *exs_diff_parting(const ExsDiff *diff, const ExsDiffLane *lane, int side);

void exs_diff_text(const ExsDiff *diff, const ExsDiffOptions *options, GString *out);
void exs_diff_json(const ExsDiff *diff, const ExsDiffOptions *options, GString *out);
