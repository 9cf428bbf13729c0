/* chart_svg.c - the sequence chart as SVG: its frame, its head, what its signs mean; see chart.h.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/report/find.h"
#include "sim/report/chart_private.h"
#include "sim/report/html_private.h"

#define MARGIN      12
#define LINE        20
#define LEFT_LEAST  110
#define LEFT_MOST   420
#define WIDTH_LEAST 900
#define WIDTH_MOST  2400
#define PER_STOP    9 /* pixels */
#define LEGEND_GAP  34

/* Colours of the page's style sheet, without what only browsers know. */
#define COLOURS(paper, panel, sunk, ink, muted, line, store, mta, connector, gateway, host, link,  \
                bad, warn, good)                                                                   \
    ".paper{fill:" paper "}.lane{fill:" panel "}.lane.head{fill:" sunk "}text{fill:" ink           \
    "}.muted,.tick-text,.tick-day,.gap-text{fill:" muted "}.tick{stroke:" line "}.gap{fill:" paper \
    "}.gap-edge{stroke:" muted "}.part-store{color:" store "}.part-mta{color:" mta                 \
    "}.part-connector{color:" connector "}.part-gateway{color:" gateway "}.part-host{color:" host  \
    "}.part-link{color:" link "}.part-server,.part-site{color:" muted                              \
    "}.arrow-2,.spot-done{stroke:" good "}.arrow-3{stroke:" warn                                   \
    "}.arrow-4,.spot-fail{stroke:" bad "}.spot-start{fill:" store "}.spot-fault{fill:" bad         \
    "}.spot-stay{fill:" warn "}.spot-event{stroke:" muted                                          \
    "}.note,.depth-most,.state-text,.gap-text{stroke:" panel                                       \
    "}.note-reroute,.note-stay{fill:" warn                                                         \
    "}.state-down .strip,.state-down .tint,.state-text{fill:" bad                                  \
    "}.state-retry .strip,.state-retry .tint{fill:" warn "}"

static const char alone_style[] =
    "<style>text{font:12px system-ui,\"Segoe UI\",Roboto,\"DejaVu Sans\",sans-serif}"
    ".title{font-size:17px;font-weight:bold}.lane-head,.tick-day{font-weight:bold}"
    ".tick-text,.tick-day{font-size:11px}.gap-text,.depth-most{font-size:10px}"
    ".note,.state-text{font-size:11px}.note-reroute,.note-stay,.state-text,.depth-most"
    "{font-weight:bold}.note,.state-text,.depth-most,.gap-text{paint-order:stroke;stroke-width:3px}"
    ".arrow,.spot,.rail,.tick,.gap-edge{fill:none}.rail{stroke:currentColor;opacity:.35}"
    ".key,.depth{fill:currentColor}.depth{opacity:.26}.tint{opacity:.11}"
    ".arrow{stroke:currentColor;stroke-width:1.25;opacity:.8}.arrow-0{stroke-width:1;opacity:.5}"
    ".arrow-3{stroke-width:2.5;stroke-dasharray:6 3;opacity:1}"
    ".arrow-4{stroke-dasharray:3 3;opacity:1}.spot-done,.spot-fail{stroke-width:2}"
    /* light, then dark */
    COLOURS(
        "#fbfaf6", "#ffffff", "#f1efe8", "#1b1f24", "#565d66", "#dcd8cc", "#0b6e69", "#2354c0",
        "#6f37b5", "#a3286a", "#545e69", "#5a6420", "#b02318", "#8a5300",
        "#17663a") "@media (prefers-color-scheme:dark){" COLOURS("#14171b", "#1b1f25", "#22272e",
                                                                 "#e7e9ec", "#a3abb5", "#343a43",
                                                                 "#58cfc4", "#8fb2ff", "#c3a1ff",
                                                                 "#ff94c6", "#aab5c1", "#c0cb7a",
                                                                 "#ff8a80", "#f2b85a",
                                                                 "#74d69f") "}</style>\n";

/* ---- what is shown ---- */

static bool *find_busy(const ExsChart *chart)
{
    bool *busy = g_new0(bool, exs_record_object_count(chart->record) + 1);

    for (guint i = 0; i < chart->marks->len; i++) {
        const ExsMark *mark = &g_array_index(chart->marks, ExsMark, i);

        busy[mark->from] = busy[mark->to] = true;
    }
    for (guint i = 0; i < chart->spans->len && !chart->options->message; i++)
        busy[g_array_index(chart->spans, ExsSpan, i).object] = true;
    for (guint i = 0; i < chart->depths->len && !chart->options->message; i++)
        if (g_array_index(chart->depths, ExsDepth, i).waiting > 1)
            busy[g_array_index(chart->depths, ExsDepth, i).object] = true;
    return busy;
}

