/* run.c - see run.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/cli/run.h"

#include <string.h>

#include "exsim/cli/commands.h"
#include "exsim/cli/exit.h"
#include "exsim/cli/files.h"
#include "exsim/cli/wrap.h"
#include "exsim/kernel/error.h"
#include "exsim/kernel/suggest.h"
#include "exsim/record/ndjson.h"
#include "exsim/record/query.h"
#include "exsim/report/text.h"

#define CASES_IN_LIST 8
#define MAIN_CASE     "the main case (--case \"\")"

json_t *exs_run_text(const char *text)
{
    g_autoptr(GString) escaped = g_string_new(NULL);

    exs_escape_append(escaped, text ? text : "");
    return json_stringn(escaped->str, escaped->len);
}

char *exs_run_message(const char *path, const GError *error)
{
    g_autofree char *shown = exs_files_shown(path);
    g_autoptr(GString) text = g_string_new(error->message);

    if (strcmp(shown, "-") == 0)
        g_string_replace(text, path, "-", 0);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

char *exs_run_crash(const char *path, const char *did, const char *how)
{
    g_autofree char *shown = exs_files_shown(path);

    return g_strdup_printf("%s: the process that %s it %s: this is a bug in exsim", shown, did,
                           how);
}

/* ---- what to run ---- */

static const char **choose(const char *const *all, const char *chosen)
{
    GPtrArray *array = g_ptr_array_new();

    for (; *all && !chosen; all++)
        g_ptr_array_add(array, (gpointer)*all);
    if (chosen)
        g_ptr_array_add(array, (gpointer)chosen);
    g_ptr_array_add(array, NULL);
    return (const char **)g_ptr_array_free(array, FALSE);
}

const char **exs_run_products(const ExsScenario *scenario, const ExsOptions *given)
{
    return choose(exs_scenario_products(scenario), given->product);
}

const char **exs_run_cases(const ExsScenario *scenario, const ExsOptions *given)
{
    const char *const *all = exs_scenario_cases(scenario);

    if (given->case_name && !g_strv_contains(all, given->case_name))
        return choose((const char *const[]){NULL}, NULL);
    return choose(all, given->case_name);
}

static void append_case(GString *out, const char *name)
{
    g_autofree char *quoted = exs_quote(name);

    g_string_append_printf(out, "%s%s", out->len ? ", " : "", *name ? quoted : MAIN_CASE);
}

/* The first few, each once: several files may have the same. */
static char *list_cases(const char *const *cases, size_t count, size_t *listed)
{
    GString *list = g_string_new(NULL);

    *listed = 0;
    for (size_t i = 0; i < count; i++) {
        bool is_new = true;

        for (size_t j = 0; j < i; j++)
            is_new = is_new && strcmp(cases[j], cases[i]) != 0;
        if (is_new && ++*listed <= CASES_IN_LIST)
            append_case(list, cases[i]);
    }
    if (*listed > CASES_IN_LIST)
        g_string_append_printf(list, " and %zu more", *listed - CASES_IN_LIST);
    return g_string_free(list, FALSE);
}

bool exs_run_fail_case(const char *const *cases, size_t count, const char *name, GError **error)
{
    const char *near = exs_suggest(name, cases, count);
    g_autofree char *quoted = exs_quote(name), *list = NULL;
    size_t listed;

    if (near && *near) {
        g_autofree char *nearest = exs_quote(near);

        return exs_fail(error, EXS_ERROR_UNKNOWN, "--case: there is no case %s; did you mean %s?",
                        quoted, nearest);
    }
    list = list_cases(cases, count, &listed);
    return exs_fail(error, EXS_ERROR_UNKNOWN, "--case: there is no case %s: there %s %s", quoted,
                    listed == 1 ? "is only" : "are", list);
}

static bool contains(const char *text, const char *folded)
{
    g_autofree char *lower = g_ascii_strdown(text ? text : "", -1);

    return strstr(lower, folded) != NULL;
}

static bool is_filtered_out(const ExsRunPlan *plan, const ExsScenario *scenario,
                            const char *product, const char *name)
{
    const char *texts[] = {exs_scenario_path(scenario), exs_scenario_article(scenario),
                           exs_scenario_title(scenario), product, name};
    g_autofree char *folded = NULL;

    if (!plan->given->filter)
        return false;
    folded = g_ascii_strdown(plan->given->filter, -1);
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        if (contains(texts[i], folded))
            return false;
    return true;
}

