/* test_bind.c - the edge itself: handles, running out of memory, and annotations that are true.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <glib.h>
#include <string.h>

#include "exsim/bind/bind.h"

static ExsBind *make(const ExsSandboxLimits *limits, GError **error)
{
    static const ExsWorldOptions options = {.product = {EXS_LINE_55, 0}};
    static const ExsSandboxLimits ordinary;

    g_setenv("EXSIM_DATA", EXS_SOURCE_DIR, TRUE);
    return exs_bind_new("test.lua", limits ? limits : &ordinary, &options, error);
}

/* ---- handles ---- */

static int look_at_handles(lua_State *L)
{
    ExsWorld *world = exs_bind_from(L)->world;
    ExsSite *site = exs_world_add_site(world, "A", NULL),
            *other = exs_world_add_site(world, "B", NULL);

    exs_bind_push(L, EXS_LUA_SITE, site);
    exs_bind_push(L, EXS_LUA_SITE, site);
    exs_bind_push(L, EXS_LUA_SITE, other);
    exs_bind_push(L, EXS_LUA_ORG, world);
    lua_pushlightuserdata(L, site);
    ck_assert_msg(lua_compare(L, 2, 3, LUA_OPEQ), "two handles of one thing are equal");
    ck_assert_msg(!lua_compare(L, 2, 4, LUA_OPEQ), "of two things they are not");
    ck_assert_msg(!lua_compare(L, 2, 5, LUA_OPEQ), "nor of two classes");
    ck_assert_ptr_eq(exs_bind_check(L, 3, EXS_LUA_SITE), site);
    ck_assert_ptr_null(exs_bind_handle(L, 6));
    ck_assert_str_eq(exs_sandbox_push_text(L, 4, NULL), "site B");
    exs_bind_check(L, 5, EXS_LUA_SITE); /* raises */
    return 0;
}

START_TEST(handles_are_borrowed_names)
{
    g_autoptr(ExsBind) bind = make(NULL, NULL);
    g_autoptr(GError) error = NULL;

    ck_assert(!exs_bind_protect(bind, look_at_handles, bind, &error));
    ck_assert_str_eq(error->message, "a site is expected, not the organisation");
}
END_TEST

/* ---- memory ---- */

/* Fails at every n-th allocation: nothing is lost, nothing crashes (the sanitizers look on). */
START_TEST(runs_out_of_memory_anywhere)
{
    uint64_t n = 1;
    bool is_made = false;

    for (; !is_made; n += 1 + n / 20) {
        ExsSandboxLimits limits = {.allocations = n};
        g_autoptr(GError) error = NULL;
        g_autoptr(ExsBind) bind = make(&limits, &error);

        is_made = bind != NULL;
        ck_assert_int_eq(is_made, !error);
        if (error)
            ck_assert_msg(error->code == EXS_ERROR_LIMIT, "%s", error->message);
    }
    ck_assert_uint_gt(n, 1000);
}
END_TEST

/* ---- annotations ---- */

static const struct {
    const char *class_name, *annotated;
} annotated[] = {
    {"org", "Org"},
    {"site", "Site"},
    {"server", "Server"},
    {"recipient", "Recipient"},
    {"connector", "Connector"},
    {"replication", "Replication"},
    {"link", "Link"},
    {"host", "Host"},
    {"service", "Service"},
    {"clock", "Clock"},
    {"disk", "Disk"},
    {"run", "Run"},
};

static char *meta;

/* Leaves the array of a class's methods on the stack. */
static void push_methods(lua_State *L, const char *class_name)
{
    ck_assert_msg(lua_getfield(L, -1, class_name) == LUA_TTABLE, "the library has no %s",
                  class_name);
}

static size_t check_class(lua_State *L, size_t row)
{
    size_t count;

    push_methods(L, annotated[row].class_name);
    count = lua_rawlen(L, -1);
    for (size_t i = 1; i <= count; i++) {
        g_autofree char *line = NULL;

        lua_rawgeti(L, -1, (lua_Integer)i);
        line = g_strdup_printf("\nfunction %s:%s(", annotated[row].annotated, lua_tostring(L, -1));
        ck_assert_msg(strstr(meta, line), "meta.lua and meta_server.lua lack %s", line + 1);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return count;
}

static size_t count_methods(const char *text)
{
    size_t count = 0;

    for (const char *at = text; (at = strstr(at, "\nfunction ")) != NULL; at++)
        count += strcspn(at + 1, ":") < strcspn(at + 1, "(");
    return count;
}

static int compare(lua_State *L)
{
    size_t count = 0, classes = 0;

    lua_settop(L, 1);
    lua_getfield(L, 1, "classes");
    for (size_t i = 0; i < G_N_ELEMENTS(annotated); i++)
        count += check_class(L, i);
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
        classes++;
    ck_assert_msg(classes == G_N_ELEMENTS(annotated), "the library has %zu classes", classes);
    ck_assert_msg(count == count_methods(meta), "the annotations have %zu methods, the library %zu",
                  count_methods(meta), count);
    return 0;
}

/* Those of the language but for expectations. */
static char *read_annotations(void)
{
    g_autofree char *rest = NULL, *servers = NULL;

    ck_assert(g_file_get_contents(EXS_SOURCE_DIR "/lua/exsim/meta.lua", &rest, NULL, NULL));
    ck_assert(
        g_file_get_contents(EXS_SOURCE_DIR "/lua/exsim/meta_server.lua", &servers, NULL, NULL));
    return g_strconcat(rest, servers, NULL);
}

START_TEST(annotations_are_true)
{
    g_autoptr(ExsBind) bind = make(NULL, NULL);
    g_autoptr(GError) error = NULL;
    lua_State *L = exs_sandbox_lua(bind->sandbox);

    meta = read_annotations();
    ck_assert(exs_sandbox_require(bind->sandbox, "exsim", NULL)); /* makes all classes */
    lua_pop(L, 1);
    lua_pushcfunction(L, compare);
    ck_assert(exs_sandbox_require(bind->sandbox, "exsim.class", NULL));
    ck_assert_msg(exs_sandbox_call(bind->sandbox, 1, 0, &error), "%s", error ? error->message : "");
    g_free(meta);
}
END_TEST

Suite *suite_bind(void)
{
    Suite *s = suite_create("bind");
    TCase *edge = tcase_create("edge");

    tcase_set_timeout(edge, 60);
    tcase_add_test(edge, handles_are_borrowed_names);
    tcase_add_test(edge, runs_out_of_memory_anywhere);
    tcase_add_test(edge, annotations_are_true);
    suite_add_tcase(s, edge);
    return s;
}
