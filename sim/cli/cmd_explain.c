/* cmd_explain.c - `exsim explain`: why a message went where it went.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/cli/commands.h"
#include "exsim/cli/exit.h"
#include "exsim/cli/files.h"
#include "exsim/cli/subject.h"
#include "exsim/report/explain.h"
#include "exsim/report/find.h"

typedef struct {
    const char *name;
    uint32_t message;
} Search;

static bool has_message(const ExsRecord *record, void *data, GError **error)
{
    Search *search = data;

    search->message = exs_explain_find(record, search->name, error);
    return search->message != 0;
}

static bool explain(const ExsOptions *options, GString *out, GError **error)
{
    Search search = {.name = options->message};
    g_autoptr(ExsRecord) record = exs_subject_record(options, has_message, &search, error);
    ExsTime at = EXS_TIME_NEVER;

    return record && (!options->at || exs_find_time(record, options->at, &at, error)) &&
           exs_explain(record, search.message, at, exs_has(options, JSON), out, error);
}

int exs_cmd_explain(const ExsOptions *options)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GError) error = NULL;

    if (!options->message) {
        exs_complain("explain needs --message NAME");
        return EXS_EXIT_USAGE;
    }
    if (options->output && !exs_files_may_write(options->output, exs_has(options, FORCE),
                                                options->arguments, 1, &error))
        return exs_complain_of(error);
    if (!explain(options, out, &error) || !exs_files_write(options->output, out, &error))
        return exs_complain_of(error);
    return EXS_EXIT_OK;
}
