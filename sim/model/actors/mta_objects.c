/* mta_objects.c - see mta_objects.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/mta_objects.h"

#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/mta.h"

typedef struct {
    uint32_t number;
    ExsObjectState state;
} Object;

struct ExsObjects {
    GHashTable *by_serial; /* of the message -> Object * (owned) */
    bool any_bad;          /* some are not whole */
};

ExsObjects *exs_objects_new(void)
{
    ExsObjects *objects = g_new0(ExsObjects, 1);

    objects->by_serial = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    return objects;
}

void exs_objects_free(ExsObjects *objects)
{
    g_hash_table_unref(objects->by_serial);
    g_free(objects);
}

static Object *find(const ExsMta *mta, const ExsMessage *message)
{
    return g_hash_table_lookup(mta->database->objects->by_serial,
                               GUINT_TO_POINTER(message->serial));
}

static Object *add(ExsObjects *objects, const ExsMessage *message, uint32_t number)
{
    Object *object = g_new0(Object, 1);

    object->number = number & 0xFFFFFF;
    g_hash_table_insert(objects->by_serial, GUINT_TO_POINTER(message->serial), object);
    return object;
}

uint32_t exs_object_number(ExsMta *mta, const ExsMessage *message)
{
    const Object *object = find(mta, message);

    if (!object)
        object = add(mta->database->objects, message, ++mta->database->last_id);
    return object->number;
}

/* By the order in which they were made. */
static gint by_age(gconstpointer a, gconstpointer b)
{
    const ExsMessage *left = (*(ExsTransfer *const *)a)->message;
    const ExsMessage *right = (*(ExsTransfer *const *)b)->message;

    return (left->serial > right->serial) - (left->serial < right->serial);
}

/* The objects of those that stand here; the numbers of the others are free. */
static void keep_standing(ExsObjects *objects, const GPtrArray *standing, GHashTable *used)
{
    GHashTable *kept = g_hash_table_new_full(NULL, NULL, NULL, g_free);

    for (guint i = 0; i < standing->len; i++) {
        gpointer key = GUINT_TO_POINTER(((const ExsTransfer *)standing->pdata[i])->message->serial);
        Object *object = g_hash_table_lookup(objects->by_serial, key);

        if (!object)
            continue;
        g_hash_table_steal(objects->by_serial, key);
        g_hash_table_insert(kept, key, object);
        g_hash_table_add(used, GUINT_TO_POINTER(object->number));
    }
    g_hash_table_unref(objects->by_serial);
    objects->by_serial = kept;
}

void exs_objects_number_all(ExsMta *mta)
{
    g_autoptr(GPtrArray) standing = exs_objects_standing(mta);
    g_autoptr(GHashTable) used = g_hash_table_new(NULL, NULL);
    ExsMtaDatabase *database = mta->database;
    uint32_t number = EXS_LAST_INTERNAL & 0xFFFFFF;

    for (guint i = 0; i < database->files->len; i++) {
        const ExsQueueFile *file = &g_array_index(database->files, ExsQueueFile, i);

        g_hash_table_add(used, GUINT_TO_POINTER(file->id & 0xFFFFFF));
    }
    keep_standing(database->objects, standing, used);
    g_ptr_array_sort(standing, by_age);
    for (guint i = 0; i < standing->len; i++) {
        const ExsMessage *message = ((const ExsTransfer *)standing->pdata[i])->message;

        if (find(mta, message))
            continue;
        while (g_hash_table_contains(used, GUINT_TO_POINTER(++number)))
            ;
        add(database->objects, message, number);
    }
    database->last_id = MAX(database->last_id, number | 0x01000000);
}

char *exs_object_id(ExsMta *mta, const ExsMessage *message)
{
    return g_strdup_printf("06%06X", exs_object_number(mta, message));
}

void exs_object_lose(ExsMta *mta, const ExsMessage *message)
{
    exs_object_set(mta, exs_object_number(mta, message), EXS_OBJECT_LOST);
}

const ExsMessage *exs_object_find(const ExsMta *mta, uint32_t serial)
{
    g_autoptr(GPtrArray) standing = exs_objects_standing(mta);

    for (guint i = 0; i < standing->len; i++) {
        const ExsMessage *message = ((const ExsTransfer *)standing->pdata[i])->message;

        if (message->serial == serial)
            return message;
    }
    return NULL;
}

