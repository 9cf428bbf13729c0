/* run.c - the clock as Lua sees it: callbacks at virtual times (see bind.h).
 *
 * An error in a callback ends the run, however the scenario called run:to. A rehearsal goes through
 * the same functions: times are checked, and nothing is called.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/bind/bind.h"
#include "sim/bind/scenario_private.h"

#define PLACE 512

/* So much virtual time may pass between two signs of life: the watchdog and signals are heard. */
#define SLICE EXS_MINUTE

/* A script that waits for what a rehearsal never brings is left after so many run:to. */
#define REHEARSED_STEPS 1000

typedef struct {
    ExsBind *bind;
    int function; /* in the registry */
} Timer;

/* ---- callbacks ---- */

static void keep_failure(ExsBind *bind, GError *error)
{
    if (bind->failure)
        g_error_free(error);
    else
        bind->failure = error;
}

/* "file.lua:12: [1998-03-02 09:00:05] message (event 17)" */
static void fail_in_event(ExsBind *bind, GError *error)
{
    char *text;

    if (error->code == EXS_ERROR_SCRIPT) {
        text = g_strdup_printf("%s (event %" G_GUINT64_FORMAT ")", error->message,
                               (guint64)exs_engine_count(bind->world->engine));
        g_free(error->message);
        error->message = text;
    }
    exs_bind_date_error(bind, error);
    exs_world_fail(bind->world, g_error_copy(error));
    keep_failure(bind, error);
}

static void on_due(void *object, void *data)
{
    Timer *timer = object;
    ExsBind *bind = timer->bind;
    lua_State *L = exs_sandbox_lua(bind->sandbox);
    GError *error = NULL;

    (void)data;
    if (bind->failure)
        return;
    lua_rawgeti(L, LUA_REGISTRYINDEX, timer->function); /* to() made room */
    luaL_unref(L, LUA_REGISTRYINDEX, timer->function);
    g_hash_table_remove(bind->timers, timer);
    bind->in_event = true;
    if (!exs_sandbox_call(bind->sandbox, 0, 0, &error))
        fail_in_event(bind, error);
    bind->in_event = false;
}

/* at(run, time, function) */
static int at(lua_State *L)
{
    ExsWorld *world = exs_bind_running_world(L);
    ExsBind *bind = exs_bind_from(L);
    ExsTime when = exs_bind_integer(L, 2, "a time");
    Timer *timer;
    int function;

    luaL_checktype(L, 3, LUA_TFUNCTION);
    if (when < exs_bind_now(bind))
        return exs_bind_complain(L, "this time lies in the past");
    if (bind->is_dry)
        return 0;
    lua_settop(L, 3);
    function = luaL_ref(L, LUA_REGISTRYINDEX);
    timer = g_new(Timer, 1);
    *timer = (Timer){bind, function};
    g_hash_table_add(bind->timers, timer);
    exs_engine_at(world->engine, when, on_due, timer, NULL);
    return 0;
}

/* ---- the clock ---- */

static bool run_slices(ExsBind *bind, ExsTime end, GError **error)
{
    ExsWorld *world = bind->world;

    do {
        ExsTime next = exs_engine_next(world->engine);
        ExsTime stop = next < end - SLICE ? next + SLICE : end;

        if (!exs_actors_run(world, stop, error))
            return false;
        exs_sandbox_touch(bind->sandbox);
        if (exs_scenario_is_interrupted())
            return exs_fail(error, EXS_ERROR_STOPPED, "stopped by a signal");
    } while (exs_world_now(world) < end);
    return true;
}

/* Puts place and time before what ended the run in the clock itself. */
static void place_failure(lua_State *L, ExsBind *bind, GError *error)
{
    char place[PLACE];
    char *text;

    if (bind->failure) {
        g_error_free(error);
        return;
    }
    if (exs_bind_where(L, 1, place, sizeof place)) {
        text = g_strconcat(place, ": ", error->message, NULL);
        g_free(error->message);
        error->message = text;
    }
    exs_bind_date_error(bind, error);
    bind->failure = error;
}

static int end_script(lua_State *L, ExsErrorCode code, const char *text)
{
    exs_sandbox_trip(exs_sandbox_from(L), code, text);
    exs_sandbox_charge(L, 0);
    g_assert_not_reached();
}

/* The clock moves, and nothing happens. */
static int rehearse(lua_State *L, ExsBind *bind, ExsTime end)
{
    bind->dry_now = MIN(end, bind->until);
    if (end > bind->until || ++bind->dry_steps >= REHEARSED_STEPS) {
        bind->is_cut = true;
        return end_script(L, EXS_ERROR_STOPPED, "the rehearsal was cut");
    }
    lua_pushboolean(L, true);
    return 1;
}

/* to(run, time) -> true in a rehearsal */
static int to(lua_State *L)
{
    ExsBind *bind = exs_bind_from(L);
    ExsTime end = exs_bind_integer(L, 2, "a time");
    GError *error = NULL;

    exs_bind_running_world(L);
    if (bind->in_event)
        return exs_bind_complain(L, "run:to inside a callback: the clock runs already");
    if (end < exs_bind_now(bind))
        return exs_bind_complain(L, "this time lies in the past");
    luaL_checkstack(L, LUA_MINSTACK, NULL);
    bind->has_run = true;
    if (bind->is_dry)
        return rehearse(L, bind, end);
    if (!run_slices(bind, MIN(end, bind->until), &error)) {
        place_failure(L, bind, error);
        return end_script(L, (ExsErrorCode)bind->failure->code, bind->failure->message);
    }
    if (end > bind->until) {
        bind->is_cut = true;
        return end_script(L, EXS_ERROR_STOPPED, "the run was cut");
    }
    return 0;
}

static int has_run(lua_State *L)
{
    lua_pushboolean(L, exs_bind_from(L)->has_run);
    return 1;
}

/* work(run, is at work): between the two calls every error is one of times. */
static int work(lua_State *L)
{
    exs_bind_from(L)->in_clock = lua_toboolean(L, 2);
    return 0;
}

const luaL_Reg exs_bind_run[] = {
    {"at", at}, {"has_run", has_run}, {"to", to}, {"work", work}, {NULL, NULL}};
