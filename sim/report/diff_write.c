/* diff_write.c - where two records part, as text and as JSON, see diff.h.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/kernel/error.h"
#include "sim/report/diff_private.h"
#include "sim/report/report_private.h"

#define MANY       20
#define BOTH       3 /* steps shown before the parting */
#define MARK_WIDTH 1
#define TIME_WIDTH 19

static const char *const marks[] = {"A", "B"};
static const char *const colours[] = {EXS_ANSI_RED, EXS_ANSI_GREEN};

static const char *product_of(const ExsRecord *record)
{
    const char *product = exs_record_fact(record, "product");

    return product ? product : "";
}

/* ---- entries ---- */

static void append_sentence(GString *out, const ExsRecord *record, const ExsEntry *entry)
{
    exs_names_append_actor(out, record, entry->actor);
    g_string_append(out, out->len ? ": " : "");
    exs_entry_append(out, record, entry);
}

static void append_entry(GString *out, const ExsDiff *diff, const ExsDiffOptions *options, int side,
                         const ExsEntry *entry, const char *mark, size_t width)
{
    const char *colour = options->colour && *mark ? colours[side] : NULL;
    g_autoptr(GString) sentence = g_string_new(NULL);
    g_autofree char *when = entry ? exs_time_format(entry->when) : g_strdup("");

    if (entry)
        append_sentence(sentence, diff->record[side], entry);
    else
        g_string_append(sentence, "nothing more happens to it");
    exs_layout_row(out, 2,
                   (ExsCell[]){{mark, MARK_WIDTH, colour},
                               {when, width, NULL},
                               {sentence->str, EXS_REPORT_WIDTH - MARK_WIDTH - width - 6, colour}},
                   3);
}

/* Rules that the entry names. */
static void append_rules(GString *out, const ExsRecord *record, const ExsEntry *entry)
{
    const ExsKind *kind = exs_record_kind(record, entry->kind);

    for (size_t i = 0; i < kind->field_count; i++) {
        uint32_t number = (uint32_t)exs_entry_value(record, entry, i);
        g_autoptr(GString) line = NULL;
        const ExsRuleRow *rule;

        if (kind->fields[i].type != EXS_FIELD_RULE || number == 0)
            continue;
        rule = exs_record_rule(record, number);
        line = g_string_new(NULL);
        exs_escape_append(line, rule->sentence);
        g_string_append_c(line, ' ');
        exs_names_append_rule(line, rule);
        exs_layout_paragraph(out, 5, "rule: ", line->str, EXS_REPORT_WIDTH);
    }
}

/* ---- text ---- */

static void append_head(GString *out, const ExsDiff *diff, const ExsDiffOptions *options)
{
    const char *const called[] = {options->name_a, options->name_b};

    for (int side = 0; side < 2; side++) {
        const char *product = product_of(diff->record[side]);
        g_autoptr(GString) line = g_string_new(NULL);
        char count[32];

        exs_escape_append(line, called[side]);
        if (*product && strcmp(product, called[side]) != 0) {
            g_string_append(line, ", ");
            exs_escape_append(line, product);
        }
        g_snprintf(count, sizeof count, "%" G_GUINT64_FORMAT, exs_record_count(diff->record[side]));
        g_string_append_printf(line, ", %s entries", count);
        exs_layout_paragraph(out, 0, side ? "B: " : "A: ", line->str, EXS_REPORT_WIDTH);
    }
}

static size_t time_width(const ExsDiff *diff, const ExsDiffLane *lane, int side, guint place)
{
    const ExsEntry *entry = exs_diff_entry(diff, lane, side, place);
    g_autofree char *when = entry ? exs_time_format(entry->when) : NULL;

    return when ? strlen(when) : 0;
}

static void append_first(GString *out, const ExsDiff *diff, const ExsDiffOptions *options)
{
    const ExsDiffLane *lane = diff->first;
    g_autoptr(GString) line = g_string_new(NULL);
    guint from = lane->parted > BOTH ? lane->parted - BOTH : 0;
    size_t width = 0;

    for (guint place = from; place <= lane->parted; place++)
        for (int side = 0; side < 2; side++)
            width = MAX(width, time_width(diff, lane, side, place));
    g_string_append_printf(line, "%s, step %u", lane->name, lane->parted + 1);
    g_string_append(out, options->colour ? EXS_ANSI_BOLD : "");
    exs_layout_paragraph(out, 0, "first divergence: ", line->str, EXS_REPORT_WIDTH);
    g_string_append(out, options->colour ? EXS_ANSI_RESET : "");
    for (guint place = from; place < lane->parted; place++)
        append_entry(out, diff, options, 0, exs_diff_entry(diff, lane, 0, place), "", width);
    for (int side = 0; side < 2; side++) {
        const ExsEntry *entry = exs_diff_parting(diff, lane, side);

        append_entry(out, diff, options, side, entry, marks[side], width);
        if (entry)
            append_rules(out, diff->record[side], entry);
    }
}

