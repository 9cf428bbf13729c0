/* diff_align.c - a lane that differs, line by line; see diff_private.h.
 *
 * SPDX-License-Identifier: MIT */
#include "sim/report/diff_private.h"

/* With more the best way is not looked for: it takes the square of it. */
#define ENTRIES_MAX 1500

/* What is the same counts for more than all that is only of one kind. */
#define SAME (2 * ENTRIES_MAX)

/* How well the entries from here on can stand beside each other, by place and place. */
typedef struct {
    const ExsDiff *diff;
    const ExsDiffLane *lane;
    guint from, count[2]; /* where they part, how many follow on each side */
    guint *best;          /* (count[0] + 1) x (count[1] + 1) */
} Table;

static const ExsEntry *entry_at(const Table *table, int side, guint offset)
{
    return exs_diff_entry(table->diff, table->lane, side, table->from + offset);
}

static guint key_at(const Table *table, int side, guint offset)
{
    return g_array_index(table->lane->keys[side], guint, table->from + offset);
}

/* 0: the two do not belong together. */
static guint likeness(const Table *table, guint a, guint b)
{
    if (key_at(table, 0, a) == key_at(table, 1, b))
        return SAME;
    return entry_at(table, 0, a)->kind == entry_at(table, 1, b)->kind;
}

static guint *cell(const Table *table, guint a, guint b)
{
    return &table->best[(gsize)a * (table->count[1] + 1) + b];
}

static void fill(const Table *table)
{
    for (guint a = table->count[0]; a-- > 0;)
        for (guint b = table->count[1]; b-- > 0;) {
            guint alike = likeness(table, a, b);
            guint apart = MAX(*cell(table, a + 1, b), *cell(table, a, b + 1));

            *cell(table, a, b) = alike ? MAX(apart, *cell(table, a + 1, b + 1) + alike) : apart;
        }
}

static void append_row(GArray *rows, const ExsDiff *diff, const ExsDiffLane *lane, guint a, guint b)
{
    ExsDiffRow row = {.place = {a, b}};
    bool is_pair = a != G_MAXUINT && b != G_MAXUINT;

    row.is_alike =
        is_pair && g_array_index(lane->keys[0], guint, a) == g_array_index(lane->keys[1], guint, b);
    if (row.is_alike)
        row.is_same = exs_diff_entry(diff, lane, 0, a)->when - diff->start[0] ==
                      exs_diff_entry(diff, lane, 1, b)->when - diff->start[1];
    g_array_append_val(rows, row);
}

/* Along the best way. What stands on one side alone comes before what both have. */
static void walk(GArray *rows, const Table *table)
{
    guint a = 0, b = 0;

    while (a < table->count[0] || b < table->count[1]) {
        bool has_a = a < table->count[0], has_b = b < table->count[1];
        guint alike = has_a && has_b ? likeness(table, a, b) : 0;

        if (alike && *cell(table, a, b) == *cell(table, a + 1, b + 1) + alike)
            append_row(rows, table->diff, table->lane, table->from + a++, table->from + b++);
        else if (has_a && (!has_b || *cell(table, a + 1, b) >= *cell(table, a, b + 1)))
            append_row(rows, table->diff, table->lane, table->from + a++, G_MAXUINT);
        else
            append_row(rows, table->diff, table->lane, G_MAXUINT, table->from + b++);
    }
}

/* Too many: all of one side, then all of the other. */
static void list(GArray *rows, const Table *table)
{
    for (guint a = 0; a < table->count[0]; a++)
        append_row(rows, table->diff, table->lane, table->from + a, G_MAXUINT);
    for (guint b = 0; b < table->count[1]; b++)
        append_row(rows, table->diff, table->lane, G_MAXUINT, table->from + b);
}

GArray *exs_diff_align(const ExsDiff *diff, const ExsDiffLane *lane)
{
    GArray *rows = g_array_new(FALSE, FALSE, sizeof(ExsDiffRow));
    Table table = {.diff = diff, .lane = lane, .from = lane->parted};

    for (guint place = 0; place < lane->parted; place++)
        append_row(rows, diff, lane, place, place);
    for (int side = 0; side < 2; side++)
        table.count[side] = lane->entries[side]->len - lane->parted;
    if (MAX(table.count[0], table.count[1]) > ENTRIES_MAX) {
        list(rows, &table);
        return rows;
    }
    table.best = g_new0(guint, (gsize)(table.count[0] + 1) * (table.count[1] + 1));
    fill(&table);
    walk(rows, &table);
    g_free(table.best);
    return rows;
}
