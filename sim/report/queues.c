/* queues.c - see queues.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/report/queues.h"

#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/report/find.h"
#include "sim/report/report_private.h"

#define TITLE_WIDTH 35
#define COUNT_WIDTH 7
#define TIME_WIDTH  19
#define AGE_WIDTH   11

typedef struct {
    uint32_t message;
    ExsTime since;
} Waiting;

typedef struct {
    const ExsRecord *record;
    const ExsQueuesOptions *options;
    GQueue *queues;  /* by object: Waiting *, the oldest first */
    bool *is_hidden; /* by object: long idle, so that the product does not display it */
} Replay;

/* The first age that is too old for the band. */
static const struct {
    ExsTime below;
    const char *words;
} bands[] = {
    {10 * EXS_MINUTE, "under 10 min"}, {EXS_HOUR, "under 1 h"},
    {4 * EXS_HOUR, "under 4 h"},       {EXS_DAY, "under 1 d"},
    {EXS_TIME_NEVER, "longer"},
};

/* ---- replay ---- */

static void put(GQueue *queue, uint32_t message, ExsTime since)
{
    Waiting *waiting = g_new(Waiting, 1);

    *waiting = (Waiting){message, since};
    g_queue_push_tail(queue, waiting);
}

static void take(GQueue *queue, uint32_t message)
{
    for (GList *link = queue->head; link; link = link->next) {
        if (((Waiting *)link->data)->message != message)
            continue;
        g_free(link->data);
        g_queue_delete_link(queue, link);
        return;
    }
}

static void visit(Replay *self, const ExsEntry *entry)
{
    const char *word = exs_record_kind(self->record, entry->kind)->word;
    int64_t message = 0, object = 0, waiting = 0;
    GQueue *queue;

    if (exs_entry_get(self->record, entry, "queue", &object))
        self->is_hidden[object] = strcmp(word, "hidden") == 0;
    if (!exs_entry_get(self->record, entry, "message", &message) ||
        !exs_entry_get(self->record, entry, "queue", &object) || object == 0)
        return;
    queue = &self->queues[object];
    if (strcmp(word, "queued") == 0)
        put(queue, (uint32_t)message, entry->when);
    else
        take(queue, (uint32_t)message);
    /* What a crash took away leaves no entry of its own: the count tells. */
    if (exs_entry_get(self->record, entry, "waiting", &waiting))
        while (queue->length > waiting)
            g_free(g_queue_pop_head(queue));
}

static bool replay(Replay *self, GError **error)
{
    ExsFilter filter = {.kinds = "queued unqueued hidden shown", .until = self->options->at};
    g_autoptr(ExsQuery) query = NULL;
    const ExsEntry *entry;
    uint64_t number;

    if (self->options->at <= 0) /* to a filter, no end */
        return true;
    query = exs_query_new(self->record, &filter, error);
    if (!query)
        return false;
    while ((entry = exs_query_next(query, &number)))
        visit(self, entry);
    return true;
}

/* ---- text ---- */

static void append_bands(GString *out, const Replay *self, const GQueue *queue)
{
    size_t counts[G_N_ELEMENTS(bands)] = {0};
    g_autoptr(GString) text = g_string_new(NULL);

    for (const GList *link = queue->head; link; link = link->next) {
        ExsTime age = self->options->at - ((const Waiting *)link->data)->since;
        size_t band = 0;

        while (band + 1 < G_N_ELEMENTS(bands) && age >= bands[band].below)
            band++;
        counts[band]++;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(bands); i++)
        if (counts[i])
            g_string_append_printf(text, "%s%zu %s", text->len ? ", " : "", counts[i],
                                   bands[i].words);
    exs_layout_paragraph(out, 4, "by age: ", text->str, EXS_REPORT_WIDTH);
}

/* To the second: the rest is in the JSON. */
static char *format_age(ExsTime age)
{
    return exs_duration_format(age < EXS_MINUTE ? age : age / EXS_SECOND * EXS_SECOND);
}

static char *format_since(ExsTime when)
{
    return exs_time_format(when - when % EXS_SECOND);
}

static void append_messages(GString *out, const Replay *self, const GQueue *queue)
{
    for (const GList *link = queue->head; link; link = link->next) {
        const Waiting *waiting = link->data;
        g_autoptr(GString) name = g_string_new(NULL);
        g_autofree char *since = format_since(waiting->since);
        g_autofree char *age = format_age(self->options->at - waiting->since);

        exs_message_append(name, self->record, waiting->message);
        exs_layout_row(out, 4,
                       (ExsCell[]){{name->str, TITLE_WIDTH - 2, NULL},
                                   {"", COUNT_WIDTH, NULL},
                                   {since, TIME_WIDTH, NULL},
                                   {age, AGE_WIDTH, NULL}},
                       4);
    }
}

static void append_queue(GString *out, const Replay *self, const ExsObject *object)
{
    const GQueue *queue = &self->queues[object->id];
    const Waiting *oldest = queue->head ? queue->head->data : NULL;
    g_autoptr(GString) title = g_string_new(NULL);
    g_autofree char *count = g_strdup_printf("%u", queue->length);
    g_autofree char *since = oldest ? format_since(oldest->since) : g_strdup("-");
    g_autofree char *age = oldest ? format_age(self->options->at - oldest->since) : g_strdup("-");

    exs_names_append_title(title, self->record, object->id);
    exs_layout_row(out, 2,
                   (ExsCell[]){{title->str, TITLE_WIDTH, NULL},
                               {count, COUNT_WIDTH, NULL},
                               {since, TIME_WIDTH, NULL},
                               {age, AGE_WIDTH, NULL}},
                   4);
    if (queue->length > 1)
        append_bands(out, self, queue);
    if (self->options->messages)
        append_messages(out, self, queue);
}

