/* replication.c - directory replication as Lua sees it (see bind.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/bind/bind.h"
#include "exsim/model/actors/attendant.h"
#include "exsim/model/actors/directory.h"

/* add_replication(server, remote, name or nil) */
int exs_bind_add_replication(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsServer *server = exs_bind_check(L, 1, EXS_LUA_SERVER);
    ExsServer *remote = exs_bind_check(L, 2, EXS_LUA_SERVER);
    const char *name = exs_bind_optional_text(L, 3, "the name of a connector");
    GError *error = NULL;
    ExsReplication *replication = exs_replication_add(world, server, remote, name, &error);

    if (!replication)
        return exs_bind_raise(L, error);
    exs_bind_push(L, EXS_LUA_REPLICATION, replication);
    return 1;
}

static ExsReplication *check_replication(lua_State *L)
{
    ExsReplication *replication = exs_bind_check(L, 1, EXS_LUA_REPLICATION);

    if (replication->is_removed)
        exs_bind_complain(L, "connector %s is removed", replication->name);
    return replication;
}

static int remove_replication(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);

    exs_replication_remove(world, exs_bind_check(L, 1, EXS_LUA_REPLICATION));
    return 0;
}

static int set_schedule(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsReplication *replication = check_replication(L);
    const char *text = exs_bind_text(L, 2, "a schedule");
    GError *error = NULL;
    ExsSchedule schedule = {EXS_SCHEDULE_ALWAYS, {0}};

    if (!exs_schedule_parse(text, &schedule, &error))
        return exs_bind_raise(L, error);
    exs_replication_set_schedule(world, replication, &schedule);
    exs_bind_changed(world, replication->id, "schedule", text);
    return 0;
}

/* request_now(replication, site or nil, all) */
static int request_now(lua_State *L)
{
    ExsWorld *world = exs_bind_running_world(L);
    ExsReplication *replication = check_replication(L);
    const ExsSite *site = exs_bind_optional(L, 2, EXS_LUA_SITE);

    exs_replication_request(world, replication, site, lua_toboolean(L, 3));
    return 0;
}

/* move(replication, server): another local bridgehead */
static int move(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsReplication *replication = check_replication(L);
    ExsServer *server = exs_bind_check(L, 2, EXS_LUA_SERVER);
    GError *error = NULL;

    if (!exs_replication_move(world, replication, server, &error))
        return exs_bind_raise(L, error);
    exs_bind_changed(world, replication->id, "bridgehead", server->name);
    return 0;
}

const luaL_Reg exs_bind_replication[] = {
    {"move", move},
    {"remove", remove_replication},
    {"request_now", request_now},
    {"set_schedule", set_schedule},
    {NULL, NULL},
};

/* ---- the directory of a server ---- */

static ExsServer *check_directory(lua_State *L, int index)
{
    ExsServer *server = exs_bind_check(L, index, EXS_LUA_SERVER);

    if (!server->directory)
        exs_bind_complain(L, "the directories of this organisation replicate at once: set "
                             "timed_replication, or add a connector of kind \"dirrep\"");
    return server;
}

/* update_now(server, all): asks every server of its site */
int exs_bind_update_now(lua_State *L)
{
    exs_bind_running_world(L);
    exs_dsa_update_now(check_directory(L, 1)->dsa, lua_toboolean(L, 2));
    return 0;
}

/* delete_server(server, other): an administrator deletes a server of the site on this one */
int exs_bind_delete_server(lua_State *L)
{
    ExsServer *at = check_directory(L, 1);
    const ExsServer *other = exs_bind_check(L, 2, EXS_LUA_SERVER);

    exs_bind_running_world(L);
    if (at->site != other->site || at == other)
        return exs_bind_complain(L, "server %s is deleted on another server of its site, not on %s",
                                 other->name, at->name);
    exs_directory_write_server(at, other, true);
    exs_attendant_deleted(at->site->world, other);
    return 0;
}

/* check_consistency(server) */
int exs_bind_check_consistency(lua_State *L)
{
    exs_bind_running_world(L);
    exs_dsa_check_consistency(check_directory(L, 1)->dsa);
    return 0;
}

/* backup_directory(server) */
int exs_bind_backup_directory(lua_State *L)
{
    exs_bind_running_world(L);
    exs_dsa_backup(check_directory(L, 1)->dsa);
    return 0;
}

/* restore_directory(server) */
int exs_bind_restore_directory(lua_State *L)
{
    GError *error = NULL;

    exs_bind_running_world(L);
    if (!exs_dsa_restore(check_directory(L, 1)->dsa, &error))
        return exs_bind_raise(L, error);
    return 0;
}

/* advance_usn(server, by): the utility Authrest */
int exs_bind_advance_usn(lua_State *L)
{
    exs_bind_running_world(L);
    exs_directory_advance_usn(check_directory(L, 1), (uint64_t)exs_bind_integer(L, 2, "an amount"));
    return 0;
}

/* A server of the recipient's site on which an administrator changes it; raises. */
static void check_writer(lua_State *L, const ExsServer *at, const ExsRecipient *recipient)
{
    if (at->site != recipient->site)
        exs_bind_complain(L, "recipient %s is of site %s: server %s of site %s only reads it",
                          recipient->name, recipient->site->name, at->name, at->site->name);
    if (!exs_directory_knows(at, recipient->id))
        exs_bind_complain(L, "server %s does not know recipient %s", at->name, recipient->name);
}

/* modify(server, recipient, text, stays in the site?): what its directory says of the recipient
 * from now */
int exs_bind_modify(lua_State *L)
{
    ExsServer *at = check_directory(L, 1);
    const ExsRecipient *recipient = exs_bind_check(L, 2, EXS_LUA_RECIPIENT);
    const char *text = exs_bind_text(L, 3, "what an object says");

    exs_bind_running_world(L);
    check_writer(L, at, recipient);
    if (lua_toboolean(L, 4))
        exs_directory_write_local(at, recipient, text);
    else
        exs_directory_write_recipient(at, recipient, text);
    return 0;
}

/* remove(recipient, server): deleted on this server */
int exs_bind_remove_recipient(lua_State *L)
{
    ExsRecipient *recipient = exs_bind_check(L, 1, EXS_LUA_RECIPIENT);
    ExsServer *at =
        lua_isnoneornil(L, 2) ? recipient->server : exs_bind_check(L, 2, EXS_LUA_SERVER);

    exs_bind_running_world(L);
    check_writer(L, at, recipient);
    if (recipient->is_removed)
        return 0;
    recipient->is_removed = true;
    exs_bind_changed(at->site->world, recipient->id, "directory object", "deleted");
    exs_directory_write_recipient(at, recipient, NULL);
    return 0;
}
