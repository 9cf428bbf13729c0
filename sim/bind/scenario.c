/* scenario.c - reads a scenario's file and header (see scenario.h).
 *
 * The file is read once; what a run loads is that text. The library checks the header, and
 * describes it as one table.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/bind/scenario.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sim/bind/scenario_private.h"

#define LONGEST_FILE ((size_t)16 << 20)
#define PIECE        65536

/* ---- the file ---- */

static bool fail_file(const char *path, const char *why, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);

    exs_escape_append(text, path);
    return exs_fail(error, EXS_ERROR_FILE, "%s: %s", text->str, why);
}

/* Opens a file that can be read to its end; a FIFO that nobody writes to is not waited for. */
static int open_file(const char *path, GError **error)
{
    int file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    struct stat status;

    if (file < 0 || fstat(file, &status) != 0) {
        fail_file(path, g_strerror(errno), error);
    } else if (S_ISDIR(status.st_mode)) {
        fail_file(path, g_strerror(EISDIR), error);
    } else if (!S_ISREG(status.st_mode) && !S_ISFIFO(status.st_mode)) {
        fail_file(path, "not a regular file", error);
    } else {
        return file;
    }
    if (file >= 0)
        close(file);
    return -1;
}

static void wait_for(int file)
{
    GPollFD input = {.fd = file, .events = G_IO_IN};

    g_poll(&input, 1, -1);
}

static bool read_all(int file, const char *path, GString *text, GError **error)
{
    char piece[PIECE];

    for (;;) {
        ssize_t length = read(file, piece, sizeof piece);

        if (length == 0)
            return true;
        if (length < 0 && errno == EAGAIN) {
            wait_for(file); /* somebody writes */
        } else if (length < 0 && errno != EINTR) {
            return fail_file(path, g_strerror(errno), error);
        } else if (length > 0) {
            g_string_append_len(text, piece, length);
            if (text->len > LONGEST_FILE)
                return fail_file(path, "longer than 16 MiB: no scenario", error);
        }
    }
}

static bool read_file(ExsScenario *scenario, GError **error)
{
    int file = open_file(scenario->path, error);
    GString *text;
    bool is_read;

    if (file < 0)
        return false;
    text = g_string_new(NULL);
    is_read = read_all(file, scenario->path, text, error);
    close(file);
    scenario->length = text->len;
    scenario->text = g_string_free(text, FALSE);
    return is_read;
}

/* ---- the header ---- */

static int push_returned(lua_State *L)
{
    exs_bind_call_library(L, "check", 1, 1);
    return 1;
}

bool exs_scenario_push(const ExsScenario *scenario, ExsBind *bind, GError **error)
{
    lua_State *L = exs_sandbox_lua(bind->sandbox);

    if (!exs_sandbox_load(bind->sandbox, scenario->path, scenario->text, scenario->length, error) ||
        !exs_sandbox_call(bind->sandbox, 0, 1, error))
        return false;
    lua_pushcfunction(L, push_returned);
    lua_insert(L, -2);
    return exs_sandbox_call(bind->sandbox, 1, 1, error);
}

static void take_text(lua_State *L, const char *key, char **out)
{
    if (lua_getfield(L, -1, key) != LUA_TNIL)
        *out = g_strdup(luaL_checkstring(L, -1));
    lua_pop(L, 1);
}

