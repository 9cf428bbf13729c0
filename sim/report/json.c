/* json.c - see json.h.
 *
 * Entries and decisions are written one by one: a million of them never stand in memory as
 * JSON values.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/report/json.h"

#include "sim/report/report_private.h"

static json_t *make_facts(const ExsRecord *record)
{
    json_t *facts = json_object();

    for (size_t i = 0; i < exs_record_fact_count(record); i++) {
        const char *key, *value;

        exs_record_fact_at(record, i, &key, &value);
        json_object_set_new(facts, key, exs_names_json_text(value));
    }
    return facts;
}

static json_t *make_object(const ExsObject *object)
{
    json_t *attributes = json_object();

    for (guint i = 0; object->attributes && i + 1 < object->attributes->len; i += 2)
        json_object_set_new(attributes, object->attributes->pdata[i],
                            exs_names_json_text(object->attributes->pdata[i + 1]));
    return json_pack("{s:i, s:i, s:o, s:o, s:o, s:o}", "id", (int)object->id, "parent",
                     (int)object->parent, "class", exs_names_json_text(object->class_name), "name",
                     exs_names_json_text(object->name), "title", exs_names_json_text(object->title),
                     "attributes", attributes);
}

static json_t *make_rule(const ExsRuleRow *rule)
{
    return json_pack("{s:o, s:o, s:o}", "id", exs_names_json_text(rule->id), "source",
                     exs_names_json_text(rule->source), "sentence",
                     exs_names_json_text(rule->sentence));
}

static json_t *make_check(const ExsCheck *check)
{
    json_t *made =
        json_pack("{s:o, s:o, s:s, s:o, s:o}", "text", exs_names_json_text(check->text), "basis",
                  exs_names_json_text(check->basis), "result",
                  check->verdict == EXS_VERDICT_PASS ? "PASS" : "FAIL", "expected",
                  exs_names_json_text(check->expected), "seen", exs_names_json_text(check->seen));

    json_object_set_new(made, "witness",
                        check->witness == EXS_NO_ENTRY ? json_null()
                                                       : json_integer((json_int_t)check->witness));
    return made;
}

static json_t *make_decision(const ExsRecord *record, uint32_t number)
{
    const ExsDecision *decision = exs_record_decision(record, number);
    size_t columns = exs_record_column_count(record);
    json_t *rows = json_array(), *steps = json_array();

    for (uint32_t i = 0; i < decision->row_count; i++) {
        json_t *row = json_object();

        for (size_t j = 0; j < columns; j++) {
            const ExsField *column = exs_record_column(record, j);

            json_object_set_new(
                row, column->name,
                exs_names_json_cell(record, column, decision->cells[i * columns + j]));
        }
        json_object_set_new(row, "felled_by", exs_names_json_rule(record, decision->felled_by[i]));
        json_array_append_new(rows, row);
    }
    for (uint32_t i = 0; i < decision->step_count; i++)
        json_array_append_new(steps, exs_names_json_rule(record, decision->steps[i]));
    return json_pack(
        "{s:i, s:i, s:o, s:o, s:o, s:o}", "number", (int)number, "actor", (int)decision->actor,
        "about", exs_names_json_text(exs_record_text_at(record, decision->about)), "unlisted_rule",
        exs_names_json_rule(record, decision->unlisted_rule), "candidates", rows, "steps", steps);
}

static json_t *make_entry(const ExsRecord *record, uint64_t number)
{
    const ExsEntry *entry = exs_record_entry(record, number);
    const ExsKind *kind = exs_record_kind(record, entry->kind);
    g_autoptr(GString) sentence = g_string_new(NULL);
    json_t *fields = json_object();

    for (size_t i = 0; i < kind->field_count; i++)
        json_object_set_new(
            fields, kind->fields[i].name,
            exs_names_json_value(record, &kind->fields[i], exs_entry_value(record, entry, i)));
    exs_entry_append(sentence, record, entry);
    return json_pack("{s:I, s:o, s:o, s:i, s:o, s:o}", "number", (json_int_t)number, "time",
                     exs_names_json_time(entry->when), "kind", exs_names_json_text(kind->word),
                     "actor", (int)entry->actor, "fields", fields, "sentence",
                     exs_names_json_text(sentence->str));
}

static void begin_list(GString *out, const char *name)
{
    g_string_append_printf(out, ",\n\"%s\":[", name);
}

static void put_item(GString *out, size_t index, json_t *item)
{
    g_string_append(out, index ? ",\n" : "\n");
    exs_names_put_json(out, item);
}

static void put_head(GString *out, const ExsRecord *record)
{
    size_t passed = exs_names_passed(record), count = exs_record_check_count(record);
    g_autoptr(GString) head = g_string_new(NULL);

    exs_names_put_json(head,
                       json_pack("{s:i, s:b, s:s, s:s, s:i, s:i, s:o}", "record",
                                 EXS_RECORD_VERSION, "complete", exs_record_is_complete(record),
                                 "fingerprint", exs_record_fingerprint(record), "verdict",
                                 exs_names_verdict(record), "passed", (int)passed, "failed",
                                 (int)(count - passed), "facts", make_facts(record)));
    g_string_append_len(out, head->str, (gssize)head->len - 1); /* its brace stays open */
}

static void put_messages(GString *out, const ExsRecord *record)
{
    begin_list(out, "messages");
    for (size_t i = 0; i < exs_record_name_count(record); i++) {
        uint32_t message;
        const char *name = exs_record_name_at(record, i, &message);

        put_item(
            out, i,
            json_pack("{s:i, s:o}", "number", (int)message, "name", exs_names_json_text(name)));
    }
    g_string_append(out, "]");
}

void exs_json_report(const ExsRecord *record, GString *out)
{
    put_head(out, record);
    begin_list(out, "objects");
    for (uint32_t i = 1; i <= exs_record_object_count(record); i++)
        put_item(out, i - 1, make_object(exs_record_object(record, i)));
    g_string_append(out, "]");
    put_messages(out, record);
    begin_list(out, "rules");
    for (uint32_t i = 1; i <= exs_record_rule_count(record); i++)
        put_item(out, i - 1, make_rule(exs_record_rule(record, i)));
    g_string_append(out, "]");
    begin_list(out, "checks");
    for (size_t i = 0; i < exs_record_check_count(record); i++)
        put_item(out, i, make_check(exs_record_check(record, i)));
    g_string_append(out, "]");
    begin_list(out, "decisions");
    for (uint32_t i = 1; i <= exs_record_decision_count(record); i++)
        put_item(out, i - 1, make_decision(record, i));
    g_string_append(out, "]");
    begin_list(out, "entries");
    for (uint64_t i = 0; i < exs_record_count(record); i++)
        put_item(out, i, make_entry(record, i));
    g_string_append(out, "]}\n");
}
