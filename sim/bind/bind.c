/* bind.c - one run's Lua state and world, and how errors get from C into Lua (see bind.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/bind/bind.h"

#include <string.h>

#define LONGEST_MESSAGE 1024
#define DEEPEST         1000

/* The key of the run in the registry, by its address. */
static const char run_key;
/* The key of the library's module for C, exsim.scenario. */
static const char library_key;

ExsBind *exs_bind_from(lua_State *L)
{
    ExsBind *bind;

    lua_rawgetp(L, LUA_REGISTRYINDEX, &run_key);
    bind = lua_touserdata(L, -1);
    lua_pop(L, 1);
    return bind;
}

ExsTime exs_bind_now(const ExsBind *bind)
{
    return bind->is_dry ? bind->dry_now : exs_world_now(bind->world);
}

static int open_library(lua_State *L)
{
    ExsBind *bind = lua_touserdata(L, 1);

    lua_pushvalue(L, 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &run_key);
    lua_newtable(L);
    exs_bind_open_classes(L);
    exs_bind_open_core(L);
    exs_bind_open_facts(L);
    exs_bind_open_checks(L);
    exs_sandbox_add_module(bind->sandbox, "exsim.core");
    return 0;
}

static int keep_library(lua_State *L)
{
    lua_rawsetp(L, LUA_REGISTRYINDEX, &library_key);
    return 0;
}

static bool require_library(ExsBind *bind, GError **error)
{
    lua_State *L = exs_sandbox_lua(bind->sandbox);

    if (!exs_sandbox_require(bind->sandbox, "exsim.scenario", error))
        return false;
    lua_pushcfunction(L, keep_library);
    lua_insert(L, -2);
    return exs_sandbox_call(bind->sandbox, 1, 0, error);
}

void exs_bind_call_library(lua_State *L, const char *function, int arguments, int results)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &library_key);
    lua_getfield(L, -1, function);
    lua_replace(L, -2);
    lua_insert(L, -1 - arguments);
    lua_call(L, arguments, results);
}

bool exs_bind_protect(ExsBind *bind, lua_CFunction step, void *data, GError **error)
{
    lua_State *L = exs_sandbox_lua(bind->sandbox);

    lua_pushcfunction(L, step);
    lua_pushlightuserdata(L, data);
    return exs_sandbox_call(bind->sandbox, 1, 0, error);
}

static void free_sandbox(ExsBind *bind)
{
    if (bind->sandbox)
        exs_sandbox_free(bind->sandbox);
}

void exs_bind_free(ExsBind *bind)
{
    if (!bind)
        return;
    free_sandbox(bind); /* first: handles point into the world */
    exs_world_free(bind->world);
    g_hash_table_unref(bind->timers);
    g_clear_error(&bind->failure);
    g_free(bind->name);
    g_free(bind);
}

static char *shown_name(const char *name)
{
    GString *out = g_string_new(NULL);

    exs_escape_append(out, name);
    return g_string_free(out, FALSE);
}

ExsBind *exs_bind_new(const char *name, const ExsSandboxLimits *limits,
                      const ExsWorldOptions *options, GError **error)
{
    g_autoptr(ExsBind) bind = g_new0(ExsBind, 1);

    bind->name = shown_name(name);
    bind->until = EXS_TIME_NEVER;
    bind->timers = g_hash_table_new_full(g_direct_hash, g_direct_equal, g_free, NULL);
    bind->world = exs_actors_world_new(options, error);
    if (!bind->world)
        return NULL;
    bind->sandbox = exs_sandbox_new(limits);
    exs_sandbox_set_random(bind->sandbox, exs_stream(options->seed, "script", ""));
    if (!exs_bind_preload(bind->sandbox, error) ||
        !exs_bind_protect(bind, open_library, bind, error) || !require_library(bind, error))
        return NULL;
    return g_steal_pointer(&bind);
}

/* ---- errors ---- */

