/* record_decision.c - the decisions of a record, each kept once.
 *
 * A decision's bytes are its numbers (actor, about, unlisted rule, rows, steps, and a zero
 * that keeps what follows aligned), its cells, the rules that felled its rows, its steps.
 * Decisions are alike if their bytes are.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/kernel/error.h"
#include "sim/record/record_private.h"

#define HEAD_SIZE    (6 * sizeof(uint32_t))
#define RECENT_BITS  10
#define RECENT_SIZE  ((size_t)1 << RECENT_BITS)
#define RECENT_EACH  4            /* decisions that share a place in it */
#define FIRST_PLACES ((size_t)64) /* a power of two, as all that follow */

/* -- the table of those kept: open addressing, at least half of it empty ------------------ */

void exs_record_init_decisions(ExsRecord *record)
{
    record->decisions = g_ptr_array_new_with_free_func(g_free);
    record->place_count = FIRST_PLACES;
    record->places = g_new0(ExsDecisionPlace, FIRST_PLACES);
    record->recent = g_new0(uint32_t, RECENT_SIZE * RECENT_EACH);
}

void exs_record_free_decisions(ExsRecord *record)
{
    g_free(record->draft);
    g_free(record->recent);
    g_free(record->places);
    g_free(record->rule_columns);
    g_ptr_array_unref(record->decisions);
}

static bool is_same(const ExsKeptDecision *one, const ExsKeptDecision *other)
{
    return one->size == other->size && memcmp(one->bytes, other->bytes, one->size) == 0;
}

/* Where a decision like this one is, or where it would go. */
static ExsDecisionPlace *find_place(const ExsRecord *record, const ExsKeptDecision *like)
{
    for (size_t i = like->hash;; i++) {
        ExsDecisionPlace *place = &record->places[i & (record->place_count - 1)];

        if (place->number == 0 ||
            (place->hash == like->hash &&
             is_same(g_ptr_array_index(record->decisions, place->number - 1), like)))
            return place;
    }
}

static void grow_places(ExsRecord *record)
{
    g_free(record->places);
    record->place_count *= 2;
    record->places = g_new0(ExsDecisionPlace, record->place_count);
    for (guint i = 0; i < record->decisions->len; i++) {
        const ExsKeptDecision *kept = g_ptr_array_index(record->decisions, i);

        *find_place(record, kept) = (ExsDecisionPlace){kept->hash, i + 1};
    }
}

/* -- the draft ----------------------------------------------------------------------------- */

/* Points a kept decision at its own bytes. */
static void set_arrays(ExsKeptDecision *kept, size_t columns)
{
    ExsDecision *decision = &kept->decision;

    decision->cells = (const int64_t *)((const char *)kept->bytes + HEAD_SIZE);
    decision->felled_by = (const uint32_t *)(decision->cells + decision->row_count * columns);
    decision->steps = decision->felled_by + decision->row_count;
}

/* The record's draft with room for a decision of this size. */
static ExsKeptDecision *draft(ExsRecord *record, size_t size)
{
    if (!record->draft || record->draft_size < size) {
        record->draft_size = MAX(size, 2 * record->draft_size);
        g_free(record->draft);
        record->draft = g_malloc(sizeof *record->draft + record->draft_size);
    }
    record->draft->size = size;
    return record->draft;
}

static void number_rules(ExsRecord *record, uint32_t *out, const uint32_t *rules, size_t count)
{
    for (size_t i = 0; i < count; i++)
        out[i] = exs_record_number_rule(record, rules[i]);
}

static void number_rule_cells(ExsRecord *record, int64_t *cells, size_t row_count)
{
    for (size_t i = 0; i < record->rule_column_count; i++)
        for (size_t row = 0; row < row_count; row++) {
            int64_t *cell = &cells[row * record->column_count + record->rule_columns[i]];

            *cell = exs_record_number_rule(record, *cell);
        }
}

