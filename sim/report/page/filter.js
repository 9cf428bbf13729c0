/* filter.js - which entries are wanted, by text, kind and object; and the list of them.
 *
 * SPDX-License-Identifier: MIT */

const hasFilter = (filter) => Boolean(filter.text || filter.kind || filter.object);

/* Numbers from 1 whose words have the text in them, as flags. */
function flagsOf(count, wordsOf, wanted) {
    const flags = new Uint8Array(count + 1);

    for (let i = 1; i <= count; i++) flags[i] = wordsOf(i).toLowerCase().includes(wanted) ? 1 : 0;
    return flags;
}

function makeFlags(data, wanted) {
    const { head } = data;

    return {
        message: flagsOf(data.messages, (i) => data.names.get(i) || "", wanted),
        object: flagsOf(
            head.objects.length,
            (i) => `${head.objects[i - 1][1]} ${head.objects[i - 1][2]} ${shortName(data, i)}`,
            wanted,
        ),
        text: flagsOf(head.texts.length, (i) => head.texts[i - 1], wanted),
        rule: flagsOf(head.rules.length, (i) => head.rules[i - 1].join(" "), wanted),
    };
}

/* Whether an entry has the text in its kind, its actor, or a field. */
function textTest(data, text) {
    const wanted = text.toLowerCase(),
        flags = makeFlags(data, wanted);
    const tests = data.head.kinds.map((kind, index) => ({
        always: kind.word.includes(wanted),
        fields: kind.fields.flatMap((field) => {
            const flag = flags[field.type],
                column = data.fields[index][field.name];

            return flag ? [{ flag, column }] : [];
        }),
        codes: kind.fields.flatMap((field) =>
            field.type === "code" ? [data.fields[index][field.name]] : [],
        ),
    }));
    const code = /^\d+$/.test(wanted) ? Number(wanted) : NaN;

    return (i) => {
        const test = tests[data.kind[i]],
            at = data.place[i];

        return (
            test.always ||
            flags.object[data.actor[i]] === 1 ||
            test.fields.some(({ flag, column }) => flag[column[at]] === 1) ||
            test.codes.some((column) => column[at] === code)
        );
    };
}

/* Whether an entry is at an object, at what is part of it, or tells of it. */
function objectTest(data, id) {
    const inside = new Uint8Array(data.head.objects.length + 1);

    for (let each = 1; each < inside.length; each++)
        for (let at = each; at; at = data.head.objects[at - 1][3]) if (at === id) inside[each] = 1;
    const columns = data.head.kinds.map((kind, index) =>
        kind.fields.flatMap((field) =>
            field.type === "object" ? [data.fields[index][field.name]] : [],
        ),
    );

    return (i) =>
        inside[data.actor[i]] === 1 ||
        columns[data.kind[i]].some((column) => inside[column[data.place[i]]]);
}

/* Of each entry: 1 if it is wanted, 2 if it stands next to one in its message's story, else 0. */
function makeLit(data, filter) {
    const lit = new Uint8Array(data.count);
    const hasText = filter.text ? textTest(data, filter.text) : () => true;
    const hasObject = filter.object ? objectTest(data, filter.object) : () => true;
    const kind = filter.kind ? data.words.get(filter.kind) : -1;
    let count = 0;

    for (let i = 0; i < data.count; i++)
        if ((kind === -1 || data.kind[i] === kind) && hasObject(i) && hasText(i)) {
            lit[i] = 1;
            count++;
        }
    if (count && count < data.count) addContext(data, lit);
    return { lit, count };
}

function addContext(data, lit) {
    const last = new Int32Array(data.messages + 1).fill(-1);

    for (let i = 0; i < data.count; i++) {
        const message = data.message[i],
            before = last[message];

        if (!message) continue;
        if (before >= 0 && lit[i] === 1 && !lit[before]) lit[before] = 2;
        if (before >= 0 && lit[before] === 1 && !lit[i]) lit[i] = 2;
        last[message] = i;
    }
}

/* ---- what is asked with ---- */

function kindOptions(data) {
    const counts = new Uint32Array(data.head.kinds.length);

    for (let i = 0; i < data.count; i++) counts[data.kind[i]]++;
    return data.head.kinds.flatMap((kind, index) =>
        counts[index]
            ? [
                  element(
                      "option",
                      { value: kind.word },
                      `${visible(kind.word)} (${counts[index].toLocaleString("en")})`,
                  ),
              ]
            : [],
    );
}

