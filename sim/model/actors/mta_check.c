/* mta_check.c - the check of the MTA's database, inside the MTA and as mtacheck (see
 * mta_database.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/kernel/error.h"
#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/actors/mta_database.h"
#include "exsim/model/actors/poison.h"

#define OWN_OBJECTS 34 /* objects of an empty database */

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

/* ---- queue files ---- */

static void say(GPtrArray *lines, char *line)
{
    if (lines)
        g_ptr_array_add(lines, line);
    else
        g_free(line);
}

static void say_rebuilt(GPtrArray *lines, const char *name, ExsFileState state, uint32_t count)
{
    say(lines, g_strdup_printf("Queue %s required reconstruction.", name));
    if (state == EXS_FILE_DAMAGED)
        say(lines, g_strdup(" - corrupted queue file"));
    say(lines, g_strdup_printf("%u objects recovered to the queue.", count));
}

bool exs_database_check_fails(const ExsMta *mta, const ExsPolicy *policy)
{
    return mta->database->work_file == EXS_FILE_LOST &&
           exs_rule(policy, EXS_RULE_WORK_QUEUE_CHECK_FAILS);
}

/* What stands on the work queue as far as the files go: all but the gateways' queues. */
static uint32_t count_on_work_queue(const ExsMta *mta)
{
    g_autoptr(GPtrArray) standing = exs_objects_standing(mta);
    uint32_t count = 0;

    for (guint i = 0; i < standing->len; i++) {
        const ExsTransfer *transfer = standing->pdata[i];

        count += !transfer->queue || !transfer->queue->secured;
    }
    return count;
}

/* A damaged file of the work queue passes for a whole one (ours). */
static uint32_t rebuild_work_queue(ExsMta *mta, GPtrArray *lines)
{
    ExsMtaDatabase *database = mta->database;

    if (database->work_file != EXS_FILE_LOST)
        return 0;
    say_rebuilt(lines, "MTAWORKQ", database->work_file, count_on_work_queue(mta));
    database->work_file = EXS_FILE_WHOLE;
    database->misread = 0;
    exs_alarms_work_changed(mta);
    return 1;
}

/* A lost queue file is made anew: what was routed to the queue still says so. */
static uint32_t rebuild(ExsMta *mta, const ExsPolicy *policy, GPtrArray *lines)
{
    uint32_t count = 0;

    if (!exs_rule(policy, EXS_RULE_LOST_QUEUE_REBUILT))
        return 0;
    count += rebuild_work_queue(mta, lines);
    for (guint i = 0; i < mta->database->files->len; i++) {
        ExsQueueFile *file = &g_array_index(mta->database->files, ExsQueueFile, i);
        g_autofree char *name = NULL;

        if (file->state == EXS_FILE_WHOLE)
            continue;
        name = exs_database_queue_name(file->queue);
        say_rebuilt(lines, name, file->state, file->queue->count);
        file->state = EXS_FILE_WHOLE;
        count++;
    }
    return count;
}

/* ---- objects ---- */

#define LARGEST 0x7FFF /* a number of 16 bits with a sign */

static bool is_bad(const ExsMta *mta, const ExsTransfer *transfer, const void *data)
{
    ExsObjectState state = exs_object_state(mta, transfer->message);

    (void)data;
    return state == EXS_OBJECT_DAMAGED || state == EXS_OBJECT_LOST ||
           exs_poison_is_found(transfer->message);
}

static void say_object(ExsMta *mta, GPtrArray *lines, const ExsTransfer *transfer)
{
    const ExsMessage *message = transfer->message;
    bool is_lost = exs_object_state(mta, message) == EXS_OBJECT_LOST;
    g_autofree char *id = exs_object_id(mta, message);
    g_autofree char *mts_id = exs_message_mts_id(mta->world, message);
    uint32_t queue;
    g_autofree char *name = exs_object_queue(mta, transfer, &queue);

    say(lines, g_strdup_printf("Object %s invalid", id));
    say(lines, g_strdup(is_lost ? " - missing object file" : " - corrupted object file"));
    say(lines, g_strdup_printf("Object removed from queue %s", name));
    say(lines, g_strdup_printf("MTS-ID: %s", mts_id));
}

static void say_all_objects(ExsMta *mta, GPtrArray *lines, bool is_verbose)
{
    g_autoptr(GPtrArray) standing = exs_objects_standing(mta);

    if (is_verbose)
        say(lines, g_strdup("Starting object integrity checks"));
    for (guint i = 0; i < standing->len; i++) {
        const ExsTransfer *transfer = standing->pdata[i];
        g_autofree char *id = NULL;
        uint32_t queue;

        if (is_bad(mta, transfer, NULL)) {
            say_object(mta, lines, transfer);
        } else if (is_verbose) {
            id = exs_object_id(mta, transfer->message);
            g_free(exs_object_queue(mta, transfer, &queue));
            say(lines, g_strdup_printf("Checking object %s - OK, on queue %08X", id, queue));
        }
    }
}

