/* words.js - entries, times and names in words. Text only: what is shown goes through textContent.
 *
 * SPDX-License-Identifier: MIT */

const SECOND = 1e6,
    MINUTE = 60 * SECOND,
    HOUR = 60 * MINUTE,
    DAY = 24 * HOUR;

/* Controls, line separators, and what changes the direction of text or is not seen at all. */
const UNSEEN =
    /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

function visible(text) {
    return String(text).replace(UNSEEN, (c) => {
        const code = c.charCodeAt(0).toString(16);

        return code.length > 2 ? `\\u{${code}}` : `\\x${code.padStart(2, "0")}`;
    });
}

/* ---- times ---- */

function dateOf(time) {
    return new Date(Math.floor(time / 1000)).toISOString();
}

function clock(time, fine = false) {
    const text = dateOf(time).slice(11, 19);
    const rest = ((time % SECOND) + SECOND) % SECOND;

    return fine && rest
        ? `${text}.${String(Math.round(rest)).padStart(6, "0").replace(/0{3}$/, "")}`
        : text;
}

function day(time) {
    const names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    const date = new Date(Math.floor(time / 1000));

    return `${names[date.getUTCDay()]} ${date.toISOString().slice(0, 10)}`;
}

/* The two largest units that count: "1 h 3 min", "30 s", "18 ms". */
function duration(length) {
    const units = [
        ["d", DAY],
        ["h", HOUR],
        ["min", MINUTE],
        ["s", SECOND],
        ["ms", 1000],
    ];
    const words = [];
    let rest = Math.abs(length);

    for (const [name, size] of units) {
        const count = Math.floor(rest / size);

        if (count && (name !== "ms" || !words.length)) words.push(`${count} ${name}`);
        else if (words.length) break;
        rest -= count * size;
        if (words.length === 2) break;
    }
    return words.join(" ") || (length ? `${length} µs` : "0 s");
}

/* ---- names ---- */

/* What people call it: "FAST", "HUB1 IMS", "HUB1 MTA". */
function shortName(data, id) {
    const object = objectOf(data, id);

    if (!object) return "none";
    data.shortNames ||= new Map();
    if (!data.shortNames.has(id))
        data.shortNames.set(id, visible(makeShort(data, object) || object.class));
    return data.shortNames.get(id);
}

/* "HUB1 IMS" of the name "IMS (HUB1)"; the server too where the title has it. */
function makeShort(data, object) {
    const server = objectOf(data, aboveOf(data, object.id, "server"));
    const suffix = server ? ` (${server.name})` : "";

    if (object.class === "connector") {
        const base =
            suffix && object.name.endsWith(suffix)
                ? object.name.slice(0, -suffix.length)
                : object.name;

        return suffix && object.title.endsWith(suffix) ? `${server.name} ${base}` : base;
    }
    if (
        object.class === "queue" &&
        connectorOfQueue(data, object.id) &&
        attributeOf(data, object.id, "connector")
    )
        return shortName(data, connectorOfQueue(data, object.id));
    return object.title || object.name;
}

/* The connector that a queue is for: named by the queue, or the one that has it; 0 for others. */
function connectorOfQueue(data, id) {
    const server = aboveOf(data, id, "server"),
        wanted = attributeOf(data, id, "connector");
    const above = aboveOf(data, id, "connector");

    if (above || !wanted) return above;
    data.connectors ||= new Map(
        data.head.objects.flatMap((row, index) =>
            row[0] === "connector"
                ? [[`${aboveOf(data, index + 1, "server")} ${row[1]}`, index + 1]]
                : [],
        ),
    );
    return data.connectors.get(`${server} ${wanted}`) || 0;
}

function messageName(data, number) {
    return visible(data.names.get(number) || `message ${number}`);
}

