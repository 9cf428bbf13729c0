/* loop.h - has a message come back to an MTA that it has been at?
 *
 * Pure: from the internal trace, which has one entry for every MTA of the organisation that a copy
 * has been at, marked where that MTA sent it another way than the one it had chosen. A second entry
 * of the same MTA is a loop, unless there is such a mark since the first.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/message.h"
#include "exsim/model/routing/select.h"

/* Is it a loop that the copy with this trace arrives at `mta` now? Its last entry is where it was
 * before; the same MTA: it has not been away. */
bool exs_loop_found(const ExsPolicy *policy, const ExsVisit *trace, size_t count, uint32_t mta);

/* Is the route chosen a detour: dearer than one that may have been taken but for its state now? It
 * counts as a reroute, so that mail that doubles back is no loop. */
bool exs_loop_is_detour(const ExsPolicy *policy, const ExsRoute *routes, size_t count,
                        size_t chosen);