/* Takes what is no object any more off its queue, and its file away. Returns how many. */
static uint32_t remove_damaged(ExsMta *mta, const ExsPolicy *policy, GPtrArray *lines,
                               bool is_verbose)
{
    if (!exs_rule(policy, EXS_RULE_DAMAGED_OBJECT_REMOVED))
        return 0;
    if (lines)
        say_all_objects(mta, lines, is_verbose);
    return exs_objects_discard(mta, is_bad, NULL, EXS_RULE_DAMAGED_OBJECT_REMOVED,
                               "its object is damaged");
}

/* Does the file refer to a gateway's queue or to the work queue, where mail for servers, in this
 * site or over a Site Connector, stands too? */
static bool is_on_files(const ExsTransfer *transfer)
{
    const ExsQueue *queue = transfer->queue;

    if (!queue)
        return true;
    return queue->secured || queue->target || (queue->connector && queue->connector->class->is_rpc);
}

static bool is_too_large(const ExsMta *mta, const ExsTransfer *transfer, const void *data)
{
    (void)data;
    return is_on_files(transfer) &&
           exs_object_number((ExsMta *)mta, transfer->message) > LARGEST; /* it has one */
}

/* An unclean database loses files of large numbers. mtacheck leaves what refers to them, which the
 * MTA finds at its start; the MTA's own check does not. */
static void lose_large(ExsMta *mta, const ExsPolicy *policy, bool is_mtacheck)
{
    g_autoptr(GPtrArray) standing = NULL;

    if (mta->database->has_mark || !exs_rule(policy, EXS_RULE_LARGE_NUMBERS_LOST))
        return;
    exs_objects_number_all(mta);
    if (!is_mtacheck) {
        exs_objects_discard(mta, is_too_large, NULL, EXS_RULE_LARGE_NUMBERS_LOST,
                            "the check deletes files of large numbers");
        return;
    }
    standing = exs_objects_standing(mta);
    for (guint i = 0; i < standing->len; i++)
        if (is_too_large(mta, standing->pdata[i], NULL))
            exs_object_lose(mta, ((const ExsTransfer *)standing->pdata[i])->message);
}

/* ---- inside the MTA ---- */

static void log_queue(ExsMta *mta, const char *queue, uint32_t id, void *data)
{
    g_autofree char *file = exs_database_file_name(id);

    (void)data;
    exs_log_event(mta->world, mta->server, EXS_EVENT_CHECK_QUEUE,
                  (const char *const[]){queue, file});
}

/* Old builds go through every file, the longer the larger it is. */
static ExsTime scan_time(const ExsMta *mta)
{
    ExsTime each = exs_setting(&mta->server->settings, EXS_SETTING_CHECK_FILE_TIME);
    g_autoptr(GPtrArray) standing = NULL;
    ExsTime takes = 0;

    if (!exs_rule(&mta->server->policy, EXS_RULE_CHECK_SCANS_FILES))
        return 0;
    standing = exs_objects_standing(mta);
    for (guint i = 0; i < standing->len; i++)
        takes += each * (1 + (((const ExsTransfer *)standing->pdata[i])->message->size >> 20));
    return takes;
}

ExsTime exs_database_check_begin(ExsMta *mta)
{
    exs_log_event(mta->world, mta->server, EXS_EVENT_CHECK_BEGINS, NULL);
    return scan_time(mta) + each_queue(mta, log_queue, NULL) *
                                exs_setting(&mta->server->settings, EXS_SETTING_CHECK_TIME);
}

void exs_database_check_end(ExsMta *mta)
{
    const ExsPolicy *policy = &mta->server->policy;

    rebuild(mta, policy, NULL);
    remove_damaged(mta, policy, NULL, false);
    lose_large(mta, policy, false);
    exs_disk_remove_grown(mta);
    exs_log_event(mta->world, mta->server, EXS_EVENT_CHECK_DONE,
                  (const char *const[]){EXS_CHECK_LOG});
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
    g_autoptr(GPtrArray) standing = exs_objects_standing(mta);

    return OWN_OBJECTS + standing->len;
}

