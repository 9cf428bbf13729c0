/* x400_address.h - the addresses of an X.400 open: where it goes, and where it seems to come from.
 *
 * The caller goes to the address on its Stack page, the called MTA looks for the caller's
 * address on those of its own: first as it is, then by the name that the hosts file or DNS has for
 * it. A firewall, a proxy or a second card on the way makes the caller seem to be another one. A
 * server without an address is found, and known, by all (ours).
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/actors/adjacent.h"

/* Does the open reach the far MTA? Over TP4 it may be refused instead (`refused`). Returns why not;
 * NULL: it does. */
const char *exs_x400_unreached(const ExsAdjacent *caller, bool *refused);

/* Why the called MTA does not know who calls; NULL: it does. */
const char *exs_x400_unknown_caller(const ExsAdjacent *caller);

/* The events of that reason, at either end; false: `why` is none of these. `is_silent`: the caller
 * logs nothing else. */
bool exs_x400_address_log(const ExsAdjacent *caller, const char *why, bool *is_silent);
