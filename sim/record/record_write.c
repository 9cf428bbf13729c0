/* record_write.c - the native file: a head, then chunks, the footer last.
 *
 * Head: "exsim record", then the version (32 bits). A chunk: kind, length in bytes, number
 * of items, and an XXH32 of these three; then its bytes. Before a chunk of entries goes
 * everything new that they may name, so that a file cut off anywhere can be read up to
 * there. Facts and attributes are written as they are set: the last value stands.
 * record_code.c has the bytes of entries; everything else is numbers of 32 and 64 bits,
 * and texts with their length in front.
 *
 * What is put here waits in memory: record_writer.c writes it.
 *
 * The fingerprint protects what it covers; the footer's seal protects schema and footer.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/kernel/error.h"
#include "sim/record/record_private.h"

#define SLICE ((size_t)1 << 20) /* bytes after which a chunk ends */

/* What has been set and is not written yet. */
typedef struct {
    GByteArray *bytes; /* (owned) */
    uint32_t count;
} Log;

struct ExsRecordFile {
    ExsWriter *writer;   /* (owned) */
    GByteArray *pending; /* (owned) chunks that the writer has not got yet */
    Log facts;
    Log attributes;
    size_t written[EXS_SECTION_COUNT]; /* items of each section */
    GByteArray *scratch;               /* (owned) */
    uint64_t seal;
};

static void put_chunk(ExsRecordFile *file, ExsChunkKind kind, const void *data, size_t length,
                      size_t count)
{
    uint32_t header[4];

    exs_chunk_header(header, kind, length, count);
    g_byte_array_append(file->pending, (const guint8 *)header, sizeof header);
    g_byte_array_append(file->pending, data, (guint)length);
}

static void write_schema(ExsRecordFile *file, const ExsRecord *record)
{
    GByteArray *bytes = file->scratch;

    g_byte_array_set_size(bytes, 0);
    exs_put_u32(bytes, record->detail);
    exs_put_u32(bytes, (uint32_t)record->kind_count);
    exs_put_u32(bytes, (uint32_t)record->column_count);
    for (size_t i = 0; i < record->kind_count; i++) {
        exs_put_u32(bytes, record->kinds[i].level);
        exs_put_text(bytes, record->kinds[i].word);
        exs_put_text(bytes, record->kinds[i].sentence);
    }
    for (size_t i = 0; i < record->column_count; i++) {
        exs_put_text(bytes, record->columns[i].name);
        exs_put_text(bytes, record->columns[i].role);
    }
    file->seal = XXH3_64bits(bytes->data, bytes->len);
    put_chunk(file, EXS_CHUNK_SCHEMA, bytes->data, bytes->len, 1);
}

static void write_log(ExsRecordFile *file, ExsChunkKind kind, Log *log)
{
    if (log->count > 0)
        put_chunk(file, kind, log->bytes->data, log->bytes->len, log->count);
    g_byte_array_set_size(log->bytes, 0);
    log->count = 0;
}

/* The items of a section that are not written yet. */
static void write_section(ExsRecordFile *file, const ExsRecord *record, ExsChunkKind kind,
                          ExsSection section)
{
    size_t count = exs_section_count(record, section);
    size_t *written = &file->written[section];
    GByteArray *bytes = file->scratch;

    while (*written < count) {
        size_t first = *written;

        g_byte_array_set_size(bytes, 0);
        while (*written < count && bytes->len < SLICE)
            exs_section_put(bytes, record, section, (*written)++);
        put_chunk(file, kind, bytes->data, bytes->len, *written - first);
    }
}

/* Everything new but entries, each after what it may name. */
static void write_news(ExsRecordFile *file, const ExsRecord *record)
{
    write_log(file, EXS_CHUNK_FACTS, &file->facts);
    write_section(file, record, EXS_CHUNK_OBJECTS, EXS_SECTION_OBJECTS);
    write_log(file, EXS_CHUNK_ATTRIBUTES, &file->attributes);
    write_section(file, record, EXS_CHUNK_TEXTS, EXS_SECTION_TEXTS);
    write_section(file, record, EXS_CHUNK_RULES, EXS_SECTION_RULES);
    write_section(file, record, EXS_CHUNK_NAMES, EXS_SECTION_NAMES);
    write_section(file, record, EXS_CHUNK_DECISIONS, EXS_SECTION_DECISIONS);
}

