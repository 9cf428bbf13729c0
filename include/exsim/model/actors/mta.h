/* mta.h - the message transfer agent of a server: receive, resolve, route, queue, send.
 *
 * Owns the work queue. Each message at its head takes the MTA's time, then every recipient is
 * resolved and routed, and one copy goes to each queue that came out. Split by verb: mta.c receives
 * and works, mta_decide.c chooses a route, mta_route.c fans out, mta_reroute.c sends waiting mail
 * another way, mta_return.c gives it back.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/actors/association.h"
#include "exsim/model/actors/gateway.h"
#include "exsim/model/routing/bounce.h"

struct ExsMta {
    ExsWorld *world;
    ExsServer *server;
    ExsTransferList work; /* the work queue */
    ExsEventId working;
    ExsQueue *mdb;    /* mail for the private information store */
    GPtrArray *rpc;   /* by server number: ExsAssociation * to servers of the site, NULL: not yet */
    ExsStream equals; /* draws among equal routes */
    GArray *routes;   /* scratch of a decision: ExsRoute */
    GArray *rows;     /* ExsMatched const * */
    GArray *alive, *felled_by; /* uint16_t, uint32_t */
    GArray *cells;             /* int64_t */
    GArray *hops;              /* scratch of a fan-out: ExsHop */
    GArray *places;            /* uint32_t */
    GPtrArray *used;           /* connectors taken for the message at work */
};

/* Where one recipient of a copy goes. */
typedef struct {
    ExsQueue *queue;         /* NULL: nowhere */
    ExsConnector *connector; /* the one chosen, here or on another server; NULL: none needed */
    ExsCause cause;          /* why nowhere */
    uint32_t decision;       /* in the record; 0: none was needed or kept */
} ExsHop;

ExsMta *exs_mta_new(ExsWorld *world, ExsServer *server);
void exs_mta_free(ExsMta *mta);

/* A copy arrives at the end of the work queue. The MTA must run. `came_by`: the connector of this
 * server that brought it, NULL: none; `came_from`: the server of this site that did, NULL: none. */
void exs_mta_receive(ExsMta *mta, ExsTransfer *transfer, const ExsConnector *came_by,
                     const ExsServer *came_from);

void exs_mta_start(ExsMta *mta);
void exs_mta_stop(ExsMta *mta);

/* The association to a server of the site, made when first needed. */
ExsAssociation *exs_mta_rpc(ExsMta *mta, ExsServer *target);

/* Mail came to this queue: whoever serves it looks. */
void exs_mta_kick(ExsMta *mta, ExsQueue *queue);

/* Chooses where one recipient goes, and records why. */
ExsHop exs_mta_decide(ExsMta *mta, ExsTransfer *transfer, ExsEnvelope *envelope);

/* Records what the table said of a recipient; nothing where it was not asked. */
void exs_mta_note_routed(ExsMta *mta, const ExsTransfer *transfer, const ExsEnvelope *envelope,
                         const ExsHop *hop);

/* Routes every recipient of a copy and hands the copies to their queues. Takes the transfer. */
void exs_mta_route(ExsMta *mta, ExsTransfer *transfer);

/* The association that serves `queue` could not be opened: counts it, and sends what may go another
 * way. */
void exs_mta_open_failed(ExsMta *mta, ExsQueue *queue, uint32_t target);

/* The open retry timer of `queue` has run out: what was tried to the maximum everywhere goes back.
 */
void exs_mta_retry_due(ExsMta *mta, ExsQueue *queue, uint32_t target);

/* A gateway went away: asks whether its mail may go another way. */
void exs_mta_gateway_away(ExsMta *mta, ExsQueue *queue);
/* The same for a copy that was put on the queue of a gateway that is away. */
void exs_mta_gateway_absent(ExsMta *mta, ExsTransfer *transfer);

/* May the mail of this queue be routed again? Records why not, if any waits. */
bool exs_mta_may_move(ExsMta *mta, const ExsQueue *queue);

/* Gives these recipients (places in the message) of a copy back, with one report for all. Neither
 * ends the copy nor takes it from its queue. `by`: the gateway that gives it back, its report goes
 * to MTS-IN; NULL: the MTA itself. */
void exs_mta_return(ExsMta *mta, ExsGateway *by, ExsMessage *message, const uint32_t *places,
                    const ExsCause *causes, uint32_t count);
/* The same for every open recipient of the copy, then ends it. It stands in no queue any more. */
void exs_mta_return_all(ExsMta *mta, ExsGateway *by, ExsTransfer *transfer, ExsCause cause);
