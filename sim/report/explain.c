/* explain.c - see explain.h. What there is to tell of a message, in order.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/report/explain.h"

#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/kernel/suggest.h"
#include "sim/report/report_private.h"

/* Kinds that name the message and tell nothing new about its way. */
static const char *const silent[] = {"unqueued", "transfer-started", "tracked", "event", "checked"};

/* Kinds that tell of a whole queue, and so of every message in it. */
static const char *const of_queue[] = {"open-failed", "retry-waits", "reroute-refused"};

/* What a kind means here, found out once. */
typedef struct {
    int message, queue; /* places of these fields; -1: none */
    bool is_silent, is_of_queue;
    bool enters, leaves, holds, fails, refuses, starts, stops;
} Role;

typedef struct {
    ExsLesson *lesson;
    Role *roles;
    uint64_t *stopped;    /* by object: the entry that stopped it, EXS_NO_ENTRY: it runs */
    uint32_t *refused_by; /* by object: the rule by which a queue's mail is not rerouted */
} Gathering;

static bool is_among(const char *word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(words[i], word) == 0)
            return true;
    return false;
}

static int find_field(const ExsKind *kind, ExsFieldType type, const char *name)
{
    for (size_t i = 0; i < kind->field_count; i++)
        if (kind->fields[i].type == type && (!name || strcmp(kind->fields[i].name, name) == 0))
            return (int)i;
    return -1;
}

static Role *make_roles(const ExsRecord *record)
{
    size_t count = exs_record_kind_count(record);
    Role *roles = g_new0(Role, count);

    for (size_t i = 0; i < count; i++) {
        const ExsKind *kind = exs_record_kind(record, (uint16_t)i);

        roles[i].message = find_field(kind, EXS_FIELD_MESSAGE, "message");
        roles[i].queue = find_field(kind, EXS_FIELD_OBJECT, "queue");
        roles[i].is_silent = is_among(kind->word, silent, G_N_ELEMENTS(silent));
        roles[i].is_of_queue = is_among(kind->word, of_queue, G_N_ELEMENTS(of_queue));
        roles[i].enters = strcmp(kind->word, "queued") == 0;
        roles[i].leaves = strcmp(kind->word, "unqueued") == 0;
        roles[i].holds = strcmp(kind->word, "held") == 0;
        roles[i].fails = strcmp(kind->word, "open-failed") == 0;
        roles[i].refuses = strcmp(kind->word, "reroute-refused") == 0;
        roles[i].starts = strcmp(kind->word, "started") == 0;
        roles[i].stops = strcmp(kind->word, "stopped") == 0;
    }
    return roles;
}

bool exs_explain_is_secured(const ExsRecord *record, uint32_t queue)
{
    const char *secured = exs_object_attribute(exs_record_object(record, queue), "secured");

    return secured && strcmp(secured, "yes") == 0;
}

int64_t exs_explain_get(const ExsRecord *record, const ExsEntry *entry, ExsFieldType type)
{
    int place = find_field(exs_record_kind(record, entry->kind), type, NULL);

    return place < 0 ? 0 : exs_entry_value(record, entry, (size_t)place);
}

uint32_t exs_explain_taken(const ExsRecord *record, const ExsEntry *entry)
{
    const ExsKind *kind = exs_record_kind(record, entry->kind);
    uint32_t taken = 0;

    for (size_t i = 0; i < kind->field_count; i++) {
        uint32_t object;

        if (kind->fields[i].type != EXS_FIELD_OBJECT)
            continue;
        object = (uint32_t)exs_entry_value(record, entry, i);
        if (object && strcmp(exs_record_object(record, object)->class_name, "connector") == 0)
            taken = object;
    }
    return taken;
}

/* Is this service the queue's? */
static bool serves(const ExsRecord *record, uint32_t service, uint32_t queue)
{
    const ExsObject *a = exs_record_object(record, service);

    const ExsObject *b = exs_record_object(record, queue);
    g_autofree char *folder = g_strconcat(" of ", a->name, NULL); /* "MTS-OUT of IMS (HUB1)" */

    for (uint32_t up = queue; up; up = exs_record_object(record, up)->parent)
        if (up == service)
            return true;
    return (strcmp(a->title, b->title) == 0 || g_str_has_suffix(b->title, folder)) &&
           exs_names_above(record, service, "server") == exs_names_above(record, queue, "server");
}

