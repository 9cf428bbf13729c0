/* outline.c - what became of the messages, those that fared alike told as one; see
 * outline_private.h.
 *
 * A way is a path in a tree whose edges are steps: a kind and the objects it names. Messages that
 * end at one node fared alike.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/report/outline_private.h"
#include "sim/report/report_private.h"

/* Kinds that are steps of a way; the higher the interest, the more a reader wants to see it. */
static const struct {
    const char *word;
    int interest;
} steps[] = {
    {"submitted", 0},  {"queued", 2},    {"rerouted", 3}, {"transferred", 1},
    {"handed-off", 1}, {"delivered", 1}, {"returned", 3}, {"discarded", 3},
    {"expired", 3},    {"loop", 3},      {"deferred", 2}, {"expanded", 1},
};

/* A node of the tree: how a message got here. */
typedef struct {
    uint32_t parent;
    uint64_t key;   /* of the step */
    uint64_t first; /* the entry that made it first */
    size_t depth;
    int interest;
    uint64_t count; /* messages that end here */
    uint32_t message, last_message;
} Node;

typedef struct {
    const ExsRecord *record;
    const bool *told;
    int *interest; /* by kind; -1: no step */
    int unqueued;
    GArray *nodes;     /* Node; 0 is the root */
    GHashTable *edges; /* key -> node */
    GHashTable *at;    /* message -> node */
} Walk;

static uint64_t mix(uint64_t key, uint64_t value)
{
    key = (key ^ value) * UINT64_C(0x9E3779B97F4A7C15);
    return key ^ key >> 29;
}

/* The same for entries that are the same step: kind, where, objects, rules, codes. */
static uint64_t key_of(const ExsRecord *record, const ExsEntry *entry)
{
    const ExsKind *kind = exs_record_kind(record, entry->kind);
    uint64_t key = mix(mix(7, entry->kind), entry->actor);

    for (size_t i = 0; i < kind->field_count; i++)
        if (kind->fields[i].type == EXS_FIELD_OBJECT || kind->fields[i].type == EXS_FIELD_RULE ||
            kind->fields[i].type == EXS_FIELD_CODE)
            key = mix(key, (uint64_t)exs_entry_value(record, entry, i));
    return key;
}

static uint32_t step_from(Walk *walk, uint32_t from, uint64_t number)
{
    const ExsEntry *entry = exs_record_entry(walk->record, number);
    uint64_t key = key_of(walk->record, entry);
    void *edge = GSIZE_TO_POINTER((gsize)mix(key, from));
    uint32_t known = GPOINTER_TO_UINT(g_hash_table_lookup(walk->edges, edge));
    const Node *before = &g_array_index(walk->nodes, Node, from);
    Node node = {.parent = from,
                 .key = key,
                 .first = number,
                 .depth = before->depth + 1,
                 .interest = MAX(before->interest, walk->interest[entry->kind])};

    if (before->key == key) /* to the next recipient */
        return from;
    if (known)
        return known;
    g_array_append_val(walk->nodes, node);
    g_hash_table_insert(walk->edges, edge, GUINT_TO_POINTER(walk->nodes->len - 1));
    return walk->nodes->len - 1;
}

static bool is_step(const Walk *walk, uint64_t number)
{
    const ExsEntry *entry = exs_record_entry(walk->record, number);

    return walk->interest[entry->kind] >= 0 && walk->told[number] &&
           exs_fold_message(walk->record, entry);
}

/* Finds each message's last node; `order` gets the messages as they come. */
static void walk_all(Walk *walk, GArray *order)
{
    for (uint64_t i = 0; i < exs_record_count(walk->record); i++) {
        uint32_t message, from;
        void *key;

        if (!is_step(walk, i))
            continue;
        message = exs_fold_message(walk->record, exs_record_entry(walk->record, i));
        key = GUINT_TO_POINTER(message);
        from = GPOINTER_TO_UINT(g_hash_table_lookup(walk->at, key));
        if (!from)
            g_array_append_val(order, message);
        if (g_array_index(walk->nodes, Node, from).depth < EXS_OUTLINE_STEPS)
            from = step_from(walk, from, i);
        g_hash_table_replace(walk->at, key, GUINT_TO_POINTER(from));
    }
    for (guint i = 0; i < order->len; i++) {
        uint32_t message = g_array_index(order, uint32_t, i);
        Node *node = &g_array_index(
            walk->nodes, Node,
            GPOINTER_TO_UINT(g_hash_table_lookup(walk->at, GUINT_TO_POINTER(message))));

        if (node->count++ == 0)
            node->message = message;
        node->last_message = message;
    }
}

/* ---- which ways are told ---- */

static bool is_before(const Node *a, const Node *b)
{
    if (a->interest != b->interest)
        return a->interest > b->interest;
    return a->count > b->count;
}

