/* test_resolve.c - from what is typed to who is meant; addresses within addresses.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/model/org/encapsulate.h"
#include "exsim/model/routing/resolve.h"
#include "support/world.h"

#define OR_ANN "X400:c=US;a= ;p=ORG;o=SEATTLE;s=ann;"

static TwoSites all;

static void set_up(void)
{
    const ExsPerson lee = {"lee", "Ann", "Lee"};
    ExsRecipient *person;

    all = two_sites("5.5 SP4");
    person = exs_world_add_person(all.world, all.par1, &lee, NULL);
    ck_assert_ptr_nonnull(person);
    ck_assert(exs_world_add_proxy(
        all.world, person,
        exs_address(all.world->addresses, "X500:/o=ORG/ou=OLD/cn=Recipients/cn=lee", NULL), NULL));
    ck_assert_ptr_nonnull(exs_world_add_custom(
        all.world, all.hub1, "max", exs_address(all.world->addresses, "SMTP:max@example.com", NULL),
        NULL));
}

static void tear_down(void)
{
    exs_world_free(all.world);
}

static ExsResolution resolve(const ExsServer *server, const char *typed, ExsEnvelope *envelope)
{
    static const ExsMessage message;
    ExsResolution out;

    *envelope = (ExsEnvelope){.typed = exs_address_lenient(all.world->addresses, typed, NULL)};
    exs_resolve(&out, server, &message, envelope);
    return out;
}

/* clang-format off */
static const struct {
    const char *typed;
    ExsResolved verdict;
    const char *alias; /* of whom it is; NULL: nobody of ours */
    ExsRule rule;
} cases[] = {
    {"EX:/o=ORG/ou=SEATTLE/cn=Recipients/cn=ann",   EXS_RESOLVED,           "ann", EXS_RULE_DN_BEFORE_ADDRESS},
    {"EX:/o=ORG/ou=OLD/cn=Recipients/cn=lee",       EXS_RESOLVED,           "lee", EXS_RULE_X500_PROXIES},
    {"EX:/o=ORG/ou=SEATTLE/cn=Recipients/cn=gone",  EXS_RESOLVE_UNKNOWN_DN, NULL,  EXS_RULE_NONE},
    {"EX:/o=ORG/ou=PARIS/cn=Recipients/cn=gone",    EXS_RESOLVED,           NULL,  EXS_RULE_NONE},
    {"X400:c=US;a= ;p=X;dda:EX=/o=ORG/ou=SEATTLE/cn=Recipients/cn=ann", EXS_RESOLVED, "ann", EXS_RULE_DN_IN_DDA},
    {"X400:c=US;a= ;p=X;dda:MSXCHNGE=//o=ORG//ou=SEATTLE//cn=Recipients//cn=ann", EXS_RESOLVED, "ann", EXS_RULE_DN_IN_DDA},
    {OR_ANN,                                        EXS_RESOLVED,           "ann", EXS_RULE_PROXY_SCAN},
    {"X400:c=US;a= ;p=ORG;s=Lee",                   EXS_RESOLVED,           "lee", EXS_RULE_FUZZY_SCAN},
    {"X400:c=US;a= ;p=ORG;o=PARIS;s=Lee;g=Bob",     EXS_RESOLVED,           NULL,  EXS_RULE_NONE},
    {"X400:c=US;a= ;p=ORG;o=PARIS;ou1=U;s=Lee",     EXS_RESOLVED,           NULL,  EXS_RULE_NONE},
    {"SMTP:max@example.com",                        EXS_RESOLVED,           "max", EXS_RULE_PROXY_SCAN},
    {"SMTP:x@example.com",                          EXS_RESOLVED,           NULL,  EXS_RULE_LOCAL_FIELDS},
    {"SMTP:x@",                                     EXS_RESOLVE_FLAWED,     NULL,  EXS_RULE_NONE},
};
/* clang-format on */

START_TEST(each_address_is_somebodys_by_its_rule)
{
    ExsEnvelope envelope;
    ExsResolution out = resolve(all.hub1, cases[_i].typed, &envelope);
    const ExsRecipient *who = envelope.custom ? envelope.custom : envelope.recipient;

    ck_assert_int_eq(out.verdict, cases[_i].verdict);
    ck_assert_str_eq(exs_rule_info(out.rule)->id, exs_rule_info(cases[_i].rule)->id);
    ck_assert_str_eq(who ? who->name : "", cases[_i].alias ? cases[_i].alias : "");
}
END_TEST

START_TEST(what_is_found_is_written_back)
{
    ExsEnvelope envelope;

    resolve(all.hub1, OR_ANN, &envelope);
    ck_assert_ptr_eq(envelope.dn, all.ann->dn);
    ck_assert_ptr_eq(envelope.x400, all.ann->x400);
}
END_TEST

