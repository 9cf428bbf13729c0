/* machine.c - a server's clock, its disk and its MTA's files as Lua sees them (see bind.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/bind/bind.h"
#include "exsim/model/actors/mta.h"

/* ---- the clock ---- */

int exs_bind_clock_of(lua_State *L)
{
    exs_bind_push(L, EXS_LUA_CLOCK, exs_bind_check(L, 1, EXS_LUA_SERVER));
    return 1;
}

/* set_zone(clock, text) */
static int set_zone(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsServer *server = exs_bind_check(L, 1, EXS_LUA_CLOCK);
    ExsClock clock = server->clock;
    GError *error = NULL;

    if (!exs_clock_parse_zone(exs_bind_text(L, 2, "a zone"), &clock, &error))
        return exs_bind_raise(L, error);
    exs_server_set_clock(world, server, &clock);
    return 0;
}

/* set_skew(clock, text) */
static int set_skew(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsServer *server = exs_bind_check(L, 1, EXS_LUA_CLOCK);
    ExsClock clock = server->clock;
    GError *error = NULL;

    if (!exs_clock_parse_skew(exs_bind_text(L, 2, "a skew"), &clock.skew, &error))
        return exs_bind_raise(L, error);
    exs_server_set_clock(world, server, &clock);
    return 0;
}

/* wall(clock) -> integer */
static int wall(lua_State *L)
{
    const ExsServer *server = exs_bind_check(L, 1, EXS_LUA_CLOCK);

    lua_pushinteger(L, exs_clock_wall(&server->clock, exs_world_now(server->site->world)));
    return 1;
}

const luaL_Reg exs_bind_clock[] = {
    {"set_skew", set_skew},
    {"set_zone", set_zone},
    {"wall", wall},
    {NULL, NULL},
};

/* ---- the disk ---- */

int exs_bind_disk_of(lua_State *L)
{
    exs_bind_push(L, EXS_LUA_DISK, exs_bind_check(L, 1, EXS_LUA_SERVER));
    return 1;
}

/* set_free(disk, bytes) */
static int set_free(lua_State *L)
{
    ExsServer *server;

    exs_bind_open_world(L);
    server = exs_bind_check(L, 1, EXS_LUA_DISK);
    exs_disk_set_free(server->mta, exs_bind_integer(L, 2, "the room on a disk"));
    return 0;
}

/* free(disk) -> bytes */
static int free_bytes(lua_State *L)
{
    ExsServer *server = exs_bind_check(L, 1, EXS_LUA_DISK);

    lua_pushinteger(L, exs_disk_free(server->mta));
    return 1;
}

const luaL_Reg exs_bind_disk[] = {
    {"free", free_bytes},
    {"set_free", set_free},
    {NULL, NULL},
};

/* ---- the MTA's files ---- */

/* Of a file, or of the MTA. */
static bool set_fault(ExsMta *mta, const char *kind, const char *file, bool is_on, GError **error)
{
    ExsDatabaseFault fault;

    if (file && g_ascii_strcasecmp(kind, "object unreadable") == 0)
        return exs_database_set_object(mta, file, EXS_OBJECT_UNREADABLE, is_on, error);
    if (file && g_ascii_strcasecmp(kind, "object not locked") == 0)
        return exs_database_set_object(mta, file, EXS_OBJECT_NOT_LOCKED, is_on, error);
    if (file)
        return exs_database_set_file(mta, file,
                                     !is_on ? EXS_FILE_WHOLE
                                     : g_ascii_strcasecmp(kind, "file damaged") == 0
                                         ? EXS_FILE_DAMAGED
                                         : EXS_FILE_LOST,
                                     error);
    if (!exs_database_fault_parse(kind, &fault, error))
        return false;
    exs_database_set_fault(mta, fault, is_on);
    return true;
}

/* fault(server, kind, file or nil, is_on) */
int exs_bind_fault(lua_State *L)
{
    ExsServer *server;
    const char *kind, *file;
    GError *error = NULL;

    exs_bind_open_world(L);
    server = exs_bind_check(L, 1, EXS_LUA_SERVER);
    kind = exs_bind_text(L, 2, "a fault");
    file = exs_bind_optional_text(L, 3, "a file");
    if (!set_fault(server->mta, kind, file, lua_toboolean(L, 4), &error))
        return exs_bind_raise(L, error);
    return 0;
}

/* restore(server, file) */
int exs_bind_restore(lua_State *L)
{
    ExsServer *server;
    GError *error = NULL;

    exs_bind_open_world(L);
    server = exs_bind_check(L, 1, EXS_LUA_SERVER);
    if (!exs_database_restore(server->mta, exs_bind_text(L, 2, "a file"), &error))
        return exs_bind_raise(L, error);
    return 0;
}

/* file(server, message) -> the name of its file */
int exs_bind_file(lua_State *L)
{
    ExsWorld *world = exs_bind_running_world(L);
    ExsServer *server = exs_bind_check(L, 1, EXS_LUA_SERVER);
    const ExsMessage *message = exs_object_find(server->mta, exs_bind_message(L, world, 2));
    char *name;

    if (!message)
        return exs_bind_complain(L, "the message does not stand in this MTA");
    name = exs_database_file_name(exs_object_number(server->mta, message));
    lua_pushstring(L, name);
    g_free(name);
    return 1;
}

/* mtacheck(server, switches or nil, product or nil) -> lines */
int exs_bind_mtacheck(lua_State *L)
{
    ExsServer *server;
    const char *switches, *version;
    ExsMtacheck how = {0};
    ExsProduct product;
    GError *error = NULL;
    void **lines;

    exs_bind_open_world(L);
    server = exs_bind_check(L, 1, EXS_LUA_SERVER);
    switches = exs_bind_optional_text(L, 2, "the switches of mtacheck");
    version = exs_bind_optional_text(L, 3, "a product");
    if ((switches && !exs_mtacheck_parse(switches, &how, &error)) ||
        (version && !exs_product_parse(version, &product, &error)))
        return exs_bind_raise(L, error);
    how.installed = version ? &product : NULL;
    lines = exs_bind_guard(L, (GDestroyNotify)g_strfreev);
    *lines = exs_database_mtacheck(server->mta, &how, &error);
    if (!*lines)
        return exs_bind_raise(L, error);
    lua_newtable(L);
    for (int i = 0; ((char **)*lines)[i]; i++) {
        lua_pushstring(L, ((char **)*lines)[i]);
        lua_rawseti(L, -2, i + 1);
    }
    return 1;
}
