/* states.js - what state a part is in, and how much waits: by time.
 *
 * SPDX-License-Identifier: MIT */

const STATE_WORDS = { down: "down", retry: "in retry", closed: "closed by schedule" };
const STATE_SIGNS = { down: "▼", retry: "↻", closed: "–" };
const STATE_RANK = ["down", "retry", "closed"]; /* the worst first */

function addSpan(states, id, state, from, to, why) {
    if (!id || to <= from) return;
    if (!states.has(id)) states.set(id, []);
    states.get(id).push({ state, from, to, why });
}

/* Faults last until they are said to be over; a service is down from stopped to started. */
function readFaults(data, states, open, i) {
    const word = kindOf(data, i).word;
    const id = valueOf(data, i, "object") || valueOf(data, i, "service");
    const key = `down ${id}`;

    if (word === "fault" || word === "stopped") {
        if (!open.has(key))
            open.set(key, {
                id,
                state: "down",
                from: data.time[i],
                why:
                    word === "fault" ? visible(textOf(data, valueOf(data, i, "fault"))) : "stopped",
            });
    } else if (open.has(key)) {
        const span = open.get(key);

        addSpan(states, id, span.state, span.from, data.time[i], span.why);
        open.delete(key);
    }
}

/* A queue is in retry while its timer runs, and while what follows on that is one more. */
function readRetries(data, states, open, i) {
    const queue = valueOf(data, i, "queue"),
        key = `retry ${queue}`,
        time = data.time[i];
    const place = placeOf(data, queue),
        span = open.get(key);
    const isWait = kindOf(data, i).word === "retry-waits",
        until = time + valueOf(data, i, "interval");

    if (isWait && span && time <= span.until + MINUTE) {
        span.until = until;
        return;
    }
    if (span) {
        addSpan(states, place, "retry", span.from, Math.min(span.until, time), span.why);
        open.delete(key);
    }
    if (isWait)
        open.set(key, { id: place, state: "retry", from: time, until, why: "waits to try again" });
}

const READERS = {
    fault: readFaults,
    repaired: readFaults,
    stopped: readFaults,
    started: readFaults,
    "retry-waits": readRetries,
    opened: readRetries,
};

/* ---- schedules ---- */

const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/* "11:00-11:30, 15:00-15:30", with days before them or not, as [first day, last day, from, to] of
 * the week in microseconds of the day; null when it says something else. */
function parseWindows(text) {
    const windows = [];

    for (const piece of text.split(/\s*,\s*/)) {
        const found =
            /^(?:([a-z]{3})[a-z]*(?:-([a-z]{3})[a-z]*)?\s+)?(\d\d?):(\d\d)-(\d\d?):(\d\d)$/i.exec(
                piece,
            );

        if (!found) return null;
        const first = found[1] ? DAYS.indexOf(found[1].toLowerCase()) : 0;
        const last = found[2] ? DAYS.indexOf(found[2].toLowerCase()) : found[1] ? first : 6;

        windows.push({
            first,
            last,
            from: found[3] * HOUR + found[4] * MINUTE,
            to: found[5] * HOUR + found[6] * MINUTE,
        });
    }
    return windows;
}

function isOnDay(window, weekday) {
    return window.first <= window.last
        ? weekday >= window.first && weekday <= window.last
        : weekday >= window.first || weekday <= window.last;
}

function openTimes(windows, start, end) {
    const open = [];

    for (let at = Math.floor(start / DAY) * DAY - DAY; at < end && open.length < 20000; at += DAY) {
        const weekday = new Date(at / 1000).getUTCDay();

        for (const window of windows)
            if (isOnDay(window, weekday))
                open.push([
                    at + window.from,
                    at + window.to + (window.to <= window.from ? DAY : 0),
                ]);
    }
    return open.sort((a, b) => a[0] - b[0]);
}

function readSchedule(data, states, id) {
    const text = attributeOf(data, id, "schedule"),
        { start, end } = data.head;
    const windows =
        text && !["always", "remote"].includes(text)
            ? text === "never"
                ? []
                : parseWindows(text)
            : null;
    let at = start;

    if (!windows) return;
    for (const [from, to] of openTimes(windows, start, end)) {
        addSpan(states, id, "closed", at, Math.min(from, end), text);
        at = Math.max(at, to);
    }
    addSpan(states, id, "closed", at, end, text);
}

/* A connector of a pair is down while the link it uses is. */
function spreadLinks(data, states) {
    const links = new Map(
        data.head.objects.flatMap((row, index) => (row[0] === "link" ? [[row[1], index + 1]] : [])),
    );

    data.head.objects.forEach((row, index) => {
        const link = row[0] === "connector" && links.get(attributeOf(data, index + 1, "pair"));

        for (const span of (link && states.get(link)) || [])
            addSpan(states, index + 1, span.state, span.from, span.to, `link ${visible(span.why)}`);
    });
}

/* id -> spans { state, from, to, why }, in order of time. */
function makeStates(data) {
    const states = new Map(),
        open = new Map();
    const readers = data.head.kinds.map((kind) => READERS[kind.word]);

    for (let i = 0; i < data.count; i++) readers[data.kind[i]]?.(data, states, open, i);
    for (const span of open.values())
        addSpan(
            states,
            span.id,
            span.state,
            span.from,
            Math.min(span.until ?? Infinity, data.head.end),
            span.why,
        );
    spreadLinks(data, states);
    for (let id = 1; id <= data.head.objects.length; id++) readSchedule(data, states, id);
    for (const spans of states.values()) spans.sort((a, b) => a.from - b.from);
    return states;
}

/* The worst state of a part at a time, or null. */
function stateAt(states, id, time) {
    const now = (states.get(id) || []).filter((span) => span.from <= time && time < span.to);

    return now.sort((a, b) => STATE_RANK.indexOf(a.state) - STATE_RANK.indexOf(b.state))[0] || null;
}

/* ---- queues ---- */

/* Kinds that say how many wait in a queue. */
function depthKinds(data) {
    return data.head.kinds.map((kind, index) => {
        const queue = kind.fields.find(
            (field) => field.role === "queue" && field.type === "object",
        );

        return queue && "waiting" in data.fields[index]
            ? { queue: data.fields[index][queue.name], waiting: data.fields[index].waiting }
            : null;
    });
}

/* id -> { id, times, depths, most, mostAt }: how many wait after each change. */
function makeDepths(data) {
    const kinds = depthKinds(data),
        queues = new Map(),
        sizes = new Map();

    for (let i = 0; i < data.count; i++) {
        const kind = kinds[data.kind[i]],
            id = kind && kind.queue[data.place[i]];

        if (id) sizes.set(id, (sizes.get(id) || 0) + 1);
    }
    for (const [id, size] of sizes)
        queues.set(id, {
            id,
            length: 0,
            times: new Float64Array(size),
            depths: new Float64Array(size),
            most: 0,
        });
    for (let i = 0; i < data.count; i++) {
        const kind = kinds[data.kind[i]],
            queue = kind && queues.get(kind.queue[data.place[i]]);

        if (!queue) continue;
        const waiting = kind.waiting[data.place[i]];

        queue.times[queue.length] = data.time[i];
        queue.depths[queue.length++] = waiting;
        if (waiting > queue.most) {
            queue.most = waiting;
            queue.mostAt = data.time[i];
        }
    }
    return queues;
}

function depthOf(queue, time) {
    const at = lowerBound(queue.times, time + 1) - 1;

    return at < 0 ? 0 : queue.depths[at];
}
