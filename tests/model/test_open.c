/* test_open.c - what is in the way of an open: accounts, names, ports and protocols over RPC,
 * addresses over X.400.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>

#include "exsim/model/actors/mta.h"
#include "exsim/model/actors/names.h"
#include "exsim/model/actors/rpc_bind.h"
#include "exsim/model/actors/site_connector.h"
#include "exsim/model/actors/x400_address.h"
#include "support/world.h"

static void set(const ExsWorld *world, ExsSettings *settings, ExsSetting which, const char *value)
{
    int64_t number = exs_setting_info(which)->unit == EXS_UNIT_TEXT
                         ? (int64_t)exs_intern(world->names, value)
                         : g_ascii_strtoll(value, NULL, 10);

    ck_assert(exs_setting_set(settings, which, number, NULL));
}

/* ---- RPC ---- */

typedef struct {
    char holder; /* 's' SEATTLE, 'p' PARIS, '1' HUB1, '2' PAR1, 'c' the connector, 'b' the one back,
                    'l' the link */
    ExsSetting which;
    const char *value;
} Value;

/* clang-format off */
static const struct {
    const char *title, *product, *kind;
    Value values[4];
    uint32_t error; /* 0: they bind */
} binds[] = {
    {"nothing in the way",            "5.5 SP4", "site", {{0}}, 0},
    {"another service account",       "5.5 SP4", "site", {{'p', EXS_SETTING_SERVICE_ACCOUNT, "B"}}, 5},
    {"overridden one way only",       "5.5 SP4", "site", {{'p', EXS_SETTING_SERVICE_ACCOUNT, "B"},
                                                          {'c', EXS_SETTING_OVERRIDE_ACCOUNT, "b"},
                                                          {'s', EXS_SETTING_SERVICE_ACCOUNT, "A"}}, 5},
    {"overridden both ways",          "5.5 SP4", "site", {{'p', EXS_SETTING_SERVICE_ACCOUNT, "B"},
                                                          {'s', EXS_SETTING_SERVICE_ACCOUNT, "A"},
                                                          {'c', EXS_SETTING_OVERRIDE_ACCOUNT, "B"},
                                                          {'b', EXS_SETTING_OVERRIDE_ACCOUNT, "A"}}, 0},
    {"the password is another",       "5.5 SP4", "site", {{'p', EXS_SETTING_SERVICE_PASSWORD, "x"}}, 5},
    {"over a line only the way back", "5.5 SP4", "ras",  {{'p', EXS_SETTING_SERVICE_ACCOUNT, "B"}}, 1723},
    {"the far password has expired",  "5.5 SP4", "site", {{'p', EXS_SETTING_PASSWORD_EXPIRED, "1"}}, 1330},
    {"the own has, on the way back",  "5.5 SP4", "site", {{'s', EXS_SETTING_PASSWORD_EXPIRED, "1"}}, 1330},
    {"the far name is not resolved",  "5.5 SP4", "site", {{'1', EXS_SETTING_NAMES_UNKNOWN, "x, par1"}}, 1722},
    {"but in the hosts file",         "5.5 SP4", "site", {{'1', EXS_SETTING_NAMES_UNKNOWN, "PAR1"},
                                                          {'1', EXS_SETTING_HOSTS_FILE, "PAR1"}}, 0},
    {"DNS is away",                   "5.5 SP4", "site", {{'1', EXS_SETTING_DNS_AWAY, "1"}}, 1722},
    {"and the second answers",        "5.5 SP4", "site", {{'1', EXS_SETTING_DNS_AWAY, "1"},
                                                          {'1', EXS_SETTING_SECOND_DNS, "1"}}, 0},
    {"the own name, back",            "5.5 SP4", "site", {{'2', EXS_SETTING_NAMES_UNKNOWN, "HUB1"}}, 1722},
    {"which old builds do not need",  "5.5 SP3", "site", {{'2', EXS_SETTING_NAMES_UNKNOWN, "HUB1"}}, 0},
    {"a firewall, no fixed port",     "5.5 SP4", "site", {{'l', EXS_SETTING_FIREWALL_PORT, "5000"}}, 1722},
    {"fixed ports",                   "5.5 SP4", "site", {{'l', EXS_SETTING_FIREWALL_PORT, "5000"},
                                                          {'1', EXS_SETTING_RPC_PORT, "5000"},
                                                          {'2', EXS_SETTING_RPC_PORT, "5000"}}, 0},
    {"that old builds do not look at", "5.5 SP1", "site", {{'l', EXS_SETTING_FIREWALL_PORT, "5000"},
                                                          {'1', EXS_SETTING_RPC_PORT, "5000"},
                                                          {'2', EXS_SETTING_RPC_PORT, "5000"}}, 1722},
    {"NetBEUI alone",                 "5.5 SP4", "ras",  {{'1', EXS_SETTING_PROTOCOLS, "ncacn_nb_nb"},
                                                          {'2', EXS_SETTING_PROTOCOLS, "ncacn_nb_nb"}}, 1722},
    {"one protocol of several",       "5.5 SP4", "ras",  {{'1', EXS_SETTING_PROTOCOLS, "ncacn_nb_nb, ncacn_spx"},
                                                          {'2', EXS_SETTING_PROTOCOLS, "ncacn_spx"}}, 0},
    {"the remote server name",        "5.5 SP4", "ras",  {{'c', EXS_SETTING_REMOTE_SERVER_NAME, "PAR1"}}, 0},
    {"in other letters",              "5.5 SP4", "ras",  {{'c', EXS_SETTING_REMOTE_SERVER_NAME, "par1"}}, 5},
};
/* clang-format on */

