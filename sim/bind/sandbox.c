/* sandbox.c - see sandbox.h.
 *
 * A limit that is hit sets `tripped`, and from then on the hook raises at every instruction;
 * pcall and its like (sandbox_lib.c) pass it on. Errors are put into words by the message
 * handler, into memory that Lua does not own: a jump leaks nothing.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/bind/sandbox_lib.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#define DEFAULT_MEMORY ((size_t)64 << 20)
#define LEAST_MEMORY   ((size_t)1 << 20)
#define DEFAULT_STEPS  10000000
#define DEFAULT_WORK   400000000

#define DEEPEST_CALLS   100000
#define LOOKS_PER_DEPTH 16 /* counting calls takes time by their number */

/* Copying a long text takes time, and collecting garbage because memory is short a lot: both
 * count as work, a unit for so many bytes. Tables do not: their sizes depend on hashes. */
#define BYTES_A_UNIT 16
#define LONG_TEXT    4096

/* The sandbox whose watchdog runs. */
static ExsSandbox *volatile watched;

/* Lua's own limit is near a million: long before, memory would be short, and no line named. */
static bool is_too_deep(lua_State *L)
{
    lua_Debug frame;

    return lua_getstack(L, DEEPEST_CALLS, &frame);
}

static void on_count(lua_State *L, lua_Debug *event)
{
    ExsSandbox *sandbox = exs_sandbox_from(L);

    (void)event;
    if (++sandbox->looks % LOOKS_PER_DEPTH == 0 && is_too_deep(L))
        exs_sandbox_trip(sandbox, EXS_ERROR_LIMIT,
                         "limit hit: stack overflow, " G_STRINGIFY(DEEPEST_CALLS) " calls deep");
    exs_sandbox_charge(L, sandbox->tripped ? 0 : EXS_SANDBOX_PERIOD);
}

ExsSandbox *exs_sandbox_from(lua_State *L)
{
    return *(ExsSandbox **)lua_getextraspace(L);
}

lua_State *exs_sandbox_lua(const ExsSandbox *sandbox)
{
    return sandbox->running;
}

bool exs_sandbox_limit_hit(const ExsSandbox *sandbox)
{
    return sandbox->tripped;
}

void exs_sandbox_trip(ExsSandbox *sandbox, ExsErrorCode code, const char *text)
{
    if (sandbox->tripped)
        return;
    sandbox->tripped = true;
    sandbox->trip_code = code;
    g_strlcpy(sandbox->trip_text, text, sizeof sandbox->trip_text);
    lua_sethook(sandbox->running, on_count, LUA_MASKCOUNT, 1);
}

static void trip_limit(ExsSandbox *sandbox, uint64_t limit, const char *unit)
{
    char text[64];

    g_snprintf(text, sizeof text, "limit hit: %" G_GUINT64_FORMAT " %s", (guint64)limit, unit);
    exs_sandbox_trip(sandbox, EXS_ERROR_LIMIT, text);
}

void exs_sandbox_trip_memory(ExsSandbox *sandbox)
{
    size_t memory = sandbox->limits.memory;

    if (memory % LEAST_MEMORY == 0)
        trip_limit(sandbox, memory / LEAST_MEMORY, "MiB of memory");
    else
        trip_limit(sandbox, memory, "bytes of memory");
}

void exs_sandbox_trip_pattern(ExsSandbox *sandbox)
{
    trip_limit(sandbox, sandbox->limits.pattern_steps, "pattern steps");
}

int exs_sandbox_raise(lua_State *L)
{
    ExsSandbox *sandbox = exs_sandbox_from(L);
    lua_Debug at;

    g_assert(sandbox->tripped);
    lua_sethook(L, on_count, LUA_MASKCOUNT, 1);
    if (sandbox->trip_where[0] == '\0' && exs_sandbox_where(L, &at))
        g_snprintf(sandbox->trip_where, sizeof sandbox->trip_where,
                   "%s:%d: ", sandbox->script ? sandbox->script : at.short_src, at.currentline);
    lua_pushstring(L, sandbox->trip_text);
    return lua_error(L);
}

void exs_sandbox_charge(lua_State *L, uint64_t instructions)
{
    ExsSandbox *sandbox = exs_sandbox_from(L);
    uint64_t left = sandbox->limits.instructions - sandbox->instructions;

    if (sandbox->instructions > sandbox->limits.instructions)
        left = 0;
    sandbox->instructions += MIN(instructions, left + 1);
    if (sandbox->interrupted)
        exs_sandbox_trip(sandbox, EXS_ERROR_STOPPED, "stopped by a signal");
    else if (sandbox->refused > 0)
        exs_sandbox_trip_memory(sandbox);
    else if (sandbox->late)
        trip_limit(sandbox, sandbox->limits.cpu_seconds, "s of CPU time");
    else if (sandbox->instructions > sandbox->limits.instructions)
        trip_limit(sandbox, sandbox->limits.instructions, "instructions");
    if (sandbox->tripped)
        exs_sandbox_raise(L);
}

