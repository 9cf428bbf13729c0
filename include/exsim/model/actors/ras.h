/* ras.h - the Dynamic RAS Connector: a call that takes a modem of either end.
 *
 * A call lasts from dialling until the last association over it has ended; all associations of a
 * pair, whoever opened them, use the same one, and it stays a while after the last of them
 * (connection.h). Each server has so many modems, each at a port of its own, for calls out and
 * calls in alike. A call out dials by the port that the connector's phone-book entry names, or by
 * any; a call in comes by any.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/actors/adjacent.h"

/* The association is about to be opened: puts it on the call that there is, or dials. Returns why
 * it cannot; NULL: it can. `takes`: how long dialling takes. */
const char *exs_ras_dial(ExsAssociation *association, ExsTime *takes);

/* Does the association, opened beside others of its call, end them all? */
bool exs_ras_spoils(const ExsAssociation *association);

/* The association ends: the call goes with the last one. */
void exs_ras_hang_up(ExsAssociation *association);

/* Somebody needs the call no longer; it ends with the last one. NULL: nothing happens. */
void exs_ras_leave(ExsCall *call);

/* The RAS error code of a failed open; 0: it did not fail for RAS. */
uint32_t exs_ras_error(const char *why);
