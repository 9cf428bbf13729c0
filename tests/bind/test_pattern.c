/* test_pattern.c - Lua's patterns: by hand, and against stock Lua.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <glib.h>
#include <lauxlib.h>
#include <lualib.h>
#include <string.h>

#include "exsim/bind/pattern.h"
#include "exsim/bind/sandbox.h"

#define PLENTY 10000000

/* clang-format off */
static const struct {
    const char *name;
    const char *text;
    const char *pattern;
    int start, end;       /* as string.find says; 0: no match */
    const char *captures; /* joined with "," */
    const char *fault;    /* part of it; NULL: none */
} cases[] = {
    {"letters",                    "hello",        "ell",         2, 4, "",        NULL},
    {"nothing matches anywhere",   "hello",        "",            1, 0, "",        NULL},
    {"an anchor",                  "hello",        "^ell",        0, 0, "",        NULL},
    {"both anchors",               "hello",        "^h.*o$",      1, 5, "",        NULL},
    {"a dollar inside is itself",  "a$b",          "a$b",         1, 3, "",        NULL},
    {"as many as there are",       "<a><b>",       "<.*>",        1, 6, "",        NULL},
    {"as few as will do",          "<a><b>",       "<.->",        1, 3, "",        NULL},
    {"one or none",                "color",        "colou?r",     1, 5, "",        NULL},
    {"at least one",               "a",            "ab+",         0, 0, "",        NULL},
    {"a class",                    "HUB1 up",      "%u+%d%s%l+",  1, 7, "",        NULL},
    {"its opposite",               "  x",          "%S",          3, 3, "",        NULL},
    {"a set with a range",         "x59y",         "[0-9]+",      2, 3, "",        NULL},
    {"a set that is not",          "ab12",         "[^%a]+",      3, 4, "",        NULL},
    {"a bracket first in a set",   "a]b",          "[]]",         2, 2, "",        NULL},
    {"a dash last in a set",       "a-b",          "[b-]",        2, 2, "",        NULL},
    {"captures",                   "key = value",  "(%w+) = (%w+)", 1, 11, "key,value", NULL},
    {"captures inside captures",   "abc",          "((a)(b))c",   1, 3, "ab,a,b",  NULL},
    {"positions",                  "abc",          "()b()",       2, 2, "2,3",     NULL},
    {"the same again",             "say 'it'",     "(['\"])(.-)%1", 5, 8, "',it",  NULL},
    {"balanced brackets",          "f(a(b)c)d)",   "%b()",        2, 8, "",        NULL},
    {"a frontier",                 "THE (quick)",  "%f[%a]%a+%f[%A]", 1, 3, "",    NULL},
    {"a frontier at the end",      "ab",           "%f[%z]",      3, 2, "",        NULL},
    {"an escaped percent",         "5%",           "%%",          2, 2, "",        NULL},
    {"a percent at the end",       "a",            "a%",          0, 0, "",        "ends with '%'"},
    {"a set without end",          "a",            "[a",          0, 0, "",        "missing ']'"},
    {"a set of nothing",           "a",            "[]",          0, 0, "",        "missing ']'"},
    {"a balance of one",           "a",            "%bx",         0, 0, "",        "missing arguments to '%b'"},
    {"a frontier of no set",       "a",            "%fa",         0, 0, "",        "missing '[' after '%f'"},
    {"a capture that never opened", "a",           "a)",          0, 0, "",        "invalid pattern capture"},
    {"a capture still open",       "aa",           "(a%1)",       0, 0, "",        "invalid capture index %1"},
    {"a capture that is not",      "aa",           "a%2",         0, 0, "",        "invalid capture index %2"},
};
/* clang-format on */

static char *join_captures(const ExsMatch *match)
{
    GString *out = g_string_new(NULL);

    for (int i = 0; i < match->level; i++) {
        const ExsCapture *capture = &match->captures[i];

        if (i > 0)
            g_string_append_c(out, ',');
        if (capture->length == EXS_CAPTURE_POSITION)
            g_string_append_printf(out, "%d", (int)(capture->start - match->text) + 1);
        else
            g_string_append_len(out, capture->start, capture->length);
    }
    return g_string_free(out, FALSE);
}

