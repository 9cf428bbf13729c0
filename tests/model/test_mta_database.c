/* test_mta_database.c - crashes, clocks, deferral and disks of an MTA.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>

#include "exsim/kernel/error.h"
#include "exsim/model/actors/attendant.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/org/list.h"
#include "support/world.h"

#define BOB "EX:/o=ORG/ou=PARIS/cn=Recipients/cn=bob"
#define ANN "EX:/o=ORG/ou=SEATTLE/cn=Recipients/cn=ann"
#define OUT "SMTP:x@example.com"

static ExsService mta_of(ExsServer *server)
{
    return (ExsService){EXS_SERVICE_MTA, server, NULL};
}

static void stop(TwoSites *all)
{
    ExsService mta = mta_of(all->hub1);

    exs_service_stop(all->world, &mta);
}

static void start(TwoSites *all)
{
    ExsService mta = mta_of(all->hub1);

    exs_service_start(all->world, &mta);
}

static void crash(TwoSites *all)
{
    ExsService mta = mta_of(all->hub1);

    exs_service_crash(all->world, &mta);
}

/* Nothing but FAST leads to PARIS, and that is cut. */
static TwoSites cut_off(void)
{
    TwoSites all = two_sites("5.5 SP4");

    exs_actors_remove_connector(all.world, all.slow);
    exs_attendant_replicate(all.world, 0);
    exs_link_set_state(all.world, all.fast->link, EXS_LINK_CUT);
    exs_setting_set(&all.seattle->settings, EXS_SETTING_MAX_OPEN_RETRIES, 9999, NULL);
    return all;
}

static uint32_t send_deferred(TwoSites *all, const char *to, ExsTime not_before)
{
    const ExsAddress *address = exs_address_lenient(all->world->addresses, to, NULL);
    ExsSubmission submission = {.from = all->ann,
                                .to = &address,
                                .count = 1,
                                .size = 4096,
                                .priority = EXS_PRIORITY_NORMAL,
                                .not_before = WORLD_START + not_before};

    return exs_send(all->world, &submission, NULL);
}

static void set_skew(TwoSites *all, ExsTime skew)
{
    ExsClock clock = {.skew = skew};

    exs_server_set_clock(all->world, all->hub1, &clock);
}

/* ---- crashes ---- */

/* Four queues of its own and the gateway's, five seconds each. */
START_TEST(a_crash_delays_the_start)
{
    TwoSites all = two_sites("5.5 SP4");
    uint32_t message;

    crash(&all);
    message = world_send(all.world, all.ann, BOB);
    start(&all);
    start(&all); /* it starts already */
    world_run(all.world, 25 * EXS_SECOND - 1);
    ck_assert(!all.hub1->mta_runs);
    world_run(all.world, EXS_MINUTE);
    ck_assert(all.hub1->mta_runs);
    ck_assert_uint_eq(world_count(all.world, EXS_TRACE_DELIVERED, message), 1);
    exs_world_free(all.world);
}
END_TEST

START_TEST(a_clean_stop_does_not)
{
    TwoSites all = two_sites("5.5 SP4");

    stop(&all);
    start(&all);
    ck_assert(all.hub1->mta_runs);
    exs_world_free(all.world);
}
END_TEST

START_TEST(a_check_broken_off_is_made_again)
{
    TwoSites all = two_sites("5.5 SP4");

    crash(&all);
    start(&all);
    world_run(all.world, 10 * EXS_SECOND);
    stop(&all);
    world_run(all.world, EXS_MINUTE);
    ck_assert(!all.hub1->mta_runs);
    start(&all);
    ck_assert(!all.hub1->mta_runs);
    world_run(all.world, 2 * EXS_MINUTE);
    ck_assert(all.hub1->mta_runs);
    exs_world_free(all.world);
}
END_TEST

START_TEST(a_crash_loses_nothing)
{
    TwoSites all = cut_off();
    uint32_t waiting = world_send(all.world, all.ann, BOB), gateway, deferred;

    deferred = send_deferred(&all, BOB, EXS_HOUR);
    gateway = world_send(all.world, all.ann, OUT);
    world_run(all.world, 50 * EXS_MILLISECOND);
    exs_server_crash(all.world, all.hub1);
    exs_link_set_state(all.world, all.fast->link, EXS_LINK_UP);
    world_run(all.world, EXS_MINUTE);
    exs_server_start(all.world, all.hub1);
    world_run(all.world, 2 * EXS_HOUR);
    ck_assert_uint_eq(world_count(all.world, EXS_TRACE_DELIVERED, waiting), 1);
    ck_assert_uint_eq(world_count(all.world, EXS_TRACE_DELIVERED, gateway), 1);
    ck_assert_uint_eq(world_count(all.world, EXS_TRACE_DELIVERED, deferred), 1);
    ck_assert_int_ge(world_when(all.world, EXS_TRACE_DELIVERED, deferred), EXS_HOUR);
    exs_world_free(all.world);
}
END_TEST

/* ---- files ---- */

