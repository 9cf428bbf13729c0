/* cmd_mutants.c - `exsim mutants`: is every rule that a scenario rests on really tested by it?
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/cli/commands.h"
#include "exsim/cli/exit.h"
#include "exsim/cli/files.h"
#include "exsim/cli/pool.h"
#include "exsim/cli/run.h"
#include "exsim/cli/wrap.h"
#include "exsim/kernel/error.h"

typedef struct {
    const ExsOptions *options;
    ExsRunPlan plan;
    GPtrArray *files;
    GString *text;
    json_t *rows; /* with --json */
    ExsRuleSet killed_rules;
    size_t killed, survived, errors;
    int code;
} Mutants;

/* ---- one file, maybe in a child ---- */

static json_t *new_result(const char *path)
{
    g_autofree char *shown = exs_files_shown(path);

    return json_pack("{s:o, s:i, s:[], s:[], s:n}", "file", exs_run_text(shown), "code",
                     EXS_EXIT_OK, "killed", "survived", "error");
}

static json_t *fail(json_t *result, int code, const char *message)
{
    json_object_set_new(result, "code", json_integer(code));
    json_object_set_new(result, "error", exs_run_text(message));
    return result;
}

static json_t *fail_of(json_t *result, const char *path, const GError *error)
{
    g_autofree char *message = exs_run_message(path, error);

    return fail(result, exs_exit_code(error), message);
}

/* Scenarios of articles must say what they rest on; others may. */
static bool must_have_mutants(const char *path)
{
    g_autofree char *whole = g_canonicalize_filename(path, NULL);

    return strstr(whole, "/scenarios/kb/") != NULL;
}

typedef struct {
    ExsScenario *scenario;
    const char **products, **cases;
} Runs;

/* The first result that is not fine, over products and cases; PASS if some run passed. A mutant
 * that ends in an error shows nothing: with `skip_errors` the others are asked. */
static ExsResult run_all(const Runs *runs, const ExsRunOptions *options, bool skip_errors,
                         GError **error)
{
    ExsResult all = EXS_RESULT_EMPTY;

    for (size_t i = 0; runs->products[i]; i++) {
        for (size_t j = 0; runs->cases[j]; j++) {
            GError *reason = NULL;
            ExsResult result = exs_scenario_run(runs->scenario, runs->products[i], runs->cases[j],
                                                options, NULL, &reason);

            if (result == EXS_RESULT_ERROR && skip_errors && !exs_signals_caught()) {
                g_error_free(reason);
                continue;
            }
            if (result == EXS_RESULT_ERROR)
                g_propagate_error(error, reason);
            if (result == EXS_RESULT_ERROR || result == EXS_RESULT_FAIL)
                return result;
            if (result == EXS_RESULT_PASS)
                all = EXS_RESULT_PASS;
        }
    }
    return all;
}

static json_t *run_mutants(json_t *result, const Runs *runs, const ExsRunOptions *plain)
{
    const char *path = exs_scenario_path(runs->scenario);
    const char *const *ids = exs_scenario_mutants(runs->scenario);

    for (; *ids; ids++) {
        ExsRunOptions options = *plain;
        g_autoptr(GError) error = NULL;
        ExsRule rule;
        ExsResult mutated;

        if (!exs_rule_find(*ids, &rule, &error))
            return fail_of(result, path, error);
        exs_rule_set_add(&options.without, rule);
        mutated = run_all(runs, &options, true, &error);
        if (mutated == EXS_RESULT_ERROR)
            return fail_of(result, path, error);
        json_array_append_new(
            json_object_get(result, mutated == EXS_RESULT_FAIL ? "killed" : "survived"),
            json_string(exs_rule_info(rule)->id));
        if (mutated != EXS_RESULT_FAIL)
            json_object_set_new(result, "code", json_integer(EXS_EXIT_FAILED));
    }
    return result;
}

static json_t *try_file(json_t *result, const ExsRunPlan *plan, const Runs *runs)
{
    const char *path = exs_scenario_path(runs->scenario);
    g_autofree char *shown = exs_files_shown(path), *message = NULL;
    g_autoptr(GError) error = NULL;

    if (!exs_scenario_mutants(runs->scenario)[0]) {
        message = g_strdup_printf("%s: its header names no mutant: "
                                  "mutant = { \"RULE\" } says which rules it rests on",
                                  shown);
        return must_have_mutants(path) ? fail(result, EXS_EXIT_SCENARIO, message) : result;
    }
    switch (run_all(runs, &plan->options, false, &error)) {
    case EXS_RESULT_ERROR:
        return fail_of(result, path, error);
    case EXS_RESULT_PASS:
        return run_mutants(result, runs, &plan->options);
    default:
        message = g_strdup_printf("%s: does not pass with every rule on, so no mutant can be tried",
                                  shown);
        return fail(result, EXS_EXIT_SCENARIO, message);
    }
}

