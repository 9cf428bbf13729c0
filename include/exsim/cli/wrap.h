/* wrap.h - paragraphs at 80 columns, and the few colours of verdicts.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "exsim/cli/options.h"

#define EXS_COLUMNS 80

/* Appends `head`, then the text, its lines indented as `head` is long (or by `indent`, if that is
 * more). Newlines in the text begin a new line. A word longer than a line stands alone. */
void exs_wrap(GString *out, const char *head, size_t indent, const char *text);

/* Does output to standard output get colours? */
bool exs_wants_colour(const ExsOptions *options);

/* Appends PASS green, the others red, if `colour`. */
void exs_append_verdict(GString *out, const char *verdict, bool colour);
