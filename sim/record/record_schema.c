/* record_schema.c - the schema of a record: a kind's sentence makes its fields.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/kernel/suggest.h"
#include "sim/record/record_private.h"

static const char *const detail_words[] = {"none", "verdict", "full"};

/* What is no object. */
static const struct {
    const char *role;
    ExsFieldType type;
} types[] = {
    {"message", EXS_FIELD_MESSAGE},   {"decision", EXS_FIELD_DECISION},
    {"text", EXS_FIELD_TEXT},         {"rule", EXS_FIELD_RULE},
    {"count", EXS_FIELD_COUNT},       {"code", EXS_FIELD_CODE},
    {"flag", EXS_FIELD_FLAG},         {"time", EXS_FIELD_TIME},
    {"duration", EXS_FIELD_DURATION}, {"bytes", EXS_FIELD_BYTES},
};

/* Names that a line of JSON uses itself. */
static const char *const entry_members[] = {"entry", "t", "kind", "at"};
static const char *const row_members[] = {"felled"};

bool exs_detail_parse(const char *text, ExsDetail *out, GError **error)
{
    g_autofree char *quoted = NULL;
    const char *near;

    for (size_t i = 0; i < G_N_ELEMENTS(detail_words); i++) {
        if (strcmp(text, detail_words[i]) == 0) {
            *out = (ExsDetail)i;
            return true;
        }
    }
    quoted = exs_quote(text);
    near = exs_suggest(text, detail_words, G_N_ELEMENTS(detail_words));
    if (near)
        return exs_fail(error, EXS_ERROR_PARSE, "%s is no level of detail (did you mean \"%s\"?)",
                        quoted, near);
    return exs_fail(error, EXS_ERROR_PARSE, "%s is no level of detail: write none, verdict or full",
                    quoted);
}

const char *exs_detail_word(ExsDetail detail)
{
    g_assert((size_t)detail < G_N_ELEMENTS(detail_words));
    return detail_words[detail];
}

static ExsFieldType type_of_role(const char *role)
{
    for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
        if (strcmp(role, types[i].role) == 0)
            return types[i].type;
    return EXS_FIELD_OBJECT;
}