static bool is_of_message(const ExsChart *chart, const ExsMark *mark)
{
    return exs_fold_message(chart->record, exs_record_entry(chart->record, mark->entry)) != 0;
}

/* Of what breaks and works again only that which the message meets. */
static void drop_strange(ExsChart *chart)
{
    size_t objects = exs_record_object_count(chart->record);
    g_autofree bool *met = g_new0(bool, objects + 1);
    ExsTime first = EXS_TIME_NEVER, last = 0;

    for (guint i = 0; i < chart->marks->len; i++) {
        const ExsMark *mark = &g_array_index(chart->marks, ExsMark, i);

        if (!is_of_message(chart, mark))
            continue;
        met[mark->from] = met[mark->to] = true;
        first = MIN(first, mark->begin);
        last = MAX(last, mark->end);
    }
    for (guint i = chart->marks->len; i-- > 0;) {
        const ExsMark *mark = &g_array_index(chart->marks, ExsMark, i);

        if (!is_of_message(chart, mark) &&
            (!met[mark->from] || mark->end < first || mark->end > last))
            g_array_remove_index(chart->marks, i);
    }
}

/* What is after the last mark that is drawn is not drawn either. */
static void cut(ExsChart *chart, ExsTime end)
{
    guint kept = 0;

    while (kept < chart->depths->len && g_array_index(chart->depths, ExsDepth, kept).when <= end)
        kept++;
    g_array_set_size(chart->depths, kept);
    for (guint i = chart->spans->len; i-- > 0;)
        if (g_array_index(chart->spans, ExsSpan, i).from > end)
            g_array_remove_index(chart->spans, i);
}

static void read_record(ExsChart *chart)
{
    chart->marks = exs_chart_marks(&chart->places, chart->options->message);
    chart->spans = exs_chart_spans(&chart->places);
    chart->depths = chart->options->message ? g_array_new(FALSE, FALSE, sizeof(ExsDepth))
                                            : exs_chart_depths(&chart->places);
    if (chart->options->message)
        drop_strange(chart);
    if (chart->marks->len > EXS_CHART_MARKS) {
        chart->marks_left = chart->marks->len - EXS_CHART_MARKS;
        g_array_set_size(chart->marks, EXS_CHART_MARKS);
        cut(chart, g_array_index(chart->marks, ExsMark, EXS_CHART_MARKS - 1).end);
    }
}

/* The instants at which something that is shown happens; of a whole run its ends, too. */
static GArray *list_times(const ExsChart *chart)
{
    GArray *times = g_array_new(FALSE, FALSE, sizeof(ExsTime));
    ExsTime ends[] = {exs_names_start(chart->record), exs_find_end(chart->record)};
    bool is_whole = !chart->options->message && !chart->marks_left;

    for (guint i = 0; i < chart->marks->len; i++) {
        const ExsMark *mark = &g_array_index(chart->marks, ExsMark, i);

        g_array_append_val(times, mark->begin);
        g_array_append_val(times, mark->end);
    }
    for (guint i = 0; i < chart->spans->len && is_whole; i++) {
        const ExsSpan *span = &g_array_index(chart->spans, ExsSpan, i);

        g_array_append_val(times, span->from);
        g_array_append_val(times, span->to);
    }
    if (is_whole || times->len == 0)
        g_array_append_vals(times, ends, G_N_ELEMENTS(ends));
    return times;
}

static void lay(ExsChart *chart)
{
    g_autofree bool *busy = find_busy(chart);
    g_autoptr(GArray) times = list_times(chart);
    int left = LEFT_LEAST, least = chart->options->is_part ? WIDTH_LEAST / 2 : WIDTH_LEAST;

    exs_chart_lanes_init(&chart->lanes, &chart->places, chart->words, busy);
    for (guint i = 0; i < chart->lanes.rows->len; i++) {
        const ExsChartRow *row = &g_array_index(chart->lanes.rows, ExsChartRow, i);

        left = MAX(left, exs_chart_text_width(row->label) + 28 + 12 * row->level);
    }
    exs_chart_scale_init(&chart->scale, times, MIN(left, LEFT_MOST) + EXS_CHART_PAD, 0);
    chart->scale.width =
        CLAMP((int)MIN(chart->scale.stops->len, WIDTH_MOST) * PER_STOP, least, WIDTH_MOST);
}

