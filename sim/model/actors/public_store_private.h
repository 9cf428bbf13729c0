/* public_store_private.h - what the files of public_store.h share: a folder as one store has it.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/actors/public_store.h"
#include "exsim/model/org/world.h"

/* Changes of one store to one folder. */
typedef struct {
    uint64_t first, last;
} ExsFolderRange;

/* A folder deleted here: the change to the hierarchy that this was. */
typedef struct {
    const char *name;
    uint64_t change;
} ExsFolderDeletion;

/* What a store has of the changes that `origin` made. */
typedef struct {
    const ExsServer *origin;
    uint64_t have;   /* everything up to this CN */
    uint64_t exists; /* as far as it has been told */
    GArray *beyond;  /* ExsFolderRange: what it has after a gap */
    ExsEventId asks; /* when it asks for what is missing; 0: it does not */
} ExsFolderSeen;

/* Changes of one size. */
typedef struct {
    uint64_t first, last;
    int64_t size;
} ExsFolderSize;

/* What its pages say of mail for it. */
typedef struct {
    ExsRecipient *recipient;
    ExsFolderRole role; /* Default */
    GArray *roles;      /* ExsFolderUser */
    ExsFolderForms rule;
    GArray *forms; /* uint32_t: interned names */
} ExsFolderPage;

typedef struct {
    const ExsRecipient *user;
    ExsFolderRole role;
} ExsFolderUser;

/* A folder as one store has it. */
typedef struct {
    ExsPublicStore *store;
    const char *name; /* interned; "": the hierarchy */
    bool has_replica, is_never;
    uint64_t made, sent;
    uint32_t items;
    ExsEventId sending;
    GArray *sizes; /* ExsFolderSize, the newest last; NULL: none that is not as the setting says */
    GPtrArray *seen;     /* ExsFolderSeen * */
    ExsFolderPage *page; /* (owned); NULL: nobody can write to it, here */
} ExsFolder;

struct ExsPublicStore {
    ExsServer *server;
    ExsRecipient *mailbox;
    GPtrArray *folders; /* ExsFolder *: the hierarchy first */
    GArray *gone;       /* ExsFolderDeletion */
    ExsEventId daily;
    uint32_t items; /* of all replicas */
};

ExsWorld *exs_folder_world(const ExsPublicStore *store);
/* NULL: the store knows of none. `store` may be NULL. */
ExsFolder *exs_folder_find(const ExsPublicStore *store, const char *name);
/* One of which the server has a replica. Fails with EXS_ERROR_UNKNOWN. */
ExsFolder *exs_folder_need(const ExsServer *server, const char *name, GError **error);
bool exs_folder_is_hierarchy(const ExsFolder *folder);
/* So many items are in it now. */
void exs_folder_set_items(ExsFolder *folder, uint32_t items);
/* The store has no replica any more. */
void exs_folder_remove_replica(ExsFolder *folder);

/* ---- mail for a folder (public_store_page.c) ---- */

void exs_folder_free_page(ExsFolderPage *page);

/* ---- replication (public_store_mail.c) ---- */

/* One message to these stores (NULL: all that have the folder). */
void exs_folder_send(ExsFolder *folder, ExsFolderMailType type, ExsFolderRange range,
                     ExsServer *only);
/* So many changes were made here, of `size` bytes each (0: as the setting says). The hierarchy goes
 * out whatever the schedule says. */
void exs_folder_change(ExsFolder *folder, uint32_t count, int64_t size, bool is_never);
/* The next status message that nothing else makes. */
void exs_folder_plan_daily(ExsPublicStore *store);
