/* diff.c - aligns two records and finds where they part, see diff.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/report/diff.h"

#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/report/find.h"
#include "sim/report/diff_private.h"
#include "sim/report/report_private.h"

/* ---- names that both records share ---- */

/* Of one record: what its messages and objects are called. */
typedef struct {
    const ExsRecord *record;
    GHashTable *reports;  /* serial of a report -> its name */
    GHashTable *per_name; /* name of a report -> how many there were */
    char **objects;       /* by object: its path, made when asked for */
} Names;

static void names_init(Names *names, const ExsRecord *record)
{
    *names = (Names){record, g_hash_table_new_full(NULL, NULL, NULL, g_free),
                     g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                     g_new0(char *, exs_record_object_count(record) + 1)};
}

static void names_clear(Names *names)
{
    g_hash_table_unref(names->reports);
    g_hash_table_unref(names->per_name);
    for (size_t i = 0; i <= exs_record_object_count(names->record); i++)
        g_free(names->objects[i]);
    g_free(names->objects);
}

static void append_message(GString *out, const Names *names, uint32_t message)
{
    const char *report = g_hash_table_lookup(names->reports, GUINT_TO_POINTER((guint)message));

    if (report)
        g_string_append(out, report);
    else
        exs_message_append(out, names->record, message);
}

/* The second report on a message is another lane than the first. */
static void note_report(Names *names, const ExsEntry *entry)
{
    int64_t report = 0, about = 0;
    g_autoptr(GString) name = NULL;
    guint count;

    if (!exs_entry_get(names->record, entry, "report", &report) ||
        !exs_entry_get(names->record, entry, "message", &about))
        return;
    name = g_string_new("report on ");
    append_message(name, names, (uint32_t)about);
    count = GPOINTER_TO_UINT(g_hash_table_lookup(names->per_name, name->str)) + 1;
    g_hash_table_insert(names->per_name, g_strdup(name->str), GUINT_TO_POINTER(count));
    if (count > 1)
        g_string_append_printf(name, " (%u)", count);
    g_hash_table_insert(names->reports, GUINT_TO_POINTER((guint)report), g_strdup(name->str));
}

/* Titles may differ between products: classes and names do not. */
static const char *path_of(Names *names, uint32_t object)
{
    const ExsObject *found = exs_record_object(names->record, object);

    if (!found)
        return "";
    if (!names->objects[object])
        names->objects[object] = g_strdup_printf("%s/%s:%s", path_of(names, found->parent),
                                                 found->class_name, found->name);
    return names->objects[object];
}

/* ---- lanes ---- */

static void free_lane(gpointer data)
{
    ExsDiffLane *lane = data;

    g_free(lane->name);
    for (int side = 0; side < 2; side++) {
        g_array_unref(lane->entries[side]);
        g_array_unref(lane->keys[side]);
    }
    g_free(lane);
}

static ExsDiffLane *lane_of(ExsDiff *diff, GHashTable *by_key, const char *key, const char *name)
{
    ExsDiffLane *lane = g_hash_table_lookup(by_key, key);

    if (lane)
        return lane;
    lane = g_new0(ExsDiffLane, 1);
    lane->name = g_strdup(name);
    for (int side = 0; side < 2; side++) {
        lane->entries[side] = g_array_new(FALSE, FALSE, sizeof(uint64_t));
        lane->keys[side] = g_array_new(FALSE, FALSE, sizeof(guint));
    }
    g_ptr_array_add(diff->lanes, lane);
    g_hash_table_insert(by_key, g_strdup(key), lane);
    return lane;
}

/* The first message of an entry: a report's own number comes before that of what it is on. */
static uint32_t message_of(const ExsRecord *record, const ExsEntry *entry)
{
    return (uint32_t)exs_explain_get(record, entry, EXS_FIELD_MESSAGE);
}

