/* track.h - message tracking: the path of messages in Exchange's own events.
 *
 * Derived from the entries of the MTA, the stores and the gateways; the numbers are those of the
 * release that each server runs. Takes a queue named "mdb" for the way to the store's mailboxes,
 * "mts-in" for a gateway's way to the MTA. Reads the servers' attribute "product" and the
 * connectors' "kind".
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/record/record.h"

typedef struct {
    uint32_t message; /* only this one and the reports on it; 0: all */
    uint32_t server;  /* only what this one logs; 0: all */
    bool json;
} ExsTrackOptions;

/* A daily log. */
typedef struct {
    char *name; /* "19980302.log" */
    GString *content;
} ExsTrackFile;

/* Appends the events, message by message. Fails with EXS_ERROR_STATE if the record kept none. */
bool exs_track(const ExsRecord *record, const ExsTrackOptions *options, GString *out,
               GError **error);

/* The same events in order of time as the daily files of the tracking log: rows of fields parted by
 * tabs, each recipient's name and status on lines of their own. (array of ExsTrackFile *, owned by
 * the caller) */
GPtrArray *exs_track_log(const ExsRecord *record, const ExsTrackOptions *options, GError **error);
