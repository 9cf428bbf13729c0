/* mta.h - the message transfer agent of a server: receive, resolve, route, queue, send.
 *
 * Owns the work queue. Each message at its head takes the MTA's time, then every recipient is
 * resolved and routed, and one copy goes to each queue that came out. Split by verb: mta.c receives
 * and works, mta_decide.c chooses a route, mta_route.c fans out, mta_reroute.c sends waiting mail
 * another way, mta_return.c gives it back, mta_expand.c makes members of lists.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/kernel/cold.h"
#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/adjacent.h"
#include "exsim/model/actors/association_pool.h"
#include "exsim/model/actors/delivery.h"
#include "exsim/model/actors/gateway.h"
#include "exsim/model/actors/mta_alarms.h"
#include "exsim/model/actors/mta_database.h"
#include "exsim/model/actors/mta_deferral.h"
#include "exsim/model/actors/mta_objects.h"
#include "exsim/model/actors/mta_stamps.h"
#include "exsim/model/routing/bounce.h"
#include "exsim/model/routing/recall.h"
#include "exsim/model/routing/restrict.h"

#define EXS_MODEMS_MAX 256 /* as the setting has it */

struct ExsMta {
    ExsWorld *world;
    ExsServer *server;
    ExsTransferList work; /* the work queue */
    ExsDeferral deferral; /* mail that waits for its time */
    ExsAlarms alarms;
    ExsMtaDatabase *database;
    ExsEventId working;
    ExsQueue *mdb; /* mail for the private information store */
    ExsDelivery deliveries[EXS_DELIVERIES];
    GPtrArray *adjacents; /* ExsAdjacent *: every one, in the order made (owned) */
    GPtrArray *rpc; /* by server number: ExsAdjacent * to servers of the site, NULL: not yet */
    uint32_t calls; /* modems in use */
    uint16_t ports[EXS_MODEMS_MAX + 1]; /* calls at each modem port, from 1 */
    uint32_t localities;                /* associations in the locality table */
    ExsPool pools[EXS_NETWORK_COUNT];
    ExsEventId ending;     /* it is about to end by itself; 0: it is not */
    ExsTime opening_until; /* where opens are synchronous: the one under way ends then */
    ExsEventId life;       /* when the oldest mail is past its life; 0: not watched */
    ExsTime life_due;
    ExsEventId stamps; /* when the first of those that bear a later time may go; 0: none does */
    ExsTime stamps_due;
    ExsStream equals;  /* draws among equal routes */
    ExsStream targets; /* draws among target servers */
    GArray *routes;    /* scratch of a decision: ExsRoute */
    GArray *rows;      /* ExsMatched const * */
    GArray *felled_by; /* uint32_t */
    GArray *cells;     /* int64_t */
    GArray *readings;  /* what it read of recipients, by their numbers (reading.h) */
    GHashTable *lists; /* what it remembers of lists (mta_expand.c); never walked */
    struct ExsSenderReadings *senders; /* what it read of Accept and Reject lists (reading.h) */
    ExsTime busy_until;                /* with such lists: not before it takes the next copy */
    uint32_t entity_blocks;            /* that it has, where they do not suffice; 0: they do */
    ExsRule ends_by;        /* the copy at work is the end of it; EXS_RULE_NONE: it is not */
    ExsRecall *recall;      /* selections made before (owned) */
    GArray *hops;           /* scratch of a fan-out: ExsHop */
    GArray *places;         /* uint32_t */
    bool has_lists;         /* one of the hops is a list */
    GPtrArray *used;        /* connectors taken for the message at work */
    GPtrArray *used_queues; /* the queues of these */
};

/* Where one recipient of a copy goes. */
typedef struct {
    ExsQueue *queue;         /* NULL: nowhere */
    ExsConnector *connector; /* the one chosen, here or on another server; NULL: none needed */
    ExsCause cause;          /* why nowhere */
    uint32_t decision;       /* in the record; 0: none was needed or kept */
    ExsRule target_rule;     /* why this target server; EXS_RULE_NONE: there was no choice */
    bool is_detour;          /* dearer than one that is down: counts as rerouted */
    bool has_rivals;         /* there were several candidates */
    bool is_list;            /* nowhere, as it is a list that is expanded here */
} ExsHop;

ExsMta *exs_mta_new(ExsWorld *world, ExsServer *server);
void exs_mta_free(ExsMta *mta);

/* A copy arrives at the end of the work queue. The MTA must run. `came_by`: the connector of this
 * server that brought it, NULL: none; `came_from`: the server of this site that did, NULL: none. */
void exs_mta_receive(ExsMta *mta, ExsTransfer *transfer, const ExsConnector *came_by,
                     const ExsServer *came_from);

/* Starts it as far as its database lets it; it may open later, or not at all. */
void exs_mta_start(ExsMta *mta);
void exs_mta_open(ExsMta *mta);
/* It runs, or checks its database. */
void exs_mta_stop(ExsMta *mta);
void exs_mta_crash(ExsMta *mta);

