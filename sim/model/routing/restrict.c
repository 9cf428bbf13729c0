/* restrict.c - see restrict.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/routing/restrict.h"

#include <string.h>

#include "exsim/model/org/world.h"

/* A limit of 0 is none. */
static bool exceeds(const ExsMessage *message, int64_t limit)
{
    return limit > 0 && message->size > limit;
}

static bool is_over(const ExsPolicy *policy, int64_t limit, const ExsMessage *message)
{
    return exceeds(message, limit) && (message->kind != EXS_MESSAGE_SYSTEM ||
                                       !exs_rule(policy, EXS_RULE_SYSTEM_IGNORES_LIMITS));
}

bool exs_restrict_mta(const ExsPolicy *policy, const ExsMessage *message)
{
    return exs_rule(policy, EXS_RULE_MTA_SIZE_LIMIT) &&
           is_over(policy, exs_setting(policy->settings, EXS_SETTING_MTA_SIZE_LIMIT), message);
}

bool exs_restrict_connector(const ExsPolicy *policy, const ExsConnector *connector,
                            const ExsMessage *message)
{
    int64_t limit;

    if (connector->class->is_rpc || connector->class->limits_itself)
        return false;
    limit = exs_setting(&connector->settings, EXS_SETTING_SIZE_LIMIT);
    return connector->class->secured ? exceeds(message, limit) : is_over(policy, limit, message);
}

/* ---- by kind and priority ---- */

static bool is_system(const ExsMessage *message)
{
    return message->kind == EXS_MESSAGE_SYSTEM;
}

static bool is_not_system(const ExsMessage *message)
{
    return message->kind != EXS_MESSAGE_SYSTEM;
}

static bool is_urgent(const ExsMessage *message)
{
    return message->priority == EXS_PRIORITY_URGENT;
}

static bool is_normal(const ExsMessage *message)
{
    return message->priority == EXS_PRIORITY_NORMAL;
}

static bool is_low(const ExsMessage *message)
{
    return message->priority == EXS_PRIORITY_NONURGENT;
}

/* clang-format off */
static const struct {
    int64_t bit; /* of Heuristics */
    ExsRule rule;
    bool (*bars)(const ExsMessage *message);
} kinds[] = {
    {4096,  EXS_RULE_BARS_SYSTEM,     is_system},
    {8192,  EXS_RULE_BARS_NON_SYSTEM, is_not_system},
    {16384, EXS_RULE_BARS_URGENT,     is_urgent},
    {32768, EXS_RULE_BARS_NORMAL,     is_normal},
    {65536, EXS_RULE_BARS_LOW,        is_low},
};
/* clang-format on */

ExsRule exs_restrict_bar(const ExsPolicy *policy, const ExsConnector *connector,
                         const ExsMessage *message)
{
    int64_t bits = exs_connector_restriction(connector, EXS_SETTING_HEURISTICS);

    for (size_t i = 0; i < G_N_ELEMENTS(kinds) && bits; i++)
        if ((bits & kinds[i].bit) && kinds[i].bars(message) && exs_rule(policy, kinds[i].rule))
            return kinds[i].rule;
    return EXS_RULE_NONE;
}

/* ---- by sender ---- */

/* The list that keeps the message out; NULL: none does. */
static const char *barred_on(ExsStanding standing)
{
    if (standing == EXS_STANDING_REJECTED)
        return "Reject messages from";
    return standing == EXS_STANDING_NOT_ACCEPTED ? "Accept messages from" : NULL;
}

bool exs_restrict_asks(const ExsPolicy *policy, const ExsMessage *message)
{
    return message->originator &&
           !(is_system(message) && exs_rule(policy, EXS_RULE_SYSTEM_IGNORES_RESTRICTIONS));
}

ExsRule exs_restrict_sender(const ExsPolicy *policy, ExsStanding standing, bool is_redirected)
{
    if (standing == EXS_STANDING_PASSES || !exs_rule(policy, EXS_RULE_CONNECTOR_SENDERS) ||
        (is_redirected && exs_rule(policy, EXS_RULE_REDIRECTED_UNTESTED)))
        return EXS_RULE_NONE;
    return EXS_RULE_CONNECTOR_SENDERS;
}

