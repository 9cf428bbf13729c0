/* test_mta_objects.c - messages as objects of the MTA's database: their files, and what is wrong
 * with these.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/model/actors/mta.h"
#include "support/world.h"

#define BOB "EX:/o=ORG/ou=PARIS/cn=Recipients/cn=bob"
#define OUT "SMTP:x@example.com"

static void stop(ExsWorld *world, ExsServer *server)
{
    exs_service_stop(world, &(ExsService){EXS_SERVICE_MTA, server, NULL});
}

static void start(ExsWorld *world, ExsServer *server)
{
    exs_service_start(world, &(ExsService){EXS_SERVICE_MTA, server, NULL});
}

/* HUB1's MTA is stopped with three messages on its gateway's queue, and two for PARIS. */
typedef struct {
    TwoSites all;
    ExsMta *mta;
    uint32_t out[3], far[2]; /* serial numbers */
} Stopped;

static Stopped five_wait(void)
{
    Stopped made = {.all = two_sites("5.5 SP4")};
    ExsWorld *world = made.all.world;

    made.mta = made.all.hub1->mta;
    exs_service_stop(world, &(ExsService){EXS_SERVICE_GATEWAY, made.all.hub1, made.all.ims1});
    stop(world, made.all.hub2);
    exs_link_set_state(world, made.all.fast->link, EXS_LINK_CUT);
    for (int i = 0; i < 3; i++)
        made.out[i] = world_send(world, made.all.ann, OUT);
    for (int i = 0; i < 2; i++)
        made.far[i] = world_send(world, made.all.ann, BOB);
    world_run(world, EXS_MINUTE);
    stop(world, made.all.hub1);
    return made;
}

static uint32_t number_of(const Stopped *made, uint32_t serial)
{
    const ExsMessage *message = exs_object_find(made->mta, serial);

    ck_assert_ptr_nonnull(message);
    return exs_object_number(made->mta, message);
}

static void start_all(Stopped *made)
{
    ExsWorld *world = made->all.world;

    exs_link_set_state(world, made->all.fast->link, EXS_LINK_UP);
    start(world, made->all.hub1);
    start(world, made->all.hub2);
    exs_service_start(world, &(ExsService){EXS_SERVICE_GATEWAY, made->all.hub1, made->all.ims1});
    world_run(world, EXS_HOUR);
}

static unsigned delivered(const Stopped *made, uint32_t serial)
{
    return world_count(made->all.world, EXS_TRACE_DELIVERED, serial);
}

static void end(Stopped *made)
{
    exs_world_free(made->all.world);
}

START_TEST(a_number_is_kept_and_nobody_elses)
{
    Stopped made = five_wait();
    uint32_t third = number_of(&made, made.out[2]), first = number_of(&made, made.out[0]);

    ck_assert_uint_ne(first, third);
    ck_assert_uint_eq(number_of(&made, made.out[2]), third);
    ck_assert_uint_gt(MIN(first, third), exs_database_queue_id(made.all.ims1->queue) & 0xFFFFFF);
    exs_objects_number_all(made.mta);
    ck_assert_uint_eq(number_of(&made, made.out[2]), third);
    ck_assert_uint_eq(number_of(&made, made.out[1]), MAX(first, third) + 1);
    ck_assert_uint_eq(number_of(&made, made.far[1]), MAX(first, third) + 3);
    end(&made);
}
END_TEST

START_TEST(numbers_of_those_that_left_are_free)
{
    Stopped made = five_wait();
    uint32_t lowest = number_of(&made, made.out[0]);

    ck_assert(exs_delete(made.all.world, made.all.hub1, made.out[0], NULL));
    ck_assert_ptr_null(exs_object_find(made.mta, made.out[0]));
    exs_objects_number_all(made.mta);
    ck_assert_uint_eq(number_of(&made, made.out[1]), lowest);
    end(&made);
}
END_TEST

/* what its file is, whether a check removes it, what the MTA logs of it without one, whether it
 * arrives then */
static const struct {
    ExsObjectState state;
    uint32_t removed;
    unsigned events; /* 2171, 2175, 2188 */
    bool holds_up, arrives;
} states[] = {
    {EXS_OBJECT_WHOLE, 0, 0, false, true},
    {EXS_OBJECT_UNREADABLE, 0, 1, true, false},
    {EXS_OBJECT_DAMAGED, 1, 1, true, false},
    {EXS_OBJECT_LOST, 1, 3, false, false},
};

