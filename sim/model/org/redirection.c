/* redirection.c - see redirection.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/org/redirection.h"

static guint hash(gconstpointer key)
{
    const ExsRedirection *redirection = key;

    return g_direct_hash(redirection->from) * 31 + g_direct_hash(redirection->before);
}

static gboolean is_same(gconstpointer a, gconstpointer b)
{
    const ExsRedirection *one = a, *other = b;

    return one->from == other->from && one->before == other->before;
}

GHashTable *exs_redirections_new(void)
{
    return g_hash_table_new_full(hash, is_same, g_free, NULL);
}

const ExsRedirection *exs_redirection(ExsWorld *world, const ExsRecipient *from,
                                      const ExsRedirection *before)
{
    ExsRedirection key = {from, before, before ? before->count + 1 : 1};
    ExsRedirection *kept = g_hash_table_lookup(world->redirections, &key);

    if (!kept) {
        kept = g_memdup2(&key, sizeof key);
        g_hash_table_add(world->redirections, kept);
    }
    return kept;
}

bool exs_redirection_has(const ExsRedirection *redirection, const ExsRecipient *recipient)
{
    for (; redirection; redirection = redirection->before)
        if (redirection->from == recipient)
            return true;
    return false;
}