void exs_restrict_why(const ExsConnector *connector, bool too_large, ExsStanding standing,
                      ExsRefusal *refusal)
{
    if (too_large)
        *refusal = (ExsRefusal){EXS_CAUSE_TOO_LARGE, "Message size limit",
                                exs_setting(&connector->settings, EXS_SETTING_SIZE_LIMIT)};
    else
        *refusal = (ExsRefusal){EXS_CAUSE_CONNECTOR_RESTRICTED, barred_on(standing), 0};
}

bool exs_restrict_inbound(const ExsPolicy *policy, const ExsConnector *connector,
                          const ExsMessage *message, ExsStanding standing, ExsRefusal *refusal)
{
    int64_t limit = exs_setting(&connector->settings, EXS_SETTING_SIZE_LIMIT);

    if (!connector->class->limits_itself && exceeds(message, limit) &&
        !exs_rule(policy, EXS_RULE_GATEWAY_LIMIT_OUTBOUND)) {
        exs_restrict_why(connector, true, standing, refusal);
        return true;
    }
    if (standing == EXS_STANDING_PASSES || exs_rule(policy, EXS_RULE_RESTRICTIONS_OUTBOUND))
        return false;
    exs_restrict_why(connector, false, standing, refusal);
    return true;
}

/* "ou2=": it needs "ou1=" beside it. */
static bool has_superiors(char **fields)
{
    for (size_t i = 0; fields[i]; i++) {
        g_autofree char *above = NULL;
        bool found = false;

        if (g_ascii_strncasecmp(fields[i], "ou", 2) != 0 || fields[i][2] < '2' ||
            fields[i][2] > '4' || fields[i][3] != '=')
            continue;
        above = g_strdup_printf("ou%c=", fields[i][2] - 1);
        for (size_t j = 0; fields[j]; j++)
            found = found || g_ascii_strncasecmp(fields[j], above, strlen(above)) == 0;
        if (!found)
            return false;
    }
    return true;
}

static bool is_same_field(const ExsPolicy *policy, const char *a, const char *b)
{
    size_t key = strcspn(a, "=");

    if (!exs_rule(policy, EXS_RULE_BARRED_CASE))
        return g_ascii_strcasecmp(a, b) == 0;
    return g_ascii_strncasecmp(a, b, key) == 0 && strcmp(a + key, b + key) == 0;
}

static bool has_field(const ExsPolicy *policy, char **fields, const char *field)
{
    for (size_t i = 0; fields[i]; i++)
        if (is_same_field(policy, fields[i], field))
            return true;
    return false;
}

static bool bars(const ExsPolicy *policy, const char *rule, char **originator)
{
    g_auto(GStrv) fields = g_strsplit(rule, ";", -1);
    bool any = false;

    if (!has_superiors(fields))
        return false;
    for (size_t i = 0; fields[i]; i++) {
        if (*fields[i] == '\0')
            continue;
        if (!has_field(policy, originator, fields[i]))
            return false;
        any = true;
    }
    return any;
}

char *exs_restrict_originator(const ExsPolicy *policy, const char *list, const ExsAddress *x400)
{
    g_auto(GStrv) rules = g_strsplit(list, ",", -1);
    g_auto(GStrv) originator = g_strsplit(x400->value, ";", -1);

    for (size_t i = 0; rules[i]; i++)
        if (bars(policy, g_strstrip(rules[i]), originator))
            return g_strdup(rules[i]);
    return NULL;
}

/* ---- recipients ---- */

/* What reaches a mailbox by a list is not tested a second time; a list in a list is. */
static bool is_untested(const ExsPolicy *policy, const ExsRecipient *recipient, bool by_list)
{
    return by_list && !recipient->list && exs_rule(policy, EXS_RULE_EXPANDED_UNTESTED);
}

bool exs_restrict_recipient(const ExsPolicy *policy, const ExsRecipient *recipient,
                            const ExsMessage *message, ExsStanding standing, bool by_list,
                            ExsRefusal *refusal)
{
    int64_t incoming = recipient->limits ? recipient->limits->incoming : 0;

    *refusal = (ExsRefusal){EXS_CAUSE_TOO_LARGE, "Incoming message size", incoming};
    if (recipient->kind == EXS_RECIPIENT_CUSTOM && exceeds(message, incoming) &&
        exs_rule(policy, EXS_RULE_CUSTOM_SIZE_LIMIT))
        return true;
    *refusal = (ExsRefusal){EXS_CAUSE_RESTRICTED, barred_on(standing), 0};
    return refusal->page && !is_untested(policy, recipient, by_list) &&
           exs_rule(policy, EXS_RULE_RECIPIENT_SENDERS);
}

