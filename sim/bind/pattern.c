/* pattern.c - see pattern.h.
 *
 * A backtracking matcher over pattern and text. Letters are ASCII, whatever the locale.
 * Faults are kept in the match and end every loop; nothing jumps out of it.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/bind/pattern.h"

#include <glib.h>
#include <string.h>

#define MAGIC '%'

/* As deep as stock Lua goes: the C stack is not the script's to use up. */
#define DEPTH 200

static const char *match_here(ExsMatch *match, const char *s, const char *p);

static const char *fail(ExsMatch *match, const char *fault)
{
    g_strlcpy(match->fault, fault, sizeof match->fault);
    return NULL;
}

static bool spend(ExsMatch *match, size_t steps)
{
    if (match->steps < steps) {
        match->steps = 0;
        match->exhausted = true;
        return false;
    }
    match->steps -= steps;
    return true;
}

/* The character of the pattern, or NUL behind its end. */
static unsigned char peek(const ExsMatch *match, const char *p)
{
    return p < match->pattern_end ? (unsigned char)*p : 0;
}

static bool is_in_class(unsigned char c, unsigned char letter)
{
    bool is;

    switch (g_ascii_tolower(letter)) {
    case 'a':
        is = g_ascii_isalpha(c);
        break;
    case 'c':
        is = g_ascii_iscntrl(c);
        break;
    case 'd':
        is = g_ascii_isdigit(c);
        break;
    case 'g':
        is = g_ascii_isgraph(c);
        break;
    case 'l':
        is = g_ascii_islower(c);
        break;
    case 'p':
        is = g_ascii_ispunct(c);
        break;
    case 's':
        is = g_ascii_isspace(c) || c == '\v';
        break;
    case 'u':
        is = g_ascii_isupper(c);
        break;
    case 'w':
        is = g_ascii_isalnum(c);
        break;
    case 'x':
        is = g_ascii_isxdigit(c);
        break;
    case 'z':
        is = c == 0;
        break;
    default:
        return letter == c;
    }
    return g_ascii_isupper(letter) ? !is : is;
}

/* `p` at the '[', `last` at the ']'. */
static bool is_in_set(unsigned char c, const char *p, const char *last)
{
    bool negated = p[1] == '^';

    for (p += negated ? 2 : 1; p < last; p++) {
        if (*p == MAGIC) {
            p++;
            if (is_in_class(c, (unsigned char)*p))
                return !negated;
        } else if (p + 2 < last && p[1] == '-') {
            if ((unsigned char)p[0] <= c && c <= (unsigned char)p[2])
                return !negated;
            p += 2;
        } else if ((unsigned char)*p == c) {
            return !negated;
        }
    }
    return negated;
}

/* Where the single character, class or set at `p` ends; NULL if it never does. */
static const char *item_end(ExsMatch *match, const char *p)
{
    char first = *p++;

    if (first == MAGIC) {
        if (p == match->pattern_end)
            return fail(match, "malformed pattern (ends with '%')");
        return p + 1;
    }
    if (first != '[')
        return p;
    if (peek(match, p) == '^')
        p++;
    do { /* the first character is never the closing one */
        if (p == match->pattern_end)
            return fail(match, "malformed pattern (missing ']')");
        if (*p++ == MAGIC && p < match->pattern_end)
            p++;
    } while (peek(match, p) != ']');
    return p + 1;
}

/* Is the text's character at `s` what stands from `p` to `end`? */
static bool is_one(ExsMatch *match, const char *s, const char *p, const char *end)
{
    if (s >= match->text_end || !spend(match, (size_t)(end - p)))
        return false;
    switch (*p) {
    case '.':
        return true;
    case MAGIC:
        return is_in_class((unsigned char)*s, (unsigned char)p[1]);
    case '[':
        return is_in_set((unsigned char)*s, p, end - 1);
    default:
        return *p == *s;
    }
}

/* As many as there are, then one fewer at a time. */
static const char *match_most(ExsMatch *match, const char *s, const char *p, const char *end)
{
    ptrdiff_t count = 0;

    while (is_one(match, s + count, p, end))
        count++;
    for (; count >= 0 && !exs_match_stopped(match); count--) {
        const char *found = match_here(match, s + count, end + 1);

        if (found)
            return found;
    }
    return NULL;
}

/* None, then one more at a time. */
static const char *match_least(ExsMatch *match, const char *s, const char *p, const char *end)
{
    for (;;) {
        const char *found = match_here(match, s, end + 1);

        if (found || exs_match_stopped(match))
            return found;
        if (!is_one(match, s, p, end))
            return NULL;
        s++;
    }
}

static const char *match_balanced(ExsMatch *match, const char *s, const char *p)
{
    const char *end = match->text_end;
    size_t open = 1;

    if (match->pattern_end - p < 2)
        return fail(match, "malformed pattern (missing arguments to '%b')");
    if (s >= end || *s != p[0])
        return NULL;
    while (++s < end && spend(match, 1)) {
        if (*s == p[1]) {
            if (--open == 0)
                return s + 1;
        } else if (*s == p[0]) {
            open++;
        }
    }
    return NULL;
}

/* Returns where the pattern goes on, NULL if `s` is no such border. `p` behind the "%f". */
static const char *pass_frontier(ExsMatch *match, const char *s, const char *p)
{
    unsigned char before = s == match->text ? 0 : (unsigned char)s[-1];
    unsigned char after = s == match->text_end ? 0 : (unsigned char)*s;
    const char *end;

    if (peek(match, p) != '[')
        return fail(match, "missing '[' after '%f' in pattern");
    end = item_end(match, p);
    if (!end || !spend(match, 2 * (size_t)(end - p)))
        return NULL;
    if (is_in_set(before, p, end - 1) || !is_in_set(after, p, end - 1))
        return NULL;
    return end;
}

