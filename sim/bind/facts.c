/* facts.c - the tables of facts for the library (see bind.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/bind/bind.h"

#include <string.h>

#include "exsim/facts/diagnostics.h"
#include "exsim/facts/events.h"

static void set_text(lua_State *L, const char *key, const char *text)
{
    lua_pushstring(L, text);
    lua_setfield(L, -2, key);
}

/* settings() -> { { key =, title =, registry =, holders = { "org", ... }, unit = }, ... } */
static int settings(lua_State *L)
{
    static const char *const holders[] = {"org", "site", "server", "connector", "link", "host"};
    static const char *const units[] = {"count", "flag",  "microseconds", "seconds", "minutes",
                                        "hours", "bytes", "kbytes",       "text"};

    lua_createtable(L, EXS_SETTING_COUNT, 0);
    for (int i = 0; i < EXS_SETTING_COUNT; i++) {
        const ExsSettingInfo *info = exs_setting_info((ExsSetting)i);
        lua_Integer count = 0;

        lua_createtable(L, 0, 5);
        set_text(L, "key", info->key);
        set_text(L, "title", info->title);
        set_text(L, "unit", units[info->unit]);
        lua_pushboolean(L, info->is_registry);
        lua_setfield(L, -2, "registry");
        lua_newtable(L);
        for (size_t k = 0; k < G_N_ELEMENTS(holders); k++)
            if (info->holders >> k & 1) {
                lua_pushstring(L, holders[k]);
                lua_rawseti(L, -2, ++count);
            }
        lua_setfield(L, -2, "holders");
        lua_rawseti(L, -2, i + 1);
    }
    return 1;
}

