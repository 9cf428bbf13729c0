/* service.c - the services of a server as Lua sees them (see bind.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/bind/bind.h"

#include <string.h>

#include "exsim/model/actors/directory.h"
#include "exsim/model/actors/ims_spool.h"

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

/* Leaves the function where the service has no spool. */
static ExsGateway *check_spool(lua_State *L)
{
    const ExsService *service = check_service(L);

    if (!service->connector || !((ExsGateway *)service->connector->service)->spool)
        exs_bind_complain(L, "this service has no spool: the Internet Mail Service has");
    return service->connector->service;
}

/* The one fault of a Directory Service: over when it is started again. */
static int fault_directory(lua_State *L, ExsDsa *dsa)
{
    const char *kind = exs_bind_text(L, 2, "a fault");

    if (strcmp(kind, "inbox thread lost") != 0 || !lua_toboolean(L, 3))
        return exs_bind_complain(L, "a Directory Service has the fault \"inbox thread lost\", "
                                    "until it is restarted");
    exs_dsa_lose_inbox(dsa);
    return 0;
}

/* fault(service, kind, is_on) */
static int fault(lua_State *L)
{
    const ExsService *service = check_service(L);
    ExsGateway *ims;
    ExsSpoolFault which;
    GError *error = NULL;

    exs_bind_open_world(L);
    if (service->kind == EXS_SERVICE_DIRECTORY)
        return fault_directory(L, service->server->dsa);
    ims = check_spool(L);
    if (!exs_spool_fault_parse(exs_bind_text(L, 2, "a fault"), &which, &error))
        return exs_bind_raise(L, error);
    exs_spool_set_fault(ims, which, lua_toboolean(L, 3));
    return 0;
}

/* delete(service, message) */
static int delete (lua_State *L)
{
    ExsWorld *world = exs_bind_running_world(L);
    const ExsService *service = check_service(L);
    uint32_t serial = exs_bind_message(L, world, 2);
    ExsGateway *gateway;

    if (!service->connector)
        return exs_bind_complain(L, "this service has no folders: a gateway has");
    gateway = service->connector->service;
    if (!exs_gateway_delete(gateway, serial) &&
        !(gateway->spool && exs_spool_delete(gateway, serial)))
        return exs_bind_complain(L, "the message lies in no folder of this gateway");
    return 0;
}

/* move(service, in, out, queue.dat) */
static int move(lua_State *L)
{
    ExsGateway *ims;
    GError *error = NULL;

    exs_bind_open_world(L);
    ims = check_spool(L);
    if (!exs_spool_move(ims, lua_toboolean(L, 2), lua_toboolean(L, 3), lua_toboolean(L, 4), &error))
        return exs_bind_raise(L, error);
    return 0;
}

const luaL_Reg exs_bind_service[] = {
    {"connector", connector},
    {"crash", crash},
    {"delete", delete},
    {"fault", fault},
    {"is_running", is_running},
    {"move", move},
    {"start", start},
    {"stop", stop},
    {NULL, NULL},
};
