/* chart_lanes.c - who has a lane: sites, in them servers, in them their parts; then what is
 * outside; see chart_private.h.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/report/chart_private.h"

#define HEAD 24
#define LANE 34

/* Parts in the order in which they stand below their server. */
static const char *const parts[] = {"store", "mta",  "connector", "gateway",
                                    "link",  "host", "server",    "site"};

typedef struct {
    const ExsPlaces *places;
    const ExsWords *words;
    const bool *busy;
    GArray **below; /* by object: uint32_t, what stands below it; 0: outside */
    ExsChartLanes *lanes;
    int folds; /* 0: nothing, 1: servers, 2: sites too */
} Laying;

static const ExsObject *object_of(const Laying *laying, uint32_t id)
{
    return exs_record_object(laying->places->record, id);
}

static bool is_class(const Laying *laying, uint32_t id, const char *class_name)
{
    return id && strcmp(object_of(laying, id)->class_name, class_name) == 0;
}

/* A connector whose queue is secured hands over to a gateway of its own. */
static const char *part_of(const Laying *laying, uint32_t id)
{
    const ExsObject *object = object_of(laying, id);
    const char *secured = exs_object_attribute(object, "secured");

    if (strcmp(object->class_name, "connector") == 0 && secured && strcmp(secured, "yes") == 0)
        return "gateway";
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
        if (strcmp(parts[i], object->class_name) == 0)
            return parts[i];
    return "gateway";
}

static size_t rank_of(const Laying *laying, uint32_t id)
{
    const char *part = part_of(laying, id);
    size_t rank = 0;

    while (parts[rank] != part && strcmp(parts[rank], part) != 0)
        rank++;
    return rank;
}

/* ---- the tree ---- */

static gint compare_parts(gconstpointer a, gconstpointer b, gpointer data)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    size_t x_rank = rank_of(data, x), y_rank = rank_of(data, y);

    if (x_rank != y_rank)
        return x_rank < y_rank ? -1 : 1;
    return (x > y) - (x < y);
}

/* The server or site that it stands below; 0: outside. */
static uint32_t above_of(const Laying *laying, uint32_t id)
{
    const ExsObject *object = object_of(laying, id);

    if (is_class(laying, id, "host") || is_class(laying, id, "link"))
        return 0;
    return exs_names_above(laying->places->record, object->parent,
                           is_class(laying, id, "server") ? "site" : "server");
}

static void hang(const Laying *laying, uint32_t id, bool *has_place)
{
    uint32_t above;

    if (has_place[id] || is_class(laying, id, "site") || is_class(laying, id, "organization"))
        return;
    has_place[id] = true;
    above = above_of(laying, id);
    if (!laying->below[above])
        laying->below[above] = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    g_array_append_val(laying->below[above], id);
    if (above)
        hang(laying, above, has_place);
}

static void make_tree(const Laying *laying, size_t count)
{
    g_autofree bool *has_place = g_new0(bool, count + 1);

    for (uint32_t id = 1; id <= count; id++)
        if (laying->busy[id])
            hang(laying, id, has_place);
    for (uint32_t id = 0; id <= count; id++)
        if (laying->below[id])
            g_array_sort_with_data(laying->below[id], compare_parts, (gpointer)laying);
}

/* ---- rows ---- */

static bool is_folded(const Laying *laying, uint32_t id)
{
    if (!id)
        return false;
    return (laying->folds > 0 && is_class(laying, id, "server")) ||
           (laying->folds > 1 && is_class(laying, id, "site"));
}

static void cover(const Laying *laying, uint32_t id, int row)
{
    const GArray *below = laying->below[id];

    if (id)
        laying->lanes->row_of[id] = row;
    for (guint i = 0; below && i < below->len; i++)
        cover(laying, g_array_index(below, uint32_t, i), row);
}

/* Within a server's own rows its name need not be said again. */
static char *label_of(const Laying *laying, uint32_t id, uint32_t server)
{
    g_autoptr(GString) name = g_string_new(NULL), prefix = g_string_new(NULL);

    if (!id)
        return g_strdup("Outside and links");
    exs_words_append_object(name, laying->words, id);
    if (server) {
        exs_names_append_title(prefix, laying->places->record, server);
        g_string_append_c(prefix, ' ');
    }
    if (server && g_str_has_prefix(name->str, prefix->str))
        g_string_erase(name, 0, (gssize)prefix->len);
    if (name->len == 0)
        g_string_append(name, object_of(laying, id)->class_name);
    return g_string_free(g_steal_pointer(&name), FALSE);
}

static void add_row(const Laying *laying, uint32_t id, int level, uint32_t server)
{
    const GArray *below = laying->below[id];
    ExsChartLanes *lanes = laying->lanes;
    bool is_open = below && !is_folded(laying, id);
    ExsChartRow row = {.object = id, .level = level, .is_head = is_open, .y = lanes->height};

    if (lanes->rows->len >= EXS_CHART_LANES && laying->folds > 1) {
        lanes->left_out++;
        return;
    }
    lanes->folded += below && !is_open;
    row.part = id ? part_of(laying, id) : "site";
    row.label = label_of(laying, id, server);
    row.height = is_open ? HEAD : LANE;
    lanes->height += row.height;
    g_array_append_val(lanes->rows, row);
    cover(laying, id, (int)lanes->rows->len - 1);
    for (guint i = 0; is_open && i < below->len; i++)
        add_row(laying, g_array_index(below, uint32_t, i), level + 1,
                is_class(laying, id, "server") ? id : 0);
}

static void clear_row(void *row)
{
    g_free(((ExsChartRow *)row)->label);
}

static void lay(const Laying *laying, size_t count)
{
    ExsChartLanes *lanes = laying->lanes;

    g_array_set_size(lanes->rows, 0);
    lanes->height = 0;
    lanes->folded = lanes->left_out = 0;
    for (size_t id = 0; id <= count; id++)
        lanes->row_of[id] = -1;
    for (uint32_t id = 1; id <= count; id++)
        if (is_class(laying, id, "site") && laying->below[id])
            add_row(laying, id, 0, 0);
    if (laying->below[0])
        add_row(laying, 0, 0, 0);
}

void exs_chart_lanes_init(ExsChartLanes *lanes, const ExsPlaces *places, const ExsWords *words,
                          const bool *busy)
{
    size_t count = exs_record_object_count(places->record);
    g_autofree GArray **below = g_new0(GArray *, count + 1);
    Laying laying = {places, words, busy, below, lanes, 0};

    *lanes = (ExsChartLanes){.rows = g_array_new(FALSE, FALSE, sizeof(ExsChartRow)),
                             .row_of = g_new(int, count + 1)};
    g_array_set_clear_func(lanes->rows, clear_row);
    make_tree(&laying, count);
    for (laying.folds = 0; laying.folds <= 2; laying.folds++) {
        lay(&laying, count);
        if (lanes->rows->len <= EXS_CHART_LANES)
            break;
    }
    for (size_t id = 0; id <= count; id++)
        if (below[id])
            g_array_unref(below[id]);
}

void exs_chart_lanes_clear(ExsChartLanes *lanes)
{
    g_array_unref(lanes->rows);
    g_free(lanes->row_of);
}
