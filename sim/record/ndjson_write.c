/* ndjson_write.c - see ndjson.h. Lines come in the order of their declarations: whatever a
 * line names, an earlier line has declared.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/record/ndjson.h"
#include "exsim/record/query.h"
#include "sim/record/record_private.h"

#define SLICE ((size_t)1 << 16) /* bytes written at once */

typedef struct {
    ExsOutput output;
    GString *line; /* (owned) one or more lines not written yet */
} Writer;

static void append_number(GString *out, int64_t value)
{
    char digits[24];

    g_snprintf(digits, sizeof digits, "%" G_GINT64_FORMAT, value);
    g_string_append(out, digits);
}

static void append_string(GString *out, const char *text)
{
    g_string_append_c(out, '"');
    while (*text) {
        size_t plain = 0;

        while ((unsigned char)text[plain] >= 0x20 && text[plain] != '"' && text[plain] != '\\')
            plain++;
        g_string_append_len(out, text, (gssize)plain);
        text += plain;
        if (!*text)
            break;
        if (*text == '"' || *text == '\\')
            g_string_append_printf(out, "\\%c", *text);
        else
            g_string_append_printf(out, "\\u%04x", (unsigned char)*text);
        text++;
    }
    g_string_append_c(out, '"');
}

/* ,"key": */
static void append_key(GString *out, const char *key)
{
    g_string_append_c(out, ',');
    append_string(out, key);
    g_string_append_c(out, ':');
}

static void append_number_member(GString *out, const char *key, int64_t value)
{
    append_key(out, key);
    append_number(out, value);
}

static void append_string_member(GString *out, const char *key, const char *value)
{
    append_key(out, key);
    append_string(out, value);
}

/* {"kind":number */
static void begin(Writer *writer, const char *kind, uint64_t number)
{
    g_string_append_printf(writer->line, "{\"%s\":%" G_GUINT64_FORMAT, kind, number);
}

static void end(Writer *writer)
{
    g_string_append(writer->line, "}\n");
    if (writer->line->len >= SLICE) {
        exs_output_put(&writer->output, writer->line->str, writer->line->len);
        g_string_truncate(writer->line, 0);
    }
}

/* The largest number of a message that a name or an entry has. */
static uint32_t last_message(const ExsRecord *record)
{
    uint32_t last = 0;

    for (size_t i = 0; i < record->message_names->len; i++)
        last = MAX(last, g_array_index(record->message_names, ExsMessageName, i).message);
    for (uint64_t i = 0; i < record->front.count; i++) {
        const ExsEntry *entry = exs_record_entry(record, i);
        const ExsKind *kind = &record->kinds[entry->kind];

        for (size_t j = 0; j < kind->field_count; j++)
            if (kind->fields[j].type == EXS_FIELD_MESSAGE)
                last = MAX(last, entry->word[kind->fields[j].word]);
    }
    return last;
}

static void write_record(Writer *writer, const ExsRecord *record)
{
    GString *line = writer->line;

    begin(writer, "record", EXS_RECORD_VERSION);
    append_string_member(line, "detail", exs_detail_word(record->detail));
    append_number_member(line, "messages", last_message(record));
    g_string_append(line, ",\"schema\":{\"kinds\":[");
    for (size_t i = 0; i < record->kind_count; i++) {
        g_string_append(line, i > 0 ? ",{\"word\":" : "{\"word\":");
        append_string(line, record->kinds[i].word);
        append_string_member(line, "level", exs_detail_word(record->kinds[i].level));
        append_string_member(line, "sentence", record->kinds[i].sentence);
        g_string_append_c(line, '}');
    }
    g_string_append(line, "],\"columns\":[");
    for (size_t i = 0; i < record->column_count; i++) {
        g_string_append(line, i > 0 ? ",{\"name\":" : "{\"name\":");
        append_string(line, record->columns[i].name);
        append_string_member(line, "role", record->columns[i].role);
        g_string_append_c(line, '}');
    }
    g_string_append(line, "]}");
    end(writer);
}

static void write_facts(Writer *writer, const ExsRecord *record)
{
    for (size_t i = 0; i < exs_record_fact_count(record); i++) {
        const char *key, *value;

        exs_record_fact_at(record, i, &key, &value);
        g_string_append(writer->line, "{\"fact\":");
        append_string(writer->line, key);
        append_string_member(writer->line, "value", value);
        end(writer);
    }
}

static void write_objects(Writer *writer, const ExsRecord *record)
{
    for (uint32_t id = 1; id <= record->objects->len; id++) {
        const ExsObject *object = exs_record_object(record, id);

        begin(writer, "object", id);
        append_string_member(writer->line, "class", object->class_name);
        append_number_member(writer->line, "parent", object->parent);
        append_string_member(writer->line, "name", object->name);
        append_string_member(writer->line, "title", object->title);
        g_string_append(writer->line, ",\"attributes\":{");
        for (size_t i = 0; i < object->attributes->len; i += 2) {
            if (i > 0)
                g_string_append_c(writer->line, ',');
            append_string(writer->line, g_ptr_array_index(object->attributes, i));
            g_string_append_c(writer->line, ':');
            append_string(writer->line, g_ptr_array_index(object->attributes, i + 1));
        }
        g_string_append_c(writer->line, '}');
        end(writer);
    }
}

