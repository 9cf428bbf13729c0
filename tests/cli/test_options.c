/* test_options.c - what the command line accepts, and what it says of the rest.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "exsim/cli/options.h"
#include "exsim/cli/wrap.h"
#include "exsim/kernel/error.h"

#define ALL ((1u << EXS_OPT_COUNT) - 1)

/* clang-format off */
static const struct {
    const char *name;
    const char *words; /* split at | */
    const char *error; /* NULL: accepted */
} cases[] = {
    {"nothing",                       "",                          NULL},
    {"a file",                        "x.lua",                     NULL},
    {"a value after =",               "--seed=7",                  NULL},
    {"a value as the next word",      "--seed|7",                  NULL},
    {"a short option with its value", "-j4",                       NULL},
    {"short flags together",          "-fq",                       NULL},
    {"what follows -- is no option",  "--|--sed",                  NULL},
    {"- alone is no option",          "-",                         NULL},
    {"bytes that are no UTF-8",       "--case=\xff|\xfe.lua",      NULL},
    {"a repeatable option",           "--without=STEP_6_COST|--without=STEP_7_LOCAL", NULL},
    {"the largest seed",              "--seed=18446744073709551615", NULL},
    {"the main case",                 "--case=",                   NULL},
    {"a misspelt option",             "--sed=1",                   "unknown option --sed; did you mean --seed?"},
    {"an option like no other",       "--frobnicate",              "unknown option --frobnicate"},
    {"an unknown letter",             "-x",                        "unknown option \"-x\""},
    {"an unknown letter of several",  "-fx",                       "unknown option -x in \"-fx\""},
    {"a value for a flag",            "--json=yes",                "option --json takes no value"},
    {"no value",                      "--seed",                    "option --seed needs a value: --seed=N"},
    {"twice",                         "--json|--json",             "option --json is given twice"},
    {"twice, long and short",         "--jobs=2|-j2",              "option --jobs is given twice"},
    {"one over the largest seed",     "--seed=18446744073709551616", "--seed: \"18446744073709551616\" is no whole number from 0 to 18446744073709551615"},
    {"a negative seed",               "--seed=-1",                 "--seed: \"-1\" is no whole number from 0 to 18446744073709551615"},
    {"an empty seed",                 "--seed=",                   "--seed: \"\" is no whole number from 0 to 18446744073709551615"},
    {"a seed with a letter",          "--seed=3x",                 "--seed: \"3x\" is no whole number from 0 to 18446744073709551615"},
    {"a seed with an exponent",       "--seed=1e3",                "--seed: \"1e3\" is no whole number from 0 to 18446744073709551615"},
    {"a hexadecimal seed",            "--seed=0x10",               "--seed: \"0x10\" is no whole number from 0 to 18446744073709551615"},
    {"a seed with blanks",            "--seed= 1",                 "--seed: \" 1\" is no whole number from 0 to 18446744073709551615"},
    {"no jobs",                       "-j0",                       "--jobs: \"0\" is no whole number from 1 to 1024"},
    {"too many jobs",                 "-j1025",                    "--jobs: \"1025\" is no whole number from 1 to 1024"},
    {"a misspelt rule",               "--without=SECURED_STAY",    "--without: there is no rule \"SECURED_STAY\"; did you mean SECURED_STAYS?"},
    {"a colour that is no choice",    "--color=red",               "--color: \"red\" is none of auto, always, never"},
    {"a record of another ending",    "--record=x.txt",            "--record: \"x.txt\" ends neither in .exr nor in .ndjson"},
    {"two products",                  "--products=5.5 SP1, 5.5 SP3", NULL},
    {"one product of two",            "--products=5.5 SP1",        "--products: \"5.5 SP1\" is not two products: \"5.5 SP1,5.5 SP3\""},
    {"an empty file name",            "-o|",                       "--output: the value is empty"},
};
/* clang-format on */

static bool parse(ExsOptions *out, const char *text, GError **error)
{
    g_auto(GStrv) words = g_strsplit(text, "|", -1);

    return exs_options_parse(out, ALL, words, error);
}

START_TEST(says_what_is_wrong)
{
    g_auto(ExsOptions) options = {.given = 0};
    g_autoptr(GError) error = NULL;
    bool accepted = parse(&options, cases[_i].words, &error);

    if (!cases[_i].error) {
        ck_assert_msg(accepted, "%s: %s", cases[_i].name, error ? error->message : "");
        return;
    }
    ck_assert_msg(!accepted, "%s: accepted", cases[_i].name);
    ck_assert_str_eq(error->message, cases[_i].error);
    ck_assert_int_eq(error->code, EXS_ERROR_USAGE);
}
END_TEST

START_TEST(takes_what_was_given)
{
    g_auto(ExsOptions) options = {.given = 0};

    ck_assert(parse(&options,
                    "a.lua|--seed=010|-j3|--product|5.5 SP4|--detail=verdict|--color=never|"
                    "--without=secured_stays|b.lua",
                    NULL));
    ck_assert_uint_eq(options.seed, 10);
    ck_assert_uint_eq(options.jobs, 3);
    ck_assert_str_eq(options.product, "5.5 SP4");
    ck_assert_int_eq(options.detail, EXS_DETAIL_VERDICT);
    ck_assert_int_eq(options.color, EXS_COLOR_NEVER);
    ck_assert(exs_rule_set_has(&options.without, EXS_RULE_SECURED_STAYS));
    ck_assert_str_eq(options.without_ids->pdata[0], "SECURED_STAYS");
    ck_assert_uint_eq(options.argument_count, 2);
    ck_assert_str_eq(options.arguments[1], "b.lua");
    ck_assert(exs_has(&options, SEED));
    ck_assert(!exs_has(&options, JSON));
}
END_TEST

START_TEST(has_defaults)
{
    g_auto(ExsOptions) options = {.given = 0};

    ck_assert(parse(&options, "x.lua", NULL));
    ck_assert_int_eq(options.detail, EXS_DETAIL_FULL);
    ck_assert_uint_eq(options.jobs, 1);
    ck_assert_int_eq(options.color, EXS_COLOR_AUTO);
    ck_assert_uint_eq(options.given, 0);
}
END_TEST

START_TEST(refuses_options_of_other_commands)
{
    g_auto(ExsOptions) options = {.given = 0};
    g_autoptr(GError) error = NULL;
    char *words[] = {(char *)"--timeline", NULL};

    ck_assert(!exs_options_parse(&options, EXS_OPT_BIT(JSON), words, &error));
    ck_assert_str_eq(error->message, "unknown option --timeline");
}
END_TEST

START_TEST(wraps_at_80_columns)
{
    g_autoptr(GString) out = g_string_new(NULL);

    exs_wrap(out, "  head:", 10,
             "one two three four five six seven eight nine ten eleven twelve "
             "thirteen fourteen\nfifteen");
    ck_assert_str_eq(out->str,
                     "  head:   one two three four five six seven eight nine ten eleven twelve\n"
                     "          thirteen fourteen\n"
                     "          fifteen\n");
}
END_TEST

Suite *suite_options(void)
{
    Suite *suite = suite_create("cli/options");
    TCase *rows = tcase_create("rows");

    tcase_add_loop_test(rows, says_what_is_wrong, 0, G_N_ELEMENTS(cases));
    tcase_add_test(rows, takes_what_was_given);
    tcase_add_test(rows, has_defaults);
    tcase_add_test(rows, refuses_options_of_other_commands);
    tcase_add_test(rows, wraps_at_80_columns);
    suite_add_tcase(suite, rows);
    return suite;
}
