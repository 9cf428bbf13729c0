/* html_story.c - what happened in a few lines: what was done to the organisation, and what became
 * of the messages; see html_private.h.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/kernel/error.h"
#include "sim/report/html_private.h"
#include "sim/report/outline_private.h"

#define ACTS_MAX 8

/* Kinds that tell what was done from outside. */
static const char *const acts[] = {"stopped", "started", "changed", "fault", "repaired"};

typedef struct {
    const ExsPage *page;
    const ExsRecord *record;
    uint32_t *refused_by; /* by object: the rule by which a queue's mail is not rerouted */
    GHashTable *reports;  /* report -> the message that it is on */
    ExsTime day;          /* clock times are of this day */
} Story;

static bool is_kind(const Story *story, const ExsEntry *entry, const char *word)
{
    return strcmp(exs_record_kind(story->record, entry->kind)->word, word) == 0;
}

static int64_t get(const Story *story, const ExsEntry *entry, const char *field)
{
    int64_t value = 0;

    return exs_entry_get(story->record, entry, field, &value) ? value : 0;
}

static void append_plain(const Story *story, const GString *text)
{
    exs_html_prose(story->page->out, text->str);
}

static void append_object(const Story *story, uint32_t object)
{
    g_autoptr(GString) name = g_string_new(NULL);

    exs_words_append_object(name, story->page->words, object);
    append_plain(story, name);
}

static void append_moment(const Story *story, ExsTime when)
{
    g_autoptr(GString) text = g_string_new(NULL);

    if (!exs_names_is_same_day(when, story->day)) {
        exs_names_append_day(text, when);
        g_string_append_c(text, ' ');
    }
    exs_names_append_clock(text, when);
    append_plain(story, text);
}

/* The moment, linked to its row if it has one. */
static void append_linked(const Story *story, uint64_t number, ExsTime when)
{
    bool is_linked = story->page->has_row[number];

    if (is_linked)
        g_string_append_printf(story->page->out, "<a href=\"#e%" G_GUINT64_FORMAT "\">", number);
    append_moment(story, when);
    g_string_append(story->page->out, is_linked ? "</a>" : "");
}

/* " at 09:00:05", " from 09:00:05 to 10:00:00". */
static void append_when(const Story *story, const ExsWayStep *step)
{
    GString *out = story->page->out;

    if (step->to - step->from < EXS_SECOND) {
        g_string_append(out, " at ");
        append_linked(story, step->entry, step->from);
        return;
    }
    g_string_append(out, " from ");
    append_linked(story, step->entry, step->from);
    g_string_append(out, " to ");
    append_moment(story, step->to);
}

static void append_rule(const Story *story, uint32_t number)
{
    g_autoptr(GString) text = g_string_new(NULL);
    const ExsRuleRow *rule = exs_record_rule(story->record, number);

    exs_escape_append(text, rule->sentence);
    g_string_append_c(text, ' ');
    exs_names_append_rule(text, rule);
    append_plain(story, text);
}

/* ---- what was done ---- */

/* By kind: does it tell what was done? (owned by the caller) */
static bool *find_acts(const ExsRecord *record)
{
    size_t count = exs_record_kind_count(record);
    bool *is_act = g_new0(bool, count + 1);

    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < G_N_ELEMENTS(acts); j++)
            is_act[i] |= strcmp(exs_record_kind(record, (uint16_t)i)->word, acts[j]) == 0;
    return is_act;
}

static void append_acts(const Story *story)
{
    g_autofree bool *is_act = find_acts(story->record);
    GString *out = story->page->out;
    size_t count = 0;

    for (uint64_t i = 0; i < exs_record_count(story->record); i++) {
        const ExsEntry *entry = exs_record_entry(story->record, i);
        g_autoptr(GString) text = NULL;

        if (!is_act[entry->kind] || !story->page->told[i] || ++count > ACTS_MAX)
            continue;
        text = g_string_new(NULL);
        exs_words_append_entry(text, story->page->words, entry);
        g_string_append(out, count > 1 ? "; " : "<p class=\"acts\">");
        append_linked(story, i, entry->when);
        g_string_append_c(out, ' ');
        append_plain(story, text);
    }
    if (count > ACTS_MAX)
        g_string_append_printf(out, "; and %zu such events more", count - ACTS_MAX);
    g_string_append(out, count ? ".</p>\n" : "");
}

