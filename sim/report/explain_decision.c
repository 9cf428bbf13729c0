/* explain_decision.c - one decision as a table, its rules one after the other, and who never
 * was a candidate; see report_private.h.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/kernel/error.h"
#include "sim/report/report_private.h"

#define WIDTH         EXS_REPORT_WIDTH
#define GAP           2 /* blanks between cells */
#define NARROWEST     5 /* columns of a cell that is wrapped to make room */
#define BESIDE_MAX    3 /* candidates that are shown side by side */
#define NAMES_IN_LIST 6
#define COLUMNS_MAX   32

/* The table: a text for each row and column, and the columns' headings. */
typedef struct {
    const ExsRecord *record;
    const ExsDecision *decision;
    size_t columns;
    const char *headings[COLUMNS_MAX];
    GPtrArray *cells; /* char *: row after row (owned) */
} Table;

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

/* The letter of the rule that felled the row: "(a)" for the first that is listed. */
static char *letter(size_t index)
{
    return index < 26 ? g_strdup_printf("(%c)", 'a' + (char)index)
                      : g_strdup_printf("(%zu)", index + 1);
}

/* ---- the rules asked ---- */

/* Rules in the order told: those that felled rows before the steps, then the steps. */
static GArray *rules_of(const ExsDecision *decision)
{
    GArray *rules = g_array_new(FALSE, FALSE, sizeof(uint32_t));

    for (uint32_t row = 0; row < decision->row_count; row++) {
        uint32_t rule = decision->felled_by[row];
        bool known = rule == 0;

        for (uint32_t i = 0; i < decision->step_count; i++)
            known |= decision->steps[i] == rule;
        for (guint i = 0; i < rules->len; i++)
            known |= g_array_index(rules, uint32_t, i) == rule;
        if (!known)
            g_array_append_val(rules, rule);
    }
    g_array_append_vals(rules, decision->steps, decision->step_count);
    return rules;
}

static size_t place_of(const GArray *rules, uint32_t rule)
{
    for (guint i = 0; i < rules->len; i++)
        if (g_array_index(rules, uint32_t, i) == rule)
            return i;
    g_assert_not_reached();
}

/* A connector, with its number in the table where it has several rows or a namesake. */
static void append_row_name(GString *out, const ExsRecord *record, const ExsDecision *decision,
                            uint32_t row)
{
    uint32_t connector = exs_explain_row_connector(record, decision, row);
    g_autoptr(GString) title = g_string_new(NULL);
    bool is_unique = connector != 0;

    if (connector)
        exs_names_append_title(title, record, connector);
    for (uint32_t i = 0; i < decision->row_count && is_unique; i++) {
        uint32_t other = exs_explain_row_connector(record, decision, i);

        is_unique = i == row || (other != connector &&
                                 strcmp(exs_record_object(record, other)->title,
                                        exs_record_object(record, connector)->title) != 0);
    }
    g_string_append(out, title->str);
    if (!is_unique)
        g_string_append_printf(out, "%sno. %u", title->len ? ", " : "", row + 1);
}

/* Names of the rows that `felled_at` puts at this place; `from`: at it or later. Returns how many.
 */
static size_t append_rows(GString *out, const ExsRecord *record, const ExsDecision *decision,
                          const size_t *felled_at, size_t place, bool from)
{
    size_t count = 0;

    for (uint32_t row = 0; row < decision->row_count; row++) {
        if (from ? felled_at[row] < place : felled_at[row] != place)
            continue;
        if (++count > NAMES_IN_LIST)
            continue;
        if (count > 1)
            g_string_append(out, "; ");
        append_row_name(out, record, decision, row);
    }
    if (count > NAMES_IN_LIST)
        g_string_append_printf(out, "; and %zu more", count - NAMES_IN_LIST);
    return count;
}

/* By row, the place among the rules that felled it; SIZE_MAX: survived. */
static size_t *places_of(const ExsDecision *decision, const GArray *rules)
{
    size_t *places = g_new(size_t, decision->row_count + 1);

    for (uint32_t row = 0; row < decision->row_count; row++)
        places[row] =
            decision->felled_by[row] ? place_of(rules, decision->felled_by[row]) : SIZE_MAX;
    return places;
}

