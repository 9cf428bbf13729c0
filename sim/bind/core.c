/* core.c - times, durations, sizes and places for the library (see bind.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/bind/bind.h"

#include <string.h>

#include "exsim/kernel/suggest.h"

#define KBYTE 1024
#define PLACE 512

static int parse_time(lua_State *L)
{
    ExsTime now = exs_bind_integer(L, 2, "now"), when;
    GError *error = NULL;

    if (lua_type(L, 1) != LUA_TSTRING)
        return exs_bind_complain(L, "a time is a text, \"09:00\" or \"+10 min\", not a %s value",
                                 luaL_typename(L, 1));
    if (!exs_time_parse(exs_bind_text(L, 1, "a time"), now, &when, &error))
        return exs_bind_raise(L, error);
    lua_pushinteger(L, when);
    return 1;
}

static int parse_date(lua_State *L)
{
    GError *error = NULL;
    ExsTime when;

    if (!exs_time_parse_date(exs_bind_text(L, 1, "a date"), &when, &error))
        return exs_bind_raise(L, error);
    lua_pushinteger(L, when);
    return 1;
}

static int parse_duration(lua_State *L)
{
    GError *error = NULL;
    ExsTime length;

    if (lua_type(L, 1) != LUA_TSTRING)
        return exs_bind_complain(L, "a duration is a text, \"10 min\", not a %s value",
                                 luaL_typename(L, 1));
    if (!exs_duration_parse(exs_bind_text(L, 1, "a duration"), &length, &error))
        return exs_bind_raise(L, error);
    lua_pushinteger(L, length);
    return 1;
}

static int push_owned(lua_State *L, void **slot, char *text)
{
    *slot = text;
    lua_pushstring(L, text);
    return 1;
}

static int format_time(lua_State *L)
{
    ExsTime when = exs_bind_integer(L, 1, "a time");

    return push_owned(L, exs_bind_guard(L, g_free), exs_time_format(when));
}

static int format_duration(lua_State *L)
{
    ExsTime length = exs_bind_integer(L, 1, "a duration");

    return push_owned(L, exs_bind_guard(L, g_free), exs_duration_format(length));
}

static int quote(lua_State *L)
{
    const char *text = luaL_checkstring(L, 1);

    return push_owned(L, exs_bind_guard(L, g_free), exs_quote(text));
}

/* "30 K", "2 MB", "1000": bytes. */
static bool read_size(const char *text, int64_t *out)
{
    static const struct {
        const char *word;
        int64_t bytes;
    } units[] = {{"", 1},
                 {"B", 1},
                 {"K", KBYTE},
                 {"KB", KBYTE},
                 {"M", KBYTE * KBYTE},
                 {"MB", KBYTE * KBYTE}};
    char number[20];
    size_t digits = strspn(text, "0123456789");
    const char *unit = text + digits + strspn(text + digits, " ");
    int64_t value;

    if (digits == 0 || digits >= sizeof number)
        return false;
    memcpy(number, text, digits);
    number[digits] = '\0';
    value = g_ascii_strtoll(number, NULL, 10);
    for (size_t i = 0; i < G_N_ELEMENTS(units); i++)
        if (g_ascii_strcasecmp(unit, units[i].word) == 0 && value <= INT64_MAX / units[i].bytes) {
            *out = value * units[i].bytes;
            return true;
        }
    return false;
}

static int parse_size(lua_State *L)
{
    GError *error = NULL;
    char *quoted;
    int64_t size;

    if (lua_type(L, 1) == LUA_TNUMBER) {
        lua_pushinteger(L, exs_bind_integer(L, 1, "a size in bytes"));
        return 1;
    }
    if (!read_size(exs_bind_text(L, 1, "a size"), &size)) {
        quoted = exs_quote(lua_tostring(L, 1));
        exs_fail(&error, EXS_ERROR_PARSE,
                 "%s is no size: write \"30 K\", \"2 MB\" or a number of bytes", quoted);
        g_free(quoted);
        return exs_bind_raise(L, error);
    }
    lua_pushinteger(L, size);
    return 1;
}

/* suggest(word, { candidates }) */
static int suggest(lua_State *L)
{
    const char *word = luaL_checkstring(L, 1);
    lua_Integer count = luaL_len(L, 2);
    const char **words = lua_newuserdatauv(L, sizeof *words * ((size_t)count + 1), 0);
    const char *near;

    exs_sandbox_charge(L, (uint64_t)count);
    luaL_checkstack(L, (int)MIN(count, 100000) + 4, "too many words");
    count = MIN(count, 100000);
    for (lua_Integer i = 0; i < count; i++) {
        lua_rawgeti(L, 2, i + 1); /* stays on the stack: its text is borrowed */
        words[i] = luaL_checkstring(L, -1);
    }
    near = exs_suggest(word, words, (size_t)count);
    if (near)
        lua_pushstring(L, near);
    else
        lua_pushnil(L);
    return 1;
}

/* stray_name(list) -> the first in the alphabet of the names that are keys of it, or nil */
static int stray_name(lua_State *L)
{
    const char *first = NULL;

    luaL_checktype(L, 1, LUA_TTABLE);
    exs_sandbox_charge(L, lua_rawlen(L, 1));
    lua_settop(L, 1);
    lua_pushnil(L);
    while (lua_next(L, 1)) {
        lua_pop(L, 1);
        if (lua_type(L, 2) == LUA_TSTRING && (!first || strcmp(lua_tostring(L, 2), first) < 0))
            first = lua_tostring(L, 2);
    }
    if (first)
        lua_pushstring(L, first);
    else
        lua_pushnil(L);
    return 1;
}

static int location(lua_State *L)
{
    char place[PLACE];

    exs_bind_where(L, (int)luaL_optinteger(L, 1, 1), place, sizeof place);
    lua_pushstring(L, place);
    return 1;
}

static int file(lua_State *L)
{
    lua_pushstring(L, exs_bind_from(L)->name);
    return 1;
}

static int class_of(lua_State *L)
{
    const ExsHandle *handle = exs_bind_handle(L, 1);

    if (handle)
        lua_pushstring(L, exs_bind_class_name(handle->class));
    else
        lua_pushnil(L);
    return 1;
}

static int name(lua_State *L)
{
    const ExsHandle *handle = exs_bind_handle(L, 1);

    if (!handle)
        return exs_bind_complain(L, "a handle is expected, not %s", luaL_typename(L, 1));
    lua_pushstring(L, exs_bind_handle_name(handle));
    return 1;
}

static int now(lua_State *L)
{
    lua_pushinteger(L, exs_bind_now(exs_bind_from(L)));
    return 1;
}

void exs_bind_open_core(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"class_of", class_of},
        {"file", file},
        {"format_duration", format_duration},
        {"format_time", format_time},
        {"location", location},
        {"name", name},
        {"now", now},
        {"parse_date", parse_date},
        {"parse_duration", parse_duration},
        {"parse_size", parse_size},
        {"parse_time", parse_time},
        {"quote", quote},
        {"stray_name", stray_name},
        {"suggest", suggest},
        {NULL, NULL},
    };

    luaL_setfuncs(L, functions, 0);
}
