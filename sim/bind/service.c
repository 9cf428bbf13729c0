/* service.c - the services of a server as Lua sees them (see bind.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/bind/bind.h"

static const ExsService *check_service(lua_State *L)
{
    exs_bind_check(L, 1, EXS_LUA_SERVICE);
    return &exs_bind_handle(L, 1)->service;
}

static int start(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);

    exs_service_start(world, check_service(L));
    return 0;
}

static int stop(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);

    exs_service_stop(world, check_service(L));
    return 0;
}

static int crash(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);

    exs_service_crash(world, check_service(L));
    return 0;
}

static int is_running(lua_State *L)
{
    lua_pushboolean(L, exs_service_is_running(check_service(L)));
    return 1;
}

/* connector(service) -> a gateway's connector; nil: it is no gateway's */
static int connector(lua_State *L)
{
    const ExsService *service = check_service(L);

    if (service->connector)
        exs_bind_push(L, EXS_LUA_CONNECTOR, service->connector);
    else
        lua_pushnil(L);
    return 1;
}

const luaL_Reg exs_bind_service[] = {
    {"connector", connector}, {"crash", crash}, {"is_running", is_running},
    {"start", start},         {"stop", stop},   {NULL, NULL},
};
