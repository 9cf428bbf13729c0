/* data.js - the record as the page holds it: JSON, and columns of numbers as typed arrays.
 *
 * data = { head, count, kind, time, actor, place, fields, message, messages, names }
 *   kind, time, actor   by entry
 *   place               by entry: which of its kind it is, so where its fields are
 *   fields              by kind: { name: array }
 *   message             by entry: the number of the message it tells of, 0 if none
 * Objects, texts, messages, rules and decisions are numbered from 1; 0 is none.
 *
 * SPDX-License-Identifier: MIT */

const MAGIC = "EXSR1\n";

function fromBase64(text) {
    const raw = atob(text.trim());
    const bytes = new Uint8Array(raw.length);

    for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
    return bytes;
}

async function unpack(bytes) {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));

    return new Uint8Array(await new Response(stream).arrayBuffer());
}

/* Floating point holds whole numbers up to 2^53: microseconds until the year 2255. */
function readStream(bytes, at, stream, wide) {
    const out = wide ? new Float64Array(stream.count) : new Int32Array(stream.count);
    const zigzag = stream.code !== "varint",
        delta = stream.code === "delta";
    let last = 0;

    for (let i = 0; i < stream.count; i++) {
        let byte = bytes[at++],
            value = byte & 0x7f,
            factor = 128;

        while (byte & 0x80) {
            byte = bytes[at++];
            value += (byte & 0x7f) * factor;
            factor *= 128;
        }
        if (zigzag) value = value % 2 ? -(value + 1) / 2 : value / 2;
        if (delta) value = last += value;
        out[i] = value;
    }
    return out;
}

const WIDE = new Set(["time", "duration", "bytes", "count"]);

function readColumns(head, bytes, start) {
    const columns = new Map();
    const types = new Map([["time", "time"]]);
    let at = start;

    for (const kind of head.kinds)
        for (const field of kind.fields) types.set(`${kind.word}.${field.name}`, field.type);
    for (const stream of head.streams) {
        columns.set(stream.name, readStream(bytes, at, stream, WIDE.has(types.get(stream.name))));
        at += stream.bytes;
    }
    return columns;
}

/* Which of its kind each entry is. */
function countPlaces(data) {
    const seen = new Uint32Array(data.head.kinds.length);

    data.place = new Uint32Array(data.count);
    for (let i = 0; i < data.count; i++) data.place[i] = seen[data.kind[i]]++;
}

/* The message of each entry: the first field of that type. */
function findMessages(data) {
    const columns = data.head.kinds.map((kind, index) => {
        const field = kind.fields.find((each) => each.type === "message");

        return field ? data.fields[index][field.name] : null;
    });
    let most = 0;

    data.message = new Uint32Array(data.count);
    for (let i = 0; i < data.count; i++) {
        const column = columns[data.kind[i]];

        if (!column) continue;
        data.message[i] = column[data.place[i]];
        most = Math.max(most, data.message[i]);
    }
    data.names = new Map(data.head.messages);
    for (const number of data.names.keys()) most = Math.max(most, number);
    data.messages = most;
}

function makeData(head, bytes, start) {
    const columns = readColumns(head, bytes, start);
    const empty = new Int32Array(0);
    const data = {
        head,
        count: head.entries,
        kind: columns.get("kind") || empty,
        time: columns.get("time") || new Float64Array(0),
        actor: columns.get("actor") || empty,
        words: new Map(head.kinds.map((kind, index) => [kind.word, index])),
    };

    data.fields = head.kinds.map((kind) =>
        Object.fromEntries(
            kind.fields.map((field) => [
                field.name,
                columns.get(`${kind.word}.${field.name}`) || empty,
            ]),
        ),
    );
    countPlaces(data);
    findMessages(data);
    return data;
}

async function loadData(element) {
    const bytes = await unpack(fromBase64(element.textContent));
    const view = new DataView(bytes.buffer);
    const length = view.getUint32(MAGIC.length, true),
        start = MAGIC.length + 4;

    if (new TextDecoder().decode(bytes.subarray(0, MAGIC.length)) !== MAGIC)
        throw new Error("the data are not those of an exsim report");
    return makeData(
        JSON.parse(new TextDecoder().decode(bytes.subarray(start, start + length))),
        bytes,
        start + length,
    );
}

/* ---- questions ---- */

/* A field of an entry by its name; 0 when the kind has none of that name. */
function valueOf(data, entry, name) {
    const column = data.fields[data.kind[entry]][name];

    return column ? column[data.place[entry]] : 0;
}

function kindOf(data, entry) {
    return data.head.kinds[data.kind[entry]];
}

function objectOf(data, id) {
    const row = data.head.objects[id - 1];

    return row ? { id, class: row[0], name: row[1], title: row[2], parent: row[3] } : null;
}

function attributeOf(data, id, key) {
    const row = data.head.attributes[id];

    return row && Object.hasOwn(row, key) ? row[key] : "";
}

/* The nearest of an object and those above it that is of this class; 0 if none is. */
function aboveOf(data, id, className) {
    for (let at = id; at; at = data.head.objects[at - 1][3])
        if (data.head.objects[at - 1][0] === className) return at;
    return 0;
}

/* Lists by key, all in one array: that of `key` is list.subarray(from[key], from[key + 1]). */
function groupBy(count, keys, keyOf) {
    const from = new Uint32Array(keys + 2),
        list = new Uint32Array(count);

    for (let i = 0; i < count; i++) from[keyOf(i) + 1]++;
    for (let key = 0; key <= keys; key++) from[key + 1] += from[key];
    const next = from.slice();
    for (let i = 0; i < count; i++) list[next[keyOf(i)]++] = i;
    return { from, list };
}

/* The entries of a message, in order; the index is made when it is first asked for. */
function entriesOf(data, message) {
    data.byMessage ||= groupBy(data.count, data.messages, (i) => data.message[i]);
    const { from, list } = data.byMessage;

    return message > 0 && message <= data.messages
        ? list.subarray(from[message], from[message + 1])
        : list.subarray(0, 0);
}

/* The first entry at or after a time. */
function entryAt(data, time) {
    return lowerBound(data.time, time, data.count);
}

function lowerBound(sorted, value, count = sorted.length) {
    let low = 0,
        high = count;

    while (low < high) {
        const middle = (low + high) >>> 1;

        if (sorted[middle] < value) low = middle + 1;
        else high = middle;
    }
    return low;
}
