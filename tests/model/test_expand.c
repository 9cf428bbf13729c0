/* test_expand.c - where lists are expanded, who gets a copy, who hears of failures.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "exsim/model/routing/expand.h"
#include "support/org.h"

/* Two sites, two servers each; the list is at home in the second. */
typedef struct {
    ExsWorld *world;
    ExsServer *servers[4];
    ExsRecipient *list, *nested, *ann, *owner;
} Org;

static Org make(const char *product)
{
    Org org = {.world = org_new()};
    ExsProduct parsed;

    ck_assert(exs_product_parse(product, &parsed, NULL));
    for (int i = 0; i < 4; i++) {
        const char *names[] = {"S1", "S2", "S3", "S4"};
        ExsSite *site = i % 2 ? org.servers[i - 1]->site
                              : exs_world_add_site(org.world, i < 2 ? "A" : "B", NULL);

        org.servers[i] = exs_world_add_server(org.world, site, names[i], &parsed, NULL);
    }
    org.list = exs_world_add_list(org.world, org.servers[2], "sales", NULL);
    org.nested = exs_world_add_list(org.world, org.servers[2], "north", NULL);
    org.ann = exs_world_add_mailbox(org.world, org.servers[0], "ann", NULL);
    org.owner = exs_world_add_mailbox(org.world, org.servers[0], "olga", NULL);
    return org;
}

/* clang-format off */
static const struct {
    const char *name;
    int at;                /* server that asks, 0 .. 3 */
    int expansion_server;  /* 0 .. 3; -1: none */
    bool locally;
    bool no_x400;
    int64_t size, limit;
    ExsExpandPlace place;
    ExsRule rule;
} places[] = {
    {"any server at home",            3, -1, false, false, 1, 0, EXS_EXPAND_HERE,    EXS_RULE_NONE},
    {"goes home",                     0, -1, false, false, 1, 0, EXS_EXPAND_AWAY,    EXS_RULE_REMOTE_LIST_GOES_HOME},
    {"expanded locally",              0, -1, true,  false, 1, 0, EXS_EXPAND_HERE,    EXS_RULE_REMOTE_LIST_GOES_HOME},
    {"its server",                    2, 2,  false, false, 1, 0, EXS_EXPAND_HERE,    EXS_RULE_EXPANSION_SERVER},
    {"another server of the site",    3, 2,  false, false, 1, 0, EXS_EXPAND_IN_SITE, EXS_RULE_EXPANSION_SERVER},
    {"a server beats locally",        0, 2,  true,  false, 1, 0, EXS_EXPAND_AWAY,    EXS_RULE_EXPANSION_SERVER},
    {"no X.400 proxy",                2, -1, false, true,  1, 0, EXS_EXPAND_NOT,     EXS_RULE_LIST_NEEDS_X400},
    {"no X.400 proxy, passed on",     0, -1, false, true,  1, 0, EXS_EXPAND_AWAY,    EXS_RULE_REMOTE_LIST_GOES_HOME},
    {"at the limit",                  2, -1, false, false, 9, 9, EXS_EXPAND_HERE,    EXS_RULE_NONE},
    {"over it",                       2, -1, false, false, 9, 8, EXS_EXPAND_NOT,     EXS_RULE_LIST_SIZE_FIRST},
    {"size comes first",              2, -1, false, true,  9, 8, EXS_EXPAND_NOT,     EXS_RULE_LIST_SIZE_FIRST},
};
/* clang-format on */

START_TEST(where)
{
    Org org = make("5.5 SP4");
    ExsServer *server = org.servers[places[_i].at];
    ExsMessage message = {.size = places[_i].size};
    ExsEnvelope envelope = {.recipient = org.list};
    ExsExpandVerdict verdict;

    if (places[_i].expansion_server >= 0)
        org.list->list->expansion_server = org.servers[places[_i].expansion_server];
    if (places[_i].no_x400)
        org.list->x400 = NULL;
    if (places[_i].locally)
        exs_setting_set(&server->settings, EXS_SETTING_EXPAND_REMOTE_LISTS, 1, NULL);
    org.list->list->size_limit = places[_i].limit;
    verdict = exs_expand_where(server, &message, &envelope);
    ck_assert_msg(verdict.place == places[_i].place && verdict.rule == places[_i].rule, "%s",
                  places[_i].name);
    exs_world_free(org.world);
}
END_TEST

START_TEST(members)
{
    Org org = make("5.5 SP4");
    const ExsPolicy *policy = &org.servers[2]->policy;
    ExsExpansion outer = {org.list, NULL}, inner = {org.nested, &outer};

    ck_assert_int_eq(exs_expand_member(policy, &inner, org.ann, true), EXS_RULE_NONE);
    ck_assert_int_eq(exs_expand_member(policy, &inner, org.ann, false), EXS_RULE_MEMBER_ONCE);
    ck_assert_int_eq(exs_expand_member(policy, &inner, org.list, true), EXS_RULE_LIST_RECURSION);
    ck_assert_int_eq(exs_expand_member(policy, &outer, org.list, true), EXS_RULE_LIST_RECURSION);
    ck_assert_int_eq(exs_expand_member(policy, &outer, org.nested, true), EXS_RULE_NONE);
    exs_world_free(org.world);
}
END_TEST