ExsObjectState exs_object_state(const ExsMta *mta, const ExsMessage *message)
{
    const Object *object = mta->database->objects->any_bad ? find(mta, message) : NULL;

    return object ? object->state : EXS_OBJECT_WHOLE;
}

bool exs_object_set(ExsMta *mta, uint32_t number, ExsObjectState state)
{
    g_autoptr(GPtrArray) standing = exs_objects_standing(mta);

    for (guint i = 0; i < standing->len; i++) {
        Object *object = find(mta, ((const ExsTransfer *)standing->pdata[i])->message);

        if (!object || object->number != number)
            continue;
        object->state = state;
        mta->database->objects->any_bad |= state != EXS_OBJECT_WHOLE;
        return true;
    }
    return false;
}

/* ---- where copies stand ---- */

static void add_queue(GPtrArray *out, const ExsQueue *queue)
{
    for (int priority = 0; priority < EXS_PRIORITY_COUNT; priority++)
        for (ExsTransfer *t = queue->first[priority]; t; t = t->next)
            g_ptr_array_add(out, t);
}

GPtrArray *exs_objects_standing(const ExsMta *mta)
{
    GPtrArray *out = g_ptr_array_new();

    for (ExsTransfer *t = mta->work.first; t; t = t->next)
        g_ptr_array_add(out, t);
    for (ExsTransfer *t = mta->deferral.first; t; t = t->next)
        g_ptr_array_add(out, t);
    for (guint i = 0; i < mta->world->queues->len; i++) {
        const ExsQueue *queue = mta->world->queues->pdata[i];

        if (queue->server == mta->server && exs_database_owns(queue))
            add_queue(out, queue);
    }
    return out;
}

char *exs_object_queue(const ExsMta *mta, const ExsTransfer *transfer, uint32_t *id)
{
    const ExsQueue *queue = transfer->queue;

    *id = queue && queue->secured ? exs_database_queue_id(queue) : 0;
    if (*id)
        return exs_database_queue_name(queue);
    *id = mta->database->work_queue;
    return g_strdup("MTAWORKQ");
}

/* ---- what is no more ---- */

/* Takes out of a list by `next` what passes the test, and puts it into `out`. */
static uint32_t take_from(const ExsMta *mta, ExsTransfer **first, ExsTransfer **last,
                          ExsObjectTest test, const void *data, GPtrArray *out)
{
    ExsTransfer *all = *first, **end = first;
    uint32_t taken = 0;

    *first = *last = NULL;
    for (ExsTransfer *next; all; all = next) {
        next = all->next;
        all->next = NULL;
        if (test(mta, all, data)) {
            g_ptr_array_add(out, all);
            taken++;
            continue;
        }
        *end = *last = all;
        end = &all->next;
    }
    return taken;
}

static void take_from_queue(const ExsMta *mta, ExsQueue *queue, ExsObjectTest test,
                            const void *data, GPtrArray *out)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new();

    add_queue(all, queue);
    for (guint i = 0; i < all->len; i++)
        if (test(mta, all->pdata[i], data))
            g_ptr_array_add(out, all->pdata[i]);
}

uint32_t exs_objects_discard(ExsMta *mta, ExsObjectTest test, const void *data, ExsRule rule,
                             const char *why)
{
    g_autoptr(GPtrArray) gone = g_ptr_array_new();
    g_autoptr(GHashTable) messages = g_hash_table_new(NULL, NULL);
    uint32_t words = exs_record_text(mta->world->record, why);

    mta->work.count -= take_from(mta, &mta->work.first, &mta->work.last, test, data, gone);
    mta->deferral.count -=
        take_from(mta, &mta->deferral.first, &mta->deferral.last, test, data, gone);
    for (guint i = 0; i < mta->world->queues->len; i++) {
        ExsQueue *queue = mta->world->queues->pdata[i];

        if (queue->server == mta->server && exs_database_owns(queue))
            take_from_queue(mta, queue, test, data, gone);
    }
    for (guint i = 0; i < gone->len; i++) {
        ExsTransfer *transfer = gone->pdata[i];

        g_hash_table_add(messages, GUINT_TO_POINTER(transfer->message->serial));
        exs_transfer_discard(mta->world, transfer, mta->server->mta_id, rule, words);
    }
    exs_alarms_work_changed(mta);
    return g_hash_table_size(messages);
}

