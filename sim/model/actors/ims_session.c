/* ims_session.c - what an Internet Mail Service and a host say to each other (see ims.h).
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/model/actors/ims.h"
#include "exsim/model/actors/ims_domains.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/routing/mx.h"

/* `host` NULL: the service itself. */
static void said(const ExsGateway *ims, const ExsHost *host, const char *reply, uint32_t message)
{
    exs_world_trace(ims->world, SMTP, ims->connector->id, ims->connector->id, host ? host->id : 0,
                    exs_record_text(ims->world->record, reply), message);
}

/* The SMTP log's line; true or not. */
static void say_rescheduling(const ExsGateway *ims, const ExsHost *host, uint32_t message)
{
    if (ims->connector->retry_count > 0 ||
        exs_rule(&ims->server->policy, EXS_RULE_IMS_SAYS_RESCHEDULING))
        said(ims, host, "Rescheduling delivery for later.", message);
}

static void accepted(ExsGateway *ims, ExsHost *host, ExsMessage *message, uint32_t place)
{
    host->accepted++;
    exs_mta_note_handed(ims->server->mta, ims->connector, message->to[place].carrier, place);
    said(ims, host, "250 taken", message->serial);
    exs_world_trace(ims->world, DELIVERED, host->id, message->serial,
                    exs_world_address_text(ims->world, message->to[place].typed));
    if (host->returns || host->replies || host->gives_receipts)
        exs_ims_host_took(ims, host, message, place);
    exs_message_settle(ims->world, message, place, EXS_FATE_DELIVERED);
}

/* The first host that takes the connection; NULL: none, and `verdict` says what follows. */
static ExsHost *connect_to(const ExsGateway *ims, const ExsMx *hosts, size_t count,
                           uint32_t message, ExsReply *verdict)
{
    const ExsPolicy *policy = &ims->server->policy;
    size_t away = 0, refused = 0;

    for (size_t i = 0; i < count; i++) {
        ExsHost *host = hosts[i].host;
        const char *reply = host->is_up ? exs_host_answer(host, "CONNECT", NULL) : NULL;
        ExsReply means = host->is_up ? exs_mx_reply(policy, reply) : EXS_REPLY_LATER;

        if (means == EXS_REPLY_OK)
            return host;
        if (reply)
            said(ims, host, reply, message);
        away += means == EXS_REPLY_LATER;
        refused += means == EXS_REPLY_NEVER;
    }
    for (size_t i = 0; i < count; i++)
        if (!hosts[i].host->is_up)
            said(ims, hosts[i].host, "no answer", message);
    *verdict = exs_mx_verdict(policy, away, refused);
    return NULL;
}

/* The host drops the connection while the message is sent. */
static bool drops(ExsGateway *ims, const ExsHost *host, const char *reply,
                  const ExsAddress *address, uint32_t message)
{
    g_autofree char *line = NULL;

    if (!reply || strcmp(reply, "reset") != 0)
        return false;
    line = g_strdup_printf("499 No routing hosts are reachable for %s. Message subject: \"\". "
                           "Rescheduling delivery for later.",
                           exs_interner_text(ims->world->names, address->domain));
    said(ims, host, "354 Enter mail, end with \".\" on a line by itself", message);
    said(ims, host, line, message);
    ims->is_broken = true;
    return true;
}

/* What the host says to a recipient and the message. Returns whether it refuses for good. */
static bool is_refused_by(ExsGateway *ims, ExsHost *host, ExsMessage *message, uint32_t place,
                          const ExsAddress *address)
{
    const ExsPolicy *policy = &ims->server->policy;
    const char *reply = exs_host_answer(host, "RCPT", address->folded);

    if (exs_mx_reply(policy, reply) == EXS_REPLY_OK) {
        reply = exs_host_answer(host, "DATA", address->folded);
        if (drops(ims, host, reply, address, message->serial))
            return false;
    }
    switch (exs_mx_reply(policy, reply)) {
    case EXS_REPLY_OK:
        accepted(ims, host, message, place);
        return false;
    case EXS_REPLY_LATER:
        said(ims, host, reply, message->serial);
        say_rescheduling(ims, host, message->serial);
        return false;
    case EXS_REPLY_NEVER:
        said(ims, host, reply, message->serial);
        return true;
    }
    g_assert_not_reached();
}

/* One recipient: taken, left for later, or refused for good: does it go back, and why? */
static bool is_refused(ExsGateway *ims, ExsMessage *message, uint32_t place, ExsCause *cause)
{
    const ExsAddress *address = message->to[place].dda;
    g_autofree char *malformed = NULL;
    ExsReply verdict = EXS_REPLY_LATER;
    ExsMx smart;
    size_t count = 0;
    const ExsMx *hosts;
    ExsHost *host;
    bool later;

    if (!address || address->domain == 0 || message->is_for_nobody) {
        *cause = message->is_for_nobody ? EXS_CAUSE_NO_PATH : EXS_CAUSE_BAD_ADDRESS;
        return true;
    }
    if (exs_ims_refuses_size(ims, message, place, address, cause))
        return true;
    address = exs_ims_sent_to(ims, address, &malformed);
    if (!address) {
        said(ims, NULL, malformed, message->serial);
        *cause = EXS_CAUSE_MALFORMED;
        return true;
    }
    if (exs_ims_is_held(ims, address->domain) || exs_ims_waits_for_line(ims, address->domain))
        return false;
    hosts = exs_ims_hosts(ims, address, &smart, &count, &later);
    if (!hosts) {
        *cause = EXS_CAUSE_HOST_UNKNOWN;
        return !later;
    }
    *cause = EXS_CAUSE_HOST_REFUSED;
    host = connect_to(ims, hosts, count, message->serial, &verdict);
    if (!host)
        return verdict == EXS_REPLY_NEVER;
    if (host->ims)
        return exs_ims_hand_over(ims, host, message, place, cause);
    exs_ims_ask(ims, host, message->serial);
    return is_refused_by(ims, host, message, place, address);
}

void exs_ims_try(ExsGateway *ims, const ExsTransfer *transfer)
{
    ExsMessage *message = transfer->message;
    g_autofree uint32_t *places = g_new(uint32_t, transfer->count);
    g_autofree ExsCause *causes = g_new(ExsCause, transfer->count);
    uint32_t count = 0;

    for (uint32_t i = 0; i < transfer->count; i++) {
        uint32_t place = transfer->which[i];

        if (message->to[place].carrier == transfer &&
            is_refused(ims, message, place, &causes[count]))
            places[count++] = place;
    }
    if (count > 0)
        exs_mta_return(ims->server->mta, ims, message, places, causes, count);
}
