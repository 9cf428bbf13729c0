/* handle.c - what Lua holds of the things of the world (see bind.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/bind/bind.h"
#include "exsim/model/org/replication.h"

/* clang-format off */
static const struct {
    const char *name, *title;
    const luaL_Reg *functions;
} classes[EXS_LUA_COUNT] = {
    [EXS_LUA_ORG]       = {"org",       "the organisation", exs_bind_org},
    [EXS_LUA_SITE]      = {"site",      "a site",           exs_bind_site},
    [EXS_LUA_SERVER]    = {"server",    "a server",         exs_bind_server},
    [EXS_LUA_RECIPIENT] = {"recipient", "a recipient",      exs_bind_recipient},
    [EXS_LUA_CONNECTOR] = {"connector", "a connector",      exs_bind_connector},
    [EXS_LUA_LINK]      = {"link",      "a link",           exs_bind_link},
    [EXS_LUA_HOST]      = {"host",      "a host",           exs_bind_host},
    [EXS_LUA_REPLICATION] = {"replication", "a Directory Replication Connector", exs_bind_replication},
    [EXS_LUA_SERVICE]   = {"service",   "a service",        exs_bind_service},
    [EXS_LUA_CLOCK]     = {"clock",     "a clock",          exs_bind_clock},
    [EXS_LUA_DISK]      = {"disk",      "a disk",           exs_bind_disk},
    [EXS_LUA_RUN]       = {"run",       "the run",          exs_bind_run},
    [EXS_LUA_RECORD]    = {"record",    "the record",       exs_bind_record},
};
/* clang-format on */

/* The key of all metatables' mark, by its address. */
static const char mark;

const char *exs_bind_class_name(ExsLuaClass class)
{
    return classes[class].name;
}

const ExsHandle *exs_bind_handle(lua_State *L, int index)
{
    bool is_ours;

    if (lua_type(L, index) != LUA_TUSERDATA || !lua_getmetatable(L, index))
        return NULL;
    is_ours = lua_rawgetp(L, -1, &mark) != LUA_TNIL;
    lua_pop(L, 2);
    return is_ours ? lua_touserdata(L, index) : NULL;
}

const char *exs_bind_handle_name(const ExsHandle *handle)
{
    switch (handle->class) {
    case EXS_LUA_ORG:
        return ((const ExsWorld *)handle->thing)->organization;
    case EXS_LUA_SITE:
        return ((const ExsSite *)handle->thing)->name;
    case EXS_LUA_SERVER:
    case EXS_LUA_CLOCK:
    case EXS_LUA_DISK:
        return ((const ExsServer *)handle->thing)->name;
    case EXS_LUA_RECIPIENT:
        return ((const ExsRecipient *)handle->thing)->name;
    case EXS_LUA_CONNECTOR:
        return ((const ExsConnector *)handle->thing)->name;
    case EXS_LUA_LINK:
        return ((const ExsLink *)handle->thing)->name;
    case EXS_LUA_HOST:
        return ((const ExsHost *)handle->thing)->name;
    case EXS_LUA_REPLICATION:
        return ((const ExsReplication *)handle->thing)->name;
    case EXS_LUA_SERVICE:
        switch (handle->service.kind) {
        case EXS_SERVICE_MTA:
            return "mta";
        case EXS_SERVICE_STORE:
            return "store";
        case EXS_SERVICE_DIRECTORY:
            return "ds";
        case EXS_SERVICE_GATEWAY:
            return handle->service.connector->class->kind;
        }
        break;
    case EXS_LUA_RUN:
    case EXS_LUA_RECORD:
    case EXS_LUA_COUNT:
        break;
    }
    return "";
}

static int on_tostring(lua_State *L)
{
    const ExsHandle *handle = exs_bind_handle(L, 1);

    if (handle->class == EXS_LUA_SERVICE)
        lua_pushfstring(L, "service %s of %s", exs_bind_handle_name(handle),
                        ((const ExsServer *)handle->thing)->name);
    else if (*exs_bind_handle_name(handle))
        lua_pushfstring(L, "%s %s", classes[handle->class].name, exs_bind_handle_name(handle));
    else
        lua_pushstring(L, classes[handle->class].name);
    return 1;
}

static int on_equal(lua_State *L)
{
    const ExsHandle *a = exs_bind_handle(L, 1), *b = exs_bind_handle(L, 2);

    lua_pushboolean(L, a && b && a->class == b->class && a->thing == b->thing &&
                           a->service.kind == b->service.kind &&
                           a->service.connector == b->service.connector);
    return 1;
}

static int on_write(lua_State *L)
{
    const ExsHandle *handle = exs_bind_handle(L, 1);

    return exs_bind_complain(L, "%s cannot be written to: write %s:set { name = value }",
                             classes[handle->class].title, classes[handle->class].name);
}

/* Leaves the metatable on the stack. */
static void make_metatable(lua_State *L, ExsLuaClass class)
{
    static const luaL_Reg common[] = {
        {"__eq", on_equal}, {"__newindex", on_write}, {"__tostring", on_tostring}, {NULL, NULL}};

    lua_newtable(L);
    luaL_setfuncs(L, common, 0);
    lua_pushstring(L, classes[class].name);
    lua_setfield(L, -2, "__name");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pushboolean(L, 1);
    lua_rawsetp(L, -2, &mark);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &classes[class]);
}

void exs_bind_open_classes(lua_State *L)
{
    lua_newtable(L); /* raw */
    lua_newtable(L); /* metatables */
    for (int i = 0; i < EXS_LUA_COUNT; i++) {
        lua_newtable(L);
        luaL_setfuncs(L, classes[i].functions, 0);
        lua_setfield(L, -3, classes[i].name);
        make_metatable(L, (ExsLuaClass)i);
        lua_setfield(L, -2, classes[i].name);
    }
    lua_setfield(L, -3, "metatables");
    lua_setfield(L, -2, "raw");
}

static void push_handle(lua_State *L, ExsHandle handle)
{
    ExsHandle *made = lua_newuserdatauv(L, sizeof *made, 0);

    *made = handle;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &classes[handle.class]);
    lua_setmetatable(L, -2);
}

void exs_bind_push(lua_State *L, ExsLuaClass class, void *thing)
{
    push_handle(L, (ExsHandle){.class = class, .thing = thing});
}

void exs_bind_push_service(lua_State *L, const ExsService *service)
{
    push_handle(L, (ExsHandle){EXS_LUA_SERVICE, service->server, *service});
}

void *exs_bind_check(lua_State *L, int index, ExsLuaClass class)
{
    const ExsHandle *handle = exs_bind_handle(L, index);

    if (handle && handle->class == class)
        return handle->thing;
    if (index == 1)
        exs_bind_complain(
            L, "%s is expected before the colon, not %s (write %s:name(...))", classes[class].title,
            handle ? classes[handle->class].title : luaL_typename(L, index), classes[class].name);
    exs_bind_complain(L, "%s is expected, not %s", classes[class].title,
                      handle ? classes[handle->class].title : luaL_typename(L, index));
    return NULL;
}

void *exs_bind_optional(lua_State *L, int index, ExsLuaClass class)
{
    return lua_isnoneornil(L, index) ? NULL : exs_bind_check(L, index, class);
}