static ExsConnector *add(TwoSites *two, ExsServer *from, ExsServer *to, const char *name,
                         const char *kind, ExsLink *link)
{
    bool is_rpc = g_str_equal(kind, "site");
    ExsConnectorPlan plan = {.name = name, .target = is_rpc ? NULL : to, .link = link, .cost = 1};
    ExsConnector *connector = exs_actors_add_connector(two->world, from, kind, &plan, NULL);

    ck_assert_ptr_nonnull(connector);
    if (is_rpc)
        ck_assert(exs_actors_add_target(two->world, connector, to, 1, NULL));
    return connector;
}

START_TEST(bind)
{
    TwoSites two = two_sites(binds[_i].product);
    ExsConnector *there = add(&two, two.hub1, two.par1, "NEW", binds[_i].kind, NULL);
    ExsConnector *back = add(&two, two.par1, two.hub1, "NEW BACK", binds[_i].kind, there->link);
    ExsAdjacent *caller;
    const char *why;
    bool refused;

    there->peer = back;
    back->peer = there;
    caller = there->class->is_rpc ? exs_site_connector_adjacent(there, two.hub1, two.par1)
                                  : there->queue->service;
    for (size_t i = 0; i < G_N_ELEMENTS(binds[_i].values) && binds[_i].values[i].holder; i++) {
        const Value *value = &binds[_i].values[i];
        ExsSettings *settings = value->holder == 's'   ? &two.seattle->settings
                                : value->holder == 'p' ? &two.paris->settings
                                : value->holder == '1' ? &two.hub1->settings
                                : value->holder == '2' ? &two.par1->settings
                                : value->holder == 'c' ? &there->settings
                                : value->holder == 'b' ? &back->settings
                                                       : &caller->link->settings;

        set(two.world, settings, value->which, value->value);
    }
    why = exs_rpc_bind_refusal(caller, &refused);
    ck_assert_msg((why ? exs_rpc_bind_error(why) : 0) == binds[_i].error, "%s: %s", binds[_i].title,
                  why ? why : "they bind");
    exs_world_free(two.world);
}
END_TEST

/* ---- X.400 ---- */

