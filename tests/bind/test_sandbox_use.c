/* test_sandbox_use.c - what a script can do, and what the host can.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <glib.h>
#include <lauxlib.h>
#include <signal.h>
#include <string.h>

#include "exsim/bind/sandbox.h"
#include "support/sandbox.h"

#define MIB ((size_t)1 << 20)

/* clang-format off */
/* What a script can do, and sees the same in every run. */
static const struct {
    const char *name;
    const char *text; /* its assertions */
} allowed[] = {
    {"an empty file",            ""},
    {"only a comment",           "-- nothing"},
    {"a mark and #!",            "\xEF\xBB\xBF#!/usr/bin/exsim\nlocal x <const> = 1"},
    {"CR LF",                    "local x = 1\r\nassert(x == 1)\r\n"},
    {"the libraries",            "assert(#('x'):rep(3) == 3 and math.pi > 3 and utf8.char(233) == '\xC3\xA9' and table.concat({ 1, 2 }) == '12')"},
    {"the module, once",         "local a, b = require 'exsim', require 'exsim' assert(a == b and a.name == 'exsim')"},
    {"modules see the globals",  "local p, r = require('exsim').space.globals() assert(p == print and r ~= require)"},
    {"pairs in order",           "local s = '' for k in pairs { b = 1, [3] = 1, a = 1, [true] = 1, [-1] = 1, [2.5] = 1, ab = 1, [false] = 1, [1] = 1, [10] = 1 } do s = s .. tostring(k) .. ' ' end\n"
                                 "assert(s == '-1 1 2.5 3 10 a ab b false true ', s)"},
    {"pairs with huge numbers",  "local s = '' for k in pairs { [2^70] = 1, [math.maxinteger] = 1, [-2^70] = 1, [math.mininteger] = 1, [0.5] = 1, [0] = 1, [-0.5] = 1 } do s = s .. k .. ' ' end\n"
                                 "assert(s == '-1.1805916207174e+21 -9223372036854775808 -0.5 0 0.5 9223372036854775807 1.1805916207174e+21 ', s)"},
    {"pairs of texts with NUL",  "local s = '' for k in pairs { ['a\\0b'] = 1, a = 1, ['a\\0'] = 1 } do s = s .. #k end assert(s == '123')"},
    {"pairs of a thousand",      "local t, n, last = {}, 0, 0 for i = 1, 1000 do t[(i * 7919) % 10007] = i end for k in pairs(t) do assert(k > last) last = k n = n + 1 end assert(n == 1000)"},
    {"clearing while walking",   "local t, n = { a = 1, b = 2, c = 3 }, 0 for k in pairs(t) do t.b = nil t[k] = nil n = n + 1 end assert(n == 2)"},
    {"__pairs",                  "local t = setmetatable({}, { __pairs = function(t) return function(_, k) if not k then return 1, 2 end end, t, nil end })\n"
                                 "local n = 0 for k, v in pairs(t) do n = n + k + v end assert(n == 3)"},
    {"walking a library",        "local n = 0 for k, v in pairs(string) do n = n + 1 assert(string[k] == v) end assert(n >= 15)"},
    {"no address",               "assert(tostring({}) == 'table' and tostring(print) == 'function' and tostring(coroutine.create(print)) == 'thread')"},
    {"no address in a format",   "assert(string.format('%s|%5s|%%|%d', {}, 'ab', 3) == 'table|   ab|%|3')"},
    {"a name",                   "assert(tostring(setmetatable({}, { __name = 'Site' })) == 'Site' and tostring(setmetatable({}, { __tostring = function() return 'x' end })) == 'x')"},
    {"sort",                     "local t = { 3, 1, 2 } table.sort(t) assert(table.concat(t) == '123') table.sort(t, function(a, b) return a > b end) assert(table.concat(t) == '321')"},
    {"sort keeps equals in order", "local t = {} for i = 1, 500 do t[i] = { i % 7, i } end table.sort(t, function(a, b) return a[1] < b[1] end)\n"
                                 "for i = 2, 500 do assert(t[i - 1][1] < t[i][1] or t[i - 1][1] == t[i][1] and t[i - 1][2] < t[i][2]) end"},
    {"sort with a bad order",    "local t = {} for i = 1, 300 do t[i] = i % 17 end table.sort(t, function() return true end) assert(#t == 300)"},
    {"insert, remove, move",     "local t = { 1, 2 } table.insert(t, 3) table.insert(t, 1, 0) assert(table.remove(t, 2) == 1 and table.remove(t) == 3) assert(table.concat(table.move(t, 1, 2, 2)) == '002')"},
    {"random numbers",           "for i = 1, 100 do local x, d, y = math.random(), math.random(6), math.random(-3, 3) assert(x >= 0 and x < 1 and d >= 1 and d <= 6 and y >= -3 and y <= 3) end\n"
                                 "assert(math.type(math.random(0)) == 'integer') assert(math.random(math.mininteger, math.maxinteger))"},
    {"pcall",                    "local ok, e = pcall(error, 'x') assert(not ok and e == 'x') assert(select('#', pcall(function() return 1, nil, nil end)) == 4)"},
    {"pcall with a place",       "local ok, e = pcall(function() error 'x' end) assert(e == 'test.lua:1: x', e)"},
    {"xpcall",                   "local ok, e = xpcall(error, function(m) return m .. '!' end, 'x') assert(not ok and e == 'x!') assert(select(2, xpcall(math.max, print, 1, 3)) == 3)"},
    {"yield across pcall",       "local co = coroutine.wrap(function() local ok, v = pcall(function() return coroutine.yield(1) + 1 end) return ok and v end) assert(co() == 1 and co(4) == 5)"},
    {"an error after such a yield", "local co = coroutine.wrap(function() return pcall(function() coroutine.yield() error('x', 0) end) end) co() local ok, e = co() assert(not ok and e == 'x')"},
    {"coroutines",               "local co = coroutine.create(function(a) local b = coroutine.yield(a + 1) error({ b }) end)\n"
                                 "local _, x = coroutine.resume(co, 1) assert(x == 2) local ok, e = coroutine.resume(co, 7) assert(not ok and e[1] == 7 and coroutine.status(co) == 'dead')\n"
                                 "assert(select(2, coroutine.resume(co)) == 'cannot resume dead coroutine')"},
    {"closing",                  "local closed = 0 local co = coroutine.create(function() local x <close> = setmetatable({}, { __close = function() closed = closed + 1 end }) coroutine.yield() end)\n"
                                 "coroutine.resume(co) assert(coroutine.close(co) and closed == 1 and coroutine.close(co))\n"
                                 "assert(not pcall(coroutine.close, coroutine.running()))"},
    {"nesting closes too deep",  "local co for i = 1, 20 do local last = co co = coroutine.create(function()\n"
                                 " local x <close> = setmetatable({}, { __close = function() if last then assert(coroutine.close(last)) end end })\n"
                                 " coroutine.yield() end) coroutine.resume(co) end\n"
                                 "local ok, e = coroutine.close(co) assert(not ok and e:find 'C stack overflow')"},
    {"a method that is there",   "assert(('abc'):upper():find('B') == 2)"},
    {"rawset on a table",        "local t = setmetatable({}, { __newindex = error }) rawset(t, 'x', 1) assert(t.x == 1)"},
    {"garbage",                  "local t for i = 1, 2e5 do t = { i, tostring(i) } end"},
    {"garbage that is large",    "local t for i = 1, 40 do t = ('x'):rep(5 << 20) end"},
    {"numbers in texts",         "assert(tostring(1.5) == '1.5' and 1 .. '' == '1' and tostring(2^53) == '9.007199254741e+15')"},
    {"its own environment",      "local _ENV = { x = 1 } y = x"},
};
/* clang-format on */

