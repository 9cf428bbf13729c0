/* queue.h - messages waiting, by priority then arrival.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/message.h"

struct ExsQueue {
    uint32_t id; /* in the record */
    const char *name;
    uint32_t owner;          /* object id of the MTA or the store that keeps it */
    ExsServer *server;       /* whose queue it is */
    ExsServer *target;       /* the server at the far end of an RPC queue; else NULL */
    ExsConnector *connector; /* what it leads to; NULL: a server of the site, or the store */
    bool secured;            /* a gateway's: stands on disk, and is the end of the MTA's routing */
    ExsTransfer *first[EXS_PRIORITY_COUNT];
    ExsTransfer *last[EXS_PRIORITY_COUNT];
    uint32_t count;
    bool is_backlogged; /* its alarm is on */
    uint32_t memory_id; /* its object, where it stands in memory only; 0: none was asked for */
    void *service;      /* the actor that serves it (borrowed) */
};

/* At the end of its priority; records "queued". */
void exs_queue_put(ExsWorld *world, ExsQueue *queue, ExsTransfer *transfer);

/* The next to go, left where it is; NULL if empty. */
ExsTransfer *exs_queue_peek(const ExsQueue *queue);

/* Takes a transfer out; records "unqueued". */
void exs_queue_take(ExsWorld *world, ExsQueue *queue, ExsTransfer *transfer);

/* Takes all out at once, in order, as a list by `next`; records "unqueued" for each. */
ExsTransfer *exs_queue_take_all(ExsWorld *world, ExsQueue *queue);
