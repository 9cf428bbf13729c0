/* text.h - the timeline as text: a story, then the checks and the verdict.
 *
 * A line is an entry in short words: connectors and recipients by their names, nothing that is
 * ordinary. What is mechanical is left out (mail that passes a queue within a second, tables
 * calculated before the first message, ...), and what repeats is folded: of more than three
 * rounds of the same lines the first and the last are shown. Lines are the same if kind, actor,
 * objects, rules and reasons are, and if they tell of the same message as the line before. The
 * last line counts the entries that are not shown.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/record/record.h"

/* Zero everywhere: 80 columns, no colour, the story. */
typedef struct {
    unsigned width;    /* columns; at least 40 */
    bool colour;       /* for a terminal: actors by class, verdicts by result */
    bool all;          /* every entry, nothing folded, tenths of seconds */
    const char *kinds; /* only these, mechanical or not, blank-separated words; NULL: any */
    uint32_t message;  /* only entries of this message; 0: any */
    bool by_message;   /* message by message, times since it was sent; like ones folded */
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
