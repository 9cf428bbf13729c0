/* files.h - the files that a command line names: scenarios, records, and where output goes.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* The scenarios that the arguments name, in order: files as they are, folders walked for *.lua,
 * sorted bytewise. What cannot be read stays in the list, so that its turn reports it. "-" becomes
 * a copy of standard input. (array and texts owned by the caller) */
GPtrArray *exs_files_expand(char *const *arguments, size_t count, GError **error);

/* One file argument that must not be a folder: itself, or a copy of standard input for "-". */
char *exs_files_one(const char *argument, GError **error);

/* Deletes the copy of standard input, if there is one. */
void exs_files_cleanup(void);

/* Is it there, and neither a folder nor a pipe that nobody may ever write to? Fails with
 * EXS_ERROR_FILE. */
bool exs_files_check(const char *path, GError **error);

/* How a path is shown: escaped; "-" for standard input. (owned by the caller) */
char *exs_files_shown(const char *path);

/* Does the path end in .exr or .ndjson? */
bool exs_files_is_record(const char *path);

/* Are these the same file, or would they be? */
bool exs_files_is_same(const char *a, const char *b);

/* May the output file be written? Asked before any work is done. Fails with EXS_ERROR_USAGE (it is
 * the same file as an input; it exists and `force` is false) or EXS_ERROR_FILE (no such folder). */
bool exs_files_may_write(const char *path, bool force, char *const *inputs, size_t count,
                         GError **error);

/* Writes beside and renames; NULL and "-": to standard output. */
bool exs_files_write(const char *path, const GString *content, GError **error);

/* Makes the folder if it is missing; what it is in must be there. */
bool exs_files_make_folder(const char *folder, GError **error);

/* The folder that has scenarios/ and lua/: EXSIM_DATA, the source tree of this build, or the
 * installed share/exsim. NULL if there is none. (owned by the caller) */
char *exs_files_data(void);