static void append_step(GString *out, const ExsRecord *record, const ExsDecision *decision,
                        const GArray *rules, const size_t *felled_at, size_t place, size_t indent)
{
    const ExsRuleRow *rule = exs_record_rule(record, g_array_index(rules, uint32_t, place));
    g_autofree char *name = letter(place), *mark = g_strconcat(name, " ", NULL);
    g_autoptr(GString) felled = g_string_new(NULL), left = g_string_new(NULL);
    g_autoptr(GString) line = g_string_new(NULL);

    exs_escape_append(line, rule->sentence);
    g_string_append_c(line, ' ');
    exs_names_append_rule(line, rule);
    exs_layout_paragraph(out, indent, mark, line->str, WIDTH);
    append_rows(felled, record, decision, felled_at, place, false);
    append_rows(left, record, decision, felled_at, place + 1, true);
    g_string_assign(line, "");
    if (felled->len)
        g_string_append_printf(line, "felled: %s; ", felled->str);
    g_string_append_printf(line, "%s: %s", felled->len ? "left" : "nobody falls; left",
                           left->len ? left->str : "nobody");
    exs_layout_paragraph(out, indent + 4, "-> ", line->str, WIDTH);
}

static void append_outcome(GString *out, const ExsRecord *record, const ExsDecision *decision,
                           const size_t *felled_at, uint32_t taken, size_t indent)
{
    g_autoptr(GString) left = g_string_new(NULL), line = g_string_new(NULL);
    size_t count = append_rows(left, record, decision, felled_at, SIZE_MAX, true);

    if (count == 0) {
        g_string_append(line, "Nobody is left: there is no way on.");
    } else if (count == 1) {
        g_string_append_printf(line, "Taken: %s.", left->str);
    } else {
        g_string_append_printf(line, "Equal: %s.", left->str);
        if (taken) {
            g_string_append(line, " Drawn by chance: ");
            exs_names_append_title(line, record, taken);
            g_string_append_c(line, '.');
        }
    }
    exs_layout_paragraph(out, indent, "", line->str, WIDTH);
}

/* ---- the table ---- */

static void add_cell(Table *table, GString *text)
{
    g_ptr_array_add(table->cells, g_string_free(text, FALSE));
}

/* Flags stand together as words: "retrying, remote". */
static void append_flags(GString *out, const Table *table, uint32_t row)
{
    for (size_t i = 0; i < exs_record_column_count(table->record); i++) {
        const ExsField *column = exs_record_column(table->record, i);

        if (column->type != EXS_FIELD_FLAG || !cell_of(table->record, table->decision, row, (int)i))
            continue;
        g_string_append(out, out->len ? ", " : "");
        exs_escape_append(out, column->name);
    }
}

static void append_value(GString *out, const Table *table, uint32_t row, size_t column)
{
    const ExsField *field = exs_record_column(table->record, column);
    int64_t value = cell_of(table->record, table->decision, row, (int)column);

    if (field->type == EXS_FIELD_OBJECT && value == 0)
        return;
    exs_value_append(out, table->record, field, value);
    if (strcmp(field->name, "tries") == 0) {
        int maximum = exs_record_find_column(table->record, "maximum");
        int64_t most = cell_of(table->record, table->decision, row, maximum);

        if (most > 0)
            g_string_append_printf(out, " of %" G_GINT64_FORMAT, most);
    }
}

/* Does the column tell anything? */
static bool is_shown(const Table *table, size_t column)
{
    const ExsField *field = exs_record_column(table->record, column);

    if (field->type == EXS_FIELD_FLAG || strcmp(field->name, "maximum") == 0)
        return false;
    if (strcmp(field->name, "cost") == 0 || strcmp(field->name, "tries") == 0)
        return true;
    for (uint32_t row = 0; row < table->decision->row_count; row++) {
        int64_t value = cell_of(table->record, table->decision, row, (int)column);

        if (value != 0 && !(field->type == EXS_FIELD_TIME && value == EXS_TIME_NEVER))
            return true;
    }
    return false;
}

static void fill(Table *table, const size_t *felled_at)
{
    size_t shown[COLUMNS_MAX], count = 0;
    bool has_flags = false;

    for (size_t i = 0; i < exs_record_column_count(table->record) && count < COLUMNS_MAX - 3; i++) {
        if (is_shown(table, i))
            shown[count++] = i;
        for (uint32_t row = 0; row < table->decision->row_count; row++)
            has_flags |= exs_record_column(table->record, i)->type == EXS_FIELD_FLAG &&
                         cell_of(table->record, table->decision, row, (int)i);
    }
    table->headings[table->columns++] = "no.";
    for (size_t i = 0; i < count; i++)
        table->headings[table->columns++] = exs_record_column(table->record, shown[i])->name;
    if (has_flags)
        table->headings[table->columns++] = "state";
    table->headings[table->columns++] = "falls at";
    for (uint32_t row = 0; row < table->decision->row_count; row++) {
        GString *text = g_string_new(NULL);

        g_string_append_printf(text, "%u", row + 1);
        add_cell(table, text);
        for (size_t i = 0; i < count; i++) {
            text = g_string_new(NULL);
            append_value(text, table, row, shown[i]);
            add_cell(table, text);
        }
        if (has_flags) {
            text = g_string_new(NULL);
            append_flags(text, table, row);
            add_cell(table, text);
        }
        g_ptr_array_add(table->cells,
                        felled_at[row] == SIZE_MAX ? g_strdup("stays") : letter(felled_at[row]));
    }
}

