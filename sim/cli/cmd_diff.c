/* cmd_diff.c - `exsim diff`: where two runs part.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/cli/commands.h"
#include "exsim/cli/compare.h"
#include "exsim/cli/exit.h"
#include "exsim/cli/files.h"
#include "exsim/kernel/error.h"

static ExsDiffForm form_of(const ExsOptions *options)
{
    if (exs_has(options, JSON))
        return EXS_DIFF_JSON;
    return options->output && g_str_has_suffix(options->output, ".html") ? EXS_DIFF_HTML
                                                                         : EXS_DIFF_TEXT;
}

int exs_cmd_diff(const ExsOptions *options)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    bool differ = false;

    if (options->output &&
        !exs_files_may_write(options->output, exs_has(options, FORCE), options->arguments,
                             options->argument_count, &error))
        return exs_complain_of(error);
    if (!exs_compare(options, form_of(options), &differ, out, &error) ||
        !exs_files_write(options->output, out, &error))
        return exs_complain_of(error);
    return differ ? EXS_EXIT_FAILED : EXS_EXIT_OK;
}