static void sort_entries(ExsDiff *diff, GHashTable *by_key, Names *names, int side)
{
    const ExsRecord *record = diff->record[side];

    for (uint64_t number = 0; number < exs_record_count(record); number++) {
        const ExsEntry *entry = exs_record_entry(record, number);
        g_autoptr(GString) name = g_string_new(NULL);
        g_autofree char *key = NULL;
        uint32_t message;
        ExsDiffLane *lane;

        note_report(names, entry);
        message = message_of(record, entry);
        if (message) {
            append_message(name, names, message);
            key = g_strconcat("message ", name->str, NULL);
        } else {
            exs_names_append_actor(name, record, entry->actor);
            key = g_strconcat("object ", path_of(names, entry->actor), NULL);
        }
        lane = lane_of(diff, by_key, key, name->len ? name->str : "the run");
        lane->message[side] = message;
        g_array_append_val(lane->entries[side], number);
    }
}

/* ---- comparing ---- */

static void append_value(GString *out, Names *names, const ExsField *field, int64_t value)
{
    switch (field->type) {
    case EXS_FIELD_DECISION:
        break;
    case EXS_FIELD_OBJECT:
        g_string_append(out, path_of(names, (uint32_t)value));
        break;
    case EXS_FIELD_MESSAGE:
        if (value)
            append_message(out, names, (uint32_t)value);
        break;
    case EXS_FIELD_TEXT:
        g_string_append(out, exs_record_text_at(names->record, (uint32_t)value));
        break;
    case EXS_FIELD_RULE:
        if (value)
            g_string_append(out, exs_record_rule(names->record, (uint32_t)value)->id);
        break;
    default:
        g_string_append_printf(out, "%" G_GINT64_FORMAT, value);
    }
}

static bool is_time(const ExsField *field)
{
    return field->type == EXS_FIELD_TIME || field->type == EXS_FIELD_DURATION;
}

/* What must be the same, as one text; `timed`: times too. */
static void append_key(GString *out, Names *names, const ExsEntry *entry, ExsTime start, bool timed)
{
    const ExsKind *kind = exs_record_kind(names->record, entry->kind);

    if (timed)
        g_string_append_printf(out, "%" G_GINT64_FORMAT " ", entry->when - start);
    g_string_append_printf(out, "%s %s", kind->word, path_of(names, entry->actor));
    for (size_t i = 0; i < kind->field_count; i++) {
        if (!timed && is_time(&kind->fields[i]))
            continue;
        g_string_append_printf(out, "\n%s=", kind->fields[i].name);
        append_value(out, names, &kind->fields[i], exs_entry_value(names->record, entry, i));
    }
}

const ExsEntry *exs_diff_entry(const ExsDiff *diff, const ExsDiffLane *lane, int side, guint place)
{
    if (place >= lane->entries[side]->len)
        return NULL;
    return exs_record_entry(diff->record[side],
                            g_array_index(lane->entries[side], uint64_t, place));
}

const ExsEntry *exs_diff_parting(const ExsDiff *diff, const ExsDiffLane *lane, int side)
{
    return exs_diff_entry(diff, lane, side, lane->parted);
}

static bool is_same(const ExsDiff *diff, Names *names, const ExsEntry *const *entries)
{
    g_autoptr(GString) a = g_string_new(NULL), b = g_string_new(NULL);

    append_key(a, &names[0], entries[0], diff->start[0], true);
    append_key(b, &names[1], entries[1], diff->start[1], true);
    return g_string_equal(a, b);
}

static void compare_lane(ExsDiff *diff, Names *names, ExsDiffLane *lane)
{
    guint longest = MAX(lane->entries[0]->len, lane->entries[1]->len);

    for (lane->parted = 0; lane->parted < longest; lane->parted++) {
        const ExsEntry *entries[2] = {exs_diff_entry(diff, lane, 0, lane->parted),
                                      exs_diff_entry(diff, lane, 1, lane->parted)};

        if (entries[0] && entries[1] && is_same(diff, names, entries))
            continue;
        lane->differs = true;
        lane->when = EXS_TIME_NEVER;
        for (int side = 0; side < 2; side++)
            if (entries[side])
                lane->when = MIN(lane->when, entries[side]->when - diff->start[side]);
        return;
    }
}

