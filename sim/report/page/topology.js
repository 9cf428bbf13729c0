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

function middleOf(app, id) {
    const node =
        app.topology.nodes.get(id) || app.topology.nodes.get(aboveOf(app.data, id, "server"));

    if (!node) return null;
    const shape = node.querySelector("rect, circle, ellipse, path") || node,
        box = shape.getBBox();
    const from = shape.getCTM(),
        to = app.topology.svg.getCTM();
    const point = new DOMPoint(box.x + box.width / 2, box.y + box.height / 2);

    return from && to ? point.matrixTransform(to.inverse().multiply(from)) : point;
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
        const a = middleOf(app, arrows.from[i]),
            b = middleOf(app, arrows.to[i]);

        if (!a || !b || (a.x === b.x && a.y === b.y)) continue;
        const dot = svgElement("circle", { class: `dot arrow-${arrows.type[i]}`, r: 5 });

        app.topology.svg.append(dot);
        app.topology.dots.push({ dot, a, b, since: performance.now() });
    }
}

function moveDots(app, now) {
    if (!app.topology) return;
    app.topology.dots = app.topology.dots.filter(({ dot, a, b, since }) => {
        const part = (now - since) / DOT_TIME;

        if (part >= 1) {
            dot.remove();
            return false;
        }
        dot.setAttribute("cx", a.x + (b.x - a.x) * Math.max(0, part));
        dot.setAttribute("cy", a.y + (b.y - a.y) * Math.max(0, part));
        return true;
    });
}
