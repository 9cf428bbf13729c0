/* mx.c - see mx.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/routing/mx.h"

const ExsMx *exs_mx_hosts(const ExsPolicy *policy, const ExsWorld *world, uint32_t domain,
                          size_t *count)
{
    const GArray *hosts = exs_world_mx(world, domain);

    *count = 0;
    if (!hosts || hosts->len == 0)
        return NULL;
    /* without the rule only the first record of the answer is looked at */
    *count = exs_rule(policy, EXS_RULE_MX_BY_PREFERENCE) ? hosts->len : 1;
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
