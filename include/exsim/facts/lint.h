/* lint.h - what `exsim lint` looks for.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/facts/rules.h"

typedef enum {
#define LINT(id, name, rule, source, advice) EXS_LINT_##id,
#include "sim/facts/lint.def"
#undef LINT
    EXS_LINT_COUNT
} ExsLint;

typedef struct {
    const char *name;   /* "blank-beside-star" */
    ExsRule rule;       /* EXS_RULE_NONE: each finding has its own */
    const char *source; /* the article that it is drawn from; NULL: its rule's */
    const char *advice; /* what to change */
} ExsLintInfo;

const ExsLintInfo *exs_lint_info(ExsLint lint);
