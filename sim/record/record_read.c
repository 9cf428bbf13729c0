/* record_read.c - reads a native file (record_write.c has its layout).
 *
 * A file may be anything: no length or count in it is believed before it is compared with
 * what is there, and every value goes through record_restore.c. A chunk that ends beyond
 * the file, its header intact, means that the file was cut off: a partial record.
 *
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "exsim/kernel/error.h"
#include "sim/record/record_private.h"

typedef struct {
    FILE *stream;      /* (owned) */
    uint64_t left;     /* bytes of the file not read yet */
    GByteArray *bytes; /* (owned) of the chunk being read */
    size_t at;         /* how much of them is taken */
    bool cut;          /* the file ends before this chunk does */
    bool ended;        /* the footer was read */
    bool complete;
    char *fingerprint; /* (owned) as the footer has it */
    uint64_t seal;
    GStringChunk *strings; /* (owned) texts of the chunks */
    ExsRecord *record;     /* (owned) */
    ExsCoder coder;        /* of the record, once there is one */
} Reader;

typedef struct {
    uint32_t kind, length, count, sum;
} Header;

G_STATIC_ASSERT(sizeof(Header) == EXS_CHUNK_HEADER_SIZE);

/* -- taking values out of a chunk ------------------------------------------------------ */

static bool fail_short(GError **error)
{
    return exs_fail(error, EXS_ERROR_FORMAT, "a chunk is shorter than what it holds");
}

static bool take(Reader *reader, void *out, size_t length, GError **error)
{
    if (length > reader->bytes->len - reader->at)
        return fail_short(error);
    if (length > 0)
        memcpy(out, reader->bytes->data + reader->at, length);
    reader->at += length;
    return true;
}

static bool take_u32(Reader *reader, uint32_t *out, GError **error)
{
    *out = 0;
    return take(reader, out, sizeof *out, error);
}

static bool take_u64(Reader *reader, uint64_t *out, GError **error)
{
    *out = 0;
    return take(reader, out, sizeof *out, error);
}

/* The text stays until the reader goes. */
static bool take_text(Reader *reader, const char **out, GError **error)
{
    const char *text;
    uint32_t length;

    *out = "";
    if (!take_u32(reader, &length, error))
        return false;
    if (length > reader->bytes->len - reader->at)
        return fail_short(error);
    text = (const char *)reader->bytes->data + reader->at;
    reader->at += length;
    if (!g_utf8_validate_len(text, length, NULL))
        return exs_fail(error, EXS_ERROR_FORMAT, "a text is not UTF-8");
    *out = g_string_chunk_insert_len(reader->strings, text, length);
    return true;
}

/* -- one item of each kind of chunk ------------------------------------------------------ */

static bool take_fact(Reader *reader, GError **error)
{
    const char *key, *value;

    if (!take_text(reader, &key, error) || !take_text(reader, &value, error))
        return false;
    return exs_record_restore_fact(reader->record, key, value, error);
}

static bool take_object(Reader *reader, GError **error)
{
    uint32_t parent;
    const char *class_name, *name, *title;

    return take_u32(reader, &parent, error) && take_text(reader, &class_name, error) &&
           take_text(reader, &name, error) && take_text(reader, &title, error) &&
           exs_record_restore_object(reader->record, parent, class_name, name, title, error);
}

static bool take_attribute(Reader *reader, GError **error)
{
    uint32_t object;
    const char *key, *value;

    return take_u32(reader, &object, error) && take_text(reader, &key, error) &&
           take_text(reader, &value, error) &&
           exs_record_restore_attribute(reader->record, object, key, value, error);
}

static bool take_a_text(Reader *reader, GError **error)
{
    const char *text;

    return take_text(reader, &text, error) && exs_record_restore_text(reader->record, text, error);
}

static bool take_rule(Reader *reader, GError **error)
{
    ExsRuleRow rule;

    return take_text(reader, &rule.id, error) && take_text(reader, &rule.source, error) &&
           take_text(reader, &rule.sentence, error) &&
           exs_record_restore_rule(reader->record, &rule, error);
}

