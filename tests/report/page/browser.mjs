/* browser.mjs - what the tests of the report in a browser stand on: pages made, opened, asked.
 *
 * SPDX-License-Identifier: MIT */

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import assert from "node:assert/strict";

const [exsim, modules] = process.argv.slice(2);
const require = createRequire(join(resolve(modules), "package.json"));
const { default: puppeteer } = await import(pathToFileURL(require.resolve("puppeteer-core")));
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
export const folder = mkdtempSync(join(tmpdir(), "exsim-page-"));

const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    headless: true,
    args: ["--no-sandbox", "--disable-gpu"],
});
const made = new Map();

export function run(...words) {
    return execFileSync(exsim, words, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/* The page of a scenario or a record, or of it on two products, written once; a page is itself. */
export function report(source, products = "") {
    const key = `${products} ${source}`;

    if (source.endsWith(".html")) return source;
    if (!made.has(key)) {
        const file = join(folder, `${made.size}.html`);

        run("report", source, ...(products ? ["--products", products] : []), "-o", file);
        made.set(key, file);
    }
    return made.get(key);
}

/* Opens a page that has to be quiet: no exception, no message, no request but for the file. */
export async function open(
    source,
    {
        hash = "",
        width = 1280,
        height = 900,
        scheme = "light",
        motion = "reduce",
        script = true,
        touch = false,
        products = "" /* two: the page that compares them */,
    } = {},
) {
    const page = await browser.newPage(),
        url = pathToFileURL(report(source, products)).href;

    page.complaints = [];
    page.on("pageerror", (error) => page.complaints.push(`exception: ${error.stack || error}`));
    page.on("console", (message) => page.complaints.push(`console: ${message.text()}`));
    page.on("request", (request) => {
        if (request.url().replace(/#.*/, "") !== url && !request.url().startsWith("blob:"))
            page.complaints.push(`request: ${request.url()}`);
    });
    await page.setViewport({ width, height, hasTouch: touch, isMobile: touch });
    await page.setJavaScriptEnabled(script);
    await page.emulateMediaFeatures([
        { name: "prefers-color-scheme", value: scheme },
        { name: "prefers-reduced-motion", value: motion },
    ]);
    const since = Date.now();

    await page.goto(url + hash);
    if (script && (await page.$("#app"))) {
        await page.waitForSelector("#app[data-ready]", { timeout: 20000 });
        page.readyAfter = Date.now() - since;
        await settle(page);
    }
    return page;
}

/* Until what was asked for is drawn. */
export async function settle(page) {
    await page.evaluate(
        () =>
            new Promise((done) =>
                requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 30))),
            ),
    );
}

export async function close(page) {
    assert.deepEqual(page.complaints, []);
    await page.close();
}

export async function choose(page, name) {
    await page.evaluate((wanted) => {
        const button = [...document.querySelectorAll("#app button[data-message]")].find(
            (each) => each.querySelector("bdi").textContent === wanted,
        );

        button.click();
    }, name);
    await settle(page);
}

/* Fingers on the page: { id, x, y } for each that touches it now. */
export async function touch(page, type, ...points) {
    page.fingers ||= await page.createCDPSession();
    await page.fingers.send("Input.dispatchTouchEvent", { type, touchPoints: points });
}

export const text = (page, selector) => page.$eval(selector, (each) => each.textContent);

export async function violations(page) {
    await page.evaluate(axe);
    const found = await page.evaluate(async () => (await window.axe.run(document)).violations);

    return found.map(
        (each) =>
            `${each.id}: ${each.nodes
                .slice(0, 3)
                .map((node) => `${node.target} ${node.failureSummary}`)
                .join(" | ")}`,
    );
}

/* The most that the process of the page's renderer held, in bytes. */
export async function memory() {
    const session = await browser.target().createCDPSession();
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    const peaks = processInfo
        .filter((each) => each.type === "renderer")
        .map((each) => {
            try {
                return (
                    Number(
                        /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${each.id}/status`, "utf8"))[1],
                    ) * 1024
                );
            } catch {
                return 0;
            }
        });

    return Math.max(...peaks);
}

/* Closes what a test that failed left open. */
export async function tidy() {
    for (const page of (await browser.pages()).slice(1)) await page.close();
}

export async function end() {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
}
