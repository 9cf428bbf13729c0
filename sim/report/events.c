/* events.c - see events.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/report/events.h"

#include "exsim/kernel/error.h"
#include "exsim/report/find.h"
#include "sim/report/report_private.h"

#define CLOCK_WIDTH    8
#define SEVERITY_WIDTH 11
#define SOURCE_WIDTH   15
#define CATEGORY_WIDTH 15
#define ID_WIDTH       5
#define COMPUTER_WIDTH 14

typedef struct {
    ExsTime when;
    int64_t id;
    uint32_t server;
    const char *source, *category, *severity, *text;
} Event;

static const char *text_of(const ExsRecord *record, const ExsEntry *entry, const char *field)
{
    int64_t text = 0;

    exs_entry_get(record, entry, field, &text);
    return exs_record_text_at(record, (uint32_t)text);
}

static Event read_event(const ExsRecord *record, const ExsEntry *entry)
{
    Event event = {.when = entry->when,
                   .server = exs_names_above(record, entry->actor, "server"),
                   .source = text_of(record, entry, "source"),
                   .category = text_of(record, entry, "category"),
                   .severity = text_of(record, entry, "severity"),
                   .text = text_of(record, entry, "text")};

    exs_entry_get(record, entry, "id", &event.id);
    return event;
}

static const char *computer(const ExsRecord *record, const Event *event)
{
    return event->server ? exs_record_object(record, event->server)->name : "";
}

static void append_row(GString *out, const char *const *words)
{
    exs_layout_row(out, 0,
                   (ExsCell[]){{words[0], CLOCK_WIDTH, NULL},
                               {words[1], SEVERITY_WIDTH, NULL},
                               {words[2], SOURCE_WIDTH, NULL},
                               {words[3], CATEGORY_WIDTH, NULL},
                               {words[4], ID_WIDTH, NULL},
                               {words[5], COMPUTER_WIDTH, NULL}},
                   6);
}

static void append_text(GString *out, const ExsRecord *record, const Event *event)
{
    g_autoptr(GString) clock = g_string_new(NULL), source = g_string_new(NULL);
    g_autoptr(GString) category = g_string_new(NULL), name = g_string_new(NULL);
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *id = g_strdup_printf("%d", (int)event->id);

    exs_names_append_clock(clock, event->when);
    exs_escape_append(source, event->source);
    exs_escape_append(category, event->category);
    exs_escape_append(name, computer(record, event));
    exs_escape_append(text, event->text);
    append_row(out, (const char *const[]){clock->str, event->severity, source->str, category->str,
                                          id, name->str});
    exs_layout_paragraph(out, CLOCK_WIDTH + 2, "", text->str, EXS_REPORT_WIDTH);
}

static json_t *make_json(const ExsRecord *record, const Event *event)
{
    return json_pack(
        "{s:o, s:o, s:o, s:o, s:I, s:o, s:o}", "time", exs_names_json_time(event->when), "severity",
        exs_names_json_text(event->severity), "source", exs_names_json_text(event->source),
        "category", exs_names_json_text(event->category), "id", (json_int_t)event->id, "server",
        event->server ? exs_names_json_text(computer(record, event)) : json_null(), "text",
        exs_names_json_text(event->text));
}

static void append_day(GString *out, ExsTime when)
{
    g_string_append(out, out->len ? "\n" : "");
    exs_names_append_day(out, when);
    g_string_append_c(out, '\n');
}

bool exs_events(const ExsRecord *record, const ExsEventsOptions *options, GString *out,
                GError **error)
{
    ExsFilter filter = {.kinds = "event", .until = options->until};
    g_autoptr(ExsQuery) query = NULL;
    g_autoptr(GString) body = g_string_new(NULL);
    json_t *rows = options->json ? json_array() : NULL;
    const ExsEntry *entry;
    ExsTime day = 0;
    uint64_t number, shown = 0;

    query = exs_find_entries(record, error) ? exs_query_new(record, &filter, error) : NULL;
    while (query && (entry = exs_query_next(query, &number))) {
        Event event = read_event(record, entry);

        if (options->server && options->server != event.server)
            continue;
        if (rows) {
            json_array_append_new(rows, make_json(record, &event));
            continue;
        }
        if (shown++ == 0 || !exs_names_is_same_day(day, event.when))
            append_day(body, event.when);
        day = event.when;
        append_text(body, record, &event);
    }
    if (query && rows) {
        exs_names_put_json(out, json_pack("{s:O}", "events", rows));
        g_string_append_c(out, '\n');
    } else if (query && shown == 0) {
        g_string_append(out, "no events\n");
    } else if (query) {
        append_row(
            out, (const char *const[]){"time", "type", "source", "category", "event", "computer"});
        g_string_append_printf(out, "\n%s", body->str);
    }
    json_decref(rows);
    return query != NULL;
}
