/* dot.c - see dot.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/report/dot.h"

#include <string.h>

#include "exsim/kernel/error.h"
#include "sim/report/topology_private.h"

/* The text inside a quoted string; what stands for a line break is put between by the caller. */
static void append_escaped(GString *out, const char *text)
{
    g_autoptr(GString) plain = g_string_new(NULL);

    exs_escape_append(plain, text);
    for (const char *p = plain->str; *p; p++) {
        if (*p == '"' || *p == '\\')
            g_string_append_c(out, '\\');
        g_string_append_c(out, *p);
    }
}

/* [label="first\nsecond", the rest], the second line only if there is one. */
static void append_label(GString *out, const char *first, const char *second, const char *rest)
{
    g_string_append(out, " [label=\"");
    append_escaped(out, first);
    if (second && *second) {
        g_string_append(out, "\\n");
        append_escaped(out, second);
    }
    g_string_append_printf(out, "\"%s];\n", rest);
}

static void append_server(GString *out, const ExsObject *server)
{
    g_string_append_printf(out, "    n%u", server->id);
    append_label(out, server->title, exs_object_attribute(server, "product"), "");
}

static void append_sites(GString *out, const ExsTopology *topology)
{
    guint node = 0; /* servers stand in the order of their sites */

    for (guint i = 0; i < topology->sites->len; i++) {
        uint32_t site = g_array_index(topology->sites, ExsTopologySite, i).object;

        g_string_append_printf(out, "  subgraph cluster_%u {\n    label=\"", site);
        append_escaped(out, exs_record_object(topology->record, site)->title);
        g_string_append(out, "\";\n");
        for (; node < topology->nodes->len; node++) {
            const ExsTopologyNode *server = &g_array_index(topology->nodes, ExsTopologyNode, node);

            if (server->site != site)
                break;
            append_server(out, exs_record_object(topology->record, server->object));
        }
        g_string_append(out, "  }\n");
    }
}

static void append_hosts(GString *out, const ExsTopology *topology)
{
    for (guint i = 0; i < topology->nodes->len; i++) {
        const ExsTopologyNode *node = &g_array_index(topology->nodes, ExsTopologyNode, i);

        if (node->site)
            continue;
        g_string_append_printf(out, "  n%u", node->object);
        append_label(out, exs_record_object(topology->record, node->object)->title, NULL,
                     ", shape=ellipse");
    }
}

/* What leads to no server or host that it names. */
static void append_gateways(GString *out, const ExsTopology *topology)
{
    const ExsRecord *record = topology->record;
    size_t count = exs_record_object_count(record);
    g_autofree bool *leads = g_new0(bool, count + 1);

    for (guint i = 0; i < topology->links->len; i++) {
        const ExsTopologyLink *link = &g_array_index(topology->links, ExsTopologyLink, i);

        leads[link->connector] |= !link->is_met;
        leads[link->back] = true;
    }
    for (uint32_t id = 1; id <= count; id++) {
        const ExsObject *object = exs_record_object(record, id);

        if (leads[id] || strcmp(object->class_name, "connector") != 0)
            continue;
        g_string_append_printf(out, "  n%u", id);
        append_label(out, object->title, exs_object_attribute(object, "spaces"),
                     ", shape=component");
        g_string_append_printf(out, "  n%u -- n%u;\n", object->parent, id);
    }
}

static void append_links(GString *out, const ExsTopology *topology)
{
    for (guint i = 0; i < topology->links->len; i++) {
        const ExsTopologyLink *link = &g_array_index(topology->links, ExsTopologyLink, i);
        uint32_t from = g_array_index(topology->nodes, ExsTopologyNode, link->from).object;
        uint32_t to = g_array_index(topology->nodes, ExsTopologyNode, link->to).object;
        const char *cost = exs_topology_cost(topology->record, link->connector);
        g_autofree char *words = *cost ? g_strdup_printf("cost %s", cost) : NULL;

        if (link->is_met) {
            g_string_append_printf(out, "  n%u -- n%u;\n", link->connector, to);
            continue;
        }
        g_string_append_printf(out, "  n%u -- n%u", from, to);
        append_label(out, exs_record_object(topology->record, link->connector)->title, words, "");
    }
}

void exs_dot_report(const ExsRecord *record, GString *out)
{
    g_autoptr(ExsTopology) topology = exs_topology_new(record, true);
    const char *title = exs_record_fact(record, "title");

    g_string_append(out, "graph {\n  label=\"");
    append_escaped(out, title ? title : "");
    g_string_append(out, "\";\n  node [shape=box];\n");
    append_sites(out, topology);
    append_hosts(out, topology);
    append_gateways(out, topology);
    append_links(out, topology);
    g_string_append(out, "}\n");
}
