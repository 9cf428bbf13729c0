/* diff_html.c - two runs side by side as a page without a script, see diff.h.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/report/chart.h"
#include "sim/report/diff_private.h"

#define LANES_MAX 60

typedef struct {
    const ExsDiff *diff;
    const ExsDiffOptions *options;
    ExsPage pages[2];
    char *called[2]; /* (owned) */
    GString *out;
} Page;

static const char *fact(const Page *self, int side, const char *key)
{
    const char *value = exs_record_fact(self->diff->record[side], key);

    return value ? value : "";
}

/* "A: 5.5 SP1" with its badge. */
static void append_side(const Page *self, int side)
{
    g_string_append_printf(self->out, "<span class=\"side side-%s\">%s</span> ", side ? "b" : "a",
                           exs_diff_marks[side]);
    exs_html_prose(self->out, self->called[side]);
}

/* ---- the head ---- */

static void append_fact(const Page *self, const char *key, const char *label)
{
    bool is_same = strcmp(fact(self, 0, key), fact(self, 1, key)) == 0;

    if (!*fact(self, 0, key) && !*fact(self, 1, key))
        return;
    g_string_append_printf(self->out, "<dt>%s</dt><dd>", label);
    exs_html_prose(self->out, fact(self, 0, key));
    if (!is_same) {
        g_string_append(self->out, " / ");
        exs_html_prose(self->out, fact(self, 1, key));
    }
    g_string_append(self->out, "</dd>\n");
}

static void append_header(const Page *self)
{
    const char *title = fact(self, 0, "title");
    GString *out = self->out;

    g_string_append(out, "<a class=\"skip\" href=\"#main\">Skip to the comparison</a>\n<header "
                         "id=\"top\">\n<h1>");
    exs_html_prose(out, *title ? title : "Two runs of exsim");
    g_string_append(out, "</h1>\n<ul class=\"sides\">\n");
    for (int side = 0; side < 2; side++) {
        g_string_append(out, "<li><p>");
        append_side(self, side);
        g_string_append(out, "</p>");
        exs_html_verdict(out, self->diff->record[side]);
        g_string_append(out, "</li>\n");
    }
    g_string_append(out, "</ul>\n<dl class=\"facts\">\n");
    append_fact(self, "article", "Article");
    append_fact(self, "case", "Case");
    append_fact(self, "start", "Starts");
    append_fact(self, "end", "Ends");
    append_fact(self, "seed", "Seed");
    append_fact(self, "without", "Rules off");
    g_string_append(out, "</dl>\n</header>\n");
}

/* ---- where they part, and why ---- */

static void append_place(const Page *self, const ExsDiffLane *lane)
{
    GString *out = self->out;
    g_autoptr(GString) when = g_string_new(NULL);
    ExsTime instant = self->diff->start[0] + lane->when;

    exs_names_append_day(when, instant);
    g_string_append_c(when, ' ');
    exs_names_append_clock(when, instant);
    g_string_append(out, "<strong>");
    exs_html_prose(out, lane->name);
    g_string_append_printf(out, "</strong>, step %u, at %s", lane->parted + 1, when->str);
}

static void append_causes(const Page *self)
{
    const ExsDiffOptions *options = self->options;
    GString *out = self->out;

    if (!options->causes)
        return;
    g_string_append(out, "<h3>Why</h3>\n");
    for (size_t i = 0; i < options->cause_count; i++) {
        const ExsDiffCause *cause = &options->causes[i];
        g_autofree char *how = exs_diff_cause(cause);

        g_string_append(out, "<p class=\"cause\"><strong>");
        exs_html_prose(out, cause->sentence);
        g_string_append(out, "</strong> <span class=\"rule-id\">");
        exs_html_text(out, cause->id);
        g_string_append(out, ", ");
        exs_html_text(out, cause->source);
        g_string_append_printf(out, "</span><br>This rule %s.</p>\n", how);
    }
    if (options->cause_count == 0)
        g_string_append(out, "<p>No published rule that holds on one of the two alone explains it: "
                             "a default, an event or several rules at once differ.</p>\n");
    if (options->untried)
        g_string_append_printf(out,
                               "<p class=\"rest\">%zu rules that hold on one side alone were not "
                               "tried: the runs are too long.</p>\n",
                               options->untried);
}

