/* vopr_list.c - random distribution lists, nested and round in circles, and what must become of
 * their members (see vopr.c).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/org/list.h"
#include "exsim/record/query.h"
#include "vopr.h"

static void add_list(Vopr *vopr)
{
    ExsServer *server = vopr_any(vopr, vopr->world->servers);
    g_autofree char *name = g_strdup_printf("list%u", vopr->world->recipients->len + 1);
    ExsRecipient *added = exs_world_add_list(vopr->world, server, name, NULL);

    vopr_must(vopr, added != NULL, NULL);
    if (vopr_roll(vopr, 3) == 0)
        added->list->expansion_server = vopr_any(vopr, server->site->servers);
    if (vopr_roll(vopr, 4) == 0)
        added->list->owner = vopr_any_mailbox(vopr);
    added->list->reports_to_owner = vopr_roll(vopr, 2) == 0;
    added->list->reports_to_originator = vopr_roll(vopr, 3) > 0;
    added->list->allows_oof = vopr_roll(vopr, 2) == 0;
    added->list->hides_members = vopr_roll(vopr, 3) == 0;
    if (vopr_roll(vopr, 4) == 0)
        added->list->size_limit = 1 + (int64_t)vopr_roll(vopr, 2000000);
}

static void fill(Vopr *vopr, ExsRecipient *list)
{
    GPtrArray *members = g_ptr_array_new();

    for (uint64_t i = vopr_roll(vopr, 7); i > 0; i--) {
        ExsRecipient *member = vopr_any(vopr, vopr->world->recipients);

        if (!g_ptr_array_find(members, member, NULL))
            g_ptr_array_add(members, member);
    }
    exs_list_set_members(list, members);
}

void vopr_add_lists(Vopr *vopr)
{
    const GPtrArray *recipients = vopr->world->recipients;

    for (uint64_t i = vopr_roll(vopr, 5); i > 0; i--)
        add_list(vopr);
    for (guint i = 0; i < recipients->len; i++)
        if (((const ExsRecipient *)recipients->pdata[i])->list)
            fill(vopr, recipients->pdata[i]);
    for (guint i = 0; i < recipients->len; i++)
        ((ExsRecipient *)recipients->pdata[i])->is_away =
            ((ExsRecipient *)recipients->pdata[i])->kind == EXS_RECIPIENT_MAILBOX &&
            vopr_roll(vopr, 10) == 0;
    for (guint i = 0; i < vopr->world->servers->len; i++)
        if (vopr_roll(vopr, 3) == 0)
            exs_setting_set(&((ExsServer *)vopr->world->servers->pdata[i])->settings,
                            EXS_SETTING_EXPAND_REMOTE_LISTS, 1, NULL);
}

ExsRecipient *vopr_any_mailbox(Vopr *vopr)
{
    for (;;) {
        ExsRecipient *any = vopr_any(vopr, vopr->world->recipients);

        if (any->kind == EXS_RECIPIENT_MAILBOX)
            return any;
    }
}

/* ---- what became of members ---- */

static void *outcome(uint64_t message, uint32_t recipient)
{
    return GSIZE_TO_POINTER((gsize)(message << 32 | recipient));
}

GHashTable *vopr_addresses(const ExsWorld *world)
{
    GHashTable *owners = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < world->recipients->len; i++) {
        const ExsRecipient *each = world->recipients->pdata[i];

        g_hash_table_insert(owners, (gpointer)each->dn->text, GUINT_TO_POINTER(each->id));
        for (guint k = 0; k < each->proxies->len; k++)
            g_hash_table_insert(owners,
                                (gpointer)((const ExsAddress *)each->proxies->pdata[k])->text,
                                GUINT_TO_POINTER(each->id));
    }
    return owners;
}

/* Of which recipients of which messages the record says what became of them. */
static GHashTable *outcomes_of(const ExsWorld *world)
{
    GHashTable *outcomes = g_hash_table_new(NULL, NULL);
    GHashTable *owners = vopr_addresses(world);

    for (uint64_t i = 0; i < exs_record_count(world->record); i++) {
        const ExsEntry *entry = exs_record_entry(world->record, i);
        uint64_t message = 0;
        uint32_t recipient = 0;
        const char *text;

        if (entry->kind == EXS_TRACE_DELIVERED || entry->kind == EXS_TRACE_RETURNED ||
            entry->kind == EXS_TRACE_DISCARDED) {
            message = (uint64_t)exs_entry_value(world->record, entry, 0);
            text = exs_record_text_at(world->record,
                                      (uint32_t)exs_entry_value(world->record, entry, 1));
            recipient = GPOINTER_TO_UINT(g_hash_table_lookup(owners, text));
        } else if (entry->kind == EXS_TRACE_EXPANDED) {
            message = (uint64_t)exs_entry_value(world->record, entry, 0);
            recipient = (uint32_t)exs_entry_value(world->record, entry, 1);
        }
        if (recipient)
            g_hash_table_add(outcomes, outcome(message, recipient));
    }
    g_hash_table_unref(owners);
    return outcomes;
}

const ExsRecipient *vopr_recipient(const ExsWorld *world, uint32_t id)
{
    for (guint i = 0; i < world->recipients->len; i++)
        if (((const ExsRecipient *)world->recipients->pdata[i])->id == id)
            return world->recipients->pdata[i];
    return NULL;
}

/* Whoever is a member of a list that was expanded has the message, or somebody heard why not. */
void vopr_check_lists(const Vopr *vopr)
{
    const ExsWorld *world = vopr->world;
    g_autoptr(GHashTable) outcomes = outcomes_of(world);

    for (uint64_t i = 0; i < exs_record_count(world->record); i++) {
        const ExsEntry *entry = exs_record_entry(world->record, i);
        const GPtrArray *members;

        if (entry->kind != EXS_TRACE_EXPANDED)
            continue;
        members = vopr_recipient(world, entry->word[1])->list->members;
        if (exs_entry_value(world->record, entry, 3) != (int64_t)members->len)
            continue; /* the directory of the server did not know them all */
        for (guint k = 0; k < members->len; k++)
            vopr_hold(vopr,
                      g_hash_table_contains(
                          outcomes, outcome((uint64_t)exs_entry_value(world->record, entry, 0),
                                            ((const ExsRecipient *)members->pdata[k])->id)),
                      "a member of a list got nothing, and nobody heard of it");
    }
}
