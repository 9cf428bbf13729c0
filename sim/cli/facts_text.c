/* facts_text.c - see facts_text.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/cli/facts_text.h"

#include <string.h>

#include "exsim/bind/scenario.h"
#include "exsim/cli/exit.h"
#include "exsim/cli/files.h"
#include "exsim/cli/wrap.h"
#include "exsim/facts/diagnostics.h"
#include "exsim/kernel/error.h"

#define INDENT 13 /* the width of "  scenario:  " */

/* ---- scenarios ---- */

static void free_scenario(gpointer data)
{
    ExsFactScenario *self = data;

    g_free(self->path);
    g_free(self->article);
    g_free(self->title);
    g_strfreev(self->mutants);
    g_free(self);
}

static void add_scenario(GPtrArray *all, const char *path, size_t root)
{
    ExsRunOptions options = {.detail = EXS_DETAIL_NONE};
    g_autoptr(GError) error = NULL;
    g_autoptr(ExsScenario) scenario = exs_scenario_load(path, &options, &error);
    ExsFactScenario *row;

    if (!scenario) {
        exs_complain("note: left out: %s", error->message);
        return;
    }
    row = g_new0(ExsFactScenario, 1);
    row->path = g_strdup(path + root);
    row->article = g_strdup(exs_scenario_article(scenario));
    row->title = g_strdup(exs_scenario_title(scenario));
    row->mutants = g_strdupv((char **)exs_scenario_mutants(scenario));
    g_ptr_array_add(all, row);
}

GPtrArray *exs_facts_scenarios(void)
{
    GPtrArray *all = g_ptr_array_new_with_free_func(free_scenario);
    g_autofree char *data = exs_files_data();
    g_autofree char *folder = data ? g_build_filename(data, "scenarios", NULL) : NULL;
    g_autoptr(GPtrArray) files = NULL;

    if (folder && g_file_test(folder, G_FILE_TEST_IS_DIR))
        files = exs_files_expand(&folder, 1, NULL);
    for (guint i = 0; files && i < files->len; i++)
        add_scenario(all, files->pdata[i], strlen(data) + 1);
    return all;
}

/* ---- words of rows ---- */

static bool rests_on(const ExsFactScenario *scenario, const ExsRuleInfo *rule)
{
    if (scenario->article && g_ascii_strcasecmp(scenario->article, rule->source) == 0)
        return true;
    for (char **id = scenario->mutants; *id; id++)
        if (g_ascii_strcasecmp(*id, rule->id) == 0)
            return true;
    return false;
}

static void append_build(GString *out, ExsLine line, ExsBuild build)
{
    g_autofree char *text = exs_product_format((ExsProduct){line, build});

    g_string_append(out, text);
}

/* "every build of 5.5", "5.5 SP1 and later", "5.5 before 5.5.2555.0", "no build of 5.5". */
static void append_line(GString *out, const ExsRuleInfo *rule, ExsLine line)
{
    ExsBuild since = rule->since[line], until = rule->until[line];

    if (since == UINT32_MAX || until == 0) {
        g_string_append_printf(out, "%s: no build", exs_line_name(line));
        return;
    }
    if (since == 0 && until == UINT32_MAX) {
        g_string_append_printf(out, "%s: every build", exs_line_name(line));
        return;
    }
    g_string_append_printf(out, "%s:", exs_line_name(line));
    if (since != 0) {
        g_string_append(out, " from ");
        append_build(out, line, since);
    }
    if (until != UINT32_MAX) {
        g_string_append(out, " before ");
        append_build(out, line, until);
    }
}

static void append_builds(GString *out, const ExsRuleInfo *rule)
{
    for (int line = 0; line < EXS_LINE_COUNT; line++) {
        g_string_append(out, line ? "; " : "");
        append_line(out, rule, (ExsLine)line);
    }
}

/* "routing/reroute" of the model is sim/model/routing/reroute.c. */
static char *module_file(const ExsRuleInfo *rule)
{
    return g_strdup_printf("sim/model/%s.c", rule->module);
}

