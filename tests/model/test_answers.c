/* test_answers.c - receipts, automatic replies, what hosts send back, mail for public folders.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>

#include "exsim/kernel/error.h"
#include "exsim/model/actors/gateway.h"
#include "exsim/model/actors/public_store.h"
#include "support/world.h"

#define ANN     "EX:/o=ORG/ou=SEATTLE/cn=Recipients/cn=ann"
#define OUTSIDE "SMTP:x@example.com"

static uint32_t from_host(TwoSites *all, bool is_report, bool wants_receipt)
{
    const ExsAddress *to = exs_address(all->world->addresses, ANN, NULL);
    ExsSubmission submission = {
        .to = &to,
        .count = 1,
        .size = 1024,
        .kind = is_report ? EXS_MESSAGE_REPORT : EXS_MESSAGE,
        .has_no_path = is_report,
        .wants_receipt = wants_receipt,
    };

    return exs_send_from_host(all->world, all->host, all->ims1,
                              exs_address(all->world->addresses, OUTSIDE, NULL), &submission, NULL);
}

/* product, is it a report?, does it answer by itself?, does it ask for a receipt? -> what the host
 * gets */
static const struct {
    const char *product;
    bool is_report, answers, wants_receipt;
    unsigned sent;
} mails[] = {
    {"5.5 SP2", false, false, false, 0}, {"5.5 SP2", false, true, false, 1},
    {"5.5 SP2", true, true, false, 1},   {"5.5 SP3", true, true, false, 0},
    {"5.5 SP2", false, false, true, 1},  {"5.0 SP2", true, true, false, 0},
    {"5.5 SP2", false, true, true, 2},
};

START_TEST(what_is_answered)
{
    TwoSites all = two_sites(mails[_i].product);

    all.ann->answers = mails[_i].answers;
    ck_assert(from_host(&all, mails[_i].is_report, mails[_i].wants_receipt) != 0);
    world_run(all.world, EXS_HOUR);
    ck_assert_uint_eq(all.host->accepted, mails[_i].sent);
    exs_world_free(all.world);
}
END_TEST

/* A host that is not heard sends again. */
START_TEST(what_a_host_returns)
{
    TwoSites all = two_sites("5.5 SP4");
    ExsService ims = {EXS_SERVICE_GATEWAY, all.hub1, all.ims1};

    all.host->returns = g_ptr_array_new();
    g_ptr_array_add(all.host->returns, (gpointer)exs_address(all.world->addresses, OUTSIDE, NULL));
    world_send(all.world, all.ann, OUTSIDE);
    world_run(all.world, 5 * EXS_SECOND);
    ck_assert_uint_eq(all.host->accepted, 1);
    exs_service_stop(all.world, &ims);
    world_run(all.world, EXS_MINUTE);
    exs_service_start(all.world, &ims);
    ck_assert_uint_eq(all.ann->delivered, 0);
    world_run(all.world, EXS_HOUR);
    ck_assert_uint_eq(all.ann->delivered, 1);
    exs_world_free(all.world);
}
END_TEST

/* What a host sends by itself, to a service that relays for nobody, is refused once. */
START_TEST(a_host_gives_up_what_is_refused)
{
    TwoSites all = two_sites("5.5 SP4");

    all.host->returns = g_ptr_array_new();
    g_ptr_array_add(all.host->returns, (gpointer)exs_address(all.world->addresses, OUTSIDE, NULL));
    ck_assert(exs_setting_set(&all.ims1->settings, EXS_SETTING_RELAY_FLAGS, 4, NULL));
    world_send(all.world, all.ann, OUTSIDE);
    world_run(all.world, EXS_HOUR);
    ck_assert_uint_eq(all.host->accepted, 1);
    ck_assert_uint_eq(all.host->sending->len, 0);
    ck_assert_uint_eq(all.ann->delivered, 0);
    exs_world_free(all.world);
}
END_TEST

static const ExsAddress *due[2];
static unsigned due_count;

