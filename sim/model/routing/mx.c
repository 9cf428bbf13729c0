/* mx.c - see mx.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/routing/mx.h"

#define CHAIN_MAX   8   /* CNAME records that an old build follows */
#define CHAIN_LIMIT 255 /* ours: that any does; more go in a circle */

/* Where the CNAME records of a domain lead. False: there are too many of them. */
static bool follow(const ExsPolicy *policy, const ExsWorld *world, uint32_t *domain)
{
    uint32_t limit = exs_rule(policy, EXS_RULE_CNAME_CHAIN) ? CHAIN_MAX : CHAIN_LIMIT;
    uint32_t next;

    for (uint32_t links = 0; (next = exs_world_alias(world, *domain)) != 0; links++) {
        if (links == limit)
            return false;
        *domain = next;
    }
    return true;
}

/* MX records, or if there are none addresses. */
static size_t of_one_kind(const ExsPolicy *policy, const GArray *hosts)
{
    guint count = 0;

    while (count < hosts->len && g_array_index(hosts, ExsMx, count).preference < EXS_MX_ADDRESS)
        count++;
    if (count == 0 && exs_rule(policy, EXS_RULE_A_RECORD_FALLBACK))
        return hosts->len;
    return count;
}

const ExsMx *exs_mx_hosts(const ExsPolicy *policy, const ExsWorld *world, uint32_t domain,
                          size_t *count, bool *later)
{
    const GArray *hosts;

    *count = 0;
    *later = false;
    if (*exs_interner_text(world->names, domain) == '[' && !exs_rule(policy, EXS_RULE_IP_LITERALS))
        return NULL;
    *later = !follow(policy, world, &domain);
    if (*later)
        return NULL;
    hosts = exs_world_mx(world, domain);
    if (!hosts || hosts->len == 0)
        return NULL;
    *count = of_one_kind(policy, hosts);
    if (*count == 0)
        return NULL;
    /* without the rule only the first record of the answer is looked at */
    if (!exs_rule(policy, EXS_RULE_MX_BY_PREFERENCE))
        *count = 1;
    return &g_array_index(hosts, ExsMx, 0);
}

ExsReply exs_mx_reply(const ExsPolicy *policy, const char *reply)
{
    if (!reply || reply[0] == '2' || reply[0] == '3')
        return EXS_REPLY_OK;
    if (reply[0] == '4' && exs_rule(policy, EXS_RULE_SMTP_PER_RECIPIENT))
        return EXS_REPLY_LATER;
    return EXS_REPLY_NEVER;
}

ExsReply exs_mx_verdict(const ExsPolicy *policy, size_t away, size_t refused)
{
    if (refused > 0 && exs_rule(policy, EXS_RULE_MX_RETRY_LOST))
        return EXS_REPLY_NEVER;
    return away > 0 ? EXS_REPLY_LATER : EXS_REPLY_NEVER;
}
