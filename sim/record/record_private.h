/* record_private.h - what the files of the record layer share, and nobody else.
 *
 * record.c owns the data and adds to it; record_read and ndjson_read add with values that
 * they have checked; record_digest, record_code and record_write turn it into bytes.
 * Bytes are little-endian everywhere: an entry is digested as it lies in memory.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <stdio.h>
#include <xxhash.h>

#include "exsim/kernel/cold.h"
#include "exsim/kernel/intern.h"
#include "exsim/record/record.h"

#if G_BYTE_ORDER != G_LITTLE_ENDIAN
#error "entries are digested as they lie in memory: this machine is not little-endian"
#endif

#define EXS_ENTRIES_PER_CHUNK ((size_t)262144) /* allocated at once: 10 MiB */
#define EXS_ENTRIES_PER_BLOCK ((size_t)8192)   /* digested and written at once */
#define EXS_BLOCKS_IN_FLIGHT  ((size_t)12)     /* filled, but not written yet: 4 MiB at most */
#define EXS_PAIRS_LIMIT       ((size_t)4096)   /* facts; attributes of an object */

G_STATIC_ASSERT(sizeof(ExsEntry) == 40);
G_STATIC_ASSERT(EXS_ENTRIES_PER_CHUNK % EXS_ENTRIES_PER_BLOCK == 0);

typedef struct ExsRecordFile ExsRecordFile;

/* A decision as kept: `bytes` is what is compared, digested and written. */
typedef struct {
    ExsDecision decision; /* its arrays lie in `bytes` */
    uint64_t hash;
    uint32_t *model_rules; /* behind `bytes`: felled_by and steps as the model gave them; or NULL */
    uint32_t model_unlisted;
    size_t size;
    uint64_t bytes[];
} ExsKeptDecision;

typedef struct {
    uint64_t hash;
    uint32_t number; /* of the decision; 0: nothing here */
} ExsDecisionPlace;

typedef struct {
    uint32_t message;
    const char *name;
} ExsMessageName;

/* A kind as exs_record_add() reads it. */
typedef struct {
    uint8_t count; /* of values */
    uint8_t type[EXS_ENTRY_WORDS];
    uint8_t word[EXS_ENTRY_WORDS];
    uint8_t spare[3];
} ExsShape;

struct ExsRecord {
    ExsRecordFront front; /* comes first */
    ExsEntry *block;      /* the first entry that is not digested yet */
    ExsEntry *stage;      /* (owned) NULL if entries are kept, see record_room.c */
    ExsEntry *staged;     /* where those on the stage go */
    ExsEntry *staged_end;
    ExsKind *kinds;
    ExsShape *shapes; /* by kind */
    size_t kind_count;
    uint32_t *rule_numbers; /* by the model's number; 0: not met yet */
    bool finished;
    bool keep;
    bool complete;

    ExsDetail detail;
    ExsSchema schema; /* its rules are borrowed; kinds and columns are not used again */
    ExsField *columns;
    size_t column_count;
    uint16_t *rule_columns; /* (owned) the columns whose type is a rule */
    size_t rule_column_count;
    GStringChunk *strings; /* (owned) of schema, objects, names, rules, facts */
    GPtrArray *chunks;     /* ExsEntry[EXS_ENTRIES_PER_CHUNK] (owned) */
    GPtrArray *facts;      /* const char *: key, value, key, value ... */
    GPtrArray *objects;    /* ExsObject (owned), [0] is object 1 */
    ExsInterner *names;    /* objects' names in lower case */
    GArray *first_named;   /* uint32_t: by id in `names`, the first object of that name */
    GArray *last_named;    /* uint32_t: the last one */
    GArray *next_named;    /* uint32_t: by object id - 1, the next object of the same name */
    ExsInterner *texts;
    GPtrArray *decisions;     /* ExsKeptDecision (owned), [0] is decision 1 */
    ExsDecisionPlace *places; /* (owned) by hash; looked up in, never walked */
    size_t place_count;       /* a power of two */
    uint32_t *recent;         /* (owned) decisions by actor and what was decided, the last */
    ExsKeptDecision *draft;   /* (owned) the decision being looked up */
    size_t draft_size;        /* room for its bytes */
    GArray *rules;            /* ExsRuleRow, [0] is rule 1 */
    GHashTable *rule_ids;     /* the ids of `rules` */
    GArray *message_names;    /* ExsMessageName, in the order named */
    GHashTable *name_places;  /* message -> place in `message_names` + 1 */
    GHashTable *messages;     /* name -> message, the first of that name */
    GPtrArray *checks;        /* ExsCheck (owned), its texts in `strings` */
    XXH3_state_t *entries_digest;
    char *fingerprint; /* (owned) NULL until finished */
    ExsRecordFile *file;
};

