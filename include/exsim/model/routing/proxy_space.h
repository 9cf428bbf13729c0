/* proxy_space.h - the Site-Proxy-Space: where the X.400 addresses of a site's recipients lie.
 *
 * Compiled at each routing calculation from the X.400 addresses of all mailboxes and lists of the
 * site, each cut down to what routing looks at (country to OU4, or less by Site Proxy Recalc
 * Limit). Two uses: routes for a space that is an entry are left out of the site's table, and an
 * address within an entry is local, so an unknown one is nobody's.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/routing/gwart.h"

/* Puts the entries into a new table, as the site's calculation server finds them now: the site's
 * own address first, those that nobody has any more last. */
void exs_proxy_space_compile(ExsTable *table, const ExsSite *site, const ExsServer *server);

/* Is it an O/R address within the Site-Proxy-Space, which the site does not share with others? */
bool exs_proxy_space_has(const ExsTable *table, const ExsServer *server, const ExsAddress *address);

/* Must such an address, which nobody of the site has and which is about to leave it, stay? */
bool exs_proxy_space_keeps(const ExsTable *table, const ExsServer *server,
                           const ExsAddress *address);

/* The administrator takes an entry away in raw mode. False: there is none like it. */
bool exs_proxy_space_remove(ExsTable *table, const ExsSpace *space);
