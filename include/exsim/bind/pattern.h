/* pattern.h - Lua's patterns, with every step counted.
 *
 * The stock matcher can run for ever, and no hook stops it: a hook fires between
 * instructions, and a match is one. This one gives the same answers, counts what it
 * does and stops when the count is used up. It knows nothing of Lua's state.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EXS_PATTERN_CAPTURES 32

/* Lengths of captures that have none. */
#define EXS_CAPTURE_OPEN     ((ptrdiff_t)-1) /* its ')' was not reached */
#define EXS_CAPTURE_POSITION ((ptrdiff_t)-2) /* "()" */

typedef struct {
    const char *start;
    ptrdiff_t length;
} ExsCapture;

typedef struct {
    const char *text, *text_end;       /* (borrowed) */
    const char *pattern, *pattern_end; /* without the anchor (borrowed) */
    bool anchored;
    uint64_t steps; /* left */
    bool exhausted; /* no step is left: there is no answer */
    char fault[48]; /* what is wrong with the pattern; "" if nothing */
    int depth;      /* of recursion, left */
    int level;      /* captures so far */
    ExsCapture captures[EXS_PATTERN_CAPTURES];
} ExsMatch;

/* `anchors`: a leading '^' is an anchor (it is none for string.gmatch). */
void exs_match_init(ExsMatch *match, const char *text, size_t text_length, const char *pattern,
                    size_t pattern_length, bool anchors, uint64_t steps);

/* Matches at exactly this place of the text; returns the end of the match. NULL: no match, or
 * no answer (see exs_match_stopped()). */
const char *exs_match_at(ExsMatch *match, const char *at);

/* The first match from here on, by an anchored pattern only here; sets where it starts. */
const char *exs_match_from(ExsMatch *match, const char *from, const char **start);

/* True if the last call found a fault in the pattern or used up the steps. */
bool exs_match_stopped(const ExsMatch *match);

/* True if nothing in the text is magic in a pattern: a plain search will do. */
bool exs_pattern_is_plain(const char *pattern, size_t length);
