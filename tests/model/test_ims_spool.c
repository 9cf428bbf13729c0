/* test_ims_spool.c - the folders of an Internet Mail Service, Queue.dat, and its sessions.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>

#include "exsim/kernel/error.h"
#include "exsim/model/actors/ims_spool.h"
#include "support/world.h"

#define ANN "EX:/o=ORG/ou=SEATTLE/cn=Recipients/cn=ann"
#define OUT "SMTP:x@example.com"

static uint32_t receive(TwoSites *all, bool is_malformed)
{
    const ExsAddress *to = exs_address(all->world->addresses, ANN, NULL);
    ExsSubmission submission = {.to = &to, .count = 1, .size = 1024, .is_malformed = is_malformed};

    return exs_send_from_host(all->world, all->host, all->ims1,
                              exs_address(all->world->addresses, OUT, NULL), &submission, NULL);
}

static void set(TwoSites *all, ExsSetting setting, int64_t value)
{
    ck_assert(exs_setting_set(&all->ims1->settings, setting, value, NULL));
}

static void start(TwoSites *all)
{
    exs_service_start(all->world, &(ExsService){EXS_SERVICE_GATEWAY, all->hub1, all->ims1});
}

static void stop(TwoSites *all)
{
    exs_service_stop(all->world, &(ExsService){EXS_SERVICE_GATEWAY, all->hub1, all->ims1});
}

static unsigned delivered(const TwoSites *all, uint32_t message)
{
    return world_count(all->world, EXS_TRACE_DELIVERED, message);
}

START_TEST(what_takes_time_waits_in_the_folder)
{
    TwoSites all = two_sites("5.5 SP4");
    const ExsGateway *ims = all.ims1->service;
    uint32_t one, two;

    set(&all, EXS_SETTING_IMS_IN_TIME, 10 * EXS_SECOND);
    one = receive(&all, false);
    two = receive(&all, false);
    ck_assert_uint_eq(ims->in->count, 2);
    world_run(all.world, 15 * EXS_SECOND);
    ck_assert_uint_eq(ims->in->count, 1);
    ck_assert_uint_eq(delivered(&all, one), 1);
    stop(&all);
    world_run(all.world, EXS_MINUTE);
    ck_assert_uint_eq(ims->in->count, 1);
    start(&all);
    world_run(all.world, 2 * EXS_MINUTE);
    ck_assert_uint_eq(delivered(&all, two), 1);
    exs_world_free(all.world);
}
END_TEST

/* product, does a malformed message stop the service? */
static const struct {
    const char *product;
    bool stops;
} stores[] = {{"5.0 SP2", false}, {"5.5", true}, {"5.5.2618.9", true}, {"5.5 SP3", false}};

START_TEST(malformed_mail_stops_some)
{
    TwoSites all = two_sites(stores[_i].product);
    uint32_t bad = receive(&all, true);

    world_run(all.world, EXS_MINUTE);
    ck_assert_int_eq(all.ims1->is_running, !stores[_i].stops);
    ck_assert_uint_eq(delivered(&all, bad), !stores[_i].stops);
    start(&all);
    ck_assert_int_eq(all.ims1->is_running, !stores[_i].stops);
    ck_assert_int_eq(exs_spool_delete(all.ims1->service, bad), stores[_i].stops);
    start(&all);
    ck_assert(all.ims1->is_running);
    exs_world_free(all.world);
}
END_TEST

START_TEST(a_damaged_index_keeps_it_down_until_it_is_gone)
{
    TwoSites all = two_sites("5.5 SP4");
    ExsGateway *ims = all.ims1->service;
    uint32_t message;

    exs_spool_set_fault(ims, EXS_SPOOL_FILES_STAY, true);
    message = world_send(all.world, all.ann, OUT);
    world_run(all.world, EXS_MINUTE);
    stop(&all);
    exs_spool_set_fault(ims, EXS_SPOOL_FILES_STAY, false);
    start(&all); /* the index knows that it was sent */
    world_run(all.world, 2 * EXS_MINUTE);
    ck_assert_uint_eq(delivered(&all, message), 1);
    stop(&all);
    exs_spool_set_fault(ims, EXS_SPOOL_DAMAGED, true);
    start(&all);
    ck_assert(!all.ims1->is_running);
    exs_spool_set_fault(ims, EXS_SPOOL_LOST, true);
    start(&all);
    world_run(all.world, 3 * EXS_MINUTE);
    ck_assert_uint_eq(delivered(&all, message), 2);
    stop(&all);
    exs_spool_set_fault(ims, EXS_SPOOL_LOST, true);
    start(&all); /* its file is deleted now */
    world_run(all.world, 4 * EXS_MINUTE);
    ck_assert_uint_eq(delivered(&all, message), 2);
    exs_world_free(all.world);
}
END_TEST

