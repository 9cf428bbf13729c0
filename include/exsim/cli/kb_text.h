/* kb_text.h - the gallery of articles: what each states, beside what is checked.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

#include "exsim/cli/options.h"

/* A scenario of the gallery. */
typedef struct {
    char *path;       /* to run it */
    char *shown;      /* below the data folder */
    char *article;    /* "" if its header names none */
    char *class_name; /* the folder below scenarios/kb: "reroute" */
    char *title;
    char **says, **products;
} ExsKbScenario;

/* Every scenario in scenarios/kb of the data folder that can be loaded, sorted by path; what cannot
 * be is complained of. (owned by the caller) */
GPtrArray *exs_kb_scenarios(void);

/* Appends a row of the list: article, class, title, products. */
void exs_kb_list(GString *out, const ExsKbScenario *scenario);
json_t *exs_kb_json(const ExsKbScenario *scenario);

/* The expectations of an outcome (see run.h), each once, with its result by product:
 * [{"case", "text", "basis", "results": {product: "PASS"}}]. (new reference) */
json_t *exs_kb_checks(const json_t *outcome);

/* Runs the whole gallery and writes it as a page (see report/matrix.h): to options->output, and
 * beside it a folder of that name with a report of each scenario and product. (cmd_kb_matrix.c) */
int exs_kb_matrix(const ExsOptions *options, const GPtrArray *gallery);

/* Appends the statements, and beside them the checks. */
void exs_kb_show(GString *out, const ExsKbScenario *scenario, const json_t *checks, bool colour);
