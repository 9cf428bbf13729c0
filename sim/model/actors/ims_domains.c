/* ims_domains.c - see ims_domains.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/ims_domains.h"

#include <string.h>

#include "exsim/model/actors/mta.h"
#include "exsim/model/org/encapsulate.h"
#include "exsim/model/org/identity.h"

#define GRACE 1023 /* bytes */

static const char *name_of(const ExsGateway *ims, uint32_t domain)
{
    return exs_interner_text(ims->world->names, domain);
}

static bool follows(const ExsGateway *ims, ExsRule rule)
{
    return exs_rule(&ims->server->policy, rule);
}

const ExsMailDomain *exs_ims_domain(const ExsGateway *ims, uint32_t domain)
{
    const ExsMailDomain *best = NULL;
    size_t longest = 0;

    for (guint i = 0; i < ims->domains->len; i++) {
        const ExsMailDomain *row = &g_array_index(ims->domains, ExsMailDomain, i);
        size_t length = strlen(name_of(ims, row->domain));

        if (length <= longest || !exs_relay_covers(&ims->server->policy, name_of(ims, row->domain),
                                                   name_of(ims, domain)))
            continue;
        best = row;
        longest = length;
    }
    return best;
}

/* ---- relaying ---- */

static bool lists(const ExsGateway *ims, const GArray *rows, uint32_t domain)
{
    for (guint i = 0; i < rows->len; i++)
        if (exs_relay_covers(&ims->server->policy, name_of(ims, g_array_index(rows, uint32_t, i)),
                             name_of(ims, domain)))
            return true;
    return false;
}

/* Is it for here, as the Routing page has it? Where nothing is rerouted no domain is, for what is
 * left of the restrictions. */
static bool is_inbound(const ExsGateway *ims, uint32_t domain)
{
    if (!exs_setting(&ims->connector->settings, EXS_SETTING_REROUTE_INBOUND))
        return !follows(ims, EXS_RULE_RELAY_LEFTOVERS);
    return domain == exs_identity_domain(ims->world, ims->server->site) ||
           lists(ims, ims->routing, domain);
}

/* The domain that a recipient is really of: one that is encapsulated may be of another. */
static uint32_t domain_of(const ExsGateway *ims, const ExsAddress *to)
{
    const ExsAddress *inner =
        follows(ims, EXS_RULE_RELAY_DECODES) ? exs_imcea_unwrapped(ims->world, to) : NULL;

    return inner && inner->domain ? inner->domain : to->domain;
}

bool exs_ims_refuses_relay(const ExsGateway *ims, const ExsHost *host, const ExsRelayClient *client,
                           const ExsAddress *to)
{
    uint32_t domain = domain_of(ims, to);
    ExsRule rule;

    if (domain == 0 || is_inbound(ims, domain) ||
        exs_relay_may(&ims->server->policy, ims->connector, ims->world->names, client, &rule) ||
        (lists(ims, ims->overrides, domain) && follows(ims, EXS_RULE_RELAY_OVERRIDE)))
        return false;
    exs_world_trace(ims->world, REFUSED, ims->connector->id, ims->connector->id,
                    exs_record_text(ims->world->record, "550 Relaying is prohibited"), host->id);
    return true;
}

/* ---- size limits ---- */

/* What the E-Mail Domain list has; some builds take its number of K for one of bytes. */
static int64_t domain_limit(const ExsGateway *ims, const ExsAddress *to)
{
    const ExsMailDomain *row = to && to->domain ? exs_ims_domain(ims, to->domain) : NULL;

    if (!row)
        return 0;
    return follows(ims, EXS_RULE_DOMAIN_LIMIT_IN_BYTES) ? row->limit / 1024 : row->limit;
}

static bool exceeds(const ExsGateway *ims, const ExsMessage *message, int64_t limit,
                    ExsRefusal *refusal)
{
    refusal->limit = limit;
    return limit > 0 &&
           message->size > limit + (follows(ims, EXS_RULE_IMS_LIMIT_GRACE) ? GRACE : 0);
}

/* The registry's, in bytes, goes before that of the General page. */
static bool exceeds_own(const ExsGateway *ims, const ExsMessage *message, bool is_outbound,
                        ExsRefusal *refusal)
{
    const ExsSettings *settings = &ims->connector->settings;
    int64_t bytes = exs_setting(settings, is_outbound ? EXS_SETTING_OUTBOUND_SIZE_LIMIT
                                                      : EXS_SETTING_INBOUND_SIZE_LIMIT);

    if (bytes > 0 && follows(ims, EXS_RULE_IMS_LIMITS_BY_WAY)) {
        refusal->limit = bytes;
        return message->size > bytes;
    }
    return exceeds(ims, message, exs_setting(settings, EXS_SETTING_SIZE_LIMIT), refusal);
}

static bool is_over(const ExsGateway *ims, const ExsMessage *message, const ExsAddress *to,
                    ExsRefusal *refusal)
{
    *refusal = (ExsRefusal){EXS_CAUSE_IMS_LIMIT, "Message size", 0};
    if (!follows(ims, EXS_RULE_IMS_SIZE_LIMIT))
        return false;
    if (exceeds_own(ims, message, to != NULL, refusal))
        return true;
    refusal->page = "Message size for the e-mail domain";
    return exceeds(ims, message, domain_limit(ims, to), refusal);
}

bool exs_ims_refuses_size(const ExsGateway *ims, const ExsMessage *message, uint32_t place,
                          const ExsAddress *to, ExsCause *cause)
{
    ExsRefusal refusal;

    if (!is_over(ims, message, to, &refusal))
        return false;
    exs_note_refusal(ims->world, ims->connector->id, message, &message->to[place],
                     ims->connector->id, &refusal);
    *cause = refusal.cause;
    return true;
}
