/* adjacent.h - an adjacent MTA as one MTA sees it: a queue, and the associations that serve it.
 *
 * Decides how many associations there are: one for the first message, one more each time the queue
 * passes the threshold, one for urgent mail; and when one may be opened: now, when the schedule
 * opens, or never from here. A failed open starts the open retry timer, which runs on its own, and
 * the MTA is told. Attempts are one open interval apart from start to start (ours): so N of them
 * take N intervals, however long each takes to fail.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/kernel/cold.h"
#include "exsim/model/actors/association.h"

struct ExsAdjacent {
    ExsWorld *world;
    ExsServer *server; /* whose MTA this is */
    ExsQueue *queue;
    ExsConnector *connector; /* NULL: RPC inside the site */
    ExsServer *target;       /* NULL: a host outside */
    ExsLink *link;
    GPtrArray *associations; /* ExsAssociation *: opened from here (owned) */
    GPtrArray *inbound;      /* ExsAssociation *: opened by the far side (borrowed) */
    GPtrArray *connections;  /* ExsConnection *: that outlive their associations (owned) */
    ExsEventId retry;        /* the open retry timer; 0: does not run */
    ExsTime retry_at;        /* when it fires */
    ExsEventId schedule;     /* when the schedule opens next */
    ExsTime tried;           /* when the last open began */
    bool gathers;            /* the thresholds of its queue are not reached */
    bool is_released;        /* they were: all goes until the queue is empty */
    ExsEventId idle;         /* when the display of its queue looks next; 0: it does not */
    ExsTime used;            /* when mail last came to its queue, or left it */
    bool is_hidden;          /* its queue is not displayed */
    bool was_short;          /* the last open failed for what an MTA has only so many of */
    bool is_limited;         /* the limit of associations was reached and logged */
    uint32_t attempt;        /* opens tried since the last that worked */
};

/* For a connector, or (`connector` NULL) to a server of the same site. Serves `queue`. */
ExsAdjacent *exs_adjacent_new(ExsWorld *world, ExsServer *server, ExsConnector *connector,
                              ExsServer *target, ExsQueue *queue);
void exs_adjacent_free(ExsAdjacent *adjacent);

/* Looks whether there is something to do: mail came, the schedule changed, the MTA started. */
void exs_adjacent_kick(ExsAdjacent *adjacent);

/* The MTA stops: whatever was under way is broken off, the mail stays in the queue. */
void exs_adjacent_stop(ExsAdjacent *adjacent);

/* All associations opened from here end for this reason. */
EXS_COLD void exs_adjacent_close_all(ExsAdjacent *adjacent, const char *why);

/* Its queue is longer or shorter. */
void exs_adjacent_queue_changed(ExsAdjacent *adjacent);

/* Mail came to its queue or left it: the queue is displayed for a while (adjacent_display.c). */
void exs_adjacent_display(ExsAdjacent *adjacent);

/* The server's clock was set: its schedule opens sooner or later. */
void exs_adjacent_retime(ExsAdjacent *adjacent);

/* The link was cut: every association over it breaks now. */
void exs_adjacent_cut(ExsAdjacent *adjacent);

/* The link hangs from now: what is being sent over it stands still. */
void exs_adjacent_hang(ExsAdjacent *adjacent);
/* It hangs no longer. */
void exs_adjacent_go_on(ExsAdjacent *adjacent);

/* RPC lost what is open over the link: the far side does not know it, and nothing is sent. */
void exs_adjacent_strand(ExsAdjacent *adjacent);
void exs_adjacent_log_stranded(const ExsAdjacent *adjacent);

/* An open of one of its associations failed, or one that was open was lost. */
EXS_COLD void exs_adjacent_open_failed(ExsAdjacent *adjacent, const char *why);

/* An association that was held is recovered: the open retry timer does not run any more. */
void exs_adjacent_recovered(ExsAdjacent *adjacent);
/* Who opens anew does not wait for those that are held. */
void exs_adjacent_give_up_held(ExsAdjacent *adjacent);

/* The object at the far end: a server's or a host's. */
uint32_t exs_adjacent_target_id(const ExsAdjacent *adjacent);