START_TEST(without_a_core_file_it_does_not_start)
{
    TwoSites all = two_sites("5.5 SP4");

    stop(&all);
    ck_assert(exs_database_set_file(all.hub1->mta, "Db000026.dat", true, NULL));
    start(&all);
    ck_assert(!all.hub1->mta_runs);
    ck_assert(exs_database_set_file(all.hub1->mta, "Db000026.dat", false, NULL));
    start(&all);
    ck_assert(all.hub1->mta_runs);
    exs_world_free(all.world);
}
END_TEST

START_TEST(files_that_do_not_exist_are_refused)
{
    static const char *const names[] = {"Db000000.dat", "Db000028.dat", "Db00002D.dat",
                                        "Db26.dat",     "GWART0.MTA",   ""};
    TwoSites all = two_sites("5.5 SP4");
    g_autoptr(GError) error = NULL;

    ck_assert(!exs_database_set_file(all.hub1->mta, names[_i], true, &error));
    ck_assert(g_error_matches(error, EXS_ERROR, EXS_ERROR_UNKNOWN));
    exs_world_free(all.world);
}
END_TEST

START_TEST(mtacheck_needs_a_stopped_mta)
{
    TwoSites all = two_sites("5.5 SP4");
    g_autoptr(GError) error = NULL;
    char **lines;

    ck_assert_ptr_null(exs_database_mtacheck(all.hub1->mta, &(ExsMtacheck){0}, &error));
    ck_assert(g_error_matches(error, EXS_ERROR, EXS_ERROR_STATE));
    crash(&all);
    lines = exs_database_mtacheck(all.hub1->mta, &(ExsMtacheck){0}, NULL);
    ck_assert_uint_eq(g_strv_length(lines), 6); /* five queues and the verdict */
    g_strfreev(lines);
    start(&all); /* 5.5 has left the mark */
    ck_assert(all.hub1->mta_runs);
    exs_world_free(all.world);
}
END_TEST

/* ---- the disk ---- */

START_TEST(a_full_disk_stops_it_at_the_next_test)
{
    TwoSites all = two_sites("5.5 SP4");

    world_run(all.world, 90 * EXS_SECOND);
    exs_disk_set_free(all.hub1->mta, (10 << 20) - 1);
    world_run(all.world, 2 * EXS_MINUTE - 1);
    ck_assert(all.hub1->mta_runs);
    world_run(all.world, 2 * EXS_MINUTE);
    ck_assert(!all.hub1->mta_runs);
    start(&all);
    ck_assert(!all.hub1->mta_runs);
    exs_disk_set_free(all.hub1->mta, 10 << 20);
    start(&all);
    world_run(all.world, EXS_HOUR);
    ck_assert(all.hub1->mta_runs);
    exs_world_free(all.world);
}
END_TEST

START_TEST(room_made_in_time_keeps_it_running)
{
    TwoSites all = two_sites("5.5 SP4");

    exs_disk_set_free(all.hub1->mta, 0);
    world_run(all.world, 59 * EXS_SECOND);
    exs_disk_set_free(all.hub1->mta, 1 << 30);
    world_run(all.world, EXS_HOUR);
    ck_assert(all.hub1->mta_runs);
    exs_world_free(all.world);
}
END_TEST

/* ---- clocks ---- */

/* skew when it is sent, skew a day later, when it comes back (its life: seven days) */
static const struct {
    int first, second, days; /* hours, hours */
} ages[] = {{0, 0, 7}, {24, 24, 7}, {0, 24, 6}, {0, -24, 8}, {-24, 0, 6}};

START_TEST(age_is_measured_by_the_own_clock)
{
    TwoSites all = cut_off();
    uint32_t message;
    ExsTime returned;

    set_skew(&all, ages[_i].first * EXS_HOUR);
    message = world_send(all.world, all.ann, BOB);
    world_run(all.world, EXS_DAY);
    set_skew(&all, ages[_i].second * EXS_HOUR);
    world_run(all.world, 9 * EXS_DAY);
    returned = world_when(all.world, EXS_TRACE_RETURNED, message);
    ck_assert_int_ge(returned, ages[_i].days * EXS_DAY);
    ck_assert_int_le(returned, ages[_i].days * EXS_DAY + EXS_MINUTE);
    exs_world_free(all.world);
}
END_TEST

/* zone, when a link opens that is open from 08:00 local: hours after 08:00 UTC */
static const struct {
    const char *zone;
    int hours;
} openings[] = {{"UTC", 0}, {"UTC-8", 8}, {"UTC+1", 23}, {"UTC-1", 1}};

START_TEST(a_schedule_is_local_time)
{
    TwoSites all = two_sites("5.5 SP4");
    ExsSchedule schedule;
    ExsClock clock = {0};
    uint32_t message;
    ExsTime when;

    exs_actors_remove_connector(all.world, all.slow);
    exs_attendant_replicate(all.world, 0);
    ck_assert(exs_clock_parse_zone(openings[_i].zone, &clock, NULL));
    exs_server_set_clock(all.world, all.hub1, &clock);
    ck_assert(exs_schedule_parse("08:00-08:15", &schedule, NULL));
    exs_connector_set_schedule(all.world, all.fast, &schedule);
    message = world_send(all.world, all.ann, BOB);
    world_run(all.world, 2 * EXS_DAY);
    when = world_when(all.world, EXS_TRACE_DELIVERED, message);
    ck_assert_int_ge(when, openings[_i].hours * EXS_HOUR);
    ck_assert_int_le(when, openings[_i].hours * EXS_HOUR + EXS_MINUTE);
    exs_world_free(all.world);
}
END_TEST

