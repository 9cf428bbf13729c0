/* scenario.h - a scenario file: its header, and running one product and case of it.
 *
 * Every run starts from nothing: a new Lua state, a new world, the file loaded again. So no run
 * can colour another.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "exsim/facts/rules.h"
#include "exsim/model/org/world.h"
#include "exsim/record/record.h"

typedef struct ExsScenario ExsScenario;

typedef struct {
    ExsDetail detail; /* what the record keeps */
    bool has_seed;    /* else the header's seed, else 1 */
    uint64_t seed;
    const char *until;          /* stop the run at this time; NULL: as the scenario says */
    ExsRuleSet without;         /* rules off (mutants) */
    const char *record;         /* also write the record to this file (.exr); NULL: no */
    size_t memory_limit;        /* of the Lua state, bytes; 0: 64 MiB */
    uint64_t instruction_limit; /* 0: the default */
    uint64_t message_limit;     /* 0: 10,000,000 */
    bool build_only;            /* `check`: build, and rehearse drive */
    /* Is shown the world as the run leaves it, or, with build_only, as it was built, and nothing
     * more is done then. NULL: nobody looks. */
    void (*look)(const ExsWorld *world, void *data);
    void *look_data;
} ExsRunOptions;

/* Loads the file to read its header. Fails with EXS_ERROR_FILE, EXS_ERROR_PARSE (syntax),
 * EXS_ERROR_SCRIPT or EXS_ERROR_LIMIT; messages start with "file:line: " where there is a line. */
ExsScenario *exs_scenario_load(const char *path, const ExsRunOptions *options, GError **error);
void exs_scenario_free(ExsScenario *scenario);

const char *exs_scenario_path(const ExsScenario *scenario);
const char *exs_scenario_article(const ExsScenario *scenario); /* NULL: none */
const char *exs_scenario_title(const ExsScenario *scenario);   /* "" if none */
/* NULL-terminated arrays; never NULL. (borrowed) */
const char *const *
exs_scenario_products(const ExsScenario *scenario);                   /* as written; at least one */
const char *const *exs_scenario_cases(const ExsScenario *scenario);   /* "" is the main one */
const char *const *exs_scenario_mutants(const ExsScenario *scenario); /* rule ids, all known */
const char *const *exs_scenario_says(const ExsScenario *scenario); /* statements of the article */

typedef enum {
    EXS_RESULT_PASS,
    EXS_RESULT_FAIL,
    EXS_RESULT_ERROR,
    EXS_RESULT_EMPTY,          /* it ran, and expects nothing */
    EXS_RESULT_NOT_APPLICABLE, /* nothing of this case is for this product */
} ExsResult;

const char *exs_result_name(ExsResult result); /* "PASS" ... "NOT-APPLICABLE" */

/* Runs one product and case. `product` may be any product; `name` one of the cases. On
 * EXS_RESULT_ERROR the error is set; `record` (may be NULL) receives the finished record (owned by
 * the caller), also after an error if anything was simulated (then it is partial); its checks are
 * the expectations. */
ExsResult exs_scenario_run(ExsScenario *scenario, const char *product, const char *name,
                           const ExsRunOptions *options, ExsRecord **record, GError **error);

/* Asks a running exs_scenario_run() to end with a partial record and EXS_ERROR_STOPPED; may be
 * called from a signal handler. */
void exs_scenario_interrupt(void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ExsScenario, exs_scenario_free)
