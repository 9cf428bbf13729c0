/* record_restore.c - adding what a file says, which may be anything: checked here.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/record/query.h"
#include "sim/record/record_private.h"

bool exs_record_check_value(const ExsRecord *record, const ExsField *field, int64_t value,
                            GError **error)
{
    const char *what;

    if (G_LIKELY(exs_record_allows(record, field->type, value)))
        return true;
    switch (field->type) {
    case EXS_FIELD_OBJECT:
        what = "objects";
        break;
    case EXS_FIELD_DECISION:
        what = "decisions";
        break;
    case EXS_FIELD_TEXT:
        what = "texts";
        break;
    case EXS_FIELD_RULE:
        what = "rules";
        break;
    default:
        return exs_fail(error, EXS_ERROR_FORMAT,
                        "%s is %" G_GINT64_FORMAT ", outside 0 to %" G_GUINT64_FORMAT, field->name,
                        value, record->front.limit[field->type]);
    }
    return exs_fail(error, EXS_ERROR_FORMAT,
                    "%s is %" G_GINT64_FORMAT ", but %" G_GUINT64_FORMAT " %s are declared",
                    field->name, value, record->front.limit[field->type], what);
}

static bool check_fields(const ExsRecord *record, const ExsEntry *entry, GError **error)
{
    const ExsKind *kind = &record->kinds[entry->kind];
    size_t used = 0;

    for (size_t i = 0; i < kind->field_count; i++) {
        if (!exs_record_check_value(record, &kind->fields[i], exs_entry_value(record, entry, i),
                                    error))
            return false;
        used += exs_field_is_wide(&kind->fields[i]) ? 2 : 1;
    }
    for (; used < EXS_ENTRY_WORDS; used++)
        if (entry->word[used] != 0)
            return exs_fail(error, EXS_ERROR_FORMAT, "it has a value where \"%s\" has no field",
                            kind->word);
    return true;
}

static bool check_entry(const ExsRecord *record, const ExsEntry *entry, GError **error)
{
    static const ExsField actor = {.name = "at", .type = EXS_FIELD_OBJECT};

    if (entry->kind >= record->kind_count || entry->spare != 0)
        return exs_fail(error, EXS_ERROR_FORMAT, "kind %u, but the schema has %zu kinds",
                        entry->kind, record->kind_count);
    if (!exs_record_wants(record, entry->kind))
        return exs_fail(error, EXS_ERROR_FORMAT, "\"%s\" in a record of detail \"%s\"",
                        record->kinds[entry->kind].word, exs_detail_word(record->detail));
    if (entry->when < 0)
        return exs_fail(error, EXS_ERROR_FORMAT, "its time is negative");
    return exs_record_check_value(record, &actor, entry->actor, error) &&
           check_fields(record, entry, error);
}

bool exs_record_restore_entry(ExsRecord *record, const ExsEntry *entry, GError **error)
{
    if (record->front.count > 0 && entry->when < record->front.last)
        return exs_fail(error, EXS_ERROR_FORMAT,
                        "entry %" G_GUINT64_FORMAT " is earlier than %" G_GUINT64_FORMAT,
                        record->front.count, record->front.count - 1);
    if (!check_entry(record, entry, error)) {
        g_prefix_error(error, "entry %" G_GUINT64_FORMAT ": ", record->front.count);
        return false;
    }
    if (record->front.next == record->front.end)
        exs_record_make_room(record);
    *record->front.next++ = *entry;
    record->front.last = entry->when;
    record->front.count++;
    return true;
}

bool exs_record_restore_fact(ExsRecord *record, const char *key, const char *value, GError **error)
{
    if (record->facts->len >= 2 * EXS_PAIRS_LIMIT && !exs_record_fact(record, key))
        return exs_fail(error, EXS_ERROR_FORMAT, "more than %zu facts", EXS_PAIRS_LIMIT);
    exs_record_set_fact(record, key, value);
    return true;
}

bool exs_record_restore_attribute(ExsRecord *record, uint32_t object, const char *key,
                                  const char *value, GError **error)
{
    const ExsObject *row;

    if (object == 0 || object > record->objects->len)
        return exs_fail(error, EXS_ERROR_FORMAT, "an attribute of object %u, which is not declared",
                        object);
    row = exs_record_object(record, object);
    if (row->attributes->len >= 2 * EXS_PAIRS_LIMIT && !exs_object_attribute(row, key))
        return exs_fail(error, EXS_ERROR_FORMAT, "object %u has more than %zu attributes", object,
                        EXS_PAIRS_LIMIT);
    exs_record_set_attribute(record, object, key, value);
    return true;
}

bool exs_record_restore_object(ExsRecord *record, uint32_t parent, const char *class_name,
                               const char *name, const char *title, GError **error)
{
    if (parent > record->objects->len)
        return exs_fail(error, EXS_ERROR_FORMAT, "object %u is below %u, which is not declared yet",
                        record->objects->len + 1, parent);
    exs_record_add_object(record, class_name, parent, name, title);
    return true;
}

bool exs_record_restore_text(ExsRecord *record, const char *text, GError **error)
{
    uint32_t next = exs_interner_count(record->texts) + 1;

    if (exs_record_text(record, text) != next)
        return exs_fail(error, EXS_ERROR_FORMAT, "text %u is empty or like an earlier one", next);
    return true;
}

bool exs_record_restore_name(ExsRecord *record, uint32_t message, const char *name, GError **error)
{
    if (message == 0 || !*name || exs_record_message_name(record, message))
        return exs_fail(error, EXS_ERROR_FORMAT, "message %u has no name, or has one already",
                        message);
    exs_record_name_message(record, message, name);
    return true;
}

bool exs_record_restore_rule(ExsRecord *record, const ExsRuleRow *rule, GError **error)
{
    ExsRuleRow kept;

    if (g_hash_table_contains(record->rule_ids, rule->id)) {
        g_autofree char *quoted = exs_quote(rule->id);

        return exs_fail(error, EXS_ERROR_FORMAT, "the rule %s is there twice", quoted);
    }
    kept.id = g_string_chunk_insert(record->strings, rule->id);
    kept.source = g_string_chunk_insert(record->strings, rule->source);
    kept.sentence = g_string_chunk_insert(record->strings, rule->sentence);
    g_array_append_val(record->rules, kept);
    g_hash_table_add(record->rule_ids, (char *)kept.id);
    record->front.limit[EXS_FIELD_RULE] = record->rules->len;
    return true;
}

bool exs_record_restore_check(ExsRecord *record, const ExsCheck *check, GError **error)
{
    if (check->witness != EXS_NO_ENTRY && check->witness >= record->front.count)
        return exs_fail(error, EXS_ERROR_FORMAT,
                        "a check rests on entry %" G_GUINT64_FORMAT ", which is not there",
                        check->witness);
    exs_record_add_check(record, check);
    return true;
}