/* Writes the decision into the draft; its rules are the model's numbers if `model`. */
static ExsKeptDecision *write_draft(ExsRecord *record, const ExsDecision *decision, bool model)
{
    size_t cells = (size_t)decision->row_count * record->column_count;
    size_t rules = (size_t)decision->row_count + decision->step_count;
    ExsKeptDecision *kept =
        draft(record, HEAD_SIZE + cells * sizeof(int64_t) + rules * sizeof(uint32_t));
    uint32_t *head = (uint32_t *)kept->bytes;

    kept->decision = *decision;
    if (model)
        kept->decision.unlisted_rule = exs_record_number_rule(record, decision->unlisted_rule);
    set_arrays(kept, record->column_count);
    head[0] = decision->actor;
    head[1] = decision->about;
    head[2] = kept->decision.unlisted_rule;
    head[3] = decision->row_count;
    head[4] = decision->step_count;
    head[5] = 0;
    if (cells > 0)
        memcpy((int64_t *)kept->decision.cells, decision->cells, cells * sizeof(int64_t));
    if (model) {
        number_rule_cells(record, (int64_t *)kept->decision.cells, decision->row_count);
        number_rules(record, (uint32_t *)kept->decision.felled_by, decision->felled_by,
                     decision->row_count);
        number_rules(record, (uint32_t *)kept->decision.steps, decision->steps,
                     decision->step_count);
    } else {
        if (decision->row_count > 0)
            memcpy((uint32_t *)kept->decision.felled_by, decision->felled_by,
                   decision->row_count * sizeof(uint32_t));
        if (decision->step_count > 0)
            memcpy((uint32_t *)kept->decision.steps, decision->steps,
                   decision->step_count * sizeof(uint32_t));
    }
    kept->hash = XXH3_64bits(kept->bytes, kept->size);
    return kept;
}

/* -- adding -------------------------------------------------------------------------------- */

/* Checks what a decision refers to. */
static bool check_decision(const ExsRecord *record, const ExsDecision *decision, GError **error)
{
    static const ExsField actor = {.name = "at", .type = EXS_FIELD_OBJECT};
    static const ExsField about = {.name = "about", .type = EXS_FIELD_TEXT};
    static const ExsField unlisted = {.name = "unlisted", .type = EXS_FIELD_RULE};
    static const ExsField felled = {.name = "felled", .type = EXS_FIELD_RULE};
    static const ExsField step = {.name = "steps", .type = EXS_FIELD_RULE};

    if (!exs_record_check_value(record, &actor, decision->actor, error) ||
        !exs_record_check_value(record, &about, decision->about, error) ||
        !exs_record_check_value(record, &unlisted, decision->unlisted_rule, error))
        return false;
    for (size_t i = 0; i < (size_t)decision->row_count * record->column_count; i++)
        if (!exs_record_check_value(record, &record->columns[i % record->column_count],
                                    decision->cells[i], error))
            return false;
    for (size_t i = 0; i < decision->row_count; i++)
        if (!exs_record_check_value(record, &felled, decision->felled_by[i], error))
            return false;
    for (size_t i = 0; i < decision->step_count; i++)
        if (!exs_record_check_value(record, &step, decision->steps[i], error))
            return false;
    return true;
}

/* Keeps a copy of the draft, at its place; `given` as the model has it, or NULL. */
static uint32_t keep_draft(ExsRecord *record, ExsDecisionPlace *place, const ExsDecision *given)
{
    size_t size = sizeof(ExsKeptDecision) + record->draft->size;
    size_t rows = given ? given->row_count : 0, steps = given ? given->step_count : 0;
    ExsKeptDecision *kept = g_malloc(size + (rows + steps) * sizeof(uint32_t));

    memcpy(kept, record->draft, size);
    set_arrays(kept, record->column_count);
    kept->model_rules = given ? (uint32_t *)((char *)kept + size) : NULL;
    kept->model_unlisted = given ? given->unlisted_rule : 0;
    if (rows > 0)
        memcpy(kept->model_rules, given->felled_by, rows * sizeof(uint32_t));
    if (steps > 0)
        memcpy(kept->model_rules + rows, given->steps, steps * sizeof(uint32_t));
    g_ptr_array_add(record->decisions, kept);
    *place = (ExsDecisionPlace){kept->hash, record->decisions->len};
    if (2 * (size_t)record->decisions->len > record->place_count)
        grow_places(record);
    record->front.limit[EXS_FIELD_DECISION] = record->decisions->len;
    return record->decisions->len;
}

