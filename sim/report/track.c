/* track.c - tracking events out of the record's entries, see track.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/report/track.h"

#include <string.h>

#include "exsim/report/find.h"
#include "sim/report/report_private.h"
#include "sim/report/track_private.h"

/* Numbers as the tracking log has them; 1010 to 1018 came with 5.0. */
enum {
    MESSAGE_IN = 0,
    REPORT_IN = 2,
    SUBMISSION = 4,
    MESSAGE_OUT = 7,
    REPORT_OUT = 8,
    MESSAGE_DELIVERED = 9,
    REPORT_DELIVERED = 10,
    EXPANSION = 26,
    REROUTED = 29,
    REPORT_GENERATED = 34,
    REPORT_DISCARDED = 43,
    LOCAL_DELIVERY = 1000,
    GATEWAY_OUT = 1003,
    GATEWAY_IN = 1004,
    GATEWAY_REPORT_IN = 1005,
    GATEWAY_REPORT_OUT = 1006,
    GATEWAY_REPORT_GENERATED = 1007,
    SMTP_QUEUED_OUT = 1010,
    SMTP_OUT = 1011,
    SMTP_RECEIVED = 1012,
    SMTP_IN = 1013,
    SMTP_REPORT_IN = 1015,
    SMTP_REPORT_OUT = 1016,
    SMTP_REPORT_GENERATED = 1017,
    SMTP_REPORT_ABSORBED = 1018,
};

/* clang-format off */
static const struct {
    int event;
    const char *name;
} names[] = {
    {MESSAGE_IN,               "Message transfer in"},
    {REPORT_IN,                "Report transfer in"},
    {SUBMISSION,               "Message submission"},
    {MESSAGE_OUT,              "Message transfer out"},
    {REPORT_OUT,               "Report transfer out"},
    {MESSAGE_DELIVERED,        "Message delivered"},
    {REPORT_DELIVERED,         "Report delivered"},
    {EXPANSION,                "Distribution list expansion"},
    {REROUTED,                 "Message rerouted"},
    {REPORT_GENERATED,         "Report generation"},
    {REPORT_DISCARDED,         "Unroutable report discarded"},
    {LOCAL_DELIVERY,           "Local delivery"},
    {GATEWAY_OUT,              "Gateway transfer out"},
    {GATEWAY_IN,               "Gateway transfer in"},
    {GATEWAY_REPORT_IN,        "Gateway report transfer in"},
    {GATEWAY_REPORT_OUT,       "Gateway report transfer out"},
    {GATEWAY_REPORT_GENERATED, "Gateway report generation"},
    {SMTP_QUEUED_OUT,          "SMTP queued outbound"},
    {SMTP_OUT,                 "SMTP transferred outbound"},
    {SMTP_RECEIVED,            "SMTP received inbound"},
    {SMTP_IN,                  "SMTP transferred inbound"},
    {SMTP_REPORT_IN,           "SMTP report transferred in"},
    {SMTP_REPORT_OUT,          "SMTP report transferred out"},
    {SMTP_REPORT_GENERATED,    "SMTP report generated"},
    {SMTP_REPORT_ABSORBED,     "SMTP report absorbed"},
};
/* clang-format on */

const char *exs_track_event_name(int event)
{
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        if (names[i].event == event)
            return names[i].name;
    return "";
}

/* ---- the record, as tracking reads it ---- */

static uint32_t get(const ExsTrack *self, const ExsEntry *entry, const char *field)
{
    int64_t value = 0;

    exs_entry_get(self->record, entry, field, &value);
    return (uint32_t)value;
}

static bool is_class(const ExsTrack *self, uint32_t object, const char *class_name)
{
    return object && strcmp(exs_record_object(self->record, object)->class_name, class_name) == 0;
}

static uint32_t server_of(const ExsTrack *self, uint32_t object)
{
    return exs_names_above(self->record, object, "server");
}

static uint32_t part_of(const ExsTrack *self, uint32_t server, const char *class_name)
{
    for (uint32_t id = server + 1; server && id <= exs_record_object_count(self->record); id++)
        if (exs_record_object(self->record, id)->parent == server && is_class(self, id, class_name))
            return id;
    return server;
}

/* Does the server log the events of the Internet Mail Service, new in 5.0? */
static bool has_smtp_events(const ExsTrack *self, uint32_t connector)
{
    uint32_t server = server_of(self, connector);
    const char *product = NULL, *kind = NULL;

    if (server)
        product = exs_object_attribute(exs_record_object(self->record, server), "product");
    if (!product)
        product = exs_record_fact(self->record, "product");
    if (is_class(self, connector, "connector"))
        kind = exs_object_attribute(exs_record_object(self->record, connector), "kind");
    return kind && strcmp(kind, "ims") == 0 && !(product && g_str_has_prefix(product, "4.0"));
}

