/* scenario_run.c - one product and case of a scenario, from nothing to its verdict (see
 * scenario.h): build, drive, expect.
 *
 * SPDX-License-Identifier: MIT */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "exsim/kernel/suggest.h"
#include "sim/bind/scenario_private.h"

/* What a signal handler may reach. */
static struct {
    ExsSandbox *volatile sandbox;
    ExsEngine *volatile engine;
    volatile sig_atomic_t interrupted;
} current;

/* The run so far. */
typedef struct {
    ExsScenario *scenario;
    const ExsRunOptions *options;
    const char *product, *name;
    uint64_t seed;
    ExsBind *bind;
    int plan;           /* in the registry: what the library says this run is */
    bool is_applicable; /* something of the case is for this product */
} Run;

const char *exs_result_name(ExsResult result)
{
    static const char *const names[] = {"PASS", "FAIL", "ERROR", "EMPTY", "NOT-APPLICABLE"};

    g_assert((size_t)result < G_N_ELEMENTS(names));
    return names[result];
}

void exs_scenario_interrupt(void)
{
    if (!current.engine)
        return;
    current.interrupted = 1;
    exs_sandbox_interrupt(current.sandbox);
    exs_engine_stop(current.engine);
}

bool exs_scenario_is_interrupted(void)
{
    return current.interrupted;
}

static void set_current(const ExsBind *bind)
{
    current.engine = NULL;
    current.interrupted = 0;
    if (!bind)
        return;
    current.sandbox = bind->sandbox;
    current.engine = bind->world->engine;
}

/* ---- from nothing ---- */

static bool check_case(const ExsScenario *scenario, const char *name, GError **error)
{
    const char *const *cases = exs_scenario_cases(scenario);
    g_autofree char *quoted = NULL;
    const char *near;

    if (g_strv_contains(cases, name))
        return true;
    quoted = exs_quote(name);
    near = exs_suggest(name, cases, g_strv_length((char **)cases));
    if (near && *near)
        return exs_fail(error, EXS_ERROR_UNKNOWN,
                        "the scenario has no case %s (did you mean \"%s\"?)", quoted, near);
    return exs_fail(error, EXS_ERROR_UNKNOWN, "the scenario has no case %s", quoted);
}

/* What the command line says, else what the header says, else the default. */
static uint64_t limit_of(uint64_t option, uint64_t header)
{
    return option ? option : header;
}

static void print_line(void *data, const char *line, size_t length)
{
    GString *text = g_string_new(NULL);
    char *copy = g_strndup(line, length);

    (void)data;
    exs_escape_append(text, copy);
    fprintf(stderr, "%s\n", text->str);
    g_free(copy);
    g_string_free(text, TRUE);
}

/* A run cannot end before it begins. */
static bool set_until(Run *run, GError **error)
{
    ExsTime start = run->scenario->start;
    g_autofree char *quoted = exs_quote(run->options->until), *begins = exs_time_format(start);

    if (!exs_time_parse(run->options->until, start, &run->bind->until, error))
        return false;
    return run->bind->until >= start ||
           exs_fail(error, EXS_ERROR_USAGE, "--until: %s lies before the start of the run, %s",
                    quoted, begins);
}

static bool make_world(Run *run, ExsProduct product, GError **error)
{
    const ExsRunOptions *options = run->options;
    const ExsScenarioLimits *header = &run->scenario->limits;
    ExsSandboxLimits limits = {
        .memory = limit_of(options->memory_limit, header->memory),
        .instructions = limit_of(options->instruction_limit, header->instructions),
        .cpu_seconds = EXS_SANDBOX_CPU_SECONDS,
    };
    ExsWorldOptions world = {
        .seed = run->seed,
        .product = product,
        .without = options->without,
        .detail = options->detail,
        .start = run->scenario->start,
        .record = options->record,
        .keep = true,
        .organization = run->scenario->organization,
        .country = run->scenario->country,
        .admd = run->scenario->admd,
        .prmd = run->scenario->prmd,
        .message_limit = limit_of(options->message_limit, header->messages),
        .object_limit = header->objects,
    };

    run->bind = exs_bind_new(run->scenario->path, &limits, &world, error);
    if (!run->bind)
        return false;
    exs_sandbox_set_print(run->bind->sandbox, print_line, NULL);
    set_current(run->bind);
    return !options->until || set_until(run, error);
}

