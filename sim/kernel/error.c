/* error.c - see error.h.
 *
 * What is escaped is listed here, not asked of GLib: its Unicode tables differ from
 * release to release, and the same run must give the same bytes.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/kernel/error.h"

#include <stdint.h>

#define QUOTE_CHARACTERS 60

/* Characters that show nothing, or change how their neighbours show. */
static const struct {
    gunichar first, last;
} invisible[] = {
    {0x00AD, 0x00AD},   {0x034F, 0x034F},   {0x061C, 0x061C},   {0x115F, 0x1160}, {0x17B4, 0x17B5},
    {0x180B, 0x180F},   {0x200B, 0x200F},   {0x2028, 0x202E},   {0x2060, 0x206F}, {0x3164, 0x3164},
    {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB}, {0xFFFE, 0xFFFF},
    {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
};

G_DEFINE_QUARK(exs_error, exs_error)

bool exs_fail(GError **error, ExsErrorCode code, const char *format, ...)
{
    if (error) {
        va_list arguments;

        g_assert(!*error);
        va_start(arguments, format);
        *error = g_error_new_valist(EXS_ERROR, code, format, arguments);
        va_end(arguments);
    }
    return false;
}

static bool is_control(gunichar c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

static bool is_invisible(gunichar c)
{
    for (size_t i = 0; i < G_N_ELEMENTS(invisible); i++)
        if (c >= invisible[i].first && c <= invisible[i].last)
            return true;
    return false;
}

/* Appends up to `limit` characters; returns where it stopped. */
static const char *append_escaped(GString *out, const char *text, size_t limit)
{
    while (*text && limit-- > 0) {
        gunichar c = g_utf8_get_char_validated(text, -1);
        const char *next = text + 1;

        if ((gint32)c < 0) {
            g_string_append_printf(out, "\\x%02x", (unsigned char)*text);
        } else {
            next = g_utf8_next_char(text);
            if (is_control(c))
                g_string_append_printf(out, "\\x%02x", c);
            else if (is_invisible(c))
                g_string_append_printf(out, "\\u{%04x}", c);
            else
                g_string_append_len(out, text, next - text);
        }
        text = next;
    }
    return text;
}

void exs_quote_append(GString *out, const char *text)
{
    g_string_append_c(out, '"');
    if (*append_escaped(out, text, QUOTE_CHARACTERS))
        g_string_append(out, "...");
    g_string_append_c(out, '"');
}

char *exs_quote(const char *text)
{
    GString *out = g_string_new(NULL);

    exs_quote_append(out, text);
    return g_string_free(out, FALSE);
}

void exs_escape_append(GString *out, const char *text)
{
    append_escaped(out, text, SIZE_MAX);
}
