/* ims_answer.c - what hosts send back by themselves: reports, receipts, answers of list servers
 * (see ims.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/ims.h"
#include "exsim/model/routing/present.h"

#define ANSWER_SIZE 1024              /* bytes: no source says */
#define AGAIN       (15 * EXS_MINUTE) /* ours: how soon a host that is not heard tries again */

/* The report and the receipt are from <>: their header names the postmaster. What is refused for
 * good goes to nobody here: it was the host's own. */
static void on_send(void *object, void *data)
{
    ExsHost *host = object;
    ExsHostAnswer answer = exs_gateway_answer_due(host, data);
    ExsSubmission submission = {
        .to = &answer.to,
        .count = 1,
        .size = ANSWER_SIZE,
        .has_no_path = answer.is_report,
        .is_receipt = answer.is_receipt,
        .kind = answer.is_report ? EXS_MESSAGE_REPORT : EXS_MESSAGE,
    };
    uint32_t serial;

    if (!host->is_up ||
        exs_ims_receive(answer.by, host, &(ExsRelayClient){.ip = host->ip}, answer.from,
                        &submission, &serial, NULL) == EXS_IMS_CALL_LATER)
        exs_gateway_answer_later(&answer, host, AGAIN, on_send);
}

static bool is_among(const GPtrArray *addresses, const ExsAddress *address)
{
    return addresses && g_ptr_array_find((GPtrArray *)addresses, address, NULL);
}

static const ExsAddress *postmaster(const ExsGateway *ims, const ExsAddress *of)
{
    g_autofree char *text =
        g_strconcat("SMTP:postmaster@", exs_interner_text(ims->world->names, of->domain), NULL);

    return exs_address(ims->world->addresses, text, NULL);
}

/* Nothing is returned, and no receipt given, of what is a report. */
void exs_ims_host_took(ExsGateway *ims, ExsHost *host, const ExsMessage *message, uint32_t place)
{
    const ExsEnvelope *envelope = &message->to[place];
    const ExsAddress *at = envelope->dda;
    ExsTime delay = exs_setting(&ims->connector->settings, EXS_SETTING_HOST_TIME);
    ExsHostAnswer answer = {.by = ims, .is_report = true};
    bool returns = is_among(host->returns, at);

    answer.to = exs_present_gateway(ims->server, ims->connector, envelope->carrier, envelope).from;
    if (!answer.to)
        return;
    answer.from = postmaster(ims, at);
    answer.is_receipt = !returns;
    if (message->kind != EXS_MESSAGE_REPORT &&
        (returns || (host->gives_receipts && message->wants_receipt)))
        exs_gateway_answer_later(&answer, host, delay, on_send);
    if (is_among(host->replies, at))
        exs_gateway_answer_later(&(ExsHostAnswer){.from = at, .to = answer.to, .by = ims}, host,
                                 delay, on_send);
}
