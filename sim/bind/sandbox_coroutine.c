/* sandbox_coroutine.c - coroutines that cannot hide from the limits.
 *
 * A new coroutine has the hook of its maker, and its own count of instructions: what it may
 * run uncounted is charged when it is made. A limit hit inside is passed on by whoever
 * resumed it; its pending closes do not run, since hooks would be off for them.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/bind/sandbox_lib.h"

/* coroutine.close starts to count the C stack anew, so its nesting is counted here. */
#define DEEPEST_CLOSE 8

static lua_State *check_coroutine(lua_State *L)
{
    lua_State *co = lua_tothread(L, 1);

    luaL_argexpected(L, co, 1, "coroutine");
    return co;
}

static int co_create(lua_State *L)
{
    lua_State *co;

    luaL_checktype(L, 1, LUA_TFUNCTION);
    exs_sandbox_charge(L, EXS_SANDBOX_PERIOD);
    co = lua_newthread(L);
    lua_pushvalue(L, 1);
    lua_xmove(L, co, 1);
    return 1;
}

/* Moves the arguments there and the results back; -1: an error object was pushed. */
static int resume(lua_State *L, lua_State *co, int arguments)
{
    ExsSandbox *sandbox = exs_sandbox_from(L);
    int status, results;

    if (!lua_checkstack(co, arguments)) {
        lua_pushliteral(L, "too many arguments to resume");
        return -1;
    }
    lua_xmove(L, co, arguments);
    sandbox->running = co;
    status = lua_resume(co, L, arguments, &results);
    sandbox->running = L;
    if (status == LUA_ERRMEM)
        exs_sandbox_trip_memory(sandbox);
    if (sandbox->tripped)
        exs_sandbox_raise(L);
    if (status != LUA_OK && status != LUA_YIELD) {
        lua_xmove(co, L, 1);
        return -1;
    }
    if (!lua_checkstack(L, results + 1)) {
        lua_pop(co, results);
        lua_pushliteral(L, "too many results to resume");
        return -1;
    }
    lua_xmove(co, L, results);
    return results;
}

static int co_resume(lua_State *L)
{
    lua_State *co = check_coroutine(L);
    int results = resume(L, co, lua_gettop(L) - 1);

    lua_pushboolean(L, results >= 0);
    if (results < 0)
        results = 1;
    lua_insert(L, -(results + 1));
    return results + 1;
}

/* Runs the pending closes. Returns the status, with the error object on top of `co`. */
static int close_thread(lua_State *L, lua_State *co)
{
    ExsSandbox *sandbox = exs_sandbox_from(L);
    int status;

    if (sandbox->closing >= DEEPEST_CLOSE)
        luaL_error(L, "C stack overflow");
    sandbox->closing++;
    sandbox->running = co;
    status = lua_resetthread(co);
    sandbox->running = L;
    sandbox->closing--;
    if (status == LUA_ERRMEM)
        exs_sandbox_trip_memory(sandbox);
    if (sandbox->tripped)
        exs_sandbox_raise(L);
    return status;
}

static int call_wrapped(lua_State *L)
{
    lua_State *co = lua_tothread(L, lua_upvalueindex(1));
    int results = resume(L, co, lua_gettop(L));
    int status;

    if (results >= 0)
        return results;
    status = lua_status(co);
    if (status != LUA_OK && status != LUA_YIELD) {
        if (close_thread(L, co) != LUA_OK)
            lua_xmove(co, L, 1); /* the error may be another now */
    }
    if (lua_type(L, -1) == LUA_TSTRING &&
        !exs_sandbox_has_place(exs_sandbox_from(L), lua_tostring(L, -1))) {
        luaL_where(L, 1);
        lua_insert(L, -2);
        lua_concat(L, 2);
    }
    return lua_error(L);
}

static int co_wrap(lua_State *L)
{
    co_create(L);
    lua_pushcclosure(L, call_wrapped, 1);
    return 1;
}

/* Suspended, never started, or dead: nothing of it is on the C stack. */
static bool is_at_rest(lua_State *L, lua_State *co)
{
    lua_Debug frame;

    if (co == L)
        return false;
    return lua_status(co) != LUA_OK || !lua_getstack(co, 0, &frame);
}

static int co_close(lua_State *L)
{
    lua_State *co = check_coroutine(L);

    if (!is_at_rest(L, co))
        return luaL_error(L, "cannot close a %s coroutine", co == L ? "running" : "normal");
    if (close_thread(L, co) == LUA_OK) {
        lua_pushboolean(L, 1);
        return 1;
    }
    lua_pushboolean(L, 0);
    lua_xmove(co, L, 1);
    return 2;
}

static const luaL_Reg functions[] = {
    {"close", co_close}, {"create", co_create}, {"resume", co_resume},
    {"wrap", co_wrap},   {NULL, NULL},
};

void exs_sandbox_replace_coroutine(lua_State *L)
{
    luaL_setfuncs(L, functions, 0);
}
