/* main.js - the replay put together: its state, what changes it, what follows from a change.
 *
 * SPDX-License-Identifier: MIT */

const NOTHING = { text: "", kind: "", object: 0 };
const LANES_OPEN = 60; /* with more lanes than this the sites start folded */

function makeApp(data, section) {
    const app = {
        data,
        section,
        message: 0,
        entry: -1,
        filter: NOTHING,
        lit: null,
        litCount: 0,
        folded: new Set(),
        playing: false,
        pending: new Set(),
        themeCount: 0,
    };

    app.states = makeStates(data);
    app.depths = makeDepths(data);
    app.marks = makeMarks(data);
    app.tree = makeTree(data, busyPlaces(app.marks, app.states));
    app.scale = makeScale(data, false);
    app.time = app.scale.start;
    foldSites(app);
    layLanes(app);
    return app;
}

function countLanes(nodes) {
    return nodes.reduce((sum, node) => sum + 1 + countLanes(node.parts), 0);
}

function foldSites(app) {
    if (countLanes(app.tree) <= LANES_OPEN) return;
    app.tree.forEach((node) => app.folded.add(node.id));
}

function layLanes(app) {
    app.layout = layRows(app.data, app.tree, app.folded, { head: 24, lane: 34 });
}

/* ---- drawing, once a frame ---- */

const DRAWERS = {
    chart: drawChart,
    panel: (app) => showPanel(app),
    plots: drawPlots,
    time: (app) => {
        showReplay(app);
        showTopology(app);
    },
};

function redraw(app, parts) {
    parts.forEach((part) => app.pending.add(part));
    if (app.pending.has("time")) app.pending.add("chart").add("plots");
    if (app.frame) return;
    app.frame = requestAnimationFrame(() => {
        const todo = [...app.pending];

        app.frame = 0;
        app.pending.clear();
        for (const part of ["chart", "panel", "plots", "time"])
            if (todo.includes(part)) DRAWERS[part](app);
    });
}

/* ---- the inspector ---- */

function showPanel(app) {
    const { panel } = app,
        had = panel.contains(document.activeElement) ? document.activeElement : null;
    const wanted = had?.dataset.entry;
    const made = app.message
        ? storyPanel(app)
        : app.entry >= 0
          ? entryPanel(app)
          : app.lit
            ? foundPanel(app)
            : waysPanel(app);

    panel.replaceChildren(made);
    panel.classList.toggle("is-story", app.message > 0 || app.entry >= 0);
    if (had)
        (
            (wanted && panel.querySelector(`[data-entry="${wanted}"]`)) ||
            panel.querySelector("#inspector-heading")
        )?.focus({ preventScroll: true });
    const current = panel.querySelector(".current");

    if (current && panel.scrollHeight > panel.clientHeight)
        panel.scrollTop +=
            current.getBoundingClientRect().top -
            panel.getBoundingClientRect().top -
            panel.clientHeight / 3;
    else panel.scrollTop = 0;
}

/* ---- changes ---- */

function announce(app, change) {
    if (change.entry >= 0)
        app.say(
            `${clock(app.time)} ${shortName(app.data, app.data.actor[app.entry])}: ` +
                sentenceOf(app.data, app.entry),
        );
    else if (change.message)
        app.say(
            `Message ${messageName(app.data, change.message)} chosen, ` +
                plural(stepsOf(app.data, change.message).length, "step"),
        );
    else if (change.filter && app.lit) app.say(`${app.litCount.toLocaleString("en")} found`);
}

/* A message that is out of sight is brought into it. */
function showMessage(app) {
    const entries = entriesOf(app.data, app.message);

    if (!entries.length) return;
    const from = unitOf(app.scale, app.data.time[entries[0]]);
    const to = unitOf(app.scale, app.data.time[entries[entries.length - 1]]);
    const margin = Math.max((to - from) * 0.15, app.scale.full * 0.002);

    if (
        from < app.scale.from ||
        to > app.scale.to ||
        to - from < (app.scale.to - app.scale.from) / 40
    )
        showUnits(app.scale, from - margin, to + margin);
    if (app.entry < 0) app.time = app.data.time[entries[0]];
    scrollToLanes(app, entries);
}

/* The first lane of the path comes into sight, if it is not. */
function scrollToLanes(app, entries) {
    const { arrows } = app.marks,
        { box } = app.chart;
    let first = Infinity,
        last = -1;

    for (const entry of entries)
        for (
            let i = lowerBound(arrows.entry, entry, arrows.length);
            i < arrows.length && arrows.entry[i] === entry;
            i++
        )
            for (const row of [app.layout.row[arrows.from[i]], app.layout.row[arrows.to[i]]]) {
                if (row < 0) continue;
                first = Math.min(first, row);
                last = Math.max(last, row);
            }
    if (last < 0) return;
    const top = app.layout.rows[first].y,
        bottom = app.layout.rows[last].y + app.layout.rows[last].height;

    if (top < box.scrollTop || bottom > box.scrollTop + box.clientHeight - AXIS)
        box.scrollTop = Math.max(0, top - 30);
}

