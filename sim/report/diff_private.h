/* diff_private.h - what the files of diff share.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/record/record.h"
#include "exsim/report/diff.h"
#include "sim/report/html_private.h"

/* What is aligned: a message, or an object's own entries. */
typedef struct {
    char *name;          /* "\"x400\"", "report on \"x400\"", "HUB1 MTA" */
    uint32_t message[2]; /* its number, by side; 0: an object's lane, or not there */
    GArray *entries[2];  /* uint64_t: numbers of entries, by side */
    GArray *keys[2];     /* guint: of a lane that differs; equal if all but times is the same */
    guint parted;        /* the first place where they differ */
    bool differs;
    ExsTime when; /* since the start, of the earlier of the two entries there */
} ExsDiffLane;

struct ExsDiff {
    const ExsRecord *record[2];
    ExsTime start[2];
    GPtrArray *lanes; /* ExsDiffLane *, in the order first met (owned) */
    size_t differing;
    const ExsDiffLane *first; /* whose difference comes first; NULL: none */
};

/* The lane's entry at this place, from 0; NULL: it ended before. */
const ExsEntry *exs_diff_entry(const ExsDiff *diff, const ExsDiffLane *lane, int side, guint place);

/* The entry of this side where the lane parts; NULL: it ended before. */
const ExsEntry *exs_diff_parting(const ExsDiff *diff, const ExsDiffLane *lane, int side);

/* "A", "B". */
extern const char *const exs_diff_marks[2];

/* The record's product, "" if it does not say. */
const char *exs_diff_product(const ExsRecord *record);

/* "5.5 SP4"; of a file "run.exr, 5.5 SP4". (owned by the caller) */
char *exs_diff_called(const ExsDiff *diff, const ExsDiffOptions *options, int side);

/* "HUB1 MTA: \"x400\" leaves FAST": the whole sentence. */
void exs_diff_sentence(GString *out, const ExsRecord *record, const ExsEntry *entry);

/* The lanes that differ but the first, the earliest first. (ExsDiffLane *, borrowed) */
GPtrArray *exs_diff_others(const ExsDiff *diff);

/* "holds in A alone: with it off nothing differs". (owned by the caller) */
char *exs_diff_cause(const ExsDiffCause *cause);

/* One line of two lanes side by side. */
typedef struct {
    guint place[2]; /* in the lane, by side; G_MAXUINT: not there */
    bool is_alike;  /* on both sides the same thing, at whatever time */
    bool is_same;   /* and at the same time */
} ExsDiffRow;

/* A lane that differs, line by line: what is alike on both sides stands in one line, and else what
 * is of one kind. (GArray of ExsDiffRow, owned by the caller) */
GArray *exs_diff_align(const ExsDiff *diff, const ExsDiffLane *lane);

/* ---- diff_lane.c: a lane as a table ---- */

#define EXS_DIFF_FEW 3 /* lines of what is the same, beside what is not */

/* Appends the table of a lane that differs: what a reader does not miss, and where it parts; of
 * what is the same only so many lines before and after what is not. By side: `pages`, and what the
 * two are `called`. */
void exs_diff_lane_table(const ExsDiff *diff, const ExsDiffLane *lane, const ExsPage *pages,
                         const char *const *called, const char *id, GString *out);

void exs_diff_html(const ExsDiff *diff, const ExsDiffOptions *options, GString *out);
void exs_diff_text(const ExsDiff *diff, const ExsDiffOptions *options, GString *out);
void exs_diff_json(const ExsDiff *diff, const ExsDiffOptions *options, GString *out);