/* The most interesting few; then in the order that their first messages came. */
static void choose(ExsOutline *outline, const Walk *walk, const GArray *order)
{
    g_autofree bool *is_chosen = g_new0(bool, walk->nodes->len);

    for (size_t taken = 0; taken < EXS_OUTLINE_WAYS; taken++) {
        guint best = 0;

        for (guint i = 1; i < walk->nodes->len; i++) {
            const Node *node = &g_array_index(walk->nodes, Node, i);

            if (node->count && !is_chosen[i] &&
                (!best || is_before(node, &g_array_index(walk->nodes, Node, best))))
                best = i;
        }
        is_chosen[best] = best != 0;
    }
    for (guint i = 1; i < walk->nodes->len; i++) {
        const Node *node = &g_array_index(walk->nodes, Node, i);

        outline->ways_left += node->count && !is_chosen[i];
        outline->messages_left += is_chosen[i] ? 0 : node->count;
    }
    for (guint i = 0; i < order->len && outline->way_count < EXS_OUTLINE_WAYS; i++) {
        uint32_t message = g_array_index(order, uint32_t, i);
        guint place = GPOINTER_TO_UINT(g_hash_table_lookup(walk->at, GUINT_TO_POINTER(message)));
        const Node *node = &g_array_index(walk->nodes, Node, place);

        if (!is_chosen[place] || node->message != message)
            continue;
        outline->ways[outline->way_count++] = (ExsWay){.node = place,
                                                       .count = node->count,
                                                       .first = message,
                                                       .last = node->last_message,
                                                       .interest = node->interest,
                                                       .step_count = node->depth};
    }
}

static void lay_steps(ExsOutline *outline, const Walk *walk)
{
    for (size_t i = 0; i < outline->way_count; i++) {
        ExsWay *way = &outline->ways[i];
        uint32_t at = (uint32_t)way->node;

        for (size_t step = way->step_count; step-- > 0;) {
            const Node *node = &g_array_index(walk->nodes, Node, at);

            way->steps[step] = (ExsWayStep){.entry = node->first, .key = node->key};
            at = node->parent;
        }
    }
}

/* ---- when ---- */

/* Where a message that is told stands on its way. */
typedef struct {
    ExsWay *way;
    size_t next;       /* step */
    ExsWayStep *waits; /* the step "queued" that is not over; NULL: none */
    uint32_t queue;
    ExsTime since;
} Progress;

static void end_wait(Progress *progress, ExsTime when)
{
    ExsWayStep *step = progress->waits;
    ExsTime length = when - progress->since;

    step->shortest = step->over ? MIN(step->shortest, length) : length;
    step->longest = MAX(step->longest, length);
    step->over++;
    progress->waits = NULL;
}

static void pass(Progress *progress, const ExsRecord *record, const ExsEntry *entry)
{
    uint64_t key = key_of(record, entry);
    ExsWayStep *step;
    int64_t queue = 0;

    if (progress->next == 0 || progress->way->steps[progress->next - 1].key != key) {
        if (progress->next >= progress->way->step_count)
            return;
        progress->next++;
    }
    step = &progress->way->steps[progress->next - 1];
    step->from = step->count ? MIN(step->from, entry->when) : entry->when;
    step->to = step->count++ ? MAX(step->to, entry->when) : entry->when;
    if (strcmp(exs_record_kind(record, entry->kind)->word, "queued") != 0 ||
        !exs_entry_get(record, entry, "queue", &queue))
        return;
    *progress = (Progress){progress->way, progress->next, step, (uint32_t)queue, entry->when};
}

static Progress *progress_of(GHashTable *table, const Walk *walk, ExsOutline *outline,
                             uint32_t message)
{
    Progress *progress = g_hash_table_lookup(table, GUINT_TO_POINTER(message));
    guint node;

    if (progress)
        return progress;
    node = GPOINTER_TO_UINT(g_hash_table_lookup(walk->at, GUINT_TO_POINTER(message)));
    for (size_t i = 0; i < outline->way_count && node; i++) {
        if (outline->ways[i].node != node)
            continue;
        progress = g_new0(Progress, 1);
        progress->way = &outline->ways[i];
        g_hash_table_insert(table, GUINT_TO_POINTER(message), progress);
    }
    return progress;
}

static void time_steps(ExsOutline *outline, const Walk *walk)
{
    g_autoptr(GHashTable) table = g_hash_table_new_full(NULL, NULL, NULL, g_free);

    for (uint64_t i = 0; i < exs_record_count(walk->record); i++) {
        const ExsEntry *entry = exs_record_entry(walk->record, i);
        uint32_t message = 0;
        int64_t queue;
        Progress *progress;

        if (is_step(walk, i) || entry->kind == walk->unqueued)
            message = exs_fold_message(walk->record, entry);
        progress = message ? progress_of(table, walk, outline, message) : NULL;
        if (!progress)
            continue;
        if (entry->kind != walk->unqueued)
            pass(progress, walk->record, entry);
        else if (progress->waits && exs_entry_get(walk->record, entry, "queue", &queue) &&
                 queue == progress->queue)
            end_wait(progress, entry->when);
    }
}

ExsOutline *exs_outline_new(const ExsRecord *record, const bool *told)
{
    size_t kinds = exs_record_kind_count(record);
    g_autofree int *interest = g_new(int, kinds + 1);
    g_autoptr(GArray) nodes = g_array_new(FALSE, TRUE, sizeof(Node));
    g_autoptr(GArray) order = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    g_autoptr(GHashTable) edges = g_hash_table_new(NULL, NULL), at = g_hash_table_new(NULL, NULL);
    Walk walk = {record, told,  interest, exs_record_find_kind(record, "unqueued"),
                 nodes,  edges, at};
    ExsOutline *outline = g_new0(ExsOutline, 1);

    for (size_t i = 0; i < kinds; i++) {
        interest[i] = -1;
        for (size_t j = 0; j < G_N_ELEMENTS(steps); j++)
            if (strcmp(steps[j].word, exs_record_kind(record, (uint16_t)i)->word) == 0)
                interest[i] = steps[j].interest;
    }
    g_array_set_size(nodes, 1);
    walk_all(&walk, order);
    outline->message_count = order->len;
    choose(outline, &walk, order);
    lay_steps(outline, &walk);
    time_steps(outline, &walk);
    return outline;
}