static gint compare_when(gconstpointer a, gconstpointer b)
{
    const ExsDiffLane *x = *(const ExsDiffLane *const *)a, *y = *(const ExsDiffLane *const *)b;

    return (x->when > y->when) - (x->when < y->when);
}

/* The others that differ, the earliest first. */
static GPtrArray *sort_others(const ExsDiff *diff)
{
    GPtrArray *others = g_ptr_array_new();

    for (guint i = 0; i < diff->lanes->len; i++) {
        ExsDiffLane *lane = diff->lanes->pdata[i];

        if (lane->differs && lane != diff->first)
            g_ptr_array_add(others, lane);
    }
    g_ptr_array_sort(others, compare_when); /* GLib's is stable */
    return others;
}

static void append_others(GString *out, const ExsDiff *diff)
{
    g_autoptr(GPtrArray) others = sort_others(diff);

    g_string_append_printf(out, "\n%zu of %u messages and objects differ", diff->differing,
                           diff->lanes->len);
    g_string_append(out, others->len ? "; the others, as they part:\n" : "\n");
    for (guint i = 0; i < others->len && i < MANY; i++) {
        const ExsDiffLane *lane = others->pdata[i];
        ExsTime instant = diff->start[0] + lane->when;
        g_autofree char *when = exs_time_format(instant - instant % EXS_SECOND);

        if (lane->entries[0]->len == 0 || lane->entries[1]->len == 0) {
            g_autofree char *text =
                g_strdup_printf("%s, only in %s", lane->name, marks[lane->entries[0]->len == 0]);

            exs_layout_row(out, 2, (ExsCell[]){{when, TIME_WIDTH, NULL}, {text, 57, NULL}}, 2);
            continue;
        }
        exs_layout_row(out, 2, (ExsCell[]){{when, TIME_WIDTH, NULL}, {lane->name, 57, NULL}}, 2);
    }
    if (others->len > MANY)
        g_string_append_printf(out, "  ... and %u more\n", others->len - MANY);
}

void exs_diff_text(const ExsDiff *diff, const ExsDiffOptions *options, GString *out)
{
    append_head(out, diff, options);
    if (!diff->first) {
        g_string_append(out, "same: nothing differs\n");
        return;
    }
    g_string_append_c(out, '\n');
    append_first(out, diff, options);
    append_others(out, diff);
}

/* ---- JSON ---- */

static json_t *make_entry(const ExsDiff *diff, const ExsDiffLane *lane, int side)
{
    const ExsEntry *entry = exs_diff_parting(diff, lane, side);
    const ExsRecord *record = diff->record[side];
    g_autoptr(GString) sentence = g_string_new(NULL);
    json_t *rules = json_array();
    const ExsKind *kind;

    if (!entry) {
        json_decref(rules);
        return json_null();
    }
    kind = exs_record_kind(record, entry->kind);
    for (size_t i = 0; i < kind->field_count; i++) {
        uint32_t rule = (uint32_t)exs_entry_value(record, entry, i);

        if (kind->fields[i].type == EXS_FIELD_RULE && rule)
            json_array_append_new(
                rules, json_pack("{s:o, s:o}", "id", exs_names_json_rule(record, rule), "source",
                                 exs_names_json_text(exs_record_rule(record, rule)->source)));
    }
    append_sentence(sentence, record, entry);
    return json_pack("{s:I, s:o, s:o, s:o, s:o}", "number",
                     (json_int_t)g_array_index(lane->entries[side], uint64_t, lane->parted), "time",
                     exs_names_json_time(entry->when), "kind", exs_names_json_text(kind->word),
                     "sentence", exs_names_json_text(sentence->str), "rules", rules);
}

static json_t *make_lane(const ExsDiff *diff, const ExsDiffLane *lane)
{
    return json_pack("{s:o, s:i, s:o, s:o}", "name", exs_names_json_text(lane->name), "step",
                     (int)lane->parted + 1, "a", make_entry(diff, lane, 0), "b",
                     make_entry(diff, lane, 1));
}

void exs_diff_json(const ExsDiff *diff, const ExsDiffOptions *options, GString *out)
{
    g_autoptr(GPtrArray) others = sort_others(diff);
    json_t *rows = json_array();

    if (diff->first)
        json_array_append_new(rows, make_lane(diff, diff->first));
    for (guint i = 0; i < others->len; i++)
        json_array_append_new(rows, make_lane(diff, others->pdata[i]));
    exs_names_put_json(out, json_pack("{s:{s:o, s:o}, s:{s:o, s:o}, s:b, s:o}", "a", "name",
                                      exs_names_json_text(options->name_a), "product",
                                      exs_names_json_text(product_of(diff->record[0])), "b", "name",
                                      exs_names_json_text(options->name_b), "product",
                                      exs_names_json_text(product_of(diff->record[1])), "differ",
                                      diff->first != NULL, "divergences", rows));
    g_string_append_c(out, '\n');
}
