/* record.h - what happened, in order; self-describing, in memory and in a file.
 *
 * A record is: facts of the run (article, product, seed ...), a schema (the kinds of
 * entries with their sentences, the columns of decisions), objects, texts, entries,
 * decisions, message names, the rules met, and a footer (checks, complete or not,
 * fingerprint). It knows its schema, not mail: whoever makes a record hands the schema
 * in, and whoever reads one finds everything in it.
 *
 * Values are numbers; words are made when somebody reads. Texts and rules get numbers of
 * the record's own in the order first met, so a rule added to the program changes no
 * record that never met it.
 *
 * Fingerprint: sha256 over the XXH3-128 digests of facts, objects, texts, entries,
 * decisions, names and rules, each digested as one stream (chunk boundaries do not count;
 * schema and checks do not count).
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "exsim/kernel/cold.h"
#include "exsim/kernel/time.h"

typedef struct ExsRecord ExsRecord;

#define EXS_RECORD_VERSION 1
#define EXS_ENTRY_WORDS    6 /* 32-bit words of values in an entry */

/* How much is kept: nothing; what verdicts need; everything. */
typedef enum {
    EXS_DETAIL_NONE,
    EXS_DETAIL_VERDICT,
    EXS_DETAIL_FULL,
} ExsDetail;

bool exs_detail_parse(const char *text, ExsDetail *out, GError **error);

/* The type of a field or a column. All are one word, but time, duration and bytes: two. */
typedef enum {
    EXS_FIELD_OBJECT,   /* id of an object; written {from:site}, {queue:queue}: any word that is no
                           other type */
    EXS_FIELD_MESSAGE,  /* serial number of a message; 0 none */
    EXS_FIELD_DECISION, /* number of a decision; 0 none */
    EXS_FIELD_TEXT,     /* a text, see exs_record_text() */
    EXS_FIELD_RULE,     /* a rule of the model, 0 none */
    EXS_FIELD_COUNT,    /* 0 .. 4294967295 */
    EXS_FIELD_CODE,     /* the same, printed without grouping; -1 (0xffffffff) "none" */
    EXS_FIELD_FLAG,     /* 0 or 1; prints "yes" or "no" */
    EXS_FIELD_TIME,     /* an instant (64 bits); EXS_TIME_NEVER prints "never" */
    EXS_FIELD_DURATION, /* a length (64 bits) */
    EXS_FIELD_BYTES,    /* a size (64 bits) */
} ExsFieldType;

#define EXS_FIELD_TYPES (EXS_FIELD_BYTES + 1)

typedef struct {
    const char *name; /* "queue" */
    const char *role; /* the type as written: "queue" (an object's class, or count, text, ...) */
    ExsFieldType type;
    uint8_t word; /* where its value starts in an entry's words */
} ExsField;

/* A kind as the model declares it; the sentence's {name:type} placeholders are its fields. */
typedef struct {
    const char *word;     /* "reroute-refused" */
    const char *sentence; /* "mail in {queue:queue} is not rerouted: {rule:rule}" */
    ExsDetail level;      /* the least detail that keeps it */
} ExsKindRow;

typedef struct {
    const char *word, *sentence;
    ExsDetail level;
    size_t field_count;
    ExsField fields[EXS_ENTRY_WORDS];
} ExsKind;

/* A column of decisions: an attribute of a candidate. */
typedef struct {
    const char *name; /* "cost" */
    const char *role; /* as in ExsField */
} ExsColumnRow;

typedef struct {
    const char *id, *source, *sentence; /* "SECURED_STAYS", "Q...", "mail on a gateway's ..." */
} ExsRuleRow;

/* What the model says of itself. The arrays are borrowed and must outlive the record. Row 0
 * of `rules` stands for "no rule". */
typedef struct {
    const ExsKindRow *kinds;
    size_t kind_count;
    const ExsColumnRow *columns;
    size_t column_count;
    const ExsRuleRow *rules;
    size_t rule_count;
} ExsSchema;

typedef struct {
    ExsTime when;
    uint16_t kind;
    uint16_t spare;
    uint32_t actor; /* id of the object where it happened */
    uint32_t word[EXS_ENTRY_WORDS];
} ExsEntry;

typedef struct {
    uint32_t id; /* from 1, in the order added */
    uint32_t parent;
    const char *class_name; /* "server" */
    const char *name;       /* "HUB1", unique among its parent's objects of that class */
    const char *title;      /* as people read it: "HUB1", "X.400 Connector FAST"; never NULL */
    GPtrArray *attributes;  /* char *: key, value, key, value ... */
} ExsObject;

