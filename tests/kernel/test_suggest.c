/* test_suggest.c - "did you mean?".
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <glib.h>

#include "exsim/kernel/suggest.h"

#define SIXTY "123456789012345678901234567890123456789012345678901234567890"

static const char *const words[] = {
    "run",     "report", "seed", "explain", "Server",     "server2",     "hub",
    "mailbox", "ab",     "x400", "",        SIXTY "abcd", SIXTY "abcde",
};

/* clang-format off */
static const struct {
    const char *name;
    const char *word;
    const char *nearest; /* NULL: none */
} cases[] = {
    {"a swap is one edit",                    "rnu",          "run"},
    {"a lost letter",                         "sed",          "seed"},
    {"a lost letter, other case",             "serer",        "Server"},
    {"a lost letter in a name",               "Serer",        "Server"},
    {"a letter too many",                     "huub",         "hub"},
    {"the same but for case",                 "EXPLAIN",      "explain"},
    {"nearer beats earlier",                  "servr2",       "server2"},
    {"the first of equals",                   "serverx",      "Server"},
    {"two edits need six letters",            "reprot2",      "report"},
    {"two edits in five letters are too many", "xplan",       NULL},
    {"a third of the letters and no more",    "mxxxbox",      NULL},
    {"nothing in common is not near",         "z",            NULL},
    {"nor is nothing at all",                 "",             NULL},
    {"both letters swapped",                  "ba",           "ab"},
    {"nothing is near",                       "frobnicate",   NULL},
    {"64 letters are matched",                SIXTY "abdc",   SIXTY "abcd"},
    {"65 are not",                            SIXTY "abcde",  NULL},
};
/* clang-format on */

START_TEST(finds_the_nearest_word)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const char *nearest = exs_suggest(cases[i].word, words, G_N_ELEMENTS(words));

        ck_assert_msg(g_strcmp0(nearest, cases[i].nearest) == 0, "%s: %s", cases[i].name,
                      nearest ? nearest : "none");
    }
}
END_TEST

START_TEST(finds_nothing_in_no_words)
{
    ck_assert_ptr_null(exs_suggest("run", NULL, 0));
}
END_TEST

Suite *suite_suggest(void)
{
    Suite *suite = suite_create("suggest");
    TCase *tcase = tcase_create("suggest");

    tcase_add_test(tcase, finds_the_nearest_word);
    tcase_add_test(tcase, finds_nothing_in_no_words);
    suite_add_tcase(suite, tcase);
    return suite;
}
