/* ims_in.c - the Internet Mail Service receives: from a host to MTS-IN (see ims.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/kernel/error.h"
#include "exsim/model/actors/ims.h"
#include "exsim/model/actors/ims_domains.h"
#include "exsim/model/actors/ims_spool.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/org/encapsulate.h"
#include "exsim/model/org/identity.h"

static bool accepts_mail(const ExsGateway *gateway)
{
    return (exs_setting(&gateway->connector->settings, EXS_SETTING_IMS_MODE) & EXS_IMS_INBOUND) ||
           !exs_rule(&gateway->server->policy, EXS_RULE_IMS_INBOUND_MODE);
}

/* Mail for the postmaster of the site's own domain is the administrator's, whoever is called so. */
static const ExsAddress *postmaster(const ExsGateway *gateway, const ExsAddress *to)
{
    int64_t name = exs_setting(&gateway->connector->settings, EXS_SETTING_IMS_ADMINISTRATOR);
    const ExsRecipient *administrator;
    g_autofree char *domain = NULL, *address = NULL;

    if (!name || !exs_rule(&gateway->server->policy, EXS_RULE_POSTMASTER))
        return NULL;
    domain = exs_identity_domain_text(gateway->world, gateway->server->site);
    address = g_strconcat("postmaster@", domain, NULL);
    if (g_ascii_strcasecmp(to->value, address) != 0)
        return NULL;
    administrator = exs_world_find(gateway->world, "recipient",
                                   exs_interner_text(gateway->world->names, (uint32_t)name));
    return administrator ? administrator->dn : NULL;
}

const ExsAddress *exs_ims_meant(const ExsGateway *gateway, const ExsAddress *to)
{
    const ExsAddress *other = postmaster(gateway, to);

    if (!other && exs_rule(&gateway->server->policy, EXS_RULE_IMCEA_UNWRAPPED))
        other = exs_imcea_unwrapped(gateway->world, to);
    return other ? other : to;
}

/* Of the recipients those that the service takes: who may not relay names others in vain. */
static uint32_t admit(const ExsGateway *gateway, const ExsHost *host, const ExsRelayClient *client,
                      const ExsSubmission *submission, const ExsAddress **out)
{
    uint32_t left = 0;

    for (uint32_t i = 0; i < submission->count; i++)
        if (!exs_ims_refuses_relay(gateway, host, client, submission->to[i]))
            out[left++] = exs_ims_meant(gateway, submission->to[i]);
    return left;
}

static uint32_t take(ExsGateway *gateway, const ExsAddress *from, const ExsSubmission *submission)
{
    ExsMessage *message =
        exs_submission_from_outside(gateway->world, gateway->server, gateway->connector->id, from,
                                    submission, EXS_PRIORITY_NORMAL);
    uint32_t serial = message->serial;
    ExsTransfer *transfer;
    ExsCause cause;

    message->origin = gateway->server;
    message->way_in = gateway->connector;
    transfer = exs_transfer_new(gateway->world, message, NULL, submission->count);
    if (exs_ims_refuses_size(gateway, message, 0, NULL, &cause))
        exs_mta_return_all(gateway->server->mta, gateway, transfer, cause);
    else
        exs_spool_receive(gateway, transfer);
    return serial;
}

/* Does it hear the call at all? */
static bool listens(const ExsGateway *gateway, GError **error)
{
    if (!gateway->connector->is_running || !gateway->server->store_runs)
        return exs_fail(error, EXS_ERROR_STATE, "the Internet Mail Service of %s does not run",
                        gateway->server->name);
    if (!accepts_mail(gateway))
        return exs_fail(error, EXS_ERROR_STATE,
                        "the Internet Mail Service of %s takes no mail: its transfer mode says so",
                        gateway->server->name);
    return true;
}

ExsImsCall exs_ims_receive(ExsGateway *gateway, const ExsHost *host, const ExsRelayClient *client,
                           const ExsAddress *from, const ExsSubmission *submission,
                           uint32_t *serial, GError **error)
{
    g_autofree const ExsAddress **taken = NULL;
    ExsSubmission admitted = *submission;

    *serial = 0;
    if (!listens(gateway, error) || !exs_spool_admits(gateway, host))
        return EXS_IMS_CALL_LATER;
    taken = g_new(const ExsAddress *, submission->count);
    admitted.to = taken;
    admitted.count = admit(gateway, host, client, submission, taken);
    if (admitted.count == 0)
        return EXS_IMS_CALL_REFUSED;
    *serial = take(gateway, from, &admitted);
    return EXS_IMS_CALL_TAKEN;
}