ExsRunPlan exs_run_plan(const ExsOptions *options)
{
    return (ExsRunPlan){
        .given = options,
        .options = {.detail = options->detail,
                    .has_seed = exs_has(options, SEED),
                    .seed = options->seed,
                    .until = options->until,
                    .without = options->without},
    };
}

/* ---- the parts of an outcome ---- */

static json_t *new_outcome(int code)
{
    return json_pack("{s:i, s:[], s:[], s:[]}", "code", code, "messages", "runs", "known_cases");
}

static void set_code(json_t *outcome, int code)
{
    int before = (int)json_integer_value(json_object_get(outcome, "code"));

    json_object_set_new(outcome, "code", json_integer(exs_exit_worse(before, code)));
}

static void add_message(json_t *outcome, const char *message)
{
    json_array_append_new(json_object_get(outcome, "messages"), exs_run_text(message));
}

static json_t *texts_json(const char *const *texts)
{
    json_t *array = json_array();

    for (; *texts; texts++)
        json_array_append_new(array, exs_run_text(*texts));
    return array;
}

static json_t *new_run(const char *path, const ExsScenario *scenario, const char *product,
                       const char *name, ExsResult result)
{
    const char *article = scenario ? exs_scenario_article(scenario) : NULL;
    static const char *const none[] = {NULL};
    g_autofree char *shown = exs_files_shown(path);

    return json_pack("{s:{s:o, s:o, s:o, s:o, s:s, s:o, s:[]}}", "public", "file",
                     exs_run_text(shown), "article", article ? exs_run_text(article) : json_null(),
                     "product", exs_run_text(product), "case", exs_run_text(name), "result",
                     exs_result_name(result), "mutants",
                     texts_json(scenario ? exs_scenario_mutants(scenario) : none), "expectations");
}

json_t *exs_run_failed(const char *path, int code, const char *message)
{
    json_t *outcome = new_outcome(code);
    json_t *run = new_run(path, NULL, "", "", EXS_RESULT_ERROR);

    json_object_set_new(json_object_get(run, "public"), "error", exs_run_text(message));
    json_array_append_new(json_object_get(outcome, "runs"), run);
    add_message(outcome, message);
    return outcome;
}

static json_t *check_json(const ExsRecord *record, const ExsCheck *check)
{
    bool passed = check->verdict == EXS_VERDICT_PASS;
    json_t *json = json_pack("{s:o, s:s, s:s}", "text", exs_run_text(check->text), "basis",
                             check->basis, "result", passed ? "PASS" : "FAIL");

    if (passed)
        return json;
    json_object_set_new(json, "expected", exs_run_text(check->expected));
    json_object_set_new(json, "seen", exs_run_text(check->seen));
    if (check->witness < exs_record_count(record)) {
        const ExsEntry *entry = exs_record_entry(record, check->witness);
        g_autofree char *when = exs_time_format(entry->when);
        g_autoptr(GString) what = g_string_new(NULL);

        exs_entry_append(what, record, entry);
        json_object_set_new(json, "when", exs_run_text(when));
        json_object_set_new(json, "entry", exs_run_text(what->str));
    }
    return json;
}

static void append_word(GString *out, const char *option, const char *value)
{
    g_autofree char *quoted = g_shell_quote(value);
    bool is_plain = *value && !value[strspn(value, "abcdefghijklmnopqrstuvwxyz0123456789"
                                                   "ABCDEFGHIJKLMNOPQRSTUVWXYZ./_+:,=-")];

    g_string_append_printf(out, " %s%s%s", option, *option ? " " : "", is_plain ? value : quoted);
}

/* The command line that looks at just this run. */
static GString *command_line(const char *command, const ExsRunPlan *plan,
                             const ExsScenario *scenario, const char *product, const char *name)
{
    const char *path = exs_scenario_path(scenario);
    GString *line = g_string_new(command);
    g_autofree char *shown = exs_files_shown(path);

    append_word(line, "", strcmp(shown, "-") == 0 ? shown : path);
    append_word(line, "--product", product);
    if (exs_scenario_cases(scenario)[1])
        append_word(line, "--case", name);
    if (plan->options.has_seed)
        g_string_append_printf(line, " --seed %" G_GUINT64_FORMAT, plan->options.seed);
    if (plan->options.until)
        append_word(line, "--until", plan->options.until);
    for (guint i = 0; i < plan->given->without_ids->len; i++)
        append_word(line, "--without", plan->given->without_ids->pdata[i]);
    return line;
}

