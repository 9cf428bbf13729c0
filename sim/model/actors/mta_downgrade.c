/* mta_downgrade.c - recipients for connectors to MTAs of 1984, and what fails in it (see mta.h).
 *
 * A DN means nothing to such an MTA. The fan-out downgrades, before the copy waits for its
 * connector; the turns of what is rerouted take no time (ours). How much P1 holds is no source's:
 * as many records as a message may make hops (ours).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/mta.h"

#define P1_ROOM 512

static bool fails(const ExsMta *mta, const ExsTransfer *transfer, const ExsHop *hop)
{
    const ExsConnector *connector = hop->connector;
    const ExsEnvelope *envelope = &transfer->message->to[transfer->which[0]];

    return envelope->dn && !envelope->x400 && connector && hop->queue == connector->queue &&
           !connector->class->secured && connector->connected_sites->len == 0 &&
           exs_setting(&connector->settings, EXS_SETTING_X400_1984) != 0 &&
           exs_rule(&mta->server->policy, EXS_RULE_DN_NOT_DOWNGRADED);
}

static void log_failure(const ExsMta *mta, const ExsMessage *message)
{
    g_autofree char *id = exs_message_mts_id(mta->world, message);

    exs_log_event(mta->world, mta->server, EXS_EVENT_DOWNGRADE_FAILED,
                  (const char *const[]){exs_reason_name(EXS_REASON_UNABLE_TO_TRANSFER),
                                        exs_diagnostic_name(EXS_DIAGNOSTIC_UNABLE_TO_DOWNGRADE),
                                        id});
}

/* By another connector than this one, which counts as one that has failed. */
static bool reroute(ExsMta *mta, ExsTransfer *transfer, ExsHop *hop)
{
    const ExsConnector *from = hop->connector;

    transfer->unconverted = from;
    *hop = exs_mta_decide(mta, transfer, &transfer->message->to[transfer->which[0]]);
    if (!hop->queue)
        return false;
    exs_transfer_mark_rerouted(transfer);
    exs_mta_note_rerouted(mta, transfer, from, hop);
    return true;
}

bool exs_mta_downgrades(ExsMta *mta, ExsTransfer *transfer, ExsHop *hop, ExsCause *cause)
{
    const ExsPolicy *policy = &mta->server->policy;

    while (G_UNLIKELY(fails(mta, transfer, hop))) {
        log_failure(mta, transfer->message);
        *cause = EXS_CAUSE_UNDOWNGRADED;
        if (!exs_rule(policy, EXS_RULE_DOWNGRADE_REROUTED) || !reroute(mta, transfer, hop))
            return false;
        transfer->records++;
        *cause = EXS_CAUSE_P1_FULL;
        if (transfer->records >= P1_ROOM)
            return !exs_rule(policy, EXS_RULE_P1_OVERFLOWS);
    }
    return true;
}
