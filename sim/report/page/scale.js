/* scale.js - from time to place on the chart and back.
 *
 * A scale has two parts: u, which grows with time, linear or folded, and the window of u that is
 * shown. Folded: each stretch between two instants at which something happens is as wide as the
 * logarithm of its length, so that milliseconds and hours stand side by side; what is much longer
 * than the rest is a gap, and is marked as one.
 *
 * SPDX-License-Identifier: MIT */

const GRAIN = 20 * 1000; /* microseconds: a stretch of this length is as wide as 1 */
const GAP_LEAST = 2 * MINUTE;

function distinctTimes(times, count) {
    const out = new Float64Array(count);
    let length = 0;

    for (let i = 0; i < count; i++)
        if (!length || times[i] !== out[length - 1]) out[length++] = times[i];
    return out.subarray(0, length);
}

/* What is a gap among these stretches: three times what nine of ten are shorter than. */
function gapLimit(stops) {
    const lengths = [];
    const stride = Math.max(1, Math.floor(stops.length / 5000));

    for (let i = stride; i < stops.length; i += stride)
        if (stops[i] - stops[i - 1] >= SECOND) lengths.push(stops[i] - stops[i - 1]);
    lengths.sort((a, b) => a - b);
    return Math.max(GAP_LEAST, 3 * (lengths[Math.floor(lengths.length * 0.8)] || 0));
}

/* A gap is given room for its mark as well, all of them together no more than a fifth. */
function foldedUnits(stops, gaps) {
    const units = new Float64Array(stops.length),
        begins = new Set(gaps.map(([from]) => from));
    const width = (i) => Math.log2(1 + (stops[i] - stops[i - 1]) / GRAIN) + 0.05;
    let sum = 0;

    for (let i = 1; i < stops.length; i++) sum += width(i);
    const extra = Math.min(sum / 60, sum / 5 / Math.max(1, gaps.length));

    for (let i = 1; i < stops.length; i++)
        units[i] = units[i - 1] + width(i) + (begins.has(stops[i - 1]) ? extra : 0);
    return units;
}

function findGaps(stops) {
    const limit = gapLimit(stops),
        gaps = [];

    for (let i = 1; i < stops.length; i++)
        if (stops[i] - stops[i - 1] >= limit) gaps.push([stops[i - 1], stops[i]]);
    return gaps;
}

function makeScale(data, linear) {
    const start = Math.min(data.head.start, data.count ? data.time[0] : Infinity);
    const end = Math.max(
        data.head.end,
        data.count ? data.time[data.count - 1] : start,
        start + SECOND,
    );
    let stops = Float64Array.of(start, end);

    if (!linear) {
        const all = new Float64Array(data.count + 2);

        all[0] = start;
        all.set(data.time.subarray(0, data.count), 1);
        all[data.count + 1] = end;
        stops = distinctTimes(all, all.length);
    }
    const gaps = linear ? [] : findGaps(stops);
    const units = linear ? Float64Array.of(0, (end - start) / SECOND) : foldedUnits(stops, gaps);

    return {
        linear,
        start,
        end,
        stops,
        units,
        gaps,
        from: 0,
        to: units[units.length - 1],
        full: units[units.length - 1],
    };
}

function interpolate(from, to, value) {
    const last = from.length - 1;
    const at = Math.min(Math.max(lowerBound(from, value), 1), last);
    const length = from[at] - from[at - 1];

    if (last < 1) return to[0];
    return to[at - 1] + (to[at] - to[at - 1]) * (length ? (value - from[at - 1]) / length : 0);
}

function unitOf(scale, time) {
    return interpolate(scale.stops, scale.units, time);
}

function timeOf(scale, unit) {
    return Math.round(
        interpolate(scale.units, scale.stops, Math.min(Math.max(unit, 0), scale.full)),
    );
}

function xOf(scale, time, width) {
    return ((unitOf(scale, time) - scale.from) / (scale.to - scale.from)) * width;
}

function timeAtX(scale, x, width) {
    return timeOf(scale, scale.from + (x / width) * (scale.to - scale.from));
}

/* Shows this window; as much of it as there is, and never less than a trifle. */
function showUnits(scale, from, to) {
    const length = Math.min(Math.max(to - from, scale.full / 1e6, 1e-3), scale.full);
    const start = Math.min(Math.max(from, 0), scale.full - length);

    scale.from = start;
    scale.to = start + length;
}

function zoomScale(scale, factor, middle) {
    showUnits(
        scale,
        middle - (middle - scale.from) * factor,
        middle + (scale.to - middle) * factor,
    );
}

/* ---- ticks ---- */

const STEPS = [
    1e3,
    1e4,
    1e5,
    SECOND,
    5 * SECOND,
    10 * SECOND,
    30 * SECOND,
    MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    30 * MINUTE,
    HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    7 * DAY,
    30 * DAY,
    365 * DAY,
];

/* Times worth a label, no two nearer than `space`: on a folded axis those at which something
 * happens, on a linear one round ones. */
function ticksOf(scale, width, space) {
    const ticks = [];
    let last = -Infinity;
    const add = (time) => {
        const x = xOf(scale, time, width);

        if (x < last + space || x < 0 || x > width - space * 0.75) return;
        ticks.push({ time, x });
        last = x;
    };

    if (scale.linear) {
        const wanted = ((timeOf(scale, scale.to) - timeOf(scale, scale.from)) * space) / width;
        const step = STEPS.find((each) => each >= wanted) || STEPS[STEPS.length - 1];

        for (
            let time = Math.ceil(timeOf(scale, scale.from) / step) * step;
            time <= timeOf(scale, scale.to);
            time += step
        )
            add(time);
        return ticks;
    }
    for (let x = 0; x <= width;) {
        const at = lowerBound(scale.stops, timeAtX(scale, x, width));

        if (at >= scale.stops.length) break;
        add(scale.stops[at]);
        x = Math.max(x, xOf(scale, scale.stops[at], width)) + space;
    }
    return ticks;
}
