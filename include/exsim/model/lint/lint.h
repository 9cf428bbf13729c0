/* lint.h - what is wrong with an organisation as it is set up, before any mail runs.
 *
 * Each check is a row of facts/lint.def and a function here that looks at sites, servers,
 * connectors and tables; it asks the same rules as the MTA does, so a server whose build has no
 * such trouble has no such finding. Findings come in the order of the rows, then of the
 * organisation.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/facts/lint.h"
#include "exsim/model/org/world.h"

typedef struct {
    ExsLint lint;
    ExsRule rule;
    const char *source;    /* an article, as in a rule's row (borrowed) */
    char *text;            /* what is wrong, with names: one sentence (owned) */
    GPtrArray *servers;    /* char *: names, in the order of the text (owned) */
    GPtrArray *connectors; /* the same */
} ExsFinding;

/* Everything that the checks find: ExsFinding *. The world has begun, or has run. (owned by the
 * caller) */
GPtrArray *exs_lint(const ExsWorld *world);

/* ---- what the checks share ---- */

/* The findings so far, and the check that looks. */
typedef struct {
    const ExsWorld *world;
    GPtrArray *findings;
    ExsLint lint;
} ExsLinter;

/* Adds a finding of the running check. `rule` NONE: the row's. */
ExsFinding *exs_lint_add(ExsLinter *self, ExsRule rule, const char *format, ...)
    G_GNUC_PRINTF(3, 4);
void exs_lint_name_server(ExsFinding *finding, const ExsServer *server);
/* And its server. */
void exs_lint_name_connector(ExsFinding *finding, const ExsConnector *connector);
/* A finding about one connector, whose title the sentence begins with. */
void exs_lint_connector(ExsLinter *self, ExsRule rule, const ExsConnector *connector,
                        const char *format, ...) G_GNUC_PRINTF(4, 5);
/* "X.400 Connector FAST of HUB1". (owned by the caller) */
char *exs_lint_title(const ExsConnector *connector);

/* The checks, by row. */
void exs_lint_no_space(ExsLinter *self);
void exs_lint_never_matches(ExsLinter *self);
void exs_lint_blank_beside_star(ExsLinter *self);
void exs_lint_shared_by_chance(ExsLinter *self);
void exs_lint_back_to_gateway(ExsLinter *self);
void exs_lint_inbound_attracts(ExsLinter *self);
void exs_lint_scoped_in_transit(ExsLinter *self);
void exs_lint_out_of_scope(ExsLinter *self);
void exs_lint_out_of_location(ExsLinter *self);
void exs_lint_no_way_back(ExsLinter *self);
void exs_lint_goes_round(ExsLinter *self);
void exs_lint_leads_nowhere(ExsLinter *self);
void exs_lint_box_hidden(ExsLinter *self);
void exs_lint_least_cost_blind(ExsLinter *self);
void exs_lint_least_cost_alone(ExsLinter *self);
void exs_lint_nobody_carries(ExsLinter *self);
void exs_lint_mismatched_limits(ExsLinter *self);
void exs_lint_open_refused(ExsLinter *self);
void exs_lint_never_active(ExsLinter *self);
void exs_lint_both_wait(ExsLinter *self);
void exs_lint_one_way(ExsLinter *self);
void exs_lint_restricted_by_lists(ExsLinter *self);
void exs_lint_dead_expansion_server(ExsLinter *self);
void exs_lint_never_sent(ExsLinter *self);
void exs_lint_no_retry(ExsLinter *self);
