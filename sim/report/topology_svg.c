/* topology_svg.c - the drawing as SVG, see topology_private.h.
 *
 * Colours are the style sheet's, by class; without one it is black lines on white.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/report/html_private.h"
#include "sim/report/topology_private.h"

#define TITLE       26
#define ROW         20
#define LETTER      7
#define LABELS_MAX  80 /* links: more, and their names only show when pointed at */
#define LINKS_DRAWN 2000
#define LABEL       (30 * LETTER) /* width at most */
#define LANES       4             /* ways out that run side by side */
#define LANE        5

static const char alone_style[] =
    "<style>text{font:12px sans-serif;fill:#111}.title,.site text{font-weight:bold}"
    "rect{fill:#fff;stroke:#555}.site rect{fill:#f4f6f8}.row{stroke:none}"
    ".link line,.link path{stroke:#3566a8;stroke-width:2;fill:none}.link "
    "text{fill:#234;paint-order:stroke;stroke:#fff;"
    "stroke-width:4px}</style>\n";

typedef struct {
    const ExsTopology *topology;
    const ExsRecord *record;
    const ExsWords *words;
    GString *out;
} Drawing;

/* As much of it as fits. */
static void append_fitting(Drawing *drawing, const char *text, int width)
{
    size_t room = (size_t)MAX(width / LETTER, 3);
    g_autofree char *cut = NULL;

    if (exs_layout_length(text) > room) {
        g_autofree char *begin = g_utf8_substring(text, 0, (glong)room - 1);

        cut = g_strconcat(begin, "\xE2\x80\xA6", NULL);
    }
    exs_html_text(drawing->out, cut ? cut : text);
}

static void append_tip(Drawing *drawing, const char *text)
{
    g_string_append(drawing->out, "<title>");
    exs_html_text(drawing->out, text);
    g_string_append(drawing->out, "</title>");
}

static void append_rect(GString *out, const char *class_name, const ExsBox *box)
{
    g_string_append_printf(out,
                           "<rect%s x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\" "
                           "fill=\"none\" stroke=\"%s\"/>",
                           class_name, box->x, box->y, box->width, box->height,
                           strstr(class_name, "row") ? "none" : "currentColor");
}

/* ---- links ---- */

/* Where a link leaves a node: the middle of the connector's row, on the side that faces the other.
 */
static void anchor(const ExsTopologyNode *node, uint32_t object, const ExsTopologyNode *other,
                   int *x, int *y)
{
    int middle = node->box.x + node->box.width / 2;
    int other_middle = other->box.x + other->box.width / 2;
    ExsBox box = node->box;

    for (guint i = 0; i < node->rows->len && object; i++)
        if (g_array_index(node->rows, ExsTopologyRow, i).object == object)
            box = g_array_index(node->rows, ExsTopologyRow, i).box;
    *y = box.y + box.height / 2;
    if (other->box.x > node->box.x + node->box.width) {
        *x = box.x + box.width;
    } else if (other->box.x + other->box.width < node->box.x) {
        *x = box.x;
    } else { /* above or below: out at the side that is nearer, or through top or bottom */
        *x = object && box.height != node->box.height
                 ? (other_middle < middle ? box.x : box.x + box.width)
                 : middle;
        if (*x == middle)
            *y = other->box.y > node->box.y ? node->box.y + node->box.height : node->box.y;
    }
}

static void append_link_name(GString *out, const Drawing *drawing, const ExsTopologyLink *link)
{
    const char *cost = exs_topology_cost(drawing->record, link->connector);
    const char *back = exs_topology_cost(drawing->record, link->back);

    exs_words_append_object(out, drawing->words, link->connector);
    if (*cost)
        g_string_append_printf(out, ", cost %s", cost);
    if (*back && strcmp(back, cost) != 0)
        g_string_append_printf(out, " (back %s)", back);
}