static json_t *replay_json(const ExsRunPlan *plan, const ExsScenario *scenario, const char *product,
                           const char *name)
{
    g_autoptr(GString) line = command_line("exsim run", plan, scenario, product, name);

    g_string_append(line, " --timeline");
    return exs_run_text(line->str);
}

/* The message that an expectation is about, as its text begins: `message "x400" ...`. NULL if it is
 * about something else. (borrowed) */
static const char *message_of(const ExsRecord *record, const char *text)
{
    static const char *const heads[] = {"message \"", "report on \"", "decision on \""};
    const char *best = NULL;

    for (size_t i = 0; i < G_N_ELEMENTS(heads); i++) {
        if (!g_str_has_prefix(text, heads[i]))
            continue;
        for (size_t j = 0; j < exs_record_name_count(record); j++) {
            const char *rest = text + strlen(heads[i]);
            uint32_t unused;
            const char *name = exs_record_name_at(record, j, &unused);

            if (g_str_has_prefix(rest, name) && rest[strlen(name)] == '"' &&
                (!best || strlen(name) > strlen(best)))
                best = name;
        }
    }
    return best;
}

/* For each message that an expectation failed on: the command line that tells its story. */
static json_t *explain_json(const ExsRunPlan *plan, const ExsScenario *scenario,
                            const ExsRecord *record)
{
    json_t *lines = json_array();
    g_autoptr(GHashTable) told = g_hash_table_new(g_str_hash, g_str_equal);

    for (size_t i = 0; i < exs_record_check_count(record); i++) {
        const ExsCheck *check = exs_record_check(record, i);
        const char *message =
            check->verdict == EXS_VERDICT_FAIL ? message_of(record, check->text) : NULL;
        g_autoptr(GString) line = NULL;

        if (!message || !g_hash_table_add(told, (gpointer)message))
            continue;
        line = command_line("exsim explain", plan, scenario, exs_record_fact(record, "product"),
                            exs_record_fact(record, "case"));
        append_word(line, "--message", message);
        json_array_append_new(lines, exs_run_text(line->str));
    }
    return lines;
}

/* ---- one run ---- */

static bool render(const ExsRunPlan *plan, json_t *run, const ExsRecord *record, bool timeline,
                   GError **error)
{
    ExsTextOptions text = {.width = EXS_COLUMNS,
                           .colour = plan->colour,
                           .all = exs_has(plan->given, ALL),
                           .by_message = exs_has(plan->given, BY_MESSAGE)};
    g_autoptr(GString) checks = g_string_new(NULL), lines = g_string_new(NULL);
    const char *title = exs_record_fact(record, "title");

    exs_text_checks(record, &text, checks);
    if (timeline && !exs_text_timeline(record, &text, lines, error))
        return false;
    json_object_set_new(run, "checks", json_stringn(checks->str, checks->len));
    json_object_set_new(run, "title", exs_run_text(title));
    if (timeline)
        json_object_set_new(run, "timeline", json_stringn(lines->str, lines->len));
    return true;
}

static bool describe(const ExsRunPlan *plan, json_t *run, const ExsRecord *record, bool timeline,
                     GError **error)
{
    json_t *public = json_object_get(run, "public");
    json_t *checks = json_object_get(public, "expectations");

    for (size_t i = 0; i < exs_record_check_count(record); i++)
        json_array_append_new(checks, check_json(record, exs_record_check(record, i)));
    if (exs_record_fingerprint(record))
        json_object_set_new(public, "fingerprint", json_string(exs_record_fingerprint(record)));
    return render(plan, run, record, timeline, error);
}

