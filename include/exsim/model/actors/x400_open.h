/* x400_open.h - what both MTAs check when an X.400 association is opened.
 *
 * The caller sends its name and password, the called MTA answers with its own; each side holds what
 * it gets against its connector. Before that the called stack looks at the T selector, and must
 * know by the address which connector is meant.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/actors/adjacent.h"

/* Why the open is refused; NULL: it is not, or is no X.400 Connector's. */
const char *exs_x400_open_refusal(const ExsAdjacent *caller);

/* The rule behind such a refusal. */
ExsRule exs_x400_open_rule(const char *why);

/* The events of that refusal, at either end; false: `why` is none of these. */
bool exs_x400_open_log(const ExsAdjacent *caller, const char *why);
