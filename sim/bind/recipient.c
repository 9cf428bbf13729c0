/* recipient.c - mailboxes and custom recipients as Lua sees them (see bind.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/bind/bind.h"
#include "exsim/model/org/directory.h"

static ExsRecipient *check_recipient(lua_State *L)
{
    return exs_bind_check(L, 1, EXS_LUA_RECIPIENT);
}

static const ExsAddress *check_address(lua_State *L, ExsWorld *world, int index)
{
    const char *text = exs_bind_text(L, index, "a proxy");
    GError *error = NULL;
    const ExsAddress *address = exs_address(world->addresses, text, &error);

    if (!address)
        exs_bind_raise(L, error);
    return address;
}

static int add_proxy(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsRecipient *recipient = check_recipient(L);
    const ExsAddress *address = check_address(L, world, 2);
    GError *error = NULL;

    if (!exs_world_add_proxy(world, recipient, address, &error))
        return exs_bind_raise(L, error);
    exs_directory_write_recipient(recipient->server, recipient, NULL);
    exs_bind_changed(world, recipient->id, "proxy", address->text);
    return 0;
}

static int remove_proxy(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsRecipient *recipient = check_recipient(L);
    const ExsAddress *address = check_address(L, world, 2);
    GError *error = NULL;

    if (!exs_world_remove_proxy(world, recipient, address, &error))
        return exs_bind_raise(L, error);
    exs_directory_write_recipient(recipient->server, recipient, NULL);
    exs_bind_changed(world, recipient->id, "proxy taken away", address->text);
    return 0;
}

/* proxies(recipient) -> their texts, in the order added */
static int proxies(lua_State *L)
{
    const ExsRecipient *recipient = check_recipient(L);

    lua_newtable(L);
    for (guint i = 0; i < recipient->proxies->len; i++) {
        lua_pushstring(L, ((const ExsAddress *)recipient->proxies->pdata[i])->text);
        lua_rawseti(L, -2, i + 1);
    }
    return 1;
}

/* dn(recipient) -> "/o=ORG/..." */
static int dn(lua_State *L)
{
    lua_pushstring(L, check_recipient(L)->dn->value);
    return 1;
}

/* set_alias(recipient, name) */
static int set_alias(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsRecipient *recipient = check_recipient(L);
    const char *name = exs_bind_text(L, 2, "an alias");
    GError *error = NULL;

    if (!exs_world_rename_recipient(world, recipient, name, &error))
        return exs_bind_raise(L, error);
    exs_bind_changed(world, recipient->id, "alias", name);
    return 0;
}

static int set_hidden(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsRecipient *recipient = check_recipient(L);

    recipient->is_hidden = lua_toboolean(L, 2);
    exs_bind_changed(world, recipient->id, "hidden", recipient->is_hidden ? "yes" : "no");
    return 0;
}

/* The recipient, a mailbox; else raises: it is none, and what follows from that. */
static ExsRecipient *check_mailbox(lua_State *L, const char *so)
{
    ExsRecipient *recipient = check_recipient(L);

    if (recipient->kind != EXS_RECIPIENT_MAILBOX)
        exs_bind_complain(L, "recipient %s is no mailbox: %s", recipient->name, so);
    return recipient;
}

/* set_away(recipient, out of the office?) */
static int set_away(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsRecipient *recipient = check_mailbox(L, "nobody of it is out of the office");

    recipient->is_away = lua_toboolean(L, 2);
    exs_bind_changed(world, recipient->id, "out of office", recipient->is_away ? "yes" : "no");
    return 0;
}

/* set_answers(recipient, it does?, and asks for receipts?) */
static int set_answers(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsRecipient *recipient = check_mailbox(L, "it has no rules");

    recipient->answers = lua_toboolean(L, 2);
    recipient->answers_want_receipts = lua_toboolean(L, 3);
    exs_bind_changed(world, recipient->id, "automatic reply", recipient->answers ? "yes" : "no");
    return 0;
}

/* set_alternate(recipient, another or nil, both get it?) */
static int set_alternate(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsRecipient *recipient = check_recipient(L);

    recipient->alternate = exs_bind_optional(L, 2, EXS_LUA_RECIPIENT);
    recipient->has_both = lua_toboolean(L, 3);
    if (recipient->target || recipient->list)
        return exs_bind_complain(L, "recipient %s is no mailbox: it has no alternate recipient",
                                 recipient->name);
    exs_bind_changed(world, recipient->id, "alternate recipient",
                     recipient->alternate ? recipient->alternate->name : "none");
    return 0;
}

/* move(recipient, server) */
static int move(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsRecipient *recipient = check_recipient(L);
    ExsServer *server = exs_bind_check(L, 2, EXS_LUA_SERVER);
    GError *error = NULL;

    if (!exs_world_move_recipient(recipient, server, &error))
        return exs_bind_raise(L, error);
    exs_directory_write_recipient(server, recipient, NULL);
    exs_bind_changed(world, recipient->id, "home server", server->name);
    return 0;
}

const luaL_Reg exs_bind_recipient[] = {
    {"add_proxy", add_proxy},
    {"dn", dn},
    {"members", exs_bind_members},
    {"move", move},
    {"proxies", proxies},
    {"remove", exs_bind_remove_recipient},
    {"remove_proxy", remove_proxy},
    {"set_alias", set_alias},
    {"set_alternate", set_alternate},
    {"set_answers", set_answers},
    {"set_away", set_away},
    {"set_expansion_server", exs_bind_set_expansion_server},
    {"set_hidden", set_hidden},
    {"set_limit", exs_bind_set_limit},
    {"set_list_flag", exs_bind_set_list_flag},
    {"set_members", exs_bind_set_members},
    {"set_owner", exs_bind_set_owner},
    {"set_senders", exs_bind_set_senders},
    {"set_size_limit", exs_bind_set_list_size},
    {"set_stored", exs_bind_set_stored},
    {NULL, NULL},
};
