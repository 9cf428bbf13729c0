/* explain_json.c - the lesson as JSON, with the fields of the text; see explain.h.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/report/report_private.h"

static json_t *title_json(const ExsRecord *record, uint32_t object)
{
    return object ? exs_names_json_text(exs_record_object(record, object)->title) : json_null();
}

static json_t *actor_json(const ExsRecord *record, uint32_t object)
{
    g_autoptr(GString) actor = g_string_new(NULL);

    exs_names_append_actor(actor, record, object);
    return exs_names_json_text(actor->str);
}

static json_t *rule_json(const ExsRecord *record, uint32_t number)
{
    const ExsRuleRow *rule;

    if (number == 0)
        return json_null();
    rule = exs_record_rule(record, number);
    return json_pack("{s:o, s:o, s:o}", "id", exs_names_json_text(rule->id), "source",
                     exs_names_json_text(rule->source), "sentence",
                     exs_names_json_text(rule->sentence));
}

/* As the report's, but objects by their titles. */
static json_t *value_json(const ExsRecord *record, const ExsField *field, int64_t value)
{
    return field->type == EXS_FIELD_OBJECT ? title_json(record, (uint32_t)value)
                                           : exs_names_json_cell(record, field, value);
}

static json_t *candidate_json(const ExsRecord *record, const ExsDecision *decision, uint32_t row)
{
    size_t columns = exs_record_column_count(record);
    json_t *made = json_object();

    json_object_set_new(made, "number", json_integer(row + 1));
    for (size_t i = 0; i < columns; i++) {
        const ExsField *column = exs_record_column(record, i);

        json_object_set_new(made, column->name,
                            value_json(record, column, decision->cells[row * columns + i]));
    }
    json_object_set_new(made, "felled_by", rule_json(record, decision->felled_by[row]));
    return made;
}

/* Rows by number: those this step felled, and those left after it. `left` holds who is left. */
static json_t *step_json(const ExsRecord *record, const ExsDecision *decision, uint32_t rule,
                         bool *left)
{
    json_t *felled = json_array(), *rest = json_array();

    for (uint32_t row = 0; row < decision->row_count; row++) {
        if (!left[row])
            continue;
        left[row] = decision->felled_by[row] != rule;
        json_array_append_new(left[row] ? rest : felled, json_integer(row + 1));
    }
    return json_pack("{s:o, s:o, s:o}", "rule", rule_json(record, rule), "felled", felled, "left",
                     rest);
}

static json_t *steps_json(const ExsRecord *record, const ExsDecision *decision)
{
    g_autofree bool *left = g_new(bool, decision->row_count + 1);
    json_t *steps = json_array();

    for (uint32_t row = 0; row < decision->row_count; row++)
        left[row] = true;
    for (uint32_t row = 0; row < decision->row_count; row++) {
        bool is_step = decision->felled_by[row] == 0;

        for (uint32_t i = 0; i < decision->step_count; i++)
            is_step |= decision->steps[i] == decision->felled_by[row];
        if (left[row] && !is_step) /* felled before the first step */
            json_array_append_new(steps,
                                  step_json(record, decision, decision->felled_by[row], left));
    }
    for (uint32_t i = 0; i < decision->step_count; i++)
        json_array_append_new(steps, step_json(record, decision, decision->steps[i], left));
    return steps;
}

static json_t *passed_json(const ExsRecord *record, const ExsDecision *decision)
{
    g_autoptr(GArray) rules = exs_explain_rules(decision);
    g_autofree size_t *felled_at = exs_explain_places(decision, rules);
    json_t *list = json_array(), *rows = json_array();
    ExsPassed passed;

    if (!exs_explain_passed(&passed, record, decision, rules, felled_at)) {
        json_decref(rows);
        return list;
    }
    for (guint i = 0; i < passed.rows->len; i++)
        json_array_append_new(rows, json_integer(g_array_index(passed.rows, uint32_t, i) + 1));
    json_array_append_new(list,
                          json_pack("{s:s, s:s, s:s, s:o}", "step", passed.step, "rule",
                                    passed.rule, "sentence", passed.words, "candidates", rows));
    g_array_unref(passed.rows);
    return list;
}

static json_t *unlisted_json(const ExsRecord *record, const ExsDecision *decision)
{
    json_t *list = json_array();

    for (uint32_t id = 1; id <= exs_record_object_count(record); id++) {
        const char *spaces;

        if (!exs_explain_is_unlisted(record, decision, id))
            continue;
        spaces = exs_object_attribute(exs_record_object(record, id), "spaces");
        json_array_append_new(
            list, json_pack("{s:o, s:o, s:o, s:o}", "connector", title_json(record, id), "server",
                            title_json(record, exs_names_above(record, id, "server")), "spaces",
                            exs_names_json_text(spaces ? spaces : ""), "rule",
                            rule_json(record, decision->unlisted_rule)));
    }
    return list;
}

