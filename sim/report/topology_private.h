/* topology_private.h - the organisation as a drawing: sites as boxes with their servers, links
 * between them, what is outside.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/record/record.h"

typedef struct {
    int x, y, width, height; /* of the drawing's units, about a pixel */
} ExsBox;

/* A connector of a server, or a queue that held mail: a line in the server's box. */
typedef struct {
    uint32_t object; /* connector or queue */
    uint32_t queue;  /* whose count stands beside it; 0: none */
    ExsBox box;
} ExsTopologyRow;

typedef struct {
    uint32_t object; /* server or host; a site where servers are too many to draw */
    uint32_t site;   /* 0: outside */
    uint32_t home;   /* of a host: the site that it stands below; 0: none */
    size_t servers;  /* of a site that stands for its servers; else 0 */
    GArray *rows;    /* ExsTopologyRow (owned) */
    size_t rows_left;
    ExsBox box;
} ExsTopologyNode;

typedef struct {
    uint32_t object;
    ExsBox box;
    int reach; /* its height with the hosts below it */
} ExsTopologySite;

/* Between two nodes: a connector, and the one that answers it from the other side. */
typedef struct {
    uint32_t connector, back; /* back: 0 if there is none */
    size_t from, to;          /* nodes */
    uint64_t sent;            /* transfers, both ways */
    bool is_met;              /* the connector names no far side: entries tell of it */
} ExsTopologyLink;

typedef struct {
    const ExsRecord *record;
    GArray *sites;   /* ExsTopologySite */
    GArray *nodes;   /* ExsTopologyNode: servers in the order of their sites, then hosts */
    GArray *links;   /* ExsTopologyLink */
    bool is_folded;  /* sites stand for their servers */
    size_t left_out; /* sites and hosts that are too many */
    int width, height;
} ExsTopology;

/* `is_whole`: nothing is folded or left out, however much there is. */
ExsTopology *exs_topology_new(const ExsRecord *record, bool is_whole);
void exs_topology_free(ExsTopology *topology);

/* topology_layout.c: gives everything its place. */
void exs_topology_layout(ExsTopology *topology);

/* Appends <svg>...</svg>. `alone`: with its namespace and a style of its own. */
void exs_topology_svg(const ExsTopology *topology, bool alone, GString *out);

/* queue -> the connector whose it is: a Site Connector has a queue for each target. (owned by the
 * caller) */
GHashTable *exs_topology_connectors(const ExsRecord *record);

/* The connector's cost as text, "" if unknown; the row's name in short. */
const char *exs_topology_cost(const ExsRecord *record, uint32_t connector);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ExsTopology, exs_topology_free)