static void say_serious(GPtrArray *lines)
{
    say(lines, g_strdup("Database contains serious errors and cannot be automatically repaired."));
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
        say_serious(lines);
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

/* Replication between directories or public folders: it goes to the one part of a server or the
 * other. */
static bool is_for(const ExsMta *mta, const ExsMessage *message, ExsRecipientKind kind)
{
    for (uint32_t i = 0; i < message->count; i++) {
        const ExsRecipient *recipient = exs_world_recipient(mta->world, message->to[i].typed);

        if (recipient && recipient->kind == kind)
            return true;
    }
    return false;
}

static bool is_unwanted(const ExsMta *mta, const ExsTransfer *transfer, const void *data)
{
    const ExsMtacheck *how = data;
    const ExsMessage *message = transfer->message;

    if (message->kind == EXS_MESSAGE_PROBE)
        return how->drops_probes;
    return message->kind == EXS_MESSAGE_SYSTEM &&
           ((how->drops_directory && is_for(mta, message, EXS_RECIPIENT_DIRECTORY)) ||
            (how->drops_public && is_for(mta, message, EXS_RECIPIENT_PUBLIC_STORE)));
}

/* What the switches ask for, as far as this mtacheck knows them. */
static void drop_unwanted(ExsMta *mta, const ExsPolicy *policy, const ExsMtacheck *how)
{
    ExsMtacheck known = *how;
    bool has_rd_rp = exs_rule(policy, EXS_RULE_MTACHECK_DROPS_REPLICATION);

    known.drops_directory &= has_rd_rp;
    known.drops_public &= has_rd_rp;
    known.drops_probes &= exs_rule(policy, EXS_RULE_MTACHECK_DROPS_PROBES);
    exs_objects_discard(mta, is_unwanted, &known, EXS_RULE_MTACHECK_DROPS_REPLICATION,
                        "mtacheck was told to");
}

static void check(ExsMta *mta, const ExsPolicy *policy, const ExsMtacheck *how, GPtrArray *lines)
{
    uint32_t queues, repaired, damaged;

    if (mta->database->faults[EXS_DATABASE_WRONG_PATH]) {
        say_serious(lines);
        return;
    }
    queues = each_queue(mta, add_line, lines);
    if (exs_database_check_fails(mta, policy)) {
        say(lines, g_strdup("mtacheck.exe - access violation"));
        return;
    }
    repaired = rebuild(mta, policy, lines);
    damaged = remove_damaged(mta, policy, lines, how->is_verbose);
    lose_large(mta, policy, true);
    drop_unwanted(mta, policy, how);
    conclude(mta, lines, repaired, queues, damaged + exs_disk_remove_grown(mta));
    mta->database->has_mark =
        mta->database->lost == 0 && !exs_rule(policy, EXS_RULE_MTACHECK_NO_MARK);
}

/* The rules of the mtacheck that is run, where it is another product's. */
static ExsPolicy policy_of(const ExsMta *mta, const ExsMtacheck *how)
{
    ExsPolicy policy = mta->server->policy;
    ExsBuilds builds;

    if (!how->installed)
        return policy;
    builds = exs_builds(*how->installed);
    policy.rules = exs_rules_in_force(&builds, NULL, &mta->world->without);
    return policy;
}

char **exs_database_mtacheck(ExsMta *mta, const ExsMtacheck *how, GError **error)
{
    ExsWorld *world = mta->world;
    ExsPolicy policy = policy_of(mta, how);
    GPtrArray *lines;

    if (mta->server->mta_runs || mta->database->checking) {
        exs_fail(error, EXS_ERROR_STATE, "mtacheck needs the MTA of %s stopped", mta->server->name);
        return NULL;
    }
    lines = g_ptr_array_new();
    exs_database_give_ids(mta);
    check(mta, &policy, how, lines);
    for (guint i = 0; i < lines->len; i++)
        exs_world_trace(world, MTACHECK, mta->server->id, mta->server->id,
                        exs_record_text(world->record, lines->pdata[i]));
    g_ptr_array_add(lines, NULL);
    return (char **)(void *)g_ptr_array_free(lines, FALSE);
}

bool exs_mtacheck_parse(const char *switches, ExsMtacheck *out, GError **error)
{
    g_auto(GStrv) words = g_strsplit_set(switches, " ", -1);
    g_autofree char *quoted = NULL;

    for (int i = 0; words[i]; i++) {
        if (g_ascii_strcasecmp(words[i], "/v") == 0)
            out->is_verbose = true;
        else if (g_ascii_strcasecmp(words[i], "/rd") == 0)
            out->drops_directory = true;
        else if (g_ascii_strcasecmp(words[i], "/rp") == 0)
            out->drops_public = true;
        else if (g_ascii_strcasecmp(words[i], "/rl") == 0)
            out->drops_probes = true;
        else if (g_ascii_strcasecmp(words[i], "/f") == 0 && words[i + 1])
            i++; /* the name of the log */
        else if (*words[i]) {
            quoted = exs_quote(words[i]);
            return exs_fail(error, EXS_ERROR_PARSE,
                            "%s is no switch of mtacheck: there are /v, /f FILE, /rd, /rp and /rl",
                            quoted);
        }
    }
    return true;
}