/* ---- messages ---- */

static ExsTrackMessage *at(ExsTrack *self, uint32_t serial)
{
    ExsTrackMessage *message =
        g_hash_table_lookup(self->by_serial, GUINT_TO_POINTER((guint)serial));

    if (message)
        return message;
    message = g_new0(ExsTrackMessage, 1);
    message->serial = serial;
    message->to = g_array_new(FALSE, FALSE, sizeof(ExsTrackTo));
    g_ptr_array_add(self->messages, message);
    g_hash_table_insert(self->by_serial, GUINT_TO_POINTER((guint)serial), message);
    return message;
}

const ExsTrackMessage *exs_track_find(const ExsTrack *track, uint32_t serial)
{
    return g_hash_table_lookup(track->by_serial, GUINT_TO_POINTER((guint)serial));
}

static void free_message(gpointer data)
{
    ExsTrackMessage *message = data;

    g_array_unref(message->to);
    g_free(message);
}

static void make(ExsTrack *self, ExsTrackMessage *message, const ExsEntry *entry,
                 uint32_t *made_by_server)
{
    message->server = server_of(self, entry->actor);
    message->when = entry->when;
    message->number = ++made_by_server[message->server];
    message->originator = get(self, entry, "originator");
    message->priority = get(self, entry, "priority");
    exs_entry_get(self->record, entry, "size", &message->size);
}

typedef struct {
    GHashTable *reported; /* message -> the last report on it */
    uint32_t *made;       /* by server */
} Reading;

static void read_entry(ExsTrack *self, Reading *reading, const ExsEntry *entry)
{
    const char *word = exs_record_kind(self->record, entry->kind)->word;
    uint32_t serial = get(self, entry, "message"), recipient = get(self, entry, "recipient");
    ExsTrackMessage *report;

    if (strcmp(word, "submitted") == 0) {
        ExsTrackMessage *message = at(self, serial);

        make(self, message, entry, reading->made);
        message->count = get(self, entry, "recipients");
    } else if (strcmp(word, "report") == 0) {
        report = at(self, get(self, entry, "report"));
        make(self, report, entry, reading->made);
        report->about = serial;
        g_hash_table_insert(reading->reported, GUINT_TO_POINTER((guint)serial), report);
    } else if (serial && recipient) {
        exs_track_to_add(self, at(self, serial), recipient);
        report = g_hash_table_lookup(reading->reported, GUINT_TO_POINTER((guint)serial));
        if (strcmp(word, "returned") != 0 || !report)
            return;
        report->failed = true;
        g_array_append_val(report->to, (ExsTrackTo){.recipient = recipient});
    }
}

/* First who sent what to whom: the rows need it from the start. A record of less detail tells of
 * fewer recipients. */
static bool read_messages(ExsTrack *self, GError **error)
{
    ExsFilter filter = {.kinds = "submitted report resolved delivered returned discarded"};
    g_autoptr(ExsQuery) query = exs_query_new(self->record, &filter, error);
    Reading reading;
    const ExsEntry *entry;
    uint64_t number;

    if (!query)
        return false;
    reading = (Reading){g_hash_table_new(NULL, NULL),
                        g_new0(uint32_t, exs_record_object_count(self->record) + 1)};
    while ((entry = exs_query_next(query, &number)))
        read_entry(self, &reading, entry);
    g_hash_table_unref(reading.reported);
    g_free(reading.made);
    return true;
}

/* ---- rows ---- */

static ExsTrackRow make_row(ExsTrack *self, const ExsEntry *entry, int event, uint32_t where,
                            uint32_t serial, uint32_t partner)
{
    return (ExsTrackRow){.when = entry->when,
                         .server = server_of(self, where),
                         .message = serial,
                         .partner = partner,
                         .gateway = is_class(self, where, "connector") ? where : 0,
                         .event = event};
}

static void keep(ExsTrack *self, const ExsTrackRow *row)
{
    if (row->server) /* what is outside keeps no log */
        g_array_append_val(self->rows, *row);
}

/* Of the message as a whole; of a report: of whom it reports on. */
static void add(ExsTrack *self, const ExsEntry *entry, int event, uint32_t where, uint32_t serial,
                uint32_t partner)
{
    ExsTrackRow row = make_row(self, entry, event, where, serial, partner);
    const ExsTrackMessage *message = at(self, serial);

    if (message->about && !message->failed)
        message = at(self, message->about);
    exs_track_to_all(self, &row, message);
    keep(self, &row);
}

