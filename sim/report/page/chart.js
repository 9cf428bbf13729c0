/* chart.js - the sequence chart: its elements, its names of lanes, and what hands do to it.
 *
 * SPDX-License-Identifier: MIT */

const AXIS = 40;

function makeChart(app) {
    const svg = svgElement("svg", { class: "plot", "aria-hidden": "true", focusable: "false" });
    const layers = { canvas: element("canvas", { "aria-hidden": "true" }) };

    for (const name of ["under", "arrows", "texts", "path", "over"]) {
        layers[name] = svgElement("g", { class: `layer-${name}` });
        svg.append(layers[name]);
    }
    const labels = element("div", { class: "lane-names" });
    const tip = element("div", { class: "tip", hidden: true });
    const view = element("div", { class: "chart-view" }, layers.canvas, svg, labels, tip);
    const space = element("div", { class: "chart-space" }, view);
    const box = element(
        "div",
        {
            class: "chart",
            tabindex: "0",
            role: "application",
            "aria-label":
                "Sequence chart. Left and right step from entry to entry, Enter chooses the " +
                "message, plus and minus zoom, question mark lists the keys.",
        },
        space,
    );

    Object.assign(app, { svg });
    app.chart = { box, view, space, svg, labels, tip, layers, top: 0 };
    box.addEventListener("scroll", () => app.redraw("chart"));
    new ResizeObserver(() => app.redraw("chart", "plots")).observe(box);
    handlePointers(app);
    handleWheel(app);
    return box;
}

function measure(app) {
    const { box } = app.chart,
        width = Math.max(200, box.clientWidth);
    const gutter = width < 480 ? 92 : width < 800 ? 128 : 172;
    const most = Math.max(220, Math.round(window.innerHeight * (width < 480 ? 0.6 : 0.68)));
    const height = Math.min(most, app.layout.height + AXIS + 6);

    return {
        width,
        height,
        gutter,
        axis: AXIS,
        top: Math.min(box.scrollTop, Math.max(0, app.layout.height + AXIS + 6 - height)),
    };
}

/* ---- names of lanes ---- */

function laneName(app, view, row) {
    const { node } = row,
        isFolded = app.folded.has(node.id);
    const head = node.parts.length > 0;
    const state = stateAt(app.states, node.id, app.time);
    const badge = element(
        "span",
        { class: `badge part-${node.part}`, "aria-hidden": "true" },
        head ? (isFolded ? "▸" : "▾") : PARTS[node.part][1],
    );
    const name = element("bdi", { class: "name" }, row.label);
    const attributes = {
        class: ["lane-name", `level-${row.level}`, head && "head", state && `is-${state.state}`]
            .filter(Boolean)
            .join(" "),
        title: [node.name, PARTS[node.part][0], state && STATE_WORDS[state.state]]
            .filter(Boolean)
            .join(", "),
        "data-lane": node.id,
    };
    const made = head
        ? button(badge, () => app.toggleLane(node.id), {
              ...attributes,
              "aria-expanded": String(!isFolded),
          })
        : element("div", attributes, badge);

    made.append(name);
    if (state && !head)
        made.append(
            element(
                "span",
                { class: "lane-state" },
                view.gutter < 172 ? STATE_SIGNS[state.state] : state.state,
            ),
        );
    made.style.top = `${row.y - view.top + view.axis}px`;
    made.style.height = `${row.height}px`;
    made.style.width = `${view.gutter}px`;
    return made;
}

function showNames(app, view) {
    const { labels } = app.chart;
    const focused = labels.contains(document.activeElement)
        ? document.activeElement.dataset.lane
        : null;

    labels.style.width = `${view.gutter}px`;
    labels.style.height = `${view.height}px`;
    labels.replaceChildren(...visibleRows(app, view).map((row) => laneName(app, view, row)));
    if (focused)
        labels
            .querySelector(`[data-lane="${CSS.escape(focused)}"]`)
            ?.focus({ preventScroll: true });
}

/* ---- drawing ---- */

function drawCursor(app, view) {
    const x = plotX(app, view, app.time),
        out = [];

    if (x < view.gutter || x > view.width) return out;
    const words = clock(app.time),
        left = Math.min(Math.max(x - 30, view.gutter), view.width - 60);

    out.push(
        svgElement("line", { class: "cursor", x1: x, x2: x, y1: 26, y2: view.height }),
        svgElement("rect", { class: "cursor-box", x: left, y: 26, width: 60, height: 14, rx: 3 }),
        svgElement(
            "text",
            { class: "cursor-text", x: left + 30, y: 37, "text-anchor": "middle" },
            words,
        ),
    );
    if (app.entry >= 0) {
        const pen = makePen(),
            { arrows, spots } = app.marks;

        for (const [list, draw] of [
            [arrows, penArrow],
            [spots, penSpot],
        ])
            for (
                let i = lowerBound(list.entry, app.entry, list.length);
                i < list.length && list.entry[i] === app.entry;
                i++
            )
                draw(app, view, pen, list, i, " current");
        const group = svgElement("g");

        paintSvg(group, pen);
        out.push(group);
    }
    return out;
}

