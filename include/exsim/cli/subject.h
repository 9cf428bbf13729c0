/* subject.h - the one run that a command looks at: a record, or a scenario that is run first.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/cli/options.h"
#include "exsim/record/record.h"

/* Is this record the one? Called for the cases in order until it says yes; what it does not like
 * it may explain in `error`. */
typedef bool (*ExsSubjectTest)(const ExsRecord *record, void *data, GError **error);

/* The record that options->arguments[0] names: read, or made by running the last product of the
 * header (or --product) and the first case (or --case) that `test` (NULL: any) accepts. NULL with
 * the error of the first case that had a suggestion, else of the first. A run that went wrong is an
 * error. (owned by the caller) */
ExsRecord *exs_subject_record(const ExsOptions *options, ExsSubjectTest test, void *data,
                              GError **error);

/* Tells of the run as it stands at `at`: of this object, or (0) of all of its class. */
typedef bool (*ExsSubjectTeller)(const ExsRecord *record, const ExsOptions *options, ExsTime at,
                                 uint32_t object, GString *out, GError **error);

/* A command that tells of one run: finds it, one that has the object of this class and name (NULL:
 * any run) and lasts until --at, and writes what is told to --output. Returns the exit code. */
int exs_subject_tell(const ExsOptions *options, const char *class_name, const char *name,
                     ExsSubjectTeller tell);
