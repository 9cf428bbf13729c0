/* html_private.h - what the files that write pages share.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/report/html.h"
#include "sim/report/report_private.h"

/* ---- the page's style and scripts, built in (generated from sim/report/page/) ---- */

typedef struct {
    const char *text;
    size_t length;
} ExsAsset;

extern const ExsAsset exs_asset_style, exs_asset_plot_style, exs_asset_plot, exs_asset_app;

/* ---- html_parts.c: text, tables ---- */

/* Text between tags or in an attribute's double quotes: what a terminal must not see is escaped
 * as exs_escape_append() does, what means something to HTML as an entity. */
void exs_html_text(GString *out, const char *text);

/* The same for a text within a sentence of ours: what runs from right to left is isolated. Not for
 * attributes. */
void exs_html_prose(GString *out, const char *text);

/* A region that scrolls sideways, a table in it with this caption (our words) and columns. */
void exs_html_open_table(GString *out, const char *id, const char *caption,
                         const char *const *headings, size_t count);
void exs_html_close_table(GString *out);

/* <section> with its heading (our words), level 2. */
void exs_html_open_section(GString *out, const char *id, const char *heading);
void exs_html_close_section(GString *out);

/* ---- the page ---- */

/* What a queue held over the run. */
typedef struct {
    int64_t most, last, passed; /* most at once, at the end, how many came in */
    ExsTime when;               /* when there were most first */
} ExsQueueTally;

/* By object. (owned by the caller) */
ExsQueueTally *exs_html_tally(const ExsRecord *record);

typedef struct {
    const ExsRecord *record;
    const ExsHtmlOptions *options;
    ExsWords *words;
    GString *out;
    const char *side; /* of two runs on a page: "A" or "B", which ids begin with; else "" */
    ExsTime start;
    bool *told;            /* by entry: is it part of the story? */
    GArray *shown;         /* uint64_t: numbers of the entries in the table, in order */
    bool *has_row;         /* by entry: is it among them? */
    bool *has_decision;    /* by decision: does an entry there refer to it? */
    uint32_t *taken;       /* by decision: the connector that such an entry says was taken */
    size_t decisions_left; /* referred to, but too many to show */
    ExsQueueTally *tallies;
} ExsPage;

/* Nothing is chosen for its tables yet. `options` and `side` are borrowed. */
void exs_page_init(ExsPage *page, const ExsRecord *record, const ExsHtmlOptions *options,
                   const char *side, GString *out);
void exs_page_clear(ExsPage *page);

/* Finds out what the table of events will show, and so what can be linked. */
void exs_html_choose(ExsPage *page);

/* "PASS 6 of 6", as a paragraph. */
void exs_html_verdict(GString *out, const ExsRecord *record);

/* What was done, and what became of the messages: the story without its section. */
void exs_html_tale(const ExsPage *page);

/* One decision: its candidates, rule by rule. */
void exs_html_decision(ExsPage *page, uint32_t number);

void exs_html_checks(ExsPage *page);
void exs_html_story(ExsPage *page);
void exs_html_topology(ExsPage *page);
void exs_html_events(ExsPage *page);
void exs_html_decisions(ExsPage *page);
void exs_html_queues(ExsPage *page);

/* Drops what would be too many decisions to show. */
void exs_html_limit_decisions(ExsPage *page);

/* From the doctype to <body>. */
void exs_html_open(GString *out, const ExsRecord *record);
/* The same for a page without a script. */
void exs_html_open_plain(GString *out, const char *title);
/* The data, the scripts, </html>. */
bool exs_html_close(GString *out, const ExsRecord *record, GError **error);

/* ---- html_data.c: the record as columns ---- */

/* Appends base64 of gzip of the data. */
bool exs_html_data(const ExsRecord *record, GString *out, GError **error);

/* ---- columns.c: the entries field by field ---- */

typedef struct ExsColumns ExsColumns;

ExsColumns *exs_columns_new(const ExsRecord *record);
void exs_columns_free(ExsColumns *columns);

/* Each stream's name, code, and how many bytes and values it has. (new reference) */
json_t *exs_columns_json(const ExsColumns *columns);

/* The bytes of a stream; NULL after the last. (borrowed) */
const GByteArray *exs_columns_bytes(const ExsColumns *columns, size_t stream);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ExsColumns, exs_columns_free)