static void write_texts(Writer *writer, const ExsRecord *record)
{
    for (uint32_t id = 1; id <= exs_interner_count(record->texts); id++) {
        begin(writer, "text", id);
        append_string_member(writer->line, "value", exs_interner_text(record->texts, id));
        end(writer);
    }
}

static void write_rules(Writer *writer, const ExsRecord *record)
{
    for (uint32_t number = 1; number <= record->rules->len; number++) {
        const ExsRuleRow *rule = exs_record_rule(record, number);

        begin(writer, "rule", number);
        append_string_member(writer->line, "id", rule->id);
        append_string_member(writer->line, "source", rule->source);
        append_string_member(writer->line, "sentence", rule->sentence);
        end(writer);
    }
}

static void write_names(Writer *writer, const ExsRecord *record)
{
    for (size_t i = 0; i < record->message_names->len; i++) {
        uint32_t message;
        const char *name = exs_record_name_at(record, i, &message);

        g_string_append(writer->line, "{\"name\":");
        append_string(writer->line, name);
        append_number_member(writer->line, "message", message);
        end(writer);
    }
}

static void write_decisions(Writer *writer, const ExsRecord *record)
{
    GString *line = writer->line;

    for (uint32_t number = 1; number <= record->decisions->len; number++) {
        const ExsDecision *decision = exs_record_decision(record, number);
        const int64_t *cell = decision->cells;

        begin(writer, "decision", number);
        append_number_member(line, "at", decision->actor);
        append_number_member(line, "about", decision->about);
        append_number_member(line, "unlisted", decision->unlisted_rule);
        g_string_append(line, ",\"rows\":[");
        for (size_t i = 0; i < decision->row_count; i++) {
            g_string_append(line, i > 0 ? ",{\"felled\":" : "{\"felled\":");
            append_number(line, decision->felled_by[i]);
            for (size_t j = 0; j < record->column_count; j++)
                append_number_member(line, record->columns[j].name, *cell++);
            g_string_append_c(line, '}');
        }
        g_string_append(line, "],\"steps\":[");
        for (size_t i = 0; i < decision->step_count; i++) {
            if (i > 0)
                g_string_append_c(line, ',');
            append_number(line, decision->steps[i]);
        }
        g_string_append_c(line, ']');
        end(writer);
    }
}

static void write_entries(Writer *writer, const ExsRecord *record)
{
    for (uint64_t number = 0; number < record->front.count; number++) {
        const ExsEntry *entry = exs_record_entry(record, number);
        const ExsKind *kind = &record->kinds[entry->kind];

        begin(writer, "entry", number);
        append_number_member(writer->line, "t", entry->when);
        append_string_member(writer->line, "kind", kind->word);
        append_number_member(writer->line, "at", entry->actor);
        for (size_t i = 0; i < kind->field_count; i++)
            append_number_member(writer->line, kind->fields[i].name,
                                 exs_entry_value(record, entry, i));
        end(writer);
    }
}

static void write_checks(Writer *writer, const ExsRecord *record)
{
    for (size_t i = 0; i < record->checks->len; i++) {
        const ExsCheck *check = exs_record_check(record, i);

        begin(writer, "check", i + 1);
        append_string_member(writer->line, "verdict",
                             check->verdict == EXS_VERDICT_PASS ? "PASS" : "FAIL");
        append_string_member(writer->line, "text", check->text);
        append_string_member(writer->line, "basis", check->basis);
        append_string_member(writer->line, "expected", check->expected);
        append_string_member(writer->line, "seen", check->seen);
        append_number_member(writer->line, "witness",
                             check->witness == EXS_NO_ENTRY ? -1 : (int64_t)check->witness);
        end(writer);
    }
}

static void write_end(Writer *writer, const ExsRecord *record)
{
    g_string_append(writer->line, "{\"end\":");
    append_string(writer->line, record->complete ? "complete" : "partial");
    append_number_member(writer->line, "entries", (int64_t)record->front.count);
    append_number_member(writer->line, "checks", record->checks->len);
    append_string_member(writer->line, "fingerprint", record->fingerprint);
    end(writer);
}

bool exs_ndjson_write(const ExsRecord *record, const char *path, GError **error)
{
    static void (*const parts[])(Writer * writer, const ExsRecord *record) = {
        write_record, write_facts,     write_objects, write_texts,  write_rules,
        write_names,  write_decisions, write_entries, write_checks, write_end,
    };
    Writer writer = {0};
    bool written;

    g_assert(record->finished);
    if (!record->keep)
        return exs_fail(error, EXS_ERROR_STATE, "the entries of this record are not in memory");
    if (!exs_output_open(&writer.output, path, true, error))
        return false;
    writer.line = g_string_sized_new(SLICE);
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
        parts[i](&writer, record);
    exs_output_put(&writer.output, writer.line->str, writer.line->len);
    written = exs_output_finish(&writer.output, error);
    exs_output_clear(&writer.output);
    g_string_free(writer.line, TRUE);
    return written;
}
