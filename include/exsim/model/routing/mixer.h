/* mixer.h - MIXER (RFC 2156): addresses of the Internet and of X.400 for each other, without
 * anybody in the directory.
 *
 * For mail in transit, on a server where it is turned on. A recipient of ours who stands for the
 * address comes first; then the lines of Local.in.txt and Mcgam.in.txt, the one that says the most;
 * then the address is encapsulated, or by the registry's wish taken apart by the algorithm of the
 * RFC.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/world.h"

/* Does MIXER have a part in this copy, on this server? */
bool exs_mixer_works(const ExsServer *server, const ExsTransfer *transfer);

/* The O/R address of an Internet one: by the tables, or by the algorithm. NULL: neither. */
const ExsAddress *exs_mixer_to_x400(const ExsServer *server, const ExsAddress *internet);

/* The Internet address of an O/R one; never NULL. */
const ExsAddress *exs_mixer_to_internet(const ExsServer *server, const ExsAddress *x400,
                                        bool is_originator);

/* The same by the tables alone; NULL: they have none. */
const ExsAddress *exs_mixer_by_table(const ExsServer *server, const ExsAddress *x400);
