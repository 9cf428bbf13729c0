/* explain_decision.c - one decision as a table, and who never was a candidate; see
 * report_private.h.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/kernel/error.h"
#include "sim/report/report_private.h"

#define WIDTH       EXS_REPORT_WIDTH
#define GAP         2 /* blanks between cells */
#define NARROWEST   5 /* columns of a cell that is wrapped to make room */
#define BESIDE_MAX  3 /* candidates that are shown side by side */
#define COLUMNS_MAX EXS_CANDIDATE_COLUMNS

/* The candidates, and what they are made from. */
typedef struct {
    const ExsRecord *record;
    const ExsDecision *decision;
    ExsCandidates *to;
} Filling;

static int64_t cell_of(const ExsRecord *record, const ExsDecision *decision, uint32_t row,
                       int column)
{
    return column < 0 ? 0 : decision->cells[row * exs_record_column_count(record) + (size_t)column];
}

uint32_t exs_explain_row_connector(const ExsRecord *record, const ExsDecision *decision,
                                   uint32_t row)
{
    return (uint32_t)cell_of(record, decision, row, exs_record_find_column(record, "connector"));
}

bool exs_explain_is_unlisted(const ExsRecord *record, const ExsDecision *decision, uint32_t object)
{
    if (strcmp(exs_record_object(record, object)->class_name, "connector") != 0)
        return false;
    for (uint32_t row = 0; row < decision->row_count; row++)
        if (exs_explain_row_connector(record, decision, row) == object)
            return false;
    return true;
}

/* ---- the table ---- */

static void add_cell(ExsCandidates *to, GString *text)
{
    g_ptr_array_add(to->cells, g_string_free(text, FALSE));
}

/* Flags stand together as words: "retrying, remote". */
static void append_flags(GString *out, const Filling *filling, uint32_t row)
{
    for (size_t i = 0; i < exs_record_column_count(filling->record); i++) {
        const ExsField *column = exs_record_column(filling->record, i);

        if (column->type != EXS_FIELD_FLAG ||
            !cell_of(filling->record, filling->decision, row, (int)i))
            continue;
        g_string_append(out, out->len ? ", " : "");
        exs_escape_append(out, column->name);
    }
}

void exs_explain_append_cell(GString *out, const ExsRecord *record, const ExsDecision *decision,
                             uint32_t row, size_t column)
{
    const ExsField *field = exs_record_column(record, column);
    int64_t value = cell_of(record, decision, row, (int)column);

    if ((field->type == EXS_FIELD_OBJECT && value == 0) || exs_names_is_no_time(field, value))
        return;
    exs_value_append(out, record, field, value);
    if (strcmp(field->name, "tries") == 0) {
        int maximum = exs_record_find_column(record, "maximum");
        int64_t most = cell_of(record, decision, row, maximum);

        if (most > 0)
            g_string_append_printf(out, " of %" G_GINT64_FORMAT, most);
    }
}

/* Does the column tell anything? */
static bool is_shown(const Filling *filling, size_t column)
{
    const ExsField *field = exs_record_column(filling->record, column);

    if (field->type == EXS_FIELD_FLAG || strcmp(field->name, "maximum") == 0)
        return false;
    if (strcmp(field->name, "cost") == 0 || strcmp(field->name, "tries") == 0)
        return true;
    for (uint32_t row = 0; row < filling->decision->row_count; row++) {
        int64_t value = cell_of(filling->record, filling->decision, row, (int)column);

        if (value != 0 && !exs_names_is_no_time(field, value))
            return true;
    }
    return false;
}

static void fill(const Filling *filling, const size_t *felled_at)
{
    size_t shown[COLUMNS_MAX], count = 0;
    bool has_flags = false;

    for (size_t i = 0; i < exs_record_column_count(filling->record) && count < COLUMNS_MAX - 3;
         i++) {
        if (is_shown(filling, i))
            shown[count++] = i;
        for (uint32_t row = 0; row < filling->decision->row_count; row++)
            has_flags |= exs_record_column(filling->record, i)->type == EXS_FIELD_FLAG &&
                         cell_of(filling->record, filling->decision, row, (int)i);
    }
    filling->to->headings[filling->to->columns++] = "no.";
    for (size_t i = 0; i < count; i++)
        filling->to->headings[filling->to->columns++] =
            exs_record_column(filling->record, shown[i])->name;
    if (has_flags)
        filling->to->headings[filling->to->columns++] = "state";
    filling->to->headings[filling->to->columns++] = "falls at";
    for (uint32_t row = 0; row < filling->decision->row_count; row++) {
        GString *text = g_string_new(NULL);

        g_string_append_printf(text, "%u", row + 1);
        add_cell(filling->to, text);
        for (size_t i = 0; i < count; i++) {
            text = g_string_new(NULL);
            exs_explain_append_cell(text, filling->record, filling->decision, row, shown[i]);
            add_cell(filling->to, text);
        }
        if (has_flags) {
            text = g_string_new(NULL);
            append_flags(text, filling, row);
            add_cell(filling->to, text);
        }
        g_ptr_array_add(filling->to->cells, felled_at[row] == SIZE_MAX
                                                ? g_strdup("stays")
                                                : exs_explain_letter(felled_at[row]));
    }
}

