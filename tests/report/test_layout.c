/* test_layout.c - wrapping, columns, and what counts as repetition.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "sim/report/report_private.h"

/* clang-format off */
static const struct {
    const char *name, *mark, *text;
    size_t width;
    const char *lines;
} paragraphs[] = {
    {"short text stands in one line",      "- ", "one two",           20, "- one two\n"},
    {"breaks at a blank, hanging",         "- ", "one two three four", 14, "- one two\n  three four\n"},
    {"as much as fits",                    "",   "0123456789 x",      12, "0123456789 x\n"},
    {"a long word breaks where it is full", "",  "0123456789abcdef",  10, "0123456789\nabcdef\n"},
    {"an address breaks behind a sign",    "",   "c=US;p=ORGAN;s=bob", 14, "c=US;p=ORGAN;\ns=bob\n"},
    {"characters count, not bytes",        "",   "äöüäöü äöü",        10, "äöüäöü äöü\n"},
    {"an empty part of an address holds",  "",   "to c=US;a= ;p=O",   10, "to\nc=US;a= ;\np=O\n"},
    {"no text is an empty line",           "",   "",                  10, "\n"},
};

static const struct {
    const char *name, *keys;
    size_t at, rounds, period;
} folds[] = {
    {"three are not worth it",         "aaa",          0, 1, 1},
    {"four are",                       "aaaa",         0, 4, 1},
    {"all that follow",                "xaaaaaaab",    1, 7, 1},
    {"rounds of two",                  "abababababab", 0, 6, 2},
    {"a begun round does not count",   "ababababababa", 0, 6, 2},
    {"three rounds of two are not",    "ababab",       0, 1, 1},
    {"rounds of three",                "abcabcabcabcabcabcx", 0, 6, 3},
    {"the shortest round counts",      "aaaaaaaaaaaa", 0, 12, 1},
    {"nothing at the end",             "ab",           1, 1, 1},
};
/* clang-format on */

START_TEST(wraps_paragraphs)
{
    for (size_t i = 0; i < G_N_ELEMENTS(paragraphs); i++) {
        g_autoptr(GString) out = g_string_new(NULL);

        exs_layout_paragraph(out, 0, paragraphs[i].mark, paragraphs[i].text, paragraphs[i].width);
        ck_assert_msg(strcmp(out->str, paragraphs[i].lines) == 0, "%s: %s", paragraphs[i].name,
                      out->str);
    }
}
END_TEST

START_TEST(aligns_cells_that_wrap)
{
    g_autoptr(GString) out = g_string_new(NULL);
    const ExsCell cells[] = {{"a b", 1, NULL}, {"", 2, NULL}, {"three", 5, NULL}, {"", 3, NULL}};

    exs_layout_row(out, 1, cells, 4);
    ck_assert_str_eq(out->str, " a      three\n b\n");
}
END_TEST

START_TEST(colours_text_and_no_blanks)
{
    g_autoptr(GString) out = g_string_new(NULL);
    const ExsCell cells[] = {{"a", 3, EXS_ANSI_RED}, {"b c", 1, NULL}};

    exs_layout_row(out, 0, cells, 2);
    ck_assert_str_eq(out->str, "\033[31ma\033[0m    b\n     c\n");
}
END_TEST

START_TEST(finds_rounds)
{
    for (size_t i = 0; i < G_N_ELEMENTS(folds); i++) {
        uint64_t keys[32];
        size_t count = strlen(folds[i].keys), period = 0, rounds;

        for (size_t j = 0; j < count; j++)
            keys[j] = (uint64_t)folds[i].keys[j];
        rounds = exs_fold_rounds(keys, count, folds[i].at, &period);
        ck_assert_msg(rounds == folds[i].rounds && period == folds[i].period,
                      "%s: %zu rounds of %zu", folds[i].name, rounds, period);
    }
}
END_TEST

START_TEST(prints_offsets)
{
    g_autoptr(GString) out = g_string_new(NULL);

    exs_names_append_offset(out, 5 * EXS_SECOND + 299 * EXS_MILLISECOND, true);
    exs_names_append_offset(out, 26 * EXS_HOUR + 59 * EXS_MINUTE + 59 * EXS_SECOND, false);
    exs_names_append_offset(out, -EXS_SECOND, true);
    ck_assert_str_eq(out->str, "+0:00:05.2+26:59:59-0:00:01.0");
}
END_TEST

Suite *suite_layout(void)
{
    Suite *suite = suite_create("layout");
    TCase *tests = tcase_create("layout");

    tcase_add_test(tests, wraps_paragraphs);
    tcase_add_test(tests, aligns_cells_that_wrap);
    tcase_add_test(tests, colours_text_and_no_blanks);
    tcase_add_test(tests, finds_rounds);
    tcase_add_test(tests, prints_offsets);
    suite_add_tcase(suite, tests);
    return suite;
}
