/* ways.js - messages that fared alike, together: the ways the mail went, at a glance.
 *
 * A message's way is the sequence of what tells: where it waited while something was down, by what
 * it was rerouted, where it arrived. Each is mixed into a number; equal numbers are one way.
 *
 * SPDX-License-Identifier: MIT */

const LEAVES = { unqueued: 1 };
const TELLING = {
    submitted: 1,
    rerouted: 1,
    transferred: 1,
    delivered: 1,
    returned: 1,
    discarded: 1,
    expired: 1,
    loop: 1,
    "transfer-failed": 1,
    "handed-off": 1,
};
const ENDS = {
    delivered: "delivered",
    returned: "returned",
    discarded: "discarded",
    expired: "expired",
};

function mixInto(hashes, message, token) {
    if (hashes.last[message] === token) return;
    hashes.last[message] = token;
    hashes.low[message] =
        Math.imul(hashes.low[message] ^ token, 0x9e3779b1) ^ (hashes.low[message] >>> 15);
    hashes.high[message] =
        Math.imul(hashes.high[message] + token, 0x85ebca6b) ^ (hashes.high[message] >>> 13);
}

/* The span in which the place was down or in retry for a second or more of this time. */
function troubleIn(states, place, from, to) {
    return (
        (states.get(place) || []).find(
            (span) =>
                span.state !== "closed" &&
                Math.min(span.to, to) - Math.max(span.from, from) >= SECOND,
        ) || null
    );
}

function placeToken(data, i, word) {
    const place =
        valueOf(data, i, "to") || valueOf(data, i, "connector") || valueOf(data, i, "queue");

    return (
        data.kind[i] * 65537 +
        (word === "delivered" || word === "submitted"
            ? data.actor[i]
            : place * 31 + valueOf(data, i, "target"))
    );
}

/* Reads all entries once: of each message its hash, its times, its longest wait, its end. */
function readWays(data, states) {
    const room = data.messages + 1;
    const ways = {
        low: new Int32Array(room),
        high: new Int32Array(room),
        last: new Int32Array(room),
        first: new Float64Array(room).fill(-1),
        until: new Float64Array(room),
        queued: new Float64Array(room),
        at: new Uint32Array(room),
        wait: new Float64Array(room),
        end: new Uint8Array(room),
        bad: new Uint8Array(room),
    };
    const words = data.head.kinds.map((kind) => kind.word);

    for (let i = 0; i < data.count; i++) {
        const message = data.message[i],
            word = words[data.kind[i]];

        if (!message) continue;
        if (ways.first[message] < 0) ways.first[message] = data.time[i];
        ways.until[message] = data.time[i];
        if (word === "queued") {
            ways.queued[message] = data.time[i];
            ways.at[message] = valueOf(data, i, "queue");
        } else if (LEAVES[word]) {
            leaveQueue(data, states, ways, message, data.time[i]);
        } else if (TELLING[word]) {
            mixInto(ways, message, placeToken(data, i, word));
            if (ENDS[word]) ways.end[message] |= word === "delivered" ? 1 : 2;
            ways.bad[message] |=
                word === "rerouted" ? 1 : word === "loop" || word === "transfer-failed" ? 2 : 0;
        }
    }
    for (let message = 1; message < room; message++)
        if (ways.at[message]) {
            ways.end[message] |= 4;
            leaveQueue(data, states, ways, message, data.head.end);
        }
    return ways;
}

function leaveQueue(data, states, ways, message, time) {
    const wait = time - ways.queued[message],
        place = placeOf(data, ways.at[message]);

    ways.at[message] = 0;
    ways.wait[message] = Math.max(ways.wait[message], wait);
    if (wait >= SECOND && troubleIn(states, place, time - wait, time)) {
        mixInto(ways, message, 7 * 65537 + place);
        ways.bad[message] |= 4;
    }
}

