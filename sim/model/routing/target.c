/* target.c - see target.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/routing/target.h"

#define FIRST 0
#define LAST  100

/* What is compared, the most weighty last: only the lowest go on. */
static uint32_t rank_tries(const ExsTarget *target, const ExsPolicy *policy)
{
    (void)policy;
    return target->tries;
}

static uint32_t rank_retrying(const ExsTarget *target, const ExsPolicy *policy)
{
    (void)policy;
    return target->retrying;
}

static uint32_t rank_class(const ExsTarget *target, const ExsPolicy *policy)
{
    if (target->cost == FIRST && exs_rule(policy, EXS_RULE_TARGET_ZERO_FIRST))
        return 0;
    return target->cost == LAST && exs_rule(policy, EXS_RULE_TARGET_100_LAST) ? 2 : 1;
}

typedef uint32_t Rank(const ExsTarget *target, const ExsPolicy *policy);

/* Leaves a weight only to those of the lowest rank; returns whether any lost it. */
static bool keep_lowest(uint32_t *weights, const ExsTarget *targets, size_t count, Rank *rank,
                        const ExsPolicy *policy)
{
    uint32_t best = UINT32_MAX;
    bool lost = false;

    for (size_t i = 0; i < count; i++)
        if (weights[i])
            best = MIN(best, rank(&targets[i], policy));
    for (size_t i = 0; i < count; i++) {
        if (!weights[i] || rank(&targets[i], policy) == best)
            continue;
        weights[i] = 0;
        lost = true;
    }
    return lost;
}

static uint32_t weight(const ExsTarget *target, const ExsPolicy *policy)
{
    if (target->cost == FIRST || target->cost == LAST ||
        !exs_rule(policy, EXS_RULE_TARGETS_BY_WEIGHT))
        return 1;
    return LAST - target->cost;
}

/* As often as every one of them was tried; without the rule one failure is the connector's. */
static void count_tries(ExsTargetChoice *out, const ExsTarget *targets, size_t count,
                        const ExsPolicy *policy)
{
    uint32_t most = 0, fewest = 0;

    for (size_t i = 0; i < count; i++) {
        most = MAX(most, targets[i].tries);
        if (out->weights[i])
            fewest = targets[i].tries;
    }
    out->tries = most;
    if (!exs_rule(policy, EXS_RULE_TARGETS_BEFORE_REROUTE))
        return;
    out->tries = fewest;
    out->is_unfinished = fewest < most && !out->retrying;
}

static ExsRule class_rule(const ExsTarget *winner)
{
    if (winner->cost == FIRST)
        return EXS_RULE_TARGET_ZERO_FIRST;
    return EXS_RULE_TARGET_100_LAST;
}

/* Sums up; where several are left, chance decides among them. */
static void add_up(ExsTargetChoice *out, const ExsTarget *targets, size_t count,
                   const ExsPolicy *policy)
{
    size_t left = 0;

    for (size_t i = 0; i < count; i++) {
        if (!out->weights[i])
            continue;
        left++;
        out->weights[i] = weight(&targets[i], policy);
        out->total += out->weights[i];
        out->retrying = targets[i].retrying;
        if (out->rule != EXS_RULE_NONE)
            out->rule = class_rule(&targets[i]);
    }
    if (left > 1 && out->total > left)
        out->rule = EXS_RULE_TARGETS_BY_WEIGHT;
}

void exs_target_weigh(ExsTargetChoice *out, const ExsTarget *targets, size_t count,
                      uint32_t maximum, const ExsPolicy *policy)
{
    bool any = false;

    out->total = 0;
    out->retrying = out->is_unfinished = false;
    out->rule = EXS_RULE_NONE;
    for (size_t i = 0; i < count; i++)
        any = any || targets[i].tries < maximum;
    for (size_t i = 0; i < count; i++)
        out->weights[i] = !any || targets[i].tries < maximum;
    keep_lowest(out->weights, targets, count, rank_tries, policy);
    keep_lowest(out->weights, targets, count, rank_retrying, policy);
    if (keep_lowest(out->weights, targets, count, rank_class, policy))
        out->rule = EXS_RULE_TARGET_ZERO_FIRST;
    add_up(out, targets, count, policy);
    count_tries(out, targets, count, policy);
    out->is_unfinished = any && out->is_unfinished;
}

size_t exs_target_at(const ExsTargetChoice *choice, size_t count, uint64_t draw)
{
    for (size_t i = 0; i < count; i++) {
        if (draw < choice->weights[i])
            return i;
        draw -= choice->weights[i];
    }
    g_assert_not_reached();
}
