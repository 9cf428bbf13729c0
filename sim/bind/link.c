/* link.c - links and services as Lua sees them: where faults strike (see bind.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/bind/bind.h"

static int set_state(lua_State *L, ExsLinkState state)
{
    ExsWorld *world = exs_bind_open_world(L);

    exs_link_set_state(world, exs_bind_check(L, 1, EXS_LUA_LINK), state);
    return 0;
}

static int cut(lua_State *L)
{
    return set_state(L, EXS_LINK_CUT);
}

static int refuse(lua_State *L)
{
    return set_state(L, EXS_LINK_REFUSING);
}

static int hang(lua_State *L)
{
    return set_state(L, EXS_LINK_HANGING);
}

static int restore(lua_State *L)
{
    return set_state(L, EXS_LINK_UP);
}

static int strand(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);

    exs_link_strand(world, exs_bind_check(L, 1, EXS_LUA_LINK));
    return 0;
}

static int stick(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);

    exs_link_stick(world, exs_bind_check(L, 1, EXS_LUA_LINK));
    return 0;
}

const luaL_Reg exs_bind_link[] = {
    {"cut", cut},          {"hang", hang},   {"refuse", refuse}, {"restore", restore},
    {"set", exs_bind_set}, {"stick", stick}, {"strand", strand}, {NULL, NULL},
};
