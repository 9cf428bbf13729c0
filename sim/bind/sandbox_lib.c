/* sandbox_lib.c - the base and math functions that differ from stock Lua.
 *
 * pcall and xpcall pass a limit on instead of catching it. A message handler of the script
 * never sees one: it would run with hooks off.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/bind/sandbox_lib.h"

#include <string.h>

#define CATCH 20 /* instructions that catching an error counts as */

void exs_sandbox_wrap_stock(lua_State *L, const luaL_Reg *functions)
{
    for (; functions->name; functions++) {
        lua_getfield(L, -1, functions->name);
        lua_pushcclosure(L, functions->func, 1);
        lua_setfield(L, -2, functions->name);
    }
}

int exs_sandbox_call_stock(lua_State *L)
{
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

const char *exs_sandbox_push_text(lua_State *L, int index, size_t *length)
{
    index = lua_absindex(L, index);
    if (luaL_callmeta(L, index, "__tostring")) {
        if (!lua_isstring(L, -1))
            luaL_error(L, "'__tostring' must return a string");
        return lua_tolstring(L, -1, length);
    }
    switch (lua_type(L, index)) {
    case LUA_TNIL:
    case LUA_TBOOLEAN:
    case LUA_TNUMBER:
    case LUA_TSTRING:
        return luaL_tolstring(L, index, length);
    default: /* the stock text has an address */
        if (luaL_getmetafield(L, index, "__name") != LUA_TSTRING)
            lua_pushstring(L, lua_typename(L, lua_type(L, index)));
        return lua_tolstring(L, -1, length);
    }
}

static int base_tostring(lua_State *L)
{
    luaL_checkany(L, 1);
    exs_sandbox_push_text(L, 1, NULL);
    return 1;
}

static int base_print(lua_State *L)
{
    ExsSandbox *sandbox = exs_sandbox_from(L);
    int count = lua_gettop(L);
    size_t length;
    const char *line;
    luaL_Buffer buffer;

    luaL_buffinit(L, &buffer);
    for (int i = 1; i <= count; i++) {
        if (i > 1)
            luaL_addchar(&buffer, '\t');
        exs_sandbox_push_text(L, i, NULL);
        luaL_addvalue(&buffer);
    }
    luaL_pushresult(&buffer);
    line = lua_tolstring(L, -1, &length);
    if (sandbox->print)
        sandbox->print(sandbox->print_data, line, length);
    return 0;
}

/* What is collected when, and so what a finalizer or a weak table would show, is not the same
 * in every run. */
static int base_setmetatable(lua_State *L)
{
    static const char *const refused[] = {"__gc", "__mode"};

    if (lua_type(L, 2) == LUA_TTABLE)
        for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
            lua_pushstring(L, refused[i]);
            if (lua_rawget(L, 2) != LUA_TNIL)
                return luaL_error(L, "%s is not available", refused[i]);
            lua_pop(L, 1);
        }
    return exs_sandbox_call_stock(L);
}

static int base_rawset(lua_State *L)
{
    if (exs_sandbox_is_locked(L, 1))
        return luaL_error(L, "read-only: %s", exs_sandbox_push_text(L, 2, NULL));
    return exs_sandbox_call_stock(L);
}

static int finish_pcall(lua_State *L, int status, lua_KContext skipped)
{
    ExsSandbox *sandbox = exs_sandbox_from(L);

    if (status == LUA_ERRMEM)
        exs_sandbox_trip_memory(sandbox);
    if (sandbox->tripped)
        return exs_sandbox_raise(L);
    if (status != LUA_OK && status != LUA_YIELD) {
        exs_sandbox_charge(L, CATCH);
        lua_pushboolean(L, 0);
        lua_insert(L, -2);
        return 2;
    }
    return lua_gettop(L) - (int)skipped;
}

static int base_pcall(lua_State *L)
{
    luaL_checkany(L, 1);
    lua_pushboolean(L, 1);
    lua_insert(L, 1);
    return finish_pcall(L, lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, 0, finish_pcall), 0);
}

static int guard_handler(lua_State *L)
{
    if (exs_sandbox_from(L)->tripped)
        return 1;
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, 1, 1);
    return 1;
}

static int base_xpcall(lua_State *L)
{
    int arguments = lua_gettop(L) - 2;

    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_pushvalue(L, 2);
    lua_pushcclosure(L, guard_handler, 1);
    lua_replace(L, 2);
    lua_pushboolean(L, 1);
    lua_pushvalue(L, 1);
    lua_rotate(L, 3, 2); /* function, handler, true, function, arguments */
    return finish_pcall(L, lua_pcallk(L, arguments, LUA_MULTRET, 2, 2, finish_pcall), 2);
}

static const luaL_Reg base_functions[] = {
    {"pairs", exs_sandbox_pairs}, {"pcall", base_pcall},   {"print", base_print},
    {"tostring", base_tostring},  {"xpcall", base_xpcall}, {NULL, NULL},
};

static const luaL_Reg base_wrapped[] = {
    {"rawset", base_rawset},
    {"setmetatable", base_setmetatable},
    {NULL, NULL},
};

void exs_sandbox_replace_base(lua_State *L)
{
    luaL_setfuncs(L, base_functions, 0);
    exs_sandbox_wrap_stock(L, base_wrapped);
}

/* As stock: a float in [0, 1), or a whole number in [1, m] or [m, n]; m = 0: any. */
static int math_random(lua_State *L)
{
    ExsStream *stream = &exs_sandbox_from(L)->random;
    lua_Integer low = 1, high;
    uint64_t width;

    switch (lua_gettop(L)) {
    case 0:
        lua_pushnumber(L, (lua_Number)(exs_stream_next(stream) >> 11) * 0x1p-53);
        return 1;
    case 1:
        high = luaL_checkinteger(L, 1);
        if (high == 0) {
            lua_pushinteger(L, (lua_Integer)exs_stream_next(stream));
            return 1;
        }
        break;
    case 2:
        low = luaL_checkinteger(L, 1);
        high = luaL_checkinteger(L, 2);
        break;
    default:
        return luaL_error(L, "wrong number of arguments");
    }
    luaL_argcheck(L, low <= high, lua_gettop(L), "interval is empty");
    width = (uint64_t)high - (uint64_t)low + 1;
    width = width == 0 ? exs_stream_next(stream) : exs_stream_below(stream, width);
    lua_pushinteger(L, (lua_Integer)((uint64_t)low + width));
    return 1;
}

void exs_sandbox_replace_math(lua_State *L)
{
    lua_pushcfunction(L, math_random);
    lua_setfield(L, -2, "random");
    lua_pushnil(L);
    lua_setfield(L, -2, "randomseed");
}
