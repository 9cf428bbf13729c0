/* draw.js - what the sequence chart shows of a window of time and a window of lanes.
 *
 * view = { width, height, top, gutter, axis }: of the plot, the first pixel of the lanes shown,
 * the room for their names, and that for times above.
 *
 * SPDX-License-Identifier: MIT */

const SVG_MOST = 5000,
    ARROWS_MOST = 20000;

const rowMiddle = (app, view, row) =>
    app.layout.rows[row].y + app.layout.rows[row].height / 2 - view.top + view.axis;

const plotX = (app, view, time) => view.gutter + xOf(app.scale, time, view.width - view.gutter);

function visibleRows(app, view) {
    return app.layout.rows.filter(
        (row) => row.y + row.height > view.top && row.y < view.top + view.height - view.axis,
    );
}

/* ---- lanes, states, queues ---- */

function drawLanes(app, view, out) {
    for (const row of visibleRows(app, view)) {
        const y = row.y - view.top + view.axis,
            head = row.node.parts.length > 0;

        out.push(
            svgElement("rect", {
                class: `lane ${head ? `head level-${row.level}` : `part-${row.node.part}`}`,
                x: 0,
                y,
                width: view.width,
                height: row.height,
            }),
        );
        if (!head)
            out.push(
                svgElement("line", {
                    class: `rail part-${row.node.part}`,
                    x1: view.gutter,
                    x2: view.width,
                    y1: y + row.height / 2,
                    y2: y + row.height / 2,
                }),
            );
    }
}

/* Two strips, one for what is down and one below it for the rest; words where there is room. */
function drawStates(app, view, out, texts) {
    for (const row of visibleRows(app, view)) {
        const spans = app.states.get(row.node.id) || [],
            y = row.y - view.top + view.axis;

        for (const span of spans) {
            const x1 = Math.max(view.gutter, plotX(app, view, span.from));
            const x2 = Math.min(view.width, Math.max(plotX(app, view, span.to), x1 + 2));

            if (x2 <= view.gutter || x1 >= view.width) continue;
            const isCovered =
                span.state !== "down" &&
                spans.some(
                    (each) => each.state === "down" && each.from < span.to && span.from < each.to,
                );
            const group = svgElement("g", { class: `state state-${span.state}` });

            group.append(
                svgElement("rect", {
                    class: "tint",
                    x: x1,
                    y: y + 1,
                    width: x2 - x1,
                    height: row.height - 2,
                }),
                svgElement("rect", {
                    class: "strip",
                    x: x1,
                    y: y + (isCovered ? 6 : 1),
                    width: x2 - x1,
                    height: isCovered ? 3 : 5,
                }),
            );
            out.push(group);
            if (x2 - x1 > 60 && !isCovered && span.state !== "closed")
                texts.push(
                    svgElement(
                        "text",
                        { class: `state-text state-${span.state}`, x: x1 + 4, y: y + 16 },
                        clip(
                            `${STATE_WORDS[span.state]}: ${span.why}`,
                            Math.floor((x2 - x1) / 6.5),
                        ),
                    ),
                );
        }
    }
}

/* The points of a queue's steps within the window: [x, depth], no more than two a pixel. */
function depthPoints(app, view, queue) {
    const first = Math.max(0, lowerBound(queue.times, timeOf(app.scale, app.scale.from)) - 1);
    const last = Math.min(
        queue.length,
        lowerBound(queue.times, timeOf(app.scale, app.scale.to)) + 1,
    );
    const points = [];

    if (last - first <= 3 * view.width) {
        for (let i = first; i < last; i++)
            points.push([plotX(app, view, queue.times[i]), queue.depths[i]]);
        return points;
    }
    for (let x = view.gutter, i = first; x < view.width && i < last; x++) {
        const until = timeAtX(app.scale, x + 1 - view.gutter, view.width - view.gutter);
        let most = -1;

        for (; i < last && queue.times[i] < until; i++) most = Math.max(most, queue.depths[i]);
        if (most >= 0) points.push([x, most], [x + 1, queue.depths[i - 1]]);
    }
    return points;
}

