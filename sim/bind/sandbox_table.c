/* sandbox_table.c - the order of keys and of elements, the same in every run.
 *
 * pairs walks numbers, then strings, then booleans, each ascending. table.sort merges: its
 * result depends on the elements and the order function only (stock Lua asks the clock when a
 * sort goes badly). What loops in C without a hook is charged before.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/bind/sandbox_lib.h"

#include <limits.h>
#include <math.h>
#include <string.h>

/* Instructions that one key counts as: to be found, and to be sorted. */
#define WALK 4
#define SORT 16

typedef struct {
    int type;        /* LUA_TNUMBER, LUA_TSTRING, LUA_TBOOLEAN */
    bool is_integer; /* of numbers */
    union {
        lua_Integer integer; /* also false and true */
        lua_Number number;
        struct {
            const char *text; /* (borrowed from the table) */
            size_t length;
        } string;
    } as;
    lua_Integer at; /* where in the array of all */
} Key;

/* A float that is a key is never whole, unless it is out of the whole numbers' range. */
static bool integer_is_less(lua_Integer a, lua_Number b)
{
    return b >= 0x1p63 || (b >= -0x1p63 && a <= (lua_Integer)floor(b));
}

static bool number_is_less(const Key *a, const Key *b)
{
    if (a->is_integer && b->is_integer)
        return a->as.integer < b->as.integer;
    if (a->is_integer)
        return integer_is_less(a->as.integer, b->as.number);
    if (b->is_integer)
        return !integer_is_less(b->as.integer, a->as.number);
    return a->as.number < b->as.number;
}

static int rank_of_type(int type)
{
    return type == LUA_TNUMBER ? 0 : type == LUA_TSTRING ? 1 : 2;
}

static bool key_is_less(const Key *a, const Key *b)
{
    size_t shorter;
    int order;

    if (a->type != b->type)
        return rank_of_type(a->type) < rank_of_type(b->type);
    if (a->type == LUA_TNUMBER)
        return number_is_less(a, b);
    if (a->type == LUA_TBOOLEAN)
        return a->as.integer < b->as.integer;
    shorter = MIN(a->as.string.length, b->as.string.length);
    order = memcmp(a->as.string.text, b->as.string.text, shorter);
    return order != 0 ? order < 0 : a->as.string.length < b->as.string.length;
}

/* Merges two neighbouring runs of `from` into `to`. */
static void merge_keys(const Key *from, Key *to, size_t first, size_t middle, size_t end)
{
    size_t left = first, right = middle;

    for (size_t i = first; i < end; i++)
        if (left < middle && (right >= end || !key_is_less(&from[right], &from[left])))
            to[i] = from[left++];
        else
            to[i] = from[right++];
}

/* Returns the sorted one of the two arrays. */
static Key *sort_keys(Key *keys, Key *spare, size_t count)
{
    for (size_t width = 1; width < count; width *= 2) {
        Key *swap = keys;

        for (size_t i = 0; i < count; i += 2 * width)
            merge_keys(keys, spare, i, MIN(i + width, count), MIN(i + 2 * width, count));
        keys = spare;
        spare = swap;
    }
    return keys;
}

/* The key on top of the stack. */
static void read_key(lua_State *L, Key *key)
{
    key->type = lua_type(L, -1);
    key->is_integer = lua_isinteger(L, -1);
    switch (key->type) {
    case LUA_TNUMBER:
        if (key->is_integer)
            key->as.integer = lua_tointeger(L, -1);
        else
            key->as.number = lua_tonumber(L, -1);
        break;
    case LUA_TSTRING:
        key->as.string.text = lua_tolstring(L, -1, &key->as.string.length);
        break;
    case LUA_TBOOLEAN:
        key->as.integer = lua_toboolean(L, -1);
        break;
    default:
        luaL_error(L, "pairs cannot order keys of type %s; use numbers or strings",
                   luaL_typename(L, -1));
    }
}

static lua_Integer count_keys(lua_State *L, int table)
{
    lua_Integer count = 0;

    for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1))
        count++;
    return count;
}

lua_Integer exs_sandbox_push_keys(lua_State *L, int index)
{
    int table = lua_absindex(L, index);
    lua_Integer count = count_keys(L, table), i = 0;
    bool in_order = true;
    Key *keys, *sorted;

    luaL_checkstack(L, 6, NULL);
    luaL_argcheck(L, count < INT_MAX, index, "too many keys");
    exs_sandbox_charge(L, (uint64_t)count * WALK);
    lua_createtable(L, (int)count, 0);
    keys = lua_newuserdatauv(L, 2 * sizeof *keys * (size_t)count + 1, 0);
    for (lua_pushnil(L); lua_next(L, table); i++) {
        lua_pop(L, 1);
        read_key(L, &keys[i]);
        keys[i].at = i + 1;
        in_order = in_order && (i == 0 || key_is_less(&keys[i - 1], &keys[i]));
        lua_pushvalue(L, -1);
        lua_rawseti(L, -4, i + 1);
    }
    if (!in_order) {
        exs_sandbox_charge(L, (uint64_t)count * SORT);
        sorted = sort_keys(keys, keys + count, (size_t)count);
        lua_createtable(L, (int)count, 0);
        for (i = 0; i < count; i++) {
            lua_rawgeti(L, -3, sorted[i].at);
            lua_rawseti(L, -2, i + 1);
        }
        lua_replace(L, -3);
    }
    lua_pop(L, 1);
    return count;
}

