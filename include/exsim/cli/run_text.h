/* run_text.h - outcomes of runs as people read them.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

/* The sum of the outcomes so far. */
typedef struct {
    size_t runs, passed, failed, errors, applicable, cut;
    int code;
    GPtrArray *fingerprints; /* char *: in order */
} ExsRunTotal;

void exs_run_total_init(ExsRunTotal *total);
void exs_run_total_clear(ExsRunTotal *total);
void exs_run_total_add(ExsRunTotal *total, const json_t *outcome);

/* The one record's fingerprint, or the sha256 over all in order. (owned by the caller) */
char *exs_run_total_fingerprint(const ExsRunTotal *total);

/* Appends a file's runs; `quiet`: only those that did not pass. */
void exs_run_text_outcome(GString *out, const json_t *outcome, bool quiet, bool colour);

/* Appends the last two lines. */
void exs_run_text_total(GString *out, const ExsRunTotal *total, bool colour);
