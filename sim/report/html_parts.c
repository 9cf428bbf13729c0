/* html_parts.c - text and tables of a page, see html_private.h.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/kernel/error.h"
#include "sim/report/html_private.h"

static void append_character(GString *out, const char *at, size_t length)
{
    switch (*at) {
    case '&':
        g_string_append(out, "&amp;");
        break;
    case '<':
        g_string_append(out, "&lt;");
        break;
    case '>':
        g_string_append(out, "&gt;");
        break;
    case '"':
        g_string_append(out, "&quot;");
        break;
    default:
        g_string_append_len(out, at, (gssize)length);
    }
}

void exs_html_text(GString *out, const char *text)
{
    g_autoptr(GString) visible = g_string_new(NULL);

    exs_escape_append(visible, text);
    for (const char *at = visible->str; *at; at++)
        append_character(out, at, 1);
}

/* ---- right to left ---- */

static bool is_right_to_left(gunichar c)
{
    switch (g_unichar_get_script(c)) {
    case G_UNICODE_SCRIPT_ARABIC:
    case G_UNICODE_SCRIPT_HEBREW:
    case G_UNICODE_SCRIPT_SYRIAC:
    case G_UNICODE_SCRIPT_THAANA:
    case G_UNICODE_SCRIPT_NKO:
    case G_UNICODE_SCRIPT_ADLAM:
        return true;
    default:
        return false;
    }
}

static bool is_neutral(gunichar c)
{
    return !g_unichar_isalnum(c) && c != '"';
}

/* The end of the run from `at`, its last character being one that runs from right to left. */
static const char *end_of_run(const char *at)
{
    const char *end = at;

    for (; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);

        if (is_right_to_left(c) || g_unichar_ismark(c))
            end = g_utf8_next_char(at);
        else if (!is_neutral(c))
            break;
    }
    return end;
}

void exs_html_prose(GString *out, const char *text)
{
    g_autoptr(GString) visible = g_string_new(NULL);
    const char *at, *run = NULL;

    exs_escape_append(visible, text);
    for (at = visible->str; *at; at = g_utf8_next_char(at)) {
        if (at == run) {
            g_string_append(out, "</bdi>");
            run = NULL;
        }
        if (!run && (unsigned char)*at >= 0x80 && is_right_to_left(g_utf8_get_char(at))) {
            g_string_append(out, "<bdi>");
            run = end_of_run(at);
        }
        append_character(out, at, (size_t)(g_utf8_next_char(at) - at));
    }
    if (run)
        g_string_append(out, "</bdi>");
}

/* ---- structure ---- */

void exs_html_open_table(GString *out, const char *id, const char *caption,
                         const char *const *headings, size_t count)
{
    g_string_append_printf(out,
                           "<div class=\"scroll\" role=\"region\" aria-labelledby=\"%s-caption\" "
                           "tabindex=\"0\">\n<table id=\"%s-table\">\n<caption "
                           "id=\"%s-caption\">%s</caption>\n<thead><tr>",
                           id, id, id, caption);
    for (size_t i = 0; i < count; i++)
        g_string_append_printf(out, "<th scope=\"col\">%s</th>", headings[i]);
    g_string_append(out, "</tr></thead>\n<tbody>\n");
}

void exs_html_close_table(GString *out)
{
    g_string_append(out, "</tbody>\n</table>\n</div>\n");
}

void exs_html_open_section(GString *out, const char *id, const char *heading)
{
    g_string_append_printf(out,
                           "<section id=\"%s\" aria-labelledby=\"%s-heading\">\n<h2 "
                           "id=\"%s-heading\">%s</h2>\n",
                           id, id, id, heading);
}

void exs_html_close_section(GString *out)
{
    g_string_append(out, "</section>\n");
}
