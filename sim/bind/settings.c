/* settings.c - thing:set { name = value } for names of the settings table (see bind.h).
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/bind/bind.h"
#include "exsim/model/actors/attendant.h"

typedef struct {
    ExsHolder holder;
    ExsSettings *settings;
    uint32_t object;
} Holder;

static Holder check_holder(lua_State *L)
{
    const ExsHandle *handle = exs_bind_handle(L, 1);
    void *thing = handle ? handle->thing : NULL;

    switch (handle ? handle->class : EXS_LUA_COUNT) {
    case EXS_LUA_ORG: {
        ExsWorld *world = thing;
        return (Holder){EXS_HOLDER_ORG, &world->settings, world->id};
    }
    case EXS_LUA_SITE: {
        ExsSite *site = thing;
        return (Holder){EXS_HOLDER_SITE, &site->settings, site->id};
    }
    case EXS_LUA_SERVER: {
        ExsServer *server = thing;
        return (Holder){EXS_HOLDER_SERVER, &server->settings, server->id};
    }
    case EXS_LUA_CONNECTOR: {
        ExsConnector *connector = thing;
        return (Holder){EXS_HOLDER_CONNECTOR, &connector->settings, connector->id};
    }
    case EXS_LUA_LINK: {
        ExsLink *link = thing;
        return (Holder){EXS_HOLDER_LINK, &link->settings, link->id};
    }
    default:
        exs_bind_complain(L, "this has no settings");
        g_assert_not_reached();
    }
}

/* Site Connectors have these too, gateways do not. */
static bool is_restriction(ExsSetting setting)
{
    return setting == EXS_SETTING_HEURISTICS || setting == EXS_SETTING_QUEUE_THRESHOLD ||
           setting == EXS_SETTING_CONTENT_THRESHOLD ||
           setting == EXS_SETTING_URGENT_OVERRIDES_THRESHOLDS;
}

/* What only connectors have that bind over RPC. Returns true for such a setting. */
static bool is_of_rpc(lua_State *L, ExsSetting setting, const ExsConnector *connector)
{
    if (setting == EXS_SETTING_REMOTE_SERVER_NAME && !connector->class->dials)
        exs_bind_complain(L, "only a Dynamic RAS Connector has a remote server name: %s is a %s",
                          connector->name, connector->class->title);
    if (setting == EXS_SETTING_OVERRIDE_ACCOUNT || setting == EXS_SETTING_OVERRIDE_PASSWORD) {
        if (!connector->class->is_rpc && !connector->class->dials)
            exs_bind_complain(L, "only a Site or a Dynamic RAS Connector has a %s: %s is a %s",
                              exs_setting_info(setting)->title, connector->name,
                              connector->class->title);
        return true;
    }
    return setting == EXS_SETTING_REMOTE_SERVER_NAME;
}

/* Who may relay, and how much comes and goes. */
static bool is_of_ims(ExsSetting setting)
{
    return setting == EXS_SETTING_RELAY_FLAGS || setting == EXS_SETTING_RELAY_DENY ||
           setting == EXS_SETTING_RELAY_ALLOW || setting == EXS_SETTING_RELAY_LOCAL ||
           setting == EXS_SETTING_INBOUND_SIZE_LIMIT || setting == EXS_SETTING_OUTBOUND_SIZE_LIMIT;
}

/* What a connector of this class has no page for. */
static void check_page(lua_State *L, ExsSetting setting)
{
    const ExsHandle *handle = exs_bind_handle(L, 1);
    const ExsConnector *connector = handle->thing;

    if (handle->class != EXS_LUA_CONNECTOR || is_of_rpc(L, setting, connector))
        return;
    if (setting == EXS_SETTING_SIZE_LIMIT && connector->class->is_rpc)
        exs_bind_complain(L, "a Site Connector has no size limit: set mta_size_limit of a server");
    if (is_of_ims(setting)) {
        if (!connector->class->limits_itself)
            exs_bind_complain(L, "only an Internet Mail Service has %s: %s is a %s",
                              exs_setting_info(setting)->title, connector->name,
                              connector->class->title);
        return;
    }
    if ((setting == EXS_SETTING_IMS_ADMINISTRATOR || setting == EXS_SETTING_FOREIGN_DOMAIN) &&
        connector->class->secured)
        return;
    if (exs_setting_info(setting)->unit == EXS_UNIT_TEXT && !connector->class->two_way_flag)
        exs_bind_complain(L, "only an X.400 Connector has a %s: %s is a %s",
                          exs_setting_info(setting)->title, connector->name,
                          connector->class->title);
    if (connector->class->secured && is_restriction(setting))
        exs_bind_complain(L, "%s restricts connectors of the MTA: %s is an %s",
                          exs_setting_info(setting)->title, connector->name,
                          connector->class->title);
    if (connector->class->is_rpc && !is_restriction(setting))
        exs_bind_complain(L, "a Site Connector has no %s of its own: set it on the site",
                          exs_setting_info(setting)->title);
    if (setting == EXS_SETTING_TRANSPORT_STACK && !connector->class->two_way_flag)
        exs_bind_complain(L, "only an X.400 Connector has a transport stack: %s is a %s",
                          connector->name, connector->class->title);
    if (setting == EXS_SETTING_TWO_WAY_ALTERNATE && !connector->class->two_way_flag)
        exs_bind_complain(L, "only an X.400 Connector has two-way alternate: %s is a %s",
                          connector->name, connector->class->title);
}

