/* record_get.c - see record.h. Looking into a record.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/record/record_private.h"

bool exs_record_is_complete(const ExsRecord *record)
{
    return record->finished && record->complete;
}

const char *exs_record_fingerprint(const ExsRecord *record)
{
    g_assert(record->finished);
    return record->fingerprint;
}

ExsDetail exs_record_detail(const ExsRecord *record)
{
    return record->detail;
}

const char *exs_record_fact(const ExsRecord *record, const char *key)
{
    for (size_t i = 0; i < record->facts->len; i += 2)
        if (strcmp(g_ptr_array_index(record->facts, i), key) == 0)
            return g_ptr_array_index(record->facts, i + 1);
    return NULL;
}

size_t exs_record_fact_count(const ExsRecord *record)
{
    return record->facts->len / 2;
}

void exs_record_fact_at(const ExsRecord *record, size_t index, const char **key, const char **value)
{
    g_assert(index < record->facts->len / 2);
    *key = g_ptr_array_index(record->facts, 2 * index);
    *value = g_ptr_array_index(record->facts, 2 * index + 1);
}

size_t exs_record_kind_count(const ExsRecord *record)
{
    return record->kind_count;
}

const ExsKind *exs_record_kind(const ExsRecord *record, uint16_t kind)
{
    g_assert(kind < record->kind_count);
    return &record->kinds[kind];
}

int exs_record_find_kind(const ExsRecord *record, const char *word)
{
    for (size_t i = 0; i < record->kind_count; i++)
        if (strcmp(record->kinds[i].word, word) == 0)
            return (int)i;
    return -1;
}

uint64_t exs_record_count(const ExsRecord *record)
{
    return record->front.count;
}

const ExsEntry *exs_record_entry(const ExsRecord *record, uint64_t number)
{
    const ExsEntry *chunk;

    g_assert(record->keep && number < record->front.count);
    chunk = g_ptr_array_index(record->chunks, number / EXS_ENTRIES_PER_CHUNK);
    return &chunk[number % EXS_ENTRIES_PER_CHUNK];
}

size_t exs_record_object_count(const ExsRecord *record)
{
    return record->objects->len;
}

const ExsObject *exs_record_object(const ExsRecord *record, uint32_t id)
{
    g_assert(id <= record->objects->len);
    return id == 0 ? NULL : g_ptr_array_index(record->objects, id - 1);
}

const char *exs_object_attribute(const ExsObject *object, const char *key)
{
    for (size_t i = 0; i < object->attributes->len; i += 2)
        if (strcmp(g_ptr_array_index(object->attributes, i), key) == 0)
            return g_ptr_array_index(object->attributes, i + 1);
    return NULL;
}

const char *exs_record_text_at(const ExsRecord *record, uint32_t text)
{
    return exs_interner_text(record->texts, text);
}

size_t exs_record_text_count(const ExsRecord *record)
{
    return exs_interner_count(record->texts);
}

const char *exs_record_message_name(const ExsRecord *record, uint32_t message)
{
    guint place =
        GPOINTER_TO_UINT(g_hash_table_lookup(record->name_places, GUINT_TO_POINTER(message)));

    return place == 0 ? NULL : g_array_index(record->message_names, ExsMessageName, place - 1).name;
}

uint32_t exs_record_find_message(const ExsRecord *record, const char *name)
{
    return GPOINTER_TO_UINT(g_hash_table_lookup(record->messages, name));
}

size_t exs_record_name_count(const ExsRecord *record)
{
    return record->message_names->len;
}

const char *exs_record_name_at(const ExsRecord *record, size_t index, uint32_t *message)
{
    const ExsMessageName *row;

    g_assert(index < record->message_names->len);
    row = &g_array_index(record->message_names, ExsMessageName, index);
    *message = row->message;
    return row->name;
}

const ExsRuleRow *exs_record_rule(const ExsRecord *record, uint32_t rule)
{
    g_assert(rule > 0 && rule <= record->rules->len);
    return &g_array_index(record->rules, ExsRuleRow, rule - 1);
}

size_t exs_record_rule_count(const ExsRecord *record)
{
    return record->rules->len;
}

size_t exs_record_column_count(const ExsRecord *record)
{
    return record->column_count;
}

const ExsField *exs_record_column(const ExsRecord *record, size_t column)
{
    g_assert(column < record->column_count);
    return &record->columns[column];
}

int exs_record_find_column(const ExsRecord *record, const char *name)
{
    for (size_t i = 0; i < record->column_count; i++)
        if (strcmp(record->columns[i].name, name) == 0)
            return (int)i;
    return -1;
}

size_t exs_record_check_count(const ExsRecord *record)
{
    return record->checks->len;
}

const ExsCheck *exs_record_check(const ExsRecord *record, size_t index)
{
    g_assert(index < record->checks->len);
    return g_ptr_array_index(record->checks, index);
}
