/* retry.h - who counts a try, and when to try again.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/kernel/cold.h"
#include "exsim/model/org/connector.h"
#include "exsim/model/org/server.h"

/* A failed open of `connector` (0: a server of the site) to `target`: counts it on a copy that
 * waits for it. */
EXS_COLD void exs_retry_count(const ExsPolicy *policy, ExsTransfer *transfer, uint32_t connector,
                              uint32_t target);

/* How often a copy is tried at most. `connector` NULL: RPC inside the site. */
uint32_t exs_retry_maximum(const ExsServer *server, const ExsConnector *connector);
/* How often, of such a maximum, where there are several connectors to go round by. */
uint32_t exs_retry_turns(const ExsPolicy *policy, uint32_t maximum);

/* How long until the next open. `connector` NULL: RPC inside the site. */
ExsTime exs_retry_open_interval(const ExsServer *server, const ExsConnector *connector);
/* The same after an open that failed; `ras_error`: RAS's code for it, 0: it was not RAS. */
ExsTime exs_retry_open_wait(const ExsServer *server, const ExsConnector *connector,
                            uint32_t ras_error);

/* The settings that an association obeys: the connector's own, or the site's. */
const ExsSettings *exs_retry_settings(const ExsServer *server, const ExsConnector *connector);

/* How old a message may grow in an MTA with this policy; EXS_TIME_NEVER: as old as it likes. */
ExsTime exs_retry_life(const ExsPolicy *policy, const ExsMessage *message);

/* The wait before a gateway's round-th retry (from 0); false: never again. */
bool exs_retry_gateway_wait(const ExsPolicy *policy, const ExsConnector *connector, uint32_t round,
                            ExsTime *wait);

/* The age at which a gateway returns mail of this priority; EXS_TIME_NEVER: not at all. */
ExsTime exs_retry_gateway_timeout(const ExsPolicy *policy, const ExsConnector *connector,
                                  ExsPriority priority);
