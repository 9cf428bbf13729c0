/* keys.js - the keyboard, and the page that lists it.
 *
 * SPDX-License-Identifier: MIT */

const KEYS = [
    ["← →", "step back, step forward, from entry to entry", ["ArrowLeft", "ArrowRight"]],
    ["Shift ← →", "move along the time shown", []],
    ["+ −", "zoom in, zoom out", ["+", "=", "-"]],
    ["0", "show all", ["0"]],
    ["Home End", "go to the start, to the end", ["Home", "End"]],
    ["p", "play, pause", ["p"]],
    ["Enter", "choose the message of the entry that the cursor is at", ["Enter"]],
    ["[ ]", "previous message, next message", ["[", "]"]],
    ["Esc", "let go of the message, then of the filter", ["Escape"]],
    ["/", "find", ["/"]],
    ["l", "time linear, or quiet stretches folded", ["l"]],
    ["d", "dark, light", ["d"]],
    ["?", "this list", ["?"]],
];

function helpDialog() {
    const rows = KEYS.map(([keys, words]) =>
        element(
            "tr",
            {},
            element(
                "th",
                { scope: "row" },
                ...keys.split(" ").flatMap((key) => [element("kbd", {}, key), " "]),
            ),
            element("td", {}, words),
        ),
    );
    const dialog = element(
        "dialog",
        { id: "help", "aria-labelledby": "help-heading" },
        element("h2", { id: "help-heading" }, "Keys and hands"),
        element("table", {}, element("tbody", {}, ...rows)),
        element(
            "p",
            {},
            "Mouse: drag to move, click an arrow to choose its message, Ctrl and wheel to zoom " +
                "(the wheel alone once the chart has the focus), Shift and wheel to move. " +
                "Fingers: drag, pinch, tap.",
        ),
        element("p", {}, "The address of the page holds what is shown: copy it to hand it on."),
    );

    dialog.append(
        element("form", { method: "dialog" }, element("button", { class: "primary" }, "Close")),
    );
    return dialog;
}

function shift(app, part) {
    const length = app.scale.to - app.scale.from;

    app.show(app.scale.from + part * length, app.scale.to + part * length);
}

function letGo(app) {
    if (app.message || app.entry >= 0) app.go({ message: 0, entry: -1 });
    else if (hasFilter(app.filter)) app.go({ filter: { text: "", kind: "", object: 0 } });
}

function actionOf(app, event) {
    const actions = {
        ArrowLeft: () => (event.shiftKey ? shift(app, -0.25) : stepTo(app, -1)),
        ArrowRight: () => (event.shiftKey ? shift(app, 0.25) : stepTo(app, 1)),
        "+": () => app.zoom(1 / 1.5),
        "=": () => app.zoom(1 / 1.5),
        "-": () => app.zoom(1.5),
        0: () => app.show(0, app.scale.full),
        Home: () => app.go({ entry: -1, time: app.scale.start }, "replace"),
        End: () => app.go({ entry: -1, time: app.scale.end }, "replace"),
        p: () => app.play(!app.playing),
        "[": () => app.nextMessage(-1),
        "]": () => app.nextMessage(1),
        Escape: () => letGo(app),
        "/": () => document.getElementById("filter-text").focus(),
        l: () => app.setLinear(!app.scale.linear),
        d: () => app.setTheme(),
        "?": () => document.getElementById("help").showModal(),
        Enter: () => app.entry >= 0 && app.go({ message: app.data.message[app.entry] }),
    };

    return Object.hasOwn(actions, event.key) ? actions[event.key] : null;
}

/* The keys hold within the replay, and anywhere that has no use for them. */
function handleKeys(app) {
    document.addEventListener("keydown", (event) => {
        const at = event.target,
            inside = app.section.contains(at) || at === document.body;
        const typing = at.closest("input, select, textarea, dialog");
        const pressing = event.key === "Enter" && at.closest("button, a, summary");
        const action =
            inside && !typing && !pressing && !event.ctrlKey && !event.metaKey && !event.altKey
                ? actionOf(app, event)
                : null;

        if (event.key === "Escape" && at.id === "filter-text") at.blur();
        if (!action) return;
        event.preventDefault();
        action();
    });
}
