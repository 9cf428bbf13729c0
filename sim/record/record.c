/* record.c - see record.h. The record in memory, and adding to it.
 *
 * record_room.c has where entries lie.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/record/record.h"

#include <string.h>

#include "exsim/kernel/error.h"
#include "sim/record/record_private.h"

/* -- life ---------------------------------------------------------------------------- */

static void free_object(void *data)
{
    ExsObject *object = data;

    g_ptr_array_unref(object->attributes);
    g_free(object);
}

ExsRecord *exs_record_create(const ExsSchema *schema, ExsDetail detail, GError **error)
{
    g_autoptr(ExsRecord) record = g_new0(ExsRecord, 1);

    record->detail = detail;
    record->keep = true;
    record->strings = g_string_chunk_new(4096);
    record->chunks = g_ptr_array_new_with_free_func(g_aligned_free);
    record->facts = g_ptr_array_new();
    record->objects = g_ptr_array_new_with_free_func(free_object);
    record->names = exs_interner_new();
    record->first_named = g_array_new(FALSE, TRUE, sizeof(uint32_t));
    record->last_named = g_array_new(FALSE, TRUE, sizeof(uint32_t));
    record->next_named = g_array_new(FALSE, TRUE, sizeof(uint32_t));
    record->texts = exs_interner_new();
    record->rules = g_array_new(FALSE, TRUE, sizeof(ExsRuleRow));
    record->rule_ids = g_hash_table_new(g_str_hash, g_str_equal);
    record->message_names = g_array_new(FALSE, TRUE, sizeof(ExsMessageName));
    record->name_places = g_hash_table_new(NULL, NULL);
    record->messages = g_hash_table_new(g_str_hash, g_str_equal);
    record->checks = g_ptr_array_new_with_free_func(g_free);
    record->entries_digest = XXH3_createState();
    XXH3_128bits_reset(record->entries_digest);
    exs_record_init_decisions(record);
    for (size_t i = EXS_FIELD_COUNT; i < EXS_FIELD_TYPES; i++)
        record->front.limit[i] = UINT32_MAX;
    record->front.limit[EXS_FIELD_MESSAGE] = UINT32_MAX;
    record->front.limit[EXS_FIELD_FLAG] = 1;
    record->front.limit[EXS_FIELD_TIME] = INT64_MAX;
    record->front.limit[EXS_FIELD_DURATION] = UINT64_MAX;
    record->front.limit[EXS_FIELD_BYTES] = INT64_MAX;
    if (!exs_record_take_schema(record, schema, error))
        return NULL;
    return g_steal_pointer(&record);
}

ExsRecord *exs_record_new(const ExsSchema *schema, ExsDetail detail)
{
    GError *error = NULL;
    ExsRecord *record = exs_record_create(schema, detail, &error);

    g_assert_no_error(error);
    return record;
}

void exs_record_free(ExsRecord *record)
{
    if (!record)
        return;
    exs_record_file_free(record->file);
    exs_record_free_decisions(record);
    g_free(record->fingerprint);
    XXH3_freeState(record->entries_digest);
    g_ptr_array_unref(record->checks);
    g_hash_table_destroy(record->messages);
    g_hash_table_destroy(record->name_places);
    g_array_unref(record->message_names);
    g_hash_table_destroy(record->rule_ids);
    g_array_unref(record->rules);
    exs_interner_free(record->texts);
    g_array_unref(record->next_named);
    g_array_unref(record->last_named);
    g_array_unref(record->first_named);
    exs_interner_free(record->names);
    g_ptr_array_unref(record->objects);
    g_ptr_array_unref(record->facts);
    g_ptr_array_unref(record->chunks);
    g_aligned_free(record->stage);
    g_string_chunk_free(record->strings);
    g_free(record->rule_numbers);
    g_free(record->columns);
    g_free(record->front.forms);
    g_free(record->shapes);
    g_free(record->kinds);
    g_free(record);
}

/* -- facts, objects, texts, names ---------------------------------------------------- */

/* Eight bytes at a time: nearly every text is ASCII, and texts are looked at twice. */
static bool is_ascii(const char *text)
{
    size_t length = strlen(text), i = 0;
    uint64_t all = 0, eight;

    for (; i + sizeof eight <= length; i += sizeof eight) {
        memcpy(&eight, text + i, sizeof eight);
        all |= eight;
    }
    for (; i < length; i++)
        all |= (uint8_t)text[i];
    return (all & 0x8080808080808080u) == 0;
}

