/* cmd_lint.c - `exsim lint`: what is wrong with an organisation as it is set up.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/cli/commands.h"
#include "exsim/cli/exit.h"
#include "exsim/cli/files.h"
#include "exsim/cli/run.h"
#include "exsim/cli/wrap.h"
#include "exsim/kernel/error.h"
#include "exsim/model/lint/lint.h"

typedef struct {
    const char *path, *product, *name; /* the case */
    GPtrArray *findings;               /* ExsFinding *; NULL: nobody has looked yet */
} Lint;

static void look(const ExsWorld *world, void *data)
{
    ((Lint *)data)->findings = exs_lint(world);
}

/* The last product, in the first case that is for it. */
static bool look_at_first_case(Lint *self, const ExsOptions *given, ExsScenario *scenario,
                               GError **error)
{
    ExsRunPlan plan = exs_run_plan(given);
    g_autofree const char **products = exs_run_products(scenario, given);
    g_autofree const char **cases = exs_run_cases(scenario, given);

    plan.options.build_only = given->at == NULL;
    plan.options.until = given->at;
    plan.options.look = look;
    plan.options.look_data = self;
    self->product = products[g_strv_length((char **)products) - 1];
    for (size_t i = 0; cases[i] && !self->findings; i++) {
        self->name = cases[i];
        if (exs_scenario_run(scenario, self->product, cases[i], &plan.options, NULL, error) ==
            EXS_RESULT_ERROR)
            return false;
    }
    if (self->findings)
        return true;
    if (!*cases)
        return exs_run_fail_case(exs_scenario_cases(scenario),
                                 g_strv_length((char **)exs_scenario_cases(scenario)),
                                 given->case_name, error);
    return exs_fail(error, EXS_ERROR_UNKNOWN, "%s: nothing of it is for %s", self->path,
                    self->product);
}

/* ---- as text ---- */

static void append_finding(GString *out, const ExsFinding *finding)
{
    const ExsRuleInfo *rule = exs_rule_info(finding->rule);
    g_autoptr(GString) words = g_string_new(NULL);

    exs_escape_append(words, finding->text);
    g_string_append_c(words, '.');
    g_string_append_printf(out, "%s\n", exs_lint_info(finding->lint)->name);
    exs_wrap(out, "  ", 2, words->str);
    g_string_printf(words, "Rule %s: %s (%s).", rule->id, rule->sentence, finding->source);
    exs_wrap(out, "  ", 2, words->str);
    g_string_printf(words, "To change: %s.", exs_lint_info(finding->lint)->advice);
    exs_wrap(out, "  ", 2, words->str);
    g_string_append_c(out, '\n');
}

static void append_text(GString *out, const Lint *self)
{
    for (guint i = 0; i < self->findings->len; i++)
        append_finding(out, self->findings->pdata[i]);
    g_string_append_printf(out, "findings: %u on %s", self->findings->len, self->product);
    if (*self->name)
        g_string_append_printf(out, ", case \"%s\"", self->name);
    g_string_append_c(out, '\n');
}

/* ---- as JSON ---- */

static json_t *names(const GPtrArray *list)
{
    json_t *array = json_array();

    for (guint i = 0; i < list->len; i++)
        json_array_append_new(array, exs_run_text(list->pdata[i]));
    return array;
}

static json_t *finding_json(const ExsFinding *finding)
{
    const ExsLintInfo *info = exs_lint_info(finding->lint);

    return json_pack("{s:s, s:o, s:s, s:s, s:s, s:o, s:o}", "check", info->name, "text",
                     exs_run_text(finding->text), "rule", exs_rule_info(finding->rule)->id,
                     "article", finding->source, "advice", info->advice, "servers",
                     names(finding->servers), "connectors", names(finding->connectors));
}

static void append_json(GString *out, const Lint *self)
{
    g_autofree char *shown = exs_files_shown(self->path);
    json_t *findings = json_array(), *json;
    char *text;

    for (guint i = 0; i < self->findings->len; i++)
        json_array_append_new(findings, finding_json(self->findings->pdata[i]));
    json = json_pack("{s:o, s:s, s:o, s:o}", "file", exs_run_text(shown), "product", self->product,
                     "case", exs_run_text(self->name), "findings", findings);
    text = json_dumps(json, JSON_INDENT(2));
    g_string_append_printf(out, "%s\n", text);
    free(text);
    json_decref(json);
}

int exs_cmd_lint(const ExsOptions *options)
{
    Lint self = {.path = options->arguments[0]};
    g_autoptr(ExsScenario) scenario = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GPtrArray) findings = NULL;
    g_autoptr(GError) error = NULL;
    ExsRunPlan plan = exs_run_plan(options);

    if (options->output && !exs_files_may_write(options->output, exs_has(options, FORCE),
                                                options->arguments, 1, &error))
        return exs_complain_of(error);
    if (!exs_files_check(self.path, &error))
        return exs_complain_of(error);
    scenario = exs_scenario_load(self.path, &plan.options, &error);
    if (!scenario || !look_at_first_case(&self, options, scenario, &error))
        return exs_complain_of(error);
    findings = self.findings;
    if (exs_has(options, JSON))
        append_json(out, &self);
    else
        append_text(out, &self);
    if (!exs_files_write(options->output, out, &error))
        return exs_complain_of(error);
    return findings->len > 0 ? EXS_EXIT_FAILED : EXS_EXIT_OK;
}