/* ---- deferral ---- */

START_TEST(a_clock_put_forward_lets_it_go_sooner)
{
    TwoSites all = two_sites("5.5 SP4");
    uint32_t message = send_deferred(&all, BOB, 2 * EXS_HOUR);

    world_run(all.world, 30 * EXS_MINUTE);
    ck_assert_uint_eq(all.hub1->mta->deferral.count, 1);
    ck_assert_uint_eq(exs_alarms_work_length(all.hub1->mta), 1);
    set_skew(&all, EXS_HOUR);
    world_run(all.world, 3 * EXS_HOUR); /* PAR1's clock is right: it waits there once more */
    ck_assert_uint_eq(world_count(all.world, EXS_TRACE_DEFERRED, message), 2);
    ck_assert_int_eq(world_when(all.world, EXS_TRACE_TRANSFERRED, message) / EXS_MINUTE, 60);
    ck_assert_int_eq(world_when(all.world, EXS_TRACE_DELIVERED, message) / EXS_MINUTE, 120);
    exs_world_free(all.world);
}
END_TEST

START_TEST(deferral_does_not_stop_the_age)
{
    TwoSites all = two_sites("5.5 SP4");
    uint32_t message = send_deferred(&all, BOB, 9 * EXS_DAY);

    world_run(all.world, 10 * EXS_DAY);
    ck_assert_uint_eq(world_count(all.world, EXS_TRACE_DELIVERED, message), 0);
    ck_assert_int_eq(world_when(all.world, EXS_TRACE_RETURNED, message) / EXS_MINUTE, 7 * 24 * 60);
    exs_world_free(all.world);
}
END_TEST

START_TEST(what_is_due_already_does_not_wait)
{
    TwoSites all = two_sites("5.5 SP4");
    uint32_t message;

    world_run(all.world, EXS_HOUR);
    message = send_deferred(&all, ANN, EXS_HOUR);
    world_run(all.world, 2 * EXS_HOUR);
    ck_assert_uint_eq(world_count(all.world, EXS_TRACE_DEFERRED, message), 0);
    ck_assert_uint_eq(world_count(all.world, EXS_TRACE_DELIVERED, message), 1);
    exs_world_free(all.world);
}
END_TEST

/* Its file is left, and the history of the list that it came by is in it. */
START_TEST(a_file_that_is_left_outlives_the_message)
{
    TwoSites all = two_sites("5.5");
    ExsRecipient *staff = exs_world_add_list(all.world, all.hub1, "staff", NULL);
    GPtrArray *members = g_ptr_array_new();
    uint32_t message;

    g_ptr_array_add(members, all.ann);
    exs_list_set_members(staff, members);
    exs_database_set_fault(all.hub1->mta, EXS_DATABASE_LOCKED, true);
    message = world_send(all.world, all.ann, staff->dn->text);
    world_run(all.world, EXS_MINUTE);
    ck_assert_uint_eq(world_count(all.world, EXS_TRACE_DELIVERED, message), 1);
    ck_assert_ptr_null(all.world->newest_message);
    exs_database_set_fault(all.hub1->mta, EXS_DATABASE_LOCKED, false);
    stop(&all);
    start(&all);
    world_run(all.world, EXS_HOUR);
    ck_assert_uint_eq(world_count(all.world, EXS_TRACE_DELIVERED, message), 2);
    exs_world_free(all.world);
}
END_TEST

Suite *suite_mta_database(void)
{
    Suite *suite = suite_create("mta_database");
    TCase *tests = tcase_create("recovery");

    tcase_add_test(tests, a_crash_delays_the_start);
    tcase_add_test(tests, a_clean_stop_does_not);
    tcase_add_test(tests, a_check_broken_off_is_made_again);
    tcase_add_test(tests, a_crash_loses_nothing);
    tcase_add_test(tests, without_a_core_file_it_does_not_start);
    tcase_add_loop_test(tests, files_that_do_not_exist_are_refused, 0, 6);
    tcase_add_test(tests, mtacheck_needs_a_stopped_mta);
    tcase_add_test(tests, a_full_disk_stops_it_at_the_next_test);
    tcase_add_test(tests, room_made_in_time_keeps_it_running);
    tcase_add_loop_test(tests, age_is_measured_by_the_own_clock, 0, G_N_ELEMENTS(ages));
    tcase_add_loop_test(tests, a_schedule_is_local_time, 0, G_N_ELEMENTS(openings));
    tcase_add_test(tests, a_clock_put_forward_lets_it_go_sooner);
    tcase_add_test(tests, deferral_does_not_stop_the_age);
    tcase_add_test(tests, what_is_due_already_does_not_wait);
    tcase_add_test(tests, a_file_that_is_left_outlives_the_message);
    suite_add_tcase(suite, tests);
    return suite;
}
