/* chart_marks.c - what moves, from which part to which, and what happens on the spot; see
 * chart_private.h.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/report/chart_private.h"
#include "sim/report/topology_private.h"

#define ARROW(name) EXS_ARROW_##name, -1
#define SPOT(name)  -1, EXS_SPOT_##name

static const ExsMeaning meanings[] = {
    {"submitted", SPOT(START), NULL, NULL, NULL, false, false},
    {"report", SPOT(START), NULL, NULL, NULL, false, false},
    {"resolved", ARROW(STEP), NULL, NULL, NULL, false, false},
    {"expanded", ARROW(STEP), NULL, NULL, NULL, false, false},
    {"routed", ARROW(STEP), NULL, NULL, NULL, false, false},
    {"queued", ARROW(STEP), NULL, "queue", NULL, false, false},
    {"handed-off", ARROW(STEP), NULL, NULL, NULL, false, false},
    {"taken", ARROW(STEP), NULL, "connector", NULL, false, false},
    {"transfer-started", -1, -1, NULL, NULL, NULL, true, false},
    {"transferred", ARROW(TRANSFER), "queue", "target", NULL, false, false},
    {"transfer-failed", SPOT(FAIL), NULL, NULL, "queue", false, false},
    {"open-failed", SPOT(FAIL), NULL, NULL, "queue", false, false},
    {"rerouted", ARROW(REROUTE), "from", "to", NULL, false, false},
    {"reroute-refused", SPOT(STAY), NULL, NULL, "queue", false, false},
    {"held", SPOT(STAY), NULL, NULL, "queue", false, false},
    {"smtp", -1, -1, NULL, NULL, NULL, false, true},
    {"delivered", EXS_ARROW_DELIVER, EXS_SPOT_DONE, NULL, NULL, NULL, false, false},
    {"returned", SPOT(FAIL), NULL, NULL, NULL, false, false},
    {"discarded", SPOT(FAIL), NULL, NULL, NULL, false, false},
    {"expired", SPOT(FAIL), NULL, NULL, NULL, false, false},
    {"loop", SPOT(FAIL), NULL, NULL, NULL, false, false},
    {"fault", SPOT(FAULT), NULL, NULL, "object", false, false},
    {"stopped", SPOT(FAULT), NULL, NULL, "service", false, false},
    {"repaired", SPOT(DONE), NULL, NULL, "object", false, false},
    {"started", SPOT(DONE), NULL, NULL, "service", false, false},
    {"event", SPOT(EVENT), NULL, NULL, NULL, false, false},
};

const ExsMeaning *exs_chart_meaning(const ExsKind *kind)
{
    for (size_t i = 0; i < G_N_ELEMENTS(meanings); i++)
        if (strcmp(meanings[i].word, kind->word) == 0)
            return &meanings[i];
    return NULL;
}

/* ---- places ---- */

void exs_chart_places_init(ExsPlaces *places, const ExsRecord *record)
{
    size_t count = exs_record_object_count(record);

    *places = (ExsPlaces){record, exs_topology_connectors(record), g_new0(uint32_t, count + 1)};
    for (uint32_t id = 1; id <= count; id++) {
        const ExsObject *object = exs_record_object(record, id);

        if (strcmp(object->class_name, "mta") == 0)
            places->receivers[object->parent] = id;
    }
}

void exs_chart_places_clear(ExsPlaces *places)
{
    g_hash_table_unref(places->connectors);
    g_free(places->receivers);
}

uint32_t exs_chart_place(const ExsPlaces *places, uint32_t object)
{
    static const char *const kept[] = {"recipient", "mailbox", "list"};
    const ExsObject *found = exs_record_object(places->record, object);
    uint32_t connector;

    if (!found)
        return 0;
    if (strcmp(found->class_name, "queue") == 0) {
        connector =
            GPOINTER_TO_UINT(g_hash_table_lookup(places->connectors, GUINT_TO_POINTER(object)));
        return connector ? connector : exs_chart_place(places, found->parent);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(kept); i++)
        if (strcmp(found->class_name, kept[i]) == 0)
            return found->parent;
    return object;
}

/* The part of a server that takes what is sent to it. */
static uint32_t receiver_of(const ExsPlaces *places, uint32_t object)
{
    return places->receivers[object] ? places->receivers[object] : exs_chart_place(places, object);
}

/* ---- reading ---- */

typedef struct {
    const ExsPlaces *places;
    const ExsMeaning **meanings; /* by kind */
    GHashTable *last;            /* message -> where it was last */
    GHashTable *begun;           /* message -> entry that began its transfer, from 1 */
    GHashTable *wanted;          /* messages to be shown; NULL: all */
    GArray *marks;
} Reading;

static int64_t get(const Reading *reading, const ExsEntry *entry, const char *field)
{
    int64_t value = 0;

    return field && exs_entry_get(reading->places->record, entry, field, &value) ? value : 0;
}

