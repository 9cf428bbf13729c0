/* wrap.c - see wrap.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/cli/wrap.h"

#include <string.h>
#include <unistd.h>

static void new_line(GString *out, size_t indent, size_t *column)
{
    g_string_append_c(out, '\n');
    for (size_t i = 0; i < indent; i++)
        g_string_append_c(out, ' ');
    *column = indent;
}

void exs_wrap(GString *out, const char *head, size_t indent, const char *text)
{
    size_t column = (size_t)g_utf8_strlen(head, -1);
    bool is_first = true; /* of its line */

    g_string_append(out, head);
    indent = MAX(indent, column);
    for (; column < indent; column++)
        g_string_append_c(out, ' ');
    while (*text) {
        size_t bytes = strcspn(text, " \n");
        size_t width = (size_t)g_utf8_strlen(text, (gssize)bytes);

        if (!is_first && column + 1 + width > EXS_COLUMNS) {
            new_line(out, indent, &column);
            is_first = true;
        }
        if (bytes > 0) {
            g_string_append(out, is_first ? "" : " ");
            g_string_append_len(out, text, (gssize)bytes);
            column += width + !is_first;
            is_first = false;
        }
        text += bytes;
        if (*text == '\n' && text[1]) {
            new_line(out, indent, &column);
            is_first = true;
        }
        text += *text != '\0';
    }
    g_string_append_c(out, '\n');
}

bool exs_wants_colour(const ExsOptions *options)
{
    const char *no_color = g_getenv("NO_COLOR");

    if (options->color != EXS_COLOR_AUTO)
        return options->color == EXS_COLOR_ALWAYS;
    if (options->output && strcmp(options->output, "-") != 0)
        return false;
    return !(no_color && *no_color) && isatty(STDOUT_FILENO);
}

void exs_append_verdict(GString *out, const char *verdict, bool colour)
{
    const char *code = strcmp(verdict, "PASS") == 0 ? "\033[32m" : "\033[31m";

    if (colour)
        g_string_append_printf(out, "%s%s\033[0m", code, verdict);
    else
        g_string_append(out, verdict);
}
