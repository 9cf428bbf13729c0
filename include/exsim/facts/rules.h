/* rules.h - every published rule, and which of them hold on a server.
 *
 * The rows stand in sim/facts/rules.def. A rule is asked in one place only, the module that its
 * row names. A mutant is one rule cleared for the whole world.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "exsim/facts/product.h"
#include "exsim/facts/settings.h"

typedef enum {
    EXS_RULE_NONE,
#define RULE(id, ...) EXS_RULE_##id,
#include "sim/facts/rules.def"
#undef RULE
    EXS_RULE_COUNT
} ExsRule;

typedef struct {
    const char *id, *source;
    ExsComponent component;
    ExsBuild since[EXS_LINE_COUNT]; /* the first build that follows the rule */
    ExsBuild until[EXS_LINE_COUNT]; /* the first that no longer does */
    const char *module, *sentence;
} ExsRuleInfo;

/* A set of rules. */
typedef struct {
    uint64_t word[(EXS_RULE_COUNT + 63) / 64];
} ExsRuleSet;

/* What a pure decision knows of the server that decides: the rules in force and its settings. */
typedef struct {
    ExsRuleSet rules;
    const ExsSettings *settings; /* (borrowed) */
} ExsPolicy;

static inline bool exs_rule_set_has(const ExsRuleSet *set, ExsRule rule)
{
    return set->word[rule / 64] >> (rule % 64) & 1;
}

/* Does this server follow the rule? */
static inline bool exs_rule(const ExsPolicy *policy, ExsRule rule)
{
    return exs_rule_set_has(&policy->rules, rule);
}

void exs_rule_set_add(ExsRuleSet *set, ExsRule rule);

/* The row of a rule; EXS_RULE_NONE has one of empty texts. */
const ExsRuleInfo *exs_rule_info(ExsRule rule);

/* By its id, "SECURED_STAYS" (case ignored). Fails with EXS_ERROR_UNKNOWN and a suggestion. */
bool exs_rule_find(const char *id, ExsRule *out, GError **error);

/* The rules in force for these builds with these fixes (article numbers, NULL-terminated or NULL):
 * a fix ends a defect of that source, or brings a feature, whatever the build. Those in
 * `without` (may be NULL) are off. */
ExsRuleSet exs_rules_in_force(const ExsBuilds *builds, const char *const *fixes,
                              const ExsRuleSet *without);
