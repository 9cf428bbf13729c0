/* directory.h - the Directory Service of a server: when what one server knows becomes known to
 * another.
 *
 * Within the site every server tells every other that it has changes, and is asked for them (RPC,
 * directory_site.c). Between sites the bridgehead of a Directory Replication Connector asks the
 * bridgehead of the other (directory_connector.c) by mail (directory_mail.c): for everything
 * that is known by way of that site, both naming contexts of each site, hop by hop.
 *
 * There is none in a world that does not replicate in time (world->replicates).
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/kernel/cold.h"
#include "exsim/model/org/letter.h"
#include "exsim/model/org/replication.h"

/* That there is news of a context, for one server of the site. */
typedef struct {
    uint32_t context;
    ExsServer *target;
    ExsTime due;
} ExsNotice;

/* An update that the service has to ask for. */
typedef struct {
    uint32_t context;
    ExsServer *source;
    ExsReplication *by; /* by mail; NULL: by RPC, a server of the site */
    ExsTime due;
    bool is_manual;
    bool wants_all; /* all objects, from USN `start` on: nothing was taken for granted */
    uint64_t start;
    bool at_startup;
    bool is_backsync; /* what this server wrote itself */
} ExsSync;

struct ExsDsa {
    ExsWorld *world;
    ExsServer *server;
    uint32_t id; /* in the record */
    bool runs;
    GArray *pauses;  /* ExsEventId by context: the pause after a modification; 0: none */
    GArray *notices; /* ExsNotice in the order made */
    ExsEventId notifying;
    ExsTime next_notice; /* not before */
    GArray *syncs;       /* ExsSync: Pending Replication Synchronizations */
    ExsEventId syncing;
    ExsTime sync_at;
    uint64_t remaining; /* Remaining Replication Updates */
    GPtrArray *inbox;   /* ExsLetter * in the order of arrival (owned) */
    ExsEventId reading;
    uint64_t returned;       /* letters that came back */
    bool has_lost_inbox;     /* it reads its inbox no more, until it is restarted */
    ExsEventId watching;     /* when it finds that it is not logged on to the store; 0: it is */
    ExsDirectory *backup;    /* NULL: none was made (owned) */
    uint32_t backsyncs;      /* requests of a restored directory that are not answered yet */
    uint64_t backsync_usn;   /* its highest USN before, as far as the others know */
    ExsEventId backsync_end; /* when it waits no more */
};

/* ---- the service (directory.c) ---- */

/* From now on the world replicates in time. What is known then, is known everywhere. */
void exs_dsa_enable(ExsWorld *world);
/* Everything is built: every server knows what replication would have brought it. */
void exs_dsa_begin(ExsWorld *world);
/* A server joins a site: it has what a server there has. */
void exs_dsa_join(ExsWorld *world, ExsServer *server);
void exs_dsa_free(ExsDsa *dsa);

void exs_dsa_start(ExsDsa *dsa);
void exs_dsa_stop(ExsDsa *dsa);

/* A version comes from `from`. Returns whether the directory has taken it. */
bool exs_dsa_take(ExsDsa *dsa, ExsVersion *version, const ExsServer *from, bool is_source);
/* The same of all versions of an update, which counts as taken unless the version store is too
 * small for one: then those from there on are left. Returns whether any was news. */
bool exs_dsa_take_update(ExsDsa *dsa, uint32_t context, const ExsServer *from,
                         const ExsUpdate *update, bool is_source, bool *is_whole);

/* Forgets another site: nobody tells it of that any more. */
void exs_dsa_lose(ExsDsa *dsa, ExsSite *site);

/* A connector was made, changed or removed, on its server: its site's table is calculated when the
 * calculation server knows of it. */
void exs_dsa_connector_changed(ExsWorld *world, ExsConnector *connector);

/* The site's calculation server has made a new routing table. */
void exs_dsa_table_changed(ExsSite *site);

/* Administrators' buttons: Update Now of a server asks every server of its site. */
void exs_dsa_update_now(ExsDsa *dsa, bool all);

/* ---- within the site (directory_site.c) ---- */

/* Announces a context to all servers of the site, when the pause after a modification is over. */
void exs_dsa_changed(ExsDsa *dsa, uint32_t context);
/* The same at once. */
void exs_dsa_announce(ExsDsa *dsa, uint32_t context);
/* Asks for an update as soon as it is due, once for all that ask for the same. */
void exs_dsa_sync(ExsDsa *dsa, ExsSync sync);
/* The USN above which it asks. */
uint64_t exs_dsa_start_of(const ExsDsa *dsa, const ExsSync *sync);
/* Asks every server of the site for what it has. `how`: at once, and why. */
void exs_dsa_sync_site(ExsDsa *dsa, ExsSync how);
/* Takes up, or drops, what waits: notices, synchronizations. */
void exs_dsa_site_start(ExsDsa *dsa);
void exs_dsa_site_stop(ExsDsa *dsa);
/* Forgets synchronizations by a connector that is gone. */
void exs_dsa_forget(ExsDsa *dsa, const ExsReplication *replication);
/* The same of those for what this server wrote itself. */
void exs_dsa_forget_backsyncs(ExsDsa *dsa);

/* ---- between sites: connectors (directory_connector.c) ---- */

/* A new end; `plan`: as the world's adder has it. The world replicates in time from now. */
ExsReplication *exs_replication_add(ExsWorld *world, ExsServer *server, ExsServer *remote,
                                    const char *name, GError **error);
