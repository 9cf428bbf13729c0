/* test_actors.c - mail on its way: delivered, rerouted, kept, returned.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>

#include "exsim/facts/diagnostics.h"
#include "exsim/model/actors/attendant.h"
#include "support/world.h"

#define BOB "EX:/o=ORG/ou=PARIS/cn=Recipients/cn=bob"
#define OUT "SMTP:x@example.com"

static void service(TwoSites *all, ExsServer *server, const char *name, bool runs)
{
    ExsService found;

    ck_assert(exs_service_find(server, name, &found, NULL));
    if (runs)
        exs_service_start(all->world, &found);
    else
        exs_service_stop(all->world, &found);
}

START_TEST(mail_takes_the_cheap_way)
{
    TwoSites all = two_sites("5.5 SP4");
    uint32_t message = world_send(all.world, all.ann, BOB);

    world_run(all.world, EXS_MINUTE);
    ck_assert_uint_eq(world_count(all.world, EXS_TRACE_DELIVERED, message), 1);
    ck_assert_uint_eq(world_count(all.world, EXS_TRACE_TRANSFERRED, message), 1);
    ck_assert_uint_eq(world_count(all.world, EXS_TRACE_REROUTED, message), 0);
    exs_world_free(all.world);
}
END_TEST

START_TEST(a_cut_link_sends_it_round)
{
    TwoSites all = two_sites("5.5 SP4");
    uint32_t message;

    exs_link_set_state(all.world, all.fast->link, EXS_LINK_CUT);
    message = world_send(all.world, all.ann, BOB);
    world_run(all.world, EXS_HOUR);
    ck_assert_uint_eq(world_count(all.world, EXS_TRACE_REROUTED, message), 1);
    ck_assert_uint_eq(world_count(all.world, EXS_TRACE_TRANSFERRED, message), 2);
    ck_assert_uint_eq(world_count(all.world, EXS_TRACE_DELIVERED, message), 1);
    exs_world_free(all.world);
}
END_TEST

/* 144 opens, 600 s apart from start to start: a day after the first, to the second. */
START_TEST(what_cannot_be_reached_comes_back_after_a_day)
{
    TwoSites all = two_sites("5.5 SP4");
    uint32_t message;
    ExsTime first, returned;

    exs_actors_remove_connector(all.world, all.slow);
    exs_attendant_replicate(all.world, 0);
    exs_link_set_state(all.world, all.fast->link, EXS_LINK_CUT);
    message = world_send(all.world, all.ann, BOB);
    world_run(all.world, 3 * EXS_DAY);
    first = world_when(all.world, EXS_TRACE_OPEN_TRIED, 0);
    returned = world_when(all.world, EXS_TRACE_RETURNED, message);
    ck_assert_int_eq(returned - first, 144 * 600 * EXS_SECOND);
    ck_assert_uint_eq(world_count(all.world, EXS_TRACE_OPEN_FAILED, 0), 144);
    ck_assert_uint_eq(world_count(all.world, EXS_TRACE_REPORT, message), 1);
    ck_assert_int_eq((int64_t)all.ann->delivered, 1);
    exs_world_free(all.world);
}
END_TEST

START_TEST(a_short_outage_costs_one_interval)
{
    TwoSites all = two_sites("5.5 SP4");
    uint32_t message;

    exs_actors_remove_connector(all.world, all.slow);
    exs_attendant_replicate(all.world, 0);
    exs_link_set_state(all.world, all.fast->link, EXS_LINK_CUT);
    message = world_send(all.world, all.ann, BOB);
    world_run(all.world, 5 * EXS_MINUTE);
    exs_link_set_state(all.world, all.fast->link, EXS_LINK_UP);
    world_run(all.world, EXS_HOUR);
    ck_assert_int_ge(world_when(all.world, EXS_TRACE_DELIVERED, message), 10 * EXS_MINUTE);
    ck_assert_int_lt(world_when(all.world, EXS_TRACE_DELIVERED, message), 11 * EXS_MINUTE);
    exs_world_free(all.world);
}
END_TEST

START_TEST(gateway_mail_stays)
{
    TwoSites all = two_sites("5.5 SP4");
    uint32_t message;

    service(&all, all.hub1, "ims", false);
    message = world_send(all.world, all.ann, OUT);
    world_run(all.world, 10 * EXS_DAY);
    ck_assert_uint_eq(all.ims1->queue->count, 1);
    ck_assert_uint_eq(all.ims2->queue->count, 0);
    ck_assert_uint_eq(world_count(all.world, EXS_TRACE_RETURNED, message), 0);
    service(&all, all.hub1, "ims", true);
    world_run(all.world, 11 * EXS_DAY);
    ck_assert_uint_eq(world_count(all.world, EXS_TRACE_HANDED_OFF, message), 1);
    ck_assert_uint_eq(all.host->accepted, 1);
    exs_world_free(all.world);
}
END_TEST

