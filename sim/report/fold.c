/* fold.c - what repeats, see report_private.h.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/report/report_private.h"

#define LONGEST_PERIOD 8
#define FEWEST_ROUNDS  6

static uint64_t mix(uint64_t key, uint64_t value)
{
    key = (key ^ value) * UINT64_C(0x9E3779B97F4A7C15);
    return key ^ key >> 29;
}

/* Free text differs from case to case, and so do the texts that tell of one message. */
static bool is_telling(const ExsField *field, bool has_message, bool decisions)
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
        return !has_message && strcmp(field->name, "text") != 0;
    default:
        return false;
    }
}

uint64_t exs_fold_key(const ExsRecord *record, const ExsEntry *entry, bool decisions)
{
    const ExsKind *kind = exs_record_kind(record, entry->kind);
    uint64_t key = mix(mix(1, entry->kind), entry->actor);
    bool has_message = false;

    for (size_t i = 0; i < kind->field_count; i++)
        has_message |= kind->fields[i].type == EXS_FIELD_MESSAGE;
    for (size_t i = 0; i < kind->field_count; i++)
        if (is_telling(&kind->fields[i], has_message, decisions))
            key = mix(key, (uint64_t)exs_entry_value(record, entry, i));
    return key;
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

void exs_fold_append(GString *out, size_t rounds, size_t period, ExsTime until, ExsTime shown)
{
    if (period == 1)
        g_string_append_printf(out, "... %zu more like it until ", rounds);
    else
        g_string_append_printf(out, "... these %zu lines %zu times more until ", period, rounds);
    if (!exs_names_is_same_day(until, shown)) {
        exs_names_append_day(out, until);
        g_string_append_c(out, ' ');
    }
    exs_names_append_clock(out, until);
}
