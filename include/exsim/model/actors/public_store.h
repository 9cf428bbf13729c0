/* public_store.h - the public information stores: folders, and the mail that replicates them.
 *
 * A store numbers the changes that it makes to each folder (CN). It sends them to the stores that
 * have a replica: the hierarchy to all stores, as one message of type 2; what is in a folder as
 * type 4. Each store knows what it has of every other's changes. A status message (0x10) says how
 * far its sender is; what is found missing then is asked for a while later (8), and comes in a
 * message of its own. A new replica asks for status (0x20).
 *
 * There is none of this before the first folder is made.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/letter.h"

typedef enum {
    EXS_FOLDER_HIERARCHY = 0x2,
    EXS_FOLDER_CONTENT = 0x4,
    EXS_FOLDER_BACKFILL = 0x8,
    EXS_FOLDER_STATUS = 0x10,
    EXS_FOLDER_ASKS_STATUS = 0x20,
} ExsFolderMailType;

/* Makes a folder on a server, with replicas on others, known to all stores from now. It replicates
 * at the interval, or, where `is_never`, does not. Fails with EXS_ERROR_DUPLICATE. */
bool exs_public_add_folder(ExsServer *server, const char *name, ExsServer *const *replicas,
                           uint32_t count, bool is_never, GError **error);
/* The server has one more replica. Fails with EXS_ERROR_UNKNOWN. */
bool exs_public_add_replica(ExsServer *server, const char *name, GError **error);
/* So many items are posted there, or are deleted with the folder. Fail with EXS_ERROR_UNKNOWN: the
 * server has no replica of it. */
bool exs_public_post(ExsServer *server, const char *name, uint32_t items, GError **error);
bool exs_public_delete(ExsServer *server, const char *name, GError **error);

/* A message of another public store has arrived. */
void exs_public_receive(ExsServer *server, const ExsLetter *letter);
void exs_public_free(ExsPublicStore *store);