START_TEST(what_is_not_copied_is_left_behind)
{
    TwoSites all = two_sites("5.5 SP4");
    GError *error = NULL;
    uint32_t in, out;

    set(&all, EXS_SETTING_IMS_IN_TIME, EXS_HOUR);
    in = receive(&all, false);
    exs_host_set_up(all.world, all.host, false);
    out = world_send(all.world, all.ann, OUT);
    world_run(all.world, 5 * EXS_MINUTE);
    ck_assert(!exs_spool_move(all.ims1->service, true, true, false, &error));
    ck_assert(g_error_matches(error, EXS_ERROR, EXS_ERROR_STATE));
    g_clear_error(&error);
    stop(&all);
    ck_assert(exs_spool_move(all.ims1->service, false, true, false, NULL));
    exs_host_set_up(all.world, all.host, true);
    start(&all);
    world_run(all.world, 6 * EXS_HOUR);
    ck_assert_uint_eq(delivered(&all, in), 0);
    ck_assert_uint_eq(world_count(all.world, EXS_TRACE_DISCARDED, in), 1);
    ck_assert_uint_eq(delivered(&all, out), 1);
    exs_world_free(all.world);
}
END_TEST

/* connections, minutes that six messages of one minute each take */
static const struct {
    int64_t connections;
    int minutes;
} lines[] = {{0, 1}, {1, 6}, {2, 3}, {4, 2}, {9, 1}};

START_TEST(so_many_are_sent_at_a_time)
{
    TwoSites all = two_sites("5.5 SP4");
    uint32_t last = 0;
    ExsTime when;

    set(&all, EXS_SETTING_IMS_CONNECTIONS, lines[_i].connections);
    set(&all, EXS_SETTING_SMTP_TIME, EXS_MINUTE);
    for (int i = 0; i < 6; i++)
        last = world_send(all.world, all.ann, OUT);
    world_run(all.world, EXS_HOUR);
    when = world_when(all.world, EXS_TRACE_DELIVERED, last);
    ck_assert_int_ge(when, lines[_i].minutes * EXS_MINUTE);
    ck_assert_int_le(when, lines[_i].minutes * EXS_MINUTE + 10 * EXS_SECOND);
    ck_assert_uint_eq(((const ExsGateway *)all.ims1->service)->sessions, 0);
    exs_world_free(all.world);
}
END_TEST

START_TEST(faults_that_there_are_not)
{
    ExsSpoolFault fault;
    GError *error = NULL;

    ck_assert(exs_spool_fault_parse("Queue.dat lost", &fault, NULL));
    ck_assert_int_eq(fault, EXS_SPOOL_LOST);
    ck_assert(!exs_spool_fault_parse("queue lost", &fault, &error));
    ck_assert(g_error_matches(error, EXS_ERROR, EXS_ERROR_UNKNOWN));
    g_clear_error(&error);
}
END_TEST

Suite *suite_ims_spool(void)
{
    Suite *suite = suite_create("ims_spool");
    TCase *tests = tcase_create("folders");

    tcase_add_test(tests, what_takes_time_waits_in_the_folder);
    tcase_add_loop_test(tests, malformed_mail_stops_some, 0, G_N_ELEMENTS(stores));
    tcase_add_test(tests, a_damaged_index_keeps_it_down_until_it_is_gone);
    tcase_add_test(tests, what_is_not_copied_is_left_behind);
    tcase_add_loop_test(tests, so_many_are_sent_at_a_time, 0, G_N_ELEMENTS(lines));
    tcase_add_test(tests, faults_that_there_are_not);
    suite_add_tcase(suite, tests);
    return suite;
}