function applyFilter(app) {
    const found = hasFilter(app.filter) ? makeLit(app.data, app.filter) : { lit: null, count: 0 };

    app.lit = found.lit;
    app.litCount = found.count;
    app.showFilter();
}

/* The one way to another state. `how`: "push" a step to come back to, "replace", or "none". */
function go(app, change, how = "push") {
    const message = app.message;

    Object.assign(app, change);
    app.playUnit = undefined;
    if (change.filter) applyFilter(app);
    if (app.entry >= 0 && change.time === undefined) app.time = app.data.time[app.entry];
    if (app.message && app.message !== message && !change.window) showMessage(app);
    if (how !== "none")
        history[how === "push" ? "pushState" : "replaceState"](null, "", writeAddress(app));
    announce(app, change);
    app.redraw("chart", "panel", "time");
}

/* Zooming writes the address when it has come to rest: browsers refuse hundreds of changes. */
function noteWindow(app) {
    clearTimeout(app.noting);
    app.noting = setTimeout(() => history.replaceState(null, "", writeAddress(app)), 300);
}

function restore(app, hash) {
    const wanted = hash
        ? readAddress(app, hash)
        : { message: 0, entry: -1, filter: NOTHING, time: app.scale.start, linear: false };

    if (!wanted) return;
    if (wanted.linear !== app.scale.linear) app.scale = makeScale(app.data, wanted.linear);
    showUnits(app.scale, 0, app.scale.full);
    if (wanted.window)
        showUnits(
            app.scale,
            unitOf(app.scale, wanted.window[0]),
            unitOf(app.scale, wanted.window[1]),
        );
    go(app, wanted, "none");
    app.linearButton.setAttribute("aria-pressed", String(app.scale.linear));
}

function addActions(app) {
    Object.assign(app, {
        go: (change, how) => go(app, change, how),
        redraw: (...parts) => redraw(app, parts),
        say: (words) => (app.live.textContent = words),
        show(from, to) {
            showUnits(app.scale, from, to);
            noteWindow(app);
            app.redraw("chart", "plots");
        },
        zoom(factor, at) {
            const now =
                (unitOf(app.scale, app.time) - app.scale.from) / (app.scale.to - app.scale.from);
            const part = at ?? (now >= 0 && now <= 1 ? now : 0.5);

            zoomScale(app.scale, factor, app.scale.from + part * (app.scale.to - app.scale.from));
            app.show(app.scale.from, app.scale.to);
        },
        /* Keeps the cursor in sight. */
        follow() {
            const unit = unitOf(app.scale, app.time),
                length = app.scale.to - app.scale.from;

            if (unit < app.scale.from || unit > app.scale.to)
                app.show(unit - length * 0.2, unit + length * 0.8);
        },
        play(on) {
            app.playing = on;
            if (on && app.time >= app.scale.end) app.time = app.scale.start;
            app.playUnit = undefined;
            if (on) playOn(app, performance.now());
            app.redraw("time");
        },
        toggleLane(id) {
            app.folded[app.folded.has(id) ? "delete" : "add"](id);
            layLanes(app);
            app.redraw("chart");
        },
        nextMessage(direction) {
            const next = Math.min(app.data.messages, Math.max(1, app.message + direction));

            if (app.data.messages && next !== app.message) app.go({ message: next, entry: -1 });
        },
    });
    addLooks(app);
}

/* How it looks: the scale of time, the colours. */
function addLooks(app) {
    Object.assign(app, {
        setLinear(linear) {
            const times = [timeOf(app.scale, app.scale.from), timeOf(app.scale, app.scale.to)];

            app.scale = makeScale(app.data, linear);
            showUnits(app.scale, unitOf(app.scale, times[0]), unitOf(app.scale, times[1]));
            app.linearButton.setAttribute("aria-pressed", String(linear));
            noteWindow(app);
            app.redraw("chart", "time");
        },
        setTheme(theme) {
            const dark =
                getComputedStyle(document.documentElement).colorScheme === "dark" ||
                (!document.documentElement.dataset.theme &&
                    matchMedia("(prefers-color-scheme: dark)").matches);

            document.documentElement.dataset.theme = theme || (dark ? "light" : "dark");
            app.themeCount++;
            app.redraw("chart", "plots");
        },
        /* A colour of the style sheet, as a canvas takes it. */
        colour(name, alpha = 1) {
            const probe = element("span", { class: `colour-${name}` });

            app.section.append(probe);
            const found = getComputedStyle(probe).color;

            probe.remove();
            return alpha === 1 ? found : found.replace(/^rgb\((.*)\)$/, `rgba($1, ${alpha})`);
        },
    });
}