/* The adjacent MTA of a server of the site, made when first needed. */
ExsAdjacent *exs_mta_rpc(ExsMta *mta, ExsServer *target);

/* How long an open has to wait for another one that is under way. */
ExsTime exs_mta_open_delay(const ExsMta *mta, const ExsAdjacent *adjacent);
/* An open begins and takes so long. */
void exs_mta_open_begun(ExsMta *mta, const ExsAdjacent *adjacent, ExsTime takes);

/* A foreign MTA has taken the copy: it delivers, or reports on whom it does not know (foreign.c).
 */
void exs_mta_hand_out(ExsMta *mta, const ExsConnector *connector, ExsTransfer *transfer);
/* A foreign system sends over the connector that leads to it. Returns the serial; 0 (and
 * EXS_ERROR_STATE) if the MTA cannot be reached: it keeps its mail. */
uint32_t exs_foreign_send(ExsWorld *world, const ExsConnector *connector, const ExsAddress *from,
                          const ExsSubmission *submission, GError **error);

/* A copy stands in a queue that is not secured: it goes back when its life is over (mta_life.c). */
void exs_mta_watch_life(ExsMta *mta, const ExsTransfer *transfer);
/* The same, for one whose life is known to end at `due`. */
void exs_mta_watch_until(ExsMta *mta, ExsTime due);
/* When it ends, in world time. */
ExsTime exs_mta_life_end(const ExsMta *mta, const ExsTransfer *transfer);
/* The clock was set: looks at everything that waits. */
void exs_mta_rewatch_life(ExsMta *mta);
/* Is its life over now? */
bool exs_mta_is_expired(const ExsMta *mta, const ExsTransfer *transfer);
/* The event of one that another MTA has handed over too late. */
EXS_COLD void exs_mta_note_expired(const ExsMta *mta, const ExsTransfer *transfer);

/* Is diagnostics logging at its maximum: an event for each item of each queue? */
static inline bool exs_mta_logs_all(const ExsMta *mta)
{
    return exs_setting(&mta->server->settings, EXS_SETTING_LOG_FIELD_ENGINEERING) >= 5;
}

/* Mail came to this queue: whoever serves it looks. */
void exs_mta_kick(ExsMta *mta, ExsQueue *queue);

/* Chooses where one recipient goes, and records why. */
ExsHop exs_mta_decide(ExsMta *mta, ExsTransfer *transfer, ExsEnvelope *envelope);

/* Records what the table said of a recipient; nothing where it was not asked. */
void exs_mta_note_routed(ExsMta *mta, const ExsTransfer *transfer, const ExsEnvelope *envelope,
                         const ExsHop *hop);

/* The copy waits for a target server of `from` that failed: another one of it, where they come
 * before other connectors. False: there is none. */
bool exs_mta_next_target(ExsMta *mta, const ExsTransfer *transfer, ExsConnector *from, ExsHop *hop);

/* Records which target server of a Site Connector was chosen, where there was a choice. */
void exs_mta_note_target(ExsMta *mta, const ExsTransfer *transfer, const ExsHop *hop);
/* Notes in the record what P1 of the copy has grown by. */
EXS_COLD void exs_mta_note_growth(ExsMta *mta, const ExsTransfer *transfer);

/* A copy is about to wait for hop->connector: does its content suit that (mta_convert.c)? If not it
 * may be rerouted: then `hop` is another one. False: it goes back. */
bool exs_mta_converts(ExsMta *mta, ExsTransfer *transfer, ExsHop *hop);
/* The same for its recipients and a connector of 1984 (mta_downgrade.c). False: it goes back,
 * `cause` says why. */
bool exs_mta_downgrades(ExsMta *mta, ExsTransfer *transfer, ExsHop *hop, ExsCause *cause);
/* A copy goes to `hop` instead of `from`, for what it is: event 287, and the record. */
void exs_mta_note_rerouted(ExsMta *mta, const ExsTransfer *transfer, const ExsConnector *from,
                           const ExsHop *hop);
/* It came damaged from another MTA, and is gone: it takes the transfer, and nobody is told. */
EXS_COLD bool exs_mta_stops_spoilt(ExsMta *mta, ExsTransfer *transfer);

/* A copy has arrived: is it a loop (mta_trace.c)? If so it goes back: it takes the transfer. If not
 * its trace names this MTA from now on. */
bool exs_mta_stops_loop(ExsMta *mta, ExsTransfer *transfer);
/* A copy leaves for another management domain: the organisation is in its external trace from now
 * on, and the internal trace is taken off. */
void exs_mta_leave_domain(const ExsMta *mta, ExsTransfer *transfer);
/* Records the external trace that a foreign system reads; `rule`: what it finds by it. */
void exs_mta_note_external(const ExsMta *mta, const ExsHost *host, const ExsTransfer *transfer,
                           ExsRule rule);

