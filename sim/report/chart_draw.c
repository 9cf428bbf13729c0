/* chart_draw.c - what stands in the lanes of the chart and above them; see chart_private.h.
 *
 * Colours are the style sheet's, by class.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/kernel/error.h"
#include "sim/report/chart_private.h"
#include "sim/report/html_private.h"

#define LETTER     8 /* at most, of the size used here: wide ones take half as much again */
#define INDENT     12
#define TICK_SPACE 88
#define HEAD       50 /* of an arrow, in tenths of pixels */
#define NOTES_MAX  60

const char *const exs_chart_spot_classes[EXS_SPOT_COUNT] = {"start", "done", "fail",
                                                            "fault", "stay", "event"};

/* ---- texts ---- */

static int letter_width(gunichar letter)
{
    return g_unichar_iswide(letter) ? LETTER * 3 / 2 : g_unichar_ismark(letter) ? 0 : LETTER;
}

int exs_chart_text_width(const char *text)
{
    int width = 0;

    for (; *text; text = g_utf8_next_char(text))
        width += letter_width(g_utf8_get_char(text));
    return width;
}

char *exs_chart_fitting(const char *text, int room)
{
    const char *end = text;
    g_autofree char *begin = NULL;
    int width = LETTER;

    if (exs_chart_text_width(text) <= room)
        return g_strdup(text);
    while (*end && width + letter_width(g_utf8_get_char(end)) <= room) {
        width += letter_width(g_utf8_get_char(end));
        end = g_utf8_next_char(end);
    }
    begin = g_strndup(text, (gsize)(end - text));
    return g_strconcat(begin, "…", NULL);
}

static void append_text(const ExsChart *chart, const char *class_name, int x, int y,
                        const char *rest, const char *text)
{
    g_string_append_printf(chart->out, "<text class=\"%s\" x=\"%d\" y=\"%d\"%s>", class_name, x, y,
                           rest);
    exs_html_text(chart->out, text);
    g_string_append(chart->out, "</text>\n");
}

/* ---- lanes ---- */

static const ExsChartRow *row_at(const ExsChart *chart, int index)
{
    return &g_array_index(chart->lanes.rows, ExsChartRow, index);
}

/* The row that shows an object; NULL: none. */
static const ExsChartRow *row_of(const ExsChart *chart, uint32_t object)
{
    int row = object ? chart->lanes.row_of[object] : -1;

    return row < 0 ? NULL : row_at(chart, row);
}

static int middle_of(const ExsChart *chart, const ExsChartRow *row)
{
    return chart->top + row->y + row->height / 2;
}

static int right_of(const ExsChart *chart)
{
    return chart->scale.left + chart->scale.width + EXS_CHART_PAD;
}

void exs_chart_draw_rows(ExsChart *chart)
{
    for (guint i = 0; i < chart->lanes.rows->len; i++) {
        const ExsChartRow *row = row_at(chart, (int)i);
        int y = chart->top + row->y, left = 8 + INDENT * row->level;
        g_autofree char *label =
            exs_chart_fitting(row->label, chart->scale.left - EXS_CHART_PAD - left);

        g_string_append_printf(chart->out,
                               "<g><title>%s: ", row->is_head ? "lanes below" : row->part);
        exs_html_text(chart->out, row->label);
        g_string_append_printf(
            chart->out,
            "</title><rect class=\"lane%s\" x=\"0\" y=\"%d\" width=\"%d\" height=\"%d\"/>",
            row->is_head ? " head" : "", y, right_of(chart), row->height);
        if (!row->is_head)
            g_string_append_printf(
                chart->out,
                "<path class=\"rail part-%s\" d=\"M%d %dH%d\"/><path class=\"key part-%s\" "
                "d=\"M%d %dh4v%dh-4z\"/>",
                row->part, chart->scale.left - EXS_CHART_PAD, y + row->height / 2, right_of(chart),
                row->part, left - 6, y + 5, row->height - 10);
        append_text(chart, row->is_head ? "lane-head" : "lane-name", left + (row->is_head ? -6 : 4),
                    y + row->height / 2 + 4, "", label);
        g_string_append(chart->out, "</g>\n");
    }
}

/* ---- states and queues ---- */

