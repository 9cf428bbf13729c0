/* chart_private.h - the sequence chart as a drawing: a lane for each server's parts, arrows between
 * them, time from left to right; quiet stretches are folded.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/report/chart.h"
#include "sim/report/report_private.h"

/* ---- chart_marks.c: what moves, and what happens on the spot ---- */

typedef enum {
    EXS_ARROW_STEP,
    EXS_ARROW_TRANSFER,
    EXS_ARROW_DELIVER,
    EXS_ARROW_REROUTE,
    EXS_ARROW_FAIL,
    EXS_ARROW_COUNT,
} ExsArrow;

typedef enum {
    EXS_SPOT_START,
    EXS_SPOT_DONE,
    EXS_SPOT_FAIL,
    EXS_SPOT_FAULT,
    EXS_SPOT_STAY,
    EXS_SPOT_EVENT,
    EXS_SPOT_COUNT,
} ExsSpot;

/* What a kind of entry means on the chart. Names are those of the kind's fields, NULL: the actor;
 * of an arrow without `from` it comes from where the message was before. */
typedef struct {
    const char *word;
    int arrow, spot;            /* -1: none */
    const char *from, *to, *at; /* at: of the spot */
    bool begins;                /* the arrow that follows begins here */
    bool reply;                 /* of a host: a refusal is an arrow and a spot */
} ExsMeaning;

/* NULL: the kind leaves no mark. */
const ExsMeaning *exs_chart_meaning(const ExsKind *kind);

/* An arrow, or a spot (then from == to). */
typedef struct {
    uint64_t entry;
    uint32_t from, to; /* objects that have a lane, see exs_chart_place() */
    ExsTime begin, end;
    bool is_spot;
    int type; /* ExsArrow or ExsSpot */
} ExsMark;

typedef struct {
    const ExsRecord *record;
    GHashTable *connectors; /* queue -> its connector (owned) */
    uint32_t *receivers;    /* by object: the MTA of a server (owned) */
} ExsPlaces;

void exs_chart_places_init(ExsPlaces *places, const ExsRecord *record);
void exs_chart_places_clear(ExsPlaces *places);

/* Where the chart shows an object: a queue at its connector, a recipient at its server. */
uint32_t exs_chart_place(const ExsPlaces *places, uint32_t object);

/* All marks in order (of one message, and of what breaks and works again; 0: of all). (array of
 * ExsMark, owned by the caller) */
GArray *exs_chart_marks(const ExsPlaces *places, uint32_t message);

/* ---- chart_states.c: what is down or in retry, how much waits ---- */

typedef struct {
    uint32_t object; /* with a lane */
    bool is_down;    /* else in retry */
    ExsTime from, to;
    const char *why; /* (borrowed from the record) */
} ExsSpan;

typedef struct {
    uint32_t object; /* with a lane */
    ExsTime when;
    int64_t waiting;
} ExsDepth;

/* (arrays of ExsSpan and ExsDepth in order of time, owned by the caller) */
GArray *exs_chart_spans(const ExsPlaces *places);
GArray *exs_chart_depths(const ExsPlaces *places);

/* ---- chart_lanes.c ---- */

typedef struct {
    uint32_t object; /* 0: the group of what is outside */
    int level;
    bool is_head;     /* others stand below it */
    const char *part; /* "mta": a class of the style sheet */
    char *label;      /* (owned) */
    int y, height;
} ExsChartRow;

typedef struct {
    GArray *rows;    /* ExsChartRow (owned) */
    int *row_of;     /* by object: index of the row that shows it, -1: none (owned) */
    int height;      /* of all */
    size_t folded;   /* servers or sites that stand for their parts */
    size_t left_out; /* lanes that are too many */
} ExsChartLanes;

/* Lanes for the objects that are `busy` (by object); too many are folded. */
void exs_chart_lanes_init(ExsChartLanes *lanes, const ExsPlaces *places, const ExsWords *words,
                          const bool *busy);
void exs_chart_lanes_clear(ExsChartLanes *lanes);

/* ---- chart_scale.c: from time to place ---- */

typedef struct {
    ExsTime from, to;
} ExsGap;

typedef struct {
    GArray *stops; /* ExsTime: the instants at which something happens, in order (owned) */
    GArray *units; /* int64_t: how far right each is (owned) */
    GArray *gaps;  /* ExsGap: stretches that are much longer than the rest (owned) */
    int left, width;
} ExsChartScale;

/* `times` (ExsTime, in any order) become its stops. */
void exs_chart_scale_init(ExsChartScale *scale, GArray *times, int left, int width);
void exs_chart_scale_clear(ExsChartScale *scale);

int exs_chart_x(const ExsChartScale *scale, ExsTime when);

/* ---- chart_draw.c: what stands in the lanes ---- */

#define EXS_CHART_AXIS 40 /* room for the times above the lanes */
#define EXS_CHART_PAD  10 /* beside the first mark and the last */

typedef struct {
    const ExsRecord *record;
    const ExsChartOptions *options;
    const ExsWords *words;
    GString *out;
    ExsPlaces places;
    ExsChartLanes lanes;
    ExsChartScale scale;
    GArray *marks, *spans, *depths; /* ExsMark, ExsSpan, ExsDepth (owned) */
    size_t marks_left;              /* that are not drawn */
    int top;                        /* of the lanes */
    bool has_arrow[EXS_ARROW_COUNT], has_spot[EXS_SPOT_COUNT], has_down, has_retry; /* drawn */
} ExsChart;

extern const char *const exs_chart_spot_classes[EXS_SPOT_COUNT];

/* About how wide the text is, in pixels; of as many letters as fit into `room` the rest is cut. */
int exs_chart_text_width(const char *text);
char *exs_chart_fitting(const char *text, int room); /* (owned by the caller) */

/* Appends a spot's path at this place. */
void exs_chart_spot_path(GString *out, ExsSpot type, int x, int y);

void exs_chart_draw_rows(ExsChart *chart);
void exs_chart_draw_states(ExsChart *chart);
void exs_chart_draw_depths(const ExsChart *chart);
void exs_chart_draw_gaps(const ExsChart *chart);
void exs_chart_draw_ticks(const ExsChart *chart);
void exs_chart_draw_marks(ExsChart *chart);
void exs_chart_draw_notes(const ExsChart *chart);
