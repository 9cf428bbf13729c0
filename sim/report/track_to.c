/* track_to.c - whom a copy of a message is for: the recipients of tracking events.
 *
 * A recipient goes with the copy that was routed to its connector, inside a site with the one to
 * its home server; whoever has it is left out of what follows.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/report/report_private.h"
#include "sim/report/track_private.h"

#define NOT_ASKED UINT32_MAX

static guint64 key_of(const ExsTrackMessage *message, uint32_t recipient)
{
    return (guint64)message->serial << 32 | recipient;
}

void exs_track_to_init(ExsTrack *track)
{
    size_t objects = exs_record_object_count(track->record);

    track->to = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    track->places = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    track->homes = g_hash_table_new(g_str_hash, g_str_equal);
    track->connectors = g_new(uint32_t, objects + 1);
    for (uint32_t id = 0; id <= objects; id++) {
        const ExsObject *object = exs_record_object(track->record, id);
        const char *dn = object ? exs_object_attribute(object, "dn") : NULL;

        track->connectors[id] = NOT_ASKED;
        if (dn)
            g_hash_table_insert(
                track->homes, (gpointer)dn,
                GUINT_TO_POINTER((guint)exs_names_above(track->record, id, "server")));
    }
}

void exs_track_to_clear(ExsTrack *track)
{
    g_array_unref(track->to);
    g_hash_table_unref(track->places);
    g_hash_table_unref(track->homes);
    g_free(track->connectors);
}

void exs_track_to_add(ExsTrack *track, ExsTrackMessage *message, uint32_t recipient)
{
    ExsTrackTo to = {.recipient = recipient};
    guint64 key = key_of(message, recipient);

    if (message->about ||
        (message->to->len >= message->count || g_hash_table_contains(track->places, &key)))
        return;
    g_array_append_val(message->to, to);
    g_hash_table_insert(track->places, g_memdup2(&key, sizeof key),
                        GUINT_TO_POINTER(message->to->len));
}

static ExsTrackTo *find(const ExsTrack *track, const ExsTrackMessage *message, uint32_t recipient)
{
    guint64 key = key_of(message, recipient);
    guint place = GPOINTER_TO_UINT(g_hash_table_lookup(track->places, &key));

    return place ? &g_array_index(message->to, ExsTrackTo, place - 1) : NULL;
}

void exs_track_to_route(ExsTrack *track, ExsTrackMessage *message, uint32_t recipient,
                        uint32_t connector)
{
    ExsTrackTo *to = find(track, message, recipient);

    if (to)
        to->route = connector;
}

void exs_track_to_reroute(ExsTrackMessage *message, uint32_t from, uint32_t connector)
{
    for (guint i = 0; i < message->to->len; i++) {
        ExsTrackTo *to = &g_array_index(message->to, ExsTrackTo, i);

        if (to->route == from)
            to->route = connector;
    }
}

void exs_track_to_end(ExsTrack *track, ExsTrackMessage *message, uint32_t recipient)
{
    ExsTrackTo *to = find(track, message, recipient);

    if (to)
        to->has_ended = true;
}

uint32_t exs_track_to_connector(ExsTrack *track, uint32_t queue)
{
    const ExsObject *object = exs_record_object(track->record, queue);
    const char *name = object ? exs_object_attribute(object, "connector") : NULL;

    if (!name)
        return 0;
    if (track->connectors[queue] == NOT_ASKED)
        track->connectors[queue] = exs_record_find_object(
            track->record, "connector", exs_names_above(track->record, queue, "server"), name);
    return track->connectors[queue];
}

/* The copy goes by this connector, or else to this server of the site. */
static bool goes_along(const ExsTrack *track, const ExsTrackTo *to, uint32_t connector,
                       uint32_t server)
{
    const char *dn = exs_track_address(track, to->recipient);

    if (to->has_ended)
        return false;
    if (connector)
        return to->route == connector;
    if (to->route)
        return exs_names_above(track->record, to->route, "server") == server;
    return GPOINTER_TO_UINT(g_hash_table_lookup(track->homes, dn)) == server;
}

void exs_track_to_one(ExsTrack *track, ExsTrackRow *row, uint32_t recipient)
{
    row->first = track->to->len;
    row->count = recipient != 0;
    if (recipient)
        g_array_append_val(track->to, recipient);
}

void exs_track_to_copy(ExsTrack *track, ExsTrackRow *row, const ExsTrackMessage *message,
                       uint32_t connector, uint32_t server)
{
    row->first = track->to->len;
    for (guint i = 0; i < message->to->len; i++) {
        const ExsTrackTo *to = &g_array_index(message->to, ExsTrackTo, i);

        if (goes_along(track, to, connector, server))
            g_array_append_val(track->to, to->recipient);
    }
    row->count = track->to->len - row->first;
    if (row->count == 0) /* members of a list, or a record of less detail: nobody knows which */
        exs_track_to_all(track, row, message);
}

void exs_track_to_all(ExsTrack *track, ExsTrackRow *row, const ExsTrackMessage *message)
{
    row->first = track->to->len;
    row->count = message->to->len;
    for (guint i = 0; i < message->to->len; i++) {
        const ExsTrackTo *to = &g_array_index(message->to, ExsTrackTo, i);

        g_array_append_val(track->to, to->recipient);
    }
}
