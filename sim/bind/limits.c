/* limits.c - Delivery Restrictions and Limits of recipients and connectors as Lua sets them (see
 * bind.h).
 *
 * SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <string.h>

#include "exsim/bind/bind.h"
#include "exsim/model/org/limits.h"

/* clang-format off */
static const struct {
    const char *key, *title;
    size_t offset;
} sizes[] = {
    {"incoming_limit",            "Incoming message size",     offsetof(ExsLimits, incoming)},
    {"outgoing_limit",            "Outgoing message size",     offsetof(ExsLimits, outgoing)},
    {"prohibit_send",             "Prohibit send",             offsetof(ExsLimits, no_send)},
    {"prohibit_send_and_receive", "Prohibit send and receive", offsetof(ExsLimits, no_receive)},
};
/* clang-format on */

static size_t find_size(lua_State *L, const char *key)
{
    for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++)
        if (strcmp(sizes[i].key, key) == 0)
            return i;
    exs_bind_complain(L, "a recipient has no limit \"%s\"", key);
    g_assert_not_reached();
}

static void note(ExsWorld *world, uint32_t object, const char *title, int64_t bytes)
{
    char text[32];

    g_snprintf(text, sizeof text, "%" G_GINT64_FORMAT " K", bytes / 1024);
    exs_bind_changed(world, object, title, text);
}

/* set_limit(recipient, key, bytes): 0 is none */
int exs_bind_set_limit(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsRecipient *recipient = exs_bind_check(L, 1, EXS_LUA_RECIPIENT);
    size_t which = find_size(L, exs_bind_text(L, 2, "the name of a limit"));
    int64_t bytes = exs_bind_integer(L, 3, sizes[which].title);

    if (recipient->kind != EXS_RECIPIENT_MAILBOX &&
        sizes[which].offset != offsetof(ExsLimits, incoming))
        return exs_bind_complain(L, "recipient %s is no mailbox: it has no %s", recipient->name,
                                 sizes[which].title);
    G_STRUCT_MEMBER(int64_t, exs_recipient_limits(recipient), sizes[which].offset) = bytes;
    note(world, recipient->id, sizes[which].title, bytes);
    return 0;
}

/* set_stored(mailbox, bytes): what lies in it now */
int exs_bind_set_stored(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsRecipient *recipient = exs_bind_check(L, 1, EXS_LUA_RECIPIENT);

    if (recipient->kind != EXS_RECIPIENT_MAILBOX)
        return exs_bind_complain(L, "recipient %s is no mailbox: it stores nothing",
                                 recipient->name);
    recipient->stored = exs_bind_integer(L, 2, "what a mailbox stores");
    note(world, recipient->id, "Total size", recipient->stored);
    return 0;
}

/* The lists of what is at index 1, and its object. */
static ExsSenders *check_senders(lua_State *L, uint32_t *object)
{
    const ExsHandle *handle = exs_bind_handle(L, 1);
    ExsConnector *connector;
    ExsRecipient *recipient;

    if (!handle || handle->class != EXS_LUA_CONNECTOR) {
        recipient = exs_bind_check(L, 1, EXS_LUA_RECIPIENT);
        *object = recipient->id;
        return &exs_recipient_limits(recipient)->senders;
    }
    connector = handle->thing;
    *object = connector->id;
    if (connector->class->is_rpc)
        exs_bind_complain(L, "a Site Connector has no delivery restrictions: %s is one",
                          connector->name);
    if (!connector->senders)
        connector->senders = exs_senders_new();
    return connector->senders;
}

/* set_senders(connector or recipient, accept?, { recipient }) */
int exs_bind_set_senders(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    bool accept = lua_toboolean(L, 2);
    uint32_t object;
    ExsSenders *senders = check_senders(L, &object);
    GPtrArray *list = accept ? senders->accept : senders->reject;
    const char *title = accept ? "Accept messages from" : "Reject messages from";

    luaL_checktype(L, 3, LUA_TTABLE);
    g_ptr_array_set_size(list, 0);
    for (lua_Integer i = 1; i <= luaL_len(L, 3); i++) {
        ExsRecipient *sender;

        lua_rawgeti(L, 3, i);
        sender = exs_bind_check(L, lua_gettop(L), EXS_LUA_RECIPIENT);
        g_ptr_array_add(list, sender);
        exs_bind_changed(world, object, title, sender->name);
        lua_pop(L, 1);
    }
    if (list->len == 0)
        exs_bind_changed(world, object, title, accept ? "everybody" : "nobody");
    return 0;
}