/* -- a short cut: most decisions are one of the last that this actor made about this ------ */

static uint32_t *recent_of(const ExsRecord *record, const ExsDecision *decision)
{
    uint32_t mixed = decision->about * 0x9e3779b1u ^ decision->actor * 0x85ebca77u;

    return &record->recent[(size_t)(mixed >> (32 - RECENT_BITS)) * RECENT_EACH];
}

static bool is_equal(const void *one, const void *other, size_t size)
{
    return size == 0 || memcmp(one, other, size) == 0;
}

/* Was the decision kept as this one? False if it takes more to find out. */
static bool is_plainly(const ExsRecord *record, const ExsDecision *decision,
                       const ExsKeptDecision *kept)
{
    size_t rows = kept->decision.row_count, steps = kept->decision.step_count;
    size_t cells = rows * record->column_count;

    return decision->actor == kept->decision.actor && decision->about == kept->decision.about &&
           decision->row_count == rows && decision->step_count == steps && kept->model_rules &&
           decision->unlisted_rule == kept->model_unlisted && record->rule_column_count == 0 &&
           is_equal(decision->cells, kept->decision.cells, cells * sizeof(int64_t)) &&
           is_equal(decision->felled_by, kept->model_rules, rows * sizeof(uint32_t)) &&
           is_equal(decision->steps, kept->model_rules + rows, steps * sizeof(uint32_t));
}

static uint32_t find_recent(const ExsRecord *record, const ExsDecision *decision)
{
    const uint32_t *recent = recent_of(record, decision);

    for (size_t i = 0; i < RECENT_EACH && recent[i] != 0; i++)
        if (is_plainly(record, decision, g_ptr_array_index(record->decisions, recent[i] - 1)))
            return recent[i];
    return 0;
}

/* The last one comes first. */
static void put_recent(ExsRecord *record, const ExsDecision *decision, uint32_t number)
{
    uint32_t *recent = recent_of(record, decision);

    memmove(recent + 1, recent, (RECENT_EACH - 1) * sizeof *recent);
    recent[0] = number;
}

uint32_t exs_record_add_decision(ExsRecord *record, const ExsDecision *decision)
{
    ExsKeptDecision *kept;
    ExsDecisionPlace *place;
    uint32_t number;
    GError *error = NULL;

    g_assert(!record->finished);
    if (record->detail < EXS_DETAIL_FULL)
        return 0;
    number = find_recent(record, decision);
    if (number != 0)
        return number;
    kept = write_draft(record, decision, true);
    place = find_place(record, kept);
    number = place->number;
    if (number == 0) {
        check_decision(record, &kept->decision, &error);
        g_assert_no_error(error);
        number = keep_draft(record, place, decision);
    }
    put_recent(record, decision, number);
    return number;
}

bool exs_record_restore_decision(ExsRecord *record, const ExsDecision *decision, GError **error)
{
    ExsDecisionPlace *place;

    if (record->detail < EXS_DETAIL_FULL)
        return exs_fail(error, EXS_ERROR_FORMAT, "a decision in a record of detail \"%s\"",
                        exs_detail_word(record->detail));
    if (!check_decision(record, decision, error))
        return false;
    place = find_place(record, write_draft(record, decision, false));
    if (place->number != 0)
        return exs_fail(error, EXS_ERROR_FORMAT, "decision %u is like an earlier one",
                        record->decisions->len + 1);
    keep_draft(record, place, NULL);
    return true;
}

size_t exs_record_decision_count(const ExsRecord *record)
{
    return record->decisions->len;
}

const ExsDecision *exs_record_decision(const ExsRecord *record, uint32_t number)
{
    const ExsKeptDecision *kept;

    g_assert(number > 0 && number <= record->decisions->len);
    kept = g_ptr_array_index(record->decisions, number - 1);
    return &kept->decision;
}
