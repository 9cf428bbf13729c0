/* vopr_limits.c - limits and restrictions by chance, and whether what they returned was over them:
 * computed again from what the record says was submitted (see vopr.h).
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/model/actors/mta.h"
#include "exsim/model/org/list.h"
#include "vopr.h"

/* ---- set up ---- */

static void add_senders(Vopr *vopr, ExsSenders *senders)
{
    GPtrArray *list = vopr_roll(vopr, 2) ? senders->accept : senders->reject;
    uint64_t count = 1 + vopr_roll(vopr, list == senders->accept ? 6 : 2);

    for (uint64_t i = 0; i < count; i++)
        g_ptr_array_add(list, vopr_any(vopr, vopr->world->recipients));
}

static int64_t random_size(Vopr *vopr)
{
    return (1 + (int64_t)vopr_roll(vopr, 2000)) * 1024;
}

static void limit_recipient(Vopr *vopr, ExsRecipient *recipient)
{
    ExsLimits *limits;

    if (vopr_roll(vopr, 6) > 0)
        return;
    limits = exs_recipient_limits(recipient);
    if (vopr_roll(vopr, 2))
        limits->incoming = random_size(vopr);
    if (vopr_roll(vopr, 2))
        limits->outgoing = random_size(vopr);
    if (vopr_roll(vopr, 4) == 0)
        limits->no_receive = 100 * random_size(vopr);
    if (vopr_roll(vopr, 2))
        add_senders(vopr, &limits->senders);
}

/* An MTA that ends over lists on a connector's lists does so at each start: its mail would stay. */
void vopr_add_limits(Vopr *vopr)
{
    ExsWorld *world = vopr->world;

    exs_setting_set(&world->settings, EXS_SETTING_CHAINED_LISTS, 1000, NULL);
    for (guint i = 0; i < world->recipients->len; i++)
        limit_recipient(vopr, world->recipients->pdata[i]);
    for (guint i = 0; i < world->servers->len; i++)
        if (vopr_roll(vopr, 5) == 0)
            exs_setting_set(&((ExsServer *)world->servers->pdata[i])->settings,
                            EXS_SETTING_MTA_SIZE_LIMIT, random_size(vopr), NULL);
    for (guint i = 0; i < world->connectors->len; i++) {
        ExsConnector *connector = world->connectors->pdata[i];

        if (connector->class->is_rpc || vopr_roll(vopr, 6) > 0)
            continue;
        connector->senders = exs_senders_new();
        add_senders(vopr, connector->senders);
        if (connector->class->secured)
            exs_setting_set(&connector->settings, EXS_SETTING_SIZE_LIMIT, random_size(vopr), NULL);
    }
}

/* ---- what they did ---- */

typedef struct {
    const Vopr *vopr;
    GHashTable *submitted;  /* serial -> number of its submission, from 1 */
    GHashTable *restricted; /* serials */
    GHashTable *expanded;   /* the same: a list was among its recipients */
    GHashTable *owners;     /* addresses -> the recipients whose they are */
} Reading;

static const char *text_of(const Reading *reading, uint64_t text)
{
    return exs_record_text_at(reading->vopr->world->record, (uint32_t)text);
}

/* Named, or a member of a list that is; members do not change in a run. `seen`: lists. */
static bool is_among(const GPtrArray *list, const ExsRecipient *sender, GPtrArray *seen)
{
    for (guint i = 0; i < list->len; i++) {
        const ExsRecipient *each = list->pdata[i];

        if (each == sender)
            return true;
        if (!each->list || g_ptr_array_find(seen, each, NULL))
            continue;
        g_ptr_array_add(seen, (gpointer)each);
        if (is_among(each->list->members, sender, seen))
            return true;
    }
    return false;
}

/* By a list only for all one knows where directories replicate: not each has the list, or has it
 * still. */
static bool may_be_on(const GPtrArray *list, const ExsRecipient *sender)
{
    g_autoptr(GPtrArray) seen = g_ptr_array_new();

    return sender && is_among(list, sender, seen);
}

static bool is_surely_on(const ExsWorld *world, const GPtrArray *list, const ExsRecipient *sender)
{
    return world->replicates ? sender && g_ptr_array_find((GPtrArray *)list, sender, NULL)
                             : may_be_on(list, sender);
}

static const ExsSenders *senders_of(const ExsWorld *world, uint32_t object)
{
    for (guint i = 0; i < world->connectors->len; i++)
        if (((const ExsConnector *)world->connectors->pdata[i])->id == object)
            return ((const ExsConnector *)world->connectors->pdata[i])->senders;
    for (guint i = 0; i < world->recipients->len; i++)
        if (((const ExsRecipient *)world->recipients->pdata[i])->id == object)
            return exs_recipient_senders(world->recipients->pdata[i]);
    return NULL;
}

static bool may_be_barred(const ExsWorld *world, const ExsSenders *senders,
                          const ExsRecipient *sender, bool accepts)
{
    return accepts ? senders->accept->len > 0 && !is_surely_on(world, senders->accept, sender)
                   : may_be_on(senders->reject, sender);
}

