/* site.c - sites as Lua sees them (see bind.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/bind/bind.h"
#include "exsim/model/actors/attendant.h"

/* add_server(site, name, product or nil) */
static int add_server(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsSite *site = exs_bind_check(L, 1, EXS_LUA_SITE);
    const char *name = exs_bind_text(L, 2, "the name of a server");
    const char *text = exs_bind_optional_text(L, 3, "a product");
    GError *error = NULL;
    ExsProduct product;
    ExsServer *server;

    if (text && !exs_product_parse(text, &product, &error))
        return exs_bind_raise(L, error);
    server = exs_actors_add_server(world, site, name, text ? &product : NULL, &error);
    if (!server)
        return exs_bind_raise(L, error);
    exs_bind_push(L, EXS_LUA_SERVER, server);
    return 1;
}

static int calculate(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);

    exs_attendant_calculate(world, exs_bind_check(L, 1, EXS_LUA_SITE));
    return 0;
}

/* servers(site) -> its servers in the order made */
static int servers(lua_State *L)
{
    const ExsSite *site = exs_bind_check(L, 1, EXS_LUA_SITE);

    lua_newtable(L);
    for (guint i = 0; i < site->servers->len; i++) {
        exs_bind_push(L, EXS_LUA_SERVER, site->servers->pdata[i]);
        lua_rawseti(L, -2, i + 1);
    }
    return 1;
}

const luaL_Reg exs_bind_site[] = {
    {"add_server", add_server},
    {"calculate", calculate},
    {"servers", servers},
    {"set", exs_bind_set},
    {NULL, NULL},
};
