/* test_sandbox.c - what a script must not do, and how it is told.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <glib.h>
#include <string.h>

#include "exsim/bind/sandbox.h"
#include "support/sandbox.h"

#define MIB ((size_t)1 << 20)

typedef struct {
    const char *name;
    const char *text;
    ExsErrorCode code;
    const char *message; /* part of it */
} Refusal;

static void check_refusals(const Refusal *rows, size_t count, const ExsSandboxLimits *limits)
{
    for (size_t i = 0; i < count; i++) {
        g_autoptr(ExsSandbox) sandbox = test_sandbox_new(limits);
        g_autoptr(GError) error = NULL;
        int top = lua_gettop(exs_sandbox_lua(sandbox));

        ck_assert_msg(!test_sandbox_run(sandbox, rows[i].text, &error), "%s: it ran", rows[i].name);
        ck_assert_msg(error->code == (int)rows[i].code, "%s: code %d, %s", rows[i].name,
                      error->code, error->message);
        ck_assert_msg(strstr(error->message, rows[i].message) != NULL, "%s: %s", rows[i].name,
                      error->message);
        ck_assert_msg(strstr(error->message, "0x") == NULL, "%s: %s", rows[i].name, error->message);
        ck_assert_msg(strchr(error->message, '\n') == NULL, "%s: two lines", rows[i].name);
        ck_assert_int_eq(exs_sandbox_limit_hit(sandbox), rows[i].code == EXS_ERROR_LIMIT);
        ck_assert_int_eq(lua_gettop(exs_sandbox_lua(sandbox)), top);
    }
}

/* clang-format off */
static const Refusal names[] = {
    {"io",                      "io.write('x')",            EXS_ERROR_SCRIPT, "test.lua:1: scenario scripts cannot use io"},
    {"os",                      "\nos.exit(0)",             EXS_ERROR_SCRIPT, "test.lua:2: scenario scripts cannot use os"},
    {"debug",                   "debug.sethook()",          EXS_ERROR_SCRIPT, "scenario scripts cannot use debug"},
    {"package",                 "package.loaded = nil",     EXS_ERROR_SCRIPT, "scenario scripts cannot use package"},
    {"dofile",                  "dofile 'x'",               EXS_ERROR_SCRIPT, "scenario scripts cannot use dofile"},
    {"loadfile",                "loadfile 'x'",             EXS_ERROR_SCRIPT, "scenario scripts cannot use loadfile"},
    {"load",                    "load 'x = 1'",             EXS_ERROR_SCRIPT, "scenario scripts cannot use load"},
    {"loadstring",              "loadstring 'x = 1'",       EXS_ERROR_SCRIPT, "scenario scripts cannot use loadstring"},
    {"collectgarbage",          "collectgarbage()",         EXS_ERROR_SCRIPT, "scenario scripts cannot use collectgarbage"},
    {"next",                    "next {}",                  EXS_ERROR_SCRIPT, "scenario scripts cannot use next"},
    {"warn",                    "warn '@on'",               EXS_ERROR_SCRIPT, "scenario scripts cannot use warn"},
    {"_G",                      "_G.print = 1",             EXS_ERROR_SCRIPT, "scenario scripts cannot use _G"},
    {"string.dump",             "string.dump(print)",       EXS_ERROR_SCRIPT, "scenario scripts cannot use string.dump"},
    {"math.randomseed",         "math.randomseed(1)",       EXS_ERROR_SCRIPT, "scenario scripts cannot use math.randomseed"},
    {"another module",          "require 'os'",             EXS_ERROR_SCRIPT, "scenario scripts can require only 'exsim', not 'os'"},
    {"a module of the library", "require 'exsim.space'",    EXS_ERROR_SCRIPT, "scenario scripts can require only 'exsim'"},
    {"an undeclared name",      "return Serer",             EXS_ERROR_SCRIPT, "test.lua:1: undeclared name 'Serer'"},
    {"one that is nearly right", "prnt 'x'",                EXS_ERROR_SCRIPT, "undeclared name 'prnt' (did you mean 'print'?)"},
    {"a library function too",  "string.reverze 'x'",       EXS_ERROR_SCRIPT, "undeclared name 'string.reverze' (did you mean 'string.reverse'?)"},
    {"a method of a string",    "('x'):repp(2)",            EXS_ERROR_SCRIPT, "undeclared name 'string.repp' (did you mean 'string.rep'?)"},
    {"a global assigned",       "count = 1",                EXS_ERROR_SCRIPT, "undeclared name 'count': write local count"},
    {"a global function",       "function build() end",     EXS_ERROR_SCRIPT, "undeclared name 'build': write local function build"},
    {"a global through _ENV",   "_ENV.count = 1",           EXS_ERROR_SCRIPT, "undeclared name 'count'"},
    {"print assigned",          "print = nil",              EXS_ERROR_SCRIPT, "read-only: print"},
    {"a library assigned",      "string = {}",              EXS_ERROR_SCRIPT, "read-only: string"},
    {"a library function assigned", "string.rep = print",   EXS_ERROR_SCRIPT, "read-only: string.rep"},
    {"a library function added", "table.first = print",     EXS_ERROR_SCRIPT, "read-only: table.first"},
    {"rawset on a library",     "rawset(string, 'rep', 1)", EXS_ERROR_SCRIPT, "read-only: rep"},
    {"rawset on the globals",   "rawset(_ENV, 'x', 1)",     EXS_ERROR_SCRIPT, "read-only: x"},
    {"table.insert on a library", "table.insert(math, 1)",  EXS_ERROR_SCRIPT, "read-only: math.1"},
    {"a library's metatable",   "setmetatable(math, {})",   EXS_ERROR_SCRIPT, "cannot change a protected metatable"},
    {"the strings' metatable",  "getmetatable('').__index = nil", EXS_ERROR_SCRIPT, "read-only: string metatable.__index"},
    {"a finalizer",             "setmetatable({}, { __gc = print })", EXS_ERROR_SCRIPT, "__gc is not available"},
    {"a weak table",            "setmetatable({}, { __mode = 'k' })", EXS_ERROR_SCRIPT, "__mode is not available"},
    {"an address in a format",  "string.format('%p', {})",  EXS_ERROR_SCRIPT, "'%p' is not available"},
    {"a key without order",     "for _ in pairs { [{}] = 1 } do end", EXS_ERROR_SCRIPT, "pairs cannot order keys of type table"},
    {"a function as a key",     "for _ in pairs { [print] = 1, 2 } do end", EXS_ERROR_SCRIPT, "pairs cannot order keys of type function"},
    {"a module that requires itself", "require('exsim').space.circle()", EXS_ERROR_SCRIPT, "module 'exsim.circle' requires itself"},
};

