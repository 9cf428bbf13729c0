/* topology_layout.c - where everything stands in the drawing, see topology_private.h.
 *
 * A few sites stand on a circle, so that no link runs behind a third; many on a grid whose rows
 * are shifted. Servers stand in a grid within their site, what is outside in rows below. Whole
 * numbers only: the same drawing on every machine.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/report/report_private.h"
#include "sim/report/topology_private.h"

#define MARGIN      44 /* links to hosts run down in it */
#define PADDING     12
#define TITLE       26 /* height of a box's title */
#define ROW         20
#define SERVER_GAP  14
#define HOST_GAP    64
#define FEW_GAP     170 /* between few sites: room for the names of links */
#define MANY_GAP    100
#define FEW         4
#define LETTER      7 /* width of one, about */
#define NARROWEST   120
#define WIDEST      250
#define ON_CIRCLE   12 /* sites at most */
#define HOSTS_A_ROW 6

/* 1,000 times the sine and cosine of 0, 1/12, ... of a turn, from the left and clockwise. */
static const int turn_x[] = {-1000, -866, -500, 0, 500, 866, 1000, 866, 500, 0, -500, -866};
static const int turn_y[] = {0, -500, -866, -1000, -866, -500, 0, 500, 866, 1000, 866, 500};

/* Where n sites stand on it, in twelfths. */
static const int places[][ON_CIRCLE] = {
    [1] = {0},
    [2] = {0, 6},
    [3] = {0, 6, 9},
    [4] = {1, 5, 7, 11},
    [5] = {0, 3, 6, 8, 10},
    [6] = {0, 2, 4, 6, 8, 10},
    [7] = {0, 2, 4, 6, 7, 9, 11},
    [8] = {0, 1, 3, 5, 6, 7, 9, 11},
    [9] = {0, 1, 2, 4, 5, 6, 7, 9, 11},
    [10] = {0, 1, 2, 4, 5, 6, 7, 8, 10, 11},
    [11] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11},
    [12] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11},
};

static int isqrt_up(int value)
{
    int root = 0;

    while (root * root < value)
        root++;
    return root;
}

static int title_width(const ExsTopology *topology, uint32_t object)
{
    return (int)exs_layout_length(exs_record_object(topology->record, object)->title) * LETTER;
}

static void size_node(const ExsTopology *topology, ExsTopologyNode *node)
{
    int width = title_width(topology, node->object);

    for (guint i = 0; i < node->rows->len; i++)
        width =
            MAX(width, title_width(topology, g_array_index(node->rows, ExsTopologyRow, i).object) +
                           3 * LETTER);
    node->box.width = CLAMP(width + 2 * PADDING, NARROWEST, WIDEST);
    node->box.height = TITLE +
                       ROW * ((int)node->rows->len + (node->rows_left || node->servers ? 1 : 0)) +
                       (node->rows->len ? PADDING / 2 : 0);
}

/* ---- within a site ---- */

/* Servers of the site in a grid from 0, 0; the site gets its size. */
static void fill_site(const ExsTopology *topology, ExsTopologySite *site)
{
    int count = 0, columns, width = NARROWEST, place = 0, x = 0, y = TITLE, tallest = 0;

    for (guint i = 0; i < topology->nodes->len; i++) {
        const ExsTopologyNode *node = &g_array_index(topology->nodes, ExsTopologyNode, i);

        if (node->site != site->object)
            continue;
        count++;
        width = MAX(width, node->box.width);
    }
    columns = MAX(count <= 3 ? 1 : isqrt_up(count), 1);
    for (guint i = 0; i < topology->nodes->len; i++) {
        ExsTopologyNode *node = &g_array_index(topology->nodes, ExsTopologyNode, i);

        if (node->site != site->object)
            continue;
        if (place++ % columns == 0) {
            x = PADDING;
            y += tallest ? tallest + SERVER_GAP : 0;
            tallest = 0;
        }
        node->box = (ExsBox){x, y, width, node->box.height};
        tallest = MAX(tallest, node->box.height);
        x += width + SERVER_GAP;
    }
    site->box.width = MAX(2 * PADDING + columns * width + (columns - 1) * SERVER_GAP,
                          title_width(topology, site->object) + 2 * PADDING);
    site->box.height = y + tallest + PADDING;
}

/* The hosts that the site reaches, in rows below it. */
static void hang_hosts(const ExsTopology *topology, ExsTopologySite *site)
{
    int x = 0, y = site->box.height + HOST_GAP, right = 0, tallest = 0;

    for (guint i = 0; i < topology->nodes->len; i++) {
        ExsTopologyNode *node = &g_array_index(topology->nodes, ExsTopologyNode, i);

        if (node->home != site->object)
            continue;
        if (x > 0 && x + node->box.width > site->box.width) {
            x = 0;
            y += tallest + SERVER_GAP;
        }
        node->box.x = x;
        node->box.y = y;
        tallest = MAX(tallest, node->box.height);
        x += node->box.width + SERVER_GAP;
        right = MAX(right, x - SERVER_GAP);
    }
    site->box.width = MAX(site->box.width, right);
    site->reach = tallest ? y + tallest : site->box.height;
}

/* ---- the sites ---- */

static void move_site(const ExsTopology *topology, ExsTopologySite *site, int x, int y)
{
    site->box.x = x;
    site->box.y = y;
    for (guint i = 0; i < topology->nodes->len; i++) {
        ExsTopologyNode *node = &g_array_index(topology->nodes, ExsTopologyNode, i);

        if (node->site != site->object && node->home != site->object)
            continue;
        node->box.x += x;
        node->box.y += y;
    }
}

