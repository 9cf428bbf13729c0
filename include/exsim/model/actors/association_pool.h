/* association_pool.h - what an MTA has only so many of, and an association needs one of.
 *
 * One allocator, a pool for each type of network: the control blocks of the transport stacks over
 * which X.400 Connectors go (TCP/IP, TP4, X.25), the entries for RAS, and the resources with which
 * RPC connects to the MTAs of the site (Site Connectors have the locality table instead). An
 * association needs one at either end from the moment it is being opened, and a stack one more to
 * listen. The sizes are read when the MTA starts, which also brings back what was lost: some builds
 * do not get back the one of an open or an association that ended badly.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/kernel/cold.h"
#include "exsim/model/org/world.h"

typedef struct ExsAdjacent ExsAdjacent;       /* actors/adjacent.h */
typedef struct ExsAssociation ExsAssociation; /* actors/association.h */

/* Types of network, by the number that the events print. */
typedef enum {
    EXS_NETWORK_NONE, /* a Site Connector's: no pool */
    EXS_NETWORK_TCP,
    EXS_NETWORK_TP4,
    EXS_NETWORK_X25,
    EXS_NETWORK_RAS,
    EXS_NETWORK_RPC,  /* inside the site */
    EXS_NETWORK_XAPI, /* no network: a session of each thread of a gateway that moves mail */
    EXS_NETWORK_COUNT
} ExsNetwork;

typedef struct {
    bool is_short;       /* there was none, and the log has it */
    uint32_t configured; /* as the MTA read it when it started */
    uint32_t used;       /* by associations, opened here or by the far side */
    uint32_t lost;       /* until the MTA starts again */
} ExsPool;

ExsNetwork exs_pool_network(const ExsAdjacent *adjacent);

/* The MTA starts: reads the sizes, and has all of it again. False, with events 9228 and 4300: they
 * are out of range, and it does not start. */
bool exs_pools_read(ExsMta *mta);
/* Mail goes by a connector of an MTA whose entity control blocks do not suffice: event 41. */
EXS_COLD void exs_pool_note_entities(const ExsMta *mta);

/* Is there one for an association of this network? */
bool exs_pool_has(const ExsMta *mta, ExsNetwork network);

/* An open failed: if because one of the two MTAs has none, says so, and returns true. Where RAS has
 * none that MTA ends. */
bool exs_pool_note_short(const ExsAdjacent *adjacent, const char *why);

/* The association takes the one of its opener. False: there is none. */
bool exs_pool_take(ExsAssociation *association);
/* It is open: takes the one of the far end. There must be one. */
void exs_pool_take_far(ExsAssociation *association);
/* It ends: gives back what it holds. */
void exs_pool_give_back(ExsAssociation *association);

/* A gateway's thread begins, and takes a session with the MTA. False, with events 3120 and 9316
 * once in a shortage: there is none. */
bool exs_pool_take_session(ExsMta *mta);
/* So many threads are gone. */
void exs_pool_give_sessions(ExsMta *mta, uint32_t count);

/* An open of the association is not answered. How long the opener waits: until the transport gives
 * up, or for Disconnect if that is over before; then the block is lost in some builds. */
ExsTime exs_pool_await_answer(ExsAssociation *association);
/* An open inside the site was not answered, or refused. */
void exs_pool_bind_failed(const ExsAssociation *association);
/* The association broke and was not recovered. */
void exs_pool_broken(const ExsAssociation *association);
/* It broke, and is recovered by its opener. */
void exs_pool_recovered(const ExsAssociation *association);