static const Refusal errors[] = {
    {"an error",                "\n\nerror 'bad'",          EXS_ERROR_SCRIPT, "test.lua:3: bad"},
    {"without its place",       "\nerror('bad', 0)",        EXS_ERROR_SCRIPT, "test.lua:2: bad"},
    {"with two lines",          "error 'a\\nb'",            EXS_ERROR_SCRIPT, "test.lua:1: a\\x0ab"},
    {"an assertion",            "assert(false)",            EXS_ERROR_SCRIPT, "test.lua:1: assertion failed!"},
    {"no error object",         "error(nil)",               EXS_ERROR_SCRIPT, "test.lua:1: error object is a nil value"},
    {"a table",                 "error {}",                 EXS_ERROR_SCRIPT, "error object is a table value"},
    {"a boolean",               "error(true)",              EXS_ERROR_SCRIPT, "error object is a boolean value"},
    {"a table with a looping name", "error(setmetatable({}, { __tostring = function() while true do end end }))",
                                                            EXS_ERROR_SCRIPT, "error object is a table value"},
    {"in a coroutine",          "coroutine.wrap(function() error 'bad' end)()", EXS_ERROR_SCRIPT, "test.lua:1: bad"},
    {"the library's error",     "\nrequire('exsim').space.fail 'bad'", EXS_ERROR_SCRIPT, "test.lua:2: bad"},
    {"a fault of the library",  "\nrequire('exsim').space.index(nil)", EXS_ERROR_SCRIPT,
                                "test.lua:2: attempt to index a nil value (local 'x') (at exsim.space:3)"},
    {"too many results",        "return table.unpack({}, 1, 1e7)", EXS_ERROR_SCRIPT, "too many results to unpack"},
    {"far too many results",    "return table.unpack({}, 1, 2^31 - 1)", EXS_ERROR_SCRIPT, "too many results to unpack"},
    {"too large a string",      "return ('x'):rep(1e9, ('y'):rep(1e6))", EXS_ERROR_SCRIPT, "resulting string too large"},
    {"too many captures",       "return ('x'):find(('('):rep(1000))", EXS_ERROR_SCRIPT, "too many captures"},
    {"too complex a pattern",   "return ('a'):rep(300):find(('a?'):rep(300))", EXS_ERROR_SCRIPT, "pattern too complex"},
    {"a length made up",        "table.insert(setmetatable({}, { __len = function() return 1 << 60 end }), 1, 1)",
                                                            EXS_ERROR_SCRIPT, "without __len"},
    {"an empty interval",       "math.random(2, 1)",        EXS_ERROR_SCRIPT, "interval is empty"},
    {"a format of nothing",     "string.format('%d')",      EXS_ERROR_SCRIPT, "bad argument #2 to 'format'"},
    {"a yield from the script", "coroutine.yield()",        EXS_ERROR_SCRIPT, "outside a coroutine"},
    {"recursion by __index",    "local t = setmetatable({}, {}) getmetatable(t).__index = function(t, k) return t[k + 1] end return t[1]",
                                                            EXS_ERROR_SCRIPT, "C stack overflow"},
    {"recursion by __concat",   "local t = setmetatable({}, {}) getmetatable(t).__concat = function(a, b) return a .. b end return t .. t",
                                                            EXS_ERROR_SCRIPT, "C stack overflow"},
    {"recursion by __tostring", "local t = setmetatable({}, {}) getmetatable(t).__tostring = tostring return tostring(t)",
                                                            EXS_ERROR_SCRIPT, "C stack overflow"},
    {"recursion by gsub",       "local function f() return ('x'):gsub('x', f) end f()", EXS_ERROR_SCRIPT, "C stack overflow"},
    {"recursion by sort",       "local function f() table.sort({ 1, 2 }, f) end f()", EXS_ERROR_SCRIPT, "C stack overflow"},
    {"recursion by pairs",      "local t = setmetatable({}, {}) getmetatable(t).__pairs = pairs return pairs(t)",
                                                            EXS_ERROR_SCRIPT, "C stack overflow"},
    {"recursion by pcall",      "local function f() local ok, e = pcall(f) error(e, 0) end f()", EXS_ERROR_SCRIPT, "stack overflow"},
    {"recursion in a handler",  "local function h(e) error(e) end local ok, e = xpcall(error, h) error(e, 0)", EXS_ERROR_SCRIPT, "test.lua:1: "},
    {"coroutines in coroutines", "local function f() coroutine.wrap(f)() end f()", EXS_ERROR_SCRIPT, "C stack overflow"},
};

