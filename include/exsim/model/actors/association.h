/* association.h - one MTA's way to another: open, send, retry, close.
 *
 * Serves one non-secured queue. Mail that waits opens the association, if the schedule lets
 * it; what is sent leaves the queue when it has arrived; an idle association is closed after its
 * lifetime. A failed open starts the open retry timer, which runs on its own, and the MTA is told.
 * Attempts are one open interval apart from start to start (ours): so N of them take N intervals,
 * however long each takes to fail.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/world.h"
#include "exsim/model/routing/select.h"

typedef enum {
    EXS_ASSOCIATION_CLOSED,
    EXS_ASSOCIATION_OPENING,
    EXS_ASSOCIATION_OPEN, /* idle */
    EXS_ASSOCIATION_SENDING,
    EXS_ASSOCIATION_WAITS,    /* for its transfer interval */
    EXS_ASSOCIATION_RETRYING, /* closed, the open retry timer runs */
} ExsAssociationState;

typedef struct {
    ExsWorld *world;
    ExsServer *server; /* whose MTA holds it */
    ExsQueue *queue;
    ExsConnector *connector; /* NULL: RPC inside the site */
    ExsServer *target;       /* NULL: a host outside */
    ExsLink *link;
    ExsAssociationState state;
    ExsEventId event; /* the next step; 0: none */
    ExsTransfer *sending;
    const char *why;  /* the open under way will fail for this; NULL: it will not */
    ExsTime tried;    /* when the last open began */
    uint32_t attempt; /* opens tried since the last that worked */
} ExsAssociation;

/* For a connector, or (`connector` NULL) to a server of the same site. Serves `queue`. */
ExsAssociation *exs_association_new(ExsWorld *world, ExsServer *server, ExsConnector *connector,
                                    ExsServer *target, ExsQueue *queue);
void exs_association_free(ExsAssociation *association);

/* Looks whether there is something to do: mail came, the schedule changed, the MTA started. */
void exs_association_kick(ExsAssociation *association);

/* The MTA stops: whatever was under way is broken off, the mail stays in the queue. */
void exs_association_stop(ExsAssociation *association);

/* The object at the far end: a server's or a host's. */
uint32_t exs_association_target_id(const ExsAssociation *association);

/* When this connector will carry mail, as routing and opening read it. LATER: `opens` is set. */
ExsActivation exs_connector_activation(const ExsConnector *connector, ExsTime now, ExsTime *opens);
