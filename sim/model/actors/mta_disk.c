/* mta_disk.c - the room on the disk of the MTA's database (see mta_database.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/actors/mta_database.h"

#define LEAST ((int64_t)10 << 20) /* bytes */

/* The room that P1 has grown by. */
static int64_t p1_growth(const ExsMta *mta)
{
    return (int64_t)mta->database->turns *
           exs_setting(&mta->server->settings, EXS_SETTING_P1_RECORD);
}

int64_t exs_disk_free(const ExsMta *mta)
{
    return mta->database->free - p1_growth(mta);
}

static bool is_low(const ExsMta *mta)
{
    return exs_disk_free(mta) < LEAST;
}

/* `where` in the program the test stands. */
static void log_low(ExsMta *mta, const char *where)
{
    if (exs_rule(&mta->server->policy, EXS_RULE_DISK_LOW_COUNTERS))
        exs_log_event(mta->world, mta->server, EXS_EVENT_COUNTERS_LOW, NULL);
    exs_log_event(mta->world, mta->server, EXS_EVENT_DISK_LOW, (const char *const[]){where});
}

bool exs_disk_admits(ExsMta *mta)
{
    if (!is_low(mta) || !exs_rule(&mta->server->policy, EXS_RULE_DISK_TEST_AT_START))
        return true;
    log_low(mta, "MAIN BASE 1");
    return false;
}

static void on_test(void *object, void *data)
{
    ExsMta *mta = object;

    (void)data;
    mta->database->test = 0;
    if (!is_low(mta))
        return;
    log_low(mta, "TIMER 3");
    exs_mta_stop(mta);
}

/* Tests stand one interval apart, counted from the start; those that find enough are left out. */
void exs_disk_watch(ExsMta *mta)
{
    ExsMtaDatabase *database = mta->database;
    ExsTime now = exs_world_now(mta->world);
    ExsTime interval = exs_setting(&mta->server->settings, EXS_SETTING_DISK_TEST_TIME);

    if (database->test || !mta->server->mta_runs || !is_low(mta) ||
        !exs_rule(&mta->server->policy, EXS_RULE_DISK_TEST))
        return;
    database->test =
        exs_engine_at(mta->world->engine, now + interval - (now - database->opened) % interval,
                      on_test, mta, NULL);
}

void exs_disk_unwatch(ExsMta *mta)
{
    if (mta->database->test)
        exs_engine_cancel(mta->world->engine, mta->database->test);
    mta->database->test = 0;
}

void exs_disk_set_free(ExsMta *mta, int64_t bytes)
{
    g_autofree char *text = NULL;
    ExsWorld *world = mta->world;

    if (exs_disk_free(mta) == bytes)
        return;
    mta->database->free = bytes + p1_growth(mta);
    text = g_strdup_printf("%" G_GINT64_FORMAT " bytes", bytes);
    exs_record_set_attribute(world->record, mta->server->id, "free disk", text);
    if (world->is_built)
        exs_world_trace(world, CHANGED, mta->server->id,
                        exs_record_text(world->record, "free disk"), mta->server->id,
                        exs_record_text(world->record, text));
    exs_disk_watch(mta);
}

/* ---- files that grow ---- */

void exs_disk_add_turn(ExsMta *mta, ExsTransfer *transfer)
{
    exs_transfer_add_turn(transfer, &mta->database->turns);
    exs_mta_note_growth(mta, transfer);
    exs_disk_watch(mta);
}

#define GROWTH ((int64_t)1 << 20) /* ours: each is so much larger than the one before */
#define RATE   ((int64_t)1 << 20) /* ours: bytes written in a second */

ExsTime exs_disk_grow(ExsMta *mta)
{
    ExsMtaDatabase *database = mta->database;
    int64_t size;

    if (!database->faults[EXS_DATABASE_GROWS] ||
        !exs_rule(&mta->server->policy, EXS_RULE_DAT_FILES_GROW))
        return 0;
    size = ++database->grown_count * GROWTH;
    size = MIN(exs_disk_free(mta), size);
    database->grown += size;
    exs_disk_set_free(mta, exs_disk_free(mta) - size);
    return size * EXS_SECOND / RATE;
}

uint32_t exs_disk_remove_grown(ExsMta *mta)
{
    ExsMtaDatabase *database = mta->database;
    uint32_t count = database->grown_count;

    if (count == 0 || !exs_rule(&mta->server->policy, EXS_RULE_GROWN_FILES_REMOVED))
        return 0;
    exs_disk_set_free(mta, exs_disk_free(mta) + database->grown);
    database->grown = 0;
    database->grown_count = 0;
    exs_database_set_fault(mta, EXS_DATABASE_GROWS, false);
    return count;
}