static const char *match_again(ExsMatch *match, const char *s, char digit)
{
    int index = digit - '1';
    ptrdiff_t length;

    if (index < 0 || index >= match->level || match->captures[index].length == EXS_CAPTURE_OPEN) {
        g_snprintf(match->fault, sizeof match->fault, "invalid capture index %%%d", index + 1);
        return NULL;
    }
    length = match->captures[index].length;
    if (length < 0 || match->text_end - s < length || !spend(match, (size_t)length / 16))
        return NULL;
    return memcmp(match->captures[index].start, s, (size_t)length) == 0 ? s + length : NULL;
}

static const char *open_capture(ExsMatch *match, const char *s, const char *p)
{
    bool position = peek(match, p) == ')';
    const char *found;

    if (match->level >= EXS_PATTERN_CAPTURES)
        return fail(match, "too many captures");
    match->captures[match->level].start = s;
    match->captures[match->level].length = position ? EXS_CAPTURE_POSITION : EXS_CAPTURE_OPEN;
    match->level++;
    found = match_here(match, s, position ? p + 1 : p);
    if (!found)
        match->level--;
    return found;
}

static const char *close_capture(ExsMatch *match, const char *s, const char *p)
{
    int index = match->level - 1;
    const char *found;

    while (index >= 0 && match->captures[index].length != EXS_CAPTURE_OPEN)
        index--;
    if (index < 0)
        return fail(match, "invalid pattern capture");
    match->captures[index].length = s - match->captures[index].start;
    found = match_here(match, s, p);
    if (!found)
        match->captures[index].length = EXS_CAPTURE_OPEN;
    return found;
}

typedef enum {
    GOES_ON, /* from the new `s` and `p` */
    ENDS,    /* with `s` */
} Course;

/* A single character, class or set, and the repetition behind it. */
static Course match_item(ExsMatch *match, const char **s, const char **p)
{
    const char *end = item_end(match, *p);
    unsigned char repeat;
    const char *found;

    if (!end || !spend(match, (size_t)(end - *p))) {
        *s = NULL;
        return ENDS;
    }
    repeat = peek(match, end);
    if (!is_one(match, *s, *p, end)) {
        *p = end + 1;
        if (!exs_match_stopped(match) && (repeat == '*' || repeat == '?' || repeat == '-'))
            return GOES_ON;
        *s = NULL;
        return ENDS;
    }
    switch (repeat) {
    case '*':
        *s = match_most(match, *s, *p, end);
        return ENDS;
    case '+':
        *s = match_most(match, *s + 1, *p, end);
        return ENDS;
    case '-':
        *s = match_least(match, *s, *p, end);
        return ENDS;
    case '?':
        found = match_here(match, *s + 1, end + 1);
        *p = end + 1;
        if (!found && !exs_match_stopped(match))
            return GOES_ON;
        *s = found;
        return ENDS;
    default:
        ++*s;
        *p = end;
        return GOES_ON;
    }
}

/* What only a '%' begins; false if it is an ordinary escape. */
static bool match_escape(ExsMatch *match, const char **s, const char **p)
{
    unsigned char letter = peek(match, *p + 1);

    if (letter == 'b') {
        *s = match_balanced(match, *s, *p + 2);
        *p += 4;
    } else if (letter == 'f') {
        *p = pass_frontier(match, *s, *p + 2);
        if (!*p)
            *s = NULL;
    } else if (g_ascii_isdigit(letter)) {
        *s = match_again(match, *s, (char)letter);
        *p += 2;
    } else {
        return false;
    }
    return true;
}

static const char *match_rest(ExsMatch *match, const char *s, const char *p)
{
    while (s && spend(match, 1)) {
        if (p == match->pattern_end)
            return s;
        if (*p == '(')
            return open_capture(match, s, p + 1);
        if (*p == ')')
            return close_capture(match, s, p + 1);
        if (*p == '$' && p + 1 == match->pattern_end)
            return s == match->text_end ? s : NULL;
        if (*p == MAGIC && match_escape(match, &s, &p))
            continue;
        if (match_item(match, &s, &p) == ENDS)
            return s;
    }
    return NULL;
}

static const char *match_here(ExsMatch *match, const char *s, const char *p)
{
    const char *found;

    if (match->depth == 0)
        return fail(match, "pattern too complex");
    match->depth--;
    found = match_rest(match, s, p);
    match->depth++;
    return found;
}

void exs_match_init(ExsMatch *match, const char *text, size_t text_length, const char *pattern,
                    size_t pattern_length, bool anchors, uint64_t steps)
{
    match->text = text;
    match->text_end = text + text_length;
    match->anchored = anchors && pattern_length > 0 && *pattern == '^';
    match->pattern = match->anchored ? pattern + 1 : pattern;
    match->pattern_end = pattern + pattern_length;
    match->steps = steps;
    match->exhausted = false;
    match->fault[0] = '\0';
}

const char *exs_match_at(ExsMatch *match, const char *at)
{
    const char *found;

    match->depth = DEPTH;
    match->level = 0;
    found = match_here(match, at, match->pattern);
    return exs_match_stopped(match) ? NULL : found;
}

const char *exs_match_from(ExsMatch *match, const char *from, const char **start)
{
    for (; from <= match->text_end; from++) {
        const char *end = exs_match_at(match, from);

        *start = from;
        if (end || match->anchored || exs_match_stopped(match))
            return end;
    }
    return NULL;
}

bool exs_match_stopped(const ExsMatch *match)
{
    return match->exhausted || match->fault[0] != '\0';
}

bool exs_pattern_is_plain(const char *pattern, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (pattern[i] != '\0' && strchr("^$*+?.([%-", pattern[i]))
            return false;
    return true;
}
