/* run.h - runs one scenario file over its products and cases; the outcome as JSON.
 *
 * An outcome is made once, by the process that ran the file, and is all that is printed:
 *   {"code": exit code, "messages": [lines for standard error], "known_cases": [...],
 *    "runs": [{"public": {as in `run --json`}, "title", "timeline", "checks", "replay",
 *             "cut": when, if --until ended it}]}
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <jansson.h>

#include "exsim/bind/scenario.h"
#include "exsim/cli/options.h"

typedef struct {
    ExsRunOptions options;
    const ExsOptions *given; /* what to choose and how to repeat it */
    const char *record;      /* write the one run's record here; NULL: no */
    bool timeline;           /* render the last product's first case */
    bool colour;
} ExsRunPlan;

/* The plan that the command line asks for. */
ExsRunPlan exs_run_plan(const ExsOptions *options);

json_t *exs_run_file(const ExsRunPlan *plan, const char *path);

/* An outcome that is only an error. */
json_t *exs_run_failed(const char *path, int code, const char *message);

/* The products and cases to run: those of the header, or the one chosen. (NULL-terminated; the
 * array is the caller's, the texts are borrowed) */
const char **exs_run_products(const ExsScenario *scenario, const ExsOptions *given);
const char **exs_run_cases(const ExsScenario *scenario, const ExsOptions *given);

/* Fails with EXS_ERROR_UNKNOWN: suggests the nearest of the cases there are, or lists them. */
bool exs_run_fail_case(const char *const *cases, size_t count, const char *name, GError **error);

/* A text for JSON and for people: what is not printable is escaped. (new reference) */
json_t *exs_run_text(const char *text);

/* A message as exs_complain() prints it, the copy of standard input named "-". (owned by the
 * caller) */
char *exs_run_message(const char *path, const GError *error);
/* What to say of a child process that ended on its own, `how`, and what it did: "ran", "checked".
 * (owned by the caller) */
char *exs_run_crash(const char *path, const char *did, const char *how);
