/* conflict.h - which of two versions of an object a directory keeps.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/directory.h"

/* Does the incoming version take the place of the one held (NULL: none)? `conflict`: the rule that
 * decided between what two directories wrote without knowing of each other; EXS_RULE_NONE: there
 * was no such conflict. */
bool exs_conflict_accepts(const ExsPolicy *policy, const ExsVersion *held,
                          const ExsVersion *incoming, ExsRule *conflict);