static bool is_shown(const Replay *self, const ExsObject *object)
{
    uint32_t server = exs_names_above(self->record, object->id, "server");

    return strcmp(object->class_name, "queue") == 0 && !self->is_hidden[object->id] &&
           (!self->options->server || self->options->server == server);
}

/* The queues of one owner: an MTA, a store, a connector. */
static size_t append_owner(GString *out, const Replay *self, uint32_t owner)
{
    size_t shown = 0;

    for (uint32_t id = owner + 1; id <= exs_record_object_count(self->record); id++) {
        const ExsObject *object = exs_record_object(self->record, id);

        if (object->parent != owner || !is_shown(self, object))
            continue;
        if (shown++ == 0) {
            g_autoptr(GString) name = g_string_new(NULL);

            exs_names_append_actor(name, self->record, owner);
            g_string_append_printf(out, "\n%s\n", name->str);
        }
        append_queue(out, self, object);
    }
    return shown;
}

static void append_text(GString *out, const Replay *self)
{
    const char *product = exs_record_fact(self->record, "product");
    size_t objects = exs_record_object_count(self->record), shown = 0;
    g_autofree bool *owns = g_new0(bool, objects + 1);
    g_autoptr(GString) body = g_string_new(NULL);

    for (uint32_t id = 1; id <= objects; id++)
        owns[exs_record_object(self->record, id)->parent] |=
            is_shown(self, exs_record_object(self->record, id));
    for (uint32_t server = 1; server <= objects; server++) {
        if (strcmp(exs_record_object(self->record, server)->class_name, "server") != 0)
            continue;
        for (uint32_t owner = server; owner <= objects; owner++)
            if (owns[owner] && exs_names_above(self->record, owner, "server") == server)
                shown += append_owner(body, self, owner);
    }
    g_string_append(out, "queues at ");
    exs_names_append_day(out, self->options->at);
    g_string_append_c(out, ' ');
    exs_names_append_clock(out, self->options->at);
    if (product && *product) {
        g_string_append(out, ", product ");
        exs_escape_append(out, product);
    }
    g_string_append_c(out, '\n');
    if (shown == 0)
        g_string_append(out, "\nno queues\n");
    else
        exs_layout_row(out, 2,
                       (ExsCell[]){{"", TITLE_WIDTH, NULL},
                                   {"waiting", COUNT_WIDTH, NULL},
                                   {"oldest since", TIME_WIDTH, NULL},
                                   {"age", AGE_WIDTH, NULL}},
                       4);
    g_string_append(out, body->str);
}

/* ---- JSON ---- */

static json_t *make_queue(const Replay *self, const ExsObject *object)
{
    const GQueue *queue = &self->queues[object->id];
    uint32_t server = exs_names_above(self->record, object->id, "server");
    const Waiting *oldest = queue->head ? queue->head->data : NULL;
    json_t *messages = json_array();

    for (const GList *link = queue->head; link; link = link->next) {
        const Waiting *waiting = link->data;
        const char *name = exs_record_message_name(self->record, waiting->message);

        json_array_append_new(
            messages, json_pack("{s:I, s:o, s:o, s:I}", "number", (json_int_t)waiting->message,
                                "name", name ? exs_names_json_text(name) : json_null(), "since",
                                exs_names_json_time(waiting->since), "age",
                                (json_int_t)(self->options->at - waiting->since)));
    }
    return json_pack(
        "{s:o, s:o, s:o, s:o, s:b, s:I, s:o, s:o, s:o}", "server",
        server ? exs_names_json_text(exs_record_object(self->record, server)->name) : json_null(),
        "owner",
        object->parent ? exs_names_json_text(exs_record_object(self->record, object->parent)->title)
                       : json_null(),
        "name", exs_names_json_text(object->name), "title", exs_names_json_text(object->title),
        "secured", exs_explain_is_secured(self->record, object->id), "waiting",
        (json_int_t)queue->length, "oldest",
        oldest ? exs_names_json_time(oldest->since) : json_null(), "age",
        oldest ? json_integer(self->options->at - oldest->since) : json_null(), "messages",
        messages);
}

static void append_json(GString *out, const Replay *self)
{
    const char *product = exs_record_fact(self->record, "product");
    const char *name = exs_record_fact(self->record, "case");
    json_t *queues = json_array();

    for (uint32_t id = 1; id <= exs_record_object_count(self->record); id++)
        if (is_shown(self, exs_record_object(self->record, id)))
            json_array_append_new(queues, make_queue(self, exs_record_object(self->record, id)));
    exs_names_put_json(out, json_pack("{s:o, s:o, s:o, s:o}", "at",
                                      exs_names_json_time(self->options->at), "product",
                                      exs_names_json_text(product ? product : ""), "case",
                                      exs_names_json_text(name ? name : ""), "queues", queues));
    g_string_append_c(out, '\n');
}

bool exs_queues(const ExsRecord *record, const ExsQueuesOptions *options, GString *out,
                GError **error)
{
    size_t count = exs_record_object_count(record) + 1;
    g_autofree GQueue *queues = g_new0(GQueue, count);
    g_autofree bool *is_hidden = g_new0(bool, count);
    Replay self = {record, options, queues, is_hidden};
    bool done = exs_find_entries(record, error) && replay(&self, error);

    if (done && options->json)
        append_json(out, &self);
    else if (done)
        append_text(out, &self);
    for (size_t i = 0; i < count; i++)
        g_queue_clear_full(&queues[i], g_free);
    return done;
}
