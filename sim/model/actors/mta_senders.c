/* mta_senders.c - an MTA asks Accept and Reject lists, and what it has read for that (see
 * reading.h).
 *
 * The time is taken when the answer is there (ours): the copy goes on, and what stands behind it in
 * the work queue waits.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/actors/reading.h"
#include "exsim/model/org/list.h"

/* What was read of one recipient. */
typedef struct {
    void *what; /* (owned) */
    GDestroyNotify free;
    ExsTime read;
} Read;

/* The same of many, which is believed for a while where the rule says so. */
typedef struct {
    GHashTable *reads; /* const ExsRecipient * -> Read; never walked */
    GDestroyNotify free;
    ExsRule rule;
} Memory;

struct ExsSenderReadings {
    Memory copied;       /* ExsSenders: the lists of a recipient */
    Memory members;      /* GPtrArray: the members of a list */
    int64_t cached;      /* of those, in all */
    GHashTable *answers; /* object id, whose lists -> ExsStanding, for the other recipients of the
                            message at work; never walked */
    uint32_t serial;     /* that one */
    ExsTime asked;       /* and when */
};

static void free_read(void *data)
{
    Read *read = data;

    read->free(read->what);
    g_free(read);
}

static void init_memory(Memory *memory, GDestroyNotify free, ExsRule rule)
{
    memory->reads = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, free_read);
    memory->free = free;
    memory->rule = rule;
}

/* (borrowed until it is read again) NULL: it has to be. */
static void *recall(const ExsMta *mta, const Memory *memory, const ExsRecipient *recipient)
{
    const Read *read = g_hash_table_lookup(memory->reads, recipient);

    return read && exs_reading_holds(mta, read->read, EXS_SETTING_DS_READ_LATENCY, memory->rule)
               ? read->what
               : NULL;
}

/* `what` is the memory's from now. */
static void remember(const ExsMta *mta, Memory *memory, const ExsRecipient *recipient, void *what)
{
    Read *read = g_new(Read, 1);

    *read = (Read){what, memory->free, exs_world_now(mta->world)};
    g_hash_table_replace(memory->reads, (gpointer)recipient, read);
}

static void free_senders(void *senders)
{
    exs_senders_free(senders);
}

static void unref_members(void *members)
{
    g_ptr_array_unref(members);
}

ExsSenderReadings *exs_sender_readings_new(void)
{
    ExsSenderReadings *self = g_new0(ExsSenderReadings, 1);

    init_memory(&self->copied, free_senders, EXS_RULE_RESTRICTIONS_CACHED);
    init_memory(&self->members, unref_members, EXS_RULE_DS_READ_CACHED);
    self->answers = g_hash_table_new(g_direct_hash, g_direct_equal);
    return self;
}

void exs_sender_readings_free(ExsSenderReadings *self)
{
    g_hash_table_unref(self->copied.reads);
    g_hash_table_unref(self->members.reads);
    g_hash_table_unref(self->answers);
    g_free(self);
}

static void forget_members(ExsSenderReadings *self)
{
    g_hash_table_remove_all(self->members.reads);
    self->cached = 0;
}

void exs_sender_readings_forget(ExsMta *mta)
{
    g_hash_table_remove_all(mta->senders->copied.reads);
    forget_members(mta->senders);
    g_hash_table_remove_all(mta->senders->answers);
    mta->busy_until = 0;
}

static ExsSenders *copy_of(const ExsSenders *senders)
{
    ExsSenders *copy = exs_senders_new();

    if (!senders)
        return copy;
    g_ptr_array_extend(copy->accept, senders->accept, NULL, NULL);
    g_ptr_array_extend(copy->reject, senders->reject, NULL, NULL);
    return copy;
}

/* As this MTA knows them. (borrowed until they are read again) */
static const ExsSenders *senders_of(ExsMta *mta, const ExsRecipient *recipient)
{
    ExsSenders *senders = recall(mta, &mta->senders->copied, recipient);

    if (senders)
        return senders;
    senders = copy_of(exs_recipient_senders(recipient));
    remember(mta, &mta->senders->copied, recipient, senders);
    return senders;
}

/* ---- members ---- */

