/* track_private.h - what the files of message tracking share.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/record/record.h"
#include "exsim/report/track.h"

/* A recipient of a message. */
typedef struct {
    uint32_t recipient; /* text */
    uint32_t route;     /* the connector it was routed to last; 0: none */
    bool has_ended;     /* delivered or returned */
} ExsTrackTo;

/* What tracking knows of a message or a report. */
typedef struct {
    uint32_t serial;
    uint32_t server; /* where it was made; 0: elsewhere, or before the record begins */
    ExsTime when;
    uint32_t number;     /* the how manieth of that server */
    uint32_t originator; /* text; of a report: whom it is for */
    uint32_t priority;   /* text */
    int64_t size;
    uint32_t count; /* recipients as submitted */
    uint32_t about; /* the message that a report is on; 0: no report */
    bool failed;    /* the report says so */
    GArray *to;     /* ExsTrackTo; of a report: whom it reports on */
    /* where it was last */
    uint32_t from_mdb; /* the server whose MTA gave it to its store */
    uint32_t gateway;  /* the connector that took it */
    uint32_t host;     /* the foreign system that an MTA sent it to */
} ExsTrackMessage;

typedef struct {
    ExsTime when;
    uint32_t server, message;
    uint32_t partner; /* object: where from or where to; 0: none */
    uint32_t gateway; /* connector that logs it; 0: MTA or store */
    int event;
    guint first, count; /* its recipients among those of all rows */
    bool is_of_one;     /* a delivery */
} ExsTrackRow;

typedef struct {
    const ExsRecord *record;
    GPtrArray *messages; /* ExsTrackMessage *, in order of their making */
    GHashTable *by_serial;
    GArray *rows;         /* ExsTrackRow, in order of time */
    GArray *to;           /* uint32_t: texts of recipients, row after row */
    GHashTable *places;   /* message and recipient -> the place in the message's list, from 1 */
    GHashTable *homes;    /* distinguished name -> server */
    uint32_t *connectors; /* by queue */
} ExsTrack;

/* NULL with the error if the record kept too little. */
ExsTrack *exs_track_new(const ExsRecord *record, GError **error);
void exs_track_free(ExsTrack *track);

/* NULL if nothing made it. */
const ExsTrackMessage *exs_track_find(const ExsTrack *track, uint32_t serial);

bool exs_track_is_wanted(const ExsTrack *track, const ExsTrackOptions *options,
                         const ExsTrackRow *row);

/* "Message transfer out". */
const char *exs_track_event_name(int event);

/* Appends "C=US;A= ;P=ORG;L=HUB1-980302093100Z-1". */
void exs_track_append_id(GString *out, const ExsTrack *track, const ExsTrackMessage *message);

/* The distinguished name without its type, any other address with it. */
const char *exs_track_address(const ExsTrack *track, uint32_t text);

/* ---- track_to.c ---- */

void exs_track_to_init(ExsTrack *track);
void exs_track_to_clear(ExsTrack *track);

/* A recipient of the message, unless it is known or there are as many as were submitted. */
void exs_track_to_add(ExsTrack *track, ExsTrackMessage *message, uint32_t recipient);

void exs_track_to_route(ExsTrack *track, ExsTrackMessage *message, uint32_t recipient,
                        uint32_t connector);
void exs_track_to_reroute(ExsTrackMessage *message, uint32_t from, uint32_t connector);

/* The recipient has it, or never will. */
void exs_track_to_end(ExsTrack *track, ExsTrackMessage *message, uint32_t recipient);

/* The connector that a queue is of; 0: of another server, or of a store. */
uint32_t exs_track_to_connector(ExsTrack *track, uint32_t queue);

/* The row is about one recipient; about those of the copy that goes by a connector, or else to a
 * server; about all. */
void exs_track_to_one(ExsTrack *track, ExsTrackRow *row, uint32_t recipient);
void exs_track_to_copy(ExsTrack *track, ExsTrackRow *row, const ExsTrackMessage *message,
                       uint32_t connector, uint32_t server);
void exs_track_to_all(ExsTrack *track, ExsTrackRow *row, const ExsTrackMessage *message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ExsTrack, exs_track_free)
