/* resolve.c - see resolve.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/routing/resolve.h"

/* A recipient of ours is known by DN and X.400 proxy; a custom recipient by its target. */
static void found(ExsEnvelope *envelope, const ExsRecipient *recipient)
{
    const ExsAddress *target = recipient->target;

    envelope->custom = target ? recipient : NULL;
    if (!target) {
        envelope->recipient = recipient;
        envelope->dn = recipient->dn;
        envelope->x400 = recipient->x400;
    } else if (target->form == EXS_ADDRESS_X400) {
        envelope->x400 = target;
    } else {
        envelope->dda = target;
    }
}

ExsResolved exs_resolve(const ExsPolicy *policy, const ExsWorld *world, ExsEnvelope *envelope,
                        ExsRule *rule)
{
    const ExsAddress *typed = envelope->typed;
    ExsRule asked =
        typed->form == EXS_ADDRESS_EX ? EXS_RULE_DN_BEFORE_ADDRESS : EXS_RULE_PROXY_SCAN;
    const ExsRecipient *recipient = NULL;

    *rule = EXS_RULE_NONE;
    if (typed->flaw)
        return EXS_RESOLVE_FLAWED;
    if (exs_rule(policy, asked))
        recipient = exs_world_recipient(world, typed);
    if (recipient) {
        *rule = asked;
        found(envelope, recipient);
        return EXS_RESOLVED;
    }
    if (typed->form == EXS_ADDRESS_EX) {
        envelope->dn = typed;
        return EXS_RESOLVE_UNKNOWN_DN;
    }
    if (typed->form == EXS_ADDRESS_X400)
        envelope->x400 = typed;
    else
        envelope->dda = typed;
    return EXS_RESOLVED;
}

const ExsAddress *exs_envelope_address(const ExsEnvelope *envelope)
{
    if (envelope->dn)
        return envelope->dn;
    return envelope->dda ? envelope->dda : envelope->x400;
}
