/* ndjson_read.c - see ndjson.h. Strict: what no export writes is refused, with its line.
 *
 * A line is taken apart member by member; every member must be taken. The values go
 * through record_restore.c, as those of a native file do.
 *
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <jansson.h>
#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/kernel/suggest.h"
#include "exsim/record/ndjson.h"
#include "sim/record/ndjson_private.h"
#include "sim/record/record_private.h"

#define LINE_LIMIT ((size_t)16 << 20)
#define BLOCK      ((size_t)1 << 16)

typedef struct {
    FILE *stream;      /* (owned) */
    GByteArray *bytes; /* (owned) read and not taken; from `at` */
    size_t at;
    uint64_t number; /* of the running line */
    size_t rank;     /* place of its kind in `lines` */
    uint32_t last_message;
    uint64_t facts, names;
    bool ended;
    bool complete;
    ExsRecord *record; /* (owned) */
} Reader;

/* -- one function a kind of line --------------------------------------------------------- */

static bool take_detail(ExsMembers *members, const char *key, ExsDetail *out)
{
    const char *word;

    if (!exs_members_text(members, key, &word))
        return false;
    return exs_detail_parse(word, out, NULL) ||
           exs_members_fail(key, "must be none, verdict or full", members->error);
}

static bool read_kind(json_t *object, ExsKindRow *row, GError **error)
{
    ExsMembers members;

    if (!exs_members_begin(&members, object, error))
        return false;
    return exs_members_end(&members, exs_members_text(&members, "word", &row->word) &&
                                         take_detail(&members, "level", &row->level) &&
                                         exs_members_text(&members, "sentence", &row->sentence));
}

static bool read_column(json_t *object, ExsColumnRow *row, GError **error)
{
    ExsMembers members;

    if (!exs_members_begin(&members, object, error))
        return false;
    return exs_members_end(&members, exs_members_text(&members, "name", &row->name) &&
                                         exs_members_text(&members, "role", &row->role));
}

static bool read_schema(Reader *reader, json_t *object, ExsDetail detail, GError **error)
{
    ExsMembers members;
    json_t *kinds, *columns;
    g_autofree ExsKindRow *kind_rows = NULL;
    g_autofree ExsColumnRow *column_rows = NULL;
    ExsSchema schema = {0};

    if (!exs_members_begin(&members, object, error) ||
        !exs_members_end(&members, exs_members_take(&members, "kinds", JSON_ARRAY, &kinds) &&
                                       exs_members_take(&members, "columns", JSON_ARRAY, &columns)))
        return false;
    schema.kind_count = json_array_size(kinds);
    schema.column_count = json_array_size(columns);
    schema.kinds = kind_rows = g_new0(ExsKindRow, schema.kind_count);
    schema.columns = column_rows = g_new0(ExsColumnRow, schema.column_count);
    for (size_t i = 0; i < schema.kind_count; i++)
        if (!read_kind(json_array_get(kinds, i), &kind_rows[i], error))
            return false;
    for (size_t i = 0; i < schema.column_count; i++)
        if (!read_column(json_array_get(columns, i), &column_rows[i], error))
            return false;
    reader->record = exs_record_create(&schema, detail, error);
    return reader->record != NULL;
}

static bool take_record(Reader *reader, ExsMembers *members)
{
    ExsDetail detail;
    int64_t version;
    json_t *schema;

    if (!exs_members_integer(members, "record", 0, INT64_MAX, &version))
        return false;
    if (version != EXS_RECORD_VERSION)
        return exs_fail(members->error, EXS_ERROR_FORMAT,
                        "written by exsim record format %" G_GINT64_FORMAT ", this exsim reads %d",
                        version, EXS_RECORD_VERSION);
    if (reader->record)
        return exs_fail(members->error, EXS_ERROR_FORMAT, "a second \"record\" line");
    return take_detail(members, "detail", &detail) &&
           exs_members_u32(members, "messages", &reader->last_message) &&
           exs_members_take(members, "schema", JSON_OBJECT, &schema) &&
           read_schema(reader, schema, detail, members->error);
}

