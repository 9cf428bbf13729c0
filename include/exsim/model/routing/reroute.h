/* reroute.h - whether mail that waits may go another way.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/queue.h"
#include "exsim/model/routing/bounce.h"
#include "exsim/model/routing/gwart.h"

/* May the mail of this queue be routed again? `rule`: why not. Asked once per queue when an open
 * fails. */
bool exs_reroute_allowed(const ExsPolicy *policy, const ExsQueue *queue, ExsRule *rule);

/* Must this copy stay, whatever other route there is now? `table`: of the site. */
bool exs_reroute_keeps(const ExsPolicy *policy, const ExsTransfer *transfer, const ExsTable *table);

/* A copy is to be rerouted to `to` (NULL: nowhere): does it go back to its sender instead, and why?
 * Defects of old builds, all of them. */
bool exs_reroute_gives_up(const ExsPolicy *policy, const ExsTransfer *transfer,
                          const ExsConnector *to, const ExsTable *table, ExsCause *cause);

/* Does a failed open send each waiting message through the choice of route again? */
bool exs_reroute_at_once(const ExsPolicy *policy);
