/* sandbox_env.c - what a text can name.
 *
 * A library is two tables: the inner one has the functions and a metatable that refuses
 * missing names; the outer one is empty, is what the script sees, and refuses writing. The
 * same makes the globals. Modules see the globals too, with a `require` of their own.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/bind/sandbox_lib.h"

#include <lualib.h>
#include <string.h>

#include "exsim/kernel/suggest.h"

/* Keys in the registry, by their addresses. */
static const char script_environment, library_environment, values;

/* The key in the metatable of a locked table. */
static const char locked;

static const char *const refused[] = {
    "_G",         "collectgarbage", "debug", "dofile",  "io",          "load", "loadfile",
    "loadstring", "next",           "os",    "package", "string.dump", "warn", "math.randomseed",
};

/* Those names of the base library are taken away, the others never come. */
static void remove_refused(lua_State *L)
{
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
        lua_pushnil(L);
        lua_setfield(L, -2, refused[i]);
    }
    lua_pushnil(L);
    lua_setfield(L, -2, "_VERSION");
}

static bool is_refused(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++)
        if (strcmp(refused[i], name) == 0)
            return true;
    return false;
}

/* The nearest name in the table, or NULL. (borrowed from the stack, which grows) */
static const char *nearest(lua_State *L, int table, const char *word)
{
    lua_Integer count = exs_sandbox_push_keys(L, table);
    const char **names = lua_newuserdatauv(L, sizeof *names * ((size_t)count + 1), 0);
    size_t texts = 0;

    luaL_checkstack(L, (int)count + 1, "too many names");
    for (lua_Integer i = 1; i <= count; i++)
        if (lua_rawgeti(L, -1 - (int)i, i) == LUA_TSTRING)
            names[texts++] = lua_tostring(L, -1);
    return exs_suggest(word, names, texts);
}

/* __index of an inner table. Upvalue: its prefix, "" or "string.". */
static int on_missing(lua_State *L)
{
    const char *prefix = lua_tostring(L, lua_upvalueindex(1));
    const char *name, *near;

    if (lua_type(L, 2) != LUA_TSTRING)
        return luaL_error(L, "undeclared name of type %s", luaL_typename(L, 2));
    name = lua_pushfstring(L, "%s%s", prefix, lua_tostring(L, 2));
    if (is_refused(name))
        return luaL_error(L, "scenario scripts cannot use %s", name);
    near = nearest(L, 1, lua_tostring(L, 2));
    if (near)
        return luaL_error(L, "undeclared name '%s' (did you mean '%s%s'?)", name, prefix, near);
    return luaL_error(L, "undeclared name '%s'", name);
}

/* __newindex of an outer table. Upvalues: the prefix and the inner table. */
static int on_write(lua_State *L)
{
    const char *prefix = lua_tostring(L, lua_upvalueindex(1));
    const char *name = exs_sandbox_push_text(L, 2, NULL);
    bool is_known;

    lua_pushvalue(L, 2);
    is_known = lua_rawget(L, lua_upvalueindex(2)) != LUA_TNIL;
    if (is_known || *prefix)
        return luaL_error(L, "read-only: %s%s", prefix, name);
    return luaL_error(L, "undeclared name '%s': write local %s%s", name,
                      lua_isfunction(L, 3) ? "function " : "", name);
}

/* __pairs of an outer table. Upvalue: the inner table. */
static int on_pairs(lua_State *L)
{
    lua_settop(L, 0);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_pushcfunction(L, exs_sandbox_pairs);
    lua_insert(L, 1);
    lua_call(L, 1, LUA_MULTRET);
    lua_pushnil(L);
    lua_replace(L, 2); /* the iterator has its own; the inner table stays inside */
    return 3;
}

static void refuse_missing(lua_State *L, const char *prefix)
{
    lua_createtable(L, 0, 1);
    lua_pushstring(L, prefix);
    lua_pushcclosure(L, on_missing, 1);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
}

/* Puts the outer table in the place of the inner one. */
static void lock(lua_State *L, const char *prefix)
{
    int inner = lua_gettop(L);

    lua_newtable(L);
    lua_createtable(L, 0, 5);
    lua_pushvalue(L, inner);
    lua_setfield(L, -2, "__index");
    lua_pushstring(L, prefix);
    lua_pushvalue(L, inner);
    lua_pushcclosure(L, on_write, 2);
    lua_setfield(L, -2, "__newindex");
    lua_pushvalue(L, inner);
    lua_pushcclosure(L, on_pairs, 1);
    lua_setfield(L, -2, "__pairs");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pushboolean(L, 1);
    lua_rawsetp(L, -2, &locked);
    lua_setmetatable(L, -2);
    lua_replace(L, inner);
}