void exs_chart_draw_states(ExsChart *chart)
{
    for (guint i = 0; i < chart->spans->len; i++) {
        const ExsSpan *span = &g_array_index(chart->spans, ExsSpan, i);
        const ExsChartRow *row = row_of(chart, span->object);
        int x1 = exs_chart_x(&chart->scale, span->from), x2 = exs_chart_x(&chart->scale, span->to);
        const char *state = span->is_down ? "down" : "retry";
        int y;
        g_autofree char *text = NULL;

        if (!row || x1 >= right_of(chart))
            continue;
        *(span->is_down ? &chart->has_down : &chart->has_retry) = true;
        y = chart->top + row->y;
        x2 = MAX(x2, x1 + 2);
        g_string_append_printf(
            chart->out,
            "<g class=\"state state-%s\"><rect class=\"tint\" x=\"%d\" y=\"%d\" width=\"%d\" "
            "height=\"%d\"/><rect class=\"strip\" x=\"%d\" y=\"%d\" width=\"%d\" "
            "height=\"5\"/></g>\n",
            state, x1, y + 1, x2 - x1, row->height - 2, x1, y + (span->is_down ? 1 : 6), x2 - x1);
        if (x2 - x1 < 70 || !span->is_down || row->is_head)
            continue;
        text = g_strdup_printf("down: %s", span->why);
        {
            g_autofree char *fitting = exs_chart_fitting(text, x2 - x1 - 6);

            append_text(chart, "state-text state-down", x1 + 4, y + 17, "", fitting);
        }
    }
}

/* The steps of one row's queues, as a path. */
typedef struct {
    GString *out;
    int x, bottom, room;
    int64_t most, here, last; /* of the whole row; at this x; after it */
    bool has_begun;
} Steps;

static int height_of(const Steps *steps, int64_t waiting)
{
    return steps->bottom - (int)(waiting * steps->room / steps->most);
}

/* Of all that happens within one pixel the most is drawn, and how it ends. */
static void end_step(Steps *steps)
{
    if (steps->here < 0)
        return;
    if (steps->has_begun)
        g_string_append_printf(steps->out, "H%d", steps->x);
    else
        g_string_append_printf(steps->out, "M%d %d", steps->x, steps->bottom);
    g_string_append_printf(steps->out, "V%d", height_of(steps, steps->here));
    if (steps->here != steps->last)
        g_string_append_printf(steps->out, "V%d", height_of(steps, steps->last));
    steps->has_begun = true;
    steps->here = -1;
}

static void draw_depth(const ExsChart *chart, int index, int64_t most, ExsTime most_at)
{
    const ExsChartRow *row = row_at(chart, index);
    Steps steps = {
        chart->out, 0, chart->top + row->y + row->height - 1, row->height - 9, most, -1, 0, false};
    int x = exs_chart_x(&chart->scale, most_at) + 3;
    char words[40];

    g_string_append_printf(chart->out, "<path class=\"depth part-%s\" d=\"", row->part);
    for (guint i = 0; i < chart->depths->len; i++) {
        const ExsDepth *depth = &g_array_index(chart->depths, ExsDepth, i);

        if (chart->lanes.row_of[depth->object] != index)
            continue;
        if (exs_chart_x(&chart->scale, depth->when) != steps.x)
            end_step(&steps);
        steps.x = exs_chart_x(&chart->scale, depth->when);
        steps.here = MAX(steps.here, depth->waiting);
        steps.last = depth->waiting;
    }
    end_step(&steps);
    g_string_append_printf(chart->out, "H%dV%dZ\"/>\n", steps.last ? right_of(chart) : steps.x,
                           steps.bottom);
    g_snprintf(words, sizeof words, "%" G_GINT64_FORMAT " waiting", most);
    if (x + exs_chart_text_width(words) < right_of(chart))
        append_text(chart, "depth-most", x, steps.bottom - steps.room + 8, "", words);
}

void exs_chart_draw_depths(const ExsChart *chart)
{
    guint rows = chart->lanes.rows->len;
    g_autofree int64_t *most = g_new0(int64_t, rows + 1);
    g_autofree ExsTime *when = g_new0(ExsTime, rows + 1);

    for (guint i = 0; i < chart->depths->len; i++) {
        const ExsDepth *depth = &g_array_index(chart->depths, ExsDepth, i);
        int row = chart->lanes.row_of[depth->object];

        if (row < 0 || depth->waiting <= most[row])
            continue;
        most[row] = depth->waiting;
        when[row] = depth->when;
    }
    for (guint i = 0; i < rows; i++)
        if (most[i] > 1 && !row_at(chart, (int)i)->is_head)
            draw_depth(chart, (int)i, most[i], when[i]);
}

/* ---- times ---- */

