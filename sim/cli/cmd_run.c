/* cmd_run.c - `exsim run`: runs scenarios and says what passed.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>
#include <unistd.h>

#include "exsim/cli/commands.h"
#include "exsim/cli/exit.h"
#include "exsim/cli/files.h"
#include "exsim/cli/junit.h"
#include "exsim/cli/pool.h"
#include "exsim/cli/run.h"
#include "exsim/cli/run_text.h"
#include "exsim/cli/wrap.h"
#include "exsim/kernel/error.h"

typedef struct {
    const ExsOptions *options;
    ExsRunPlan plan;
    GPtrArray *files;
    GPtrArray *cases; /* char *: that there would have been, for a suggestion */
    ExsRunTotal total;
    json_t *scenarios; /* with --json */
    ExsJunit junit;    /* with --junit */
    GString *text;     /* what goes to a file, or is not printed yet */
    GError *trouble;   /* standard output is gone */
} Run;

static json_t *run_item(size_t item, void *data)
{
    Run *self = data;

    return exs_run_file(&self->plan, self->files->pdata[item]);
}

static json_t *crash_of_item(size_t item, const char *how, void *data)
{
    Run *self = data;
    const char *path = self->files->pdata[item];
    g_autofree char *message = exs_run_crash(path, "ran", how);

    return exs_run_failed(path, EXS_EXIT_BUG, message);
}

static void complain(const json_t *outcome)
{
    const json_t *message;
    size_t i;

    json_array_foreach(json_object_get(outcome, "messages"), i, message)
        exs_complain("%s", json_string_value(message));
}

static bool flush(Run *self)
{
    if (self->options->output && strcmp(self->options->output, "-") != 0)
        return true;
    if (!exs_files_write(NULL, self->text, &self->trouble))
        return false;
    g_string_truncate(self->text, 0);
    return true;
}

static bool take_outcome(size_t item, const json_t *outcome, void *data)
{
    Run *self = data;
    const json_t *run, *name;
    size_t i;

    (void)item;
    json_array_foreach(json_object_get(outcome, "known_cases"), i,
                       name) if (self->options->case_name)
        g_ptr_array_add(self->cases, g_strdup(json_string_value(name)));
    exs_run_total_add(&self->total, outcome);
    if (self->options->junit)
        exs_junit_add(&self->junit, outcome);
    if (self->scenarios)
        json_array_foreach(json_object_get(outcome, "runs"), i, run)
            json_array_append(self->scenarios, json_object_get(run, "public"));
    else
        exs_run_text_outcome(self->text, outcome, exs_has(self->options, QUIET), self->plan.colour);
    if (!flush(self))
        return false;
    complain(outcome);
    return !exs_has(self->options, FAIL_FAST) || self->total.code == EXS_EXIT_OK;
}

/* --timeline, --all or --by-message, or one file on a terminal. */
static bool wants_timeline(const ExsOptions *options)
{
    bool one_file =
        options->argument_count == 1 && !g_file_test(options->arguments[0], G_FILE_TEST_IS_DIR);

    if (exs_has(options, JSON) || exs_has(options, NO_TIMELINE) || exs_has(options, QUIET))
        return false;
    if (exs_has(options, TIMELINE) || exs_has(options, ALL) || exs_has(options, BY_MESSAGE))
        return true;
    return one_file && isatty(STDOUT_FILENO);
}

static bool check_options(const ExsOptions *options, GError **error)
{
    char *const *inputs = options->arguments;

    if (exs_has(options, TIMELINE) && exs_has(options, NO_TIMELINE))
        return exs_fail(error, EXS_ERROR_USAGE, "--timeline and --no-timeline exclude each other");
    if (exs_has(options, TIMELINE) && exs_has(options, JSON))
        return exs_fail(error, EXS_ERROR_USAGE, "--timeline and --json exclude each other");
    if (options->record && options->output && exs_files_is_same(options->record, options->output)) {
        g_autofree char *shown = exs_files_shown(options->record);

        return exs_fail(error, EXS_ERROR_USAGE, "--record and -o name the same file: %s", shown);
    }
    if (options->output && !exs_files_may_write(options->output, exs_has(options, FORCE), inputs,
                                                options->argument_count, error))
        return false;
    if (options->junit && !exs_files_may_write(options->junit, exs_has(options, FORCE), inputs,
                                               options->argument_count, error))
        return false;
    if (options->junit && strcmp(options->junit, "-") == 0)
        return exs_fail(error, EXS_ERROR_USAGE, "--junit goes to a file, not to standard output");
    return !options->record || exs_files_may_write(options->record, exs_has(options, FORCE), inputs,
                                                   options->argument_count, error);
}

