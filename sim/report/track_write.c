/* track_write.c - tracking events as text, as JSON and as daily logs, see track.h.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/kernel/error.h"
#include "sim/report/report_private.h"
#include "sim/report/track_private.h"

#define TIME_WIDTH   19
#define NUMBER_WIDTH 4
#define SERVER_MOST  15

/* ---- names ---- */

const char *exs_track_address(const ExsTrack *track, uint32_t text)
{
    const char *address = exs_record_text_at(track->record, text);

    return g_str_has_prefix(address, "EX:") ? address + strlen("EX:") : address;
}

static void append_upper(GString *out, const char *text)
{
    g_autofree char *upper = g_ascii_strup(text, -1);

    exs_escape_append(out, upper);
}

static const char *name_above(const ExsTrack *track, uint32_t object, const char *class_name)
{
    uint32_t found = exs_names_above(track->record, object, class_name);

    return found ? exs_record_object(track->record, found)->name : "";
}

void exs_track_append_id(GString *out, const ExsTrack *track, const ExsTrackMessage *message)
{
    g_autofree char *when = exs_time_format(message->when); /* "1998-03-02 09:31:00" */

    g_string_append(out, "C=US;A= ;P=");
    append_upper(out, name_above(track, message->server, "organization"));
    g_string_append(out, ";L=");
    append_upper(out, message->server ? exs_record_object(track->record, message->server)->name
                                      : "UNKNOWN");
    g_string_append_printf(out, "-%.2s%.2s%.2s%.2s%.2s%.2sZ-%u", when + 2, when + 5, when + 8,
                           when + 11, when + 14, when + 17, message->number);
}

/* A component of the organisation by its distinguished name, any other by its name. */
static void append_partner(GString *out, const ExsTrack *track, uint32_t object)
{
    const ExsObject *found = exs_record_object(track->record, object);
    const char *server = name_above(track, object, "server");
    bool store;

    if (!found)
        return;
    store = strcmp(found->class_name, "store") == 0;
    if (!*server) {
        exs_escape_append(out, found->name);
        return;
    }
    g_string_append(out, "/O=");
    append_upper(out, name_above(track, object, "organization"));
    g_string_append(out, "/OU=");
    append_upper(out, name_above(track, object, "site"));
    g_string_append(out, "/CN=CONFIGURATION/CN=");
    if (strcmp(found->class_name, "connector") == 0) {
        g_string_append(out, "CONNECTIONS/CN=");
        append_upper(out, found->title);
        return;
    }
    g_string_append(out, "SERVERS/CN=");
    append_upper(out, server);
    g_string_append_printf(out, "/CN=MICROSOFT %s", store ? "PRIVATE MDB" : "MTA");
}

static const char *recipient_at(const ExsTrack *track, const ExsTrackRow *row, guint place)
{
    return exs_track_address(track, g_array_index(track->to, uint32_t, row->first + place));
}

/* ---- text ---- */

static void append_heading(GString *out, const ExsTrack *track, const ExsTrackMessage *message)
{
    g_autoptr(GString) line = g_string_new(NULL);
    char size[32];

    exs_message_append(line, track->record, message->serial);
    if (message->about) {
        g_string_append(line, ", report on ");
        exs_message_append(line, track->record, message->about);
    }
    g_string_append(line, "  ");
    exs_track_append_id(line, track, message);
    exs_layout_paragraph(out, 0, "", line->str, EXS_REPORT_WIDTH);
    g_string_truncate(line, 0);
    exs_escape_append(line, exs_track_address(track, message->originator));
    if (!message->about) {
        g_snprintf(size, sizeof size, "%" G_GINT64_FORMAT, message->size);
        g_string_append_printf(line, ", %s bytes, ", size);
        exs_escape_append(line, exs_record_text_at(track->record, message->priority));
        g_string_append_printf(line, ", %u recipient%s", message->count,
                               message->count == 1 ? "" : "s");
    }
    exs_layout_paragraph(out, 2, message->about ? "for  " : "from ", line->str, EXS_REPORT_WIDTH);
}

