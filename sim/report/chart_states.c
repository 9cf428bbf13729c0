/* chart_states.c - what is down or in retry, and how much waits; see chart_private.h.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/report/find.h"
#include "sim/report/chart_private.h"

typedef struct {
    const ExsPlaces *places;
    GHashTable *down;  /* object -> place of its open span, from 1 */
    GHashTable *retry; /* the same of connectors in retry */
    GArray *spans;
} Reading;

static int64_t get(const Reading *reading, const ExsEntry *entry, const char *field)
{
    int64_t value = 0;

    return exs_entry_get(reading->places->record, entry, field, &value) ? value : 0;
}

static ExsSpan *find(const Reading *reading, GHashTable *open, uint32_t object)
{
    guint place = GPOINTER_TO_UINT(g_hash_table_lookup(open, GUINT_TO_POINTER(object)));

    return place ? &g_array_index(reading->spans, ExsSpan, place - 1) : NULL;
}

static void open_span(const Reading *reading, GHashTable *open, const ExsSpan *span)
{
    g_array_append_vals(reading->spans, span, 1);
    g_hash_table_replace(open, GUINT_TO_POINTER(span->object),
                         GUINT_TO_POINTER(reading->spans->len));
}

/* A fault lasts until it is said to be over; a service is down from stopped to started. */
static void read_fault(const Reading *reading, const ExsEntry *entry, const char *word)
{
    uint32_t object = (uint32_t)get(reading, entry, "object");
    bool begins = strcmp(word, "fault") == 0 || strcmp(word, "stopped") == 0;
    ExsSpan *span;

    object = object ? object : (uint32_t)get(reading, entry, "service");
    span = find(reading, reading->down, object);
    if (begins && !span) {
        const char *fault =
            exs_record_text_at(reading->places->record, (uint32_t)get(reading, entry, "fault"));
        ExsSpan made = {object, true, entry->when, EXS_TIME_NEVER, *fault ? fault : "stopped"};

        open_span(reading, reading->down, &made);
    } else if (!begins && span) {
        span->to = entry->when;
        g_hash_table_remove(reading->down, GUINT_TO_POINTER(object));
    }
}

/* A queue is in retry while its timer runs, and while what follows on that is one more. */
static void read_retry(const Reading *reading, const ExsEntry *entry, bool waits)
{
    uint32_t object = exs_chart_place(reading->places, (uint32_t)get(reading, entry, "queue"));
    ExsTime until = entry->when + get(reading, entry, "interval");
    ExsSpan *span = find(reading, reading->retry, object);

    if (waits && span && entry->when <= span->to + 60 * EXS_SECOND) {
        span->to = until;
        return;
    }
    if (span) {
        span->to = MIN(span->to, entry->when);
        g_hash_table_remove(reading->retry, GUINT_TO_POINTER(object));
    }
    if (waits)
        open_span(reading, reading->retry,
                  &(ExsSpan){object, false, entry->when, until, "waits to try again"});
}

/* A connector of a pair is down while the link it uses is. */
static void spread_links(const Reading *reading)
{
    const ExsRecord *record = reading->places->record;
    guint count = reading->spans->len;

    for (guint i = 0; i < count; i++) {
        const ExsObject *link =
            exs_record_object(record, g_array_index(reading->spans, ExsSpan, i).object);

        if (strcmp(link->class_name, "link") != 0)
            continue;
        for (uint32_t id = 1; id <= exs_record_object_count(record); id++) {
            const ExsObject *object = exs_record_object(record, id);
            const char *pair = exs_object_attribute(object, "pair");
            ExsSpan span = g_array_index(reading->spans, ExsSpan, i);

            span.object = id;
            if (pair && strcmp(object->class_name, "connector") == 0 &&
                strcmp(pair, link->name) == 0)
                g_array_append_val(reading->spans, span);
        }
    }
}

GArray *exs_chart_spans(const ExsPlaces *places)
{
    static const char *const words[] = {"fault",   "repaired",    "stopped",
                                        "started", "retry-waits", "opened"};
    const ExsRecord *record = places->record;
    g_autoptr(GHashTable) down = g_hash_table_new(NULL, NULL);
    g_autoptr(GHashTable) retry = g_hash_table_new(NULL, NULL);
    Reading reading = {places, down, retry, NULL};
    int kinds[G_N_ELEMENTS(words)];
    ExsTime end = exs_find_end(record);

    reading.spans = g_array_new(FALSE, FALSE, sizeof(ExsSpan));
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        kinds[i] = exs_record_find_kind(record, words[i]);
    for (uint64_t number = 0; number < exs_record_count(record); number++) {
        const ExsEntry *entry = exs_record_entry(record, number);

        for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
            if (entry->kind != kinds[i])
                continue;
            else if (i < 4)
                read_fault(&reading, entry, words[i]);
            else
                read_retry(&reading, entry, i == 4);
    }
    for (guint i = 0; i < reading.spans->len; i++) {
        ExsSpan *span = &g_array_index(reading.spans, ExsSpan, i);

        span->to = MIN(span->to, end);
    }
    spread_links(&reading);
    return reading.spans;
}

GArray *exs_chart_depths(const ExsPlaces *places)
{
    const ExsRecord *record = places->record;
    GArray *depths = g_array_new(FALSE, FALSE, sizeof(ExsDepth));
    int queued = exs_record_find_kind(record, "queued");
    int unqueued = exs_record_find_kind(record, "unqueued");

    for (uint64_t number = 0; number < exs_record_count(record); number++) {
        const ExsEntry *entry = exs_record_entry(record, number);
        int64_t queue = 0, waiting = 0;
        ExsDepth depth = {.when = entry->when};

        if ((entry->kind != queued && entry->kind != unqueued) ||
            !exs_entry_get(record, entry, "queue", &queue) ||
            !exs_entry_get(record, entry, "waiting", &waiting))
            continue;
        depth.object = exs_chart_place(places, (uint32_t)queue);
        depth.waiting = waiting;
        g_array_append_val(depths, depth);
    }
    return depths;
}
