/* send.c - mail as Lua sends it (see bind.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/bind/bind.h"

#include <string.h>

/* Can this be nothing but a typed address? */
static bool looks_typed(const char *text)
{
    return strpbrk(text, "@:/;=") != NULL;
}

/* A recipient's alias, or an address as a user types it. */
static const ExsAddress *read_recipient(ExsWorld *world, const char *text, bool is_smtp,
                                        GError **error)
{
    const ExsRecipient *recipient = exs_world_find(world, "recipient", text);

    if (recipient)
        return is_smtp && recipient->smtp ? recipient->smtp : recipient->dn;
    if (looks_typed(text))
        return exs_address_lenient(world->addresses, text, error);
    exs_world_get(world, "recipient", text, error);
    return NULL;
}

/* Pushes an array of what the list at this index names: handles and texts. */
static const ExsAddress **push_recipients(lua_State *L, ExsWorld *world, int list, bool is_smtp,
                                          uint32_t *count)
{
    lua_Integer length = luaL_len(L, list);
    const ExsAddress **to = lua_newuserdatauv(L, sizeof *to * ((size_t)length + 1), 0);
    GError *error = NULL;

    exs_sandbox_charge(L, (uint64_t)length);
    for (lua_Integer i = 0; i < length; i++) {
        const ExsHandle *handle;

        lua_rawgeti(L, list, i + 1);
        handle = exs_bind_handle(L, -1);
        if (handle) {
            const ExsRecipient *recipient = exs_bind_check(L, lua_gettop(L), EXS_LUA_RECIPIENT);

            to[i] = is_smtp && recipient->smtp ? recipient->smtp : recipient->dn;
        } else {
            to[i] = read_recipient(world, exs_bind_text(L, -1, "a recipient"), is_smtp, &error);
        }
        if (!to[i])
            exs_bind_raise(L, error);
        lua_pop(L, 1);
    }
    *count = (uint32_t)length;
    return to;
}

/* A name that another message has is a mistake: expectations could not tell them apart. */
static const char *check_name(lua_State *L, const ExsWorld *world, int index)
{
    const char *name = exs_bind_optional_text(L, index, "the name of a message");
    GError *error = NULL;
    char *quoted;

    if (!name || exs_record_find_message(world->record, name) == 0)
        return name;
    quoted = exs_quote(name);
    exs_fail(&error, EXS_ERROR_DUPLICATE, "a message %s was sent already", quoted);
    g_free(quoted);
    exs_bind_raise(L, error);
    return NULL;
}

/* send(org, from, { to }, size, priority or nil, kind or nil, name or nil, not before or nil,
 * latest or nil, submit at or nil) -> serial number */
int exs_bind_send(lua_State *L)
{
    ExsWorld *world = exs_bind_running_world(L);
    ExsRecipient *from = exs_bind_check(L, 2, EXS_LUA_RECIPIENT);
    ExsSubmission submission = {.from = from, .priority = EXS_PRIORITY_NORMAL};
    const char *priority = exs_bind_optional_text(L, 5, "a priority");
    const char *kind = exs_bind_optional_text(L, 6, "the kind of a message");
    GError *error = NULL;
    uint32_t serial;

    luaL_checktype(L, 3, LUA_TTABLE);
    submission.size = exs_bind_integer(L, 4, "the size of a message");
    submission.name = check_name(L, world, 7);
    submission.not_before = lua_isnoneornil(L, 8) ? 0 : exs_bind_integer(L, 8, "defer");
    submission.latest = lua_isnoneornil(L, 9) ? 0 : exs_bind_integer(L, 9, "latest");
    submission.submit_at = lua_isnoneornil(L, 10) ? 0 : exs_bind_integer(L, 10, "submit");
    if (from->kind == EXS_RECIPIENT_CUSTOM)
        return exs_bind_complain(L, "recipient %s is no mailbox: it cannot send", from->name);
    if ((priority && !exs_priority_parse(priority, &submission.priority, &error)) ||
        (kind && !exs_message_kind_parse(kind, &submission.kind, &error)))
        return exs_bind_raise(L, error);
    submission.to = push_recipients(L, world, 3, false, &submission.count);
    serial = exs_send(world, &submission, &error);
    if (!serial)
        return exs_bind_raise(L, error);
    exs_bind_raise_failure(L, world);
    lua_pushinteger(L, serial);
    return 1;
}

