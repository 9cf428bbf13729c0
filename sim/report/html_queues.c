/* html_queues.c - the queues over the whole run as a table, see html_private.h.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/kernel/error.h"
#include "sim/report/html_private.h"

#define ROWS_MAX 400

ExsQueueTally *exs_html_tally(const ExsRecord *record)
{
    ExsQueueTally *tallies = g_new0(ExsQueueTally, exs_record_object_count(record) + 1);
    int queued = exs_record_find_kind(record, "queued");
    int unqueued = exs_record_find_kind(record, "unqueued");

    for (uint64_t i = 0; i < exs_record_count(record); i++) {
        const ExsEntry *entry = exs_record_entry(record, i);
        int64_t queue = 0, waiting = 0;
        ExsQueueTally *tally;

        if ((entry->kind != queued && entry->kind != unqueued) ||
            !exs_entry_get(record, entry, "queue", &queue) ||
            !exs_entry_get(record, entry, "waiting", &waiting))
            continue;
        tally = &tallies[queue];
        tally->passed += entry->kind == queued;
        tally->last = waiting;
        if (waiting <= tally->most)
            continue;
        tally->most = waiting;
        tally->when = entry->when;
    }
    return tallies;
}

static void append_row(const ExsPage *page, uint32_t queue)
{
    const ExsQueueTally *tally = &page->tallies[queue];
    g_autoptr(GString) name = g_string_new(NULL), when = g_string_new(NULL);
    uint32_t server = exs_names_above(page->record, queue, "server");
    GString *out = page->out;

    exs_names_append_title(name, page->record, queue);
    exs_names_append_day(when, tally->when);
    g_string_append_c(when, ' ');
    exs_names_append_clock(when, tally->when);
    g_string_append_printf(out, "<tr id=\"q%u\"><th scope=\"row\">", queue);
    exs_html_prose(out, name->str);
    g_string_append(out, "</th><td>");
    if (server)
        exs_html_prose(out, exs_record_object(page->record, server)->name);
    g_string_append_printf(out, "</td><td class=\"number\">%" G_GINT64_FORMAT "</td><td>%s</td>",
                           tally->most, when->str);
    g_string_append_printf(out,
                           "<td class=\"number\">%" G_GINT64_FORMAT
                           "</td><td class=\"number\">%" G_GINT64_FORMAT "</td></tr>\n",
                           tally->last, tally->passed);
}

void exs_html_queues(ExsPage *page)
{
    static const char *const headings[] = {"Queue",       "Server",     "Most waiting",
                                           "First so at", "At the end", "Came in"};
    size_t rows = 0, idle = 0, objects = exs_record_object_count(page->record);

    exs_html_open_section(page->out, "queues", "Queues");
    for (uint32_t id = 1; id <= objects; id++) {
        if (strcmp(exs_record_object(page->record, id)->class_name, "queue") != 0)
            continue;
        if (page->tallies[id].passed == 0) {
            idle++;
            continue;
        }
        if (rows++ == 0)
            exs_html_open_table(page->out, "queues", "How full each queue was", headings,
                                G_N_ELEMENTS(headings));
        if (rows <= ROWS_MAX)
            append_row(page, id);
    }
    if (rows)
        exs_html_close_table(page->out);
    else
        g_string_append(page->out, "<p>Nothing was queued.</p>\n");
    if (rows > ROWS_MAX)
        g_string_append_printf(page->out, "<p class=\"rest\">%zu queues more.</p>\n",
                               rows - ROWS_MAX);
    if (rows && idle)
        g_string_append_printf(page->out, "<p class=\"rest\">%zu other queue%s held nothing.</p>\n",
                               idle, idle == 1 ? "" : "s");
    exs_html_close_section(page->out);
}