static void on_due(void *host, void *data)
{
    due[due_count++] = exs_gateway_answer_due(host, data).from;
}

/* What was planned first is not what comes first. */
START_TEST(answers_come_when_they_are_due)
{
    TwoSites all = two_sites("5.5 SP4");
    const ExsAddress *late = exs_address(all.world->addresses, OUTSIDE, NULL), *soon = all.ann->dn;

    due_count = 0;
    exs_gateway_answer_later(&(ExsHostAnswer){.from = late, .by = all.ims1->service}, all.host,
                             EXS_HOUR, on_due);
    exs_gateway_answer_later(&(ExsHostAnswer){.from = soon, .by = all.ims1->service}, all.host,
                             EXS_MINUTE, on_due);
    world_run(all.world, 2 * EXS_HOUR);
    ck_assert_uint_eq(due_count, 2);
    ck_assert_ptr_eq(due[0], soon);
    ck_assert_ptr_eq(due[1], late);
    ck_assert_uint_eq(all.host->sending->len, 0);
    exs_world_free(all.world);
}
END_TEST

START_TEST(roles_and_forms_by_name)
{
    g_autoptr(GError) error = NULL;
    ExsFolderRole role;
    ExsFolderForms forms;

    ck_assert(exs_folder_role_parse("Contributor", &role, NULL));
    ck_assert_int_eq(role, EXS_FOLDER_CONTRIBUTOR);
    ck_assert(!exs_folder_role_parse("guest", &role, &error));
    ck_assert(g_error_matches(error, EXS_ERROR, EXS_ERROR_PARSE));
    ck_assert(exs_folder_forms_parse("listed and standard", &forms, NULL));
    ck_assert_int_eq(forms, EXS_FOLDER_LISTED_AND_STANDARD);
}
END_TEST

START_TEST(a_folder_is_written_to)
{
    TwoSites all = two_sites("5.5 SP4");
    g_autoptr(GError) error = NULL;

    ck_assert(exs_public_add_folder(all.hub2, "NEWS", &all.hub1, 1, false, NULL));
    ck_assert(!exs_public_mail_enable(all.par1, "NEWS", "news", NULL));
    ck_assert(exs_public_mail_enable(all.hub2, "NEWS", "news", NULL));
    ck_assert(!exs_public_set_role(all.hub1, "NEWS", NULL, EXS_FOLDER_NONE, &error));
    ck_assert(g_error_matches(error, EXS_ERROR, EXS_ERROR_STATE));
    ck_assert(exs_public_set_role(all.hub2, "NEWS", all.ann, EXS_FOLDER_REVIEWER, NULL));
    world_send(all.world, all.ann, "EX:/o=ORG/ou=SEATTLE/cn=Recipients/cn=news");
    world_run(all.world, EXS_HOUR);
    ck_assert_uint_eq(world_count(all.world, EXS_TRACE_RETURNED, 0), 1);
    ck_assert(exs_public_set_role(all.hub2, "NEWS", all.ann, EXS_FOLDER_OWNER, NULL));
    world_send(all.world, all.ann, "EX:/o=ORG/ou=SEATTLE/cn=Recipients/cn=news");
    world_run(all.world, 2 * EXS_HOUR);
    ck_assert_uint_eq(world_count(all.world, EXS_TRACE_RETURNED, 0), 1);
    exs_world_free(all.world);
}
END_TEST

Suite *suite_answers(void)
{
    Suite *suite = suite_create("answers");
    TCase *tcase = tcase_create("answers");

    tcase_add_loop_test(tcase, what_is_answered, 0, G_N_ELEMENTS(mails));
    tcase_add_test(tcase, what_a_host_returns);
    tcase_add_test(tcase, a_host_gives_up_what_is_refused);
    tcase_add_test(tcase, answers_come_when_they_are_due);
    tcase_add_test(tcase, roles_and_forms_by_name);
    tcase_add_test(tcase, a_folder_is_written_to);
    suite_add_tcase(suite, tcase);
    return suite;
}