static const ExsRecipient *sender_of(const Reading *reading, const ExsEntry *submitted)
{
    ExsWorld *world = reading->vopr->world;
    const ExsAddress *originator =
        exs_address_lenient(world->addresses, text_of(reading, submitted->word[1]), NULL);

    return originator ? exs_world_recipient(world, originator) : NULL;
}

/* To the directory of the server there, which has not learned of everybody at once. */
static bool may_be_unknown(const Reading *reading, uint32_t actor, const ExsRecipient *sender)
{
    const ExsWorld *world = reading->vopr->world;

    return world->replicates && sender && vopr_server(world, actor)->site != sender->site;
}

/* Was the originator barred? A message that a restart made anew may have none that is known; who
 * was deleted since is no member any more. */
static bool was_barred(const Reading *reading, const ExsEntry *submitted, const ExsEntry *refused,
                       bool accepts)
{
    const ExsSenders *senders = senders_of(reading->vopr->world, refused->word[3]);
    const ExsRecipient *sender = sender_of(reading, submitted);

    if (!senders)
        return false;
    return (sender && sender->is_removed) ||
           may_be_barred(reading->vopr->world, senders, sender, accepts) ||
           (accepts && senders->accept->len > 0 && may_be_unknown(reading, refused->actor, sender));
}

/* 4.0 before SP2 asks the lists of a nested list for the one that it is in (Q152875). */
static bool asks_for_lists(const ExsWorld *world, uint32_t mta)
{
    const ExsProduct *product = &vopr_server(world, mta)->product;

    return product->line == EXS_LINE_40 && product->build < EXS_BUILD(993, 0);
}

/* Was it a list that the message came by, and the MTA so old? */
static bool was_barred_by_list(const Reading *reading, uint64_t number, bool accepts)
{
    const ExsWorld *world = reading->vopr->world;
    const ExsEntry *refused = exs_record_entry(world->record, number);
    const ExsRecipient *inner = vopr_recipient(world, refused->word[3]);

    for (uint64_t i = 0;
         inner && inner->list && asks_for_lists(world, refused->actor) && i < number; i++) {
        const ExsEntry *entry = exs_record_entry(world->record, i);
        const ExsRecipient *outer;

        if (entry->kind != EXS_TRACE_EXPANDED || entry->word[0] != refused->word[0])
            continue;
        outer = vopr_recipient(world, entry->word[1]);
        if (g_ptr_array_find(outer->list->members, inner, NULL) &&
            may_be_barred(world, &inner->limits->senders, outer, accepts))
            return true;
    }
    return false;
}

static void hold_message(const Reading *reading, const ExsEntry *entry, bool holds,
                         const char *broken)
{
    g_autofree char *what = holds ? NULL : g_strdup_printf("message %u %s", entry->word[0], broken);

    vopr_hold(reading->vopr, holds, what);
}

/* Of the message of the entry; NULL: a report, or a message that a restart made anew. */
static const ExsEntry *submission_of(const Reading *reading, const ExsEntry *entry)
{
    guint number = GPOINTER_TO_UINT(
        g_hash_table_lookup(reading->submitted, GUINT_TO_POINTER((guint)entry->word[0])));

    return number > 0 ? exs_record_entry(reading->vopr->world->record, number - 1) : NULL;
}

static void read_restricted(const Reading *reading, uint64_t at)
{
    const ExsEntry *entry = exs_record_entry(reading->vopr->world->record, at);
    const ExsEntry *submitted = submission_of(reading, entry);
    const char *limit = text_of(reading, entry->word[2]);
    const char *size = limit + strcspn(limit, "0123456789");

    g_hash_table_add(reading->restricted, GUINT_TO_POINTER((guint)entry->word[0]));
    if (!submitted || g_str_has_prefix(limit, "Prohibit"))
        return;
    if (g_str_has_suffix(limit, " from"))
        hold_message(reading, entry,
                     was_barred(reading, submitted, entry, limit[0] == 'A') ||
                         was_barred_by_list(reading, at, limit[0] == 'A'),
                     "was refused for a sender who is not barred");
    else
        vopr_hold(reading->vopr,
                  (int64_t)submitted->word[3] > 1024 * g_ascii_strtoll(size, NULL, 10),
                  "a message was refused that is not too large");
}

/* ---- what they did not do ---- */

/* Parts of servers write system messages, which are exempt. */
static bool is_system(const ExsRecipient *sender)
{
    return sender && sender->kind != EXS_RECIPIENT_MAILBOX && sender->kind != EXS_RECIPIENT_CUSTOM;
}

static bool is_surely_barred(const Reading *reading, const ExsEntry *entry,
                             const ExsSenders *senders, const ExsRecipient *sender)
{
    return (senders->accept->len > 0 && !may_be_on(senders->accept, sender)) ||
           (is_surely_on(reading->vopr->world, senders->reject, sender) &&
            !may_be_unknown(reading, entry->actor, sender));
}