/* (scenario, run): keeps the plan. */
static int plan(lua_State *L)
{
    Run *run = lua_touserdata(L, 2);

    lua_settop(L, 1);
    lua_pushstring(L, run->name);
    lua_pushstring(L, run->product);
    exs_bind_call_library(L, "plan", 3, 1);
    lua_getfield(L, -1, "is_applicable");
    run->is_applicable = lua_toboolean(L, -1);
    lua_pop(L, 1);
    run->plan = luaL_ref(L, LUA_REGISTRYINDEX);
    return 0;
}

static bool make_plan(Run *run, GError **error)
{
    lua_State *L = exs_sandbox_lua(run->bind->sandbox);

    if (!exs_scenario_push(run->scenario, run->bind, error))
        return false;
    lua_pushcfunction(L, plan);
    lua_insert(L, -2);
    lua_pushlightuserdata(L, run);
    return exs_sandbox_call(run->bind->sandbox, 2, 0, error);
}

/* ---- build, drive, expect ---- */

static int build(lua_State *L)
{
    const Run *run = lua_touserdata(L, 1);

    lua_rawgeti(L, LUA_REGISTRYINDEX, run->plan);
    exs_bind_push(L, EXS_LUA_ORG, run->bind->world);
    exs_bind_call_library(L, "build", 2, 0);
    return 0;
}

static int drive(lua_State *L)
{
    const Run *run = lua_touserdata(L, 1);

    lua_rawgeti(L, LUA_REGISTRYINDEX, run->plan);
    exs_bind_push(L, EXS_LUA_RUN, run->bind);
    exs_bind_push(L, EXS_LUA_ORG, run->bind->world);
    exs_bind_call_library(L, "drive", 3, 0);
    return 0;
}

/* With the record, to the library's function of this name. */
static int call_with_record(lua_State *L, const char *function)
{
    const Run *run = lua_touserdata(L, 1);

    lua_rawgeti(L, LUA_REGISTRYINDEX, run->plan);
    exs_bind_push(L, EXS_LUA_RECORD, run->bind->world->record);
    exs_bind_call_library(L, function, 2, 0);
    return 0;
}

static int expect(lua_State *L)
{
    return call_with_record(L, "expect");
}

/* What is expected, looked at but not evaluated: nothing has run. */
static int check(lua_State *L)
{
    return call_with_record(L, "check_expectations");
}

static bool do_build(Run *run, GError **error)
{
    ExsBind *bind = run->bind;

    bind->phase = EXS_PHASE_BUILD;
    if (!exs_bind_protect(bind, build, run, error))
        return false;
    if (bind->world->sites->len == 0)
        return exs_fail(error, EXS_ERROR_SCRIPT, "%s: nothing was simulated: build adds no site",
                        bind->name);
    exs_actors_begin(bind->world);
    if (!bind->world->failure)
        return true;
    g_propagate_error(error, g_error_copy(bind->world->failure));
    return false;
}

static bool do_drive(Run *run, GError **error)
{
    ExsBind *bind = run->bind;
    GError *reason = NULL;

    bind->phase = EXS_PHASE_DRIVE;
    if (exs_bind_protect(bind, drive, run, &reason) || bind->is_cut) {
        g_clear_error(&reason);
        return true;
    }
    if (bind->failure) {
        g_clear_error(&reason);
        reason = g_error_copy(bind->failure);
    } else {
        exs_bind_date_error(bind, reason);
    }
    g_propagate_error(error, reason);
    return false;
}

/* Does drive get through, as far as a rehearsal can tell? Until the first run:to all is as in a
 * run; after it only times are: what callbacks would have done is missing. */
static bool rehearse(Run *run, GError **error)
{
    ExsBind *bind = run->bind;
    GError *reason = NULL;

    bind->phase = EXS_PHASE_DRIVE;
    bind->is_dry = true;
    bind->dry_now = exs_world_now(bind->world);
    if (exs_bind_protect(bind, drive, run, &reason))
        return true;
    if (exs_scenario_is_interrupted() || !bind->has_run || (bind->in_clock && !bind->is_cut)) {
        exs_bind_date_error(bind, reason);
        g_propagate_error(error, reason);
        return false;
    }
    g_error_free(reason);
    return true;
}