static bool take_fact(Reader *reader, ExsMembers *members)
{
    const char *key, *value;

    if (!exs_members_text(members, "fact", &key) || !exs_members_text(members, "value", &value))
        return false;
    if (exs_record_fact(reader->record, key)) {
        g_autofree char *quoted = exs_quote(key);

        return exs_fail(members->error, EXS_ERROR_FORMAT, "the fact %s is there twice", quoted);
    }
    return exs_record_restore_fact(reader->record, key, value, members->error);
}

static bool take_object(Reader *reader, ExsMembers *members)
{
    uint32_t parent, id = (uint32_t)exs_record_object_count(reader->record) + 1;
    const char *class_name, *name, *title, *key;
    json_t *attributes, *value;

    if (!exs_members_next(members, "object", id) ||
        !exs_members_text(members, "class", &class_name) ||
        !exs_members_u32(members, "parent", &parent) || !exs_members_text(members, "name", &name) ||
        !exs_members_text(members, "title", &title) ||
        !exs_members_take(members, "attributes", JSON_OBJECT, &attributes) ||
        !exs_record_restore_object(reader->record, parent, class_name, name, title, members->error))
        return false;
    json_object_foreach(attributes, key, value)
    {
        if (!json_is_string(value))
            return exs_members_fail(key, "must be a text", members->error);
        if (!exs_record_restore_attribute(reader->record, id, key, json_string_value(value),
                                          members->error))
            return false;
    }
    return true;
}

static bool take_a_text(Reader *reader, ExsMembers *members)
{
    const char *value;

    return exs_members_next(members, "text",
                            exs_section_count(reader->record, EXS_SECTION_TEXTS) + 1) &&
           exs_members_text(members, "value", &value) &&
           exs_record_restore_text(reader->record, value, members->error);
}

static bool take_rule(Reader *reader, ExsMembers *members)
{
    ExsRuleRow rule;

    return exs_members_next(members, "rule", exs_record_rule_count(reader->record) + 1) &&
           exs_members_text(members, "id", &rule.id) &&
           exs_members_text(members, "source", &rule.source) &&
           exs_members_text(members, "sentence", &rule.sentence) &&
           exs_record_restore_rule(reader->record, &rule, members->error);
}

static bool is_declared(const Reader *reader, uint32_t message, GError **error)
{
    if (message <= reader->last_message)
        return true;
    return exs_fail(error, EXS_ERROR_FORMAT, "message %u, but %u messages are declared", message,
                    reader->last_message);
}

static bool take_name(Reader *reader, ExsMembers *members)
{
    const char *name;
    uint32_t message;

    return exs_members_text(members, "name", &name) &&
           exs_members_u32(members, "message", &message) &&
           is_declared(reader, message, members->error) &&
           exs_record_restore_name(reader->record, message, name, members->error);
}

/* One candidate of a decision. */
static bool read_row(const Reader *reader, json_t *object, int64_t *cells, uint32_t *felled,
                     GError **error)
{
    ExsMembers members;
    bool taken;

    if (!exs_members_begin(&members, object, error))
        return false;
    taken = exs_members_u32(&members, "felled", felled);
    for (size_t i = 0; taken && i < reader->record->column_count; i++)
        taken = exs_members_integer(&members, reader->record->columns[i].name, INT64_MIN, INT64_MAX,
                                    &cells[i]);
    return exs_members_end(&members, taken);
}

static bool read_step(json_t *value, uint32_t *out, GError **error)
{
    if (!json_is_integer(value) || json_integer_value(value) < 0 ||
        json_integer_value(value) > UINT32_MAX)
        return exs_fail(error, EXS_ERROR_FORMAT, "a step that is no number of a rule");
    *out = (uint32_t)json_integer_value(value);
    return true;
}

