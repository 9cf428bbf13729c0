/* store.c - see store.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/store.h"

#include "exsim/model/actors/answers.h"
#include "exsim/model/actors/directory.h"
#include "exsim/model/actors/gateway.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/actors/outbox.h"
#include "exsim/model/actors/public_store.h"
#include "exsim/model/org/directory.h"
#include "exsim/model/org/list.h"
#include "exsim/model/org/replied.h"

ExsStore *exs_store_new(ExsWorld *world, ExsServer *server)
{
    ExsStore *store = g_new0(ExsStore, 1);

    store->world = world;
    store->server = server;
    return store;
}

void exs_store_free(ExsStore *store)
{
    g_free(store);
}

static ExsEventId after(const ExsStore *store, ExsSetting takes, ExsEventFunc func)
{
    return exs_engine_at(store->world->engine,
                         exs_world_now(store->world) + exs_setting(&store->server->settings, takes),
                         func, (void *)store, NULL);
}

/* The recipient's limits, or its store's, do not let it in: the store gives it back itself. */
static bool is_refused(const ExsStore *store, ExsMessage *message, uint32_t place,
                       const ExsRecipient *recipient)
{
    ExsRefusal refusal;

    if (G_UNLIKELY(recipient->kind == EXS_RECIPIENT_FOLDER)) {
        if (!exs_public_refuses(recipient, message, &refusal.cause))
            return false;
        exs_mta_return(store->server->mta, NULL, message, &place, &refusal.cause, 1);
        return true;
    }
    if (!exs_restrict_delivery(&store->server->policy, recipient, message, &refusal))
        return false;
    exs_note_refusal(store->world, store->server->store_id, message, &message->to[place],
                     recipient->id, &refusal);
    exs_mta_return(store->server->mta, NULL, message, &place, &refusal.cause, 1);
    return true;
}

/* The mailbox is on another server by now. */
static bool is_moved(const ExsStore *store, ExsMessage *message, uint32_t place,
                     const ExsRecipient *recipient)
{
    const ExsCause cause = EXS_CAUSE_MOVED_AWAY;

    if (G_LIKELY(recipient->server == store->server))
        return false;
    exs_mta_return(store->server->mta, NULL, message, &place, &cause, 1);
    return true;
}

/* Of a Directory Service, or of another public store, which minds no report. */
static void open_letter(ExsServer *server, const ExsMessage *message)
{
    bool is_report = message->kind == EXS_MESSAGE_REPORT;

    if (message->letter->folder && !is_report)
        exs_public_receive(server, message->letter);
    else if (!message->letter->folder && is_report && server->dsa)
        exs_dsa_returned(server->dsa, message->letter);
    else if (!message->letter->folder && server->dsa)
        exs_dsa_receive(server->dsa, message->letter);
}

void exs_store_deliver(const ExsStore *store, ExsMessage *message, uint32_t place)
{
    ExsEnvelope *envelope = &message->to[place];
    ExsRecipient *recipient = envelope->recipient
                                  ? (ExsRecipient *)envelope->recipient
                                  : exs_world_recipient(store->world, envelope->typed);

    if (is_moved(store, message, place, recipient) || is_refused(store, message, place, recipient))
        return;
    recipient->delivered++;
    recipient->stored += message->size;
    exs_replied_arrived(store->world, envelope->carrier);
    if (message->letter)
        open_letter(recipient->server, message);
    if (G_UNLIKELY(recipient->kind == EXS_RECIPIENT_FOLDER))
        exs_public_take(recipient, message->size);
    exs_world_trace(store->world, DELIVERED, store->server->store_id, message->serial,
                    exs_world_address_text(store->world, envelope->typed));
    if (G_UNLIKELY(exs_answers_any(message, recipient)))
        exs_answers_send(store, message, place, recipient);
    exs_message_settle(store->world, message, place, EXS_FATE_DELIVERED);
}

