/* fold.c - what repeats, see report_private.h.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/report/report_private.h"

#define LONGEST_PERIOD 8
#define FEWEST_ROUNDS  4

uint64_t exs_fold_mix(uint64_t key, uint64_t value)
{
    key = (key ^ value) * UINT64_C(0x9E3779B97F4A7C15);
    return key ^ key >> 29;
}

/* Whom it is from and for differs from message to message, and so does free text. */
static const char *const personal[] = {"originator", "recipient", "address", "text"};

static bool is_telling(const ExsField *field, bool decisions)
{
    switch (field->type) {
    case EXS_FIELD_OBJECT:
    case EXS_FIELD_RULE:
    case EXS_FIELD_CODE:
    case EXS_FIELD_FLAG:
        return true;
    case EXS_FIELD_DECISION:
        return decisions;
    case EXS_FIELD_TEXT:
        for (size_t i = 0; i < G_N_ELEMENTS(personal); i++)
            if (strcmp(field->name, personal[i]) == 0)
                return false;
        return true;
    default:
        return false;
    }
}

uint32_t exs_fold_message(const ExsRecord *record, const ExsEntry *entry)
{
    const ExsKind *kind = exs_record_kind(record, entry->kind);

    for (size_t i = 0; i < kind->field_count; i++)
        if (kind->fields[i].type == EXS_FIELD_MESSAGE)
            return (uint32_t)exs_entry_value(record, entry, i);
    return 0;
}

uint64_t exs_fold_key(const ExsRecord *record, const ExsEntry *entry, bool decisions)
{
    const ExsKind *kind = exs_record_kind(record, entry->kind);
    uint64_t key = exs_fold_mix(exs_fold_mix(1, entry->kind), entry->actor);

    for (size_t i = 0; i < kind->field_count; i++)
        if (is_telling(&kind->fields[i], decisions))
            key = exs_fold_mix(key, (uint64_t)exs_entry_value(record, entry, i));
    return key;
}

/* A key for each of the entries, equal for those that are the same. */
static uint64_t *make_keys(const ExsRecord *record, const uint64_t *numbers, size_t count,
                           bool decisions)
{
    g_autoptr(GHashTable) last = g_hash_table_new(NULL, NULL); /* message -> place, from 1 */
    uint64_t *keys = g_new(uint64_t, count + 1);

    for (size_t i = 0; i < count; i++) {
        const ExsEntry *entry = exs_record_entry(record, numbers[i]);
        void *message = GUINT_TO_POINTER(exs_fold_message(record, entry));
        size_t before = GPOINTER_TO_SIZE(g_hash_table_lookup(last, message));
        size_t back = before ? i + 1 - before : 0;

        keys[i] =
            exs_fold_mix(exs_fold_key(record, entry, decisions), back > LONGEST_PERIOD ? 0 : back);
        if (message)
            g_hash_table_replace(last, message, GSIZE_TO_POINTER(i + 1));
    }
    return keys;
}

size_t exs_fold_rounds(const uint64_t *keys, size_t count, size_t at, size_t *period)
{
    for (size_t length = 1; length <= LONGEST_PERIOD; length++) {
        size_t end = at + length;

        while (end < count && keys[end] == keys[end - length])
            end++;
        if (end > count || (end - at) / length < FEWEST_ROUNDS)
            continue;
        *period = length;
        return (end - at) / length;
    }
    *period = 1;
    return 1;
}

static void tell_round(const uint64_t *numbers, size_t period, const ExsFoldTeller *teller,
                       void *self)
{
    for (size_t i = 0; i < period; i++)
        teller->line(self, numbers[i]);
}

void exs_fold_tell(const ExsRecord *record, const uint64_t *numbers, size_t count, bool decisions,
                   const ExsFoldTeller *teller, void *self)
{
    g_autofree uint64_t *keys = make_keys(record, numbers, count, decisions);
    size_t period, rounds;

    for (size_t i = 0; i < count; i += rounds * period) {
        rounds = exs_fold_rounds(keys, count, i, &period);
        tell_round(numbers + i, period, teller, self);
        if (rounds > 1) {
            size_t last = i + (rounds - 1) * period;
            ExsFold fold = {rounds - 2, period, numbers[i + period], numbers[last - period],
                            numbers[last - 1]};

            teller->fold(self, &fold);
            tell_round(numbers + last, period, teller, self);
        }
    }
}

void exs_fold_append(GString *out, const ExsRecord *record, const ExsFold *fold, ExsTime shown)
{
    const ExsEntry *first = exs_record_entry(record, fold->first);
    const ExsEntry *last = exs_record_entry(record, fold->last);
    uint32_t from = exs_fold_message(record, first), to = exs_fold_message(record, last);
    ExsTime until = exs_record_entry(record, fold->end)->when;

    if (fold->period == 1)
        g_string_append_printf(out, "... %zu more like it", fold->rounds);
    else
        g_string_append_printf(out, "... these %zu lines %zu times more", fold->period,
                               fold->rounds);
    if (from != to) {
        g_string_append(out, ", ");
        exs_message_append(out, record, from);
        g_string_append(out, " to ");
        exs_message_append(out, record, to);
        g_string_append_c(out, ',');
    }
    if (until / EXS_SECOND == shown / EXS_SECOND) {
        if (from != to)
            g_string_truncate(out, out->len - 1);
        return;
    }
    g_string_append(out, " until ");
    if (!exs_names_is_same_day(until, shown)) {
        exs_names_append_day(out, until);
        g_string_append_c(out, ' ');
    }
    exs_names_append_clock(out, until);
}