static bool take_decision(Reader *reader, ExsMembers *members)
{
    ExsDecision decision = {0};
    size_t columns = reader->record->column_count;
    json_t *rows, *steps;
    g_autofree int64_t *cells = NULL;
    g_autofree uint32_t *felled = NULL;
    g_autofree uint32_t *rules = NULL;

    if (!exs_members_next(members, "decision", exs_record_decision_count(reader->record) + 1) ||
        !exs_members_u32(members, "at", &decision.actor) ||
        !exs_members_u32(members, "about", &decision.about) ||
        !exs_members_u32(members, "unlisted", &decision.unlisted_rule) ||
        !exs_members_take(members, "rows", JSON_ARRAY, &rows) ||
        !exs_members_take(members, "steps", JSON_ARRAY, &steps))
        return false;
    decision.row_count = (uint32_t)json_array_size(rows);
    decision.step_count = (uint32_t)json_array_size(steps);
    /* A row has a member for every column, so a line of bounded length bounds this, too:
     * but only once the row is read. */
    for (size_t i = 0; i < decision.row_count; i++)
        if (json_object_size(json_array_get(rows, i)) != columns + 1)
            return exs_fail(members->error, EXS_ERROR_FORMAT,
                            "row %zu has not \"felled\" and one member for each of %zu columns",
                            i + 1, columns);
    decision.cells = cells = g_new0(int64_t, decision.row_count * columns);
    decision.felled_by = felled = g_new0(uint32_t, decision.row_count);
    decision.steps = rules = g_new0(uint32_t, decision.step_count);
    for (size_t i = 0; i < decision.row_count; i++)
        if (!read_row(reader, json_array_get(rows, i), &cells[i * columns], &felled[i],
                      members->error))
            return false;
    for (size_t i = 0; i < decision.step_count; i++)
        if (!read_step(json_array_get(steps, i), &rules[i], members->error))
            return false;
    return exs_record_restore_decision(reader->record, &decision, members->error);
}

static bool take_fields(Reader *reader, ExsMembers *members, ExsEntry *entry)
{
    const ExsKind *kind = &reader->record->kinds[entry->kind];

    for (size_t i = 0; i < kind->field_count; i++) {
        const ExsField *field = &kind->fields[i];
        int64_t value;

        if (!exs_members_integer(members, field->name, INT64_MIN, INT64_MAX, &value) ||
            !exs_record_check_value(reader->record, field, value, members->error))
            return false;
        if (field->type == EXS_FIELD_MESSAGE &&
            !is_declared(reader, (uint32_t)value, members->error))
            return false;
        /* -1 and 4294967295 are one word: the second is written by nobody. */
        if (field->type == EXS_FIELD_CODE && value == UINT32_MAX)
            return exs_members_fail(field->name, "is too large", members->error);
        if (exs_field_is_wide(field))
            memcpy(&entry->word[field->word], &value, sizeof value);
        else
            entry->word[field->word] = (uint32_t)value;
    }
    return true;
}

static bool take_entry(Reader *reader, ExsMembers *members)
{
    ExsEntry entry = {0};
    const char *word;
    int kind;

    if (!exs_members_next(members, "entry", reader->record->front.count) ||
        !exs_members_integer(members, "t", 0, INT64_MAX, &entry.when) ||
        !exs_members_text(members, "kind", &word) || !exs_members_u32(members, "at", &entry.actor))
        return false;
    kind = exs_record_find_kind(reader->record, word);
    if (kind < 0) {
        g_autofree char *quoted = exs_quote(word);

        return exs_fail(members->error, EXS_ERROR_FORMAT, "the schema has no kind %s", quoted);
    }
    entry.kind = (uint16_t)kind;
    return take_fields(reader, members, &entry) &&
           exs_record_restore_entry(reader->record, &entry, members->error);
}

