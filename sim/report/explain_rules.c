/* explain_rules.c - the rules of a decision, one after the other: who falls, and by what; see
 * report_private.h.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/kernel/error.h"
#include "sim/report/report_private.h"

#define WIDTH         EXS_REPORT_WIDTH
#define NAMES_IN_LIST 6

/* A decision, with the rules it asked. */
typedef struct {
    const ExsWords *words;
    const ExsRecord *record;
    const ExsDecision *decision;
    const GArray *rules;
    const size_t *felled_at;
    GPtrArray *steps; /* ExsStepTold *: what is told */
} Lecture;

/* What a rule compares: a column's values, or in words what befell the candidate. */
/* clang-format off */
static const struct {
    const char *rule, *column, *words;
} compared[] = {
    {"LOWEST_COST_ROW",      "cost",       NULL},
    {"MATCH_CLASS_FIRST",    "match",      NULL},
    {"MORE_LITERALS_FIRST",  "space",      NULL},
    {"CONNECTOR_SIZE_LIMIT", "oversize",   "the message is over its size limit"},
    {"CONNECTOR_SENDERS",    "barred",     "its lists of senders keep the message off it"},
    {"STEP_1_NOT_INBOUND",   "inbound",    "the message came in on it"},
    {"NOT_BACK_INSIDE",      "from",       "its server handed the message over"},
    {"BOUNCE_BACK",          "taken",      "it has gone this way before"},
    {"LEAST_COST_ACTIVE",    "cost",       NULL},
    {"LEAST_COST_ONLY",      "cost",       NULL},
    {"STEP_2_BELOW_MAXIMUM", "tries",      NULL},
    {"STEP_3_ACTIVATION",    "activation", NULL},
    {"STEP_4_FEWEST_TRIES",  "tries",      NULL},
    {"STEP_5_NOT_RETRYING",  "retrying",   "its retry timer runs"},
    {"EQUAL_TIMERS_LAST",    "connector",  "another is later in the list"},
    {"STEP_6_COST",          "cost",       NULL},
    {"STEP_7_LOCAL",         "server",     NULL},
    {"USED_FOR_MESSAGE",     "used",       "it was not taken for another recipient"},
    {"GATEWAY_ORIGIN_LAST",  "origin",     "the message came in by it"},
};
/* clang-format on */

/* A step that is not asked while a candidate has the flag, by a rule that no row falls to: so the
 * record does not have it. */
/* clang-format off */
static const struct {
    const char *step, *next, *flag, *rule, *words;
} passed_over[] = {
    {"STEP_5_NOT_RETRYING", "STEP_6_COST", "remote", "STEP_5_OWN_TIMERS",
     "step 5 is passed over when a candidate is on another server, whose timers the MTA cannot know"},
};
/* clang-format on */

char *exs_explain_letter(size_t index)
{
    return index < 26 ? g_strdup_printf("(%c)", 'a' + (char)index)
                      : g_strdup_printf("(%zu)", index + 1);
}

GArray *exs_explain_rules(const ExsDecision *decision)
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

size_t *exs_explain_places(const ExsDecision *decision, const GArray *rules)
{
    size_t *places = g_new(size_t, decision->row_count + 1);

    for (uint32_t row = 0; row < decision->row_count; row++)
        places[row] =
            decision->felled_by[row] ? place_of(rules, decision->felled_by[row]) : SIZE_MAX;
    return places;
}

/* ---- what was not asked ---- */

static size_t find_rule(const ExsRecord *record, const GArray *rules, const char *id)
{
    size_t place = 0;

    while (place < rules->len &&
           strcmp(exs_record_rule(record, g_array_index(rules, uint32_t, place))->id, id) != 0)
        place++;
    return place;
}

/* Was the rule switched off for the run? */
static bool is_off(const ExsRecord *record, const char *id)
{
    const char *without = exs_record_fact(record, "without");
    g_auto(GStrv) ids = g_strsplit(without ? without : "", " ", -1);

    return g_strv_contains((const char *const *)ids, id);
}

bool exs_explain_passed(ExsPassed *out, const ExsRecord *record, const ExsDecision *decision,
                        const GArray *rules, const size_t *felled_at)
{
    size_t columns = exs_record_column_count(record);

    for (size_t i = 0; i < G_N_ELEMENTS(passed_over); i++) {
        int flag = exs_record_find_column(record, passed_over[i].flag);
        size_t next = find_rule(record, rules, passed_over[i].next);
        GArray *rows;

        if (flag < 0 || next == rules->len || is_off(record, passed_over[i].step) ||
            find_rule(record, rules, passed_over[i].step) < rules->len)
            continue;
        rows = g_array_new(FALSE, FALSE, sizeof(uint32_t));
        for (uint32_t row = 0; row < decision->row_count; row++)
            if (felled_at[row] >= next && decision->cells[row * columns + (size_t)flag])
                g_array_append_val(rows, row);
        if (rows->len > 0) {
            *out = (ExsPassed){passed_over[i].step, passed_over[i].rule, passed_over[i].words, next,
                               rows};
            return true;
        }
        g_array_unref(rows);
    }
    return false;
}

