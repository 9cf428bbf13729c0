/* test_links.c - Disconnect: what broke is held, and so is what carried an association; modem
 * ports.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>

#include "exsim/model/actors/mta.h"
#include "exsim/model/actors/ras.h"
#include "support/world.h"

#define BOB "EX:/o=ORG/ou=PARIS/cn=Recipients/cn=bob"
#define ANN "EX:/o=ORG/ou=SEATTLE/cn=Recipients/cn=ann"

static void set(ExsConnector *connector, ExsSetting which, int64_t value)
{
    ck_assert(exs_setting_set(&connector->settings, which, value, NULL));
}

/* When the first entry of a kind was, in whole seconds after the start; -1: never. */
static ExsTime second(const ExsWorld *world, ExsTraceKind kind)
{
    ExsTime when = world_when(world, kind, 0);

    return when < 0 ? -1 : when / EXS_SECOND;
}

/* ---- an association that broke ---- */

/* The line is cut after 10 s, while a message is under way that takes 81. */
static const struct {
    const char *title;
    int64_t disconnect;
    int back; /* seconds after the start */
    int recovered, closed;
    unsigned opened; /* within 20 minutes */
} held[] = {
    {"by default it ends with the transfer retries", 120, 200, -1, 130, 2},
    {"held for longer it goes on when the line is back", 360, 200, 250, 631, 1},
    {"back too late", 360, 400, -1, 370, 2},
    {"back when the hold ends", 360, 369, 370, 751, 1},
    {"less than the transfer retries take is no end to them", 15, 100, -1, 511, 1},
    {"a new open does not wait for it", 900, 740, -1, 730, 1},
};

START_TEST(broken)
{
    TwoSites two = two_sites("5.5 SP4");

    exs_actors_remove_connector(two.world, two.slow);
    ck_assert(exs_setting_set(&two.fast->link->settings, EXS_SETTING_BANDWIDTH, 400, NULL));
    set(two.fast, EXS_SETTING_DISCONNECT, held[_i].disconnect * EXS_SECOND);
    world_send(two.world, two.ann, BOB);
    world_run(two.world, 10 * EXS_SECOND);
    exs_link_set_state(two.world, two.fast->link, EXS_LINK_CUT);
    world_run(two.world, held[_i].back * EXS_SECOND);
    exs_link_set_state(two.world, two.fast->link, EXS_LINK_UP);
    world_run(two.world, 20 * EXS_MINUTE);
    ck_assert_msg(second(two.world, EXS_TRACE_RECOVERED) == held[_i].recovered, "%s: recovered %d",
                  held[_i].title, (int)second(two.world, EXS_TRACE_RECOVERED));
    ck_assert_msg(second(two.world, EXS_TRACE_CLOSED) == held[_i].closed, "%s: closed %d",
                  held[_i].title, (int)second(two.world, EXS_TRACE_CLOSED));
    ck_assert_msg(world_count(two.world, EXS_TRACE_OPENED, 0) == held[_i].opened, "%s: opened %u",
                  held[_i].title, world_count(two.world, EXS_TRACE_OPENED, 0));
    exs_world_free(two.world);
}
END_TEST

/* Mail that has another way does not wait for what is held. */
START_TEST(mail_leaves_what_is_held)
{
    TwoSites two = two_sites("5.5 SP4");
    uint32_t message;

    ck_assert(exs_setting_set(&two.fast->link->settings, EXS_SETTING_BANDWIDTH, 400, NULL));
    set(two.fast, EXS_SETTING_DISCONNECT, 360 * EXS_SECOND);
    message = world_send(two.world, two.ann, BOB);
    world_run(two.world, 10 * EXS_SECOND);
    exs_link_set_state(two.world, two.fast->link, EXS_LINK_CUT);
    world_run(two.world, 3 * EXS_MINUTE);
    ck_assert_int_eq(second(two.world, EXS_TRACE_REROUTED), 130);
    ck_assert_uint_eq(world_count(two.world, EXS_TRACE_DELIVERED, message), 1);
    ck_assert_int_eq(second(two.world, EXS_TRACE_CLOSED), -1);
    exs_world_free(two.world);
}
END_TEST

