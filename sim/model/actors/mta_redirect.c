/* mta_redirect.c - alternate recipients (see reading.h).
 *
 * The home server's MTA redirects (ours: no source says which one does). A report is not redirected
 * (ours).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/actors/reading.h"
#include "exsim/model/org/redirection.h"

/* (ours): nothing is sent on without end, whoever does not look for a circle. */
#define REDIRECTIONS_MOST 1000

/* Has its mail been here, or is this the way back? */
static bool comes_round(const ExsMta *mta, const ExsEnvelope *envelope,
                        const ExsRecipient *alternate)
{
    const ExsRedirection *before = envelope->redirected;

    if (before && before->count >= REDIRECTIONS_MOST)
        return true;
    return (alternate == envelope->recipient || exs_redirection_has(before, alternate)) &&
           exs_rule(&mta->server->policy, EXS_RULE_REDIRECTION_LOOP);
}

static const ExsRedirection *history(const ExsMta *mta, const ExsEnvelope *envelope)
{
    return exs_redirection(mta->world, envelope->recipient, envelope->redirected);
}

static void log_prohibited(const ExsMta *mta, const ExsMessage *message, uint32_t place,
                           const ExsRecipient *alternate)
{
    g_autofree char *id = exs_message_mts_id(mta->world, message);
    g_autofree char *number = g_strdup_printf("%u", place + 1);

    exs_log_event(mta->world, mta->server, EXS_EVENT_ALTERNATE_UNUSABLE,
                  (const char *const[]){number, id, alternate->dn->value});
}

/* Another copy of the message, for the alternate recipient alone. */
static void send_copy(ExsMta *mta, const ExsTransfer *transfer, const ExsEnvelope *envelope,
                      const ExsRecipient *alternate)
{
    ExsMessage *message = exs_message_again(mta->world, transfer->message, 1);
    ExsTransfer *copy;

    message->origin = transfer->message->origin;
    message->way_in = transfer->message->way_in;
    message->to[0].typed = alternate->dn;
    message->to[0].by = envelope->by;
    message->to[0].redirected = history(mta, envelope);
    copy = exs_transfer_new(mta->world, message, NULL, 1);
    copy->hops = transfer->hops;
    exs_mta_receive(mta, copy, transfer->came_by, transfer->came_from);
    exs_transfer_follow(copy, transfer);
    copy->is_rerouted = true; /* it may leave the way that the mail came */
}

/* The envelope as if it had been written to the alternate recipient. */
static void readdress(const ExsMta *mta, ExsEnvelope *envelope, const ExsRecipient *alternate)
{
    envelope->redirected = history(mta, envelope);
    envelope->typed = alternate->dn;
    envelope->dn = envelope->dda = envelope->x400 = NULL;
    envelope->recipient = NULL;
    envelope->resolved_at = 0;
}

ExsRedirect exs_mta_redirect(ExsMta *mta, ExsTransfer *transfer, ExsEnvelope *envelope)
{
    ExsMessage *message = transfer->message;
    const ExsRecipient *alternate;
    bool has_both;

    if (message->kind == EXS_MESSAGE_REPORT || envelope->has_copy ||
        !exs_rule(&mta->server->policy, EXS_RULE_ALTERNATE_RECIPIENT))
        return EXS_REDIRECT_NONE;
    alternate = exs_reading_alternate(mta, envelope->recipient, &has_both);
    if (!alternate)
        return EXS_REDIRECT_NONE;
    if (message->no_reassignment &&
        exs_rule(&mta->server->policy, EXS_RULE_REASSIGNMENT_PROHIBITED)) {
        log_prohibited(mta, message, (uint32_t)(envelope - message->to), alternate);
        return EXS_REDIRECT_PROHIBITED;
    }
    if (comes_round(mta, envelope, alternate))
        return EXS_REDIRECT_LOOP;
    exs_world_trace(mta->world, REDIRECTED, mta->server->mta_id, message->serial,
                    exs_world_address_text(mta->world, envelope->typed),
                    exs_world_address_text(mta->world, alternate->dn), has_both,
                    EXS_RULE_ALTERNATE_RECIPIENT);
    if (has_both) {
        send_copy(mta, transfer, envelope, alternate);
        envelope->has_copy = true;
        return EXS_REDIRECT_NONE;
    }
    readdress(mta, envelope, alternate);
    exs_transfer_mark_redirected(transfer);
    transfer->is_rerouted = true; /* it may leave the way that the mail came */
    return EXS_REDIRECT_AWAY;
}
