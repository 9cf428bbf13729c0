/* error.h - the one GError domain.
 *
 * Bad input only: a broken invariant is a g_assert, and what happens in the
 * simulated world (an NDR, a refused association) is no error at all.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "exsim/kernel/cold.h"

#define EXS_ERROR exs_error_quark()
GQuark exs_error_quark(void);

typedef enum {
    EXS_ERROR_PARSE,     /* text that cannot be read */
    EXS_ERROR_UNKNOWN,   /* a name that nothing has */
    EXS_ERROR_DUPLICATE, /* a name that something has already */
    EXS_ERROR_RANGE,     /* a value outside what is allowed */
    EXS_ERROR_STATE,     /* right, but not now */
    EXS_ERROR_LIMIT,     /* a limit of the run was hit */
    EXS_ERROR_LIVELOCK,  /* one instant never finishes */
    EXS_ERROR_FILE,      /* a file that cannot be opened, read or written */
    EXS_ERROR_FORMAT,    /* a file that is not what it should be */
    EXS_ERROR_USAGE,     /* a command line that makes no sense */
    EXS_ERROR_SCRIPT,    /* a scenario's own error */
    EXS_ERROR_STOPPED,   /* a signal asked to stop */
} ExsErrorCode;

/* Sets the error and returns false, so that a parser can `return exs_fail(...)`. */
EXS_COLD bool exs_fail(GError **error, ExsErrorCode code, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* Appends `text` in double quotes with what a terminal must not see escaped: control characters
 * as \xNN, invisible and bidirectional marks as \u{NNNN}, bytes that are not UTF-8 as \xNN.
 * Texts over 60 characters are cut with "...". */
void exs_quote_append(GString *out, const char *text);
char *exs_quote(const char *text); /* (owned by the caller) */

/* The same escaping without quotes and without a cut: for names in reports. */
void exs_escape_append(GString *out, const char *text);
