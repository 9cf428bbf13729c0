/* text_groups.c - the timeline message by message, see text_private.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/kernel/error.h"
#include "sim/report/text_private.h"

#define FEWEST 4 /* that are worth folding */

typedef struct {
    uint32_t message; /* 0: what tells of none */
    uint32_t about;   /* of a report: the message that it is on */
    GArray *numbers;  /* uint64_t: entries, in order (owned) */
    uint64_t key;     /* equal if the same happened to both */
} Group;

static void clear_group(void *data)
{
    g_array_unref(((Group *)data)->numbers);
}

static Group *group_at(const GArray *groups, guint index)
{
    return &g_array_index(groups, Group, index);
}

/* ---- sorting entries into groups ---- */

/* A report is a message of its own, on another. */
static uint32_t message_of(const ExsRecord *record, const ExsEntry *entry, uint32_t *about)
{
    int64_t report = 0, message = 0;

    *about = 0;
    if (!exs_entry_get(record, entry, "report", &report) || !report)
        return exs_fold_message(record, entry);
    if (exs_entry_get(record, entry, "message", &message))
        *about = (uint32_t)message;
    return (uint32_t)report;
}

static Group *find_group(GArray *groups, GHashTable *places, uint32_t message)
{
    guint place = GPOINTER_TO_UINT(g_hash_table_lookup(places, GUINT_TO_POINTER(message)));
    Group group = {.message = message};

    if (place)
        return group_at(groups, place - 1);
    group.numbers = g_array_new(FALSE, FALSE, sizeof(uint64_t));
    g_array_append_val(groups, group);
    g_hash_table_insert(places, GUINT_TO_POINTER(message), GUINT_TO_POINTER(groups->len));
    return group_at(groups, groups->len - 1);
}

/* In the order in which they begin; group 0 is that of what tells of none. */
static GArray *make_groups(const ExsRecord *record, const GArray *numbers)
{
    GArray *groups = g_array_new(FALSE, FALSE, sizeof(Group));
    g_autoptr(GHashTable) places = g_hash_table_new(NULL, NULL);

    g_array_set_clear_func(groups, clear_group);
    find_group(groups, places, 0);
    for (guint i = 0; i < numbers->len; i++) {
        uint64_t number = g_array_index(numbers, uint64_t, i);
        const ExsEntry *entry = exs_record_entry(record, number);
        uint32_t about;
        Group *group = find_group(groups, places, message_of(record, entry, &about));

        group->about = about ? about : group->about;
        group->key = exs_fold_mix(group->key, exs_fold_key(record, entry, false));
        g_array_append_val(group->numbers, number);
    }
    return groups;
}

/* ---- telling them ---- */

static const ExsEntry *first_of(const ExsTimeline *timeline, const Group *group)
{
    return exs_record_entry(timeline->record, g_array_index(group->numbers, uint64_t, 0));
}

static void append_head(ExsTimeline *timeline, const Group *group)
{
    g_autoptr(GString) head = g_string_new(NULL);

    if (group->message)
        exs_message_append(head, timeline->record, group->message);
    else
        g_string_append(head, "beside the messages");
    if (group->about) {
        g_string_append(head, ", a report on ");
        exs_message_append(head, timeline->record, group->about);
    }
    g_string_append(head, ", ");
    exs_names_append_day(head, timeline->day);
    exs_text_rule(timeline, head->str);
}

/* Times since the message was sent. */
static void append_group(ExsTimeline *timeline, const Group *group)
{
    ExsTime start = timeline->start;

    if (group->numbers->len == 0)
        return;
    timeline->day = first_of(timeline, group)->when;
    timeline->has_day = true;
    append_head(timeline, group);
    if (group->message)
        timeline->start = timeline->day;
    exs_text_entries(timeline, group->numbers);
    timeline->start = start;
}

static ExsTime length_of(const ExsTimeline *timeline, const Group *group)
{
    uint64_t last = g_array_index(group->numbers, uint64_t, group->numbers->len - 1);

    return exs_record_entry(timeline->record, last)->when - first_of(timeline, group)->when;
}

/* The same, and in about the same time: neither took more than twice as long. */
static bool is_alike(const ExsTimeline *timeline, const Group *group, const Group *other)
{
    ExsTime one = length_of(timeline, group), two = length_of(timeline, other);

    return group->key == other->key && MAX(one, two) <= 2 * MIN(one, two) + EXS_SECOND;
}

/* How many in a row the same happened to. */
static guint count_alike(const ExsTimeline *timeline, const GArray *groups, guint from)
{
    guint end = from + 1;

    while (end < groups->len && is_alike(timeline, group_at(groups, from), group_at(groups, end)))
        end++;
    return end - from;
}

static void append_fold(ExsTimeline *timeline, const GArray *groups, guint first, guint count)
{
    g_autofree char *text = NULL;
    g_autoptr(GString) names = g_string_new(NULL);

    exs_message_append(names, timeline->record, group_at(groups, first)->message);
    g_string_append(names, " to ");
    exs_message_append(names, timeline->record, group_at(groups, first + count - 1)->message);
    text = g_strdup_printf("%u messages more like it, %s", count, names->str);
    exs_text_rule(timeline, text);
}

void exs_text_groups(ExsTimeline *timeline, const GArray *numbers)
{
    g_autoptr(GArray) groups = make_groups(timeline->record, numbers);
    guint alike;

    append_group(timeline, group_at(groups, 0));
    for (guint i = 1; i < groups->len; i += alike) {
        alike = timeline->options->all ? 1 : count_alike(timeline, groups, i);
        alike = alike < FEWEST ? 1 : alike;
        append_group(timeline, group_at(groups, i));
        if (alike == 1)
            continue;
        append_fold(timeline, groups, i + 1, alike - 2);
        append_group(timeline, group_at(groups, i + alike - 1));
    }
}