const OBJECTS_MOST = 600;

function objectOptions(app) {
    const options = [];
    const add = (node, level) => {
        if (node.id > 0 && options.length < OBJECTS_MOST)
            options.push(
                element("option", { value: node.id }, `${"\u2003".repeat(level)}${node.name}`),
            );
        node.parts.forEach((part) => add(part, level + 1));
    };

    app.tree.forEach((node) => add(node, 0));
    return options;
}

function filterForm(app) {
    const text = element("input", {
        type: "search",
        id: "filter-text",
        placeholder: "message, address, rule, event id",
        autocomplete: "off",
        spellcheck: "false",
    });
    const kind = element(
        "select",
        { id: "filter-kind" },
        element("option", { value: "" }, "every kind"),
        ...kindOptions(app.data),
    );
    const object = element(
        "select",
        { id: "filter-object" },
        element("option", { value: "" }, "everywhere"),
        ...objectOptions(app),
    );
    const take = (how) =>
        app.go(
            {
                filter: { text: text.value.trim(), kind: kind.value, object: Number(object.value) },
                message: 0,
                entry: -1,
            },
            how,
        );
    let waiting = 0;

    text.addEventListener("input", () => {
        clearTimeout(waiting);
        waiting = setTimeout(() => take("replace"), 200);
    });
    kind.addEventListener("change", () => take());
    object.addEventListener("change", () => take());
    app.showFilter = () => {
        if (document.activeElement !== text) text.value = app.filter.text;
        kind.value = app.filter.kind;
        object.value = app.filter.object || "";
    };
    const form = element(
        "form",
        { class: "filter", role: "search", "aria-label": "Filter" },
        element("label", {}, element("span", {}, "Find"), text),
        element("label", {}, element("span", {}, "Kind"), kind),
        element("label", {}, element("span", {}, "Where"), object),
    );

    form.addEventListener("submit", (event) => {
        event.preventDefault();
        take();
    });
    return form;
}

/* ---- the list of what was found ---- */

function foundItem(app, entry) {
    const { data } = app,
        message = data.message[entry];
    const all = message ? entriesOf(data, message) : [],
        at = message ? all.indexOf(entry) : -1;
    const list = element("ol", { class: "steps found" });
    const near = at < 0 ? [entry] : [all[at - 1], entry, all[at + 1]];

    for (const each of near) {
        if (each === undefined) continue;
        const part = partOf(data, data.actor[each]);
        const line = button(
            "",
            () => app.go({ entry: each, message: data.message[each], time: data.time[each] }),
            { class: "step", "data-entry": each },
        );

        line.append(
            element("span", { class: "when" }, clock(data.time[each])),
            element(
                "span",
                { class: "what" },
                element(
                    "span",
                    { class: `badge part-${part}`, "aria-hidden": "true" },
                    PARTS[part][1],
                ),
                element("span", { class: "where" }, nameElement(shortName(data, data.actor[each]))),
                " ",
                nameElement(sentenceOf(data, each), "sentence"),
            ),
        );
        list.append(element("li", { class: each === entry ? "match" : "context" }, line));
    }
    return list;
}

function foundPanel(app) {
    const found = [];

    for (let i = 0; i < app.data.count && found.length < 2000; i++)
        if (app.lit[i] === 1) found.push(i);
    const messages = matchingMessages(app);
    const panel = element(
        "div",
        { class: "story" },
        element(
            "div",
            { class: "story-tools" },
            button("All ways", () => app.go({ filter: { text: "", kind: "", object: 0 } }), {
                class: "back",
            }),
        ),
        element(
            "h3",
            { id: "inspector-heading", tabindex: "-1" },
            `${plural(app.litCount, "entry").replace("entrys", "entries")} found`,
        ),
    );

    if (messages.length)
        panel.append(
            element("h4", {}, plural(messages.length, "message")),
            longList(messages, (each) => messageButton(app, each), 30),
        );
    if (found.length)
        panel.append(
            element("h4", {}, "In order of time, each between its neighbours"),
            longList(found, (each) => foundItem(app, each), 40),
        );
    return panel;
}

function matchingMessages(app) {
    const wanted = app.filter.text.toLowerCase(),
        found = [];

    if (wanted)
        for (const [number, name] of app.data.names)
            if (name.toLowerCase().includes(wanted)) found.push(number);
    return found;
}
