/* connector.h - a connector's settings: where it leads, what it costs, when it is active.
 *
 * What differs between kinds is a field of its class; the classes stand in model/actors.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/facts/settings.h"
#include "exsim/model/org/host.h"
#include "exsim/model/org/link.h"
#include "exsim/model/org/queue.h"
#include "exsim/model/org/schedule.h"
#include "exsim/model/org/space.h"

#define EXS_COST_MAX 100 /* 1 .. 100: the property page */

typedef struct {
    const char *kind;    /* "x400": as scenarios write it */
    const char *title;   /* "X.400 Connector": as reports write it */
    const char *title40; /* the title in 4.0, where it differs; else NULL */
    const char *type;    /* "MS": the only addresses that it can deliver; NULL: any */
    bool secured;        /* an EDK gateway: its queue is the end of the MTA's routing */
    bool has_schedule;
    bool joins_sites;  /* may have connected sites */
    bool is_rpc;       /* a Site Connector: target servers, a queue for each, the site's settings */
    bool dials;        /* needs a free modem at either end */
    bool two_way_flag; /* carries mail both ways only where two-way alternate is set */
    bool limits_itself; /* tests its size limit itself, and both ways */
} ExsConnectorClass;

typedef struct {
    const ExsSpace *space;
    uint32_t cost;
    ExsScope scope;
    const char
        *routing; /* of an Internet Mail Service: its Routing page; NULL: nothing (borrowed) */
} ExsConnectorSpace;

/* A row of the Connected Sites page: the site, and the addresses that the connector takes mail for
 * there. The routing address is the site's own when the row is made; it stays when the site's
 * changes, and another may be given. */
typedef struct {
    ExsSite *site;              /* (borrowed); NULL: of another organisation */
    const ExsSpace *dn_space;   /* "EX:/o=ORG/ou=SITE" */
    const ExsSpace *x400_space; /* "X400:c=US;a= ;p=ORG;o=SITE" */
    const char *routing;        /* of an Internet Mail Service: the domain that it sends mail for
                                   the site to; NULL: the site's own (borrowed) */
} ExsConnectedSite;

#define EXS_TARGET_FIRST 0   /* a target server that is always taken first */
#define EXS_TARGET_LAST  100 /* one that is taken when all others fail */

/* A server at the far end of a Site Connector. */
typedef struct {
    ExsServer *server;
    uint32_t cost; /* EXS_TARGET_FIRST; 1 .. 99: the cheaper the likelier; EXS_TARGET_LAST */
} ExsTargetServer;

typedef struct ExsSenders ExsSenders; /* limits.h */

struct ExsConnector {
    uint32_t id;     /* in the record */
    uint32_t number; /* dense in the world, from 0 */
    uint32_t place;  /* the same in its site */
    const ExsConnectorClass *class;
    const char *name;
    ExsServer *server;
    uint32_t cost; /* of connected sites */
    ExsSettings settings;
    ExsSettings at_start; /* as its MTA read them when it started */
    ExsSchedule schedule;
    GArray *spaces;          /* ExsConnectorSpace */
    GArray *connected_sites; /* ExsConnectedSite */
    ExsServer *target;       /* the server at the far end; NULL: outside */
    ExsConnector *peer;      /* the connector at the far end of a pair; NULL */
    ExsHost *host;           /* a foreign X.400 MTA; a smart host; NULL: none */
    ExsLink *link;           /* the path; NULL: a gateway */
    GArray *targets;         /* ExsTargetServer: of a Site Connector; all of one site */
    ExsServer *bridgehead;   /* the one server that sends by a Site Connector; NULL: any */
    ExsQueue *queue;         /* the MTA's queue for it; NULL: a Site Connector */
    bool is_removed;
    bool is_running;     /* a gateway's service */
    ExsSenders *senders; /* whose mail it takes (owned); NULL: everybody's */
    ExsTime retries[8];  /* a gateway's retry list */
    uint32_t retry_count;
    void *service; /* the actor that serves a gateway or a Site Connector (borrowed) */
};

/* What the queue and the connector are called: "X.400 Connector FAST", "Internet Mail Service
 * (HUB1)", 4.0's "Internet Mail Connector (HUB1)". (owned by the caller) */
char *exs_connector_title(const ExsConnectorClass *class, const char *name,
                          const ExsServer *server);

/* Sets or replaces the space's row; cost 1 .. 100 (EXS_ERROR_RANGE). */
bool exs_connector_add_space(ExsConnector *connector, const ExsSpace *space, int64_t cost,
                             ExsScope scope, GError **error);
/* The address on the Routing page of a space that it has (kept by the caller); NULL: none. */
void exs_connector_route_space(ExsConnector *connector, const ExsSpace *space, const char *routing);
/* Takes all spaces away. */
void exs_connector_clear_spaces(ExsConnector *connector);

/* Adds a row of the Connected Sites page. `x400_space` NULL: the site's own. A row of the same site
 * is replaced. */
void exs_connector_connect(ExsConnector *connector, ExsSite *site, const ExsSpace *x400_space);
/* The same for a site of another organisation: its DN space and routing address. */
void exs_connector_connect_foreign(ExsConnector *connector, const ExsSpace *dn_space,
                                   const ExsSpace *x400_space);
/* The domain that an Internet Mail Service sends mail for a site that it has to (kept by the
 * caller). */
void exs_connector_route_site(ExsConnector *connector, const ExsSite *site, const char *routing);
/* Its row on the Connected Sites page; NULL: none. */
const ExsConnectedSite *exs_connector_connected(const ExsConnector *connector, const ExsSite *site);

/* Adds a target server or changes its cost: 0 .. 100, of a site that is not the connector's own and
 * the same for all (EXS_ERROR_RANGE). */
bool exs_connector_add_target(ExsConnector *connector, ExsServer *server, int64_t cost,
                              GError **error);
/* Only this server of the connector's site sends by it; NULL: every one (EXS_ERROR_RANGE). */
bool exs_connector_set_bridgehead(ExsConnector *connector, ExsServer *server, GError **error);

/* The server that sends by the connector what `from`, a server of its site, has for it. */
ExsServer *exs_connector_sender(const ExsConnector *connector, const ExsServer *from);

/* The MTA of its server starts: reads its restrictions. */
void exs_connector_read_restrictions(ExsConnector *connector);
/* Heuristics or a threshold, as the MTA knows it. */
int64_t exs_connector_restriction(const ExsConnector *connector, ExsSetting which);

/* Notes cost, target and schedule in the record, after they changed. */
void exs_connector_note(ExsConnector *connector);

/* Reads "0.25, 0.5, 1, 4" (hours), at most eight. "0": never again, which is a retry_count of 0. */
bool exs_connector_parse_retries(ExsConnector *connector, const char *text, GError **error);
