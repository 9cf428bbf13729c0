/* cmd_check.c - `exsim check`: parses and builds scenarios and rehearses drive, without running
 * them.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/cli/commands.h"
#include "exsim/cli/exit.h"
#include "exsim/cli/files.h"
#include "exsim/cli/pool.h"
#include "exsim/cli/run.h"
#include "exsim/kernel/error.h"

typedef struct {
    const ExsOptions *options;
    ExsRunPlan plan;
    GPtrArray *files;
    GString *text;
    json_t *rows; /* with --json */
    size_t wrong;
    int code;
} Check;

static json_t *new_result(const char *path, int code, const char *message)
{
    g_autofree char *shown = exs_files_shown(path);
    json_t *result = json_pack("{s:o, s:i, s:s}", "file", exs_run_text(shown), "code", code,
                               "result", code == EXS_EXIT_OK ? "PASS" : "ERROR");

    if (message)
        json_object_set_new(result, "error", exs_run_text(message));
    return result;
}

static bool build_all(const ExsRunPlan *plan, const char *path, GError **error)
{
    g_autoptr(ExsScenario) scenario = NULL;
    g_autofree const char **products = NULL, **cases = NULL;

    if (!exs_files_check(path, error))
        return false;
    scenario = exs_scenario_load(path, &plan->options, error);
    if (!scenario)
        return false;
    products = exs_run_products(scenario, plan->given);
    cases = exs_run_cases(scenario, plan->given);
    if (!*cases)
        return exs_run_fail_case(exs_scenario_cases(scenario),
                                 g_strv_length((char **)exs_scenario_cases(scenario)),
                                 plan->given->case_name, error);
    for (size_t i = 0; products[i]; i++)
        for (size_t j = 0; cases[j]; j++)
            if (exs_scenario_run(scenario, products[i], cases[j], &plan->options, NULL, error) ==
                EXS_RESULT_ERROR)
                return false;
    return true;
}

static json_t *check_item(size_t item, void *data)
{
    Check *self = data;
    const char *path = self->files->pdata[item];
    g_autoptr(GError) error = NULL;
    g_autofree char *message = NULL;

    if (build_all(&self->plan, path, &error))
        return new_result(path, EXS_EXIT_OK, NULL);
    message = exs_run_message(path, error);
    return new_result(path, exs_exit_code(error), message);
}

static json_t *crash_of_item(size_t item, const char *how, void *data)
{
    Check *self = data;
    const char *path = self->files->pdata[item];
    g_autofree char *message = exs_run_crash(path, "checked", how);

    return new_result(path, EXS_EXIT_BUG, message);
}

static bool take_result(size_t item, const json_t *result, void *data)
{
    Check *self = data;
    int code = (int)json_integer_value(json_object_get(result, "code"));

    (void)item;
    self->code = exs_exit_worse(self->code, code);
    self->wrong += code != EXS_EXIT_OK;
    if (self->rows) {
        json_t *row = json_copy((json_t *)result);

        json_object_del(row, "code");
        json_array_append_new(self->rows, row);
    } else if (code == EXS_EXIT_OK && !exs_has(self->options, QUIET)) {
        g_string_append_printf(self->text, "ok  %s\n",
                               json_string_value(json_object_get(result, "file")));
    }
    if (code != EXS_EXIT_OK)
        exs_complain("%s", json_string_value(json_object_get(result, "error")));
    return true;
}

static int finish(Check *self)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;

    if (self->rows) {
        json_t *json = json_pack("{s:O, s:I, s:I}", "files", self->rows, "checked",
                                 (json_int_t)self->files->len, "errors", (json_int_t)self->wrong);

        text = json_dumps(json, JSON_INDENT(2));
        g_string_append_printf(self->text, "%s\n", text);
        json_decref(json);
    } else {
        g_string_append_printf(self->text, "checked: %u files, %zu with errors\n", self->files->len,
                               self->wrong);
    }
    if (!exs_files_write(NULL, self->text, &error))
        return exs_complain_of(error);
    if (exs_signals_caught())
        return EXS_EXIT_SIGNAL + exs_signals_caught();
    return self->code;
}

int exs_cmd_check(const ExsOptions *options)
{
    g_autoptr(GError) error = NULL;
    Check self = {.options = options, .plan = exs_run_plan(options)};
    ExsPool pool = {check_item, take_result, crash_of_item, &self};
    int code;

    self.plan.options.build_only = true;
    self.files = exs_files_expand(options->arguments, options->argument_count, &error);
    if (!self.files)
        return exs_complain_of(error);
    self.text = g_string_new(NULL);
    self.rows = exs_has(options, JSON) ? json_array() : NULL;
    exs_pool_run(&pool, self.files->len, options->jobs);
    code = finish(&self);
    g_string_free(self.text, TRUE);
    json_decref(self.rows);
    g_ptr_array_unref(self.files);
    return code;
}