/* The decision behind the entry where a side parts. */
static void append_decision(Page *self, int side)
{
    const ExsEntry *entry = exs_diff_parting(self->diff, self->diff->first, side);
    const ExsRecord *record = self->diff->record[side];
    uint32_t number = entry ? (uint32_t)exs_explain_get(record, entry, EXS_FIELD_DECISION) : 0;

    if (!number)
        return;
    self->pages[side].taken[number] = exs_explain_taken(record, entry);
    g_string_append(self->out, "<div>\n<p>");
    append_side(self, side);
    g_string_append(self->out, "</p>\n");
    exs_html_decision(&self->pages[side], number);
    g_string_append(self->out, "</div>\n");
}

/* The way of the message that parts first, of each run. */
static void append_charts(const Page *self)
{
    const ExsDiffLane *lane = self->diff->first;

    for (int side = 0; side < 2; side++) {
        g_autofree char *name =
            g_strdup_printf("%s in %s, %s", lane->name, exs_diff_marks[side], self->called[side]);
        ExsChartOptions options = {true, lane->message[side], name};

        if (!lane->message[side])
            continue;
        g_string_append(self->out, "<div>\n<p>");
        append_side(self, side);
        g_string_append(self->out, "</p>\n<div class=\"scroll way-chart\" role=\"region\" "
                                   "aria-label=\"");
        exs_html_text(self->out, name);
        g_string_append(self->out, "\" tabindex=\"0\">\n");
        exs_chart(self->diff->record[side], &options, self->out, NULL);
        g_string_append(self->out, "</div>\n</div>\n");
    }
}

static void append_first(Page *self)
{
    const ExsDiff *diff = self->diff;

    exs_html_open_section(self->out, "first", "Where they part");
    if (!diff->first) {
        g_string_append(self->out,
                        "<p class=\"outcome\">Nowhere: the two runs are the same.</p>\n");
        exs_html_close_section(self->out);
        return;
    }
    g_string_append(self->out, "<p>First: ");
    append_place(self, diff->first);
    g_string_append(self->out, ".</p>\n");
    append_causes(self);
    exs_diff_lane_table(diff, diff->first, self->pages, (const char *const *)self->called,
                        "first-lane", self->out);
    g_string_append(self->out, "<div class=\"sides\">\n");
    append_charts(self);
    g_string_append(self->out, "</div>\n<div class=\"sides\">\n");
    for (int side = 0; side < 2; side++)
        append_decision(self, side);
    g_string_append(self->out, "</div>\n");
    exs_html_close_section(self->out);
}

/* ---- the rest ---- */

static void append_tales(Page *self)
{
    exs_html_open_section(self->out, "story", "What happened");
    g_string_append(self->out, "<div class=\"sides\">\n");
    for (int side = 0; side < 2; side++) {
        g_string_append(self->out, "<div>\n<h3>");
        append_side(self, side);
        g_string_append(self->out, "</h3>\n");
        exs_html_tale(&self->pages[side]);
        g_string_append(self->out, "</div>\n");
    }
    g_string_append(self->out, "</div>\n");
    exs_html_close_section(self->out);
}

/* The check of this text; NULL: there is none. */
static const ExsCheck *find_check(const ExsRecord *record, const char *text)
{
    for (size_t i = 0; i < exs_record_check_count(record); i++)
        if (strcmp(exs_record_check(record, i)->text, text) == 0)
            return exs_record_check(record, i);
    return NULL;
}

static void append_verdict(GString *out, const ExsCheck *check, int side)
{
    bool is_passed = check && check->verdict == EXS_VERDICT_PASS;

    g_string_append_printf(out, "<td class=\"side-%s\">", side ? "b" : "a");
    if (!check) {
        g_string_append(out, "not expected here</td>");
        return;
    }
    g_string_append_printf(out, "<span class=\"verdict %s\">%s</span>", is_passed ? "pass" : "fail",
                           is_passed ? "PASS" : "FAIL");
    if (*check->seen) {
        g_string_append(out, "<p>seen: ");
        exs_html_prose(out, check->seen);
        g_string_append(out, "</p>");
    }
    g_string_append(out, "</td>");
}

