/* mta_restrict.c - limits and restrictions of the MTA, of its recipients, and of what comes in by
 * its gateways: what it does when a message is over one (see mta.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/actors/reading.h"
#include "exsim/model/routing/restrict.h"

/* "Message size limit 1000 K" */
static uint32_t text_of(const ExsWorld *world, const ExsRefusal *refusal)
{
    g_autofree char *text = NULL;

    if (refusal->limit == 0)
        return exs_record_text(world->record, refusal->page);
    text = g_strdup_printf("%s %" G_GINT64_FORMAT " K", refusal->page, refusal->limit / 1024);
    return exs_record_text(world->record, text);
}

void exs_note_refusal(ExsWorld *world, uint32_t actor, const ExsMessage *message,
                      const ExsEnvelope *envelope, uint32_t object, const ExsRefusal *refusal)
{
    exs_world_trace(world, RESTRICTED, actor, message->serial,
                    exs_world_address_text(world, envelope->typed), text_of(world, refusal), object,
                    exs_bounce(refusal->cause)->rule);
}

/* Whoever does not ask its lists passes. */
static ExsStanding stands(ExsMta *mta, const ExsConnector *connector, const ExsMessage *message)
{
    return connector->senders ? exs_mta_standing_by(mta, connector, message) : EXS_STANDING_PASSES;
}

void exs_mta_note_limit(ExsMta *mta, const ExsMessage *message, const ExsEnvelope *envelope,
                        const ExsConnector *connector, bool too_large)
{
    ExsRefusal refusal;

    exs_restrict_why(connector, too_large, stands(mta, connector, message), &refusal);
    exs_note_refusal(mta->world, mta->server->mta_id, message, envelope, connector->id, &refusal);
}

bool exs_mta_restricts(ExsMta *mta, const ExsMessage *message, const ExsEnvelope *envelope,
                       const ExsRecipient *recipient, ExsCause *cause)
{
    ExsRefusal refusal;

    if (!exs_restrict_recipient(&mta->server->policy, recipient, message,
                                exs_mta_standing(mta, recipient, message), envelope->by != NULL,
                                &refusal))
        return false;
    exs_note_refusal(mta->world, mta->server->mta_id, message, envelope, recipient->id, &refusal);
    *cause = refusal.cause;
    return true;
}

char *exs_mta_store_name(const ExsMta *mta)
{
    return g_strdup_printf("/O=%s/OU=%s/CN=Configuration/CN=Servers/CN=%s/CN=Microsoft Private MDB",
                           mta->world->organization, mta->server->site->name, mta->server->name);
}

static void note_all(ExsMta *mta, const ExsTransfer *transfer, uint32_t object,
                     const ExsRefusal *refusal)
{
    for (uint32_t i = 0; i < transfer->count; i++)
        exs_note_refusal(mta->world, mta->server->mta_id, transfer->message,
                         &transfer->message->to[transfer->which[i]], object, refusal);
}

void exs_mta_refuse_size(ExsMta *mta, ExsTransfer *transfer)
{
    const ExsServer *server = mta->server;
    bool is_submitted = !transfer->came_by && !transfer->came_from && transfer->message->sender;
    ExsRefusal refusal = {is_submitted ? EXS_CAUSE_SUBMITTED_TOO_LARGE : EXS_CAUSE_CAME_TOO_LARGE,
                          "Message size limit",
                          exs_setting(&server->settings, EXS_SETTING_MTA_SIZE_LIMIT)};
    g_autofree char *id = exs_message_mts_id(mta->world, transfer->message);
    g_autofree char *object = exs_object_id(mta, transfer->message);
    g_autofree char *store = exs_mta_store_name(mta);

    note_all(mta, transfer, server->id, &refusal);
    if (is_submitted)
        exs_log_event(mta->world, server, EXS_EVENT_SUBMIT_FAILURE,
                      (const char *const[]){object, store});
    exs_log_event(mta->world, server, EXS_EVENT_DELIVERY_FAILURE,
                  (const char *const[]){id, exs_reason_name(EXS_REASON_UNABLE_TO_TRANSFER),
                                        exs_diagnostic_name(EXS_DIAGNOSTIC_CONTENT_TOO_LONG)});
    exs_mta_return_all(mta, NULL, transfer, refusal.cause);
}

static void log_barred(const ExsMta *mta, const ExsTransfer *transfer, const ExsAddress *x400,
                       const char *rule)
{
    g_autofree char *id = exs_message_mts_id(mta->world, transfer->message);
    g_autofree char *link =
        g_strdup_printf("/O=%s/OU=%s/CN=CONFIGURATION/CN=CONNECTIONS/CN=%s",
                        mta->world->organization, mta->server->site->name, transfer->came_by->name);

    exs_log_event(mta->world, mta->server, EXS_EVENT_ORIGINATOR_BARRED,
                  (const char *const[]){x400->value, rule, link, id});
}

bool exs_mta_bars_originator(ExsMta *mta, ExsTransfer *transfer)
{
    const ExsPolicy *policy = &mta->server->policy;
    const ExsConnector *by = transfer->came_by;
    int64_t list = exs_setting(&by->settings, EXS_SETTING_BAR_P1_ORIGINATOR);
    const ExsAddress *dn = NULL, *x400 = NULL;
    g_autofree char *rule = NULL;

    if (list == 0 || !transfer->message->originator ||
        !exs_rule(policy, EXS_RULE_BAR_P1_ORIGINATOR))
        return false;
    exs_transfer_originator(transfer, &dn, &x400);
    if (x400)
        rule = exs_restrict_originator(policy, exs_interner_text(mta->world->names, (uint32_t)list),
                                       x400);
    if (!rule)
        return false;
    log_barred(mta, transfer, x400, rule);
    if (exs_setting(&by->settings, EXS_SETTING_NDR_TO_BARRED) == 0 &&
        exs_rule(policy, EXS_RULE_BARRED_UNTOLD))
        exs_transfer_discard(mta->world, transfer, mta->server->mta_id, EXS_RULE_BARRED_UNTOLD,
                             exs_record_text(mta->world->record, "its originator is barred"));
    else
        exs_mta_return_all(mta, NULL, transfer, EXS_CAUSE_ORIGINATOR_BARRED);
    return true;
}

bool exs_mta_refuses_inbound(ExsMta *mta, const ExsConnector *connector, ExsTransfer *transfer)
{
    ExsRefusal refusal;

    if (!exs_restrict_inbound(&mta->server->policy, connector, transfer->message,
                              stands(mta, connector, transfer->message), &refusal))
        return false;
    note_all(mta, transfer, connector->id, &refusal);
    exs_mta_return_all(mta, NULL, transfer, refusal.cause);
    return true;
}
