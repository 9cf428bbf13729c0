/* test_recipients.c - many recipients at once, some of them lost: fan-out, refusals, reports.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>

#include "exsim/kernel/error.h"
#include "exsim/model/actors/attendant.h"
#include "exsim/model/actors/ims.h"
#include "exsim/model/routing/bounce.h"
#include "support/world.h"

#define BOB  "EX:/o=ORG/ou=PARIS/cn=Recipients/cn=bob"
#define EVE  "EX:/o=ORG/ou=SEATTLE/cn=Recipients/cn=eve"
#define DAN  "EX:/o=ORG/ou=SEATTLE/cn=Recipients/cn=dan"
#define GONE "EX:/o=ORG/ou=SEATTLE/cn=Recipients/cn=gone"

static TwoSites all;

/* Besides two_sites(): eve with ann on HUB1, dan on HUB2. */
static void set_up(void)
{
    all = two_sites("5.5 SP4");
    ck_assert_ptr_nonnull(exs_world_add_mailbox(all.world, all.hub1, "eve", NULL));
    ck_assert_ptr_nonnull(exs_world_add_mailbox(all.world, all.hub2, "dan", NULL));
}

static void tear_down(void)
{
    exs_world_free(all.world);
}

/* From ann to all of `to`, which ends with NULL. */
static uint32_t send_as(ExsMessageKind kind, const char *const *to)
{
    const ExsAddress *addresses[8];
    ExsSubmission submission = {.from = all.ann, .to = addresses, .size = 4096, .kind = kind};
    uint32_t serial;

    for (; to[submission.count]; submission.count++)
        addresses[submission.count] =
            exs_address_lenient(all.world->addresses, to[submission.count], NULL);
    serial = exs_send(all.world, &submission, NULL);
    ck_assert_uint_ne(serial, 0);
    return serial;
}

static uint32_t send_to(const char *const *to)
{
    return send_as(EXS_MESSAGE, to);
}

/* The host answers RCPT so, so often (-1: always), to this address (NULL: to any). */
static void answer(const char *reply, int64_t times, const char *to)
{
    ExsAnswer line = {"RCPT", reply, to, times};

    g_array_append_val(all.host->answers, line);
}

static unsigned count(ExsTraceKind kind, uint32_t message)
{
    return world_count(all.world, kind, message);
}

static void settled(uint64_t delivered, uint64_t returned, uint64_t discarded)
{
    ck_assert_uint_eq(all.world->fates[EXS_FATE_OPEN], 0);
    ck_assert_uint_eq(all.world->fates[EXS_FATE_DELIVERED], delivered);
    ck_assert_uint_eq(all.world->fates[EXS_FATE_RETURNED], returned);
    ck_assert_uint_eq(all.world->fates[EXS_FATE_DISCARDED], discarded);
    ck_assert_ptr_null(all.world->newest);
}

START_TEST(a_copy_goes_each_way_and_one_report_comes_back)
{
    const char *const to[] = {BOB, "FAX:1", EVE, GONE, DAN, BOB, "SMTP:x@example.com", NULL};
    uint32_t message = send_to(to);

    world_run(all.world, EXS_HOUR);
    ck_assert_uint_eq(count(EXS_TRACE_DELIVERED, message), 5);
    ck_assert_uint_eq(count(EXS_TRACE_TRANSFERRED, message), 2); /* bob twice in one, dan */
    ck_assert_uint_eq(count(EXS_TRACE_RETURNED, message), 2);
    ck_assert_uint_eq(count(EXS_TRACE_REPORT, message), 1);
    ck_assert_int_eq((int64_t)all.ann->delivered, 1);
    ck_assert_int_eq((int64_t)all.bob->delivered, 2);
    settled(6, 2, 0);
}
END_TEST

START_TEST(when_all_are_lost_nothing_is_queued)
{
    const char *const to[] = {"FAX:1", GONE, "SMTP:@", NULL};
    uint32_t message = send_to(to);

    world_run(all.world, EXS_HOUR);
    ck_assert_uint_eq(count(EXS_TRACE_QUEUED, message), 0);
    ck_assert_uint_eq(count(EXS_TRACE_REPORT, message), 1);
    settled(1, 3, 0);
}
END_TEST

/* Two equal links to PARIS: what goes there for several recipients is one copy. */
static unsigned split_messages(const ExsRuleSet *without)
{
    const char *const to[] = {BOB, BOB, BOB, BOB, NULL};
    uint32_t first = 0, last = 0;
    unsigned splits = 0;

    world_pair(all.world, all.hub1, all.par1, "TWIN", 1);
    exs_server_fold(all.hub1, without);
    exs_attendant_replicate(all.world, 0);
    for (int i = 0; i < 10; i++) {
        last = send_to(to);
        first = first ? first : last;
    }
    world_run(all.world, EXS_HOUR);
    for (uint32_t message = first; message <= last; message++)
        splits += count(EXS_TRACE_TRANSFERRED, message) > 1;
    settled(40, 0, 0);
    return splits;
}

