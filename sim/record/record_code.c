/* record_code.c - entries as few bytes, for the native file.
 *
 * An entry is its kind, its time since the entry before, and its actor and its fields as
 * what they differ by from those of the last entry of its kind: varints (seven bits a
 * byte, the lowest first, the highest bit set in all but the last), differences with the
 * sign in the lowest bit. An ordinary entry takes seven to ten bytes. Every chunk begins
 * anew, and a value has one code only.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/record/record_private.h"

void exs_coder_init(ExsCoder *coder, const ExsRecord *record)
{
    coder->kinds = record->kinds;
    coder->kind_count = record->kind_count;
    coder->last = g_new(ExsEntry, record->kind_count);
    exs_coder_reset(coder);
}

void exs_coder_clear(ExsCoder *coder)
{
    g_clear_pointer(&coder->last, g_free);
}

void exs_coder_reset(ExsCoder *coder)
{
    coder->when = 0;
    if (coder->kind_count > 0)
        memset(coder->last, 0, coder->kind_count * sizeof *coder->last);
}

/* -- writing ----------------------------------------------------------------------------- */

static uint8_t *put(uint8_t *out, uint64_t value)
{
    for (; value > 0x7f; value >>= 7)
        *out++ = (uint8_t)(value | 0x80);
    *out++ = (uint8_t)value;
    return out;
}

static uint8_t *put_difference(uint8_t *out, uint32_t now, uint32_t before)
{
    uint32_t difference = now - before;

    return put(out, difference << 1 ^ (0 - (difference >> 31)));
}

static uint8_t *put_wide_difference(uint8_t *out, const uint32_t *now, const uint32_t *before)
{
    uint64_t value, old;

    memcpy(&value, now, sizeof value);
    memcpy(&old, before, sizeof old);
    value -= old;
    return put(out, value << 1 ^ (0 - (value >> 63)));
}

size_t exs_coder_encode(ExsCoder *coder, uint8_t *out, const ExsEntry *entries, size_t count)
{
    uint8_t *at = out;

    exs_coder_reset(coder);
    for (const ExsEntry *entry = entries; entry < entries + count; entry++) {
        const ExsKind *kind = &coder->kinds[entry->kind];
        ExsEntry *last = &coder->last[entry->kind];

        at = put(at, entry->kind);
        at = put(at, (uint64_t)entry->when - (uint64_t)coder->when);
        at = put_difference(at, entry->actor, last->actor);
        for (size_t i = 0; i < kind->field_count; i++) {
            size_t word = kind->fields[i].word;

            at = exs_field_is_wide(&kind->fields[i])
                     ? put_wide_difference(at, &entry->word[word], &last->word[word])
                     : put_difference(at, entry->word[word], last->word[word]);
        }
        coder->when = entry->when;
        *last = *entry;
    }
    return (size_t)(at - out);
}

/* -- reading ----------------------------------------------------------------------------- */

/* What is left of a chunk, and what came of reading it. */
typedef struct {
    const uint8_t *at, *end;
    ExsDecoded state;
} Source;

/* 0 once the source has failed. */
static uint64_t get(Source *source, uint64_t limit)
{
    uint64_t value = 0;

    for (unsigned shift = 0; source->at < source->end; shift += 7) {
        uint8_t byte = *source->at++;

        value |= (uint64_t)(byte & 0x7f) << shift;
        if (byte > 0x7f && shift < 63)
            continue;
        /* The tenth byte has one bit; a last byte of 0 could have been left out. */
        if (value <= limit && (shift < 63 || byte <= 1) && (shift == 0 || byte != 0))
            return value;
        source->state = EXS_DECODED_BAD;
        source->at = source->end;
        return 0;
    }
    if (source->state == EXS_DECODED_ENTRY)
        source->state = EXS_DECODED_SHORT;
    return 0;
}

static uint32_t get_difference(Source *source, uint32_t before)
{
    uint32_t code = (uint32_t)get(source, UINT32_MAX);

    return before + (code >> 1 ^ (0 - (code & 1)));
}

static void get_wide_difference(Source *source, uint32_t *now, const uint32_t *before)
{
    uint64_t code = get(source, UINT64_MAX);
    uint64_t value;

    memcpy(&value, before, sizeof value);
    value += code >> 1 ^ (0 - (code & 1));
    memcpy(now, &value, sizeof value);
}

ExsDecoded exs_coder_decode(ExsCoder *coder, const uint8_t **at, const uint8_t *end, ExsEntry *out)
{
    Source source = {*at, end, EXS_DECODED_ENTRY};
    uint64_t kind = get(&source, UINT16_MAX);
    ExsEntry *last;

    if (source.state == EXS_DECODED_ENTRY && kind >= coder->kind_count)
        source.state = EXS_DECODED_BAD;
    if (source.state != EXS_DECODED_ENTRY)
        return source.state;
    last = &coder->last[kind];
    *out = (ExsEntry){.kind = (uint16_t)kind};
    out->when = (ExsTime)((uint64_t)coder->when + get(&source, UINT64_MAX));
    out->actor = get_difference(&source, last->actor);
    for (size_t i = 0; i < coder->kinds[kind].field_count; i++) {
        const ExsField *field = &coder->kinds[kind].fields[i];

        if (exs_field_is_wide(field))
            get_wide_difference(&source, &out->word[field->word], &last->word[field->word]);
        else
            out->word[field->word] = get_difference(&source, last->word[field->word]);
    }
    if (source.state == EXS_DECODED_ENTRY) {
        coder->when = out->when;
        *last = *out;
        *at = source.at;
    }
    return source.state;
}