static void append_row(GString *out, const ExsTrack *track, const ExsTrackRow *row,
                       size_t server_width)
{
    g_autoptr(GString) server = g_string_new(NULL), what = g_string_new(NULL);
    g_autofree char *when = exs_time_format(row->when - row->when % EXS_SECOND);
    g_autofree char *number = g_strdup_printf("%d", row->event);

    exs_names_append_title(server, track->record, row->server);
    g_string_append(what, exs_track_event_name(row->event));
    if (row->is_of_one && row->count == 1) { /* says more than where it went */
        g_string_append(what, ": ");
        exs_escape_append(what, recipient_at(track, row, 0));
    } else if (row->partner) {
        g_string_append(what, ": ");
        exs_names_append_actor(what, track->record, row->partner);
    }
    exs_layout_row(
        out, 2,
        (ExsCell[]){
            {when, TIME_WIDTH, NULL},
            {server->str, server_width, NULL},
            {number, NUMBER_WIDTH, NULL},
            {what->str, EXS_REPORT_WIDTH - TIME_WIDTH - server_width - NUMBER_WIDTH - 8, NULL}},
        4);
}

static size_t measure_servers(const ExsTrack *track)
{
    size_t longest = 1;

    for (guint i = 0; i < track->rows->len; i++) {
        const ExsTrackRow *row = &g_array_index(track->rows, ExsTrackRow, i);
        g_autoptr(GString) name = g_string_new(NULL);

        exs_names_append_title(name, track->record, row->server);
        longest = MAX(longest, exs_layout_length(name->str));
        if (longest >= SERVER_MOST)
            return SERVER_MOST;
    }
    return longest;
}

/* ---- JSON ---- */

static json_t *make_row(const ExsTrack *track, const ExsTrackRow *row)
{
    g_autoptr(GString) partner = g_string_new(NULL);
    json_t *recipients = json_array();

    for (guint i = 0; i < row->count; i++)
        json_array_append_new(recipients, exs_names_json_text(recipient_at(track, row, i)));
    append_partner(partner, track, row->partner);
    return json_pack(
        "{s:o, s:o, s:i, s:s, s:o, s:o}", "time", exs_names_json_time(row->when), "server",
        exs_names_json_text(exs_record_object(track->record, row->server)->name), "event",
        row->event, "name", exs_track_event_name(row->event), "partner",
        partner->len ? exs_names_json_text(partner->str) : json_null(), "recipients", recipients);
}

static json_t *make_message(const ExsTrack *track, const ExsTrackMessage *message)
{
    const char *name = exs_record_message_name(track->record, message->serial);
    g_autoptr(GString) id = g_string_new(NULL);

    exs_track_append_id(id, track, message);
    return json_pack(
        "{s:I, s:o, s:o, s:o, s:o, s:I, s:o, s:[]}", "number", (json_int_t)message->serial, "name",
        name ? exs_names_json_text(name) : json_null(), "mts_id", exs_names_json_text(id->str),
        "reports_on", message->about ? json_integer(message->about) : json_null(), "originator",
        exs_names_json_text(exs_track_address(track, message->originator)), "size",
        (json_int_t)message->size, "priority",
        exs_names_json_text(exs_record_text_at(track->record, message->priority)), "events");
}

/* ---- message by message ---- */

/* Numbers of the wanted rows by message, in order of time. */
static GHashTable *sort_rows(const ExsTrack *track, const ExsTrackOptions *options)
{
    GHashTable *lists = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);

    for (guint i = 0; i < track->rows->len; i++) {
        const ExsTrackRow *row = &g_array_index(track->rows, ExsTrackRow, i);
        gpointer key = GUINT_TO_POINTER((guint)row->message);
        GArray *list = g_hash_table_lookup(lists, key);

        if (!exs_track_is_wanted(track, options, row))
            continue;
        if (!list) {
            list = g_array_new(FALSE, FALSE, sizeof(guint));
            g_hash_table_insert(lists, key, list);
        }
        g_array_append_val(list, i);
    }
    return lists;
}

static void write_message(const ExsTrack *track, const ExsTrackMessage *message, const GArray *list,
                          size_t server_width, json_t *messages, GString *out)
{
    json_t *made = messages ? make_message(track, message) : NULL;

    if (!made)
        append_heading(out, track, message);
    for (guint i = 0; i < list->len; i++) {
        const ExsTrackRow *row =
            &g_array_index(track->rows, ExsTrackRow, g_array_index(list, guint, i));

        if (made)
            json_array_append_new(json_object_get(made, "events"), make_row(track, row));
        else
            append_row(out, track, row, server_width);
    }
    if (made)
        json_array_append_new(messages, made);
}

