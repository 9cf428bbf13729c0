/* test_restrict.c - what bars a connector or a mailbox to a message, and when a queue has enough.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "exsim/model/actors/connectors.h"
#include "exsim/model/org/list.h"
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

/* A mailbox of which these many K are stored, with limits in K, and a message to and from it. */
static const struct {
    const char *name;
    const char *product;
    int64_t incoming, outgoing, no_send, no_receive, stored, size;
    const char *in, *out; /* the page that refuses it; NULL: none */
} mailboxes[] = {
    {"no limits",                  "5.5 SP4", 0,  0,  0,  0,  99, 99, NULL, NULL},
    {"at its limit in",            "5.5 SP4", 10, 0,  0,  0,  0,  10, NULL, NULL},
    {"over its limit in",          "5.5 SP4", 10, 0,  0,  0,  0,  11, "Incoming message size", NULL},
    {"over its limit out",         "4.0",     0,  10, 0,  0,  0,  11, NULL, "Outgoing message size"},
    {"stores what it may",         "5.5 SP4", 0,  0,  50, 50, 50, 1,  NULL, NULL},
    {"may not send",               "5.5 SP4", 0,  0,  50, 0,  51, 1,  NULL, "Prohibit send"},
    {"may not receive",            "5.5",     0,  0,  0,  50, 51, 1,  "Prohibit send and receive", NULL},
    {"5.0 knows no such limit",    "5.0 SP2", 0,  0,  0,  50, 51, 1,  NULL, NULL},
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

START_TEST(by_mailbox)
{
    static ExsServer server;
    static ExsConnector unused;
    ExsLimits limits = {.incoming = mailboxes[_i].incoming * 1024,
                        .outgoing = mailboxes[_i].outgoing * 1024,
                        .no_send = mailboxes[_i].no_send * 1024,
                        .no_receive = mailboxes[_i].no_receive * 1024};
    ExsRecipient box = {
        .server = &server, .limits = &limits, .stored = mailboxes[_i].stored * 1024};
    ExsMessage message = {.sender = &box, .size = mailboxes[_i].size * 1024};
    ExsRefusal refusal;

    set_up(&server, &unused, mailboxes[_i].product);
    ck_assert_msg(exs_restrict_delivery(&server.policy, &box, &message, &refusal) ==
                      (mailboxes[_i].in != NULL),
                  "%s: in", mailboxes[_i].name);
    if (mailboxes[_i].in)
        ck_assert_str_eq(refusal.page, mailboxes[_i].in);
    ck_assert_msg(exs_restrict_submission(&server.policy, &message, &refusal) ==
                      (mailboxes[_i].out != NULL),
                  "%s: out", mailboxes[_i].name);
    if (mailboxes[_i].out)
        ck_assert_str_eq(refusal.page, mailboxes[_i].out);
    message.kind = EXS_MESSAGE_SYSTEM;
    ck_assert(!exs_restrict_delivery(&server.policy, &box, &message, &refusal));
    ck_assert(!exs_restrict_submission(&server.policy, &message, &refusal));
}
END_TEST

/* How somebody who is on the lists is taken, and by what way. */
START_TEST(by_sender)
{
    static ExsServer server;
    static ExsConnector connector;
    ExsAddress address = {0};
    ExsMessage message = {.originator = &address}, report = {.kind = EXS_MESSAGE_REPORT};
    ExsRecipient box = {0}, list = {.list = &(ExsList){0}};
    const ExsPolicy *policy = &server.policy;
    ExsRefusal refusal;

    set_up(&server, &connector, "5.5 SP4");
    ck_assert(exs_restrict_sender(policy, EXS_STANDING_PASSES, false) == EXS_RULE_NONE);
    ck_assert(exs_restrict_sender(policy, EXS_STANDING_REJECTED, false) ==
              EXS_RULE_CONNECTOR_SENDERS);
    ck_assert(exs_restrict_sender(policy, EXS_STANDING_NOT_ACCEPTED, true) == EXS_RULE_NONE);
    ck_assert(exs_restrict_asks(policy, &message));
    ck_assert(!exs_restrict_asks(policy, &report));
    message.kind = EXS_MESSAGE_SYSTEM;
    ck_assert(!exs_restrict_asks(policy, &message));
    message.kind = EXS_MESSAGE;
    ck_assert(
        exs_restrict_recipient(policy, &box, &message, EXS_STANDING_REJECTED, false, &refusal));
    ck_assert_str_eq(refusal.page, "Reject messages from");
    ck_assert(
        !exs_restrict_recipient(policy, &box, &message, EXS_STANDING_REJECTED, true, &refusal));
    ck_assert(
        exs_restrict_recipient(policy, &list, &message, EXS_STANDING_NOT_ACCEPTED, true, &refusal));
    ck_assert_str_eq(refusal.page, "Accept messages from");
}
END_TEST

Suite *suite_restrict(void)
{
    Suite *suite = suite_create("restrict");
    TCase *tcase = tcase_create("restrict");

    tcase_add_loop_test(tcase, by_kind_and_priority, 0, G_N_ELEMENTS(bars));
    tcase_add_loop_test(tcase, by_what_waits, 0, G_N_ELEMENTS(queues));
    tcase_add_loop_test(tcase, by_mailbox, 0, G_N_ELEMENTS(mailboxes));
    tcase_add_test(tcase, by_sender);
    suite_add_tcase(suite, tcase);
    return suite;
}