bool exs_explain_is_stopped(const ExsStay *stay)
{
    return stay->stopped != EXS_NO_ENTRY &&
           (stay->started == EXS_NO_ENTRY || stay->started < stay->stopped);
}

static ExsStay *open_stay(const ExsLesson *lesson, uint32_t queue)
{
    for (guint i = lesson->stays->len; i-- > 0;) {
        ExsStay *stay = &g_array_index(lesson->stays, ExsStay, i);

        if (stay->queue == queue && stay->until == EXS_TIME_NEVER)
            return stay;
    }
    return NULL;
}

static void tell(ExsLesson *lesson, uint64_t number)
{
    g_array_append_val(lesson->entries, number);
}

/* The message comes into a queue, or goes out of it. */
static void move(Gathering *gathering, const ExsEntry *entry, uint64_t number, uint32_t queue)
{
    const Role *role = &gathering->roles[entry->kind];
    GArray *stays = gathering->lesson->stays;
    ExsStay *stay = open_stay(gathering->lesson, queue);

    if (role->leaves) {
        if (stay)
            stay->until = entry->when;
        return;
    }
    if (role->holds && stay)
        stay->held = number;
    if (role->enters && queue) {
        ExsStay entered = {.queue = queue,
                           .from = entry->when,
                           .until = EXS_TIME_NEVER,
                           .failed = EXS_NO_ENTRY,
                           .stopped = EXS_NO_ENTRY,
                           .started = EXS_NO_ENTRY,
                           .held = EXS_NO_ENTRY,
                           .rule = gathering->refused_by[queue]};

        for (uint32_t id = 1; id <= exs_record_object_count(gathering->lesson->record); id++)
            if (gathering->stopped[id] != EXS_NO_ENTRY &&
                serves(gathering->lesson->record, id, queue))
                entered.stopped = gathering->stopped[id];
        g_array_append_val(stays, entered);
    }
}

/* Something befalls a whole queue: told where the message stands in it. */
static void visit_queue(Gathering *gathering, const ExsEntry *entry, uint64_t number,
                        uint32_t queue)
{
    const ExsRecord *record = gathering->lesson->record;
    const Role *role = &gathering->roles[entry->kind];
    ExsStay *stay = open_stay(gathering->lesson, queue);

    if (role->refuses && queue)
        gathering->refused_by[queue] = (uint32_t)exs_explain_get(record, entry, EXS_FIELD_RULE);
    if (!stay)
        return;
    if (role->fails)
        stay->failed = number;
    if (role->refuses)
        stay->rule = gathering->refused_by[queue];
    tell(gathering->lesson, number);
}

static void visit_service(Gathering *gathering, const ExsEntry *entry, uint64_t number)
{
    ExsLesson *lesson = gathering->lesson;
    uint32_t service = (uint32_t)exs_explain_get(lesson->record, entry, EXS_FIELD_OBJECT);
    bool stops = gathering->roles[entry->kind].stops, is_told = false;

    if (service == 0)
        return;
    gathering->stopped[service] = stops ? number : EXS_NO_ENTRY;
    for (guint i = 0; i < lesson->stays->len; i++) {
        ExsStay *stay = &g_array_index(lesson->stays, ExsStay, i);

        if (stay->until != EXS_TIME_NEVER || !serves(lesson->record, service, stay->queue))
            continue;
        *(stops ? &stay->stopped : &stay->started) = number;
        is_told = true;
    }
    if (is_told)
        tell(lesson, number);
}

static void visit(Gathering *gathering, uint64_t number)
{
    ExsLesson *lesson = gathering->lesson;
    const ExsEntry *entry = exs_record_entry(lesson->record, number);
    const Role *role = &gathering->roles[entry->kind];
    uint32_t queue = 0;

    if (role->queue >= 0)
        queue = (uint32_t)exs_entry_value(lesson->record, entry, (size_t)role->queue);
    if (role->message >= 0) {
        if (exs_entry_value(lesson->record, entry, (size_t)role->message) != lesson->message)
            return;
        if (!role->is_silent)
            tell(lesson, number);
        move(gathering, entry, number, queue);
    } else if (role->is_of_queue) {
        visit_queue(gathering, entry, number, queue);
    } else if (role->starts || role->stops) {
        visit_service(gathering, entry, number);
    }
}

