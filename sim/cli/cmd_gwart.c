/* cmd_gwart.c - `exsim gwart`: routing tables as text files.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/report/gwart.h"

#include "exsim/cli/commands.h"
#include "exsim/cli/exit.h"
#include "exsim/cli/files.h"
#include "exsim/cli/subject.h"
#include "exsim/report/find.h"

typedef struct {
    const ExsOptions *options;
    ExsGwartOptions asked;
} Search;

/* Has this run the site, and does it last until the time? */
static bool is_there(const ExsRecord *record, void *data, GError **error)
{
    Search *search = data;
    const ExsOptions *options = search->options;

    search->asked.at = exs_find_end(record);
    if (options->at && !exs_find_time(record, options->at, &search->asked.at, error))
        return false;
    if (options->site)
        search->asked.site = exs_find_object(record, "site", options->site, error);
    return !options->site || search->asked.site;
}

int exs_cmd_gwart(const ExsOptions *options)
{
    Search search = {options,
                     {.previous = exs_has(options, PREVIOUS), .json = exs_has(options, JSON)}};
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(ExsRecord) record = NULL;
    g_autoptr(GError) error = NULL;

    if (options->output && !exs_files_may_write(options->output, exs_has(options, FORCE),
                                                options->arguments, 1, &error))
        return exs_complain_of(error);
    record = exs_subject_record(options, is_there, &search, &error);
    if (!record || !exs_gwart(record, &search.asked, out, &error) ||
        !exs_files_write(options->output, out, &error))
        return exs_complain_of(error);
    return EXS_EXIT_OK;
}
