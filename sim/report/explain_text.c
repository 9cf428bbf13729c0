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
    bool *is_told;        /* by decision: it stands above */
    bool *is_rule_told;   /* by rule */
    GString *unlisted;    /* what was said last of those never considered */
    uint32_t unlisted_at; /* in this decision */
    ExsTime day;
    bool has_day;
    GArray *routes; /* entries that added rows to tables; NULL: not looked for yet */
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

/* Those that were never considered: mostly the same as last time. */
static void append_unlisted(Telling *telling, uint32_t number)
{
    g_autoptr(GString) text = g_string_new(NULL);

    exs_explain_unlisted_text(text, telling->lesson->record, number, INDENT);
    if (text->len == 0)
        return;
    if (g_string_equal(text, telling->unlisted)) {
        g_autofree char *line =
            g_strdup_printf("Never considered: as in decision %u.", telling->unlisted_at);

        exs_layout_paragraph(telling->out, INDENT, "", line, WIDTH);
        return;
    }
    g_string_append(telling->out, text->str);
    g_string_assign(telling->unlisted, text->str);
    telling->unlisted_at = number;
}

/* Where the candidates' rows of the table came from. */
static void append_routes(Telling *telling, uint32_t decision, uint64_t entry)
{
    const ExsRecord *record = telling->lesson->record;

    if (!telling->routes)
        telling->routes = exs_explain_routes(record);
    exs_explain_append_routes(telling->out, record, telling->routes, decision, entry, INDENT);
}

static void append_decision(Telling *telling, uint64_t at, uint32_t number)
{
    const ExsRecord *record = telling->lesson->record;
    const ExsEntry *entry = exs_record_entry(record, at);

    if (telling->is_told[number]) {
        g_autofree char *line = g_strdup_printf("Decision %u, as above.", number);

        exs_layout_paragraph(telling->out, INDENT, "", line, WIDTH);
        return;
    }
    telling->is_told[number] = true;
    g_string_append_c(telling->out, '\n');
    exs_explain_decision_text(telling->out, telling->lesson->words, record, number,
                              exs_explain_taken(record, entry), INDENT);
    append_routes(telling, number, at);
    append_unlisted(telling, number);
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
    exs_words_append_actor(line, telling->lesson->words, entry->actor);
    g_string_append(line, line->len ? ": " : "");
    exs_words_append_entry(line, telling->lesson->words, entry);
    exs_layout_paragraph(telling->out, 0, mark->str, line->str, WIDTH);
    if (rule)
        append_rule(telling, rule);
    if (decision)
        append_decision(telling, number, decision);
}

/* An address that is what it was teaches nothing, and where somebody has it as it was given, the
 * entry that it is resolved says so. */
static bool is_telling(const ExsRecord *record, const ExsEntry *entry)
{
    const char *kind = exs_record_kind(record, entry->kind)->word;
    int64_t recipient, address, outcome = 0;

    if (!exs_entry_get(record, entry, "recipient", &recipient) ||
        !exs_entry_get(record, entry, "address", &address) || recipient != address)
        return true;
    if (strcmp(kind, "sought") == 0)
        return exs_entry_get(record, entry, "outcome", &outcome) &&
               strcmp(exs_record_text_at(record, (uint32_t)outcome), "nobody") == 0;
    return strcmp(kind, "resolved") != 0 || exs_explain_get(record, entry, EXS_FIELD_RULE);
}

static GArray *choose(const ExsLesson *lesson)
{
    GArray *numbers = g_array_new(FALSE, FALSE, sizeof(uint64_t));

    for (guint i = 0; i < lesson->entries->len; i++) {
        uint64_t number = g_array_index(lesson->entries, uint64_t, i);

        if (is_telling(lesson->record, exs_record_entry(lesson->record, number)))
            g_array_append_val(numbers, number);
    }
    return numbers;
}

static void tell_line(void *self, uint64_t number)
{
    append_entry(self, number);
}

static void tell_fold(void *self, const ExsFold *fold)
{
    Telling *telling = self;
    g_autoptr(GString) line = g_string_new(NULL);

    exs_fold_append(line, telling->lesson->record, fold, telling->day);
    exs_layout_paragraph(telling->out, 10, "", line->str, WIDTH);
}

static void append_entries(Telling *telling)
{
    static const ExsFoldTeller teller = {tell_line, tell_fold};
    g_autoptr(GArray) chosen = choose(telling->lesson);

    exs_fold_tell(telling->lesson->record, (const uint64_t *)(void *)chosen->data, chosen->len,
                  true, &teller, telling);
}

void exs_explain_text(const ExsLesson *lesson, GString *out)
{
    g_autofree bool *is_told = g_new0(bool, exs_record_decision_count(lesson->record) + 1);
    g_autofree bool *is_rule_told = g_new0(bool, exs_record_rule_count(lesson->record) + 1);
    g_autoptr(GString) heading = g_string_new("Why "), summary = g_string_new(NULL);
    g_autoptr(GString) unlisted = g_string_new(NULL);
    Telling telling = {lesson, out, is_told, is_rule_told, unlisted, 0, 0, false, NULL};
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
    if (lesson->at != EXS_TIME_NEVER) {
        g_string_append(heading, " until ");
        exs_names_append_day(heading, lesson->at);
        g_string_append_c(heading, ' ');
        exs_names_append_clock(heading, lesson->at);
    }
    exs_layout_paragraph(out, 0, "", heading->str, WIDTH);
    g_string_append_c(out, '\n');
    if (lesson->entries->len == 0) {
        g_string_append(out, "Nothing has happened to it yet.\n");
        return;
    }
    exs_explain_summary(lesson, summary);
    exs_layout_paragraph(out, 0, "", summary->str, WIDTH);
    g_string_append_c(out, '\n');
    append_entries(&telling);
    if (telling.routes)
        g_array_unref(telling.routes);
}