static const Refusal syntax[] = {
    {"a syntax error",          "local x = 1\nlocal = 2",   EXS_ERROR_PARSE, "test.lua:2: <name> expected near '='"},
    {"an unfinished string",    "x = 'a\n",                 EXS_ERROR_PARSE, "test.lua:1: unfinished string near ''a'"},
    {"a line after CR LF",      "local x\r\n\r\nlocal = 2", EXS_ERROR_PARSE, "test.lua:3: "},
    {"a line after #!",         "#!/usr/bin/exsim\nlocal = 2", EXS_ERROR_PARSE, "test.lua:2: "},
    {"a line after a mark",     "\xEF\xBB\xBF# x\nlocal = 2", EXS_ERROR_PARSE, "test.lua:2: "},
    {"compiled Lua",            "\x1bLuaT",                 EXS_ERROR_PARSE, "test.lua: not a text script: it is compiled"},
    {"UTF-16",                  "\xFF\xFE-",                EXS_ERROR_PARSE, "not a text script: it is UTF-16"},
    {"a record",                "exsim record",             EXS_ERROR_PARSE, "not a text script: it is a record"},
    {"random bytes",            "local x = 1\n\x80\xC1\xF5",      EXS_ERROR_PARSE, "test.lua:2: not a text script: byte"},
    {"a goto to nowhere",       "goto out",                 EXS_ERROR_PARSE, "no visible label 'out'"},
};

