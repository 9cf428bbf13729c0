/* text_private.h - what the files of the timeline as text share.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "sim/report/report_private.h"

typedef struct {
    const ExsRecord *record;
    const ExsTextOptions *options;
    const ExsWords *words;
    GString *out;
    size_t shown; /* entries */
    ExsTime last; /* when that was */
    size_t width, actor_width, offset_width;
    ExsTime start; /* offsets are counted from here */
    ExsTime day;   /* any instant of the day last announced */
    bool has_day;
    GPtrArray *classes; /* const char *: in the order first met */
} ExsTimeline;

/* "---- text -----", as wide as the timeline; a text that is too long is cut. */
void exs_text_rule(ExsTimeline *timeline, const char *text);

/* Appends these entries (uint64_t), folded unless all are asked for. */
void exs_text_entries(ExsTimeline *timeline, const GArray *numbers);

/* The same by message; of more than three messages in a row to which the same happened, in about
 * the same time, the first and the last are shown. What tells of no message comes first. */
void exs_text_groups(ExsTimeline *timeline, const GArray *numbers);
