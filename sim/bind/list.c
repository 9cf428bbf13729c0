/* list.c - distribution lists as Lua sees them: recipients with members (see bind.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/bind/bind.h"

#include <string.h>

#include "exsim/model/org/list.h"

static ExsRecipient *check_list(lua_State *L)
{
    ExsRecipient *list = exs_bind_check(L, 1, EXS_LUA_RECIPIENT);

    if (!list->list)
        exs_bind_complain(L, "recipient %s is no distribution list", list->name);
    return list;
}

/* add_list(server, name) */
int exs_bind_add_list(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsServer *server = exs_bind_check(L, 1, EXS_LUA_SERVER);
    GError *error = NULL;
    ExsRecipient *list =
        exs_world_add_list(world, server, exs_bind_text(L, 2, "the name of a list"), &error);

    if (!list)
        return exs_bind_raise(L, error);
    exs_bind_push(L, EXS_LUA_RECIPIENT, list);
    return 1;
}

/* set_members(list, { recipient, ... }); who is named twice is a member once */
int exs_bind_set_members(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsRecipient *list = check_list(L);
    lua_Integer count = luaL_len(L, 2);
    char text[32];
    GPtrArray *members;
    GHashTable *met;

    exs_sandbox_charge(L, (uint64_t)count);
    for (lua_Integer i = 1; i <= count; i++, lua_pop(L, 1)) {
        lua_rawgeti(L, 2, i);
        exs_bind_check(L, lua_gettop(L), EXS_LUA_RECIPIENT);
    }
    members = g_ptr_array_sized_new((guint)count); /* nothing raises from here */
    met = g_hash_table_new(NULL, NULL);
    for (lua_Integer i = 1; i <= count; i++, lua_pop(L, 1)) {
        void *member;

        lua_rawgeti(L, 2, i);
        member = exs_bind_handle(L, -1)->thing;
        if (g_hash_table_add(met, member))
            g_ptr_array_add(members, member);
    }
    g_hash_table_unref(met);
    exs_list_set_members(list, members);
    g_snprintf(text, sizeof text, "%u", members->len);
    exs_bind_changed(world, list->id, "members", text);
    return 0;
}

/* members(list) -> { recipient, ... } */
int exs_bind_members(lua_State *L)
{
    const GPtrArray *members = check_list(L)->list->members;

    lua_newtable(L);
    for (guint i = 0; i < members->len; i++) {
        exs_bind_push(L, EXS_LUA_RECIPIENT, members->pdata[i]);
        lua_rawseti(L, -2, i + 1);
    }
    return 1;
}

/* set_expansion_server(list, server or nil) */
int exs_bind_set_expansion_server(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsRecipient *list = check_list(L);
    ExsServer *server = exs_bind_optional(L, 2, EXS_LUA_SERVER);

    if (server && server->site != list->site)
        return exs_bind_complain(L, "server %s is not in site %s: it cannot expand list %s",
                                 server->name, list->site->name, list->name);
    list->list->expansion_server = server;
    exs_list_changed(list);
    exs_bind_changed(world, list->id, "expansion server",
                     server ? server->name : "Any Server in Site");
    return 0;
}

/* set_owner(list, recipient or nil) */
int exs_bind_set_owner(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsRecipient *list = check_list(L);
    const ExsRecipient *owner = exs_bind_optional(L, 2, EXS_LUA_RECIPIENT);

    if (owner && owner->list)
        return exs_bind_complain(L, "list %s cannot own a list", owner->name);
    list->list->owner = owner;
    exs_list_changed(list);
    exs_bind_changed(world, list->id, "owner", owner ? owner->name : "none");
    return 0;
}

/* What can be ticked on the Advanced page. */
static bool *flag_of(ExsList *list, const char *key)
{
    const struct {
        const char *key;
        bool *flag;
    } flags[] = {
        {"report_to_owner", &list->reports_to_owner},
        {"report_to_originator", &list->reports_to_originator},
        {"allow_oof", &list->allows_oof},
        {"hide_members", &list->hides_members},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(flags); i++)
        if (strcmp(flags[i].key, key) == 0)
            return flags[i].flag;
    g_assert_not_reached(); /* the library's word */
}

/* set_flag(list, key, is on) */
int exs_bind_set_list_flag(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsRecipient *list = check_list(L);
    const char *key = exs_bind_text(L, 2, "a flag");
    bool is_on = lua_toboolean(L, 3);

    *flag_of(list->list, key) = is_on;
    exs_list_changed(list);
    exs_bind_changed(world, list->id, key, is_on ? "yes" : "no");
    return 0;
}

/* set_size_limit(list, bytes) */
int exs_bind_set_list_size(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsRecipient *list = check_list(L);
    int64_t bytes = exs_bind_integer(L, 2, "size_limit");
    char text[32];

    if (bytes < 0)
        return exs_bind_complain(L, "size_limit of list %s is below 0", list->name);
    list->list->size_limit = bytes;
    exs_list_changed(list);
    g_snprintf(text, sizeof text, "%" G_GINT64_FORMAT, bytes);
    exs_bind_changed(world, list->id, "size limit", text);
    return 0;
}
