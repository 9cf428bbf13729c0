/* sandbox_text.c - texts into functions, and errors into words.
 *
 * A message names the scenario's file and line, not the library's: who reads it wrote the
 * scenario. The library's line is kept only for errors that Lua itself raised there.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/bind/sandbox_lib.h"

#include <string.h>

#define LONGEST_MESSAGE 1000
#define LONGEST_NAME    55 /* Lua cuts longer ones */
#define DEEPEST         1000

bool exs_sandbox_where(lua_State *L, lua_Debug *at)
{
    for (int level = 0; level < DEEPEST && lua_getstack(L, level, at); level++) {
        lua_getinfo(L, "Sl", at);
        if (at->source[0] == '@' && at->currentline > 0)
            return true;
    }
    return false;
}

/* If the text starts with "name:", digits and ": ", returns what follows the name. */
static const char *skip_name(const char *text, const char *name)
{
    size_t length = name ? strlen(name) : 0;
    const char *p = text + length;

    if (length == 0 || strncmp(text, name, length) != 0 || *p != ':' || !g_ascii_isdigit(p[1]))
        return NULL;
    return p;
}

bool exs_sandbox_has_place(const ExsSandbox *sandbox, const char *text)
{
    return skip_name(text, sandbox->script_name) != NULL;
}

/* "exsim.space:40: " at the start; returns how long it is, 0 if there is none. */
static size_t library_position(const ExsSandbox *sandbox, const char *text)
{
    for (guint i = 0; i < sandbox->modules->len; i++) {
        const ExsSandboxModule *module = &g_array_index(sandbox->modules, ExsSandboxModule, i);
        const char *rest = skip_name(text, module->name);

        if (rest) {
            rest++;
            while (g_ascii_isdigit(*rest))
                rest++;
            return g_str_has_prefix(rest, ": ") ? (size_t)(rest + 2 - text) : 0;
        }
    }
    return 0;
}

static void append_cut(GString *out, const char *text)
{
    size_t length = strlen(text);
    char *cut;

    if (length <= LONGEST_MESSAGE) {
        exs_escape_append(out, text);
        return;
    }
    length = LONGEST_MESSAGE;
    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
        length--;
    cut = g_strndup(text, length);
    exs_escape_append(out, cut);
    g_string_append(out, "...");
    g_free(cut);
}

void exs_sandbox_describe(ExsSandbox *sandbox, lua_State *L, const char *text)
{
    GString *out = sandbox->message;
    const char *rest = skip_name(text, sandbox->script_name);
    size_t library = library_position(sandbox, text);
    lua_Debug at;

    g_string_truncate(out, 0);
    if (rest) {
        g_string_append(out, sandbox->script);
        append_cut(out, rest);
        return;
    }
    if (!exs_sandbox_where(L, &at)) {
        append_cut(out, text);
        return;
    }
    g_string_append_printf(out, "%s:%d: ", sandbox->script, at.currentline);
    append_cut(out, text + library);
    if (library > 0 && g_str_has_prefix(text + library, "attempt to "))
        g_string_append_printf(out, " (at %.*s)", (int)library - 2, text);
}

int exs_sandbox_on_error(lua_State *L)
{
    ExsSandbox *sandbox = exs_sandbox_from(L);
    char text[64];

    if (sandbox->tripped)
        return 1;
    if (lua_isstring(L, 1)) {
        exs_sandbox_describe(sandbox, L, lua_tostring(L, 1));
    } else {
        g_snprintf(text, sizeof text, "error object is a %s value", luaL_typename(L, 1));
        exs_sandbox_describe(sandbox, L, text);
    }
    return 1;
}

/* Keeps the end of long names: it says more than the beginning. */
static void set_script(ExsSandbox *sandbox, const char *name)
{
    GString *escaped = g_string_new(NULL);
    const char *tail;

    exs_escape_append(escaped, name);
    g_free(sandbox->script);
    g_free(sandbox->script_name);
    sandbox->script = g_string_free(escaped, FALSE);
    if (strlen(sandbox->script) <= LONGEST_NAME) {
        sandbox->script_name = g_strdup(sandbox->script);
        return;
    }
    tail = sandbox->script + strlen(sandbox->script) - (LONGEST_NAME - 3);
    while (((unsigned char)*tail & 0xC0) == 0x80)
        tail++;
    sandbox->script_name = g_strconcat("...", tail, NULL);
}

/* What has been run, given as what to run. */
static bool is_record(const char *text, size_t length)
{
    static const char *const heads[] = {"exsim record", "{\"record\":"};

    for (size_t i = 0; i < G_N_ELEMENTS(heads); i++)
        if (length >= strlen(heads[i]) && memcmp(text, heads[i], strlen(heads[i])) == 0)
            return true;
    return false;
}

