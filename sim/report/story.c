/* story.c - what a reader does not miss, see report_private.h.
 *
 * Read from the end: whether an entry matters is often known by what comes after it.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/report/report_private.h"

/* Mail that is in a queue no longer than this did not wait. */
#define PASSING EXS_SECOND

typedef enum {
    TOLD,
    MECHANICAL,
    OBJECT,
    CALCULATED,
    SUBMITTED,
    RESOLVED,
    ROUTED,
    QUEUED,
    UNQUEUED,
    CLOSED,
    SMTP,
    DELIVERED,
    HANDED_OFF,
} Part;

static const struct {
    const char *word;
    Part part;
} parts[] = {
    {"transfer-started", MECHANICAL},
    {"taken", MECHANICAL},
    {"grown", MECHANICAL},
    {"open-tried", MECHANICAL},
    {"opened", MECHANICAL},
    {"turned", MECHANICAL},
    {"disconnected", MECHANICAL},
    {"tracked", MECHANICAL},
    {"counter", MECHANICAL},
    {"sought", MECHANICAL},
    {"carried", MECHANICAL},
    {"listed", MECHANICAL},
    {"bound", MECHANICAL},
    {"checked", MECHANICAL},
    {"object", OBJECT},
    {"learned", MECHANICAL},
    {"route-added", MECHANICAL},
    {"route-dropped", MECHANICAL},
    {"table-calculated", CALCULATED},
    {"submitted", SUBMITTED},
    {"resolved", RESOLVED},
    {"routed", ROUTED},
    {"queued", QUEUED},
    {"unqueued", UNQUEUED},
    {"closed", CLOSED},
    {"smtp", SMTP},
    {"delivered", DELIVERED},
    {"handed-off", HANDED_OFF},
};

typedef struct {
    const ExsRecord *record;
    Part *parts;           /* by kind */
    GHashTable *leaves;    /* message and queue -> entry that says it leaves */
    GHashTable *queued;    /* message -> the next entry that says it waits, if that is told */
    GHashTable *delivered; /* message -> the next delivery */
    GHashTable *handed;    /* message -> the next entry that says it is in MTS-OUT */
    GHashTable *routed;    /* message -> the next entry that says which way it goes */
    bool *told;            /* by entry */
    ExsTime first;         /* submitted */
} Reading;

static Part part_of(const ExsKind *kind)
{
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
        if (strcmp(parts[i].word, kind->word) == 0)
            return parts[i].part;
    return TOLD;
}

bool exs_story_is_mechanical(const ExsKind *kind)
{
    return part_of(kind) == MECHANICAL;
}

static int64_t get(const Reading *reading, const ExsEntry *entry, const char *field)
{
    int64_t value = 0;

    return exs_entry_get(reading->record, entry, field, &value) ? value : 0;
}

static const char *text_of(const Reading *reading, const ExsEntry *entry, const char *field)
{
    return exs_record_text_at(reading->record, (uint32_t)get(reading, entry, field));
}

static void *message_key(const Reading *reading, const ExsEntry *entry)
{
    return GSIZE_TO_POINTER((gsize)get(reading, entry, "message"));
}

G_STATIC_ASSERT(sizeof(gsize) == 8);

/* Both are 32 bits; the table hashes the lower ones, of which there must be many. */
static void *stay_key(const Reading *reading, const ExsEntry *entry)
{
    return GSIZE_TO_POINTER((gsize)get(reading, entry, "queue") << 32 |
                            (gsize)get(reading, entry, "message"));
}

static bool is_queued_told(Reading *reading, const ExsEntry *entry)
{
    const ExsEntry *leaves = g_hash_table_lookup(reading->leaves, stay_key(reading, entry));
    const ExsEntry *handed = g_hash_table_lookup(reading->handed, message_key(reading, entry));
    bool is_told = (!leaves || leaves->when - entry->when > PASSING) &&
                   (!handed || handed->when != entry->when);

    g_hash_table_replace(reading->queued, message_key(reading, entry),
                         is_told ? (void *)entry : NULL);
    return is_told;
}

/* "queued for FAST" says already that it goes by FAST. */
static bool is_routed_told(const Reading *reading, const ExsEntry *entry)
{
    const ExsEntry *queued = g_hash_table_lookup(reading->queued, message_key(reading, entry));
    const ExsObject *connector =
        exs_record_object(reading->record, (uint32_t)get(reading, entry, "connector"));
    const ExsObject *queue;

    if (!queued || !connector || queued->actor != entry->actor)
        return true;
    queue = exs_record_object(reading->record, (uint32_t)get(reading, queued, "queue"));
    return !queue || strcmp(queue->title, connector->title) != 0;
}

/* Does this server hold the connector it chooses? */
static bool is_own_choice(const Reading *reading, const ExsEntry *entry)
{
    return exs_names_above(reading->record, entry->actor, "server") ==
           exs_names_above(reading->record, (uint32_t)get(reading, entry, "connector"), "server");
}

