/* rules.c - see rules.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/facts/rules.h"

#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/kernel/suggest.h"

/* The words of a row mean builds of its column's line. */
enum {
#define RELEASE(line, pack, build, revision) BUILD_##line##_##pack = EXS_BUILD(build, revision),
#include "sim/facts/releases.def"
#undef RELEASE
};

#define ALWAYS_BUILD ((ExsBuild)0)
#define NEVER_BUILD  UINT32_MAX

#define BUILD_40_ALWAYS                 ALWAYS_BUILD
#define BUILD_40_NEVER                  NEVER_BUILD
#define BUILD_40_BUILD(build, revision) EXS_BUILD(build, revision)
#define BUILD_50_ALWAYS                 ALWAYS_BUILD
#define BUILD_50_NEVER                  NEVER_BUILD
#define BUILD_50_BUILD(build, revision) EXS_BUILD(build, revision)
#define BUILD_55_ALWAYS                 ALWAYS_BUILD
#define BUILD_55_NEVER                  NEVER_BUILD
#define BUILD_55_BUILD(build, revision) EXS_BUILD(build, revision)

static const ExsRuleInfo rules[EXS_RULE_COUNT] = {
    [EXS_RULE_NONE] = {.id = "", .source = "", .module = "", .sentence = ""},
#define RULE(id, source, component, since40, since50, since55, until40, until50, until55, module,  \
             sentence)                                                                             \
    [EXS_RULE_##id] = {#id,                                                                        \
                       source,                                                                     \
                       EXS_COMPONENT_##component,                                                  \
                       {BUILD_40_##since40, BUILD_50_##since50, BUILD_55_##since55},               \
                       {BUILD_40_##until40, BUILD_50_##until50, BUILD_55_##until55},               \
                       module,                                                                     \
                       sentence},
#include "sim/facts/rules.def"
#undef RULE
};

void exs_rule_set_add(ExsRuleSet *set, ExsRule rule)
{
    g_assert(rule < EXS_RULE_COUNT);
    set->word[rule / 64] |= UINT64_C(1) << (rule % 64);
}

static void remove_rule(ExsRuleSet *set, ExsRule rule)
{
    set->word[rule / 64] &= ~(UINT64_C(1) << (rule % 64));
}

const ExsRuleInfo *exs_rule_info(ExsRule rule)
{
    g_assert(rule < EXS_RULE_COUNT);
    return &rules[rule];
}

bool exs_rule_find(const char *id, ExsRule *out, GError **error)
{
    const char *ids[EXS_RULE_COUNT];
    g_autofree char *quoted = NULL;
    const char *near;
    size_t count = 0;

    for (int i = EXS_RULE_NONE + 1; i < EXS_RULE_COUNT; i++) {
        if (g_ascii_strcasecmp(rules[i].id, id) == 0) {
            *out = (ExsRule)i;
            return true;
        }
        ids[count++] = rules[i].id;
    }
    near = exs_suggest(id, ids, count);
    quoted = exs_quote(id);
    if (near)
        return exs_fail(error, EXS_ERROR_UNKNOWN, "there is no rule %s; did you mean %s?", quoted,
                        near);
    return exs_fail(error, EXS_ERROR_UNKNOWN, "there is no rule %s: \"exsim facts\" lists them",
                    quoted);
}

static bool is_defect(const ExsRuleInfo *rule)
{
    for (int line = 0; line < EXS_LINE_COUNT; line++)
        if (rule->until[line] != NEVER_BUILD)
            return true;
    return false;
}

static bool is_feature(const ExsRuleInfo *rule)
{
    for (int line = 0; line < EXS_LINE_COUNT; line++)
        if (rule->since[line] != ALWAYS_BUILD)
            return true;
    return false;
}

static bool is_among(const char *const *fixes, const char *source)
{
    for (; fixes && *fixes; fixes++)
        if (g_ascii_strcasecmp(*fixes, source) == 0)
            return true;
    return false;
}

static bool is_in_force(const ExsRuleInfo *rule, const ExsBuilds *builds, const char *const *fixes)
{
    ExsBuild build = builds->build[rule->component];
    bool holds = rule->since[builds->line] <= build && build < rule->until[builds->line];

    if (!is_among(fixes, rule->source))
        return holds;
    return is_defect(rule) ? false : holds || is_feature(rule);
}

ExsRuleSet exs_rules_in_force(const ExsBuilds *builds, const char *const *fixes,
                              const ExsRuleSet *without)
{
    ExsRuleSet set = {{0}};

    for (int i = EXS_RULE_NONE + 1; i < EXS_RULE_COUNT; i++) {
        if (is_in_force(&rules[i], builds, fixes))
            exs_rule_set_add(&set, (ExsRule)i);
        if (without && exs_rule_set_has(without, (ExsRule)i))
            remove_rule(&set, (ExsRule)i);
    }
    return set;
}
