/* mta_database.c - opens and closes the MTA's database (see mta_database.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/mta_database.h"

#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/mta.h"

#define WORK_QUEUE    0x01000027u /* of a fresh 5.5 */
#define WORK_QUEUE_50 0x0100002Bu
#define PLENTY        ((int64_t)1 << 30) /* ours: bytes free on a disk that nobody speaks of */

ExsMtaDatabase *exs_database_new(ExsMta *mta)
{
    ExsMtaDatabase *database = g_new0(ExsMtaDatabase, 1);

    database->files = g_array_new(FALSE, FALSE, sizeof(ExsQueueFile));
    database->leftovers = exs_leftovers_new();
    database->objects = exs_objects_new();
    database->free = PLENTY;
    database->opened = exs_world_now(mta->world);
    database->work_queue =
        exs_rule(&mta->server->policy, EXS_RULE_WORK_QUEUE_27) ? WORK_QUEUE : WORK_QUEUE_50;
    database->last_id = EXS_LAST_INTERNAL;
    return database;
}

void exs_database_free(ExsMta *mta)
{
    ExsMtaDatabase *database = mta->database;

    exs_rebuild_clear(mta);
    g_array_unref(database->files);
    exs_leftovers_free(database->leftovers);
    exs_objects_free(database->objects);
    g_free(database);
}

/* ---- names ---- */

char *exs_database_queue_name(const ExsQueue *queue)
{
    const ExsServer *server = queue->target ? queue->target : queue->server;
    const char *organization = server->site->world->organization;
    g_autofree char *name = NULL;

    if (queue->connector && queue->connector->class->secured)
        name = g_strdup_printf("/O=%s/OU=%s/CN=CONFIGURATION/CN=CONNECTIONS/CN=%s (%s)",
                               organization, server->site->name,
                               queue->connector->class->title40 ? queue->connector->class->title40
                                                                : queue->connector->class->title,
                               server->name);
    else if (queue->connector)
        name = g_strdup_printf("/O=%s/OU=%s/CN=CONFIGURATION/CN=CONNECTIONS/CN=%s", organization,
                               server->site->name, queue->connector->name);
    else
        name = g_strdup_printf("/O=%s/OU=%s/CN=CONFIGURATION/CN=SERVERS/CN=%s/CN=%s", organization,
                               server->site->name, server->name,
                               queue->target ? "MICROSOFT MTA" : "MICROSOFT PRIVATE MDB");
    return g_ascii_strup(name, -1);
}

bool exs_database_owns(const ExsQueue *queue)
{
    const ExsConnector *connector = queue->connector;

    return queue->owner == queue->server->mta_id &&
           !(connector && connector->class->secured && connector->queue != queue);
}

char *exs_database_file_name(uint32_t id)
{
    return g_strdup_printf("DB%06X.DAT", id & 0xFFFFFF);
}

static ExsQueueFile *file_of(const ExsMtaDatabase *database, const ExsQueue *queue)
{
    for (guint i = 0; i < database->files->len; i++)
        if (g_array_index(database->files, ExsQueueFile, i).queue == queue)
            return &g_array_index(database->files, ExsQueueFile, i);
    return NULL;
}

uint32_t exs_database_queue_id(const ExsQueue *queue)
{
    const ExsQueueFile *file = file_of(queue->server->mta->database, queue);

    return file ? file->id : 0;
}

static void note_id(const ExsMta *mta, const ExsQueueFile *file)
{
    g_autofree char *text = g_strdup_printf("%08X", file->id);

    exs_record_set_attribute(mta->world->record, file->queue->id, "object", text);
}

/* A queue without a name that anything leads to: its mail is delivered no more, nor routed again.
 */
static void strand(ExsMta *mta, ExsQueue *queue)
{
    ExsTransfer *transfer = exs_queue_take_all(mta->world, queue);

    if (!mta->database->stranded && transfer) {
        mta->database->stranded = exs_world_add_queue(mta->world, mta->server, mta->server->mta_id,
                                                      "stranded", "queues of old");
        mta->database->stranded->secured = true;
    }
    for (ExsTransfer *next; transfer; transfer = next) {
        next = transfer->next;
        exs_queue_put(mta->world, mta->database->stranded, transfer);
    }
}

/* The queue of queues was replaced: what was routed to a queue still says so, by an id that is
 * known no more. */
static void give_new_ids(ExsMta *mta)
{
    ExsMtaDatabase *database = mta->database;

    if (!database->is_new)
        return;
    database->is_new = false;
    for (guint i = 0; i < database->files->len; i++) {
        ExsQueueFile *file = &g_array_index(database->files, ExsQueueFile, i);

        if (!exs_rule(&mta->server->policy, EXS_RULE_NEW_IDS_STRAND))
            continue;
        strand(mta, file->queue);
        *file = (ExsQueueFile){file->queue, ++database->last_id, EXS_FILE_WHOLE};
        note_id(mta, file);
    }
}

void exs_database_give_ids(ExsMta *mta)
{
    const GPtrArray *connectors = mta->server->site->connectors;

    give_new_ids(mta);
    for (guint i = 0; i < connectors->len; i++) {
        const ExsConnector *connector = connectors->pdata[i];
        ExsQueueFile file = {connector->queue, 0, EXS_FILE_WHOLE};

        if (connector->server != mta->server || !connector->class->secured ||
            file_of(mta->database, connector->queue))
            continue;
        file.id = ++mta->database->last_id;
        g_array_append_val(mta->database->files, file);
        note_id(mta, &file);
    }
}

/* ---- starting and stopping ---- */

static void on_checked(void *object, void *data)
{
    ExsMta *mta = object;

    (void)data;
    mta->database->checking = 0;
    exs_database_check_end(mta);
    if (!exs_rebuild_begin(mta))
        exs_mta_open(mta);
}

bool exs_database_admit(ExsMta *mta)
{
    ExsTime takes;

    if (mta->database->checking || !exs_start_finds_directory(mta) || !exs_disk_admits(mta) ||
        !exs_start_finds_files(mta))
        return false;
    exs_database_give_ids(mta);
    if (mta->database->has_mark || !exs_rule(&mta->server->policy, EXS_RULE_CHECK_AFTER_UNCLEAN))
        return !exs_rebuild_begin(mta);
    takes = exs_database_check_begin(mta);
    mta->database->checking =
        exs_engine_at(mta->world->engine, exs_world_now(mta->world) + takes, on_checked, mta, NULL);
    return false;
}

void exs_database_opened(ExsMta *mta)
{
    exs_database_give_ids(mta);
    mta->database->has_mark = false; /* made again at a clean stop */
    mta->database->opened = exs_world_now(mta->world);
    exs_disk_watch(mta);
}

void exs_database_closed(ExsMta *mta, bool is_clean)
{
    exs_disk_unwatch(mta);
    mta->database->has_mark = is_clean;
}

bool exs_database_break_off(ExsMta *mta)
{
    if (!mta->database->checking)
        return false;
    exs_engine_cancel(mta->world->engine, mta->database->checking);
    mta->database->checking = 0;
    exs_rebuild_clear(mta);
    return true;
}
