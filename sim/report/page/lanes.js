/* lanes.js - who has a lane: sites, in them servers, in them their parts; then hosts and links.
 *
 * SPDX-License-Identifier: MIT */

/* What a part is called, and the letter that stands beside its colour. */
const PARTS = {
    store: ["store", "S"],
    mta: ["MTA", "M"],
    connector: ["connector", "C"],
    gateway: ["gateway", "G"],
    host: ["outside", "H"],
    link: ["link", "L"],
    server: ["server", "▪"],
    site: ["site", "▪"],
};

/* A connector whose queue is secured hands over to a gateway of its own. */
function partOf(data, id) {
    const object = objectOf(data, id);

    if (!object) return "server";
    switch (object.class) {
        case "connector":
            return attributeOf(data, id, "secured") === "yes" ? "gateway" : "connector";
        case "organization":
            return "site";
        case "queue":
            return partOf(data, placeOf(data, id));
        case "recipient":
        case "mailbox":
            return "store";
        default:
            return Object.hasOwn(PARTS, object.class) ? object.class : "gateway";
    }
}

/* Where the chart shows an object: a queue at its connector, else where it is kept. */
function placeOf(data, id) {
    const object = objectOf(data, id);

    if (!object) return 0;
    if (object.class === "queue") return connectorOfQueue(data, id) || placeOf(data, object.parent);
    return ["recipient", "mailbox", "list"].includes(object.class) ? object.parent : id;
}

/* The part of a server that takes what is sent to it. */
function receiverOf(data, id) {
    data.receivers ||= new Map(
        data.head.objects.flatMap((row, index) => (row[0] === "mta" ? [[row[3], index + 1]] : [])),
    );
    return data.receivers.get(id) || placeOf(data, id);
}

const ORDER = ["store", "mta", "connector", "gateway", "link", "host", "server", "site"];

function partNode(data, id) {
    return { id, part: partOf(data, id), name: shortName(data, id), parts: [] };
}

/* The tree of lanes: { id, part, name, parts } for each object that something happens at. */
function makeTree(data, busy) {
    const nodes = new Map(),
        roots = [],
        outside = [];
    const nodeOf = (id) => {
        if (!nodes.has(id)) {
            const node = partNode(data, id);
            const className = objectOf(data, id).class;
            const above = aboveOf(
                data,
                objectOf(data, id).parent,
                className === "server" ? "site" : "server",
            );

            nodes.set(id, node);
            if (className === "host" || className === "link" || (!above && className !== "site"))
                outside.push(node);
            else if (above) nodeOf(above).parts.push(node);
            else roots.push(node);
        }
        return nodes.get(id);
    };

    for (let id = 1; id <= data.head.objects.length; id++) {
        const className = data.head.objects[id - 1][0];

        if (className === "site" || className === "server" || busy.has(id))
            if (!["organization", "queue", "recipient", "mailbox", "list"].includes(className))
                nodeOf(id);
    }
    for (const node of nodes.values())
        node.parts.sort((a, b) => ORDER.indexOf(a.part) - ORDER.indexOf(b.part) || a.id - b.id);
    outside.sort((a, b) => ORDER.indexOf(b.part) - ORDER.indexOf(a.part) || a.id - b.id);
    if (outside.length)
        roots.push({ id: -1, part: "site", name: "Outside and links", parts: outside });
    return roots.filter((node) => node.parts.length);
}

/* Within a server's own rows its name need not be said again. */
function rowLabel(node, server) {
    const prefix = server ? `${server.name} ` : "";

    return prefix && node.name.startsWith(prefix) ? node.name.slice(prefix.length) : node.name;
}

/* The rows shown, from the top: { node, level, y, height }; and where each object's things are
 * drawn: row[id], that of the nearest that is shown when it is folded away. */
function layRows(data, roots, folded, sizes) {
    const rows = [],
        row = new Int32Array(data.head.objects.length + 1).fill(-1);
    let y = 0;
    const cover = (node, index) => {
        if (node.id > 0) row[node.id] = index;
        for (const part of node.parts) cover(part, index);
    };
    const add = (node, level, server) => {
        const height = node.parts.length && !folded.has(node.id) ? sizes.head : sizes.lane;

        rows.push({ node, level, y, height, label: rowLabel(node, server) });
        y += height;
        cover(node, rows.length - 1);
        if (folded.has(node.id)) return;
        for (const part of node.parts) add(part, level + 1, node.part === "server" ? node : null);
    };

    for (const node of roots) add(node, 0, null);
    return { rows, row, height: y };
}
