/* test_error.c - the error domain, and what a terminal never sees.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "exsim/kernel/error.h"

/* clang-format off */
static const struct {
    const char *name;
    const char *text;
    const char *quoted;
} quotes[] = {
    {"plain text stays",                 "HUB1",                   "\"HUB1\""},
    {"nothing is two quotes",            "",                       "\"\""},
    {"letters of any script stay",       "\xc3\xbc \xe6\x9d\xb1",   "\"\xc3\xbc \xe6\x9d\xb1\""},
    {"combining marks stay",             "e\xcc\x81",              "\"e\xcc\x81\""},
    {"a line feed is escaped",           "a\nb",                   "\"a\\x0ab\""},
    {"an escape sequence is escaped",    "\x1b[31m",               "\"\\x1b[31m\""},
    {"DEL is a control character",       "\x7f",                   "\"\\x7f\""},
    {"so is C1, written in two bytes",   "\xc2\x9b",               "\"\\x9b\""},
    {"a right-to-left override is named", "\xe2\x80\xae",          "\"\\u{202e}\""},
    {"a zero-width space is named",      "a\xe2\x80\x8b",          "\"a\\u{200b}\""},
    {"a soft hyphen is named",           "\xc2\xad",               "\"\\u{00ad}\""},
    {"a tag character is named",         "\xf3\xa0\x81\x81",       "\"\\u{e0041}\""},
    {"a stray byte is escaped",          "a\xff" "b",              "\"a\\xffb\""},
    {"a cut sequence is escaped",        "\xe2\x80",               "\"\\xe2\\x80\""},
    {"an overlong NUL is escaped",       "\xc0\x80",               "\"\\xc0\\x80\""},
};
/* clang-format on */

START_TEST(quotes_what_a_terminal_must_not_see)
{
    for (size_t i = 0; i < G_N_ELEMENTS(quotes); i++) {
        g_autofree char *quoted = exs_quote(quotes[i].text);

        ck_assert_msg(strcmp(quoted, quotes[i].quoted) == 0, "%s: %s", quotes[i].name, quoted);
    }
}
END_TEST

START_TEST(cuts_texts_over_60_characters)
{
    g_autofree char *sixty = g_strnfill(60, 'x');
    g_autofree char *more = g_strnfill(61, 'x');
    g_autofree char *most = g_strnfill(59, 'x');
    g_autofree char *umlaut = g_strconcat("\xc3\xbc", most, NULL);
    g_autofree char *whole = exs_quote(sixty);
    g_autofree char *cut = exs_quote(more);
    g_autofree char *by_character = exs_quote(umlaut);

    ck_assert_uint_eq(strlen(whole), 62);
    ck_assert_uint_eq(strlen(cut), 65);
    ck_assert(g_str_has_suffix(cut, "x...\""));
    ck_assert_msg(!g_str_has_suffix(by_character, "...\""), "60 characters in 61 bytes were cut");
}
END_TEST

START_TEST(escapes_without_quotes_and_without_a_cut)
{
    g_autofree char *more = g_strnfill(100, 'x');
    g_autoptr(GString) out = g_string_new("<");

    exs_escape_append(out, "a\tb");
    exs_escape_append(out, more);
    ck_assert_uint_eq(out->len, 1 + 6 + 100);
    ck_assert(g_str_has_prefix(out->str, "<a\\x09bxxx"));
}
END_TEST

START_TEST(fails_with_domain_code_and_text)
{
    g_autoptr(GError) error = NULL;

    ck_assert(!exs_fail(&error, EXS_ERROR_UNKNOWN, "no server %s, only %d", "\"X\"", 3));
    ck_assert(g_error_matches(error, EXS_ERROR, EXS_ERROR_UNKNOWN));
    ck_assert_str_eq(error->message, "no server \"X\", only 3");
    ck_assert(!exs_fail(NULL, EXS_ERROR_UNKNOWN, "nobody listens"));
}
END_TEST

Suite *suite_error(void)
{
    Suite *suite = suite_create("error");
    TCase *tcase = tcase_create("error");

    tcase_add_test(tcase, quotes_what_a_terminal_must_not_see);
    tcase_add_test(tcase, cuts_texts_over_60_characters);
    tcase_add_test(tcase, escapes_without_quotes_and_without_a_cut);
    tcase_add_test(tcase, fails_with_domain_code_and_text);
    suite_add_tcase(suite, tcase);
    return suite;
}
