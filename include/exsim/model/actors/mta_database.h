/* mta_database.h - the MTA's database: its files, and what becomes of them when it starts.
 *
 * Messages and secured queues stand on disk; queues to other MTAs and to the store only in memory.
 * A file marks a clean stop. Split by verb: mta_database.c opens and closes, mta_files.c loses
 * files and brings them back, mta_check.c checks and repairs, mta_disk.c watches the room on the
 * disk, mta_leftovers.c keeps files that should be gone, mta_start.c tests what a start needs,
 * mta_rebuild.c makes the queues in memory; mta_objects.h has the messages.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/kernel/cold.h"
#include "exsim/model/org/message.h"
#include "exsim/model/org/server.h"

#define EXS_CORE_LAST     0x26 /* DB000001.DAT .. DB000026.DAT */
#define EXS_CHECK_LOG     "Exchsrvr\\Mtadata\\Mtacheck.Out\\Mtacheck.log"
#define EXS_LAST_INTERNAL 0x0100002Bu /* ours: the queues of gateways, and messages, follow */

/* What can be wrong with the files: scenarios inject it. */
typedef enum {
    EXS_DATABASE_LOCKED,     /* files of sent messages cannot be deleted */
    EXS_DATABASE_NOT_MARKED, /* files of delivered messages are not marked as used */
    EXS_DATABASE_GROWS,      /* each message leaves a file behind, larger than the last one */
    EXS_DATABASE_READ_ONLY,  /* files have the read-only attribute */
    EXS_DATABASE_LOG_LOCKED, /* Mtacheck.log has, or is no file any more */
    EXS_DATABASE_WRONG_PATH, /* the registry has another path than the database's */
    EXS_DATABASE_WRONG_DN,   /* and another DN than the MTA's object */
    EXS_DATABASE_FAULTS,
} ExsDatabaseFault;

typedef enum { EXS_FILE_WHOLE, EXS_FILE_LOST, EXS_FILE_DAMAGED } ExsFileState;

/* What a message's file has come to. */
typedef enum {
    EXS_OBJECT_WHOLE,
    EXS_OBJECT_UNREADABLE, /* an attribute cannot be read: a check finds nothing wrong */
    EXS_OBJECT_NOT_LOCKED, /* as it should be while it is worked on: the same */
    EXS_OBJECT_DAMAGED,    /* no object any more */
    EXS_OBJECT_LOST,       /* the file is gone */
} ExsObjectState;

/* A secured queue's file. */
typedef struct {
    ExsQueue *queue;
    uint32_t id; /* of the object: 0x0100002D is DB00002D.DAT */
    ExsFileState state;
} ExsQueueFile;

/* How the command-line mtacheck is run. Zero: with the server's own, without a switch. */
typedef struct {
    bool is_verbose;             /* /v */
    bool drops_directory;        /* /rd */
    bool drops_public;           /* /rp */
    bool drops_probes;           /* /rl */
    const ExsProduct *installed; /* the product whose mtacheck it is; NULL: the server's */
} ExsMtacheck;

typedef struct ExsObjects ExsObjects; /* mta_objects.h */
typedef struct ExsRebuild ExsRebuild; /* mta_rebuild.c */
typedef struct ExsMtaDatabase ExsMtaDatabase;
struct ExsMtaDatabase {
    bool has_mark;       /* Dbbitmp.dat: the last stop was clean */
    uint64_t lost;       /* bit n: the core file DB0000nn.DAT is not there, or damaged */
    bool is_new;         /* the queue of queues was replaced: it knows none of the old ids */
    uint32_t work_queue; /* the work queue's object */
    ExsFileState work_file;
    uint32_t misread;    /* what its damaged file says stands there, and does not */
    uint32_t last_id;    /* the last object given to a queue or a message */
    ExsQueue *stranded;  /* mail of queues that are known no more; NULL: there never was any */
    ExsObjects *objects; /* the messages */
    GArray *files;       /* ExsQueueFile: in the order given */
    GArray *leftovers;   /* ExsLeftover */
    bool faults[EXS_DATABASE_FAULTS];
    ExsEventId checking;  /* the internal check goes on, or the start; 0: none does */
    ExsRebuild *rebuild;  /* the start that is under way; NULL: none */
    bool is_rebuilt;      /* the MTA opens: what stands there was logged already */
    uint32_t last_memory; /* the last object given to a queue in memory */
    ExsEventId test;      /* the next look at a disk that is nearly full */
    ExsTime opened;       /* when the MTA started */
    int64_t free;         /* bytes of the disk, but for what P1 has grown by */
    uint64_t turns;       /* records of turns in P1 of the copies that are here */
    int64_t grown;        /* bytes of files that are of no use */
    uint32_t grown_count;
};