static const char *text_of(const Table *table, uint32_t row, size_t column)
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
static bool is_common(const Table *table, size_t column)
{
    if (column == 0 || column + 1 == table->columns)
        return false;
    for (uint32_t row = 1; row < table->decision->row_count; row++)
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

static void append_common(GString *out, const Table *table, size_t indent)
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
static void append_long(GString *out, const Table *table, size_t indent)
{
    size_t widths[COLUMNS_MAX], words[COLUMNS_MAX], narrow[COLUMNS_MAX], which[COLUMNS_MAX];
    ExsCell cells[COLUMNS_MAX] = {{NULL, 0, NULL}};
    size_t count = 0;

    for (size_t i = 0; i < table->columns; i++) {
        if (is_common(table, i))
            continue;
        widths[count] = exs_layout_length(table->headings[i]);
        words[count] = longest_word(table->headings[i]);
        for (uint32_t row = 0; row < table->decision->row_count; row++) {
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
    for (uint32_t row = 0; row < table->decision->row_count; row++) {
        for (size_t i = 0; i < count; i++)
            cells[i].text = text_of(table, row, which[i]);
        exs_layout_row(out, indent, cells, count);
    }
    append_common(out, table, indent);
}

/* Few candidates: side by side, one attribute a line. */
static void append_beside(GString *out, const Table *table, size_t indent)
{
    size_t count = table->decision->row_count, heading = 1;
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

static void append_table(GString *out, const ExsRecord *record, const ExsDecision *decision,
                         const size_t *felled_at, size_t indent)
{
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    Table table = {.record = record, .decision = decision, .cells = texts};

    fill(&table, felled_at);
    if (decision->row_count <= BESIDE_MAX)
        append_beside(out, &table, indent);
    else
        append_long(out, &table, indent);
}

/* ---- who was never a candidate ---- */

static void append_unlisted(GString *out, const ExsRecord *record, const ExsDecision *decision,
                            size_t indent)
{
    bool is_first = true;

    for (uint32_t id = 1; id <= exs_record_object_count(record); id++) {
        g_autoptr(GString) line = NULL;
        const char *spaces;
        uint32_t server;

        if (!exs_explain_is_unlisted(record, decision, id))
            continue;
        if (is_first)
            exs_layout_paragraph(out, indent, "", "Never considered:", WIDTH);
        is_first = false;
        line = g_string_new(NULL);
        exs_names_append_title(line, record, id);
        server = exs_names_above(record, id, "server");
        if (server && !strstr(line->str, exs_record_object(record, server)->name)) {
            g_string_append(line, " on ");
            exs_names_append_title(line, record, server);
        }
        spaces = exs_object_attribute(exs_record_object(record, id), "spaces");
        g_string_append(line, spaces && *spaces ? ", spaces " : ", without address spaces");
        exs_escape_append(line, spaces ? spaces : "");
        if (decision->unlisted_rule) {
            const ExsRuleRow *rule = exs_record_rule(record, decision->unlisted_rule);

            g_string_append(line, ": ");
            exs_escape_append(line, rule->sentence);
            g_string_append_c(line, ' ');
            exs_names_append_rule(line, rule);
        }
        exs_layout_paragraph(out, indent, "- ", line->str, WIDTH);
    }
}

void exs_explain_decision_text(GString *out, const ExsRecord *record, uint32_t number,
                               uint32_t taken, size_t indent)
{
    const ExsDecision *decision = exs_record_decision(record, number);
    g_autoptr(GArray) rules = rules_of(decision);
    g_autofree size_t *felled_at = places_of(decision, rules);
    g_autoptr(GString) heading = g_string_new(NULL);

    g_string_append_printf(heading, "Decision %u", number);
    if (decision->actor) {
        g_string_append(heading, " of ");
        exs_names_append_actor(heading, record, decision->actor);
    }
    g_string_append(heading,
                    decision->row_count ? ": the candidates for " : ": there is no candidate for ");
    exs_escape_append(heading, exs_record_text_at(record, decision->about));
    exs_layout_paragraph(out, indent, "", heading->str, WIDTH);
    if (decision->row_count) {
        append_table(out, record, decision, felled_at, indent);
        if (rules->len)
            exs_layout_paragraph(out, indent, "", "The rules, in the order asked:", WIDTH);
        for (size_t i = 0; i < rules->len; i++)
            append_step(out, record, decision, rules, felled_at, i, indent);
        append_outcome(out, record, decision, felled_at, taken, indent);
    }
    append_unlisted(out, record, decision, indent);
}