START_TEST(is_not_split_among_equal_links)
{
    ExsRuleSet without = {{0}};

    ck_assert_uint_eq(split_messages(&without), 0);
}
END_TEST

START_TEST(is_split_without_the_rule)
{
    ExsRuleSet without = {{0}};

    exs_rule_set_add(&without, EXS_RULE_USED_FOR_MESSAGE);
    ck_assert_uint_gt(split_messages(&without), 0);
}
END_TEST

/* ---- what a host says ---- */

START_TEST(each_recipient_has_its_own_reply)
{
    const char *const to[] = {"SMTP:a@example.com", "SMTP:b@example.com", "SMTP:c@example.com",
                              "SMTP:d@example.com", NULL};
    uint32_t message;

    answer("550 no such user", -1, "b@example.com");
    answer("551 not here", -1, "d@example.com");
    answer("452 later", 2, "c@example.com");
    message = send_to(to);
    world_run(all.world, EXS_MINUTE);
    ck_assert_uint_eq(count(EXS_TRACE_DELIVERED, message), 1);
    ck_assert_uint_eq(count(EXS_TRACE_RETURNED, message), 2);
    ck_assert_uint_eq(count(EXS_TRACE_REPORT, message), 1); /* for both */
    ck_assert_int_eq((int64_t)all.ann->delivered, 1);
    world_run(all.world, EXS_HOUR / 2);
    ck_assert_uint_eq(count(EXS_TRACE_DELIVERED, message), 1); /* a quarter of an hour: 452 again */
    world_run(all.world, EXS_HOUR);
    ck_assert_uint_eq(count(EXS_TRACE_DELIVERED, message), 2); /* and half an hour more */
    ck_assert_uint_eq(all.host->accepted, 2);
    ck_assert_uint_eq(count(EXS_TRACE_REPORT, message), 1);
    settled(3, 2, 0);
}
END_TEST

START_TEST(without_the_rule_4xx_is_for_good)
{
    const char *const to[] = {"SMTP:a@example.com", NULL};
    ExsRuleSet without = {{0}};

    exs_rule_set_add(&without, EXS_RULE_SMTP_PER_RECIPIENT);
    exs_server_fold(all.hub1, &without);
    answer("452 later", 1, NULL);
    send_to(to);
    world_run(all.world, EXS_HOUR);
    settled(1, 1, 0);
}
END_TEST

START_TEST(a_silent_host_is_waited_for_once)
{
    const char *const to[] = {"SMTP:a@example.com", "SMTP:b@example.com", "SMTP:c@example.com",
                              NULL};
    uint32_t message;

    exs_host_set_up(all.world, all.host, false);
    message = send_to(to);
    world_run(all.world, EXS_HOUR / 10);
    ck_assert_uint_eq(count(EXS_TRACE_TAKEN, message), 1);
    ck_assert_int_eq(world_when(all.world, EXS_TRACE_RETRY_WAITS, 0) -
                         world_when(all.world, EXS_TRACE_TAKEN, message),
                     (EXS_SECOND / 2) + (30 * EXS_SECOND));
}
END_TEST

START_TEST(an_empty_retry_list_gives_up_at_once)
{
    const char *const to[] = {"SMTP:a@example.com", NULL};
    uint32_t message;

    ck_assert(exs_connector_parse_retries(all.ims1, "0", NULL));
    exs_host_set_up(all.world, all.host, false);
    message = send_to(to);
    world_run(all.world, EXS_HOUR);
    ck_assert_uint_eq(count(EXS_TRACE_EXPIRED, message), 1);
    ck_assert_int_lt(world_when(all.world, EXS_TRACE_RETURNED, message), EXS_MINUTE);
    settled(1, 1, 0);
}
END_TEST

START_TEST(a_smart_host_takes_what_dns_does_not_know)
{
    const char *const to[] = {"SMTP:a@nowhere.test", "SMTP:b@example.com", NULL};
    ExsHost *smart = exs_world_add_host(all.world, "smart", NULL);

    all.ims1->host = smart;
    send_to(to);
    world_run(all.world, EXS_HOUR);
    ck_assert_uint_eq(smart->accepted, 2);
    ck_assert_uint_eq(all.host->accepted, 0);
    settled(2, 0, 0);
}
END_TEST

/* ---- reports ---- */