void exs_explain_candidates(ExsCandidates *out, const ExsRecord *record, uint32_t number)
{
    const ExsDecision *decision = exs_record_decision(record, number);
    g_autoptr(GArray) rules = exs_explain_rules(decision);
    g_autofree size_t *felled_at = exs_explain_places(decision, rules);
    Filling filling = {record, decision, out};

    *out = (ExsCandidates){.rows = decision->row_count,
                           .cells = g_ptr_array_new_with_free_func(g_free)};
    fill(&filling, felled_at);
}

static const char *text_of(const ExsCandidates *table, uint32_t row, size_t column)
{
    return table->cells->pdata[row * table->columns + column];
}

/* The longest piece that is better not torn. */
static size_t longest_word(const char *text)
{
    g_auto(GStrv) words = g_strsplit_set(text, " ;/,", -1);
    size_t longest = 1;

    for (char **word = words; *word; word++)
        longest = MAX(longest, exs_layout_length(*word) + 1);
    return longest - 1;
}

/* Is this column left out of a long table, being the same in every row? */
static bool is_common(const ExsCandidates *table, size_t column)
{
    if (column == 0 || column + 1 == table->columns)
        return false;
    for (uint32_t row = 1; row < table->rows; row++)
        if (strcmp(text_of(table, row, column), text_of(table, 0, column)) != 0)
            return false;
    return true;
}

/* Takes columns away from the widest cells, but from none below its floor. */
static void shrink(size_t *widths, const size_t *floors, size_t count, size_t room)
{
    size_t total = 0;

    for (size_t i = 0; i < count; i++)
        total += widths[i] + (i ? GAP : 0);
    while (total > room) {
        size_t widest = count;

        for (size_t i = 0; i < count; i++)
            if (widths[i] > floors[i] && (widest == count || widths[i] > widths[widest]))
                widest = i;
        if (widest == count)
            return;
        widths[widest]--;
        total--;
    }
}

static void append_common(GString *out, const ExsCandidates *table, size_t indent)
{
    g_autoptr(GString) line = g_string_new(NULL);

    for (size_t i = 0; i < table->columns; i++)
        if (is_common(table, i) && *text_of(table, 0, i))
            g_string_append_printf(line, "%s%s %s", line->len ? ", " : "", table->headings[i],
                                   text_of(table, 0, i));
    if (line->len)
        exs_layout_paragraph(out, indent, "The same for all: ", line->str, WIDTH);
}

/* Many candidates: one a line, the columns that differ. */
static void append_long(GString *out, const ExsCandidates *table, size_t indent)
{
    size_t widths[COLUMNS_MAX] = {0}, words[COLUMNS_MAX] = {0}, narrow[COLUMNS_MAX] = {0};
    size_t which[COLUMNS_MAX] = {0};
    ExsCell cells[COLUMNS_MAX] = {{NULL, 0, NULL}};
    size_t count = 0;

    for (size_t i = 0; i < table->columns; i++) {
        if (is_common(table, i))
            continue;
        widths[count] = exs_layout_length(table->headings[i]);
        words[count] = longest_word(table->headings[i]);
        for (uint32_t row = 0; row < table->rows; row++) {
            widths[count] = MAX(widths[count], exs_layout_length(text_of(table, row, i)));
            words[count] = MAX(words[count], longest_word(text_of(table, row, i)));
        }
        narrow[count] = NARROWEST;
        which[count++] = i;
    }
    shrink(widths, words, count, WIDTH - indent);
    shrink(widths, narrow, count, WIDTH - indent);
    for (size_t i = 0; i < count; i++)
        cells[i] = (ExsCell){table->headings[which[i]], widths[i], NULL};
    exs_layout_row(out, indent, cells, count);
    for (uint32_t row = 0; row < table->rows; row++) {
        for (size_t i = 0; i < count; i++)
            cells[i].text = text_of(table, row, which[i]);
        exs_layout_row(out, indent, cells, count);
    }
    append_common(out, table, indent);
}

/* Few candidates: side by side, one attribute a line. */
static void append_beside(GString *out, const ExsCandidates *table, size_t indent)
{
    size_t count = table->rows, heading = 1;
    ExsCell cells[BESIDE_MAX + 1] = {{NULL, 0, NULL}};

    for (size_t i = 0; i < table->columns; i++)
        heading = MAX(heading, exs_layout_length(table->headings[i]));
    cells[0].width = heading;
    for (size_t i = 1; i <= count; i++)
        cells[i].width = (WIDTH - indent - heading) / count - GAP;
    for (size_t i = 0; i < table->columns; i++) {
        cells[0].text = table->headings[i];
        for (size_t row = 0; row < count; row++)
            cells[row + 1].text = text_of(table, (uint32_t)row, i);
        exs_layout_row(out, indent, cells, count + 1);
    }
}

