/* html_decisions.c - why: every decision that the table of events refers to, rule by rule; see
 * html_private.h.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/kernel/error.h"
#include "sim/report/html_private.h"

#define DECISIONS_MAX  200
#define CANDIDATES_MAX 2000 /* rows in all */
#define ROWS_MAX       60   /* of one decision */
#define UNLISTED_MAX   10

typedef struct {
    ExsPage *page;
    GString *unlisted;    /* what was said last of those never considered */
    uint32_t unlisted_at; /* in this decision */
} Telling;

void exs_html_limit_decisions(ExsPage *page)
{
    size_t decisions = 0, rows = 0;

    for (uint32_t i = 1; i <= exs_record_decision_count(page->record); i++) {
        if (!page->has_decision[i])
            continue;
        rows += MIN(exs_record_decision(page->record, i)->row_count, ROWS_MAX);
        page->has_decision[i] = ++decisions <= DECISIONS_MAX && rows <= CANDIDATES_MAX;
        page->decisions_left += !page->has_decision[i];
    }
}

static void append_row(GString *out, const ExsCandidates *table, size_t row, const char *class_name)
{
    g_string_append_printf(out, "<tr%s>", class_name);
    for (size_t i = 0; i < table->columns; i++) {
        g_string_append(out, i ? "<td>" : "<th scope=\"row\">");
        exs_html_prose(out, table->cells->pdata[row * table->columns + i]);
        g_string_append(out, i ? "</td>" : "</th>");
    }
    g_string_append(out, "</tr>\n");
}

static const char *class_of(const ExsPage *page, uint32_t number, uint32_t row)
{
    const ExsDecision *decision = exs_record_decision(page->record, number);
    uint32_t connector = exs_explain_row_connector(page->record, decision, row);

    if (decision->felled_by[row])
        return " class=\"felled\"";
    return connector && connector == page->taken[number] ? " class=\"taken\"" : "";
}

/* (owned by the caller) */
static char *id_of(const ExsPage *page, uint32_t number)
{
    return g_strdup_printf("%s%sd%u", page->side, *page->side ? "-" : "", number);
}

static void append_candidates(const ExsPage *page, uint32_t number)
{
    g_autoptr(GString) caption = g_string_new(NULL);
    g_autofree char *id = id_of(page, number);
    g_autofree const char **headings = NULL;
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    ExsCandidates table;

    exs_explain_candidates(&table, page->record, number);
    headings = g_new(const char *, table.columns);
    for (size_t i = 0; i < table.columns; i++) {
        GString *text = g_string_new(NULL);

        exs_html_prose(text, table.headings[i]);
        headings[i] = text->str;
        g_ptr_array_add(texts, g_string_free(text, FALSE));
    }
    g_string_append_printf(caption, "Candidates of decision %u%s%s", number,
                           *page->side ? " in " : "", page->side);
    exs_html_open_table(page->out, id, caption->str, headings, table.columns);
    for (size_t row = 0; row < table.rows && row < ROWS_MAX; row++)
        append_row(page->out, &table, row, class_of(page, number, (uint32_t)row));
    exs_html_close_table(page->out);
    if (table.rows > ROWS_MAX)
        g_string_append_printf(page->out, "<p class=\"rest\">... and %zu candidates more.</p>\n",
                               table.rows - ROWS_MAX);
    g_ptr_array_unref(table.cells);
}

static void append_steps(const ExsPage *page, uint32_t number)
{
    GString *out = page->out;
    g_autoptr(GPtrArray) steps =
        exs_explain_told(page->words, page->record, number, page->taken[number]);

    g_string_append(out, steps->len > 1 ? "<ul class=\"rules\">\n" : "");
    for (guint i = 0; i < steps->len; i++) {
        const ExsStepTold *step = steps->pdata[i];

        if (!*step->mark) {
            g_string_append_printf(out, "%s<p class=\"outcome\">", i ? "</ul>\n" : "");
            exs_html_prose(out, step->text);
            g_string_append(out, "</p>\n");
            continue;
        }
        g_string_append_printf(out, "<li%s><span class=\"mark\">%s</span> ",
                               step->falls->len ? " class=\"fells\"" : "", step->mark);
        exs_html_prose(out, step->text);
        for (guint j = 0; j < step->falls->len; j++) {
            g_string_append(out, j ? "<br>" : "<p class=\"falls\">");
            exs_html_prose(out, step->falls->pdata[j]);
        }
        g_string_append(out, step->falls->len ? "</p></li>\n" : "</li>\n");
    }
}

