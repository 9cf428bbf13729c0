/* junit.h - outcomes of runs as JUnit XML: a run is a suite, an expectation a case.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <jansson.h>

typedef struct {
    GString *suites;
    size_t tests, failures, errors, skipped;
} ExsJunit;

void exs_junit_init(ExsJunit *junit);
void exs_junit_clear(ExsJunit *junit);

/* Adds the runs of an outcome (see run.h). */
void exs_junit_add(ExsJunit *junit, const json_t *outcome);

/* Appends the document. No times: same input, same bytes. */
void exs_junit_write(const ExsJunit *junit, GString *out);
