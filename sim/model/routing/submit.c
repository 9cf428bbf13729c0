/* submit.c - see submit.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/routing/submit.h"

#include <string.h>

bool exs_submit_is(const ExsTransfer *transfer)
{
    const ExsMessage *message = transfer->message;

    return !transfer->came_by && !transfer->came_from && message->sender &&
           transfer->visit_count <= 1 && !message->expansions;
}

bool exs_submit_sender(const ExsPolicy *policy, const ExsMessage *message, ExsCause *cause)
{
    *cause = EXS_CAUSE_SENDER_NO_X400;
    return message->sender->x400 || !exs_rule(policy, EXS_RULE_SENDER_NEEDS_X400);
}

/* Who is meant by an O/R address of a person, or of another mail system. (ours): a surname where
 * nothing else names the person, since the common name alone is published as enough */
static bool names_somebody(const ExsAddress *address)
{
    return address->attribute[EXS_OR_S] || address->attribute[EXS_OR_CN] ||
           address->attribute[EXS_OR_G] || address->attribute[EXS_OR_I] || address->dda_type;
}

/* Where two slashes stand for one. */
static bool has_single_slash(const ExsAddress *address)
{
    for (const char *at = address->dda_value; at && (at = strchr(at, '/')); at += 2)
        if (at[1] != '/')
            return true;
    return false;
}

bool exs_submit_recipient(const ExsPolicy *policy, const ExsAddress *typed, ExsCause *cause)
{
    if (typed->form == EXS_ADDRESS_EX || strcmp(typed->type_name, "X400") != 0)
        return true;
    *cause = EXS_CAUSE_POSTAL_ADDRESS;
    if (typed->flaw && exs_rule(policy, EXS_RULE_STORE_TESTS_OR_NAMES))
        return false;
    if (has_single_slash(typed) && exs_rule(policy, EXS_RULE_SLASH_ENDS_DDA))
        return false;
    *cause = EXS_CAUSE_NO_SURNAME;
    return typed->flaw || names_somebody(typed) || !exs_rule(policy, EXS_RULE_SURNAME_NEEDED);
}
