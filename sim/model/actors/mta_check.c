/* mta_check.c - the check of the MTA's database, inside the MTA and as mtacheck (see
 * mta_database.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/kernel/error.h"
#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/actors/mta_database.h"

#define LOG_FILE     "Exchsrvr\\Mtadata\\Mtacheck.Out\\Mtacheck.log"
#define MAXIMUM      5           /* of diagnostics logging */
#define OWN_OBJECTS  34          /* objects of an empty database */
#define FIRST_MEMORY 0x01000030u /* ours: objects of queues in memory, anew at each start */

typedef struct {
    const char *name;
    uint32_t id;
} Internal;

/* The MTA's own queues. */
static void internal_queues(const ExsMta *mta, Internal out[4])
{
    out[0] = (Internal){"XAPIWRKQ", 0x01000020};
    out[1] = (Internal){"OOFINFOQ", 0x01000025};
    out[2] = (Internal){"REFDATQ", 0x01000026};
    out[3] = (Internal){"MTAWORKQ", mta->database->work_queue};
}

/* ---- the queues, one after the other ---- */

typedef void (*Say)(ExsMta *mta, const char *queue, uint32_t id, void *data);

static uint32_t each_queue(ExsMta *mta, Say say, void *data)
{
    const GArray *files = mta->database->files;
    Internal internal[4];

    internal_queues(mta, internal);
    for (int i = 0; i < 4; i++)
        say(mta, internal[i].name, internal[i].id, data);
    for (guint i = 0; i < files->len; i++) {
        const ExsQueueFile *file = &g_array_index(files, ExsQueueFile, i);
        g_autofree char *name = exs_database_queue_name(file->queue);

        say(mta, name, file->id, data);
    }
    return 4 + files->len;
}

/* A lost queue file is made anew: what was routed to the queue still says so. */
static uint32_t rebuild(ExsMta *mta, GPtrArray *lines)
{
    uint32_t count = 0;

    for (guint i = 0; i < mta->database->files->len; i++) {
        ExsQueueFile *file = &g_array_index(mta->database->files, ExsQueueFile, i);
        g_autofree char *name = NULL;

        if (!file->is_lost || !exs_rule(&mta->server->policy, EXS_RULE_LOST_QUEUE_REBUILT))
            continue;
        file->is_lost = false;
        count++;
        if (!lines)
            continue;
        name = exs_database_queue_name(file->queue);
        g_ptr_array_add(lines, g_strdup_printf("Queue %s required reconstruction.", name));
        g_ptr_array_add(lines,
                        g_strdup_printf("%u objects recovered to the queue.", file->queue->count));
    }
    return count;
}

/* ---- inside the MTA ---- */

static void log_queue(ExsMta *mta, const char *queue, uint32_t id, void *data)
{
    g_autofree char *file = exs_database_file_name(id);

    (void)data;
    exs_log_event(mta->world, mta->server, EXS_EVENT_CHECK_QUEUE,
                  (const char *const[]){queue, file});
}

ExsTime exs_database_check_begin(ExsMta *mta)
{
    exs_log_event(mta->world, mta->server, EXS_EVENT_CHECK_BEGINS, NULL);
    return each_queue(mta, log_queue, NULL) *
           exs_setting(&mta->server->settings, EXS_SETTING_CHECK_TIME);
}

void exs_database_check_end(ExsMta *mta)
{
    rebuild(mta, NULL);
    exs_disk_remove_grown(mta);
    exs_log_event(mta->world, mta->server, EXS_EVENT_CHECK_DONE, (const char *const[]){LOG_FILE});
}

/* ---- from the command line ---- */

static void add_line(ExsMta *mta, const char *queue, uint32_t id, void *data)
{
    (void)mta;
    g_ptr_array_add(data, g_strdup_printf("Checking queue %s (id %08X)", queue, id));
}

