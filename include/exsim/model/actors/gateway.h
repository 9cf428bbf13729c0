/* gateway.h - what EDK gateways share: the store's threads and folders between the MTA and the
 * gateway.
 *
 * When the gateway's service logs on to the store, the store starts Gateway In threads, which pull
 * from the MTA's queue into MTS-OUT, and Gateway Out threads, which push from MTS-IN to the MTA.
 * Gateway or store stopped: the threads are gone, and mail stays where it stands.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/kernel/cold.h"
#include "exsim/model/org/dialup.h"
#include "exsim/model/org/world.h"

typedef struct ExsGateway ExsGateway;
typedef struct ExsSpool ExsSpool; /* ims_spool.h */

typedef struct {
    ExsTransfer *transfer; /* NULL: idle */
    ExsEventId event;
    ExsGateway *gateway;
    bool inbound; /* from MTS-IN to the MTA */
} ExsGatewayThread;

struct ExsGateway {
    ExsWorld *world;
    ExsConnector *connector;
    ExsServer *server;
    ExsQueue *mts_out, *mts_in; /* folders in the store */
    ExsQueue *out;              /* the gateway's own spool: mail for outside */
    ExsQueue *in;               /* the same: mail from outside; NULL: the kind has none */
    ExsSpool *spool;            /* (owned) */
    uint32_t sessions;          /* that send now */
    GPtrArray *threads;         /* ExsGatewayThread * */
    GArray *etrn;               /* uint32_t: domains whose mail waits until their host asks */
    uint32_t served;            /* the domain whose host asks now; 0: none */
    ExsDialPlan plan;           /* when it dials */
    ExsEventId dialling;        /* the next call; 0: none is planned */
    bool is_connected;          /* the line is up */
    GArray *direct;             /* uint32_t: domains whose mail does not use the line */
    GArray *routing;            /* uint32_t: domains of the Routing page */
    GArray *overrides;          /* uint32_t: those that override restrictions on relaying */
    GArray *domains;            /* ExsMailDomain: the E-Mail Domain list */
    GArray *mail_box;           /* of a Notes server: what lies in it (edk.c); NULL: nothing yet */
    ExsEventId draining;        /* the next look of PC-MTA into the mailbag; 0: none is due */
    const ExsHost *asked;       /* by ETRN, during the try under way; NULL: none yet */
    bool is_broken;             /* a host dropped the connection of the try under way */
    ExsEventId polling;         /* the gateway's next look into MTS-OUT; 0: none is due */
    void (*on_mts_out)(ExsGateway *gateway); /* the kind looks for mail in MTS-OUT */
    void (*on_start)(ExsGateway *gateway);
    void (*on_stop)(ExsGateway *gateway);
};

ExsGateway *exs_gateway_new(ExsWorld *world, ExsConnector *connector);
void exs_gateway_free(ExsGateway *gateway);

/* Is it logged on: its service and the store run? */
bool exs_gateway_logged_on(const ExsGateway *gateway);

/* Looks whether threads and gateway have something to do: mail came, something started. */
void exs_gateway_kick(ExsGateway *gateway);

/* The store or the MTA stops, or the gateway does: the threads are gone, what they had in hand
 * stays where it stood. */
void exs_gateway_log_off(ExsGateway *gateway);

void exs_gateway_start(ExsGateway *gateway);
void exs_gateway_stop(ExsGateway *gateway);

/* Its mailbox is over the limit of its store, which makes no report for it: event 2018. */
bool exs_gateway_is_disabled(const ExsGateway *gateway);

/* An administrator deletes a message from its folders, or from the queue of the mail system behind
 * it. Returns whether it lay there, and in nobody's hand. */
bool exs_gateway_delete(ExsGateway *gateway, uint32_t serial);

/* What nobody has routed goes to MTS-OUT. */
EXS_COLD void exs_gateway_hand_off(ExsGateway *gateway, ExsTransfer *transfer);
/* The host sends that by itself after so long: `on_due`(host, what exs_gateway_answer_due takes).
 */
EXS_COLD void exs_gateway_answer_later(const ExsHostAnswer *answer, ExsHost *host, ExsTime delay,
                                       ExsEventFunc on_due);
/* Takes the answer that is due from the host. */
EXS_COLD ExsHostAnswer exs_gateway_answer_due(ExsHost *host, void *due);
/* Mail from outside, or a report of the gateway, goes to MTS-IN. */
void exs_gateway_submit(ExsGateway *gateway, ExsTransfer *transfer);