static GString *tell_unlisted(const ExsPage *page, uint32_t number)
{
    GString *text = g_string_new("<details><summary>");
    g_autoptr(GString) heading = g_string_new(NULL);
    g_autoptr(GArray) unlisted = exs_explain_unlisted(heading, page->record, number);

    if (unlisted->len == 0)
        return g_string_truncate(text, 0);
    exs_html_prose(text, heading->str);
    g_string_append_printf(text, " %u</summary>\n<ul>\n", unlisted->len);
    for (guint i = 0; i < unlisted->len && i < UNLISTED_MAX; i++) {
        g_autoptr(GString) line = g_string_new(NULL);

        exs_explain_append_unlisted(line, page->record, g_array_index(unlisted, uint32_t, i));
        g_string_append(text, "<li>");
        exs_html_prose(text, line->str);
        g_string_append(text, "</li>\n");
    }
    if (unlisted->len > UNLISTED_MAX)
        g_string_append_printf(text, "<li>... and %u more</li>\n", unlisted->len - UNLISTED_MAX);
    return g_string_append(text, "</ul>\n</details>\n");
}

/* Mostly the same as last time. */
static void append_unlisted(Telling *telling, uint32_t number)
{
    g_autoptr(GString) text = tell_unlisted(telling->page, number);

    if (text->len && g_string_equal(text, telling->unlisted)) {
        g_string_append_printf(telling->page->out,
                               "<p>Never considered: as in <a href=\"#d%u\">decision %u</a>.</p>\n",
                               telling->unlisted_at, telling->unlisted_at);
        return;
    }
    g_string_append(telling->page->out, text->str);
    if (text->len) {
        g_string_assign(telling->unlisted, text->str);
        telling->unlisted_at = number;
    }
}

static void append_decision(Telling *telling, uint32_t number)
{
    const ExsPage *page = telling->page;
    GString *out = page->out;
    g_autoptr(GString) heading = g_string_new(NULL);
    g_autofree char *id = id_of(page, number);

    exs_explain_append_heading(heading, page->words, page->record, number);
    g_string_append_printf(out,
                           "<article id=\"%s\" aria-labelledby=\"%s-heading\">\n<h3 "
                           "id=\"%s-heading\">",
                           id, id, id);
    exs_html_prose(out, heading->str);
    g_string_append(out, "</h3>\n");
    if (exs_record_decision(page->record, number)->row_count) {
        append_candidates(page, number);
        append_steps(page, number);
    }
    append_unlisted(telling, number);
    g_string_append(out, "</article>\n");
}

void exs_html_decision(ExsPage *page, uint32_t number)
{
    g_autoptr(GString) unlisted = g_string_new(NULL);
    Telling telling = {page, unlisted, 0};

    append_decision(&telling, number);
}

void exs_html_decisions(ExsPage *page)
{
    g_autoptr(GString) unlisted = g_string_new(NULL);
    Telling telling = {page, unlisted, 0};
    size_t count = 0;

    exs_html_open_section(page->out, "decisions", "Decisions");
    for (uint32_t i = 1; i <= exs_record_decision_count(page->record); i++) {
        if (!page->has_decision[i])
            continue;
        append_decision(&telling, i);
        count++;
    }
    if (exs_record_detail(page->record) < EXS_DETAIL_FULL)
        g_string_append(page->out, "<p>The record holds no decisions: --detail full keeps "
                                   "them.</p>\n");
    else if (count == 0)
        g_string_append(page->out, "<p>No event of the table refers to a decision.</p>\n");
    if (page->decisions_left)
        g_string_append_printf(page->out,
                               "<p class=\"rest\">%zu decisions more are in the page's data, not "
                               "in this list.</p>\n",
                               page->decisions_left);
    exs_html_close_section(page->out);
}