START_TEST(allows_the_rest)
{
    for (size_t i = 0; i < G_N_ELEMENTS(allowed); i++) {
        const ExsSandboxLimits small = {.memory = 16 * MIB};
        g_autoptr(ExsSandbox) sandbox = test_sandbox_new(&small);
        g_autoptr(GError) error = NULL;

        ck_assert_msg(test_sandbox_run(sandbox, allowed[i].text, &error), "%s: %s", allowed[i].name,
                      error ? error->message : "");
    }
}
END_TEST

START_TEST(stays_stopped)
{
    const ExsSandboxLimits small = {.instructions = 100000};
    g_autoptr(ExsSandbox) sandbox = test_sandbox_new(&small);
    g_autoptr(GError) error = NULL;

    ck_assert(!test_sandbox_run(sandbox, "while true do end", NULL));
    ck_assert(exs_sandbox_limit_hit(sandbox));
    ck_assert(!exs_sandbox_load(sandbox, "test.lua", "", 0, &error));
    ck_assert_int_eq(error->code, EXS_ERROR_LIMIT);
}
END_TEST

/* A host function that trips a limit of the model, and goes on. */
static int trip(lua_State *L)
{
    exs_sandbox_trip(exs_sandbox_from(L), EXS_ERROR_LIMIT, "limit hit: 3 messages");
    return 0;
}

