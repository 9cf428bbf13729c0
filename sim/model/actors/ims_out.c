/* ims_out.c - the Internet Mail Service sends: from MTS-OUT over its spool to hosts (see ims.h).
 *
 * A message in the spool is tried for all its recipients; those that a host takes are delivered,
 * those that it refuses go back, the others wait for the retry list, until the time-out.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/ims.h"

#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/model/actors/ims_domains.h"
#include "exsim/model/actors/ims_spool.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/actors/poison.h"
#include "exsim/model/routing/mx.h"
#include "exsim/model/routing/retry.h"

static void on_try(void *object, void *data);

static void try_in(ExsGateway *ims, ExsTransfer *transfer, ExsTime delay)
{
    transfer->due = exs_world_now(ims->world) + delay;
    transfer->event = exs_engine_at(ims->world->engine, transfer->due, on_try, ims, transfer);
}

/* Gathers the hosts before the first that answers. */
static void find_silent(const ExsMx *hosts, size_t count, GPtrArray *silent)
{
    for (size_t i = 0; i < count && !hosts[i].host->is_up; i++)
        if (!g_ptr_array_find(silent, hosts[i].host, NULL))
            g_ptr_array_add(silent, hosts[i].host);
}

/* How long the transaction takes: a connection that is not answered times out, once per host. */
static ExsTime transaction_time(const ExsGateway *ims, const ExsTransfer *transfer)
{
    const ExsSettings *settings = &ims->connector->settings;
    g_autoptr(GPtrArray) silent = g_ptr_array_new();

    for (uint32_t i = 0; i < transfer->count; i++) {
        const ExsEnvelope *envelope = &transfer->message->to[transfer->which[i]];
        ExsMx smart;
        size_t count;
        const ExsMx *hosts;
        bool later;

        if (envelope->fate != EXS_FATE_OPEN || !envelope->dda)
            continue;
        hosts = exs_ims_hosts_of(ims, envelope->dda, &smart, &count, &later);
        if (hosts)
            find_silent(hosts, count, silent);
    }
    return exs_setting(settings, EXS_SETTING_SMTP_TIME) +
           silent->len * exs_setting(settings, EXS_SETTING_SMTP_OPEN_TIMEOUT);
}

bool exs_ims_is_held(const ExsGateway *ims, uint32_t domain)
{
    for (guint i = 0; i < ims->etrn->len; i++)
        if (g_array_index(ims->etrn, uint32_t, i) == domain)
            return domain != ims->served;
    return false;
}

/* Is one of its recipients in this domain (0: in any that waits for ETRN)? */
static bool waits_for_etrn(const ExsGateway *ims, const ExsTransfer *transfer, uint32_t domain)
{
    for (uint32_t i = 0; i < transfer->count; i++) {
        const ExsEnvelope *envelope = &transfer->message->to[transfer->which[i]];

        if (envelope->fate == EXS_FATE_OPEN && envelope->dda &&
            (domain == 0 || envelope->dda->domain == domain) &&
            exs_ims_is_held(ims, envelope->dda->domain))
            return true;
    }
    return false;
}

static bool is_settled(const ExsTransfer *transfer)
{
    for (uint32_t i = 0; i < transfer->count; i++)
        if (transfer->message->to[transfer->which[i]].carrier == transfer)
            return false;
    return true;
}

static ExsTime age_of(const ExsGateway *ims, const ExsMessage *message)
{
    return exs_clock_utc(&ims->server->clock, exs_world_now(ims->world)) - message->submitted;
}

static void expire(ExsGateway *ims, ExsTransfer *transfer, ExsCause cause)
{
    const ExsMessage *message = transfer->message;

    exs_world_trace(ims->world, EXPIRED, ims->connector->id, message->serial, ims->out->id,
                    age_of(ims, message), exs_bounce(cause)->rule);
    exs_queue_take(ims->world, ims->out, transfer);
    exs_spool_done(ims, transfer, false);
    exs_mta_return_all(ims->server->mta, ims, transfer, cause);
}

/* An old service reads the importance, which an envelope that came over X.400 or by a gateway has
 * not got. */
static ExsPriority priority_of(const ExsGateway *ims, const ExsTransfer *transfer)
{
    if (transfer->lost_importance && exs_rule(&ims->server->policy, EXS_RULE_IMS_READS_IMPORTANCE))
        return EXS_PRIORITY_NORMAL;
    return transfer->message->priority;
}

