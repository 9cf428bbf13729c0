/* dot.c - see dot.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/report/dot.h"

#include <string.h>

#include "exsim/kernel/error.h"
#include "sim/report/report_private.h"

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

static bool is_class(const ExsObject *object, const char *class_name)
{
    return strcmp(object->class_name, class_name) == 0;
}

static void append_site(GString *out, const ExsRecord *record, const ExsObject *site)
{
    g_string_append_printf(out, "  subgraph cluster_%u {\n    label=\"", site->id);
    append_escaped(out, site->title);
    g_string_append(out, "\";\n");
    for (uint32_t id = 1; id <= exs_record_object_count(record); id++) {
        const ExsObject *server = exs_record_object(record, id);

        if (!is_class(server, "server") || server->parent != site->id)
            continue;
        g_string_append_printf(out, "    n%u", id);
        append_label(out, server->title, exs_object_attribute(server, "product"), "");
    }
    g_string_append(out, "  }\n");
}

/* Servers and hosts by name, and the pairs that have their edge. */
typedef struct {
    const ExsRecord *record;
    GHashTable *places, *pairs; /* looked up in, never walked */
    GString *out;
} Graph;

/* The server or outside host that the connector leads to; 0: a gateway, which leads outside. */
static uint32_t target_of(const Graph *graph, const ExsObject *connector)
{
    const char *name = exs_object_attribute(connector, "target");

    return name ? GPOINTER_TO_UINT(g_hash_table_lookup(graph->places, name)) : 0;
}

/* Of the two ends of a pair the second adds no edge. */
static bool is_second_end(const Graph *graph, const ExsObject *connector)
{
    const char *pair = exs_object_attribute(connector, "pair");

    return pair && !g_hash_table_add(graph->pairs, (gpointer)pair);
}

static void append_gateway(GString *out, const ExsObject *connector)
{
    g_string_append_printf(out, "  n%u", connector->id);
    append_label(out, connector->title, exs_object_attribute(connector, "spaces"),
                 ", shape=component");
    g_string_append_printf(out, "  n%u -- n%u;\n", connector->parent, connector->id);
}

static void append_connector(const Graph *graph, const ExsObject *connector)
{
    uint32_t target = target_of(graph, connector);
    const char *cost = exs_object_attribute(connector, "cost");
    g_autofree char *words = cost ? g_strdup_printf("cost %s", cost) : NULL;

    if (target == 0) {
        append_gateway(graph->out, connector);
    } else if (!is_second_end(graph, connector)) {
        g_string_append_printf(graph->out, "  n%u -- n%u", connector->parent, target);
        append_label(graph->out, connector->title, words, "");
    }
}

static void append_nodes(Graph *graph)
{
    for (uint32_t id = 1; id <= exs_record_object_count(graph->record); id++) {
        const ExsObject *object = exs_record_object(graph->record, id);
        bool is_host = is_class(object, "host");

        if (is_class(object, "site"))
            append_site(graph->out, graph->record, object);
        if (is_host) {
            g_string_append_printf(graph->out, "  n%u", id);
            append_label(graph->out, object->title, NULL, ", shape=ellipse");
        }
        if (is_host || is_class(object, "server"))
            g_hash_table_insert(graph->places, (gpointer)object->name, GUINT_TO_POINTER(id));
    }
}

void exs_dot_report(const ExsRecord *record, GString *out)
{
    g_autoptr(GHashTable) places = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) pairs = g_hash_table_new(g_str_hash, g_str_equal);
    Graph graph = {record, places, pairs, out};
    const char *title = exs_record_fact(record, "title");

    g_string_append(out, "graph {\n  label=\"");
    append_escaped(out, title ? title : "");
    g_string_append(out, "\";\n  node [shape=box];\n");
    append_nodes(&graph);
    for (uint32_t id = 1; id <= exs_record_object_count(record); id++) {
        const ExsObject *object = exs_record_object(record, id);

        if (is_class(object, "connector"))
            append_connector(&graph, object);
    }
    g_string_append(out, "}\n");
}
