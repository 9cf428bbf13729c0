/* html_topology.c - the organisation as a drawing, and its links as a table; see html_private.h.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/kernel/error.h"
#include "sim/report/html_private.h"
#include "sim/report/topology_private.h"

#define ROWS_MAX 300

static void append_cell(const ExsPage *page, const char *text)
{
    g_string_append(page->out, "<td>");
    exs_html_prose(page->out, text ? text : "");
    g_string_append(page->out, "</td>");
}

static void append_row(const ExsPage *page, const ExsTopology *topology,
                       const ExsTopologyLink *link)
{
    const ExsObject *connector = exs_record_object(page->record, link->connector);
    const char *back = exs_topology_cost(page->record, link->back);
    const char *cost = exs_topology_cost(page->record, link->connector);
    bool differ = strcmp(back, cost) != 0;
    g_autofree char *costs =
        g_strconcat(cost, differ && *back ? ", back " : "", differ ? back : "", NULL);
    g_autofree char *sent = g_strdup_printf("%" G_GUINT64_FORMAT, link->sent);
    uint32_t ends[] = {g_array_index(topology->nodes, ExsTopologyNode, link->from).object,
                       g_array_index(topology->nodes, ExsTopologyNode, link->to).object};

    g_string_append(page->out, "<tr><th scope=\"row\">");
    exs_html_prose(page->out, connector->title);
    g_string_append(page->out, "</th>");
    for (size_t i = 0; i < G_N_ELEMENTS(ends); i++)
        append_cell(page, exs_record_object(page->record, ends[i])->title);
    append_cell(page, costs);
    append_cell(page, exs_object_attribute(connector, "schedule"));
    append_cell(page, exs_object_attribute(connector, "spaces"));
    append_cell(page, sent);
    g_string_append(page->out, "</tr>\n");
}

static void append_table(const ExsPage *page, const ExsTopology *topology)
{
    static const char *const headings[] = {"Connector", "From",   "To",  "Cost",
                                           "Schedule",  "Spaces", "Sent"};
    guint count = topology->links->len;

    if (count == 0)
        return;
    exs_html_open_table(page->out, "links", "The links, and how many messages went over each",
                        headings, G_N_ELEMENTS(headings));
    for (guint i = 0; i < count && i < ROWS_MAX; i++)
        append_row(page, topology, &g_array_index(topology->links, ExsTopologyLink, i));
    exs_html_close_table(page->out);
    if (count > ROWS_MAX)
        g_string_append_printf(page->out, "<p class=\"rest\">%u links more.</p>\n",
                               count - ROWS_MAX);
}

void exs_html_topology(ExsPage *page)
{
    g_autoptr(ExsTopology) topology = exs_topology_new(page->record, false);

    exs_html_open_section(page->out, "topology", "Topology");
    if (topology->nodes->len == 0) {
        g_string_append(page->out, "<p>The record names no servers.</p>\n");
    } else {
        g_string_append(page->out, "<div class=\"scroll\" role=\"region\" aria-label=\"Drawing of "
                                   "the organisation\" tabindex=\"0\">\n");
        exs_topology_svg(topology, false, page->out);
        g_string_append(page->out, "</div>\n");
        append_table(page, topology);
    }
    if (topology->left_out)
        g_string_append_printf(page->out,
                               "<p class=\"rest\">%zu sites and hosts more are not drawn.</p>\n",
                               topology->left_out);
    exs_html_close_section(page->out);
}
