/* csv.c - see csv.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/report/csv.h"

#include <string.h>

#include "sim/report/report_private.h"

/* What a spreadsheet takes for a formula does not begin a cell. */
static void append_text(GString *out, const char *text)
{
    bool runs = *text != '\0' && strchr("=+-@\t\r", *text);

    if (runs || strpbrk(text, ",\"\r\n")) {
        g_string_append(out, runs ? "\"'" : "\"");
        for (const char *p = text; *p; p++) {
            if (*p == '"')
                g_string_append_c(out, '"');
            g_string_append_c(out, *p);
        }
        g_string_append_c(out, '"');
    } else {
        g_string_append(out, text);
    }
}

/* Ends the cell before, and is the next one. */
static void add_text(GString *out, const char *text)
{
    g_string_append_c(out, ',');
    append_text(out, text);
}

static void add_seconds(GString *out, ExsTime length)
{
    g_string_append_printf(out, ",%" G_GINT64_FORMAT ".%06" G_GINT64_FORMAT, length / EXS_SECOND,
                           length % EXS_SECOND);
}

static void add_message(GString *out, const ExsRecord *record, const ExsEntry *entry)
{
    uint32_t message = exs_fold_message(record, entry);
    const char *name = message ? exs_record_message_name(record, message) : NULL;
    g_autofree char *number = g_strdup_printf("%u", message);

    add_text(out, name ? name : message ? number : "");
}

static void append_row(GString *out, const ExsRecord *record, const ExsWords *words,
                       uint64_t number, ExsTime start)
{
    const ExsEntry *entry = exs_record_entry(record, number);
    uint32_t server = exs_names_above(record, entry->actor, "server");
    g_autofree char *time = exs_time_format(entry->when);
    g_autoptr(GString) where = g_string_new(NULL);
    g_autoptr(GString) what = g_string_new(NULL);

    exs_names_append_actor(where, record, entry->actor);
    exs_words_append_entry(what, words, entry);
    g_string_append_printf(out, "%" G_GUINT64_FORMAT, number);
    add_text(out, time);
    add_seconds(out, entry->when - start);
    add_text(out, server ? exs_record_object(record, server)->name : "");
    add_text(out, where->str);
    add_text(out, exs_record_kind(record, entry->kind)->word);
    add_message(out, record, entry);
    add_text(out, what->str);
    g_string_append(out, "\r\n");
}

bool exs_csv_report(const ExsRecord *record, GString *out, GError **error)
{
    g_autoptr(ExsQuery) query = exs_query_new(record, &(ExsFilter){0}, error);
    g_autoptr(ExsWords) words = NULL;
    ExsTime start = exs_names_start(record);
    uint64_t number;

    if (!query)
        return false;
    words = exs_words_new(record);
    g_string_append(out, "entry,time,seconds,server,where,kind,message,what\r\n");
    while (exs_query_next(query, &number))
        append_row(out, record, words, number, start);
    return true;
}