/* Do all its open recipients wait for the line? */
static bool waits_for_line(const ExsGateway *ims, const ExsTransfer *transfer)
{
    for (uint32_t i = 0; i < transfer->count; i++) {
        const ExsEnvelope *envelope = &transfer->message->to[transfer->which[i]];

        if (envelope->fate == EXS_FATE_OPEN && envelope->dda &&
            !exs_ims_waits_for_line(ims, envelope->dda->domain))
            return false;
    }
    return true;
}

/* By the retry list, but not beyond the time-out. */
static void wait_or_expire(ExsGateway *ims, ExsTransfer *transfer)
{
    const ExsMessage *message = transfer->message;
    ExsTime limit =
        exs_retry_gateway_timeout(&ims->server->policy, ims->connector, priority_of(ims, transfer));
    ExsTime age = age_of(ims, message);
    bool held = waits_for_etrn(ims, transfer, 0);
    ExsTime wait;

    if (held && exs_rule(&ims->server->policy, EXS_RULE_ETRN_NEVER_EXPIRES))
        limit = EXS_TIME_NEVER;
    if (age >= limit) {
        expire(ims, transfer, EXS_CAUSE_TIMED_OUT);
        return;
    }
    if (limit != EXS_TIME_NEVER && waits_for_line(ims, transfer)) {
        try_in(ims, transfer, limit - age);
        return;
    }
    if (ims->is_broken && exs_rule(&ims->server->policy, EXS_RULE_IMS_RESENDS_BROKEN)) {
        wait = MAX(EXS_SECOND, transaction_time(ims, transfer));
        exs_world_trace(ims->world, RETRY_WAITS, ims->connector->id, ims->out->id, wait);
        try_in(ims, transfer, wait);
        return;
    }
    if (!exs_retry_gateway_wait(&ims->server->policy, ims->connector, transfer->round, &wait)) {
        if (!held) {
            expire(ims, transfer, EXS_CAUSE_NO_RETRY);
            return;
        }
        wait = EXS_HOUR; /* looks again whether it is too old */
    }
    transfer->round++;
    exs_world_trace(ims->world, RETRY_WAITS, ims->connector->id, ims->out->id, wait);
    try_in(ims, transfer, limit == EXS_TIME_NEVER ? wait : MIN(wait, limit - age));
}

/* How many may send at a time; 0: as many as like. */
static int64_t most_sessions(const ExsGateway *ims)
{
    return exs_rule(&ims->server->policy, EXS_RULE_IMS_CONNECTIONS)
               ? exs_setting(&ims->connector->settings, EXS_SETTING_IMS_CONNECTIONS)
               : 0;
}

/* Sends it as soon as there is a session for it. One that waits for one has no event. */
static void send_soon(ExsGateway *ims, ExsTransfer *transfer)
{
    int64_t most = most_sessions(ims);

    if (most > 0 && ims->sessions >= most)
        return;
    transfer->is_held = true;
    ims->sessions++;
    try_in(ims, transfer, transaction_time(ims, transfer));
}

static void end_session(ExsGateway *ims, ExsTransfer *transfer)
{
    if (!transfer->is_held)
        return;
    transfer->is_held = false;
    ims->sessions--;
}

/* The next that waits for a session. */
static void employ_session(ExsGateway *ims)
{
    for (int priority = 0; priority < EXS_PRIORITY_COUNT && most_sessions(ims) > 0; priority++)
        for (ExsTransfer *t = ims->out->first[priority]; t; t = t->next)
            if (t->event == 0) {
                send_soon(ims, t);
                return;
            }
}

/* In transfer mode None an old service neither sends what is in Out nor gives it back. */
static bool is_stuck(const ExsGateway *ims)
{
    return exs_setting(&ims->connector->settings, EXS_SETTING_IMS_MODE) == 0 &&
           exs_rule(&ims->server->policy, EXS_RULE_FLUSH_SENDS_NOTHING);
}

static void on_try(void *object, void *data)
{
    ExsGateway *ims = object;
    ExsTransfer *transfer = data;

    transfer->event = 0;
    ims->is_broken = false;
    ims->asked = NULL;
    if (!transfer->is_held && most_sessions(ims) > 0 && ims->served == 0) {
        send_soon(ims, transfer);
        return;
    }
    end_session(ims, transfer);
    if (is_stuck(ims)) {
        try_in(ims, transfer, EXS_HOUR); /* looks whether the mode is another one */
        return;
    }
    exs_ims_try(ims, transfer);
    if (!is_settled(transfer)) {
        wait_or_expire(ims, transfer);
    } else {
        exs_queue_take(ims->world, ims->out, transfer);
        exs_spool_done(ims, transfer, true);
        exs_transfer_end(ims->world, transfer);
    }
    employ_session(ims);
}

void exs_ims_hold(ExsGateway *ims, uint32_t domain)
{
    g_array_append_val(ims->etrn, domain);
}

