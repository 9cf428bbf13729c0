/* kb_text.c - see kb_text.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/cli/kb_text.h"

#include <string.h>

#include "exsim/bind/scenario.h"
#include "exsim/cli/exit.h"
#include "exsim/cli/files.h"
#include "exsim/cli/wrap.h"
#include "exsim/kernel/error.h"

#define LEFT  33 /* columns of the statements */
#define RIGHT (EXS_COLUMNS - LEFT - 2)

/* ---- the gallery ---- */

static void free_scenario(gpointer data)
{
    ExsKbScenario *self = data;

    g_free(self->path);
    g_free(self->shown);
    g_free(self->article);
    g_free(self->class_name);
    g_free(self->title);
    g_strfreev(self->says);
    g_strfreev(self->products);
    g_free(self);
}

/* "reroute" of "scenarios/kb/reroute/x.lua". */
static char *class_of(const char *path)
{
    g_autofree char *folder = g_path_get_dirname(path);

    return g_path_get_basename(folder);
}

static void add_scenario(GPtrArray *all, const char *path, size_t root)
{
    ExsRunOptions options = {.detail = EXS_DETAIL_NONE};
    g_autoptr(GError) error = NULL;
    g_autoptr(ExsScenario) scenario = exs_scenario_load(path, &options, &error);
    const char *article;
    ExsKbScenario *row;

    if (!scenario) {
        exs_complain("note: left out: %s", error->message);
        return;
    }
    article = exs_scenario_article(scenario);
    row = g_new0(ExsKbScenario, 1);
    row->path = g_strdup(path);
    row->shown = exs_files_shown(path + root);
    row->article = g_strdup(article ? article : "");
    row->class_name = class_of(path);
    row->title = g_strdup(exs_scenario_title(scenario));
    row->says = g_strdupv((char **)exs_scenario_says(scenario));
    row->products = g_strdupv((char **)exs_scenario_products(scenario));
    g_ptr_array_add(all, row);
}

GPtrArray *exs_kb_scenarios(void)
{
    GPtrArray *all = g_ptr_array_new_with_free_func(free_scenario);
    g_autofree char *data = exs_files_data();
    g_autofree char *folder = data ? g_build_filename(data, "scenarios", "kb", NULL) : NULL;
    g_autoptr(GPtrArray) files = NULL;

    if (folder && g_file_test(folder, G_FILE_TEST_IS_DIR))
        files = exs_files_expand(&folder, 1, NULL);
    for (guint i = 0; files && i < files->len; i++)
        add_scenario(all, files->pdata[i], strlen(data) + 1);
    return all;
}

/* ---- the list ---- */

static void append_products(GString *out, const ExsKbScenario *scenario)
{
    for (char **product = scenario->products; *product; product++) {
        g_string_append(out, product == scenario->products ? "" : ", ");
        exs_escape_append(out, *product);
    }
}

void exs_kb_list(GString *out, const ExsKbScenario *scenario)
{
    g_autofree char *head =
        g_strdup_printf("%-7s  %-18s  ", scenario->article, scenario->class_name);
    g_autoptr(GString) text = g_string_new(NULL);

    exs_escape_append(text, scenario->title);
    g_string_append_c(text, '\n');
    append_products(text, scenario);
    exs_wrap(out, head, 0, text->str);
}

static json_t *texts_json(char *const *texts)
{
    json_t *array = json_array();

    for (; *texts; texts++) {
        g_autoptr(GString) text = g_string_new(NULL);

        exs_escape_append(text, *texts);
        json_array_append_new(array, json_string(text->str));
    }
    return array;
}

json_t *exs_kb_json(const ExsKbScenario *scenario)
{
    g_autoptr(GString) title = g_string_new(NULL), class_name = g_string_new(NULL);

    exs_escape_append(title, scenario->title);
    exs_escape_append(class_name, scenario->class_name);
    return json_pack("{s:o, s:s, s:s, s:s, s:o, s:o}", "article",
                     *scenario->article ? json_string(scenario->article) : json_null(), "class",
                     class_name->str, "title", title->str, "file", scenario->shown, "says",
                     texts_json(scenario->says), "products", texts_json(scenario->products));
}

/* ---- one article ---- */

static json_t *find_check(json_t *checks, const char *name, const char *text)
{
    json_t *check;
    size_t i;

    json_array_foreach(checks, i,
                       check) if (strcmp(json_string_value(json_object_get(check, "case")), name) ==
                                      0 &&
                                  strcmp(json_string_value(json_object_get(check, "text")), text) ==
                                      0) return check;
    return NULL;
}

/* The same expectation twice in one run: the worse result stands. */
static void add_result(json_t *check, const char *product, const char *result)
{
    json_t *results = json_object_get(check, "results");
    const char *before = json_string_value(json_object_get(results, product));

    if (!before || strcmp(before, "PASS") == 0)
        json_object_set_new(results, product, json_string(result));
}