static bool take_name(Reader *reader, GError **error)
{
    uint32_t message;
    const char *name;

    return take_u32(reader, &message, error) && take_text(reader, &name, error) &&
           exs_record_restore_name(reader->record, message, name, error);
}

static bool take_decision(Reader *reader, GError **error)
{
    uint32_t head[6];
    ExsDecision decision;
    g_autofree int64_t *cells = NULL;
    g_autofree uint32_t *rules = NULL;
    uint64_t cells_size, rules_size;

    if (!take(reader, head, sizeof head, error))
        return false;
    cells_size = (uint64_t)head[3] * exs_record_column_count(reader->record) * sizeof(int64_t);
    rules_size = ((uint64_t)head[3] + head[4]) * sizeof(uint32_t);
    if (head[5] != 0 || cells_size + rules_size > reader->bytes->len - reader->at)
        return fail_short(error);
    cells = g_malloc(cells_size);
    rules = g_malloc(rules_size);
    decision = (ExsDecision){
        .actor = head[0],
        .about = head[1],
        .unlisted_rule = head[2],
        .row_count = head[3],
        .step_count = head[4],
        .cells = cells,
        .felled_by = rules,
        .steps = rules ? rules + head[3] : NULL,
    };
    return take(reader, cells, cells_size, error) && take(reader, rules, rules_size, error) &&
           exs_record_restore_decision(reader->record, &decision, error);
}

/* The entries of a chunk; of one that is cut off, those that are whole. */
static bool take_entries(Reader *reader, uint32_t count, GError **error)
{
    const uint8_t *at = reader->bytes->data, *end = at + reader->bytes->len;
    ExsEntry entry;

    exs_coder_reset(&reader->coder);
    for (uint32_t i = 0; i < count; i++) {
        ExsDecoded decoded = exs_coder_decode(&reader->coder, &at, end, &entry);

        if (decoded == EXS_DECODED_BAD)
            return exs_fail(error, EXS_ERROR_FORMAT,
                            "what stands for entry %" G_GUINT64_FORMAT " is none",
                            reader->record->front.count);
        if (decoded == EXS_DECODED_SHORT && !reader->cut)
            return fail_short(error);
        if (decoded == EXS_DECODED_SHORT) {
            at = end;
            break;
        }
        if (!exs_record_restore_entry(reader->record, &entry, error))
            return false;
    }
    reader->at = (size_t)(at - reader->bytes->data);
    return true;
}

static bool take_check(Reader *reader, GError **error)
{
    uint32_t verdict;
    ExsCheck check;

    if (!take_u32(reader, &verdict, error) || !take_u64(reader, &check.witness, error) ||
        !take_text(reader, &check.text, error) || !take_text(reader, &check.basis, error) ||
        !take_text(reader, &check.expected, error) || !take_text(reader, &check.seen, error))
        return false;
    if (verdict > EXS_VERDICT_FAIL)
        return exs_fail(error, EXS_ERROR_FORMAT, "a check has the verdict %u", verdict);
    check.verdict = (ExsVerdict)verdict;
    return exs_record_restore_check(reader->record, &check, error);
}

