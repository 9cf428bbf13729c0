/* site.c - sites as Lua sees them (see bind.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/bind/bind.h"
#include "exsim/model/actors/attendant.h"
#include "exsim/model/routing/proxy_space.h"

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

/* set_x400_address(site, "c=US;a= ;p=ORG;o=SITE") */
static int set_x400_address(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsSite *site = exs_bind_check(L, 1, EXS_LUA_SITE);
    const char *text = exs_bind_text(L, 2, "the X.400 address of a site");
    GError *error = NULL;

    if (!exs_site_set_x400_address(site, text, &error))
        return exs_bind_raise(L, error);
    exs_bind_changed(world, site->id, "x400_address", site->x400_space->text);
    exs_attendant_changed(world, site);
    return 0;
}

static int set_calculation_server(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsSite *site = exs_bind_check(L, 1, EXS_LUA_SITE);
    ExsServer *server = exs_bind_check(L, 2, EXS_LUA_SERVER);

    if (server->site != site)
        return exs_bind_complain(L, "server %s is not in site %s: it cannot calculate its routing",
                                 server->name, site->name);
    site->calculation_server = server;
    exs_bind_changed(world, site->id, "calculation_server", server->name);
    exs_attendant_changed(world, site);
    exs_attendant_schedule(world, site);
    return 0;
}

static int set_calculation_schedule(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsSite *site = exs_bind_check(L, 1, EXS_LUA_SITE);
    const char *text = exs_bind_text(L, 2, "a schedule");
    ExsSchedule schedule = {EXS_SCHEDULE_NEVER, {0}};
    GError *error = NULL;

    if (!exs_schedule_parse(text, &schedule, &error))
        return exs_bind_raise(L, error);
    if (schedule.mode == EXS_SCHEDULE_REMOTE)
        return exs_bind_complain(L, "a routing calculation has no remote end: write times");
    site->calculation_schedule = schedule;
    exs_bind_changed(world, site->id, "calculation_schedule", text);
    exs_attendant_schedule(world, site);
    return 0;
}

/* remove_site_proxy(site, space) */
static int remove_site_proxy(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsSite *site = exs_bind_check(L, 1, EXS_LUA_SITE);
    const char *text = exs_bind_text(L, 2, "an entry of the Site-Proxy-Space");
    GError *error = NULL;
    const ExsSpace *space = exs_space(world->spaces, text, &error);

    if (!space)
        return exs_bind_raise(L, error);
    if (!site->table || !exs_proxy_space_remove(site->table, space))
        return exs_bind_complain(L, "the Site-Proxy-Space of %s has no entry \"%s\"", site->name,
                                 space->text);
    exs_bind_changed(world, site->id, "Site-Proxy-Space removed", space->text);
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
    {"remove_site_proxy", remove_site_proxy},
    {"servers", servers},
    {"set", exs_bind_set},
    {"set_calculation_schedule", set_calculation_schedule},
    {"set_calculation_server", set_calculation_server},
    {"set_x400_address", set_x400_address},
    {NULL, NULL},
};
