/* cmd_track.c - `exsim track`: message tracking, as events and as daily logs.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/report/track.h"

#include "exsim/cli/commands.h"
#include "exsim/cli/exit.h"
#include "exsim/cli/files.h"
#include "exsim/cli/subject.h"
#include "exsim/kernel/error.h"
#include "exsim/report/explain.h"
#include "exsim/report/find.h"

typedef struct {
    const ExsOptions *options;
    ExsTrackOptions asked;
} Search;

static bool is_there(const ExsRecord *record, void *data, GError **error)
{
    Search *search = data;
    const ExsOptions *options = search->options;

    if (options->message) {
        search->asked.message = exs_explain_find(record, options->message, error);
        if (!search->asked.message)
            return false;
    }
    if (options->server)
        search->asked.server = exs_find_object(record, "server", options->server, error);
    return !options->server || search->asked.server;
}

static bool write_log(const ExsOptions *options, const GPtrArray *files, GError **error)
{
    if (!exs_files_make_folder(options->log, error))
        return false;
    for (int round = 0; round < 2; round++) { /* nothing is written unless all may be */
        for (guint i = 0; i < files->len; i++) {
            const ExsTrackFile *file = files->pdata[i];
            g_autofree char *path = g_build_filename(options->log, file->name, NULL);

            if (round == 0 &&
                !exs_files_may_write(path, exs_has(options, FORCE), options->arguments, 1, error))
                return false;
            if (round == 1 && !exs_files_write(path, file->content, error))
                return false;
        }
    }
    return true;
}

static bool log_events(const ExsOptions *options, const ExsRecord *record,
                       const ExsTrackOptions *asked, GString *out, GError **error)
{
    g_autoptr(GPtrArray) files = exs_track_log(record, asked, error);

    if (!files || !write_log(options, files, error))
        return false;
    for (guint i = 0; i < files->len; i++) {
        g_autofree char *path =
            g_build_filename(options->log, ((ExsTrackFile *)files->pdata[i])->name, NULL);
        g_autofree char *shown = exs_files_shown(path);

        g_string_append_printf(out, "%s\n", shown);
    }
    if (files->len == 0)
        exs_complain("note: no tracking events, so no file was written");
    return true;
}

static bool track(const ExsOptions *options, GString *out, GError **error)
{
    Search search = {options, {.json = exs_has(options, JSON)}};
    g_autoptr(ExsRecord) record = exs_subject_record(options, is_there, &search, error);

    if (!record)
        return false;
    return options->log ? log_events(options, record, &search.asked, out, error)
                        : exs_track(record, &search.asked, out, error);
}

int exs_cmd_track(const ExsOptions *options)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GError) error = NULL;

    if (options->log && (options->output || exs_has(options, JSON))) {
        exs_complain("--log and --%s exclude each other", options->output ? "output" : "json");
        return EXS_EXIT_USAGE;
    }
    if (options->output && !exs_files_may_write(options->output, exs_has(options, FORCE),
                                                options->arguments, 1, &error))
        return exs_complain_of(error);
    if (!track(options, out, &error) || !exs_files_write(options->output, out, &error))
        return exs_complain_of(error);
    return EXS_EXIT_OK;
}
