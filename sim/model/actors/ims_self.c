/* ims_self.c - an Internet Mail Service sends to one of our own, itself maybe, which takes the mail
 * as if it came from outside (see ims.h).
 *
 * Of P1 nothing is left: the recipient is what SMTP says, which may hold another address. Each time
 * a Received line is added.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/directory.h"
#include "exsim/model/actors/ims.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/org/directory.h"

static bool reroutes(const ExsGateway *ims)
{
    return exs_setting(&ims->connector->settings, EXS_SETTING_REROUTE_INBOUND) != 0 ||
           !exs_rule(&ims->server->policy, EXS_RULE_IMS_NOT_REROUTED);
}

static bool is_over(const ExsGateway *ims, const ExsTransfer *transfer)
{
    return transfer->received > exs_setting(&ims->connector->settings, EXS_SETTING_IMS_HOPS) &&
           exs_rule(&ims->server->policy, EXS_RULE_IMS_HOP_LIMIT);
}

static void return_over(ExsGateway *ims, ExsTransfer *transfer)
{
    g_autofree char *id = exs_message_mts_id(ims->world, transfer->message);
    g_autofree char *file = g_strdup_printf("%08X", transfer->message->serial);

    if (reroutes(ims))
        exs_log_event(ims->world, ims->server, EXS_EVENT_IMS_LOOPS_BY_ROUTING,
                      (const char *const[]){file});
    exs_log_event(ims->world, ims->server, EXS_EVENT_HOPS_EXCEEDED,
                  (const char *const[]){id, file});
    exs_log_event(ims->world, ims->server, EXS_EVENT_IMS_NOT_DELIVERED, (const char *const[]){id});
    exs_world_trace(
        ims->world, LOOP, ims->connector->id, transfer->message->serial,
        exs_record_text(ims->world->record, exs_bounce(EXS_CAUSE_RECEIVED_LINES)->words),
        EXS_RULE_IMS_HOP_LIMIT);
    exs_mta_return_all(ims->server->mta, ims, transfer, EXS_CAUSE_RECEIVED_LINES);
}

/* A part of a server is known where the server is. */
static bool is_known(const ExsGateway *ims, const ExsAddress *address)
{
    const ExsRecipient *found = exs_directory_recipient(ims->server, address);

    return found &&
           (!exs_recipient_is_part(found) || exs_directory_knows(ims->server, found->server->id));
}

static void refuse_unknown(ExsGateway *ims, ExsTransfer *transfer, const ExsAddress *address)
{
    const ExsRecipient *part = exs_world_recipient(ims->world, address);
    g_autofree char *dsa =
        part && part->kind == EXS_RECIPIENT_DIRECTORY ? exs_dsa_dn(part->server) : NULL;

    if (address->form == EXS_ADDRESS_EX)
        exs_log_event(ims->world, ims->server, EXS_EVENT_DIRECTORY_READ,
                      (const char *const[]){dsa ? dsa : address->value});
    exs_mta_return_all(ims->server->mta, ims, transfer, EXS_CAUSE_NOT_HERE);
}

static void take_in(ExsGateway *ims, ExsTransfer *transfer, ExsEnvelope *envelope)
{
    const ExsAddress *to = exs_ims_meant(ims, envelope->dda);

    envelope->dn = to->form == EXS_ADDRESS_EX ? to : NULL;
    envelope->x400 = to->form == EXS_ADDRESS_X400 ? to : NULL;
    envelope->dda = to->form == EXS_ADDRESS_DDA ? to : NULL;
    envelope->custom = NULL;
    envelope->resolved_at = 0;
    transfer->received++;
    if (is_over(ims, transfer))
        return_over(ims, transfer);
    else if (!reroutes(ims) && !is_known(ims, to))
        refuse_unknown(ims, transfer, to);
    else
        exs_gateway_submit(ims, transfer);
}

bool exs_ims_hand_over(ExsGateway *ims, const ExsHost *host, ExsMessage *message, uint32_t place,
                       ExsCause *cause)
{
    ExsGateway *other = host->ims->service;
    ExsEnvelope *envelope = &message->to[place];
    ExsTransfer *copy;

    if (other == ims && exs_setting(&ims->connector->settings, EXS_SETTING_DISABLE_LOOPBACK) != 0 &&
        exs_rule(&ims->server->policy, EXS_RULE_LOOPBACK_SWITCH)) {
        *cause = EXS_CAUSE_LOOPBACK;
        return true;
    }
    if (!other->connector->is_running || !other->server->store_runs)
        return false;
    exs_world_trace(ims->world, SMTP, ims->connector->id, ims->connector->id, host->id,
                    exs_record_text(ims->world->record, "250 taken"), message->serial);
    copy = exs_transfer_split(ims->world, envelope->carrier, &place, 1);
    take_in(other, copy, envelope);
    return false;
}