static json_t *try_item(size_t item, void *data)
{
    const Mutants *self = data;
    const char *path = self->files->pdata[item];
    json_t *result = new_result(path);
    g_autoptr(GError) error = NULL;
    g_autoptr(ExsScenario) scenario = NULL;
    g_autofree const char **products = NULL, **cases = NULL;
    Runs runs;

    if (exs_files_check(path, &error))
        scenario = exs_scenario_load(path, &self->plan.options, &error);
    if (!scenario)
        return fail_of(result, path, error);
    products = exs_run_products(scenario, self->options);
    cases = exs_run_cases(scenario, self->options);
    runs = (Runs){scenario, products, cases};
    return try_file(result, &self->plan, &runs);
}

static json_t *crash_of_item(size_t item, const char *how, void *data)
{
    const Mutants *self = data;
    const char *path = self->files->pdata[item];
    g_autofree char *message = exs_run_crash(path, "ran", how);

    return fail(new_result(path), EXS_EXIT_BUG, message);
}

/* ---- all files ---- */

static void take_rules(Mutants *self, const json_t *result, const char *word, size_t *count)
{
    const char *file = json_string_value(json_object_get(result, "file"));
    bool is_killed = strcmp(word, "killed") == 0;
    const json_t *id;
    size_t i;

    json_array_foreach(json_object_get(result, word), i, id)
    {
        ExsRule rule;

        ++*count;
        if (is_killed && exs_rule_find(json_string_value(id), &rule, NULL))
            exs_rule_set_add(&self->killed_rules, rule);
        if (self->rows)
            json_array_append_new(
                self->rows, json_pack("{s:s, s:O, s:s}", "file", file, "rule", id, "result", word));
        else if (!is_killed || exs_has(self->options, VERBOSE))
            g_string_append_printf(self->text, "%s: %s %s\n", word, file, json_string_value(id));
    }
}

static bool take_result(size_t item, const json_t *result, void *data)
{
    Mutants *self = data;
    const char *error = json_string_value(json_object_get(result, "error"));

    (void)item;
    self->code =
        exs_exit_worse(self->code, (int)json_integer_value(json_object_get(result, "code")));
    take_rules(self, result, "killed", &self->killed);
    take_rules(self, result, "survived", &self->survived);
    if (error) {
        self->errors++;
        exs_complain("%s", error);
    }
    return true;
}

static json_t *rules_not_killed(const Mutants *self)
{
    json_t *ids = json_array();

    for (int rule = EXS_RULE_NONE + 1; rule < EXS_RULE_COUNT; rule++)
        if (!exs_rule_set_has(&self->killed_rules, (ExsRule)rule))
            json_array_append_new(ids, json_string(exs_rule_info((ExsRule)rule)->id));
    return ids;
}

static void append_json(Mutants *self, json_t *others)
{
    g_autofree char *text = NULL;
    json_t *json = json_pack("{s:O, s:I, s:I, s:I, s:O}", "mutants", self->rows, "killed",
                             (json_int_t)self->killed, "survived", (json_int_t)self->survived,
                             "errors", (json_int_t)self->errors, "rules_not_killed", others);

    text = json_dumps(json, JSON_INDENT(2));
    g_string_append_printf(self->text, "%s\n", text);
    json_decref(json);
}

static void append_text(Mutants *self, json_t *others)
{
    g_autoptr(GString) ids = g_string_new(NULL);
    const json_t *id;
    size_t i;

    json_array_foreach(others, i, id)
        g_string_append_printf(ids, "%s%s", i ? " " : "", json_string_value(id));
    g_string_append_printf(self->text, "mutants: %zu killed, %zu survived", self->killed,
                           self->survived);
    if (self->errors)
        g_string_append_printf(self->text, ", %zu files with errors", self->errors);
    g_string_append_c(self->text, '\n');
    if (exs_has(self->options, QUIET) || json_array_size(others) == 0)
        return;
    if (json_array_size(others) > self->killed) { /* a few files, not a gallery */
        g_string_append_printf(self->text, "%zu other rules are killed by no scenario here\n",
                               json_array_size(others));
        return;
    }
    g_string_append(self->text, "rules that no scenario here kills:\n");
    exs_wrap(self->text, "  ", 2, ids->str);
}

static int finish(Mutants *self)
{
    g_autoptr(GError) error = NULL;
    json_t *others = rules_not_killed(self);
    bool wrote;

    if (self->rows)
        append_json(self, others);
    else
        append_text(self, others);
    json_decref(others);
    wrote = exs_files_write(NULL, self->text, &error);
    if (exs_signals_caught())
        return EXS_EXIT_SIGNAL + exs_signals_caught();
    return wrote ? self->code : exs_complain_of(error);
}

int exs_cmd_mutants(const ExsOptions *options)
{
    g_autoptr(GError) error = NULL;
    Mutants self = {.options = options, .plan = exs_run_plan(options)};
    ExsPool pool = {try_item, take_result, crash_of_item, &self};
    int code;

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
