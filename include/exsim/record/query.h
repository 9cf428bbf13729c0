/* query.h - finds entries and reads them: for expectations and reports.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/record/record.h"

/* What to look for. Zero everywhere: every entry. */
typedef struct {
    const char *kinds; /* words, blank-separated: "queued rerouted"; NULL: any */
    uint32_t message;  /* entries with a message field of this value; 0: any */
    uint32_t object;   /* entries whose actor or one of whose objects is this; 0: any */
    ExsTime from;      /* at or after; 0: from the beginning */
    ExsTime until;     /* at or before; 0: to the end */
} ExsFilter;

typedef struct ExsQuery ExsQuery;

/* Fails with EXS_ERROR_UNKNOWN for a word that is no kind (with a suggestion), EXS_ERROR_STATE if
 * the entries are not kept in memory. */
ExsQuery *exs_query_new(const ExsRecord *record, const ExsFilter *filter, GError **error);
void exs_query_free(ExsQuery *query);

/* The next entry, with its number; NULL at the end. (borrowed) */
const ExsEntry *exs_query_next(ExsQuery *query, uint64_t *number);

/* A field's value by its place among the kind's fields. */
int64_t exs_entry_value(const ExsRecord *record, const ExsEntry *entry, size_t field);

/* The same by name; false if the kind has no such field. */
bool exs_entry_get(const ExsRecord *record, const ExsEntry *entry, const char *field,
                   int64_t *value);

/* Appends the entry as a sentence: "x400 queued for FAST, 1 waiting". */
void exs_entry_append(GString *out, const ExsRecord *record, const ExsEntry *entry);

/* Appends one value as its type is written: an object's title, a message's name in quotes
 * (or "message 17"), "SECURED_STAYS (Q...)", 1,024 B, 10 min. Names are escaped. */
void exs_value_append(GString *out, const ExsRecord *record, const ExsField *field, int64_t value);

/* Appends a message's name in quotes, or "message 17". */
void exs_message_append(GString *out, const ExsRecord *record, uint32_t message);

/* The object with this name (ASCII case ignored) and class (NULL: any), below `parent` (0: any,
 * however deep). 0: none. The first added wins. */
uint32_t exs_record_find_object(const ExsRecord *record, const char *class_name, uint32_t parent,
                                const char *name);

/* How many messages a queue holds just after every entry at or before `when`: the last "waiting"
 * count of a queued or unqueued entry. 0 if none. `witness`: that entry's number or EXS_NO_ENTRY;
 * may be NULL. */
int64_t exs_record_queue_depth(const ExsRecord *record, uint32_t queue, ExsTime when,
                               uint64_t *witness);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ExsQuery, exs_query_free)
