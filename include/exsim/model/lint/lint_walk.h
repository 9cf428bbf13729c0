/* lint_walk.h - for checks: everything of one kind in the organisation, one after the other.
 *
 * Connectors that are removed are left out, and what no table has yet.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/lint/lint.h"
#include "exsim/model/routing/gwart.h"

void exs_lint_each_server(ExsLinter *self, void (*look)(ExsLinter *, const ExsServer *));
void exs_lint_each_connector(ExsLinter *self, void (*look)(ExsLinter *, const ExsConnector *));
/* Rows of every site's table. */
void exs_lint_each_row(ExsLinter *self, void (*look)(ExsLinter *, const ExsTableRow *));
typedef void ExsLintPair(ExsLinter *self, const ExsTableRow *row, const ExsTableRow *rival);

/* The rows of the same type, of other connectors, in the row's own table. Of those that the site
 * was told of only what it may use. */
void exs_lint_each_rival(ExsLinter *self, const ExsTableRow *row, ExsLintPair *look);
