/* cmd_explain.c - `exsim explain`: why a message went where it went.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/cli/commands.h"
#include "exsim/cli/exit.h"
#include "exsim/cli/files.h"
#include "exsim/cli/subject.h"
#include "exsim/kernel/error.h"
#include "exsim/report/explain.h"

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

/* Times of day are counted from the start of the run. */
static bool parse_at(const ExsRecord *record, const char *text, ExsTime *out, GError **error)
{
    const char *start = exs_record_fact(record, "start");
    ExsTime from = 0;

    *out = EXS_TIME_NEVER;
    if (!text)
        return true;
    if (start && !exs_time_parse_date(start, &from, NULL))
        from = 0;
    if (from == 0 && exs_record_count(record) > 0)
        from = exs_record_entry(record, 0)->when;
    return exs_time_parse(text, from, out, error);
}

static bool explain(const ExsOptions *options, GString *out, GError **error)
{
    Search search = {.name = options->message};
    g_autoptr(ExsRecord) record = exs_subject_record(options, has_message, &search, error);
    ExsTime at;

    return record && parse_at(record, options->at, &at, error) &&
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
