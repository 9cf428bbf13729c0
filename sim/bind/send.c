/* send.c - mail as Lua sends it (see bind.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/bind/bind.h"

#include <string.h>

#include "exsim/model/org/replied.h"

/* Can this be nothing but a typed address? */
static bool looks_typed(const char *text)
{
    return strpbrk(text, "@:/;=") != NULL;
}

/* How a recipient of ours is addressed from here. */
typedef enum { BY_DN, BY_SMTP, BY_X400 } Manner;

static const ExsAddress *address_of(const ExsRecipient *recipient, Manner manner)
{
    if (manner == BY_SMTP && recipient->smtp)
        return recipient->smtp;
    return manner == BY_X400 && recipient->x400 ? recipient->x400 : recipient->dn;
}

/* A recipient's alias, or an address as a user types it. */
static const ExsAddress *read_recipient(ExsWorld *world, const char *text, Manner manner,
                                        GError **error)
{
    const ExsRecipient *recipient = exs_world_check_name(world, text);

    if (recipient)
        return address_of(recipient, manner);
    if (looks_typed(text) || exs_world_find(world, "recipient", text)) /* hidden: as typed */
        return exs_address_lenient(world->addresses, text, error);
    exs_world_get(world, "recipient", text, error);
    return NULL;
}

/* Pushes an array of what the list at this index names: handles and texts. */
static const ExsAddress **push_recipients(lua_State *L, ExsWorld *world, int list, Manner manner,
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

            to[i] = address_of(recipient, manner);
        } else {
            to[i] = read_recipient(world, exs_bind_text(L, -1, "a recipient"), manner, &error);
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

/* The flaw at this index; none where that is nil. */
static ExsFlaw read_flaw(lua_State *L, int index)
{
    const char *words = exs_bind_optional_text(L, index, "a flaw");
    ExsFlaw flaw = EXS_FLAW_NONE;
    GError *error = NULL;

    if (words && !exs_flaw_parse(words, &flaw, &error))
        exs_bind_raise(L, error);
    return flaw;
}

/* The form of a message at this index; 0 where that is nil: a standard one. */
static uint32_t read_form(lua_State *L, const ExsWorld *world, int index)
{
    const char *form = exs_bind_optional_text(L, index, "a form");

    return form ? exs_intern_folded(world->names, form) : 0;
}

/* send(org, from, { to }, size, priority or nil, kind or nil, name or nil, not before or nil,
 * latest or nil, submit at or nil, no reassignment?, message replied to or nil,
 * is malformed or nil, by the 4.0 client or nil, flaw or nil, bytes of its header or nil, no
 * expansion of lists?, asks for a receipt?, its form or nil)
 * -> serial number */
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
    submission.no_reassignment = lua_toboolean(L, 11);
    submission.reply_to = lua_isnoneornil(L, 12) ? 0 : exs_bind_message(L, world, 12);
    submission.is_malformed = lua_toboolean(L, 13);
    submission.is_old_client = lua_toboolean(L, 14);
    submission.flaw = read_flaw(L, 15);
    submission.header = lua_isnoneornil(L, 16) ? 0 : exs_bind_integer(L, 16, "a header");
    submission.no_expansion = lua_toboolean(L, 17);
    submission.wants_receipt = lua_toboolean(L, 18);
    submission.form = read_form(L, world, 19);
    if (from->kind == EXS_RECIPIENT_CUSTOM || from->kind == EXS_RECIPIENT_LIST)
        return exs_bind_complain(L, "recipient %s is no mailbox: it cannot send", from->name);
    if ((priority && !exs_priority_parse(priority, &submission.priority, &error)) ||
        (kind && !exs_message_kind_parse(kind, &submission.kind, &error)))
        return exs_bind_raise(L, error);
    submission.to = push_recipients(L, world, 3, BY_DN, &submission.count);
    serial = exs_send(world, &submission, &error);
    if (!serial)
        return exs_bind_raise(L, error);
    exs_bind_raise_failure(L, world);
    lua_pushinteger(L, serial);
    return 1;
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

/* replied(org, message) -> what it says of its sender, or nil, and an array of its recipients */
int exs_bind_replied(lua_State *L)
{
    ExsWorld *world = exs_bind_running_world(L);
    uint32_t serial = exs_bind_message(L, world, 2);
    const ExsReplied *replied = exs_replied(world, serial);
    const ExsAddress *from;

    if (!replied)
        return exs_bind_complain(L, "message %u has no name: only one that has is replied to",
                                 serial);
    from = replied->from_dn ? replied->from_dn : replied->from_x400;
    if (from)
        lua_pushstring(L, from->text);
    else
        lua_pushnil(L);
    lua_newtable(L);
    for (uint32_t i = 0; i < replied->count; i++) {
        lua_pushstring(L, replied->to[i].typed->text);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 2;
}

/* returned(org, message) -> an array of its recipients as reports name them */
int exs_bind_returned(lua_State *L)
{
    const ExsWorld *world = exs_bind_running_world(L);
    const ExsReplied *replied = exs_replied(world, exs_bind_message(L, world, 2));
    lua_Integer count = 0;

    lua_newtable(L);
    for (uint32_t i = 0; replied && i < replied->count; i++) {
        if (!replied->to[i].returned)
            continue;
        lua_pushstring(L, replied->to[i].returned->text);
        lua_rawseti(L, -2, ++count);
    }
    return 1;
}

/* "10.0.0.5" at the index; 0: nothing is said. */
static uint32_t check_ip(lua_State *L, int index)
{
    const char *text = exs_bind_optional_text(L, index, "an IP address");
    uint32_t ip = text ? exs_relay_ip(text) : 0;

    if (text && !ip)
        exs_bind_complain(L, "an IP address is written \"10.0.0.5\", not \"%s\"", text);
    return ip;
}

/* set_ip(host, "10.0.0.5") */
int exs_bind_set_ip(lua_State *L)
{
    ExsHost *host = exs_bind_check(L, 1, EXS_LUA_HOST);

    exs_bind_open_world(L);
    host->ip = check_ip(L, 2);
    return 0;
}

/* send(host, connector, from, { to }, size, name or nil, is malformed, priority or nil, has the
 * right to send urgent mail, flaw or nil, address called or nil, logged on: true, false, or nil if
 * that failed, discloses its recipients?, asks for a receipt?, is a report?, its form or nil)
 * -> serial number; nothing: refused */
int exs_bind_send_from_host(lua_State *L)
{
    ExsWorld *world = exs_bind_running_world(L);
    ExsHost *host = exs_bind_check(L, 1, EXS_LUA_HOST);
    ExsConnector *connector = exs_bind_check(L, 2, EXS_LUA_CONNECTOR);
    const char *text = exs_bind_text(L, 3, "a sender");
    const char *priority;
    ExsSubmission submission = {.priority = EXS_PRIORITY_NORMAL};
    Manner manner = connector->class->secured ? BY_SMTP : BY_X400;
    GError *error = NULL;
    const ExsAddress *from;
    uint32_t serial;

    luaL_checktype(L, 4, LUA_TTABLE);
    submission.size = exs_bind_integer(L, 5, "the size of a message");
    submission.name = check_name(L, world, 6);
    submission.is_malformed = lua_toboolean(L, 7);
    priority = exs_bind_optional_text(L, 8, "a priority");
    submission.has_urgent_right = lua_toboolean(L, 9);
    submission.flaw = read_flaw(L, 10);
    submission.connected_to = check_ip(L, 11);
    submission.logon = lua_isnoneornil(L, 12) ? EXS_LOGON_FAILED
                       : lua_toboolean(L, 12) ? EXS_LOGON_DONE
                                              : EXS_LOGON_NONE;
    submission.discloses = lua_toboolean(L, 13);
    submission.wants_receipt = lua_toboolean(L, 14);
    submission.has_no_path = lua_toboolean(L, 15);
    submission.kind = submission.has_no_path ? EXS_MESSAGE_REPORT : EXS_MESSAGE;
    submission.form = read_form(L, world, 16);
    if (priority && !exs_priority_parse(priority, &submission.priority, &error))
        return exs_bind_raise(L, error);
    if (!host->is_up)
        return exs_bind_complain(L, "host %s is down: it sends nothing", host->name);
    if (!connector->class->secured && connector->host != host)
        return exs_bind_complain(L, "connector %s does not lead to host %s", connector->name,
                                 host->name);
    from = read_recipient(world, text, manner, &error);
    if (!from)
        return exs_bind_raise(L, error);
    submission.to = push_recipients(L, world, 4, manner, &submission.count);
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
