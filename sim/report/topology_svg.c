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
#define STUB        12 /* out of the site */

static const char alone_style[] =
    "<style>text{font:12px sans-serif;fill:#111}.title,.site text{font-weight:bold}"
    "rect{fill:#fff;stroke:#555}.site rect{fill:#f4f6f8}.row{stroke:none}"
    ".link path{stroke:#3566a8;stroke-width:2;fill:none}.link "
    "text{fill:#234;paint-order:stroke;stroke:#fff;"
    "stroke-width:4px}</style>\n";

typedef struct {
    const ExsTopology *topology;
    const ExsRecord *record;
    const ExsWords *words;
    GString *out;
    GString *labels; /* of the links: over all else */
} Drawing;

/* As much of it as fits. */
static void append_fitting(GString *out, const char *text, int width)
{
    size_t room = (size_t)MAX(width / LETTER, 3);
    g_autofree char *cut = NULL;

    if (exs_layout_length(text) > room) {
        g_autofree char *begin = g_utf8_substring(text, 0, (glong)room - 1);

        cut = g_strconcat(begin, "\xE2\x80\xA6", NULL);
    }
    exs_html_text(out, cut ? cut : text);
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

typedef struct {
    int x, y;
} Point;

static const ExsBox *row_of(const ExsTopologyNode *node, uint32_t object)
{
    for (guint i = 0; i < node->rows->len && object; i++)
        if (g_array_index(node->rows, ExsTopologyRow, i).object == object)
            return &g_array_index(node->rows, ExsTopologyRow, i).box;
    return &node->box;
}

/* The box within which the node stands: a link runs straight only outside. */
static const ExsBox *frame_of(const Drawing *drawing, const ExsTopologyNode *node)
{
    const GArray *sites = drawing->topology->sites;

    for (guint i = 0; i < sites->len; i++)
        if (g_array_index(sites, ExsTopologySite, i).object == node->site)
            return &g_array_index(sites, ExsTopologySite, i).box;
    return &node->box;
}

/* Does one stand above the other, so that neither is beside it? */
static bool is_above(const ExsBox *box, const ExsBox *other)
{
    return box->x < other->x + other->width + STUB && other->x < box->x + box->width + STUB;
}

/* Where a link leaves a node: the middle of the connector's row, to the side that faces the other,
 * then out of its site. */
static void leave(const ExsBox *row, const ExsBox *frame, const ExsBox *other, Point points[2])
{
    bool is_left = other->x < frame->x && !is_above(frame, other);

    points[0].x = is_left ? row->x : row->x + row->width;
    points[0].y = points[1].y = row->y + row->height / 2;
    points[1].x = is_left ? frame->x - STUB : frame->x + frame->width + STUB;
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

static void append_label(Drawing *drawing, int x, int y, const char *anchor, const char *label)
{
    if (!label)
        return;
    g_string_append_printf(drawing->labels,
                           "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" font-size=\"12\">", x, y,
                           anchor);
    append_fitting(drawing->labels, label, LABEL);
    g_string_append(drawing->labels, "</text>\n");
}

/* To a host below the site: down beside it, not across its other servers. */
static void append_way_out(Drawing *drawing, const ExsTopologyNode *from, const ExsTopologyNode *to,
                           const ExsTopologyLink *link, const char *label)
{
    const ExsBox *row = row_of(from, link->connector);
    int lane = (int)(link->from % LANES), x = to->box.x + to->box.width / 2, y = to->box.y;
    const ExsBox *frame = frame_of(drawing, from);
    int down = frame->x - STUB - LANE * lane;

    g_string_append_printf(drawing->out,
                           "<path d=\"M%d %dH%dV%dL%d %d\" fill=\"none\" "
                           "stroke=\"currentColor\"/>",
                           row->x, row->y + row->height / 2, down, y - 14 - LANE * lane, x, y);
    append_label(drawing, down + 5, frame->y + frame->height + 16 + 3 * LANE * lane, "start",
                 label);
}

/* Beside a line that is steep; above one that is not, by as much as it rises below the label. */
static void append_label_across(Drawing *drawing, Point a, Point b, const char *label)
{
    int width = ABS(b.x - a.x), height = ABS(b.y - a.y), x = (a.x + b.x) / 2, y = (a.y + b.y) / 2;
    int half = label ? (int)exs_layout_length(label) * LETTER / 2 : 0;

    if (a.x == b.x)
        append_label(drawing, x - 5, y - 4, "end", label);
    else if (2 * height > width)
        append_label(drawing, x + 8, y + 4, "start", label);
    else
        append_label(drawing, x, y - 5 - MIN(half, width / 2) * height / width, "middle", label);
}

static void append_way_across(Drawing *drawing, const ExsTopologyNode *from,
                              const ExsTopologyNode *to, const ExsTopologyLink *link,
                              const char *label)
{
    const ExsBox *here = frame_of(drawing, from), *there = frame_of(drawing, to);
    Point a[2], b[2];

    leave(row_of(from, link->connector), here, there, a);
    leave(row_of(to, link->back), there, here, b);
    if (is_above(here, there)) /* down beside both */
        a[1].x = b[1].x = MAX(here->x + here->width, there->x + there->width) + STUB;
    g_string_append_printf(drawing->out,
                           "<path d=\"M%d %dL%d %dL%d %dL%d %d\" fill=\"none\" "
                           "stroke=\"currentColor\"/>",
                           a[0].x, a[0].y, a[1].x, a[1].y, b[1].x, b[1].y, b[0].x, b[0].y);
    append_label_across(drawing, a[1], b[1], label);
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
    if (to->home && to->home == from->site)
        append_way_out(drawing, from, to, link, is_labelled ? tip->str : NULL);
    else
        append_way_across(drawing, from, to, link, is_labelled ? tip->str : NULL);
    g_string_append(drawing->out, "</g>\n");
}

/* Has an earlier link the same connector, and so its name? */
static bool is_seconded(const Drawing *drawing, guint place)
{
    const GArray *links = drawing->topology->links;
    uint32_t connector = g_array_index(links, ExsTopologyLink, place).connector;

    for (guint i = 0; i < place; i++)
        if (g_array_index(links, ExsTopologyLink, i).connector == connector)
            return true;
    return false;
}

static void append_links(Drawing *drawing)
{
    guint count = drawing->topology->links->len;

    g_string_append(drawing->out, "<g class=\"links\">\n");
    for (guint i = 0; i < count && i < LINKS_DRAWN; i++) {
        const ExsTopologyLink *link = &g_array_index(drawing->topology->links, ExsTopologyLink, i);

        append_link(drawing, link, count <= LABELS_MAX && !is_seconded(drawing, i));
    }
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
    append_fitting(drawing->out, object->title, box->width - 16 - 3 * LETTER);
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
    append_fitting(drawing->out, object->title, box->width - 16);
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
        append_fitting(drawing->out, exs_record_object(drawing->record, site->object)->title,
                       box->width - 16);
        g_string_append(drawing->out, "</text>");
    }
    g_string_append(drawing->out, "</g>\n");
}

void exs_topology_svg(const ExsTopology *topology, bool alone, GString *out)
{
    g_autoptr(ExsWords) words = exs_words_new(topology->record);
    g_autoptr(GString) labels = g_string_new(NULL);
    Drawing drawing = {topology, topology->record, words, out, labels};

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
    g_string_append_printf(out, "<g class=\"link\">\n%s</g>\n</svg>\n", labels->str);
}
