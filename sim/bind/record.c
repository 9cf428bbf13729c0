/* record.c - the record of the run for the language of expectations (see bind.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/bind/bind.h"

#include <string.h>

#include "exsim/record/query.h"

#define ENTRIES_A_UNIT 16 /* entries looked at for one unit of work */

static const ExsRecord *check_record(lua_State *L)
{
    return exs_bind_check(L, 1, EXS_LUA_RECORD);
}

static void set_text(lua_State *L, const char *key, const char *text)
{
    lua_pushstring(L, text);
    lua_setfield(L, -2, key);
}

/* ---- what there is ---- */

static int count(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)exs_record_count(check_record(L)));
    return 1;
}

static int start_time(lua_State *L)
{
    const char *text = exs_record_fact(check_record(L), "start");
    ExsTime when = 0;

    if (text)
        exs_time_parse_date(text, &when, NULL);
    lua_pushinteger(L, when);
    return 1;
}

/* When the run ended. */
static int last_time(lua_State *L)
{
    check_record(L);
    lua_pushinteger(L, exs_world_now(exs_bind_from(L)->world));
    return 1;
}

static int find_object(lua_State *L)
{
    const ExsRecord *record = check_record(L);
    const char *class_name = exs_bind_optional_text(L, 2, "a class");
    uint32_t parent = (uint32_t)luaL_optinteger(L, 3, 0);
    uint32_t id = exs_record_find_object(record, class_name, parent,
                                         exs_bind_text(L, 4, "the name of an object"));

    if (id)
        lua_pushinteger(L, id);
    else
        lua_pushnil(L);
    return 1;
}

static int object(lua_State *L)
{
    const ExsRecord *record = check_record(L);
    int64_t id = exs_bind_integer(L, 2, "an object");
    const ExsObject *found = NULL;

    if (id > 0 && (uint64_t)id <= exs_record_object_count(record))
        found = exs_record_object(record, (uint32_t)id);
    if (!found)
        return exs_bind_complain(L, "the record has no object %" G_GINT64_FORMAT, id);
    lua_createtable(L, 0, 6);
    lua_pushinteger(L, found->id);
    lua_setfield(L, -2, "id");
    lua_pushinteger(L, found->parent);
    lua_setfield(L, -2, "parent");
    set_text(L, "class", found->class_name);
    set_text(L, "name", found->name);
    set_text(L, "title", found->title);
    lua_newtable(L);
    for (guint i = 0; i + 1 < found->attributes->len; i += 2)
        set_text(L, found->attributes->pdata[i], found->attributes->pdata[i + 1]);
    lua_setfield(L, -2, "attributes");
    return 1;
}

static int objects(lua_State *L)
{
    const ExsRecord *record = check_record(L);
    const char *class_name = exs_bind_optional_text(L, 2, "a class");
    lua_Integer found = 0;

    exs_sandbox_charge(L, exs_record_object_count(record) / ENTRIES_A_UNIT);
    lua_newtable(L);
    for (uint32_t id = 1; id <= exs_record_object_count(record); id++) {
        if (class_name && !g_str_equal(exs_record_object(record, id)->class_name, class_name))
            continue;
        lua_pushinteger(L, id);
        lua_rawseti(L, -2, ++found);
    }
    return 1;
}

/* ---- messages ---- */

static int find_message(lua_State *L)
{
    const ExsRecord *record = check_record(L);
    uint32_t serial = exs_record_find_message(record, exs_bind_text(L, 2, "the name of a message"));

    if (serial)
        lua_pushinteger(L, serial);
    else
        lua_pushnil(L);
    return 1;
}