function drawChart(app) {
    const { box, space, svg, layers } = app.chart,
        view = measure(app),
        under = [],
        texts = [];

    app.viewNow = view;
    box.style.height = `${view.height}px`;
    space.style.height = `${app.layout.height + AXIS + 6}px`;
    app.chart.view.style.height = `${view.height}px`;
    svg.setAttribute("width", view.width);
    svg.setAttribute("height", view.height);
    drawLanes(app, view, under);
    drawTicks(app, view, under);
    drawDepths(app, view, under);
    drawStates(app, view, under, texts);
    drawGaps(app, view, under);
    const marks = drawMarks(app, view, layers);

    if (marks.mode === "arrows") drawNotes(app, view, app.range, texts);
    layers.under.replaceChildren(...under);
    layers.path.replaceChildren();
    if (app.message) paintSvg(layers.path, penMessage(app, view));
    layers.texts.replaceChildren(...texts);
    layers.over.replaceChildren(...drawCursor(app, view));
    box.classList.toggle("has-path", app.message > 0);
    showNames(app, view);
    app.onDrawn?.(marks);
}

/* ---- wheel, mouse, fingers ---- */

/* Plain turning scrolls the page, as everywhere; over a chart that has the focus it zooms. */
function handleWheel(app) {
    const { box } = app.chart;

    box.addEventListener(
        "wheel",
        (event) => {
            const view = app.viewNow,
                width = view.width - view.gutter;
            const sideways = event.shiftKey ? event.deltaY : event.deltaX;

            if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
                const move = (sideways / width) * (app.scale.to - app.scale.from);

                event.preventDefault();
                app.show(app.scale.from + move, app.scale.to + move);
            } else if (event.ctrlKey || event.metaKey || document.activeElement === box) {
                const x = event.clientX - box.getBoundingClientRect().left - view.gutter;

                event.preventDefault();
                app.zoom(
                    1.0015 ** Math.min(Math.max(event.deltaY, -400), 400),
                    Math.min(Math.max(x / width, 0), 1),
                );
            }
        },
        { passive: false },
    );
}

function pointOf(app, event) {
    const frame = app.chart.view.getBoundingClientRect();

    return { x: event.clientX - frame.left, y: event.clientY - frame.top };
}

function movePinch(app, fingers, before) {
    const view = app.viewNow,
        width = view.width - view.gutter;
    const [a, b] = [...fingers.values()].map((each) => each.x - view.gutter).sort((p, q) => p - q);
    const { units, span } = before;
    const perPixel = Math.min(span / width, (units[1] - units[0]) / Math.max(20, b - a));
    const from = units[0] - a * perPixel;

    app.show(from, from + perPixel * width);
}

function handlePointers(app) {
    const { view } = app.chart,
        fingers = new Map();
    let pinch = null,
        moved = 0,
        start = null;
    const unitAt = (x) =>
        app.scale.from +
        ((x - app.viewNow.gutter) / (app.viewNow.width - app.viewNow.gutter)) *
            (app.scale.to - app.scale.from);

    view.addEventListener("pointerdown", (event) => {
        if (event.button || event.target.closest("button")) return;
        fingers.set(event.pointerId, pointOf(app, event));
        moved = 0;
        start = { unit: unitAt(pointOf(app, event).x) };
        if (fingers.size === 2) {
            const xs = [...fingers.values()].map((each) => each.x).sort((p, q) => p - q);

            pinch = { units: xs.map(unitAt), span: app.scale.full };
        }
    });
    view.addEventListener("pointermove", (event) => {
        const point = pointOf(app, event),
            was = fingers.get(event.pointerId);

        if (!was) {
            showTip(app, point, event.pointerType);
            return;
        }
        moved += Math.abs(point.x - was.x) + Math.abs(point.y - was.y);
        fingers.set(event.pointerId, point);
        if (moved > 5 && !view.hasPointerCapture(event.pointerId))
            view.setPointerCapture(event.pointerId);
        if (pinch && fingers.size === 2) movePinch(app, fingers, pinch);
        else if (moved > 5)
            app.show(
                app.scale.from + start.unit - unitAt(point.x),
                app.scale.to + start.unit - unitAt(point.x),
            );
    });
    const release = (event) => {
        if (fingers.delete(event.pointerId) && event.type === "pointerup" && moved <= 5)
            clickChart(app, pointOf(app, event), event.pointerType);
        if (fingers.size < 2) pinch = null;
        /* A finger that stays goes on from where it is. */
        for (const point of fingers.values()) start = { unit: unitAt(point.x) };
    };

    for (const type of ["pointerup", "pointercancel"]) view.addEventListener(type, release);
    view.addEventListener("pointerleave", () => (app.chart.tip.hidden = true));
}

function clickChart(app, point, pointer) {
    const view = app.viewNow;
    const entry =
        app.mode === "density"
            ? -1
            : entryNear(app, view, point.x, point.y, pointer === "touch" ? 20 : 9);

    if (point.x < view.gutter) return;
    if (entry >= 0)
        app.go({
            entry,
            message: app.data.message[entry] || app.message,
            time: app.data.time[entry],
        });
    else
        app.go(
            {
                entry: -1,
                time: timeAtX(app.scale, point.x - view.gutter, view.width - view.gutter),
            },
            "replace",
        );
}

function showTip(app, point, pointer) {
    const { tip } = app.chart,
        view = app.viewNow;
    const entry =
        pointer === "touch" || app.mode === "density" || point.x < view.gutter
            ? -1
            : entryNear(app, view, point.x, point.y, 8);

    tip.hidden = entry < 0;
    app.chart.view.classList.toggle("over-mark", entry >= 0);
    if (entry < 0) return;
    tip.replaceChildren(
        element("strong", {}, clock(app.data.time[entry], true)),
        " ",
        nameElement(shortName(app.data, app.data.actor[entry])),
        ": ",
        nameElement(sentenceOf(app.data, entry)),
    );
    tip.style.left = `${Math.min(point.x + 12, view.width - 270)}px`;
    tip.style.top = `${Math.min(point.y + 14, view.height - 60)}px`;
}
