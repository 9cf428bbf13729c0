/* restrict.h - size limits, and what a connector is barred to by kind and priority, or waits for.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/connector.h"
#include "exsim/model/org/server.h"

/* Is the message too large to cross an MTA with this policy? */
bool exs_restrict_mta(const ExsPolicy *policy, const ExsMessage *message);

/* Is it too large for the connector? */
bool exs_restrict_connector(const ExsPolicy *policy, const ExsConnector *connector,
                            const ExsMessage *message);

/* The rule by which a connector does not take a message of this kind and priority;
 * EXS_RULE_NONE: it does. */
ExsRule exs_restrict_bar(const ExsPolicy *policy, const ExsConnector *connector,
                         const ExsMessage *message);

/* Does mail wait in the connector's queue until there is more of it? */
bool exs_restrict_gathers(const ExsPolicy *policy, const ExsConnector *connector,
                          const ExsQueue *queue);

/* May urgent mail go all the same? */
bool exs_restrict_urgent_passes(const ExsPolicy *policy, const ExsConnector *connector);
