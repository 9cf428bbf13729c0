/* paint.js - the same lines as SVG or on a canvas: a pen that either holds.
 *
 * SPDX-License-Identifier: MIT */

const SVG = "http://www.w3.org/2000/svg";

function svgElement(name, attributes = {}, text) {
    const element = document.createElementNS(SVG, name);

    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    return element;
}

/* An element of the page; `children` may be texts. */
function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);

    for (const [key, value] of Object.entries(attributes)) {
        if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
        else if (value === true) made.setAttribute(key, "");
        else if (value !== false && value !== null && value !== undefined)
            made.setAttribute(key, value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
}

/* A name, set apart from the direction of the text around it. */
function nameElement(text, className) {
    return element("bdi", className ? { class: className } : {}, visible(text));
}

function button(label, onclick, attributes = {}) {
    return element("button", { type: "button", onclick, ...attributes }, label);
}

const round = (value) => Math.round(value * 10) / 10;

/* Collects lines by class, so that thousands of arrows are a handful of elements. */
function makePen() {
    const paths = new Map();

    return {
        paths,
        add(className, d) {
            if (!paths.has(className)) paths.set(className, []);
            paths.get(className).push(d);
        },
    };
}

/* A line with its head, from one row's middle to another's. */
function arrowPath(x1, y1, x2, y2, head = 5) {
    const length = Math.hypot(x2 - x1, y2 - y1) || 1,
        ux = (x2 - x1) / length,
        uy = (y2 - y1) / length;
    const bx = x2 - ux * head,
        by = y2 - uy * head,
        wx = -uy * head * 0.55,
        wy = ux * head * 0.55;

    return (
        `M${round(x1)} ${round(y1)}L${round(x2)} ${round(y2)}` +
        `M${round(bx + wx)} ${round(by + wy)}L${round(x2)} ${round(y2)}` +
        `L${round(bx - wx)} ${round(by - wy)}`
    );
}

const SPOT_PATHS = [
    (x, y) => `M${round(x - 3.5)} ${round(y)}a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0z`,
    (x, y) => `M${round(x - 4)} ${round(y)}l3 3.5l5.5 -7`,
    (x, y) => `M${round(x - 4)} ${round(y - 4)}l8 8m0 -8l-8 8`,
    (x, y) => `M${round(x)} ${round(y - 6)}l6 11h-12z`,
    (x, y) => `M${round(x - 5)} ${round(y - 5)}h10v10h-10z`,
    (x, y) => `M${round(x)} ${round(y - 3)}v6`,
];

const SPOT_CLASSES = ["start", "done", "fail", "fault", "stay", "event"];

/* What the style sheet makes of a class, for a canvas. */
function colourOf(host, className) {
    const probe = svgElement("path", { class: className });

    host.append(probe);
    const style = getComputedStyle(probe);
    const colours = {
        stroke: style.stroke,
        fill: style.fill,
        width: parseFloat(style.strokeWidth) || 1,
        alpha: parseFloat(style.opacity) || 1,
    };

    probe.remove();
    return colours;
}

function paintSvg(group, pen) {
    group.replaceChildren(
        ...[...pen.paths].map(([className, parts]) =>
            svgElement("path", { class: className, d: parts.join("") }),
        ),
    );
}

function paintCanvas(canvas, host, pen) {
    const context = canvas.getContext("2d");

    for (const [className, parts] of pen.paths) {
        const { stroke, fill, width, alpha } = colourOf(host, className);

        context.globalAlpha = alpha;
        context.lineWidth = width;
        for (let i = 0; i < parts.length; i += 2000) {
            const path = new Path2D(parts.slice(i, i + 2000).join(""));

            if (fill !== "none") {
                context.fillStyle = fill;
                context.fill(path);
            }
            if (stroke !== "none") {
                context.strokeStyle = stroke;
                context.stroke(path);
            }
        }
    }
    context.globalAlpha = 1;
}

/* A canvas as sharp as the screen, empty. */
function clearCanvas(canvas, width, height) {
    const ratio = window.devicePixelRatio || 1;

    canvas.width = Math.max(1, Math.round(width * ratio));
    canvas.height = Math.max(1, Math.round(height * ratio));
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    canvas.getContext("2d").setTransform(ratio, 0, 0, ratio, 0, 0);
}
