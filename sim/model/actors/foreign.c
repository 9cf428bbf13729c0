/* foreign.c - a foreign X.400 system at the far end of a connector: takes mail, knows some of its
 * users or all, and sends mail of its own (see mta.h).
 *
 * How it works inside is no matter: a report on somebody whom it does not know comes back over the
 * connector at once (ours), and so does what its users send and what it passes on. What it cannot
 * pass on, for the MTA does not run or the link is away, it treats as what it does not know (ours).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/kernel/error.h"
#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/org/external_trace.h"
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
    if (!exs_bounce_reports(mta->server, about, EXS_CAUSE_FOREIGN_UNKNOWN) || (!dn && !x400))
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
                   uint32_t place, ExsCause cause)
{
    const ExsBounce *bounce = exs_bounce(cause);
    ExsWorld *world = mta->world;
    bool reports = exs_bounce_reports(mta->server, message, cause);

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

static void refuse_all(ExsMta *mta, const ExsConnector *connector, ExsTransfer *transfer,
                       ExsCause cause)
{
    report_on(mta, connector, transfer);
    for (uint32_t i = 0; i < transfer->count; i++)
        refuse(mta, connector, transfer->message, transfer->which[i], cause);
    exs_transfer_end(mta->world, transfer);
}

/* ---- what it passes on ---- */

static bool is_reached(const ExsConnector *connector)
{
    return connector->server->mta_runs && !connector->is_removed &&
           (!connector->link || connector->link->state == EXS_LINK_UP);
}

/* The connector over which it sends mail for this recipient back; NULL: it does not. */
static const ExsConnector *way_back(const ExsConnector *connector, const ExsEnvelope *envelope)
{
    const ExsHost *host = connector->host;
    const ExsAddress *address = address_of(envelope);
    uint32_t literals;

    if (host->known && g_ptr_array_find(host->known, address, NULL))
        return NULL;
    for (guint i = 0; i < host->routes->len; i++) {
        const ExsHostRoute *route = &g_array_index(host->routes, ExsHostRoute, i);
        const ExsConnector *by = route->by ? route->by : connector;

        if (exs_space_match(route->space, address, &literals) != EXS_MATCH_NONE && is_reached(by))
            return by;
    }
    return NULL;
}

/* It comes in as the foreign system had it; its recipients have to be resolved anew. */
static void pass_on(ExsMta *mta, const ExsConnector *by, const ExsTransfer *transfer,
                    const GArray *places)
{
    ExsTransfer *copy = exs_transfer_split(mta->world, transfer,
                                           (const uint32_t *)(void *)places->data, places->len);

    for (guint i = 0; i < places->len; i++)
        copy->message->to[g_array_index(places, uint32_t, i)].resolved_at = 0;
    exs_external_trace_add(copy->external, by->host->id, false);
    copy->hops++;
    exs_world_trace(mta->world, RELAYED, by->host->id, copy->message->serial, by->id, copy->hops);
    exs_mta_receive(by->server->mta, copy, by, NULL);
}

/* Passes on what has a way back, a copy for each connector. What is left it keeps, or does not
 * know.
 */
static void relay(ExsMta *mta, const ExsConnector *connector, const ExsTransfer *transfer)
{
    const ExsMessage *message = transfer->message;
    g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(uint32_t));

    for (uint32_t i = 0; i < transfer->count; i++) {
        const ExsConnector *by = NULL;

        g_array_set_size(places, 0);
        for (uint32_t j = i; j < transfer->count; j++) {
            const ExsEnvelope *envelope = &message->to[transfer->which[j]];
            const ExsConnector *way =
                envelope->carrier == transfer ? way_back(connector, envelope) : NULL;

            if (j == i)
                by = way;
            if (by && way == by)
                g_array_append_val(places, transfer->which[j]);
        }
        if (by)
            pass_on(mta, by, transfer, places);
    }
}

