/* ims_out.c - the Internet Mail Service sends: from MTS-OUT over its own spool to hosts (see
 * ims.h).
 *
 * A message in the spool is tried for all its recipients; those that a host takes are delivered,
 * those that it refuses go back, the others wait for the retry list, until the time-out.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/ims.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/routing/mx.h"
#include "exsim/model/routing/retry.h"

static void on_try(void *object, void *data);

static void try_in(ExsGateway *ims, ExsTransfer *transfer, ExsTime delay)
{
    transfer->due = exs_world_now(ims->world) + delay;
    transfer->event = exs_engine_at(ims->world->engine, transfer->due, on_try, ims, transfer);
}

/* The domain's hosts, or the smart host alone. */
static const ExsMx *hosts_for(const ExsGateway *ims, const ExsAddress *address, ExsMx *smart,
                              size_t *count)
{
    if (ims->connector->host) {
        *smart = (ExsMx){.host = ims->connector->host};
        *count = 1;
        return smart;
    }
    return exs_mx_hosts(&ims->server->policy, ims->world, address->domain, count);
}

/* The first host that answers; `waited`: how many did not. */
static ExsHost *reach(const ExsMx *hosts, size_t count, uint32_t *waited)
{
    for (size_t i = 0; i < count; i++) {
        if (hosts[i].host->is_up)
            return hosts[i].host;
        (*waited)++;
    }
    return NULL;
}

/* How long the transaction takes: a connection that is not answered times out. */
static ExsTime transaction_time(const ExsGateway *ims, const ExsTransfer *transfer)
{
    const ExsSettings *settings = &ims->connector->settings;
    uint32_t waited = 0;

    for (uint32_t i = 0; i < transfer->count; i++) {
        const ExsEnvelope *envelope = &transfer->message->to[transfer->which[i]];
        ExsMx smart;
        size_t count;
        const ExsMx *hosts;

        if (envelope->fate != EXS_FATE_OPEN || !envelope->dda)
            continue;
        hosts = hosts_for(ims, envelope->dda, &smart, &count);
        if (hosts)
            reach(hosts, count, &waited);
    }
    return exs_setting(settings, EXS_SETTING_SMTP_TIME) +
           waited * exs_setting(settings, EXS_SETTING_SMTP_OPEN_TIMEOUT);
}

static void give_back(ExsGateway *ims, ExsMessage *message, uint32_t place, ExsCause cause)
{
    exs_mta_return(ims->server->mta, ims, message, &place, &cause, 1);
}

static void said(const ExsGateway *ims, const ExsHost *host, const char *reply, uint32_t message)
{
    exs_world_trace(ims->world, SMTP, ims->connector->id, ims->connector->id, host->id,
                    exs_record_text(ims->world->record, reply), message);
}

static void accepted(ExsGateway *ims, ExsHost *host, ExsMessage *message, uint32_t place)
{
    host->accepted++;
    said(ims, host, "250 taken", message->serial);
    exs_world_trace(ims->world, DELIVERED, host->id, message->serial,
                    exs_world_address_text(ims->world, message->to[place].typed));
    exs_message_settle(ims->world, message, place, EXS_FATE_DELIVERED);
}

/* One recipient: taken, refused, or left for later. */
static void try_recipient(ExsGateway *ims, ExsTransfer *transfer, uint32_t place)
{
    ExsMessage *message = transfer->message;
    const ExsAddress *address = message->to[place].dda;
    uint32_t waited = 0;
    ExsMx smart;
    size_t count = 0;
    const ExsMx *hosts;
    const char *reply;
    ExsHost *host;

    if (!address || address->domain == 0) {
        give_back(ims, message, place, EXS_CAUSE_BAD_ADDRESS);
        return;
    }
    hosts = hosts_for(ims, address, &smart, &count);
    if (!hosts) {
        give_back(ims, message, place, EXS_CAUSE_HOST_UNKNOWN);
        return;
    }
    host = reach(hosts, count, &waited);
    if (!host)
        return;
    reply = exs_host_answer(host, "RCPT", address->folded);
    switch (exs_mx_reply(&ims->server->policy, reply)) {
    case EXS_REPLY_OK:
        accepted(ims, host, message, place);
        break;
    case EXS_REPLY_LATER:
        said(ims, host, reply, message->serial);
        break;
    case EXS_REPLY_NEVER:
        said(ims, host, reply, message->serial);
        give_back(ims, message, place, EXS_CAUSE_HOST_REFUSED);
        break;
    }
}