/* ---- the store ---- */

/* What the mailbox has of its own, else what its store has for all. */
static bool is_full(const ExsRecipient *recipient, int64_t own, ExsSetting stores,
                    ExsRefusal *refusal)
{
    refusal->limit = own > 0 ? own : exs_setting(&recipient->server->settings, stores);
    return refusal->limit > 0 && recipient->stored > refusal->limit;
}

static ExsCause too_large_for_store(const ExsPolicy *policy)
{
    return exs_rule(policy, EXS_RULE_LIMIT_BLAMES_SENDER) ? EXS_CAUSE_MAILBOX_LIMIT_OLD
                                                          : EXS_CAUSE_MAILBOX_LIMIT;
}

bool exs_restrict_submission(const ExsPolicy *policy, const ExsMessage *message,
                             ExsRefusal *refusal)
{
    const ExsRecipient *sender = message->sender;
    const ExsLimits *limits = sender->limits;

    if (sender->kind != EXS_RECIPIENT_MAILBOX || is_system(message))
        return false;
    *refusal = (ExsRefusal){too_large_for_store(policy), "Outgoing message size",
                            limits ? limits->outgoing : 0};
    if (exceeds(message, refusal->limit) && exs_rule(policy, EXS_RULE_MAILBOX_SIZE_LIMIT))
        return true;
    refusal->page = "Prohibit send";
    return is_full(sender, limits ? limits->no_send : 0, EXS_SETTING_PROHIBIT_SEND, refusal) &&
           exs_rule(policy, EXS_RULE_PROHIBIT_SEND);
}

bool exs_restrict_delivery(const ExsPolicy *policy, const ExsRecipient *recipient,
                           const ExsMessage *message, ExsRefusal *refusal)
{
    const ExsLimits *limits = recipient->limits;

    if (recipient->kind != EXS_RECIPIENT_MAILBOX || is_system(message))
        return false;
    *refusal = (ExsRefusal){EXS_CAUSE_MAILBOX_FULL, "Prohibit send and receive", 0};
    if (is_full(recipient, limits ? limits->no_receive : 0, EXS_SETTING_PROHIBIT_RECEIVE,
                refusal) &&
        exs_rule(policy, EXS_RULE_PROHIBIT_RECEIVE))
        return true;
    *refusal = (ExsRefusal){too_large_for_store(policy), "Incoming message size",
                            limits ? limits->incoming : 0};
    return exceeds(message, refusal->limit) && exs_rule(policy, EXS_RULE_MAILBOX_SIZE_LIMIT);
}

/* ---- thresholds of a queue ---- */

static int64_t size_of(const ExsQueue *queue)
{
    int64_t size = 0;

    for (int priority = 0; priority < EXS_PRIORITY_COUNT; priority++)
        for (const ExsTransfer *t = queue->first[priority]; t; t = t->next)
            size += t->message->size;
    return size;
}

/* 0: the server has none. */
static int64_t threshold(const ExsPolicy *policy, const ExsConnector *connector, ExsRule rule,
                         ExsSetting which)
{
    return exs_rule(policy, rule) ? exs_connector_restriction(connector, which) : 0;
}

bool exs_restrict_gathers(const ExsPolicy *policy, const ExsConnector *connector,
                          const ExsQueue *queue)
{
    int64_t count =
        threshold(policy, connector, EXS_RULE_QUEUE_THRESHOLD, EXS_SETTING_QUEUE_THRESHOLD);
    int64_t size =
        threshold(policy, connector, EXS_RULE_CONTENT_THRESHOLD, EXS_SETTING_CONTENT_THRESHOLD);

    if (count == 0 && size == 0)
        return false;
    return !(count > 0 && queue->count >= count) && !(size > 0 && size_of(queue) >= size);
}

bool exs_restrict_urgent_passes(const ExsPolicy *policy, const ExsConnector *connector)
{
    return exs_rule(policy, EXS_RULE_URGENT_OVER_THRESHOLDS) &&
           exs_connector_restriction(connector, EXS_SETTING_URGENT_OVERRIDES_THRESHOLDS) != 0;
}
