/* html.h - a record as one offline page that reads without its script.
 *
 * Static first: verdict, what happened, expectations, topology, events, decisions and queues are
 * plain HTML and SVG; the whole record lies beside them as compressed columns, from which the
 * page's script draws. See exsim-report(7) for what a reader sees and html_data.c for the columns.
 *
 * The same record gives the same bytes. Names are text: nothing in a record becomes markup.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/record/record.h"

/* The report of another product's run of the same scenario, to be linked. */
typedef struct {
    const char *product, *href;
} ExsHtmlOther;

typedef struct {
    bool all; /* every entry in the table, as ExsTextOptions has it; not only the story */
    const ExsHtmlOther *others;
    size_t other_count;
} ExsHtmlOptions;

/* Appends the page. `options` NULL: all zero. A record that kept no entries is told by its checks
 * alone. */
bool exs_html_report(const ExsRecord *record, const ExsHtmlOptions *options, GString *out,
                     GError **error);