START_TEST(a_check_removes_what_is_no_object)
{
    Stopped made = five_wait();
    ExsMtacheck how = {0};
    char **lines;
    g_autofree char *expected = NULL;

    ck_assert(exs_object_set(made.mta, number_of(&made, made.far[0]), states[_i].state));
    lines = exs_database_mtacheck(made.mta, &how, NULL);
    expected = g_strdup_printf("- %u object(s) damaged out of 39 detected (%u%%).",
                               states[_i].removed, states[_i].removed * 100 / 39);
    ck_assert_int_eq(g_strv_contains((const char *const *)lines, expected), states[_i].removed > 0);
    g_strfreev(lines);
    ck_assert_uint_eq(world_count(made.all.world, EXS_TRACE_DISCARDED, made.far[0]),
                      states[_i].removed);
    end(&made);
}
END_TEST

START_TEST(what_cannot_be_read_holds_up_what_follows)
{
    Stopped made = five_wait();
    unsigned before = world_count(made.all.world, EXS_TRACE_EVENT, 0);

    exs_object_set(made.mta, number_of(&made, made.far[0]), states[_i].state);
    start(made.all.world, made.all.hub1);
    world_run(made.all.world, EXS_MINUTE + EXS_SECOND);
    ck_assert_uint_eq(world_count(made.all.world, EXS_TRACE_EVENT, 0) - before, states[_i].events);
    start_all(&made);
    ck_assert_uint_eq(delivered(&made, made.far[0]), states[_i].arrives);
    ck_assert_uint_eq(delivered(&made, made.far[1]), !states[_i].holds_up);
    for (int i = 0; i < 3; i++) /* a gateway's queue is another one */
        ck_assert_uint_eq(delivered(&made, made.out[i]), 1);
    end(&made);
}
END_TEST

START_TEST(new_ids_strand_what_was_routed)
{
    Stopped made = five_wait();
    uint32_t id = exs_database_queue_id(made.all.ims1->queue);

    exs_database_set_file(made.mta, "DB000001.DAT", EXS_FILE_LOST, NULL);
    ck_assert(exs_database_restore(made.mta, "DB000001.DAT", NULL));
    start_all(&made);
    ck_assert_uint_gt(exs_database_queue_id(made.all.ims1->queue), id);
    ck_assert_uint_eq(made.mta->database->stranded->count, 3);
    ck_assert_uint_eq(delivered(&made, made.out[0]), 0);
    ck_assert_uint_eq(delivered(&made, made.far[0]), 1); /* its queue stood in memory only */
    end(&made);
}
END_TEST

START_TEST(a_core_file_is_restored_while_the_mta_is_stopped)
{
    Stopped made = five_wait();
    GError *error = NULL;

    ck_assert(!exs_database_restore(made.mta, "DB000027.DAT", &error));
    ck_assert(g_error_matches(error, EXS_ERROR, EXS_ERROR_UNKNOWN));
    g_clear_error(&error);
    ck_assert(exs_database_restore(made.mta, "DB000026.DAT", NULL)); /* over a whole one */
    for (int i = 0; i < 2; i++)
        ck_assert_uint_eq(world_count(made.all.world, EXS_TRACE_DISCARDED, made.far[i]), 1);
    start(made.all.world, made.all.hub1);
    ck_assert(!exs_database_restore(made.mta, "DB000026.DAT", &error));
    ck_assert(g_error_matches(error, EXS_ERROR, EXS_ERROR_STATE));
    g_clear_error(&error);
    end(&made);
}
END_TEST

START_TEST(what_stands_nowhere_here_cannot_be_deleted)
{
    Stopped made = five_wait();

    ck_assert(!exs_delete(made.all.world, made.all.par1, made.far[0], NULL));
    ck_assert(exs_delete(made.all.world, made.all.hub1, made.far[0], NULL));
    ck_assert(!exs_delete(made.all.world, made.all.hub1, made.far[0], NULL));
    ck_assert_uint_eq(world_count(made.all.world, EXS_TRACE_RETURNED, made.far[0]), 0);
    end(&made);
}
END_TEST

