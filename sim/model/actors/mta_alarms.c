/* mta_alarms.c - see mta_alarms.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/mta_alarms.h"

#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/mta.h"

typedef struct {
    ExsSetting on, off;
    ExsEventKind backlog, subsided;
} Alarm;

static const Alarm work = {EXS_SETTING_WORK_ALARM_ON, EXS_SETTING_WORK_ALARM_OFF,
                           EXS_EVENT_WORK_QUEUE_BACKLOG, EXS_EVENT_WORK_QUEUE_SUBSIDED};
static const Alarm outbound = {EXS_SETTING_OUTBOUND_ALARM_ON, EXS_SETTING_OUTBOUND_ALARM_OFF,
                               EXS_EVENT_QUEUE_BACKLOG, EXS_EVENT_QUEUE_SUBSIDED};

/* What the file of the work queue says too much. */
static uint32_t misread(const ExsMta *mta)
{
    return exs_rule(&mta->server->policy, EXS_RULE_WORK_QUEUE_MISREAD) ? mta->database->misread : 0;
}

uint32_t exs_alarms_work_length(const ExsMta *mta)
{
    uint32_t deferred =
        exs_rule(&mta->server->policy, EXS_RULE_DEFERRED_IN_WORK_QUEUE) ? mta->deferral.count : 0;

    return mta->work.count - (mta->working != 0) + deferred + exs_database_unmarked(mta) +
           misread(mta);
}

/* `queue` NULL: the work queue, which has no name in its events. */
static void log_alarm(const ExsMta *mta, ExsEventKind kind, const ExsQueue *queue, uint32_t count)
{
    g_autofree char *number = g_strdup_printf("%u", count);
    g_autofree char *name = queue ? exs_database_queue_name(queue) : NULL;

    exs_log_event(mta->world, mta->server, kind,
                  name ? (const char *const[]){name, number} : (const char *const[]){number, NULL});
}

/* The length at which the alarm ends. */
static int64_t lower_threshold(const ExsMta *mta, const Alarm *alarm, int64_t on)
{
    int64_t off = exs_setting(&mta->server->settings, alarm->off);

    if (!exs_rule(&mta->server->policy, EXS_RULE_ALARM_OFF_LOWER))
        return on - 1;
    return off > on ? on / 2 : off;
}

/* The length at which the alarm begins; 0: there is none. */
static int64_t upper_threshold(const ExsMta *mta, const Alarm *alarm)
{
    int64_t on = exs_setting(&mta->server->settings, alarm->on);

    return on != 0 && exs_rule(&mta->server->policy, EXS_RULE_QUEUE_ALARMS) ? on : 0;
}

static void look(const ExsMta *mta, const Alarm *alarm, int64_t on, const ExsQueue *queue,
                 uint32_t count, bool *is_on)
{
    if (!*is_on && count >= on) {
        *is_on = true;
        log_alarm(mta, alarm->backlog, queue, count);
    } else if (*is_on && count <= lower_threshold(mta, alarm, on)) {
        *is_on = false;
        log_alarm(mta, alarm->subsided, queue, count);
    }
}

static void note(const ExsMta *mta, const char *name, ExsCounter *counter, uint32_t value)
{
    counter->noted = value;
    if (counter->text == 0)
        counter->text = exs_record_text(mta->world->record, name);
    exs_world_trace(mta->world, COUNTER, mta->server->mta_id, counter->text, mta->server->mta_id,
                    value);
}

static G_GNUC_NO_INLINE void note_work(ExsMta *mta, uint32_t length, bool counts, int64_t on)
{
    if (counts && mta->alarms.length.noted != length)
        note(mta, "Work Queue Length", &mta->alarms.length, length);
    if (counts && mta->alarms.deferred.noted != mta->deferral.count)
        note(mta, "Deferred Delivery Msgs", &mta->alarms.deferred, mta->deferral.count);
    if (on)
        look(mta, &work, on, NULL, length, &mta->alarms.is_backlogged);
}

void exs_alarms_work_changed(ExsMta *mta)
{
    bool counts = exs_record_wants(mta->world->record, EXS_TRACE_COUNTER);
    int64_t on = upper_threshold(mta, &work);
    uint32_t length;

    if (!mta->world->queue_changed)
        return; /* the run has not begun */
    mta->alarms.waiting = mta->work.count - (mta->working != 0);
    if (!(counts || on))
        return; /* nobody looks */
    length = exs_alarms_work_length(mta);
    if (on || mta->alarms.length.noted != length ||
        mta->alarms.deferred.noted != mta->deferral.count)
        note_work(mta, length, counts, on);
}

static G_GNUC_NO_INLINE void look_at_queue(const ExsMta *mta, ExsQueue *queue, int64_t on)
{
    if (mta->server->mta_runs && exs_database_owns(queue))
        look(mta, &outbound, on, queue, queue->count, &queue->is_backlogged);
}

void exs_alarms_queue_changed(ExsQueue *queue)
{
    const ExsMta *mta = queue->server->mta;
    int64_t on = upper_threshold(mta, &outbound);

    if (on)
        look_at_queue(mta, queue, on);
}

void exs_alarms_reset(ExsMta *mta)
{
    mta->alarms.is_backlogged = false;
    mta->alarms.waiting = UINT32_MAX; /* so that it is looked at anew */
    for (guint i = 0; i < mta->world->queues->len; i++) {
        ExsQueue *queue = mta->world->queues->pdata[i];

        if (queue->server == mta->server)
            queue->is_backlogged = false;
    }
}