static bool take_schema(Reader *reader, GError **error)
{
    uint32_t detail, kind_count, column_count;
    ExsSchema schema = {0};
    g_autofree ExsKindRow *kinds = NULL;
    g_autofree ExsColumnRow *columns = NULL;

    if (!take_u32(reader, &detail, error) || !take_u32(reader, &kind_count, error) ||
        !take_u32(reader, &column_count, error))
        return false;
    if (detail > EXS_DETAIL_FULL || kind_count > UINT16_MAX || column_count > UINT16_MAX)
        return exs_fail(error, EXS_ERROR_FORMAT, "the schema's numbers are out of range");
    kinds = g_new0(ExsKindRow, kind_count);
    columns = g_new0(ExsColumnRow, column_count);
    for (size_t i = 0; i < kind_count; i++) {
        uint32_t level;

        if (!take_u32(reader, &level, error) || !take_text(reader, &kinds[i].word, error) ||
            !take_text(reader, &kinds[i].sentence, error))
            return false;
        if (level > EXS_DETAIL_FULL)
            return exs_fail(error, EXS_ERROR_FORMAT, "a kind has the level %u", level);
        kinds[i].level = (ExsDetail)level;
    }
    for (size_t i = 0; i < column_count; i++)
        if (!take_text(reader, &columns[i].name, error) ||
            !take_text(reader, &columns[i].role, error))
            return false;
    schema.kinds = kinds;
    schema.kind_count = kind_count;
    schema.columns = columns;
    schema.column_count = column_count;
    reader->seal = XXH3_64bits(reader->bytes->data, reader->bytes->len);
    reader->record = exs_record_create(&schema, (ExsDetail)detail, error);
    if (!reader->record)
        return false;
    exs_coder_init(&reader->coder, reader->record);
    return true;
}

static bool take_footer(Reader *reader, uint32_t count, GError **error)
{
    uint32_t complete;
    uint64_t entries, seal, expected;
    const char *fingerprint;

    if (!take_u32(reader, &complete, error) || !take_u64(reader, &entries, error) ||
        !take_text(reader, &fingerprint, error))
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (!take_check(reader, error))
            return false;
    expected = XXH3_64bits_withSeed(reader->bytes->data, reader->at, reader->seal);
    if (!take_u64(reader, &seal, error))
        return false;
    if (seal != expected || complete > 1)
        return exs_fail(error, EXS_ERROR_FORMAT, "schema or footer are damaged");
    if (entries != reader->record->front.count)
        return exs_fail(error, EXS_ERROR_FORMAT,
                        "it has %" G_GUINT64_FORMAT
                        " entries where its footer says %" G_GUINT64_FORMAT,
                        reader->record->front.count, entries);
    reader->complete = complete;
    reader->fingerprint = g_strdup(fingerprint);
    reader->ended = true;
    return true;
}

/* -- chunks ------------------------------------------------------------------------------ */

typedef bool (*TakeItem)(Reader *reader, GError **error);

static const TakeItem items[] = {
    [EXS_CHUNK_FACTS] = take_fact,           [EXS_CHUNK_OBJECTS] = take_object,
    [EXS_CHUNK_ATTRIBUTES] = take_attribute, [EXS_CHUNK_TEXTS] = take_a_text,
    [EXS_CHUNK_RULES] = take_rule,           [EXS_CHUNK_NAMES] = take_name,
    [EXS_CHUNK_DECISIONS] = take_decision,
};

/* Reads `length` bytes, or as many as there are. */
static bool fill(Reader *reader, void *out, uint64_t length, GError **error)
{
    if (fread(out, 1, length, reader->stream) != length)
        return exs_fail(error, EXS_ERROR_FILE, "%s",
                        ferror(reader->stream) ? g_strerror(errno) : "it became shorter");
    reader->left -= length;
    return true;
}

/* The next chunk's header and bytes. With `cut` set, not all of them. */
static bool read_chunk(Reader *reader, Header *header, GError **error)
{
    reader->at = 0;
    reader->cut = reader->left < sizeof *header;
    if (reader->cut) {
        *header = (Header){0};
        return true;
    }
    if (!fill(reader, header, sizeof *header, error))
        return false;
    if (header->sum != XXH32(header, 3 * sizeof(uint32_t), 0) || header->kind < EXS_CHUNK_SCHEMA ||
        header->kind > EXS_CHUNK_FOOTER)
        return exs_fail(error, EXS_ERROR_FORMAT, "a chunk's header is damaged");
    if (header->kind == EXS_CHUNK_ENTRIES &&
        header->length < header->count * (uint64_t)EXS_ENTRY_CODE_MIN)
        return exs_fail(error, EXS_ERROR_FORMAT, "a chunk of %u bytes for %u entries",
                        header->length, header->count);
    reader->cut = header->length > reader->left;
    g_byte_array_set_size(reader->bytes, (guint)MIN(header->length, reader->left));
    return fill(reader, reader->bytes->data, reader->bytes->len, error);
}

