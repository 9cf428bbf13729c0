/* mta_stamps.c - see mta_stamps.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/mta_stamps.h"

#include "exsim/model/actors/mta.h"

/* By how much a time is shown too late. */
static ExsTime error_of(const ExsMta *mta)
{
    const ExsClock *clock = &mta->server->clock;

    return exs_rule(&mta->server->policy, EXS_RULE_STAMPS_ADD_SAVING)
               ? exs_clock_offset(clock, exs_world_now(mta->world)) - clock->offset
               : 0;
}

static void on_due(void *object, void *data)
{
    (void)data;
    ((ExsMta *)object)->stamps = 0;
    exs_stamps_look(object);
}

static void look_again(ExsMta *mta, ExsTime when)
{
    if (mta->stamps && mta->stamps_due <= when)
        return;
    if (mta->stamps)
        exs_engine_cancel(mta->world->engine, mta->stamps);
    mta->stamps_due = when;
    mta->stamps = exs_engine_at(mta->world->engine, when, on_due, mta, NULL);
}

/* "its time stamp is 1998-07-06 11:00:00" */
static void note(const ExsMta *mta, const ExsTransfer *transfer, ExsTime error)
{
    ExsTime shown = exs_clock_wall(&mta->server->clock, transfer->queued) + error;
    g_autofree char *when = exs_time_format(shown);
    g_autofree char *why = g_strconcat("its time stamp is ", when, NULL);

    exs_world_trace(mta->world, HELD, mta->server->mta_id, transfer->message->serial,
                    transfer->queue->id, exs_record_text(mta->world->record, why),
                    EXS_RULE_STAMPS_ADD_SAVING);
}

void exs_stamps_hold(ExsMta *mta, ExsTransfer *transfer)
{
    const ExsQueue *queue = transfer->queue;
    ExsTime error = error_of(mta);

    if (error <= 0 || queue->secured || exs_delivery_owns(mta, queue))
        return;
    transfer->is_held = transfer->is_early = true;
    note(mta, transfer, error);
    look_again(mta, transfer->queued + error);
}

static void let_go(ExsTransfer *transfer)
{
    transfer->is_held = transfer->is_early = false;
}

/* Lets go of those whose time has come, by the error that there is now. Returns whether any did. */
static bool look_at(ExsMta *mta, const ExsQueue *queue, ExsTime error)
{
    ExsTime now = exs_world_now(mta->world);
    bool any = false;

    for (int priority = 0; priority < EXS_PRIORITY_COUNT; priority++)
        for (ExsTransfer *t = queue->first[priority]; t; t = t->next) {
            if (!t->is_early)
                continue;
            if (t->queued + error > now) {
                look_again(mta, t->queued + error);
                continue;
            }
            let_go(t);
            any = true;
        }
    return any;
}

void exs_stamps_look(ExsMta *mta)
{
    ExsTime error = error_of(mta);

    for (guint i = 0; i < mta->adjacents->len && mta->server->mta_runs; i++) {
        ExsAdjacent *adjacent = mta->adjacents->pdata[i];

        if (look_at(mta, adjacent->queue, error))
            exs_adjacent_kick(adjacent);
    }
}

void exs_stamps_stop(ExsMta *mta)
{
    if (mta->stamps)
        exs_engine_cancel(mta->world->engine, mta->stamps);
    mta->stamps = 0;
    for (guint i = 0; i < mta->adjacents->len; i++)
        look_at(mta, ((const ExsAdjacent *)mta->adjacents->pdata[i])->queue, -EXS_TIME_LAST);
}
