/* cmd_diff.c - `exsim diff`: where two runs part.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/report/diff.h"

#include "exsim/cli/commands.h"
#include "exsim/cli/exit.h"
#include "exsim/cli/files.h"
#include "exsim/cli/subject.h"
#include "exsim/cli/wrap.h"
#include "exsim/kernel/error.h"

static bool check(const ExsOptions *options, GError **error)
{
    if (options->products && options->argument_count != 1)
        return exs_fail(error, EXS_ERROR_USAGE, "--products compares runs of one file, not of two");
    if (options->products && options->product)
        return exs_fail(error, EXS_ERROR_USAGE, "--products and --product exclude each other");
    if (options->products && exs_files_is_record(options->arguments[0]))
        return exs_fail(error, EXS_ERROR_USAGE,
                        "--products: a record cannot be run again: name the scenario");
    if (!options->products && options->argument_count != 2)
        return exs_fail(error, EXS_ERROR_USAGE,
                        "diff needs two files, or one and --products \"5.5 SP1,5.5 SP3\"");
    return !options->output ||
           exs_files_may_write(options->output, exs_has(options, FORCE), options->arguments,
                               options->argument_count, error);
}

/* One side. Both are of one case: which, the first one says. */
static ExsRecord *read_side(const ExsOptions *options, size_t argument, char *product,
                            char *case_name, GError **error)
{
    ExsOptions one = *options;

    one.arguments = options->arguments + argument;
    if (product)
        one.product = product;
    if (case_name)
        one.case_name = case_name;
    return exs_subject_record(&one, NULL, NULL, error);
}

static bool read_both(const ExsOptions *options, char **names, ExsRecord **records, GError **error)
{
    char *case_name = options->case_name;

    records[0] = read_side(options, 0, options->products ? names[0] : NULL, case_name, error);
    if (!records[0])
        return false;
    if (options->products)
        case_name = (char *)exs_record_fact(records[0], "case");
    records[1] = read_side(options, options->products ? 0 : 1, options->products ? names[1] : NULL,
                           case_name, error);
    return records[1] != NULL;
}

/* As the two are called: the products, or the files. */
static char **name_sides(const ExsOptions *options)
{
    char **names;

    if (options->products) {
        names = g_strsplit(options->products, ",", 2);
        g_strstrip(names[0]);
        g_strstrip(names[1]);
        return names;
    }
    names = g_new0(char *, 3);
    for (int side = 0; side < 2; side++)
        names[side] = exs_files_shown(options->arguments[side]);
    return names;
}

int exs_cmd_diff(const ExsOptions *options)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) names = NULL;
    ExsRecord *records[2] = {NULL, NULL};
    ExsDiffOptions asked = {.colour = exs_wants_colour(options), .json = exs_has(options, JSON)};
    bool differ = false, done;

    if (!check(options, &error))
        return exs_complain_of(error);
    names = name_sides(options);
    asked.name_a = names[0];
    asked.name_b = names[1];
    done = read_both(options, names, records, &error) &&
           exs_diff(records[0], records[1], &asked, &differ, out, &error) &&
           exs_files_write(options->output, out, &error);
    for (int side = 0; side < 2; side++)
        g_clear_pointer(&records[side], exs_record_free);
    if (!done)
        return exs_complain_of(error);
    return differ ? EXS_EXIT_FAILED : EXS_EXIT_OK;
}
