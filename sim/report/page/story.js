/* story.js - one message, step by step, and each decision about it explained.
 *
 * SPDX-License-Identifier: MIT */

/* Without the record's word for it: what is mechanical, and told by what stands beside it. */
const UNTOLD = new Set([
    "transfer-started",
    "taken",
    "open-tried",
    "opened",
    "turned",
    "tracked",
    "counter",
    "checked",
    "object",
    "unqueued",
    "closed",
]);

function isTold(data, entry) {
    const kind = kindOf(data, entry);

    if (kind.word === "unqueued") return false;
    return kind.told === undefined ? !UNTOLD.has(kind.word) : kind.told;
}

/* Entries of no message that tell of this queue, by queue. */
function queueEntries(data, queue) {
    if (!data.byQueue) {
        const columns = data.head.kinds.map((kind, index) =>
            kind.fields.some((field) => field.type === "message") || UNTOLD.has(kind.word)
                ? null
                : data.fields[index].queue || null,
        );

        data.byQueue = new Map();
        for (let i = 0; i < data.count; i++) {
            const column = columns[data.kind[i]],
                id = column && column[data.place[i]];

            if (!id) continue;
            if (!data.byQueue.has(id)) data.byQueue.set(id, []);
            data.byQueue.get(id).push(i);
        }
    }
    return data.byQueue.get(queue) || [];
}

/* A service's own entries: that it stopped and started explains what waits for it. */
function serviceEntries(data, place) {
    if (!data.byService) {
        data.byService = new Map();
        for (let i = 0; i < data.count; i++) {
            const word = kindOf(data, i).word;

            if (!["stopped", "started", "fault", "repaired"].includes(word)) continue;
            const id = valueOf(data, i, "service") || valueOf(data, i, "object");

            if (!data.byService.has(id)) data.byService.set(id, []);
            data.byService.get(id).push(i);
        }
    }
    return data.byService.get(place) || [];
}

/* The entries to tell: the message's own, and what happened to the queue while it waited there. */
function stepsOf(data, message) {
    const steps = new Map();
    const stays = [];
    let stay = null;

    for (const i of entriesOf(data, message)) {
        const word = kindOf(data, i).word;

        if (isTold(data, i)) steps.set(i, "own");
        if (word === "queued")
            stays.push((stay = { queue: valueOf(data, i, "queue"), from: i, to: data.count }));
        else if (word === "unqueued" && stay) stay.to = i;
    }
    for (const { queue, from, to } of stays) {
        if (data.time[Math.min(to, data.count - 1)] - data.time[from] < SECOND) steps.delete(from);
        for (const i of [
            ...queueEntries(data, queue),
            ...serviceEntries(data, placeOf(data, queue)),
        ])
            if (i > from && i < to && !steps.has(i)) steps.set(i, "around");
    }
    return [...steps].sort((a, b) => a[0] - b[0]).map(([entry, role]) => ({ entry, role }));
}

/* ---- decisions ---- */

function cellWords(data, column, value) {
    if (value === null) return "never";
    if (column.type === "object") return shortName(data, value);
    if (column.type === "text") return visible(textOf(data, value)) || "";
    return fieldWords(data, column, value);
}

/* A table of candidates and the rules in the order they were asked; used where the page has no
 * account of its own. */