static void append_table(GString *out, const ExsRecord *record, uint32_t number, size_t indent)
{
    ExsCandidates table;

    exs_explain_candidates(&table, record, number);
    if (table.rows <= BESIDE_MAX)
        append_beside(out, &table, indent);
    else
        append_long(out, &table, indent);
    g_ptr_array_unref(table.cells);
}

/* ---- who was never a candidate ---- */

void exs_explain_append_unlisted(GString *out, const ExsRecord *record, uint32_t connector)
{
    const char *spaces = exs_object_attribute(exs_record_object(record, connector), "spaces");
    uint32_t server = exs_names_above(record, connector, "server");
    gsize start = out->len;

    exs_names_append_title(out, record, connector);
    if (server && !strstr(out->str + start, exs_record_object(record, server)->name)) {
        g_string_append(out, " on ");
        exs_names_append_title(out, record, server);
    }
    g_string_append(out, ": ");
    exs_escape_append(out, spaces && *spaces ? spaces : "no address space");
}

/* One line, its spaces as far as they fit. */
static void append_unlisted_line(GString *out, const ExsRecord *record, uint32_t id, size_t indent)
{
    g_autoptr(GString) line = g_string_new("- ");

    exs_explain_append_unlisted(line, record, id);
    if (exs_layout_length(line->str) > WIDTH - indent) {
        g_string_truncate(
            line,
            (gsize)(g_utf8_offset_to_pointer(line->str, (glong)(WIDTH - indent) - 3) - line->str));
        g_string_append(line, "...");
    }
    exs_layout_paragraph(out, indent, "", line->str, WIDTH);
}

GArray *exs_explain_unlisted(GString *heading, const ExsRecord *record, uint32_t number)
{
    const ExsDecision *decision = exs_record_decision(record, number);
    GArray *unlisted = g_array_new(FALSE, FALSE, sizeof(uint32_t));

    for (uint32_t id = 1; id <= exs_record_object_count(record); id++)
        if (exs_explain_is_unlisted(record, decision, id))
            g_array_append_val(unlisted, id);
    g_string_append(heading, "Never considered");
    if (decision->unlisted_rule) {
        const ExsRuleRow *rule = exs_record_rule(record, decision->unlisted_rule);

        g_string_append(heading, ", for ");
        exs_escape_append(heading, rule->sentence);
        g_string_append_c(heading, ' ');
        exs_names_append_rule(heading, rule);
    }
    g_string_append_c(heading, ':');
    return unlisted;
}

void exs_explain_unlisted_text(GString *out, const ExsRecord *record, uint32_t number,
                               size_t indent)
{
    g_autoptr(GString) heading = g_string_new(NULL);
    g_autoptr(GArray) unlisted = exs_explain_unlisted(heading, record, number);

    if (unlisted->len > 0)
        exs_layout_paragraph(out, indent, "", heading->str, WIDTH);
    for (guint i = 0; i < unlisted->len; i++)
        append_unlisted_line(out, record, g_array_index(unlisted, uint32_t, i), indent);
}

/* The name of a recipient, and the address that the spaces are matched with. */
static void append_about(GString *out, const ExsWords *words, const char *about)
{
    g_autoptr(GString) address = g_string_new(NULL), name = g_string_new(NULL);

    exs_escape_append(address, about);
    exs_words_append_text(name, words, about);
    if (!strstr(address->str, name->str) || g_str_has_prefix(about, "EX:"))
        g_string_append_printf(out, "%s, ", name->str);
    g_string_append(out, address->str);
}

void exs_explain_append_heading(GString *out, const ExsWords *words, const ExsRecord *record,
                                uint32_t number)
{
    const ExsDecision *decision = exs_record_decision(record, number);

    g_string_append_printf(out, "Decision %u", number);
    if (decision->actor) {
        g_string_append(out, " of ");
        exs_words_append_actor(out, words, decision->actor);
    }
    g_string_append(out,
                    decision->row_count ? ": the candidates for " : ": there is no candidate for ");
    append_about(out, words, exs_record_text_at(record, decision->about));
}

void exs_explain_decision_text(GString *out, const ExsWords *words, const ExsRecord *record,
                               uint32_t number, uint32_t taken, size_t indent)
{
    g_autoptr(GString) heading = g_string_new(NULL);

    exs_explain_append_heading(heading, words, record, number);
    exs_layout_paragraph(out, indent, "", heading->str, WIDTH);
    if (exs_record_decision(record, number)->row_count) {
        append_table(out, record, number, indent);
        exs_explain_rules_text(out, words, record, number, taken, indent);
    }
}
