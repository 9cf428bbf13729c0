/* address.js - what is shown, in the page's address: #m=26&e=180&f=text&z=0-100.
 *
 * m message, e entry, f text, k kind, o object, t time and z window (microseconds since the start),
 * s=linear. Other addresses are places in the page.
 *
 * SPDX-License-Identifier: MIT */

function writeAddress(app) {
    const parts = new URLSearchParams(),
        { scale, filter } = app;
    const set = (key, value) => value && parts.set(key, value);

    set("m", app.message);
    if (app.entry >= 0) parts.set("e", app.entry);
    set("f", filter.text);
    set("k", filter.kind);
    set("o", filter.object);
    if (app.entry < 0 && app.time !== scale.start) parts.set("t", app.time - scale.start);
    if (scale.to - scale.from < scale.full)
        parts.set(
            "z",
            `${timeOf(scale, scale.from) - scale.start}-${timeOf(scale, scale.to) - scale.start}`,
        );
    set("s", scale.linear ? "linear" : "");
    return `#${parts}`;
}

function numberIn(text, least, most) {
    const value = /^\d{1,16}$/.test(text || "") ? Number(text) : NaN;

    return value >= least && value <= most ? value : null;
}

/* What an address says, as far as the record has it; null when it is none of ours. */
function readAddress(app, hash) {
    if (!/^#(?:[a-z]=[^&]*)(?:&[a-z]=[^&]*)*$/.test(hash)) return null;
    const parts = new URLSearchParams(hash.slice(1)),
        { data, scale } = app;
    const entry = numberIn(parts.get("e"), 0, data.count - 1) ?? -1;
    const time = numberIn(parts.get("t"), 0, scale.end - scale.start);
    const zoom = /^(\d{1,16})-(\d{1,16})$/.exec(parts.get("z") || "");

    const message = numberIn(parts.get("m"), 1, data.messages) ?? 0;
    const first = entriesOf(data, message)[0];
    const begin = first === undefined ? scale.start : data.time[first];

    return {
        message,
        entry,
        time: entry >= 0 ? data.time[entry] : time === null ? begin : scale.start + time,
        filter: {
            text: parts.get("f") || "",
            kind: data.words.has(parts.get("k")) ? parts.get("k") : "",
            object: numberIn(parts.get("o"), 1, data.head.objects.length) ?? 0,
        },
        window: zoom ? [scale.start + Number(zoom[1]), scale.start + Number(zoom[2])] : null,
        linear: parts.get("s") === "linear",
    };
}