/* ---- the head ---- */

/* The article and the title, wrapped, then product, case and verdict. */
static GPtrArray *head_lines(const ExsChart *chart)
{
    static const char *const facts[] = {"product", "case"};
    GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
    const char *article = exs_record_fact(chart->record, "article");
    const char *title = exs_record_fact(chart->record, "title");
    g_autoptr(GString) text = g_string_new(NULL), wrapped = g_string_new(NULL);
    g_auto(GStrv) pieces = NULL;
    size_t count = exs_record_check_count(chart->record);

    exs_escape_append(text, article ? article : "");
    g_string_append(text, text->len && title && *title ? ": " : "");
    exs_escape_append(text, title ? title : "");
    exs_layout_paragraph(wrapped, 0, "", text->str,
                         (size_t)(chart->scale.left + chart->scale.width) / 11);
    pieces = g_strsplit(wrapped->str, "\n", -1);
    for (char **piece = pieces; *piece; piece++)
        if (**piece)
            g_ptr_array_add(lines, g_strdup(*piece));
    g_string_truncate(text, 0);
    for (size_t i = 0; i < G_N_ELEMENTS(facts); i++) {
        const char *value = exs_record_fact(chart->record, facts[i]);

        if (value && *value)
            g_string_append_printf(text, "%s%s %s", text->len ? ", " : "", facts[i], value);
    }
    if (count)
        g_string_append_printf(text, "%s%s %zu of %zu", text->len ? ", " : "",
                               exs_names_verdict(chart->record), exs_names_passed(chart->record),
                               count);
    g_ptr_array_add(lines, g_strdup(text->str));
    return lines;
}

static void append_text(const ExsChart *chart, const char *class_name, int x, int y,
                        const char *text)
{
    g_string_append_printf(chart->out, "<text class=\"%s\" x=\"%d\" y=\"%d\">", class_name, x, y);
    exs_html_text(chart->out, text);
    g_string_append(chart->out, "</text>\n");
}

static void draw_head(const ExsChart *chart, const GPtrArray *lines)
{
    for (guint i = 0; i < lines->len; i++)
        append_text(chart, i + 1 < lines->len ? "title" : "muted", 2, (int)(i + 1) * LINE,
                    lines->pdata[i]);
}

/* ---- what the signs mean ---- */

static int draw_sign(const ExsChart *chart, int x, int y, const char *words, const char *class_name,
                     const char *path)
{
    int right = chart->scale.left + chart->scale.width;

    if (x + LEGEND_GAP + exs_chart_text_width(words) > right)
        return x;
    g_string_append_printf(chart->out, "<path class=\"%s\" d=\"%s\"/>", class_name, path);
    append_text(chart, "muted", x + LEGEND_GAP - 6, y + 4, words);
    return x + LEGEND_GAP + exs_chart_text_width(words) + 6;
}

static void draw_legend(const ExsChart *chart, int y)
{
    static const char *const arrows[] = {"handed over", "transferred", "delivered", "rerouted",
                                         "failed"};
    static const char *const spots[] = {
        "sent", "done", "failed", "breaks or stops", "stays where it is", "event"};
    g_autofree char *bar = NULL;
    int x = 2;

    for (size_t i = 0; i < EXS_ARROW_COUNT; i++) {
        g_autofree char *class_name = g_strdup_printf("arrow arrow-%zu part-mta", i);
        g_autofree char *path = g_strdup_printf("M%d %dh22m-5 -3l5 3l-5 3", x, y);

        if (chart->has_arrow[i])
            x = draw_sign(chart, x, y, arrows[i], class_name, path);
    }
    for (size_t i = 0; i < EXS_SPOT_COUNT; i++) {
        g_autofree char *class_name = g_strconcat("spot spot-", exs_chart_spot_classes[i], NULL);
        g_autoptr(GString) path = g_string_new(NULL);

        exs_chart_spot_path(path, (ExsSpot)i, x + 16, y);
        if (chart->has_spot[i])
            x = draw_sign(chart, x, y, spots[i], class_name, path->str);
    }
    bar = g_strdup_printf("M%d %dh22v5h-22z", x, y - 2);
    if (chart->has_down) {
        g_string_append(chart->out, "<g class=\"state state-down\">");
        x = draw_sign(chart, x, y, "down", "strip", bar);
        g_string_append(chart->out, "</g>\n");
    }
    g_free(bar);
    bar = g_strdup_printf("M%d %dh22v5h-22z", x, y - 2);
    if (chart->has_retry) {
        g_string_append(chart->out, "<g class=\"state state-retry\">");
        draw_sign(chart, x, y, "in retry", "strip", bar);
        g_string_append(chart->out, "</g>\n");
    }
}

