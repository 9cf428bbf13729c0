/* scenario_private.h - what scenario.c, scenario_run.c and run.c share.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/bind/bind.h"
#include "exsim/bind/scenario.h"

/* Limits of the header; 0: none given. */
typedef struct {
    uint64_t memory, instructions, messages, objects;
} ExsScenarioLimits;

struct ExsScenario {
    char *path;
    char *text; /* of the file, read once */
    size_t length;
    char *article; /* NULL: none */
    char *title;
    char *organization, *country, *admd, *prmd;   /* NULL: the world's own */
    GPtrArray *products, *cases, *mutants, *says; /* char *, NULL-terminated once loaded */
    uint64_t seed;
    ExsTime start;
    ExsScenarioLimits limits;
};

/* Loads the file and pushes the scenario that it returns. */
bool exs_scenario_push(const ExsScenario *scenario, ExsBind *bind, GError **error);

/* Was the run asked to end? */
bool exs_scenario_is_interrupted(void);
