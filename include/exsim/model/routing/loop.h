/* loop.h - has a message come back to where it has been?
 *
 * Pure: from the traces of a copy that arrives. Three are looked at, in this order:
 *   - the internal trace: every MTA of the organisation that the copy has been at since it came in;
 *   - the bilateral information of a copy that came by an X.400 or RAS Connector from another site:
 *     the sites it has been in, which finds what comes back to another server of the site, also
 *     by way of another management domain;
 *   - the external trace of a copy that came from another management domain: a second entry of the
 *     organisation. Sites share it, so it is no loop in a site that the copy has not been in.
 * A mark of a reroute, a redirection or an expansion since makes it no loop.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/external_trace.h"
#include "exsim/model/org/message.h"
#include "exsim/model/routing/select.h"

typedef struct {
    ExsRule found_by;  /* the trace that names it; EXS_RULE_NONE: none does */
    ExsRule passed_by; /* why that is no loop; EXS_RULE_NONE: it is one */
    size_t place; /* of the entry in its trace; of the bilateral information: in the internal */
} ExsLoop;

/* The internal trace alone. Its last entry is where the copy was before; the same MTA: it has not
 * been away. */
ExsLoop exs_loop_internal(const ExsPolicy *policy, const ExsVisit *trace, size_t count,
                          uint32_t mta);

/* What the MTA of `server` finds when the copy arrives. */
ExsLoop exs_loop_test(const ExsServer *server, const ExsTransfer *transfer);

/* Does this MTA name its site in the bilateral information? */
bool exs_loop_names_site(const ExsServer *server);

/* How many entries of the organisation a copy that leaves it gets: one, or one for each recipient
 * that was typed and then found to be a custom recipient, which count as rerouted. */
uint32_t exs_loop_entries(const ExsPolicy *policy, const ExsTransfer *transfer, bool *is_rerouted);

/* May a copy go back the way it came? */
typedef enum {
    EXS_LOOP_NOT_BACK,
    EXS_LOOP_BACK,        /* and the next MTA that it has been at sees the loop */
    EXS_LOOP_BACK_MARKED, /* as rerouted, and nobody does */
} ExsLoopBack;

/* Before a route is chosen: mail for somebody whom nobody knows, in the site's own space
 * (`is_ours`) or by the DN of a custom recipient of another site. */
ExsLoopBack exs_loop_goes_back(const ExsPolicy *policy, const ExsTransfer *transfer,
                               const ExsEnvelope *envelope, bool is_ours);
/* When none of these routes may be taken. */
ExsLoopBack exs_loop_at_dead_end(const ExsPolicy *policy, const ExsTransfer *transfer,
                                 const ExsEnvelope *envelope, const ExsRoute *routes, size_t count);

/* Is the route chosen a detour: dearer than one that may have been taken but for its state now? It
 * counts as a reroute, so that mail that doubles back is no loop. */
bool exs_loop_is_detour(const ExsPolicy *policy, const ExsRoute *routes, size_t count,
                        size_t chosen);
