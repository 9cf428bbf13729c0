/* cmd_report.c - `exsim report`: a record as a file; the ending chooses.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/cli/commands.h"
#include "exsim/cli/compare.h"
#include "exsim/cli/exit.h"
#include "exsim/cli/files.h"
#include "exsim/cli/subject.h"
#include "exsim/kernel/error.h"
#include "exsim/report/report.h"

/* ".txt" of "out.txt"; of ".perfetto.json" both parts. */
static char *ending_of(const char *path)
{
    g_autofree char *base = g_path_get_basename(path);
    const char *dot = strrchr(base, '.');

    if (g_str_has_suffix(base, ".perfetto.json"))
        return g_strdup(".perfetto.json");
    return g_strdup(dot ? dot : "");
}

static char *choose_ending(const ExsOptions *options, GError **error)
{
    bool to_stdout = !options->output || strcmp(options->output, "-") == 0;
    g_autofree char *ending = NULL;

    if (options->format)
        ending = g_strdup(options->format);
    else if (to_stdout)
        ending = g_strdup(exs_has(options, JSON) ? ".json" : ".txt");
    else
        ending = ending_of(options->output);
    return exs_report_check(ending, error) ? g_steal_pointer(&ending) : NULL;
}

/* What two products' runs can be written as. */
static bool choose_form(const char *ending, ExsDiffForm *out, GError **error)
{
    static const char *const endings[] = {
        [EXS_DIFF_TEXT] = ".txt", [EXS_DIFF_JSON] = ".json", [EXS_DIFF_HTML] = ".html"};

    for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
        if (g_ascii_strcasecmp(endings[i], ending) != 0)
            continue;
        *out = (ExsDiffForm)i;
        return true;
    }
    return exs_fail(error, EXS_ERROR_USAGE,
                    "--products: two runs are compared as .txt, .json or .html, not as %s", ending);
}

static bool write_report(const ExsOptions *options, const char *ending, GString *out,
                         GError **error)
{
    g_autoptr(ExsRecord) record = NULL;
    ExsReportOptions asked = {exs_has(options, ALL), exs_has(options, BY_MESSAGE)};
    ExsDiffForm form = EXS_DIFF_TEXT;
    bool differ;

    if (asked.by_message && (options->products || g_ascii_strcasecmp(ending, ".txt") != 0))
        return exs_fail(error, EXS_ERROR_USAGE, "--by-message is of one run's timeline, as .txt");
    if (options->products)
        return choose_form(ending, &form, error) && exs_compare(options, form, &differ, out, error);
    record = exs_subject_record(options, NULL, NULL, error);
    return record && exs_report_write(record, ending, &asked, out, error);
}

int exs_cmd_report(const ExsOptions *options)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    g_autofree char *ending = choose_ending(options, &error);

    if (!ending)
        return exs_complain_of(error);
    if (options->output && !exs_files_may_write(options->output, exs_has(options, FORCE),
                                                options->arguments, 1, &error))
        return exs_complain_of(error);
    if (!write_report(options, ending, out, &error) ||
        !exs_files_write(options->output, out, &error))
        return exs_complain_of(error);
    return EXS_EXIT_OK;
}
