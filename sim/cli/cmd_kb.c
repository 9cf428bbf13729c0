/* cmd_kb.c - `exsim kb`: the gallery of published articles.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/cli/commands.h"
#include "exsim/cli/exit.h"
#include "exsim/cli/files.h"
#include "exsim/cli/kb_text.h"
#include "exsim/cli/run.h"
#include "exsim/cli/wrap.h"
#include "exsim/kernel/error.h"
#include "exsim/kernel/suggest.h"

static bool has(const char *text, const char *folded)
{
    g_autofree char *lower = g_ascii_strdown(text, -1);

    return strstr(lower, folded) != NULL;
}

static bool is_listed(const ExsKbScenario *scenario, const char *word)
{
    g_autofree char *folded = word ? g_ascii_strdown(word, -1) : NULL;

    return !word || has(scenario->article, folded) || has(scenario->class_name, folded) ||
           has(scenario->title, folded);
}

/* With its Q or without. */
static bool is_article(const ExsKbScenario *scenario, const char *word)
{
    return *scenario->article && (g_ascii_strcasecmp(scenario->article, word) == 0 ||
                                  strcmp(scenario->article + 1, word) == 0);
}

static bool fail_article(const GPtrArray *gallery, const char *word, GError **error)
{
    g_autofree const char **names = g_new(const char *, gallery->len + 1);
    g_autofree char *quoted = exs_quote(word);
    const char *near;

    for (guint i = 0; i < gallery->len; i++)
        names[i] = ((const ExsKbScenario *)gallery->pdata[i])->article;
    near = exs_suggest(word, names, gallery->len);
    if (near && *near)
        return exs_fail(error, EXS_ERROR_UNKNOWN, "%s has no scenario; did you mean %s?", quoted,
                        near);
    return exs_fail(error, EXS_ERROR_UNKNOWN, "%s has no scenario; `exsim kb list` lists them",
                    quoted);
}

/* The scenarios of the articles that the arguments after the first name; of all, if none. */
static GPtrArray *choose(const ExsOptions *options, const GPtrArray *gallery, GError **error)
{
    g_autoptr(GPtrArray) chosen = g_ptr_array_new();

    for (size_t i = 1; i < options->argument_count; i++) {
        guint before = chosen->len;

        for (guint j = 0; j < gallery->len; j++)
            if (is_article(gallery->pdata[j], options->arguments[i]))
                g_ptr_array_add(chosen, gallery->pdata[j]);
        if (chosen->len == before) {
            fail_article(gallery, options->arguments[i], error);
            return NULL;
        }
    }
    for (guint j = 0; options->argument_count == 1 && j < gallery->len; j++)
        g_ptr_array_add(chosen, gallery->pdata[j]);
    return g_steal_pointer(&chosen);
}

static void append_json(GString *out, json_t *json)
{
    g_autofree char *text = json_dumps(json, JSON_INDENT(2));

    g_string_append_printf(out, "%s\n", text);
    json_decref(json);
}

/* ---- list, show, run ---- */

static int list(const ExsOptions *options, const GPtrArray *gallery)
{
    const char *word = options->argument_count > 1 ? options->arguments[1] : NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    json_t *rows = json_array();
    guint count = 0;

    for (guint i = 0; i < gallery->len; i++) {
        if (!is_listed(gallery->pdata[i], word))
            continue;
        count++;
        if (exs_has(options, JSON))
            json_array_append_new(rows, exs_kb_json(gallery->pdata[i]));
        else
            exs_kb_list(out, gallery->pdata[i]);
    }
    if (exs_has(options, JSON))
        append_json(out, json_pack("{s:O}", "articles", rows));
    json_decref(rows);
    if (word && count == 0) {
        g_autofree char *quoted = exs_quote(word);

        exs_complain("no article has %s in its number, class or title", quoted);
        return EXS_EXIT_SCENARIO;
    }
    return exs_files_write(NULL, out, &error) ? EXS_EXIT_OK : exs_complain_of(error);
}