function plainDecision(data, number) {
    const decision = data.head.decisions[number - 1],
        { columns } = data.head;
    const rows = decision.rows.map((row, index) => {
        const felled = decision.felled[index];
        const cells = row.map((value, at) =>
            at
                ? element("td", {}, nameElement(cellWords(data, columns[at], value)))
                : element("th", { scope: "row" }, nameElement(cellWords(data, columns[at], value))),
        );

        return element(
            "tr",
            { class: felled ? "felled" : "taken" },
            cells[0],
            element(
                "td",
                { class: "outcome" },
                felled ? `falls: ${visible(data.head.rules[felled - 1][0])}` : "stays",
            ),
            ...cells.slice(1),
        );
    });
    const names = columns.map((column) => visible(column.name));
    const head = element(
        "tr",
        {},
        ...[names[0], "outcome", ...names.slice(1)].map((name) =>
            element("th", { scope: "col" }, name),
        ),
    );
    const made = element("div", { class: "decision-body" });

    made.append(
        element(
            "div",
            {
                class: "scroll",
                tabindex: "0",
                role: "group",
                "aria-label": `Candidates of decision ${number}`,
            },
            element(
                "table",
                {},
                element("caption", {}, "The candidates"),
                element("thead", {}, head),
                element("tbody", {}, ...rows),
            ),
        ),
        element(
            "ol",
            { class: "rules" },
            ...decision.steps.map((step) => ruleItem(data, decision, step)),
        ),
    );
    if (decision.unlisted)
        made.append(
            element(
                "p",
                { class: "hint" },
                "Connectors that are not listed were never candidates: ",
                ruleElement(data, decision.unlisted),
            ),
        );
    return made;
}

function ruleElement(data, number) {
    const [id, source, sentence] = data.head.rules[number - 1];

    return element(
        "span",
        { class: "rule" },
        element("span", { class: "rule-words" }, visible(sentence)),
        " ",
        element("span", { class: "rule-id" }, `${visible(id)}, ${visible(source)}`),
    );
}

function ruleItem(data, decision, step) {
    const fallen = decision.rows.filter((_, index) => decision.felled[index] === step);
    const made = element(
        "li",
        { class: fallen.length ? "fells" : "passes" },
        ruleElement(data, step),
        ": ",
    );
    const names = fallen.map((row) => shortName(data, row[0]));

    made.append(
        element(
            "span",
            { class: "fall" },
            names.length
                ? `${names.map(visible).join(", ")} ${names.length > 1 ? "fall" : "falls"}`
                : "nobody falls",
        ),
    );
    return made;
}

/* A decision in a line: who fell, by which rule. */
function reasonElement(data, number) {
    const { rows, felled } = data.head.decisions[number - 1];
    const reasons = [...new Set(felled)].filter(Boolean).map((rule) => {
        const names = rows
            .filter((_, at) => felled[at] === rule)
            .map((row) => shortName(data, row[0]));
        const [id, source] = data.head.rules[rule - 1];
        const who = names.length > 3 ? `${names.length} candidates` : names.join(", ");

        return `${who} fell (${visible(id)}, ${visible(source)})`;
    });

    if (reasons.length) return nameElement(reasons.join("; "));
    return rows.length === 1 ? "there was no other way" : `decision ${number}`;
}

/* The page's own account of a decision, without its ids. */
function decisionElement(data, number) {
    const article = document.getElementById(`d${number}`);

    if (!article) return plainDecision(data, number);
    const copy = article.cloneNode(true);

    copy.removeAttribute("id");
    for (const each of copy.querySelectorAll("[id], [aria-labelledby]")) {
        if (each.getAttribute("role") === "region") each.setAttribute("role", "group");
        if (each.hasAttribute("aria-labelledby"))
            each.setAttribute("aria-label", `Candidates of decision ${number}`);
        each.removeAttribute("id");
        each.removeAttribute("aria-labelledby");
    }
    const body = element("div", { class: "decision-body" });

    copy.querySelectorAll("h2, h3").forEach((heading) =>
        heading.replaceWith(element("p", { class: "decision-title" }, ...heading.childNodes)),
    );
    body.append(...copy.childNodes);
    return body;
}

/* ---- the panel ---- */

function stepButton(app, step) {
    const { data } = app,
        { entry } = step;

    return button("", () => app.go({ entry, time: data.time[entry] }), {
        class: "step",
        "data-entry": entry,
        "aria-current": entry === app.entry ? "step" : false,
    });
}

