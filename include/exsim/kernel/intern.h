/* intern.h - names to small integers and back, one table per world.
 *
 * Ids start at 1 in the order first seen; 0 is "no name". Interned text lives as long as
 * the table. Never iterated by hash.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdint.h>

typedef struct ExsInterner ExsInterner;

ExsInterner *exs_interner_new(void);
void exs_interner_free(ExsInterner *interner);

/* The id of exactly this text; added if new. */
uint32_t exs_intern(ExsInterner *interner, const char *text);

/* The id of the text with ASCII letters made lower case: names of Exchange are
 * case-insensitive. */
uint32_t exs_intern_folded(ExsInterner *interner, const char *text);

/* 0 if the text was never interned. */
uint32_t exs_interner_find(const ExsInterner *interner, const char *text);

/* The text of an id; "" for 0. (borrowed) */
const char *exs_interner_text(const ExsInterner *interner, uint32_t id);

/* How many ids there are: the largest is this number. */
uint32_t exs_interner_count(const ExsInterner *interner);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ExsInterner, exs_interner_free)