ExsMtaDatabase *exs_database_new(ExsMta *mta);
void exs_database_free(ExsMta *mta);

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
EXS_COLD char *exs_database_queue_name(const ExsQueue *queue);
/* Is it a queue of the MTA: not of the store, nor a gateway's own? */
bool exs_database_owns(const ExsQueue *queue);
/* "DB00002D.DAT" (owned by the caller) */
char *exs_database_file_name(uint32_t id);
/* The object of the queue's file; 0: it stands in memory only, or has none yet. */
uint32_t exs_database_queue_id(const ExsQueue *queue);

/* Gateways configured since get their queue files: at a start, or by mtacheck. */
void exs_database_give_ids(ExsMta *mta);

/* ---- files (mta_files.c) ---- */

/* A file is lost, damaged, or whole again: "DB000001.DAT", "DB00002D.DAT" of a gateway's queue or
 * of a message, "DBBITMP.DAT". Fails with EXS_ERROR_UNKNOWN. */
bool exs_database_set_file(ExsMta *mta, const char *name, ExsFileState state, GError **error);
/* A core file is copied from the BOOTENV folder of the CD. Over one that is not lost, it takes the
 * messages with it; DB000001.DAT knows none of the queues there were. Fails with EXS_ERROR_UNKNOWN,
 * or EXS_ERROR_STATE while the MTA runs. */
bool exs_database_restore(ExsMta *mta, const char *name, GError **error);
/* A message's object, by its file, gets a flaw that no check finds, or loses it. Fails with
 * EXS_ERROR_UNKNOWN. */
bool exs_database_set_object(ExsMta *mta, const char *name, ExsObjectState flaw, bool is_on,
                             GError **error);
/* The first core file that is not there; 0: all are. */
uint32_t exs_database_lost_file(const ExsMta *mta);

/* "dat file locked", "wrong X500 DN". Fails with EXS_ERROR_UNKNOWN. */
bool exs_database_fault_parse(const char *text, ExsDatabaseFault *out, GError **error);
void exs_database_set_fault(ExsMta *mta, ExsDatabaseFault fault, bool is_on);

/* ---- checking (mta_check.c) ---- */

/* The internal check, with its events; returns how long it takes. */
ExsTime exs_database_check_begin(ExsMta *mta);
void exs_database_check_end(ExsMta *mta);
/* Does the check end in an access violation, so that the MTA's work queue is not made anew? */
bool exs_database_check_fails(const ExsMta *mta, const ExsPolicy *policy);

/* Reads "/v /rd /rp /rl /f FILE": what is missing stays. Fails with EXS_ERROR_PARSE. */
bool exs_mtacheck_parse(const char *switches, ExsMtacheck *out, GError **error);

/* The command-line mtacheck, which says what it finds: (owned) lines, NULL-terminated. Fails with
 * EXS_ERROR_STATE while the MTA runs. */
char **exs_database_mtacheck(ExsMta *mta, const ExsMtacheck *how, GError **error);

/* ---- what a start needs (mta_start.c) ---- */

/* Each logs what is not there. */
bool exs_start_finds_directory(ExsMta *mta);
bool exs_start_finds_files(ExsMta *mta);

/* ---- the queues in memory (mta_rebuild.c) ---- */

/* A start begins: every message that stands here is put into its queue. True: that takes time, and
 * exs_mta_open() is called later. */
bool exs_rebuild_begin(ExsMta *mta);
/* It was broken off. */
void exs_rebuild_clear(ExsMta *mta);
/* The queues made in memory at a start, as events. */
void exs_rebuild_queues(ExsMta *mta);
/* The MTA put the message into a queue (NULL: the work queue), or took it out, which has so many
 * now: events 2166 and 2167, of an MTA that logs all (exs_mta_logs_all()). */
EXS_COLD void exs_rebuild_note(ExsMta *mta, ExsQueue *queue, const ExsMessage *message,
                               uint32_t count, bool is_added);

/* ---- the disk (mta_disk.c) ---- */

/* Is there room to start? Logs it if not. */
bool exs_disk_admits(ExsMta *mta);
int64_t exs_disk_free(const ExsMta *mta);
void exs_disk_set_free(ExsMta *mta, int64_t bytes);
/* A running MTA tests its disk from time to time: plans the next test that can find something. */
void exs_disk_watch(ExsMta *mta);
void exs_disk_unwatch(ExsMta *mta);
/* A copy has a turn at a connector: its file grows by a record of P1. */
void exs_disk_add_turn(ExsMta *mta, ExsTransfer *transfer);
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