/* What is outside is reached by way of the gap beside the site, not across its other servers. */
static void append_way_out(Drawing *drawing, const ExsTopologyNode *from, const ExsTopologyNode *to,
                           const ExsTopologyLink *link, const char *label)
{
    ExsBox row = from->box;
    int lane = (int)(link->from % LANES), x = to->box.x + to->box.width / 2, y = to->box.y, down;

    for (guint i = 0; i < from->rows->len; i++)
        if (g_array_index(from->rows, ExsTopologyRow, i).object == link->connector)
            row = g_array_index(from->rows, ExsTopologyRow, i).box;
    down = row.x - 20 - LANE * lane;
    g_string_append_printf(drawing->out,
                           "<path d=\"M%d %dH%dV%dL%d %d\" fill=\"none\" "
                           "stroke=\"currentColor\"/>",
                           row.x, row.y + row.height / 2, down, y - 18 - LANE * lane, x, y);
    if (!label)
        return;
    g_string_append_printf(drawing->out, "<text x=\"%d\" y=\"%d\" font-size=\"12\">", down + 5,
                           y - 30 - 2 * LANE * lane);
    append_fitting(drawing, label, LABEL);
    g_string_append(drawing->out, "</text>");
}

static void append_way_across(Drawing *drawing, const ExsTopologyNode *from,
                              const ExsTopologyNode *to, const ExsTopologyLink *link,
                              const char *label)
{
    int x1, y1, x2, y2;

    anchor(from, link->connector, to, &x1, &y1);
    anchor(to, link->back, from, &x2, &y2);
    g_string_append_printf(drawing->out,
                           "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" "
                           "stroke=\"currentColor\"/>",
                           x1, y1, x2, y2);
    if (!label)
        return;
    g_string_append_printf(drawing->out,
                           "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" "
                           "font-size=\"12\">",
                           (x1 + x2) / 2, (y1 + y2) / 2 - 4);
    append_fitting(drawing, label, LABEL);
    g_string_append(drawing->out, "</text>");
}

static void append_link(Drawing *drawing, const ExsTopologyLink *link, bool is_labelled)
{
    const ExsTopologyNode *nodes = (const ExsTopologyNode *)(void *)drawing->topology->nodes->data;
    const ExsTopologyNode *from = &nodes[link->from], *to = &nodes[link->to];
    g_autoptr(GString) tip = g_string_new(NULL);

    append_link_name(tip, drawing, link);
    g_string_append_printf(tip, ", %" G_GUINT64_FORMAT " sent", link->sent);
    g_string_append_printf(drawing->out,
                           "<g class=\"link\" data-object=\"%u\" data-from=\"%u\" "
                           "data-to=\"%u\">",
                           link->connector, from->object, to->object);
    append_tip(drawing, tip->str);
    if (from->site && !to->site)
        append_way_out(drawing, from, to, link, is_labelled ? tip->str : NULL);
    else
        append_way_across(drawing, from, to, link, is_labelled ? tip->str : NULL);
    g_string_append(drawing->out, "</g>\n");
}

static void append_links(Drawing *drawing)
{
    guint count = drawing->topology->links->len;

    g_string_append(drawing->out, "<g class=\"links\">\n");
    for (guint i = 0; i < count && i < LINKS_DRAWN; i++)
        append_link(drawing, &g_array_index(drawing->topology->links, ExsTopologyLink, i),
                    count <= LABELS_MAX);
    g_string_append(drawing->out, "</g>\n");
}

/* ---- boxes ---- */

