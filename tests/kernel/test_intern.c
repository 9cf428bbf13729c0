/* test_intern.c - names to small integers and back.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>

#include "exsim/kernel/intern.h"

START_TEST(counts_from_one_in_the_order_first_seen)
{
    g_autoptr(ExsInterner) interner = exs_interner_new();

    ck_assert_uint_eq(exs_interner_count(interner), 0);
    ck_assert_uint_eq(exs_intern(interner, "HUB1"), 1);
    ck_assert_uint_eq(exs_intern(interner, "PAR1"), 2);
    ck_assert_uint_eq(exs_intern(interner, "HUB1"), 1);
    ck_assert_uint_eq(exs_interner_count(interner), 2);
    ck_assert_str_eq(exs_interner_text(interner, 2), "PAR1");
    ck_assert_str_eq(exs_interner_text(interner, 0), "");
}
END_TEST

START_TEST(keeps_case_apart_unless_folded)
{
    g_autoptr(ExsInterner) interner = exs_interner_new();
    uint32_t upper = exs_intern(interner, "Hub");
    uint32_t folded = exs_intern_folded(interner, "HUB");

    ck_assert_uint_ne(upper, folded);
    ck_assert_uint_eq(exs_intern_folded(interner, "hUb"), folded);
    ck_assert_str_eq(exs_interner_text(interner, folded), "hub");
    ck_assert_uint_eq(exs_intern_folded(interner, "\xc3\x9c"), exs_intern(interner, "\xc3\x9c"));
}
END_TEST

START_TEST(finds_without_adding)
{
    g_autoptr(ExsInterner) interner = exs_interner_new();

    ck_assert_uint_eq(exs_interner_find(interner, "x"), 0);
    ck_assert_uint_eq(exs_interner_count(interner), 0);
    ck_assert_uint_eq(exs_intern(interner, "x"), exs_interner_find(interner, "x"));
}
END_TEST

/* "" is a text like any other: only id 0 means that there is none. */
START_TEST(tells_the_empty_text_from_no_text)
{
    g_autoptr(ExsInterner) interner = exs_interner_new();

    ck_assert_uint_eq(exs_interner_find(interner, ""), 0);
    ck_assert_uint_eq(exs_intern(interner, ""), 1);
}
END_TEST

START_TEST(keeps_texts_while_it_grows)
{
    g_autoptr(ExsInterner) interner = exs_interner_new();
    char name[16] = "first";
    const char *first = exs_interner_text(interner, exs_intern(interner, name));

    for (uint32_t i = 2; i <= 20000; i++) {
        g_snprintf(name, sizeof name, "name %u", i);
        ck_assert_uint_eq(exs_intern(interner, name), i);
    }
    ck_assert_str_eq(first, "first");
    ck_assert_str_eq(exs_interner_text(interner, 20000), "name 20000");
}
END_TEST

Suite *suite_intern(void)
{
    Suite *suite = suite_create("intern");
    TCase *tcase = tcase_create("intern");

    tcase_add_test(tcase, counts_from_one_in_the_order_first_seen);
    tcase_add_test(tcase, keeps_case_apart_unless_folded);
    tcase_add_test(tcase, finds_without_adding);
    tcase_add_test(tcase, tells_the_empty_text_from_no_text);
    tcase_add_test(tcase, keeps_texts_while_it_grows);
    suite_add_tcase(suite, tcase);
    return suite;
}
