/* test_connector.c - connectors, and what mail goes over: links, hosts, names in DNS.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/model/org/world.h"
#include "support/org.h"

/* ---- connectors ---- */

/* clang-format off */
static const struct {
    const ExsConnectorClass *class;
    const char *name;
    ExsLine line;
    const char *title;
} titles[] = {
    {&org_x400, "FAST", EXS_LINE_55, "X.400 Connector FAST"},
    {&org_x400, "FAST", EXS_LINE_40, "X.400 Connector FAST"},
    {&org_x400, NULL,   EXS_LINE_55, "X.400 Connector"},
    {&org_ims,  NULL,   EXS_LINE_55, "Internet Mail Service (HUB1)"},
    {&org_ims,  NULL,   EXS_LINE_50, "Internet Mail Service (HUB1)"},
    {&org_ims,  NULL,   EXS_LINE_40, "Internet Mail Connector (HUB1)"},
    {&org_ims,  "mine", EXS_LINE_55, "Internet Mail Service (HUB1)"},
};
/* clang-format on */

START_TEST(titles_a_connector_and_its_queue)
{
    g_autoptr(ExsWorld) world = org_new();
    ExsServer *server = org_add_hub1(world);
    ExsConnector *made;
    const ExsObject *queue;

    server->builds.line = titles[_i].line;
    made = exs_world_add_connector(world, server, titles[_i].class, titles[_i].name, NULL);
    queue = exs_record_object(world->record, made->queue->id);
    ck_assert_str_eq(exs_record_object(world->record, made->id)->title, titles[_i].title);
    ck_assert_str_eq(queue->title, titles[_i].title);
    ck_assert_str_eq(queue->name, made->name);
    ck_assert_uint_eq(queue->parent, server->mta_id);
    ck_assert(made->queue->secured == made->class->secured);
    ck_assert_ptr_eq(made->queue->connector, made);
    ck_assert_str_eq(org_attribute(world, queue->id, "secured"),
                     made->class->secured ? "yes" : "no");
    ck_assert_str_eq(org_attribute(world, made->id, "kind"), made->class->kind);
    ck_assert_uint_eq(made->retry_count, made->class->secured ? 4 : 0);
}
END_TEST

START_TEST(has_one_gateway_of_a_kind_a_server)
{
    g_autoptr(ExsWorld) world = org_new();
    g_autoptr(GError) error = NULL;
    ExsServer *hub1 = org_add_hub1(world);
    ExsServer *hub2 = exs_world_add_server(world, hub1->site, "HUB2", NULL, NULL);
    ExsConnector *first = exs_world_add_connector(world, hub1, &org_ims, NULL, NULL);

    ck_assert_str_eq(first->name, "IMS (HUB1)");
    ck_assert_str_eq(exs_world_add_connector(world, hub2, &org_ims, NULL, NULL)->name,
                     "IMS (HUB2)");
    ck_assert_ptr_null(exs_world_add_connector(world, hub1, &org_ims, "another", &error));
    ck_assert_int_eq(error->code, EXS_ERROR_DUPLICATE);
    ck_assert_str_eq(
        error->message,
        "server \"HUB1\" has its Internet Mail Service already: there is one a server");
    ck_assert_ptr_nonnull(exs_world_add_connector(world, hub1, &org_x400, "A", NULL));
    ck_assert_ptr_nonnull(exs_world_add_connector(world, hub1, &org_x400, "B", NULL));
    ck_assert_uint_eq(hub1->site->connectors->len, 4);
    first->is_removed = true;
    ck_assert_ptr_null(exs_world_find(world, "connector", "IMS (HUB1)"));
    ck_assert_ptr_nonnull(exs_world_add_connector(world, hub1, &org_ims, NULL, NULL));
}
END_TEST

START_TEST(notes_the_spaces_of_a_connector)
{
    g_autoptr(ExsWorld) world = org_new();
    g_autoptr(GError) error = NULL;
    ExsConnector *made = exs_world_add_connector(world, org_add_hub1(world), &org_ims, NULL, NULL);
    const ExsSpace *all = exs_space(world->spaces, "SMTP:*", NULL);
    const ExsSpace *one = exs_space(world->spaces, "SMTP:*@example.com", NULL);

    ck_assert(exs_connector_add_space(made, all, 1, EXS_SCOPE_ORGANIZATION, NULL));
    ck_assert_str_eq(org_attribute(world, made->id, "spaces"), "SMTP:* (1)");
    ck_assert(exs_connector_add_space(made, one, 100, EXS_SCOPE_SITE, NULL));
    ck_assert(exs_connector_add_space(made, all, 5, EXS_SCOPE_ORGANIZATION, NULL));
    ck_assert_str_eq(org_attribute(world, made->id, "spaces"),
                     "SMTP:* (5) SMTP:*@example.com (100, site)");
    ck_assert(!exs_connector_add_space(made, all, 101, EXS_SCOPE_ORGANIZATION, &error));
    ck_assert_int_eq(error->code, EXS_ERROR_RANGE);
    ck_assert_msg(strstr(error->message, "1 to 100") && strstr(error->message, "not 101"), "%s",
                  error->message);
    ck_assert(!exs_connector_add_space(made, all, 0, EXS_SCOPE_ORGANIZATION, NULL));
    ck_assert(
        !exs_connector_add_space(made, all, (INT64_C(1) << 32) + 1, EXS_SCOPE_ORGANIZATION, NULL));
    ck_assert_uint_eq(made->spaces->len, 2);
    exs_connector_clear_spaces(made);
    ck_assert_uint_eq(made->spaces->len, 0);
    ck_assert_str_eq(org_attribute(world, made->id, "spaces"), "");
}
END_TEST

