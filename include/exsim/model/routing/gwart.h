/* gwart.h - a site's gateway address routing table: how it is calculated.
 *
 * Rows are keyed by local connector, space and restriction, and keep the lowest cost, then the
 * shortest hop list. A calculation starts empty, adds the spaces of the site's own connectors and
 * the spaces of their connected sites, and then brings in the tables of those sites *as they were
 * replicated to this one*: a calculation merges tables and never lists paths. So what a table says
 * is as old as the news it was made from.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/world.h"

#define EXS_TABLE_HOPS_MAX 64

typedef struct {
    const ExsSpace *space;
    const ExsConnector *connector; /* of this site: the first hop */
    uint32_t cost;
    ExsScope scope;
    uint16_t hops;               /* connectors on the way, 1 for a row of the site's own */
    const ExsSite *learned_from; /* the adjacent site whose table it came from; NULL: own */
    const ExsConnector *path[];  /* `hops` of them; path[0] is `connector` */
} ExsTableRow;

struct ExsTable {
    int references;
    uint32_t version;   /* of this site's calculations, from 1 */
    GPtrArray *rows;    /* ExsTableRow * (owned), in the order found */
    GPtrArray *by_type; /* interned type -> GPtrArray of rows, for lookups; indexed by type id */
};

/* Calculates the table of a site from what it has; does not install it. (owned by the caller) */
ExsTable *exs_table_calculate(const ExsSite *site, const ExsPolicy *policy);

ExsTable *exs_table_ref(ExsTable *table);
void exs_table_unref(ExsTable *table);

/* 0: none yet. */
uint32_t exs_table_version(const ExsTable *table);

/* Do they say the same? */
bool exs_table_equal(const ExsTable *a, const ExsTable *b);

/* The rows whose space is of this interned type; NULL: none. */
const GPtrArray *exs_table_rows(const ExsTable *table, uint32_t type);