void exs_chart_draw_gaps(const ExsChart *chart)
{
    int bottom = chart->top + chart->lanes.height;

    for (guint i = 0; i < chart->scale.gaps->len; i++) {
        const ExsGap *gap = &g_array_index(chart->scale.gaps, ExsGap, i);
        int x1 = exs_chart_x(&chart->scale, gap->from), x2 = exs_chart_x(&chart->scale, gap->to);
        int half = MIN(14, x2 - x1 - 2) / 2, middle = (x1 + x2) / 2;
        g_autoptr(GString) length = g_string_new(NULL);

        if (x2 - x1 < 8)
            continue;
        g_string_append_printf(chart->out,
                               "<rect class=\"gap\" x=\"%d\" y=\"%d\" width=\"%d\" "
                               "height=\"%d\"/><path class=\"gap-edge\" d=\"",
                               middle - half, chart->top, 2 * half, chart->lanes.height);
        for (int side = -half; side <= half; side += 2 * half) {
            g_string_append_printf(chart->out, "M%d %d", middle + side, chart->top);
            for (int y = chart->top, way = 3; y < bottom; y += 6, way = -way)
                g_string_append_printf(chart->out, "l%d %d", way, MIN(6, bottom - y));
        }
        g_string_append(chart->out, "\"/>\n");
        exs_duration_append(length, (gap->to - gap->from) / EXS_SECOND * EXS_SECOND);
        if (half >= 6 && exs_chart_text_width(length->str) < chart->lanes.height)
            g_string_append_printf(chart->out,
                                   "<text class=\"gap-text\" "
                                   "transform=\"translate(%d %d) rotate(-90)\">%s</text>\n",
                                   middle + 4, bottom - 4, length->str);
    }
}

void exs_chart_draw_ticks(const ExsChart *chart)
{
    int last = -TICK_SPACE;
    ExsTime shown = 0, second = -1;
    bool has_day = false;

    for (guint i = 0; i < chart->scale.stops->len; i++) {
        ExsTime when = g_array_index(chart->scale.stops, ExsTime, i);
        int x = exs_chart_x(&chart->scale, when);
        g_autoptr(GString) text = g_string_new(NULL);

        if (x < last + TICK_SPACE || x > right_of(chart) - TICK_SPACE / 2)
            continue;
        last = x;
        exs_names_append_clock(text, when);
        if (when / EXS_SECOND == second)
            g_string_append_printf(text, ".%03d", (int)(when % EXS_SECOND * 1000 / EXS_SECOND));
        second = when / EXS_SECOND;
        g_string_append_printf(chart->out, "<path class=\"tick\" d=\"M%d %dV%d\"/>", x,
                               chart->top - 14, chart->top + chart->lanes.height);
        append_text(chart, "tick-text", x + 3, chart->top - 6, "", text->str);
        if (has_day && exs_names_is_same_day(shown, when))
            continue;
        g_string_truncate(text, 0);
        exs_names_append_day(text, when);
        append_text(chart, "tick-day", MIN(x + 3, right_of(chart) - 110), chart->top - 22, "",
                    text->str);
        has_day = true;
        shown = when;
    }
}

/* ---- marks ---- */

static int root_of(int64_t square)
{
    int64_t root = 0;

    for (int64_t bit = (int64_t)1 << 24; bit; bit /= 2)
        if ((root + bit) * (root + bit) <= square)
            root += bit;
    return (int)root;
}

/* Tenths of pixels. */
static void append_tenths(GString *out, char before, int tenths)
{
    g_string_append_printf(out, "%c%d.%d", before, tenths / 10, tenths % 10);
}

static void append_point(GString *out, char move, int x, int y)
{
    append_tenths(out, move, x);
    append_tenths(out, ' ', y);
}

/* A line with its head, from one row's middle to another's. */
static void append_arrow(GString *out, int x1, int y1, int x2, int y2)
{
    int64_t dx = 10 * (int64_t)(x2 - x1), dy = 10 * (int64_t)(y2 - y1);
    int length = MAX(root_of(dx * dx + dy * dy), 1);
    int back_x = 10 * x2 - (int)(dx * HEAD / length), back_y = 10 * y2 - (int)(dy * HEAD / length);
    int wing_x = (int)(dy * HEAD * 55 / 100 / length),
        wing_y = (int)(dx * HEAD * 55 / 100 / length);

    append_point(out, 'M', 10 * x1, 10 * y1);
    append_point(out, 'L', 10 * x2, 10 * y2);
    append_point(out, 'M', back_x - wing_x, back_y + wing_y);
    append_point(out, 'L', 10 * x2, 10 * y2);
    append_point(out, 'L', back_x + wing_x, back_y - wing_y);
}

void exs_chart_spot_path(GString *out, ExsSpot type, int x, int y)
{
    switch (type) {
    case EXS_SPOT_START:
        g_string_append_printf(out, "M%d %da4 4 0 1 0 8 0a4 4 0 1 0 -8 0z", x - 4, y);
        break;
    case EXS_SPOT_DONE:
        g_string_append_printf(out, "M%d %dl3 4l6 -8", x - 4, y);
        break;
    case EXS_SPOT_FAIL:
        g_string_append_printf(out, "M%d %dl8 8m0 -8l-8 8", x - 4, y - 4);
        break;
    case EXS_SPOT_FAULT:
        g_string_append_printf(out, "M%d %dl6 11h-12z", x, y - 6);
        break;
    case EXS_SPOT_STAY:
        g_string_append_printf(out, "M%d %dh10v10h-10z", x - 5, y - 5);
        break;
    default:
        g_string_append_printf(out, "M%d %dv6", x, y - 3);
    }
}

