/* report_private.h - what the files of the report layer share, and nobody else.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <jansson.h>

#include "exsim/record/query.h"
#include "exsim/record/record.h"

#define EXS_REPORT_WIDTH     80
#define EXS_REPORT_MIN_WIDTH 40

/* ---- layout.c: text in columns ---- */

#define EXS_ANSI_RESET "\033[0m"
#define EXS_ANSI_BOLD  "\033[1m"
#define EXS_ANSI_DIM   "\033[2m"
#define EXS_ANSI_RED   "\033[31m"
#define EXS_ANSI_GREEN "\033[32m"

typedef struct {
    const char *text;
    size_t width;
    const char *colour; /* NULL: none */
} ExsCell;

/* Characters, not bytes. */
size_t exs_layout_length(const char *text);

/* One line of a table, and more where a cell wraps; two blanks between cells. */
void exs_layout_row(GString *out, size_t indent, const ExsCell *cells, size_t count);

/* `mark`, then the text wrapped to `width` columns, each further line below its first. */
void exs_layout_paragraph(GString *out, size_t indent, const char *mark, const char *text,
                          size_t width);

/* ---- fold.c: what repeats ---- */

/* Equal for entries that a reader takes for the same: kind, actor, objects, rules, codes; where no
 * message is told of, texts too. `decisions`: those as well. */
uint64_t exs_fold_key(const ExsRecord *record, const ExsEntry *entry, bool decisions);

/* How often the `period` keys from `at` on stand there, one round after the other: 1 unless
 * it is worth folding. */
size_t exs_fold_rounds(const uint64_t *keys, size_t count, size_t at, size_t *period);

/* Appends "... 17 more like it until 09:10:00"; the day too, where it is not `shown`'s. */
void exs_fold_append(GString *out, size_t rounds, size_t period, ExsTime until, ExsTime shown);

/* ---- names.c: names, times and values ---- */

/* "HUB1 MTA": the title, after its server's unless it has that in it. */
void exs_names_append_actor(GString *out, const ExsRecord *record, uint32_t object);
void exs_names_append_title(GString *out, const ExsRecord *record, uint32_t object);
void exs_names_append_clock(GString *out, ExsTime when); /* "09:00:05" */
void exs_names_append_day(GString *out, ExsTime when);   /* "Mon 1998-03-02" */
bool exs_names_is_same_day(ExsTime a, ExsTime b);
void exs_names_append_offset(GString *out, ExsTime length); /* "+0:00:05.2" */

/* "(SECURED_STAYS, Q...)". */
void exs_names_append_rule(GString *out, const ExsRuleRow *rule);

/* The nearest object of a class from this one upwards, itself included; 0: none. */
uint32_t exs_names_above(const ExsRecord *record, uint32_t object, const char *class_name);

/* Fact "start", else the first entry's time, else 0. */
ExsTime exs_names_start(const ExsRecord *record);

size_t exs_names_passed(const ExsRecord *record);
const char *exs_names_verdict(const ExsRecord *record); /* "PASS", "FAIL", "EMPTY" */

/* (new reference) */
json_t *exs_names_json_text(const char *text);
json_t *exs_names_json_time(ExsTime when);
json_t *exs_names_json_rule(const ExsRecord *record, uint32_t rule); /* id, or null */
json_t *exs_names_json_value(const ExsRecord *record, const ExsField *field, int64_t value);

/* Appends a value as JSON and drops the reference. */
void exs_names_put_json(GString *out, json_t *value);

/* ---- explain*.c ---- */

/* A message's time in a queue. */
typedef struct {
    uint32_t queue;
    ExsTime from, until; /* until: EXS_TIME_NEVER while it stands there */
    uint64_t failed;     /* the last failed open meanwhile, EXS_NO_ENTRY: none */
    uint64_t stopped;    /* the service is stopped since this entry */
    uint64_t held;       /* the last entry that says why it stays */
    uint32_t rule;       /* why its mail is not rerouted; 0: nobody asked */
} ExsStay;

/* What is told of a message. */
typedef struct {
    const ExsRecord *record;
    uint32_t message;
    ExsTime at;
    GArray *entries; /* uint64_t: numbers of entries */
    GArray *stays;   /* ExsStay, in order */
} ExsLesson;

void exs_explain_text(const ExsLesson *lesson, GString *out);
void exs_explain_json(const ExsLesson *lesson, GString *out);

bool exs_explain_is_secured(const ExsRecord *record, uint32_t queue);

/* The value of the entry's field of this type, 0 if it has none. */
int64_t exs_explain_get(const ExsRecord *record, const ExsEntry *entry, ExsFieldType type);

/* The connector that the entry says was taken in the end: its last object of class "connector"; 0:
 * none. */
uint32_t exs_explain_taken(const ExsRecord *record, const ExsEntry *entry);

/* The decision as a table, the rules step by step, and who was never considered. */
void exs_explain_decision_text(GString *out, const ExsRecord *record, uint32_t number,
                               uint32_t taken, size_t indent);
json_t *exs_explain_decision_json(const ExsRecord *record, uint32_t number, uint32_t taken);

/* The connector of a decision's row; 0 if decisions have no such column. */
uint32_t exs_explain_row_connector(const ExsRecord *record, const ExsDecision *decision,
                                   uint32_t row);
/* Is this object a connector that the decision has no row for? */
bool exs_explain_is_unlisted(const ExsRecord *record, const ExsDecision *decision, uint32_t object);
