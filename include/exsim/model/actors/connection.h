/* connection.h - what carries an association: it outlives it for as long as Disconnect says.
 *
 * The connection under an X.400 or RAS association that closes for idleness stays for a while, and
 * with it the call, where one was made. The next association to the same MTA, from either side,
 * takes it over; else it ends. RPC inside a site has none that shows.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/actors/adjacent.h"

/* The association closes in good order: its connection stays. */
void exs_connection_outlives(ExsAssociation *association);

/* An association is being opened: takes a connection over, if one is left. Its call is that of the
 * association from now on. */
void exs_connection_take(ExsAssociation *association);

/* Those that this side kept end at once. */
void exs_connections_drop(ExsAdjacent *adjacent);