START_TEST(matches_as_the_manual_says)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const char *text = cases[i].text, *start = NULL, *end;
        g_autofree char *captures = NULL;
        ExsMatch match;

        exs_match_init(&match, text, strlen(text), cases[i].pattern, strlen(cases[i].pattern), true,
                       PLENTY);
        end = exs_match_from(&match, text, &start);
        ck_assert_msg(cases[i].fault ? strstr(match.fault, cases[i].fault) != NULL
                                     : match.fault[0] == '\0',
                      "%s: %s", cases[i].name, match.fault);
        ck_assert_msg((end != NULL) == (cases[i].start > 0), "%s", cases[i].name);
        ck_assert(!match.exhausted);
        if (!end)
            continue;
        captures = join_captures(&match);
        ck_assert_msg(start - text + 1 == cases[i].start, "%s: starts at %d", cases[i].name,
                      (int)(start - text) + 1);
        ck_assert_msg(end - text == cases[i].end, "%s: ends at %d", cases[i].name,
                      (int)(end - text));
        ck_assert_msg(strcmp(captures, cases[i].captures) == 0, "%s: %s", cases[i].name, captures);
    }
}
END_TEST

START_TEST(counts_its_steps)
{
    g_autofree char *text = g_strnfill(200, 'a');
    const char *pattern = ".-.-.-.-.-.-b", *start;
    ExsMatch match;

    exs_match_init(&match, text, 200, pattern, strlen(pattern), true, 1000);
    ck_assert_ptr_null(exs_match_from(&match, text, &start));
    ck_assert(match.exhausted);
    ck_assert_uint_eq(match.steps, 0);
    exs_match_init(&match, text, 200, "aaa", 3, true, 1000);
    ck_assert_ptr_nonnull(exs_match_from(&match, text, &start));
    ck_assert(!match.exhausted);
    ck_assert_uint_eq(match.steps, 1000 - 10); /* a letter is three, the end is one */
}
END_TEST

START_TEST(bounds_its_recursion)
{
    g_autofree char *text = g_strnfill(500, 'a');
    GString *pattern = g_string_new(NULL);
    const char *start;
    ExsMatch match;

    for (int i = 0; i < 500; i++)
        g_string_append(pattern, "a?");
    exs_match_init(&match, text, 500, pattern->str, pattern->len, true, PLENTY);
    ck_assert_ptr_null(exs_match_from(&match, text, &start));
    ck_assert_str_eq(match.fault, "pattern too complex");
    g_string_free(pattern, TRUE);
}
END_TEST

/* Says what the four functions give, errors and all; runs in stock Lua and in the sandbox. */
static const char teller[] =
    "local s, p, r, init = ...\n"
    "local out = {}\n"
    "local function tell(...)\n"
    "  for i = 1, select('#', ...) do out[#out + 1] = tostring((select(i, ...))) end\n"
    "  out[#out + 1] = '|'\n"
    "end\n"
    "tell(pcall(string.find, s, p, init))\n"
    "tell(pcall(string.find, s, p, init, true))\n"
    "tell(pcall(string.match, s, p, init))\n"
    "tell(pcall(string.gsub, s, p, r))\n"
    "tell(pcall(string.gsub, s, p, r, init))\n"
    "tell(pcall(string.gsub, s, p, { a = 'A', b = false, ab = 1 }))\n"
    "tell(pcall(string.gsub, s, p, function(a, b) tell(a, b) return b end))\n"
    "tell(pcall(function()\n"
    "  for a, b, c in string.gmatch(s, p, init) do tell(a, b, c) end\n"
    "end))\n"
    "return table.concat(out, ' ')\n";

