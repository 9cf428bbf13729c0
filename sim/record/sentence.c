/* sentence.c - see query.h. Entries and values in words.
 *
 * Everything here may come from a file: names, texts and sentences are escaped.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/record/query.h"
#include "sim/record/record_private.h"

/* "1,234,567" */
static void append_grouped(GString *out, uint64_t value)
{
    char digits[32];
    int length = g_snprintf(digits, sizeof digits, "%" G_GUINT64_FORMAT, value);

    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            g_string_append_c(out, ',');
        g_string_append_c(out, digits[i]);
    }
}

static void append_rule(GString *out, const ExsRecord *record, uint32_t number)
{
    const ExsRuleRow *rule;

    if (number == 0) {
        g_string_append(out, "no rule");
        return;
    }
    rule = exs_record_rule(record, number);
    exs_escape_append(out, rule->id);
    if (*rule->source) {
        g_string_append(out, " (");
        exs_escape_append(out, rule->source);
        g_string_append_c(out, ')');
    }
}

void exs_message_append(GString *out, const ExsRecord *record, uint32_t message)
{
    const char *name = exs_record_message_name(record, message);

    if (message == 0) {
        g_string_append(out, "no message");
    } else if (name) {
        g_string_append_c(out, '"');
        exs_escape_append(out, name);
        g_string_append_c(out, '"');
    } else {
        g_string_append_printf(out, "message %u", message);
    }
}

void exs_value_append(GString *out, const ExsRecord *record, const ExsField *field, int64_t value)
{
    switch (field->type) {
    case EXS_FIELD_OBJECT:
        exs_escape_append(out, value ? exs_record_object(record, (uint32_t)value)->title : "none");
        break;
    case EXS_FIELD_MESSAGE:
        exs_message_append(out, record, (uint32_t)value);
        break;
    case EXS_FIELD_DECISION:
        if (value == 0)
            g_string_append(out, "no decision");
        else
            g_string_append_printf(out, "decision %" G_GINT64_FORMAT, value);
        break;
    case EXS_FIELD_TEXT:
        exs_escape_append(out, exs_record_text_at(record, (uint32_t)value));
        break;
    case EXS_FIELD_RULE:
        append_rule(out, record, (uint32_t)value);
        break;
    case EXS_FIELD_COUNT:
        append_grouped(out, (uint64_t)value);
        break;
    case EXS_FIELD_CODE:
        if (value == -1)
            g_string_append(out, "none");
        else
            g_string_append_printf(out, "%" G_GINT64_FORMAT, value);
        break;
    case EXS_FIELD_FLAG:
        g_string_append(out, value ? "yes" : "no");
        break;
    case EXS_FIELD_TIME:
        exs_time_append(out, value);
        break;
    case EXS_FIELD_DURATION:
        exs_duration_append(out, value);
        break;
    case EXS_FIELD_BYTES:
        append_grouped(out, (uint64_t)value);
        g_string_append(out, " B");
        break;
    }
}

void exs_entry_append(GString *out, const ExsRecord *record, const ExsEntry *entry)
{
    const ExsKind *kind = &record->kinds[entry->kind];
    const char *at = kind->sentence;

    for (size_t i = 0; i < kind->field_count; i++) {
        g_autofree char *before = g_strndup(at, strcspn(at, "{"));

        exs_escape_append(out, before);
        exs_value_append(out, record, &kind->fields[i], exs_entry_value(record, entry, i));
        at = strchr(at, '}') + 1;
    }
    exs_escape_append(out, at);
}
