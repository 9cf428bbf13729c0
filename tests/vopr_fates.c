/* vopr_fates.c - what becomes of the recipients of all messages there ever were (see vopr.h).
 *
 * SPDX-License-Identifier: MIT */
#include "vopr.h"

/* What is made and settled in one event is a report that gets lost, of one recipient; or came from
 * outside (vopr.c). One that is sent once more from a leftover file has the serial of the first. */
static void count_new_messages(Vopr *vopr)
{
    g_autoptr(GHashTable) fresh = g_hash_table_new(NULL, NULL);
    GHashTable *now = g_hash_table_new(NULL, NULL);

    for (ExsMessage *m = vopr->world->newest_message; m; m = m->older) {
        if (g_hash_table_lookup(vopr->counted, m) != GUINT_TO_POINTER(m->serial))
            vopr->recipients += m->count;
        g_hash_table_insert(now, m, GUINT_TO_POINTER(m->serial));
        if (m->serial > vopr->last_serial)
            g_hash_table_add(fresh, GUINT_TO_POINTER(m->serial));
    }
    vopr->recipients += vopr->world->last_serial - vopr->last_serial - g_hash_table_size(fresh);
    vopr->last_serial = vopr->world->last_serial;
    g_hash_table_unref(vopr->counted);
    vopr->counted = now;
}

void vopr_check_fates(Vopr *vopr)
{
    const uint64_t *fates = vopr->world->fates;
    uint64_t open = 0, all = 0;

    count_new_messages(vopr);
    for (const ExsMessage *m = vopr->world->newest_message; m; m = m->older) {
        for (uint32_t i = 0; i < m->count; i++) {
            open += m->to[i].fate == EXS_FATE_OPEN;
            vopr_hold(vopr, m->to[i].fate != EXS_FATE_OPEN || m->to[i].carrier,
                      "an open recipient has no copy");
        }
    }
    for (int fate = 0; fate < EXS_FATE_COUNT; fate++)
        all += fates[fate];
    vopr_hold(vopr, open == fates[EXS_FATE_OPEN], "the count of open recipients is wrong");
    vopr_hold(vopr, all == vopr->recipients,
              "the fates do not add up to the recipients there were");
}