/* Numbers for texts: equal texts, equal numbers. */
static void number_keys(const ExsDiff *diff, Names *names, ExsDiffLane *lane, GHashTable *numbers)
{
    for (int side = 0; side < 2; side++)
        for (guint place = 0; place < lane->entries[side]->len; place++) {
            g_autoptr(GString) text = g_string_new(NULL);
            guint key;

            append_key(text, &names[side], exs_diff_entry(diff, lane, side, place),
                       diff->start[side], false);
            key = GPOINTER_TO_UINT(g_hash_table_lookup(numbers, text->str));
            if (!key) {
                key = g_hash_table_size(numbers) + 1;
                g_hash_table_insert(numbers, g_strdup(text->str), GUINT_TO_POINTER(key));
            }
            g_array_append_val(lane->keys[side], key);
        }
}

/* Does an entry where the lane parts name a rule? */
static bool names_rule(const ExsDiff *diff, const ExsDiffLane *lane)
{
    for (int side = 0; side < 2; side++) {
        const ExsEntry *entry = exs_diff_parting(diff, lane, side);

        if (entry && exs_explain_get(diff->record[side], entry, EXS_FIELD_RULE))
            return true;
    }
    return false;
}

/* Of what parts at one instant, that which names a rule tells most. */
static bool is_before(const ExsDiff *diff, const ExsDiffLane *lane, const ExsDiffLane *other)
{
    if (!other || lane->when != other->when)
        return !other || lane->when < other->when;
    return names_rule(diff, lane) && !names_rule(diff, other);
}

static void compare(ExsDiff *diff, Names *names)
{
    g_autoptr(GHashTable) numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = 0; i < diff->lanes->len; i++) {
        ExsDiffLane *lane = diff->lanes->pdata[i];

        compare_lane(diff, names, lane);
        if (!lane->differs)
            continue;
        diff->differing++;
        number_keys(diff, names, lane, numbers);
        if (is_before(diff, lane, diff->first))
            diff->first = lane;
    }
}

ExsDiff *exs_diff_new(const ExsRecord *a, const ExsRecord *b, GError **error)
{
    g_autoptr(GHashTable) by_key = NULL;
    ExsDiff *diff;
    Names names[2];

    if (!exs_find_entries(a, error) || !exs_find_entries(b, error))
        return NULL;
    if (exs_record_detail(a) != exs_record_detail(b)) {
        exs_fail(error, EXS_ERROR_STATE,
                 "one record was made with --detail full, the other with less: "
                 "they cannot be compared");
        return NULL;
    }
    diff = g_new0(ExsDiff, 1);
    *diff = (ExsDiff){.record = {a, b}, .start = {exs_names_start(a), exs_names_start(b)}};
    diff->lanes = g_ptr_array_new_with_free_func(free_lane);
    by_key = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (int side = 0; side < 2; side++) {
        names_init(&names[side], diff->record[side]);
        sort_entries(diff, by_key, &names[side], side);
    }
    compare(diff, names);
    for (int side = 0; side < 2; side++)
        names_clear(&names[side]);
    return diff;
}

void exs_diff_free(ExsDiff *diff)
{
    if (!diff)
        return;
    g_ptr_array_unref(diff->lanes);
    g_free(diff);
}

bool exs_diff_differs(const ExsDiff *diff)
{
    return diff->first != NULL;
}

bool exs_diff_is_moved(const ExsDiff *diff, const ExsDiff *other)
{
    const ExsDiffLane *first = diff->first;

    for (guint i = 0; first && i < other->lanes->len; i++) {
        const ExsDiffLane *lane = other->lanes->pdata[i];

        if (strcmp(lane->name, first->name) == 0)
            return !lane->differs || lane->parted > first->parted;
    }
    return first != NULL;
}

void exs_diff_write(const ExsDiff *diff, const ExsDiffOptions *options, GString *out)
{
    switch (options->form) {
    case EXS_DIFF_JSON:
        exs_diff_json(diff, options, out);
        break;
    case EXS_DIFF_HTML:
        exs_diff_html(diff, options, out);
        break;
    default:
        exs_diff_text(diff, options, out);
    }
}