static void set_facts(const Run *run)
{
    const ExsScenario *scenario = run->scenario;
    ExsRecord *record = run->bind->world->record;
    g_autofree char *file = g_path_get_basename(scenario->path);
    g_autofree char *seed = g_strdup_printf("%" G_GUINT64_FORMAT, run->seed);
    g_autofree char *start = exs_time_format(scenario->start);
    g_autoptr(GString) without = g_string_new(NULL);

    if (scenario->article)
        exs_record_set_fact(record, "article", scenario->article);
    exs_record_set_fact(record, "title", exs_scenario_title(scenario));
    exs_record_set_fact(record, "product", run->product);
    exs_record_set_fact(record, "case", run->name);
    exs_record_set_fact(record, "seed", seed);
    exs_record_set_fact(record, "start", start);
    exs_record_set_fact(record, "file", file);
    for (int i = EXS_RULE_NONE + 1; i < EXS_RULE_COUNT; i++)
        if (exs_rule_set_has(&run->options->without, (ExsRule)i))
            g_string_append_printf(without, "%s%s", without->len ? " " : "",
                                   exs_rule_info((ExsRule)i)->id);
    if (without->len)
        exs_record_set_fact(record, "without", without->str);
}

static void set_end(const Run *run)
{
    g_autofree char *end = exs_time_format(exs_world_now(run->bind->world));

    run->bind->phase = EXS_PHASE_OVER;
    exs_record_set_fact(run->bind->world->record, "end", end);
    if (run->bind->is_cut)
        exs_record_set_fact(run->bind->world->record, "cut", end);
}

/* ---- the verdict ---- */

static ExsResult verdict(const Run *run)
{
    const ExsRecord *record = run->bind->world->record;
    size_t checks = exs_record_check_count(record);

    for (size_t i = 0; i < checks; i++)
        if (exs_record_check(record, i)->verdict == EXS_VERDICT_FAIL)
            return EXS_RESULT_FAIL;
    return checks > 0 || run->options->build_only ? EXS_RESULT_PASS : EXS_RESULT_EMPTY;
}

/* Returns whether somebody looked. */
static bool show(const Run *run)
{
    if (run->options->look)
        run->options->look(run->bind->world, run->options->look_data);
    return run->options->look != NULL;
}

static bool play(Run *run, GError **error)
{
    ExsBind *bind = run->bind;

    set_facts(run);
    if (!do_build(run, error))
        return false;
    if (run->options->build_only) {
        set_end(run);
        return show(run) || (exs_bind_protect(bind, check, run, error) && rehearse(run, error));
    }
    if (!do_drive(run, error)) {
        set_end(run);
        return false;
    }
    set_end(run);
    show(run);
    /* What a run that was cut has not reached can be no expectation. */
    return bind->is_cut || exs_bind_protect(bind, expect, run, error);
}

/* Ends the record and hands it over. */
static bool finish(Run *run, bool complete, ExsRecord **record, GError **error)
{
    ExsWorld *world = run->bind->world;

    if (!exs_record_finish(world->record, complete, error))
        return false;
    if (record)
        *record = g_steal_pointer(&world->record);
    return true;
}

static ExsResult run_applicable(Run *run, ExsRecord **record, GError **error)
{
    ExsResult result;

    if (!play(run, error)) {
        if (run->bind->has_run)
            finish(run, false, record, NULL);
        return EXS_RESULT_ERROR;
    }
    result = verdict(run);
    return finish(run, true, record, error) ? result : EXS_RESULT_ERROR;
}

ExsResult exs_scenario_run(ExsScenario *scenario, const char *product, const char *name,
                           const ExsRunOptions *options, ExsRecord **record, GError **error)
{
    Run run = {.scenario = scenario, .options = options, .product = product, .name = name};
    ExsResult result = EXS_RESULT_ERROR;
    ExsProduct parsed;

    if (record)
        *record = NULL;
    run.seed = options->has_seed ? options->seed : scenario->seed;
    if (exs_product_parse(product, &parsed, error) && check_case(scenario, name, error) &&
        make_world(&run, parsed, error) && make_plan(&run, error))
        result =
            run.is_applicable ? run_applicable(&run, record, error) : EXS_RESULT_NOT_APPLICABLE;
    set_current(NULL);
    exs_bind_free(run.bind);
    return result;
}