/* ---- what became of the messages ---- */

static void append_length(GString *out, ExsTime length)
{
    exs_duration_append(out, length >= EXS_SECOND ? length / EXS_SECOND * EXS_SECOND : length);
}

/* "waited 55 min to 59 min in HUB1 IMS from 09:00:05 to 09:05:00, not rerouted: ...". */
static void append_wait(const Story *story, const ExsWayStep *step)
{
    const ExsEntry *entry = exs_record_entry(story->record, step->entry);
    uint32_t queue = (uint32_t)get(story, entry, "queue");
    GString *out = story->page->out;

    g_string_append(out,
                    step->over ? "<strong>waited</strong> " : "<strong>still waiting</strong>");
    if (step->over) {
        append_length(out, step->shortest);
        if (step->longest - step->shortest >= EXS_SECOND) {
            g_string_append(out, " to ");
            append_length(out, step->longest);
        }
    }
    g_string_append(out, " in ");
    append_object(story, queue);
    g_string_append(out, ", queued");
    append_when(story, step);
    if (step->over && step->over < step->count)
        g_string_append_printf(out, " (%" G_GUINT64_FORMAT " wait still)",
                               step->count - step->over);
    if (story->refused_by[queue]) {
        g_string_append(out, ", <strong>not rerouted</strong>: ");
        append_rule(story, story->refused_by[queue]);
    }
}

static void append_rerouted(const Story *story, const ExsWayStep *step)
{
    const ExsEntry *entry = exs_record_entry(story->record, step->entry);
    uint32_t decision = (uint32_t)exs_explain_get(story->record, entry, EXS_FIELD_DECISION);
    GString *out = story->page->out;

    g_string_append(out, "<strong>rerouted</strong> from ");
    append_object(story, (uint32_t)get(story, entry, "from"));
    g_string_append(out, " to ");
    append_object(story, (uint32_t)get(story, entry, "to"));
    append_when(story, step);
    if (decision && story->page->has_decision[decision])
        g_string_append_printf(out, " (<a class=\"why\" href=\"#d%u\">why: decision %u</a>)",
                               decision, decision);
}

/* What the story's words say of it, without the message that they begin with. */
static void append_end(const Story *story, const ExsWayStep *step)
{
    const ExsEntry *entry = exs_record_entry(story->record, step->entry);
    const char *word = exs_record_kind(story->record, entry->kind)->word;
    uint32_t rule = (uint32_t)exs_explain_get(story->record, entry, EXS_FIELD_RULE);
    GString *out = story->page->out;

    g_string_append(out, "<strong>");
    exs_html_prose(out, strcmp(word, "loop") == 0 ? "found to loop" : word);
    g_string_append(out, "</strong>");
    append_when(story, step);
    if (rule) {
        g_string_append(out, ": ");
        append_rule(story, rule);
    }
}

static void append_step(const Story *story, const ExsWayStep *step)
{
    const ExsEntry *entry = exs_record_entry(story->record, step->entry);
    GString *out = story->page->out;

    if (is_kind(story, entry, "queued")) {
        append_wait(story, step);
    } else if (is_kind(story, entry, "rerouted")) {
        append_rerouted(story, step);
    } else if (is_kind(story, entry, "transferred")) {
        g_string_append(out, "to ");
        append_object(story, (uint32_t)get(story, entry, "target"));
    } else if (is_kind(story, entry, "handed-off")) {
        g_string_append(out, "handed to ");
        append_object(story, (uint32_t)get(story, entry, "connector"));
    } else if (is_kind(story, entry, "delivered")) {
        g_string_append(out, "delivered by ");
        append_object(story, entry->actor);
        append_when(story, step);
    } else if (is_kind(story, entry, "submitted")) {
        g_string_append(out, "from ");
        append_object(story, exs_names_above(story->record, entry->actor, "server"));
    } else {
        append_end(story, step);
    }
}