/* A mailbox of this server, addressed by its DN: the MTA never sees that copy, unless it is for it
 * to wait, to test who sends it, or to be journaled. */
static bool is_local(const ExsStore *store, const ExsMessage *message, uint32_t place)
{
    const ExsEnvelope *envelope = &message->to[place];
    const ExsRecipient *recipient;

    if (exs_setting(&store->server->settings, EXS_SETTING_NO_LOCAL_DELIVERY) != 0 &&
        exs_rule(&store->server->policy, EXS_RULE_NO_LOCAL_DELIVERY))
        return false;
    if (message->not_before && exs_rule(&store->server->policy, EXS_RULE_DEFERS_LOCAL))
        return false;
    if (envelope->typed->form != EXS_ADDRESS_EX ||
        !exs_rule(&store->server->policy, EXS_RULE_STORE_DELIVERS_LOCAL))
        return false;
    recipient = exs_world_recipient(store->world, envelope->typed);
    return recipient && recipient->dn == envelope->typed && !recipient->target &&
           !recipient->alternate && !recipient->list && !recipient->is_removed &&
           recipient->server == store->server && !exs_recipient_senders(recipient);
}

static void hand_over(ExsStore *store, ExsTransfer *transfer)
{
    if (store->server->mta_runs)
        exs_mta_receive(store->server->mta, transfer, NULL, NULL);
    else
        exs_transfer_list_append(&store->for_mta, transfer);
}

/* Of a list and the lists in it, each expanded once; `seen` is looked up only. */
static int64_t count_members(const ExsServer *server, const ExsRecipient *list, GHashTable *seen)
{
    g_autoptr(GPtrArray) members = NULL;
    int64_t count = 0;

    if (!g_hash_table_add(seen, (gpointer)list))
        return 0;
    members = exs_list_read(server, list);
    for (guint i = 0; i < members->len; i++) {
        const ExsRecipient *member = members->pdata[i];

        count += member->list ? count_members(server, member, seen) : 1;
    }
    return count;
}

static int64_t count_all(const ExsServer *server, const ExsMessage *message)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_direct_hash, g_direct_equal);
    int64_t count = 0;

    for (uint32_t i = 0; i < message->count; i++) {
        const ExsRecipient *recipient = exs_directory_recipient(server, message->to[i].typed);

        count += recipient && recipient->list ? count_members(server, recipient, seen) : 1;
    }
    return count;
}

bool exs_store_is_for_too_many(const ExsServer *server, const ExsMessage *message, bool is_inbound)
{
    int64_t most = exs_setting(&server->settings, EXS_SETTING_MAX_RECIPIENTS), count;

    if (most == 0 || message->kind == EXS_MESSAGE_REPORT ||
        !exs_rule(&server->policy, EXS_RULE_MAX_RECIPIENTS))
        return false;
    count = is_inbound && exs_rule(&server->policy, EXS_RULE_MEMBERS_COUNTED)
                ? count_all(server, message)
                : message->count;
    return count > most;
}

static const char *too_many_words(const ExsServer *server, const ExsMessage *message)
{
    return message->is_old_client && exs_rule(&server->policy, EXS_RULE_OLD_CLIENT_FAILS)
               ? "The item could not be sent. The client operation failed."
               : "The item could not be sent. The number of recipients on this message exceeds the "
                 "upper limit configured by the administrator.";
}

/* The sender's limits do not let it out: all of it goes back. */
static bool may_not_send(ExsStore *store, ExsTransfer *transfer)
{
    const ExsMessage *message = transfer->message;
    ExsRefusal refusal;

    if (exs_store_is_for_too_many(store->server, message, false)) {
        exs_transfer_discard(
            store->world, transfer, store->server->store_id, EXS_RULE_MAX_RECIPIENTS,
            exs_record_text(store->world->record, too_many_words(store->server, message)));
        return true;
    }
    if (!message->sender || !exs_restrict_submission(&store->server->policy, message, &refusal))
        return false;
    for (uint32_t i = 0; i < transfer->count; i++)
        exs_note_refusal(store->world, store->server->store_id, message,
                         &message->to[transfer->which[i]], message->sender->id, &refusal);
    exs_mta_return_all(store->server->mta, NULL, transfer, refusal.cause);
    return true;
}