static bool is_settled(const ExsTransfer *transfer)
{
    for (uint32_t i = 0; i < transfer->count; i++)
        if (transfer->message->to[transfer->which[i]].fate == EXS_FATE_OPEN)
            return false;
    return true;
}

/* By the retry list, but not beyond the time-out. */
static void wait_or_expire(ExsGateway *ims, ExsTransfer *transfer)
{
    const ExsMessage *message = transfer->message;
    ExsTime limit =
        exs_retry_gateway_timeout(&ims->server->policy, ims->connector, message->priority);
    ExsTime age = exs_world_now(ims->world) - message->submitted;
    ExsTime wait;

    if (age >= limit ||
        !exs_retry_gateway_wait(&ims->server->policy, ims->connector, transfer->round, &wait)) {
        exs_world_trace(ims->world, EXPIRED, ims->connector->id, message->serial, ims->out->id, age,
                        EXS_RULE_IMS_TIMEOUT);
        exs_queue_take(ims->world, ims->out, transfer);
        exs_mta_return_all(ims->server->mta, ims, transfer, EXS_CAUSE_TIMED_OUT);
        return;
    }
    transfer->round++;
    exs_world_trace(ims->world, RETRY_WAITS, ims->connector->id, ims->out->id, wait);
    try_in(ims, transfer, limit == EXS_TIME_NEVER ? wait : MIN(wait, limit - age));
}

static void on_try(void *object, void *data)
{
    ExsGateway *ims = object;
    ExsTransfer *transfer = data;

    transfer->event = 0;
    for (uint32_t i = 0; i < transfer->count; i++)
        if (transfer->message->to[transfer->which[i]].fate == EXS_FATE_OPEN)
            try_recipient(ims, transfer, transfer->which[i]);
    if (!is_settled(transfer)) {
        wait_or_expire(ims, transfer);
        return;
    }
    exs_queue_take(ims->world, ims->out, transfer);
    exs_transfer_end(ims->world, transfer);
}

/* Takes what is in MTS-OUT into the spool. */
static void on_poll(void *object, void *data)
{
    ExsGateway *ims = object;
    ExsTransfer *transfer;

    (void)data;
    ims->polling = 0;
    while ((transfer = exs_queue_peek(ims->mts_out)) != NULL) {
        exs_queue_take(ims->world, ims->mts_out, transfer);
        exs_world_trace(ims->world, TAKEN, ims->connector->id, transfer->message->serial,
                        ims->mts_out->id, ims->connector->id);
        exs_queue_put(ims->world, ims->out, transfer);
        transfer->round = 0;
        try_in(ims, transfer, transaction_time(ims, transfer));
    }
}

static void on_mts_out(ExsGateway *ims)
{
    ExsTime interval = exs_setting(&ims->connector->settings, EXS_SETTING_MTS_OUT_POLL);

    if (ims->polling || ims->mts_out->count == 0)
        return;
    ims->polling =
        exs_engine_at(ims->world->engine, exs_world_now(ims->world) + interval, on_poll, ims, NULL);
}

/* The spool stays on disk: each message goes on when it is due. */
static void on_start(ExsGateway *ims)
{
    for (int priority = 0; priority < EXS_PRIORITY_COUNT; priority++)
        for (ExsTransfer *t = ims->out->first[priority]; t; t = t->next)
            try_in(ims, t, MAX(t->due - exs_world_now(ims->world), transaction_time(ims, t)));
}

static void on_stop(ExsGateway *ims)
{
    for (int priority = 0; priority < EXS_PRIORITY_COUNT; priority++)
        for (ExsTransfer *t = ims->out->first[priority]; t; t = t->next) {
            exs_engine_cancel(ims->world->engine, t->event);
            t->event = 0;
        }
}

void exs_ims_init(ExsGateway *gateway)
{
    gateway->on_mts_out = on_mts_out;
    gateway->on_start = on_start;
    gateway->on_stop = on_stop;
}