static void append_title(GString *out, const char *id, const char *source)
{
    size_t width = EXS_COLUMNS - MIN(strlen(source) + 1, EXS_COLUMNS);

    g_string_append_printf(out, "%-*s %s\n", (int)width, id, source);
}

static void append_scenario_line(GString *out, const ExsFactScenario *scenario)
{
    g_autoptr(GString) path = g_string_new(NULL);

    exs_escape_append(path, scenario->path);
    exs_wrap(out, "  scenario:", INDENT, path->str);
}

/* ---- rows as text ---- */

void exs_facts_rule(GString *out, ExsRule rule, const GPtrArray *scenarios)
{
    const ExsRuleInfo *info = exs_rule_info(rule);
    g_autofree char *module = module_file(info);
    g_autoptr(GString) builds = g_string_new(NULL);

    append_builds(builds, info);
    append_title(out, info->id, info->source);
    exs_wrap(out, "  rule:", INDENT, info->sentence);
    exs_wrap(out, "  builds:", INDENT, builds->str);
    exs_wrap(out, "  component:", INDENT, exs_component_name(info->component));
    exs_wrap(out, "  module:", INDENT, module);
    for (guint i = 0; i < scenarios->len; i++)
        if (rests_on(scenarios->pdata[i], info))
            append_scenario_line(out, scenarios->pdata[i]);
}

static const char *unit_name(ExsUnit unit)
{
    static const char *const names[] = {"",      "yes or no", "microseconds", "seconds", "minutes",
                                        "hours", "bytes",     "KB",           "text"};

    return names[unit];
}

static char *holders_text(unsigned holders)
{
    static const char *const names[] = {"org", "site", "server", "connector", "link", "host"};
    GString *text = g_string_new(NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        if (holders >> i & 1)
            g_string_append_printf(text, "%s%s", text->len ? ", " : "", names[i]);
    return g_string_free(text, FALSE);
}

/* The value that holds where nothing is set, in base units, as people write it. */
static char *default_text(ExsSetting setting)
{
    GString *text = g_string_new(NULL);

    if (exs_setting_info(setting)->unit == EXS_UNIT_TEXT)
        g_string_append(text, "none");
    else
        exs_setting_append(text, setting, exs_setting_default(setting));
    return g_string_free(text, FALSE);
}

void exs_facts_setting(GString *out, ExsSetting setting)
{
    const ExsSettingInfo *info = exs_setting_info(setting);
    g_autofree char *holders = holders_text(info->holders), *value = default_text(setting);
    g_autofree char *written = info->is_registry
                                   ? g_strdup_printf("registry = { [\"%s\"] = ... }", info->title)
                                   : g_strdup_printf("%s = ...", info->key);
    g_autofree char *range = g_strdup_printf("%" G_GINT64_FORMAT " to %" G_GINT64_FORMAT " %s",
                                             info->minimum, info->maximum, unit_name(info->unit));

    append_title(out, info->title, info->source);
    exs_wrap(out, "  setting:", INDENT, written);
    exs_wrap(out, "  default:", INDENT, value);
    if (info->unit != EXS_UNIT_FLAG && info->unit != EXS_UNIT_TEXT)
        exs_wrap(out, "  range:", INDENT, g_strchomp(range));
    exs_wrap(out, "  set on:", INDENT, holders);
}

void exs_facts_event(GString *out, ExsEventKind event)
{
    const ExsEventInfo *info = exs_event_info(event);
    g_autofree char *title = g_strdup_printf("event %d", info->number);
    g_autofree char *kind =
        g_strdup_printf("%s, %s, %s", info->source, info->category, info->severity);

    append_title(out, title, info->article);
    exs_wrap(out, "  event:", INDENT, kind);
    exs_wrap(out, "  text:", INDENT, info->text);
}

void exs_facts_diagnostic(GString *out, int row)
{
    ExsDiagnostic diagnostic = exs_diagnostic_row(row);
    g_autofree char *title = g_strdup_printf("diagnostic %d", (int)diagnostic);

    append_title(out, title, EXS_DIAGNOSTICS_SOURCE);
    exs_wrap(out, "  name:", INDENT, exs_diagnostic_name(diagnostic));
    if (*exs_diagnostic_text(diagnostic))
        exs_wrap(out, "  text:", INDENT, exs_diagnostic_text(diagnostic));
}

void exs_facts_reason(GString *out, int row)
{
    ExsReason reason = exs_reason_row(row);
    g_autofree char *title = g_strdup_printf("reason %d", (int)reason);

    append_title(out, title, EXS_DIAGNOSTICS_SOURCE);
    exs_wrap(out, "  name:", INDENT, exs_reason_name(reason));
}

void exs_facts_scenario(GString *out, const ExsFactScenario *scenario)
{
    g_autoptr(GString) title = g_string_new(NULL), path = g_string_new(NULL);

    exs_escape_append(title, scenario->title);
    exs_escape_append(path, scenario->path);
    append_title(out, "scenario", scenario->article ? scenario->article : "");
    exs_wrap(out, "  title:", INDENT, title->str);
    exs_wrap(out, "  file:", INDENT, path->str);
    if (*scenario->mutants) {
        g_autofree char *mutants = g_strjoinv(" ", scenario->mutants);

        exs_wrap(out, "  rules:", INDENT, mutants);
    }
}

/* ---- rows as JSON ---- */

static json_t *text_json(const char *text)
{
    g_autoptr(GString) escaped = g_string_new(NULL);

    exs_escape_append(escaped, text);
    return json_string(escaped->str);
}

json_t *exs_facts_rule_json(ExsRule rule, const GPtrArray *scenarios)
{
    const ExsRuleInfo *info = exs_rule_info(rule);
    g_autofree char *module = module_file(info);
    g_autoptr(GString) builds = g_string_new(NULL);
    json_t *paths = json_array();

    append_builds(builds, info);
    for (guint i = 0; i < scenarios->len; i++) {
        const ExsFactScenario *scenario = scenarios->pdata[i];

        if (rests_on(scenario, info))
            json_array_append_new(paths, text_json(scenario->path));
    }
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:o}", "id", info->id, "source", info->source,
                     "sentence", info->sentence, "builds", builds->str, "component",
                     exs_component_name(info->component), "module", module, "scenarios", paths);
}