/* What does not fit drives all out that was there before (ours). */
static void keep_members(ExsMta *mta, const ExsRecipient *list, GPtrArray *read)
{
    ExsSenderReadings *self = mta->senders;
    int64_t room = exs_setting(&mta->server->settings, EXS_SETTING_DL_MEMBER_CACHE);
    const Read *before = g_hash_table_lookup(self->members.reads, list);

    if (!exs_rule(&mta->server->policy, EXS_RULE_SENDER_LISTS_CACHED) || read->len > room)
        return;
    if (before)
        self->cached -= ((const GPtrArray *)before->what)->len;
    if (self->cached + read->len > room)
        forget_members(self);
    remember(mta, &self->members, list, g_ptr_array_ref(read));
    self->cached += read->len;
}

static GPtrArray *read_members(void *reader, const ExsRecipient *list, bool *is_new)
{
    ExsMta *mta = reader;
    GPtrArray *read = recall(mta, &mta->senders->members, list);

    *is_new = !read;
    if (read)
        return g_ptr_array_ref(read);
    read = exs_list_read(mta->server, list);
    keep_members(mta, list, read);
    return read;
}

/* ---- the question ---- */

static void begin(ExsMta *mta, const ExsMessage *message)
{
    ExsSenderReadings *self = mta->senders;
    ExsTime now = exs_world_now(mta->world);

    if (self->serial != message->serial || self->asked != now)
        g_hash_table_remove_all(self->answers);
    self->serial = message->serial;
    self->asked = now;
}

static void take_time(ExsMta *mta, const ExsMemberSearch *search)
{
    const ExsSettings *settings = &mta->server->settings;
    ExsTime now = exs_world_now(mta->world);

    if (search->depth == 0 || !exs_rule(&mta->server->policy, EXS_RULE_SENDER_LISTS_TAKE_TIME))
        return;
    mta->busy_until = MAX(mta->busy_until, now) +
                      search->lookups * exs_setting(settings, EXS_SETTING_LOOKUP_TIME) +
                      search->compared * exs_setting(settings, EXS_SETTING_COMPARE_TIME);
}

static ExsStanding ask(ExsMta *mta, uint32_t object, const ExsSenders *senders,
                       const ExsMessage *message, ExsMemberSearch *search)
{
    ExsSenderReadings *self = mta->senders;
    const ExsRecipient *who = message->sender;
    const ExsMemberSource source = {read_members, mta};
    ExsStanding standing;
    void *answer;

    *search = (ExsMemberSearch){0};
    if ((senders->accept->len == 0 && senders->reject->len == 0) ||
        !exs_restrict_asks(&mta->server->policy, message))
        return EXS_STANDING_PASSES;
    begin(mta, message);
    if (!exs_rule(&mta->server->policy, EXS_RULE_SENDERS_ASKED_AGAIN) &&
        g_hash_table_lookup_extended(self->answers, GUINT_TO_POINTER(object), NULL, &answer))
        return (ExsStanding)GPOINTER_TO_UINT(answer);
    if (!who) /* somebody in the directory who has no mailbox here, or nobody */
        who = exs_world_recipient(mta->world, message->originator);
    standing = exs_member_standing(&mta->server->policy, senders, who, &source, search);
    take_time(mta, search);
    g_hash_table_insert(self->answers, GUINT_TO_POINTER(object), GUINT_TO_POINTER(standing));
    return standing;
}

ExsStanding exs_mta_standing(ExsMta *mta, const ExsRecipient *recipient, const ExsMessage *message)
{
    ExsMemberSearch search;

    return ask(mta, recipient->id, senders_of(mta, recipient), message, &search);
}

ExsStanding exs_mta_standing_by(ExsMta *mta, const ExsConnector *connector,
                                const ExsMessage *message)
{
    ExsMemberSearch search;

    return ask(mta, connector->id, connector->senders, message, &search);
}

ExsRule exs_mta_barred_by(ExsMta *mta, const ExsConnector *connector, const ExsTransfer *transfer,
                          bool is_redirected)
{
    const ExsPolicy *policy = &mta->server->policy;
    ExsMemberSearch search;
    ExsStanding standing = ask(mta, connector->id, connector->senders, transfer->message, &search);

    if (mta->ends_by == EXS_RULE_NONE)
        mta->ends_by = exs_member_breaks(policy, &search, transfer->came_by || transfer->came_from);
    return exs_restrict_sender(policy, standing, is_redirected);
}
