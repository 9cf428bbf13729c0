/* diff.h - two records side by side: where do they first part?
 *
 * Entries are aligned by message: by its name, by what a report is on, else by its number; what
 * tells of no message is aligned by the object where it happened. Entries are the same if kind,
 * actor, time since the start, and every field are (objects by name, rules by id); numbers of
 * decisions do not count, for they follow from what was decided.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/record/record.h"

/* A published rule that makes two runs part: with it off on its side they no longer do so there. */
typedef struct {
    const char *id, *source, *sentence;
    int side;   /* the run that has it in force: 0 (a) or 1 (b) */
    bool whole; /* with it off nothing differs at all */
} ExsDiffCause;

typedef enum { EXS_DIFF_TEXT, EXS_DIFF_JSON, EXS_DIFF_HTML } ExsDiffForm;

typedef struct {
    const char *name_a, *name_b; /* as the two are called: a file, a product */
    bool colour;                 /* of the text */
    ExsDiffForm form;
    const ExsDiffCause *causes; /* found by running the two again; NULL: nobody looked */
    size_t cause_count;
    size_t untried; /* rules in force on one side alone that would have taken too long to try */
} ExsDiffOptions;

typedef struct ExsDiff ExsDiff;

/* Compares two finished records (borrowed: they must outlive the result). Fails with
 * EXS_ERROR_STATE if one kept no entries, or the two are of different detail. */
ExsDiff *exs_diff_new(const ExsRecord *a, const ExsRecord *b, GError **error);
void exs_diff_free(ExsDiff *diff);

bool exs_diff_differs(const ExsDiff *diff);

/* `other` compares the same two runs with something changed: do they no longer part where `diff`
 * says that they first do? */
bool exs_diff_is_moved(const ExsDiff *diff, const ExsDiff *other);

/* Appends where they differ: as text, as JSON, or as a page without a script (see html.h). */
void exs_diff_write(const ExsDiff *diff, const ExsDiffOptions *options, GString *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ExsDiff, exs_diff_free)
