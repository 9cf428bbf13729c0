/* topology.c - what there is to draw of an organisation, see topology_private.h.
 *
 * Reads objects of the classes site, server, host, connector and queue; of connectors the
 * attributes "pair", "target" and "targets"; and, for connectors that name no far side, the
 * entries that tell of a connector and a host.
 *
 * SPDX-License-Identifier: MIT */
#include "sim/report/topology_private.h"

#include <string.h>

#include "sim/report/html_private.h"

#define SERVERS_MAX 150 /* drawn one by one */
#define SITES_MAX   400
#define HOSTS_MAX   60
#define ROWS_MAX    8 /* of one server */

typedef struct {
    ExsTopology *topology;
    const ExsRecord *record;
    bool is_whole;       /* nothing is too many */
    GHashTable *node_of; /* server, host or site -> place of its node, from 1 */
    GHashTable *link_of; /* connector -> place of its link, from 1 */
    GHashTable *pairs;   /* char *: name of a pair -> its first connector */
    GHashTable *met;     /* connector and host that an entry told of -> place of the link, from 1 */
} Making;

static bool is_class(const ExsRecord *record, uint32_t id, const char *class_name)
{
    return strcmp(exs_record_object(record, id)->class_name, class_name) == 0;
}

static size_t count_class(const ExsRecord *record, const char *class_name)
{
    size_t count = 0;

    for (uint32_t id = 1; id <= exs_record_object_count(record); id++)
        count += is_class(record, id, class_name);
    return count;
}

static size_t lookup(GHashTable *table, uint32_t id)
{
    return GPOINTER_TO_SIZE(g_hash_table_lookup(table, GUINT_TO_POINTER(id)));
}

/* ---- nodes ---- */

static void add_node(Making *making, uint32_t object, uint32_t site)
{
    ExsTopologyNode node = {
        .object = object, .site = site, .rows = g_array_new(FALSE, FALSE, sizeof(ExsTopologyRow))};

    g_array_append_val(making->topology->nodes, node);
    g_hash_table_insert(making->node_of, GUINT_TO_POINTER(object),
                        GSIZE_TO_POINTER((gsize)making->topology->nodes->len));
}

static void add_servers(Making *making, uint32_t site)
{
    for (uint32_t id = 1; id <= exs_record_object_count(making->record); id++)
        if (is_class(making->record, id, "server") &&
            exs_names_above(making->record, id, "site") == site)
            add_node(making, id, site);
}

static void add_sites(Making *making)
{
    ExsTopology *topology = making->topology;

    for (uint32_t id = 1; id <= exs_record_object_count(making->record); id++) {
        ExsTopologySite site = {.object = id};

        if (!is_class(making->record, id, "site"))
            continue;
        if (topology->sites->len >= SITES_MAX && !making->is_whole) {
            topology->left_out++;
            continue;
        }
        g_array_append_val(topology->sites, site);
        if (topology->is_folded)
            add_node(making, id, id);
        else
            add_servers(making, id);
    }
}

static void count_servers(Making *making)
{
    for (uint32_t id = 1; id <= exs_record_object_count(making->record); id++) {
        size_t place;

        if (!is_class(making->record, id, "server"))
            continue;
        place = lookup(making->node_of, exs_names_above(making->record, id, "site"));
        if (place)
            g_array_index(making->topology->nodes, ExsTopologyNode, place - 1).servers++;
    }
}

static void add_hosts(Making *making)
{
    size_t count = 0;

    for (uint32_t id = 1; id <= exs_record_object_count(making->record); id++) {
        if (!is_class(making->record, id, "host"))
            continue;
        if (++count <= HOSTS_MAX || making->is_whole)
            add_node(making, id, 0);
        else
            making->topology->left_out++;
    }
}

/* ---- rows ---- */

static ExsTopologyNode *node_of(const Making *making, uint32_t object)
{
    uint32_t server = exs_names_above(making->record, object, "server");
    size_t place = lookup(making->node_of, server ? server : object);

    if (!place && server)
        place = lookup(making->node_of, exs_names_above(making->record, server, "site"));
    return place ? &g_array_index(making->topology->nodes, ExsTopologyNode, place - 1) : NULL;
}

/* The MTA's queue for a connector has its name. */
static uint32_t queue_of(const ExsRecord *record, uint32_t connector)
{
    uint32_t server = exs_names_above(record, connector, "server");
    const char *name = exs_record_object(record, connector)->name;
    uint32_t queue = server ? exs_record_find_object(record, "queue", server, name) : 0;
    const char *of =
        queue ? exs_object_attribute(exs_record_object(record, queue), "connector") : NULL;

    return of && strcmp(of, name) == 0 ? queue : 0;
}