/* kinds() -> { { word =, fields = { { name =, role = }, ... } }, ... } */
static int kinds(lua_State *L)
{
    const ExsRecord *record = exs_bind_from(L)->world->record;
    size_t count = exs_record_kind_count(record);

    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        const ExsKind *kind = exs_record_kind(record, (uint16_t)i);

        lua_createtable(L, 0, 2);
        set_text(L, "word", kind->word);
        lua_createtable(L, (int)kind->field_count, 0);
        for (size_t k = 0; k < kind->field_count; k++) {
            lua_createtable(L, 0, 2);
            set_text(L, "name", kind->fields[k].name);
            set_text(L, "role", kind->fields[k].role);
            lua_rawseti(L, -2, (lua_Integer)k + 1);
        }
        lua_setfield(L, -2, "fields");
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* check_rule(id) -> id as the table has it, or an error with a suggestion */
static int check_rule(lua_State *L)
{
    GError *error = NULL;
    ExsRule rule;

    if (!exs_rule_find(exs_bind_text(L, 1, "a rule's id"), &rule, &error))
        return exs_bind_raise(L, error);
    lua_pushstring(L, exs_rule_info(rule)->id);
    return 1;
}

static ExsProduct check_product(lua_State *L, int index)
{
    ExsProduct product = {EXS_LINE_55, 0};
    GError *error = NULL;

    if (!exs_product_parse(exs_bind_text(L, index, "a product"), &product, &error))
        exs_bind_raise(L, error);
    return product;
}

static int parse_product(lua_State *L)
{
    check_product(L, 1);
    lua_pushvalue(L, 1);
    return 1;
}

static bool follows(ExsProduct product, ExsRule rule)
{
    ExsBuilds builds = exs_builds(product);
    ExsRuleSet set = exs_rules_in_force(&builds, NULL, NULL);

    return exs_rule_set_has(&set, rule);
}

/* A defect is fixed where it does not hold, a feature where it does. */
static bool is_fixed_by_rule(ExsProduct product, ExsRule rule)
{
    const ExsRuleInfo *info = exs_rule_info(rule);
    bool is_defect = false;

    for (int line = 0; line < EXS_LINE_COUNT; line++)
        is_defect = is_defect || info->until[line] != UINT32_MAX;
    return is_defect ? !follows(product, rule) : follows(product, rule);
}

/* One of `fixed`: a product ("5.5 SP1": the first build of its line that has the fix) or a rule. */
static bool is_fixed_by(lua_State *L, ExsProduct product, int index)
{
    const char *text = exs_bind_text(L, index, "a fix");
    GError *error = NULL;
    ExsProduct first;
    ExsRule rule;

    if (g_ascii_isdigit(*text)) {
        first = check_product(L, index);
        return product.line == first.line && product.build >= first.build;
    }
    if (!exs_rule_find(text, &rule, &error))
        exs_bind_raise(L, error);
    return is_fixed_by_rule(product, rule);
}

/* fix_since(product, fixed) -> has the product the fix? `fixed`: a text or a list of texts */
static int fix_since(lua_State *L)
{
    ExsProduct product = check_product(L, 1);
    bool is_fixed = false;

    if (lua_type(L, 2) != LUA_TTABLE) {
        lua_pushboolean(L, is_fixed_by(L, product, 2));
        return 1;
    }
    for (lua_Integer i = 1; i <= luaL_len(L, 2); i++) {
        lua_rawgeti(L, 2, i);
        is_fixed = is_fixed_by(L, product, lua_gettop(L)) || is_fixed;
        lua_pop(L, 1);
    }
    lua_pushboolean(L, is_fixed);
    return 1;
}

/* diagnostic("mts-congestion") -> 2, or nil */
static int diagnostic(lua_State *L)
{
    const char *text = exs_bind_text(L, 1, "a diagnostic");

    for (int i = 0; i < exs_diagnostic_count(); i++)
        if (g_ascii_strcasecmp(exs_diagnostic_name(exs_diagnostic_row(i)), text) == 0) {
            lua_pushinteger(L, (lua_Integer)exs_diagnostic_row(i));
            return 1;
        }
    lua_pushnil(L);
    return 1;
}

/* diagnostic_text(2) -> the words of the report that the user reads */
static int diagnostic_text(lua_State *L)
{
    lua_pushstring(L, exs_diagnostic_text((ExsDiagnostic)exs_bind_integer(L, 1, "a diagnostic")));
    return 1;
}

static int reason(lua_State *L)
{
    const char *text = exs_bind_text(L, 1, "a reason");

    for (int i = 0; i < exs_reason_count(); i++)
        if (g_ascii_strcasecmp(exs_reason_name(exs_reason_row(i)), text) == 0) {
            lua_pushinteger(L, (lua_Integer)exs_reason_row(i));
            return 1;
        }
    lua_pushnil(L);
    return 1;
}

static int diagnostics(lua_State *L)
{
    lua_newtable(L);
    for (int i = 0; i < exs_diagnostic_count(); i++) {
        lua_pushstring(L, exs_diagnostic_name(exs_diagnostic_row(i)));
        lua_rawseti(L, -2, i + 1);
    }
    return 1;
}

/* events() -> { 289, ... }: the numbers of the events there are */
static int events(lua_State *L)
{
    lua_newtable(L);
    for (int i = 0; i < EXS_EVENT_COUNT; i++) {
        lua_pushinteger(L, exs_event_info((ExsEventKind)i)->number);
        lua_rawseti(L, -2, i + 1);
    }
    return 1;
}

static int reasons(lua_State *L)
{
    lua_newtable(L);
    for (int i = 0; i < exs_reason_count(); i++) {
        lua_pushstring(L, exs_reason_name(exs_reason_row(i)));
        lua_rawseti(L, -2, i + 1);
    }
    return 1;
}

void exs_bind_open_facts(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"check_rule", check_rule},
        {"diagnostic", diagnostic},
        {"diagnostic_text", diagnostic_text},
        {"diagnostics", diagnostics},
        {"events", events},
        {"fix_since", fix_since},
        {"kinds", kinds},
        {"parse_product", parse_product},
        {"reason", reason},
        {"reasons", reasons},
        {"settings", settings},
        {NULL, NULL},
    };

    luaL_setfuncs(L, functions, 0);
}