json_t *exs_facts_setting_json(ExsSetting setting)
{
    const ExsSettingInfo *info = exs_setting_info(setting);
    g_autofree char *holders = holders_text(info->holders), *value = default_text(setting);

    return json_pack("{s:s, s:s, s:b, s:s, s:s, s:I, s:I, s:s, s:s}", "key", info->key, "title",
                     info->title, "registry", (int)info->is_registry, "default", value, "unit",
                     unit_name(info->unit), "minimum", (json_int_t)info->minimum, "maximum",
                     (json_int_t)info->maximum, "set_on", holders, "source", info->source);
}

json_t *exs_facts_event_json(ExsEventKind event)
{
    const ExsEventInfo *info = exs_event_info(event);

    return json_pack("{s:i, s:s, s:s, s:s, s:s, s:s}", "number", info->number, "event_source",
                     info->source, "category", info->category, "severity", info->severity, "text",
                     info->text, "source", info->article);
}

json_t *exs_facts_diagnostic_json(int row)
{
    ExsDiagnostic diagnostic = exs_diagnostic_row(row);

    return json_pack("{s:i, s:s, s:s}", "code", (int)diagnostic, "name",
                     exs_diagnostic_name(diagnostic), "text", exs_diagnostic_text(diagnostic));
}

json_t *exs_facts_reason_json(int row)
{
    ExsReason reason = exs_reason_row(row);

    return json_pack("{s:i, s:s}", "code", (int)reason, "name", exs_reason_name(reason));
}

json_t *exs_facts_scenario_json(const ExsFactScenario *scenario)
{
    json_t *mutants = json_array();

    for (char **id = scenario->mutants; *id; id++)
        json_array_append_new(mutants, text_json(*id));
    return json_pack("{s:o, s:o, s:o, s:o}", "file", text_json(scenario->path), "article",
                     scenario->article ? text_json(scenario->article) : json_null(), "title",
                     text_json(scenario->title), "mutants", mutants);
}