static void add_row(ExsTopologyNode *node, uint32_t object, uint32_t queue)
{
    ExsTopologyRow row = {.object = object, .queue = queue};

    if (node->rows->len >= ROWS_MAX)
        node->rows_left++;
    else
        g_array_append_val(node->rows, row);
}

static void add_rows(Making *making, const ExsQueueTally *tallies)
{
    size_t count = exs_record_object_count(making->record);
    g_autofree bool *has_row = g_new0(bool, count + 1);

    for (uint32_t id = 1; id <= count; id++) {
        ExsTopologyNode *node =
            is_class(making->record, id, "connector") ? node_of(making, id) : NULL;
        uint32_t queue;

        if (!node)
            continue;
        queue = queue_of(making->record, id);
        has_row[queue] = true;
        add_row(node, id, queue);
    }
    for (uint32_t id = 1; id <= count; id++) {
        ExsTopologyNode *node = is_class(making->record, id, "queue") ? node_of(making, id) : NULL;

        if (node && !has_row[id] && tallies[id].most > 0)
            add_row(node, id, id);
    }
}

/* ---- links ---- */

static void add_link(Making *making, uint32_t connector, uint32_t back, uint32_t far)
{
    const ExsTopologyNode *from = node_of(making, connector), *to = node_of(making, far);
    const ExsTopologyNode *nodes = (const ExsTopologyNode *)(void *)making->topology->nodes->data;
    ExsTopologyLink link = {.connector = connector, .back = back};

    if (!from || !to || from == to)
        return;
    link.from = (size_t)(from - nodes);
    link.to = (size_t)(to - nodes);
    g_array_append_val(making->topology->links, link);
    if (!lookup(making->link_of, connector))
        g_hash_table_insert(making->link_of, GUINT_TO_POINTER(connector),
                            GSIZE_TO_POINTER((gsize)making->topology->links->len));
    if (back)
        g_hash_table_insert(making->link_of, GUINT_TO_POINTER(back),
                            GSIZE_TO_POINTER((gsize)making->topology->links->len));
}

/* Whom the connector names as its far side; 0: nobody. */
static uint32_t far_side(const ExsRecord *record, uint32_t connector)
{
    const ExsObject *object = exs_record_object(record, connector);
    const char *target = exs_object_attribute(object, "target");
    const char *targets = exs_object_attribute(object, "targets");
    g_autofree char *first = NULL;
    uint32_t found = 0;

    if (target && *target)
        first = g_strdup(target);
    else if (targets && *targets) /* "PAR1 (1) PAR2 (5)" */
        first = g_strndup(targets, strstr(targets, " (") ? (gsize)(strstr(targets, " (") - targets)
                                                         : strlen(targets));
    if (first)
        found = exs_record_find_object(record, "server", 0, first);
    return found || !first ? found : exs_record_find_object(record, "host", 0, first);
}

static void add_connectors(Making *making)
{
    for (uint32_t id = 1; id <= exs_record_object_count(making->record); id++) {
        const char *pair;
        uint32_t other = 0, far;

        if (!is_class(making->record, id, "connector"))
            continue;
        pair = exs_object_attribute(exs_record_object(making->record, id), "pair");
        if (pair && *pair) {
            other = (uint32_t)GPOINTER_TO_UINT(g_hash_table_lookup(making->pairs, pair));
            if (!other)
                g_hash_table_insert(making->pairs, (gpointer)pair, GUINT_TO_POINTER(id));
        }
        if (other) {
            size_t place = lookup(making->link_of, other);

            if (place) { /* its far side was named already */
                g_array_index(making->topology->links, ExsTopologyLink, place - 1).back = id;
                g_hash_table_insert(making->link_of, GUINT_TO_POINTER(id), GSIZE_TO_POINTER(place));
            } else {
                add_link(making, other, id, id);
            }
            continue;
        }
        far = far_side(making->record, id);
        if (far)
            add_link(making, id, 0, far);
    }
}

/* A gateway names no host: what it talked to is its far side. What the host took went there. */
static void meet_host(Making *making, const ExsEntry *entry)
{
    int64_t connector = 0, host = 0, said = 0;
    void *key;
    size_t place;

    if (!exs_entry_get(making->record, entry, "host", &host) ||
        !exs_entry_get(making->record, entry, "connector", &connector) || !host || !connector ||
        far_side(making->record, (uint32_t)connector))
        return;
    key = GSIZE_TO_POINTER((gsize)connector << 32 | (gsize)host);
    place = GPOINTER_TO_SIZE(g_hash_table_lookup(making->met, key));
    if (!place) {
        guint before = making->topology->links->len;

        add_link(making, (uint32_t)connector, 0, (uint32_t)host);
        if (making->topology->links->len == before)
            return;
        place = making->topology->links->len;
        g_array_index(making->topology->links, ExsTopologyLink, place - 1).is_met = true;
        g_hash_table_insert(making->met, key, GSIZE_TO_POINTER(place));
    }
    if (exs_entry_get(making->record, entry, "said", &said) &&
        *exs_record_text_at(making->record, (uint32_t)said) == '2')
        g_array_index(making->topology->links, ExsTopologyLink, place - 1).sent++;
}

