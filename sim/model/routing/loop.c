/* loop.c - see loop.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/routing/loop.h"

bool exs_loop_found(const ExsPolicy *policy, const ExsVisit *trace, size_t count, uint32_t mta)
{
    if (count < 2 || trace[count - 1].mta == mta || !exs_rule(policy, EXS_RULE_LOOP_BY_TRACE))
        return false;
    for (size_t i = count; i > 0; i--) {
        if (trace[i - 1].is_rerouted && exs_rule(policy, EXS_RULE_REROUTE_IS_NO_LOOP))
            return false;
        if (trace[i - 1].mta == mta)
            return true;
    }
    return false;
}

bool exs_loop_is_detour(const ExsPolicy *policy, const ExsRoute *routes, size_t count,
                        size_t chosen)
{
    for (size_t i = 0; i < count; i++)
        if (routes[i].cost < routes[chosen].cost && !routes[i].came_in_here && !routes[i].came_from)
            return exs_rule(policy, EXS_RULE_VIRTUAL_REROUTE);
    return false;
}
