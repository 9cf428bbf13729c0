/* sandbox_string.c - the string functions that differ from stock Lua.
 *
 * find, match, gmatch and gsub do what the manual says, on a matcher that counts its steps;
 * format never shows an address; rep of nothing ends.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/bind/pattern.h"
#include "exsim/bind/sandbox_lib.h"

#include <string.h>

/* Bytes that a plain search passes in the time of a step. */
#define BYTES_A_STEP 16

/* Counts what the match used as instructions too; raises if there is no answer. */
static void check_match(lua_State *L, const ExsMatch *match, uint64_t steps_before)
{
    if (match->exhausted) {
        exs_sandbox_trip_pattern(exs_sandbox_from(L));
        exs_sandbox_raise(L);
    }
    exs_sandbox_charge(L, steps_before - match->steps);
    if (match->fault[0])
        luaL_error(L, "%s", match->fault);
}

static void push_capture(lua_State *L, const ExsMatch *match, int index, const char *start,
                         const char *end)
{
    if (index >= match->level) {
        if (index > 0)
            luaL_error(L, "invalid capture index %%%d", index + 1);
        lua_pushlstring(L, start, (size_t)(end - start));
        return;
    }
    if (match->captures[index].length == EXS_CAPTURE_OPEN)
        luaL_error(L, "unfinished capture");
    else if (match->captures[index].length == EXS_CAPTURE_POSITION)
        lua_pushinteger(L, match->captures[index].start - match->text + 1);
    else
        lua_pushlstring(L, match->captures[index].start, (size_t)match->captures[index].length);
}

/* All captures, or the whole match if there is none (NULL: then nothing). */
static int push_captures(lua_State *L, const ExsMatch *match, const char *start, const char *end)
{
    int count = match->level == 0 && start ? 1 : match->level;

    luaL_checkstack(L, count, "too many captures");
    for (int i = 0; i < count; i++)
        push_capture(L, match, i, start, end);
    return count;
}

/* Where a position of Lua's, negative from the end, is in the text: 0 and on. */
static size_t offset_of(lua_Integer position, size_t length)
{
    if (position > 0)
        return (size_t)position - 1;
    if (position == 0 || position < -(lua_Integer)length)
        return 0;
    return length - (size_t)-position;
}

static int find_plain(lua_State *L, const char *text, size_t length, size_t from,
                      const char *pattern, size_t pattern_length)
{
    const char *found = memmem(text + from, length - from, pattern, pattern_length);

    exs_sandbox_charge(L, (length - from + pattern_length) / BYTES_A_STEP);
    if (!found) {
        luaL_pushfail(L);
        return 1;
    }
    lua_pushinteger(L, found - text + 1);
    lua_pushinteger(L, found - text + (lua_Integer)pattern_length);
    return 2;
}

static int search(lua_State *L, bool find)
{
    size_t length, pattern_length, from;
    const char *text = luaL_checklstring(L, 1, &length);
    const char *pattern = luaL_checklstring(L, 2, &pattern_length);
    uint64_t steps = exs_sandbox_from(L)->limits.pattern_steps;
    const char *start, *end;
    ExsMatch match;

    from = offset_of(luaL_optinteger(L, 3, 1), length);
    if (from > length) {
        luaL_pushfail(L);
        return 1;
    }
    if (find && (lua_toboolean(L, 4) || exs_pattern_is_plain(pattern, pattern_length)))
        return find_plain(L, text, length, from, pattern, pattern_length);
    exs_match_init(&match, text, length, pattern, pattern_length, true, steps);
    end = exs_match_from(&match, text + from, &start);
    check_match(L, &match, steps);
    if (!end) {
        luaL_pushfail(L);
        return 1;
    }
    if (!find)
        return push_captures(L, &match, start, end);
    lua_pushinteger(L, start - text + 1);
    lua_pushinteger(L, end - text);
    return 2 + push_captures(L, &match, NULL, NULL);
}

static int string_find(lua_State *L)
{
    return search(L, true);
}

static int string_match(lua_State *L)
{
    return search(L, false);
}

/* What string.gmatch keeps between two matches. */
typedef struct {
    ExsMatch match;
    const char *next;
    const char *last_end; /* of the last match: an empty one may not touch it */
} Walk;

/* Upvalues: text and pattern, only to keep them alive, and the walk. */
static int gmatch_next(lua_State *L)
{
    Walk *walk = lua_touserdata(L, lua_upvalueindex(3));
    uint64_t steps = exs_sandbox_from(L)->limits.pattern_steps;

    walk->match.steps = steps;
    for (; walk->next <= walk->match.text_end; walk->next++) {
        const char *start = walk->next;
        const char *end = exs_match_at(&walk->match, start);

        if (exs_match_stopped(&walk->match))
            break;
        if (end && end != walk->last_end) {
            check_match(L, &walk->match, steps);
            walk->next = walk->last_end = end;
            return push_captures(L, &walk->match, start, end);
        }
    }
    check_match(L, &walk->match, steps);
    return 0;
}

