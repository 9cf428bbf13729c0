/* reroute.c - see reroute.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/routing/reroute.h"

#include "exsim/model/org/server.h"

bool exs_reroute_allowed(const ExsPolicy *policy, const ExsQueue *queue, ExsRule *rule)
{
    *rule = EXS_RULE_NONE;
    if (queue->secured && exs_rule(policy, EXS_RULE_SECURED_STAYS))
        *rule = EXS_RULE_SECURED_STAYS;
    return *rule == EXS_RULE_NONE;
}

bool exs_reroute_at_once(const ExsPolicy *policy)
{
    return exs_rule(policy, EXS_RULE_REROUTE_AT_ONCE);
}
