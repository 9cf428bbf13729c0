/* lint.c - see lint.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/facts/lint.h"

#include <glib.h>

static const ExsLintInfo lints[EXS_LINT_COUNT] = {
#define LINT(id, name, rule, source, advice) {name, EXS_RULE_##rule, source, advice},
#include "sim/facts/lint.def"
#undef LINT
};

const ExsLintInfo *exs_lint_info(ExsLint lint)
{
    g_assert(lint < EXS_LINT_COUNT);
    return &lints[lint];
}