/* ---- what carries an association ---- */

START_TEST(a_connection_outlives_its_association)
{
    TwoSites two = two_sites("5.5 SP4");

    set(two.fast, EXS_SETTING_LIFETIME, 60 * EXS_SECOND);
    set(two.fast, EXS_SETTING_DISCONNECT, 30 * EXS_SECOND);
    world_send(two.world, two.ann, BOB);
    world_run(two.world, 10 * EXS_MINUTE);
    ck_assert_int_eq(second(two.world, EXS_TRACE_CLOSED), 60);
    ck_assert_int_eq(second(two.world, EXS_TRACE_DISCONNECTED), 90);
    exs_world_free(two.world);
}
END_TEST

START_TEST(a_cut_ends_it_at_once)
{
    TwoSites two = two_sites("5.5 SP4");

    world_send(two.world, two.ann, BOB);
    world_run(two.world, 310 * EXS_SECOND);
    exs_link_set_state(two.world, two.fast->link, EXS_LINK_CUT);
    world_run(two.world, 10 * EXS_MINUTE);
    ck_assert_int_eq(second(two.world, EXS_TRACE_DISCONNECTED), 310);
    exs_world_free(two.world);
}
END_TEST

/* ---- calls ---- */

/* HUB1 and PAR1 call each other; HUB1 has another connector, to ROME. */
typedef struct {
    ExsWorld *world;
    ExsServer *hub1, *par1, *rom1;
    ExsConnector *paris, *rome;
    ExsRecipient *ann, *bob;
} Calls;

static ExsConnector *add_ras(ExsWorld *world, ExsServer *from, ExsServer *to, const char *name,
                             ExsLink *link)
{
    ExsConnectorPlan plan = {.name = name, .target = to, .link = link};
    ExsConnector *made = exs_actors_add_connector(world, from, "ras", &plan, NULL);

    ck_assert_ptr_nonnull(made);
    exs_connector_connect(made, to->site, NULL);
    return made;
}

static Calls calls(void)
{
    ExsWorldOptions options = {.seed = 1, .detail = EXS_DETAIL_FULL, .start = WORLD_START};
    Calls all = {0};
    ExsConnector *back;
    ExsWorld *world;

    ck_assert(exs_product_parse("5.5 SP4", &options.product, NULL));
    all.world = world = exs_actors_world_new(&options, NULL);
    all.hub1 = exs_actors_add_server(world, exs_world_add_site(world, "SEATTLE", NULL), "HUB1",
                                     NULL, NULL);
    all.par1 =
        exs_actors_add_server(world, exs_world_add_site(world, "PARIS", NULL), "PAR1", NULL, NULL);
    all.rom1 =
        exs_actors_add_server(world, exs_world_add_site(world, "ROME", NULL), "ROM1", NULL, NULL);
    all.ann = exs_world_add_mailbox(world, all.hub1, "ann", NULL);
    all.bob = exs_world_add_mailbox(world, all.par1, "bob", NULL);
    exs_world_add_mailbox(world, all.rom1, "cat", NULL);
    all.paris = add_ras(world, all.hub1, all.par1, "TO PARIS", NULL);
    back = add_ras(world, all.par1, all.hub1, "BACK", all.paris->link);
    all.paris->peer = back;
    back->peer = all.paris;
    all.rome = add_ras(world, all.hub1, all.rom1, "TO ROME", NULL);
    exs_actors_begin(world);
    return all;
}

/* Sends after the first call's last message, and says how long that takes. */
static const struct {
    const char *title;
    int sent; /* seconds */
    bool comes_back, dials;
} again[] = {
    {"while the association is open", 200, false, false},
    {"while the call is held", 400, false, false},
    {"the other way while the call is held", 400, true, false},
    {"when the call is over", 460, false, true},
    {"the other way when the call is over", 460, true, true},
};

