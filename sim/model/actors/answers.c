/* answers.c - see answers.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/answers.h"

#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/gateway.h"
#include "exsim/model/actors/mta.h"

#define RECEIPT_SIZE 2048 /* bytes: no source says */
#define REPLY_SIZE   1024 /* the same */

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

static void send_receipt(const ExsStore *store, const ExsMessage *about, uint32_t place)
{
    ExsWorld *world = store->world;
    ExsGateway *back = way_in(store, about, about->to[place].carrier);
    ExsMessage *receipt = exs_message_new(world, NULL, 1);
    ExsTransfer *transfer;
    uint32_t first = 0;

    receipt->kind = EXS_MESSAGE_REPORT;
    receipt->is_receipt = receipt->has_no_path = true;
    receipt->submitted = exs_clock_utc(&store->server->clock, exs_world_now(world));
    receipt->origin = store->server;
    receipt->about = about->serial;
    receipt->way_in = about->way_in;
    receipt->size = RECEIPT_SIZE;
    receipt->priority = EXS_PRIORITY_URGENT;
    receipt->to[0].typed = about->originator;
    exs_world_trace(world, REPORT, store->server->store_id, receipt->serial,
                    exs_world_address_text(world, about->originator), about->serial);
    transfer = exs_transfer_new(world, receipt, &first, 1);
    if (back && internet_address(about) &&
        exs_rule(&store->server->policy, EXS_RULE_RECEIPT_BY_WAY_IN)) {
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

static void send_reply(const ExsStore *store, const ExsMessage *message, ExsRecipient *recipient)
{
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

    exs_send(store->world, &reply, NULL);
}

void exs_answers_send(const ExsStore *store, const ExsMessage *message, uint32_t place,
                      ExsRecipient *recipient)
{
    if (!message->originator)
        return;
    if (message->wants_receipt && message->kind == EXS_MESSAGE)
        send_receipt(store, message, place);
    if (recipient->answers && may_answer(store, message))
        send_reply(store, message, recipient);
}