/* "EX:/o=..." and "SMTP:..." as people write them. */
function personName(data, text) {
    if (!data.people) {
        data.people = new Map();
        for (const [id, attributes] of Object.entries(data.head.attributes)) {
            const name = data.head.objects[id - 1][1];

            for (const [type, key] of [
                ["EX", "dn"],
                ["X400", "x400"],
                ["SMTP", "smtp"],
            ])
                if (attributes[key])
                    data.people.set(`${type}:${attributes[key]}`.toLowerCase(), name);
        }
    }
    return data.people.get(text.toLowerCase()) || text.replace(/^SMTP:/, "");
}

function textOf(data, number) {
    return number ? data.head.texts[number - 1] : "";
}

/* ---- sentences ---- */

function fieldWords(data, field, value) {
    switch (field.type) {
        case "object":
            return value ? shortName(data, value) : "";
        case "message":
            return value ? `"${messageName(data, value)}"` : "";
        case "decision":
            return value ? `decision ${value}` : "";
        case "text":
            return visible(personName(data, textOf(data, value)));
        case "rule":
            return value ? data.head.rules[value - 1][0] : "";
        case "flag":
            return value ? "yes" : "no";
        case "time":
            return value < 0 ? "never" : clock(value);
        case "duration":
            return duration(value);
        case "bytes":
            return value >= 1024 ? `${Math.round(value / 1024)} K` : `${value} bytes`;
        case "code":
            return value < 0 ? "none" : String(value);
        default:
            return String(value);
    }
}

/* Does this value go without saying? A part in [] of which all do is left out. */
function isOrdinary(data, entry, field, value) {
    const target = valueOf(data, entry, "target"),
        objects = data.head.objects;

    switch (field.type) {
        case "object" /* the queue of a server is called as the server */:
            return (
                !value ||
                (target && value !== target && objects[value - 1][2] === objects[target - 1][2])
            );
        case "count":
            return value <= 1;
        case "bytes":
            return value <= 1024;
        case "text":
            return field.name === "address"
                ? value === valueOf(data, entry, "recipient")
                : ["", "normal"].includes(textOf(data, value));
        case "code":
            return value < 0;
        default:
            return value === 0;
    }
}

function fillSentence(data, entry, sentence) {
    const kind = kindOf(data, entry);
    let ordinary = true;
    const fill = (text) =>
        text.replace(/\{(\?)?([a-z-]+)(?::[a-z-]+)?\}/g, (_, silent, name) => {
            const field = kind.fields.find((each) => each.name === name);
            const value = field ? valueOf(data, entry, name) : 0;

            if (!field) {
                const depth = depthAt(data, entry);

                ordinary &&= depth === "0";
                return depth;
            }
            ordinary &&= isOrdinary(data, entry, field, value);
            return silent ? "" : fieldWords(data, field, value);
        });

    return fill(
        sentence.replace(/\[([^\]]*)\]/g, (_, part) => {
            ordinary = true;
            const filled = fill(part);

            return ordinary
                ? ""
                : filled.replace(
                      /[{}[\]]/g,
                      (c) => ({ "{": "\ufdd0", "}": "\ufdd1", "[": "\ufdd2", "]": "\ufdd3" })[c],
                  );
        }),
    ).replace(/[\ufdd0-\ufdd3]/g, (c) => "{}[]"[c.charCodeAt(0) - 0xfdd0]);
}

/* How many wait in the entry's queue, by what it says of itself or was last said before it. */
function depthAt(data, entry) {
    const queue = valueOf(data, entry, "queue");

    for (let i = entry; i >= 0 && queue; i--)
        if (valueOf(data, i, "queue") === queue && "waiting" in data.fields[data.kind[i]])
            return String(valueOf(data, i, "waiting"));
    return "0";
}

function sentenceOf(data, entry) {
    const kind = kindOf(data, entry);

    return fillSentence(data, entry, kind.story || kind.sentence);
}

/* The part of a word that a label can hold. */
function clip(text, most) {
    return text.length > most ? `${text.slice(0, Math.max(1, most - 1))}…` : text;
}

function plural(count, word) {
    return `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;
}