/* A report goes by what it is on. */
static void append_message(GString *out, const Story *story, uint32_t message)
{
    uint32_t about =
        GPOINTER_TO_UINT(g_hash_table_lookup(story->reports, GUINT_TO_POINTER(message)));

    if (about && !exs_record_message_name(story->record, message)) {
        g_string_append(out, "the report on ");
        message = about;
    }
    exs_message_append(out, story->record, message);
}

static void append_way(const Story *story, const ExsWay *way)
{
    GString *out = story->page->out;
    g_autoptr(GString) name = g_string_new(NULL);

    g_string_append_printf(out, "<li class=\"interest-%d\" data-message=\"%u\"><b>", way->interest,
                           way->first);
    append_message(name, story, way->first);
    if (way->count > 1) {
        g_string_append(name, way->count > 2 ? " ... " : " and ");
        append_message(name, story, way->last);
    }
    append_plain(story, name);
    g_string_append(out, "</b>");
    if (way->count > 2)
        g_string_append_printf(out, " (%" G_GUINT64_FORMAT " messages)", way->count);
    for (size_t i = 0; i < way->step_count; i++) {
        g_string_append(out, i ? "; " : ": ");
        append_step(story, &way->steps[i]);
    }
    g_string_append(out, way->step_count == EXS_OUTLINE_STEPS ? "; ...</li>\n" : ".</li>\n");
}

static void append_ways(const Story *story)
{
    GString *out = story->page->out;
    g_autofree ExsOutline *outline = exs_outline_new(story->record, story->page->told);

    if (outline->message_count == 0) {
        g_string_append(out, "<p>No message was sent.</p>\n");
        return;
    }
    g_string_append(out, "<ul class=\"ways\">\n");
    for (size_t i = 0; i < outline->way_count; i++)
        append_way(story, &outline->ways[i]);
    if (outline->ways_left)
        g_string_append_printf(
            out, "<li>%" G_GUINT64_FORMAT " messages more went %zu other ways.</li>\n",
            outline->messages_left, outline->ways_left);
    g_string_append(out, "</ul>\n");
}

/* What is said beside the ways: which queues' mail stays, what reports are on. */
static void note(const Story *story)
{
    int refused = exs_record_find_kind(story->record, "reroute-refused");
    int report = exs_record_find_kind(story->record, "report");

    for (uint64_t i = 0; i < exs_record_count(story->record); i++) {
        const ExsEntry *entry = exs_record_entry(story->record, i);

        if (entry->kind == refused)
            story->refused_by[get(story, entry, "queue")] =
                (uint32_t)exs_explain_get(story->record, entry, EXS_FIELD_RULE);
        if (entry->kind == report)
            g_hash_table_insert(story->reports,
                                GUINT_TO_POINTER((guint)get(story, entry, "report")),
                                GUINT_TO_POINTER((guint)get(story, entry, "message")));
    }
}

void exs_html_tale(const ExsPage *page)
{
    g_autofree uint32_t *refused_by = g_new0(uint32_t, exs_record_object_count(page->record) + 1);
    g_autoptr(GHashTable) reports = g_hash_table_new(NULL, NULL);
    Story story = {page, page->record, refused_by, reports, page->start};

    note(&story);
    append_acts(&story);
    append_ways(&story);
}

void exs_html_story(ExsPage *page)
{
    exs_html_open_section(page->out, "story", "What happened");
    exs_html_tale(page);
    exs_html_close_section(page->out);
}
