/* ims_routing.c - the address that the Internet Mail Service makes of a recipient's, and the hosts
 * for it (see ims.h).
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/model/actors/ims.h"
#include "exsim/model/actors/ims_domains.h"
#include "exsim/model/actors/names.h"
#include "exsim/model/org/identity.h"
#include "exsim/model/routing/mx.h"

bool exs_ims_sends(const ExsConnector *connector)
{
    return exs_setting(&connector->settings, EXS_SETTING_IMS_MODE) & EXS_IMS_OUTBOUND;
}

/* What the Routing page of the best matching space has; NULL: nothing. */
static const char *routing_of(const ExsGateway *gateway, const ExsAddress *address)
{
    const GArray *spaces = gateway->connector->spaces;
    const ExsConnectorSpace *best = NULL;
    ExsMatchClass best_match = EXS_MATCH_NONE;
    uint32_t best_literals = 0;

    for (guint i = 0; i < spaces->len; i++) {
        const ExsConnectorSpace *row = &g_array_index(spaces, ExsConnectorSpace, i);
        uint32_t literals;
        ExsMatchClass match = exs_space_match(row->space, address, &literals);

        if (match < best_match || (match == best_match && best && literals <= best_literals))
            continue;
        best = match == EXS_MATCH_NONE ? NULL : row;
        best_match = match;
        best_literals = literals;
    }
    return best ? best->routing : NULL;
}

/* "IMCEASMTP-x+40example+2Ecom@domain" */
static char *encapsulate(const ExsAddress *address, const char *domain)
{
    const char *value = strchr(address->text, ':') + 1;
    GString *out = g_string_new("SMTP:IMCEA");

    g_string_append_len(out, address->text, value - 1 - address->text);
    g_string_append_c(out, '-');
    for (; *value; value++) {
        if (g_ascii_isalnum(*value) || *value == '-')
            g_string_append_c(out, *value);
        else
            g_string_append_printf(out, "+%02X", (unsigned char)*value);
    }
    g_string_append_printf(out, "@%s", domain);
    return g_string_free(out, FALSE);
}

const ExsAddress *exs_ims_sent_to(const ExsGateway *gateway, const ExsAddress *address, char **text)
{
    const char *domain = routing_of(gateway, address);
    g_autofree char *whole = NULL;
    const ExsAddress *made;

    *text = NULL;
    if (!domain || !exs_rule(&gateway->server->policy, EXS_RULE_IMS_ROUTING_ADDRESS))
        return address;
    whole = encapsulate(address, domain);
    made = exs_address(gateway->world->addresses, whole, NULL);
    if (!made)
        *text = g_strdup_printf("553 malformed address: %s", strchr(whole, ':') + 1);
    return made;
}

static bool ends_with(const char *name, const char *domain)
{
    size_t length = strlen(name), tail = strlen(domain);

    return length >= tail && strcmp(name + length - tail, domain) == 0;
}

/* The name that is looked up for a domain: with the own domain behind it, if a wildcard record of
 * that answers. */
static uint32_t searched(const ExsGateway *gateway, uint32_t domain)
{
    const ExsWorld *world = gateway->world;
    g_autofree char *own = NULL, *wildcard = NULL;
    uint32_t name;

    if (!world->has_wildcard_mx)
        return domain;
    own = exs_identity_domain_text(world, gateway->server->site);
    wildcard = g_strconcat("*.", own, NULL);
    name = exs_intern_folded(world->names, wildcard);
    if (!exs_world_mx(world, name))
        return domain;
    if (ends_with(exs_interner_text(world->names, domain), wildcard + 1))
        return exs_world_mx(world, domain) ? domain : name;
    return exs_setting(&gateway->connector->settings, EXS_SETTING_DISABLE_SEARCH_LIST) == 0 &&
                   exs_rule(&gateway->server->policy, EXS_RULE_RESOLVER_SEARCH_LIST)
               ? name
               : domain;
}

static bool knows_itself(const ExsGateway *gateway)
{
    const char *addresses =
        exs_setting_text(gateway->world, &gateway->server->settings, EXS_SETTING_IP_ADDRESS);

    return exs_rule(&gateway->server->policy, EXS_RULE_MX_SELF_REMOVED) &&
           (!strchr(addresses, ',') ||
            !exs_rule(&gateway->server->policy, EXS_RULE_MX_SELF_ONE_ADDRESS));
}

/* How many of the hosts are better than this one; all, if it is not among them, or the best itself
 * (ours). */
static size_t without_self(const ExsGateway *gateway, const ExsMx *hosts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t better = i;

        if (hosts[i].host->ims != gateway->connector)
            continue;
        while (better > 0 && hosts[better - 1].preference == hosts[i].preference)
            better--;
        return better > 0 && knows_itself(gateway) ? better : count;
    }
    return count;
}

const ExsMx *exs_ims_hosts(const ExsGateway *gateway, const ExsAddress *address, ExsMx *smart,
                           size_t *count, bool *later)
{
    const ExsMailDomain *row = exs_ims_domain(gateway, address->domain);
    const ExsMx *hosts;

    *later = false;
    if (row && row->host) {
        *smart = (ExsMx){.host = row->host};
        *count = 1;
        return smart;
    }
    if (gateway->connector->host && !exs_ims_is_direct(gateway, address->domain)) {
        *smart = (ExsMx){.host = gateway->connector->host};
        *count = 1;
        return smart;
    }
    hosts = exs_mx_hosts(&gateway->server->policy, gateway->world,
                         searched(gateway, address->domain), count, later);
    *count = without_self(gateway, hosts, *count);
    return hosts;
}

const ExsMx *exs_ims_hosts_of(const ExsGateway *gateway, const ExsAddress *address, ExsMx *smart,
                              size_t *count, bool *later)
{
    g_autofree char *malformed = NULL;
    const ExsAddress *to = exs_ims_sent_to(gateway, address, &malformed);

    *later = false;
    return to ? exs_ims_hosts(gateway, to, smart, count, later) : NULL;
}
