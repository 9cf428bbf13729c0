/* cold.h - marks functions that seldom run, and those that do often for all that calls them.
 *
 * The compiler keeps them, and the branches that lead to them, out of the way of what every message
 * passes: the code of a hop must fit into the processor's first cache.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#define EXS_COLD __attribute__((cold))

/* Called from what is cold, and nevertheless often. */
#define EXS_HOT __attribute__((hot))