const char *exs_record_clean(const char *text, char **spare)
{
    GString *clean;
    const char *bad;

    if (!text)
        return "";
    if (is_ascii(text) || g_utf8_validate(text, -1, &bad))
        return text;
    clean = g_string_new(NULL);
    for (; !g_utf8_validate(text, -1, &bad); text = bad + 1) {
        g_string_append_len(clean, text, bad - text);
        g_string_append_printf(clean, "\\x%02x", (unsigned char)*bad);
    }
    g_string_append(clean, text);
    return *spare = g_string_free(clean, FALSE);
}

/* A text kept as long as the record. */
static const char *keep_text(ExsRecord *record, const char *text)
{
    g_autofree char *spare = NULL;

    return g_string_chunk_insert(record->strings, exs_record_clean(text, &spare));
}

void exs_record_set_fact(ExsRecord *record, const char *key, const char *value)
{
    const char *kept = keep_text(record, value);
    size_t i = 0;

    g_assert(!record->finished);
    while (i < record->facts->len && strcmp(g_ptr_array_index(record->facts, i), key) != 0)
        i += 2;
    if (i == record->facts->len) {
        g_assert(i < 2 * EXS_PAIRS_LIMIT);
        g_ptr_array_add(record->facts, (char *)keep_text(record, key));
        g_ptr_array_add(record->facts, NULL);
    }
    record->facts->pdata[i + 1] = (char *)kept;
    if (record->file)
        exs_record_file_set_fact(record->file, g_ptr_array_index(record->facts, i), kept);
}

/* Enters an object in the lists of objects of one name. */
static void list_by_name(ExsRecord *record, uint32_t id, const char *name)
{
    uint32_t folded = exs_intern_folded(record->names, name);
    uint32_t *last;

    if (folded >= record->first_named->len) {
        g_array_set_size(record->first_named, folded + 1);
        g_array_set_size(record->last_named, folded + 1);
    }
    g_array_set_size(record->next_named, id);
    last = &g_array_index(record->last_named, uint32_t, folded);
    if (*last == 0)
        g_array_index(record->first_named, uint32_t, folded) = id;
    else
        g_array_index(record->next_named, uint32_t, *last - 1) = id;
    *last = id;
}

uint32_t exs_record_add_object(ExsRecord *record, const char *class_name, uint32_t parent,
                               const char *name, const char *title)
{
    ExsObject *object = g_new0(ExsObject, 1);
    g_autofree char *spare = NULL;

    g_assert(!record->finished && parent <= record->objects->len);
    object->id = record->objects->len + 1;
    object->parent = parent;
    object->class_name =
        g_string_chunk_insert_const(record->strings, exs_record_clean(class_name, &spare));
    object->name = keep_text(record, name);
    object->title = title ? keep_text(record, title) : object->name;
    object->attributes = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(record->objects, object);
    record->front.limit[EXS_FIELD_OBJECT] = object->id;
    list_by_name(record, object->id, object->name);
    return object->id;
}

void exs_record_set_attribute(ExsRecord *record, uint32_t object, const char *key,
                              const char *value)
{
    GPtrArray *attributes;
    g_autofree char *spare_key = NULL, *spare_value = NULL;
    size_t i = 0;

    g_assert(!record->finished && object > 0 && object <= record->objects->len);
    attributes = ((ExsObject *)g_ptr_array_index(record->objects, object - 1))->attributes;
    key = exs_record_clean(key, &spare_key);
    value = exs_record_clean(value, &spare_value);
    while (i < attributes->len && strcmp(g_ptr_array_index(attributes, i), key) != 0)
        i += 2;
    if (i == attributes->len) {
        g_assert(i < 2 * EXS_PAIRS_LIMIT);
        g_ptr_array_add(attributes, g_strdup(key));
        g_ptr_array_add(attributes, g_strdup(value));
    } else {
        g_free(attributes->pdata[i + 1]);
        attributes->pdata[i + 1] = g_strdup(value);
    }
    if (record->file)
        exs_record_file_set_attribute(record->file, object, key, value);
}