static void take_list(lua_State *L, const char *key, GPtrArray *out)
{
    lua_getfield(L, -1, key);
    for (lua_Integer i = 1; i <= luaL_len(L, -1); i++) {
        lua_rawgeti(L, -1, i);
        g_ptr_array_add(out, g_strdup(luaL_checkstring(L, -1)));
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    g_ptr_array_add(out, NULL);
}

static int64_t take_integer(lua_State *L, const char *key)
{
    int64_t value;

    lua_getfield(L, -1, key);
    value = luaL_optinteger(L, -1, 0);
    lua_pop(L, 1);
    return value;
}

/* (the scenario's description, the scenario as light userdata) */
static int take_header(lua_State *L)
{
    ExsScenario *scenario = lua_touserdata(L, 2);

    lua_settop(L, 1);
    exs_bind_call_library(L, "describe", 1, 1);
    take_text(L, "article", &scenario->article);
    take_text(L, "title", &scenario->title);
    take_list(L, "products", scenario->products);
    take_list(L, "cases", scenario->cases);
    take_list(L, "mutants", scenario->mutants);
    take_list(L, "says", scenario->says);
    scenario->seed = (uint64_t)take_integer(L, "seed");
    scenario->start = take_integer(L, "start");
    take_text(L, "organization", &scenario->organization);
    take_text(L, "country", &scenario->country);
    take_text(L, "admd", &scenario->admd);
    take_text(L, "prmd", &scenario->prmd);
    lua_getfield(L, -1, "limits");
    scenario->limits.memory = (uint64_t)take_integer(L, "memory");
    scenario->limits.instructions = (uint64_t)take_integer(L, "instructions");
    scenario->limits.messages = (uint64_t)take_integer(L, "messages");
    scenario->limits.objects = (uint64_t)take_integer(L, "objects");
    return 0;
}

static bool read_header(ExsScenario *scenario, const ExsRunOptions *options, GError **error)
{
    ExsSandboxLimits limits = {.memory = options->memory_limit,
                               .instructions = options->instruction_limit,
                               .cpu_seconds = EXS_SANDBOX_CPU_SECONDS};
    ExsWorldOptions empty = {.product = {EXS_LINE_55, 0}, .detail = EXS_DETAIL_NONE};
    g_autoptr(ExsBind) bind = exs_bind_new(scenario->path, &limits, &empty, error);
    lua_State *L;

    if (!bind || !exs_scenario_push(scenario, bind, error))
        return false;
    L = exs_sandbox_lua(bind->sandbox);
    lua_pushcfunction(L, take_header);
    lua_insert(L, -2);
    lua_pushlightuserdata(L, scenario);
    return exs_sandbox_call(bind->sandbox, 2, 0, error);
}

ExsScenario *exs_scenario_load(const char *path, const ExsRunOptions *options, GError **error)
{
    g_autoptr(ExsScenario) scenario = g_new0(ExsScenario, 1);

    scenario->path = g_strdup(path);
    scenario->products = g_ptr_array_new_with_free_func(g_free);
    scenario->cases = g_ptr_array_new_with_free_func(g_free);
    scenario->mutants = g_ptr_array_new_with_free_func(g_free);
    scenario->says = g_ptr_array_new_with_free_func(g_free);
    if (!read_file(scenario, error) || !read_header(scenario, options, error))
        return NULL;
    return g_steal_pointer(&scenario);
}

void exs_scenario_free(ExsScenario *scenario)
{
    if (!scenario)
        return;
    g_ptr_array_unref(scenario->products);
    g_ptr_array_unref(scenario->cases);
    g_ptr_array_unref(scenario->mutants);
    g_ptr_array_unref(scenario->says);
    g_free(scenario->article);
    g_free(scenario->title);
    g_free(scenario->organization);
    g_free(scenario->country);
    g_free(scenario->admd);
    g_free(scenario->prmd);
    g_free(scenario->text);
    g_free(scenario->path);
    g_free(scenario);
}

const char *exs_scenario_path(const ExsScenario *scenario)
{
    return scenario->path;
}

const char *exs_scenario_article(const ExsScenario *scenario)
{
    return scenario->article;
}

const char *exs_scenario_title(const ExsScenario *scenario)
{
    return scenario->title ? scenario->title : "";
}

static const char *const *texts(const GPtrArray *list)
{
    return (const char *const *)list->pdata;
}

const char *const *exs_scenario_products(const ExsScenario *scenario)
{
    return texts(scenario->products);
}

const char *const *exs_scenario_cases(const ExsScenario *scenario)
{
    return texts(scenario->cases);
}

const char *const *exs_scenario_mutants(const ExsScenario *scenario)
{
    return texts(scenario->mutants);
}

const char *const *exs_scenario_says(const ExsScenario *scenario)
{
    return texts(scenario->says);
}
