/* html_checks.c - the expectations and what was seen, see html_private.h.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/kernel/error.h"
#include "sim/report/html_private.h"

static void append_verdict(GString *out, bool passed)
{
    g_string_append_printf(out, "<td><span class=\"verdict %s\">%s</span></td>",
                           passed ? "pass" : "fail", passed ? "PASS" : "FAIL");
}

/* The entry that shows it, linked if the table below has it. */
static void append_witness(const ExsPage *page, uint64_t number)
{
    const ExsEntry *entry = exs_record_entry(page->record, number);
    g_autoptr(GString) line = g_string_new(NULL);

    exs_names_append_day(line, entry->when);
    g_string_append_c(line, ' ');
    exs_names_append_clock(line, entry->when);
    g_string_append(line, ", ");
    exs_words_append_actor(line, page->words, entry->actor);
    g_string_append(line, ": ");
    exs_words_append_entry(line, page->words, entry);
    if (page->has_row[number])
        g_string_append_printf(page->out, "<a class=\"witness\" href=\"#e%" G_GUINT64_FORMAT "\">",
                               number);
    else
        g_string_append_printf(
            page->out, "<span class=\"witness\" data-entry=\"%" G_GUINT64_FORMAT "\">", number);
    exs_html_prose(page->out, line->str);
    g_string_append(page->out, page->has_row[number] ? "</a>" : "</span>");
}

static void append_seen(const ExsPage *page, const ExsCheck *check)
{
    GString *out = page->out;

    g_string_append(out, "<td>");
    if (*check->expected) {
        g_string_append(out, "<p>expected: ");
        exs_html_prose(out, check->expected);
        g_string_append(out, "</p>");
    }
    if (*check->seen) {
        g_string_append(out, "<p>seen: ");
        exs_html_prose(out, check->seen);
        g_string_append(out, "</p>");
    }
    if (check->witness < exs_record_count(page->record)) {
        g_string_append(out, *check->seen || *check->expected ? "<p>shown by: " : "<p>");
        append_witness(page, check->witness);
        g_string_append(out, "</p>");
    } else if (!*check->seen && !*check->expected) {
        g_string_append(out, "as expected");
    }
    g_string_append(out, "</td>");
}

void exs_html_checks(ExsPage *page)
{
    static const char *const headings[] = {"Verdict", "Expectation", "Basis", "What was seen"};
    GString *out = page->out;
    size_t count = exs_record_check_count(page->record);

    exs_html_open_section(out, "checks", "Expectations");
    if (count == 0)
        g_string_append(out, "<p>The run has no expectations.</p>\n");
    else
        exs_html_open_table(out, "checks", "Each expectation, its verdict and what was seen",
                            headings, G_N_ELEMENTS(headings));
    for (size_t i = 0; i < count; i++) {
        const ExsCheck *check = exs_record_check(page->record, i);

        g_string_append_printf(out, "<tr id=\"c%zu\">", i);
        append_verdict(out, check->verdict == EXS_VERDICT_PASS);
        g_string_append(out, "<th scope=\"row\">");
        exs_html_prose(out, check->text);
        g_string_append(out, "</th><td>");
        exs_html_prose(out, check->basis);
        if (strcmp(check->basis, "stated") == 0) {
            const char *article = exs_record_fact(page->record, "article");

            if (article && *article) {
                g_string_append(out, " in ");
                exs_html_prose(out, article);
            }
        }
        g_string_append(out, "</td>");
        append_seen(page, check);
        g_string_append(out, "</tr>\n");
    }
    if (count)
        exs_html_close_table(out);
    exs_html_close_section(out);
}