GHashTable *exs_topology_connectors(const ExsRecord *record)
{
    GHashTable *connectors = g_hash_table_new(NULL, NULL);

    for (uint32_t id = 1; id <= exs_record_object_count(record); id++) {
        const char *name = exs_object_attribute(exs_record_object(record, id), "connector");
        uint32_t server = exs_names_above(record, id, "server"), connector;

        if (!name || !server || !is_class(record, id, "queue"))
            continue;
        connector = exs_record_find_object(record, "connector", server, name);
        if (connector)
            g_hash_table_insert(connectors, GUINT_TO_POINTER(id), GUINT_TO_POINTER(connector));
    }
    return connectors;
}

static void count_sent(Making *making, uint32_t connector)
{
    size_t place = lookup(making->link_of, connector);

    if (connector && place)
        g_array_index(making->topology->links, ExsTopologyLink, place - 1).sent++;
}

static bool has_field(const ExsKind *kind, const char *name)
{
    for (size_t i = 0; i < kind->field_count; i++)
        if (strcmp(kind->fields[i].name, name) == 0)
            return true;
    return false;
}

static void read_entries(Making *making)
{
    const ExsRecord *record = making->record;
    size_t kinds = exs_record_kind_count(record);
    int transferred = exs_record_find_kind(record, "transferred");
    g_autoptr(GHashTable) connectors = exs_topology_connectors(record);
    g_autofree bool *meets = g_new0(bool, kinds + 1); /* by kind */

    for (size_t i = 0; i < kinds; i++)
        meets[i] = has_field(exs_record_kind(record, (uint16_t)i), "host") &&
                   has_field(exs_record_kind(record, (uint16_t)i), "connector");

    for (uint64_t i = 0; i < exs_record_count(record); i++) {
        const ExsEntry *entry = exs_record_entry(record, i);
        int64_t queue = 0;

        if (meets[entry->kind])
            meet_host(making, entry);
        if (entry->kind == transferred && exs_entry_get(record, entry, "queue", &queue))
            count_sent(making, (uint32_t)lookup(connectors, (uint32_t)queue));
    }
}

/* A host stands below the site that reaches it. */
static void house_hosts(const ExsTopology *topology)
{
    for (guint i = 0; i < topology->links->len; i++) {
        const ExsTopologyLink *link = &g_array_index(topology->links, ExsTopologyLink, i);
        ExsTopologyNode *to = &g_array_index(topology->nodes, ExsTopologyNode, link->to);

        if (!to->site && !to->home)
            to->home = g_array_index(topology->nodes, ExsTopologyNode, link->from).site;
    }
}

/* ---- */

static void clear_node(void *data)
{
    g_array_unref(((ExsTopologyNode *)data)->rows);
}

const char *exs_topology_cost(const ExsRecord *record, uint32_t connector)
{
    const char *cost =
        connector ? exs_object_attribute(exs_record_object(record, connector), "cost") : NULL;

    return cost ? cost : "";
}

ExsTopology *exs_topology_new(const ExsRecord *record, bool is_whole)
{
    ExsTopology *topology = g_new0(ExsTopology, 1);
    g_autoptr(GHashTable) node_places = g_hash_table_new(NULL, NULL);
    g_autoptr(GHashTable) link_places = g_hash_table_new(NULL, NULL);
    g_autoptr(GHashTable) pairs = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) met = g_hash_table_new(NULL, NULL);
    g_autofree ExsQueueTally *tallies = exs_html_tally(record);
    Making making = {topology, record, is_whole, node_places, link_places, pairs, met};

    topology->record = record;
    topology->sites = g_array_new(FALSE, FALSE, sizeof(ExsTopologySite));
    topology->nodes = g_array_new(FALSE, FALSE, sizeof(ExsTopologyNode));
    topology->links = g_array_new(FALSE, FALSE, sizeof(ExsTopologyLink));
    g_array_set_clear_func(topology->nodes, clear_node);
    topology->is_folded = !is_whole && count_class(record, "server") > SERVERS_MAX;
    add_sites(&making);
    if (topology->is_folded)
        count_servers(&making);
    add_hosts(&making);
    if (!topology->is_folded)
        add_rows(&making, tallies);
    add_connectors(&making);
    read_entries(&making);
    house_hosts(topology);
    exs_topology_layout(topology);
    return topology;
}

void exs_topology_free(ExsTopology *topology)
{
    if (!topology)
        return;
    g_array_unref(topology->sites);
    g_array_unref(topology->nodes);
    g_array_unref(topology->links);
    g_free(topology);
}
