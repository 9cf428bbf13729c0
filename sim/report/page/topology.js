/* topology.js - the drawing of the organisation, as it is at the time that the scrubber is at.
 *
 * SPDX-License-Identifier: MIT */

const DOTS_MOST = 40,
    DOT_TIME = 700;

function makeTopology(app) {
    const svg = document.querySelector("#topology svg");

    if (!svg) return;
    app.topology = {
        svg,
        dots: [],
        counts: [...svg.querySelectorAll("[data-queue]")],
        things: [...svg.querySelectorAll(".node[data-object], .link[data-object]")],
        nodes: new Map(
            [...svg.querySelectorAll(".node[data-object]")].map((node) => [
                Number(node.dataset.object),
                node,
            ]),
        ),
    };
    app.topology.links = findLinks(app);
    app.topology.things.forEach((thing) =>
        thing.addEventListener("click", () =>
            app.go({
                filter: { text: "", kind: "", object: Number(thing.dataset.object) },
                message: 0,
                entry: -1,
            }),
        ),
    );
}

function worstWithin(app, id) {
    const own = stateAt(app.states, id, app.time);

    if (own || objectOf(app.data, id)?.class !== "server") return own;
    const all = app.data.head.objects.flatMap((row, index) =>
        row[3] === id && ["mta", "store"].includes(row[0])
            ? [stateAt(app.states, index + 1, app.time)]
            : [],
    );

    return all.find((state) => state?.state === "down") || null;
}

function showTopology(app) {
    if (!app.topology) return;
    for (const thing of app.topology.things) {
        const state = worstWithin(app, Number(thing.dataset.object));

        for (const each of STATE_RANK) thing.classList.toggle(`is-${each}`, state?.state === each);
    }
    for (const count of app.topology.counts) {
        const queue = app.depths.get(Number(count.dataset.queue)),
            depth = queue ? depthOf(queue, app.time) : 0;

        count.textContent = depth ? String(depth) : "";
        count.classList.toggle("is-waiting", depth > 0);
    }
}

/* ---- what moves ---- */

function middleOf(app, id) {
    const { nodes, svg } = app.topology;
    const node = nodes.get(id) || nodes.get(aboveOf(app.data, id, "server"));

    if (!node) return null;
    const shape = node.querySelector("rect, circle, ellipse, path") || node,
        box = shape.getBBox();
    const from = shape.getCTM(),
        to = svg.getCTM();
    const point = new DOMPoint(box.x + box.width / 2, box.y + box.height / 2);

    return from && to ? point.matrixTransform(to.inverse().multiply(from)) : point;
}

/* Links by the connector they are drawn for, and by what it shares with that of the far end. */
function findLinks(app) {
    const { data } = app,
        links = new Map();

    for (const link of app.topology.svg.querySelectorAll(".link[data-object]")) {
        const id = Number(link.dataset.object),
            pair = attributeOf(data, id, "pair");

        link.classList.add(`part-${partOf(data, id)}`);
        links.set(pair ? `pair ${pair}` : `${id} ${link.dataset.to}`, link);
    }
    return links;
}

/* The way between two places: place(part) with part from 0 to 1; null if it is not drawn. */
function wayBetween(app, from, to) {
    const { data } = app,
        pair = attributeOf(data, from, "pair");
    const link = app.topology.links.get(pair ? `pair ${pair}` : `${from} ${to}`);
    const path = link?.querySelector("path");

    if (path) {
        const length = path.getTotalLength();
        const isBack = Number(link.dataset.from) !== aboveOf(data, from, "server");

        return (part) => path.getPointAtLength(length * (isBack ? 1 - part : part));
    }
    const a = middleOf(app, from),
        b = middleOf(app, to);

    if (!a || !b || (a.x === b.x && a.y === b.y)) return null;
    return (part) => ({ x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part });
}

/* What was transferred or delivered between two times sets out. */
function sendDots(app, from, to) {
    const { arrows } = app.marks;

    if (!app.topology || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    for (
        let i = lowerBound(arrows.entry, entryAt(app.data, from), arrows.length);
        i < arrows.length;
        i++
    ) {
        if (app.data.time[arrows.entry[i]] >= to || app.topology.dots.length >= DOTS_MOST) break;
        const place = wayBetween(app, arrows.from[i], arrows.to[i]);

        if (!place) continue;
        const dot = svgElement("circle", { class: `dot arrow-${arrows.type[i]}`, r: 5 });

        app.topology.svg.append(dot);
        app.topology.dots.push({ dot, place, since: performance.now() });
    }
}

function moveDots(app, now) {
    if (!app.topology) return;
    app.topology.dots = app.topology.dots.filter(({ dot, place, since }) => {
        const part = (now - since) / DOT_TIME;

        if (part >= 1) {
            dot.remove();
            return false;
        }
        const { x, y } = place(Math.max(0, part));

        dot.setAttribute("cx", x);
        dot.setAttribute("cy", y);
        return true;
    });
}