static bool take_check(Reader *reader, ExsMembers *members)
{
    ExsCheck check;
    const char *verdict;
    int64_t witness;

    if (!exs_members_next(members, "check", exs_record_check_count(reader->record) + 1) ||
        !exs_members_text(members, "verdict", &verdict) ||
        !exs_members_text(members, "text", &check.text) ||
        !exs_members_text(members, "basis", &check.basis) ||
        !exs_members_text(members, "expected", &check.expected) ||
        !exs_members_text(members, "seen", &check.seen) ||
        !exs_members_integer(members, "witness", -1, INT64_MAX, &witness))
        return false;
    if (strcmp(verdict, "PASS") != 0 && strcmp(verdict, "FAIL") != 0)
        return exs_members_fail("verdict", "must be PASS or FAIL", members->error);
    check.verdict = *verdict == 'P' ? EXS_VERDICT_PASS : EXS_VERDICT_FAIL;
    check.witness = witness < 0 ? EXS_NO_ENTRY : (uint64_t)witness;
    return exs_record_restore_check(reader->record, &check, members->error);
}

static bool take_end(Reader *reader, ExsMembers *members)
{
    const char *how, *fingerprint;
    int64_t entries, checks;

    if (!exs_members_text(members, "end", &how) ||
        !exs_members_integer(members, "entries", 0, INT64_MAX, &entries) ||
        !exs_members_integer(members, "checks", 0, INT64_MAX, &checks) ||
        !exs_members_text(members, "fingerprint", &fingerprint))
        return false;
    if (strcmp(how, "complete") != 0 && strcmp(how, "partial") != 0)
        return exs_members_fail("end", "must be complete or partial", members->error);
    if ((uint64_t)entries != reader->record->front.count)
        return exs_fail(members->error, EXS_ERROR_FORMAT,
                        "the end of %" G_GINT64_FORMAT " entries after %" G_GUINT64_FORMAT, entries,
                        reader->record->front.count);
    if ((uint64_t)checks != exs_record_check_count(reader->record))
        return exs_fail(members->error, EXS_ERROR_FORMAT,
                        "the end of %" G_GINT64_FORMAT " checks after %zu", checks,
                        exs_record_check_count(reader->record));
    reader->complete = *how == 'c';
    reader->ended = true;
    exs_record_finish(reader->record, reader->complete, NULL);
    if (strcmp(fingerprint, exs_record_fingerprint(reader->record)) != 0)
        return exs_fail(members->error, EXS_ERROR_FORMAT,
                        "the fingerprint is not that of the lines before");
    return true;
}

/* In the order of an export. */
static const struct {
    const char *first; /* its first member */
    bool (*take)(Reader *reader, ExsMembers *members);
} lines[] = {
    {"record", take_record},     {"fact", take_fact},   {"object", take_object},
    {"text", take_a_text},       {"rule", take_rule},   {"name", take_name},
    {"decision", take_decision}, {"entry", take_entry}, {"check", take_check},
    {"end", take_end},
};

/* -- lines ------------------------------------------------------------------------------- */

static bool fail_first(const char *first, GError **error)
{
    const char *words[G_N_ELEMENTS(lines)];
    g_autofree char *quoted = exs_quote(first);
    const char *near;

    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++)
        words[i] = lines[i].first;
    near = exs_suggest(first, words, G_N_ELEMENTS(words));
    if (near)
        return exs_fail(error, EXS_ERROR_FORMAT,
                        "no line begins with the member %s (did you mean \"%s\"?)", quoted, near);
    return exs_fail(error, EXS_ERROR_FORMAT, "no line begins with the member %s", quoted);
}