START_TEST(keeps_limits_of_the_model)
{
    g_autoptr(ExsSandbox) sandbox = test_sandbox_new(NULL);
    g_autoptr(GError) error = NULL;

    lua_pushcfunction(exs_sandbox_lua(sandbox), trip);
    exs_sandbox_add_module(sandbox, "exsim");
    ck_assert(!test_sandbox_run(sandbox, "local trip = require 'exsim'\npcall(trip) pcall(trip)\n",
                                &error));
    ck_assert_int_eq(error->code, EXS_ERROR_LIMIT);
    ck_assert_str_eq(error->message, "test.lua:2: limit hit: 3 messages");
}
END_TEST

/* A host function that calls back, as an event does. */
static int call_back(lua_State *L)
{
    ExsSandbox *sandbox = exs_sandbox_from(L);
    GError *error = NULL;
    char text[200];

    ck_assert_ptr_eq(exs_sandbox_lua(sandbox), L);
    lua_pushvalue(L, 1);
    if (exs_sandbox_call(sandbox, 0, 0, &error))
        return 0;
    g_strlcpy(text, error->message, sizeof text);
    g_error_free(error);
    return luaL_error(L, "%s [09:00]", text);
}

/* clang-format off */
static const struct {
    const char *text;
    const char *message; /* NULL: it runs */
} calls[] = {
    {"call(function() end)", NULL},
    {"call(function()\nerror 'x' end)", "test.lua:2: x [09:00]"},
    {"call(function() call(function()\n error 'x' end) end)", "test.lua:2: x [09:00] [09:00]"},
    {"coroutine.wrap(function() call(function() call(print) end) end)()", NULL},
    {"while true do pcall(call, function() while true do end end) end", "test.lua:1: limit hit: 1000000 instructions"},
    {"pcall(call, function() coroutine.yield() end) call(print)", NULL},
};
/* clang-format on */

START_TEST(calls_within_calls)
{
    const ExsSandboxLimits small = {.instructions = 1000000};

    for (size_t i = 0; i < G_N_ELEMENTS(calls); i++) {
        g_autoptr(ExsSandbox) sandbox = test_sandbox_new(&small);
        g_autoptr(GError) error = NULL;
        g_autofree char *text = g_strconcat("local call = require 'exsim' ", calls[i].text, NULL);

        lua_pushcfunction(exs_sandbox_lua(sandbox), call_back);
        exs_sandbox_add_module(sandbox, "exsim");
        ck_assert_int_eq(test_sandbox_run(sandbox, text, &error), calls[i].message == NULL);
        ck_assert_msg(!calls[i].message || g_str_has_suffix(error->message, calls[i].message),
                      "%s: %s", calls[i].text, error ? error->message : "");
    }
}
END_TEST

static void keep_line(void *data, const char *line, size_t length)
{
    g_string_append_len(data, line, (gssize)length);
    g_string_append_c(data, '\n');
}

START_TEST(prints_to_the_host)
{
    g_autoptr(ExsSandbox) sandbox = test_sandbox_new(NULL);
    GString *out = g_string_new(NULL);

    ck_assert(test_sandbox_run(sandbox, "print 'dropped'", NULL));
    exs_sandbox_set_print(sandbox, keep_line, out);
    ck_assert(test_sandbox_run(sandbox, "print('a', 1, nil, {}) print()", NULL));
    ck_assert_str_eq(out->str, "a\t1\tnil\ttable\n\n");
    g_string_free(out, TRUE);
}
END_TEST

START_TEST(draws_from_the_seed)
{
    static const char text[] = "local s = '' for i = 1, 20 do s = s .. math.random(1000) .. ' '"
                               " .. math.random() .. ' ' end print(s)";
    GString *out[3] = {NULL, NULL, NULL};

    for (size_t i = 0; i < G_N_ELEMENTS(out); i++) {
        g_autoptr(ExsSandbox) sandbox = test_sandbox_new(NULL);

        out[i] = g_string_new(NULL);
        exs_sandbox_set_print(sandbox, keep_line, out[i]);
        exs_sandbox_set_random(sandbox, exs_stream(i == 0 ? 7 : 8, "script", ""));
        ck_assert(test_sandbox_run(sandbox, text, NULL));
    }
    ck_assert_str_ne(out[0]->str, out[1]->str);
    ck_assert_str_eq(out[1]->str, out[2]->str);
    for (size_t i = 0; i < G_N_ELEMENTS(out); i++)
        g_string_free(out[i], TRUE);
}
END_TEST