static const Refusal limits[] = {
    {"a loop",                  "\nwhile true do end",      EXS_ERROR_LIMIT, "test.lua:2: limit hit: 20000000 instructions"},
    {"a loop by goto",          "::a:: goto a",             EXS_ERROR_LIMIT, "instructions"},
    {"a loop in pcall",         "while true do pcall(function() while true do end end) end", EXS_ERROR_LIMIT, "instructions"},
    {"a loop in a coroutine",   "coroutine.wrap(function() while true do end end)()", EXS_ERROR_LIMIT, "instructions"},
    {"swallowed by resume",     "coroutine.resume(coroutine.create(function() while true do end end))", EXS_ERROR_LIMIT, "instructions"},
    {"a loop in a handler",     "xpcall(error, function() while true do end end)", EXS_ERROR_LIMIT, "instructions"},
    {"a handler for the limit", "xpcall(function() while true do end end, function() while true do end end)", EXS_ERROR_LIMIT, "instructions"},
    {"a loop in a close",       "coroutine.wrap(function()\n"
                                " local x <close> = setmetatable({}, { __close = function() while true do end end })\n"
                                " while true do end end)()", EXS_ERROR_LIMIT, "test.lua:3: limit hit: 20000000 instructions"},
    {"a close of a dead one",   "local co = coroutine.create(function()\n"
                                " local x <close> = setmetatable({}, { __close = function() while true do end end })\n"
                                " error 'x' end) coroutine.resume(co) coroutine.close(co)", EXS_ERROR_LIMIT, "instructions"},
    {"short coroutines",        "while true do coroutine.wrap(function() for i = 1, 90 do end end)() end", EXS_ERROR_LIMIT, "instructions"},
    {"an iterator that loops",  "for _ in function() return 1 end do end", EXS_ERROR_LIMIT, "instructions"},
    {"nothing, very often",     "while true do local x = (''):rep(1 << 60) end", EXS_ERROR_LIMIT, "instructions"},
    {"table.move of nothing",   "table.move({}, 1, 1 << 60, 2)", EXS_ERROR_LIMIT, "instructions"},
    {"long texts, often",       "local s = ('x'):rep(1 << 20) while true do local t = s .. 'y' end", EXS_ERROR_LIMIT, "instructions"},
    {"a sort of everything",    "local t = {} for i = 1, 1e5 do t[i] = -i end while true do table.sort(t) end", EXS_ERROR_LIMIT, "instructions"},
    {"recursion",               "\nlocal function f() return 1 + f() end f()", EXS_ERROR_LIMIT, "test.lua:2: limit hit: stack overflow, 100000 calls deep"},
    {"recursion in a coroutine", "local function f() return 1 + f() end while true do pcall(coroutine.wrap(f)) end", EXS_ERROR_LIMIT, "stack overflow"},
    {"a long string",           "local s = ('x'):rep(1 << 30)", EXS_ERROR_LIMIT, "limit hit: 16 MiB of memory"},
    {"a long string in pcall",  "for i = 1, 1e9 do pcall(string.rep, 'x', 1 << 30) end", EXS_ERROR_LIMIT, "limit hit: 16 MiB of memory"},
    {"memory and another error", "for i = 1, 1e9 do pcall(function()\n"
                                " local x <close> = setmetatable({}, { __close = function() error 'mine' end })\n"
                                " return ('x'):rep(1 << 30) end) end", EXS_ERROR_LIMIT, "16 MiB of memory"},
    {"a string that doubles",   "local s = 'x' while true do s = s .. s end", EXS_ERROR_LIMIT, "16 MiB of memory"},
    {"a table filled",          "local t = {} for i = 1, 1e12 do t[i] = i end", EXS_ERROR_LIMIT, "test.lua: limit hit: 16 MiB of memory"},
    {"many coroutines",         "local t = {} while true do t[#t + 1] = coroutine.create(print) end", EXS_ERROR_LIMIT, "limit hit"},
    {"nested closes",           "local co for i = 1, 1e5 do local last = co co = coroutine.create(function()\n"
                                " local x <close> = setmetatable({}, { __close = function() if last then coroutine.close(last) end end })\n"
                                " coroutine.yield() end) coroutine.resume(co) end coroutine.close(co)", EXS_ERROR_LIMIT, "limit hit"},
    {"a slow pattern",          "return ('a'):rep(500):find('.-.-.-.-.-.-b')", EXS_ERROR_LIMIT, "test.lua:1: limit hit: 10000000 pattern steps"},
    {"swallowed by pcall",      "while true do pcall(string.match, ('a'):rep(500), '.-.-.-.-.-.-b') end", EXS_ERROR_LIMIT, "pattern steps"},
    {"in gsub",                 "return ('a'):rep(500):gsub('.-.-.-.-.-.-b', '')", EXS_ERROR_LIMIT, "pattern steps"},
    {"in gmatch",               "for _ in ('a'):rep(500):gmatch('.-.-.-.-.-.-b') do end", EXS_ERROR_LIMIT, "pattern steps"},
    {"patterns, one by one",    "local s = ('a'):rep(1000) while true do s:find('.-b') end", EXS_ERROR_LIMIT, "instructions"},
    {"plain searches",          "local s = ('a'):rep(1 << 20) while true do s:find('ab', 1, true) end", EXS_ERROR_LIMIT, "instructions"},
    {"memory of a literal",     "local t = {} while true do t = { t } end", EXS_ERROR_LIMIT, "16 MiB of memory"},
};

