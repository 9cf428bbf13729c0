/* report.h - a record as a file for people or programs: the ending chooses.
 *
 * Stands on the record alone: an old record makes the same report without the model.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/record/record.h"

/* Is there a report for this ending (".txt")? Fails with EXS_ERROR_USAGE, listing those that
 * there are. Ask before the run. */
bool exs_report_check(const char *ending, GError **error);

/* Appends the endings that there are, ".txt" and so on, with this between them. */
void exs_report_endings(const char *between, GString *out);

/* Appends the report; `all`: its timeline whole, see ExsTextOptions. The record must be finished,
 * its entries in memory. */
bool exs_report_write(const ExsRecord *record, const char *ending, bool all, GString *out,
                      GError **error);
