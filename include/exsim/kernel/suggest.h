/* suggest.h - "did you mean?": the nearest of a list of words.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>

/* The candidate nearest to `word` (Damerau-Levenshtein, ASCII case ignored), or NULL when
 * none is near: at most a third of the word's length in edits, and at least one is
 * allowed. The first of equals wins. Linear in the number of candidates; words over
 * 64 bytes are never matched. */
const char *exs_suggest(const char *word, const char *const *candidates, size_t count);