/* clang-format off */
static const struct {
    const char *product;
    bool is_changed, is_afar;
    int64_t minutes; /* since it was read */
    bool remembers;
} memories[] = {
    {"4.0 SP5",     false, false, 0,  false},
    {"5.0 SP2",     false, false, 60, true},
    {"5.0 SP2",     true,  false, 0,  false},
    {"5.0.1461.71", false, false, 9,  true},
    {"5.0.1461.71", false, false, 10, false},
    {"5.5 SP1",     false, false, 60, true},
    {"5.5 SP2",     false, false, 10, false},
    {"5.5 SP2",     false, true,  10, true},
    {"5.5 SP3",     false, true,  10, false},
};
/* clang-format on */

START_TEST(remembering)
{
    Org org = make(memories[_i].product);
    ExsExpandMemory memory = {.when_changed = 1, .is_afar = memories[_i].is_afar};

    ck_assert_int_eq(exs_expand_remembers(&org.servers[2]->policy, &memory,
                                          memories[_i].is_changed ? 2 : 1,
                                          memories[_i].minutes * EXS_MINUTE),
                     memories[_i].remembers);
    exs_world_free(org.world);
}
END_TEST

/* clang-format off */
static const struct {
    const char *name;
    bool outer_owner, outer_originator; /* the list that the originator wrote to */
    bool inner_owner, inner_originator; /* the one in it, whose member it was */
    ExsCause cause;
    bool from_gateway;
    guint owners;
    bool originator;
    bool hides; /* the inner one its members */
} reports[] = {
    {"default",                 false, true,  false, true,  EXS_CAUSE_NO_ROUTE,       false, 0, true, false},
    {"the inner owner alone",   false, true,  true,  false, EXS_CAUSE_NO_ROUTE,       false, 1, false, false},
    {"owner and originator",    false, true,  true,  true,  EXS_CAUSE_NO_ROUTE,       false, 1, true, false},
    {"stopped by the outer",    true,  false, false, true,  EXS_CAUSE_NO_ROUTE,       false, 1, false, false},
    {"one owner, told once",    true,  true,  true,  true,  EXS_CAUSE_NO_ROUTE,       false, 1, true, false},
    {"hidden members",          false, true,  false, true,  EXS_CAUSE_NO_ROUTE,       false, 0, false, true},
    {"hidden, but to the owner", false, true, true,  true,  EXS_CAUSE_NO_ROUTE,       false, 1, false, true},
    {"nobody",                  false, true,  false, false, EXS_CAUSE_NO_ROUTE,       false, 0, false, false},
    {"size: the originator",    true,  false, true,  false, EXS_CAUSE_LIST_TOO_LARGE, false, 0, true, false},
    {"a gateway's: originator", true,  false, true,  false, EXS_CAUSE_HOST_UNKNOWN,   true,  0, true, false},
};
/* clang-format on */

static void set_reports(ExsRecipient *list, const ExsRecipient *owner, bool to_owner,
                        bool to_originator)
{
    list->list->owner = owner;
    list->list->reports_to_owner = to_owner;
    list->list->reports_to_originator = to_originator;
}

START_TEST(report)
{
    Org org = make("5.5 SP4");
    ExsExpansion outer = {org.list, NULL}, inner = {org.nested, &outer};
    ExsEnvelope envelope = {.by = &inner};
    ExsExpandReport told;

    set_reports(org.list, org.owner, reports[_i].outer_owner, reports[_i].outer_originator);
    set_reports(org.nested, org.owner, reports[_i].inner_owner, reports[_i].inner_originator);
    org.nested->list->hides_members = reports[_i].hides;
    told = exs_expand_report(&org.servers[2]->policy, &envelope, reports[_i].cause,
                             reports[_i].from_gateway);
    ck_assert_msg(told.owners->len == reports[_i].owners &&
                      told.originator == reports[_i].originator,
                  "%s", reports[_i].name);
    g_ptr_array_unref(told.owners);
    exs_world_free(org.world);
}
END_TEST

/* What a directory reads of a list has no members that are gone. */
START_TEST(reading)
{
    Org org = make("5.5 SP4");
    GPtrArray *both = g_ptr_array_new();
    g_autoptr(GPtrArray) all = NULL, rest = NULL;
    uint32_t changed;

    g_ptr_array_add(both, org.ann);
    g_ptr_array_add(both, org.owner);
    changed = exs_list_when_changed(org.servers[2], org.list);
    exs_list_set_members(org.list, both);
    ck_assert_uint_ne(exs_list_when_changed(org.servers[2], org.list), changed);
    all = exs_list_read(org.servers[2], org.list);
    ck_assert_uint_eq(all->len, 2);
    changed = exs_list_when_changed(org.servers[2], org.list);
    org.ann->is_removed = true;
    rest = exs_list_read(org.servers[2], org.list);
    ck_assert_uint_eq(rest->len, 1);
    ck_assert_ptr_eq(rest->pdata[0], org.owner);
    ck_assert_uint_eq(exs_list_when_changed(org.servers[2], org.list), changed);
    exs_world_free(org.world);
}
END_TEST

Suite *suite_expand(void)
{
    Suite *suite = suite_create("expand");
    TCase *tcase = tcase_create("expand");

    tcase_add_loop_test(tcase, where, 0, G_N_ELEMENTS(places));
    tcase_add_test(tcase, members);
    tcase_add_loop_test(tcase, remembering, 0, G_N_ELEMENTS(memories));
    tcase_add_loop_test(tcase, report, 0, G_N_ELEMENTS(reports));
    tcase_add_test(tcase, reading);
    suite_add_tcase(suite, tcase);
    return suite;
}