static void append_checks(const Page *self)
{
    static const char *const headings[] = {"Expectation", "A", "B"};
    const ExsRecord *const *record = self->diff->record;
    GString *out = self->out;

    if (!exs_record_check_count(record[0]) && !exs_record_check_count(record[1]))
        return;
    exs_html_open_section(out, "checks", "Expectations");
    g_string_append(out, "<div class=\"pairs\">\n");
    exs_html_open_table(out, "both", "Each expectation and its verdict in both runs", headings,
                        G_N_ELEMENTS(headings));
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < exs_record_check_count(record[side]); i++) {
            const ExsCheck *check = exs_record_check(record[side], i);
            const ExsCheck *other = find_check(record[!side], check->text);

            if (side == 1 && other)
                continue;
            g_string_append(out, "<tr><th scope=\"row\">");
            exs_html_prose(out, check->text);
            g_string_append(out, "</th>");
            append_verdict(out, side ? other : check, 0);
            append_verdict(out, side ? check : other, 1);
            g_string_append(out, "</tr>\n");
        }
    exs_html_close_table(out);
    g_string_append(out, "</div>\n");
    exs_html_close_section(out);
}

static void append_lane(const Page *self, const ExsDiffLane *lane, guint number)
{
    g_autofree char *id = g_strdup_printf("lane-%u", number);
    bool is_in_both = lane->entries[0]->len && lane->entries[1]->len;

    g_string_append(self->out, "<details class=\"lane\"><summary>");
    append_place(self, lane);
    if (!is_in_both)
        g_string_append_printf(self->out, ", only in %s",
                               exs_diff_marks[lane->entries[0]->len == 0]);
    g_string_append(self->out, "</summary>\n");
    exs_diff_lane_table(self->diff, lane, self->pages, (const char *const *)self->called, id,
                        self->out);
    g_string_append(self->out, "</details>\n");
}

static void append_others(const Page *self)
{
    g_autoptr(GPtrArray) others = exs_diff_others(self->diff);

    if (!self->diff->first)
        return;
    exs_html_open_section(self->out, "others", "What else differs");
    g_string_append_printf(self->out, "<p>%zu of %u messages and objects differ%s</p>\n",
                           self->diff->differing, self->diff->lanes->len,
                           others->len ? "; the others, as they part:" : ".");
    for (guint i = 0; i < others->len && i < LANES_MAX; i++)
        append_lane(self, others->pdata[i], i + 1);
    if (others->len > LANES_MAX)
        g_string_append_printf(self->out, "<p class=\"rest\">... and %u more.</p>\n",
                               others->len - LANES_MAX);
    exs_html_close_section(self->out);
}

static void append_navigation(const Page *self)
{
    const ExsRecord *const *record = self->diff->record;
    bool has_checks = exs_record_check_count(record[0]) || exs_record_check_count(record[1]);

    g_string_append_printf(
        self->out,
        "<nav id=\"contents\" aria-label=\"Contents\">\n<ul>\n<li><a href=\"#first\">Where they "
        "part</a></li>\n<li><a href=\"#story\">What happened</a></li>\n%s%s</ul>\n</nav>\n",
        has_checks ? "<li><a href=\"#checks\">Expectations</a></li>\n" : "",
        self->diff->first ? "<li><a href=\"#others\">What else differs</a></li>\n" : "");
}

static void append_footer(const Page *self)
{
    g_string_append(self->out, "<footer>\n<p>exsim " EXS_VERSION);
    for (int side = 0; side < 2; side++) {
        g_string_append_printf(self->out, ", %s ", exs_diff_marks[side]);
        exs_html_text(self->out, exs_record_fingerprint(self->diff->record[side]));
    }
    g_string_append(self->out, "</p>\n</footer>\n</body>\n</html>\n");
}

static char *make_title(const Page *self)
{
    const char *title = fact(self, 0, "title"), *article = fact(self, 0, "article");

    return g_strdup_printf("%s%s%s%s%s against %s - exsim", article, *article ? " - " : "", title,
                           *title ? " - " : "", self->called[0], self->called[1]);
}

void exs_diff_html(const ExsDiff *diff, const ExsDiffOptions *options, GString *out)
{
    static const ExsHtmlOptions plain = {.all = false};
    Page self = {.diff = diff, .options = options, .out = out};
    g_autofree char *title = NULL;

    for (int side = 0; side < 2; side++) {
        exs_page_init(&self.pages[side], diff->record[side], &plain, exs_diff_marks[side], out);
        self.called[side] = exs_diff_called(diff, options, side);
    }
    title = make_title(&self);
    exs_html_open_plain(out, title);
    append_header(&self);
    append_navigation(&self);
    g_string_append(out, "<main id=\"main\" tabindex=\"-1\">\n");
    append_first(&self);
    append_tales(&self);
    append_checks(&self);
    append_others(&self);
    g_string_append(out, "</main>\n");
    append_footer(&self);
    for (int side = 0; side < 2; side++) {
        exs_page_clear(&self.pages[side]);
        g_free(self.called[side]);
    }
}