function drawDepth(app, view, row, queue, out) {
    const bottom = row.y + row.height - 1 - view.top + view.axis,
        room = row.height - 9;
    const yOf = (depth) => bottom - (depth ? Math.max(2, (depth / queue.most) * room) : 0);
    const points = depthPoints(app, view, queue);
    let d = "",
        last = 0,
        x = view.gutter;

    for (const [at, depth] of points) {
        x = Math.min(Math.max(at, view.gutter), view.width);
        d += d
            ? `H${round(x)}V${round(yOf(depth))}`
            : `M${round(x)} ${bottom}V${round(yOf(depth))}`;
        last = depth;
    }
    if (!d) return;
    const end = Math.min(view.width, plotX(app, view, app.data.head.end));

    d += `H${round(last ? end : x)}V${bottom}Z`;
    out.push(svgElement("path", { class: `depth part-${row.node.part}`, d }));
    const mostX = plotX(app, view, queue.mostAt);

    if (queue.most > 1 && mostX > view.gutter && mostX < view.width - 20)
        out.push(
            svgElement(
                "text",
                { class: "depth-most", x: mostX + 3, y: bottom - room + 7 },
                `${queue.most} waiting`,
            ),
        );
}

function drawDepths(app, view, out) {
    const shown = new Set(visibleRows(app, view));

    for (const queue of app.depths.values()) {
        const row = app.layout.rows[app.layout.row[placeOf(app.data, queue.id)]];

        if (row && shown.has(row) && !row.node.parts.length && queue.most > 1)
            drawDepth(app, view, row, queue, out);
    }
}

/* ---- times ---- */

function drawGaps(app, view, out) {
    for (const [from, to] of app.scale.gaps) {
        const x1 = plotX(app, view, from),
            x2 = plotX(app, view, to),
            middle = (x1 + x2) / 2;

        if (x2 < view.gutter || x1 > view.width || x2 - x1 < 6 || middle < view.gutter) continue;
        const bottom = Math.min(view.height, app.layout.height - view.top + view.axis);
        const half = Math.min(14, x2 - x1 - 2);
        let d = `M${round(middle - half / 2)} ${view.axis}`,
            e = `M${round(middle + half / 2)} ${view.axis}`;

        for (let y = view.axis, side = 1; y < bottom; y += 6, side = -side) {
            d += `l${side * 3} 6`;
            e += `l${side * 3} 6`;
        }
        out.push(
            svgElement("rect", {
                class: "gap",
                x: middle - half / 2,
                y: view.axis,
                width: half,
                height: bottom - view.axis,
            }),
            svgElement("path", { class: "gap-edge", d: d + e }),
        );
        if (x2 - x1 > 14)
            out.push(
                svgElement(
                    "text",
                    {
                        class: "gap-text",
                        "text-anchor": "end",
                        transform: `translate(${round(middle + 3.5)} ${view.axis + 4}) rotate(-90)`,
                    },
                    duration(to - from),
                ),
            );
    }
}

function drawTicks(app, view, out) {
    const width = view.width - view.gutter,
        fine = timeOf(app.scale, app.scale.to) - timeOf(app.scale, app.scale.from) < 2 * SECOND;
    let shownDay = "";

    for (const tick of ticksOf(app.scale, width, fine ? 96 : 64)) {
        const x = view.gutter + tick.x,
            today = day(tick.time);

        out.push(
            svgElement("line", {
                class: "tick",
                x1: x,
                x2: x,
                y1: 26,
                y2: Math.min(view.height, app.layout.height + view.axis),
            }),
        );
        out.push(
            svgElement(
                "text",
                { class: "tick-text", x: Math.min(x + 3, view.width - 50), y: 24 },
                clock(tick.time, fine),
            ),
        );
        if (today !== shownDay)
            out.push(
                svgElement(
                    "text",
                    { class: "tick-day", x: Math.min(x + 3, view.width - 90), y: 11 },
                    today,
                ),
            );
        shownDay = today;
    }
}

/* ---- arrows ---- */

