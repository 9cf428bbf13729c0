/* expansion.c - see expansion.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/org/expansion.h"

#include <string.h>

#include "exsim/model/org/server.h"

static guint hash_reach(gconstpointer key)
{
    uint64_t reach = *(const uint64_t *)key;

    return (guint)(reach ^ reach >> 32);
}

static gboolean is_same_reach(gconstpointer a, gconstpointer b)
{
    return *(const uint64_t *)a == *(const uint64_t *)b;
}

ExsExpansions *exs_expansions_of(ExsMessage *message)
{
    size_t heading = message->count * sizeof *message->to;
    ExsExpansions *expansions = message->expansions;

    if (expansions)
        return expansions;
    expansions = g_malloc0(sizeof *expansions + heading);
    expansions->references = 1;
    expansions->all = g_ptr_array_new_with_free_func(g_free);
    expansions->reached = g_hash_table_new_full(hash_reach, is_same_reach, g_free, NULL);
    expansions->count = message->count;
    memcpy(expansions->heading, message->to, heading);
    message->expansions = expansions;
    return expansions;
}

ExsExpansions *exs_expansions_ref(ExsExpansions *expansions)
{
    expansions->references++;
    return expansions;
}

void exs_expansions_unref(ExsExpansions *expansions)
{
    if (!expansions || --expansions->references > 0)
        return;
    g_ptr_array_unref(expansions->all);
    g_hash_table_unref(expansions->reached);
    g_free(expansions);
}

const ExsExpansion *exs_expansions_add(ExsExpansions *expansions, const ExsRecipient *list,
                                       const ExsExpansion *before)
{
    ExsExpansion *expansion = g_new(ExsExpansion, 1);

    *expansion = (ExsExpansion){list, before};
    g_ptr_array_add(expansions->all, expansion);
    return expansion;
}

bool exs_expansions_reach(ExsExpansions *expansions, const ExsServer *server,
                          const ExsRecipient *recipient)
{
    uint64_t key = (uint64_t)server->number << 32 | recipient->id;

    return g_hash_table_add(expansions->reached, g_memdup2(&key, sizeof key));
}

bool exs_expansion_has(const ExsExpansion *expansion, const ExsRecipient *list)
{
    for (; expansion; expansion = expansion->before)
        if (expansion->list == list)
            return true;
    return false;
}
