/* text.h - the timeline as text: one line per entry, then the checks and the verdict.
 *
 * What repeats is folded: of more than five rounds of the same lines the first and the last are
 * shown. Lines are the same if kind, actor, objects and rules are.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/record/record.h"

/* Zero everywhere: 80 columns, no colour, folded, every entry. */
typedef struct {
    unsigned width;    /* columns; at least 40 */
    bool colour;       /* for a terminal: actors by class, verdicts by result */
    bool all;          /* fold nothing */
    const char *kinds; /* only these, blank-separated words; NULL: any */
    uint32_t message;  /* only entries of this message; 0: any */
} ExsTextOptions;

/* Header, timeline, checks, fingerprint, verdict. `options` NULL: all zero. Fails with
 * EXS_ERROR_UNKNOWN for a word that is no kind. */
bool exs_text_report(const ExsRecord *record, const ExsTextOptions *options, GString *out,
                     GError **error);

/* Parts of it. */
void exs_text_header(const ExsRecord *record, const ExsTextOptions *options, GString *out);
bool exs_text_timeline(const ExsRecord *record, const ExsTextOptions *options, GString *out,
                       GError **error);
void exs_text_checks(const ExsRecord *record, const ExsTextOptions *options, GString *out);

/* The last two lines: "fingerprint: sha256:..." and "PASS 9 of 9" (passed of all). */
void exs_text_verdict(const ExsRecord *record, const ExsTextOptions *options, GString *out);
