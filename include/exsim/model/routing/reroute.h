/* reroute.h - whether mail that waits may go another way.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/queue.h"

/* May the mail of this queue be routed again? `rule`: why not. Asked once per queue when an open
 * fails. */
bool exs_reroute_allowed(const ExsPolicy *policy, const ExsQueue *queue, ExsRule *rule);

/* Does a failed open send each waiting message through the choice of route again? */
bool exs_reroute_at_once(const ExsPolicy *policy);