/* Everything that stands in the MTA's files. */
static uint32_t count_objects(const ExsMta *mta)
{
    uint32_t count = OWN_OBJECTS + mta->work.count + mta->deferral.count;

    for (guint i = 0; i < mta->world->queues->len; i++) {
        const ExsQueue *queue = mta->world->queues->pdata[i];

        if (queue->server == mta->server && exs_database_owns(queue))
            count += queue->count;
    }
    return count;
}

static void conclude(const ExsMta *mta, GPtrArray *lines, uint32_t repaired, uint32_t queues,
                     uint32_t damaged)
{
    uint32_t objects = count_objects(mta) + damaged;

    if (mta->database->lost) {
        g_ptr_array_add(lines,
                        g_strdup("Some objects are missing from the Boot Environment, please "
                                 "reload missing files from the BOOTENV directory on the "
                                 "CD."));
        g_ptr_array_add(
            lines,
            g_strdup("Database contains serious errors and cannot be automatically repaired."));
    } else if (repaired == 0 && damaged == 0) {
        g_ptr_array_add(lines, g_strdup("Database clean, no errors detected."));
    } else {
        g_ptr_array_add(lines, g_strdup("Database repaired, some data may have been lost."));
        g_ptr_array_add(lines,
                        g_strdup_printf("- %u queue(s) required repair out of %u detected (%u%%).",
                                        repaired, queues, repaired * 100 / queues));
        g_ptr_array_add(lines, g_strdup_printf("- %u object(s) damaged out of %u detected (%u%%).",
                                               damaged, objects, damaged * 100 / objects));
    }
}

char **exs_database_mtacheck(ExsMta *mta, GError **error)
{
    ExsWorld *world = mta->world;
    GPtrArray *lines;
    uint32_t queues, repaired;

    if (mta->server->mta_runs || mta->database->checking) {
        exs_fail(error, EXS_ERROR_STATE, "mtacheck needs the MTA of %s stopped", mta->server->name);
        return NULL;
    }
    lines = g_ptr_array_new();
    exs_database_give_ids(mta);
    queues = each_queue(mta, add_line, lines);
    repaired = rebuild(mta, lines);
    conclude(mta, lines, repaired, queues, exs_disk_remove_grown(mta));
    mta->database->has_mark =
        mta->database->lost == 0 && !exs_rule(&mta->server->policy, EXS_RULE_MTACHECK_NO_MARK);
    for (guint i = 0; i < lines->len; i++)
        exs_world_trace(world, MTACHECK, mta->server->id, mta->server->id,
                        exs_record_text(world->record, lines->pdata[i]));
    g_ptr_array_add(lines, NULL);
    return (char **)(void *)g_ptr_array_free(lines, FALSE);
}

/* ---- queues in memory ---- */

static void log_memory(ExsMta *mta, const ExsQueue *queue, uint32_t *id)
{
    uint32_t priorities = exs_rule(&mta->server->policy, EXS_RULE_THREE_QUEUES) ? 3 : 1;
    g_autofree char *name = exs_database_queue_name(queue);

    for (uint32_t i = 0; i < priorities; i++, ++*id) {
        g_autofree char *object = g_strdup_printf("%08X", *id);
        g_autofree char *number = g_strdup_printf("%u", *id & 0xFFFFFF);
        g_autofree char *priority = g_strdup_printf("%u", i);

        exs_log_event(mta->world, mta->server, EXS_EVENT_QUEUE_OBJECT,
                      (const char *const[]){object});
        exs_log_event(mta->world, mta->server, EXS_EVENT_QUEUE_PURPOSE,
                      (const char *const[]){priority, name, number});
    }
}

void exs_database_log_queues(ExsMta *mta)
{
    uint32_t id = MAX(mta->database->last_id, FIRST_MEMORY) + 1;

    if (exs_setting(&mta->server->settings, EXS_SETTING_LOG_FIELD_ENGINEERING) < MAXIMUM)
        return;
    for (guint i = 0; i < mta->world->queues->len; i++) {
        const ExsQueue *queue = mta->world->queues->pdata[i];

        if (queue->server == mta->server && exs_database_owns(queue) && !queue->secured &&
            !(queue->connector && queue->connector->is_removed))
            log_memory(mta, queue, &id);
    }
}