/* Lua answers most refusals with a full collection, and asks once more. A second refusal is the
 * limit, and so is one after which the script goes on: `refused` is looked at by the hook. */
static void *refuse(ExsSandbox *sandbox, size_t size)
{
    if (!sandbox->is_set_up)
        return NULL;
    if (sandbox->refused > 0)
        exs_sandbox_trip_memory(sandbox);
    sandbox->refused = size;
    sandbox->instructions += sandbox->used / BYTES_A_UNIT;
    lua_sethook(sandbox->running, on_count, LUA_MASKCOUNT, 1);
    return NULL;
}

static void accept(ExsSandbox *sandbox)
{
    sandbox->refused = 0;
    if (!sandbox->tripped)
        lua_sethook(sandbox->running, on_count, LUA_MASKCOUNT, EXS_SANDBOX_PERIOD);
}

static void *allocate(void *data, void *block, size_t old_size, size_t size)
{
    ExsSandbox *sandbox = data;
    size_t held = block ? old_size : 0; /* without a block it is a type */
    void *result;

    if (size == 0) {
        free(block);
        sandbox->used -= held;
        return NULL;
    }
    if (size > held) {
        size_t limit = sandbox->limits.memory;
        size_t kept = sandbox->used - held;

        if (sandbox->is_set_up && sandbox->limits.allocations > 0 &&
            ++sandbox->allocations > sandbox->limits.allocations)
            return refuse(sandbox, size);
        if (kept > limit || size > limit - kept)
            return refuse(sandbox, size);
    }
    result = realloc(block, size);
    if (!result)
        return refuse(sandbox, size);
    if (size == sandbox->refused)
        accept(sandbox);
    sandbox->used = sandbox->used - held + size;
    if (!block && old_size == LUA_TSTRING && size > LONG_TEXT)
        sandbox->instructions += size / BYTES_A_UNIT;
    return result;
}

static void on_tick(int signal_number)
{
    ExsSandbox *sandbox = watched;

    (void)signal_number;
    if (!sandbox)
        return;
    sandbox->ticks++;
    if ((unsigned)(sandbox->ticks - sandbox->touched) >= sandbox->limits.cpu_seconds) {
        sandbox->late = 1;
        lua_sethook(sandbox->running, on_count, LUA_MASKCOUNT, 1);
    }
}

static void start_watchdog(ExsSandbox *sandbox)
{
    struct itimerval second = {.it_interval = {.tv_sec = 1}, .it_value = {.tv_sec = 1}};
    struct sigaction action = {.sa_handler = on_tick, .sa_flags = SA_RESTART};

    g_assert(!watched);
    watched = sandbox;
    sigemptyset(&action.sa_mask);
    sigaction(SIGPROF, &action, NULL);
    setitimer(ITIMER_PROF, &second, NULL);
}

static void stop_watchdog(void)
{
    struct itimerval never = {.it_value = {.tv_sec = 0}};

    setitimer(ITIMER_PROF, &never, NULL);
    watched = NULL; /* the handler stays: a tick may still be on its way */
}

void exs_sandbox_touch(ExsSandbox *sandbox)
{
    sandbox->touched = sandbox->ticks;
}

void exs_sandbox_interrupt(ExsSandbox *sandbox)
{
    sandbox->interrupted = 1;
    lua_sethook(sandbox->running, on_count, LUA_MASKCOUNT, 1);
}

static int on_panic(lua_State *L)
{
    g_error("Lua error outside of a protected call: %s", lua_tostring(L, -1));
    return 0;
}

static int set_up(lua_State *L)
{
    exs_sandbox_open(L);
    return 0;
}

static void clear_module(void *data)
{
    ExsSandboxModule *module = data;

    g_free(module->name);
    g_free(module->text);
}

static void set_limits(ExsSandboxLimits *limits, const ExsSandboxLimits *asked)
{
    *limits = *asked;
    if (limits->memory == 0)
        limits->memory = DEFAULT_MEMORY;
    limits->memory = MAX(limits->memory, LEAST_MEMORY);
    if (limits->instructions == 0)
        limits->instructions = DEFAULT_WORK;
    if (limits->pattern_steps == 0)
        limits->pattern_steps = DEFAULT_STEPS;
}

