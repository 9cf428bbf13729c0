/* names.h - how a server finds a name's address, and an address's name.
 *
 * Its hosts file comes first, then DNS, where everything stands but what its settings take away. A
 * server that finds its first DNS server away goes to the second, and stays with it until it is
 * started again.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/world.h"

/* A setting that is a text, of whatever holds `settings`; "" if it is not set. */
const char *exs_setting_text(const ExsWorld *world, const ExsSettings *settings, ExsSetting which);

/* Is `item` in the list "a, b"? Case does not count. */
bool exs_text_lists(const char *list, const char *item);

/* The name of a server in DNS: with its domain if it has one. */
const char *exs_name_of(const ExsWorld *world, const ExsServer *server);

/* Does `server` find the address of a name? (It may turn to its second DNS server.) */
bool exs_name_resolves(const ExsWorld *world, ExsServer *server, const char *name);

/* The name that `server` finds for an address: another server's; NULL: none. */
const char *exs_name_by_address(const ExsWorld *world, ExsServer *server, const char *address);
