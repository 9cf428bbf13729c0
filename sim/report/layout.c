/* layout.c - text in columns, see report_private.h.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/report/report_private.h"

#define GAP 2

size_t exs_layout_length(const char *text)
{
    return (size_t)g_utf8_strlen(text, -1);
}

/* "c=US;a= ;p=ORG" is one. */
static bool is_break(const char *c)
{
    return *c == ' ' && c[1] != ';';
}

/* Takes the next line of at most `width` characters off `text`: up to the last blank, else behind
 * the last sign that parts an address, else wherever it is full. Returns its length in bytes. */
static size_t take_line(const char **text, const char **line, size_t width)
{
    const char *c, *blank = NULL, *sign = NULL;
    size_t length = 0, taken;

    while (**text == ' ')
        (*text)++;
    *line = c = *text;
    for (; *c && length < width; c = g_utf8_next_char(c), length++) {
        if (is_break(c))
            blank = c;
        else if (strchr(";/,", *c))
            sign = c + 1;
    }
    if (*c && !is_break(c) && blank)
        c = blank;
    else if (*c && !is_break(c) && sign)
        c = sign;
    taken = (size_t)(c - *line);
    *text = c;
    while (taken > 0 && (*line)[taken - 1] == ' ')
        taken--;
    return taken;
}

static void append_blanks(GString *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        g_string_append_c(out, ' ');
}

/* What stands of a cell in one line. */
static void append_cell(GString *out, const ExsCell *cell, const char *line, size_t length)
{
    if (cell->colour && length > 0)
        g_string_append(out, cell->colour);
    g_string_append_len(out, line, (gssize)length);
    if (cell->colour && length > 0)
        g_string_append(out, EXS_ANSI_RESET);
}

void exs_layout_row(GString *out, size_t indent, const ExsCell *cells, size_t count)
{
    g_autofree const char **rest = g_new(const char *, count);
    bool more = true;

    for (size_t i = 0; i < count; i++)
        rest[i] = cells[i].text;
    while (more) {
        size_t pending = indent; /* blanks are put before text only, never at the end */

        more = false;
        for (size_t i = 0; i < count; i++) {
            const char *line;
            size_t length = take_line(&rest[i], &line, MAX(cells[i].width, 1));
            size_t shown = (size_t)g_utf8_strlen(line, (gssize)length);

            if (length > 0) {
                append_blanks(out, pending);
                append_cell(out, &cells[i], line, length);
                pending = 0;
            }
            pending += cells[i].width - MIN(shown, cells[i].width) + GAP;
            more |= *rest[i] != '\0';
        }
        g_string_append_c(out, '\n');
    }
}

void exs_layout_paragraph(GString *out, size_t indent, const char *mark, const char *text,
                          size_t width)
{
    size_t hanging = indent + exs_layout_length(mark);
    const char *line;

    append_blanks(out, indent);
    g_string_append(out, mark);
    for (bool first = true; first || *text; first = false) {
        size_t length = take_line(&text, &line, width > hanging + 10 ? width - hanging : 10);

        if (!first)
            append_blanks(out, hanging);
        g_string_append_len(out, line, (gssize)length);
        g_string_append_c(out, '\n');
    }
}