/* One decision: candidates as rows of cells, in the columns of the schema. */
typedef struct {
    uint32_t actor;         /* who decided */
    uint32_t about;         /* text: what was decided, "SMTP:x@example.com" */
    uint32_t unlisted_rule; /* rule of the model: why connectors that are no candidate are none */
    uint32_t row_count;
    uint32_t step_count;
    const int64_t *cells;      /* row_count x columns, row after row */
    const uint32_t *felled_by; /* row_count: rule of the model that felled the row; 0: survived */
    const uint32_t *steps;     /* step_count: the rules asked, in order */
} ExsDecision;

typedef enum { EXS_VERDICT_PASS, EXS_VERDICT_FAIL } ExsVerdict;

typedef struct {
    const char *text;  /* the expectation in words */
    const char *basis; /* "stated" or "inferred" */
    ExsVerdict verdict;
    const char *expected; /* for a FAIL: what was expected, what was seen; else "" */
    const char *seen;
    uint64_t witness; /* number of the entry that shows it, EXS_NO_ENTRY if none */
} ExsCheck;

#define EXS_NO_ENTRY UINT64_MAX

/* ---- writing ---- */

/* A record in memory. With `detail` none, entries and decisions are dropped at once. */
ExsRecord *exs_record_new(const ExsSchema *schema, ExsDetail detail);
void exs_record_free(ExsRecord *record);

/* Also writes the record to `path` (beside it, renamed by exs_record_finish). `keep` false:
 * entries are not kept in memory once written. Call before anything is added. */
bool exs_record_open_file(ExsRecord *record, const char *path, bool keep, GError **error);

/* "article" "title" "product" "case" "seed" "start" "end" "cut" (the end, where --until was it)
 * "limit ..."; the last value of a key stands. */
void exs_record_set_fact(ExsRecord *record, const char *key, const char *value);

uint32_t exs_record_add_object(ExsRecord *record, const char *class_name, uint32_t parent,
                               const char *name, const char *title);

/* Sets or adds an attribute of an object. Attributes set after the first entry are kept as they
 * stand at the end; changes in time are entries. */
void exs_record_set_attribute(ExsRecord *record, uint32_t object, const char *key,
                              const char *value);

/* The record's number for a text. 0 for "" and NULL. Bytes that are not UTF-8 are kept as \xNN,
 * here and in every other text of a record. */
uint32_t exs_record_text(ExsRecord *record, const char *text);

/* The first name of a message stands. */
void exs_record_name_message(ExsRecord *record, uint32_t message, const char *name);

/* Adds an entry; `values` in the order of the kind's fields, of which there must be `count`. Rules
 * are given by the model's number. Prefer exs_trace(). */
EXS_COLD void exs_record_add(ExsRecord *record, ExsTime when, uint16_t kind, uint32_t actor,
                             const int64_t *values, size_t count);

/* What a record begins with, so that an ordinary entry takes no call. For the two functions below
 * and the record only. */
typedef struct {
    ExsEntry *next;                  /* where the next entry goes */
    ExsEntry *end;                   /* no entry goes here before exs_record_add() has made room */
    ExsTime last;                    /* the time of the last entry */
    uint64_t count;                  /* of entries */
    uint64_t limit[EXS_FIELD_TYPES]; /* the largest value a field of a type may have now */
    uint8_t *forms;                  /* (owned) by kind */
} ExsRecordFront;

#define EXS_FORM_DROPPED 0    /* the kind is not kept */
#define EXS_FORM_OTHER   0xff /* kept, and not plain */
/* A kind is plain if each of its values is one word and kept as it is given. */
#define EXS_FORM_PLAIN(count) ((count) + 1)

/* Is this kind kept? Lets a caller skip what only an entry needs. */
static inline bool exs_record_wants(const ExsRecord *record, uint16_t kind)
{
    return ((const ExsRecordFront *)record)->forms[kind] != EXS_FORM_DROPPED;
}