/* ---- objects that the MTA comes upon ---- */

static void log_unreadable(ExsMta *mta, const ExsMessage *message)
{
    g_autofree char *id = exs_object_id(mta, message);

    exs_log_event(mta->world, mta->server, EXS_EVENT_READ_ATTRIBUTE,
                  (const char *const[]){"XAPI", "423", "2171", id, "86"});
}

/* Event 2171, 2175 and 2188: an attribute, its length, and the object itself. */
static void log_missing(ExsMta *mta, const ExsMessage *message)
{
    g_autofree char *file = exs_database_file_name(exs_object_number(mta, message));

    exs_log_event(
        mta->world, mta->server, EXS_EVENT_READ_ATTRIBUTE,
        (const char *const[]){"MTA", "423", "ODXOINIU - Object does not exist", file, "86"});
    exs_log_event(mta->world, mta->server, EXS_EVENT_READ_LENGTH, (const char *const[]){file});
    exs_log_event(mta->world, mta->server, EXS_EVENT_DELETE_OBJECT, (const char *const[]){file});
}

void exs_object_log_not_locked(ExsMta *mta, const ExsMessage *message)
{
    g_autofree char *id = exs_object_id(mta, message);

    exs_log_event(mta->world, mta->server, EXS_EVENT_NOT_LOCKED, (const char *const[]){id});
}

/* What a starting MTA logs and lets go of. */
static const struct {
    ExsObjectState state;
    ExsRule rule;
    void (*log)(ExsMta *mta, const ExsMessage *message);
    const char *why;
} let_go[] = {
    {EXS_OBJECT_LOST, EXS_RULE_LOST_OBJECT_GONE, log_missing, "its file is gone"},
    {EXS_OBJECT_NOT_LOCKED, EXS_RULE_UNLOCKED_UNPROCESSED, exs_object_log_not_locked,
     "its object was not locked"},
};

static bool is_in_state(const ExsMta *mta, const ExsTransfer *transfer, const void *data)
{
    return exs_object_state(mta, transfer->message) == *(const ExsObjectState *)data;
}

/* Logs each message of the state once. */
static void let_go_of(ExsMta *mta, size_t which)
{
    g_autoptr(GPtrArray) standing = exs_objects_standing(mta);
    const ExsMessage *logged = NULL;

    if (!exs_rule(&mta->server->policy, let_go[which].rule))
        return;
    for (guint i = 0; i < standing->len; i++) {
        const ExsTransfer *transfer = standing->pdata[i];

        if (transfer->message != logged && is_in_state(mta, transfer, &let_go[which].state)) {
            let_go[which].log(mta, transfer->message);
            logged = transfer->message;
        }
    }
    if (logged)
        exs_objects_discard(mta, is_in_state, &let_go[which].state, let_go[which].rule,
                            let_go[which].why);
}

void exs_objects_open(ExsMta *mta)
{
    g_autoptr(GPtrArray) standing = NULL;

    if (!mta->database->objects->any_bad)
        return;
    standing = exs_objects_standing(mta);
    for (guint i = 0; i < standing->len; i++) {
        ExsTransfer *transfer = standing->pdata[i];
        ExsObjectState state = exs_object_state(mta, transfer->message);

        transfer->is_unreadable = state == EXS_OBJECT_UNREADABLE || state == EXS_OBJECT_DAMAGED;
        transfer->is_logged = false;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(let_go); i++)
        let_go_of(mta, i);
}

bool exs_object_stops(ExsMta *mta, ExsTransfer *transfer)
{
    if (!transfer->is_unreadable || !exs_rule(&mta->server->policy, EXS_RULE_UNREADABLE_STOPS))
        return false;
    if (!transfer->is_logged)
        log_unreadable(mta, transfer->message);
    transfer->is_logged = true;
    return true;
}