START_TEST(a_stopped_store_keeps_gateway_mail_too)
{
    TwoSites all = two_sites("5.5 SP4");

    world_send(all.world, all.ann, OUT);
    world_run(all.world, 50 * EXS_MILLISECOND); /* with the MTA, not yet handed off */
    service(&all, all.hub1, "store", false);
    world_run(all.world, EXS_DAY);
    ck_assert_uint_eq(all.ims1->queue->count, 1);
    service(&all, all.hub1, "store", true);
    world_run(all.world, 2 * EXS_DAY);
    ck_assert_uint_eq(all.host->accepted, 1);
    exs_world_free(all.world);
}
END_TEST

START_TEST(a_restart_routes_waiting_mail_anew)
{
    TwoSites all = two_sites("5.5 SP4");
    ExsSchedule night;
    uint32_t message;

    exs_schedule_parse("22:00-06:00", &night, NULL);
    exs_connector_set_schedule(all.world, all.fast, &night);
    exs_connector_set_schedule(all.world, all.slow, &night);
    message = world_send(all.world, all.ann, BOB);
    world_run(all.world, EXS_HOUR);
    ck_assert_uint_eq(all.fast->queue->count, 1);
    exs_actors_remove_connector(all.world, all.fast);
    exs_attendant_replicate(all.world, 0);
    world_run(all.world, 2 * EXS_HOUR);
    ck_assert_uint_eq(all.fast->queue->count, 1); /* recalculation alone does not move it */
    service(&all, all.hub1, "mta", false);
    service(&all, all.hub1, "mta", true);
    world_run(all.world, 3 * EXS_HOUR);
    ck_assert_uint_eq(all.fast->queue->count, 0);
    ck_assert_uint_eq(all.slow->queue->count, 1);
    world_run(all.world, EXS_DAY);
    ck_assert_uint_eq(world_count(all.world, EXS_TRACE_DELIVERED, message), 1);
    exs_world_free(all.world);
}
END_TEST

static const struct {
    const char *name, *to;
    ExsDiagnostic diagnostic;
} lost[] = {
    {"no space matches", "FAX:123", EXS_DIAGNOSTIC_UNRECOGNIZED_OR_NAME},
    {"a bad address", "SMTP:user@", EXS_DIAGNOSTIC_UNRECOGNIZED_OR_NAME},
    {"a DN that nobody has", "EX:/o=ORG/ou=PARIS/cn=Recipients/cn=gone",
     EXS_DIAGNOSTIC_UNRECOGNIZED_OR_NAME},
    {"a domain that DNS does not know", "SMTP:x@nowhere.test", EXS_DIAGNOSTIC_UNRECOGNIZED_OR_NAME},
};

START_TEST(what_has_no_way_comes_back)
{
    TwoSites all = two_sites("5.5 SP4");
    uint32_t message = world_send(all.world, all.ann, lost[_i].to);

    world_run(all.world, EXS_HOUR);
    ck_assert_msg(world_count(all.world, EXS_TRACE_RETURNED, message) == 1, "%s", lost[_i].name);
    ck_assert_int_eq((int64_t)all.ann->delivered, 1);
    ck_assert_uint_eq(all.world->fates[EXS_FATE_OPEN], 0);
    exs_world_free(all.world);
}
END_TEST

/* .25 .5 1 4 4 4 ... hours, until 48 have gone by. */
START_TEST(a_silent_host_is_tried_by_the_list)
{
    TwoSites all = two_sites("5.5 SP4");
    uint32_t message;

    exs_host_set_up(all.world, all.host, false);
    message = world_send(all.world, all.ann, OUT);
    world_run(all.world, 60 * EXS_HOUR);
    ck_assert_uint_eq(world_count(all.world, EXS_TRACE_EXPIRED, message), 1);
    ck_assert_int_ge(world_when(all.world, EXS_TRACE_RETURNED, message), 48 * EXS_HOUR);
    ck_assert_int_lt(world_when(all.world, EXS_TRACE_RETURNED, message),
                     48 * EXS_HOUR + 5 * EXS_MINUTE);
    ck_assert_uint_eq(world_count(all.world, EXS_TRACE_RETRY_WAITS, 0), 15);
    exs_world_free(all.world);
}
END_TEST

START_TEST(mail_waits_for_its_link_to_open)
{
    TwoSites all = two_sites("5.5 SP4");
    ExsSchedule noon;
    uint32_t message;

    exs_schedule_parse("12:00-12:15", &noon, NULL);
    exs_connector_set_schedule(all.world, all.fast, &noon);
    exs_connector_set_schedule(all.world, all.slow, &noon);
    message = world_send(all.world, all.ann, BOB);
    world_run(all.world, EXS_DAY);
    ck_assert_int_ge(world_when(all.world, EXS_TRACE_DELIVERED, message), 4 * EXS_HOUR);
    ck_assert_int_lt(world_when(all.world, EXS_TRACE_DELIVERED, message),
                     4 * EXS_HOUR + EXS_MINUTE);
    exs_world_free(all.world);
}
END_TEST

/* Each service is for its location alone; IMS2 is the cheaper one. (NULL: none) */
static const struct {
    const char *hub1, *hub2;
    bool may_use_ims2;
} locations[] = {
    {"Location 1", "Location 2", false}, {"Location 1", "Location 1", true},
    {NULL, "Location 2", false},         {NULL, NULL, true},
    {"*", "Location 2", true},           {"Location 2", "*", true},
};

