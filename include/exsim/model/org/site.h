/* site.h - a site: its servers, its connectors, its routing table, and the tables of others it has.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/kernel/engine.h"
#include "exsim/model/org/connector.h"
#include "exsim/model/org/server.h"

typedef struct ExsTable ExsTable; /* routing/gwart.h */

struct ExsSite {
    uint32_t id;     /* in the record */
    uint32_t number; /* dense in the world, from 0 */
    const char *name;
    ExsWorld *world;
    ExsSettings settings;
    const ExsSpace *dn_space;         /* "EX:/o=ORG/ou=SITE" */
    const ExsSpace *x400_space;       /* "X400:c=US;a= ;p=ORG;o=SITE" */
    GPtrArray *servers;               /* ExsServer * */
    GPtrArray *connectors;            /* ExsConnector *, of all its servers, in the order made */
    ExsServer *calculation_server;    /* the one that calculates its table; NULL: none */
    ExsSchedule calculation_schedule; /* quarter hours that it also calculates in */
    ExsTable *table;                  /* as its calculation server last computed it (owned) */
    GPtrArray *replicas;     /* by site number: ExsTable * as replicated to here (owned), or NULL */
    ExsEventId calculation;  /* the one that is due after a change; 0: none */
    ExsEventId scheduled;    /* the next one of the schedule; 0: none */
    ExsTable *coming;        /* of the calculation under way (owned); NULL: none */
    ExsEventId comes;        /* its end */
    GPtrArray *encapsulated; /* address id -> the O/R address that has it in a DDA, NULL: not yet */
};

/* Another X.400 address on the Site Addressing page, "c=US;a= ;p=ORG;o=SITE": of recipients made
 * from now on. Fails with EXS_ERROR_PARSE. */
bool exs_site_set_x400_address(ExsSite *site, const char *text, GError **error);