/* The rule that keeps mail on a gateway's queue, from any queue that was asked. */
static uint32_t rule_of_secured(const Gathering *gathering)
{
    const ExsRecord *record = gathering->lesson->record;

    for (uint32_t id = 1; id <= exs_record_object_count(record); id++)
        if (gathering->refused_by[id] && exs_explain_is_secured(record, id))
            return gathering->refused_by[id];
    return 0;
}

/* Where the message stands at last: which rule keeps it there. */
static void finish(Gathering *gathering)
{
    ExsLesson *lesson = gathering->lesson;

    for (guint i = 0; i < lesson->stays->len; i++) {
        ExsStay *stay = &g_array_index(lesson->stays, ExsStay, i);

        if (stay->until != EXS_TIME_NEVER)
            continue;
        if (!stay->rule && exs_explain_is_secured(lesson->record, stay->queue))
            stay->rule = rule_of_secured(gathering);
    }
}

static void gather(ExsLesson *lesson)
{
    size_t objects = exs_record_object_count(lesson->record) + 1;
    g_autofree Role *roles = make_roles(lesson->record);
    g_autofree uint64_t *stopped = g_new(uint64_t, objects);
    g_autofree uint32_t *refused_by = g_new0(uint32_t, objects);
    Gathering gathering = {lesson, roles, stopped, refused_by};

    for (size_t i = 0; i < objects; i++)
        stopped[i] = EXS_NO_ENTRY;
    for (uint64_t number = 0; number < exs_record_count(lesson->record); number++) {
        if (exs_record_entry(lesson->record, number)->when > lesson->at)
            break;
        visit(&gathering, number);
    }
    finish(&gathering);
}

/* A message without a name goes by its number. */
static uint32_t find_numbered(const ExsRecord *record, const char *name)
{
    guint64 number;

    if (!g_str_has_prefix(name, "message ") ||
        !g_ascii_string_to_unsigned(name + strlen("message "), 10, 1, UINT32_MAX, &number, NULL))
        return 0;
    for (uint64_t i = 0; i < exs_record_count(record); i++)
        if ((guint64)exs_explain_get(record, exs_record_entry(record, i), EXS_FIELD_MESSAGE) ==
            number)
            return (uint32_t)number;
    return 0;
}

uint32_t exs_explain_find(const ExsRecord *record, const char *name, GError **error)
{
    uint32_t message = exs_record_find_message(record, name);
    size_t count = exs_record_name_count(record);
    g_autofree const char **names = NULL;
    g_autofree char *quoted = NULL;
    const char *near;

    if (!message)
        message = find_numbered(record, name);
    if (message)
        return message;
    names = g_new(const char *, count + 1);
    for (size_t i = 0; i < count; i++) {
        uint32_t unused;

        names[i] = exs_record_name_at(record, i, &unused);
    }
    quoted = exs_quote(name);
    near = exs_suggest(name, names, count);
    if (near) {
        g_autofree char *nearest = exs_quote(near);

        exs_fail(error, EXS_ERROR_UNKNOWN, "there is no message %s; did you mean %s?", quoted,
                 nearest);
    } else {
        exs_fail(error, EXS_ERROR_UNKNOWN,
                 "there is no message %s: messages are named by as = \"...\", or \"message 1\"",
                 quoted);
    }
    return 0;
}

bool exs_explain(const ExsRecord *record, uint32_t message, ExsTime at, bool json, GString *out,
                 GError **error)
{
    g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(uint64_t));
    g_autoptr(GArray) stays = g_array_new(FALSE, FALSE, sizeof(ExsStay));
    g_autoptr(ExsWords) words = exs_words_new(record);
    ExsLesson lesson = {record, words, message, at, entries, stays};

    if (exs_record_detail(record) < EXS_DETAIL_FULL)
        return exs_fail(error, EXS_ERROR_STATE,
                        "the record holds no decisions: make it with --detail full");
    gather(&lesson);
    if (json)
        exs_explain_json(&lesson, out);
    else
        exs_explain_text(&lesson, out);
    return true;
}
