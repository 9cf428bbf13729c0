/* poison.h - messages with a flaw that does more harm than to themselves: what services do when
 * they come upon one.
 *
 * The flaw is the message's (facts/flaws.h), and each harms at one place. Whoever serves that place
 * asks here. Nothing gets better by itself: such a message is deleted where it stands.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/actors/gateway.h"
#include "exsim/model/actors/mta.h"

/* An MTA receives the copy from another one. True: it crashes, now, and the copy has not arrived.
 */
bool exs_poison_kills(ExsMta *mta, const ExsTransfer *transfer);

/* Does the MTA spin on this copy, the first of its work queue, for good? */
bool exs_poison_blocks(const ExsMta *mta, const ExsTransfer *transfer);
/* How much longer it takes to work on it. */
ExsTime exs_poison_slows(const ExsMta *mta, const ExsTransfer *transfer);
/* Does the MTA spin, and so not stop when it is told to? */
bool exs_poison_spins(const ExsMta *mta);
/* Does a check of the database find what is wrong with it? */
bool exs_poison_is_found(const ExsMessage *message);

/* A mailbox has the copy now: does its store take no more mail from the MTA? */
bool exs_poison_jams(const ExsMta *mta, const ExsTransfer *transfer);

/* The next that the gateway takes from MTS-OUT; NULL: none, or one stands in the way. */
ExsTransfer *exs_poison_next(ExsGateway *gateway);

/* The gateway cannot take the copy from the mail system behind it. */
bool exs_poison_stays_outside(ExsGateway *gateway, const ExsTransfer *transfer);
