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

/* post(server, name, items, size of each or 0) */
int exs_bind_post(lua_State *L)
{
    GError *error = NULL;

    exs_bind_running_world(L);
    if (!exs_public_post(check_server(L, 1), exs_bind_text(L, 2, "a folder"),
                         (uint32_t)exs_bind_integer(L, 3, "a number of items"),
                         exs_bind_integer(L, 4, "the size of an item"), &error))
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

/* mail_folder(server, name, alias): it has addresses from now */
int exs_bind_mail_folder(lua_State *L)
{
    GError *error = NULL;

    exs_bind_open_world(L);
    if (!exs_public_mail_enable(check_server(L, 1), exs_bind_text(L, 2, "a folder"),
                                exs_bind_text(L, 3, "an alias"), &error))
        return exs_bind_raise(L, error);
    return 0;
}

/* set_folder_role(server, name, recipient or nil, role) */
int exs_bind_set_folder_role(lua_State *L)
{
    const ExsRecipient *user = exs_bind_optional(L, 3, EXS_LUA_RECIPIENT);
    ExsFolderRole role;
    GError *error = NULL;

    exs_bind_open_world(L);
    if (!exs_folder_role_parse(exs_bind_text(L, 4, "a role"), &role, &error) ||
        !exs_public_set_role(check_server(L, 1), exs_bind_text(L, 2, "a folder"), user, role,
                             &error))
        return exs_bind_raise(L, error);
    return 0;
}

/* set_folder_forms(server, name, which, { names of forms }) */
int exs_bind_set_folder_forms(lua_State *L)
{
    const ExsWorld *world = exs_bind_open_world(L);
    lua_Integer count = luaL_len(L, 4);
    uint32_t *listed = lua_newuserdatauv(L, sizeof *listed * ((size_t)count + 1), 0);
    ExsFolderForms rule;
    GError *error = NULL;

    exs_sandbox_charge(L, (uint64_t)count);
    for (lua_Integer i = 0; i < count; i++) {
        lua_rawgeti(L, 4, i + 1);
        listed[i] = exs_intern_folded(world->names, exs_bind_text(L, -1, "a form"));
        lua_pop(L, 1);
    }
    if (!exs_folder_forms_parse(exs_bind_text(L, 3, "forms"), &rule, &error) ||
        !exs_public_set_forms(check_server(L, 1), exs_bind_text(L, 2, "a folder"), rule, listed,
                              (uint32_t)count, &error))
        return exs_bind_raise(L, error);
    return 0;
}