/* A site is known by the connector from now. False: its name cannot be written into it. */
bool exs_replication_know(ExsReplication *replication, ExsSite *site);
/* The site forgets what it knew by it a while later, or when its consistency is checked. */
void exs_replication_remove(ExsWorld *world, ExsReplication *replication);
/* Another server of the site is its bridgehead; the far end, if there is one, knows. It has asked
 * for nothing yet, and nothing was asked of it: both ways all objects come again. Fails with
 * EXS_ERROR_RANGE. */
bool exs_replication_move(ExsWorld *world, ExsReplication *replication, ExsServer *server,
                          GError **error);
/* The knowledge consistency check: what belongs to connectors that were removed goes now. */
void exs_dsa_check_consistency(ExsDsa *dsa);
void exs_replication_set_schedule(ExsWorld *world, ExsReplication *replication,
                                  const ExsSchedule *schedule);
/* Request Now: of these sites (NULL: all that it knows), changes or all objects. */
void exs_replication_request(ExsWorld *world, ExsReplication *replication, const ExsSite *site,
                             bool all);
/* Plans the next activation. */
void exs_replication_plan(ExsWorld *world, ExsReplication *replication);

/* The server's clock was set: plans its activations anew. */
void exs_dsa_replan(ExsDsa *dsa);

/* ---- between sites: letters (directory_mail.c) ---- */

/* The service starts: requests to other sites for all that this bridgehead knows by them. */
void exs_dsa_sync_others(ExsDsa *dsa);
/* Asks by the connector for a context, or for both of a site. `how`: when and why. */
void exs_dsa_ask(ExsDsa *dsa, ExsReplication *by, uint32_t context, ExsSync how);
void exs_dsa_ask_site(ExsDsa *dsa, ExsReplication *by, const ExsSite *site, ExsSync how);
/* Writes the request for an update. */
void exs_dsa_request(ExsDsa *dsa, const ExsSync *sync);
/* A letter has come into the inbox. */
void exs_dsa_receive(ExsDsa *dsa, ExsLetter *letter);
/* A non-delivery report on a letter has come. */
EXS_COLD void exs_dsa_returned(ExsDsa *dsa, const ExsLetter *letter);
/* The thread that reads the inbox is lost. */
EXS_COLD void exs_dsa_lose_inbox(ExsDsa *dsa);
/* It is not logged on to the store any more: looks after a while whether it is again. */
EXS_COLD void exs_dsa_watch(ExsDsa *dsa);
/* The service or its store runs again. */
void exs_dsa_read_on(ExsDsa *dsa);

/* ---- a directory that is restored (directory_restore.c) ---- */

/* Backs the directory up, in place of the last time. */
void exs_dsa_backup(ExsDsa *dsa);
/* The service starts with its directory as it was backed up, and asks the others for what it wrote
 * since (backsync). Fails with EXS_ERROR_STATE if there is no backup. */
bool exs_dsa_restore(ExsDsa *dsa, GError **error);
/* What `writer` wrote of a context, as the server has it. The caller clears it. */
ExsUpdate exs_dsa_written_by(const ExsServer *server, uint32_t context, const ExsServer *writer);
/* A request for that is answered, by a server that knows USNs of this one up to `usn`. */
void exs_dsa_backsynced(ExsDsa *dsa, uint64_t usn);
/* What it is asked for begins above its highest USN: nothing is found. `mark_of`: whose USN it was
 * asked by, if not its own. Returns where to begin. */
uint64_t exs_dsa_check_start(ExsDsa *dsa, uint64_t start, const ExsServer *mark_of);

/* ---- the application log (directory_events.c) ---- */

/* "/o=ORG/ou=SITE/cn=Configuration/cn=Servers/cn=BH1/cn=Microsoft DSA" (owned by the caller) */
char *exs_dsa_dn(const ExsServer *server);
/* A synchronization begins; it, or the request for it, is done. */
void exs_dsa_log_sync(const ExsDsa *dsa, const ExsSync *sync);
void exs_dsa_log_synced(const ExsDsa *dsa, const ExsSync *sync);
void exs_dsa_log_sent(const ExsDsa *dsa, const ExsLetter *letter);
void exs_dsa_log_received(const ExsDsa *dsa, const ExsLetter *letter);
/* What is found for a request. */
void exs_dsa_log_changes(const ExsDsa *dsa, const ExsLetter *request, const ExsUpdate *update);
/* A letter came back. */
void exs_dsa_log_returned(const ExsDsa *dsa, const ExsLetter *letter);
/* An update is asked for from this USN, which it has not. */
void exs_dsa_log_too_high(const ExsDsa *dsa, uint64_t usn);
/* Event 1171, but for the first by the diagnostics logging. */
typedef enum { EXS_DSA_NO_ROOM, EXS_DSA_TOO_MANY_SITES, EXS_DSA_INBOX_LOST } ExsDsaException;
void exs_dsa_log_exception(const ExsDsa *dsa, ExsDsaException which);
/* A connector cannot take up a site, for its name. */
void exs_dsa_log_colon(const ExsDsa *dsa, const ExsSite *site);
/* The version store is too small for an object of an update of the context from `source`. */
void exs_dsa_log_no_room(const ExsDsa *dsa, const ExsVersion *version, uint32_t context,
                         const ExsServer *source);
/* The store does not take the letter. */
void exs_dsa_log_not_sent(const ExsDsa *dsa, const ExsLetter *letter, const char *error);
/* The name of another server cannot be resolved. */
void exs_dsa_log_no_name(const ExsDsa *dsa, const ExsSync *sync);

/* ---- all at once (directory_settle.c) ---- */

/* Every directory has what replication would bring it in the end. Returns whether any had news. */
bool exs_directory_settle(ExsWorld *world);
/* Every directory has everything, whether sites replicate or not. */
void exs_directory_spread(ExsWorld *world);