/* Routes every recipient of a copy and hands the copies to their queues. Takes the transfer. */
void exs_mta_route(ExsMta *mta, ExsTransfer *transfer);

/* The same of a list. False: where the routing table leads (mta_expand.c). */
bool exs_mta_decide_list(ExsMta *mta, const ExsTransfer *transfer, const ExsEnvelope *envelope,
                         ExsHop *hop);
/* To another server of the site. */
ExsHop exs_mta_decide_in_site(ExsMta *mta, const ExsTransfer *transfer, const ExsServer *home);
/* Expands the lists of a copy that mta->hops has as such, and settles them (mta_expand.c). */
void exs_mta_expand(ExsMta *mta, ExsTransfer *transfer);
/* The MTA ends over this copy, whose hops are known, and has it again when it starts. */
bool exs_mta_fan_out_breaks(ExsMta *mta, ExsTransfer *transfer);
/* How much longer a copy takes that has just been made for members. */
ExsTime exs_mta_expansion_time(const ExsMta *mta, const ExsTransfer *transfer);
GHashTable *exs_mta_lists_new(void);

/* The association that serves `queue` could not be opened: counts it, and sends what may go another
 * way. `at_limit`: the far end has all the associations that it may have. */
void exs_mta_open_failed(ExsMta *mta, ExsQueue *queue, uint32_t target, bool at_limit);

/* The open retry timer of `queue` has run out: what was tried to the maximum everywhere goes back.
 */
void exs_mta_retry_due(ExsMta *mta, ExsQueue *queue, uint32_t target);

/* A gateway went away: asks whether its mail may go another way. */
void exs_mta_gateway_away(ExsMta *mta, ExsQueue *queue);
/* The same for a copy that was put on the queue of a gateway that is away. */
EXS_COLD void exs_mta_gateway_absent(ExsMta *mta, ExsTransfer *transfer);

/* May the mail of this queue be routed again? Records why not, if any waits. */
bool exs_mta_may_move(ExsMta *mta, const ExsQueue *queue);

/* The store that submits to this MTA, as events name it. (owned by the caller) */
EXS_COLD char *exs_mta_store_name(const ExsMta *mta);

/* ---- limits and restrictions (mta_restrict.c); what stands in the way is recorded ---- */

/* For one recipient of the message, by this object. */
void exs_note_refusal(ExsWorld *world, uint32_t actor, const ExsMessage *message,
                      const ExsEnvelope *envelope, uint32_t object, const ExsRefusal *refusal);
/* This connector was no route for it. */
void exs_mta_note_limit(ExsMta *mta, const ExsMessage *message, const ExsEnvelope *envelope,
                        const ExsConnector *connector, bool too_large);
/* Does a recipient with limits not take the message? */
bool exs_mta_restricts(ExsMta *mta, const ExsMessage *message, const ExsEnvelope *envelope,
                       const ExsRecipient *recipient, ExsCause *cause);
/* The copy is over the limit of this MTA; what comes from its own store failed at submission. Takes
 * the transfer. */
void exs_mta_refuse_size(ExsMta *mta, ExsTransfer *transfer);
/* The connector that brought the copy bars its originator. True: it took the transfer. */
bool exs_mta_bars_originator(ExsMta *mta, ExsTransfer *transfer);
/* What comes in by a gateway is given back at once. True: it took the transfer. */
bool exs_mta_refuses_inbound(ExsMta *mta, const ExsConnector *connector, ExsTransfer *transfer);

/* A copy leaves by the connector (NULL, or a Site Connector: nothing changes): its addresses are
 * from now what the far side is given (mta_carry.c). */
void exs_mta_carry(ExsMta *mta, const ExsConnector *connector, ExsTransfer *transfer);
/* The same for a recipient that a gateway has handed to a host, who may reply to it. */
void exs_mta_note_handed(const ExsMta *mta, const ExsConnector *connector,
                         const ExsTransfer *transfer, uint32_t place);

/* A new report of `actor`, of this server, on a message, for `to`: nobody has its copy yet. */
EXS_COLD ExsTransfer *exs_mta_report(const ExsMta *mta, uint32_t actor, const ExsMessage *about,
                                     const ExsAddress *to);

/* Gives these recipients (places in the message) of a copy back, with one report for all. Neither
 * ends the copy nor takes it from its queue. `by`: the gateway that gives it back, its report goes
 * to MTS-IN; NULL: the MTA itself. */
EXS_COLD void exs_mta_return(ExsMta *mta, ExsGateway *by, ExsMessage *message,
                             const uint32_t *places, const ExsCause *causes, uint32_t count);
/* The same for every open recipient of the copy, then ends it. It stands in no queue any more. */
EXS_COLD void exs_mta_return_all(ExsMta *mta, ExsGateway *by, ExsTransfer *transfer,
                                 ExsCause cause);