/* ---- record_schema.c ---- */

/* Fills kinds and columns of a new record. Fails with EXS_ERROR_FORMAT. */
bool exs_record_take_schema(ExsRecord *record, const ExsSchema *schema, GError **error);

const char *exs_detail_word(ExsDetail detail);

static inline bool exs_type_is_wide(ExsFieldType type)
{
    return type >= EXS_FIELD_TIME;
}

static inline bool exs_field_is_wide(const ExsField *field)
{
    return exs_type_is_wide(field->type);
}

/* ---- record.c, record_decision.c: adding what a reader has found ---- */

/* As exs_record_new(), but a bad schema is an EXS_ERROR_FORMAT. */
ExsRecord *exs_record_create(const ExsSchema *schema, ExsDetail detail, GError **error);

/* A valid text, or a copy in `spare` with the bytes that are not UTF-8 as \xNN. */
const char *exs_record_clean(const char *text, char **spare);

/* Is this value allowed in a field of this type, as things stand? */
static inline bool exs_record_allows(const ExsRecord *record, ExsFieldType type, int64_t value)
{
    return (uint64_t)value <= record->front.limit[type] || (type == EXS_FIELD_CODE && value == -1);
}

/* Fails with EXS_ERROR_FORMAT: "rule is 9, of which there are 3". */
bool exs_record_check_value(const ExsRecord *record, const ExsField *field, int64_t value,
                            GError **error);

/* Checks and adds an entry whose rules are the record's own. */
bool exs_record_restore_entry(ExsRecord *record, const ExsEntry *entry, GError **error);

bool exs_record_restore_fact(ExsRecord *record, const char *key, const char *value, GError **error);
bool exs_record_restore_attribute(ExsRecord *record, uint32_t object, const char *key,
                                  const char *value, GError **error);
bool exs_record_restore_decision(ExsRecord *record, const ExsDecision *decision, GError **error);
bool exs_record_restore_object(ExsRecord *record, uint32_t parent, const char *class_name,
                               const char *name, const char *title, GError **error);
bool exs_record_restore_text(ExsRecord *record, const char *text, GError **error);
bool exs_record_restore_name(ExsRecord *record, uint32_t message, const char *name, GError **error);
bool exs_record_restore_rule(ExsRecord *record, const ExsRuleRow *rule, GError **error);
bool exs_record_restore_check(ExsRecord *record, const ExsCheck *check, GError **error);

/* Gives the next number to a rule of the model that has none. */
uint32_t exs_record_meet_rule(ExsRecord *record, int64_t rule);

/* The record's number for a rule of the model. */
static inline uint32_t exs_record_number_rule(ExsRecord *record, int64_t rule)
{
    uint32_t number;

    if (rule == 0)
        return 0;
    g_assert(rule > 0 && (uint64_t)rule < record->schema.rule_count);
    number = record->rule_numbers[rule];
    return G_LIKELY(number != 0) ? number : exs_record_meet_rule(record, rule);
}

/* ---- record_room.c ---- */

/* Entries will not be kept; before the first one. */
void exs_record_open_stage(ExsRecord *record);

/* Makes room for the next entry. */
EXS_COLD void exs_record_make_room(ExsRecord *record);

/* Digests the entries since the last time, or has them digested and written by the file. */
void exs_record_close_block(ExsRecord *record);

/* ---- record_decision.c ---- */

void exs_record_free_decisions(ExsRecord *record);
void exs_record_init_decisions(ExsRecord *record);

/* ---- record_digest.c ---- */

/* A sequence of things that is digested and written as one stream. */
typedef enum {
    EXS_SECTION_FACTS,
    EXS_SECTION_OBJECTS,
    EXS_SECTION_TEXTS,
    EXS_SECTION_DECISIONS,
    EXS_SECTION_NAMES,
    EXS_SECTION_RULES,
    EXS_SECTION_COUNT
} ExsSection;

size_t exs_section_count(const ExsRecord *record, ExsSection section);

/* Appends the bytes of one item, from 0; of an object without its attributes. */
void exs_section_put(GByteArray *out, const ExsRecord *record, ExsSection section, size_t item);

void exs_put_u32(GByteArray *out, uint32_t value);
void exs_put_u64(GByteArray *out, uint64_t value);
void exs_put_text(GByteArray *out, const char *text);

/* "sha256:..." (owned by the caller) */
char *exs_record_make_fingerprint(const ExsRecord *record);

/* ---- record_write.c ---- */

#define EXS_RECORD_MAGIC      "exsim record"
#define EXS_RECORD_MAGIC_SIZE 12
#define EXS_CHUNK_HEADER_SIZE 16

