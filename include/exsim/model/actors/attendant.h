/* attendant.h - routing calculation on time, and how tables come to other sites.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/world.h"

/* Calculates the site's table now. Returns whether it changed. */
bool exs_attendant_calculate(ExsWorld *world, ExsSite *site);

/* Something in the site changed that its table depends on: a calculation is due after the site's
 * delay. Before the run begins: nothing, everything is calculated then. */
void exs_attendant_changed(ExsWorld *world, ExsSite *site);

/* The routing calculation server of a site; NULL: it has none. */
ExsServer *exs_attendant_server(const ExsSite *site);

/* The site's directory has another site's table, or (NULL) nothing of that site any more: a
 * calculation is due. Takes a reference. */
void exs_attendant_learn(ExsWorld *world, ExsSite *site, const ExsSite *from, ExsTable *table);

/* Rounds of replication and calculation until no table changes any more. */
void exs_attendant_replicate(ExsWorld *world);
