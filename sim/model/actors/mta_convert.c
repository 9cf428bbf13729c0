/* mta_convert.c - content for connectors that take no Exchange contents, and what fails in it (see
 * mta.h).
 *
 * The fan-out converts, before the copy waits for its connector. (ours): a copy that cannot be
 * converted for a second connector either goes back.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/actors/mta_database.h"

static bool fails(const ExsMta *mta, const ExsTransfer *transfer, const ExsHop *hop)
{
    return transfer->message->is_malformed && hop->connector &&
           hop->queue == hop->connector->queue && hop->connector->class->two_way_flag &&
           exs_setting(&hop->connector->settings, EXS_SETTING_EXCHANGE_CONTENTS) == 0 &&
           exs_rule(&mta->server->policy, EXS_RULE_CONVERSION_FAILS);
}

static void log_failure(const ExsMta *mta, const ExsMessage *message)
{
    g_autofree char *id = exs_message_mts_id(mta->world, message);
    g_autofree char *object = g_strdup_printf("06%06X", message->serial & 0xFFFFFF);

    exs_log_event(mta->world, mta->server, EXS_EVENT_CONVERSION_FAILED,
                  (const char *const[]){object, id});
    exs_log_event(mta->world, mta->server, EXS_EVENT_DELIVERY_FAILURE,
                  (const char *const[]){id, exs_reason_name(EXS_REASON_UNABLE_TO_TRANSFER),
                                        exs_diagnostic_name(EXS_DIAGNOSTIC_CONTENT_SYNTAX_ERROR)});
}

static char *entity(const ExsConnector *connector)
{
    return g_strdup_printf("/O=%s/OU=%s/CN=CONFIGURATION/CN=CONNECTIONS/CN=%s",
                           connector->server->site->world->organization,
                           connector->server->site->name, connector->name);
}

void exs_mta_note_rerouted(ExsMta *mta, const ExsTransfer *transfer, const ExsConnector *from,
                           const ExsHop *hop)
{
    g_autofree char *id = exs_message_mts_id(mta->world, transfer->message);
    g_autofree char *target = exs_database_queue_name(hop->queue), *old = entity(from);
    g_autofree char *new = hop->connector ? entity(hop->connector) : g_strdup(target);

    exs_log_event(mta->world, mta->server, EXS_EVENT_REROUTED,
                  (const char *const[]){id, new, target, old, old});
    exs_world_trace(mta->world, REROUTED, mta->server->mta_id, transfer->message->serial, from->id,
                    hop->connector ? hop->connector->id : 0, hop->decision);
    mta->world->reroutes++;
}

/* Looks for another way, by the first responsible recipient. */
static bool reroute(ExsMta *mta, ExsTransfer *transfer, ExsHop *hop)
{
    const ExsConnector *from = hop->connector;

    if (transfer->unconverted || !exs_rule(&mta->server->policy, EXS_RULE_CONVERSION_REROUTED))
        return false;
    transfer->unconverted = from;
    transfer->is_spoilt = exs_rule(&mta->server->policy, EXS_RULE_CONVERSION_SPOILS);
    transfer->is_rerouted = true;
    *hop = exs_mta_decide(mta, transfer, &transfer->message->to[transfer->which[0]]);
    if (!hop->queue)
        return false;
    exs_transfer_mark_rerouted(transfer);
    exs_mta_note_rerouted(mta, transfer, from, hop);
    return true;
}

bool exs_mta_converts(ExsMta *mta, ExsTransfer *transfer, ExsHop *hop)
{
    while (fails(mta, transfer, hop)) {
        log_failure(mta, transfer->message);
        if (!reroute(mta, transfer, hop))
            return false;
    }
    return true;
}

bool exs_mta_stops_spoilt(ExsMta *mta, ExsTransfer *transfer)
{
    if (!transfer->came_by && !transfer->came_from)
        return false;
    exs_log_event(mta->world, mta->server, EXS_EVENT_TRANSFER_IN_FAILED, NULL);
    exs_transfer_discard(mta->world, transfer, mta->server->mta_id, EXS_RULE_CONVERSION_SPOILS,
                         exs_record_text(mta->world->record, "what was received is no message"));
    return true;
}
