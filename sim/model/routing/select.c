/* select.c - the published criteria, one row each (see select.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/routing/select.h"

/* OUT never goes on, even when nothing else is left. */
#define OUT INT64_MAX

#define ALWAYS_INLINE static inline __attribute__((always_inline))

/* Ranks every route; only the lowest rank goes on to the next step. */
typedef struct {
    ExsRule rule; /* where it is published, and whether this server follows it */
    int64_t (*rank)(const ExsRoute *route);
    bool (*applies)(const ExsRoute *routes, const uint16_t *alive, size_t n,
                    const ExsPolicy *policy); /* NULL: always */
    bool takes_all;                           /* may fell the last one too: some rank is OUT */
} Criterion;

static int64_t rank_fits(const ExsRoute *route)
{
    return route->too_large ? OUT : 0;
}

static int64_t rank_not_inbound(const ExsRoute *route)
{
    return route->came_in_here ? OUT : 0;
}

static int64_t rank_not_back(const ExsRoute *route)
{
    return route->came_from ? OUT : 0;
}

static int64_t rank_not_taken(const ExsRoute *route)
{
    return route->taken;
}

static int64_t rank_active_now(const ExsRoute *route)
{
    return route->activation != EXS_ACTIVE_NOW;
}

static int64_t rank_cost(const ExsRoute *route)
{
    return route->cost;
}

static int64_t rank_below_maximum(const ExsRoute *route)
{
    return route->maximum > 0 && route->tries >= route->maximum ? OUT : 0;
}

/* Now; then the soonest to open; then those that wait for the far side; never comes last. */
static int64_t rank_soonest(const ExsRoute *route)
{
    switch (route->activation) {
    case EXS_ACTIVE_NOW:
        return 0;
    case EXS_ACTIVE_LATER:
        return 1 + route->opens;
    case EXS_ACTIVE_REMOTE:
        return OUT - 2;
    case EXS_ACTIVE_NEVER:
        return OUT - 1;
    }
    g_assert_not_reached();
}

static int64_t rank_fewest_tries(const ExsRoute *route)
{
    return route->tries;
}

static int64_t rank_not_retrying(const ExsRoute *route)
{
    return route->retrying;
}

static int64_t rank_last_in_list(const ExsRoute *route)
{
    return -(int64_t)route->place;
}

static int64_t rank_local_first(const ExsRoute *route)
{
    return route->remote;
}

static int64_t rank_already_used(const ExsRoute *route)
{
    return !route->used;
}

static int64_t rank_not_origin(const ExsRoute *route)
{
    return route->is_origin;
}

static bool some_too_large(const ExsRoute *routes, const uint16_t *alive, size_t n,
                           const ExsPolicy *policy)
{
    (void)policy;
    for (size_t i = 0; i < n; i++)
        if (routes[alive[i]].too_large)
            return true;
    return false;
}

/* The flag is a registry value, from 5.5 a check box. */
bool exs_select_is_by_cost(const ExsPolicy *policy)
{
    bool has_value = exs_setting_is_set(policy->settings, EXS_SETTING_LEAST_COST_REGISTRY);

    if (!exs_rule(policy, EXS_RULE_LEAST_COST_CHECK_BOX))
        return exs_setting(policy->settings, EXS_SETTING_LEAST_COST_REGISTRY) != 0;
    if (has_value && exs_rule(policy, EXS_RULE_REGISTRY_HIDES_BOX))
        return false;
    return exs_setting(policy->settings, EXS_SETTING_LEAST_COST_BOX) != 0;
}

static bool cost_decides(const ExsRoute *routes, const uint16_t *alive, size_t n,
                         const ExsPolicy *policy)
{
    (void)routes, (void)alive, (void)n;
    return exs_select_is_by_cost(policy);
}

static bool cost_does_not_decide(const ExsRoute *routes, const uint16_t *alive, size_t n,
                                 const ExsPolicy *policy)
{
    return !cost_decides(routes, alive, n, policy);
}

static bool tries_count(const ExsRoute *routes, const uint16_t *alive, size_t n,
                        const ExsPolicy *policy)
{
    return !exs_rule(policy, EXS_RULE_LEAST_COST_BLIND) || !cost_decides(routes, alive, n, policy);
}

/* An MTA sees only its own retry timers: one candidate elsewhere, and nobody is asked. */
static bool timers_known(const ExsRoute *routes, const uint16_t *alive, size_t n,
                         const ExsPolicy *policy)
{
    if (!tries_count(routes, alive, n, policy))
        return false;
    if (!exs_rule(policy, EXS_RULE_STEP_5_OWN_TIMERS))
        return true;
    for (size_t i = 0; i < n; i++)
        if (routes[alive[i]].remote)
            return false;
    return true;
}

static bool timers_equal(const ExsRoute *routes, const uint16_t *alive, size_t n,
                         const ExsPolicy *policy)
{
    (void)policy;
    for (size_t i = 0; i < n; i++)
        if (!routes[alive[i]].retrying || routes[alive[i]].retries != routes[alive[0]].retries)
            return false;
    return true;
}

/* The list, a row for each criterion. Every row is compiled by itself, with its own rank: mail is
 * routed at every hop. */
