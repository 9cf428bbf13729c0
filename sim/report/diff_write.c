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

const char *const exs_diff_marks[2] = {"A", "B"};
static const char *const colours[] = {EXS_ANSI_RED, EXS_ANSI_GREEN};

const char *exs_diff_product(const ExsRecord *record)
{
    const char *product = exs_record_fact(record, "product");

    return product ? product : "";
}

/* ---- entries ---- */

void exs_diff_sentence(GString *out, const ExsRecord *record, const ExsEntry *entry)
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
        exs_diff_sentence(sentence, diff->record[side], entry);
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

char *exs_diff_called(const ExsDiff *diff, const ExsDiffOptions *options, int side)
{
    const char *name = side ? options->name_b : options->name_a;
    const char *product = exs_diff_product(diff->record[side]);

    return *product && strcmp(product, name) != 0 ? g_strdup_printf("%s, %s", name, product)
                                                  : g_strdup(name);
}

static void append_head(GString *out, const ExsDiff *diff, const ExsDiffOptions *options)
{
    for (int side = 0; side < 2; side++) {
        g_autofree char *called = exs_diff_called(diff, options, side);
        g_autoptr(GString) line = g_string_new(NULL);

        exs_escape_append(line, called);
        g_string_append_printf(line, ", %" G_GUINT64_FORMAT " entries",
                               exs_record_count(diff->record[side]));
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

        append_entry(out, diff, options, side, entry, exs_diff_marks[side], width);
        if (entry)
            append_rules(out, diff->record[side], entry);
    }
}

char *exs_diff_cause(const ExsDiffCause *cause)
{
    return g_strdup_printf("holds in %s alone: with it off %s", exs_diff_marks[cause->side],
                           cause->whole ? "nothing differs" : "they do not part here");
}

static void append_causes(GString *out, const ExsDiffOptions *options)
{
    for (size_t i = 0; i < options->cause_count; i++) {
        const ExsDiffCause *cause = &options->causes[i];
        g_autofree char *how = exs_diff_cause(cause);
        g_autofree char *line = g_strdup_printf("%s (%s, %s), which %s", cause->sentence, cause->id,
                                                cause->source, how);

        exs_layout_paragraph(out, 2, "because ", line, EXS_REPORT_WIDTH);
    }
    if (options->untried)
        g_string_append_printf(out, "  (%zu rules that hold on one side alone were not tried)\n",
                               options->untried);
}

static gint compare_when(gconstpointer a, gconstpointer b)
{
    const ExsDiffLane *x = *(const ExsDiffLane *const *)a, *y = *(const ExsDiffLane *const *)b;

    return (x->when > y->when) - (x->when < y->when);
}

GPtrArray *exs_diff_others(const ExsDiff *diff)
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
    g_autoptr(GPtrArray) others = exs_diff_others(diff);

    g_string_append_printf(out, "\n%zu of %u messages and objects differ", diff->differing,
                           diff->lanes->len);
    g_string_append(out, others->len ? "; the others, as they part:\n" : "\n");
    for (guint i = 0; i < others->len && i < MANY; i++) {
        const ExsDiffLane *lane = others->pdata[i];
        ExsTime instant = diff->start[0] + lane->when;
        g_autofree char *when = exs_time_format(instant - instant % EXS_SECOND);

        if (lane->entries[0]->len == 0 || lane->entries[1]->len == 0) {
            g_autofree char *text = g_strdup_printf("%s, only in %s", lane->name,
                                                    exs_diff_marks[lane->entries[0]->len == 0]);

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
    append_causes(out, options);
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
    exs_diff_sentence(sentence, record, entry);
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

/* null: nobody looked. */
static json_t *make_causes(const ExsDiffOptions *options)
{
    json_t *rows = options->causes ? json_array() : json_null();

    for (size_t i = 0; i < options->cause_count; i++) {
        const ExsDiffCause *cause = &options->causes[i];

        json_array_append_new(rows, json_pack("{s:s, s:s, s:s, s:b}", "id", cause->id, "source",
                                              cause->source, "in", cause->side ? "b" : "a", "whole",
                                              cause->whole));
    }
    return rows;
}

void exs_diff_json(const ExsDiff *diff, const ExsDiffOptions *options, GString *out)
{
    g_autoptr(GPtrArray) others = exs_diff_others(diff);
    json_t *rows = json_array();

    if (diff->first)
        json_array_append_new(rows, make_lane(diff, diff->first));
    for (guint i = 0; i < others->len; i++)
        json_array_append_new(rows, make_lane(diff, others->pdata[i]));
    exs_names_put_json(out, json_pack("{s:{s:o, s:o}, s:{s:o, s:o}, s:b, s:o, s:o}", "a", "name",
                                      exs_names_json_text(options->name_a), "product",
                                      exs_names_json_text(exs_diff_product(diff->record[0])), "b",
                                      "name", exs_names_json_text(options->name_b), "product",
                                      exs_names_json_text(exs_diff_product(diff->record[1])),
                                      "differ", diff->first != NULL, "causes", make_causes(options),
                                      "divergences", rows));
    g_string_append_c(out, '\n');
}
