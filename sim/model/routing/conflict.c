/* conflict.c - see conflict.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/routing/conflict.h"

bool exs_conflict_accepts(const ExsPolicy *policy, const ExsVersion *held,
                          const ExsVersion *incoming, ExsRule *conflict)
{
    *conflict = EXS_RULE_NONE;
    if (!held)
        return true;
    if (held->number != incoming->number && exs_rule(policy, EXS_RULE_CONFLICT_VERSION))
        return incoming->number > held->number;
    if (held->writer == incoming->writer) /* the same DSA-Signature */
        return true;
    *conflict = EXS_RULE_CONFLICT_WHEN_CHANGED;
    if (held->changed != incoming->changed && exs_rule(policy, EXS_RULE_CONFLICT_WHEN_CHANGED))
        return incoming->changed > held->changed;
    return incoming->writer->number > held->writer->number; /* any order, the same everywhere */
}