/* clang-format off */
static const char *const pattern_parts[] = {
    "a", "b", "1", " ", "-", ".", "%a", "%d", "%s", "%S", "%w", "%p", "%x", "%U", "%c", "%g",
    "[ab]", "[^a]", "[a-c]", "[%a-]", "[]a]", "[^]b]", "[%d_]", "[a-%d]", "[%]]", "[b-a]",
    "(", ")", "(", ")", "()", "(a", "*", "+", "-", "?", "*", "+", "^", "$",
    "%1", "%2", "%0", "%b()", "%bab", "%b", "%f[a]", "%f[%w]", "%f[%s]", "%f", "%", "[", "]",
    "%%", "%z", "%q", "%.", "%(",
};
static const char *const text_parts[] = {
    "a", "b", "c", "ab", "aa", "1", "12", " ", "(", ")", "-", ".", "%", "[", "]", "_", "A", "^", "$",
    "\n", "\xC3\xA9", "\x7F",
};
static const char *const replacement_parts[] = {"x", "%0", "%1", "%2", "%%", "-", "%9", "%", "%a"};
/* clang-format on */

static void fill(GString *out, ExsStream *stream, const char *const *parts, size_t count,
                 uint64_t most)
{
    g_string_truncate(out, 0);
    for (uint64_t n = exs_stream_below(stream, most); n > 0; n--) {
        g_string_append(out, parts[exs_stream_below(stream, count)]);
        if (exs_stream_below(stream, 64) == 0)
            g_string_append_c(out, '\0');
    }
}

static const char *ask(lua_State *L, int function, GString *const words[3], lua_Integer init)
{
    lua_pushvalue(L, function);
    for (int i = 0; i < 3; i++)
        lua_pushlstring(L, words[i]->str, words[i]->len);
    lua_pushinteger(L, init);
    ck_assert_msg(lua_pcall(L, 4, 1, 0) == LUA_OK, "%s", lua_tostring(L, -1));
    return lua_tostring(L, -1);
}

START_TEST(agrees_with_stock_lua)
{
    ExsSandboxLimits limits = {.instructions = UINT64_MAX / 2};
    g_autoptr(ExsSandbox) sandbox = exs_sandbox_new(&limits);
    lua_State *ours = exs_sandbox_lua(sandbox), *stock = luaL_newstate();
    ExsStream stream = exs_stream(1, "patterns", "");
    GString *words[3] = {g_string_new(NULL), g_string_new(NULL), g_string_new(NULL)};

    luaL_openlibs(stock);
    ck_assert_int_eq(luaL_loadbuffer(stock, teller, strlen(teller), "@teller"), LUA_OK);
    ck_assert(exs_sandbox_load(sandbox, "teller", teller, strlen(teller), NULL));
    for (int i = 0; i < 20000; i++) {
        lua_Integer init = (lua_Integer)exs_stream_below(&stream, 24) - 8;
        const char *theirs, *mine;

        fill(words[0], &stream, text_parts, G_N_ELEMENTS(text_parts), 10);
        fill(words[1], &stream, pattern_parts, G_N_ELEMENTS(pattern_parts), 7);
        fill(words[2], &stream, replacement_parts, G_N_ELEMENTS(replacement_parts), 4);
        theirs = ask(stock, 1, words, init);
        mine = ask(ours, 1, words, init);
        ck_assert_msg(strcmp(theirs, mine) == 0, "%d: '%s' in '%s', '%s':\nstock %s\nours  %s", i,
                      words[1]->str, words[0]->str, words[2]->str, theirs, mine);
        lua_settop(stock, 1);
        lua_settop(ours, 1);
    }
    for (int i = 0; i < 3; i++)
        g_string_free(words[i], TRUE);
    lua_close(stock);
}
END_TEST

Suite *suite_pattern(void)
{
    Suite *suite = suite_create("pattern");
    TCase *tcase = tcase_create("pattern");

    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, matches_as_the_manual_says);
    tcase_add_test(tcase, counts_its_steps);
    tcase_add_test(tcase, bounds_its_recursion);
    tcase_add_test(tcase, agrees_with_stock_lua);
    suite_add_tcase(suite, tcase);
    return suite;
}