static void try_now(ExsGateway *ims, const GPtrArray *all)
{
    for (guint i = 0; i < all->len; i++) {
        exs_engine_cancel(ims->world->engine, ((ExsTransfer *)all->pdata[i])->event);
        on_try(ims, all->pdata[i]);
    }
}

void exs_ims_try_line(ExsGateway *ims)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new();

    for (int priority = 0; priority < EXS_PRIORITY_COUNT; priority++)
        for (ExsTransfer *t = ims->out->first[priority]; t; t = t->next)
            g_ptr_array_add(all, t);
    try_now(ims, all);
}

/* The transaction takes no time of its own (ours). */
bool exs_ims_etrn(ExsGateway *ims, uint32_t domain, GError **error)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new();

    if (!ims->connector->is_running || !ims->server->store_runs)
        return exs_fail(error, EXS_ERROR_STATE, "the Internet Mail Service of %s does not run",
                        ims->server->name);
    for (int priority = 0; priority < EXS_PRIORITY_COUNT; priority++)
        for (ExsTransfer *t = ims->out->first[priority]; t; t = t->next)
            if (t->event && waits_for_etrn(ims, t, domain))
                g_ptr_array_add(all, t);
    ims->served = domain;
    try_now(ims, all);
    ims->served = 0;
    return true;
}

/* Automatic replies may not go to the Internet. */
static bool drops_answers(ExsGateway *ims, ExsTransfer *transfer)
{
    if (!exs_setting(&ims->connector->settings, EXS_SETTING_NO_AUTO_REPLIES) ||
        !exs_rule(&ims->server->policy, EXS_RULE_NO_AUTO_REPLIES))
        return false;
    exs_transfer_discard(ims->world, transfer, ims->connector->id, EXS_RULE_NO_AUTO_REPLIES,
                         exs_record_text(ims->world->record, "an automatic reply"));
    return true;
}

/* Takes what is in MTS-OUT into the spool. */
static void on_poll(void *object, void *data)
{
    ExsGateway *ims = object;
    ExsTransfer *transfer;

    (void)data;
    ims->polling = 0;
    while ((transfer = exs_poison_next(ims)) != NULL) {
        exs_queue_take(ims->world, ims->mts_out, transfer);
        exs_world_trace(ims->world, TAKEN, ims->connector->id, transfer->message->serial,
                        ims->mts_out->id, ims->connector->id);
        if (transfer->message->is_automatic && drops_answers(ims, transfer))
            continue;
        exs_ims_wrap(ims, transfer);
        exs_queue_put(ims->world, ims->out, transfer);
        transfer->round = 0;
        send_soon(ims, transfer);
    }
}

/* Else what the store's threads have pulled stays in MTS-OUT. */
static bool sends_mail(const ExsGateway *ims)
{
    return exs_ims_sends(ims->connector) || is_stuck(ims) ||
           !exs_rule(&ims->server->policy, EXS_RULE_IMS_OUTBOUND_MODE);
}

static void on_mts_out(ExsGateway *ims)
{
    ExsTime interval = exs_setting(&ims->connector->settings, EXS_SETTING_MTS_OUT_POLL);

    exs_spool_kick(ims);
    if (ims->polling || ims->mts_out->count == 0 || !sends_mail(ims))
        return;
    ims->polling =
        exs_engine_at(ims->world->engine, exs_world_now(ims->world) + interval, on_poll, ims, NULL);
}

/* The spool stays on disk: each message goes on when it is due. */
static void on_start(ExsGateway *ims)
{
    for (int priority = 0; priority < EXS_PRIORITY_COUNT; priority++)
        for (ExsTransfer *t = ims->out->first[priority]; t; t = t->next)
            if (t->due <= exs_world_now(ims->world))
                send_soon(ims, t);
            else
                try_in(ims, t, MAX(t->due - exs_world_now(ims->world), transaction_time(ims, t)));
    exs_ims_dial_begin(ims);
}

static void on_stop(ExsGateway *ims)
{
    exs_ims_dial_end(ims);
    for (int priority = 0; priority < EXS_PRIORITY_COUNT; priority++)
        for (ExsTransfer *t = ims->out->first[priority]; t; t = t->next) {
            if (t->event)
                exs_engine_cancel(ims->world->engine, t->event);
            t->event = 0;
            end_session(ims, t);
        }
    exs_spool_stop(ims);
}

void exs_ims_init(ExsGateway *gateway)
{
    gateway->on_mts_out = on_mts_out;
    gateway->on_start = on_start;
    gateway->on_stop = on_stop;
    gateway->spool = exs_spool_new(gateway);
}
