/* mta_objects.h - messages as the MTA's database has them: objects, each in a file.
 *
 * A message that stands in an MTA is one object there, 06nnnnnn in DBnnnnnn.DAT, however many
 * copies of it wait. It gets its number when somebody asks for it, and keeps it. What is wrong with
 * its file is noticed when the MTA starts or when the database is checked, since a running MTA has
 * in memory what it needs (ours).
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/kernel/cold.h"
#include "exsim/model/actors/mta_database.h"

ExsObjects *exs_objects_new(void);
void exs_objects_free(ExsObjects *objects);

/* Its number here: given now, if it has none. */
uint32_t exs_object_number(ExsMta *mta, const ExsMessage *message);
/* All that stand here get one: the lowest that are free, the oldest messages first. */
void exs_objects_number_all(ExsMta *mta);
/* "0600006B" (owned by the caller) */
EXS_COLD char *exs_object_id(ExsMta *mta, const ExsMessage *message);

/* The message of this serial number, if it stands here; else NULL. */
const ExsMessage *exs_object_find(const ExsMta *mta, uint32_t serial);

/* What the file of this number has come to. False: it is the file of no message that stands here.
 */
bool exs_object_set(ExsMta *mta, uint32_t number, ExsObjectState state);
/* The file of a message that stands here is gone. */
void exs_object_lose(ExsMta *mta, const ExsMessage *message);
ExsObjectState exs_object_state(const ExsMta *mta, const ExsMessage *message);

/* Every copy that stands in the MTA: ExsTransfer *, the work queue's first. (owned by the caller)
 */
GPtrArray *exs_objects_standing(const ExsMta *mta);

/* The name and the number of the queue that a copy stands on, as the files have it: what waits in
 * memory only is on the work queue. (the name owned by the caller) */
char *exs_object_queue(const ExsMta *mta, const ExsTransfer *transfer, uint32_t *id);

typedef bool (*ExsObjectTest)(const ExsMta *mta, const ExsTransfer *transfer, const void *data);

/* Copies that pass the test are no more, wherever they stand, and nobody is told. The MTA has none
 * of them in hand. Returns how many messages. */
uint32_t exs_objects_discard(ExsMta *mta, ExsObjectTest test, const void *data, ExsRule rule,
                             const char *why);

/* The MTA starts: it logs the objects whose files are gone, and lets go of them; those that it
 * cannot read it will stop at. */
void exs_objects_open(ExsMta *mta);

/* Event 2187: it was to be unlocked, and was not locked. */
void exs_object_log_not_locked(ExsMta *mta, const ExsMessage *message);

/* Does the MTA stop at this copy, which it cannot read? Logs it the first time. */
bool exs_object_stops(ExsMta *mta, ExsTransfer *transfer);
