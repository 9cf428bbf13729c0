/* test_services.c - services that stop and start while mail is on its way; what is added late.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>

#include "exsim/kernel/error.h"
#include "exsim/model/actors/gateway.h"
#include "exsim/model/actors/mta.h"
#include "support/world.h"

#define BOB "EX:/o=ORG/ou=PARIS/cn=Recipients/cn=bob"
#define ANN "EX:/o=ORG/ou=SEATTLE/cn=Recipients/cn=ann"
#define OUT "SMTP:x@example.com"
#define BIG 1250000 /* bytes: ten seconds over a link */

static TwoSites all;

static void set_up(void)
{
    all = two_sites("5.5 SP4");
}

static void tear_down(void)
{
    exs_world_free(all.world);
}

static void stop(ExsServer *server, const char *name)
{
    ExsService found;

    ck_assert(exs_service_find(server, name, &found, NULL));
    exs_service_stop(all.world, &found);
}

static void start(ExsServer *server, const char *name)
{
    ExsService found;

    ck_assert(exs_service_find(server, name, &found, NULL));
    exs_service_start(all.world, &found);
}

static uint32_t send_big(void)
{
    const ExsAddress *to = exs_address(all.world->addresses, BOB, NULL);
    ExsSubmission submission = {
        .from = all.ann, .to = &to, .count = 1, .size = BIG, .priority = EXS_PRIORITY_NORMAL};

    return exs_send(all.world, &submission, NULL);
}

static unsigned count(ExsTraceKind kind, uint32_t message)
{
    return world_count(all.world, kind, message);
}

/* ---- an MTA stops ---- */

START_TEST(what_was_being_sent_is_sent_again)
{
    uint32_t message = send_big();

    world_run(all.world, 5 * EXS_SECOND);
    ck_assert_uint_eq(count(EXS_TRACE_TRANSFER_STARTED, message), 1);
    stop(all.hub1, "mta");
    ck_assert_uint_eq(all.fast->queue->count, 1);
    world_run(all.world, EXS_HOUR);
    ck_assert_uint_eq(count(EXS_TRACE_TRANSFERRED, message), 0);
    start(all.hub1, "mta");
    ck_assert_uint_eq(all.fast->queue->count, 0); /* in memory only: routed anew */
    world_run(all.world, 2 * EXS_HOUR);
    ck_assert_uint_eq(count(EXS_TRACE_TRANSFERRED, message), 1);
    ck_assert_int_eq((int64_t)all.bob->delivered, 1);
}
END_TEST

/* The message wanders between the two servers that have a link to the one that is away. */
START_TEST(a_receiver_that_stops_takes_nothing)
{
    uint32_t message = send_big();

    world_run(all.world, 5 * EXS_SECOND);
    stop(all.par1, "mta");
    world_run(all.world, EXS_HOUR);
    ck_assert_uint_eq(all.par1->mta->work.count, 0);
    ck_assert_uint_ge(count(EXS_TRACE_REROUTED, message), 1);
    ck_assert_uint_eq(count(EXS_TRACE_TRANSFER_FAILED, message), 0); /* it is not the link */
    start(all.par1, "mta");
    world_run(all.world, 2 * EXS_HOUR);
    ck_assert_int_eq((int64_t)all.bob->delivered, 1);
    ck_assert_uint_eq(count(EXS_TRACE_RETURNED, message), 0);
}
END_TEST

/* Two tries, two minutes apart; then the association is given up and the mail goes round. */
START_TEST(a_link_that_breaks_is_left_after_its_retries)
{
    uint32_t message = send_big();

    world_run(all.world, 5 * EXS_SECOND);
    exs_link_set_state(all.world, all.fast->link, EXS_LINK_CUT);
    world_run(all.world, EXS_HOUR);
    ck_assert_uint_eq(count(EXS_TRACE_TRANSFER_FAILED, message), 2);
    ck_assert_uint_eq(count(EXS_TRACE_REROUTED, message), 1);
    ck_assert_int_gt(world_when(all.world, EXS_TRACE_REROUTED, message), 2 * EXS_MINUTE);
    ck_assert_int_lt(world_when(all.world, EXS_TRACE_REROUTED, message), 3 * EXS_MINUTE);
    ck_assert_int_eq((int64_t)all.bob->delivered, 1);
}
END_TEST

