/* facts_text.h - rows of the tables of facts, as text and as JSON.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <jansson.h>

#include "exsim/facts/events.h"
#include "exsim/facts/rules.h"

/* A scenario file and what it rests on. */
typedef struct {
    char *path, *article, *title; /* path below the data folder; article may be NULL */
    char **mutants;
} ExsFactScenario;

/* Every scenario below the data folder that can be loaded. (owned by the caller) */
GPtrArray *exs_facts_scenarios(void);

void exs_facts_rule(GString *out, ExsRule rule, const GPtrArray *scenarios);
void exs_facts_setting(GString *out, ExsSetting setting);
void exs_facts_event(GString *out, ExsEventKind event);
void exs_facts_diagnostic(GString *out, int row);
void exs_facts_reason(GString *out, int row);
void exs_facts_scenario(GString *out, const ExsFactScenario *scenario);

json_t *exs_facts_rule_json(ExsRule rule, const GPtrArray *scenarios);
json_t *exs_facts_setting_json(ExsSetting setting);
json_t *exs_facts_event_json(ExsEventKind event);
json_t *exs_facts_diagnostic_json(int row);
json_t *exs_facts_reason_json(int row);
json_t *exs_facts_scenario_json(const ExsFactScenario *scenario);
