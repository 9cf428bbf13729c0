/* dot.h - the organisation of a record as a graph for Graphviz.
 *
 * Sites are clusters, servers boxes, outside hosts ellipses; an edge for each connector, one for
 * the two ends of a pair; a gateway is a node of its own beside its server,
 * with an edge to each host that it talked to.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/record/record.h"

void exs_dot_report(const ExsRecord *record, GString *out);
