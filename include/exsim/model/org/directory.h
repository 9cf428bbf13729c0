/* directory.h - what the directory of each server has: of every object one version.
 *
 * A version is written once, on one server, and from then on only passed on: within a site from
 * directory to directory, between sites by mail. It bears what decides conflicts: Object-Version,
 * DSA-Signature, When-Changed. Objects are known by their number in the record; the routing table
 * of a site goes by the site's.
 *
 * A world that does not replicate in time has no directories: there everything is known at once,
 * and every question here is answered so.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/world.h"

/* The naming contexts of a site. */
typedef enum {
    EXS_CONTEXT_SITE,          /* its recipients */
    EXS_CONTEXT_CONFIGURATION, /* its servers, its connectors, its routing table */
    EXS_CONTEXTS,
} ExsContextKind;

typedef enum {
    EXS_ENTRY_RECIPIENT,
    EXS_ENTRY_CONNECTOR,
    EXS_ENTRY_SERVER,
    EXS_ENTRY_TABLE,
} ExsEntryClass;

/* Constant once written. Shared. */
struct ExsVersion {
    ExsWorld *world;
    guint references;
    ExsEntryClass class;
    uint32_t object;         /* in the record */
    const void *thing;       /* ExsRecipient, ExsConnector, ExsServer, or of a table its ExsSite */
    uint32_t context;        /* exs_context() */
    uint32_t number;         /* Object-Version, from 1 */
    const ExsServer *writer; /* DSA-Signature */
    ExsTime changed;         /* When-Changed, by the writer's clock */
    bool is_deleted;
    const ExsServer *home; /* RECIPIENT: its home server */
    GPtrArray *members;    /* RECIPIENT, a list's: const ExsRecipient * (shared); else NULL */
    ExsTable *table;       /* TABLE (owned) */
    uint32_t says;         /* text of the record: the object in words */
    uint32_t abroad;       /* what other sites have of that; 0: the same */
};

typedef struct {
    ExsVersion *version; /* NULL: never heard of it (owned) */
    uint64_t usn;        /* USN-Changed here */
    bool is_source;      /* it came into the site here */
} ExsHeld;

/* Versions in the order of their USN, from `start` on; the next ones begin above `end`. */
typedef struct {
    GPtrArray *versions; /* ExsVersion * (owned) */
    uint64_t start, end;
    uint64_t remaining; /* how many more there are */
} ExsUpdate;

ExsVersion *exs_version_ref(ExsVersion *version);
void exs_version_unref(ExsVersion *version);
void exs_update_clear(ExsUpdate *update);

ExsDirectory *exs_directory_new(ExsServer *server);
void exs_directory_free(ExsDirectory *directory);

/* The number of a naming context. */
uint32_t exs_context(const ExsSite *site, ExsContextKind kind);
ExsSite *exs_context_site(const ExsWorld *world, uint32_t context);
/* "site", "configuration" */
const char *exs_context_name(uint32_t context);

/* ---- what a server knows ---- */

/* The version that the server has, deleted or not; NULL: it never heard of the object, or the world
 * has no directories. */
const ExsVersion *exs_directory_version(const ExsServer *server, uint32_t object);
/* Did that version come into the site on this server? */
bool exs_directory_is_source(const ExsServer *server, uint32_t object);
/* Is the object there? Where there are no directories, it is. */
bool exs_directory_knows(const ExsServer *server, uint32_t object);
/* The same of a recipient, which may have been deleted where there are no directories. */
bool exs_directory_has_recipient(const ExsServer *server, const ExsRecipient *recipient);
/* Was the other server deleted, as far as this one knows? */
bool exs_directory_has_deleted(const ExsServer *server, const ExsServer *other);
/* Is there this connector, as far as the server knows? */
bool exs_directory_has_connector(const ExsServer *server, const ExsConnector *connector);
/* Whose address this is, as far as the server knows; NULL: nobody's. */
ExsRecipient *exs_directory_recipient(const ExsServer *server, const ExsAddress *address);
/* The recipient's home server as this one knows it. */
ExsServer *exs_directory_home(const ExsServer *server, const ExsRecipient *recipient);
/* The routing table of a site as this server has it; NULL: none. (borrowed) */
ExsTable *exs_directory_table(const ExsServer *server, const ExsSite *site);
/* Does it have anything of this context? */
bool exs_directory_has_context(const ExsServer *server, uint32_t context);

/* ---- what is written ---- */

/* An administrator or a service changes an object on this server, which must be of the object's
 * site: a new version, above the one that the server has. Nothing where there are no directories.
 * `says`: the object in words; NULL: as it is now. */
void exs_directory_write_recipient(ExsServer *at, const ExsRecipient *recipient, const char *says);
void exs_directory_write_connector(ExsServer *at, const ExsConnector *connector);
void exs_directory_write_server(ExsServer *at, const ExsServer *server, bool is_deleted);
/* The same of an attribute that stays in the site. */
void exs_directory_write_local(ExsServer *at, const ExsRecipient *recipient, const char *says);
/* Takes the reference to the table. */
void exs_directory_write_table(ExsServer *at, const ExsSite *site, ExsTable *table,
                               const char *says);

/* ---- what is passed on ---- */

/* What of a context has come since USN `start`, at most `limit` versions. `sources`: only what came
 * into the site here. The caller clears it. */
ExsUpdate exs_directory_since(const ExsServer *server, uint32_t context, uint64_t start,
                              bool sources, uint32_t limit);
/* Takes over a version, whatever it had. */
void exs_directory_put(ExsServer *server, ExsVersion *version, bool is_source);
/* A new directory begins as the copy of another. */
void exs_directory_copy(ExsServer *to, const ExsServer *from);
/* Forgets what it has of a context, and what it took from where. */
void exs_directory_drop_context(ExsServer *server, uint32_t context);

/* The USN up to which everything of the context was taken from that server (Reps-From). */
uint64_t exs_directory_mark(const ExsServer *server, uint32_t context, const ExsServer *source);
void exs_directory_set_mark(ExsServer *server, uint32_t context, const ExsServer *source,
                            uint64_t usn);
/* An update from that server has been taken. One that does not begin where the mark is, or below,
 * leaves a gap: it moves no mark. */
void exs_directory_taken(ExsServer *server, uint32_t context, const ExsServer *source,
                         const ExsUpdate *update);
uint64_t exs_directory_highest_usn(const ExsServer *server);

/* ---- backup ---- */

/* A copy of all that the directory has. (owned by the caller) */
ExsDirectory *exs_directory_backup(const ExsServer *server);
/* The directory is as it was backed up: the server knows what it knew then. `changed` is called for
 * each object of which it has another version now; NULL: none of it. */
void exs_directory_restore(ExsServer *server, const ExsDirectory *backup,
                           void (*changed)(ExsServer *server, uint32_t object,
                                           const ExsVersion *version));
/* The highest USN is this, if it is lower. */
void exs_directory_raise_usn(ExsServer *server, uint64_t usn);
/* USN-Changed of every object is so much higher. */
void exs_directory_advance_usn(ExsServer *server, uint64_t by);
