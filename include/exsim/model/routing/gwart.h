/* gwart.h - a site's gateway address routing table: how it is calculated.
 *
 * Rows are keyed by local connector, space and restriction, and keep the lowest cost, then the
 * shortest hop list. A calculation starts empty, adds the spaces of the site's own connectors and
 * the spaces of their connected sites, and then brings in the tables of those sites *as they were
 * replicated to this one*: a calculation merges tables and never lists paths. So what a table says
 * is as old as the news it was made from.
 *
 * With the table goes the Site-Proxy-Space, compiled at the same time (proxy_space.h). Both are
 * attributes of the Site Addressing object, and travel to other sites with it.
 *
 * Hops are kept as numbers of connectors, and which rows there are also as bits: the tables of a
 * thousand sites fit into memory, and a calculation asks others' tables a million times.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/world.h"

#define EXS_TABLE_HOPS_MAX 64

typedef struct {
    const ExsSpace *space;
    const ExsConnector *connector; /* of this site: the first hop */
    const ExsSite *learned_from;   /* the adjacent site whose table it came from; NULL: own */
    const uint32_t *path;          /* `hops` connectors by number; path[0] is `connector` */
    uint32_t cost;
    uint16_t hops; /* connectors on the way, 1 for a row of the site's own */
    uint8_t scope; /* ExsScope */
} ExsTableRow;

struct ExsTable {
    int references;
    uint32_t version; /* of this site's calculations, from 1 */
    uint32_t count;
    ExsTableRow *rows;   /* own ones first, then those brought in; each by connector */
    uint32_t *hops;      /* the paths of all rows */
    uint32_t hop_count;  /* their length */
    uint64_t imports;    /* tables that the calculation read, one for each hop it checked */
    GPtrArray *by_type;  /* interned type -> GPtrArray of rows, for lookups; NULL: no such row */
    uint64_t *has;       /* a bit for each connector of the site, space and restriction */
    uint32_t has_spaces; /* spaces that the bits know */
    uint32_t has_connectors;
    GPtrArray *proxy_space; /* const ExsSpace *: the Site-Proxy-Space */
    uint32_t stale;         /* entries at its end that no recipient has any more */
    bool ignores_ou2;       /* its tree has no level for the second organizational unit */
    uint32_t refinements;   /* exact X.400 rows that its tree has before the first "else"; 0: all */
    bool is_cut_short;      /* reading stopped at a flaw: what came after is not in it */
};

/* Calculates the table of a site as `server`, its calculation server, does, from what the site
 * has; does not install it. (owned by the caller) */
ExsTable *exs_table_calculate(const ExsSite *site, const ExsServer *server);

ExsTable *exs_table_ref(ExsTable *table);
void exs_table_unref(ExsTable *table);

/* 0: none yet. */
uint32_t exs_table_version(const ExsTable *table);

/* Do they say the same, Site-Proxy-Space included? */
bool exs_table_equal(const ExsTable *a, const ExsTable *b);
/* Are both the same route? */
bool exs_table_row_equal(const ExsTableRow *a, const ExsTableRow *b);

/* The rows whose space is of this interned type; NULL: none. */
const GPtrArray *exs_table_rows(const ExsTable *table, uint32_t type);

/* Does the row come after so many exact X.400 ones that an "else" of the tree stands before it? */
bool exs_table_is_late(const ExsTable *table, const ExsTableRow *row);

/* Is there a row of this connector of the table's site, space and restriction? */
bool exs_table_has(const ExsTable *table, const ExsConnector *connector, const ExsSpace *space,
                   ExsScope scope);

/* The connector of a row's hop, 0 .. hops - 1. */
const ExsConnector *exs_table_hop(const ExsTableRow *row, uint16_t hop);