static int show_one(const ExsOptions *options, const ExsKbScenario *scenario, GString *out)
{
    ExsRunPlan plan = exs_run_plan(options);
    json_t *outcome = exs_run_file(&plan, scenario->path);
    json_t *checks = exs_kb_checks(outcome);
    int code = (int)json_integer_value(json_object_get(outcome, "code"));
    const json_t *message;
    size_t i;

    if (exs_has(options, JSON)) {
        json_t *json = exs_kb_json(scenario);

        json_object_set(json, "checks", checks);
        append_json(out, json);
    } else {
        exs_kb_show(out, scenario, checks, exs_wants_colour(options));
    }
    json_array_foreach(json_object_get(outcome, "messages"), i, message)
        exs_complain("%s", json_string_value(message));
    json_decref(checks);
    json_decref(outcome);
    return code;
}

static int show(const ExsOptions *options, const GPtrArray *chosen)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    int code = EXS_EXIT_OK;

    for (guint i = 0; i < chosen->len; i++) {
        if (i > 0 && !exs_has(options, JSON))
            g_string_append_c(out, '\n');
        code = exs_exit_worse(code, show_one(options, chosen->pdata[i], out));
    }
    return exs_files_write(NULL, out, &error) ? code : exs_complain_of(error);
}

static int run(const ExsOptions *options, const GPtrArray *chosen)
{
    g_autofree char **paths = g_new0(char *, chosen->len + 1);
    ExsOptions all = *options;

    for (guint i = 0; i < chosen->len; i++)
        paths[i] = ((ExsKbScenario *)chosen->pdata[i])->path;
    all.arguments = paths;
    all.argument_count = chosen->len;
    return exs_cmd_run(&all);
}

static const char *const verbs[] = {"list", "show", "run", "matrix"};

static bool check(const ExsOptions *options, GError **error)
{
    const char *verb = options->arguments[0];
    const char *near = exs_suggest(verb, verbs, G_N_ELEMENTS(verbs));
    g_autofree char *quoted = exs_quote(verb);

    if (strcmp(verb, "list") == 0 && options->argument_count > 2)
        return exs_fail(error, EXS_ERROR_USAGE, "kb list takes one word; see `exsim help kb`");
    if (strcmp(verb, "matrix") == 0 && options->argument_count > 1)
        return exs_fail(error, EXS_ERROR_USAGE, "kb matrix takes no article: it is of all of them");
    if (strcmp(verb, "show") == 0 && options->argument_count != 2)
        return exs_fail(error, EXS_ERROR_USAGE, "kb show needs one article; see `exsim help kb`");
    for (size_t i = 0; i < G_N_ELEMENTS(verbs); i++)
        if (strcmp(verbs[i], verb) == 0)
            return true;
    if (near)
        return exs_fail(error, EXS_ERROR_USAGE, "kb: there is no %s; did you mean '%s'?", quoted,
                        near);
    return exs_fail(error, EXS_ERROR_USAGE,
                    "kb: there is no %s; there are list, show, run and matrix", quoted);
}

int exs_cmd_kb(const ExsOptions *options)
{
    g_autoptr(GPtrArray) gallery = NULL, chosen = NULL;
    g_autoptr(GError) error = NULL;

    if (!check(options, &error))
        return exs_complain_of(error);
    gallery = exs_kb_scenarios();
    if (gallery->len == 0) {
        exs_complain("no scenarios are found: set EXSIM_DATA to the folder that has scenarios/kb");
        return EXS_EXIT_FILE;
    }
    if (strcmp(options->arguments[0], "list") == 0)
        return list(options, gallery);
    if (strcmp(options->arguments[0], "matrix") == 0)
        return exs_kb_matrix(options, gallery);
    chosen = choose(options, gallery, &error);
    if (!chosen)
        return exs_complain_of(error);
    return strcmp(options->arguments[0], "show") == 0 ? show(options, chosen)
                                                      : run(options, chosen);
}