START_TEST(a_call_is_used_again)
{
    Calls all = calls();
    ExsTime took;
    uint32_t message;

    world_send(all.world, all.ann, BOB);
    world_run(all.world, again[_i].sent * EXS_SECOND);
    ck_assert_msg(all.hub1->mta->calls == (again[_i].dials ? 0 : 1), "%s", again[_i].title);
    message = again[_i].comes_back ? world_send(all.world, all.bob, ANN)
                                   : world_send(all.world, all.ann, BOB);
    world_run(all.world, (again[_i].sent + 100) * EXS_SECOND);
    took = world_when(all.world, EXS_TRACE_DELIVERED, message) - again[_i].sent * EXS_SECOND;
    ck_assert_msg(took > 0 && (took >= 30 * EXS_SECOND) == again[_i].dials, "%s: %d s",
                  again[_i].title, (int)(took / EXS_SECOND));
    ck_assert_uint_eq(all.hub1->mta->calls, 1);
    ck_assert_uint_eq(all.par1->mta->calls, 1);
    exs_world_free(all.world);
}
END_TEST

/* Two calls at once, from a server with two modems. */
static const struct {
    const char *title;
    int paris, rome; /* ports of the phone-book entries; 0: any */
    unsigned delivered;
} ports[] = {
    {"any and any", 0, 0, 2},         {"each its own", 1, 2, 2},
    {"both the second", 2, 2, 1},     {"any, and the first", 0, 1, 1},
    {"any, and the second", 0, 2, 2}, {"a port without a modem", 1, 3, 1},
};

START_TEST(a_call_goes_out_by_the_port_of_the_phone_book)
{
    Calls all = calls();

    ck_assert(exs_setting_set(&all.hub1->settings, EXS_SETTING_MODEMS, 2, NULL));
    set(all.paris, EXS_SETTING_MODEM_PORT, ports[_i].paris);
    set(all.rome, EXS_SETTING_MODEM_PORT, ports[_i].rome);
    world_send(all.world, all.ann, BOB);
    world_send(all.world, all.ann, "EX:/o=ORG/ou=ROME/cn=Recipients/cn=cat");
    world_run(all.world, EXS_MINUTE);
    ck_assert_msg(world_count(all.world, EXS_TRACE_DELIVERED, 0) == ports[_i].delivered, "%s: %u",
                  ports[_i].title, world_count(all.world, EXS_TRACE_DELIVERED, 0));
    exs_world_free(all.world);
}
END_TEST

START_TEST(what_ras_says)
{
    ck_assert_uint_eq(exs_ras_error(EXS_WHY_REFUSED), 629);
    ck_assert_uint_eq(exs_ras_error(EXS_WHY_LINE_BUSY), 676);
    ck_assert_uint_eq(exs_ras_error(EXS_WHY_TIMED_OUT), 718);
    ck_assert_uint_eq(exs_ras_error("the far MTA does not run"), 0);
}
END_TEST

Suite *suite_links(void)
{
    Suite *suite = suite_create("actors/links");
    TCase *tcase = tcase_create("held");

    tcase_add_loop_test(tcase, broken, 0, G_N_ELEMENTS(held));
    tcase_add_test(tcase, mail_leaves_what_is_held);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("connections");
    tcase_add_test(tcase, a_connection_outlives_its_association);
    tcase_add_test(tcase, a_cut_ends_it_at_once);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("calls");
    tcase_add_loop_test(tcase, a_call_is_used_again, 0, G_N_ELEMENTS(again));
    tcase_add_loop_test(tcase, a_call_goes_out_by_the_port_of_the_phone_book, 0,
                        G_N_ELEMENTS(ports));
    tcase_add_test(tcase, what_ras_says);
    suite_add_tcase(suite, tcase);
    return suite;
}
