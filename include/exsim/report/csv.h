/* csv.h - every entry of a record as a row of comma-separated values (RFC 4180).
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/record/record.h"

/* Columns: entry (its number), time (ISO 8601), seconds (since the start of the run), server,
 * where, kind, message, what (the sentence). Rows end in CR LF. A text that a spreadsheet would run
 * (=, +, -, @ at its beginning) stands behind an apostrophe. Fails with EXS_ERROR_STATE if the
 * entries are not kept. */
bool exs_csv_report(const ExsRecord *record, GString *out, GError **error);
