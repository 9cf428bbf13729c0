/* ims_routing.c - the address that the Internet Mail Service makes of a recipient's, and the hosts
 * for it (see ims.h).
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/model/actors/ims.h"
#include "exsim/model/actors/ims_domains.h"
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

const ExsMx *exs_ims_hosts(const ExsGateway *gateway, const ExsAddress *address, ExsMx *smart,
                           size_t *count, bool *later)
{
    const ExsMailDomain *row = exs_ims_domain(gateway, address->domain);

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
    return exs_mx_hosts(&gateway->server->policy, gateway->world, address->domain, count, later);
}

const ExsMx *exs_ims_hosts_of(const ExsGateway *gateway, const ExsAddress *address, ExsMx *smart,
                              size_t *count, bool *later)
{
    g_autofree char *malformed = NULL;
    const ExsAddress *to = exs_ims_sent_to(gateway, address, &malformed);

    *later = false;
    return to ? exs_ims_hosts(gateway, to, smart, count, later) : NULL;
}
