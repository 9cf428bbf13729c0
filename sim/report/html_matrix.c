/* html_matrix.c - see matrix.h.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/report/matrix.h"
#include "sim/report/html_private.h"

static const char *const lines[] = {"4.0", "5.0", "5.5"};

static bool is_pass(const ExsMatrixCell *cell)
{
    return strcmp(cell->result, "PASS") == 0;
}

static void append_cell(GString *out, const ExsMatrixCell *cell)
{
    g_string_append_printf(out, "<li class=\"%s\">", is_pass(cell) ? "pass" : "fail");
    if (cell->href) {
        g_string_append(out, "<a href=\"");
        exs_html_text(out, cell->href);
        g_string_append(out, "\">");
    }
    exs_html_text(out, cell->product);
    g_string_append(out, cell->href ? "</a> " : " ");
    exs_html_text(out, cell->result);
    g_string_append_printf(out, " %u of %u</li>\n", cell->passed, cell->count);
}

/* The products of one line; others stand in the last column. */
static void append_line(GString *out, const ExsMatrixRow *row, size_t line)
{
    size_t count = 0;

    g_string_append(out, "<td>");
    for (size_t i = 0; i < row->cell_count; i++) {
        if (strncmp(row->cells[i].product, lines[line], strlen(lines[line])) != 0)
            continue;
        g_string_append(out, count++ ? "" : "<ul>\n");
        append_cell(out, &row->cells[i]);
    }
    g_string_append(out, count ? "</ul></td>\n" : "</td>\n");
}

static void append_row(GString *out, const ExsMatrixRow *row)
{
    g_string_append(out, "<tr><th scope=\"row\">");
    exs_html_text(out, row->article);
    g_string_append(out, "</th><td>");
    exs_html_prose(out, row->title);
    g_string_append(out, "</td>\n");
    for (size_t line = 0; line < G_N_ELEMENTS(lines); line++)
        append_line(out, row, line);
    g_string_append(out, "</tr>\n");
}

static void append_verdict(GString *out, const ExsMatrixRow *rows, size_t count)
{
    size_t passed = 0;

    for (size_t i = 0; i < count; i++) {
        bool all = true;

        for (size_t j = 0; j < rows[i].cell_count; j++)
            all = all && is_pass(&rows[i].cells[j]);
        passed += all;
    }
    g_string_append_printf(
        out, "<p class=\"verdict %s\"><strong>%s</strong> %zu of %zu articles</p>\n",
        passed == count ? "pass" : "fail", passed == count ? "PASS" : "FAIL", passed, count);
}

void exs_matrix_report(const ExsMatrixRow *rows, size_t count, GString *out)
{
    static const char *const headings[] = {"Article", "Title", "4.0", "5.0", "5.5"};
    const char *class_name = NULL;

    exs_html_open_plain(out, "The gallery of articles - exsim");
    g_string_append(out, "<header id=\"top\">\n<h1>Published articles, and whether they "
                         "hold</h1>\n");
    append_verdict(out, rows, count);
    g_string_append(out, "</header>\n<main id=\"main\">\n");
    for (size_t i = 0; i < count; i++) {
        bool begins = !class_name || strcmp(class_name, rows[i].class_name) != 0;

        if (begins && class_name) {
            exs_html_close_table(out);
            exs_html_close_section(out);
        }
        if (begins) {
            class_name = rows[i].class_name;
            exs_html_open_section(out, class_name, class_name);
            exs_html_open_table(out, class_name,
                                "Each product with its report, and the expectations that hold",
                                headings, G_N_ELEMENTS(headings));
        }
        append_row(out, &rows[i]);
    }
    if (class_name) {
        exs_html_close_table(out);
        exs_html_close_section(out);
    }
    g_string_append(out, "</main>\n</body>\n</html>\n");
}
