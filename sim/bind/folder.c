/* folder.c - public folders, as methods of a server (see bind.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/bind/bind.h"
#include "exsim/model/actors/public_store.h"

static ExsServer *check_server(lua_State *L, int index)
{
    return exs_bind_check(L, index, EXS_LUA_SERVER);
}

/* add_folder(server, name, { servers with a replica }, is it never replicated?) */
int exs_bind_add_folder(lua_State *L)
{
    lua_Integer count = luaL_len(L, 3);
    ExsServer **replicas;
    GError *error = NULL;

    exs_bind_open_world(L);
    replicas = lua_newuserdatauv(L, sizeof(ExsServer *) * ((size_t)count + 1), 0);
    exs_sandbox_charge(L, (uint64_t)count);
    for (lua_Integer i = 0; i < count; i++) {
        lua_rawgeti(L, 3, i + 1);
        replicas[i] = check_server(L, lua_gettop(L));
        lua_pop(L, 1);
    }
    if (!exs_public_add_folder(check_server(L, 1), exs_bind_text(L, 2, "the name of a folder"),
                               replicas, (uint32_t)count, lua_toboolean(L, 4), &error))
        return exs_bind_raise(L, error);
    return 0;
}

/* add_replica(server, name) */
int exs_bind_add_replica(lua_State *L)
{
    GError *error = NULL;

    exs_bind_running_world(L);
    if (!exs_public_add_replica(check_server(L, 1), exs_bind_text(L, 2, "a folder"), &error))
        return exs_bind_raise(L, error);
    return 0;
}

/* post(server, name, items) */
int exs_bind_post(lua_State *L)
{
    GError *error = NULL;

    exs_bind_running_world(L);
    if (!exs_public_post(check_server(L, 1), exs_bind_text(L, 2, "a folder"),
                         (uint32_t)exs_bind_integer(L, 3, "a number of items"), &error))
        return exs_bind_raise(L, error);
    return 0;
}

/* delete_folder(server, name) */
int exs_bind_delete_folder(lua_State *L)
{
    GError *error = NULL;

    exs_bind_running_world(L);
    if (!exs_public_delete(check_server(L, 1), exs_bind_text(L, 2, "a folder"), &error))
        return exs_bind_raise(L, error);
    return 0;
}
