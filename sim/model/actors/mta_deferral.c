/* mta_deferral.c - see mta_deferral.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/mta_deferral.h"

#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/actors/mta_alarms.h"

static void retime(ExsMta *mta);

void exs_deferral_latch(ExsMta *mta)
{
    mta->deferral.offset = exs_clock_offset(&mta->server->clock, exs_world_now(mta->world));
}

/* The offset from UTC that the MTA reckons with. */
static ExsTime offset_of(const ExsMta *mta)
{
    return exs_rule(&mta->server->policy, EXS_RULE_LATCHES_OFFSET)
               ? mta->deferral.offset
               : exs_clock_offset(&mta->server->clock, exs_world_now(mta->world));
}

/* What the MTA holds UTC to be: the clock on the wall, less its offset. */
static ExsTime utc_of(const ExsMta *mta)
{
    return exs_clock_wall(&mta->server->clock, exs_world_now(mta->world)) - offset_of(mta);
}

/* The world time at which this MTA will let it go. */
static ExsTime due_time(const ExsMta *mta, const ExsMessage *message)
{
    const ExsClock *clock = &mta->server->clock;
    ExsTime now = exs_world_now(mta->world);

    if (exs_rule(&mta->server->policy, EXS_RULE_LATCHES_OFFSET))
        return exs_clock_when(clock, message->not_before + mta->deferral.offset, now);
    return MAX(now, message->not_before - clock->skew);
}

/* ---- events ---- */

/* "980302080005" */
static void append_stamp(GString *out, ExsTime when)
{
    g_autofree char *text = exs_time_format(when);
    int digits = 0;

    for (const char *c = text + 2; *c && digits < 12; c++)
        if (g_ascii_isdigit(*c)) {
            g_string_append_c(out, *c);
            digits++;
        }
    for (; digits < 12; digits++) /* whole minutes are written without seconds */
        g_string_append_c(out, '0');
}

static void log_deferred(ExsMta *mta, const ExsMessage *message)
{
    g_autofree char *id = NULL;
    g_autofree char *object = exs_object_id(mta, message); /* it has one, recorded or not */
    g_autoptr(GString) until = g_string_new(NULL);

    if (!exs_record_wants(mta->world->record, EXS_TRACE_EVENT))
        return;
    id = exs_message_mts_id(mta->world, message);
    append_stamp(until, message->not_before);
    g_string_append_c(until, 'Z');
    exs_log_event(mta->world, mta->server, EXS_EVENT_DEFERRAL_STARTED,
                  (const char *const[]){id, object, until->str});
    exs_log_event(mta->world, mta->server, EXS_EVENT_DEFERRAL_SUBMITTED,
                  (const char *const[]){id, object});
}

static void log_expired(ExsMta *mta, const ExsMessage *message)
{
    g_autofree char *id = NULL;
    g_autofree char *object = NULL;

    if (!exs_record_wants(mta->world->record, EXS_TRACE_EVENT))
        return;
    id = exs_message_mts_id(mta->world, message);
    object = exs_object_id(mta, message);
    exs_log_event(mta->world, mta->server, EXS_EVENT_DEFERRAL_EXPIRED,
                  (const char *const[]){id, object});
}

/* ---- waiting ---- */

static bool is_early(const ExsMta *mta, const ExsMessage *message)
{
    return message->not_before > utc_of(mta) &&
           exs_rule(&mta->server->policy, EXS_RULE_DEFERRED_DELIVERY);
}

static void add(ExsDeferral *deferral, ExsTransfer *transfer)
{
    transfer->next = NULL;
    if (deferral->last)
        deferral->last->next = transfer;
    else
        deferral->first = transfer;
    deferral->last = transfer;
    deferral->count++;
}

bool exs_deferral_hold(ExsMta *mta, ExsTransfer *transfer)
{
    const ExsMessage *message = transfer->message;

    if (!is_early(mta, message))
        return false;
    add(&mta->deferral, transfer);
    exs_world_trace(mta->world, DEFERRED, mta->server->mta_id, message->serial,
                    due_time(mta, message));
    log_deferred(mta, message);
    exs_mta_watch_life(mta, transfer);
    retime(mta);
    exs_alarms_work_changed(mta);
    return true;
}

