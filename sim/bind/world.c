/* world.c - the organisation as Lua sees it, and when it may change (see bind.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/bind/bind.h"

#include <string.h>

#include "exsim/model/actors/attendant.h"

ExsWorld *exs_bind_open_world(lua_State *L)
{
    ExsBind *bind = exs_bind_from(L);

    if (bind->phase == EXS_PHASE_OVER)
        exs_bind_complain(L, "the run has ended: nothing can change any more");
    if (bind->phase == EXS_PHASE_LOAD)
        exs_bind_complain(L, "nothing is built yet: this belongs into build or drive");
    return bind->world;
}

ExsWorld *exs_bind_running_world(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);

    if (exs_bind_from(L)->phase != EXS_PHASE_DRIVE)
        exs_bind_complain(L, "nothing runs yet: this belongs into drive");
    return world;
}

void exs_bind_raise_failure(lua_State *L, ExsWorld *world)
{
    if (world->failure)
        exs_bind_raise(L, g_error_copy(world->failure));
}

void exs_bind_changed(ExsWorld *world, uint32_t object, const char *setting, const char *value)
{
    if (world->is_built)
        exs_world_trace(world, CHANGED, object, exs_record_text(world->record, setting), object,
                        exs_record_text(world->record, value));
}

/* ---- add ---- */

static int add_site(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    const char *name = exs_bind_text(L, 2, "the name of a site");
    GError *error = NULL;
    ExsSite *site = exs_world_add_site(world, name, &error);

    if (!site)
        return exs_bind_raise(L, error);
    exs_bind_push(L, EXS_LUA_SITE, site);
    return 1;
}

static int add_host(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    const char *name = exs_bind_text(L, 2, "the name of a host");
    GError *error = NULL;
    ExsHost *host = exs_world_add_host(world, name, &error);

    if (!host)
        return exs_bind_raise(L, error);
    exs_bind_push(L, EXS_LUA_HOST, host);
    return 1;
}

/* add_cname(org, domain, target) */
static int add_cname(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    GError *error = NULL;

    if (!exs_world_add_alias(world, exs_bind_text(L, 2, "a domain"),
                             exs_bind_text(L, 3, "a domain"), &error))
        return exs_bind_raise(L, error);
    return 0;
}

static uint32_t check_end(lua_State *L, int index)
{
    const ExsHandle *handle = exs_bind_handle(L, index);

    if (handle && handle->class == EXS_LUA_SERVER)
        return ((const ExsServer *)handle->thing)->id;
    if (handle && handle->class == EXS_LUA_HOST)
        return ((const ExsHost *)handle->thing)->id;
    return (uint32_t)exs_bind_complain(L, "a link joins servers and hosts");
}

/* add_link(org, name, end, end) */
static int add_link(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    const char *name = exs_bind_text(L, 2, "the name of a link");
    uint32_t a = check_end(L, 3), b = check_end(L, 4);
    GError *error = NULL;
    ExsLink *link = exs_world_add_link(world, name, a, b, &error);

    if (!link)
        return exs_bind_raise(L, error);
    exs_bind_push(L, EXS_LUA_LINK, link);
    return 1;
}

/* ---- find ---- */

static ExsLuaClass check_class(lua_State *L, int index)
{
    const char *name = exs_bind_text(L, index, "a class");
    int i = EXS_LUA_SITE;

    while (i < EXS_LUA_SERVICE && strcmp(exs_bind_class_name((ExsLuaClass)i), name) != 0)
        i++;
    g_assert(i < EXS_LUA_SERVICE); /* the library's word */
    return (ExsLuaClass)i;
}

/* find(org, class, name) -> handle, or nil if there is none */
static int find(lua_State *L)
{
    ExsWorld *world = exs_bind_from(L)->world;
    ExsLuaClass class = check_class(L, 2);
    void *thing = exs_world_find(world, exs_bind_class_name(class), exs_bind_text(L, 3, "a name"));

    if (thing)
        exs_bind_push(L, class, thing);
    else
        lua_pushnil(L);
    return 1;
}

/* get(org, class, name) -> handle, or an error with a suggestion */
static int get(lua_State *L)
{
    ExsWorld *world = exs_bind_from(L)->world;
    ExsLuaClass class = check_class(L, 2);
    const char *name = exs_bind_text(L, 3, "a name");
    GError *error = NULL;
    void *thing = exs_world_get(world, exs_bind_class_name(class), name, &error);

    if (!thing)
        return exs_bind_raise(L, error);
    exs_bind_push(L, class, thing);
    return 1;
}

/* first_server(org) -> the first that was made, or nil */
static int first_server(lua_State *L)
{
    const GPtrArray *servers = exs_bind_from(L)->world->servers;

    if (servers->len > 0)
        exs_bind_push(L, EXS_LUA_SERVER, servers->pdata[0]);
    else
        lua_pushnil(L);
    return 1;
}

/* links(org, server, server) -> the paths between them: of a site the one that RPC takes */
static int links(lua_State *L)
{
    ExsWorld *world = exs_bind_from(L)->world;
    ExsServer *a = exs_bind_check(L, 2, EXS_LUA_SERVER), *b = exs_bind_check(L, 3, EXS_LUA_SERVER);
    lua_Integer found = 0;

    if (a == b)
        return exs_bind_complain(L, "a link joins two servers, not one");
    lua_newtable(L);
    if (a->site == b->site) {
        exs_bind_push(L, EXS_LUA_LINK, exs_world_rpc_link(world, a, b));
        lua_rawseti(L, -2, 1);
        return 1;
    }
    for (guint i = 0; i < world->links->len; i++) {
        ExsLink *link = world->links->pdata[i];

        if ((link->a != a->id || link->b != b->id) && (link->a != b->id || link->b != a->id))
            continue;
        exs_bind_push(L, EXS_LUA_LINK, link);
        lua_rawseti(L, -2, ++found);
    }
    return 1;
}

/* service(org, server, name) */
static int service(lua_State *L)
{
    ExsServer *server = exs_bind_check(L, 2, EXS_LUA_SERVER);
    const char *name = exs_bind_text(L, 3, "the name of a service");
    GError *error = NULL;
    ExsService found;

    if (!exs_service_find(server, name, &found, &error))
        return exs_bind_raise(L, error);
    exs_bind_push_service(L, &found);
    return 1;
}

/* ---- do ---- */

static int replicate(lua_State *L)
{
    int64_t rounds = exs_bind_integer(L, 1, "a number of rounds");

    if (rounds < 0 || rounds > 1000)
        return exs_bind_complain(L, "rounds are 1 to 1000, not %" G_GINT64_FORMAT, rounds);
    exs_attendant_replicate(exs_bind_open_world(L), (uint32_t)rounds);
    return 0;
}

const luaL_Reg exs_bind_org[] = {
    {"add_cname", add_cname},
    {"add_host", add_host},
    {"add_link", add_link},
    {"add_site", add_site},
    {"find", find},
    {"first_server", first_server},
    {"get", get},
    {"replied", exs_bind_replied},
    {"returned", exs_bind_returned},
    {"links", links},
    {"replicate", replicate},
    {"send", exs_bind_send},
    {"set_priority", exs_bind_set_priority},
    {"withdraw", exs_bind_withdraw},
    {"service", service},
    {"set", exs_bind_set},
    {NULL, NULL},
};