START_TEST(what_is_outside_gets_an_or_part)
{
    ExsEnvelope envelope;

    resolve(all.hub1, "SMTP:x@example.com", &envelope);
    ck_assert_str_eq(envelope.dda->text, "SMTP:x@example.com");
    ck_assert_str_eq(envelope.x400->text,
                     "X400:c=US;a= ;p=ORG;o=SEATTLE;dda:SMTP=x(a)example.com;");
    resolve(all.hub1, "max", &envelope); /* no address: as it is typed */
    ck_assert_ptr_null(envelope.x400);
    resolve(all.hub1, "SMTP:max@example.com", &envelope);
    ck_assert_ptr_null(envelope.dn);
    ck_assert_str_eq(envelope.x400->text,
                     "X400:c=US;a= ;p=ORG;o=SEATTLE;s=max;dda:SMTP=max(a)example.com;");
}
END_TEST

START_TEST(two_that_are_similar_are_nobody)
{
    const ExsPerson another = {"lee2", "Bob", "Lee"};
    ExsEnvelope envelope;
    ExsResolution out;

    ck_assert_ptr_nonnull(exs_world_add_person(all.world, all.par1, &another, NULL));
    out = resolve(all.hub1, "X400:c=US;a= ;p=ORG;s=Lee", &envelope);
    ck_assert(out.steps[out.count - 1].several);
    ck_assert_ptr_null(envelope.recipient);
}
END_TEST

START_TEST(a_proxy_taken_away_is_nobodys)
{
    ExsEnvelope envelope;

    ck_assert(exs_world_remove_proxy(all.world, all.ann, all.ann->x400, NULL));
    resolve(all.hub1, OR_ANN, &envelope);
    ck_assert_ptr_null(envelope.recipient);
    ck_assert_int_eq(resolve(all.hub1, all.ann->dn->text, &envelope).verdict, EXS_RESOLVE_NO_X400);
}
END_TEST

/* ---- addresses within addresses ---- */

static const char *const values[] = {
    "user@host",        "a_b%c!d\"e",    "(a)", "(040)", "x(212)y", "#$&*;<>[]^{|}~",
    "/o=ORG/ou=S/cn=x", "\xC3\xBC@host", "\\",  "=",     "a b",
};

START_TEST(what_is_put_into_a_dda_comes_out_again)
{
    g_autofree char *encoded = exs_dda_encode(values[_i]);
    g_autofree char *decoded = exs_dda_decode(encoded, NULL);
    g_autofree char *text = g_strconcat("FOO:", values[_i], NULL);
    const ExsAddress *inner = exs_address(all.world->addresses, text, NULL), *outer;

    ck_assert_str_eq(decoded, values[_i]);
    outer = exs_encapsulated(all.world, all.seattle, inner);
    ck_assert_ptr_nonnull(outer);
    ck_assert_ptr_eq(exs_unwrapped(all.world, outer), inner);
}
END_TEST

START_TEST(what_is_put_into_a_local_part_comes_out_again)
{
    const ExsAddress *inner, *outer;

    inner = exs_address(all.world->addresses, "X400:c=US;a= ;p=MS;o=PARIS;s=user;", NULL);
    outer = exs_imcea(all.world, inner, "host.microsoft.com");
    ck_assert_str_eq(outer->value,
                     "IMCEAX400-c=US+3Ba=+20+3Bp=MS+3Bo=PARIS+3Bs=user+3B@host.microsoft.com");
    ck_assert_ptr_eq(exs_imcea_unwrapped(all.world, outer), inner);
    outer = exs_address(all.world->addresses,
                        "SMTP:IMCEAEX-_O=ORG_OU=SEATTLE_CN=RECIPIENTS_CN=ANN@example.com", NULL);
    ck_assert_ptr_eq(exs_imcea_unwrapped(all.world, outer), all.ann->dn);
}
END_TEST

static const char *const none[] = {"SMTP:imcea@x.com", "SMTP:IMCEAEX@x.com", "SMTP:IMCEA-x@x.com",
                                   "SMTP:IMCEAEX-+4@x.com", "SMTP:IMCEAEX-+GG@x.com"};

START_TEST(not_all_that_begins_so_is_one)
{
    ck_assert_ptr_null(
        exs_imcea_unwrapped(all.world, exs_address(all.world->addresses, none[_i], NULL)));
}
END_TEST

Suite *suite_resolve(void)
{
    Suite *suite = suite_create("resolve");
    TCase *tcase = tcase_create("resolve");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, each_address_is_somebodys_by_its_rule, 0, G_N_ELEMENTS(cases));
    tcase_add_test(tcase, what_is_found_is_written_back);
    tcase_add_test(tcase, what_is_outside_gets_an_or_part);
    tcase_add_test(tcase, two_that_are_similar_are_nobody);
    tcase_add_test(tcase, a_proxy_taken_away_is_nobodys);
    tcase_add_loop_test(tcase, what_is_put_into_a_dda_comes_out_again, 0, G_N_ELEMENTS(values));
    tcase_add_test(tcase, what_is_put_into_a_local_part_comes_out_again);
    tcase_add_loop_test(tcase, not_all_that_begins_so_is_one, 0, G_N_ELEMENTS(none));
    suite_add_tcase(suite, tcase);
    return suite;
}
