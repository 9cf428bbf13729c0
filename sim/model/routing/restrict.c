/* restrict.c - see restrict.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/routing/restrict.h"

/* A limit of 0 is none. */
static bool is_over(const ExsPolicy *policy, int64_t limit, const ExsMessage *message)
{
    if (limit == 0 || message->size <= limit)
        return false;
    return message->kind != EXS_MESSAGE_SYSTEM || !exs_rule(policy, EXS_RULE_SYSTEM_IGNORES_LIMITS);
}

bool exs_restrict_mta(const ExsPolicy *policy, const ExsMessage *message)
{
    return exs_rule(policy, EXS_RULE_MTA_SIZE_LIMIT) &&
           is_over(policy, exs_setting(policy->settings, EXS_SETTING_MTA_SIZE_LIMIT), message);
}

bool exs_restrict_connector(const ExsPolicy *policy, const ExsConnector *connector,
                            const ExsMessage *message)
{
    if (connector->class->is_rpc || connector->class->secured)
        return false;
    return is_over(policy, exs_setting(&connector->settings, EXS_SETTING_SIZE_LIMIT), message);
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
} bars[] = {
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

    for (size_t i = 0; i < G_N_ELEMENTS(bars) && bits; i++)
        if ((bits & bars[i].bit) && bars[i].bars(message) && exs_rule(policy, bars[i].rule))
            return bars[i].rule;
    return EXS_RULE_NONE;
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