/* Inside the site there is no other way: three opens, ten minutes apart, and it comes back. */
START_TEST(a_server_that_stays_away_costs_its_retries)
{
    ExsRecipient *dan = exs_world_add_mailbox(all.world, all.hub2, "dan", NULL);
    uint32_t message;

    exs_setting_set(&all.world->settings, EXS_SETTING_MAX_OPEN_RETRIES, 3, NULL);
    stop(all.hub2, "mta");
    message = world_send(all.world, all.ann, dan->dn->text);
    world_run(all.world, EXS_HOUR);
    ck_assert_uint_eq(count(EXS_TRACE_OPEN_FAILED, 0), 3);
    ck_assert_int_eq(world_when(all.world, EXS_TRACE_RETURNED, message) -
                         world_when(all.world, EXS_TRACE_OPEN_TRIED, 0),
                     3 * 600 * EXS_SECOND);
    ck_assert_uint_eq(count(EXS_TRACE_REROUTED, message), 0);
    ck_assert_int_eq((int64_t)all.ann->delivered, 1);
}
END_TEST

START_TEST(a_delivery_does_not_outlive_its_mta)
{
    uint32_t message = world_send(all.world, all.bob, "SMTP:bob@PARIS.ORG.com");

    exs_setting_set(&all.world->settings, EXS_SETTING_DELIVERY_TIME, EXS_SECOND, NULL);
    world_run(all.world, EXS_SECOND / 2);
    ck_assert_uint_eq(all.par1->mta->mdb->count, 1);
    stop(all.par1, "mta");
    world_run(all.world, EXS_MINUTE);
    ck_assert_uint_eq(count(EXS_TRACE_DELIVERED, message), 0);
    start(all.par1, "mta");
    world_run(all.world, 2 * EXS_MINUTE);
    ck_assert_uint_eq(count(EXS_TRACE_DELIVERED, message), 1);
}
END_TEST

/* The store needs no MTA for those who live on it, not even behind mail that does. */
START_TEST(local_mail_needs_no_mta)
{
    uint32_t away, local;

    stop(all.hub1, "mta");
    away = world_send(all.world, all.ann, BOB);
    local = world_send(all.world, all.ann, ANN);
    world_run(all.world, EXS_MINUTE);
    ck_assert_uint_eq(count(EXS_TRACE_DELIVERED, local), 1);
    ck_assert_uint_eq(count(EXS_TRACE_RESOLVED, away), 0);
    start(all.hub1, "mta");
    world_run(all.world, EXS_HOUR);
    ck_assert_uint_eq(count(EXS_TRACE_DELIVERED, away), 1);
}
END_TEST

START_TEST(mts_out_is_emptied_while_the_mta_is_away)
{
    const ExsGateway *gateway = all.ims1->service;

    exs_setting_set(&all.ims1->settings, EXS_SETTING_MTS_OUT_POLL, EXS_MINUTE, NULL);
    world_send(all.world, all.ann, OUT);
    world_run(all.world, 10 * EXS_SECOND);
    ck_assert_uint_eq(gateway->mts_out->count, 1);
    stop(all.hub1, "mta");
    world_run(all.world, 5 * EXS_MINUTE);
    ck_assert_uint_eq(gateway->mts_out->count, 0);
    ck_assert_uint_eq(all.host->accepted, 1);
}
END_TEST

/* ---- gateway threads ---- */

static const struct {
    int64_t threads;
    ExsTime takes; /* eight messages of a second each */
} hand_off[] = {{1, 8 * EXS_SECOND}, {2, 4 * EXS_SECOND}, {3, 3 * EXS_SECOND}, {8, EXS_SECOND}};

START_TEST(more_threads_hand_off_at_once)
{
    uint32_t first = 0, last = 0;

    exs_setting_set(&all.world->settings, EXS_SETTING_HANDOFF_TIME, EXS_SECOND, NULL);
    exs_setting_set(&all.world->settings, EXS_SETTING_GATEWAY_IN_THREADS, hand_off[_i].threads,
                    NULL);
    stop(all.hub1, "ims");
    for (int i = 0; i < 8; i++) {
        last = world_send(all.world, all.ann, OUT);
        first = first ? first : last;
    }
    world_run(all.world, EXS_MINUTE);
    start(all.hub1, "ims");
    world_run(all.world, 2 * EXS_MINUTE);
    ck_assert_uint_eq(all.host->accepted, 8);
    ck_assert_int_eq(world_when(all.world, EXS_TRACE_HANDED_OFF, last),
                     EXS_MINUTE + hand_off[_i].takes);
    ck_assert_int_eq(world_when(all.world, EXS_TRACE_HANDED_OFF, first), EXS_MINUTE + EXS_SECOND);
}
END_TEST

