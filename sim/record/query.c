/* query.c - see query.h. Finding entries, objects and queue depths.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/record/query.h"

#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/kernel/suggest.h"
#include "sim/record/record_private.h"

struct ExsQuery {
    const ExsRecord *record; /* (borrowed) */
    uint64_t next;
    uint64_t end; /* the first number that is not looked at */
    uint32_t message;
    uint32_t object;
    bool *kinds; /* (owned) NULL: any */
};

int64_t exs_entry_value(const ExsRecord *record, const ExsEntry *entry, size_t field)
{
    const ExsKind *kind = &record->kinds[entry->kind];
    const ExsField *row = &kind->fields[field];
    uint32_t narrow;
    int64_t wide;

    g_assert(field < kind->field_count);
    if (exs_field_is_wide(row)) {
        memcpy(&wide, &entry->word[row->word], sizeof wide);
        return wide;
    }
    narrow = entry->word[row->word];
    return row->type == EXS_FIELD_CODE && narrow == UINT32_MAX ? -1 : (int64_t)narrow;
}

bool exs_entry_get(const ExsRecord *record, const ExsEntry *entry, const char *field,
                   int64_t *value)
{
    const ExsKind *kind = &record->kinds[entry->kind];

    for (size_t i = 0; i < kind->field_count; i++) {
        if (strcmp(kind->fields[i].name, field) == 0) {
            *value = exs_entry_value(record, entry, i);
            return true;
        }
    }
    return false;
}

/* -- entries ------------------------------------------------------------------------- */

uint64_t exs_record_first_at(const ExsRecord *record, ExsTime when)
{
    uint64_t low = 0, high = record->front.count;

    while (low < high) {
        uint64_t middle = low + (high - low) / 2;

        if (exs_record_entry(record, middle)->when < when)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool fail_kind(const ExsRecord *record, const char *word, GError **error)
{
    g_autofree const char **words = g_new(const char *, record->kind_count + 1);
    g_autofree char *quoted = exs_quote(word);
    const char *near;

    for (size_t i = 0; i < record->kind_count; i++)
        words[i] = record->kinds[i].word;
    near = exs_suggest(word, words, record->kind_count);
    if (near)
        return exs_fail(error, EXS_ERROR_UNKNOWN, "no kind of entry is %s (did you mean \"%s\"?)",
                        quoted, near);
    return exs_fail(error, EXS_ERROR_UNKNOWN, "no kind of entry is %s", quoted);
}

/* Marks the kinds that the words name. */
static bool take_kinds(ExsQuery *query, const char *words, GError **error)
{
    const ExsRecord *record = query->record;

    query->kinds = g_new0(bool, record->kind_count + 1);
    for (const char *at = words; *(at += strspn(at, " \t"));) {
        g_autofree char *word = g_strndup(at, strcspn(at, " \t"));
        int kind = exs_record_find_kind(record, word);

        if (kind < 0)
            return fail_kind(record, word, error);
        query->kinds[kind] = true;
        at += strlen(word);
    }
    return true;
}

ExsQuery *exs_query_new(const ExsRecord *record, const ExsFilter *filter, GError **error)
{
    g_autoptr(ExsQuery) query = g_new0(ExsQuery, 1);

    query->record = record;
    query->message = filter->message;
    query->object = filter->object;
    if (!record->keep) {
        exs_fail(error, EXS_ERROR_STATE, "the entries of this record are not in memory");
        return NULL;
    }
    if (filter->kinds && !take_kinds(query, filter->kinds, error))
        return NULL;
    query->next = exs_record_first_at(record, filter->from);
    query->end = record->front.count;
    if (filter->until != 0 && filter->until != EXS_TIME_NEVER)
        query->end = exs_record_first_at(record, filter->until + 1);
    return g_steal_pointer(&query);
}

void exs_query_free(ExsQuery *query)
{
    if (!query)
        return;
    g_free(query->kinds);
    g_free(query);
}

/* Has the entry a field of this type and value? */
static bool mentions(const ExsRecord *record, const ExsEntry *entry, ExsFieldType type,
                     uint32_t value)
{
    const ExsKind *kind = &record->kinds[entry->kind];

    for (size_t i = 0; i < kind->field_count; i++)
        if (kind->fields[i].type == type && entry->word[kind->fields[i].word] == value)
            return true;
    return false;
}

static bool matches(const ExsQuery *query, const ExsEntry *entry)
{
    if (query->kinds && !query->kinds[entry->kind])
        return false;
    if (query->message && !mentions(query->record, entry, EXS_FIELD_MESSAGE, query->message))
        return false;
    return !query->object || entry->actor == query->object ||
           mentions(query->record, entry, EXS_FIELD_OBJECT, query->object);
}

const ExsEntry *exs_query_next(ExsQuery *query, uint64_t *number)
{
    while (query->next < query->end) {
        const ExsEntry *entry = exs_record_entry(query->record, query->next++);

        if (matches(query, entry)) {
            if (number)
                *number = query->next - 1;
            return entry;
        }
    }
    return NULL;
}

/* -- objects and queues -------------------------------------------------------------- */

/* Is `parent` among the ancestors of the object? 0 is everybody's. */
static bool is_below(const ExsRecord *record, const ExsObject *object, uint32_t parent)
{
    if (parent == 0)
        return true;
    for (uint32_t id = object->parent; id != 0; id = exs_record_object(record, id)->parent)
        if (id == parent)
            return true;
    return false;
}

uint32_t exs_record_find_object(const ExsRecord *record, const char *class_name, uint32_t parent,
                                const char *name)
{
    g_autofree char *spare = NULL;
    g_autofree char *folded = g_ascii_strdown(exs_record_clean(name, &spare), -1);
    uint32_t key = exs_interner_find(record->names, folded);
    uint32_t id = key == 0 ? 0 : g_array_index(record->first_named, uint32_t, key);

    for (; id != 0; id = g_array_index(record->next_named, uint32_t, id - 1)) {
        const ExsObject *object = exs_record_object(record, id);

        if ((!class_name || strcmp(object->class_name, class_name) == 0) &&
            is_below(record, object, parent))
            return id;
    }
    return 0;
}

int64_t exs_record_queue_depth(const ExsRecord *record, uint32_t queue, ExsTime when,
                               uint64_t *witness)
{
    int queued = exs_record_find_kind(record, "queued");
    int unqueued = exs_record_find_kind(record, "unqueued");
    uint64_t number =
        when == EXS_TIME_NEVER ? record->front.count : exs_record_first_at(record, when + 1);

    if (witness)
        *witness = EXS_NO_ENTRY;
    while (number-- > 0) {
        const ExsEntry *entry = exs_record_entry(record, number);
        int64_t named, waiting;

        if ((entry->kind == queued || entry->kind == unqueued) &&
            exs_entry_get(record, entry, "queue", &named) && named == queue &&
            exs_entry_get(record, entry, "waiting", &waiting)) {
            if (witness)
                *witness = number;
            return waiting;
        }
    }
    return 0;
}