static bool check_text(const char *name, const char *text, size_t length, GError **error)
{
    const char *bad;

    if (length > 0 && text[0] == LUA_SIGNATURE[0])
        return exs_fail(error, EXS_ERROR_PARSE,
                        "%s: not a text script: it is compiled; scenarios are Lua source", name);
    if (is_record(text, length))
        return exs_fail(error, EXS_ERROR_PARSE,
                        "%s: not a text script: it is a record, which exsim report reads", name);
    if (length > 1 &&
        ((text[0] == '\xFF' && text[1] == '\xFE') || (text[0] == '\xFE' && text[1] == '\xFF')))
        return exs_fail(error, EXS_ERROR_PARSE,
                        "%s: not a text script: it is UTF-16; save it as UTF-8", name);
    if (!g_utf8_validate_len(text, length, &bad)) { /* a NUL is as bad */
        size_t line = 1;

        for (const char *p = text; p < bad; p++)
            line += *p == '\n';
        return exs_fail(error, EXS_ERROR_PARSE,
                        "%s:%zu: not a text script: byte \\x%02x is not UTF-8 text", name, line,
                        (unsigned char)*bad);
    }
    return true;
}

/* What the compiler says of more than 200 levels has neither place nor number. */
static const char *reword(const char *text)
{
    if (strcmp(text, "C stack overflow") == 0)
        return "nested too deeply: brackets, blocks and operators go 200 levels deep at most";
    return text;
}

bool exs_sandbox_load(ExsSandbox *sandbox, const char *name, const char *text, size_t length,
                      GError **error)
{
    lua_State *L = sandbox->running;
    const char *end = text + length;
    char *chunk;
    int status;

    set_script(sandbox, name);
    if (sandbox->tripped)
        return exs_sandbox_fail_tripped(sandbox, error);
    if (!check_text(sandbox->script, text, length, error))
        return false;
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        text += 3;
    if (text < end && *text == '#') /* its newline stays: lines keep their numbers */
        while (text < end && *text != '\n' && *text != '\r')
            text++;
    chunk = g_strconcat("@", sandbox->script_name, NULL);
    status = luaL_loadbufferx(L, text, (size_t)(end - text), chunk, "t");
    g_free(chunk);
    if (status == LUA_OK) {
        exs_sandbox_push_environment(L, false);
        lua_setupvalue(L, -2, 1);
        return true;
    }
    if (status == LUA_ERRMEM)
        exs_sandbox_trip_memory(sandbox);
    else
        exs_sandbox_describe(sandbox, L, reword(lua_tostring(L, -1)));
    lua_pop(L, 1);
    if (sandbox->tripped)
        return exs_sandbox_fail_tripped(sandbox, error);
    if (!g_str_has_prefix(sandbox->message->str, sandbox->script))
        return exs_fail(error, EXS_ERROR_PARSE, "%s: %s", sandbox->script, sandbox->message->str);
    return exs_fail(error, EXS_ERROR_PARSE, "%s", sandbox->message->str);
}

/* ---- modules of the library ---- */

static int append_bytes(lua_State *L, const void *bytes, size_t length, void *out)
{
    (void)L;
    g_byte_array_append(out, bytes, (guint)length);
    return 0;
}

/* Compiles the text in a state of its own, so that no sandbox pays for it. NULL: it is wrong. */
static GByteArray *compile(const char *text, size_t length, const char *chunk)
{
    lua_State *L = luaL_newstate();
    GByteArray *out = NULL;

    if (luaL_loadbufferx(L, text, length, chunk, "t") == LUA_OK) {
        out = g_byte_array_new();
        lua_dump(L, append_bytes, out, 0);
    }
    lua_close(L);
    return out;
}

/* What the module is as bytecode: compiled once in a process, for every sandbox. NULL: it is
 * wrong. */
static const GByteArray *compiled(const ExsSandboxModule *module, const char *chunk)
{
    static GHashTable *known; /* name and text -> GByteArray */
    char *key = g_strconcat(chunk, "\n", module->text, NULL);
    GByteArray *bytes;

    if (!known)
        known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    bytes = g_hash_table_lookup(known, key);
    if (bytes) {
        g_free(key);
        return bytes;
    }
    bytes = compile(module->text, module->length, chunk);
    if (bytes)
        g_hash_table_insert(known, key, bytes);
    else
        g_free(key);
    return bytes;
}

void exs_sandbox_load_module(lua_State *L, const ExsSandboxModule *module)
{
    const char *chunk = lua_pushfstring(L, "=%s", module->name);
    const GByteArray *bytes = compiled(module, chunk);
    int status = bytes ? luaL_loadbufferx(L, (const char *)bytes->data, bytes->len, chunk, "b")
                       : luaL_loadbufferx(L, module->text, module->length, chunk, "t");

    if (status != LUA_OK)
        lua_error(L);
    lua_remove(L, -2);
    exs_sandbox_push_environment(L, true);
    lua_setupvalue(L, -2, 1);
}
