/* plots.js - how many wait in each queue, over the time that the chart shows.
 *
 * SPDX-License-Identifier: MIT */

const PLOTS_FIRST = 6,
    POINTS_MOST = 3000;

/* Times and depths as uPlot wants them, with time in units of the scale. */
function plotData(app, queue) {
    const stride = Math.max(1, Math.ceil(queue.length / POINTS_MOST));
    const x = [app.scale.units[0]],
        y = [0];

    for (let i = 0; i < queue.length; i += stride) {
        let most = 0;

        for (let j = i; j < Math.min(queue.length, i + stride); j++)
            most = Math.max(most, queue.depths[j]);
        x.push(unitOf(app.scale, queue.times[i]));
        y.push(stride > 1 ? most : queue.depths[i]);
    }
    x.push(app.scale.full);
    y.push(queue.length ? queue.depths[queue.length - 1] : 0);
    return [x, y];
}

function drawTime(app) {
    return (plot) => {
        const x = plot.valToPos(unitOf(app.scale, app.time), "x", true),
            { ctx, bbox } = plot;

        if (x < bbox.left || x > bbox.left + bbox.width) return;
        ctx.save();
        ctx.strokeStyle = app.colour("ink");
        ctx.lineWidth = window.devicePixelRatio || 1;
        ctx.beginPath();
        ctx.moveTo(x, bbox.top);
        ctx.lineTo(x, bbox.top + bbox.height);
        ctx.stroke();
        ctx.restore();
    };
}

function plotOptions(app, queue, width) {
    const colour = app.colour(partOf(app.data, queue.id)),
        axis = {
            stroke: app.colour("muted"),
            font: "12px system-ui, sans-serif",
            grid: { stroke: app.colour("line"), width: 1 },
            ticks: { stroke: app.colour("line"), width: 1 },
        };

    return {
        width,
        height: 120,
        legend: { show: false },
        padding: [8, 8, 0, 0],
        cursor: {
            sync: { key: "exsim" },
            drag: { x: false, y: false },
            points: { show: false },
            y: false,
        },
        scales: {
            x: { time: false, auto: false, range: () => [app.scale.from, app.scale.to] },
            y: { range: () => [0, Math.max(2, queue.most * 1.1)] },
        },
        axes: [
            {
                ...axis,
                size: 26,
                space: 70,
                values: (_, ticks) => ticks.map((tick) => clock(timeOf(app.scale, tick))),
            },
            {
                ...axis,
                size: 54,
                space: 26,
                incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 1e5, 1e6],
            },
        ],
        series: [
            {},
            {
                stroke: colour,
                fill: app.colour(partOf(app.data, queue.id), 0.16),
                width: 1.75,
                paths: uPlot.paths.stepped({ align: 1 }),
                points: { show: false },
            },
        ],
        hooks: { draw: [drawTime(app)] },
    };
}

/* Queues in which something waited, the fullest first. */
function worthPlots(app) {
    return [...app.depths.values()]
        .filter(
            (queue) =>
                queue.most > 1 ||
                queue.times.some(
                    (time, i) =>
                        queue.depths[i] &&
                        (queue.times[i + 1] ?? app.data.head.end) - time > SECOND,
                ),
        )
        .sort((a, b) => b.most - a.most);
}

function queueTitle(app, id) {
    const queue = objectOf(app.data, id),
        server = objectOf(app.data, aboveOf(app.data, id, "server"));
    const name = shortName(app.data, id);

    return server && !name.includes(server.name) ? `${name} on ${visible(server.name)}` : name;
}

function makePlots(app) {
    const box = element("div", { class: "plots" });
    const queues = worthPlots(app);
    const more = button(
        "",
        () => {
            app.plotsShown += 12;
            app.redraw("plots");
        },
        { class: "more" },
    );

    app.plots = { box, queues, list: [], more };
    app.plotsShown = PLOTS_FIRST;
    return element(
        "section",
        { class: "queues-over-time", "aria-labelledby": "plots-heading" },
        element("h3", { id: "plots-heading" }, "Mail waiting, by queue"),
        queues.length
            ? element(
                  "p",
                  { class: "hint" },
                  "On the chart's time; click to go there.",
                  document.getElementById("queues") ? " The same as a table: " : null,
                  document.getElementById("queues")
                      ? element("a", { href: "#queues" }, "Queues")
                      : null,
              )
            : element("p", { class: "hint" }, "Nothing waited for as long as a second."),
        box,
        more,
    );
}

function addPlot(app, queue) {
    const part = partOf(app.data, queue.id),
        title = queueTitle(app, queue.id);
    const host = element("div", {
        class: "plot-host",
        role: "img",
        "aria-label": `${title}: at most ${queue.most} waiting, at ${clock(queue.mostAt)}`,
    });
    const figure = element(
        "figure",
        { class: "plot" },
        element(
            "figcaption",
            {},
            element("span", { class: `badge part-${part}`, "aria-hidden": "true" }, PARTS[part][1]),
            nameElement(title),
            element("span", { class: "count" }),
            element("span", { class: "muted" }, `most ${queue.most}`),
        ),
        host,
    );

    app.plots.box.append(figure);
    const plot = new uPlot(
        plotOptions(app, queue, Math.max(180, figure.clientWidth - 2)),
        plotData(app, queue),
        host,
    );

    plot.over.addEventListener("click", () =>
        app.go(
            { entry: -1, time: timeOf(app.scale, plot.posToVal(plot.cursor.left, "x")) },
            "replace",
        ),
    );
    app.plots.list.push({ plot, queue, figure, scale: app.scale, theme: app.themeCount });
}

/* Follows the chart's window and its cursor; made anew when the scale or the colours are others. */
function drawPlots(app) {
    const { plots } = app;

    if (plots.list.some((each) => each.scale !== app.scale || each.theme !== app.themeCount)) {
        plots.list.forEach((each) => each.plot.destroy());
        plots.list = [];
        plots.box.replaceChildren();
    }
    for (const queue of plots.queues.slice(plots.list.length, app.plotsShown)) addPlot(app, queue);
    plots.more.textContent = `${plots.queues.length - plots.list.length} more queues`;
    plots.more.hidden = plots.queues.length <= plots.list.length;
    for (const { plot, queue, figure } of plots.list) {
        const width = Math.max(180, figure.clientWidth - 2);

        if (Math.abs(plot.width - width) > 1) plot.setSize({ width, height: 120 });
        plot.setScale("x", { min: app.scale.from, max: app.scale.to });
        plot.redraw(false, true);
        figure.querySelector(".count").textContent = `${depthOf(queue, app.time)} now`;
    }
}