START_TEST(notes_what_leads_to_whom)
{
    g_autoptr(ExsWorld) world = org_new();
    ExsServer *hub1 = org_add_hub1(world);
    ExsServer *par1 = exs_world_add_server(world, hub1->site, "PAR1", NULL, NULL);
    ExsConnector *fast = exs_world_add_connector(world, hub1, &org_x400, "FAST", NULL);

    ck_assert_str_eq(org_attribute(world, fast->id, "cost"), "1");
    ck_assert_str_eq(org_attribute(world, fast->id, "schedule"), "always");
    ck_assert_ptr_null(org_attribute(world, fast->id, "target"));
    fast->target = par1;
    fast->cost = 20;
    exs_connector_note(fast);
    ck_assert_str_eq(org_attribute(world, fast->id, "cost"), "20");
    ck_assert_str_eq(org_attribute(world, fast->id, "target"), "PAR1");
}
END_TEST

/* clang-format off */
static const struct {
    const char *text;
    bool reads;
    uint32_t count;
    ExsTime last;
} retries[] = {
    {"0.25, 0.5, 1, 4",      true,  4, 4 * EXS_HOUR},
    {"0.25",                 true,  1, 15 * EXS_MINUTE},
    {" 1 ,2 ",               true,  2, 2 * EXS_HOUR},
    {"0.000001",             true,  1, 3600},
    {"0",                    true,  0, 0},
    {"9999",                 true,  1, 9999 * EXS_HOUR},
    {"10000",                false, 0, 0},
    {"1,2,3,4,5,6,7,8",      true,  8, 8 * EXS_HOUR},
    {"1,2,3,4,5,6,7,8,9",    false, 0, 0},
    {"1, 0",                 false, 0, 0},
    {"",                     false, 0, 0},
    {"1,",                   false, 0, 0},
    {".5",                   false, 0, 0},
    {"5.",                   false, 0, 0},
    {"-1",                   false, 0, 0},
    {"1 h",                  false, 0, 0},
    {"0.0000001",            false, 0, 0},
    {"99999999999999999999", false, 0, 0},
};
/* clang-format on */

START_TEST(reads_a_list_of_retries)
{
    g_autoptr(ExsWorld) world = org_new();
    g_autoptr(GError) error = NULL;
    ExsConnector *made = exs_world_add_connector(world, org_add_hub1(world), &org_ims, NULL, NULL);
    bool reads = exs_connector_parse_retries(made, retries[_i].text, &error);

    ck_assert_msg(reads == retries[_i].reads, "\"%s\"", retries[_i].text);
    ck_assert((error != NULL) == !reads);
    if (!reads) { /* and what was there stays */
        ck_assert_int_eq(error->code, EXS_ERROR_PARSE);
        ck_assert_uint_eq(made->retry_count, 4);
        ck_assert_int_eq(made->retries[0], EXS_HOUR / 4);
        return;
    }
    ck_assert_uint_eq(made->retry_count, retries[_i].count);
    if (made->retry_count)
        ck_assert_int_eq(made->retries[made->retry_count - 1], retries[_i].last);
}
END_TEST

/* ---- links and hosts ---- */

/* clang-format off */
static const struct {
    const char *why;
    int64_t bandwidth, size;
    ExsTime time;
} times[] = {
    {"nothing takes the latency",          1000000,      0,         10000},
    {"a megabit in a second",              1000000,      125000,    10000 + EXS_SECOND},
    {"a byte at a bit a second",           1,            1,         10000 + 8 * EXS_SECOND},
    {"parts of a microsecond are dropped", 100000000000, 1,         10000},
    {"2 GiB by modem",                     28800,        1LL << 31, 10000 + 596523235555},
    {"longer than the clock goes",         1,            INT64_MAX, EXS_TIME_LAST},
};
/* clang-format on */

START_TEST(takes_time_by_latency_and_bandwidth)
{
    g_autoptr(ExsWorld) world = org_new();
    ExsLink *link = exs_world_add_link(world, "FAST", 1, 1, NULL);

    exs_setting_set(&world->settings, EXS_SETTING_LATENCY, 10000, NULL);
    exs_setting_set(&link->settings, EXS_SETTING_BANDWIDTH, times[_i].bandwidth, NULL);
    ck_assert_msg(exs_link_time(link, times[_i].size) == times[_i].time, "%s: %lld", times[_i].why,
                  (long long)exs_link_time(link, times[_i].size));
}
END_TEST