/* ---- the page ---- */

function makeToolbar(app) {
    app.linearButton = button(
        stepLabel("Linear", " time", ""),
        () => app.setLinear(!app.scale.linear),
        {
            "aria-pressed": "false",
            class: "linear",
        },
    );
    return element(
        "div",
        { class: "toolbar" },
        filterForm(app),
        element(
            "div",
            { class: "tools", role: "group", "aria-label": "View" },
            button("−", () => app.zoom(1.5), { "aria-label": "Zoom out", title: "Zoom out (-)" }),
            button("+", () => app.zoom(1 / 1.5), { "aria-label": "Zoom in", title: "Zoom in (+)" }),
            button("All", () => app.show(0, app.scale.full), {
                title: "Show all (0)",
                "aria-label": "Show all",
            }),
            app.linearButton,
            button("◐", () => app.setTheme(), {
                "aria-label": "Dark or light",
                title: "Dark or light (d)",
                class: "theme",
            }),
            button("?", () => document.getElementById("help").showModal(), {
                "aria-label": "Keys and help",
                title: "Keys (?)",
            }),
        ),
    );
}

function makeLegend() {
    const parts = ["store", "mta", "connector", "gateway", "host", "link"].map((part) =>
        element(
            "li",
            {},
            element("span", { class: `badge part-${part}`, "aria-hidden": "true" }, PARTS[part][1]),
            PARTS[part][0],
        ),
    );
    const states = STATE_RANK.map((state) =>
        element(
            "li",
            {},
            element("span", { class: `swatch state-${state}`, "aria-hidden": "true" }),
            STATE_WORDS[state],
        ),
    );
    const lines = [
        ["transfer", ARROW.transfer],
        ["delivery", ARROW.deliver],
        ["rerouted", ARROW.reroute],
    ].map(([word, type]) => {
        const svg = svgElement("svg", { width: 30, height: 12, "aria-hidden": "true" });

        svg.append(
            svgElement("path", {
                class: `arrow arrow-${type} part-connector`,
                d: arrowPath(1, 6, 28, 6),
            }),
        );
        return element("li", {}, svg, word);
    });

    return element(
        "ul",
        { class: "legend", "aria-label": "Legend" },
        ...parts,
        ...lines,
        ...states,
    );
}

function build(app) {
    const heading = element("h2", { id: "app-heading" }, "Replay");

    addActions(app);
    app.live = element("p", { class: "live", role: "status", "aria-live": "polite" });
    app.panel = element("div", {
        class: "inspector",
        role: "region",
        "aria-labelledby": "inspector-heading",
        tabindex: "0",
    });
    const toolbar = makeToolbar(app),
        chart = makeChart(app),
        note = element("p", { class: "hint chart-note" });

    app.onDrawn = ({ mode, count }) => {
        app.mode = mode;
        note.textContent =
            mode === "density"
                ? `${plural(count, "movement")} in view: drawn as density. ` +
                  "Zoom in, or choose a message."
                : "";
        note.hidden = !note.textContent;
        app.section.dataset.mode = mode;
    };
    app.section.replaceChildren(
        heading,
        element(
            "div",
            { class: "stage" },
            app.panel,
            element("div", { class: "chart-box" }, toolbar, chart, note, makeLegend()),
        ),
        makePlots(app),
        app.live,
        helpDialog(),
    );
    document.body.append(
        element(
            "div",
            { class: "replay-bar", role: "region", "aria-label": "Time" },
            makeReplay(app),
        ),
    );
    app.section.hidden = false;
    document.body.classList.add("has-app");
    document.querySelectorAll("nav [hidden]").forEach((each) => (each.hidden = false));
}

async function start() {
    const section = document.getElementById("app"),
        source = document.getElementById("data");

    if (!section || !source) return;
    if (typeof DecompressionStream === "undefined") {
        section.replaceChildren(
            element(
                "p",
                {},
                "This browser cannot unpack the record (it has no DecompressionStream): the " +
                    "replay is not shown. The rest of the page is complete.",
            ),
        );
        section.hidden = false;
        return;
    }
    const app = makeApp(await loadData(source), section);

    source.textContent = "";
    build(app);
    makeTopology(app);
    orderSections(app);
    shortenChecks();
    linkWitnesses(app);
    handleKeys(app);
    addEventListener("popstate", () => restore(app, location.hash));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
        app.themeCount++;
        app.redraw("chart", "plots");
    });
    if (readAddress(app, location.hash)) restore(app, location.hash);
    else app.redraw("chart", "panel", "time");
    section.dataset.ready = "yes";
}

start().catch((error) => {
    const section = document.getElementById("app");

    section.replaceChildren(
        element("p", { role: "alert" }, `The replay could not be shown: ${error.message}`),
    );
    section.hidden = false;
    throw error;
});