typedef bool (*Test)(const ExsMta *mta, const ExsTransfer *transfer);

static bool is_due(const ExsMta *mta, const ExsTransfer *transfer)
{
    return !is_early(mta, transfer->message);
}

/* Takes out what passes the test: a list by `next`, in the order deferred. */
static ExsTransfer *take(ExsMta *mta, Test test)
{
    ExsDeferral *deferral = &mta->deferral;
    ExsTransfer *all = deferral->first, *head = NULL, **end = &head;

    deferral->first = deferral->last = NULL;
    deferral->count = 0;
    while (all) {
        ExsTransfer *next = all->next;

        if (test(mta, all)) {
            all->next = NULL;
            *end = all;
            end = &all->next;
        } else {
            add(deferral, all);
        }
        all = next;
    }
    return head;
}

static ExsTransfer *pop(ExsTransfer **list)
{
    ExsTransfer *first = *list;

    *list = first->next;
    first->next = NULL;
    return first;
}

static void on_release(void *object, void *data)
{
    ExsMta *mta = object;
    ExsTransfer *due;

    (void)data;
    mta->deferral.release = 0;
    due = take(mta, is_due);
    while (due) {
        ExsTransfer *transfer = pop(&due);

        log_expired(mta, transfer->message);
        if (exs_rule(&mta->server->policy, EXS_RULE_DEFERRED_UNLOCKED_TWICE))
            exs_object_log_not_locked(mta, transfer->message);
        exs_mta_receive(mta, transfer, transfer->came_by, transfer->came_from);
    }
    retime(mta);
    exs_alarms_work_changed(mta);
}

/* One timer for all, set to the first that is due. */
static void retime(ExsMta *mta)
{
    ExsDeferral *deferral = &mta->deferral;
    ExsTime due = EXS_TIME_NEVER, now = exs_world_now(mta->world);

    if (deferral->release)
        exs_engine_cancel(mta->world->engine, deferral->release);
    deferral->release = 0;
    if (deferral->last && exs_rule(&mta->server->policy, EXS_RULE_DEFERRAL_UNSORTED))
        due = due_time(mta, deferral->last->message);
    else
        for (const ExsTransfer *t = deferral->first; t; t = t->next)
            due = MIN(due, due_time(mta, t->message));
    if (due == EXS_TIME_NEVER)
        return;
    deferral->release = exs_engine_at(mta->world->engine, MAX(due, now), on_release, mta, NULL);
}

void exs_deferral_retime(ExsMta *mta)
{
    if (mta->server->mta_runs)
        retime(mta);
}

static bool is_over(const ExsMta *mta, const ExsTransfer *transfer)
{
    return exs_mta_is_expired(mta, transfer);
}

void exs_deferral_expire(ExsMta *mta)
{
    ExsTransfer *over = take(mta, is_over);

    while (over)
        exs_mta_return_all(mta, NULL, pop(&over), EXS_CAUSE_LIFE_OVER);
    for (const ExsTransfer *t = mta->deferral.first; t; t = t->next)
        exs_mta_watch_life(mta, t);
    retime(mta);
    exs_alarms_work_changed(mta);
}

void exs_deferral_stop(ExsMta *mta)
{
    if (mta->deferral.release)
        exs_engine_cancel(mta->world->engine, mta->deferral.release);
    mta->deferral.release = 0;
}

static bool is_any(const ExsMta *mta, const ExsTransfer *transfer)
{
    (void)mta;
    (void)transfer;
    return true;
}

void exs_deferral_restart(ExsMta *mta)
{
    ExsTransfer *all = take(mta, is_any);

    while (all) {
        ExsTransfer *transfer = pop(&all);

        exs_mta_receive(mta, transfer, transfer->came_by, transfer->came_from);
    }
}