/* The server of the connector only says again what another has chosen before: hide it. */
static void hide_agreement(Reading *reading, const ExsEntry *entry, uint64_t number)
{
    void *key = message_key(reading, entry);
    size_t place = GPOINTER_TO_SIZE(g_hash_table_lookup(reading->routed, key));

    if (place && !is_own_choice(reading, entry)) {
        const ExsEntry *next = exs_record_entry(reading->record, place - 1);

        if (is_own_choice(reading, next) &&
            get(reading, next, "connector") == get(reading, entry, "connector") &&
            get(reading, next, "recipient") == get(reading, entry, "recipient"))
            reading->told[place - 1] = false;
    }
    g_hash_table_replace(reading->routed, key, GSIZE_TO_POINTER((gsize)number + 1));
}

static bool is_added_told(const Reading *reading, const ExsEntry *entry)
{
    const ExsObject *object =
        exs_record_object(reading->record, (uint32_t)get(reading, entry, "object"));

    return object && strcmp(object->class_name, "queue") != 0 &&
           strcmp(object->class_name, "link") != 0;
}

/* A server's "taken" says less than the delivery at the same instant. */
static bool is_smtp_told(const Reading *reading, const ExsEntry *entry)
{
    const ExsEntry *delivered =
        g_hash_table_lookup(reading->delivered, message_key(reading, entry));

    return !delivered || delivered->when != entry->when || *text_of(reading, entry, "said") != '2';
}

static bool is_told(Reading *reading, const ExsEntry *entry, uint64_t number)
{
    switch (reading->parts[entry->kind]) {
    case MECHANICAL:
        return false;
    case OBJECT:
        return is_added_told(reading, entry);
    case CALCULATED:
        return get(reading, entry, "changed") && entry->when >= reading->first;
    case RESOLVED:
        return get(reading, entry, "rule") &&
               get(reading, entry, "recipient") != get(reading, entry, "address");
    case ROUTED:
        hide_agreement(reading, entry, number);
        return is_routed_told(reading, entry);
    case QUEUED:
        return is_queued_told(reading, entry);
    case UNQUEUED:
        g_hash_table_replace(reading->leaves, stay_key(reading, entry), (void *)entry);
        return false;
    case CLOSED:
        return !g_str_has_prefix(text_of(reading, entry, "why"), "idle");
    case HANDED_OFF:
        g_hash_table_replace(reading->handed, message_key(reading, entry), (void *)entry);
        return true;
    case SMTP:
        return is_smtp_told(reading, entry);
    case DELIVERED:
        g_hash_table_replace(reading->delivered, message_key(reading, entry), (void *)entry);
        return true;
    default:
        return true;
    }
}

/* When the first message came; if there was none, the tables are the story. */
static ExsTime first_submitted(const Reading *reading)
{
    for (uint64_t i = 0; i < exs_record_count(reading->record); i++) {
        const ExsEntry *entry = exs_record_entry(reading->record, i);

        if (reading->parts[entry->kind] == SUBMITTED)
            return entry->when;
    }
    return 0;
}

bool *exs_story_told(const ExsRecord *record)
{
    size_t kinds = exs_record_kind_count(record);
    g_autoptr(GHashTable) leaves = g_hash_table_new(NULL, NULL);
    g_autoptr(GHashTable) queued = g_hash_table_new(NULL, NULL);
    g_autoptr(GHashTable) delivered = g_hash_table_new(NULL, NULL);
    g_autoptr(GHashTable) handed = g_hash_table_new(NULL, NULL);
    g_autoptr(GHashTable) routed = g_hash_table_new(NULL, NULL);
    g_autofree Part *by_kind = g_new0(Part, kinds + 1);
    bool *told = g_new(bool, exs_record_count(record) + 1);
    Reading reading = {record, by_kind, leaves, queued, delivered, handed, routed, told, 0};

    for (size_t i = 0; i < kinds; i++)
        by_kind[i] = part_of(exs_record_kind(record, (uint16_t)i));
    reading.first = first_submitted(&reading);
    for (uint64_t i = exs_record_count(record); i-- > 0;)
        told[i] = is_told(&reading, exs_record_entry(record, i), i);
    return told;
}

GArray *exs_story_choose(const ExsRecord *record, const ExsTextOptions *options, size_t *count,
                         GError **error)
{
    bool is_story = !options->all && !options->kinds;
    g_autofree bool *told = is_story ? exs_story_told(record) : NULL;
    ExsFilter filter = {.kinds = options->kinds, .message = options->message};
    g_autoptr(ExsQuery) query = exs_query_new(record, &filter, error);
    GArray *chosen;
    uint64_t number;

    if (!query)
        return NULL;
    chosen = g_array_new(FALSE, FALSE, sizeof(uint64_t));
    for (*count = 0; exs_query_next(query, &number); (*count)++)
        if (!told || told[number])
            g_array_append_val(chosen, number);
    return chosen;
}