static void append_row(Drawing *drawing, const ExsTopologyRow *row)
{
    const ExsObject *object = exs_record_object(drawing->record, row->object);
    const char *secured = exs_object_attribute(object, "secured");
    bool is_connector = strcmp(object->class_name, "connector") == 0;
    const char *part = !is_connector                            ? "part-queue"
                       : secured && strcmp(secured, "yes") == 0 ? "part-gateway"
                                                                : "part-connector";
    const ExsBox *box = &row->box;
    GString *out = drawing->out;

    g_string_append_printf(out, "<g class=\"node %s\" data-object=\"%u\">", part, row->object);
    append_tip(drawing, object->title);
    append_rect(out, " class=\"row\"", box);
    g_string_append_printf(out, "<text x=\"%d\" y=\"%d\" font-size=\"12\">", box->x + 10,
                           box->y + ROW - 6);
    append_fitting(drawing, object->title, box->width - 16 - 3 * LETTER);
    g_string_append(out, "</text>");
    if (row->queue)
        g_string_append_printf(out,
                               "<text class=\"depth\" data-queue=\"%u\" x=\"%d\" y=\"%d\" "
                               "text-anchor=\"end\" font-size=\"12\"></text>",
                               row->queue, box->x + box->width - 8, box->y + ROW - 6);
    g_string_append(out, "</g>\n");
}

static void append_node(Drawing *drawing, const ExsTopologyNode *node)
{
    const ExsObject *object = exs_record_object(drawing->record, node->object);
    const ExsBox *box = &node->box;
    GString *out = drawing->out;
    int below = box->y + TITLE + (int)node->rows->len * ROW + ROW - 6;

    g_string_append_printf(out, "<g class=\"node %s\" data-object=\"%u\">",
                           node->site ? "part-server" : "part-host", node->object);
    append_tip(drawing, object->title);
    append_rect(out, "", box);
    g_string_append_printf(out,
                           "<text class=\"title\" x=\"%d\" y=\"%d\" font-size=\"13\" "
                           "font-weight=\"bold\">",
                           box->x + 10, box->y + TITLE - 8);
    append_fitting(drawing, object->title, box->width - 16);
    g_string_append(out, "</text>");
    if (node->rows_left)
        g_string_append_printf(out, "<text x=\"%d\" y=\"%d\" font-size=\"12\">%zu more</text>",
                               box->x + 10, below, node->rows_left);
    if (node->servers)
        g_string_append_printf(out, "<text x=\"%d\" y=\"%d\" font-size=\"12\">%zu servers</text>",
                               box->x + 10, below, node->servers);
    g_string_append(out, "</g>\n");
    for (guint i = 0; i < node->rows->len; i++)
        append_row(drawing, &g_array_index(node->rows, ExsTopologyRow, i));
}

static void append_site(Drawing *drawing, const ExsTopologySite *site)
{
    const ExsBox *box = &site->box;

    g_string_append_printf(drawing->out, "<g class=\"site\" data-object=\"%u\">", site->object);
    append_rect(drawing->out, "", box);
    if (!drawing->topology->is_folded) {
        g_string_append_printf(drawing->out, "<text x=\"%d\" y=\"%d\" font-size=\"13\">",
                               box->x + 12, box->y + TITLE - 8);
        append_fitting(drawing, exs_record_object(drawing->record, site->object)->title,
                       box->width - 16);
        g_string_append(drawing->out, "</text>");
    }
    g_string_append(drawing->out, "</g>\n");
}

void exs_topology_svg(const ExsTopology *topology, bool alone, GString *out)
{
    g_autoptr(ExsWords) words = exs_words_new(topology->record);
    Drawing drawing = {topology, topology->record, words, out};

    g_string_append_printf(out,
                           "<svg%s role=\"img\" aria-label=\"The organisation: %u sites, %u "
                           "servers and hosts, %u links\" width=\"%d\" height=\"%d\" "
                           "viewBox=\"0 0 %d %d\">\n",
                           alone ? " xmlns=\"http://www.w3.org/2000/svg\"" : "",
                           topology->sites->len, topology->nodes->len, topology->links->len,
                           topology->width, topology->height, topology->width, topology->height);
    if (alone)
        g_string_append(out, alone_style);
    for (guint i = 0; i < topology->sites->len; i++)
        append_site(&drawing, &g_array_index(topology->sites, ExsTopologySite, i));
    append_links(&drawing);
    for (guint i = 0; i < topology->nodes->len; i++)
        append_node(&drawing, &g_array_index(topology->nodes, ExsTopologyNode, i));
    g_string_append(out, "</svg>\n");
}