/* ---- the start ---- */

static const int levels[] = {0, 5}; /* of Field Engineering: with the events, and without */

START_TEST(a_start_takes_time_for_each_message)
{
    Stopped made = five_wait();
    ExsWorld *world = made.all.world;

    exs_setting_set(&made.all.hub1->settings, EXS_SETTING_START_TIME, EXS_MINUTE, NULL);
    exs_setting_set(&made.all.hub1->settings, EXS_SETTING_LOG_FIELD_ENGINEERING, levels[_i], NULL);
    start(world, made.all.hub1); /* after one minute */
    world_run(world, 6 * EXS_MINUTE - 1);
    ck_assert(!made.all.hub1->mta_runs);
    stop(world, made.all.hub1); /* it begins anew */
    start(world, made.all.hub1);
    world_run(world, 11 * EXS_MINUTE - 2);
    ck_assert(!made.all.hub1->mta_runs);
    world_run(world, 11 * EXS_MINUTE);
    ck_assert(made.all.hub1->mta_runs);
    end(&made);
}
END_TEST

/* ---- time stamps ---- */

/* product, zone, minutes that a message waits before it is picked up */
static const struct {
    const char *product, *zone;
    int minutes;
} summers[] = {{"4.0 SP2", "UTC-8 (DST 1998-03-01 02:00 .. 1998-10-25 02:00)", 60},
               {"4.0 SP2", "UTC-8", 0},
               {"4.0 SP3", "UTC-8 (DST 1998-03-01 02:00 .. 1998-10-25 02:00)", 0}};

START_TEST(summer_keeps_what_waits)
{
    TwoSites all = two_sites(summers[_i].product);
    ExsClock clock = {0};
    uint32_t message;

    ck_assert(exs_clock_parse_zone(summers[_i].zone, &clock, NULL));
    exs_server_set_clock(all.world, all.hub1, &clock);
    message = world_send(all.world, all.ann, BOB);
    world_run(all.world, 2 * EXS_HOUR);
    ck_assert_int_eq(world_when(all.world, EXS_TRACE_TRANSFERRED, message) / EXS_MINUTE,
                     summers[_i].minutes);
    exs_world_free(all.world);
}
END_TEST

/* switches, whether they are some */
static const struct {
    const char *switches;
    bool is_read;
} switches[] = {{"", true},         {"/v", true},  {" /V  /RD /rp /rl ", true},
                {"/f a.log", true}, {"/f", false}, {"/v a.log", false},
                {"/x", false}};

START_TEST(switches_of_mtacheck)
{
    ExsMtacheck how = {0};
    GError *error = NULL;

    ck_assert_int_eq(exs_mtacheck_parse(switches[_i].switches, &how, &error), switches[_i].is_read);
    ck_assert_int_eq(how.drops_probes, strstr(switches[_i].switches, "/rl") != NULL);
    g_clear_error(&error);
}
END_TEST

Suite *suite_mta_objects(void)
{
    Suite *suite = suite_create("mta_objects");
    TCase *tests = tcase_create("files");

    tcase_add_test(tests, a_number_is_kept_and_nobody_elses);
    tcase_add_test(tests, numbers_of_those_that_left_are_free);
    tcase_add_loop_test(tests, a_check_removes_what_is_no_object, 0, G_N_ELEMENTS(states));
    tcase_add_loop_test(tests, what_cannot_be_read_holds_up_what_follows, 0, G_N_ELEMENTS(states));
    tcase_add_test(tests, new_ids_strand_what_was_routed);
    tcase_add_test(tests, a_core_file_is_restored_while_the_mta_is_stopped);
    tcase_add_test(tests, what_stands_nowhere_here_cannot_be_deleted);
    tcase_add_loop_test(tests, a_start_takes_time_for_each_message, 0, G_N_ELEMENTS(levels));
    tcase_add_loop_test(tests, summer_keeps_what_waits, 0, G_N_ELEMENTS(summers));
    tcase_add_loop_test(tests, switches_of_mtacheck, 0, G_N_ELEMENTS(switches));
    suite_add_tcase(suite, tests);
    return suite;
}