json_t *exs_kb_checks(const json_t *outcome)
{
    json_t *checks = json_array();
    const json_t *run, *expectation;
    size_t i, j;

    json_array_foreach(json_object_get(outcome, "runs"), i, run)
    {
        const json_t *public = json_object_get(run, "public");
        const char *name = json_string_value(json_object_get(public, "case"));
        const char *product = json_string_value(json_object_get(public, "product"));

        json_array_foreach(json_object_get(public, "expectations"), j, expectation)
        {
            const char *text = json_string_value(json_object_get(expectation, "text"));
            json_t *check = find_check(checks, name, text);

            if (!check) {
                check = json_pack("{s:s, s:s, s:O, s:{}}", "case", name, "text", text, "basis",
                                  json_object_get(expectation, "basis"), "results");
                json_array_append_new(checks, check);
            }
            add_result(check, product, json_string_value(json_object_get(expectation, "result")));
        }
    }
    return checks;
}

/* A column: lines of at most `width` characters, the first of a paragraph behind `mark`. */
static void wrap_into(GPtrArray *lines, const char *mark, const char *text, size_t width)
{
    size_t indent = (size_t)g_utf8_strlen(mark, -1), column = indent;
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    GString *line = g_string_new(mark);

    for (char **word = words; *word; word++) {
        size_t length = (size_t)g_utf8_strlen(*word, -1);

        if (column > indent && column + 1 + length > width) {
            g_ptr_array_add(lines, g_string_free(line, FALSE));
            line = g_string_new(NULL);
            g_string_append_printf(line, "%*s", (int)indent, "");
            column = indent;
        }
        g_string_append_printf(line, "%s%s", column > indent ? " " : "", *word);
        column += length + (column > indent);
    }
    g_ptr_array_add(lines, g_string_free(line, FALSE));
}

/* "FAIL" if it fails anywhere; `note` gets where, or where alone it is asked. */
static const char *sum_up(const ExsKbScenario *scenario, const json_t *check, GString *note)
{
    json_t *results = json_object_get(check, "results");
    const char *verdict = "PASS";
    bool partly = json_object_size(results) < g_strv_length(scenario->products);

    for (char **product = scenario->products; *product; product++) {
        const char *result = json_string_value(json_object_get(results, *product));
        bool failed = result && strcmp(result, "PASS") != 0;

        if (failed && strcmp(verdict, "PASS") == 0) {
            verdict = result;
            g_string_truncate(note, 0);
        }
        if (failed || (result && partly && strcmp(verdict, "PASS") == 0))
            g_string_append_printf(note, "%s%s", note->len ? ", " : "", *product);
    }
    return verdict;
}

static void add_check(GPtrArray *lines, const ExsKbScenario *scenario, const json_t *check)
{
    g_autoptr(GString) note = g_string_new(NULL);
    g_autoptr(GString) text = g_string_new(json_string_value(json_object_get(check, "text")));
    const char *verdict = sum_up(scenario, check, note);
    g_autofree char *mark = g_strdup_printf("%-4s  ", verdict);

    if (strcmp(json_string_value(json_object_get(check, "basis")), "inferred") == 0)
        g_string_append(text, " (inferred)");
    if (note->len)
        g_string_append_printf(text, " [%s]", note->str);
    wrap_into(lines, mark, text->str, RIGHT);
}

/* The two columns, line by line; a verdict at the beginning of a line gets its colour. */
static void append_columns(GString *out, const GPtrArray *left, const GPtrArray *right, bool colour)
{
    for (guint i = 0; i < MAX(left->len, right->len); i++) {
        const char *a = i < left->len ? left->pdata[i] : "";
        const char *b = i < right->len ? right->pdata[i] : "";
        bool has_verdict = g_str_has_prefix(b, "PASS") || g_str_has_prefix(b, "FAIL");
        int blanks = LEFT + 2 - (int)g_utf8_strlen(a, -1);
        g_autofree char *verdict = g_strndup(b, has_verdict ? 4 : 0);

        g_string_append(out, a);
        if (*b)
            g_string_append_printf(out, "%*s", MAX(blanks, 1), "");
        if (has_verdict)
            exs_append_verdict(out, verdict, colour);
        g_string_append_printf(out, "%s\n", b + strlen(verdict));
    }
}

void exs_kb_show(GString *out, const ExsKbScenario *scenario, const json_t *checks, bool colour)
{
    g_autoptr(GPtrArray) left = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) right = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GString) products = g_string_new(NULL);
    g_autofree char *head = g_strdup_printf("%s  ", *scenario->article ? scenario->article : "-");
    const char *last_case = "";
    const json_t *check;
    size_t i;

    exs_wrap(out, head, 0, scenario->title);
    append_products(products, scenario);
    exs_wrap(out, "class:     ", 0, scenario->class_name);
    exs_wrap(out, "products:  ", 0, products->str);
    exs_wrap(out, "scenario:  ", 0, scenario->shown);
    g_string_append_c(out, '\n');
    g_ptr_array_add(left, g_strdup("The article states"));
    g_ptr_array_add(right, g_strdup("What is checked"));
    for (char **statement = scenario->says; *statement; statement++) {
        g_autoptr(GString) text = g_string_new(NULL);

        exs_escape_append(text, *statement);
        wrap_into(left, "- ", text->str, LEFT);
    }
    json_array_foreach(checks, i, check)
    {
        const char *name = json_string_value(json_object_get(check, "case"));

        if (strcmp(name, last_case) != 0)
            wrap_into(right, "", *name ? name : "the main case", RIGHT);
        last_case = name;
        add_check(right, scenario, check);
    }
    append_columns(out, left, right, colour);
}