ExsSandbox *exs_sandbox_new(const ExsSandboxLimits *limits)
{
    static const ExsSandboxLimits ordinary = {.cpu_seconds = EXS_SANDBOX_CPU_SECONDS};
    ExsSandbox *sandbox = g_new0(ExsSandbox, 1);

    g_assert_cmpstr(setlocale(LC_COLLATE, NULL), ==, "C");
    g_assert_cmpstr(setlocale(LC_NUMERIC, NULL), ==, "C");
    set_limits(&sandbox->limits, limits ? limits : &ordinary);
    sandbox->message = g_string_new(NULL);
    sandbox->modules = g_array_new(FALSE, FALSE, sizeof(ExsSandboxModule));
    g_array_set_clear_func(sandbox->modules, clear_module);
    sandbox->random = exs_stream(1, "script", "");
    sandbox->main = lua_newstate(allocate, sandbox);
    g_assert(sandbox->main);
    sandbox->running = sandbox->main;
    *(ExsSandbox **)lua_getextraspace(sandbox->main) = sandbox;
    lua_atpanic(sandbox->main, on_panic);
    lua_pushcfunction(sandbox->main, set_up);
    if (lua_pcall(sandbox->main, 0, 0, 0) != LUA_OK)
        on_panic(sandbox->main);
    lua_sethook(sandbox->main, on_count, LUA_MASKCOUNT, EXS_SANDBOX_PERIOD);
    sandbox->instructions = 0;
    sandbox->is_set_up = true;
    if (sandbox->limits.cpu_seconds > 0)
        start_watchdog(sandbox);
    return sandbox;
}

void exs_sandbox_free(ExsSandbox *sandbox)
{
    if (watched == sandbox)
        stop_watchdog();
    lua_sethook(sandbox->main, NULL, 0, 0);
    lua_close(sandbox->main);
    g_array_free(sandbox->modules, TRUE);
    g_string_free(sandbox->message, TRUE);
    g_free(sandbox->script);
    g_free(sandbox->script_name);
    g_free(sandbox);
}

void exs_sandbox_set_print(ExsSandbox *sandbox, ExsPrintFunc print, void *data)
{
    sandbox->print = print;
    sandbox->print_data = data;
}

void exs_sandbox_set_random(ExsSandbox *sandbox, ExsStream stream)
{
    sandbox->random = stream;
}

void exs_sandbox_preload(ExsSandbox *sandbox, const char *name, const char *text, size_t length)
{
    ExsSandboxModule module = {g_strdup(name), g_strndup(text, length), length};

    for (guint i = 0; i < sandbox->modules->len; i++)
        g_assert(strcmp(g_array_index(sandbox->modules, ExsSandboxModule, i).name, name) != 0);
    g_array_append_val(sandbox->modules, module);
}

bool exs_sandbox_fail_tripped(const ExsSandbox *sandbox, GError **error)
{
    if (sandbox->trip_where[0] == '\0' && sandbox->script) /* no memory to look for the line */
        return exs_fail(error, sandbox->trip_code, "%s: %s", sandbox->script, sandbox->trip_text);
    return exs_fail(error, sandbox->trip_code, "%s%s", sandbox->trip_where, sandbox->trip_text);
}

static void finish_call(ExsSandbox *sandbox, lua_State *L, int closing)
{
    sandbox->running = L;
    sandbox->closing = closing;
    if (sandbox->tripped)
        lua_sethook(L, on_count, LUA_MASKCOUNT, 1);
}

bool exs_sandbox_call(ExsSandbox *sandbox, int arguments, int results, GError **error)
{
    lua_State *L = sandbox->running;
    int base = lua_gettop(L) - arguments;
    int closing = sandbox->closing;
    int status;

    g_assert(base > 0);
    if (sandbox->tripped || !lua_checkstack(L, LUA_MINSTACK)) {
        exs_sandbox_trip_memory(sandbox); /* unless something else was before */
        lua_settop(L, base - 1);
        return exs_sandbox_fail_tripped(sandbox, error);
    }
    exs_sandbox_touch(sandbox);
    lua_pushcfunction(L, exs_sandbox_on_error);
    lua_insert(L, base);
    g_string_truncate(sandbox->message, 0);
    status = lua_pcall(L, arguments, results, base);
    finish_call(sandbox, L, closing);
    exs_sandbox_touch(sandbox);
    if (status == LUA_ERRMEM)
        exs_sandbox_trip_memory(sandbox);
    if (status == LUA_OK && !sandbox->tripped) {
        lua_remove(L, base);
        return true;
    }
    if (!sandbox->tripped && sandbox->message->len == 0) /* the handler had no stack to run on */
        exs_sandbox_describe(sandbox, L, "stack overflow");
    lua_settop(L, base - 1);
    if (sandbox->tripped)
        return exs_sandbox_fail_tripped(sandbox, error);
    return exs_fail(error, EXS_ERROR_SCRIPT, "%s", sandbox->message->str);
}