/* The report on it goes out by the same service, where DNS knows nobody: it is dropped. */
START_TEST(a_report_that_cannot_be_delivered_is_discarded)
{
    const ExsAddress *to = exs_address_lenient(all.world->addresses, "FAX:1", NULL);
    const ExsAddress *from = exs_address(all.world->addresses, "SMTP:x@nowhere.test", NULL);
    ExsSubmission submission = {.to = &to, .count = 1, .size = 100};
    uint32_t message = exs_send_from_host(all.world, all.host, all.ims1, from, &submission, NULL);

    ck_assert_uint_ne(message, 0);
    world_run(all.world, EXS_HOUR);
    ck_assert_uint_eq(count(EXS_TRACE_RETURNED, message), 1);
    ck_assert_uint_eq(count(EXS_TRACE_REPORT, 0), 1);
    ck_assert_uint_eq(count(EXS_TRACE_DISCARDED, message + 1), 1);
    settled(0, 1, 1);
}
END_TEST

START_TEST(no_report_is_made_for_a_report)
{
    const char *const to[] = {"FAX:1", NULL};
    uint32_t message = send_as(EXS_MESSAGE_REPORT, to);

    world_run(all.world, EXS_HOUR);
    ck_assert_uint_eq(count(EXS_TRACE_DISCARDED, message), 1);
    settled(0, 0, 1);
}
END_TEST

START_TEST(one_is_made_without_the_rule)
{
    const char *const to[] = {"FAX:1", NULL};
    ExsRuleSet without = {{0}};

    exs_rule_set_add(&without, EXS_RULE_NO_REPORT_ON_REPORT);
    exs_server_fold(all.hub1, &without);
    send_as(EXS_MESSAGE_REPORT, to);
    world_run(all.world, EXS_HOUR);
    settled(1, 1, 0);
}
END_TEST

START_TEST(a_host_that_is_down_sends_nothing)
{
    const ExsAddress *from = exs_address(all.world->addresses, "SMTP:x@example.com", NULL);
    ExsSubmission submission = {.to = &all.ann->dn, .count = 1, .size = 100};
    g_autoptr(GError) error = NULL;

    exs_host_set_up(all.world, all.host, false);
    ck_assert_uint_eq(exs_send_from_host(all.world, all.host, all.ims1, from, &submission, &error),
                      0);
    ck_assert(g_error_matches(error, EXS_ERROR, EXS_ERROR_STATE));
    ck_assert_uint_eq(all.world->last_serial, 0);
}
END_TEST

/* ---- hops ---- */

static const struct {
    uint16_t before; /* hops made when it leaves HUB1; the link to PARIS adds one */
    bool arrives;
} hops[] = {{0, true}, {509, true}, {510, true}, {511, false}, {512, false}, {513, false}};

START_TEST(five_hundred_and_twelve_hops_are_too_many)
{
    const char *const to[] = {BOB, NULL};
    uint32_t message = send_to(to);

    all.world->newest->hops = hops[_i].before;
    world_run(all.world, EXS_MINUTE);
    ck_assert_uint_eq(count(EXS_TRACE_DELIVERED, message), hops[_i].arrives);
    ck_assert_uint_eq(count(EXS_TRACE_RETURNED, message), !hops[_i].arrives);
    ck_assert_uint_eq(count(EXS_TRACE_TRANSFERRED, message), hops[_i].before < 512);
}
END_TEST

START_TEST(without_the_rule_hops_do_not_count)
{
    const char *const to[] = {BOB, NULL};
    ExsRuleSet without = {{0}};

    exs_rule_set_add(&without, EXS_RULE_HOP_LIMIT);
    exs_server_fold(all.par1, &without);
    send_to(to);
    all.world->newest->hops = 511;
    world_run(all.world, EXS_MINUTE);
    ck_assert_int_eq((int64_t)all.bob->delivered, 1);
}
END_TEST

Suite *suite_recipients(void)
{
    Suite *suite = suite_create("recipients");
    TCase *tcase = tcase_create("recipients");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, a_copy_goes_each_way_and_one_report_comes_back);
    tcase_add_test(tcase, when_all_are_lost_nothing_is_queued);
    tcase_add_test(tcase, is_not_split_among_equal_links);
    tcase_add_test(tcase, is_split_without_the_rule);
    tcase_add_test(tcase, each_recipient_has_its_own_reply);
    tcase_add_test(tcase, without_the_rule_4xx_is_for_good);
    tcase_add_test(tcase, a_silent_host_is_waited_for_once);
    tcase_add_test(tcase, an_empty_retry_list_gives_up_at_once);
    tcase_add_test(tcase, a_smart_host_takes_what_dns_does_not_know);
    tcase_add_test(tcase, a_report_that_cannot_be_delivered_is_discarded);
    tcase_add_test(tcase, no_report_is_made_for_a_report);
    tcase_add_test(tcase, one_is_made_without_the_rule);
    tcase_add_test(tcase, a_host_that_is_down_sends_nothing);
    tcase_add_loop_test(tcase, five_hundred_and_twelve_hops_are_too_many, 0, G_N_ELEMENTS(hops));
    tcase_add_test(tcase, without_the_rule_hops_do_not_count);
    suite_add_tcase(suite, tcase);
    return suite;
}
