/* site_connector.h - Site Connectors: from the servers of a site to the target servers of another.
 *
 * Always active, and RPC: the values of retries and associations are those of the sending MTA's
 * site. Every server of the site sends by it, or the one bridgehead; each has an adjacent MTA and a
 * queue of its own for each target server, named by that server.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/actors/mta.h"
#include "exsim/model/routing/target.h"

typedef struct ExsSiteConnector ExsSiteConnector;

ExsSiteConnector *exs_site_connector_new(ExsWorld *world, ExsConnector *connector);
void exs_site_connector_free(ExsSiteConnector *self);

/* Makes the queues of every server that sends by it, so that they are seen before they are used. */
void exs_site_connector_begin(ExsConnector *connector);

/* It was removed: what is open ends. */
void exs_site_connector_stop(ExsConnector *connector);

/* Is there one that leads back, and neither is one of a pair? Then they are a pair from now. */
void exs_site_connector_find_peer(ExsConnector *connector);

/* What a copy knows of its target servers, as `mta` sees it. (borrowed until the next call) */
const ExsTargetChoice *exs_site_connector_weigh(const ExsConnector *connector, const ExsMta *mta,
                                                const ExsTransfer *transfer);

/* Chooses a target server; `rule` (may be NULL): why that one. Returns the queue for it. There must
 * be one that is not tried to the maximum. */
ExsQueue *exs_site_connector_choose(const ExsConnector *connector, ExsMta *mta,
                                    const ExsTransfer *transfer, ExsRule *rule);

/* The adjacent MTA of `from` for the target server `to`; NULL: `from` sends nothing there by it. */
ExsAdjacent *exs_site_connector_adjacent(const ExsConnector *connector, ExsServer *from,
                                         const ExsServer *to);