/* The ways, those with trouble first, then those of most messages. */
function makeWays(data, states) {
    const read = readWays(data, states),
        groups = new Map();

    for (let message = 1; message <= data.messages; message++) {
        if (read.first[message] < 0) continue;
        const key = `${read.low[message]} ${read.high[message]} ${read.end[message]}`;

        if (!groups.has(key))
            groups.set(key, {
                messages: [],
                end: read.end[message],
                bad: read.bad[message],
                wait: 0,
                shortest: Infinity,
                longest: 0,
            });
        const way = groups.get(key),
            took = read.until[message] - read.first[message];

        way.messages.push(message);
        way.wait = Math.max(way.wait, read.wait[message]);
        way.shortest = Math.min(way.shortest, took);
        way.longest = Math.max(way.longest, took);
    }
    const rank = (way) => (way.end & 2 ? 3 : 0) + (way.bad ? 2 : 0) + (way.end & 4 ? 1 : 0);

    return [...groups.values()].sort(
        (a, b) => rank(b) - rank(a) || b.messages.length - a.messages.length,
    );
}

/* ---- the way of one message, as stations ---- */

function serverOrHost(data, id) {
    return aboveOf(data, id, "server") || id;
}

/* [{ id, mark, wait, trouble }]: where it was, how it came there. */
function stationsOf(app, message) {
    const { data } = app,
        stations = [];
    let queue = 0,
        since = 0,
        next = "";
    const add = (id, mark = next) => {
        if (!id || stations[stations.length - 1]?.id === id) return;
        stations.push({ id, mark, wait: 0, trouble: null, left: false });
        next = "";
    };

    for (const i of entriesOf(data, message)) {
        const word = kindOf(data, i).word,
            time = data.time[i];

        if (stations.length > 40) break;
        if (word === "submitted" || word === "delivered") {
            add(serverOrHost(data, data.actor[i]));
        } else if (word === "queued") {
            queue = valueOf(data, i, "queue");
            since = time;
            if (["connector", "gateway"].includes(partOf(data, queue))) add(placeOf(data, queue));
        } else if (word === "unqueued" && queue) {
            noteWait(app, stations, queue, since, time);
            queue = 0;
        } else if (word === "transferred") {
            add(serverOrHost(data, valueOf(data, i, "target")));
        } else if (word === "rerouted") {
            next = "rerouted";
            stations
                .filter((each) => each.id === placeOf(data, valueOf(data, i, "from")))
                .forEach((each) => (each.left = true));
        } else if (word === "smtp" && isRefusal(data, i)) {
            add(valueOf(data, i, "host"), "refused");
        }
    }
    if (queue) noteWait(app, stations, queue, since, data.head.end);
    return stations;
}

function noteWait(app, stations, queue, since, time) {
    const place = placeOf(app.data, queue);
    const station = stations.findLast((each) => each.id === place);

    if (!station) return;
    station.wait = Math.max(station.wait, time - since);
    station.trouble ||= time - since >= SECOND ? troubleIn(app.states, place, since, time) : null;
}

const MARK_SIGNS = { "": "→", rerouted: "⤳", refused: "✕" };

function stationElement(app, station, wait) {
    const part = partOf(app.data, station.id);
    const made = element(
        "span",
        { class: `station part-${part} ${station.trouble ? "trouble" : ""}` },
        element("span", { class: `badge part-${part}`, "aria-hidden": "true" }, PARTS[part][1]),
        nameElement(shortName(app.data, station.id), "name"),
    );
    const length = `${station.wait < wait ? "up to " : ""}${duration(wait)}`;

    if (station.trouble)
        made.append(
            element(
                "span",
                { class: "note" },
                `${station.trouble.why}: ${station.left ? "left after" : "stayed"} ${length}`,
            ),
        );
    return made;
}

function wayLine(app, message, most = 0) {
    const line = element("span", { class: "way-line" });

    stationsOf(app, message).forEach((station, index) => {
        if (index || station.mark)
            line.append(
                element(
                    "span",
                    { class: `step-sign ${station.mark}` },
                    station.mark ? `${MARK_SIGNS[station.mark]} ${station.mark}` : MARK_SIGNS[""],
                ),
                " ",
            );
        line.append(
            stationElement(
                app,
                station,
                station.trouble && most > station.wait ? most : station.wait,
            ),
            " ",
        );
    });
    return line;
}