/* Draws an arrow of the list, unless its rows are one or neither is in sight. */
function penArrow(app, view, pen, list, i, extra) {
    const from = app.layout.row[list.from[i]],
        to = app.layout.row[list.to[i]];

    if (from < 0 || to < 0 || from === to) return;
    const y1 = rowMiddle(app, view, from),
        y2 = rowMiddle(app, view, to);

    if (Math.max(y1, y2) < view.axis || Math.min(y1, y2) > view.height) return;
    const x2 = plotX(app, view, app.data.time[list.entry[i]]),
        x1 = plotX(app, view, list.begin[i]);

    if (Math.max(x1, x2) < view.gutter) return;
    pen.add(
        `arrow arrow-${list.type[i]} part-${app.layout.rows[from].node.part}${extra}`,
        arrowPath(Math.max(x1, view.gutter), y1, x2, y2),
    );
}

function penSpot(app, view, pen, list, i, extra) {
    const row = app.layout.row[list.from[i]];

    if (row < 0) return;
    const x = plotX(app, view, app.data.time[list.entry[i]]),
        y = rowMiddle(app, view, row);

    if (x < view.gutter || x > view.width || y < view.axis || y > view.height) return;
    pen.add(`spot spot-${SPOT_CLASSES[list.type[i]]}${extra}`, SPOT_PATHS[list.type[i]](x, y));
}

function dimmed(app, entry) {
    return app.lit && !app.lit[entry] ? " dim" : "";
}

function penAll(app, view, range) {
    const pen = makePen(),
        { arrows, spots } = app.marks;

    for (let i = range.arrows[0]; i < range.arrows[1]; i++)
        penArrow(app, view, pen, arrows, i, dimmed(app, arrows.entry[i]));
    for (let i = range.spots[0]; i < range.spots[1]; i++)
        penSpot(app, view, pen, spots, i, dimmed(app, spots.entry[i]));
    return pen;
}

/* The path of one message, over all else. */
function penMessage(app, view) {
    const pen = makePen(),
        { arrows, spots } = app.marks;

    for (const entry of entriesOf(app.data, app.message))
        for (const [list, draw] of [
            [arrows, penArrow],
            [spots, penSpot],
        ])
            for (
                let i = lowerBound(list.entry, entry, list.length);
                i < list.length && list.entry[i] === entry;
                i++
            )
                draw(app, view, pen, list, i, " lit");
    return pen;
}

/* Words beside what a reader looks for, while there are few of them. */
function drawNotes(app, view, range, out) {
    const { arrows, spots } = app.marks,
        notes = [];
    const note = (entry, row, className, words) =>
        row >= 0 &&
        notes.push({
            className,
            words,
            x: plotX(app, view, app.data.time[entry]) + 8,
            y: rowMiddle(app, view, row) + (className === "note-stay" ? 14 : -5),
        });

    for (let i = range.arrows[0]; i < range.arrows[1] && notes.length < 12; i++)
        if (arrows.type[i] === ARROW.reroute)
            note(
                arrows.entry[i],
                app.layout.row[arrows.to[i]],
                "note-reroute",
                `"${clip(messageName(app.data, app.data.message[arrows.entry[i]]), 24)}" rerouted`,
            );
    for (let i = range.spots[0]; i < range.spots[1] && notes.length < 12; i++)
        if (spots.type[i] === SPOT.stay)
            note(spots.entry[i], app.layout.row[spots.from[i]], "note-stay", "mail stays");
    if (notes.length >= 12) return;
    const taken = new Map(); /* by height: where the words before end */

    for (const { className, words, x, y } of notes)
        if (x > Math.max(view.gutter, taken.get(y) || 0) && y > view.axis) {
            const isLast = x + words.length * 6.5 > view.width;

            taken.set(y, x + words.length * 6.5);
            out.push(
                svgElement(
                    "text",
                    {
                        class: `note ${className}`,
                        x: isLast ? x - 14 : x,
                        y,
                        "text-anchor": isLast ? "end" : "start",
                    },
                    words,
                ),
            );
        }
}