/* Takes what a chunk holds; of one that is cut off, only entries. */
static bool take_chunk(Reader *reader, const Header *header, GError **error)
{
    if (reader->cut && header->kind != EXS_CHUNK_ENTRIES)
        return true;
    if ((header->kind == EXS_CHUNK_SCHEMA) == (reader->record != NULL))
        return exs_fail(error, EXS_ERROR_FORMAT, "its schema is missing, or there twice");
    if (header->kind == EXS_CHUNK_SCHEMA) {
        if (!take_schema(reader, error))
            return false;
    } else if (header->kind == EXS_CHUNK_FOOTER) {
        if (!take_footer(reader, header->count, error))
            return false;
    } else if (header->kind == EXS_CHUNK_ENTRIES) {
        if (!take_entries(reader, header->count, error))
            return false;
    } else {
        for (uint32_t i = 0; i < header->count; i++)
            if (!items[header->kind](reader, error))
                return false;
    }
    if (reader->at != reader->bytes->len)
        return exs_fail(error, EXS_ERROR_FORMAT, "a chunk is longer than what it holds");
    return true;
}

static bool read_head(Reader *reader, GError **error)
{
    char magic[EXS_RECORD_MAGIC_SIZE];
    uint32_t version;

    if (reader->left == 0)
        return exs_fail(error, EXS_ERROR_FORMAT, "it is empty");
    if (reader->left < sizeof magic + sizeof version)
        return exs_fail(error, EXS_ERROR_FORMAT, "it is no exsim record");
    if (!fill(reader, magic, sizeof magic, error) || !fill(reader, &version, sizeof version, error))
        return false;
    if (memcmp(magic, EXS_RECORD_MAGIC, sizeof magic) != 0)
        return exs_fail(error, EXS_ERROR_FORMAT, "it is no exsim record");
    if (version != EXS_RECORD_VERSION)
        return exs_fail(error, EXS_ERROR_FORMAT,
                        "written by exsim record format %u, this exsim reads %d", version,
                        EXS_RECORD_VERSION);
    return true;
}

static bool read_all(Reader *reader, GError **error)
{
    Header header = {0};

    if (!read_head(reader, error))
        return false;
    do {
        if (!read_chunk(reader, &header, error))
            return false;
        if (!take_chunk(reader, &header, error))
            return false;
    } while (!reader->cut && !reader->ended);
    if (!reader->record)
        return exs_fail(error, EXS_ERROR_FORMAT, "it ends before its schema (record format %d)",
                        EXS_RECORD_VERSION);
    if (reader->ended && reader->left > 0)
        return exs_fail(error, EXS_ERROR_FORMAT, "it goes on after its end");
    exs_record_finish(reader->record, reader->complete, NULL);
    if (reader->ended && strcmp(reader->fingerprint, exs_record_fingerprint(reader->record)) != 0)
        return exs_fail(error, EXS_ERROR_FORMAT, "its fingerprint is not that of what it holds");
    return true;
}

ExsRecord *exs_record_read(const char *path, GError **error)
{
    Reader reader = {0};

    reader.stream = exs_input_open(path, &reader.left, error);
    if (!reader.stream)
        return NULL;
    reader.bytes = g_byte_array_sized_new(4096);
    reader.strings = g_string_chunk_new(4096);
    if (!read_all(&reader, error)) {
        g_autofree char *quoted = exs_quote(path);

        g_prefix_error(error, "%s: ", quoted);
        g_clear_pointer(&reader.record, exs_record_free);
    }
    fclose(reader.stream);
    exs_coder_clear(&reader.coder);
    g_byte_array_unref(reader.bytes);
    g_string_chunk_free(reader.strings);
    g_free(reader.fingerprint);
    return reader.record;
}
