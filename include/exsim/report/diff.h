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

typedef struct {
    const char *name_a, *name_b; /* as the two are called: a file, a product */
    bool colour;
    bool json;
} ExsDiffOptions;

/* Appends where they differ; `differ` says whether they do. Fails with EXS_ERROR_STATE if a record
 * kept no entries, or the two are of different detail. */
bool exs_diff(const ExsRecord *a, const ExsRecord *b, const ExsDiffOptions *options, bool *differ,
              GString *out, GError **error);
