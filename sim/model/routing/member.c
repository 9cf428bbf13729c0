/* member.c - see member.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/routing/member.h"

typedef struct {
    const ExsPolicy *policy;
    const ExsRecipient *who;
    const ExsMemberSource *source;
    ExsMemberSearch *out;
    GHashTable *seen; /* lists; looked up only */
} Search;

static bool is_among(Search *search, const GPtrArray *entries, uint32_t level);

static bool is_member(Search *search, const ExsRecipient *list, uint32_t level)
{
    g_autoptr(GPtrArray) members = NULL;
    bool is_new = false;

    if (!exs_rule(search->policy, EXS_RULE_LISTS_STAND_FOR_MEMBERS) ||
        !g_hash_table_add(search->seen, (gpointer)list))
        return false;
    members = search->source->read(search->source->reader, list, &is_new);
    search->out->depth = MAX(search->out->depth, level);
    if (is_new)
        search->out->lookups += 1 + members->len;
    return is_among(search, members, level);
}

/* Every entry is looked at, and every list expanded. */
static bool is_among(Search *search, const GPtrArray *entries, uint32_t level)
{
    bool found = false;

    for (guint i = 0; i < entries->len; i++) {
        const ExsRecipient *entry = entries->pdata[i];

        found |= entry == search->who;
        if (entry->list)
            found |= is_member(search, entry, level + 1);
    }
    search->out->compared += entries->len;
    return found;
}

ExsStanding exs_member_standing(const ExsPolicy *policy, const ExsSenders *senders,
                                const ExsRecipient *who, const ExsMemberSource *source,
                                ExsMemberSearch *out)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_direct_hash, g_direct_equal);
    Search search = {policy, who, source, out, seen};

    *out = (ExsMemberSearch){0};
    if (is_among(&search, senders->reject, 0))
        return EXS_STANDING_REJECTED;
    g_hash_table_remove_all(seen);
    if (senders->accept->len > 0 && !is_among(&search, senders->accept, 0))
        return EXS_STANDING_NOT_ACCEPTED;
    return EXS_STANDING_PASSES;
}

ExsRule exs_member_breaks(const ExsPolicy *policy, const ExsMemberSearch *search,
                          bool is_transferred)
{
    if (search->depth >= exs_setting(policy->settings, EXS_SETTING_CHAINED_LISTS) &&
        exs_rule(policy, EXS_RULE_NESTED_SENDERS_BREAK))
        return EXS_RULE_NESTED_SENDERS_BREAK;
    if (is_transferred && search->depth > 1 &&
        search->compared >= exs_setting(policy->settings, EXS_SETTING_LARGE_LISTS) &&
        exs_rule(policy, EXS_RULE_LARGE_SENDERS_BREAK))
        return EXS_RULE_LARGE_SENDERS_BREAK;
    return EXS_RULE_NONE;
}
