/* mta_database.c - opens and closes the MTA's database (see mta_database.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/mta_database.h"

#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/mta.h"

#define CORE_LAST     0x26        /* DB000001.DAT .. DB000026.DAT */
#define WORK_QUEUE    0x01000027u /* of a fresh 5.5 */
#define WORK_QUEUE_50 0x0100002Bu
#define LAST_INTERNAL 0x0100002Bu        /* ours: the queues of gateways follow */
#define PLENTY        ((int64_t)1 << 30) /* ours: bytes free on a disk that nobody speaks of */

static const char *const fault_words[EXS_DATABASE_FAULTS] = {
    [EXS_DATABASE_LOCKED] = "dat file locked",
    [EXS_DATABASE_NOT_MARKED] = "not marked used",
    [EXS_DATABASE_GROWS] = "dat files grow",
};

ExsMtaDatabase *exs_database_new(ExsMta *mta)
{
    ExsMtaDatabase *database = g_new0(ExsMtaDatabase, 1);

    database->files = g_array_new(FALSE, FALSE, sizeof(ExsQueueFile));
    database->leftovers = exs_leftovers_new();
    database->free = PLENTY;
    database->opened = exs_world_now(mta->world);
    database->work_queue =
        exs_rule(&mta->server->policy, EXS_RULE_WORK_QUEUE_27) ? WORK_QUEUE : WORK_QUEUE_50;
    database->last_id = LAST_INTERNAL;
    return database;
}

void exs_database_free(ExsMtaDatabase *database)
{
    if (!database)
        return;
    g_array_unref(database->files);
    exs_leftovers_free(database->leftovers);
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

void exs_database_give_ids(ExsMta *mta)
{
    const GPtrArray *connectors = mta->server->site->connectors;

    for (guint i = 0; i < connectors->len; i++) {
        const ExsConnector *connector = connectors->pdata[i];
        ExsQueueFile file = {connector->queue, 0, false};
        g_autofree char *text = NULL;

        if (connector->server != mta->server || !connector->class->secured ||
            file_of(mta->database, connector->queue))
            continue;
        file.id = ++mta->database->last_id;
        g_array_append_val(mta->database->files, file);
        text = g_strdup_printf("%08X", file.id);
        exs_record_set_attribute(mta->world->record, connector->queue->id, "object", text);
    }
}

/* ---- faults ---- */

/* "DB00002D.DAT" -> 0x2D; 0: it is no such name */
static uint32_t read_file_name(const char *name)
{
    char *end;
    guint64 number;

    if (g_ascii_strncasecmp(name, "DB", 2) != 0 || !g_ascii_isxdigit(name[2]))
        return 0;
    number = g_ascii_strtoull(name + 2, &end, 16);
    if (end != name + 8 || g_ascii_strcasecmp(end, ".DAT") != 0)
        return 0;
    return (uint32_t)number;
}

static void note_fault(const ExsMta *mta, const char *text, bool is_on)
{
    uint32_t words = exs_record_text(mta->world->record, text);

    if (is_on)
        exs_world_trace(mta->world, FAULT, mta->server->mta_id, mta->server->mta_id, words);
    else
        exs_world_trace(mta->world, REPAIRED, mta->server->mta_id, mta->server->mta_id, words);
}

static bool lose(ExsMta *mta, uint32_t number, bool is_lost)
{
    ExsMtaDatabase *database = mta->database;

    if (number > 0 && number <= CORE_LAST) {
        if (is_lost)
            database->lost |= UINT64_C(1) << number;
        else
            database->lost &= ~(UINT64_C(1) << number);
        return true;
    }
    exs_database_give_ids(mta);
    for (guint i = 0; i < database->files->len; i++) {
        ExsQueueFile *file = &g_array_index(database->files, ExsQueueFile, i);

        if (number == (file->id & 0xFFFFFF)) {
            file->is_lost = is_lost;
            return true;
        }
    }
    return false;
}

bool exs_database_set_file(ExsMta *mta, const char *name, bool is_lost, GError **error)
{
    g_autofree char *text = g_strconcat("lost file ", name, NULL);
    g_autofree char *quoted = NULL;

    if (g_ascii_strcasecmp(name, "DBBITMP.DAT") == 0) {
        mta->database->has_mark = !is_lost;
    } else if (!lose(mta, read_file_name(name), is_lost)) {
        quoted = exs_quote(name);
        return exs_fail(error, EXS_ERROR_UNKNOWN,
                        "the MTA of %s has no file %s: there are DB000001.DAT to DB000026.DAT, "
                        "DBBITMP.DAT and one per gateway",
                        mta->server->name, quoted);
    }
    note_fault(mta, text, is_lost);
    return true;
}

bool exs_database_fault_parse(const char *text, ExsDatabaseFault *out, GError **error)
{
    g_autofree char *quoted = NULL;

    for (int i = 0; i < EXS_DATABASE_FAULTS; i++)
        if (g_ascii_strcasecmp(text, fault_words[i]) == 0) {
            *out = (ExsDatabaseFault)i;
            return true;
        }
    quoted = exs_quote(text);
    return exs_fail(
        error, EXS_ERROR_UNKNOWN,
        "%s is no fault: there are \"dat file locked\", \"not marked used\", \"dat files "
        "grow\" and \"file lost\"",
        quoted);
}

void exs_database_set_fault(ExsMta *mta, ExsDatabaseFault fault, bool is_on)
{
    if (mta->database->faults[fault] == is_on)
        return;
    mta->database->faults[fault] = is_on;
    note_fault(mta, fault_words[fault], is_on);
}

/* ---- starting and stopping ---- */

/* The first core or queue file that is not there; 0: all are. */
static uint32_t lost_file(const ExsMta *mta)
{
    const ExsMtaDatabase *database = mta->database;

    for (uint32_t i = 1; i <= CORE_LAST; i++)
        if (database->lost >> i & 1)
            return i;
    return 0;
}

static bool has_files(ExsMta *mta)
{
    uint32_t lost = lost_file(mta);
    g_autofree char *file = NULL;
    g_autofree char *text = NULL;

    if (lost == 0 || !exs_rule(&mta->server->policy, EXS_RULE_CORE_FILES))
        return true;
    file = exs_database_file_name(lost);
    text = lost == 1 ? g_strdup("Queue-Desc-Object (ID 1) not found")
                     : g_strdup_printf("%s not found", file);
    exs_log_event(mta->world, mta->server, EXS_EVENT_UNEXPECTED_ERROR, (const char *const[]){text});
    return false;
}

static void on_checked(void *object, void *data)
{
    ExsMta *mta = object;

    (void)data;
    mta->database->checking = 0;
    exs_database_check_end(mta);
    exs_mta_open(mta);
}

bool exs_database_admit(ExsMta *mta)
{
    ExsTime takes;

    if (mta->database->checking || !exs_disk_admits(mta) || !has_files(mta))
        return false;
    exs_database_give_ids(mta);
    if (mta->database->has_mark || !exs_rule(&mta->server->policy, EXS_RULE_CHECK_AFTER_UNCLEAN))
        return true;
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
    return true;
}