/* The kinds of chunks of a native file. */
typedef enum {
    EXS_CHUNK_SCHEMA = 1,
    EXS_CHUNK_FACTS,
    EXS_CHUNK_OBJECTS,
    EXS_CHUNK_ATTRIBUTES,
    EXS_CHUNK_TEXTS,
    EXS_CHUNK_RULES,
    EXS_CHUNK_NAMES,
    EXS_CHUNK_DECISIONS,
    EXS_CHUNK_ENTRIES,
    EXS_CHUNK_FOOTER,
} ExsChunkKind;

void exs_record_file_set_fact(ExsRecordFile *file, const char *key, const char *value);
void exs_record_file_set_attribute(ExsRecordFile *file, uint32_t object, const char *key,
                                   const char *value);

/* Hands over at most a block; the entries must stay as they are until they are taken back, or
 * the file is settled. A record's own file digests them, too. */
void exs_record_file_put_entries(ExsRecordFile *file, const ExsRecord *record,
                                 const ExsEntry *entries, size_t count);

/* See exs_writer_take_written(). */
const ExsEntry *exs_record_file_take_written(ExsRecordFile *file);

/* Waits until all entries are digested and written. */
void exs_record_file_settle(ExsRecordFile *file);

bool exs_record_file_finish(ExsRecordFile *file, const ExsRecord *record, GError **error);

/* Removes the file if it is not finished. */
void exs_record_file_free(ExsRecordFile *file);

/* ---- record_files.c ---- */

/* A file being written under another name beside the one that it will have. */
typedef struct {
    FILE *stream;
    char *path;      /* (owned) */
    char *temporary; /* (owned) NULL: standard output */
    int trouble;     /* errno of the first write that failed */
} ExsOutput;

bool exs_output_open(ExsOutput *output, const char *path, bool allow_standard, GError **error);
void exs_output_put(ExsOutput *output, const void *data, size_t length);
bool exs_output_finish(ExsOutput *output, GError **error);
void exs_output_clear(ExsOutput *output); /* removes what is not finished */

/* Opens a regular file for reading. */
FILE *exs_input_open(const char *path, uint64_t *size, GError **error);

/* ---- record_code.c ---- */

#define EXS_ENTRY_CODE_MIN ((size_t)3)  /* bytes: kind, time, actor */
#define EXS_ENTRY_CODE_MAX ((size_t)48) /* and six words: 3 + 10 + 5 + 6 x 5 */

typedef struct {
    const ExsKind *kinds;
    size_t kind_count;
    ExsTime when;   /* of the last entry */
    ExsEntry *last; /* (owned) by kind, the last one */
} ExsCoder;

typedef enum {
    EXS_DECODED_ENTRY,
    EXS_DECODED_SHORT, /* the bytes end before the entry does */
    EXS_DECODED_BAD,   /* they are none */
} ExsDecoded;

/* The record's kinds must outlive the coder. */
void exs_coder_init(ExsCoder *coder, const ExsRecord *record);
void exs_coder_clear(ExsCoder *coder);

/* Begins a chunk. */
void exs_coder_reset(ExsCoder *coder);

/* Codes a whole chunk; returns the bytes used of `out`, EXS_ENTRY_CODE_MAX an entry. */
size_t exs_coder_encode(ExsCoder *coder, uint8_t *out, const ExsEntry *entries, size_t count);

/* The next entry of a chunk, and moves on `at` behind it. Its values may be anything. */
ExsDecoded exs_coder_decode(ExsCoder *coder, const uint8_t **at, const uint8_t *end, ExsEntry *out);

/* ---- record_writer.c ---- */

typedef struct ExsWriter ExsWriter;

/* `digest` NULL: entries are not digested, and there is no thread. */
ExsWriter *exs_writer_new(const ExsRecord *record, const char *path, XXH3_state_t *digest,
                          GError **error);

/* Writes these bytes, then the entries. Takes the bytes and leaves an empty array. */
void exs_writer_put(ExsWriter *writer, GByteArray **before, const ExsEntry *entries, size_t count);

/* The entries of an earlier call that are written, the last ones if possible (they are likely to be
 * in the cache); NULL: there are none, make a new block. Never more than what was put. */
const ExsEntry *exs_writer_take_written(ExsWriter *writer);

/* Waits until all is written; the digest is the record's again. */
void exs_writer_settle(ExsWriter *writer);

/* Writes the rest and renames the file; tells what went wrong since it was opened. */
bool exs_writer_finish(ExsWriter *writer, GByteArray *rest, GError **error);

/* Removes the file if it is not finished. */
void exs_writer_free(ExsWriter *writer);

void exs_chunk_header(uint32_t header[4], ExsChunkKind kind, size_t length, size_t count);

/* ---- query.c ---- */

/* The number of the first entry at or after `when`. */
uint64_t exs_record_first_at(const ExsRecord *record, ExsTime when);
