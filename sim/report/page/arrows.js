/* arrows.js - what moves: from which part to which, when; and what happens on the spot.
 *
 * An arrow is an entry that says a message is now somewhere else. Where it was is known from the
 * entry before it of the same message. A spot is an entry that is worth a mark on its lane.
 *
 * SPDX-License-Identifier: MIT */

const ARROW = { step: 0, transfer: 1, deliver: 2, reroute: 3, fail: 4 };
const SPOT = { start: 0, done: 1, fail: 2, fault: 3, stay: 4, event: 5 };

const ARROW_WORDS = ["handed over", "transferred", "delivered", "rerouted", "failed"];

function makeList(room) {
    return {
        length: 0,
        entry: new Uint32Array(room),
        from: new Uint32Array(room),
        to: new Uint32Array(room),
        begin: new Float64Array(room),
        type: new Uint8Array(room),
    };
}

function addTo(list, entry, from, to, begin, type) {
    const at = list.length++;

    list.entry[at] = entry;
    list.from[at] = from;
    list.to[at] = to;
    list.begin[at] = begin;
    list.type[at] = type;
}

/* A reply of 4xx or 5xx is a refusal. */
function isRefusal(data, entry) {
    return /^[45]\d\d/.test(textOf(data, valueOf(data, entry, "said")));
}

function countMarks(data, meanings) {
    let arrows = 0,
        spots = 0;

    for (let i = 0; i < data.count; i++) {
        const meaning = meanings[data.kind[i]];

        arrows += meaning?.arrow !== undefined || meaning?.reply ? 1 : 0;
        spots += meaning?.spot !== undefined || meaning?.reply ? 1 : 0;
    }
    return { arrows, spots };
}

/* What a kind of entry means on the chart (see chart_marks.c), its columns looked up once. */
function bindMeaning(data, index) {
    const meaning = data.head.kinds[index].mark;

    if (!meaning) return null;
    return {
        ...meaning,
        fromColumn: data.fields[index][meaning.from],
        toColumn: data.fields[index][meaning.to],
        atColumn: data.fields[index][meaning.at],
    };
}

function makePlaces(data) {
    const places = new Uint32Array(data.head.objects.length + 1);
    const receivers = new Uint32Array(data.head.objects.length + 1);

    for (let id = 1; id < places.length; id++) {
        places[id] = placeOf(data, id);
        receivers[id] = receiverOf(data, id);
    }
    return { places, receivers };
}

function markEntry(data, marks, reading, i) {
    const meaning = reading.meanings[data.kind[i]],
        message = data.message[i],
        at = data.place[i];
    const here = reading.places[data.actor[i]],
        was = reading.last[message];
    const to = meaning.toColumn
        ? reading[meaning.to === "target" ? "receivers" : "places"][meaning.toColumn[at]]
        : here;
    const from = meaning.fromColumn ? reading.places[meaning.fromColumn[at]] : was;

    if (meaning.begins) reading.begun[message] = data.time[i];
    if (meaning.reply && isRefusal(data, i)) {
        addTo(marks.arrows, i, here, valueOf(data, i, "host"), data.time[i], ARROW.fail);
        addTo(marks.spots, i, valueOf(data, i, "host"), 0, data.time[i], SPOT.fail);
    }
    if (meaning.arrow !== undefined) {
        const begin = (meaning.arrow === ARROW.transfer && reading.begun[message]) || data.time[i];

        /* What is at the MTA for a queue of another part is on its way there by way of the MTA. */
        if (from && to && from !== to) addTo(marks.arrows, i, from, to, begin, meaning.arrow);
        reading.last[message] = to;
        reading.begun[message] = 0;
    } else if (meaning.spot === SPOT.start) {
        reading.last[data.fields[data.kind[i]].report ? valueOf(data, i, "report") : message] =
            here;
    }
    if (meaning.spot !== undefined)
        addTo(
            marks.spots,
            i,
            meaning.atColumn ? reading.places[meaning.atColumn[at]] : here,
            0,
            data.time[i],
            meaning.spot,
        );
}

/* All arrows and spots, in the order of their entries. */
function makeMarks(data) {
    const meanings = data.head.kinds.map((_, index) => bindMeaning(data, index));
    const room = countMarks(data, meanings);
    const marks = { arrows: makeList(room.arrows), spots: makeList(room.spots) };
    const reading = {
        meanings,
        ...makePlaces(data),
        last: new Uint32Array(data.messages + 1),
        begun: new Float64Array(data.messages + 1),
    };

    for (let i = 0; i < data.count; i++)
        if (meanings[data.kind[i]]) markEntry(data, marks, reading, i);
    marks.places = reading.places;
    return marks;
}

/* The objects that a mark is at, or whose state is known to change. */
function busyPlaces(marks, states) {
    const busy = new Set();

    for (let i = 0; i < marks.arrows.length; i++) {
        busy.add(marks.arrows.from[i]);
        busy.add(marks.arrows.to[i]);
    }
    for (let i = 0; i < marks.spots.length; i++) busy.add(marks.spots.from[i]);
    for (const id of states.keys()) busy.add(id);
    return busy;
}

/* Indexes [first, last) of a list whose marks lie between two times. Arrows begin before their
 * entry, by no more than the longest of them. */
function marksBetween(data, list, from, to) {
    if (list.longest === undefined) {
        list.longest = 0;
        for (let i = 0; i < list.length; i++)
            list.longest = Math.max(list.longest, data.time[list.entry[i]] - list.begin[i]);
    }
    const search = (entry) => lowerBound(list.entry, entry, list.length);

    return [search(entryAt(data, from)), search(entryAt(data, to + list.longest + 1))];
}
