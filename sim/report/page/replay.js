/* replay.js - the scrubber: play, speed, step and step back.
 *
 * SPDX-License-Identifier: MIT */

const SCRUB_STEPS = 100000;
const PLAY_TIME = 40000; /* milliseconds from end to end at speed 1, on the scale shown */

/* Where a step stops: at entries of the message chosen, at those found, or at all that are told. */
function isStop(app, entry) {
    if (app.message) return app.data.message[entry] === app.message && isTold(app.data, entry);
    return app.lit ? app.lit[entry] === 1 : isTold(app.data, entry);
}

function stepTo(app, direction) {
    const { data } = app;
    let at =
        app.entry >= 0
            ? app.entry + direction
            : direction > 0
              ? entryAt(data, app.time)
              : entryAt(data, app.time) - 1;

    while (at >= 0 && at < data.count && !isStop(app, at)) at += direction;
    if (at < 0 || at >= data.count) {
        app.say(direction > 0 ? "No later entry" : "No earlier entry");
        return;
    }
    app.go({ entry: at, time: data.time[at] }, "replace");
    app.follow();
}

function stepLabel(before, word, after) {
    return element("span", {}, before, element("span", { class: "wide" }, word), after);
}

function makeReplay(app) {
    const range = element("input", {
        type: "range",
        min: 0,
        max: SCRUB_STEPS,
        step: 1,
        id: "scrub",
        "aria-label": "Time",
    });
    const play = button("Play", () => app.play(!app.playing), {
        class: "play",
        "aria-pressed": "false",
    });
    const speed = element(
        "select",
        { id: "speed", "aria-label": "Speed" },
        ...[0.25, 0.5, 1, 2, 4, 8].map((each) =>
            element("option", { value: each, selected: each === 1 }, `${each}×`),
        ),
    );
    const output = element("output", { for: "scrub", class: "now" });

    range.addEventListener("input", () =>
        app.go(
            { entry: -1, time: timeOf(app.scale, (range.value / SCRUB_STEPS) * app.scale.full) },
            "replace",
        ),
    );
    app.replay = { range, play, speed, output };
    return element(
        "div",
        { class: "replay", role: "group", "aria-label": "Replay" },
        button(stepLabel("‹ ", "Step", ""), () => stepTo(app, -1), {
            class: "step-back",
            "aria-label": "Step back",
            title: "Step back (left arrow)",
        }),
        play,
        button(stepLabel("", "Step", " ›"), () => stepTo(app, 1), {
            class: "step-on",
            "aria-label": "Step forward",
            title: "Step forward (right arrow)",
        }),
        range,
        output,
        speed,
    );
}

function showReplay(app) {
    const { range, output, play } = app.replay;
    const words = `${day(app.time)} ${clock(app.time)}`;

    range.value = Math.round((unitOf(app.scale, app.time) / app.scale.full) * SCRUB_STEPS);
    range.setAttribute("aria-valuetext", words);
    output.replaceChildren(
        element("span", { class: "now-day" }, `${day(app.time)} `),
        clock(app.time),
    );
    play.textContent = app.playing ? "Pause" : "Play";
    play.setAttribute("aria-pressed", String(app.playing));
}

function playOn(app, before) {
    requestAnimationFrame((now) => {
        moveDots(app, now);
        if (!app.playing) {
            if (app.topology?.dots.length) playOn(app, now);
            return;
        }
        const from = app.time,
            unit =
                (app.playUnit ?? unitOf(app.scale, from)) +
                (Math.min(now - before, 100) / PLAY_TIME) * app.replay.speed.value * app.scale.full;

        app.playUnit = unit;
        app.time = timeOf(app.scale, unit);
        app.entry = -1;
        sendDots(app, from, app.time);
        if (unit >= app.scale.full) app.play(false);
        app.follow();
        app.redraw("time");
        playOn(app, now);
    });
}
