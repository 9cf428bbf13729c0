/* mta_expand.c - lists among the recipients of a copy become their members (see mta.h).
 *
 * One more copy of the message goes into the work queue, with the members of all lists that are
 * expanded now. Its trace goes on, marked: it may come by the same MTAs again.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/routing/expand.h"

/* What an MTA remembers of a list. */
typedef struct {
    GPtrArray *members; /* const ExsRecipient * (owned) */
    ExsExpandMemory memory;
} Remembered;

static void free_remembered(void *data)
{
    Remembered *remembered = data;

    g_ptr_array_unref(remembered->members);
    g_free(remembered);
}

GHashTable *exs_mta_lists_new(void)
{
    return g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, free_remembered);
}

static bool is_afar(const ExsMta *mta, const ExsRecipient *list, const GPtrArray *members)
{
    bool afar = list->site != mta->server->site;

    for (guint i = 0; i < members->len && !afar; i++)
        afar = ((const ExsRecipient *)members->pdata[i])->site != mta->server->site;
    return afar;
}

/* The members as this MTA knows them. (borrowed) */
static const GPtrArray *members_of(ExsMta *mta, const ExsRecipient *list)
{
    uint32_t when_changed = exs_list_when_changed(mta->server, list);
    Remembered *remembered = g_hash_table_lookup(mta->lists, list);
    ExsTime now = exs_world_now(mta->world);

    if (remembered &&
        exs_expand_remembers(&mta->server->policy, &remembered->memory, when_changed, now))
        return remembered->members;
    remembered = g_new(Remembered, 1);
    remembered->members = exs_list_read(mta->server, list);
    remembered->memory =
        (ExsExpandMemory){when_changed, is_afar(mta, list, remembered->members), now};
    g_hash_table_replace(mta->lists, (gpointer)list, remembered);
    return remembered->members;
}

/* Whom this MTA adds to the message. */
typedef struct {
    const ExsRecipient *member;
    const ExsExpansion *by;
} Addition;

static void leave_out(const ExsMta *mta, const ExsMessage *message, const ExsRecipient *list,
                      const ExsRecipient *member, ExsRule rule)
{
    exs_world_trace(mta->world, LEFT_OUT, mta->server->mta_id, message->serial, list->id,
                    member->id, rule);
}

/* The last mailbox that this list has added, (ours): which one is not published. */
static void lose_one(ExsMta *mta, const ExsMessage *message, const ExsRecipient *list,
                     GArray *additions, guint first)
{
    for (guint i = additions->len; i > first; i--) {
        const ExsRecipient *member = g_array_index(additions, Addition, i - 1).member;

        if (member->kind != EXS_RECIPIENT_MAILBOX)
            continue;
        g_array_remove_index(additions, i - 1);
        leave_out(mta, message, list, member, EXS_RULE_DISCLOSED_LOSES_ONE);
        return;
    }
}

static void expand_list(ExsMta *mta, const ExsMessage *message, const ExsEnvelope *envelope,
                        GArray *additions)
{
    ExsExpansions *expansions = message->expansions;
    const ExsRecipient *list = envelope->recipient;
    const ExsExpansion *by = exs_expansions_add(expansions, list, envelope->by);
    const GPtrArray *members = members_of(mta, list);
    guint first = additions->len;

    exs_world_trace(mta->world, EXPANDED, mta->server->mta_id, message->serial, list->id,
                    mta->server->id, members->len);
    for (guint i = 0; i < members->len; i++) {
        const ExsRecipient *member = members->pdata[i];
        bool is_new = exs_expansions_reach(expansions, mta->server, member);
        ExsRule rule = exs_expand_member(&mta->server->policy, by, member, is_new);

        if (rule != EXS_RULE_NONE)
            leave_out(mta, message, list, member, rule);
        else
            g_array_append_val(additions, ((Addition){member, by}));
    }
    if (exs_expand_loses_one(&mta->server->policy, message))
        lose_one(mta, message, list, additions, first);
}

/* P1 names all recipients, those of other copies included. */
static void reach_all(const ExsMta *mta, const ExsMessage *message)
{
    for (uint32_t i = 0; i < message->count; i++)
        if (message->to[i].recipient)
            exs_expansions_reach(message->expansions, mta->server, message->to[i].recipient);
}

static void send_on(ExsMta *mta, const ExsTransfer *transfer, const GArray *additions)
{
    ExsMessage *message = exs_message_again(mta->world, transfer->message, additions->len);
    ExsTransfer *copy;

    for (guint i = 0; i < additions->len; i++) {
        const Addition *addition = &g_array_index(additions, Addition, i);

        message->to[i].typed = addition->member->dn;
        message->to[i].by = addition->by;
    }
    copy = exs_transfer_new(mta->world, message, NULL, additions->len);
    copy->hops = transfer->hops;
    copy->from_dn = transfer->from_dn;
    copy->from_x400 = transfer->from_x400;
    copy->lost_importance = transfer->lost_importance;
    exs_mta_receive(mta, copy, NULL, NULL);
    exs_transfer_follow(copy, transfer);
}

static uint32_t count_lists(const GPtrArray *members)
{
    uint32_t count = 0;

    for (guint i = 0; i < members->len; i++)
        count += ((const ExsRecipient *)members->pdata[i])->list != NULL;
    return count;
}

/* Members in copies that wait to be routed. */
static uint64_t count_waiting(const ExsMta *mta)
{
    uint64_t count = 0;

    for (const ExsTransfer *t = mta->work.first; t; t = t->next)
        if (t->message->to[t->which[0]].by)
            count += t->count;
    return count;
}

