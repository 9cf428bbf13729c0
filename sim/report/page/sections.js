/* sections.js - the sections that were there before the replay: their order, and links into it.
 *
 * SPDX-License-Identifier: MIT */

/* The replay comes first, unless an expectation failed: that is then the news. */
function orderSections(app) {
    const checks = document.getElementById("checks");
    const items = [...document.querySelectorAll("nav#contents li")];
    const itemOf = (id) => items.find((item) => item.querySelector(`a[href="#${id}"]`));

    if (!checks || checks.querySelector("td .fail")) return;
    checks.before(app.section);
    if (itemOf("checks") && itemOf("app")) itemOf("checks").before(itemOf("app"));
}

/* Many expectations that passed would push the replay out of sight. */
function shortenChecks() {
    const rows = [...document.querySelectorAll("#checks tbody tr")],
        table = document.querySelector("#checks table");
    const passed = rows.filter((row) => !row.querySelector(".fail"));

    if (!table || rows.length <= 8) return;
    passed.slice(4).forEach((row) => row.classList.add("folded-row"));
    const more = button(
        `Show all ${rows.length} expectations`,
        () => {
            rows.forEach((row) => row.classList.remove("folded-row"));
            more.remove();
        },
        { class: "more" },
    );

    document.getElementById("checks").append(more);
}

/* What shows that an expectation holds, or does not, is a click away. */
function linkWitnesses(app) {
    for (const witness of document.querySelectorAll("#checks .witness, #story a[href^='#e']")) {
        const number = Number(witness.dataset.entry ?? witness.getAttribute("href")?.slice(2));

        if (!(number >= 0 && number < app.data.count)) continue;
        const link =
            witness.localName === "a"
                ? witness
                : element("a", { href: `#e=${number}`, class: "witness" }, ...witness.childNodes);

        if (link !== witness) witness.replaceWith(link);
        link.addEventListener("click", (event) => {
            event.preventDefault();
            app.go({ entry: number, message: app.data.message[number], filter: NOTHING });
            app.section.scrollIntoView({ block: "start" });
        });
    }
}
