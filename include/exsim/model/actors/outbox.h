/* outbox.h - deferred submission: mail that waits in its sender's Outbox, in the store.
 *
 * It has not been sent: it can be withdrawn, no MTA knows of it, and its age begins when it leaves.
 * What is due while the store is away leaves when that starts.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/actors/store.h"

/* Puts a message there until `due`, in world time. */
void exs_outbox_put(ExsStore *store, ExsMessage *message, ExsTime due);

/* The sender takes it out again. False: it is not there, or no more. */
bool exs_outbox_withdraw(ExsWorld *world, uint32_t serial);

/* The store starts, or has stopped. */
void exs_outbox_start(ExsStore *store);
void exs_outbox_stop(ExsStore *store);
