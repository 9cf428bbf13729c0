/* browser_test.mjs - the report in a real browser: what is shown, what is reached, what is refused.
 *
 *   node browser_test.mjs EXSIM MODULES [NAME]
 *
 * MODULES is a folder with node_modules/ of puppeteer-core and axe-core. NAME: only tests that have
 * it in their names. Needs chromium. Exit code 1 if a test fails.
 *
 * SPDX-License-Identifier: MIT */

import { readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";
import {
    choose,
    close,
    end,
    folder,
    memory,
    open,
    report,
    run,
    settle,
    text,
    tidy,
    touch,
    violations,
} from "./browser.mjs";

const only = process.argv[4] || "";
const here = dirname(fileURLToPath(import.meta.url)),
    root = resolve(here, "../../..");

const READY_MOST = 3000,
    MEMORY_MOST = 600 * 1024 * 1024,
    SIZE_MOST = 6 * 1024 * 1024;
const SECURED = join(root, "scenarios/kb/reroute/Q263714-secured-mail-stays.lua");
const BOUNCE = join(root, "scenarios/kb/ndr/Q251441-report-goes-another-way.lua");
const DAY = join(root, "scenarios/training/a-day-with-outages.lua");

/* ---- the tests ---- */

const tests = {
    async "the ways the mail went are told at once"() {
        const page = await open(SECURED);
        const ways = await text(page, "#app .ways");

        assert.match(ways, /26 messages/);
        assert.match(ways, /HUB1 IMS\s*stopped: stayed up to 1 h 3 min/);
        assert.match(ways, /FAST\s*link cut: left after 30 s/);
        assert.match(ways, /rerouted/);
        await close(page);
    },

    async "a click on a message lights its path and explains its decisions"() {
        const page = await open(SECURED);

        await choose(page, "x400");
        assert.equal(await text(page, "#inspector-heading"), "x400");
        assert.ok(await page.$(".chart.has-path .layer-path path"));
        assert.ok(await page.$eval("li.kind-rerouted details.decision", (each) => each.open));
        const why = await text(page, "li.kind-rerouted .decision-body");

        assert.match(why, /fewest times/);
        assert.match(why, /Q193322/);
        assert.match(why, /FAST falls/);
        await close(page);
    },

    async "a message that stays says by which rule and article"() {
        const page = await open(SECURED);

        await choose(page, "early 7");
        assert.match(await text(page, ".steps"), /SECURED_STAYS.*Q263714/s);
        await close(page);
    },

    async "what shows an expectation, and what the summary tells of, is a click away"() {
        for (const selector of ["#checks .witness", "#story [data-message='26'] a:not(.why)"]) {
            const page = await open(SECURED);

            await page.$$eval(selector, (all) => all[all.length - 1].click());
            await settle(page);
            assert.equal(await text(page, "#inspector-heading"), "x400");
            assert.match(await page.evaluate(() => location.hash), /^#m=26&e=\d+$/);
            assert.ok(await page.$(".steps .current"));
            await close(page);
        }
    },

    async "an arrow on the chart can be clicked"() {
        const page = await open(SECURED);
        const spot = await page.evaluate(() => {
            document.querySelector(".chart").scrollIntoView({ block: "start" });
            const path = document.querySelector(".layer-arrows .arrow-3"),
                box = path.getBoundingClientRect();

            return { x: box.x + box.width / 2, y: box.y + box.height * 0.6 };
        });

        await page.mouse.click(spot.x, spot.y);
        await settle(page);
        assert.equal(await text(page, "#inspector-heading"), "x400");
        await close(page);
    },

    async "step, step back and the scrubber move the time"() {
        const page = await open(SECURED);
        const now = () => text(page, ".now");

        await choose(page, "x400");
        for (let i = 0; i < 4; i++) await page.click(".step-on");
        await settle(page);
        const later = await page.$eval(".step[aria-current]", (each) => Number(each.dataset.entry));

        await page.click(".step-back");
        await settle(page);
        const earlier = await page.$eval(".step[aria-current]", (each) =>
            Number(each.dataset.entry),
        );

        assert.ok(earlier < later);
        await page.$eval("#scrub", (each) => {
            each.value = each.max;
            each.dispatchEvent(new Event("input"));
        });
        await settle(page);
        assert.match(await now(), /12:00:00$/);
        await close(page);
    },

    async "play moves on, and the queues with it"() {
        const page = await open(DAY, { motion: "no-preference" });
        const before = await text(page, ".now");

        await page.click(".play");
        await new Promise((done) => setTimeout(done, 1200));
        await page.click(".play");
        await settle(page);
        assert.notEqual(await text(page, ".now"), before);
        await page.evaluate(() => (location.hash = "#t=19740000000")); /* 13:29 */
        await settle(page);
        assert.match(await text(page, ".plots"), /LON1 IMS2|IMS2/);
        assert.match(await text(page, ".plots"), /21 now/);
        await close(page);
    },

    async "an address brings back what was shown"() {
        const page = await open(SECURED);

        await choose(page, "x400");
        await page.keyboard.press("+");
        await page.click(".step-on");
        await new Promise((done) => setTimeout(done, 500));
        const hash = await page.evaluate(() => location.hash);
        const shown = await text(page, "#inspector-heading"),
            now = await text(page, ".now");

        assert.match(hash, /m=26/);
        assert.match(hash, /z=\d+-\d+/);
        await close(page);
        const again = await open(SECURED, { hash });

        assert.equal(await text(again, "#inspector-heading"), shown);
        assert.equal(await text(again, ".now"), now);
        assert.equal(await again.evaluate(() => location.hash), hash);
        await close(again);
    },

    async "back goes back, nonsense in the address does no harm"() {
        const page = await open(SECURED);

        await choose(page, "x400");
        await page.goBack();
        await settle(page);
        assert.match(await text(page, "#inspector-heading"), /ways/);
        for (const hash of [
            "#m=99999&e=-1&z=5-1",
            "#e=1e9&t=99999999999999999999",
            "#f=%E0%A4%A",
            "#m=&o=0&k=nothing",
            "#z=9-9999999999999999",
        ]) {
            await page.evaluate((each) => (location.hash = each), hash);
            await settle(page);
        }
        await close(page);
    },

    async "the filter finds, with context"() {
        const page = await open(SECURED);

        await page.type("#filter-text", "x400");
        await new Promise((done) => setTimeout(done, 400));
        await settle(page);
        assert.match(await text(page, ".story"), /1 message/);
        assert.ok(await page.$(".found .match"));
        await page.select("#filter-kind", "rerouted");
        await settle(page);
        assert.match(await text(page, "#inspector-heading"), /^1 entry/);
        assert.ok(await page.$(".found .context"));
        assert.match(await page.evaluate(() => location.hash), /f=x400.*k=rerouted/);
        await close(page);
    },

    async "the keyboard does it all"() {
        const page = await open(SECURED);

        await page.focus(".chart");
        for (let i = 0; i < 9; i++) await page.keyboard.press("ArrowRight");
        await page.keyboard.press("Enter");
        await settle(page);
        assert.match(await text(page, "#inspector-heading"), /^early \d/);
        await page.keyboard.press("?");
        assert.ok(await page.$("dialog[open]"));
        await page.keyboard.press("Escape");
        await page.focus(".chart");
        await page.keyboard.press("Escape");
        await settle(page);
        assert.match(await text(page, "#inspector-heading"), /ways/);
        await page.keyboard.press("l");
        await settle(page);
        assert.equal(
            await page.$eval(".linear", (each) => each.getAttribute("aria-pressed")),
            "true",
        );
        assert.notEqual(await text(page, "#app .live"), "");
        await close(page);
    },

    async "fingers tap, drag and pinch"() {
        const page = await open(SECURED, { width: 390, height: 844, touch: true });
        const arrows = (selector) =>
            page.$$eval(selector, (all) =>
                all.map((each) => {
                    const box = each.getBoundingClientRect();

                    return { x: box.x + box.width / 2, y: box.y + box.height * 0.6 };
                }),
            );
        const path = async () => {
            await settle(page);
            return (await arrows(".layer-path .arrow")).map((each) => Math.round(each.x));
        };
        const spread = (all) => Math.max(...all) - Math.min(...all);
        const scrolled = () => page.$eval(".chart", (each) => [each.scrollTop, window.scrollY]);

        await page.$eval(".chart", (each) => each.scrollIntoView({ block: "start" }));
        await settle(page);
        const { x, y } = (await arrows(".layer-arrows .arrow-3"))[0]; /* rerouted */

        await touch(page, "touchStart", { id: 1, x, y });
        await touch(page, "touchEnd");
        await settle(page);
        assert.equal(await text(page, "#inspector-heading"), "x400");

        const { middle, line } = await page.$eval(".chart", (each) => {
            each.scrollIntoView({ block: "start" });
            const { right, top } = each.getBoundingClientRect();

            return { middle: (right + 130) / 2, line: top + 120 };
        });
        const fingers = (apart) => [
            { id: 1, x: middle - apart, y: line },
            { id: 2, x: middle + apart, y: line },
        ];
        const start = await path();

        await touch(page, "touchStart", ...fingers(20));
        for (let apart = 22; apart <= 30; apart += 2)
            await touch(page, "touchMove", ...fingers(apart));
        const pinched = await path();

        assert.ok(spread(pinched) > 1.3 * spread(start), `${start} pinched: ${pinched}`);
        /* One finger leaves, the other goes on, by as much as it moves. */
        await touch(page, "touchEnd", fingers(30)[1]);
        for (let by = 2; by <= 20; by += 2)
            await touch(page, "touchMove", { id: 1, x: middle - 30 - by, y: line });
        await touch(page, "touchEnd");
        const dragged = await path();

        assert.ok(Math.abs(pinched[0] - dragged[0] - 20) <= 5, `${pinched} dragged: ${dragged}`);
        await touch(page, "touchStart", ...fingers(80));
        for (let apart = 75; apart >= 5; apart -= 5)
            await touch(page, "touchMove", ...fingers(apart));
        await touch(page, "touchEnd");
        assert.deepEqual(await path(), start, "all is shown again");
        assert.equal(await page.evaluate(() => window.visualViewport.scale), 1);

        /* Up and down scrolls the lanes, then the page. */
        for (const place of [0, 1]) {
            const before = await scrolled();

            await touch(page, "touchStart", { id: 1, x: middle, y: line + 200 });
            for (let up = 10; up <= 200; up += 10)
                await touch(page, "touchMove", { id: 1, x: middle, y: line + 200 - up });
            await touch(page, "touchEnd");
            await new Promise((done) => setTimeout(done, 500));
            const after = await scrolled();

            assert.ok(after[place] > before[place] + 20, `${before} scrolled: ${after}`);
        }
        await close(page);
    },

    async "dark and light, by the system and by hand"() {
        const page = await open(SECURED, { scheme: "dark" });
        const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        const dark = await paper();

        await page.click(".theme");
        await settle(page);
        assert.notEqual(await paper(), dark);
        await close(page);
    },

    async "axe finds nothing"() {
        for (const scheme of ["light", "dark"])
            for (const [source, name] of [
                [SECURED, "x400"],
                [DAY, null],
            ]) {
                const page = await open(source, { scheme });

                assert.deepEqual(await violations(page), [], `${scheme}, ways`);
                if (name) {
                    await choose(page, name);
                    assert.deepEqual(await violations(page), [], `${scheme}, story`);
                    await page.evaluate(() => document.getElementById("help").showModal());
                    assert.deepEqual(await violations(page), [], `${scheme}, help`);
                }
                await close(page);
            }
    },

    async "at 320 pixels nothing is wider than the page"() {
        for (const hash of ["", "#m=26&e=180", "#f=x400"]) {
            const page = await open(SECURED, { width: 320, height: 640, hash });

            assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
            await close(page);
        }
    },

    async "without script the page reads, and at 320 pixels"() {
        for (const width of [320, 1280]) {
            const page = await open(SECURED, { script: false, width });
            const seen = await page.evaluate(() => ({
                width: document.documentElement.scrollWidth,
                app: document.getElementById("app").hidden,
                words: document.body.innerText,
            }));

            assert.equal(seen.width, width);
            assert.ok(seen.app);
            assert.match(seen.words, /PASS 6 of 6/);
            assert.match(seen.words, /"x400" rerouted from FAST to SLOW/);
            await close(page);
        }
    },

    async "it prints"() {
        const page = await open(SECURED);

        await page.emulateMediaType("print");
        assert.equal(
            await page.evaluate(() => document.querySelectorAll("#app")[0].checkVisibility()),
            false,
        );
        assert.ok(
            await page.evaluate(() =>
                [...document.querySelectorAll("#checks tbody tr")].every((each) =>
                    each.checkVisibility(),
                ),
            ),
        );
        const pdf = await page.pdf({ format: "A4" });

        assert.equal(Buffer.from(pdf).subarray(0, 5).toString(), "%PDF-");
        assert.ok(pdf.length > 10000);
        await close(page);
    },

    async "names are text, whatever they hold"() {
        const page = await open(join(here, "names.lua"));

        assert.equal(await page.evaluate(() => window.broken), undefined);
        assert.equal(await page.$("img"), null);
        await page.click(".members summary");
        await settle(page);
        const names = await page.$$eval(".members .message", (all) =>
            all.map((each) => each.textContent),
        );

        assert.equal(names.length, 9);
        assert.ok(names.includes("</script><script>window.broken = 1</script>"));
        assert.ok(names.includes("\\u{202e}gnp.exe"));
        assert.ok(names.includes("line\\u{2028}separator"));
        for (const name of names) {
            await page.evaluate(
                (wanted) =>
                    [...document.querySelectorAll(".members .message")]
                        .find((each) => each.textContent === wanted)
                        ?.click(),
                name,
            );
            await settle(page);
            assert.equal(await text(page, "#inspector-heading"), name);
            assert.ok(await page.$("#inspector-heading bdi"));
            assert.ok((await text(page, ".steps")).includes(name));
            await page.goBack();
            await settle(page);
            await page.evaluate(() => (document.querySelector(".members").open = true));
            await settle(page);
        }
        await close(page);
    },

    async "two products side by side: where they part, and why"() {
        const page = await open(BOUNCE, { products: "5.5 SP2,5.5 SP4" });

        assert.match(await text(page, ".cause"), /taken before.*BOUNCE_BACK, Q251441.*B alone/s);
        assert.deepEqual(
            await page.$$eval("#first tr.parting td", (all) => all.map((each) => each.textContent)),
            [
                "09:00:00 S1 MTA message 2 for a@x.com goes by S1 IMS1",
                "09:00:00 S1 MTA message 2 for a@x.com goes by S2 IMS2",
            ],
        );
        assert.match(await text(page, "#A-d2"), /step 7/);
        assert.match(await text(page, "#B-d2"), /S1 IMS1 falls: it has gone this way before/);
        await page.focus("details.lane summary");
        await page.keyboard.press("Enter");
        assert.ok(await page.$("details.lane[open] tr.parting"));
        await close(page);
    },

    async "two runs side by side: names are text"() {
        const later = join(folder, "later.lua"),
            compared = join(folder, "compared.html");
        const names = readFileSync(join(here, "names.lua"), "utf8");

        writeFileSync(later, names.replace('"08:01"', '"08:02"'));
        try {
            run("diff", join(here, "names.lua"), later, "-o", compared);
        } catch (error) {
            assert.equal(error.status, 1); /* they differ */
        }
        for (const width of [320, 1280]) {
            const page = await open(compared, { width });

            assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
            await page.$$eval("details", (all) => all.forEach((each) => (each.open = true)));
            assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
            assert.equal(await page.evaluate(() => window.broken), undefined);
            assert.equal(await page.$("script, img"), null);
            const words = await page.evaluate(() => document.body.textContent);

            assert.ok(words.includes('"</script><script>window.broken = 1</script>", step 1'));
            assert.ok(words.includes("\\u{202e}gnp.exe"));
            assert.deepEqual(await violations(page), []);
            await close(page);
        }
    },

    async "two products side by side: axe finds nothing, and at 320 pixels nothing is wider"() {
        for (const [source, products] of [
            [BOUNCE, "5.5 SP2,5.5 SP4"],
            [SECURED, "5.5 SP4,5.5 SP4"],
            [join(here, "names.lua"), "5.5 SP2,4.0 SP5"],
            [join(here, "lanes.lua"), "5.5 SP2,4.0 SP5"],
        ])
            for (const [scheme, width] of [
                ["light", 1280],
                ["dark", 320],
            ]) {
                const page = await open(source, { products, scheme, width });

                assert.equal(
                    await page.evaluate(() => document.documentElement.scrollWidth),
                    width,
                    source,
                );
                assert.deepEqual(await violations(page), [], `${scheme}, ${source}`);
                assert.equal(await page.evaluate(() => window.broken), undefined);
                assert.equal(await page.$("script, img"), null);
                await close(page);
            }
    },

    async "nothing and one thing are reports, too"() {
        const none = join(folder, "none.exr");

        run("run", join(here, "one.lua"), "--detail", "none", "--record", none, "-q");
        for (const source of [none, join(here, "one.lua")]) {
            const page = await open(source);

            await page.click(".step-on");
            await page.click(".step-back");
            await page.focus(".chart");
            for (const key of ["+", "-", "0", "End", "Home", "l", "]", "["])
                await page.keyboard.press(key);
            await settle(page);
            assert.deepEqual(await violations(page), []);
            await close(page);
        }
    },

    async "a million entries: size, time, memory"() {
        const file = report(join(here, "many.lua")),
            page = await open(join(here, "many.lua"));

        assert.ok(statSync(file).size < SIZE_MOST, `${statSync(file).size} bytes`);
        assert.ok(page.readyAfter < READY_MOST, `ready after ${page.readyAfter} ms`);
        assert.match(await text(page, ".chart-note"), /density/);
        await page.type("#filter-text", "mail 4711");
        await new Promise((done) => setTimeout(done, 1500));
        await settle(page);
        await choose(page, "mail 4711");
        assert.equal(await text(page, "#inspector-heading"), "mail 4711");
        assert.match(await text(page, ".steps"), /delivered/);
        assert.equal(await page.$eval("#app", (each) => each.dataset.mode), "arrows");
        const most = await memory();

        assert.ok(most < MEMORY_MOST, `${Math.round(most / 1048576)} MiB`);
        console.log(
            `   ${statSync(file).size} bytes, ready after ${page.readyAfter} ms, ` +
                `at most ${Math.round(most / 1048576)} MiB`,
        );
        await close(page);
    },

    async "ten thousand lanes, in sites that fold"() {
        const page = await open(join(here, "lanes.lua"));

        assert.ok(page.readyAfter < READY_MOST, `ready after ${page.readyAfter} ms`);
        const sites = await page.$$eval(".lane-name.head", (all) =>
            all.map((each) => each.dataset.lane),
        );

        assert.equal(sites.length, 10);
        for (const site of sites.reverse()) {
            await page.click(`[data-lane="${site}"]`);
            await settle(page);
        }
        const height = await page.$eval(".chart-space", (each) => each.offsetHeight);

        assert.ok(height > 10000 * 30, `${height} pixels of lanes`);
        await page.evaluate(() => (document.querySelector(".chart").scrollTop = 1e9));
        await settle(page);
        const drawn = await page.$$eval(".lane-name", (all) => all.length);

        assert.ok(drawn > 3 && drawn < 100, `${drawn} names of lanes in the page`);
        await close(page);
    },
};

let failed = 0,
    passed = 0;

for (const [name, test] of Object.entries(tests)) {
    if (!name.includes(only)) continue;
    try {
        await test();
        passed++;
        console.log(`ok ${name}`);
    } catch (error) {
        failed++;
        console.log(`FAILED ${name}\n   ${String(error.stack || error).replace(/\n/g, "\n   ")}`);
    }
    await tidy();
}
await end();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
