/* chart.h - the sequence chart of a record as a drawing of its own (SVG, without a script).
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/record/record.h"

/* Of more arrows and marks the first so many are drawn, and a note says so. */
#define EXS_CHART_MARKS 3000
/* With more lanes servers, then sites, stand for their parts; beyond it, too, lanes are left out.
 */
#define EXS_CHART_LANES 100

typedef struct {
    bool is_part; /* of a page, whose style sheet it takes; else with a head and its own style */
    uint32_t message; /* only this one's way; 0: all */
    const char *name; /* what it shows, for those who do not see it; NULL: said from the record */
} ExsChartOptions;

/* Appends <svg>...</svg>. Fails with EXS_ERROR_STATE if the record kept no entries. */
bool exs_chart(const ExsRecord *record, const ExsChartOptions *options, GString *out,
               GError **error);
