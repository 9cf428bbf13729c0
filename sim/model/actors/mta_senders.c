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

/* The lists of a recipient, as they were read. */
typedef struct {
    ExsSenders *senders;
    ExsTime read;
} Copied;

/* The members of a list. */
typedef struct {
    GPtrArray *members;
    ExsTime read;
} Members;

/* An answer, which holds for the other recipients of the same message. */
typedef struct {
    uint32_t object; /* whose lists */
    const ExsRecipient *who;
    ExsStanding standing;
} Answer;

struct ExsSenderReadings {
    GHashTable *copied;  /* const ExsRecipient * -> Copied; never walked */
    GHashTable *members; /* const ExsRecipient * -> Members; never walked */
    int64_t cached;      /* entries of those */
    GArray *answers;     /* of the message at work */
    uint32_t serial;     /* that one */
    ExsTime asked;       /* and when */
};

static void free_copied(void *data)
{
    Copied *copied = data;

    exs_senders_free(copied->senders);
    g_free(copied);
}

static void free_members(void *data)
{
    Members *members = data;

    g_ptr_array_unref(members->members);
    g_free(members);
}

ExsSenderReadings *exs_sender_readings_new(void)
{
    ExsSenderReadings *self = g_new0(ExsSenderReadings, 1);

    self->copied = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, free_copied);
    self->members = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, free_members);
    self->answers = g_array_new(FALSE, FALSE, sizeof(Answer));
    return self;
}

void exs_sender_readings_free(ExsSenderReadings *self)
{
    g_hash_table_unref(self->copied);
    g_hash_table_unref(self->members);
    g_array_unref(self->answers);
    g_free(self);
}

static void forget_members(ExsSenderReadings *self)
{
    g_hash_table_remove_all(self->members);
    self->cached = 0;
}

void exs_sender_readings_forget(ExsMta *mta)
{
    g_hash_table_remove_all(mta->senders->copied);
    forget_members(mta->senders);
    g_array_set_size(mta->senders->answers, 0);
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
    Copied *copied = g_hash_table_lookup(mta->senders->copied, recipient);

    if (copied && exs_reading_holds(mta, copied->read, EXS_SETTING_DS_READ_LATENCY,
                                    EXS_RULE_RESTRICTIONS_CACHED))
        return copied->senders;
    copied = g_new(Copied, 1);
    *copied = (Copied){copy_of(exs_recipient_senders(recipient)), exs_world_now(mta->world)};
    g_hash_table_replace(mta->senders->copied, (gpointer)recipient, copied);
    return copied->senders;
}

/* ---- members ---- */

/* What does not fit drives all out that was there before (ours). */
static void keep_members(ExsMta *mta, const ExsRecipient *list, GPtrArray *read)
{
    ExsSenderReadings *self = mta->senders;
    int64_t room = exs_setting(&mta->server->settings, EXS_SETTING_DL_MEMBER_CACHE);
    const Members *before = g_hash_table_lookup(self->members, list);
    Members *members;

    if (!exs_rule(&mta->server->policy, EXS_RULE_SENDER_LISTS_CACHED) || read->len > room)
        return;
    if (before)
        self->cached -= before->members->len;
    if (self->cached + read->len > room)
        forget_members(self);
    members = g_new(Members, 1);
    *members = (Members){g_ptr_array_ref(read), exs_world_now(mta->world)};
    g_hash_table_replace(self->members, (gpointer)list, members);
    self->cached += read->len;
}

static GPtrArray *read_members(void *reader, const ExsRecipient *list, bool *is_new)
{
    ExsMta *mta = reader;
    const Members *members = g_hash_table_lookup(mta->senders->members, list);
    GPtrArray *read;

    *is_new = !members || !exs_reading_holds(mta, members->read, EXS_SETTING_DS_READ_LATENCY,
                                             EXS_RULE_DS_READ_CACHED);
    if (!*is_new)
        return g_ptr_array_ref(members->members);
    read = exs_list_read(mta->server, list);
    keep_members(mta, list, read);
    return read;
}

/* ---- the question ---- */

static const Answer *known(const ExsSenderReadings *self, uint32_t object, const ExsRecipient *who)
{
    for (guint i = 0; i < self->answers->len; i++) {
        const Answer *answer = &g_array_index(self->answers, Answer, i);

        if (answer->object == object && answer->who == who)
            return answer;
    }
    return NULL;
}

static void begin(ExsMta *mta, const ExsMessage *message)
{
    ExsSenderReadings *self = mta->senders;
    ExsTime now = exs_world_now(mta->world);

    if (self->serial != message->serial || self->asked != now)
        g_array_set_size(self->answers, 0);
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
    const Answer *answer;
    Answer given;

    *search = (ExsMemberSearch){0};
    if ((senders->accept->len == 0 && senders->reject->len == 0) ||
        !exs_restrict_asks(&mta->server->policy, message))
        return EXS_STANDING_PASSES;
    if (!who) /* somebody in the directory who has no mailbox here, or nobody */
        who = exs_world_recipient(mta->world, message->originator);
    begin(mta, message);
    answer = known(self, object, who);
    if (answer && !exs_rule(&mta->server->policy, EXS_RULE_SENDERS_ASKED_AGAIN))
        return answer->standing;
    given = (Answer){object, who,
                     exs_member_standing(&mta->server->policy, senders, who, &source, search)};
    take_time(mta, search);
    if (!answer)
        g_array_append_val(self->answers, given);
    return given.standing;
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