json_t *exs_explain_decision_json(const ExsRecord *record, uint32_t number, uint32_t taken)
{
    const ExsDecision *decision = exs_record_decision(record, number);
    json_t *candidates = json_array(), *survivors = json_array();

    for (uint32_t row = 0; row < decision->row_count; row++) {
        json_array_append_new(candidates, candidate_json(record, decision, row));
        if (decision->felled_by[row] == 0)
            json_array_append_new(survivors, json_integer(row + 1));
    }
    return json_pack("{s:i, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "number", (int)number,
                     "actor", actor_json(record, decision->actor), "about",
                     exs_names_json_text(exs_record_text_at(record, decision->about)), "candidates",
                     candidates, "steps", steps_json(record, decision), "passed_over",
                     passed_json(record, decision), "survivors", survivors, "taken",
                     title_json(record, taken), "never_considered",
                     unlisted_json(record, decision));
}

static json_t *entry_json(const ExsLesson *lesson, uint64_t number)
{
    const ExsRecord *record = lesson->record;
    const ExsEntry *entry = exs_record_entry(record, number);
    const ExsKind *kind = exs_record_kind(record, entry->kind);
    uint32_t decision = (uint32_t)exs_explain_get(record, entry, EXS_FIELD_DECISION);
    uint32_t rule = (uint32_t)exs_explain_get(record, entry, EXS_FIELD_RULE);
    g_autoptr(GString) sentence = g_string_new(NULL);
    json_t *made;

    exs_entry_append(sentence, record, entry);
    made = json_pack("{s:I, s:o, s:o, s:o, s:o}", "entry", (json_int_t)number, "time",
                     exs_names_json_time(entry->when), "kind", exs_names_json_text(kind->word),
                     "actor", actor_json(record, entry->actor), "sentence",
                     exs_names_json_text(sentence->str));
    if (rule)
        json_object_set_new(made, "rule", rule_json(record, rule));
    if (decision)
        json_object_set_new(
            made, "decision",
            exs_explain_decision_json(record, decision, exs_explain_taken(record, entry)));
    return made;
}

static json_t *stay_json(const ExsRecord *record, const ExsStay *stay)
{
    uint64_t witness = exs_explain_is_stopped(stay) ? stay->stopped : EXS_NO_ENTRY;
    g_autoptr(GString) why = g_string_new(NULL);

    if (witness == EXS_NO_ENTRY)
        witness = stay->failed != EXS_NO_ENTRY ? stay->failed : stay->held;
    if (stay->until == EXS_TIME_NEVER && witness != EXS_NO_ENTRY)
        exs_entry_append(why, record, exs_record_entry(record, witness));
    return json_pack("{s:o, s:o, s:o, s:o, s:b, s:o, s:o}", "queue",
                     title_json(record, stay->queue), "server",
                     title_json(record, exs_names_above(record, stay->queue, "server")), "from",
                     exs_names_json_time(stay->from), "until", exs_names_json_time(stay->until),
                     "secured", exs_explain_is_secured(record, stay->queue), "rule",
                     rule_json(record, stay->rule), "why", exs_names_json_text(why->str));
}

void exs_explain_json(const ExsLesson *lesson, GString *out)
{
    const char *name = exs_record_message_name(lesson->record, lesson->message);
    json_t *entries = json_array(), *stays = json_array();
    g_autoptr(GString) summary = g_string_new(NULL);

    exs_explain_summary(lesson, summary);
    for (guint i = 0; i < lesson->entries->len; i++)
        json_array_append_new(entries,
                              entry_json(lesson, g_array_index(lesson->entries, uint64_t, i)));
    for (guint i = 0; i < lesson->stays->len; i++)
        json_array_append_new(stays,
                              stay_json(lesson->record, &g_array_index(lesson->stays, ExsStay, i)));
    exs_names_put_json(
        out, json_pack("{s:I, s:o, s:o, s:o, s:o, s:o}", "message", (json_int_t)lesson->message,
                       "name", name ? exs_names_json_text(name) : json_null(), "at",
                       exs_names_json_time(lesson->at), "summary",
                       exs_names_json_text(summary->str), "entries", entries, "queues", stays));
    g_string_append_c(out, '\n');
}