/* The same association seen from the far end: its adjacent MTA there; NULL: there is none. */
ExsAdjacent *exs_adjacent_far(const ExsAdjacent *adjacent);

/* Do both ends take turns on one association? */
bool exs_adjacent_alternates(const ExsAdjacent *adjacent);

/* The next message to send over `association`; NULL: none, or none that the schedule lets go. */
ExsTransfer *exs_adjacent_next(const ExsAdjacent *adjacent, const ExsAssociation *association);

/* When this connector will carry mail, as routing and opening read it. LATER: `opens` is set. */
ExsActivation exs_connector_activation(const ExsConnector *connector, ExsTime now, ExsTime *opens);

/* Why no association can be opened to the far side now; NULL: it can. `refused`: it says so at
 * once. */
const char *exs_adjacent_obstacle(const ExsAdjacent *adjacent, bool is_urgent, bool *refused);

/* Some of these reasons, of which the MTAs know more than the words. */
#define EXS_WHY_TIMED_OUT  "timed out"
#define EXS_WHY_REFUSED    "refused"
#define EXS_WHY_LIMIT      "the limit of associations is reached"
#define EXS_WHY_CANCELLED  "the RPC was cancelled"
#define EXS_WHY_LOST       "the association was lost"
#define EXS_WHY_BROKEN     "the association is broken"
#define EXS_WHY_NO_BLOCK   "no free control block"
#define EXS_WHY_FAR_BLOCK  "the far MTA has no free control block"
#define EXS_WHY_BAD_HANDLE "an invalid context handle"
#define EXS_WHY_NO_PORT    "no modem at the port of the phone-book entry"
#define EXS_WHY_MODEM      "the modem is in use"
#define EXS_WHY_LINE_BUSY  "the line is busy"

/* ---- limits (adjacent_limits.c) ---- */

#define EXS_ASSOCIATIONS_MAX 9 /* for normal and non-urgent mail; one more for urgent */

/* Is it served over RPC? */
bool exs_adjacent_is_rpc(const ExsAdjacent *adjacent);

/* How many associations of this side count. */
uint32_t exs_adjacent_have(const ExsAdjacent *adjacent, bool is_urgent);
/* Those of the far side over which nobody sends any more: this side waits for them too. */
uint32_t exs_adjacent_dead_inbound(const ExsAdjacent *adjacent);
/* Is there an association that carries its mail? */
bool exs_adjacent_has_carrier(const ExsAdjacent *adjacent);

/* Has the far side all the X.400 associations that it may open here? */
bool exs_adjacent_is_full(const ExsAdjacent *adjacent, bool is_urgent);

/* One more association of this MTA, opened here or by the far side, or (-1) one less. */
void exs_adjacent_count(const ExsAdjacent *adjacent, int change);

/* Has the MTA's table of associations over RPC room for one more? */
bool exs_adjacent_has_locality(const ExsAdjacent *adjacent);

/* What is being sent to a server of the site now was sent too early: it sticks. */
void exs_adjacent_stick(ExsAdjacent *adjacent);
/* The copy that waits here goes to another place in the queue: it no longer sticks. */
void exs_adjacent_unstick(ExsAdjacent *adjacent, const ExsTransfer *transfer);

/* NT events (adjacent_events.c): an open failed; a pair has all the associations it may have. */
void exs_adjacent_log_failure(const ExsAdjacent *adjacent, const char *why, ExsTime wait);
void exs_adjacent_log_limit(ExsAdjacent *adjacent, uint32_t limit);
/* The far MTA refused an association of this one: at both ends. */
void exs_adjacent_log_refused(const ExsAdjacent *adjacent);
/* An association that was held has ended. */
void exs_adjacent_log_ended(const ExsAdjacent *adjacent);
/* An RPC was cancelled. */
EXS_COLD void exs_adjacent_log_cancelled(const ExsAdjacent *adjacent);

/* A setting of the association: the connector's own, or the site's. */
int64_t exs_adjacent_setting(const ExsAdjacent *adjacent, ExsSetting which);