static int gap_of(const ExsTopology *topology)
{
    return topology->sites->len <= FEW ? FEW_GAP : MANY_GAP;
}

static void place_on_circle(ExsTopology *topology, int widest, int tallest)
{
    guint count = topology->sites->len;
    int gap = gap_of(topology);
    /* Neighbours on it are at least a twelfth of a turn apart: half the radius. */
    int close = count <= 6 ? 1 : 2;
    int across = count < 3 ? (widest + gap) / 2 : close * (widest + gap);
    int down = count < 3 ? 0 : close * (tallest + gap);

    if (count == 3 || count == 4) {
        across = (widest + gap) * 2 / 3;
        down = (tallest + gap) * (count == 4 ? 11 : 10) / 10;
    }
    for (guint i = 0; i < count; i++) {
        ExsTopologySite *site = &g_array_index(topology->sites, ExsTopologySite, i);
        int place = places[count][i];

        move_site(topology, site,
                  across + across * turn_x[place] / 1000 + (widest - site->box.width) / 2,
                  down + down * turn_y[place] / 1000 + (tallest - site->reach) / 2);
    }
}

static void place_on_grid(ExsTopology *topology, int widest, int tallest)
{
    int columns = isqrt_up((int)topology->sites->len), gap = gap_of(topology);

    for (guint i = 0; i < topology->sites->len; i++) {
        ExsTopologySite *site = &g_array_index(topology->sites, ExsTopologySite, i);
        int column = (int)i % columns, row = (int)i / columns;
        int shift = row % 2 * (widest + gap) / 2 + (widest - site->box.width) / 2;
        int drop = column % 2 * (tallest + gap) / 3;

        move_site(topology, site, column * (widest + gap) + shift, row * (tallest + gap) + drop);
    }
}

/* ---- outside ---- */

static void grow(ExsBox *box, const ExsBox *other)
{
    int right = MAX(box->x + box->width, other->x + other->width);
    int bottom = MAX(box->y + box->height, other->y + other->height);

    box->x = MIN(box->x, other->x);
    box->y = MIN(box->y, other->y);
    box->width = right - box->x;
    box->height = bottom - box->y;
}

static ExsBox extent(const ExsTopology *topology)
{
    ExsBox all = {0, 0, 1, 1};

    for (guint i = 0; i < topology->sites->len; i++) {
        const ExsTopologySite *site = &g_array_index(topology->sites, ExsTopologySite, i);
        ExsBox box = {site->box.x, site->box.y, site->box.width, site->reach};

        if (i == 0)
            all = box;
        grow(&all, &box);
    }
    return all;
}

static void place_hosts(ExsTopology *topology)
{
    ExsBox all = extent(topology);
    int x = all.x, y = all.y + all.height + HOST_GAP, count = 0, tallest = 0;

    for (guint i = 0; i < topology->nodes->len; i++) {
        ExsTopologyNode *node = &g_array_index(topology->nodes, ExsTopologyNode, i);

        if (node->site || node->home)
            continue;
        if (count++ == HOSTS_A_ROW) {
            count = 1;
            x = all.x;
            y += tallest + SERVER_GAP;
        }
        node->box.x = x;
        node->box.y = y;
        tallest = MAX(tallest, node->box.height);
        x += node->box.width + SERVER_GAP;
    }
}

/* Everything from the margin on. */
static void shift_all(ExsTopology *topology)
{
    ExsBox all = extent(topology);

    for (guint i = 0; i < topology->nodes->len; i++)
        grow(&all, &g_array_index(topology->nodes, ExsTopologyNode, i).box);
    for (guint i = 0; i < topology->sites->len; i++) {
        ExsBox *box = &g_array_index(topology->sites, ExsTopologySite, i).box;

        box->x += MARGIN - all.x;
        box->y += MARGIN - all.y;
    }
    for (guint i = 0; i < topology->nodes->len; i++) {
        ExsTopologyNode *node = &g_array_index(topology->nodes, ExsTopologyNode, i);

        node->box.x += MARGIN - all.x;
        node->box.y += MARGIN - all.y;
        for (guint j = 0; j < node->rows->len; j++)
            g_array_index(node->rows, ExsTopologyRow, j).box =
                (ExsBox){node->box.x, node->box.y + TITLE + (int)j * ROW, node->box.width, ROW};
    }
    topology->width = all.width + 2 * MARGIN;
    topology->height = all.height + 2 * MARGIN;
}

void exs_topology_layout(ExsTopology *topology)
{
    int widest = 0, tallest = 0;

    for (guint i = 0; i < topology->nodes->len; i++)
        size_node(topology, &g_array_index(topology->nodes, ExsTopologyNode, i));
    for (guint i = 0; i < topology->sites->len; i++) {
        ExsTopologySite *site = &g_array_index(topology->sites, ExsTopologySite, i);

        fill_site(topology, site);
        hang_hosts(topology, site);
        widest = MAX(widest, site->box.width);
        tallest = MAX(tallest, site->reach);
    }
    if (topology->sites->len <= ON_CIRCLE)
        place_on_circle(topology, widest, tallest);
    else
        place_on_grid(topology, widest, tallest);
    place_hosts(topology);
    shift_all(topology);
}
