/* report_private.h - what the files of the report layer share, and nobody else.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <jansson.h>

#include "exsim/record/query.h"
#include "exsim/record/record.h"
#include "exsim/report/text.h"

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

/* ---- words.c: entries in short words ---- */

typedef struct ExsWords ExsWords;

ExsWords *exs_words_new(const ExsRecord *record);
void exs_words_free(ExsWords *words);

/* "\"x400\" transferred to HUB2 (hop 1)": what is ordinary is left out. */
void exs_words_append_entry(GString *out, const ExsWords *words, const ExsEntry *entry);

/* The sentence of a kind as these words have it: "{field}" stands for a value, "[...]" is left out
 * if all values in it are ordinary, "{?field}" is one of them but not printed. NULL: the kind is
 * told by its own. */
const char *exs_words_sentence(const ExsWords *words, uint16_t kind);

/* "HUB1 IMS", "FAST" for connectors and their queues; else the title. */
void exs_words_append_object(GString *out, const ExsWords *words, uint32_t object);

/* The same, behind its server's name unless that is in it. */
void exs_words_append_actor(GString *out, const ExsWords *words, uint32_t object);

/* A text; an address of one of the record's recipients as its name. */
void exs_words_append_text(GString *out, const ExsWords *words, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ExsWords, exs_words_free)

/* ---- story.c: what a reader does not miss ---- */

/* By entry: is it part of the story? False for what is mechanical: what follows from the entry
 * before or after it. (owned by the caller) */
bool *exs_story_told(const ExsRecord *record);

/* Is the kind never part of it? */
bool exs_story_is_mechanical(const ExsKind *kind);

/* Numbers of the entries (uint64_t) that such a timeline shows; `count`: of how many. NULL and
 * EXS_ERROR_UNKNOWN for a word that is no kind. */
GArray *exs_story_choose(const ExsRecord *record, const ExsTextOptions *options, size_t *count,
                         GError **error);

/* ---- fold.c: what repeats ---- */

/* The first message that the entry tells of; 0: none. */
uint32_t exs_fold_message(const ExsRecord *record, const ExsEntry *entry);

/* Equal for two entries if a reader takes them so, see exs_fold_tell(). */
uint64_t exs_fold_key(const ExsRecord *record, const ExsEntry *entry, bool decisions);
/* The key of what has this key so far, and then `value`. */
uint64_t exs_fold_mix(uint64_t key, uint64_t value);

/* How often the `period` keys from `at` on stand there, one round after the other: 1 unless
 * it is worth folding. */
size_t exs_fold_rounds(const uint64_t *keys, size_t count, size_t at, size_t *period);

/* Rounds that are not shown. */
typedef struct {
    size_t rounds, period;
    uint64_t first, last, end; /* entries: the first of the first and of the last round, the last */
} ExsFold;

/* Tells the lines in order; of rounds that are worth folding the first and the last, between them
 * the fold. Lines are the same if a reader takes them so: kind, actor, objects, rules, codes,
 * texts (but those that belong to one person), and how far back the message was met last.
 * `decisions`: those as well. */
typedef struct {
    void (*line)(void *self, uint64_t number);
    void (*fold)(void *self, const ExsFold *fold);
} ExsFoldTeller;

void exs_fold_tell(const ExsRecord *record, const uint64_t *numbers, size_t count, bool decisions,
                   const ExsFoldTeller *teller, void *self);

/* Appends "... 17 more like it, "m 2" to "m 18", until 09:10:00"; the day too, where it is not
 * `shown`'s. */
void exs_fold_append(GString *out, const ExsRecord *record, const ExsFold *fold, ExsTime shown);

/* ---- names.c: names, times and values ---- */

/* "HUB1 MTA": the title, after its server's unless it has that in it. */
void exs_names_append_actor(GString *out, const ExsRecord *record, uint32_t object);
void exs_names_append_title(GString *out, const ExsRecord *record, uint32_t object);
void exs_names_append_clock(GString *out, ExsTime when); /* "09:00:05" */
void exs_names_append_day(GString *out, ExsTime when);   /* "Mon 1998-03-02" */
bool exs_names_is_same_day(ExsTime a, ExsTime b);
/* "+0:00:05", or "+0:00:05.2". */
void exs_names_append_offset(GString *out, ExsTime length, bool tenths);

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

/* A cell of a decision; a time that it does not have is null. */
json_t *exs_names_json_cell(const ExsRecord *record, const ExsField *column, int64_t value);

/* Is this cell a time that does not apply? Decisions have 0 there, or never. */
bool exs_names_is_no_time(const ExsField *column, int64_t value);

/* Appends a value as JSON and drops the reference. */
void exs_names_put_json(GString *out, json_t *value);

/* ---- explain*.c ---- */

/* A message's time in a queue. */
typedef struct {
    uint32_t queue;
    ExsTime from, until; /* until: EXS_TIME_NEVER while it stands there */
    uint64_t failed;     /* the last failed open meanwhile, EXS_NO_ENTRY: none */
    uint64_t stopped;    /* the last entry that stopped the service, before or meanwhile */
    uint64_t started;    /* the entry that started it again, EXS_NO_ENTRY: none */
    uint64_t held;       /* the last entry that says why it stays */
    uint32_t rule;       /* why its mail is not rerouted; 0: nobody asked */
} ExsStay;