/* clang-format off */
#define CRITERIA(ROW) \
    ROW(EXS_RULE_CONNECTOR_SIZE_LIMIT, rank_fits,          some_too_large, true) \
    ROW(EXS_RULE_STEP_1_NOT_INBOUND,   rank_not_inbound,   NULL, true) \
    ROW(EXS_RULE_NOT_BACK_INSIDE,      rank_not_back,      NULL, true) \
    ROW(EXS_RULE_BOUNCE_BACK,          rank_not_taken,     cost_does_not_decide, false) \
    ROW(EXS_RULE_LEAST_COST_ACTIVE,    rank_active_now,    cost_decides, false) \
    ROW(EXS_RULE_LEAST_COST_ONLY,      rank_cost,          cost_decides, false) \
    ROW(EXS_RULE_STEP_2_BELOW_MAXIMUM, rank_below_maximum, NULL, true) \
    ROW(EXS_RULE_STEP_3_ACTIVATION,    rank_soonest,       NULL, false) \
    ROW(EXS_RULE_STEP_4_FEWEST_TRIES,  rank_fewest_tries,  tries_count, false) \
    ROW(EXS_RULE_STEP_5_NOT_RETRYING,  rank_not_retrying,  timers_known, false) \
    ROW(EXS_RULE_EQUAL_TIMERS_LAST,    rank_last_in_list,  timers_equal, false) \
    ROW(EXS_RULE_STEP_6_COST,          rank_cost,          NULL, false) \
    ROW(EXS_RULE_STEP_7_LOCAL,         rank_local_first,   NULL, false) \
    ROW(EXS_RULE_USED_FOR_MESSAGE,     rank_already_used,  NULL, false) \
    ROW(EXS_RULE_GATEWAY_ORIGIN_LAST,  rank_not_origin,    NULL, false)
/* clang-format on */

#define BARS 7 /* rules that bar a route */

#define COUNT(...) +1

G_STATIC_ASSERT(0 CRITERIA(COUNT) + BARS <= EXS_STEPS_MAX);

/* The lowest rank. `differ`: not all have it, or it is OUT: somebody falls. */
ALWAYS_INLINE int64_t lowest(const ExsSelection *out, const ExsRoute *routes,
                             const Criterion *criterion, bool *differ)
{
    int64_t best = criterion->rank(&routes[out->alive[0]]);

    *differ = best == OUT;
    for (size_t i = 1; i < out->alive_count; i++) {
        int64_t rank = criterion->rank(&routes[out->alive[i]]);

        *differ |= rank != best;
        best = MIN(best, rank);
    }
    return best;
}

/* Leaves in `alive` those with the lowest rank that is not OUT. */
ALWAYS_INLINE void apply(ExsSelection *out, const ExsRoute *routes, const Criterion *criterion)
{
    bool differ;
    int64_t best = lowest(out, routes, criterion, &differ);
    size_t kept = 0;

    if (!differ)
        return;
    for (size_t i = 0; i < out->alive_count; i++) {
        uint16_t place = out->alive[i];

        if (best != OUT && criterion->rank(&routes[place]) == best)
            out->alive[kept++] = place;
        else
            out->felled_by[place] = criterion->rule;
    }
    out->alive_count = kept;
}

static bool was_asked(const ExsSelection *out, ExsRule rule)
{
    for (size_t i = 0; i < out->step_count; i++)
        if (out->steps[i] == rule)
            return true;
    return false;
}

/* Those that are barred to the message are out before any criterion. */
static void bar(ExsSelection *out, const ExsRoute *routes)
{
    size_t kept = 0;

    for (size_t i = 0; i < out->alive_count; i++) {
        uint16_t place = out->alive[i];
        ExsRule rule = routes[place].barred_by;

        if (rule == EXS_RULE_NONE) {
            out->alive[kept++] = place;
            continue;
        }
        out->felled_by[place] = rule;
        if (!was_asked(out, rule))
            out->steps[out->step_count++] = rule;
    }
    out->alive_count = kept;
}

ALWAYS_INLINE void ask(ExsSelection *out, const ExsRoute *routes, const ExsPolicy *policy,
                       Criterion criterion)
{
    if (out->alive_count == 0 || !exs_rule(policy, criterion.rule))
        return;
    if (criterion.applies && !criterion.applies(routes, out->alive, out->alive_count, policy))
        return;
    if (out->alive_count > 1 || criterion.takes_all)
        apply(out, routes, &criterion);
    out->steps[out->step_count++] = criterion.rule;
    if (out->alive_count == 0 && criterion.rule == EXS_RULE_STEP_2_BELOW_MAXIMUM)
        out->exhausted = true;
}

#define ASK(...) ask(out, routes, policy, (Criterion){__VA_ARGS__});

void exs_select(ExsSelection *out, const ExsRoute *routes, size_t count, const ExsPolicy *policy)
{
    out->alive_count = count;
    out->step_count = 0;
    out->exhausted = false;
    for (size_t i = 0; i < count; i++) {
        out->alive[i] = (uint16_t)i;
        out->felled_by[i] = EXS_RULE_NONE;
    }
    bar(out, routes);
    CRITERIA(ASK)
}