int exs_bind_complain(lua_State *L, const char *format, ...)
{
    char text[LONGEST_MESSAGE];
    va_list arguments;

    va_start(arguments, format);
    g_vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    lua_pushstring(L, text);
    return lua_error(L);
}

int exs_bind_raise(lua_State *L, GError *error)
{
    char text[LONGEST_MESSAGE];
    int code = error->code;

    g_strlcpy(text, error->message, sizeof text);
    g_error_free(error);
    if (code == EXS_ERROR_LIMIT) {
        exs_sandbox_trip(exs_sandbox_from(L), EXS_ERROR_LIMIT, text);
        exs_sandbox_charge(L, 0);
    }
    lua_pushstring(L, text);
    return lua_error(L);
}

bool exs_bind_where(lua_State *L, int level, char *out, size_t size)
{
    lua_Debug at;

    for (int i = 0; i < DEEPEST && lua_getstack(L, i, &at); i++) {
        lua_getinfo(L, "Sl", &at);
        if (at.source[0] != '@' || at.currentline <= 0 || --level > 0)
            continue;
        g_snprintf(out, size, "%s:%d", exs_bind_from(L)->name, at.currentline);
        return true;
    }
    *out = '\0';
    return false;
}

/* How long "name:12: " or "name: " at the start of the text is; 0 if it does not start so. */
static size_t place_length(const char *text, const char *name)
{
    size_t length = strlen(name);
    size_t digits;

    if (strncmp(text, name, length) != 0 || text[length] != ':')
        return 0;
    digits = strspn(text + length + 1, "0123456789");
    if (digits > 0)
        length += 1 + digits;
    return strncmp(text + length, ": ", 2) == 0 ? length + 2 : 0;
}

void exs_bind_date_error(const ExsBind *bind, GError *error)
{
    GString *text = g_string_new(NULL);
    size_t length = place_length(error->message, bind->name);

    g_string_append_len(text, error->message, (gssize)length);
    g_string_append_c(text, '[');
    exs_time_append(text, exs_bind_now(bind));
    g_string_append(text, "] ");
    g_string_append(text, error->message + length);
    g_free(error->message);
    error->message = g_string_free(text, FALSE);
}

/* ---- arguments ---- */

typedef struct {
    void *content;
    GDestroyNotify free_func;
} Guard;

static int free_guard(lua_State *L)
{
    Guard *guard = lua_touserdata(L, 1);

    if (guard->content)
        guard->free_func(guard->content);
    guard->content = NULL;
    return 0;
}

void **exs_bind_guard(lua_State *L, GDestroyNotify free_func)
{
    Guard *guard = lua_newuserdatauv(L, sizeof *guard, 0);

    *guard = (Guard){NULL, free_func};
    if (luaL_newmetatable(L, "exsim guard")) {
        lua_pushcfunction(L, free_guard);
        lua_setfield(L, -2, "__gc");
    }
    lua_setmetatable(L, -2);
    return &guard->content;
}

const char *exs_bind_text(lua_State *L, int index, const char *what)
{
    const char *text;
    size_t length;

    if (lua_type(L, index) != LUA_TSTRING)
        exs_bind_complain(L, "%s is a text, not a %s value", what, luaL_typename(L, index));
    text = lua_tolstring(L, index, &length);
    if (strlen(text) != length)
        exs_bind_complain(L, "%s must not have a NUL byte", what);
    return text;
}

const char *exs_bind_optional_text(lua_State *L, int index, const char *what)
{
    return lua_isnoneornil(L, index) ? NULL : exs_bind_text(L, index, what);
}

int64_t exs_bind_integer(lua_State *L, int index, const char *what)
{
    lua_Integer value = 0;
    int is_whole = 0;

    if (lua_type(L, index) == LUA_TNUMBER)
        value = lua_tointegerx(L, index, &is_whole);
    if (!is_whole)
        exs_bind_complain(L, "%s is a whole number", what);
    return value;
}
