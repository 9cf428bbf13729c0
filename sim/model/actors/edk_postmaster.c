/* edk_postmaster.c - what a post office of MS Mail does not deliver (see edk.h).
 *
 * It comes back as a message of its POSTMASTER, to whom anybody may write again: no report is seen
 * in it.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/model/actors/connectors.h"
#include "exsim/model/actors/edk.h"
#include "exsim/model/actors/mta.h"

#define REPORT_SIZE 1024 /* bytes: no source says */
#define MAXIMUM     5    /* of diagnostics logging */

bool exs_edk_is_returned(const ExsGateway *gateway, const ExsAddress *address)
{
    const ExsHost *host = gateway->connector->host;

    return host && host->returns && address && g_ptr_array_find(host->returns, address, NULL);
}

/* "MS:NET/PO1/POSTMASTER" of "MS:NET/PO1/JOE" */
static const ExsAddress *postmaster(const ExsGateway *gateway, const ExsAddress *of)
{
    const char *user = strrchr(of->text, '/');
    g_autofree char *text =
        g_strdup_printf("%.*s/POSTMASTER", (int)(user ? user - of->text : 0), of->text);

    return user ? exs_address(gateway->world->addresses, text, NULL) : NULL;
}

static void on_send(void *object, void *data)
{
    ExsHost *host = object;
    ExsHostAnswer answer = exs_gateway_answer_due(host, data);

    exs_edk_receive(
        answer.by, answer.from,
        &(ExsSubmission){
            .to = &answer.to, .count = 1, .size = REPORT_SIZE, .priority = EXS_PRIORITY_NORMAL});
}

void exs_edk_return(ExsGateway *gateway, ExsMessage *message, uint32_t place)
{
    ExsHost *host = gateway->connector->host;
    const ExsConnectorClass *class = gateway->connector->class;
    const ExsAddress *from = postmaster(gateway, message->to[place].dda);
    ExsTime delay = exs_setting(&gateway->connector->settings, EXS_SETTING_HOST_TIME);
    ExsHostAnswer answer = {.from = from, .to = message->originator, .by = gateway};
    const ExsCause cause = EXS_CAUSE_FOREIGN_UNKNOWN;

    if (class != &exs_connector_msmail || !from || !message->originator ||
        !exs_rule(&gateway->server->policy, EXS_RULE_MSMAIL_POSTMASTER)) {
        exs_mta_return(gateway->server->mta, gateway, message, &place, &cause, 1);
        return;
    }
    exs_world_trace(gateway->world, DISCARDED, host->id, message->serial,
                    exs_world_address_text(gateway->world, message->to[place].typed),
                    exs_record_text(gateway->world->record, "POSTMASTER writes back"),
                    EXS_RULE_MSMAIL_POSTMASTER);
    exs_gateway_answer_later(&answer, host, delay, on_send);
    exs_message_settle(gateway->world, message, place, EXS_FATE_DISCARDED);
}

void exs_edk_log_sent(const ExsGateway *gateway, const ExsMessage *message,
                      const ExsEnvelope *envelope)
{
    const char *from = message->originator ? message->originator->text : "";
    g_autofree char *id = NULL, *own = NULL;
    const char *to;

    if (!envelope->dda || exs_setting(&gateway->server->settings, EXS_SETTING_LOG_MSMI) < MAXIMUM)
        return;
    id = exs_message_mts_id(gateway->world, message);
    own = g_strdup_printf("%08X", message->serial);
    to = envelope->dda->value;
    exs_log_event(gateway->world, gateway->server, EXS_EVENT_MSMI_DEBUG,
                  (const char *const[]){envelope->dda->text});
    exs_log_event(gateway->world, gateway->server, EXS_EVENT_MSMI_SENT,
                  (const char *const[]){id, own, from, to});
    exs_log_event(gateway->world, gateway->server, EXS_EVENT_MSMI_ROUTED,
                  (const char *const[]){own, from, to});
}