/* A second entry in the trace that comes with mail, of its own domain or of any. */
static bool finds_loop(const ExsHost *host, const ExsExternalTrace *trace)
{
    for (guint i = trace->passages->len; i > 0; i--) {
        const ExsPassage *passage = &g_array_index(trace->passages, ExsPassage, i - 1);

        if (host->loop_check == EXS_HOST_LOOP_OWN && passage->is_rerouted)
            return false;
        if (passage->domain == host->id)
            return host->loop_check != EXS_HOST_LOOP_NONE;
        for (guint j = 0; host->loop_check == EXS_HOST_LOOP_ANY && j + 1 < i; j++)
            if (g_array_index(trace->passages, ExsPassage, j).domain == passage->domain)
                return true;
    }
    return false;
}

/* Does it read what P1 says of the way? */
static bool reads_trace(const ExsHost *host)
{
    return host->routes || host->loop_check != EXS_HOST_LOOP_OWN || host->refuses_bilateral;
}

/* What it holds against the copy by its trace; EXS_CAUSE_COUNT: nothing. */
static ExsCause objection(ExsMta *mta, const ExsHost *host, ExsTransfer *transfer)
{
    bool loops;

    exs_mta_leave_domain(mta, transfer);
    loops = finds_loop(host, transfer->external);
    exs_mta_note_external(mta, host, transfer, EXS_RULE_NONE);
    if (host->refuses_bilateral && transfer->external->sites->len > 0)
        return EXS_CAUSE_FOREIGN_CRITICAL;
    if (!loops)
        return EXS_CAUSE_COUNT;
    exs_world_trace(mta->world, LOOP, host->id, transfer->message->serial,
                    exs_record_text(mta->world->record, exs_bounce(EXS_CAUSE_FOREIGN_LOOP)->words),
                    EXS_RULE_NONE);
    return EXS_CAUSE_FOREIGN_LOOP;
}

/* Delivers to those that it knows, and reports on the others. */
static void keep(ExsMta *mta, const ExsConnector *connector, ExsTransfer *transfer)
{
    ExsMessage *message = transfer->message;
    bool any_unknown = false;

    for (uint32_t i = 0; i < transfer->count; i++) {
        const ExsEnvelope *envelope = &message->to[transfer->which[i]];

        any_unknown |= envelope->carrier == transfer && !knows(connector->host, envelope);
    }
    if (any_unknown)
        report_on(mta, connector, transfer);
    for (uint32_t i = 0; i < transfer->count; i++) {
        uint32_t place = transfer->which[i];

        if (message->to[place].carrier != transfer)
            continue; /* passed on */
        if (!knows(connector->host, &message->to[place])) {
            refuse(mta, connector, message, place, EXS_CAUSE_FOREIGN_UNKNOWN);
            continue;
        }
        exs_world_trace(mta->world, DELIVERED, connector->host->id, message->serial,
                        exs_world_address_text(mta->world, message->to[place].typed));
        exs_message_settle(mta->world, message, place, EXS_FATE_DELIVERED);
    }
    exs_transfer_end(mta->world, transfer);
}

void exs_mta_hand_out(ExsMta *mta, const ExsConnector *connector, ExsTransfer *transfer)
{
    const ExsHost *host = connector->host;
    ExsCause cause = EXS_CAUSE_COUNT;

    exs_replied_arrived(mta->world, transfer);
    if (reads_trace(host))
        cause = objection(mta, host, transfer);
    if (cause != EXS_CAUSE_COUNT) {
        refuse_all(mta, connector, transfer, cause);
        return;
    }
    if (host->routes)
        relay(mta, connector, transfer);
    keep(mta, connector, transfer);
}

uint32_t exs_foreign_send(ExsWorld *world, const ExsConnector *connector, const ExsAddress *from,
                          const ExsSubmission *submission, GError **error)
{
    ExsServer *server = connector->server;
    ExsMessage *message;
    uint32_t serial;

    if (!server->mta_runs || (connector->link && connector->link->state != EXS_LINK_UP)) {
        exs_fail(error, EXS_ERROR_STATE, "the MTA of %s cannot be reached over %s", server->name,
                 connector->name);
        return 0;
    }
    message = exs_submission_from_outside(world, server, connector->host->id, from, submission,
                                          EXS_PRIORITY_NORMAL);
    serial = message->serial;
    come_in(server->mta, connector, message);
    return serial;
}
