/* answers.c - see answers.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/answers.h"

#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/gateway.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/routing/expand.h"

#define BESIDE     4    /* published as an example: that many are delivered together */
#define REPLY_SIZE 1024 /* bytes: no source says */

/* The Internet Mail Service of this server that the copy came in by; NULL: it came another way. */
static ExsGateway *way_in(const ExsStore *store, const ExsMessage *message,
                          const ExsTransfer *carrier)
{
    const ExsConnector *by = carrier && carrier->came_by ? carrier->came_by : message->way_in;

    if (!by || by->server != store->server || by->is_removed)
        return NULL;
    return by->class->secured && ((ExsGateway *)by->service)->spool ? by->service : NULL;
}

/* Its own address, of a mailbox of ours its primary one. */
static const ExsAddress *internet_address(const ExsMessage *message)
{
    return message->sender ? message->sender->smtp : message->originator;
}

/* What the lists that it was reached by say of reports, they say of receipts. */
static bool is_told(const ExsServer *server, const ExsEnvelope *envelope)
{
    ExsExpandReport report;

    if (!envelope->by)
        return true;
    report = exs_expand_report(&server->policy, envelope, EXS_CAUSE_NO_ROUTE, false);
    g_ptr_array_unref(report.owners);
    return report.originator;
}

static void send_receipt(const ExsStore *store, const ExsMessage *about, uint32_t place)
{
    const ExsServer *server = store->server;
    ExsGateway *back = way_in(store, about, about->to[place].carrier);
    ExsTransfer *transfer = exs_mta_report(server->mta, server->store_id, about, about->originator);
    ExsMessage *receipt = transfer->message;

    receipt->is_receipt = receipt->has_no_path = true;
    if (back && internet_address(about) && exs_rule(&server->policy, EXS_RULE_RECEIPT_BY_WAY_IN)) {
        receipt->to[0].dda = internet_address(about);
        exs_gateway_hand_off(back, transfer);
    } else {
        exs_store_take((ExsStore *)store, transfer);
    }
}

/* A report is answered by the rule of some stores, to whom its header names. */
static bool may_answer(const ExsStore *store, const ExsMessage *message)
{
    const ExsPolicy *policy = &store->server->policy;

    if (message->kind == EXS_MESSAGE_REPORT)
        return message->has_no_path && exs_rule(policy, EXS_RULE_AUTO_REPLY_TO_REPORTS);
    if (message->is_automatic && exs_rule(policy, EXS_RULE_AUTO_REPLY_ONCE))
        return false;
    return message->kind == EXS_MESSAGE;
}

/* The lists that it was reached by are asked for the replies of those who are out of the office. */
static bool is_forbidden(const ExsPolicy *policy, const ExsEnvelope *envelope)
{
    if (!exs_rule(policy, EXS_RULE_AWAY_ASKS_LIST) ||
        (envelope->carrier && envelope->carrier->received > 0 &&
         exs_rule(policy, EXS_RULE_AWAY_FORGETS_LIST)))
        return false;
    for (const ExsExpansion *by = envelope->by; by; by = by->before)
        if (!by->list->list->allows_oof)
            return true;
    return false;
}

/* Each message is answered (ours: no source says whether a sender who writes twice is twice). */
static bool answers_away(const ExsStore *store, const ExsMessage *message,
                         const ExsEnvelope *envelope)
{
    const ExsPolicy *policy = &store->server->policy;

    return message->kind == EXS_MESSAGE && !message->is_automatic &&
           exs_rule(policy, EXS_RULE_OUT_OF_OFFICE) && !is_forbidden(policy, envelope);
}

static void send_reply(const ExsStore *store, const ExsMessage *message, ExsRecipient *recipient)
{
    uint32_t serial;
    const ExsAddress *const to = message->originator;
    ExsSubmission reply = {
        .from = recipient,
        .to = &to,
        .count = 1,
        .size = REPLY_SIZE,
        .priority = EXS_PRIORITY_NORMAL,
        .is_automatic = true,
        .wants_receipt = recipient->answers_want_receipts,
    };

    serial = exs_send(store->world, &reply, NULL);
    if (serial)
        exs_world_trace(store->world, AUTO_REPLIED, store->server->store_id, serial,
                        exs_world_address_text(store->world, to),
                        exs_world_address_text(store->world, recipient->dn), message->serial);
}

void exs_answers_send(const ExsStore *store, const ExsMessage *message, uint32_t place,
                      ExsRecipient *recipient)
{
    if (!message->originator)
        return;
    if (message->wants_receipt && message->kind == EXS_MESSAGE &&
        is_told(store->server, &message->to[place]))
        send_receipt(store, message, place);
    if ((recipient->answers && may_answer(store, message)) ||
        (recipient->is_away && answers_away(store, message, &message->to[place])))
        send_reply(store, message, recipient);
}

ExsTime exs_answers_contention(const ExsServer *server, const ExsTransfer *first)
{
    ExsTime others = 0;

    for (const ExsTransfer *t = first->next; t && others < BESIDE - 1; t = t->next) {
        if (!t->message->is_receipt || t->message->about != first->message->about)
            break;
        others++;
    }
    if (others == 0 || !exs_rule(&server->policy, EXS_RULE_RECEIPTS_CONTEND))
        return 0;
    return others * exs_setting(&server->settings, EXS_SETTING_RECEIPT_CONTENTION);
}
