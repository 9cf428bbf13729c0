/* chart_scale.c - from time to place on the chart, see chart_private.h.
 *
 * Each stretch between two instants at which something happens is as wide as the logarithm of its
 * length, so that milliseconds and hours stand side by side; what is much longer than the rest is a
 * gap. All in whole numbers: the same on every machine.
 *
 * SPDX-License-Identifier: MIT */
#include "sim/report/chart_private.h"

#define GRAIN     (20 * EXS_SECOND / 1000)
#define GAP_LEAST (2 * 60 * EXS_SECOND)
#define ONE       1024 /* how wide a stretch of one grain is */

static gint compare_times(gconstpointer a, gconstpointer b)
{
    ExsTime x = *(const ExsTime *)a, y = *(const ExsTime *)b;

    return (x > y) - (x < y);
}

static ExsTime stop_at(const ExsChartScale *scale, guint index)
{
    return g_array_index(scale->stops, ExsTime, index);
}

static int64_t unit_at(const ExsChartScale *scale, guint index)
{
    return g_array_index(scale->units, int64_t, index);
}

/* About ONE times the logarithm to base 2 of 1 + length / GRAIN: straight between powers of 2. */
static int64_t width_of(ExsTime length)
{
    uint64_t value = ((uint64_t)MAX(length, 0) / (GRAIN / ONE)) + ONE; /* ONE times what it is of */
    int64_t whole = 0;

    while (value >= 2 * (uint64_t)ONE) {
        value /= 2;
        whole += ONE;
    }
    return whole + (int64_t)value - ONE + ONE / 20;
}

/* What is a gap: three times what eight of ten stretches are no longer than. */
static ExsTime gap_limit(const ExsChartScale *scale)
{
    g_autoptr(GArray) lengths = g_array_new(FALSE, FALSE, sizeof(ExsTime));

    for (guint i = 1; i < scale->stops->len; i++) {
        ExsTime length = stop_at(scale, i) - stop_at(scale, i - 1);

        if (length >= EXS_SECOND)
            g_array_append_val(lengths, length);
    }
    if (lengths->len == 0)
        return GAP_LEAST;
    g_array_sort(lengths, compare_times);
    return MAX(GAP_LEAST, 3 * g_array_index(lengths, ExsTime, (lengths->len - 1) * 8 / 10));
}

static void set_stops(ExsChartScale *scale, GArray *times)
{
    g_array_sort(times, compare_times);
    for (guint i = 0; i < times->len; i++) {
        ExsTime when = g_array_index(times, ExsTime, i);

        if (scale->stops->len == 0 || stop_at(scale, scale->stops->len - 1) != when)
            g_array_append_val(scale->stops, when);
    }
}

static void set_gaps(ExsChartScale *scale)
{
    ExsTime limit = gap_limit(scale);

    for (guint i = 1; i < scale->stops->len; i++) {
        ExsGap gap = {stop_at(scale, i - 1), stop_at(scale, i)};

        if (gap.to - gap.from >= limit)
            g_array_append_val(scale->gaps, gap);
    }
}

/* A gap is given room for its mark as well, all of them together no more than a fifth. */
static void set_units(ExsChartScale *scale)
{
    int64_t sum = 0, extra, unit = 0;
    guint gap = 0;

    for (guint i = 1; i < scale->stops->len; i++)
        sum += width_of(stop_at(scale, i) - stop_at(scale, i - 1));
    extra = MIN(sum / 50, sum / 5 / MAX(1, (int64_t)scale->gaps->len));
    for (guint i = 0; i < scale->stops->len; i++) {
        if (i > 0)
            unit += width_of(stop_at(scale, i) - stop_at(scale, i - 1));
        if (i > 0 && gap < scale->gaps->len &&
            g_array_index(scale->gaps, ExsGap, gap).to == stop_at(scale, i)) {
            unit += extra;
            gap++;
        }
        g_array_append_val(scale->units, unit);
    }
}

void exs_chart_scale_init(ExsChartScale *scale, GArray *times, int left, int width)
{
    *scale = (ExsChartScale){g_array_new(FALSE, FALSE, sizeof(ExsTime)),
                             g_array_new(FALSE, FALSE, sizeof(int64_t)),
                             g_array_new(FALSE, FALSE, sizeof(ExsGap)), left, width};
    set_stops(scale, times);
    set_gaps(scale);
    set_units(scale);
}

void exs_chart_scale_clear(ExsChartScale *scale)
{
    g_array_unref(scale->stops);
    g_array_unref(scale->units);
    g_array_unref(scale->gaps);
}

int exs_chart_x(const ExsChartScale *scale, ExsTime when)
{
    guint low = 0, high = scale->stops->len;
    int64_t full = high ? unit_at(scale, high - 1) : 0, unit;

    if (full == 0 || when <= stop_at(scale, 0))
        return scale->left;
    if (when >= stop_at(scale, high - 1))
        return scale->left + scale->width;
    while (low < high) { /* the first stop after it */
        guint middle = low + (high - low) / 2;

        if (stop_at(scale, middle) <= when)
            low = middle + 1;
        else
            high = middle;
    }
    unit = unit_at(scale, low - 1);
    unit +=
        (int64_t)((double)(unit_at(scale, low) - unit) * (double)(when - stop_at(scale, low - 1)) /
                  (double)(stop_at(scale, low) - stop_at(scale, low - 1)));
    return scale->left + (int)(unit * scale->width / full);
}