static int message_names(lua_State *L)
{
    const ExsRecord *record = check_record(L);
    size_t names = exs_record_name_count(record);

    lua_newtable(L);
    for (size_t i = 0; i < names; i++) {
        uint32_t message;

        lua_pushstring(L, exs_record_name_at(record, i, &message));
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static int message_name(lua_State *L)
{
    const ExsRecord *record = check_record(L);

    lua_pushstring(L, exs_record_message_name(
                          record, (uint32_t)exs_bind_integer(L, 2, "a message's serial number")));
    return 1;
}

/* ---- entries ---- */

/* Pushes a value as its type asks. */
static void push_value(lua_State *L, const ExsRecord *record, ExsFieldType type, int64_t value)
{
    const ExsRuleRow *rule;

    switch (type) {
    case EXS_FIELD_TEXT:
        lua_pushstring(L, exs_record_text_at(record, (uint32_t)value));
        break;
    case EXS_FIELD_RULE:
        rule = value ? exs_record_rule(record, (uint32_t)value) : NULL;
        lua_pushstring(L, rule ? rule->id : NULL);
        break;
    case EXS_FIELD_FLAG:
        lua_pushboolean(L, value != 0);
        break;
    case EXS_FIELD_OBJECT:
    case EXS_FIELD_MESSAGE:
    case EXS_FIELD_DECISION:
    case EXS_FIELD_COUNT:
    case EXS_FIELD_CODE:
    case EXS_FIELD_TIME:
    case EXS_FIELD_DURATION:
    case EXS_FIELD_BYTES:
        lua_pushinteger(L, value);
        break;
    }
}

static void push_entry(lua_State *L, const ExsRecord *record, const ExsEntry *entry,
                       uint64_t number)
{
    const ExsKind *kind = exs_record_kind(record, entry->kind);

    lua_createtable(L, 0, 4 + (int)kind->field_count);
    lua_pushinteger(L, (lua_Integer)number);
    lua_setfield(L, -2, "number");
    lua_pushinteger(L, entry->when);
    lua_setfield(L, -2, "when");
    set_text(L, "kind", kind->word);
    lua_pushinteger(L, entry->actor);
    lua_setfield(L, -2, "actor");
    for (size_t i = 0; i < kind->field_count; i++) {
        push_value(L, record, kind->fields[i].type, exs_entry_value(record, entry, i));
        lua_setfield(L, -2, kind->fields[i].name);
    }
}

static int64_t integer_field(lua_State *L, const char *key)
{
    int64_t value = 0;

    if (lua_getfield(L, 2, key) != LUA_TNIL)
        value = exs_bind_integer(L, -1, key);
    lua_pop(L, 1);
    return value;
}

/* Kinds that were asked for must have been kept. */
static void check_kept(lua_State *L, const ExsRecord *record, const char *words)
{
    for (size_t i = 0; i < exs_record_kind_count(record); i++) {
        const ExsKind *kind = exs_record_kind(record, (uint16_t)i);
        const char *at = g_strstr_len(words, -1, kind->word);
        size_t length = strlen(kind->word);
        bool is_word =
            at && (at == words || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0');

        if (is_word && !exs_record_wants(record, (uint16_t)i))
            exs_bind_complain(L, "the record does not keep \"%s\" with this --detail: it needs %s",
                              kind->word, kind->level == EXS_DETAIL_FULL ? "full" : "verdict");
    }
}

/* entries { kinds =, message =, object =, from =, to = } */
static int entries(lua_State *L)
{
    const ExsRecord *record = check_record(L);
    ExsFilter filter = {0};
    const ExsEntry *entry;
    GError *error = NULL;
    lua_Integer found = 0;
    uint64_t number;
    void **query;

    luaL_checktype(L, 2, LUA_TTABLE);
    filter.message = (uint32_t)integer_field(L, "message");
    filter.object = (uint32_t)integer_field(L, "object");
    filter.from = integer_field(L, "from");
    filter.until = integer_field(L, "to");
    lua_getfield(L, 2, "kinds");
    filter.kinds = exs_bind_optional_text(L, -1, "kinds");
    if (filter.kinds)
        check_kept(L, record, filter.kinds);
    exs_sandbox_charge(L, exs_record_count(record) / ENTRIES_A_UNIT);
    query = exs_bind_guard(L, (GDestroyNotify)exs_query_free);
    *query = exs_query_new(record, &filter, &error);
    if (!*query)
        return exs_bind_raise(L, error);
    lua_newtable(L);
    while ((entry = exs_query_next(*query, &number)) != NULL) {
        push_entry(L, record, entry, number);
        lua_rawseti(L, -2, ++found);
    }
    return 1;
}

static int sentence(lua_State *L)
{
    const ExsRecord *record = check_record(L);
    int64_t number = exs_bind_integer(L, 2, "the number of an entry");
    void **text;

    if (number < 0 || (uint64_t)number >= exs_record_count(record))
        return exs_bind_complain(L, "the record has no entry %" G_GINT64_FORMAT, number);
    text = exs_bind_guard(L, g_free);
    {
        GString *words = g_string_new(NULL);

        exs_entry_append(words, record, exs_record_entry(record, (uint64_t)number));
        *text = g_string_free(words, FALSE);
    }
    lua_pushstring(L, *text);
    return 1;
}

/* ---- decisions ---- */

static void set_rule(lua_State *L, const ExsRecord *record, const char *key, uint32_t rule)
{
    push_value(L, record, EXS_FIELD_RULE, rule);
    lua_setfield(L, -2, key);
}

static void push_row(lua_State *L, const ExsRecord *record, const ExsDecision *made, uint32_t row)
{
    size_t columns = exs_record_column_count(record);

    lua_createtable(L, 0, (int)columns + 1);
    for (size_t i = 0; i < columns; i++) {
        const ExsField *column = exs_record_column(record, i);

        push_value(L, record, column->type, made->cells[row * columns + i]);
        lua_setfield(L, -2, column->name);
    }
    set_rule(L, record, "felled_by", made->felled_by[row]);
}

static int decision(lua_State *L)
{
    const ExsRecord *record = check_record(L);
    int64_t number = exs_bind_integer(L, 2, "the number of a decision");
    const ExsDecision *made;

    if (number < 1 || (uint64_t)number > exs_record_decision_count(record))
        return exs_bind_complain(L, "the record has no decision %" G_GINT64_FORMAT "%s", number,
                                 exs_record_detail(record) == EXS_DETAIL_FULL
                                     ? ""
                                     : ": decisions are kept with --detail full");
    made = exs_record_decision(record, (uint32_t)number);
    lua_createtable(L, 0, 5);
    lua_pushinteger(L, made->actor);
    lua_setfield(L, -2, "actor");
    set_text(L, "about", exs_record_text_at(record, made->about));
    set_rule(L, record, "unlisted_rule", made->unlisted_rule);
    lua_createtable(L, (int)made->row_count, 0);
    for (uint32_t i = 0; i < made->row_count; i++) {
        push_row(L, record, made, i);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "rows");
    lua_createtable(L, (int)made->step_count, 0);
    for (uint32_t i = 0; i < made->step_count; i++) {
        push_value(L, record, EXS_FIELD_RULE, made->steps[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "steps");
    return 1;
}

const luaL_Reg exs_bind_record[] = {
    {"count", count},
    {"decision", decision},
    {"entries", entries},
    {"find_message", find_message},
    {"find_object", find_object},
    {"last_time", last_time},
    {"message_name", message_name},
    {"message_names", message_names},
    {"object", object},
    {"objects", objects},
    {"sentence", sentence},
    {"start_time", start_time},
    {NULL, NULL},
};

/* ---- checks ---- */

static const char *text_field(lua_State *L, const char *key, const char *otherwise)
{
    /* The value stays on the stack: its text is borrowed. */
    return lua_getfield(L, 1, key) == LUA_TNIL ? otherwise : exs_bind_text(L, -1, key);
}

/* add_check { text =, basis =, pass =, expected =, seen =, witness = } */
static int add_check(lua_State *L)
{
    ExsCheck check = {.witness = EXS_NO_ENTRY};

    luaL_checktype(L, 1, LUA_TTABLE);
    check.text = text_field(L, "text", "");
    check.basis = text_field(L, "basis", "stated");
    check.expected = text_field(L, "expected", "");
    check.seen = text_field(L, "seen", "");
    lua_getfield(L, 1, "pass");
    check.verdict = lua_toboolean(L, -1) ? EXS_VERDICT_PASS : EXS_VERDICT_FAIL;
    if (lua_getfield(L, 1, "witness") != LUA_TNIL)
        check.witness = (uint64_t)exs_bind_integer(L, -1, "witness");
    exs_record_add_check(exs_bind_from(L)->world->record, &check);
    return 0;
}

void exs_bind_open_checks(lua_State *L)
{
    lua_pushcfunction(L, add_check);
    lua_setfield(L, -2, "add_check");
}
