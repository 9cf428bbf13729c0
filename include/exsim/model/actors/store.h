/* store.h - the information store of a server: takes what its mailboxes send, delivers to them.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/world.h"

struct ExsStore {
    ExsWorld *world;
    ExsServer *server;
    ExsTransferList submitted; /* not yet looked at */
    ExsTransferList for_mta;   /* what its mailboxes sent while the MTA was away */
    ExsQueue *outbox;          /* deferred submission (outbox.h); NULL: never yet */
    ExsEventId submitting;
    bool is_jammed; /* it takes nothing from the MTA any more, and does not stop */
};

ExsStore *exs_store_new(ExsWorld *world, ExsServer *server);
void exs_store_free(ExsStore *store);

/* A mailbox of this server sends. The message is traced as submitted. */
void exs_store_submit(ExsStore *store, ExsMessage *message);
/* The same for a copy that was made already, for all its recipients. */
void exs_store_take(ExsStore *store, ExsTransfer *transfer);

/* Does the server's store take no message for so many recipients? `is_inbound`: an Internet Mail
 * Service hands it in. */
bool exs_store_is_for_too_many(const ExsServer *server, const ExsMessage *message, bool is_inbound);

/* One recipient of this server has its message. */
void exs_store_deliver(const ExsStore *store, ExsMessage *message, uint32_t place);

/* Looks whether there is something to do: mail came, store or MTA started. */
void exs_store_kick(ExsStore *store);

void exs_store_start(ExsStore *store);
void exs_store_stop(ExsStore *store);
