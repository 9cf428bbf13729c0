/* world.h - a world in which something acts, in one line.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/actors/actors.h"

#define WORLD_START (888825600 * EXS_SECOND) /* Monday 1998-03-02 08:00 */

/* SEATTLE with HUB1 (ann) and HUB2, PARIS with PAR1 (bob); FAST from HUB1 (cost 1) and SLOW from
 * HUB2 (cost 5) lead to PAR1; HUB1 and HUB2 have an Internet Mail Service for everything, of cost 1
 * and 5; mail.example.com takes example.com. It has begun. `product`: "5.5 SP4". */
typedef struct {
    ExsWorld *world;
    ExsSite *seattle, *paris;
    ExsServer *hub1, *hub2, *par1;
    ExsRecipient *ann, *bob;
    ExsConnector *fast, *slow, *ims1, *ims2;
    ExsHost *host;
} TwoSites;

TwoSites two_sites(const char *product);

/* An X.400 Connector from `from` to `to` and back, with connected sites; returns the first. */
ExsConnector *world_pair(ExsWorld *world, ExsServer *from, ExsServer *to, const char *name,
                         int64_t cost);

/* Sends from a mailbox to one address, now. Returns the message's serial. */
uint32_t world_send(ExsWorld *world, ExsRecipient *from, const char *to);

/* Runs to so long after the start. */
void world_run(ExsWorld *world, ExsTime after_start);

/* How many entries of this kind there are of the message; 0: of any. */
unsigned world_count(const ExsWorld *world, ExsTraceKind kind, uint32_t message);

/* When the first such entry was, after the start; -1: never. */
ExsTime world_when(const ExsWorld *world, ExsTraceKind kind, uint32_t message);