/* HUB1 is 10.0.0.1, hub1.org.com; PAR1 is 10.0.0.2, par1.org.com. */
/* clang-format off */
static const struct {
    const char *title;
    const char *stack1, *stack2;       /* Stack pages of HUB1 and PAR1 */
    const char *source, *unknown;      /* where HUB1 calls from; what DNS has no name of */
    const char *firewall1, *firewall2; /* near sides of a proxy */
    bool is_reached, is_known;
} addresses[] = {
    {"nothing said",            "", "", "", "", "", "", true, true},
    {"addresses",               "10.0.0.2", "10.0.0.1", "", "", "", "", true, true},
    {"names",                   "par1.org.com", "hub1.org.com", "", "", "", "", true, true},
    {"host names",              "PAR1", "HUB1", "", "", "", "", true, false},
    {"a wrong address there",   "10.0.0.3", "10.0.0.1", "", "", "", "", false, true},
    {"a wrong name there",      "par2.org.com", "10.0.0.1", "", "", "", "", false, true},
    {"a wrong address here",    "10.0.0.2", "10.0.0.9", "", "", "", "", true, false},
    {"no reverse lookup",       "10.0.0.2", "hub1.org.com", "", "10.0.0.1", "", "", true, false},
    {"an address, no lookup",   "10.0.0.2", "10.0.0.1", "", "10.0.0.1", "", "", true, true},
    {"from another card",       "10.0.0.2", "10.0.0.1", "10.9.9.9", "", "", "", true, false},
    {"through a proxy",         "10.0.0.8", "10.0.0.7", "", "", "10.0.0.8", "10.0.0.7", true, true},
    {"past the proxy",          "10.0.0.2", "10.0.0.1", "", "", "10.0.0.8", "10.0.0.7", false, false},
};
/* clang-format on */

START_TEST(address)
{
    TwoSites two = two_sites("5.5 SP4");
    const ExsAdjacent *caller = two.fast->queue->service;
    ExsConnector *back = two.fast->peer;
    bool refused, is_reached, is_known;

    set(two.world, &two.hub1->settings, EXS_SETTING_IP_ADDRESS, "10.0.0.1");
    set(two.world, &two.hub1->settings, EXS_SETTING_FQDN, "hub1.org.com");
    set(two.world, &two.par1->settings, EXS_SETTING_IP_ADDRESS, "10.0.0.2");
    set(two.world, &two.par1->settings, EXS_SETTING_FQDN, "par1.org.com");
    set(two.world, &two.par1->settings, EXS_SETTING_ADDRESSES_UNKNOWN, addresses[_i].unknown);
    set(two.world, &two.fast->settings, EXS_SETTING_STACK_ADDRESS, addresses[_i].stack1);
    set(two.world, &two.fast->settings, EXS_SETTING_SOURCE_ADDRESS, addresses[_i].source);
    set(two.world, &two.fast->settings, EXS_SETTING_FIREWALL_ADDRESS, addresses[_i].firewall1);
    set(two.world, &back->settings, EXS_SETTING_STACK_ADDRESS, addresses[_i].stack2);
    set(two.world, &back->settings, EXS_SETTING_FIREWALL_ADDRESS, addresses[_i].firewall2);
    is_reached = !exs_x400_unreached(caller, &refused);
    is_known = !exs_x400_unknown_caller(caller);
    ck_assert_msg(is_reached == addresses[_i].is_reached, "%s", addresses[_i].title);
    ck_assert_msg(is_known == addresses[_i].is_known, "%s", addresses[_i].title);
    exs_world_free(two.world);
}
END_TEST

START_TEST(a_second_dns_server_stays)
{
    TwoSites two = two_sites("5.5 SP4");

    set(two.world, &two.hub1->settings, EXS_SETTING_SECOND_DNS, "2");
    ck_assert(exs_name_resolves(two.world, two.hub1, "PAR1"));
    set(two.world, &two.hub1->settings, EXS_SETTING_DNS_AWAY, "1");
    ck_assert(!exs_name_resolves(two.world, two.hub1, "PAR1"));
    set(two.world, &two.hub1->settings, EXS_SETTING_DNS_AWAY, "0");
    ck_assert(!exs_name_resolves(two.world, two.hub1, "PAR1"));
    exs_server_stop(two.world, two.hub1);
    exs_server_start(two.world, two.hub1);
    ck_assert(exs_name_resolves(two.world, two.hub1, "PAR1"));
    exs_world_free(two.world);
}
END_TEST

Suite *suite_open(void)
{
    Suite *suite = suite_create("open");
    TCase *all = tcase_create("all");

    tcase_add_loop_test(all, bind, 0, G_N_ELEMENTS(binds));
    tcase_add_loop_test(all, address, 0, G_N_ELEMENTS(addresses));
    tcase_add_test(all, a_second_dns_server_stays);
    suite_add_tcase(suite, all);
    return suite;
}
