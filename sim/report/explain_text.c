/* explain_text.c - the lesson as text; see explain.h.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/kernel/error.h"
#include "sim/report/report_private.h"

#define WIDTH  EXS_REPORT_WIDTH
#define INDENT 4

typedef struct {
    const ExsLesson *lesson;
    GString *out;
    bool *is_told;      /* by decision: it stands above */
    bool *is_rule_told; /* by rule */
    ExsTime day;
    bool has_day;
} Telling;

static void append_day(Telling *telling, ExsTime when)
{
    g_autoptr(GString) line = g_string_new("-- ");

    if (telling->has_day && exs_names_is_same_day(telling->day, when))
        return;
    exs_names_append_day(line, when);
    exs_layout_paragraph(telling->out, 0, "", line->str, WIDTH);
    telling->day = when;
    telling->has_day = true;
}

static void append_decision(Telling *telling, const ExsEntry *entry, uint32_t number)
{
    const ExsRecord *record = telling->lesson->record;

    if (telling->is_told[number]) {
        g_autofree char *line = g_strdup_printf("Decision %u, as above.", number);

        exs_layout_paragraph(telling->out, INDENT, "", line, WIDTH);
        return;
    }
    telling->is_told[number] = true;
    g_string_append_c(telling->out, '\n');
    exs_explain_decision_text(telling->out, record, number, exs_explain_taken(record, entry),
                              INDENT);
    g_string_append_c(telling->out, '\n');
}

/* What the rule says, where it is met first. */
static void append_rule(Telling *telling, uint32_t number)
{
    const ExsRuleRow *rule = exs_record_rule(telling->lesson->record, number);
    g_autoptr(GString) line = g_string_new(NULL), mark = g_string_new(NULL);

    if (telling->is_rule_told[number])
        return;
    telling->is_rule_told[number] = true;
    exs_escape_append(mark, rule->id);
    g_string_append(mark, ": ");
    exs_escape_append(line, rule->sentence);
    exs_layout_paragraph(telling->out, INDENT, "", g_string_append(mark, line->str)->str, WIDTH);
}

static void append_entry(Telling *telling, uint64_t number)
{
    const ExsRecord *record = telling->lesson->record;
    const ExsEntry *entry = exs_record_entry(record, number);
    g_autoptr(GString) line = g_string_new(NULL), mark = g_string_new(NULL);
    uint32_t decision = (uint32_t)exs_explain_get(record, entry, EXS_FIELD_DECISION);
    uint32_t rule = (uint32_t)exs_explain_get(record, entry, EXS_FIELD_RULE);

    append_day(telling, entry->when);
    exs_names_append_clock(mark, entry->when);
    g_string_append(mark, "  ");
    exs_names_append_actor(line, record, entry->actor);
    g_string_append(line, line->len ? ": " : "");
    exs_entry_append(line, record, entry);
    exs_layout_paragraph(telling->out, 0, mark->str, line->str, WIDTH);
    if (rule)
        append_rule(telling, rule);
    if (decision)
        append_decision(telling, entry, decision);
}

static void append_entries(Telling *telling)
{
    const ExsRecord *record = telling->lesson->record;
    const uint64_t *numbers = (const uint64_t *)(void *)telling->lesson->entries->data;
    size_t count = telling->lesson->entries->len;
    g_autofree uint64_t *keys = g_new(uint64_t, count + 1);
    size_t period, rounds;

    for (size_t i = 0; i < count; i++)
        keys[i] = exs_fold_key(record, exs_record_entry(record, numbers[i]), true);
    for (size_t i = 0; i < count; i += rounds * period) {
        rounds = exs_fold_rounds(keys, count, i, &period);
        for (size_t j = 0; j < period; j++)
            append_entry(telling, numbers[i + j]);
        if (rounds > 1) {
            size_t last = i + (rounds - 1) * period;
            g_autoptr(GString) line = g_string_new(NULL);

            exs_fold_append(line, rounds - 2, period,
                            exs_record_entry(record, numbers[last - 1])->when, telling->day);
            exs_layout_paragraph(telling->out, 10, "", line->str, WIDTH);
            for (size_t j = 0; j < period; j++)
                append_entry(telling, numbers[last + j]);
        }
    }
}

/* ---- where it stands ---- */

static void append_since(GString *out, const char *word, ExsTime when)
{
    g_string_append_printf(out, " %s ", word);
    exs_names_append_day(out, when);
    g_string_append_c(out, ' ');
    exs_names_append_clock(out, when);
}