/* The value at index 3 in base units. */
static bool read_value(lua_State *L, ExsSetting setting, int64_t *value, GError **error)
{
    const ExsSettingInfo *info = exs_setting_info(setting);
    lua_Integer number;
    int is_whole;

    switch (lua_type(L, 3)) {
    case LUA_TBOOLEAN:
        if (info->unit == EXS_UNIT_TEXT)
            return exs_fail(error, EXS_ERROR_PARSE, "%s is a text in quotes", info->title);
        return exs_setting_parse(setting, lua_toboolean(L, 3) ? "yes" : "no", value, error);
    case LUA_TSTRING:
        if (info->unit == EXS_UNIT_TEXT) {
            *value = exs_intern(exs_bind_open_world(L)->names, exs_bind_text(L, 3, info->title));
            return true;
        }
        return exs_setting_parse(setting, exs_bind_text(L, 3, info->title), value, error);
    case LUA_TNUMBER:
        number = lua_tointegerx(L, 3, &is_whole);
        if (is_whole)
            return exs_setting_from_number(setting, number, value, error);
        return exs_fail(error, EXS_ERROR_PARSE, "%s is a whole number, not %s", info->title,
                        luaL_tolstring(L, 3, NULL));
    default:
        return exs_fail(error, EXS_ERROR_PARSE, "%s cannot be a %s value", info->title,
                        luaL_typename(L, 3));
    }
}

static void note(ExsWorld *world, uint32_t object, ExsSetting setting, int64_t value)
{
    const ExsSettingInfo *info = exs_setting_info(setting);
    GString *text = g_string_new(NULL);

    if (info->unit == EXS_UNIT_TEXT)
        g_string_append(text, exs_interner_text(world->names, (uint32_t)value));
    else
        exs_setting_append(text, setting, value);
    exs_record_set_attribute(world->record, object, info->key, text->str);
    exs_bind_changed(world, object, info->title, text->str);
    g_string_free(text, TRUE);
}

/* A value is deleted by these words; then what the parent says holds. */
static bool is_deletion(lua_State *L)
{
    const char *text = lua_type(L, 3) == LUA_TSTRING ? lua_tostring(L, 3) : "";

    return strcmp(text, "deleted") == 0 || strcmp(text, "default") == 0;
}

int exs_bind_set(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    Holder holder = check_holder(L);
    const char *key = exs_bind_text(L, 2, "the name of a setting");
    bool is_registry = lua_toboolean(L, 4);
    GError *error = NULL;
    ExsSetting setting;
    int64_t value;

    if (!exs_setting_find(key, is_registry, holder.holder, &setting, &error))
        return exs_bind_raise(L, error);
    check_page(L, setting);
    if (setting == EXS_SETTING_TIMED_REPLICATION && exs_bind_open_world(L)->is_built)
        return exs_bind_complain(L, "%s is read when the run begins: set it in build",
                                 exs_setting_info(setting)->title);
    if (is_deletion(L)) {
        exs_setting_clear(holder.settings, setting);
        note(world, holder.object, setting, exs_setting(holder.settings, setting));
        return 0;
    }
    if (!read_value(L, setting, &value, &error) ||
        !exs_setting_set(holder.settings, setting, value, &error))
        return exs_bind_raise(L, error);
    note(world, holder.object, setting, value);
    return 0;
}