static bool is_among(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

/* Lower-case letters, digits and dashes: the words of the scenario language. */
static bool is_word(const char *text)
{
    return *text && text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-_")] == '\0';
}

static bool fail_sentence(const ExsKindRow *row, const char *what, GError **error)
{
    g_autofree char *quoted = exs_quote(row->sentence);

    return exs_fail(error, EXS_ERROR_FORMAT, "the sentence %s %s", quoted, what);
}

/* Adds the field "name:role" that lies between `start` and `end`. */
static bool add_field(ExsRecord *record, ExsKind *kind, const ExsKindRow *row, const char *start,
                      const char *end, size_t *word, GError **error)
{
    const char *colon = memchr(start, ':', (size_t)(end - start));
    ExsField *field = &kind->fields[kind->field_count];

    if (!colon)
        return fail_sentence(row, "has a placeholder without a type: write {name:type}", error);
    if (kind->field_count == EXS_ENTRY_WORDS)
        return fail_sentence(row, "has too many fields", error);
    field->name = g_string_chunk_insert_len(record->strings, start, colon - start);
    field->role = g_string_chunk_insert_len(record->strings, colon + 1, end - colon - 1);
    field->type = type_of_role(field->role);
    field->word = (uint8_t)*word;
    if (!is_word(field->name) || !is_word(field->role))
        return fail_sentence(row, "has a placeholder that is no {name:type}", error);
    if (is_among(field->name, entry_members, G_N_ELEMENTS(entry_members)))
        return fail_sentence(row, "has a field named entry, t, kind or at", error);
    for (size_t i = 0; i < kind->field_count; i++)
        if (strcmp(kind->fields[i].name, field->name) == 0)
            return fail_sentence(row, "has two fields of one name", error);
    *word += exs_field_is_wide(field) ? 2 : 1;
    if (*word > EXS_ENTRY_WORDS)
        return fail_sentence(row, "has more fields than an entry holds", error);
    kind->field_count++;
    return true;
}

static bool parse_sentence(ExsRecord *record, ExsKind *kind, const ExsKindRow *row, GError **error)
{
    size_t word = 0;

    for (const char *at = row->sentence; *(at += strcspn(at, "{}"));) {
        const char *end = strchr(at, '}');

        if (*at == '}' || !end)
            return fail_sentence(row, "has a brace without its partner", error);
        if (!add_field(record, kind, row, at + 1, end, &word, error))
            return false;
        at = end + 1;
    }
    return true;
}

static ExsShape shape_of(const ExsKind *kind)
{
    ExsShape shape = {.count = (uint8_t)kind->field_count};

    for (size_t i = 0; i < kind->field_count; i++) {
        shape.type[i] = (uint8_t)kind->fields[i].type;
        shape.word[i] = kind->fields[i].word;
    }
    return shape;
}

/* In debug builds no kind is plain: exs_record_add() looks at every value. */
static uint8_t form_of(const ExsRecord *record, const ExsKind *kind)
{
    if (record->detail == EXS_DETAIL_NONE || kind->level > record->detail)
        return EXS_FORM_DROPPED;
#ifdef EXS_DEBUG
    return EXS_FORM_OTHER;
#else
    for (size_t i = 0; i < kind->field_count; i++)
        if (kind->fields[i].type >= EXS_FIELD_RULE && kind->fields[i].type != EXS_FIELD_COUNT)
            return EXS_FORM_OTHER;
    return (uint8_t)EXS_FORM_PLAIN(kind->field_count);
#endif
}

static bool take_kind(ExsRecord *record, const ExsKindRow *row, GError **error)
{
    ExsKind *kind = &record->kinds[record->kind_count];

    if (!is_word(row->word) || exs_record_find_kind(record, row->word) >= 0) {
        g_autofree char *quoted = exs_quote(row->word);

        return exs_fail(error, EXS_ERROR_FORMAT, "the kind %s is no word, or is there twice",
                        quoted);
    }
    kind->word = g_string_chunk_insert(record->strings, row->word);
    kind->sentence = g_string_chunk_insert(record->strings, row->sentence);
    kind->level = row->level;
    if (!parse_sentence(record, kind, row, error))
        return false;
    record->shapes[record->kind_count] = shape_of(kind);
    record->front.forms[record->kind_count] = form_of(record, kind);
    record->kind_count++;
    return true;
}

static bool take_column(ExsRecord *record, const ExsColumnRow *row, GError **error)
{
    ExsField *column = &record->columns[record->column_count];

    if (!is_word(row->name) || !is_word(row->role) ||
        is_among(row->name, row_members, G_N_ELEMENTS(row_members)) ||
        exs_record_find_column(record, row->name) >= 0) {
        g_autofree char *quoted = exs_quote(row->name);

        return exs_fail(error, EXS_ERROR_FORMAT, "the column %s is no word, or is there twice",
                        quoted);
    }
    column->name = g_string_chunk_insert(record->strings, row->name);
    column->role = g_string_chunk_insert(record->strings, row->role);
    column->type = type_of_role(column->role);
    if (column->type == EXS_FIELD_RULE)
        record->rule_columns[record->rule_column_count++] = (uint16_t)record->column_count;
    record->column_count++;
    return true;
}

bool exs_record_take_schema(ExsRecord *record, const ExsSchema *schema, GError **error)
{
    record->schema = *schema;
    record->kinds = g_new0(ExsKind, schema->kind_count + 1);
    record->shapes = g_new0(ExsShape, schema->kind_count + 1);
    record->front.forms = g_new0(uint8_t, schema->kind_count + 1);
    record->columns = g_new0(ExsField, schema->column_count + 1);
    record->rule_columns = g_new0(uint16_t, schema->column_count + 1);
    record->rule_numbers = g_new0(uint32_t, schema->rule_count + 1);
    if (schema->kind_count > UINT16_MAX || schema->column_count > UINT16_MAX)
        return exs_fail(error, EXS_ERROR_FORMAT, "the schema has more than %d kinds or columns",
                        UINT16_MAX);
    for (size_t i = 0; i < schema->kind_count; i++)
        if (!take_kind(record, &schema->kinds[i], error))
            return false;
    for (size_t i = 0; i < schema->column_count; i++)
        if (!take_column(record, &schema->columns[i], error))
            return false;
    return true;
}