function stepItem(app, step) {
    const { data } = app,
        { entry } = step,
        part = partOf(data, data.actor[entry]),
        word = kindOf(data, entry).word;
    const line = stepButton(app, step);
    const rule = kindOf(data, entry).fields.find((field) => field.type === "rule");
    const decision = valueOf(data, entry, "decision");
    const bad =
        kindOf(data, entry).mark?.spot === SPOT.fail ||
        kindOf(data, entry).mark?.spot === SPOT.fault ||
        (word === "smtp" && isRefusal(data, entry));

    line.append(
        element("span", { class: "when" }, clock(data.time[entry])),
        element(
            "span",
            { class: "what" },
            element("span", { class: `badge part-${part}`, "aria-hidden": "true" }, PARTS[part][1]),
            element("span", { class: "where" }, nameElement(shortName(data, data.actor[entry]))),
            " ",
            nameElement(sentenceOf(data, entry), "sentence"),
        ),
    );
    const item = element(
        "li",
        {
            class: [step.role, `kind-${word}`, bad && "bad", entry === app.entry && "current"]
                .filter(Boolean)
                .join(" "),
        },
        line,
    );

    if (rule && valueOf(data, entry, rule.name))
        item.append(
            element("p", { class: "because" }, ruleElement(data, valueOf(data, entry, rule.name))),
        );
    if (decision)
        item.append(
            element(
                "details",
                { class: "decision", open: word === "rerouted" || entry === app.entry },
                element("summary", {}, "Why: ", reasonElement(data, decision)),
                decisionElement(data, decision),
            ),
        );
    return item;
}

const STEPS_MOST = 300;

function storyPanel(app) {
    const { data, message } = app,
        steps = stepsOf(data, message),
        all = app.wholeStory === message;
    const shown = all ? steps : steps.slice(0, STEPS_MOST);
    const first = entriesOf(data, message)[0];
    const panel = element(
        "div",
        { class: "story" },
        element(
            "div",
            { class: "story-tools" },
            button("All ways", () => app.go({ message: 0, entry: -1 }), { class: "back" }),
            button("Previous message", () => app.nextMessage(-1), {
                class: "icon",
                "aria-label": "Previous message",
                title: "Previous message",
            }),
            button("Next message", () => app.nextMessage(1), {
                class: "icon",
                "aria-label": "Next message",
                title: "Next message",
            }),
        ),
        element(
            "h3",
            { id: "inspector-heading", tabindex: "-1" },
            nameElement(messageName(data, message)),
        ),
    );

    panel
        .querySelectorAll(".icon")
        .forEach((each, index) => (each.textContent = index ? "›" : "‹"));
    if (first === undefined) {
        panel.append(element("p", {}, "The record tells nothing of this message."));
        return panel;
    }
    panel.append(
        element("p", { class: "hint" }, day(data.time[first])),
        element("p", { class: "way-of" }, wayLine(app, message)),
        element("ol", { class: "steps" }, ...shown.map((step) => stepItem(app, step))),
    );
    if (steps.length > shown.length)
        panel.append(
            button(
                `${(steps.length - shown.length).toLocaleString("en")} more`,
                () => {
                    app.wholeStory = message;
                    app.redraw("panel");
                },
                { class: "more" },
            ),
        );
    return panel;
}

/* An entry of no message: what it says, and why. */
function entryPanel(app) {
    const { data, entry } = app;

    return element(
        "div",
        { class: "story" },
        element(
            "div",
            { class: "story-tools" },
            button("All ways", () => app.go({ message: 0, entry: -1 }), { class: "back" }),
        ),
        element(
            "h3",
            { id: "inspector-heading", tabindex: "-1" },
            nameElement(shortName(data, data.actor[entry])),
        ),
        element(
            "p",
            { class: "hint" },
            `${day(data.time[entry])} ${clock(data.time[entry], true)}`,
        ),
        element("ol", { class: "steps" }, stepItem(app, { entry, role: "own" })),
    );
}