/* What is not drawn. (array of char *, owned by the caller) */
static GPtrArray *notes_of(const ExsChart *chart)
{
    GPtrArray *notes = g_ptr_array_new_with_free_func(g_free);

    if (chart->marks_left) {
        const ExsMark *last = &g_array_index(chart->marks, ExsMark, chart->marks->len - 1);
        g_autofree char *when = exs_time_format(last->end - last->end % EXS_SECOND);

        g_ptr_array_add(notes, g_strdup_printf("The first %u of %zu arrows and marks are drawn, up "
                                               "to %s: the page (.html) has all.",
                                               chart->marks->len,
                                               chart->marks->len + chart->marks_left, when));
    }
    if (chart->lanes.folded)
        g_ptr_array_add(notes, g_strdup_printf("%zu servers or sites stand for their parts.",
                                               chart->lanes.folded));
    if (chart->lanes.left_out)
        g_ptr_array_add(notes,
                        g_strdup_printf("%zu lanes more are not drawn.", chart->lanes.left_out));
    if (chart->marks->len == 0)
        g_ptr_array_add(notes, g_strdup("Nothing moved."));
    return notes;
}

/* ---- the frame ---- */

static void append_label(const ExsChart *chart)
{
    const char *title = exs_record_fact(chart->record, "title");

    g_string_append(chart->out, "aria-label=\"Sequence chart: ");
    exs_html_text(chart->out, chart->options->name ? chart->options->name
                              : title && *title    ? title
                                                   : "a run of exsim");
    g_string_append_c(chart->out, '"');
}

static void draw(ExsChart *chart)
{
    bool is_part = chart->options->is_part;
    g_autoptr(GPtrArray) lines = is_part ? g_ptr_array_new() : head_lines(chart);
    g_autoptr(GPtrArray) notes = notes_of(chart);
    int margin = is_part ? 0 : MARGIN, width, height, bottom;

    chart->top = EXS_CHART_AXIS + (int)lines->len * LINE;
    bottom = chart->top + chart->lanes.height;
    width = chart->scale.left + chart->scale.width + EXS_CHART_PAD + 2 * margin;
    height = bottom + ((int)notes->len + 2) * LINE + 2 * margin;
    g_string_append_printf(chart->out, "<svg%s class=\"plot\" role=\"img\" ",
                           is_part ? "" : " xmlns=\"http://www.w3.org/2000/svg\"");
    append_label(chart);
    g_string_append_printf(chart->out, " width=\"%d\" height=\"%d\" viewBox=\"%d %d %d %d\">\n",
                           width, height, -margin, -margin, width, height);
    if (!is_part)
        g_string_append_printf(chart->out,
                               "%s<rect class=\"paper\" x=\"%d\" y=\"%d\" width=\"%d\" "
                               "height=\"%d\"/>\n",
                               alone_style, -margin, -margin, width, height);
    draw_head(chart, lines);
    exs_chart_draw_rows(chart);
    exs_chart_draw_ticks(chart);
    exs_chart_draw_gaps(chart);
    exs_chart_draw_depths(chart);
    exs_chart_draw_states(chart);
    exs_chart_draw_marks(chart);
    exs_chart_draw_notes(chart);
    draw_legend(chart, bottom + LINE);
    for (guint i = 0; i < notes->len; i++)
        append_text(chart, "muted", 2, bottom + ((int)i + 2) * LINE + 4, notes->pdata[i]);
    g_string_append(chart->out, "</svg>\n");
}

bool exs_chart(const ExsRecord *record, const ExsChartOptions *options, GString *out,
               GError **error)
{
    g_autoptr(ExsWords) words = NULL;
    ExsChart chart = {.record = record, .options = options, .out = out};

    if (!exs_find_entries(record, error))
        return false;
    words = exs_words_new(record);
    chart.words = words;
    exs_chart_places_init(&chart.places, record);
    read_record(&chart);
    lay(&chart);
    draw(&chart);
    exs_chart_scale_clear(&chart.scale);
    exs_chart_lanes_clear(&chart.lanes);
    exs_chart_places_clear(&chart.places);
    g_array_unref(chart.marks);
    g_array_unref(chart.spans);
    g_array_unref(chart.depths);
    return true;
}
