/* cmd_kb_matrix.c - `exsim kb matrix`: the gallery as a page, with a report behind each cell.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/cli/commands.h"
#include "exsim/cli/exit.h"
#include "exsim/cli/files.h"
#include "exsim/cli/kb_text.h"
#include "exsim/cli/run.h"
#include "exsim/cli/subject.h"
#include "exsim/kernel/error.h"
#include "exsim/report/html.h"
#include "exsim/report/matrix.h"

/* Results over the cases of a product, the worst last. */
static const char *const results[] = {"NOT-APPLICABLE", "EMPTY", "PASS", "FAIL", "ERROR"};

static size_t rank_of(const char *result)
{
    for (size_t i = 0; i < G_N_ELEMENTS(results); i++)
        if (strcmp(results[i], result) == 0)
            return i;
    g_assert_not_reached();
}

static ExsMatrixCell *need_cell(GArray *cells, const char *product)
{
    ExsMatrixCell cell = {.product = product, .result = results[0]};

    for (guint i = 0; i < cells->len; i++)
        if (strcmp(g_array_index(cells, ExsMatrixCell, i).product, product) == 0)
            return &g_array_index(cells, ExsMatrixCell, i);
    g_array_append_val(cells, cell);
    return &g_array_index(cells, ExsMatrixCell, cells->len - 1);
}

static void count_run(GArray *cells, const json_t *public)
{
    ExsMatrixCell *cell = need_cell(cells, json_string_value(json_object_get(public, "product")));
    size_t rank = rank_of(json_string_value(json_object_get(public, "result")));
    const json_t *expectation;
    size_t i;

    cell->result = results[MAX(rank, rank_of(cell->result))];
    json_array_foreach(json_object_get(public, "expectations"), i, expectation)
    {
        const char *result = json_string_value(json_object_get(expectation, "result"));

        cell->count++;
        cell->passed += strcmp(result, "PASS") == 0;
    }
}

/* The scenario's file and the product: "...-secured-mail-stays-5.5-SP4.html" */
static char *name_of(const ExsKbScenario *scenario, const char *product)
{
    g_autofree char *base = g_path_get_basename(scenario->path);
    char *name;

    if (g_str_has_suffix(base, ".lua"))
        base[strlen(base) - strlen(".lua")] = '\0';
    name = g_strdup_printf("%s-%s.html", base, product);
    return g_strdelimit(name, " ", '-');
}

/* The report of the first case that the product has, which links those of the other products. */
static bool write_report(const ExsOptions *options, const ExsKbScenario *scenario,
                         const char *product, const GArray *others, const char *path,
                         GError **error)
{
    const ExsHtmlOptions how = {.others = (const ExsHtmlOther *)(const void *)others->data,
                                .other_count = others->len};
    ExsOptions one = *options;
    char *arguments[] = {scenario->path, NULL};
    g_autoptr(ExsRecord) record = NULL;
    g_autoptr(GString) out = g_string_new(NULL);

    one.arguments = arguments;
    one.argument_count = 1;
    one.product = (char *)product;
    one.given |= EXS_OPT_BIT(QUIET);
    record = exs_subject_record(&one, NULL, NULL, error);
    return record && exs_html_report(record, &how, out, error) && exs_files_write(path, out, error);
}

/* Beside kb.html the reports stand in kb/. NULL: the page goes to standard output, alone. */
static char *folder_of(const char *output)
{
    char *folder = output && strcmp(output, "-") != 0 ? g_strdup(output) : NULL;
    char *dot = folder ? strrchr(folder, '.') : NULL;

    if (dot && !strchr(dot, G_DIR_SEPARATOR))
        *dot = '\0';
    return folder;
}

typedef struct {
    const ExsOptions *options;
    char *folder, *base; /* of the reports; NULL: none are written */
    GPtrArray *kept;     /* json_t *: what the rows' texts stand in (owned) */
    GStringChunk *texts;
    GArray *rows;
    int code;
} Matrix;