/* What is told of a message. */
typedef struct {
    const ExsRecord *record;
    const ExsWords *words;
    uint32_t message;
    ExsTime at;
    GArray *entries; /* uint64_t: numbers of entries */
    GArray *stays;   /* ExsStay, in order */
} ExsLesson;

void exs_explain_text(const ExsLesson *lesson, GString *out);
void exs_explain_json(const ExsLesson *lesson, GString *out);

/* The whole story in a few sentences. */
void exs_explain_summary(const ExsLesson *lesson, GString *out);

bool exs_explain_is_secured(const ExsRecord *record, uint32_t queue);

/* Does the queue's service not run, as far as the lesson goes? */
bool exs_explain_is_stopped(const ExsStay *stay);

/* The value of the entry's field of this type, 0 if it has none. */
int64_t exs_explain_get(const ExsRecord *record, const ExsEntry *entry, ExsFieldType type);

/* The connector that the entry says was taken in the end: its last object of class "connector"; 0:
 * none. */
uint32_t exs_explain_taken(const ExsRecord *record, const ExsEntry *entry);

/* The decision as a table, and the rules step by step. */
void exs_explain_decision_text(GString *out, const ExsWords *words, const ExsRecord *record,
                               uint32_t number, uint32_t taken, size_t indent);
json_t *exs_explain_decision_json(const ExsRecord *record, uint32_t number, uint32_t taken);

/* ---- explain_routes.c ---- */

/* The entries, by number, that added a row to a table. (owned by the caller) */
GArray *exs_explain_routes(const ExsRecord *record);

/* Appends a line for each candidate whose row is known: from whose table it was learned, and since
 * when it stood there when entry `number` was made. */
void exs_explain_append_routes(GString *out, const ExsRecord *record, const GArray *routes,
                               uint32_t decision, uint64_t number, size_t indent);

#define EXS_CANDIDATE_COLUMNS 32

/* A decision's candidates as a table: the columns that tell anything, a row for each. */
typedef struct {
    size_t columns, rows;
    const char *headings[EXS_CANDIDATE_COLUMNS];
    GPtrArray *cells; /* char *: row after row (owned) */
} ExsCandidates;

void exs_explain_candidates(ExsCandidates *out, const ExsRecord *record, uint32_t number);

/* Appends "Decision 7 of HUB1 MTA: the candidates for bob, EX:/o=...". */
void exs_explain_append_heading(GString *out, const ExsWords *words, const ExsRecord *record,
                                uint32_t number);

/* Connectors that were never considered (uint32_t), and appends why: "Never considered, for ...:".
 * (owned by the caller) */
GArray *exs_explain_unlisted(GString *heading, const ExsRecord *record, uint32_t number);

/* Appends "FAST on HUB1: X400:*": one of them, with its spaces. */
void exs_explain_append_unlisted(GString *out, const ExsRecord *record, uint32_t connector);

/* All of them as text. */
void exs_explain_unlisted_text(GString *out, const ExsRecord *record, uint32_t number,
                               size_t indent);

/* One step of a decision, told. */
typedef struct {
    char *mark;       /* "(a)"; "" for the outcome */
    char *text;       /* the rule, or the outcome */
    GPtrArray *falls; /* char *: "FAST falls: cost 5 against 1" */
} ExsStepTold;

/* The rules step by step, up to the one that decides; steps that were passed over too; the outcome
 * last. (array of ExsStepTold *, owned by the caller) */
GPtrArray *exs_explain_told(const ExsWords *words, const ExsRecord *record, uint32_t number,
                            uint32_t taken);
/* The same as text. */
void exs_explain_rules_text(GString *out, const ExsWords *words, const ExsRecord *record,
                            uint32_t number, uint32_t taken, size_t indent);

/* Rules in the order told: those that felled rows before the steps, then the steps (uint32_t). */
GArray *exs_explain_rules(const ExsDecision *decision);

/* By row, the place among the rules that felled it; SIZE_MAX: survived. (owned by the caller) */
size_t *exs_explain_places(const ExsDecision *decision, const GArray *rules);

/* A step of the published order that was not asked, and why. */
typedef struct {
    const char *step, *rule; /* ids */
    const char *words;       /* "step ... is passed over for ..." */
    size_t before;           /* place among the rules: the next that was asked */
    GArray *rows;            /* uint32_t: the candidates that are the reason (owned) */
} ExsPassed;

/* Was such a step passed over? The rows are then to be freed. */
bool exs_explain_passed(ExsPassed *out, const ExsRecord *record, const ExsDecision *decision,
                        const GArray *rules, const size_t *felled_at);

/* The letter of a rule: "(a)" for the first that is listed. (owned by the caller) */
char *exs_explain_letter(size_t index);

/* ": cost 5 against 1": why the row fell, as far as is known. */
void exs_explain_append_fall(GString *out, const ExsRecord *record, const ExsDecision *decision,
                             const size_t *felled_at, uint32_t row);

/* A cell in words; "1 of 144" for tries. */
void exs_explain_append_cell(GString *out, const ExsRecord *record, const ExsDecision *decision,
                             uint32_t row, size_t column);

/* The connector of a decision's row; 0 if decisions have no such column. */
uint32_t exs_explain_row_connector(const ExsRecord *record, const ExsDecision *decision,
                                   uint32_t row);
/* Is this object a connector that the decision has no row for? */
bool exs_explain_is_unlisted(const ExsRecord *record, const ExsDecision *decision, uint32_t object);
