/* mta_start.c - what an MTA has to find when it starts (see mta_database.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/directory.h"
#include "exsim/model/actors/mta.h"

#define MAXIMUM 5 /* of diagnostics logging */

/* A setup that a rule makes matter. */
static bool is_wrong(const ExsMta *mta, ExsDatabaseFault fault, ExsRule rule)
{
    return mta->database->faults[fault] && exs_rule(&mta->server->policy, rule);
}

/* ---- the directory ---- */

static bool has_directory(const ExsMta *mta)
{
    const ExsDsa *dsa = mta->server->dsa;

    return !dsa || dsa->runs || !exs_rule(&mta->server->policy, EXS_RULE_STARTS_BY_DIRECTORY);
}

static void log_no_object(const ExsMta *mta)
{
    const ExsServer *server = mta->server;
    const ExsSettings *settings = &server->settings;
    g_autofree char *name =
        g_strdup_printf("/O=%s/OU=%s/CN=CONFIGURATION/CN=SERVERS/CN=%s/CN=MICROSOFT MTA",
                        mta->world->organization, server->site->name, server->name);

    if (exs_setting(settings, EXS_SETTING_LOG_FIELD_ENGINEERING) >= MAXIMUM &&
        exs_setting(settings, EXS_SETTING_LOG_DIRECTORY_ACCESS) >= MAXIMUM)
        exs_log_event(mta->world, server, EXS_EVENT_DIRECTORY_READ, (const char *const[]){name});
}

bool exs_start_finds_directory(ExsMta *mta)
{
    bool is_unknown = is_wrong(mta, EXS_DATABASE_WRONG_DN, EXS_RULE_STARTS_BY_DN);

    if (has_directory(mta) && !is_unknown)
        return true;
    exs_log_event(mta->world, mta->server, EXS_EVENT_DIRECTORY_FATAL, NULL);
    if (is_unknown)
        log_no_object(mta);
    return false;
}

/* ---- the files ---- */

/* Where there are none a clean stop left no mark either: recovery begins, and fails. */
static bool can_recover(ExsMta *mta)
{
    bool is_lost = is_wrong(mta, EXS_DATABASE_WRONG_PATH, EXS_RULE_STARTS_BY_PATH);
    bool recovers = is_lost || (!mta->database->has_mark &&
                                exs_rule(&mta->server->policy, EXS_RULE_CHECK_AFTER_UNCLEAN));

    if (!is_lost &&
        !(recovers && is_wrong(mta, EXS_DATABASE_LOG_LOCKED, EXS_RULE_RECOVERY_NEEDS_LOG)))
        return true;
    exs_log_event(mta->world, mta->server, EXS_EVENT_CHECK_BEGINS, NULL);
    exs_log_event(mta->world, mta->server, EXS_EVENT_CHECK_FAILED,
                  (const char *const[]){EXS_CHECK_LOG});
    return false;
}

static void log_unexpected(const ExsMta *mta, const char *error)
{
    exs_log_event(mta->world, mta->server, EXS_EVENT_UNEXPECTED_ERROR,
                  (const char *const[]){error});
}

static bool can_write(const ExsMta *mta)
{
    if (!is_wrong(mta, EXS_DATABASE_READ_ONLY, EXS_RULE_STARTS_ON_WRITABLE))
        return true;
    log_unexpected(mta, "Unable to create file EV0.LOG, return code 110.");
    return false;
}

/* The first file without which the MTA does not start; 0: all are there, or will be made anew. */
static uint32_t missing_file(const ExsMta *mta)
{
    const ExsMtaDatabase *database = mta->database;
    uint32_t lost = exs_database_lost_file(mta);

    if (lost || database->work_file != EXS_FILE_LOST)
        return lost;
    return database->has_mark || exs_database_check_fails(mta, &mta->server->policy)
               ? database->work_queue
               : 0;
}

static bool has_core(const ExsMta *mta)
{
    uint32_t lost = missing_file(mta);
    g_autofree char *file = NULL;
    g_autofree char *text = NULL;

    if (lost == 0 || !exs_rule(&mta->server->policy, EXS_RULE_CORE_FILES))
        return true;
    file = exs_database_file_name(lost);
    text = lost == 1 ? g_strdup("Queue-Desc-Object (ID 1) not found")
                     : g_strdup_printf("%s not found", file);
    log_unexpected(mta, text);
    return false;
}

static void log_no_queue(const ExsMta *mta, uint32_t id)
{
    g_autofree char *file = exs_database_file_name(id);
    g_autofree char *object = g_strdup_printf("%08X", id);

    exs_log_event(mta->world, mta->server, EXS_EVENT_DATABASE_FATAL, NULL);
    exs_log_event(
        mta->world, mta->server, EXS_EVENT_READ_ATTRIBUTE,
        (const char *const[]){"MTA", "423", "ODXOINIU - Object does not exist", file, "86"});
    exs_log_event(mta->world, mta->server, EXS_EVENT_READ_AAT, (const char *const[]){object});
    exs_log_event(mta->world, mta->server, EXS_EVENT_ACCESS_AAT, (const char *const[]){file});
}

/* The file of a gateway's queue: only a check makes it anew. */
static bool has_queues(const ExsMta *mta)
{
    const GArray *files = mta->database->files;

    if (!mta->database->has_mark || !exs_rule(&mta->server->policy, EXS_RULE_QUEUE_FILE_NEEDED))
        return true;
    for (guint i = 0; i < files->len; i++) {
        const ExsQueueFile *file = &g_array_index(files, ExsQueueFile, i);

        if (file->state != EXS_FILE_LOST)
            continue;
        log_no_queue(mta, file->id);
        return false;
    }
    return true;
}

bool exs_start_finds_files(ExsMta *mta)
{
    return can_write(mta) && can_recover(mta) && has_core(mta) && has_queues(mta);
}
