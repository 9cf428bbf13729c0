/* matrix.h - the gallery as one offline page: article by product, each cell linking to a report.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* A scenario on one product. */
typedef struct {
    const char *product; /* "5.5 SP4": its line is the column */
    const char *result;  /* "PASS", "FAIL" ... */
    unsigned passed, count;
    const char *href; /* its report, relative to the page; NULL: none */
} ExsMatrixCell;

typedef struct {
    const char *article, *title, *class_name;
    const ExsMatrixCell *cells; /* in the order of the header */
    size_t cell_count;
} ExsMatrixRow;

/* Appends the page: rows by class, in the order given. */
void exs_matrix_report(const ExsMatrixRow *rows, size_t count, GString *out);
