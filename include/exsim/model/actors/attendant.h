/* attendant.h - the System Attendant's part in routing: when a site's table is calculated, by
 * which server, and what the calculation is made from.
 *
 * One server of the site calculates: its build decides by which rules. It does so a while after a
 * change that the table depends on, on its schedule, and when an administrator says so; what was
 * changed is in the table only from then on. A calculation takes as long as it has tables to bring
 * in; asked for again meanwhile, it says so and changes nothing.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/world.h"

/* The server that calculates for the site; NULL: none. */
ExsServer *exs_attendant_server(const ExsSite *site);

/* "Recalculate Routing": calculates the site's table now. Returns whether it changed; false as well
 * if the calculation goes on for a while, or one was going on. */
bool exs_attendant_calculate(ExsWorld *world, ExsSite *site);

/* Something in the site changed that its table depends on: a calculation is due after the site's
 * delay. Before the run begins: nothing, everything is calculated then. */
void exs_attendant_changed(ExsWorld *world, ExsSite *site);

/* The server was deleted from its site: if it was the one that calculates, another is elected hours
 * later, unless an administrator names one before. */
void exs_attendant_deleted(ExsWorld *world, const ExsServer *server);

/* The Routing Calculation Schedule of the site changed, or the clock of the server that follows it.
 */
void exs_attendant_schedule(ExsWorld *world, ExsSite *site);

/* The Site Addressing object of `from` comes to `site` by directory replication, with this table;
 * NULL: it is forgotten. Takes a reference. A calculation is due. */
void exs_attendant_learn(ExsWorld *world, ExsSite *site, const ExsSite *from, ExsTable *table);

/* Every site calculates; then rounds, in which every table comes to every site, and those that
 * heard something new calculate: so many, or until no table changes any more (0). */
void exs_attendant_replicate(ExsWorld *world, uint32_t rounds);