/* Of one recipient, who then has it. */
static void add_one(ExsTrack *self, const ExsEntry *entry, int event, uint32_t where,
                    ExsTrackMessage *message, uint32_t partner)
{
    ExsTrackRow row = make_row(self, entry, event, where, message->serial, partner);

    row.is_of_one = true;
    exs_track_to_one(self, &row, get(self, entry, "recipient"));
    keep(self, &row);
}

/* Of the copy that goes by a connector, or to a server. */
static void add_copy(ExsTrack *self, const ExsEntry *entry, int event, uint32_t where,
                     ExsTrackMessage *message, uint32_t partner, uint32_t connector,
                     uint32_t server)
{
    ExsTrackRow row = make_row(self, entry, event, where, message->serial, partner);

    if (message->about) {
        add(self, entry, event, where, message->serial, partner);
        return;
    }
    exs_track_to_copy(self, &row, message, connector, server);
    keep(self, &row);
}

static void on_submitted(ExsTrack *self, const ExsEntry *entry, ExsTrackMessage *message)
{
    if (is_class(self, entry->actor, "store"))
        add(self, entry, SUBMISSION, entry->actor, message->serial,
            part_of(self, server_of(self, entry->actor), "mta"));
    if (!is_class(self, entry->actor, "connector"))
        return;
    message->gateway = entry->actor;
    if (has_smtp_events(self, entry->actor))
        add(self, entry, SMTP_RECEIVED, entry->actor, message->serial, 0);
}

static void on_queued(ExsTrack *self, const ExsEntry *entry, ExsTrackMessage *message)
{
    uint32_t queue = get(self, entry, "queue");

    if (queue && strcmp(exs_record_object(self->record, queue)->name, "mts-in") == 0 &&
        message->gateway && !message->about && has_smtp_events(self, message->gateway))
        add(self, entry, SMTP_IN, message->gateway, message->serial, 0);
}

static void on_unqueued(ExsTrack *self, const ExsEntry *entry, ExsTrackMessage *message)
{
    uint32_t queue = get(self, entry, "queue"), server = server_of(self, queue);
    const char *name = queue ? exs_record_object(self->record, queue)->name : "";
    bool report = message->about != 0;

    if (strcmp(name, "mdb") == 0)
        message->from_mdb = server;
    if (strcmp(name, "mts-in") != 0)
        return;
    if (has_smtp_events(self, message->gateway))
        add(self, entry, report ? REPORT_IN : MESSAGE_IN, server, message->serial,
            message->gateway);
    else
        add(self, entry, report ? GATEWAY_REPORT_IN : GATEWAY_IN, server, message->serial,
            message->gateway);
}

static void on_transferred(ExsTrack *self, const ExsEntry *entry, ExsTrackMessage *message)
{
    uint32_t target = get(self, entry, "target"), server = server_of(self, target);
    uint32_t connector = exs_track_to_connector(self, get(self, entry, "queue"));
    bool report = message->about != 0;

    add_copy(self, entry, report ? REPORT_OUT : MESSAGE_OUT, entry->actor, message, target,
             connector, server);
    if (is_class(self, target, "host"))
        message->host = target;
    add_copy(self, entry, report ? REPORT_IN : MESSAGE_IN, target, message, entry->actor, connector,
             server);
}

static void on_handed_off(ExsTrack *self, const ExsEntry *entry, ExsTrackMessage *message)
{
    uint32_t connector = get(self, entry, "connector");

    add_copy(self, entry, message->about ? REPORT_OUT : MESSAGE_OUT, server_of(self, entry->actor),
             message, connector, connector, 0);
}

static void on_taken(ExsTrack *self, const ExsEntry *entry, ExsTrackMessage *message)
{
    message->gateway = get(self, entry, "connector");
    message->host = 0;
    if (has_smtp_events(self, message->gateway))
        add_copy(self, entry, message->about ? SMTP_REPORT_OUT : SMTP_QUEUED_OUT, message->gateway,
                 message, 0, message->gateway, 0);
}

static void on_delivered_outside(ExsTrack *self, const ExsEntry *entry, ExsTrackMessage *message)
{
    bool smtp = has_smtp_events(self, message->gateway);

    if (!message->gateway || message->host == entry->actor)
        return; /* an MTA sent it there, and has logged that */
    if (!message->about)
        add_one(self, entry, smtp ? SMTP_OUT : GATEWAY_OUT, message->gateway, message,
                entry->actor);
    else if (!smtp)
        add(self, entry, GATEWAY_REPORT_OUT, message->gateway, message->serial, entry->actor);
}