static void set_location(ExsWorld *world, ExsServer *server, const char *name)
{
    if (name)
        exs_setting_set(&server->settings, EXS_SETTING_LOCATION, exs_intern(world->names, name),
                        NULL);
}

START_TEST(a_location_has_its_connectors)
{
    TwoSites all = two_sites("5.5 SP4");
    const ExsSpace *space = exs_space(all.world->spaces, "SMTP:*", NULL);

    set_location(all.world, all.hub1, locations[_i].hub1);
    set_location(all.world, all.hub2, locations[_i].hub2);
    exs_connector_add_space(all.ims1, space, 2, EXS_SCOPE_LOCATION, NULL);
    exs_connector_add_space(all.ims2, space, 1, EXS_SCOPE_LOCATION, NULL);
    exs_attendant_replicate(all.world, 0);
    world_send(all.world, all.ann, OUT);
    world_run(all.world, 50 * EXS_MILLISECOND); /* with the MTA, not yet handed off */
    ck_assert_uint_eq(all.ims1->queue->count, !locations[_i].may_use_ims2);
    exs_world_free(all.world);
}
END_TEST

/* To two people behind two connectors of HUB2: one copy goes there, or two. */
static const struct {
    const char *product;
    uint64_t copies;
} copies[] = {{"5.0 SP2", 1}, {"5.5.2435", 2}, {"5.5.2436", 1}};

START_TEST(one_copy_goes_to_a_server)
{
    TwoSites all = two_sites(copies[_i].product);
    const ExsAddress *to[] = {exs_address(all.world->addresses, OUT, NULL),
                              exs_address(all.world->addresses, BOB, NULL)};
    ExsSubmission submission = {.from = all.ann, .to = to, .count = 2, .size = 1024};
    unsigned before;

    exs_link_set_state(all.world, all.fast->link, EXS_LINK_CUT);
    exs_actors_remove_connector(all.world, all.fast);
    exs_actors_remove_connector(all.world, all.ims1);
    exs_attendant_replicate(all.world, 0);
    before = world_count(all.world, EXS_TRACE_TRANSFERRED, 0);
    exs_send(all.world, &submission, NULL);
    world_run(all.world, EXS_HOUR);
    ck_assert_uint_eq(world_count(all.world, EXS_TRACE_TRANSFERRED, 0) - before,
                      copies[_i].copies + 1); /* and one to PAR1 */
    exs_world_free(all.world);
}
END_TEST

/* What the far side's association has in hand is not given up when this side's timer runs out.
 * `is_held`: it is so; else the message goes back. */
START_TEST(what_is_being_sent_is_not_exhausted)
{
    bool is_held = _i == 1;
    TwoSites all = two_sites("5.5 SP4");
    uint32_t message;

    exs_actors_remove_connector(all.world, all.slow);
    exs_attendant_replicate(all.world, 0);
    exs_setting_set(&all.fast->settings, EXS_SETTING_MAX_OPEN_RETRIES, 1, NULL);
    exs_link_set_state(all.world, all.fast->link, EXS_LINK_CUT);
    message = world_send(all.world, all.ann, "EX:/o=ORG/ou=PARIS/cn=Recipients/cn=bob");
    world_run(all.world, 5 * EXS_MINUTE);
    ck_assert_ptr_nonnull(all.world->newest);
    all.world->newest->is_held = is_held;
    world_run(all.world, EXS_HOUR);
    ck_assert_uint_eq(world_count(all.world, EXS_TRACE_RETURNED, message), is_held ? 0 : 1);
    exs_world_free(all.world);
}
END_TEST

Suite *suite_actors(void)
{
    Suite *suite = suite_create("actors");
    TCase *tcase = tcase_create("mail");

    tcase_add_test(tcase, mail_takes_the_cheap_way);
    tcase_add_test(tcase, a_cut_link_sends_it_round);
    tcase_add_test(tcase, what_cannot_be_reached_comes_back_after_a_day);
    tcase_add_test(tcase, a_short_outage_costs_one_interval);
    tcase_add_test(tcase, gateway_mail_stays);
    tcase_add_test(tcase, a_stopped_store_keeps_gateway_mail_too);
    tcase_add_test(tcase, a_restart_routes_waiting_mail_anew);
    tcase_add_loop_test(tcase, what_has_no_way_comes_back, 0, G_N_ELEMENTS(lost));
    tcase_add_test(tcase, a_silent_host_is_tried_by_the_list);
    tcase_add_test(tcase, mail_waits_for_its_link_to_open);
    tcase_add_loop_test(tcase, a_location_has_its_connectors, 0, G_N_ELEMENTS(locations));
    tcase_add_loop_test(tcase, one_copy_goes_to_a_server, 0, G_N_ELEMENTS(copies));
    tcase_add_loop_test(tcase, what_is_being_sent_is_not_exhausted, 0, 2);
    suite_add_tcase(suite, tcase);
    return suite;
}
