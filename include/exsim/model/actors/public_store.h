/* public_store.h - the public information stores: folders, and the mail that replicates them.
 *
 * A store numbers the changes that it makes to each folder (CN). It sends them to the stores that
 * have a replica: the hierarchy to all stores, as one message of type 2; what is in a folder as
 * type 4. Each store knows what it has of every other's changes. A status message (0x10) says how
 * far its sender is; what is found missing then is asked for a while later (8), and comes in a
 * message of its own. A new replica asks for status (0x20).
 *
 * What is sent is put together into messages of a certain size. A folder may be a recipient: its
 * pages say who may post to it, and with what forms.
 *
 * There is none of this before the first folder is made.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/kernel/cold.h"
#include "exsim/model/org/letter.h"
#include "exsim/model/routing/bounce.h"

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
/* So many items of `size` bytes each (0: as the setting says) are posted there, or are deleted with
 * the folder. Fail with EXS_ERROR_UNKNOWN: the server has no replica of it. */
bool exs_public_post(ExsServer *server, const char *name, uint32_t items, int64_t size,
                     GError **error);
bool exs_public_delete(ExsServer *server, const char *name, GError **error);

/* A message of another public store has arrived. */
void exs_public_receive(ExsServer *server, const ExsLetter *letter);
void exs_public_free(ExsPublicStore *store);

/* "/O=ORG/OU=SITE/CN=CONFIGURATION/CN=SERVERS/CN=HUB1/CN=MICROSOFT PUBLIC MDB" (owned by the
 * caller) */
char *exs_public_dn(const ExsServer *server);

/* ---- folders as recipients (public_store_page.c) ---- */

/* What a user may do, the least first: from Contributor on he may post. */
typedef enum {
    EXS_FOLDER_NONE,
    EXS_FOLDER_REVIEWER,
    EXS_FOLDER_CONTRIBUTOR,
    EXS_FOLDER_NONEDITING_AUTHOR,
    EXS_FOLDER_AUTHOR,
    EXS_FOLDER_PUBLISHING_AUTHOR,
    EXS_FOLDER_EDITOR,
    EXS_FOLDER_PUBLISHING_EDITOR,
    EXS_FOLDER_OWNER,
    EXS_FOLDER_ROLES,
} ExsFolderRole;

/* The Forms page. */
typedef enum {
    EXS_FOLDER_ANY_FORM,
    EXS_FOLDER_LISTED_AND_STANDARD,
    EXS_FOLDER_LISTED,
    EXS_FOLDER_FORMS,
} ExsFolderForms;

/* "author"; "listed and standard". Fail with EXS_ERROR_PARSE. */
bool exs_folder_role_parse(const char *text, ExsFolderRole *out, GError **error);
bool exs_folder_forms_parse(const char *text, ExsFolderForms *out, GError **error);

/* The folder has addresses from now, by this alias; Default is Author (ours). Its mail goes to this
 * server, which has a replica. Fail with EXS_ERROR_UNKNOWN, EXS_ERROR_DUPLICATE. */
bool exs_public_mail_enable(ExsServer *server, const char *name, const char *alias, GError **error);
/* `user` NULL: Default. Fail with EXS_ERROR_UNKNOWN, EXS_ERROR_STATE: it has no addresses here. */
bool exs_public_set_role(ExsServer *server, const char *name, const ExsRecipient *user,
                         ExsFolderRole role, GError **error);
/* `listed`: the forms associated with it, interned names. */
bool exs_public_set_forms(ExsServer *server, const char *name, ExsFolderForms rule,
                          const uint32_t *listed, uint32_t count, GError **error);

/* Does the folder, a recipient, not take the message, and why? */
EXS_COLD bool exs_public_refuses(const ExsRecipient *recipient, const ExsMessage *message,
                                 ExsCause *cause);
/* It is posted there. */
EXS_COLD void exs_public_take(const ExsRecipient *recipient, int64_t size);