static ExsResult run_one(const ExsRunPlan *plan, ExsScenario *scenario, const char *product,
                         const char *name, bool timeline, json_t *outcome)
{
    ExsRunOptions options = plan->options;
    const char *path = exs_scenario_path(scenario);
    g_autoptr(ExsRecord) record = NULL;
    g_autoptr(GError) error = NULL, trouble = NULL;
    ExsResult result;
    json_t *run;

    if (plan->record && g_str_has_suffix(plan->record, ".exr"))
        options.record = plan->record;
    result = exs_scenario_run(scenario, product, name, &options, &record, &error);
    run = new_run(path, scenario, product, name, result);
    json_object_set_new(run, "replay", replay_json(plan, scenario, product, name));
    if (record)
        json_object_set_new(run, "explain", explain_json(plan, scenario, record));
    if (record && exs_record_fact(record, "cut"))
        json_object_set_new(run, "cut", exs_run_text(exs_record_fact(record, "cut")));
    if (record && !describe(plan, run, record, timeline, &trouble))
        set_code(outcome, exs_exit_code(trouble));
    if (record && plan->record && !options.record && !trouble &&
        !exs_ndjson_write(record, plan->record, &trouble))
        set_code(outcome, exs_exit_code(trouble));
    if (trouble)
        add_message(outcome, trouble->message);
    if (result == EXS_RESULT_FAIL)
        set_code(outcome, EXS_EXIT_FAILED);
    if (result == EXS_RESULT_ERROR) {
        g_autofree char *message = exs_run_message(path, error);

        json_object_set_new(json_object_get(run, "public"), "error", exs_run_text(message));
        add_message(outcome, message);
        set_code(outcome, exs_exit_code(error));
    }
    json_array_append_new(json_object_get(outcome, "runs"), run);
    return result;
}

/* ---- one file ---- */

static size_t count_runs(const ExsRunPlan *plan, const ExsScenario *scenario,
                         const char *const *products, const char *const *cases)
{
    size_t count = 0;

    for (size_t i = 0; products[i]; i++)
        for (size_t j = 0; cases[j]; j++)
            count += !is_filtered_out(plan, scenario, products[i], cases[j]);
    return count;
}

/* A product of the header that no case applies to would pass unseen. */
static void complain_of_product(ExsScenario *scenario, const char *product, json_t *outcome)
{
    g_autofree char *shown = exs_files_shown(exs_scenario_path(scenario));
    g_autofree char *quoted = exs_quote(product);
    g_autofree char *message = g_strdup_printf(
        "%s: nothing in it is checked on %s, which its header names", shown, quoted);

    add_message(outcome, message);
    set_code(outcome, EXS_EXIT_SCENARIO);
}

static void run_all(const ExsRunPlan *plan, ExsScenario *scenario, const char *const *products,
                    const char *const *cases, json_t *outcome)
{
    const char *last = products[g_strv_length((char **)products) - 1];
    bool is_whole = !plan->given->product && !plan->given->case_name && !plan->given->filter;
    bool shown = false;

    for (size_t i = 0; products[i]; i++) {
        bool applies = false;

        for (size_t j = 0; cases[j]; j++) {
            bool timeline = plan->timeline && !shown && (products[i] == last || !is_whole);
            ExsResult result;

            if (is_filtered_out(plan, scenario, products[i], cases[j]))
                continue;
            result = run_one(plan, scenario, products[i], cases[j], timeline, outcome);
            applies |= result != EXS_RESULT_NOT_APPLICABLE;
            shown |= timeline && result != EXS_RESULT_NOT_APPLICABLE;
            if (exs_signals_caught() || (exs_has(plan->given, FAIL_FAST) &&
                                         (result == EXS_RESULT_FAIL || result == EXS_RESULT_ERROR)))
                return;
        }
        if (!applies && is_whole)
            complain_of_product(scenario, products[i], outcome);
    }
}

json_t *exs_run_file(const ExsRunPlan *plan, const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(ExsScenario) scenario = NULL;
    g_autofree const char **products = NULL, **cases = NULL;
    json_t *outcome;
    size_t count;

    if (exs_files_check(path, &error))
        scenario = exs_scenario_load(path, &plan->options, &error);
    if (!scenario) {
        g_autofree char *message = exs_run_message(path, error);

        return exs_run_failed(path, exs_exit_code(error), message);
    }
    products = exs_run_products(scenario, plan->given);
    cases = exs_run_cases(scenario, plan->given);
    count = count_runs(plan, scenario, products, cases);
    outcome = new_outcome(EXS_EXIT_OK);
    json_object_set_new(outcome, "known_cases", texts_json(exs_scenario_cases(scenario)));
    if (plan->record && count > 1) {
        g_autofree char *message = g_strdup_printf("--record takes one run, and these are %zu: "
                                                   "choose with --product and --case",
                                                   count);

        add_message(outcome, message);
        set_code(outcome, EXS_EXIT_USAGE);
    } else if (count > 0) {
        run_all(plan, scenario, products, cases, outcome);
    }
    return outcome;
}
