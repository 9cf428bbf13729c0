/* foreign.c - a foreign X.400 system at the far end of a connector: takes mail, knows some of its
 * users or all, and sends mail of its own (see mta.h).
 *
 * How it works inside is no matter: a report on somebody whom it does not know comes back over the
 * connector at once (ours), and so does what its users send.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/kernel/error.h"
#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/org/replied.h"

#define REPORT_SIZE 2048 /* bytes: no source says */

static const ExsAddress *address_of(const ExsEnvelope *envelope)
{
    if (envelope->x400)
        return envelope->x400;
    return envelope->dda ? envelope->dda : envelope->dn;
}

static bool knows(const ExsHost *host, const ExsEnvelope *envelope)
{
    return !host->known || g_ptr_array_find(host->known, address_of(envelope), NULL);
}

/* Over the connector comes what the foreign MTA sends. */
static void come_in(ExsMta *mta, const ExsConnector *connector, ExsMessage *message)
{
    message->way_in = connector;
    exs_mta_receive(mta, exs_transfer_new(mta->world, message, NULL, message->count), connector,
                    NULL);
}

static void report_on(ExsMta *mta, const ExsConnector *connector, const ExsTransfer *transfer)
{
    ExsWorld *world = mta->world;
    const ExsMessage *about = transfer->message;
    const ExsAddress *dn, *x400;
    ExsMessage *report;

    exs_transfer_originator(transfer, &dn, &x400);
    if (!exs_bounce_reports(&mta->server->policy, about) || (!dn && !x400))
        return;
    report = exs_message_new(world, NULL, 1);
    report->kind = EXS_MESSAGE_REPORT;
    report->about = about->serial;
    report->size = REPORT_SIZE;
    report->priority = EXS_PRIORITY_URGENT;
    report->to[0].typed = dn ? dn : x400;
    report->to[0].dn = dn;
    report->to[0].x400 = dn ? x400 : NULL;
    exs_world_trace(world, REPORT, connector->host->id, report->serial,
                    exs_world_address_text(world, about->originator), about->serial);
    come_in(mta, connector, report);
}

static void refuse(const ExsMta *mta, const ExsConnector *connector, ExsMessage *message,
                   uint32_t place)
{
    const ExsBounce *bounce = exs_bounce(EXS_CAUSE_FOREIGN_UNKNOWN);
    ExsWorld *world = mta->world;
    bool reports = exs_bounce_reports(&mta->server->policy, message);

    if (reports)
        exs_world_trace(world, RETURNED, connector->host->id, message->serial,
                        exs_world_address_text(world, message->to[place].typed), bounce->reason,
                        bounce->diagnostic, exs_record_text(world->record, bounce->words),
                        bounce->rule);
    else
        exs_world_trace(world, DISCARDED, connector->host->id, message->serial,
                        exs_world_address_text(world, message->to[place].typed),
                        exs_record_text(world->record, bounce->words),
                        EXS_RULE_NO_REPORT_ON_REPORT);
    exs_message_settle(world, message, place, reports ? EXS_FATE_RETURNED : EXS_FATE_DISCARDED);
}

void exs_mta_hand_out(ExsMta *mta, const ExsConnector *connector, ExsTransfer *transfer)
{
    ExsMessage *message = transfer->message;
    bool any_unknown = false;

    exs_replied_arrived(mta->world, transfer);
    for (uint32_t i = 0; i < transfer->count; i++)
        any_unknown = any_unknown || !knows(connector->host, &message->to[transfer->which[i]]);
    if (any_unknown)
        report_on(mta, connector, transfer);
    for (uint32_t i = 0; i < transfer->count; i++) {
        uint32_t place = transfer->which[i];

        if (!knows(connector->host, &message->to[place])) {
            refuse(mta, connector, message, place);
            continue;
        }
        exs_world_trace(mta->world, DELIVERED, connector->host->id, message->serial,
                        exs_world_address_text(mta->world, message->to[place].typed));
        exs_message_settle(mta->world, message, place, EXS_FATE_DELIVERED);
    }
    exs_transfer_end(mta->world, transfer);
}

ExsMessage *exs_foreign_send(ExsWorld *world, const ExsConnector *connector, const ExsAddress *from,
                             const ExsAddress *const *to, uint32_t count, int64_t size,
                             GError **error)
{
    ExsServer *server = connector->server;
    ExsMessage *message;

    if (!server->mta_runs || (connector->link && connector->link->state != EXS_LINK_UP)) {
        exs_fail(error, EXS_ERROR_STATE, "the MTA of %s cannot be reached over %s", server->name,
                 connector->name);
        return NULL;
    }
    message = exs_message_new(world, from, count);
    message->size = size;
    message->submitted = exs_clock_utc(&server->clock, message->submitted);
    for (uint32_t i = 0; i < count; i++)
        message->to[i].typed = to[i];
    exs_world_trace(world, SUBMITTED, connector->host->id, message->serial,
                    exs_world_address_text(world, from), count, size,
                    world->words.priority[message->priority]);
    come_in(server->mta, connector, message);
    return message;
}
