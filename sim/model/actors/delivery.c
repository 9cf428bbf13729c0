/* delivery.c - see delivery.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/delivery.h"

#include "exsim/model/actors/answers.h"
#include "exsim/model/actors/directory.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/actors/poison.h"
#include "exsim/model/actors/store.h"

static const struct {
    const char *name, *title;
} queues[EXS_DELIVERIES] = {
    [EXS_DELIVERY_PRIVATE] = {"mdb", "Private Information Store"},
    [EXS_DELIVERY_PUBLIC] = {"pub", "Public Information Store"},
    [EXS_DELIVERY_DIRECTORY] = {"ds", "Directory Service"},
};

static ExsQueue *make_queue(const ExsMta *mta, ExsDeliveryKind kind)
{
    g_autofree char *title = g_strdup_printf("%s (%s)", queues[kind].title, mta->server->name);

    return exs_world_add_queue(mta->world, mta->server, mta->server->mta_id, queues[kind].name,
                               title);
}

static ExsQueue *need_queue(ExsMta *mta, ExsDeliveryKind kind)
{
    ExsDelivery *delivery = &mta->deliveries[kind];

    if (!delivery->queue)
        delivery->queue = make_queue(mta, kind);
    return delivery->queue;
}

void exs_delivery_init(ExsMta *mta)
{
    for (int kind = 0; kind < EXS_DELIVERIES; kind++)
        mta->deliveries[kind].mta = mta;
    mta->mdb = need_queue(mta, EXS_DELIVERY_PRIVATE);
}

/* What has no queue of its own goes through the private one. */
static ExsDeliveryKind kind_of(const ExsMta *mta, const ExsRecipient *recipient)
{
    const ExsPolicy *policy = &mta->server->policy;

    if (recipient->kind == EXS_RECIPIENT_PUBLIC_STORE || recipient->kind == EXS_RECIPIENT_FOLDER)
        return exs_rule(policy, EXS_RULE_PUBLIC_STORE_QUEUE) ? EXS_DELIVERY_PUBLIC
                                                             : EXS_DELIVERY_PRIVATE;
    if (recipient->kind == EXS_RECIPIENT_DIRECTORY)
        return exs_rule(policy, EXS_RULE_DIRECTORY_QUEUE) ? EXS_DELIVERY_DIRECTORY
                                                          : EXS_DELIVERY_PRIVATE;
    return EXS_DELIVERY_PRIVATE;
}

ExsQueue *exs_delivery_queue(ExsMta *mta, const ExsRecipient *recipient)
{
    return need_queue(mta, kind_of(mta, recipient));
}

bool exs_delivery_owns(const ExsMta *mta, const ExsQueue *queue)
{
    for (int kind = 0; kind < EXS_DELIVERIES; kind++)
        if (mta->deliveries[kind].queue == queue)
            return true;
    return false;
}

bool exs_delivery_may(const ExsDelivery *delivery)
{
    const ExsMta *mta = delivery->mta;
    const ExsServer *server = mta->server;
    bool is_directory = delivery == &mta->deliveries[EXS_DELIVERY_DIRECTORY];
    bool is_there = is_directory ? !server->dsa || server->dsa->runs
                                 : server->store_runs && !server->store->is_jammed;

    return server->mta_runs && is_there && delivery->queue && delivery->queue->count > 0;
}

static void kick(ExsDelivery *delivery);

static void on_delivered(void *object, void *data)
{
    ExsDelivery *delivery = object;
    ExsMta *mta = delivery->mta;
    ExsTransfer *transfer = exs_queue_peek(delivery->queue);

    (void)data;
    delivery->delivering = 0;
    exs_queue_take(mta->world, delivery->queue, transfer);
    mta->world->transfers++;
    exs_leftovers_note(mta, transfer, EXS_DATABASE_LOCKED);
    exs_leftovers_note(mta, transfer, EXS_DATABASE_NOT_MARKED);
    for (uint32_t i = 0; i < transfer->count; i++)
        exs_store_deliver(mta->server->store, transfer->message, transfer->which[i]);
    if (transfer->message->flaw != EXS_FLAW_NONE)
        mta->server->store->is_jammed |= exs_poison_jams(mta, transfer);
    exs_transfer_end(mta->world, transfer);
    kick(delivery);
}

static void kick(ExsDelivery *delivery)
{
    const ExsMta *mta = delivery->mta;
    const ExsTransfer *first;
    ExsTime takes;

    if (delivery->delivering || !exs_delivery_may(delivery))
        return;
    first = exs_queue_peek(delivery->queue);
    takes = exs_setting(&mta->server->settings, EXS_SETTING_DELIVERY_TIME);
    if (G_UNLIKELY(first->message->is_receipt))
        takes += exs_answers_contention(mta->server, first);
    delivery->delivering = exs_engine_at(mta->world->engine, exs_world_now(mta->world) + takes,
                                         on_delivered, delivery, NULL);
}

bool exs_delivery_kick_queue(ExsMta *mta, const ExsQueue *queue)
{
    for (int kind = 0; kind < EXS_DELIVERIES; kind++)
        if (mta->deliveries[kind].queue == queue) {
            kick(&mta->deliveries[kind]);
            return true;
        }
    return false;
}

void exs_delivery_kick(ExsMta *mta)
{
    for (int kind = 0; kind < EXS_DELIVERIES; kind++)
        kick(&mta->deliveries[kind]);
}

void exs_delivery_break_off(ExsMta *mta)
{
    for (int kind = 0; kind < EXS_DELIVERIES; kind++) {
        ExsDelivery *delivery = &mta->deliveries[kind];

        if (delivery->delivering && !exs_delivery_may(delivery)) {
            exs_engine_cancel(mta->world->engine, delivery->delivering);
            delivery->delivering = 0;
        }
    }
}
