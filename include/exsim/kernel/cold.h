/* cold.h - marks functions that seldom run.
 *
 * The compiler keeps them, and the branches that lead to them, out of the way of what every message
 * passes: the code of a hop must fit into the processor's first cache.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#define EXS_COLD __attribute__((cold))
