/* actors.h - a world in which something acts; what scenarios do to it.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/kernel/cold.h"
#include "exsim/model/org/world.h"
#include "exsim/model/routing/relay.h"

/* A world with actors: use these adders instead of the world's own. */
ExsWorld *exs_actors_world_new(const ExsWorldOptions *options, GError **error);
ExsServer *exs_actors_add_server(ExsWorld *world, ExsSite *site, const char *name,
                                 const ExsProduct *product, GError **error);

/* What a new connector needs besides its kind. */
typedef struct {
    const char *name;  /* NULL: by its kind */
    ExsServer *target; /* the server at the far end; NULL: none */
    ExsHost *host;     /* a host at the far end; NULL: none */
    ExsLink *link;     /* the path; NULL: one of the connector's name is made */
    int64_t cost;      /* of connected sites, 1 .. 100; 0: 1 */
} ExsConnectorPlan;

ExsConnector *exs_actors_add_connector(ExsWorld *world, ExsServer *server, const char *kind,
                                       const ExsConnectorPlan *plan, GError **error);

/* A target server of a Site Connector, or another cost for it. Its site is connected. */
bool exs_actors_add_target(ExsWorld *world, ExsConnector *connector, ExsServer *server,
                           int64_t cost, GError **error);

/* The connector goes: out of the table at the next calculation. Its waiting mail stays until the
 * MTA is started again; a gateway's stays for good. */
void exs_actors_remove_connector(ExsWorld *world, ExsConnector *connector);

/* Everything is built: replicates, calculates every table, and starts. */
void exs_actors_begin(ExsWorld *world);

/* Runs to `end`. Fails with what ended the run early (EXS_ERROR_LIMIT, EXS_ERROR_LIVELOCK). */
bool exs_actors_run(ExsWorld *world, ExsTime end, GError **error);

/* ---- what scenarios do ---- */

typedef enum {
    EXS_SERVICE_MTA,
    EXS_SERVICE_STORE,
    EXS_SERVICE_DIRECTORY, /* of a world that replicates in time */
    EXS_SERVICE_GATEWAY,
} ExsServiceKind;

typedef struct {
    ExsServiceKind kind;
    ExsServer *server;
    ExsConnector *connector; /* GATEWAY */
} ExsService;

/* "mta", "store" (or "is"), "ds", or a gateway's kind: "ims". Fails with EXS_ERROR_UNKNOWN. */
bool exs_service_find(ExsServer *server, const char *name, ExsService *out, GError **error);
bool exs_service_is_running(const ExsService *service);
/* Nothing happens if it is so already. */
void exs_service_start(ExsWorld *world, const ExsService *service);
void exs_service_stop(ExsWorld *world, const ExsService *service);
/* All services of a server, gateways first when it stops and last when it starts. */
void exs_server_start(ExsWorld *world, ExsServer *server);
void exs_server_stop(ExsWorld *world, ExsServer *server);
/* An unclean stop: the MTA will check its database before it starts again. */
void exs_service_crash(ExsWorld *world, const ExsService *service);
void exs_server_crash(ExsWorld *world, ExsServer *server);

/* Sets zone, daylight-saving time and skew of a server's clock. */
void exs_server_set_clock(ExsWorld *world, ExsServer *server, const ExsClock *clock);

void exs_link_set_state(ExsWorld *world, ExsLink *link, ExsLinkState state);
/* RPC loses what is open over the link now: it stays open, and nothing is sent over it. */
void exs_link_strand(ExsWorld *world, ExsLink *link);
/* What is being sent over the link (RPC inside a site) was sent before the far MTA was ready. */
void exs_link_stick(ExsWorld *world, ExsLink *link);
void exs_host_set_up(ExsWorld *world, ExsHost *host, bool is_up);

/* The schedule of a connector changes. */
void exs_connector_set_schedule(ExsWorld *world, ExsConnector *connector,
                                const ExsSchedule *schedule);

/* A message as a scenario sends it. */
typedef struct {
    ExsRecipient *from;
    const ExsAddress *const *to;
    uint32_t count;
    int64_t size; /* bytes */
    ExsPriority priority;
    ExsMessageKind kind;
    const char *name;      /* for the record; NULL: none */
    ExsTime not_before;    /* deferred delivery, in world time; 0: at once */
    ExsTime latest;        /* latest delivery, the same; 0: none */
    bool has_urgent_right; /* from MS Mail: the sender may send urgent mail */
    bool is_malformed;     /* some stores choke on it, and its content cannot be converted */
    ExsFlaw flaw;          /* what else is wrong with it */
    int64_t header;        /* bytes of its header */
    uint32_t connected_to; /* from a host: the address that it called; 0: not said */
    ExsLogon logon;        /* the same: whether it logged on */
    ExsTime submit_at;     /* deferred submission, the same; 0: at once */
    bool no_reassignment;  /* to alternate recipients */
    bool is_old_client;    /* by the Exchange 4.0 client */
    bool no_expansion;     /* of distribution lists */
    bool discloses;        /* a foreign X.400 system's: its recipients to each other */
    bool wants_receipt;    /* of its delivery */
    bool is_automatic;     /* a mailbox answers by itself */
    bool has_no_path;      /* from a host: from <>, as reports are */
    bool is_receipt;       /* the same: a report that something was delivered */
    uint32_t form;         /* an interned name; 0: one of the standard forms */
    uint32_t reply_to;     /* the recipients are of this message, by its serial number; 0: not */
    ExsLetter *letter;     /* from one Directory Service to another (borrowed); NULL: none */
} ExsSubmission;

/* Submits now. Returns the message's serial number. Fails with EXS_ERROR_RANGE. */
uint32_t exs_send(ExsWorld *world, const ExsSubmission *submission, GError **error);

/* The sender takes a message back that has not been sent. False: it is too late. */
bool exs_withdraw(ExsWorld *world, uint32_t serial);

/* Every copy of the message that waits goes to the end of this priority. Fails with EXS_ERROR_STATE
 * if the message is not under way any more. */
bool exs_set_priority(ExsWorld *world, uint32_t serial, ExsPriority priority, GError **error);

/* Every copy of the message that waits in a queue of the server's MTA is no more, and nobody is
 * told. Fails with EXS_ERROR_STATE if none does. */
bool exs_delete(ExsWorld *world, const ExsServer *server, uint32_t serial, GError **error);

/* The message of a submission that comes to a server from outside, taken by `actor`; nobody has a
 * copy of it yet. */
ExsMessage *exs_submission_from_outside(ExsWorld *world, const ExsServer *server, uint32_t actor,
                                        const ExsAddress *from, const ExsSubmission *submission,
                                        ExsPriority priority);

/* A host outside sends to an Internet Mail Service, or over the X.400 Connector that leads to it;
 * `from` as its address. Returns the serial. Fails with EXS_ERROR_STATE if service, MTA or host
 * does not run. */
uint32_t exs_send_from_host(ExsWorld *world, ExsHost *host, ExsConnector *connector,
                            const ExsAddress *from, const ExsSubmission *submission,
                            GError **error);

/* Records an NT event at a server. `words` fill the row's {} in turn: as many as there are. */
EXS_COLD void exs_log_event(ExsWorld *world, const ExsServer *server, ExsEventKind kind,
                            const char *const *words);