START_TEST(gives_modules_to_the_host)
{
    g_autoptr(ExsSandbox) sandbox = test_sandbox_new(NULL);
    g_autoptr(GError) error = NULL;
    lua_State *L = exs_sandbox_lua(sandbox);

    ck_assert(exs_sandbox_require(sandbox, "exsim.space", NULL));
    ck_assert_int_eq(lua_getfield(L, -1, "fail"), LUA_TFUNCTION);
    ck_assert(!exs_sandbox_require(sandbox, "exsim.nowhere", &error));
    ck_assert_int_eq(error->code, EXS_ERROR_SCRIPT);
    ck_assert_str_eq(error->message, "there is no module 'exsim.nowhere'");
}
END_TEST

/* The script ends in an orderly way whichever allocation is the one that fails. */
START_TEST(survives_every_failed_allocation)
{
    static const char text[] =
        "local exsim = require 'exsim'\n"
        "local t = {} for i = 1, 20 do t['k' .. i] = { i } end\n"
        "for k, v in pairs(t) do t[k] = nil end\n"
        "local ok, e = pcall(string.gsub, ('abc '):rep(600), '%w+', function(w) return w .. w "
        "end)\n"
        "local co = coroutine.wrap(function() coroutine.yield(('%s'):format({})) end) co()\n"
        "table.sort({ 3, 2, 1 }) local ok, e = pcall(error, {})\n"
        "for w in ('a b c'):gmatch '%a' do print(w) end\n"
        "return exsim\n";
    uint64_t allocations = 0;
    bool ran = false;

    while (!ran) {
        const ExsSandboxLimits limited = {.allocations = ++allocations};
        g_autoptr(ExsSandbox) sandbox = test_sandbox_new(&limited);
        g_autoptr(GError) error = NULL;

        ran = test_sandbox_run(sandbox, text, &error);
        ck_assert_msg(ran || error->code == EXS_ERROR_LIMIT, "%d: %s", (int)allocations,
                      ran ? "" : error->message);
        ck_assert_int_eq(ran, !exs_sandbox_limit_hit(sandbox));
        ck_assert_uint_lt(allocations, 10000);
    }
    ck_assert_uint_gt(allocations, 100);
}
END_TEST

START_TEST(watches_the_clock)
{
    const ExsSandboxLimits limited = {.instructions = UINT64_MAX / 2, .cpu_seconds = 1};
    g_autoptr(ExsSandbox) sandbox = test_sandbox_new(&limited);
    g_autoptr(GError) error = NULL;

    ck_assert(!test_sandbox_run(
        sandbox, "while true do pcall(function() while true do end end) end", &error));
    ck_assert_int_eq(error->code, EXS_ERROR_LIMIT);
    ck_assert_str_eq(error->message, "test.lua:1: limit hit: 1 s of CPU time");
}
END_TEST

static ExsSandbox *interrupted;

static void on_alarm(int signal_number)
{
    (void)signal_number;
    exs_sandbox_interrupt(interrupted);
}

START_TEST(stops_for_a_signal)
{
    const ExsSandboxLimits limited = {.instructions = UINT64_MAX / 2};
    g_autoptr(ExsSandbox) sandbox = test_sandbox_new(&limited);
    g_autoptr(GError) error = NULL;

    interrupted = sandbox;
    signal(SIGUSR1, on_alarm);
    raise(SIGUSR1);
    ck_assert(!test_sandbox_run(
        sandbox, "while true do pcall(function() while true do end end) end", &error));
    ck_assert_int_eq(error->code, EXS_ERROR_STOPPED);
    ck_assert_str_eq(error->message, "test.lua:1: stopped by a signal");
}
END_TEST

Suite *suite_sandbox_use(void)
{
    Suite *suite = suite_create("sandbox_use");
    TCase *tcase = tcase_create("sandbox_use");

    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, allows_the_rest);
    tcase_add_test(tcase, stays_stopped);
    tcase_add_test(tcase, keeps_limits_of_the_model);
    tcase_add_test(tcase, calls_within_calls);
    tcase_add_test(tcase, prints_to_the_host);
    tcase_add_test(tcase, draws_from_the_seed);
    tcase_add_test(tcase, gives_modules_to_the_host);
    tcase_add_test(tcase, survives_every_failed_allocation);
    tcase_add_test(tcase, watches_the_clock);
    tcase_add_test(tcase, stops_for_a_signal);
    suite_add_tcase(suite, tcase);
    return suite;
}
