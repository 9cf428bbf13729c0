/* gwart_private.h - what the files of the table's calculation share: gwart.c keeps it,
 * gwart_calculate.c merges, gwart_own.c says what is the site's own, gwart_import.c what is brought
 * in of another's.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/routing/gwart.h"

#define EXS_SCOPES 3

/* ---- gwart.c ---- */

ExsTable *exs_table_new(uint32_t version);
/* Its rows are all there: makes what lookups need, for so many connectors of the site and spaces of
 * the world. */
void exs_table_index(ExsTable *table, uint32_t connectors, uint32_t spaces);
/* exs_table_has() by numbers. */
static inline bool exs_table_has_key(const ExsTable *table, uint32_t place, uint32_t space,
                                     uint32_t scope)
{
    size_t bit = ((size_t)place * table->has_spaces + space) * EXS_SCOPES + scope;

    return place < table->has_connectors && space < table->has_spaces &&
           (table->has[bit / 64] >> bit % 64 & 1) != 0;
}

/* ---- gwart_calculate.c ---- */

/* A route that may become a row. */
typedef struct {
    const ExsConnector *connector;
    const ExsSpace *space;
    const ExsSite *from;       /* NULL: own */
    const ExsTableRow *theirs; /* the row brought in; NULL: own */
    uint32_t cost;
    uint16_t hops;
    ExsScope scope;
} ExsRouteOffer;

/* Where a connector stands: its site's number, and its own in that site. */
typedef struct {
    uint32_t site, place;
} ExsHopPlace;

/* A calculation under way. */
typedef struct {
    const ExsSite *site;
    const ExsWorld *world;
    const ExsServer *server; /* the calculation server */
    const ExsPolicy *policy;
    ExsTable *table;
    const ExsConnector *connector; /* the one being read */
    GArray *offers;                /* ExsRouteOffer: its own */
    uint32_t *slot;                /* key -> place in `offers`, plus one */
    GArray *taken;                 /* ExsRouteOffer: of the connectors before */
    uint32_t spaces;               /* one more than the highest id */
    ExsHopPlace *places;           /* by connector's number */
    const ExsTable **replicas;     /* by site's number; NULL: not known here */
    uint8_t *leads_here;           /* connector's number -> does it lead to this site? */
    uint8_t *is_left_out;          /* by space: it has no row, whatever leads there */
    bool keeps_best, checks_hops, lists_restricted, drops_similar; /* rules asked once */
} ExsCalculation;

/* Takes the offer if it is better than what its key has. */
void exs_calculation_offer(ExsCalculation *self, const ExsRouteOffer *offer);

/* ---- gwart_own.c ---- */

/* Offers what the connector itself reaches. False: a flaw stops the whole calculation there. */
bool exs_calculation_own(ExsCalculation *self);

/* Is the space of a connector lost, with all routes to it? */
bool exs_calculation_loses(const ExsCalculation *self, const ExsSpace *space);

/* ---- gwart_import.c ---- */

/* Offers what the table of a connected site has, as it was replicated to here. */
void exs_calculation_import(ExsCalculation *self, const ExsSite *from);

/* Is a row of another's table, better than what there is, to be brought in? */
bool exs_calculation_admits(const ExsCalculation *self, const ExsTableRow *row);
