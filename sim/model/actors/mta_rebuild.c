/* mta_rebuild.c - the queues in memory, which a starting MTA makes from its files, and what it logs
 * of them (see mta_database.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/mta.h"

#define FIRST_MEMORY 0x01000030u /* ours: objects of queues in memory, anew at each start */

/* ---- the queues ---- */

static uint32_t objects_each(const ExsMta *mta)
{
    return exs_rule(&mta->server->policy, EXS_RULE_THREE_QUEUES) ? 3 : 1;
}

/* The first of the objects of a queue in memory. */
static uint32_t memory_id(ExsMta *mta, ExsQueue *queue)
{
    if (queue->memory_id == 0) {
        queue->memory_id = mta->database->last_memory + 1;
        mta->database->last_memory += objects_each(mta);
    }
    return queue->memory_id;
}

static void log_memory(ExsMta *mta, ExsQueue *queue)
{
    g_autofree char *name = exs_database_queue_name(queue);

    for (uint32_t i = 0; i < objects_each(mta); i++) {
        uint32_t id = memory_id(mta, queue) + i;
        g_autofree char *object = g_strdup_printf("%08X", id);
        g_autofree char *number = g_strdup_printf("%u", id & 0xFFFFFF);
        g_autofree char *priority = g_strdup_printf("%u", i);

        exs_log_event(mta->world, mta->server, EXS_EVENT_QUEUE_OBJECT,
                      (const char *const[]){object});
        exs_log_event(mta->world, mta->server, EXS_EVENT_QUEUE_PURPOSE,
                      (const char *const[]){priority, name, number});
    }
}

void exs_rebuild_queues(ExsMta *mta)
{
    mta->database->last_memory = MAX(mta->database->last_id, FIRST_MEMORY);
    if (!exs_mta_logs_all(mta))
        return;
    for (guint i = 0; i < mta->world->queues->len; i++) {
        ExsQueue *queue = mta->world->queues->pdata[i];

        if (queue->server != mta->server || !exs_database_owns(queue) || queue->secured ||
            (queue->connector && queue->connector->is_removed))
            continue;
        queue->memory_id = 0;
        log_memory(mta, queue);
    }
}

/* ---- what stands on them ---- */

static void log_item(const ExsMta *mta, ExsEventKind kind, uint32_t object, uint32_t queue,
                     uint32_t count)
{
    g_autofree char *id = g_strdup_printf("06%06X", object);
    g_autofree char *name = g_strdup_printf("%08X", queue);
    g_autofree char *items = g_strdup_printf("%u", count);

    exs_log_event(mta->world, mta->server, kind,
                  (const char *const[]){"MTA", "MAIN BASE", id, name, name, items});
}

void exs_rebuild_note(ExsMta *mta, ExsQueue *queue, const ExsMessage *message, uint32_t count,
                      bool is_added)
{
    uint32_t id = mta->database->work_queue;

    if (mta->database->is_rebuilt)
        return;
    if (queue)
        id = queue->secured ? exs_database_queue_id(queue) : memory_id(mta, queue);
    log_item(mta, is_added ? EXS_EVENT_ITEM_ADDED : EXS_EVENT_ITEM_REMOVED,
             exs_object_number(mta, message), id, count);
}

/* ---- making them ---- */

typedef struct {
    uint32_t object, queue;
} Item;

struct ExsRebuild {
    GArray *items;      /* Item: what is still to be logged; empty: nothing is */
    guint next;         /* of these */
    GHashTable *counts; /* queue -> items on it so far */
};

void exs_rebuild_clear(ExsMta *mta)
{
    ExsRebuild *rebuild = mta->database->rebuild;

    if (!rebuild)
        return;
    g_array_unref(rebuild->items);
    g_hash_table_unref(rebuild->counts);
    g_free(rebuild);
    mta->database->rebuild = NULL;
}

static void list_items(ExsMta *mta, const GPtrArray *standing, GArray *items)
{
    for (guint i = 0; i < standing->len; i++) {
        Item item = {exs_object_number(mta, ((const ExsTransfer *)standing->pdata[i])->message), 0};

        g_free(exs_object_queue(mta, standing->pdata[i], &item.queue));
        g_array_append_val(items, item);
    }
}

static void log_next(ExsMta *mta)
{
    ExsRebuild *rebuild = mta->database->rebuild;
    Item item = g_array_index(rebuild->items, Item, rebuild->next++);
    guint count =
        GPOINTER_TO_UINT(g_hash_table_lookup(rebuild->counts, GUINT_TO_POINTER(item.queue))) + 1;

    g_hash_table_insert(rebuild->counts, GUINT_TO_POINTER(item.queue), GUINT_TO_POINTER(count));
    log_item(mta, EXS_EVENT_ITEM_ADDED, item.object, item.queue, count);
}

static void on_step(void *object, void *data);

static void step_in(ExsMta *mta, ExsTime takes)
{
    mta->database->checking =
        exs_engine_at(mta->world->engine, exs_world_now(mta->world) + takes, on_step, mta, NULL);
}

/* One more stands in its queue, or all do. */
static void on_step(void *object, void *data)
{
    ExsMta *mta = object;
    ExsRebuild *rebuild = mta->database->rebuild;

    (void)data;
    mta->database->checking = 0;
    if (rebuild->next < rebuild->items->len)
        log_next(mta);
    if (rebuild->next < rebuild->items->len) {
        step_in(mta, exs_setting(&mta->server->settings, EXS_SETTING_START_TIME));
        return;
    }
    exs_rebuild_clear(mta);
    exs_mta_open(mta);
}

bool exs_rebuild_begin(ExsMta *mta)
{
    g_autoptr(GPtrArray) standing = exs_objects_standing(mta);
    ExsTime each = exs_rule(&mta->server->policy, EXS_RULE_REBUILDS_QUEUES)
                       ? exs_setting(&mta->server->settings, EXS_SETTING_START_TIME)
                       : 0;

    if (standing->len == 0)
        return false;
    exs_rebuild_clear(mta);
    mta->database->rebuild = g_new0(ExsRebuild, 1);
    mta->database->rebuild->items = g_array_new(FALSE, FALSE, sizeof(Item));
    mta->database->rebuild->counts = g_hash_table_new(NULL, NULL);
    if (exs_mta_logs_all(mta))
        list_items(mta, standing, mta->database->rebuild->items);
    if (each > 0) {
        step_in(mta, exs_mta_logs_all(mta) ? each : each * standing->len);
        return true;
    }
    while (mta->database->rebuild->next < mta->database->rebuild->items->len)
        log_next(mta);
    exs_rebuild_clear(mta);
    return false;
}
