/* mta_life.c - mail that has waited longer than its life goes back (see mta.h).
 *
 * The age counts from submission, whatever happened meanwhile. It is tested when a message arrives,
 * which is also when a started MTA routes everything anew, and by one timer for all that waits.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/routing/retry.h"

/* How much the clock that ages are measured by is fast. */
static ExsTime skew_of(const ExsMta *mta)
{
    return exs_rule(&mta->server->policy, EXS_RULE_OWN_CLOCK) ? mta->server->clock.skew : 0;
}

static ExsTime age_of(const ExsMta *mta, const ExsMessage *message)
{
    return exs_world_now(mta->world) + skew_of(mta) - message->submitted;
}

ExsTime exs_mta_life_end(const ExsMta *mta, const ExsTransfer *transfer)
{
    const ExsMessage *message = transfer->message;
    ExsTime life = exs_retry_life(&mta->server->policy, message);
    ExsTime end = life == EXS_TIME_NEVER ? life : message->submitted + life - skew_of(mta);

    return message->latest ? MIN(end, message->latest - skew_of(mta)) : end;
}

bool exs_mta_is_expired(const ExsMta *mta, const ExsTransfer *transfer)
{
    return exs_mta_life_end(mta, transfer) <= exs_world_now(mta->world);
}

void exs_mta_note_expired(const ExsMta *mta, const ExsTransfer *transfer)
{
    const ExsMessage *message = transfer->message;
    ExsTime life = exs_retry_life(&mta->server->policy, message);
    g_autofree char *id = NULL, *minutes = NULL;

    if (!transfer->came_by && !transfer->came_from)
        return;
    if (message->latest && message->latest < message->submitted + life)
        return; /* a time of its own, not the default one */
    id = exs_message_mts_id(mta->world, message);
    minutes = g_strdup_printf("%" G_GINT64_FORMAT, life / EXS_MINUTE);
    exs_log_event(mta->world, mta->server, EXS_EVENT_LIFE_OVER,
                  (const char *const[]){id, minutes, exs_reason_name(EXS_REASON_UNABLE_TO_TRANSFER),
                                        exs_diagnostic_name(EXS_DIAGNOSTIC_MAXIMUM_TIME_EXPIRED)});
}

static void watch_queue(ExsMta *mta, ExsQueue *queue)
{
    g_autoptr(GPtrArray) over = g_ptr_array_new();

    for (int priority = 0; priority < EXS_PRIORITY_COUNT; priority++)
        for (ExsTransfer *t = queue->first[priority]; t; t = t->next) {
            if (exs_mta_is_expired(mta, t) && !t->is_held)
                g_ptr_array_add(over, t);
            else
                exs_mta_watch_life(mta, t);
        }
    for (guint i = 0; i < over->len; i++) {
        ExsTransfer *transfer = over->pdata[i];

        exs_world_trace(mta->world, EXPIRED, mta->server->mta_id, transfer->message->serial,
                        queue->id, age_of(mta, transfer->message), EXS_RULE_MESSAGE_LIFE);
        exs_queue_take(mta->world, queue, transfer);
        exs_mta_return_all(mta, NULL, transfer, EXS_CAUSE_LIFE_OVER);
    }
    if (over->len > 0)
        exs_delivery_break_off(mta); /* of what was the last of its queue */
}

static void on_life(void *object, void *data)
{
    ExsMta *mta = object;

    (void)data;
    mta->life = 0;
    exs_deferral_expire(mta);
    for (int kind = 0; kind < EXS_DELIVERIES; kind++)
        if (mta->deliveries[kind].queue)
            watch_queue(mta, mta->deliveries[kind].queue);
    for (guint i = 0; i < mta->adjacents->len; i++)
        watch_queue(mta, ((ExsAdjacent *)mta->adjacents->pdata[i])->queue);
}

void exs_mta_watch_life(ExsMta *mta, const ExsTransfer *transfer)
{
    exs_mta_watch_until(mta, exs_mta_life_end(mta, transfer));
}

void exs_mta_watch_until(ExsMta *mta, ExsTime due)
{
    ExsTime now = exs_world_now(mta->world);

    if (due == EXS_TIME_NEVER || (mta->life && mta->life_due <= due))
        return;
    if (mta->life)
        exs_engine_cancel(mta->world->engine, mta->life);
    mta->life_due = MAX(due, now + EXS_SECOND); /* one that is in hand: look again */
    mta->life = exs_engine_at(mta->world->engine, mta->life_due, on_life, mta, NULL);
}

void exs_mta_rewatch_life(ExsMta *mta)
{
    if (mta->life)
        exs_engine_cancel(mta->world->engine, mta->life);
    on_life(mta, NULL);
}
