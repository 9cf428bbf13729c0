/* test_topology.c - the drawing of an organisation: everything has a place, and none twice.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "report/report_example.h"
#include "sim/report/topology_private.h"

/* The first server of a site reaches that of the site before. */
static void join(ExsRecord *record, uint32_t server, int site)
{
    g_autofree char *name = g_strdup_printf("C%d", site);
    g_autofree char *target = g_strdup_printf("S%d-0", site - 1);
    uint32_t connector =
        exs_record_add_object(record, "connector", server, name, "X.400 Connector");

    exs_record_set_attribute(record, connector, "target", target);
    exs_record_set_attribute(record, connector, "cost", "1");
}

static ExsRecord *organisation(int sites, int servers, int hosts)
{
    ExsRecord *record = exs_record_new(&(ExsSchema){0}, EXS_DETAIL_FULL);

    for (int i = 0; i < sites; i++) {
        g_autofree char *name = g_strdup_printf("SITE%d%s", i, i % 5 ? "" : " of a longer name");
        uint32_t site = exs_record_add_object(record, "site", 0, name, NULL);

        for (int j = 0; j < servers; j++) {
            g_autofree char *each = g_strdup_printf("S%d-%d", i, j);
            uint32_t server = exs_record_add_object(record, "server", site, each, NULL);

            if (i > 0 && j == 0)
                join(record, server, i);
        }
    }
    for (int i = 0; i < hosts; i++) {
        g_autofree char *name = g_strdup_printf("mail%d.example.com", i);

        exs_record_add_object(record, "host", 0, name, NULL);
    }
    ck_assert(exs_record_finish(record, true, NULL));
    return record;
}

static bool overlap(const ExsBox *a, const ExsBox *b)
{
    return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
           b->y < a->y + a->height;
}

static bool lies_in(const ExsTopology *topology, const ExsBox *box)
{
    return box->x >= 0 && box->y >= 0 && box->x + box->width <= topology->width &&
           box->y + box->height <= topology->height;
}

static void check_boxes(const ExsTopology *topology, const char *what)
{
    for (guint i = 0; i < topology->sites->len; i++) {
        const ExsBox *site = &g_array_index(topology->sites, ExsTopologySite, i).box;

        ck_assert_msg(lies_in(topology, site), "%s: site %u lies outside", what, i);
        for (guint j = i + 1; j < topology->sites->len; j++)
            ck_assert_msg(!overlap(site, &g_array_index(topology->sites, ExsTopologySite, j).box),
                          "%s: sites %u and %u overlap", what, i, j);
    }
    for (guint i = 0; i < topology->nodes->len; i++) {
        const ExsBox *node = &g_array_index(topology->nodes, ExsTopologyNode, i).box;

        ck_assert_msg(lies_in(topology, node), "%s: node %u lies outside", what, i);
        for (guint j = i + 1; j < topology->nodes->len; j++)
            ck_assert_msg(!overlap(node, &g_array_index(topology->nodes, ExsTopologyNode, j).box),
                          "%s: nodes %u and %u overlap", what, i, j);
    }
}

/* clang-format off */
static const struct {
    int sites, servers, hosts;
    bool folded;
    size_t nodes, left_out;
} organisations[] = {
    {0,   0,  0,  false, 0,   0},
    {1,   1,  0,  false, 1,   0},
    {2,   1,  3,  false, 5,   0},
    {5,   4,  1,  false, 21,  0},
    {12,  2,  7,  false, 31,  0},
    {13,  1,  0,  false, 13,  0},
    {40,  3,  9,  false, 129, 0},
    {50,  4,  2,  true,  52,  0},
    {450, 1,  70, true,  460, 60},
};
/* clang-format on */

START_TEST(everything_has_a_place_of_its_own)
{
    g_autofree char *what =
        g_strdup_printf("%d sites of %d", organisations[_i].sites, organisations[_i].servers);
    g_autoptr(ExsRecord) record =
        organisation(organisations[_i].sites, organisations[_i].servers, organisations[_i].hosts);
    ExsTopology *topology = exs_topology_new(record, false);

    ck_assert_msg(topology->is_folded == organisations[_i].folded, "%s", what);
    ck_assert_msg(topology->nodes->len == organisations[_i].nodes, "%s: %u nodes", what,
                  topology->nodes->len);
    ck_assert_msg(topology->left_out == organisations[_i].left_out, "%s: %zu are left out", what,
                  topology->left_out);
    check_boxes(topology, what);
    exs_topology_free(topology);
}
END_TEST

START_TEST(a_folded_site_counts_its_servers)
{
    g_autoptr(ExsRecord) record = organisation(40, 4, 0);
    ExsTopology *topology = exs_topology_new(record, false);
    g_autoptr(GString) svg = g_string_new(NULL);

    ck_assert_uint_eq(topology->links->len, 39);
    for (guint i = 0; i < topology->nodes->len; i++)
        ck_assert_uint_eq(g_array_index(topology->nodes, ExsTopologyNode, i).servers, 4);
    exs_topology_svg(topology, false, svg);
    ck_assert(strstr(svg->str, "4 servers"));
    exs_topology_free(topology);
}
END_TEST

START_TEST(nothing_is_left_out_of_a_whole_one)
{
    g_autoptr(ExsRecord) record = organisation(450, 1, 70);
    ExsTopology *topology = exs_topology_new(record, true);

    ck_assert(!topology->is_folded);
    ck_assert_uint_eq(topology->left_out, 0);
    ck_assert_uint_eq(topology->nodes->len, 520);
    check_boxes(topology, "a whole one");
    exs_topology_free(topology);
}
END_TEST

Suite *suite_topology(void)
{
    Suite *s = suite_create("topology");
    TCase *c = tcase_create("topology");

    tcase_set_timeout(c, 60);
    tcase_add_loop_test(c, everything_has_a_place_of_its_own, 0, G_N_ELEMENTS(organisations));
    tcase_add_test(c, a_folded_site_counts_its_servers);
    tcase_add_test(c, nothing_is_left_out_of_a_whole_one);
    suite_add_tcase(s, c);
    return s;
}
