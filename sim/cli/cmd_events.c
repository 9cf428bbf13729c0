/* cmd_events.c - `exsim events`: the Windows NT application log.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/report/events.h"

#include "exsim/cli/commands.h"
#include "exsim/cli/exit.h"
#include "exsim/cli/files.h"
#include "exsim/cli/subject.h"
#include "exsim/report/find.h"

typedef struct {
    const ExsOptions *options;
    ExsEventsOptions asked;
} Search;

static bool is_there(const ExsRecord *record, void *data, GError **error)
{
    Search *search = data;
    const ExsOptions *options = search->options;

    search->asked.until = EXS_TIME_NEVER;
    if (options->at && !exs_find_time(record, options->at, &search->asked.until, error))
        return false;
    if (options->server)
        search->asked.server = exs_find_object(record, "server", options->server, error);
    return !options->server || search->asked.server;
}

int exs_cmd_events(const ExsOptions *options)
{
    Search search = {options, {.json = exs_has(options, JSON)}};
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(ExsRecord) record = NULL;
    g_autoptr(GError) error = NULL;

    if (options->output && !exs_files_may_write(options->output, exs_has(options, FORCE),
                                                options->arguments, 1, &error))
        return exs_complain_of(error);
    record = exs_subject_record(options, is_there, &search, &error);
    if (!record || !exs_events(record, &search.asked, out, &error) ||
        !exs_files_write(options->output, out, &error))
        return exs_complain_of(error);
    return EXS_EXIT_OK;
}