bool exs_track(const ExsRecord *record, const ExsTrackOptions *options, GString *out,
               GError **error)
{
    g_autoptr(ExsTrack) track = exs_track_new(record, error);
    g_autoptr(GHashTable) lists = NULL;
    json_t *messages = options->json ? json_array() : NULL;
    size_t width, shown = 0;

    if (!track) {
        json_decref(messages);
        return false;
    }
    lists = sort_rows(track, options);
    width = measure_servers(track);
    for (guint i = 0; i < track->messages->len; i++) {
        const ExsTrackMessage *message = track->messages->pdata[i];
        const GArray *list = g_hash_table_lookup(lists, GUINT_TO_POINTER((guint)message->serial));

        if (!list)
            continue;
        if (shown++ && !messages)
            g_string_append_c(out, '\n');
        write_message(track, message, list, width, messages, out);
    }
    if (messages) {
        exs_names_put_json(out, json_pack("{s:o}", "messages", messages));
        g_string_append_c(out, '\n');
    } else if (shown == 0) {
        g_string_append(out, "no tracking events\n");
    }
    return true;
}

/* ---- the log ---- */

static const char *priority_code(const char *word)
{
    if (strcmp(word, "urgent") == 0)
        return "1";
    return strcmp(word, "non-urgent") == 0 ? "-1" : "0";
}

/* "1998.3.2 9:31:0" */
static void append_log_time(GString *out, ExsTime when)
{
    g_autofree char *text = exs_time_format(when);
    int parts[6];
    static const int starts[] = {0, 5, 8, 11, 14, 17};

    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
        parts[i] = (int)g_ascii_strtoll(text + starts[i], NULL, 10);
    g_string_append_printf(out, "%d.%d.%d %d:%d:%d", parts[0], parts[1], parts[2], parts[3],
                           parts[4], parts[5]);
}

static void append_log_row(GString *out, const ExsTrack *track, const ExsTrackRow *row)
{
    const ExsTrackMessage *message = exs_track_find(track, row->message);
    const ExsTrackMessage *subject = message->about ? exs_track_find(track, message->about) : NULL;
    const char *status = !message->about ? "" : message->failed ? "1" : "0";

    exs_track_append_id(out, track, subject ? subject : message);
    g_string_append_printf(out, "\t%d\t", row->event);
    append_log_time(out, row->when);
    g_string_append_c(out, '\t');
    if (row->gateway)
        exs_names_append_title(out, track->record, row->gateway);
    g_string_append_c(out, '\t');
    append_partner(out, track, row->partner);
    g_string_append(out, "\t\t"); /* no id of a gateway's own */
    exs_escape_append(
        out, exs_track_address(track, subject ? subject->originator : message->originator));
    g_string_append_printf(out, "\t%s\t%" G_GINT64_FORMAT "\t0\t1\t",
                           priority_code(exs_record_text_at(track->record, message->priority)),
                           message->size);
    if (message->about)
        exs_track_append_id(out, track, message);
    g_string_append_printf(out, "\t%u\n", row->count);
    for (guint i = 0; i < row->count; i++) {
        exs_escape_append(out, recipient_at(track, row, i));
        g_string_append_printf(out, "\n%s\n", status);
    }
}

static void free_file(gpointer data)
{
    ExsTrackFile *file = data;

    g_free(file->name);
    g_string_free(file->content, TRUE);
    g_free(file);
}

static GString *file_of(GPtrArray *files, ExsTime when)
{
    g_autofree char *date = exs_time_format(when);
    g_autofree char *name = g_strdup_printf("%.4s%.2s%.2s.log", date, date + 5, date + 8);
    ExsTrackFile *file = files->len ? files->pdata[files->len - 1] : NULL;

    if (file && strcmp(file->name, name) == 0)
        return file->content;
    file = g_new(ExsTrackFile, 1);
    *file = (ExsTrackFile){g_steal_pointer(&name), g_string_new(NULL)};
    g_ptr_array_add(files, file);
    return file->content;
}

GPtrArray *exs_track_log(const ExsRecord *record, const ExsTrackOptions *options, GError **error)
{
    g_autoptr(ExsTrack) track = exs_track_new(record, error);
    GPtrArray *files;

    if (!track)
        return NULL;
    files = g_ptr_array_new_with_free_func(free_file);
    for (guint i = 0; i < track->rows->len; i++) {
        const ExsTrackRow *row = &g_array_index(track->rows, ExsTrackRow, i);

        if (exs_track_is_wanted(track, options, row))
            append_log_row(file_of(files, row->when), track, row);
    }
    return files;
}