static uint32_t place(const Reading *reading, const ExsEntry *entry, const char *field)
{
    return exs_chart_place(reading->places,
                           field ? (uint32_t)get(reading, entry, field) : entry->actor);
}

static uint32_t find(GHashTable *table, uint32_t message)
{
    return GPOINTER_TO_UINT(g_hash_table_lookup(table, GUINT_TO_POINTER(message)));
}

static void put(GHashTable *table, uint32_t message, uint32_t value)
{
    g_hash_table_replace(table, GUINT_TO_POINTER(message), GUINT_TO_POINTER(value));
}

static void add(const Reading *reading, uint64_t number, const ExsMark *mark)
{
    ExsMark made = *mark;

    made.entry = number;
    made.end = exs_record_entry(reading->places->record, number)->when;
    if (made.is_spot) {
        made.begin = made.end;
        made.to = made.from;
    }
    if (made.from && made.to && (made.is_spot || made.from != made.to))
        g_array_append_val(reading->marks, made);
}

static void read_arrow(const Reading *reading, uint64_t number, const ExsEntry *entry,
                       const ExsMeaning *meaning, uint32_t message)
{
    uint32_t begun = find(reading->begun, message);
    ExsMark mark = {.type = meaning->arrow, .begin = entry->when};

    mark.from = meaning->from ? place(reading, entry, meaning->from) : find(reading->last, message);
    mark.to = place(reading, entry, meaning->to);
    if (meaning->to && strcmp(meaning->to, "target") == 0)
        mark.to = receiver_of(reading->places, (uint32_t)get(reading, entry, meaning->to));
    if (meaning->arrow == EXS_ARROW_TRANSFER && begun)
        mark.begin = exs_record_entry(reading->places->record, begun - 1)->when;
    add(reading, number, &mark);
    put(reading->last, message, mark.to);
    put(reading->begun, message, 0);
}

static void read_refusal(const Reading *reading, uint64_t number, const ExsEntry *entry)
{
    const char *said =
        exs_record_text_at(reading->places->record, (uint32_t)get(reading, entry, "said"));
    ExsMark arrow = {.from = place(reading, entry, NULL),
                     .to = (uint32_t)get(reading, entry, "host"),
                     .begin = entry->when,
                     .type = EXS_ARROW_FAIL};
    ExsMark spot = {.from = arrow.to, .is_spot = true, .type = EXS_SPOT_FAIL};

    if (*said != '4' && *said != '5')
        return;
    add(reading, number, &arrow);
    add(reading, number, &spot);
}

static bool is_wanted(const Reading *reading, const ExsMeaning *meaning, uint32_t message)
{
    if (!reading->wanted || g_hash_table_contains(reading->wanted, GUINT_TO_POINTER(message)))
        return true;
    return !message && meaning->spot >= 0 && meaning->at;
}

static void read_entry(const Reading *reading, uint64_t number)
{
    const ExsEntry *entry = exs_record_entry(reading->places->record, number);
    const ExsMeaning *meaning = reading->meanings[entry->kind];
    uint32_t message, own;

    if (!meaning)
        return;
    message = exs_fold_message(reading->places->record, entry);
    own = (uint32_t)get(reading, entry, "report");
    if (!is_wanted(reading, meaning, own ? own : message))
        return;
    if (meaning->begins)
        put(reading->begun, message, (uint32_t)number + 1);
    if (meaning->reply)
        read_refusal(reading, number, entry);
    if (meaning->arrow >= 0)
        read_arrow(reading, number, entry, meaning, message);
    if (meaning->spot == EXS_SPOT_START)
        put(reading->last, own ? own : message, place(reading, entry, NULL));
    if (meaning->spot >= 0)
        add(reading, number,
            &(ExsMark){.from = place(reading, entry, meaning->at),
                       .is_spot = true,
                       .type = meaning->spot});
}

GArray *exs_chart_marks(const ExsPlaces *places, uint32_t message)
{
    size_t kinds = exs_record_kind_count(places->record);
    g_autofree const ExsMeaning **by_kind = g_new0(const ExsMeaning *, kinds + 1);
    g_autoptr(GHashTable) last = g_hash_table_new(NULL, NULL);
    g_autoptr(GHashTable) begun = g_hash_table_new(NULL, NULL);
    g_autoptr(GHashTable) wanted = message ? g_hash_table_new(NULL, NULL) : NULL;
    Reading reading = {places, by_kind, last, begun, wanted, NULL};

    if (message)
        g_hash_table_add(wanted, GUINT_TO_POINTER(message));
    reading.marks = g_array_new(FALSE, FALSE, sizeof(ExsMark));
    for (size_t i = 0; i < kinds; i++)
        by_kind[i] = exs_chart_meaning(exs_record_kind(places->record, (uint16_t)i));
    for (uint64_t i = 0; i < exs_record_count(places->record); i++)
        read_entry(&reading, i);
    return reading.marks;
}