/* exs_record_add() for a `count` that is known where this is written. */
__attribute__((always_inline)) static inline void exs_record_put(ExsRecord *record, ExsTime when,
                                                                 uint16_t kind, uint32_t actor,
                                                                 const int64_t *values,
                                                                 size_t count)
{
    ExsRecordFront *front = (ExsRecordFront *)record;
    ExsEntry *entry = front->next;
    int64_t all = 0;

    for (size_t i = 0; i < count; i++)
        all |= values[i];
    if (G_UNLIKELY(front->forms[kind] != EXS_FORM_PLAIN(count) || entry == front->end ||
                   when < front->last || actor > front->limit[EXS_FIELD_OBJECT] ||
                   (uint64_t)all > UINT32_MAX)) {
        int64_t copy[EXS_ENTRY_WORDS]; /* so that the others need never be in memory */

        for (size_t i = 0; i < count; i++)
            copy[i] = values[i];
        exs_record_add(record, when, kind, actor, copy, count); /* or says what is wrong */
        return;
    }
    front->next = entry + 1;
    front->last = when;
    front->count++;
    entry->when = when;
    entry->kind = kind;
    entry->spare = 0;
    entry->actor = actor;
    for (size_t i = 0; i < EXS_ENTRY_WORDS; i++)
        entry->word[i] = i < count ? (uint32_t)values[i] : 0;
}

#define exs_trace(record, when, kind, actor, ...)                                                  \
    exs_record_put((record), (when), (kind), (actor), (const int64_t[]){__VA_ARGS__},              \
                   sizeof((const int64_t[]){__VA_ARGS__}) / sizeof(int64_t))

/* The number of a decision; one like it (all fields) gets the same number. 0 with detail below
 * full. */
uint32_t exs_record_add_decision(ExsRecord *record, const ExsDecision *decision);

void exs_record_add_check(ExsRecord *record, const ExsCheck *check);

/* Ends the record: computes the fingerprint, writes and renames the file if there is one.
 * `complete` false marks it partial. Nothing can be added afterwards but checks before it. */
bool exs_record_finish(ExsRecord *record, bool complete, GError **error);

/* ---- reading ---- */

/* Reads a native file (.exr). A truncated one is read as far as it goes and is partial. Fails with
 * EXS_ERROR_FILE, or EXS_ERROR_FORMAT (names the version of a future format). */
ExsRecord *exs_record_read(const char *path, GError **error);

/* Writes a finished record that is in memory to a native file. */
bool exs_record_write(ExsRecord *record, const char *path, GError **error);

bool exs_record_is_complete(const ExsRecord *record);
const char *exs_record_fingerprint(const ExsRecord *record); /* "sha256:..."; after finish */
ExsDetail exs_record_detail(const ExsRecord *record);
const char *exs_record_fact(const ExsRecord *record, const char *key); /* NULL if not set */
size_t exs_record_fact_count(const ExsRecord *record);
void exs_record_fact_at(const ExsRecord *record, size_t index, const char **key,
                        const char **value);

size_t exs_record_kind_count(const ExsRecord *record);
const ExsKind *exs_record_kind(const ExsRecord *record, uint16_t kind);
int exs_record_find_kind(const ExsRecord *record, const char *word); /* -1: none */

uint64_t exs_record_count(const ExsRecord *record); /* entries */
const ExsEntry *exs_record_entry(const ExsRecord *record,
                                 uint64_t number); /* from 0; must be kept */

size_t exs_record_object_count(const ExsRecord *record);
const ExsObject *exs_record_object(const ExsRecord *record, uint32_t id);   /* NULL for 0 */
const char *exs_object_attribute(const ExsObject *object, const char *key); /* NULL if not set */

const char *exs_record_text_at(const ExsRecord *record, uint32_t text); /* "" for 0 */
size_t exs_record_text_count(const ExsRecord *record);                  /* numbers are 1 .. this */
const char *exs_record_message_name(const ExsRecord *record, uint32_t message); /* NULL: unnamed */
uint32_t exs_record_find_message(const ExsRecord *record, const char *name);    /* 0: none */
size_t exs_record_name_count(const ExsRecord *record);
const char *exs_record_name_at(const ExsRecord *record, size_t index, uint32_t *message);

/* A rule by the number that entries and decisions of this record hold. */
const ExsRuleRow *exs_record_rule(const ExsRecord *record, uint32_t rule);
size_t exs_record_rule_count(const ExsRecord *record); /* numbers are 1 .. this */

size_t exs_record_column_count(const ExsRecord *record);
const ExsField *exs_record_column(const ExsRecord *record, size_t column);
int exs_record_find_column(const ExsRecord *record, const char *name); /* -1: none */
size_t exs_record_decision_count(const ExsRecord *record);
/* Rules in it are the record's numbers (see exs_record_rule). Must exist: 1 .. count. */
const ExsDecision *exs_record_decision(const ExsRecord *record, uint32_t number);

size_t exs_record_check_count(const ExsRecord *record);
const ExsCheck *exs_record_check(const ExsRecord *record, size_t index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ExsRecord, exs_record_free)