/* clang-format on */

START_TEST(refuses_names)
{
    check_refusals(names, G_N_ELEMENTS(names), NULL);
}
END_TEST

START_TEST(puts_errors_into_words)
{
    check_refusals(errors, G_N_ELEMENTS(errors), NULL);
}
END_TEST

START_TEST(reads_only_text)
{
    check_refusals(syntax, G_N_ELEMENTS(syntax), NULL);
}
END_TEST

START_TEST(keeps_limits)
{
    const ExsSandboxLimits small = {.memory = 16 * MIB, .instructions = 20000000};

    check_refusals(limits, G_N_ELEMENTS(limits), &small);
}
END_TEST

/* Made of `count` pieces; each of these is too much for the compiler. */
static const struct {
    const char *name;
    const char *before, *piece, *after;
    int count;
    const char *message;
} too_much[] = {
    {"locals", "", "local x ", "", 300, "too many local variables"},
    {"parentheses", "return ", "(", "1", 250, "test.lua: nested too deeply: brackets"},
    {"tables in tables", "return ", "{", "1", 100000, "200 levels deep at most"},
};

START_TEST(bounds_the_compiler)
{
    for (size_t i = 0; i < G_N_ELEMENTS(too_much); i++) {
        g_autoptr(ExsSandbox) sandbox = test_sandbox_new(NULL);
        g_autoptr(GError) error = NULL;
        GString *text = g_string_new(too_much[i].before);

        for (int n = 0; n < too_much[i].count; n++)
            g_string_append(text, too_much[i].piece);
        g_string_append(text, too_much[i].after);
        ck_assert(!test_sandbox_run(sandbox, text->str, &error));
        ck_assert_msg(error->code == EXS_ERROR_PARSE &&
                          strstr(error->message, too_much[i].message) &&
                          g_str_has_prefix(error->message, "test.lua:"),
                      "%s: %s", too_much[i].name, error->message);
        g_string_free(text, TRUE);
    }
}
END_TEST

START_TEST(reads_no_nul)
{
    g_autoptr(ExsSandbox) sandbox = test_sandbox_new(NULL);
    g_autoptr(GError) error = NULL;

    ck_assert(!test_sandbox_run_bytes(sandbox, "x\0= 1", 5, &error));
    ck_assert_int_eq(error->code, EXS_ERROR_PARSE);
    ck_assert_ptr_nonnull(strstr(error->message, "not a text script: byte \\x00"));
}
END_TEST

START_TEST(names_long_files_in_full)
{
    static const char name[] = "/a/folder/with/a/name/that/is/longer/than/what/Lua/would/ever/"
                               "show/in/a/message/bad\xFF.lua";
    g_autoptr(ExsSandbox) sandbox = test_sandbox_new(NULL);
    g_autoptr(GError) error = NULL;

    ck_assert(exs_sandbox_load(sandbox, name, "\nerror 'x'", 10, NULL));
    ck_assert(!exs_sandbox_call(sandbox, 0, 0, &error));
    ck_assert_str_eq(error->message, "/a/folder/with/a/name/that/is/longer/than/what/Lua/would/"
                                     "ever/show/in/a/message/bad\\xff.lua:2: x");
    g_clear_error(&error);
    ck_assert(!exs_sandbox_load(sandbox, name, "\n=", 2, &error));
    ck_assert_msg(g_str_has_prefix(error->message, "/a/folder") &&
                      strstr(error->message, "bad\\xff.lua:2: unexpected symbol"),
                  "%s", error->message);
}
END_TEST

Suite *suite_sandbox(void)
{
    Suite *suite = suite_create("sandbox");
    TCase *tcase = tcase_create("sandbox");

    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, refuses_names);
    tcase_add_test(tcase, puts_errors_into_words);
    tcase_add_test(tcase, reads_only_text);
    tcase_add_test(tcase, keeps_limits);
    tcase_add_test(tcase, bounds_the_compiler);
    tcase_add_test(tcase, reads_no_nul);
    tcase_add_test(tcase, names_long_files_in_full);
    suite_add_tcase(suite, tcase);
    return suite;
}