static int string_gmatch(lua_State *L)
{
    size_t length, pattern_length, from;
    const char *text = luaL_checklstring(L, 1, &length);
    const char *pattern = luaL_checklstring(L, 2, &pattern_length);
    Walk *walk;

    from = offset_of(luaL_optinteger(L, 3, 1), length);
    lua_settop(L, 2);
    walk = lua_newuserdatauv(L, sizeof *walk, 0);
    exs_match_init(&walk->match, text, length, pattern, pattern_length, false, 0);
    walk->next = text + MIN(from, length + 1);
    walk->last_end = NULL;
    lua_pushcclosure(L, gmatch_next, 3);
    return 1;
}

/* The replacement text with its %0 to %9 filled in. */
static void add_text(lua_State *L, luaL_Buffer *out, const ExsMatch *match, const char *start,
                     const char *end)
{
    size_t length;
    const char *p = lua_tolstring(L, 3, &length);
    const char *last = p + length;

    for (; p < last; p++) {
        if (*p != '%') {
            luaL_addchar(out, *p);
            continue;
        }
        p++;
        if (p < last && *p == '%') {
            luaL_addchar(out, '%');
        } else if (p < last && *p == '0') {
            luaL_addlstring(out, start, (size_t)(end - start));
        } else if (p < last && g_ascii_isdigit(*p)) {
            push_capture(L, match, *p - '1', start, end);
            luaL_addvalue(out);
        } else {
            luaL_error(L, "invalid use of '%%' in replacement string");
        }
    }
}

/* Adds what replaces a match; false if that is the match itself. */
static bool add_replacement(lua_State *L, luaL_Buffer *out, const ExsMatch *match,
                            const char *start, const char *end)
{
    switch (lua_type(L, 3)) {
    case LUA_TFUNCTION:
        lua_pushvalue(L, 3);
        lua_call(L, push_captures(L, match, start, end), 1);
        break;
    case LUA_TTABLE:
        push_capture(L, match, 0, start, end);
        lua_gettable(L, 3);
        break;
    default:
        add_text(L, out, match, start, end);
        return true;
    }
    if (!lua_toboolean(L, -1)) {
        lua_pop(L, 1);
        luaL_addlstring(out, start, (size_t)(end - start));
        return false;
    }
    if (!lua_isstring(L, -1))
        luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
    luaL_addvalue(out);
    return true;
}

static int string_gsub(lua_State *L)
{
    size_t length, pattern_length;
    const char *text = luaL_checklstring(L, 1, &length);
    const char *pattern = luaL_checklstring(L, 2, &pattern_length);
    int type = lua_type(L, 3);
    lua_Integer most = luaL_optinteger(L, 4, (lua_Integer)length + 1), count = 0;
    uint64_t steps = exs_sandbox_from(L)->limits.pattern_steps;
    const char *from = text, *last_end = NULL;
    bool changed = false;
    luaL_Buffer out;
    ExsMatch match;

    luaL_argexpected(L,
                     type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TFUNCTION ||
                         type == LUA_TTABLE,
                     3, "string/function/table");
    exs_match_init(&match, text, length, pattern, pattern_length, true, steps);
    luaL_buffinit(L, &out);
    while (count < most) {
        const char *end = exs_match_at(&match, from);

        check_match(L, &match, steps);
        steps = match.steps;
        if (end && end != last_end) {
            count++;
            changed |= add_replacement(L, &out, &match, from, end);
            from = last_end = end;
        } else if (from < match.text_end) {
            luaL_addchar(&out, *from++);
        } else {
            break;
        }
        if (match.anchored)
            break;
    }
    luaL_addlstring(&out, from, (size_t)(match.text_end - from));
    luaL_pushresult(&out);
    if (!changed) {
        lua_pop(L, 1);
        lua_pushvalue(L, 1);
    }
    lua_pushinteger(L, count);
    return 2;
}

/* Stock Lua adds nothing n times, one by one. */
static int string_rep(lua_State *L)
{
    size_t length, separator;

    luaL_checklstring(L, 1, &length);
    luaL_checkinteger(L, 2);
    luaL_optlstring(L, 3, "", &separator);
    if (length + separator == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    return exs_sandbox_call_stock(L);
}

/* Puts texts in the place of what %s would show with an address. */
static int string_format(lua_State *L)
{
    const char *format = luaL_checkstring(L, 1);
    int count = lua_gettop(L), argument = 1;

    for (const char *p = format; *p; p++) {
        if (*p != '%' || *++p == '%')
            continue;
        argument++;
        p += strspn(p, "-+ #0123456789.");
        if (*p == 'p')
            return luaL_error(L, "'%%p' is not available in string.format");
        if (*p == 's' && argument <= count && lua_type(L, argument) != LUA_TSTRING) {
            exs_sandbox_push_text(L, argument, NULL);
            lua_replace(L, argument);
        }
        if (!*p)
            break;
    }
    return exs_sandbox_call_stock(L);
}

static const luaL_Reg functions[] = {
    {"find", string_find}, {"gmatch", string_gmatch},
    {"gsub", string_gsub}, {"match", string_match},
    {NULL, NULL},
};

static const luaL_Reg wrapped[] = {
    {"format", string_format},
    {"rep", string_rep},
    {NULL, NULL},
};

void exs_sandbox_replace_string(lua_State *L)
{
    luaL_setfuncs(L, functions, 0);
    exs_sandbox_wrap_stock(L, wrapped);
    lua_pushnil(L);
    lua_setfield(L, -2, "dump");
}
