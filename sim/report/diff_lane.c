/* diff_lane.c - a lane of two runs as a table of a page, A beside B; see diff_private.h.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/kernel/error.h"
#include "sim/report/diff_private.h"

#define ROWS_MAX 200

typedef struct {
    const ExsDiff *diff;
    const ExsDiffLane *lane;
    const ExsPage *pages;
    GArray *rows; /* ExsDiffRow: those that are shown */
    GString *out;
} Lane;

static const ExsDiffRow *row_at(const Lane *self, guint index)
{
    return &g_array_index(self->rows, ExsDiffRow, index);
}

static bool is_there(const ExsDiffRow *row, int side)
{
    return row->place[side] != G_MAXUINT;
}

/* Does the lane part in this line? */
static bool is_parting(const Lane *self, const ExsDiffRow *row)
{
    return !row->is_same &&
           (row->place[0] == self->lane->parted || row->place[1] == self->lane->parted);
}

/* ---- what is shown ---- */

static bool is_told(const Lane *self, const ExsDiffRow *row)
{
    for (int side = 0; side < 2; side++)
        if (is_there(row, side) &&
            self->pages[side]
                .told[g_array_index(self->lane->entries[side], uint64_t, row->place[side])])
            return true;
    return false;
}

static void choose_rows(Lane *self)
{
    g_autoptr(GArray) all = exs_diff_align(self->diff, self->lane);

    for (guint i = 0; i < all->len; i++) {
        const ExsDiffRow *row = &g_array_index(all, ExsDiffRow, i);

        if (is_told(self, row) || is_parting(self, row))
            g_array_append_vals(self->rows, row, 1);
    }
}

/* Is something near the line that is not the same? */
static bool is_near(const Lane *self, guint index)
{
    guint from = index > EXS_DIFF_FEW ? index - EXS_DIFF_FEW : 0;

    for (guint i = from; i < self->rows->len && i <= index + EXS_DIFF_FEW; i++)
        if (!row_at(self, i)->is_same)
            return true;
    return false;
}

/* ---- cells ---- */

static const ExsEntry *entry_of(const Lane *self, const ExsDiffRow *row, int side)
{
    return exs_diff_entry(self->diff, self->lane, side, row->place[side]);
}

static void append_moment(GString *out, const ExsPage *page, ExsTime when)
{
    g_autoptr(GString) text = g_string_new(NULL);

    if (!exs_names_is_same_day(when, page->start)) {
        exs_names_append_day(text, when);
        g_string_append_c(text, ' ');
    }
    exs_names_append_clock(text, when);
    g_string_append_printf(out, "<span class=\"when\">%s</span> ", text->str);
}

static void append_what(const Lane *self, const ExsDiffRow *row, int side)
{
    const ExsPage *page = &self->pages[side];
    const ExsEntry *entry = entry_of(self, row, side);
    uint32_t rule = (uint32_t)exs_explain_get(page->record, entry, EXS_FIELD_RULE);
    g_autoptr(GString) actor = g_string_new(NULL), sentence = g_string_new(NULL);

    append_moment(self->out, page, entry->when);
    exs_words_append_actor(actor, page->words, entry->actor);
    exs_words_append_entry(sentence, page->words, entry);
    if (actor->len) {
        g_string_append(self->out, "<span class=\"where\">");
        exs_html_prose(self->out, actor->str);
        g_string_append(self->out, "</span> ");
    }
    exs_html_prose(self->out, sentence->str);
    if (rule) {
        g_string_append(self->out, " <span class=\"rule\">");
        exs_html_prose(self->out, exs_record_rule(page->record, rule)->sentence);
        g_string_append(self->out, "</span>");
    }
}

/* By how much B is later. */
static ExsTime by_of(const Lane *self, const ExsDiffRow *row)
{
    return (entry_of(self, row, 1)->when - self->diff->start[1]) -
           (entry_of(self, row, 0)->when - self->diff->start[0]);
}

/* "the same, 20 s later" */
static void append_later(const Lane *self, const ExsDiffRow *row)
{
    ExsTime by = by_of(self, row), length = by < 0 ? -by : by;
    ExsTime grain = length >= EXS_SECOND ? EXS_SECOND : EXS_SECOND / 1000;

    append_moment(self->out, &self->pages[1], entry_of(self, row, 1)->when);
    g_string_append(self->out, "the same, ");
    exs_duration_append(self->out, length >= grain ? length / grain * grain : length);
    g_string_append(self->out, by < 0 ? " sooner" : " later");
}

static void append_cell(const Lane *self, const ExsDiffRow *row, int side)
{
    static const char *const classes[] = {"a", "b"};
    bool is_last = row->place[!side] == self->lane->parted &&
                   self->lane->entries[side]->len == self->lane->parted;

    g_string_append_printf(self->out, "<td class=\"half side-%s%s\">", classes[side],
                           is_there(row, side) ? ""
                           : is_last           ? " nothing"
                                               : " nothing here");
    if (side == 1 && row->is_alike && by_of(self, row))
        append_later(self, row);
    else if (is_there(row, side))
        append_what(self, row, side);
    else
        g_string_append(self->out, is_last ? "nothing more happens to it" : "–");
    g_string_append(self->out, "</td>");
}

static void append_row(const Lane *self, const ExsDiffRow *row)
{
    if (row->is_same) {
        g_string_append(self->out, "<tr class=\"same\"><td colspan=\"2\">");
        append_what(self, row, 0);
        g_string_append(self->out, "</td></tr>\n");
        return;
    }
    g_string_append(self->out, is_parting(self, row) ? "<tr class=\"parting\">" : "<tr>");
    append_cell(self, row, 0);
    append_cell(self, row, 1);
    g_string_append(self->out, "</tr>\n");
}

static void append_fold(const Lane *self, guint count, const char *what)
{
    if (count)
        g_string_append_printf(
            self->out, "<tr class=\"fold\"><td colspan=\"2\">... %u %s</td></tr>\n", count, what);
}

static void append_rows(const Lane *self)
{
    guint same = 0, shown = 0;

    for (guint i = 0; i < self->rows->len; i++) {
        if (!is_near(self, i)) {
            same++;
            continue;
        }
        append_fold(self, same, "more that are the same");
        same = 0;
        if (++shown > ROWS_MAX) {
            append_fold(self, self->rows->len - i, "lines more");
            return;
        }
        append_row(self, row_at(self, i));
    }
    append_fold(self, same, "more that are the same");
}

void exs_diff_lane_table(const ExsDiff *diff, const ExsDiffLane *lane, const ExsPage *pages,
                         const char *const *called, const char *id, GString *out)
{
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(ExsDiffRow));
    Lane self = {diff, lane, pages, rows, out};
    g_autoptr(GString) caption = g_string_new(NULL);
    char *headings[2]; /* (owned) */

    for (int side = 0; side < 2; side++) {
        g_autoptr(GString) heading = g_string_new(exs_diff_marks[side]);

        g_string_append(heading, ": ");
        exs_html_prose(heading, called[side]);
        headings[side] = g_string_free(g_steal_pointer(&heading), FALSE);
    }
    choose_rows(&self);
    exs_html_prose(caption, lane->name);
    g_string_append(caption, " in both runs");
    g_string_append(out, "<div class=\"pairs\">\n");
    exs_html_open_table(out, id, caption->str, (const char *const *)headings, 2);
    append_rows(&self);
    exs_html_close_table(out);
    g_string_append(out, "</div>\n");
    for (int side = 0; side < 2; side++)
        g_free(headings[side]);
}