/* Delivers what is local, whether the MTA runs or not, and hands the rest over. */
static void submit(ExsStore *store, ExsTransfer *transfer)
{
    ExsMessage *message = transfer->message;
    g_autofree uint32_t *rest = g_new(uint32_t, transfer->count);
    uint32_t count = 0;

    for (uint32_t i = 0; i < transfer->count; i++)
        if (!is_local(store, message, transfer->which[i]))
            rest[count++] = transfer->which[i];
    if (count > 0)
        hand_over(store, exs_transfer_split(store->world, transfer, rest, count));
    for (uint32_t i = 0; i < transfer->count; i++)
        if (is_local(store, message, transfer->which[i]))
            exs_store_deliver(store, message, transfer->which[i]);
    exs_transfer_end(store->world, transfer);
}

static void submit_on(ExsStore *store);

static void on_submitted(void *object, void *data)
{
    ExsStore *store = object;
    ExsTransfer *transfer;

    (void)data;
    store->submitting = 0;
    transfer = exs_transfer_list_take(&store->submitted);
    if (may_not_send(store, transfer)) {
        submit_on(store);
        return;
    }
    if (transfer->count == 1 && !is_local(store, transfer->message, transfer->which[0]))
        hand_over(store, transfer);
    else
        submit(store, transfer);
    submit_on(store);
}

static void submit_on(ExsStore *store)
{
    if (!store->submitting && store->submitted.first && store->server->store_runs)
        store->submitting = after(store, EXS_SETTING_SUBMIT_TIME, on_submitted);
}

/* The MTA is back, or the store. */
static void hand_over_all(ExsStore *store)
{
    ExsTransfer *transfer;

    if (!store->server->store_runs || !store->server->mta_runs)
        return;
    while ((transfer = exs_transfer_list_take(&store->for_mta)) != NULL)
        hand_over(store, transfer);
}

void exs_store_submit(ExsStore *store, ExsMessage *message)
{
    exs_store_take(store, exs_transfer_new(store->world, message, NULL, message->count));
}

void exs_store_take(ExsStore *store, ExsTransfer *transfer)
{
    exs_transfer_list_append(&store->submitted, transfer);
    submit_on(store);
}

void exs_store_kick(ExsStore *store)
{
    hand_over_all(store);
    submit_on(store);
    exs_delivery_kick(store->server->mta);
}

/* The gateways of this server, whose threads and folders are the store's. */
static void each_gateway(const ExsStore *store, void (*func)(ExsGateway *))
{
    const GPtrArray *connectors = store->server->site->connectors;

    for (guint i = 0; i < connectors->len; i++) {
        ExsConnector *connector = connectors->pdata[i];

        if (connector->server == store->server && connector->class->secured)
            func(connector->service);
    }
}

void exs_store_start(ExsStore *store)
{
    store->server->store_runs = true;
    exs_world_trace(store->world, STARTED, store->server->store_id, store->server->store_id);
    exs_outbox_start(store);
    exs_store_kick(store);
    each_gateway(store, exs_gateway_kick);
}

void exs_store_stop(ExsStore *store)
{
    store->server->store_runs = false;
    store->is_jammed = false;
    exs_world_trace(store->world, STOPPED, store->server->store_id, store->server->store_id);
    if (store->submitting)
        exs_engine_cancel(store->world->engine, store->submitting);
    store->submitting = 0;
    exs_delivery_break_off(store->server->mta);
    exs_outbox_stop(store);
    if (store->server->dsa)
        exs_dsa_watch(store->server->dsa);
    each_gateway(store, exs_gateway_log_off);
}
