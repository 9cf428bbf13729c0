/* ims_etrn.c - the Internet Mail Service asks a host for the mail that it holds (see ims.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/ims.h"
#include "exsim/model/org/identity.h"

static bool follows(const ExsGateway *ims, ExsRule rule)
{
    return exs_rule(&ims->server->policy, rule);
}

/* Over a line that it dialled; over any connection if the registry says so. */
static bool asks(const ExsGateway *ims)
{
    if (!follows(ims, EXS_RULE_ETRN_WHEN_DIALLED))
        return false;
    return ims->is_connected ||
           (exs_setting(&ims->connector->settings, EXS_SETTING_ALWAYS_USE_ETRN) &&
            follows(ims, EXS_RULE_ALWAYS_USE_ETRN));
}

/* The host gives what it holds for the domain; what is refused for good it gives back. */
static void release(ExsGateway *ims, ExsHost *host, uint32_t domain)
{
    ExsRecord *record = ims->world->record;

    for (guint i = 0; i < host->held->len;) {
        ExsHeldMail mail = g_array_index(host->held, ExsHeldMail, i);
        bool is_named = mail.name && exs_record_find_message(record, mail.name) == 0;
        ExsSubmission submission = {
            .to = &mail.to, .count = 1, .size = mail.size, .name = is_named ? mail.name : NULL};
        uint32_t serial;

        if (mail.to->domain == domain &&
            exs_ims_receive(ims, host, &(ExsRelayClient){.ip = host->ip}, mail.from, &submission,
                            &serial, NULL) != EXS_IMS_CALL_LATER)
            g_array_remove_index(host->held, i);
        else
            i++;
    }
}

static void ask_for(ExsGateway *ims, ExsHost *host, uint32_t domain, uint32_t message)
{
    g_autofree char *line =
        g_strdup_printf("ETRN %s", exs_interner_text(ims->world->names, domain));

    exs_world_trace(ims->world, SMTP, ims->connector->id, ims->connector->id, host->id,
                    exs_record_text(ims->world->record, line), message);
    release(ims, host, domain);
}

/* For the domains of the Routing page where incoming mail is rerouted, else for the site's own. */
static bool is_rerouting(const ExsGateway *ims)
{
    return exs_setting(&ims->connector->settings, EXS_SETTING_REROUTE_INBOUND) &&
           follows(ims, EXS_RULE_ETRN_FOR_TABLE);
}

void exs_ims_ask(ExsGateway *ims, ExsHost *host, uint32_t message)
{
    if (!host->knows_etrn || ims->asked == host || !asks(ims))
        return;
    ims->asked = host;
    if (is_rerouting(ims)) {
        for (guint i = 0; i < ims->routing->len; i++)
            ask_for(ims, host, g_array_index(ims->routing, uint32_t, i), message);
        return;
    }
    ask_for(ims, host, exs_identity_domain(ims->world, ims->server->site), message);
}
