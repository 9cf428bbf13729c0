/* suggest.c - see suggest.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/kernel/suggest.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#define LONGEST 64

static bool is_same(char a, char b)
{
    return g_ascii_tolower(a) == g_ascii_tolower(b);
}

/* Insertions, deletions, replacements and swaps of neighbours. */
static size_t distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
    size_t rows[3][LONGEST + 1];
    size_t *before = rows[0], *above = rows[1], *row = rows[2];

    for (size_t j = 0; j <= b_length; j++)
        above[j] = before[j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        size_t *oldest = before;

        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            row[j] = above[j - 1] + !is_same(a[i - 1], b[j - 1]);
            row[j] = MIN(row[j], MIN(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && is_same(a[i - 1], b[j - 2]) && is_same(a[i - 2], b[j - 1]))
                row[j] = MIN(row[j], before[j - 2] + 1);
        }
        before = above;
        above = row;
        row = oldest;
    }
    return above[b_length];
}

const char *exs_suggest(const char *word, const char *const *candidates, size_t count)
{
    const char *nearest = NULL;
    size_t length = strnlen(word, LONGEST + 1);
    size_t best = MAX(length / 3, 1) + 1;

    if (length > LONGEST)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        size_t other = strnlen(candidates[i], LONGEST + 1);
        size_t edits;

        if (other > LONGEST)
            continue;
        edits = distance(word, length, candidates[i], other);
        /* As many edits as letters: nothing is left of the word. */
        if (edits < best && edits < MAX(length, other)) {
            best = edits;
            nearest = candidates[i];
        }
    }
    return nearest;
}
