/* report.h - a record as a file for people or programs: the ending chooses.
 *
 * Stands on the record alone: an old record makes the same report without the model.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/record/record.h"

typedef struct {
    bool all;        /* the timeline whole, see ExsTextOptions; of .txt and .html */
    bool by_message; /* the timeline message by message; of .txt */
} ExsReportOptions;

/* Is there a report for this ending (".txt")? Fails with EXS_ERROR_USAGE, listing those that
 * there are. Ask before the run. */
bool exs_report_check(const char *ending, GError **error);

/* Appends the endings that there are, ".txt" and so on, with this between them. */
void exs_report_endings(const char *between, GString *out);

/* Appends the report. `options` NULL: all false. The record must be finished, its entries in
 * memory. */
bool exs_report_write(const ExsRecord *record, const char *ending, const ExsReportOptions *options,
                      GString *out, GError **error);