static bool take_object_line(Reader *reader, json_t *object, GError **error)
{
    const char *first = json_object_iter_key(json_object_iter(object));
    size_t rank = 0;
    ExsMembers members;

    if (!first)
        return exs_fail(error, EXS_ERROR_FORMAT, "an empty object");
    while (rank < G_N_ELEMENTS(lines) && strcmp(first, lines[rank].first) != 0)
        rank++;
    if (rank == G_N_ELEMENTS(lines))
        return fail_first(first, error);
    if (!reader->record && rank > 0)
        return exs_fail(error, EXS_ERROR_FORMAT, "the first line must be the \"record\" line");
    if (reader->ended)
        return exs_fail(error, EXS_ERROR_FORMAT, "a line after the end");
    if (rank < reader->rank)
        return exs_fail(error, EXS_ERROR_FORMAT, "a \"%s\" line after a \"%s\" line", first,
                        lines[reader->rank].first);
    reader->rank = rank;
    if (!exs_members_begin(&members, object, error))
        return false;
    return exs_members_end(&members, lines[rank].take(reader, &members));
}

/* `whole` false: nothing ends the line but the end of the file. */
static bool take_line(Reader *reader, const char *line, size_t length, bool whole, GError **error)
{
    bool cut, taken;
    json_t *object = exs_members_parse(line, length, &cut, error);

    if (!object) {
        /* The file was cut off within the line: partial. */
        if (!whole && reader->record && cut)
            g_clear_error(error);
        return !whole && reader->record && cut;
    }
    taken = take_object_line(reader, object, error);
    json_decref(object);
    return taken;
}

/* Reads on until there is a line's end. `length` is without it. */
static bool next_line(Reader *reader, size_t *length, bool *whole, GError **error)
{
    size_t seen = 0;

    for (;;) {
        size_t held = reader->bytes->len - reader->at;
        const guint8 *start = reader->bytes->data + reader->at;
        const guint8 *end = held > seen ? memchr(start + seen, '\n', held - seen) : NULL;
        size_t got;

        *length = end ? (size_t)(end - start) : held;
        *whole = end != NULL;
        if (*length > LINE_LIMIT)
            return exs_fail(error, EXS_ERROR_FORMAT, "longer than %zu bytes", LINE_LIMIT);
        if (end)
            return true;
        seen = held;
        g_byte_array_remove_range(reader->bytes, 0, (guint)reader->at);
        reader->at = 0;
        g_byte_array_set_size(reader->bytes, (guint)(held + BLOCK));
        got = fread(reader->bytes->data + held, 1, BLOCK, reader->stream);
        g_byte_array_set_size(reader->bytes, (guint)(held + got));
        if (got == 0 && ferror(reader->stream))
            return exs_fail(error, EXS_ERROR_FILE, "%s", g_strerror(errno));
        if (got == 0)
            return true;
    }
}

static bool read_lines(Reader *reader, GError **error)
{
    for (;;) {
        size_t length;
        bool whole;

        reader->number++;
        if (!next_line(reader, &length, &whole, error))
            return false;
        if (!whole && length == 0)
            break;
        if (!take_line(reader, (const char *)reader->bytes->data + reader->at, length, whole,
                       error))
            return false;
        reader->at += length + whole;
    }
    if (!reader->record)
        return exs_fail(error, EXS_ERROR_FORMAT, "the file is empty");
    if (!reader->ended)
        exs_record_finish(reader->record, false, NULL);
    return true;
}

ExsRecord *exs_ndjson_read(const char *path, GError **error)
{
    Reader reader = {0};
    uint64_t size;

    reader.stream = exs_input_open(path, &size, error);
    if (!reader.stream)
        return NULL;
    reader.bytes = g_byte_array_sized_new(BLOCK);
    if (!read_lines(&reader, error)) {
        g_autofree char *quoted = exs_quote(path);

        g_prefix_error(error, "%s, line %" G_GUINT64_FORMAT ": ", quoted, reader.number);
        g_clear_pointer(&reader.record, exs_record_free);
    }
    g_byte_array_unref(reader.bytes);
    fclose(reader.stream);
    return reader.record;
}
