/* html_events.c - the story as a table, see html_private.h.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/kernel/error.h"
#include "sim/report/html_private.h"

#define ROWS_MAX  2000
#define COLUMNS   4
#define LOOK_BACK 64 /* entries */

typedef struct {
    ExsPage *page;
    ExsTime day;
    bool has_day;
    size_t rows;  /* entries */
    size_t folds; /* entries that the folds stand for */
} Table;

static void append_day(Table *table, ExsTime when)
{
    GString *out = table->page->out;
    g_autoptr(GString) day = g_string_new(NULL);

    if (table->has_day && exs_names_is_same_day(table->day, when))
        return;
    exs_names_append_day(day, when);
    g_string_append_printf(out,
                           "<tr class=\"day\"><th scope=\"rowgroup\" colspan=\"%d\">%s</th></tr>\n",
                           COLUMNS, day->str);
    table->day = when;
    table->has_day = true;
}

/* The entry that made the choice which this one tells of: itself, or one just before it that the
 * story leaves out ("queued for FAST" says that it goes by FAST). */
static const ExsEntry *choice_of(const ExsPage *page, uint64_t number)
{
    const ExsEntry *entry = exs_record_entry(page->record, number);
    uint32_t message = exs_fold_message(page->record, entry);
    const char *word = exs_record_kind(page->record, entry->kind)->word;

    if (exs_explain_get(page->record, entry, EXS_FIELD_DECISION))
        return entry;
    for (uint64_t back = 1; message && back <= LOOK_BACK && back <= number; back++) {
        const ExsEntry *other = exs_record_entry(page->record, number - back);

        if (strcmp(word, "queued") != 0 || other->when != entry->when)
            break;
        if (other->actor == entry->actor && exs_fold_message(page->record, other) == message &&
            exs_explain_get(page->record, other, EXS_FIELD_DECISION))
            return other;
    }
    return NULL;
}

static void append_sentence(const ExsPage *page, uint64_t number)
{
    const ExsEntry *entry = exs_record_entry(page->record, number);
    const ExsEntry *choice = choice_of(page, number);
    g_autoptr(GString) sentence = g_string_new(NULL);
    uint32_t decision =
        choice ? (uint32_t)exs_explain_get(page->record, choice, EXS_FIELD_DECISION) : 0;
    uint32_t rule = (uint32_t)exs_explain_get(page->record, entry, EXS_FIELD_RULE);

    exs_words_append_entry(sentence, page->words, entry);
    exs_html_prose(page->out, sentence->str);
    if (rule) {
        g_autoptr(GString) words = g_string_new(NULL);

        exs_escape_append(words, exs_record_rule(page->record, rule)->sentence);
        g_string_append(page->out, " <span class=\"rule\">");
        exs_html_prose(page->out, words->str);
        g_string_append(page->out, "</span>");
    }
    if (decision && page->has_decision[decision])
        g_string_append_printf(page->out, " <a class=\"why\" href=\"#d%u\">why: decision %u</a>",
                               decision, decision);
}

static void tell_line(void *self, uint64_t number)
{
    Table *table = self;
    ExsPage *page = table->page;
    const ExsEntry *entry = exs_record_entry(page->record, number);
    g_autoptr(GString) clock = g_string_new(NULL), offset = g_string_new(NULL);
    g_autoptr(GString) actor = g_string_new(NULL);

    if (table->rows++ >= ROWS_MAX)
        return;
    append_day(table, entry->when);
    exs_names_append_clock(clock, entry->when);
    exs_names_append_offset(offset, entry->when - page->start, page->options->all);
    exs_words_append_actor(actor, page->words, entry->actor);
    g_string_append_printf(page->out,
                           "<tr id=\"e%" G_GUINT64_FORMAT "\"><td>%s</td><td>%s</td><td>", number,
                           clock->str, offset->str);
    exs_html_prose(page->out, actor->str);
    g_string_append(page->out, "</td><td>");
    append_sentence(page, number);
    g_string_append(page->out, "</td></tr>\n");
}

static void tell_fold(void *self, const ExsFold *fold)
{
    Table *table = self;
    g_autoptr(GString) text = g_string_new(NULL);

    if (table->rows >= ROWS_MAX)
        return;
    exs_fold_append(text, table->page->record, fold, table->day);
    g_string_append_printf(table->page->out, "<tr class=\"fold\"><td colspan=\"%d\">", COLUMNS);
    exs_html_prose(table->page->out, text->str);
    g_string_append(table->page->out, "</td></tr>\n");
    table->folds += fold->rounds * fold->period;
}

/* ---- which entries stand in the table ---- */

/* Remembers what the table will show, before anything that links to it is written. */
static void note_line(void *self, uint64_t number)
{
    Table *table = self;
    ExsPage *page = table->page;
    const ExsEntry *choice;
    uint32_t decision;

    if (table->rows++ >= ROWS_MAX)
        return;
    page->has_row[number] = true;
    choice = choice_of(page, number);
    if (!choice)
        return;
    decision = (uint32_t)exs_explain_get(page->record, choice, EXS_FIELD_DECISION);
    page->has_decision[decision] = true;
    if (exs_explain_taken(page->record, choice))
        page->taken[decision] = exs_explain_taken(page->record, choice);
}

static void note_fold(void *self, const ExsFold *fold)
{
    (void)self;
    (void)fold;
}

static void tell(Table *table, const ExsFoldTeller *teller)
{
    const ExsPage *page = table->page;
    const uint64_t *numbers = (const uint64_t *)(void *)page->shown->data;

    if (!page->options->all)
        exs_fold_tell(page->record, numbers, page->shown->len, false, teller, table);
    for (guint i = 0; page->options->all && i < page->shown->len; i++)
        teller->line(table, numbers[i]);
}

void exs_html_choose(ExsPage *page)
{
    static const ExsFoldTeller teller = {note_line, note_fold};
    Table table = {.page = page};

    tell(&table, &teller);
}

void exs_html_events(ExsPage *page)
{
    static const char *const headings[COLUMNS] = {"Time", "Since start", "Where", "What"};
    static const ExsFoldTeller teller = {tell_line, tell_fold};
    size_t count = exs_record_count(page->record), shown;
    Table table = {.page = page};

    exs_html_open_section(page->out, "events", "Events");
    if (page->shown->len == 0) {
        g_string_append(page->out, "<p>The record holds no events to tell.</p>\n");
        exs_html_close_section(page->out);
        return;
    }
    exs_html_open_table(page->out, "events", "What happened, in order of time", headings, COLUMNS);
    tell(&table, &teller);
    exs_html_close_table(page->out);
    shown = MIN(table.rows, ROWS_MAX);
    if (shown < count)
        g_string_append_printf(page->out,
                               "<p class=\"rest\">%zu of %zu entries stand in this table; the "
                               "others are mechanical, folded, or too many: the page's data has "
                               "them all.</p>\n",
                               shown, count);
    exs_html_close_section(page->out);
}
