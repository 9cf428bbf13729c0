/* ras.h - the Dynamic RAS Connector: a call that takes a modem of either end.
 *
 * A call lasts from dialling until the last association over it has ended; all associations of a
 * pair, whoever opened them, use the same one. Each server has so many modems, for calls out and
 * calls in alike.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/actors/adjacent.h"

/* The association is about to be opened: puts it on the call that there is, or dials. Returns why
 * it cannot; NULL: it can. `takes`: how long dialling takes. */
const char *exs_ras_dial(ExsAssociation *association, ExsTime *takes);

/* The association ends: the call goes with the last one. */
void exs_ras_hang_up(ExsAssociation *association);
