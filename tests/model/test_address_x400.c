/* test_address_x400.c - O/R names: their attributes, and what is encoded in a DDA.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/kernel/random.h"
#include "exsim/model/org/address.h"

#define X400 "X400:c=US;a= ;p=ORG;"

static ExsInterner *interner;
static ExsAddressBook *book;

static void set_up(void)
{
    interner = exs_interner_new();
    book = exs_address_book_new(interner);
}

static void tear_down(void)
{
    exs_address_book_free(book);
    exs_interner_free(interner);
}

/* ---- attributes ---- */

START_TEST(takes_an_o_r_name_apart)
{
    const ExsAddress *address =
        exs_address(book, "X400:G=Ann;c=us;a= ;P=Org;O=S\\;1;ou1=A;ou2=B;cn=N;i=I;q=Q;s=L", NULL);
    static const char *const values[EXS_OR_COUNT] = {"us", " ", "org", "s;1", "a", "b", NULL,
                                                     NULL, "n", "l",   "ann", "i", "q"};

    for (size_t i = 0; i < EXS_OR_COUNT; i++) {
        uint32_t wanted = values[i] ? exs_intern(interner, values[i]) : 0;

        ck_assert_uint_eq(address->attribute[i], wanted);
    }
    ck_assert_str_eq(address->value, "c=us;a= ;p=Org;o=S\\;1;ou1=A;ou2=B;cn=N;s=L;g=Ann;i=I;q=Q;");
    ck_assert_uint_eq(address->dda_type, 0);
    ck_assert_ptr_null(address->dda_value);
    ck_assert_str_eq(exs_or_attribute_name(EXS_OR_OU4), "ou4");
    ck_assert_str_eq(exs_or_attribute_name(EXS_OR_Q), "q");
}
END_TEST

START_TEST(shows_the_first_dda_decoded)
{
    const ExsAddress *address = exs_address(book, X400 "dda:SMTP=Ann_L@Host;dda:FAX=(999)", NULL);
    const ExsAddress *fax = exs_address(book, X400 "dda:FAX=(999)", NULL);

    ck_assert_str_eq(address->value, "c=US;a= ;p=ORG;dda:SMTP=Ann(u)L(a)Host;dda:FAX=(999);");
    ck_assert_uint_eq(address->dda_type, exs_intern(interner, "smtp"));
    ck_assert_str_eq(address->dda_value, "Ann_L@Host");
    ck_assert_str_eq(fax->dda_value, "(999)");
}
END_TEST

/* ---- RFC 1327 ---- */

/* clang-format off */
static const struct {
    const char *value, *encoded;
} codes[] = {
    {"user@host",       "user(a)host"},
    {"a%b!c\"d_e(f)g",  "a(p)b(b)c(q)d(u)e(040)f(041)g"},
    {"a$b",             "a(036)b"},
    {"a[1];",           "a(091)1(093)(059)"},
    {"\xc3\xa9",        "(195)(169)"},
    {" '+,-./:=?Az09",  " '+,-./:=?Az09"},
    {"",                ""},
};
/* clang-format on */

START_TEST(encodes_a_dda)
{
    g_autofree char *encoded = exs_dda_encode(codes[_i].value);
    g_autofree char *decoded = exs_dda_decode(encoded, NULL);

    ck_assert_str_eq(encoded, codes[_i].encoded);
    ck_assert_str_eq(decoded, codes[_i].value);
}
END_TEST

START_TEST(decodes_what_others_encode)
{
    g_autofree char *capitals = exs_dda_decode("U(A)H(064)", NULL);
    g_autofree char *latin = exs_dda_decode("(212)5550100", NULL);

    ck_assert_str_eq(capitals, "U@H@");
    ck_assert_str_eq(latin, "\xc3\x94"
                            "5550100");
}
END_TEST

START_TEST(refuses_wrong_codes)
{
    static const char *const wrong[] = {"(z)",    "(",     "(a",    ")",         "a@b", "(12)",
                                        "(1234)", "(256)", "(999)", "(000)",     "()",  "(aa)",
                                        "(010)",  "a_b",   "(127)", "(194)(133)"};

    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *decoded = exs_dda_decode(wrong[i], &error);

        ck_assert_msg(!decoded, "%s is taken", wrong[i]);
        ck_assert(g_error_matches(error, EXS_ERROR, EXS_ERROR_PARSE));
        ck_assert(strstr(error->message, wrong[i]));
    }
}
END_TEST

/* Every text without control characters survives, and what encodes it is PrintableString. */
START_TEST(brings_random_texts_back)
{
    ExsStream stream = exs_stream(1, "dda", "test");

    for (int round = 0; round < 20000; round++) {
        g_autoptr(GString) text = g_string_new(NULL);
        g_autofree char *encoded = NULL, *decoded = NULL;

        for (uint64_t length = exs_stream_below(&stream, 12); length > 0; length--)
            g_string_append_unichar(text, exs_stream_below(&stream, 8) == 0
                                              ? (gunichar)(0xA0 + exs_stream_below(&stream, 0xD000))
                                              : (gunichar)(0x20 + exs_stream_below(&stream, 0x5F)));
        encoded = exs_dda_encode(text->str);
        decoded = exs_dda_decode(encoded, NULL);
        ck_assert_msg(decoded, "%s", encoded);
        ck_assert_str_eq(decoded, text->str);
        for (const char *c = encoded; *c; c++)
            ck_assert_msg(g_ascii_isalnum(*c) || strchr(" '()+,-./:=?", *c), "%s", encoded);
    }
}
END_TEST

Suite *suite_address_x400(void)
{
    Suite *suite = suite_create("address_x400");
    TCase *tcase = tcase_create("address_x400");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, takes_an_o_r_name_apart);
    tcase_add_test(tcase, shows_the_first_dda_decoded);
    tcase_add_loop_test(tcase, encodes_a_dda, 0, G_N_ELEMENTS(codes));
    tcase_add_test(tcase, decodes_what_others_encode);
    tcase_add_test(tcase, refuses_wrong_codes);
    tcase_add_test(tcase, brings_random_texts_back);
    suite_add_tcase(suite, tcase);
    return suite;
}