/* ---- candidates ---- */

/* A connector, with its number in the table where it has several rows or a namesake. */
static void append_row_name(GString *out, const Lecture *lecture, uint32_t row)
{
    const ExsRecord *record = lecture->record;
    uint32_t connector = exs_explain_row_connector(record, lecture->decision, row);
    bool is_unique = connector != 0;

    for (uint32_t i = 0; i < lecture->decision->row_count && is_unique; i++) {
        uint32_t other = exs_explain_row_connector(record, lecture->decision, i);

        is_unique = i == row || (other != connector &&
                                 strcmp(exs_record_object(record, other)->title,
                                        exs_record_object(record, connector)->title) != 0);
    }
    if (connector)
        exs_words_append_object(out, lecture->words, connector);
    if (!is_unique)
        g_string_append_printf(out, "%sno. %u", connector ? ", " : "", row + 1);
}

static size_t count_left(const Lecture *lecture, size_t place)
{
    size_t count = 0;

    for (uint32_t row = 0; row < lecture->decision->row_count; row++)
        count += lecture->felled_at[row] > place;
    return count;
}

/* Names of the rows that no rule felled. */
static void append_survivors(GString *out, const Lecture *lecture)
{
    size_t count = 0;

    for (uint32_t row = 0; row < lecture->decision->row_count; row++) {
        if (lecture->felled_at[row] != SIZE_MAX || ++count > NAMES_IN_LIST)
            continue;
        g_string_append(out, count > 1 ? "; " : "");
        append_row_name(out, lecture, row);
    }
    if (count > NAMES_IN_LIST)
        g_string_append_printf(out, "; and %zu more", count - NAMES_IN_LIST);
}

void exs_explain_append_fall(GString *out, const ExsRecord *record, const ExsDecision *decision,
                             const size_t *felled_at, uint32_t row)
{
    const char *id = exs_record_rule(record, decision->felled_by[row])->id;
    g_autoptr(GString) mine = g_string_new(NULL), other = g_string_new(NULL);
    uint32_t winner = 0;
    size_t which = 0;
    int column;

    while (which < G_N_ELEMENTS(compared) && strcmp(compared[which].rule, id) != 0)
        which++;
    column = which < G_N_ELEMENTS(compared) ? exs_record_find_column(record, compared[which].column)
                                            : -1;
    if (column < 0)
        return;
    if (compared[which].words) {
        g_string_append_printf(out, ": %s", compared[which].words);
        return;
    }
    exs_explain_append_cell(mine, record, decision, row, (size_t)column);
    while (winner < decision->row_count && felled_at[winner] <= felled_at[row])
        winner++;
    if (winner < decision->row_count)
        exs_explain_append_cell(other, record, decision, winner, (size_t)column);
    g_string_append_printf(out, ": %s %s", compared[which].column, mine->str);
    if (other->len && strcmp(mine->str, other->str) != 0)
        g_string_append_printf(out, " against %s", other->str);
}

/* ---- the steps ---- */

static void free_step(gpointer data)
{
    ExsStepTold *step = data;

    g_free(step->mark);
    g_free(step->text);
    g_ptr_array_unref(step->falls);
    g_free(step);
}

/* Takes the text. */
static ExsStepTold *add_step(Lecture *lecture, char *mark, GString *text)
{
    ExsStepTold *step = g_new(ExsStepTold, 1);

    *step = (ExsStepTold){mark, g_string_free(text, FALSE), g_ptr_array_new_with_free_func(g_free)};
    g_ptr_array_add(lecture->steps, step);
    return step;
}

static void add_idle_step(Lecture *lecture, size_t place)
{
    const ExsRuleRow *rule =
        exs_record_rule(lecture->record, g_array_index(lecture->rules, uint32_t, place));
    GString *line = g_string_new(NULL);

    exs_escape_append(line, rule->sentence);
    g_string_append(line, " - nobody falls");
    add_step(lecture, exs_explain_letter(place), line);
}

static void add_falls(const Lecture *lecture, ExsStepTold *step, size_t place)
{
    size_t count = 0;

    for (uint32_t row = 0; row < lecture->decision->row_count; row++) {
        GString *line;

        if (lecture->felled_at[row] != place || ++count > NAMES_IN_LIST)
            continue;
        line = g_string_new(NULL);
        append_row_name(line, lecture, row);
        g_string_append(line, " falls");
        exs_explain_append_fall(line, lecture->record, lecture->decision, lecture->felled_at, row);
        g_ptr_array_add(step->falls, g_string_free(line, FALSE));
    }
    if (count > NAMES_IN_LIST)
        g_ptr_array_add(step->falls, g_strdup_printf("and %zu more fall", count - NAMES_IN_LIST));
}