/* A report beside the page for each cell. */
static bool write_reports(Matrix *self, const ExsKbScenario *scenario, GArray *cells,
                          GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GArray) others = g_array_new(FALSE, FALSE, sizeof(ExsHtmlOther));

    for (guint i = 0; i < cells->len; i++)
        g_ptr_array_add(names, name_of(scenario, g_array_index(cells, ExsMatrixCell, i).product));
    for (guint i = 0; i < cells->len; i++) {
        ExsMatrixCell *cell = &g_array_index(cells, ExsMatrixCell, i);
        g_autofree char *path = g_build_filename(self->folder, names->pdata[i], NULL);
        g_autofree char *href = g_strdup_printf("%s/%s", self->base, (char *)names->pdata[i]);

        g_array_set_size(others, 0);
        for (guint j = 0; j < cells->len; j++) {
            const char *product = g_array_index(cells, ExsMatrixCell, j).product;
            ExsHtmlOther other = {product, names->pdata[j]};

            if (j != i)
                g_array_append_val(others, other);
        }
        if (!write_report(self->options, scenario, cell->product, others, path, error))
            return false;
        cell->href = g_string_chunk_insert(self->texts, href);
    }
    return true;
}

static bool add_scenario(Matrix *self, const ExsKbScenario *scenario, GError **error)
{
    ExsRunPlan plan = exs_run_plan(self->options);
    json_t *outcome = exs_run_file(&plan, scenario->path);
    GArray *cells = g_array_new(FALSE, TRUE, sizeof(ExsMatrixCell));
    const json_t *run;
    ExsMatrixRow row;
    bool written;
    size_t i;

    g_ptr_array_add(self->kept, outcome);
    self->code =
        exs_exit_worse(self->code, (int)json_integer_value(json_object_get(outcome, "code")));
    json_array_foreach(json_object_get(outcome, "runs"), i, run)
        count_run(cells, json_object_get(run, "public"));
    written = !self->folder || write_reports(self, scenario, cells, error);
    row =
        (ExsMatrixRow){scenario->article, scenario->title, scenario->class_name, NULL, cells->len};
    row.cells = (ExsMatrixCell *)(void *)g_array_free(cells, FALSE);
    g_array_append_val(self->rows, row);
    return written;
}

static void drop_json(gpointer json)
{
    json_decref(json);
}

static bool make(Matrix *self, const GPtrArray *gallery, GString *out, GError **error)
{
    for (guint i = 0; i < gallery->len; i++)
        if (!add_scenario(self, gallery->pdata[i], error))
            return false;
    exs_matrix_report((const ExsMatrixRow *)(void *)self->rows->data, self->rows->len, out);
    return exs_files_write(self->options->output, out, error);
}

int exs_kb_matrix(const ExsOptions *options, const GPtrArray *gallery)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    Matrix self = {.options = options, .folder = folder_of(options->output)};
    bool made = !options->output ||
                exs_files_may_write(options->output, exs_has(options, FORCE), NULL, 0, &error);

    self.base = self.folder ? g_path_get_basename(self.folder) : NULL;
    self.kept = g_ptr_array_new_with_free_func(drop_json);
    self.texts = g_string_chunk_new(4096);
    self.rows = g_array_new(FALSE, FALSE, sizeof(ExsMatrixRow));
    made = made && (!self.folder || exs_files_make_folder(self.folder, &error)) &&
           make(&self, gallery, out, &error);
    for (guint i = 0; i < self.rows->len; i++)
        g_free((gpointer)g_array_index(self.rows, ExsMatrixRow, i).cells);
    g_array_unref(self.rows);
    g_string_chunk_free(self.texts);
    g_ptr_array_unref(self.kept);
    g_free(self.folder);
    g_free(self.base);
    return made ? self.code : exs_complain_of(error);
}
