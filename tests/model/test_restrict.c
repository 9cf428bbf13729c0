/* test_restrict.c - what bars a connector to a message, and when a queue has enough.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "exsim/model/actors/connectors.h"
#include "exsim/model/routing/restrict.h"

/* clang-format off */
static const struct {
    const char *name;
    const char *product;
    int64_t heuristics;
    ExsMessageKind kind;
    ExsPriority priority;
    ExsRule rule;
} bars[] = {
    {"nothing set",                    "5.5 SP4", 0,      EXS_MESSAGE,        EXS_PRIORITY_NORMAL,    EXS_RULE_NONE},
    {"4096 and a system message",      "5.5 SP1", 4096,   EXS_MESSAGE_SYSTEM, EXS_PRIORITY_NORMAL,    EXS_RULE_BARS_SYSTEM},
    {"4096 and mail",                  "5.5 SP1", 4096,   EXS_MESSAGE,        EXS_PRIORITY_NORMAL,    EXS_RULE_NONE},
    {"8192 and a system message",      "5.5 SP1", 8192,   EXS_MESSAGE_SYSTEM, EXS_PRIORITY_URGENT,    EXS_RULE_NONE},
    {"8192 and mail",                  "5.5 SP1", 8192,   EXS_MESSAGE,        EXS_PRIORITY_NONURGENT, EXS_RULE_BARS_NON_SYSTEM},
    {"8192 and a report",              "5.5 SP1", 8192,   EXS_MESSAGE_REPORT, EXS_PRIORITY_URGENT,    EXS_RULE_BARS_NON_SYSTEM},
    {"16384 and urgent mail",          "5.5 SP4", 16384,  EXS_MESSAGE,        EXS_PRIORITY_URGENT,    EXS_RULE_BARS_URGENT},
    {"16384 and normal mail",          "5.5 SP4", 16384,  EXS_MESSAGE,        EXS_PRIORITY_NORMAL,    EXS_RULE_NONE},
    {"32768 and normal mail",          "5.5 SP4", 32768,  EXS_MESSAGE,        EXS_PRIORITY_NORMAL,    EXS_RULE_BARS_NORMAL},
    {"65536 and low mail",             "5.5 SP4", 65536,  EXS_MESSAGE,        EXS_PRIORITY_NONURGENT, EXS_RULE_BARS_LOW},
    {"131072 bars nothing",            "5.5 SP4", 131072, EXS_MESSAGE,        EXS_PRIORITY_URGENT,    EXS_RULE_NONE},
    {"a sum bars by what it has",      "5.5 SP4", 20480,  EXS_MESSAGE,        EXS_PRIORITY_URGENT,    EXS_RULE_BARS_URGENT},
    {"5.5 does not know it",           "5.5",     8192,   EXS_MESSAGE,        EXS_PRIORITY_NORMAL,    EXS_RULE_NONE},
    {"5.0 does not know it",           "5.0 SP2", 8192,   EXS_MESSAGE,        EXS_PRIORITY_NORMAL,    EXS_RULE_NONE},
};

static const struct {
    const char *name;
    int64_t messages, kbytes; /* thresholds */
    uint32_t waiting; /* messages of 10 K */
    bool gathers;
} queues[] = {
    {"no threshold",             0, 0,   1, false},
    {"below so many messages",   3, 0,   2, true},
    {"so many messages",         3, 0,   3, false},
    {"below so many K",          0, 30,  2, true},
    {"so many K",                0, 30,  3, false},
    {"the number comes first",   2, 100, 2, false},
    {"the size comes first",     9, 20,  2, false},
    {"neither",                  9, 100, 2, true},
};
/* clang-format on */

static void set_up(ExsServer *server, ExsConnector *connector, const char *text)
{
    ExsProduct product;

    memset(server, 0, sizeof *server);
    memset(connector, 0, sizeof *connector);
    ck_assert(exs_product_parse(text, &product, NULL));
    server->builds = exs_builds(product);
    server->policy.rules = exs_rules_in_force(&server->builds, NULL, NULL);
    server->policy.settings = &server->settings;
    connector->class = &exs_connector_x400;
    connector->server = server;
}

START_TEST(by_kind_and_priority)
{
    static ExsServer server;
    static ExsConnector connector;
    ExsMessage message = {.kind = bars[_i].kind, .priority = bars[_i].priority};

    set_up(&server, &connector, bars[_i].product);
    exs_setting_set(&connector.settings, EXS_SETTING_HEURISTICS, bars[_i].heuristics, NULL);
    ck_assert_msg(exs_restrict_bar(&server.policy, &connector, &message) == EXS_RULE_NONE,
                  "%s: read before the MTA started", bars[_i].name);
    exs_connector_read_restrictions(&connector);
    ck_assert_msg(exs_restrict_bar(&server.policy, &connector, &message) == bars[_i].rule, "%s",
                  bars[_i].name);
}
END_TEST

START_TEST(by_what_waits)
{
    static ExsServer server;
    static ExsConnector connector;
    ExsMessage message = {.size = 10 * 1024};
    ExsTransfer waiting[3] = {{.message = &message, .next = &waiting[1]},
                              {.message = &message, .next = &waiting[2]},
                              {.message = &message}};
    ExsQueue queue = {.count = queues[_i].waiting};

    waiting[queue.count - 1].next = NULL;
    queue.first[EXS_PRIORITY_NORMAL] = waiting;
    set_up(&server, &connector, "5.5 SP4");
    exs_setting_set(&connector.settings, EXS_SETTING_QUEUE_THRESHOLD, queues[_i].messages, NULL);
    exs_setting_set(&connector.settings, EXS_SETTING_CONTENT_THRESHOLD, queues[_i].kbytes * 1024,
                    NULL);
    exs_connector_read_restrictions(&connector);
    ck_assert_msg(exs_restrict_gathers(&server.policy, &connector, &queue) == queues[_i].gathers,
                  "%s", queues[_i].name);
}
END_TEST

Suite *suite_restrict(void)
{
    Suite *suite = suite_create("restrict");
    TCase *tcase = tcase_create("restrict");

    tcase_add_loop_test(tcase, by_kind_and_priority, 0, G_N_ELEMENTS(bars));
    tcase_add_loop_test(tcase, by_what_waits, 0, G_N_ELEMENTS(queues));
    suite_add_tcase(suite, tcase);
    return suite;
}