static void hold_out(const Reading *reading, const ExsEntry *entry, const ExsSenders *senders,
                     const char *broken)
{
    const ExsEntry *submitted = submission_of(reading, entry);
    const ExsRecipient *sender = submitted ? sender_of(reading, submitted) : NULL;

    if (!submitted || !senders || is_system(sender) || (sender && sender->is_removed))
        return;
    hold_message(reading, entry, !is_surely_barred(reading, entry, senders, sender), broken);
}

/* 4.0 asks no lists before SP4 where the address came without a DN (Q164768), and before SP2 those
 * of a nested one for another sender. */
static void read_expanded(const Reading *reading, const ExsEntry *entry)
{
    const ExsWorld *world = reading->vopr->world;
    const ExsProduct *product = &vopr_server(world, entry->word[2])->product;

    g_hash_table_add(reading->expanded, GUINT_TO_POINTER((guint)entry->word[0]));
    if (product->line != EXS_LINE_40 || product->build >= EXS_BUILD(995, 0))
        hold_out(reading, entry, senders_of(world, entry->word[1]),
                 "was expanded for a list that bars its sender");
}

/* What reaches a mailbox by a list is not tested again (Q149359), nor what hosts take for it. */
static void read_delivered(const Reading *reading, const ExsEntry *entry)
{
    const ExsWorld *world = reading->vopr->world;
    const ExsRecipient *recipient = vopr_recipient(
        world,
        GPOINTER_TO_UINT(g_hash_table_lookup(reading->owners, text_of(reading, entry->word[1]))));

    if (recipient && recipient->server && entry->actor == recipient->server->store_id &&
        !g_hash_table_contains(reading->expanded, GUINT_TO_POINTER((guint)entry->word[0])))
        hold_out(reading, entry, exs_recipient_senders(recipient),
                 "is in a mailbox that bars its sender");
}

static void read_routed(const Reading *reading, const ExsEntry *entry)
{
    const ExsEntry *submitted = submission_of(reading, entry);
    int64_t limit = exs_setting(&vopr_server(reading->vopr->world, entry->actor)->settings,
                                EXS_SETTING_MTA_SIZE_LIMIT);

    if (limit > 0 && submitted && !is_system(sender_of(reading, submitted)))
        vopr_hold(reading->vopr, (int64_t)submitted->word[3] <= limit,
                  "an MTA routes what is over its limit");
    hold_out(reading, entry, senders_of(reading->vopr->world, entry->word[2]),
             "goes by a connector that bars its sender");
}

/* Rules by which only what is over a limit, or of a barred sender, goes back. */
static bool is_by_limit(ExsRule rule)
{
    static const ExsRule rules[] = {
        EXS_RULE_MTA_SIZE_LIMIT,     EXS_RULE_CONNECTOR_SIZE_LIMIT, EXS_RULE_LIMIT_REASON_LOST,
        EXS_RULE_MAILBOX_SIZE_LIMIT, EXS_RULE_LIMIT_BLAMES_SENDER,  EXS_RULE_PROHIBIT_RECEIVE,
        EXS_RULE_RECIPIENT_SENDERS,  EXS_RULE_CONNECTOR_SENDERS,    EXS_RULE_IMS_SIZE_LIMIT,
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rules); i++)
        if (rules[i] == rule)
            return true;
    return false;
}

void vopr_check_limits(const Vopr *vopr)
{
    const ExsRecord *record = vopr->world->record;
    Reading reading = {vopr, g_hash_table_new(NULL, NULL), g_hash_table_new(NULL, NULL),
                       g_hash_table_new(NULL, NULL), vopr_addresses(vopr->world)};

    for (uint64_t i = 0; i < exs_record_count(record); i++) {
        const ExsEntry *entry = exs_record_entry(record, i);
        gpointer serial = GUINT_TO_POINTER((guint)entry->word[0]);

        if (entry->kind == EXS_TRACE_SUBMITTED)
            g_hash_table_insert(reading.submitted, serial, GUINT_TO_POINTER((guint)i + 1));
        else if (entry->kind == EXS_TRACE_RESTRICTED)
            read_restricted(&reading, i);
        else if (entry->kind == EXS_TRACE_EXPANDED)
            read_expanded(&reading, entry);
        else if (entry->kind == EXS_TRACE_DELIVERED)
            read_delivered(&reading, entry);
        else if (entry->kind == EXS_TRACE_ROUTED)
            read_routed(&reading, entry);
        else if (entry->kind == EXS_TRACE_RETURNED &&
                 is_by_limit(vopr_rule(vopr->world, (uint32_t)entry->word[5])))
            vopr_hold(vopr, g_hash_table_contains(reading.restricted, serial),
                      "a message went back for a limit that nobody named");
    }
    g_hash_table_unref(reading.submitted);
    g_hash_table_unref(reading.restricted);
    g_hash_table_unref(reading.expanded);
    g_hash_table_unref(reading.owners);
}
