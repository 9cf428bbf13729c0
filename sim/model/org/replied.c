/* replied.c - see replied.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/org/replied.h"

void exs_replied_sent(ExsWorld *world, ExsMessage *message)
{
    ExsReplied *replied = g_malloc0(sizeof *replied + message->count * sizeof *replied->to);

    for (; replied->count < message->count; replied->count++)
        replied->to[replied->count].typed = message->to[replied->count].typed;
    message->is_kept = true;
    g_hash_table_replace(world->replied, GUINT_TO_POINTER(message->serial), replied);
}

void exs_replied_arrived(ExsWorld *world, const ExsTransfer *transfer)
{
    ExsReplied *replied;

    if (!transfer->message->is_kept)
        return;
    replied = g_hash_table_lookup(world->replied, GUINT_TO_POINTER(transfer->message->serial));
    exs_transfer_originator(transfer, &replied->from_dn, &replied->from_x400);
}

void exs_replied_returned(ExsWorld *world, const ExsMessage *message, uint32_t place,
                          const ExsAddress *as)
{
    ExsReplied *replied = g_hash_table_lookup(world->replied, GUINT_TO_POINTER(message->serial));

    if (place < replied->count)
        replied->to[place].returned = as;
}

const ExsReplied *exs_replied(const ExsWorld *world, uint32_t serial)
{
    return g_hash_table_lookup(world->replied, GUINT_TO_POINTER(serial));
}
