/* intern.c - see intern.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/kernel/intern.h"

#include <string.h>
#include <xxhash.h>

struct ExsInterner {
    GStringChunk *chunk; /* (owned) the texts */
    GPtrArray *texts;    /* by id; [0] is "" */
    GHashTable *ids;     /* text -> id; looked up in, never walked */
};

/* GLib's own hash goes byte by byte: texts of events and reports are long. */
static guint hash(gconstpointer text)
{
    return (guint)XXH3_64bits(text, strlen(text));
}

ExsInterner *exs_interner_new(void)
{
    ExsInterner *interner = g_new0(ExsInterner, 1);

    interner->chunk = g_string_chunk_new(4096);
    interner->texts = g_ptr_array_new();
    interner->ids = g_hash_table_new(hash, g_str_equal);
    g_ptr_array_add(interner->texts, g_string_chunk_insert(interner->chunk, ""));
    return interner;
}

void exs_interner_free(ExsInterner *interner)
{
    if (!interner)
        return;
    g_hash_table_destroy(interner->ids);
    g_ptr_array_free(interner->texts, TRUE);
    g_string_chunk_free(interner->chunk);
    g_free(interner);
}

uint32_t exs_intern(ExsInterner *interner, const char *text)
{
    uint32_t id = exs_interner_find(interner, text);

    if (id == 0) {
        char *kept = g_string_chunk_insert(interner->chunk, text);

        id = interner->texts->len;
        g_ptr_array_add(interner->texts, kept);
        g_hash_table_insert(interner->ids, kept, GUINT_TO_POINTER(id));
    }
    return id;
}

uint32_t exs_intern_folded(ExsInterner *interner, const char *text)
{
    g_autofree char *folded = g_ascii_strdown(text, -1);

    return exs_intern(interner, folded);
}

uint32_t exs_interner_find(const ExsInterner *interner, const char *text)
{
    return GPOINTER_TO_UINT(g_hash_table_lookup(interner->ids, text));
}

const char *exs_interner_text(const ExsInterner *interner, uint32_t id)
{
    g_assert(id < interner->texts->len);
    return g_ptr_array_index(interner->texts, id);
}

uint32_t exs_interner_count(const ExsInterner *interner)
{
    return interner->texts->len - 1;
}
