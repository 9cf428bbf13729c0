/* mta_database.h - the MTA's database: its files, and what becomes of them when it starts.
 *
 * Messages and secured queues stand on disk; queues to other MTAs and to the store only in memory.
 * A file marks a clean stop. Split by verb: mta_database.c opens and closes, mta_check.c checks and
 * repairs, mta_disk.c watches the room on the disk, mta_leftovers.c keeps files that should be
 * gone.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/message.h"
#include "exsim/model/org/server.h"

/* What can be wrong with the files: scenarios inject it. */
typedef enum {
    EXS_DATABASE_LOCKED,     /* files of sent messages cannot be deleted */
    EXS_DATABASE_NOT_MARKED, /* files of delivered messages are not marked as used */
    EXS_DATABASE_GROWS,      /* each message leaves a file behind, larger than the last one */
    EXS_DATABASE_FAULTS,
} ExsDatabaseFault;

/* A secured queue's file. */
typedef struct {
    ExsQueue *queue;
    uint32_t id; /* of the object: 0x0100002D is DB00002D.DAT */
    bool is_lost;
} ExsQueueFile;

typedef struct ExsMtaDatabase ExsMtaDatabase;
struct ExsMtaDatabase {
    bool has_mark;       /* Dbbitmp.dat: the last stop was clean */
    uint64_t lost;       /* bit n: the core file DB0000nn.DAT is not there */
    uint32_t work_queue; /* the work queue's object */
    uint32_t last_id;    /* the last object given to a queue */
    GArray *files;       /* ExsQueueFile: in the order given */
    GArray *leftovers;   /* ExsLeftover */
    bool faults[EXS_DATABASE_FAULTS];
    ExsEventId checking; /* the internal check ends; 0: none runs */
    ExsEventId test;     /* the next look at a disk that is nearly full */
    ExsTime opened;      /* when the MTA started */
    int64_t free;        /* bytes of the disk */
    int64_t grown;       /* bytes of files that are of no use */
    uint32_t grown_count;
};

ExsMtaDatabase *exs_database_new(ExsMta *mta);
void exs_database_free(ExsMtaDatabase *database);

/* ---- starting and stopping (mta_database.c) ---- */

/* May the MTA open for mail now? If not, it stays stopped, or it checks its files first and
 * exs_mta_open() is called later. */
bool exs_database_admit(ExsMta *mta);
/* The MTA opens; it closes, cleanly or not. */
void exs_database_opened(ExsMta *mta);
void exs_database_closed(ExsMta *mta, bool is_clean);
/* Does the internal check run? Breaks it off. */
bool exs_database_break_off(ExsMta *mta);

/* "/O=ORG/OU=SITE/CN=CONFIGURATION/CN=CONNECTIONS/CN=FAST": what a queue leads to, as the MTA
 * writes it. (owned by the caller) */
char *exs_database_queue_name(const ExsQueue *queue);
/* Is it a queue of the MTA: not of the store, nor a gateway's own? */
bool exs_database_owns(const ExsQueue *queue);
/* "DB00002D.DAT" (owned by the caller) */
char *exs_database_file_name(uint32_t id);

/* Gateways configured since get their queue files: at a start, or by mtacheck. */
void exs_database_give_ids(ExsMta *mta);

/* A file is lost, or back: "DB000001.DAT", "DB00002D.DAT", "DBBITMP.DAT". Fails with
 * EXS_ERROR_UNKNOWN. */
bool exs_database_set_file(ExsMta *mta, const char *name, bool is_lost, GError **error);

/* "dat file locked", "not marked used". Fails with EXS_ERROR_UNKNOWN. */
bool exs_database_fault_parse(const char *text, ExsDatabaseFault *out, GError **error);
void exs_database_set_fault(ExsMta *mta, ExsDatabaseFault fault, bool is_on);

/* ---- checking (mta_check.c) ---- */

/* The internal check, with its events; returns how long it takes. */
ExsTime exs_database_check_begin(ExsMta *mta);
void exs_database_check_end(ExsMta *mta);
/* The command-line mtacheck, which says what it finds: (owned) lines, NULL-terminated. Fails with
 * EXS_ERROR_STATE while the MTA runs. */
char **exs_database_mtacheck(ExsMta *mta, GError **error);
/* The queues made in memory at a start, as events. */
void exs_database_log_queues(ExsMta *mta);

/* ---- the disk (mta_disk.c) ---- */

/* Is there room to start? Logs it if not. */
bool exs_disk_admits(ExsMta *mta);
int64_t exs_disk_free(const ExsMta *mta);
void exs_disk_set_free(ExsMta *mta, int64_t bytes);
/* A running MTA tests its disk from time to time: plans the next test that can find something. */
void exs_disk_watch(ExsMta *mta);
void exs_disk_unwatch(ExsMta *mta);
/* The MTA takes up a message: a fault injected makes it write a file that is of no use. Returns how
 * long that takes. */
ExsTime exs_disk_grow(ExsMta *mta);
/* These files are found and deleted, and with them what made them. Returns how many. */
uint32_t exs_disk_remove_grown(ExsMta *mta);

/* ---- files that should be gone (mta_leftovers.c) ---- */

/* A copy was sent, or delivered here; the faults injected leave its file behind. */
void exs_leftovers_note(ExsMta *mta, const ExsTransfer *transfer, ExsDatabaseFault fault);
/* The MTA starts: what lies there is mail again. */
void exs_leftovers_resend(ExsMta *mta);
/* Delivered files not marked as used: they count in the work queue, and the MTA cannot stop. */
uint32_t exs_database_unmarked(const ExsMta *mta);
void exs_leftovers_free(GArray *leftovers);
GArray *exs_leftovers_new(void);