/* Nothing was chosen: was the case misspelt, or the filter too narrow? */
static int complain_of_choice(const Run *self)
{
    const char *const *cases = (const char *const *)self->cases->pdata;
    const char *name = self->options->case_name;
    g_autofree char *quoted = NULL;
    g_autoptr(GError) error = NULL;
    bool is_case = !name;

    for (guint i = 0; name && i < self->cases->len; i++)
        is_case = is_case || strcmp(cases[i], name) == 0;
    if (is_case) {
        quoted = exs_quote(self->options->filter);
        exs_complain("--filter: no run has %s in its file, article, title, product or case",
                     quoted);
        return EXS_EXIT_USAGE;
    }
    exs_run_fail_case(cases, self->cases->len, name, &error);
    return exs_complain_of(error);
}

static void append_json(Run *self)
{
    g_autofree char *fingerprint = exs_run_total_fingerprint(&self->total);
    g_autofree char *text = NULL;
    json_t *json = json_pack("{s:O, s:I, s:I, s:s}", "scenarios", self->scenarios, "passed",
                             (json_int_t)self->total.passed, "failed",
                             (json_int_t)self->total.failed, "fingerprint", fingerprint);

    text = json_dumps(json, JSON_INDENT(2));
    g_string_append_printf(self->text, "%s\n", text);
    json_decref(json);
}

static bool write_junit(Run *self)
{
    g_autoptr(GString) xml = g_string_new(NULL);

    if (!self->options->junit)
        return true;
    exs_junit_write(&self->junit, xml);
    return exs_files_write(self->options->junit, xml, &self->trouble);
}

static const char *why_unchecked(const ExsRunTotal *total)
{
    if (total->applicable == 0)
        return "no case was for this product";
    return total->cut ? "--until ended the run before its expectations were asked"
                      : "nothing was expected";
}

static int finish(Run *self)
{
    const char *output = self->options->output;

    if (self->trouble)
        return exs_complain_of(self->trouble);
    if (self->total.runs == 0 && self->total.code == EXS_EXIT_OK && !exs_signals_caught())
        return complain_of_choice(self);
    if (self->scenarios)
        append_json(self);
    else if (self->total.code != EXS_EXIT_USAGE)
        exs_run_text_total(self->text, &self->total, self->plan.colour);
    if (!exs_files_write(output, self->text, &self->trouble) || !write_junit(self))
        return exs_complain_of(self->trouble);
    if (self->total.code == EXS_EXIT_OK && self->total.passed == 0)
        exs_complain("note: %s, so nothing was checked", why_unchecked(&self->total));
    if (exs_signals_caught())
        return EXS_EXIT_SIGNAL + exs_signals_caught();
    return self->total.code;
}

int exs_cmd_run(const ExsOptions *options)
{
    g_autoptr(GError) error = NULL;
    Run self = {.options = options, .plan = exs_run_plan(options)};
    ExsPool pool = {run_item, take_outcome, crash_of_item, &self};
    int code;

    if (!check_options(options, &error))
        return exs_complain_of(error);
    self.files = exs_files_expand(options->arguments, options->argument_count, &error);
    if (!self.files)
        return exs_complain_of(error);
    if (options->record && self.files->len != 1) {
        exs_complain("--record takes one run, and these are %u files: name one", self.files->len);
        g_ptr_array_unref(self.files);
        return EXS_EXIT_USAGE;
    }
    self.plan.record = options->record;
    self.plan.timeline = wants_timeline(options);
    self.plan.colour = exs_wants_colour(options) && !exs_has(options, JSON);
    self.cases = g_ptr_array_new_with_free_func(g_free);
    self.text = g_string_new(NULL);
    self.scenarios = exs_has(options, JSON) ? json_array() : NULL;
    exs_run_total_init(&self.total);
    exs_junit_init(&self.junit);
    exs_pool_run(&pool, self.files->len, options->jobs);
    code = finish(&self);
    exs_run_total_clear(&self.total);
    exs_junit_clear(&self.junit);
    json_decref(self.scenarios);
    g_string_free(self.text, TRUE);
    g_clear_error(&self.trouble);
    g_ptr_array_unref(self.cases);
    g_ptr_array_unref(self.files);
    return code;
}
