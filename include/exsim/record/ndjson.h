/* ndjson.h - a record as lines of JSON: export, and strict import.
 *
 * One object a line; its one member "kind of line" comes first:
 *   {"record":1,"schema":...}  {"fact":...}  {"object":...}  {"text":...}  {"rule":...}
 *   {"name":...}  {"decision":...}  {"entry":...}  {"check":...}  {"end":...}
 * in this order: a line names only what is declared above it. The record line has the largest
 * number of a message; entries hold numbers, as in the native file.
 * Export then import gives the same record, with the same fingerprint. Import refuses what
 * no export writes: unknown members, numbers out of range, time that runs back ("entry 17 is
 * earlier than 16"), a gap or repetition in the numbering, an undeclared object or message,
 * a wrong fingerprint. A file without its end line is read as partial.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/record/record.h"

/* Writes beside `path` and renames. "-": standard output. */
bool exs_ndjson_write(const ExsRecord *record, const char *path, GError **error);

/* Fails with EXS_ERROR_FILE or EXS_ERROR_FORMAT (line number and what is wrong with it). */
ExsRecord *exs_ndjson_read(const char *path, GError **error);
