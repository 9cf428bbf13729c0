/* mta_files.c - files of the MTA's database that are lost, damaged, or brought back (see
 * mta_database.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/kernel/error.h"
#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/mta.h"

static const char *const fault_words[EXS_DATABASE_FAULTS] = {
    [EXS_DATABASE_LOCKED] = "dat file locked",
    [EXS_DATABASE_NOT_MARKED] = "not marked used",
    [EXS_DATABASE_GROWS] = "dat files grow",
    [EXS_DATABASE_READ_ONLY] = "files read-only",
    [EXS_DATABASE_LOG_LOCKED] = "mtacheck log read-only",
    [EXS_DATABASE_WRONG_PATH] = "wrong database path",
    [EXS_DATABASE_WRONG_DN] = "wrong X500 DN",
};

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

static void set_core(ExsMta *mta, uint32_t number, bool is_whole)
{
    if (is_whole)
        mta->database->lost &= ~(UINT64_C(1) << number);
    else
        mta->database->lost |= UINT64_C(1) << number;
}

/* The work queue's counter is read from its file. What a damaged one says, it says for good: what
 * stood there when it was damaged (ours). */
static void set_work_file(ExsMta *mta, ExsFileState state)
{
    ExsMtaDatabase *database = mta->database;

    if (state == EXS_FILE_DAMAGED)
        database->misread = exs_alarms_work_length(mta);
    else if (state == EXS_FILE_WHOLE && database->work_file == EXS_FILE_DAMAGED)
        database->misread = 0;
    database->work_file = state;
    exs_alarms_work_changed(mta);
}

static bool set_queue_file(ExsMta *mta, uint32_t number, ExsFileState state)
{
    const GArray *files = mta->database->files;

    for (guint i = 0; i < files->len; i++) {
        ExsQueueFile *file = &g_array_index(files, ExsQueueFile, i);

        if (number == (file->id & 0xFFFFFF)) {
            file->state = state;
            return true;
        }
    }
    return false;
}

static bool set_message_file(ExsMta *mta, uint32_t number, ExsFileState state)
{
    static const ExsObjectState states[] = {[EXS_FILE_WHOLE] = EXS_OBJECT_WHOLE,
                                            [EXS_FILE_LOST] = EXS_OBJECT_LOST,
                                            [EXS_FILE_DAMAGED] = EXS_OBJECT_DAMAGED};

    return exs_object_set(mta, number, states[state]);
}

static bool set_state(ExsMta *mta, uint32_t number, ExsFileState state)
{
    if (number > 0 && number <= EXS_CORE_LAST) {
        set_core(mta, number, state == EXS_FILE_WHOLE);
        return true;
    }
    if (number == (mta->database->work_queue & 0xFFFFFF)) {
        set_work_file(mta, state);
        return true;
    }
    exs_database_give_ids(mta);
    return set_queue_file(mta, number, state) || set_message_file(mta, number, state);
}

static bool fail_unknown(const ExsMta *mta, const char *name, GError **error)
{
    g_autofree char *quoted = exs_quote(name);

    return exs_fail(error, EXS_ERROR_UNKNOWN,
                    "the MTA of %s has no file %s: there are DB000001.DAT to DB000026.DAT, "
                    "DBBITMP.DAT, that of the work queue, and one per gateway and message",
                    mta->server->name, quoted);
}

static bool is_any(const ExsMta *mta, const ExsTransfer *transfer, const void *data)
{
    (void)mta;
    (void)transfer;
    (void)data;
    return true;
}

bool exs_database_set_file(ExsMta *mta, const char *name, ExsFileState state, GError **error)
{
    const char *what = state == EXS_FILE_DAMAGED ? "damaged file" : "lost file";
    g_autofree char *text = g_strconcat(what, " ", name, NULL);

    if (g_ascii_strcasecmp(name, "DBBITMP.DAT") == 0)
        mta->database->has_mark = state == EXS_FILE_WHOLE;
    else if (!set_state(mta, read_file_name(name), state))
        return fail_unknown(mta, name, error);
    note_fault(mta, text, state != EXS_FILE_WHOLE);
    return true;
}

bool exs_database_restore(ExsMta *mta, const char *name, GError **error)
{
    g_autofree char *text = g_strconcat("lost file ", name, NULL);
    ExsMtaDatabase *database = mta->database;
    uint32_t number = read_file_name(name);

    if (number == 0 || number > EXS_CORE_LAST)
        return exs_fail(error, EXS_ERROR_UNKNOWN,
                        "%s is none of the files in BOOTENV: DB000001.DAT to DB000026.DAT", name);
    if (mta->server->mta_runs || database->checking)
        return exs_fail(error, EXS_ERROR_STATE, "to restore %s stop the MTA of %s first", name,
                        mta->server->name);
    if (!(database->lost >> number & 1) && exs_rule(&mta->server->policy, EXS_RULE_BOOTENV_EMPTIES))
        exs_objects_discard(mta, is_any, NULL, EXS_RULE_BOOTENV_EMPTIES,
                            "a core file was written over");
    database->is_new |= number == 1;
    set_core(mta, number, true);
    note_fault(mta, text, false);
    return true;
}

bool exs_database_set_object(ExsMta *mta, const char *name, ExsObjectState flaw, bool is_on,
                             GError **error)
{
    const char *what = flaw == EXS_OBJECT_UNREADABLE ? "unreadable object " : "object not locked ";
    g_autofree char *text = g_strconcat(what, name, NULL);

    if (!exs_object_set(mta, read_file_name(name), is_on ? flaw : EXS_OBJECT_WHOLE))
        return fail_unknown(mta, name, error);
    note_fault(mta, text, is_on);
    return true;
}

uint32_t exs_database_lost_file(const ExsMta *mta)
{
    const ExsMtaDatabase *database = mta->database;

    for (uint32_t i = 1; i <= EXS_CORE_LAST; i++)
        if (database->lost >> i & 1)
            return i;
    return 0;
}

bool exs_database_fault_parse(const char *text, ExsDatabaseFault *out, GError **error)
{
    g_autofree char *quoted = NULL;
    g_autoptr(GString) all = g_string_new(NULL);

    for (int i = 0; i < EXS_DATABASE_FAULTS; i++)
        if (g_ascii_strcasecmp(text, fault_words[i]) == 0) {
            *out = (ExsDatabaseFault)i;
            return true;
        }
    quoted = exs_quote(text);
    for (int i = 0; i < EXS_DATABASE_FAULTS; i++)
        g_string_append_printf(all, "\"%s\", ", fault_words[i]);
    return exs_fail(error, EXS_ERROR_UNKNOWN,
                    "%s is no fault: there are %s\"file lost\", \"file damaged\" and \"object "
                    "unreadable\"",
                    quoted, all->str);
}

void exs_database_set_fault(ExsMta *mta, ExsDatabaseFault fault, bool is_on)
{
    if (mta->database->faults[fault] == is_on)
        return;
    mta->database->faults[fault] = is_on;
    note_fault(mta, fault_words[fault], is_on);
}