/* What a reader who points at it is told. */
static void append_tip(const ExsChart *chart, const ExsMark *mark)
{
    const ExsEntry *entry = exs_record_entry(chart->record, mark->entry);
    g_autoptr(GString) tip = g_string_new(NULL);

    exs_names_append_clock(tip, entry->when);
    g_string_append_c(tip, ' ');
    exs_words_append_actor(tip, chart->words, entry->actor);
    g_string_append(tip, ": ");
    exs_words_append_entry(tip, chart->words, entry);
    g_string_append(chart->out, "<title>");
    exs_html_text(chart->out, tip->str);
    g_string_append(chart->out, "</title>");
}

static void draw_mark(ExsChart *chart, const ExsMark *mark)
{
    const ExsChartRow *from = row_of(chart, mark->from), *to = row_of(chart, mark->to);
    int x1 = exs_chart_x(&chart->scale, mark->begin), x2 = exs_chart_x(&chart->scale, mark->end);

    if (!from || !to || (!mark->is_spot && from == to))
        return;
    g_string_append(chart->out, "<g>");
    append_tip(chart, mark);
    if (mark->is_spot) {
        g_string_append_printf(chart->out, "<path class=\"spot spot-%s\" d=\"",
                               exs_chart_spot_classes[mark->type]);
        exs_chart_spot_path(chart->out, (ExsSpot)mark->type, x2, middle_of(chart, from));
        chart->has_spot[mark->type] = true;
    } else {
        g_string_append_printf(chart->out, "<path class=\"arrow arrow-%d part-%s\" d=\"",
                               mark->type, from->part);
        append_arrow(chart->out, x1, middle_of(chart, from), x2, middle_of(chart, to));
        chart->has_arrow[mark->type] = true;
    }
    g_string_append(chart->out, "\"/></g>\n");
}

void exs_chart_draw_marks(ExsChart *chart)
{
    for (guint i = 0; i < chart->marks->len; i++)
        draw_mark(chart, &g_array_index(chart->marks, ExsMark, i));
}

/* ---- words beside what a reader looks for ---- */

/* Where the words before end, by row: above the rail, and below it. */
typedef struct {
    int *above, *below;
    size_t count;
} Notes;

static void draw_note(const ExsChart *chart, Notes *notes, const ExsMark *mark, const char *what,
                      const char *class_name, bool is_below)
{
    int row = chart->lanes.row_of[mark->to], *taken, x, width, y;
    g_autoptr(GString) words = g_string_new(NULL);
    g_autofree char *fitting = NULL;

    if (row < 0)
        return;
    if (!is_below)
        exs_message_append(
            words, chart->record,
            exs_fold_message(chart->record, exs_record_entry(chart->record, mark->entry)));
    g_string_append(words, what);
    fitting = exs_chart_fitting(words->str, 30 * LETTER);
    width = exs_chart_text_width(fitting) * 7 / 8; /* the notes are a size smaller */
    taken = is_below ? &notes->below[row] : &notes->above[row];
    x = exs_chart_x(&chart->scale, mark->end) + 8;
    y = middle_of(chart, row_at(chart, row)) + (is_below ? 14 : -6);
    if (x < *taken || notes->count >= NOTES_MAX)
        return;
    if (x + width > right_of(chart)) {
        if (x - 14 - width < *taken)
            return;
        append_text(chart, class_name, x - 14, y, " text-anchor=\"end\"", fitting);
    } else {
        append_text(chart, class_name, x, y, "", fitting);
    }
    *taken = x + width;
    notes->count++;
}

void exs_chart_draw_notes(const ExsChart *chart)
{
    guint rows = chart->lanes.rows->len;
    g_autofree int *above = g_new0(int, rows + 1), *below = g_new0(int, rows + 1);
    Notes notes = {above, below, 0};

    for (guint i = 0; i < chart->marks->len; i++) {
        const ExsMark *mark = &g_array_index(chart->marks, ExsMark, i);

        if (mark->is_spot && mark->type == EXS_SPOT_STAY)
            draw_note(chart, &notes, mark, "mail stays", "note note-stay", true);
        else if (!mark->is_spot && mark->type == EXS_ARROW_REROUTE)
            draw_note(chart, &notes, mark, " rerouted", "note note-reroute", false);
        else if (mark->is_spot && mark->type == EXS_SPOT_START)
            draw_note(chart, &notes, mark, "", "note", false);
    }
}