START_TEST(what_threads_had_in_hand_stays)
{
    exs_setting_set(&all.world->settings, EXS_SETTING_HANDOFF_TIME, EXS_SECOND, NULL);
    exs_setting_set(&all.world->settings, EXS_SETTING_GATEWAY_IN_THREADS, 4, NULL);
    for (int i = 0; i < 8; i++)
        world_send(all.world, all.ann, OUT);
    world_run(all.world, EXS_SECOND);
    stop(all.hub1, "ims");
    ck_assert_uint_eq(all.ims1->queue->count, 8);
    world_run(all.world, EXS_HOUR);
    ck_assert_uint_eq(all.ims1->queue->count, 8);
    start(all.hub1, "ims");
    world_run(all.world, 2 * EXS_HOUR);
    ck_assert_uint_eq(all.host->accepted, 8);
}
END_TEST

/* ---- what is added, and removed, late ---- */

START_TEST(a_site_that_is_new_has_a_table)
{
    ExsSite *site = exs_world_add_site(all.world, "ROME", NULL);
    ExsServer *server = exs_actors_add_server(all.world, site, "ROM1", NULL, NULL);
    ExsRecipient *pia = exs_world_add_mailbox(all.world, server, "pia", NULL);
    uint32_t message = world_send(all.world, pia, BOB);

    world_run(all.world, EXS_MINUTE);
    ck_assert_uint_eq(count(EXS_TRACE_RETURNED, message), 1);
    ck_assert_int_eq((int64_t)pia->delivered, 1);
}
END_TEST

START_TEST(a_gateway_that_was_removed_is_no_service)
{
    ExsConnectorPlan plan = {0};
    ExsConnector *other;
    ExsService found;

    exs_actors_remove_connector(all.world, all.ims1);
    ck_assert(!exs_service_find(all.hub1, "ims", &found, NULL));
    other = exs_actors_add_connector(all.world, all.hub1, "ims", &plan, NULL);
    ck_assert_ptr_nonnull(other);
    ck_assert(exs_service_find(all.hub1, "ims", &found, NULL));
    ck_assert_ptr_eq(found.connector, other);
    exs_actors_remove_connector(all.world, all.ims2); /* it stops once */
    exs_actors_remove_connector(all.world, all.ims2);
    ck_assert_uint_eq(count(EXS_TRACE_STOPPED, 0), 2);
}
END_TEST

/* Its path cannot be made: the world goes on as if it had never been asked for. */
START_TEST(a_connector_without_a_path_does_no_harm)
{
    ExsConnectorPlan plan = {.name = "FAST", .target = all.par1};
    g_autoptr(GError) error = NULL;

    exs_actors_remove_connector(all.world, all.fast);
    ck_assert_ptr_null(exs_actors_add_connector(all.world, all.hub1, "x400", &plan, &error));
    ck_assert(g_error_matches(error, EXS_ERROR, EXS_ERROR_DUPLICATE)); /* the link FAST */
    ck_assert_ptr_null(exs_world_find(all.world, "connector", "FAST"));
    exs_server_stop(all.world, all.hub1);
    exs_server_start(all.world, all.hub1);
    world_send(all.world, all.ann, BOB);
    world_run(all.world, EXS_HOUR);
    ck_assert_int_eq((int64_t)all.bob->delivered, 1);
}
END_TEST

Suite *suite_services(void)
{
    Suite *suite = suite_create("services");
    TCase *tcase = tcase_create("services");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, what_was_being_sent_is_sent_again);
    tcase_add_test(tcase, a_receiver_that_stops_takes_nothing);
    tcase_add_test(tcase, a_link_that_breaks_is_left_after_its_retries);
    tcase_add_test(tcase, a_server_that_stays_away_costs_its_retries);
    tcase_add_test(tcase, a_delivery_does_not_outlive_its_mta);
    tcase_add_test(tcase, local_mail_needs_no_mta);
    tcase_add_test(tcase, mts_out_is_emptied_while_the_mta_is_away);
    tcase_add_loop_test(tcase, more_threads_hand_off_at_once, 0, G_N_ELEMENTS(hand_off));
    tcase_add_test(tcase, what_threads_had_in_hand_stays);
    tcase_add_test(tcase, a_site_that_is_new_has_a_table);
    tcase_add_test(tcase, a_gateway_that_was_removed_is_no_service);
    tcase_add_test(tcase, a_connector_without_a_path_does_no_harm);
    suite_add_tcase(suite, tcase);
    return suite;
}