/* Upvalues: the table, its keys when the walk began, how many are passed. Keys whose value is
 * gone by now are left out. */
static int next_pair(lua_State *L)
{
    lua_Integer passed = lua_tointeger(L, lua_upvalueindex(3));

    lua_settop(L, 0);
    while (lua_rawgeti(L, lua_upvalueindex(2), ++passed) != LUA_TNIL) {
        lua_pushvalue(L, -1);
        if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) {
            lua_pushinteger(L, passed);
            lua_replace(L, lua_upvalueindex(3));
            return 2;
        }
        lua_settop(L, 0);
    }
    return 1;
}

static int finish_pairs(lua_State *L, int status, lua_KContext context)
{
    (void)L;
    (void)status;
    (void)context;
    return 3;
}

int exs_sandbox_pairs(lua_State *L)
{
    luaL_checkany(L, 1);
    if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
        lua_pushvalue(L, 1);
        lua_callk(L, 1, 3, 0, finish_pairs);
        return 3;
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_pushvalue(L, 1);
    exs_sandbox_push_keys(L, 1);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, next_pair, 3);
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    return 3;
}

/* A length that a script makes up would let the stock functions loop for ever. */
static lua_Integer check_length(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    if (luaL_getmetafield(L, 1, "__len") != LUA_TNIL)
        luaL_argerror(L, 1, "a table without __len expected");
    return (lua_Integer)lua_rawlen(L, 1);
}

static int table_concat(lua_State *L)
{
    exs_sandbox_charge(L, (uint64_t)check_length(L));
    return exs_sandbox_call_stock(L);
}

/* The elements behind the position move. */
static int shift(lua_State *L, bool has_position)
{
    lua_Integer length = check_length(L);
    lua_Integer position = has_position ? lua_tointeger(L, 2) : length;

    if (position > 0 && position < length)
        exs_sandbox_charge(L, (uint64_t)(length - position));
    return exs_sandbox_call_stock(L);
}

static int table_insert(lua_State *L)
{
    return shift(L, lua_gettop(L) == 3);
}

static int table_remove(lua_State *L)
{
    return shift(L, lua_gettop(L) == 2);
}

static int table_move(lua_State *L)
{
    lua_Integer first = luaL_checkinteger(L, 2), last = luaL_checkinteger(L, 3);

    luaL_checkinteger(L, 4);
    if (first <= last)
        exs_sandbox_charge(L, (uint64_t)last - (uint64_t)first);
    return exs_sandbox_call_stock(L);
}

/* Slots of table.sort. */
enum { TABLE = 1, ORDER, FROM, TO };

static bool element_is_less(lua_State *L, int array, lua_Integer a, lua_Integer b)
{
    bool is;

    if (lua_isnil(L, ORDER)) {
        lua_rawgeti(L, array, a);
        lua_rawgeti(L, array, b);
        is = lua_compare(L, -2, -1, LUA_OPLT);
        lua_pop(L, 2);
        return is;
    }
    lua_pushvalue(L, ORDER);
    lua_rawgeti(L, array, a);
    lua_rawgeti(L, array, b);
    lua_call(L, 2, 1);
    is = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return is;
}

/* Merges [first, middle) and [middle, end) of one array into the other. */
static void merge_elements(lua_State *L, int from, int to, lua_Integer first, lua_Integer middle,
                           lua_Integer end)
{
    lua_Integer left = first, right = middle;

    for (lua_Integer i = first; i < end; i++) {
        bool is_left = left < middle && (right >= end || !element_is_less(L, from, right, left));

        lua_rawgeti(L, from, is_left ? left++ : right++);
        lua_rawseti(L, to, i);
    }
}

static int table_sort(lua_State *L)
{
    lua_Integer count = check_length(L);
    int from = FROM, to = TO;

    luaL_argcheck(L, count < INT_MAX, 1, "array too big");
    if (!lua_isnoneornil(L, ORDER))
        luaL_checktype(L, ORDER, LUA_TFUNCTION);
    lua_settop(L, ORDER);
    lua_createtable(L, (int)count, 0);
    lua_createtable(L, (int)count, 0);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_geti(L, TABLE, i);
        lua_rawseti(L, FROM, i);
    }
    for (lua_Integer width = 1; width < count; width *= 2) {
        exs_sandbox_charge(L, (uint64_t)count * 4);
        for (lua_Integer i = 1; i <= count; i += 2 * width)
            merge_elements(L, from, to, i, MIN(i + width, count + 1),
                           MIN(i + 2 * width, count + 1));
        from = from == FROM ? TO : FROM;
        to = to == FROM ? TO : FROM;
    }
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, from, i);
        lua_seti(L, TABLE, i);
    }
    return 0;
}

static const luaL_Reg wrapped[] = {
    {"concat", table_concat}, {"insert", table_insert}, {"move", table_move},
    {"remove", table_remove}, {"sort", table_sort},     {NULL, NULL},
};

void exs_sandbox_replace_table(lua_State *L)
{
    exs_sandbox_wrap_stock(L, wrapped);
}