static void on_delivered(ExsTrack *self, const ExsEntry *entry, ExsTrackMessage *message)
{
    uint32_t server = server_of(self, entry->actor);

    if (!is_class(self, entry->actor, "store"))
        on_delivered_outside(self, entry, message);
    else if (message->about)
        add(self, entry, REPORT_DELIVERED, entry->actor, message->serial,
            part_of(self, server, "mta"));
    else if (message->from_mdb == server)
        add_one(self, entry, MESSAGE_DELIVERED, entry->actor, message,
                part_of(self, server, "mta"));
    else
        add_one(self, entry, LOCAL_DELIVERY, entry->actor, message, entry->actor);
    exs_track_to_end(self, message, get(self, entry, "recipient"));
}

static void on_expanded(ExsTrack *self, const ExsEntry *entry, ExsTrackMessage *message)
{
    add(self, entry, EXPANSION, entry->actor, message->serial, 0);
}

static void on_routed(ExsTrack *self, const ExsEntry *entry, ExsTrackMessage *message)
{
    exs_track_to_route(self, message, get(self, entry, "recipient"), get(self, entry, "connector"));
}

static void on_rerouted(ExsTrack *self, const ExsEntry *entry, ExsTrackMessage *message)
{
    uint32_t to = get(self, entry, "to");

    exs_track_to_reroute(message, get(self, entry, "from"), to);
    add_copy(self, entry, REROUTED, entry->actor, message, to, to, 0);
}

static void on_returned(ExsTrack *self, const ExsEntry *entry, ExsTrackMessage *message)
{
    exs_track_to_end(self, message, get(self, entry, "recipient"));
}

static void on_report(ExsTrack *self, const ExsEntry *entry, ExsTrackMessage *message)
{
    uint32_t report = get(self, entry, "report");
    int event = REPORT_GENERATED;

    (void)message;
    if (is_class(self, entry->actor, "connector"))
        event =
            has_smtp_events(self, entry->actor) ? SMTP_REPORT_GENERATED : GATEWAY_REPORT_GENERATED;
    if (event != REPORT_GENERATED)
        at(self, report)->gateway = entry->actor;
    add(self, entry, event, entry->actor, report, 0);
}

static void on_discarded(ExsTrack *self, const ExsEntry *entry, ExsTrackMessage *message)
{
    if (!message->about)
        return;
    add(self, entry, has_smtp_events(self, entry->actor) ? SMTP_REPORT_ABSORBED : REPORT_DISCARDED,
        entry->actor, message->serial, 0);
}

/* clang-format off */
static const struct {
    const char *word;
    void (*on)(ExsTrack *self, const ExsEntry *entry, ExsTrackMessage *message);
} handlers[] = {
    {"submitted",   on_submitted},   {"queued",     on_queued},     {"unqueued",  on_unqueued},
    {"transferred", on_transferred}, {"handed-off", on_handed_off}, {"taken",     on_taken},
    {"delivered",   on_delivered},   {"expanded",   on_expanded},   {"rerouted",  on_rerouted},
    {"report",      on_report},      {"discarded",  on_discarded},  {"routed",    on_routed},
    {"returned",    on_returned},
};
/* clang-format on */

static void read_rows(ExsTrack *self)
{
    for (uint64_t number = 0; number < exs_record_count(self->record); number++) {
        const ExsEntry *entry = exs_record_entry(self->record, number);
        const char *word = exs_record_kind(self->record, entry->kind)->word;

        for (size_t i = 0; i < G_N_ELEMENTS(handlers); i++)
            if (strcmp(handlers[i].word, word) == 0 && get(self, entry, "message"))
                handlers[i].on(self, entry, at(self, get(self, entry, "message")));
    }
}

/* ---- all of it ---- */

ExsTrack *exs_track_new(const ExsRecord *record, GError **error)
{
    g_autoptr(ExsTrack) self = NULL;

    if (!exs_find_entries(record, error))
        return NULL;
    self = g_new0(ExsTrack, 1);
    self->record = record;
    self->messages = g_ptr_array_new_with_free_func(free_message);
    self->by_serial = g_hash_table_new(NULL, NULL);
    self->rows = g_array_new(FALSE, FALSE, sizeof(ExsTrackRow));
    exs_track_to_init(self);
    if (!read_messages(self, error))
        return NULL;
    read_rows(self);
    return g_steal_pointer(&self);
}

void exs_track_free(ExsTrack *track)
{
    exs_track_to_clear(track);
    g_clear_pointer(&track->messages, g_ptr_array_unref);
    g_clear_pointer(&track->by_serial, g_hash_table_unref);
    g_clear_pointer(&track->rows, g_array_unref);
    g_free(track);
}

bool exs_track_is_wanted(const ExsTrack *track, const ExsTrackOptions *options,
                         const ExsTrackRow *row)
{
    const ExsTrackMessage *message = exs_track_find(track, row->message);

    if (options->server && options->server != row->server)
        return false;
    return !options->message || row->message == options->message ||
           (message && message->about == options->message);
}