function endWords(end) {
    return (
        [
            [1, "delivered", "✓"],
            [2, "returned or given up", "✕"],
            [4, "still waiting", "…"],
        ]
            .filter(([bit]) => end & bit)
            .map(([, word, sign]) => `${sign} ${word}`)
            .join(", ") || "no end seen"
    );
}

const endClass = (end) => (end & 2 ? "fail" : end & 4 || !end ? "wait" : "pass");

/* ---- the panel ---- */

const LIST_STEP = 100;

/* A list that shows some, and a button for more. */
function longList(items, makeItem, step = LIST_STEP) {
    const list = element("ul", { class: "long-list" });
    const more = button("", () => grow(), { class: "more" });
    let shown = 0;
    const grow = () => {
        const first = shown;

        shown = Math.min(items.length, shown + step);
        list.append(...items.slice(first, shown).map((item) => element("li", {}, makeItem(item))));
        more.textContent = `${plural(items.length - shown, "more")}`.replace(/s$/, "");
        more.hidden = shown >= items.length;
    };

    grow();
    return element("div", {}, list, more);
}

function messageButton(app, message) {
    return button(
        nameElement(messageName(app.data, message)),
        () => app.go({ message, entry: -1 }),
        { class: "message", "data-message": message },
    );
}

function wayItem(app, way) {
    const first = way.messages[0],
        last = way.messages[way.messages.length - 1];
    const title = element(
        "span",
        { class: "way-title" },
        nameElement(messageName(app.data, first)),
    );

    if (way.messages.length > 1)
        title.append(
            " … ",
            nameElement(messageName(app.data, last)),
            element("span", { class: "count" }, `${way.messages.length.toLocaleString("en")}×`),
        );
    const took =
        way.longest - way.shortest > SECOND
            ? `${duration(way.shortest)} to ${duration(way.longest)}`
            : duration(way.longest);
    const made = element(
        "li",
        { class: `way ${endClass(way.end)} ${way.bad ? "trouble" : ""}` },
        button("", () => app.go({ message: first, entry: -1 }), {
            class: "way-button",
            "data-message": first,
        }),
    );

    made.firstChild.append(
        title,
        wayLine(app, first, way.wait),
        element(
            "span",
            { class: `way-end ${endClass(way.end)}` },
            `${endWords(way.end)}, after ${took}`,
        ),
    );
    if (way.messages.length > 1) {
        const details = element(
            "details",
            { class: "members" },
            element("summary", {}, `all ${way.messages.length.toLocaleString("en")}`),
        );

        details.addEventListener("toggle", () => {
            if (details.open && details.children.length === 1)
                details.append(longList(way.messages, (message) => messageButton(app, message)));
        });
        made.append(details);
    }
    return made;
}

function waysPanel(app) {
    app.ways ||= makeWays(app.data, app.states);
    const panel = element(
        "div",
        { class: "ways" },
        element("h3", { id: "inspector-heading", tabindex: "-1" }, "The ways the mail went"),
    );

    if (!app.ways.length) panel.append(element("p", {}, "No message was sent."));
    const list = element(
        "ul",
        { class: "way-list" },
        ...app.ways.slice(0, 40).map((way) => wayItem(app, way)),
    );

    panel.append(
        element(
            "p",
            { class: "hint" },
            app.ways.length
                ? `${plural(app.data.names.size || app.data.messages, "message")}, ` +
                      `${plural(app.ways.length, "way")}. ` +
                      "Choose one: its path lights up in the chart."
                : "",
        ),
        list,
    );
    if (app.ways.length > 40)
        panel.append(longList(app.ways.slice(40), (way) => messageButton(app, way.messages[0])));
    return panel;
}
