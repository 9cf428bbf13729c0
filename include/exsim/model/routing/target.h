/* target.h - which target server of a Site Connector a message goes to.
 *
 * Pure: the actor gathers what it knows of each target server and draws. Those that the message has
 * tried the fewest times come first, so that all are tried before one is tried again; of these the
 * ones that do not wait for their open retry timer (ours: as in step 5 of the choice of route);
 * then cost 0 before 1 to 99 before 100. Of 1 to 99 each is the likelier the cheaper it is, by 100
 * minus its cost (ours); of 0 and of 100 each is as likely as the others.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/facts/rules.h"

typedef struct {
    uint32_t cost;  /* 0; 1 .. 99; 100 */
    uint32_t tries; /* of this copy, with this connector and target server */
    bool retrying;  /* its open retry timer runs */
} ExsTarget;

typedef struct {
    uint32_t *weights;  /* room for every target: its chance; 0: not this time (borrowed) */
    uint64_t total;     /* of the weights */
    uint32_t tries;     /* of the connector as a whole; `maximum` or more: of every target */
    bool retrying;      /* all that may be taken wait for their timers */
    bool is_unfinished; /* some were tried, and others may be tried before another connector is */
    ExsRule rule;       /* what put these before the others; EXS_RULE_NONE: nothing published */
} ExsTargetChoice;

/* Weighs the target servers (at least one): those tried less than the maximum, or all if none is.
 * `out` comes with its array. */
void exs_target_weigh(ExsTargetChoice *out, const ExsTarget *targets, size_t count,
                      uint32_t maximum, const ExsPolicy *policy);

/* The place of the target on which a draw below `total` falls. */
size_t exs_target_at(const ExsTargetChoice *choice, size_t count, uint64_t draw);