/* The serial number of a message, by the name that send gave it or that number itself. */
uint32_t exs_bind_message(lua_State *L, const ExsWorld *world, int index)
{
    uint32_t serial;

    if (lua_isinteger(L, index))
        return (uint32_t)lua_tointeger(L, index);
    serial = exs_record_find_message(world->record, exs_bind_text(L, index, "a message"));
    if (!serial)
        exs_bind_complain(L, "no message is called \"%s\"", lua_tostring(L, index));
    return serial;
}

/* set_priority(org, message, priority) */
int exs_bind_set_priority(lua_State *L)
{
    ExsWorld *world = exs_bind_running_world(L);
    uint32_t serial = exs_bind_message(L, world, 2);
    ExsPriority priority;
    GError *error = NULL;

    if (!exs_priority_parse(exs_bind_text(L, 3, "a priority"), &priority, &error) ||
        !exs_set_priority(world, serial, priority, &error))
        return exs_bind_raise(L, error);
    return 0;
}

/* delete(server, message) */
int exs_bind_delete(lua_State *L)
{
    ExsWorld *world = exs_bind_running_world(L);
    const ExsServer *server = exs_bind_check(L, 1, EXS_LUA_SERVER);
    GError *error = NULL;

    if (!exs_delete(world, server, exs_bind_message(L, world, 2), &error))
        return exs_bind_raise(L, error);
    return 0;
}

/* withdraw(org, message) -> taken back? */
int exs_bind_withdraw(lua_State *L)
{
    ExsWorld *world = exs_bind_running_world(L);

    lua_pushboolean(L, exs_withdraw(world, exs_bind_message(L, world, 2)));
    return 1;
}

/* send(host, connector, from, { to }, size, name or nil, is malformed, priority or nil, has the
 * right to send urgent mail) -> serial number; nothing: refused */
int exs_bind_send_from_host(lua_State *L)
{
    ExsWorld *world = exs_bind_running_world(L);
    ExsHost *host = exs_bind_check(L, 1, EXS_LUA_HOST);
    ExsConnector *connector = exs_bind_check(L, 2, EXS_LUA_CONNECTOR);
    const char *text = exs_bind_text(L, 3, "a sender");
    const char *priority;
    ExsSubmission submission = {.priority = EXS_PRIORITY_NORMAL};
    GError *error = NULL;
    const ExsAddress *from;
    uint32_t serial;

    luaL_checktype(L, 4, LUA_TTABLE);
    submission.size = exs_bind_integer(L, 5, "the size of a message");
    submission.name = check_name(L, world, 6);
    submission.is_malformed = lua_toboolean(L, 7);
    priority = exs_bind_optional_text(L, 8, "a priority");
    submission.has_urgent_right = lua_toboolean(L, 9);
    if (priority && !exs_priority_parse(priority, &submission.priority, &error))
        return exs_bind_raise(L, error);
    if (!host->is_up)
        return exs_bind_complain(L, "host %s is down: it sends nothing", host->name);
    from = read_recipient(world, text, true, &error);
    if (!from)
        return exs_bind_raise(L, error);
    submission.to = push_recipients(L, world, 4, true, &submission.count);
    serial = exs_send_from_host(world, host, connector, from, &submission, &error);
    if (!serial && error)
        return exs_bind_raise(L, error);
    if (!serial)
        return 0; /* the call was refused */
    exs_bind_raise_failure(L, world);
    lua_pushinteger(L, serial);
    return 1;
}

/* hold_at_host(host, from, to, size, name or nil) */
int exs_bind_hold_at_host(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsHost *host = exs_bind_check(L, 1, EXS_LUA_HOST);
    ExsHeldMail mail = {.size = exs_bind_integer(L, 4, "the size of a message")};
    const char *name = check_name(L, world, 5);
    GError *error = NULL;

    mail.from = read_recipient(world, exs_bind_text(L, 2, "a sender"), true, &error);
    if (!mail.from)
        return exs_bind_raise(L, error);
    mail.to = read_recipient(world, exs_bind_text(L, 3, "a recipient"), true, &error);
    if (!mail.to)
        return exs_bind_raise(L, error);
    if (name)
        mail.name = exs_interner_text(world->names, exs_intern(world->names, name));
    g_array_append_val(host->held, mail);
    return 0;
}