START_TEST(has_one_path_between_two_servers_of_a_site)
{
    g_autoptr(ExsWorld) world = org_new();
    ExsServer *hub1 = org_add_hub1(world);
    ExsServer *hub2 = exs_world_add_server(world, hub1->site, "HUB2", NULL, NULL);
    ExsServer *hub3 = exs_world_add_server(world, hub1->site, "HUB3", NULL, NULL);
    ExsLink *taken = exs_world_add_link(world, "hub1-hub3", hub1->id, hub3->id, NULL);
    ExsLink *link = exs_world_rpc_link(world, hub2, hub1);

    ck_assert_str_eq(link->name, "HUB1-HUB2");
    ck_assert_ptr_eq(exs_world_rpc_link(world, hub1, hub2), link);
    ck_assert_ptr_eq(exs_world_find(world, "link", "HUB1-HUB2"), link);
    ck_assert_ptr_ne(exs_world_rpc_link(world, hub1, hub3), taken);
    ck_assert_ptr_ne(exs_world_rpc_link(world, hub2, hub3), link);
    ck_assert_str_eq(org_attribute(world, link->id, "a"), "HUB1");
    ck_assert_str_eq(exs_link_state_name(link->state), "up");
    ck_assert_str_eq(exs_link_state_name(EXS_LINK_HANGING), "hanging");
}
END_TEST

START_TEST(orders_the_hosts_of_a_domain)
{
    g_autoptr(ExsWorld) world = org_new();
    g_autoptr(GError) error = NULL;
    ExsHost *a = exs_world_add_host(world, "a", NULL), *b = exs_world_add_host(world, "b", NULL);
    ExsHost *c = exs_world_add_host(world, "c", NULL), *d = exs_world_add_host(world, "d", NULL);
    const ExsAddress *to = org_address(world, "SMTP:x@Example.com");
    const GArray *list;

    ck_assert_ptr_null(exs_world_mx(world, to->domain));
    ck_assert(exs_world_add_mx(world, b, "example.com", 10, NULL));
    ck_assert(exs_world_add_mx(world, c, "EXAMPLE.com", 10, NULL));
    ck_assert(exs_world_add_mx(world, d, "example.com.", 20, NULL));
    ck_assert(exs_world_add_mx(world, a, "example.com", 5, NULL));
    ck_assert(!exs_world_add_mx(world, a, "example.com", 7, &error));
    ck_assert_int_eq(error->code, EXS_ERROR_DUPLICATE);
    ck_assert(!exs_world_add_mx(world, a, "", 7, NULL));
    list = exs_world_mx(world, to->domain);
    ck_assert_uint_eq(list->len, 4);
    for (size_t i = 0; i < 4; i++)
        ck_assert_ptr_eq(g_array_index(list, ExsMx, i).host, ((ExsHost *[]){a, b, c, d})[i]);
}
END_TEST

START_TEST(answers_by_its_script)
{
    g_autoptr(ExsWorld) world = org_new();
    ExsHost *host = exs_world_add_host(world, "mail.example.com", NULL);
    ExsAnswer twice = {"RCPT", "452 later", NULL, 2}, never = {"RCPT", "550 no", "x@b", -1};

    ck_assert(host->is_up);
    g_array_append_val(host->answers, twice);
    g_array_append_val(host->answers, never);
    ck_assert_ptr_null(exs_host_answer(host, "DATA", NULL));
    ck_assert_str_eq(exs_host_answer(host, "rcpt", "x@b"), "452 later");
    ck_assert_str_eq(exs_host_answer(host, "RCPT", "a@b"), "452 later");
    for (int i = 0; i < 3; i++)
        ck_assert_str_eq(exs_host_answer(host, "RCPT", "x@b"), "550 no");
    ck_assert_ptr_null(exs_host_answer(host, "RCPT", "a@b"));
    ck_assert_ptr_null(exs_host_answer(host, "RCPT", NULL));
}
END_TEST

Suite *suite_connector(void)
{
    Suite *suite = suite_create("connector");
    TCase *tcase = tcase_create("connector");

    tcase_add_loop_test(tcase, titles_a_connector_and_its_queue, 0, G_N_ELEMENTS(titles));
    tcase_add_test(tcase, has_one_gateway_of_a_kind_a_server);
    tcase_add_test(tcase, notes_the_spaces_of_a_connector);
    tcase_add_test(tcase, notes_what_leads_to_whom);
    tcase_add_loop_test(tcase, reads_a_list_of_retries, 0, G_N_ELEMENTS(retries));
    tcase_add_loop_test(tcase, takes_time_by_latency_and_bandwidth, 0, G_N_ELEMENTS(times));
    tcase_add_test(tcase, has_one_path_between_two_servers_of_a_site);
    tcase_add_test(tcase, orders_the_hosts_of_a_domain);
    tcase_add_test(tcase, answers_by_its_script);
    suite_add_tcase(suite, tcase);
    return suite;
}