/* How many arrows each lane has in each pixel, by the square root of it. */
function drawDensity(app, view, canvas, range) {
    const context = canvas.getContext("2d"),
        { arrows } = app.marks,
        width = view.width - view.gutter;
    const counts = new Uint32Array(app.layout.rows.length);
    const colours = Object.fromEntries(
        ORDER.map((part) => [part, colourOf(app.svg, `part-fill part-${part}`).fill]),
    );
    let i = range.arrows[0],
        most = 1;
    const columns = [];

    for (let x = 0; x < width; x += 2) {
        const until = entryAt(app.data, timeAtX(app.scale, x + 2, width));

        for (; i < range.arrows[1] && arrows.entry[i] < until; i++) {
            if (app.lit && !app.lit[arrows.entry[i]]) continue;
            counts[Math.max(0, app.layout.row[arrows.from[i]])]++;
            counts[Math.max(0, app.layout.row[arrows.to[i]])]++;
        }
        counts.forEach((count, row) => {
            if (count) columns.push([x, row, count]);
            most = Math.max(most, count);
        });
        counts.fill(0);
    }
    for (const [x, row, count] of columns) {
        const { y, height, node } = app.layout.rows[row];

        context.globalAlpha = 0.15 + 0.75 * Math.sqrt(count / most);
        context.fillStyle = colours[node.part];
        context.fillRect(view.gutter + x, y - view.top + view.axis + 4, 2, height - 8);
    }
    context.globalAlpha = 1;
}

/* "arrows" (SVG), "canvas" or "density", by how many there are. */
function drawMarks(app, view, layers) {
    const from = timeOf(app.scale, app.scale.from),
        to = timeOf(app.scale, app.scale.to);
    const range = {
        arrows: marksBetween(app.data, app.marks.arrows, from, to),
        spots: marksBetween(app.data, app.marks.spots, from, to),
    };
    const count = range.arrows[1] - range.arrows[0] + range.spots[1] - range.spots[0];
    const mode = count > ARROWS_MOST ? "density" : count > SVG_MOST ? "canvas" : "arrows";

    clearCanvas(layers.canvas, view.width, mode === "arrows" ? 1 : view.height);
    layers.arrows.replaceChildren();
    if (mode === "density") drawDensity(app, view, layers.canvas, range);
    else if (mode === "canvas") paintCanvas(layers.canvas, layers.arrows, penAll(app, view, range));
    else paintSvg(layers.arrows, penAll(app, view, range));
    app.range = range;
    return { mode, count: range.arrows[1] - range.arrows[0] };
}

/* ---- what was clicked ---- */

function distanceTo(px, py, x1, y1, x2, y2) {
    const dx = x2 - x1,
        dy = y2 - y1,
        length = dx * dx + dy * dy;
    const t = length ? Math.min(1, Math.max(0, ((px - x1) * dx + (py - y1) * dy) / length)) : 0;

    return Math.hypot(px - x1 - t * dx, py - y1 - t * dy);
}

/* The entry whose mark is nearest to a point, -1 if none is within a finger of it. */
function entryNear(app, view, px, py, reach) {
    let best = reach,
        found = -1;
    const consider = (distance, entry) => {
        if (distance < best && !(app.lit && !app.lit[entry])) {
            best = distance;
            found = entry;
        }
    };
    const { arrows, spots } = app.marks;

    for (let i = app.range.spots[0]; i < app.range.spots[1]; i++) {
        const row = app.layout.row[spots.from[i]];

        if (row >= 0)
            consider(
                Math.hypot(
                    px - plotX(app, view, app.data.time[spots.entry[i]]),
                    py - rowMiddle(app, view, row),
                ) - 2,
                spots.entry[i],
            );
    }
    for (let i = app.range.arrows[0]; i < app.range.arrows[1]; i++) {
        const from = app.layout.row[arrows.from[i]],
            to = app.layout.row[arrows.to[i]];

        if (from >= 0 && to >= 0 && from !== to)
            consider(
                distanceTo(
                    px,
                    py,
                    plotX(app, view, arrows.begin[i]),
                    rowMiddle(app, view, from),
                    plotX(app, view, app.data.time[arrows.entry[i]]),
                    rowMiddle(app, view, to),
                ),
                arrows.entry[i],
            );
    }
    return found;
}