static void write_footer(ExsRecordFile *file, const ExsRecord *record)
{
    GByteArray *bytes = file->scratch;

    g_byte_array_set_size(bytes, 0);
    exs_put_u32(bytes, record->complete);
    exs_put_u64(bytes, record->front.count);
    exs_put_text(bytes, record->fingerprint);
    for (size_t i = 0; i < record->checks->len; i++) {
        const ExsCheck *check = g_ptr_array_index(record->checks, i);

        exs_put_u32(bytes, check->verdict);
        exs_put_u64(bytes, check->witness);
        exs_put_text(bytes, check->text);
        exs_put_text(bytes, check->basis);
        exs_put_text(bytes, check->expected);
        exs_put_text(bytes, check->seen);
    }
    exs_put_u64(bytes, XXH3_64bits_withSeed(bytes->data, bytes->len, file->seal));
    put_chunk(file, EXS_CHUNK_FOOTER, bytes->data, bytes->len, record->checks->len);
}

static ExsRecordFile *open_file(const ExsRecord *record, const char *path, XXH3_state_t *digest,
                                GError **error)
{
    ExsRecordFile *file;
    ExsWriter *writer = exs_writer_new(record, path, digest, error);

    if (!writer)
        return NULL;
    file = g_new0(ExsRecordFile, 1);
    file->writer = writer;
    file->pending = g_byte_array_new();
    file->facts.bytes = g_byte_array_new();
    file->attributes.bytes = g_byte_array_new();
    file->scratch = g_byte_array_new();
    g_byte_array_append(file->pending, (const guint8 *)EXS_RECORD_MAGIC, EXS_RECORD_MAGIC_SIZE);
    exs_put_u32(file->pending, EXS_RECORD_VERSION);
    write_schema(file, record);
    for (size_t i = 0; i < record->facts->len; i += 2)
        exs_record_file_set_fact(file, g_ptr_array_index(record->facts, i),
                                 g_ptr_array_index(record->facts, i + 1));
    for (size_t i = 0; i < record->objects->len; i++) {
        const ExsObject *object = g_ptr_array_index(record->objects, i);

        for (size_t j = 0; j < object->attributes->len; j += 2)
            exs_record_file_set_attribute(file, object->id,
                                          g_ptr_array_index(object->attributes, j),
                                          g_ptr_array_index(object->attributes, j + 1));
    }
    return file;
}

void exs_record_file_set_fact(ExsRecordFile *file, const char *key, const char *value)
{
    exs_put_text(file->facts.bytes, key);
    exs_put_text(file->facts.bytes, value);
    file->facts.count++;
}

void exs_record_file_set_attribute(ExsRecordFile *file, uint32_t object, const char *key,
                                   const char *value)
{
    exs_put_u32(file->attributes.bytes, object);
    exs_put_text(file->attributes.bytes, key);
    exs_put_text(file->attributes.bytes, value);
    file->attributes.count++;
}

void exs_record_file_put_entries(ExsRecordFile *file, const ExsRecord *record,
                                 const ExsEntry *entries, size_t count)
{
    write_news(file, record);
    exs_writer_put(file->writer, &file->pending, entries, count);
}

const ExsEntry *exs_record_file_take_written(ExsRecordFile *file)
{
    return exs_writer_take_written(file->writer);
}

void exs_record_file_settle(ExsRecordFile *file)
{
    exs_writer_settle(file->writer);
}

bool exs_record_file_finish(ExsRecordFile *file, const ExsRecord *record, GError **error)
{
    write_news(file, record);
    write_footer(file, record);
    return exs_writer_finish(file->writer, file->pending, error);
}

void exs_record_file_free(ExsRecordFile *file)
{
    if (!file)
        return;
    exs_writer_free(file->writer);
    g_byte_array_unref(file->pending);
    g_byte_array_unref(file->facts.bytes);
    g_byte_array_unref(file->attributes.bytes);
    g_byte_array_unref(file->scratch);
    g_free(file);
}

bool exs_record_open_file(ExsRecord *record, const char *path, bool keep, GError **error)
{
    g_assert(!record->finished && !record->file && record->chunks->len == 0);
    record->file = open_file(record, path, record->entries_digest, error);
    if (!record->file)
        return false;
    record->keep = keep;
    if (!keep)
        exs_record_open_stage(record);
    return true;
}

bool exs_record_write(ExsRecord *record, const char *path, GError **error)
{
    ExsRecordFile *file;
    bool written;

    g_assert(record->finished);
    if (!record->keep)
        return exs_fail(error, EXS_ERROR_STATE, "the entries of this record are not in memory");
    file = open_file(record, path, NULL, error);
    if (!file)
        return false;
    for (uint64_t first = 0; first < record->front.count; first += EXS_ENTRIES_PER_BLOCK)
        exs_record_file_put_entries(file, record, exs_record_entry(record, first),
                                    MIN(EXS_ENTRIES_PER_BLOCK, record->front.count - first));
    written = exs_record_file_finish(file, record, error);
    exs_record_file_free(file);
    return written;
}