static void append_reason(GString *out, const ExsRecord *record, const ExsStay *stay)
{
    const ExsEntry *entry;

    if (stay->stopped != EXS_NO_ENTRY) {
        entry = exs_record_entry(record, stay->stopped);
        g_string_append(out, " It waits because the service does not run: ");
    } else if (stay->failed != EXS_NO_ENTRY) {
        entry = exs_record_entry(record, stay->failed);
        g_string_append(out, " It waits because the last attempt failed: ");
    } else if (stay->held != EXS_NO_ENTRY) {
        entry = exs_record_entry(record, stay->held);
        g_string_append(out, " It waits: ");
    } else {
        g_string_append(out, " It waits for its turn.");
        return;
    }
    exs_entry_append(out, record, entry);
    g_string_append(out, ", ");
    exs_names_append_clock(out, entry->when);
    g_string_append_c(out, '.');
}

static void append_secured(GString *out, const ExsRecord *record, const ExsStay *stay)
{
    g_string_append(out, stay->until == EXS_TIME_NEVER
                             ? " It was never rerouted: this is a gateway's queue, the end of the "
                               "MTA's routing"
                             : " While it waited it was not rerouted: this is a gateway's queue, "
                               "the end of the MTA's routing");
    if (stay->rule) {
        const ExsRuleRow *rule = exs_record_rule(record, stay->rule);

        g_string_append(out, "; ");
        exs_escape_append(out, rule->sentence);
        g_string_append_c(out, ' ');
        exs_names_append_rule(out, rule);
    }
    g_string_append_c(out, '.');
}

static void append_stay(Telling *telling, const ExsStay *stay)
{
    const ExsRecord *record = telling->lesson->record;
    bool is_open = stay->until == EXS_TIME_NEVER;
    g_autoptr(GString) line = g_string_new(is_open ? "It stands in the queue " : "It stood in ");
    uint32_t server = exs_names_above(record, stay->queue, "server");

    exs_names_append_title(line, record, stay->queue);
    if (server && !strstr(line->str, exs_record_object(record, server)->name)) {
        g_string_append(line, " of ");
        exs_names_append_title(line, record, server);
    }
    append_since(line, is_open ? "since" : "from", stay->from);
    if (!is_open)
        append_since(line, "to", stay->until);
    g_string_append_c(line, '.');
    if (exs_explain_is_secured(record, stay->queue))
        append_secured(line, record, stay);
    if (is_open)
        append_reason(line, record, stay);
    exs_layout_paragraph(telling->out, 0, "", line->str, WIDTH);
}

static void append_place(Telling *telling)
{
    const ExsLesson *lesson = telling->lesson;
    bool is_somewhere = false;

    g_string_append_c(telling->out, '\n');
    for (guint i = 0; i < lesson->stays->len; i++) {
        const ExsStay *stay = &g_array_index(lesson->stays, ExsStay, i);

        if (stay->until != EXS_TIME_NEVER && !exs_explain_is_secured(lesson->record, stay->queue))
            continue;
        /* Through a gateway's queue in no time: nothing to reroute. */
        if (stay->until != EXS_TIME_NEVER && !stay->rule)
            continue;
        is_somewhere |= stay->until == EXS_TIME_NEVER;
        append_stay(telling, stay);
    }
    if (!is_somewhere)
        g_string_append(telling->out, lesson->at == EXS_TIME_NEVER
                                          ? "In the end it stands in no queue.\n"
                                          : "At that time it stands in no queue.\n");
}

void exs_explain_text(const ExsLesson *lesson, GString *out)
{
    g_autofree bool *is_told = g_new0(bool, exs_record_decision_count(lesson->record) + 1);
    g_autofree bool *is_rule_told = g_new0(bool, exs_record_rule_count(lesson->record) + 1);
    Telling telling = {lesson, out, is_told, is_rule_told, 0, false};
    g_autoptr(GString) heading = g_string_new("Why ");
    const char *article = exs_record_fact(lesson->record, "article");
    const char *product = exs_record_fact(lesson->record, "product");

    exs_message_append(heading, lesson->record, lesson->message);
    g_string_append(heading, " went where it went");
    if (article && *article) {
        g_string_append(heading, ", ");
        exs_escape_append(heading, article);
    }
    if (product && *product) {
        g_string_append(heading, " on ");
        exs_escape_append(heading, product);
    }
    if (lesson->at != EXS_TIME_NEVER)
        append_since(heading, "until", lesson->at);
    exs_layout_paragraph(out, 0, "", heading->str, WIDTH);
    g_string_append_c(out, '\n');
    if (lesson->entries->len == 0) {
        g_string_append(out, "Nothing has happened to it yet.\n");
        return;
    }
    append_entries(&telling);
    append_place(&telling);
}