uint32_t exs_record_text(ExsRecord *record, const char *text)
{
    g_autofree char *spare = NULL;
    uint32_t id;

    if (!text || !*text)
        return 0;
    id = exs_intern(record->texts, exs_record_clean(text, &spare));
    if (id > record->front.limit[EXS_FIELD_TEXT]) {
        g_assert(!record->finished);
        record->front.limit[EXS_FIELD_TEXT] = id;
    }
    return id;
}

void exs_record_name_message(ExsRecord *record, uint32_t message, const char *name)
{
    ExsMessageName row = {.message = message};

    g_assert(!record->finished && message != 0);
    if (!name || !*name || exs_record_message_name(record, message))
        return;
    row.name = keep_text(record, name);
    g_array_append_val(record->message_names, row);
    g_hash_table_insert(record->name_places, GUINT_TO_POINTER(message),
                        GUINT_TO_POINTER(record->message_names->len));
    if (!g_hash_table_contains(record->messages, row.name))
        g_hash_table_insert(record->messages, (char *)row.name, GUINT_TO_POINTER(message));
}

uint32_t exs_record_meet_rule(ExsRecord *record, int64_t rule)
{
    uint32_t *number = &record->rule_numbers[rule];

    g_array_append_val(record->rules, record->schema.rules[rule]);
    *number = record->rules->len;
    record->front.limit[EXS_FIELD_RULE] = *number;
    return *number;
}

/* -- entries ------------------------------------------------------------------------- */

/* Whoever reads a record finds out about a value that names nothing; debug builds do so here. */
static inline bool is_allowed(const ExsRecord *record, ExsFieldType type, int64_t value)
{
#ifdef EXS_DEBUG
    return exs_record_allows(record, type, value);
#else
    (void)record;
    return exs_type_is_wide(type) || type == EXS_FIELD_CODE || (uint64_t)value <= UINT32_MAX;
#endif
}

static inline void put_value(ExsRecord *record, ExsEntry *entry, ExsFieldType type, uint8_t word,
                             int64_t value)
{
    if (type == EXS_FIELD_RULE)
        value = exs_record_number_rule(record, value);
    g_assert(is_allowed(record, type, value));
    if (G_UNLIKELY(exs_type_is_wide(type)))
        memcpy(&entry->word[word], &value, sizeof value);
    else
        entry->word[word] = (uint32_t)value;
}

/* Of an ordinary message two entries come here. */
static EXS_HOT G_GNUC_NO_INLINE void add(ExsRecord *record, ExsTime when, uint16_t kind,
                                         uint32_t actor, const int64_t *values, size_t count)
{
    const ExsShape shape = record->shapes[kind]; /* a copy: entries could overwrite it, for all that
                                                    the compiler knows */
    ExsRecordFront *front = &record->front;
    ExsEntry *entry;

    g_assert(count == shape.count && !record->finished);
    g_assert(when >= front->last && actor <= front->limit[EXS_FIELD_OBJECT]);
    if (front->next == front->end)
        exs_record_make_room(record);
    entry = front->next++;
    front->last = when;
    front->count++;
    *entry = (ExsEntry){.when = when, .kind = kind, .actor = actor};
    for (size_t i = 0; i < count; i++)
        put_value(record, entry, shape.type[i], shape.word[i], values[i]);
}

void exs_record_add(ExsRecord *record, ExsTime when, uint16_t kind, uint32_t actor,
                    const int64_t *values, size_t count)
{
    g_assert(kind < record->kind_count);
    if (exs_record_wants(record, kind))
        add(record, when, kind, actor, values, count);
}

/* -- the end ------------------------------------------------------------------------- */

void exs_record_add_check(ExsRecord *record, const ExsCheck *check)
{
    ExsCheck *kept = g_new(ExsCheck, 1);

    g_assert(!record->finished);
    *kept = *check;
    kept->text = keep_text(record, check->text);
    kept->basis = keep_text(record, check->basis);
    kept->expected = keep_text(record, check->expected);
    kept->seen = keep_text(record, check->seen);
    g_ptr_array_add(record->checks, kept);
}

bool exs_record_finish(ExsRecord *record, bool complete, GError **error)
{
    g_assert(!record->finished);
    exs_record_close_block(record);
    if (record->file)
        exs_record_file_settle(record->file);
    record->complete = complete;
    record->finished = true;
    record->front.end = record->front.next; /* so that exs_record_add() notices */
    record->fingerprint = exs_record_make_fingerprint(record);
    if (record->file)
        return exs_record_file_finish(record->file, record, error);
    return true;
}
