/* record_digest.c - the bytes of a record's sections, and the fingerprint over them.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/record/record_private.h"

#define SLICE ((size_t)1 << 16) /* bytes digested at once */

void exs_put_u32(GByteArray *out, uint32_t value)
{
    g_byte_array_append(out, (const guint8 *)&value, sizeof value);
}

void exs_put_u64(GByteArray *out, uint64_t value)
{
    g_byte_array_append(out, (const guint8 *)&value, sizeof value);
}

void exs_put_text(GByteArray *out, const char *text)
{
    size_t length = strlen(text);

    g_assert(length <= INT32_MAX);
    exs_put_u32(out, (uint32_t)length);
    g_byte_array_append(out, (const guint8 *)text, (guint)length);
}

size_t exs_section_count(const ExsRecord *record, ExsSection section)
{
    switch (section) {
    case EXS_SECTION_FACTS:
        return record->facts->len / 2;
    case EXS_SECTION_OBJECTS:
        return record->objects->len;
    case EXS_SECTION_TEXTS:
        return exs_interner_count(record->texts);
    case EXS_SECTION_DECISIONS:
        return record->decisions->len;
    case EXS_SECTION_NAMES:
        return record->message_names->len;
    case EXS_SECTION_RULES:
        return record->rules->len;
    default:
        g_assert_not_reached();
    }
}

static void put_object(GByteArray *out, const ExsObject *object)
{
    exs_put_u32(out, object->parent);
    exs_put_text(out, object->class_name);
    exs_put_text(out, object->name);
    exs_put_text(out, object->title);
}

static void put_attributes(GByteArray *out, const ExsObject *object)
{
    exs_put_u32(out, object->attributes->len / 2);
    for (size_t i = 0; i < object->attributes->len; i++)
        exs_put_text(out, g_ptr_array_index(object->attributes, i));
}

static void put_rule(GByteArray *out, const ExsRuleRow *rule)
{
    exs_put_text(out, rule->id);
    exs_put_text(out, rule->source);
    exs_put_text(out, rule->sentence);
}

void exs_section_put(GByteArray *out, const ExsRecord *record, ExsSection section, size_t item)
{
    const ExsMessageName *name;
    const ExsKeptDecision *kept;

    switch (section) {
    case EXS_SECTION_FACTS:
        exs_put_text(out, g_ptr_array_index(record->facts, 2 * item));
        exs_put_text(out, g_ptr_array_index(record->facts, 2 * item + 1));
        break;
    case EXS_SECTION_OBJECTS:
        put_object(out, g_ptr_array_index(record->objects, item));
        break;
    case EXS_SECTION_TEXTS:
        exs_put_text(out, exs_interner_text(record->texts, (uint32_t)item + 1));
        break;
    case EXS_SECTION_DECISIONS:
        kept = g_ptr_array_index(record->decisions, item);
        g_byte_array_append(out, (const guint8 *)kept->bytes, (guint)kept->size);
        break;
    case EXS_SECTION_NAMES:
        name = &g_array_index(record->message_names, ExsMessageName, item);
        exs_put_u32(out, name->message);
        exs_put_text(out, name->name);
        break;
    case EXS_SECTION_RULES:
        put_rule(out, &g_array_index(record->rules, ExsRuleRow, item));
        break;
    default:
        g_assert_not_reached();
    }
}

static void add_digest(GChecksum *sum, const XXH3_state_t *state)
{
    XXH128_canonical_t canonical;

    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(state));
    g_checksum_update(sum, canonical.digest, sizeof canonical.digest);
}

/* Digests one section as one stream. */
static void add_section(GChecksum *sum, const ExsRecord *record, ExsSection section)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    XXH3_state_t *state = XXH3_createState();
    size_t count = exs_section_count(record, section);

    XXH3_128bits_reset(state);
    for (size_t i = 0; i < count; i++) {
        exs_section_put(bytes, record, section, i);
        if (section == EXS_SECTION_OBJECTS)
            put_attributes(bytes, g_ptr_array_index(record->objects, i));
        if (bytes->len >= SLICE || i + 1 == count) {
            XXH3_128bits_update(state, bytes->data, bytes->len);
            g_byte_array_set_size(bytes, 0);
        }
    }
    add_digest(sum, state);
    XXH3_freeState(state);
}

char *exs_record_make_fingerprint(const ExsRecord *record)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);

    add_section(sum, record, EXS_SECTION_FACTS);
    add_section(sum, record, EXS_SECTION_OBJECTS);
    add_section(sum, record, EXS_SECTION_TEXTS);
    add_digest(sum, record->entries_digest);
    add_section(sum, record, EXS_SECTION_DECISIONS);
    add_section(sum, record, EXS_SECTION_NAMES);
    add_section(sum, record, EXS_SECTION_RULES);
    return g_strconcat("sha256:", g_checksum_get_string(sum), NULL);
}