static void add_told_step(Lecture *lecture, size_t place)
{
    const ExsRuleRow *rule =
        exs_record_rule(lecture->record, g_array_index(lecture->rules, uint32_t, place));
    GString *line = g_string_new(NULL);

    exs_escape_append(line, rule->sentence);
    g_string_append_c(line, ' ');
    exs_names_append_rule(line, rule);
    add_falls(lecture, add_step(lecture, exs_explain_letter(place), line), place);
}

static void add_passed(Lecture *lecture, const ExsPassed *passed)
{
    GString *line = g_string_new(NULL);

    g_string_append_printf(line, "%s (%s): ", passed->words, passed->rule);
    for (guint i = 0; i < passed->rows->len && i < NAMES_IN_LIST; i++) {
        uint32_t row = g_array_index(passed->rows, uint32_t, i);
        int server = exs_record_find_column(lecture->record, "server");

        g_string_append(line, i ? "; " : "");
        append_row_name(line, lecture, row);
        if (server < 0)
            continue;
        g_string_append(line, " on ");
        exs_explain_append_cell(line, lecture->record, lecture->decision, row, (size_t)server);
    }
    if (passed->rows->len > NAMES_IN_LIST)
        g_string_append_printf(line, "; and %u more", passed->rows->len - NAMES_IN_LIST);
    add_step(lecture, g_strdup("(-)"), line);
}

/* The rules up to the one that leaves nobody to choose; returns how many rules were told. */
static size_t add_steps(Lecture *lecture)
{
    size_t left = lecture->decision->row_count, survivors = 0;
    ExsPassed passed = {0};
    bool has_passed = exs_explain_passed(&passed, lecture->record, lecture->decision,
                                         lecture->rules, lecture->felled_at);
    size_t told;

    for (uint32_t row = 0; row < lecture->decision->row_count; row++)
        survivors += lecture->felled_at[row] == SIZE_MAX;
    for (told = 0; told < lecture->rules->len; told++) {
        size_t after = count_left(lecture, told);

        if (left == survivors && left <= 1)
            break;
        if (has_passed && told == passed.before)
            add_passed(lecture, &passed);
        if (after == left)
            add_idle_step(lecture, told);
        else
            add_told_step(lecture, told);
        left = after;
    }
    g_clear_pointer(&passed.rows, g_array_unref);
    return told;
}

static void add_outcome(Lecture *lecture, uint32_t taken, size_t told)
{
    GString *line = g_string_new(NULL);
    g_autoptr(GString) left = g_string_new(NULL);
    size_t count = count_left(lecture, SIZE_MAX - 1);

    append_survivors(left, lecture);
    if (count == 0) {
        g_string_append(line, "Nobody is left: there is no way on.");
    } else if (count == 1) {
        g_string_append_printf(line, "%s %s%s.", left->str,
                               lecture->decision->row_count == 1 ? "is the only candidate"
                                                                 : "alone is left",
                               told == lecture->rules->len ? ""
                               : told == 0                 ? "; the rules change nothing"
                                                           : "; the other rules change nothing");
    } else {
        g_string_append_printf(line, "Equal: %s.", left->str);
        if (taken) {
            g_string_append(line, " Drawn by chance: ");
            exs_words_append_object(line, lecture->words, taken);
            g_string_append_c(line, '.');
        }
    }
    add_step(lecture, g_strdup(""), line);
}

GPtrArray *exs_explain_told(const ExsWords *words, const ExsRecord *record, uint32_t number,
                            uint32_t taken)
{
    const ExsDecision *decision = exs_record_decision(record, number);
    g_autoptr(GArray) rules = exs_explain_rules(decision);
    g_autofree size_t *felled_at = exs_explain_places(decision, rules);
    GPtrArray *steps = g_ptr_array_new_with_free_func(free_step);
    Lecture lecture = {words, record, decision, rules, felled_at, steps};

    add_outcome(&lecture, taken, add_steps(&lecture));
    return steps;
}

void exs_explain_rules_text(GString *out, const ExsWords *words, const ExsRecord *record,
                            uint32_t number, uint32_t taken, size_t indent)
{
    g_autoptr(GPtrArray) steps = exs_explain_told(words, record, number, taken);

    for (guint i = 0; i < steps->len; i++) {
        const ExsStepTold *step = steps->pdata[i];
        g_autofree char *mark = g_strconcat(step->mark, *step->mark ? " " : "", NULL);

        exs_layout_paragraph(out, indent, mark, step->text, WIDTH);
        for (guint j = 0; j < step->falls->len; j++)
            exs_layout_paragraph(out, indent + 4, "-> ", step->falls->pdata[j], WIDTH);
    }
}