bool exs_sandbox_is_locked(lua_State *L, int index)
{
    bool is;

    if (!lua_getmetatable(L, index))
        return false;
    is = lua_rawgetp(L, -1, &locked) != LUA_TNIL;
    lua_pop(L, 2);
    return is;
}

void exs_sandbox_push_environment(lua_State *L, bool library)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, library ? &library_environment : &script_environment);
}

void exs_sandbox_add_module(ExsSandbox *sandbox, const char *name)
{
    lua_State *L = sandbox->running;

    lua_rawgetp(L, LUA_REGISTRYINDEX, &values);
    lua_insert(L, -2);
    lua_setfield(L, -2, name);
    lua_pop(L, 1);
}

/* Pushes the module, by running its text the first time. While that runs it stands as false. */
static int push_module(lua_State *L, const char *name)
{
    ExsSandbox *sandbox = exs_sandbox_from(L);

    lua_rawgetp(L, LUA_REGISTRYINDEX, &values);
    if (lua_getfield(L, -1, name) != LUA_TNIL) {
        if (!lua_toboolean(L, -1))
            return luaL_error(L, "module '%s' requires itself", name);
        return 1;
    }
    for (guint i = 0; i < sandbox->modules->len; i++) {
        const ExsSandboxModule *module = &g_array_index(sandbox->modules, ExsSandboxModule, i);

        if (strcmp(module->name, name) != 0)
            continue;
        lua_pushboolean(L, 0);
        lua_setfield(L, -3, name);
        exs_sandbox_load_module(L, module);
        lua_call(L, 0, 1);
        if (!lua_toboolean(L, -1))
            return luaL_error(L, "module '%s' returns nothing", name);
        lua_pushvalue(L, -1);
        lua_setfield(L, -4, name);
        return 1;
    }
    return luaL_error(L, "there is no module '%s'", name);
}

static int script_require(lua_State *L)
{
    const char *name = luaL_checkstring(L, 1);

    if (strcmp(name, "exsim") != 0)
        return luaL_error(L, "scenario scripts can require only 'exsim', not '%s'", name);
    return push_module(L, name);
}

static int library_require(lua_State *L)
{
    return push_module(L, luaL_checkstring(L, 1));
}

static int require_by_pointer(lua_State *L)
{
    return push_module(L, lua_touserdata(L, 1));
}

bool exs_sandbox_require(ExsSandbox *sandbox, const char *name, GError **error)
{
    lua_State *L = sandbox->running;

    lua_pushcfunction(L, require_by_pointer);
    lua_pushlightuserdata(L, (void *)name); /* a text could fail outside of the call */
    return exs_sandbox_call(sandbox, 1, 1, error);
}

/* The stock metatable of strings holds the methods; the script gets a locked one to look at. */
static void lock_strings(lua_State *L)
{
    lua_pushliteral(L, "");
    lua_getmetatable(L, -1);
    lua_newtable(L);
    lock(L, "string metatable.");
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 2);
}

/* clang-format off */
static const struct {
    const char *name;
    lua_CFunction open;
    void (*replace)(lua_State *L);
    const char *prefix;
} libraries[] = {
    {"string",    luaopen_string,    exs_sandbox_replace_string,    "string."},
    {"table",     luaopen_table,     exs_sandbox_replace_table,     "table."},
    {"math",      luaopen_math,      exs_sandbox_replace_math,      "math."},
    {"utf8",      luaopen_utf8,      NULL,                          "utf8."},
    {"coroutine", luaopen_coroutine, exs_sandbox_replace_coroutine, "coroutine."},
};
/* clang-format on */

/* The module's names: `require` is its own, the rest are the globals. */
static void push_library_names(lua_State *L, int globals)
{
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, library_require);
    lua_setfield(L, -2, "require");
    lua_createtable(L, 0, 1);
    lua_pushvalue(L, globals);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
}

void exs_sandbox_open(lua_State *L)
{
    int globals;

    luaL_requiref(L, LUA_GNAME, luaopen_base, 0);
    globals = lua_gettop(L);
    exs_sandbox_replace_base(L);
    remove_refused(L);
    for (size_t i = 0; i < G_N_ELEMENTS(libraries); i++) {
        luaL_requiref(L, libraries[i].name, libraries[i].open, 0);
        if (libraries[i].replace)
            libraries[i].replace(L);
        refuse_missing(L, libraries[i].prefix);
        lock(L, libraries[i].prefix);
        lua_setfield(L, globals, libraries[i].name);
    }
    lock_strings(L);
    lua_pushcfunction(L, script_require);
    lua_setfield(L, globals, "require");
    refuse_missing(L, "");
    push_library_names(L, globals);
    lock(L, "");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &library_environment);
    lock(L, "");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &script_environment);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &values);
}