static bool storms(ExsMta *mta, const ExsTransfer *transfer)
{
    uint64_t most = mta->has_lists ? exs_expand_storm(&mta->server->policy) : 0;
    g_autofree char *object = NULL;

    if (most == 0 || count_waiting(mta) <= most)
        return false;
    object = exs_object_id(mta, transfer->message);
    exs_log_event(mta->world, mta->server, EXS_EVENT_ILLEGAL_GET,
                  (const char *const[]){object, "2073"});
    exs_log_event(mta->world, mta->server, EXS_EVENT_STORM_EXCEPTION, NULL);
    return true;
}

static bool breaks(ExsMta *mta, const ExsTransfer *transfer)
{
    const ExsMessage *message = transfer->message;

    for (uint32_t i = 0; i < transfer->count && mta->has_lists; i++) {
        if (!g_array_index(mta->hops, ExsHop, i).is_list ||
            !exs_expand_breaks(
                &mta->server->policy,
                count_lists(members_of(mta, message->to[transfer->which[i]].recipient))))
            continue;
        exs_log_event(mta->world, mta->server, EXS_EVENT_FANOUT_ERROR, NULL);
        return true;
    }
    if (storms(mta, transfer))
        return true;
    return !message->expansions && exs_expand_overflows(&mta->server->policy, transfer->count);
}

bool exs_mta_fan_out_breaks(ExsMta *mta, ExsTransfer *transfer)
{
    if (!breaks(mta, transfer))
        return false;
    exs_transfer_list_append(&mta->work, transfer);
    exs_mta_crash(mta);
    return true;
}

static void note_prohibited(const ExsMta *mta, const ExsMessage *message, const ExsRecipient *list)
{
    g_autofree char *id = exs_message_mts_id(mta->world, message);

    exs_log_event(mta->world, mta->server, EXS_EVENT_LIST_NOT_EXPANDED,
                  (const char *const[]){list->dn->value, id});
}

/* A list that takes no mail of the originator, or of whom the MTA has for that. */
static bool restricts(ExsMta *mta, const ExsMessage *message, const ExsEnvelope *envelope)
{
    const ExsRecipient *list = envelope->recipient;
    ExsMessage as;
    ExsCause cause;

    if (exs_expand_untested(&mta->server->policy, envelope))
        return false;
    as = *message;
    if (exs_expand_misreads(&mta->server->policy, envelope)) {
        as.sender = envelope->by->list;
        as.originator = envelope->by->list->dn;
    }
    return exs_mta_restricts(mta, &as, envelope, list, &cause);
}

static ExsHop here(ExsMta *mta, const ExsTransfer *transfer, const ExsEnvelope *envelope)
{
    if (restricts(mta, transfer->message, envelope))
        return (ExsHop){.cause = EXS_CAUSE_LIST_RESTRICTED};
    return (ExsHop){.is_list = true};
}

bool exs_mta_decide_list(ExsMta *mta, const ExsTransfer *transfer, const ExsEnvelope *envelope,
                         ExsHop *hop)
{
    ExsExpandVerdict verdict = exs_expand_where(mta->server, transfer->message, envelope);

    if (verdict.rule != EXS_RULE_NONE && verdict.place != EXS_EXPAND_NOT)
        exs_world_trace(mta->world, LIST_ROUTED, mta->server->mta_id, transfer->message->serial,
                        envelope->recipient->id,
                        verdict.server ? verdict.server->id : envelope->recipient->site->id,
                        verdict.rule);
    switch (verdict.place) {
    case EXS_EXPAND_AWAY:
        return false;
    case EXS_EXPAND_HERE:
        *hop = here(mta, transfer, envelope);
        return true;
    case EXS_EXPAND_IN_SITE:
        *hop = exs_mta_decide_in_site(mta, transfer, verdict.server);
        return true;
    case EXS_EXPAND_NOT:
        if (verdict.cause == EXS_CAUSE_EXPANSION_PROHIBITED)
            note_prohibited(mta, transfer->message, envelope->recipient);
        *hop = (ExsHop){.cause = verdict.cause};
        return true;
    }
    g_assert_not_reached();
}

void exs_mta_expand(ExsMta *mta, ExsTransfer *transfer)
{
    ExsMessage *message = transfer->message;
    g_autoptr(GArray) additions = g_array_new(FALSE, FALSE, sizeof(Addition));
    g_autofree char *object = NULL;

    if (exs_expand_misses(&mta->server->policy, message->way_in)) {
        object = exs_object_id(mta, message);
        exs_log_event(mta->world, mta->server, EXS_EVENT_READ_BEYOND_END,
                      (const char *const[]){object});
    }
    exs_expansions_of(message);
    reach_all(mta, message);
    for (uint32_t i = 0; i < transfer->count; i++)
        if (g_array_index(mta->hops, ExsHop, i).is_list)
            expand_list(mta, message, &message->to[transfer->which[i]], additions);
    if (additions->len > 0)
        send_on(mta, transfer, additions);
    for (uint32_t i = 0; i < transfer->count; i++)
        if (g_array_index(mta->hops, ExsHop, i).is_list)
            exs_message_settle(mta->world, message, transfer->which[i], EXS_FATE_EXPANDED);
}

ExsTime exs_mta_expansion_time(const ExsMta *mta, const ExsTransfer *transfer)
{
    const ExsEnvelope *first = &transfer->message->to[transfer->which[0]];

    if (first->resolved_at != 0 || !first->by)
        return 0;
    return (ExsTime)transfer->count * exs_expand_slowness(&mta->server->policy, transfer->count) *
           exs_setting(&mta->server->settings, EXS_SETTING_MEMBER_TIME);
}
