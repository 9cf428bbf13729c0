/* ims_spool.h - the folders of an Internet Mail Service, In and Out of Imcdata, and Queue.dat,
 * which says what is in them.
 *
 * Each message in work is a file in one of the folders, and an entry in Queue.dat. The queue pages
 * are read from Queue.dat; at a start without it both queues are made from the folders.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/actors/gateway.h"

/* What can be wrong with the spool: scenarios inject it. */
typedef enum {
    EXS_SPOOL_ENTRIES_STAY, /* entries of messages that are done with stay in Queue.dat */
    EXS_SPOOL_FILES_STAY,   /* files of messages that were sent stay in Out */
    EXS_SPOOL_DAMAGED,      /* Queue.dat is damaged */
    EXS_SPOOL_LOST,         /* Queue.dat is gone */
    EXS_SPOOL_NO_IN,        /* the folder In is: a start makes it anew */
    EXS_SPOOL_FAULTS,
} ExsSpoolFault;

ExsSpool *exs_spool_new(ExsGateway *ims);
void exs_spool_free(ExsSpool *spool);

/* Does it take a call of this host? Says why not: the first call finds out, and its mail is
 * rejected; the next ones are refused (ours). */
bool exs_spool_admits(ExsGateway *ims, const ExsHost *host);

/* Mail from outside: into In, and from there to MTS-IN. */
void exs_spool_receive(ExsGateway *ims, ExsTransfer *transfer);

/* A message was sent, or given back, and leaves Out: `was_sent`. It stands in no queue any more. */
void exs_spool_done(ExsGateway *ims, const ExsTransfer *transfer, bool was_sent);

/* The service starts. False: it cannot. */
bool exs_spool_start(ExsGateway *ims);
/* Looks whether something in In may go on. */
void exs_spool_kick(ExsGateway *ims);
void exs_spool_stop(ExsGateway *ims);

/* "queue.dat entries stay", "sent files stay", "queue.dat damaged", "queue.dat lost", "in
 * folder gone". Fails with EXS_ERROR_UNKNOWN. */
bool exs_spool_fault_parse(const char *text, ExsSpoolFault *out, GError **error);
void exs_spool_set_fault(ExsGateway *ims, ExsSpoolFault fault, bool is_on);

/* The file of a message is deleted from its folder. False: it has none there. */
bool exs_spool_delete(ExsGateway *ims, uint32_t serial);

/* The folders are copied to another place, which is the spool from then on; what is not copied is
 * left behind. Fails with EXS_ERROR_STATE while the service runs. */
bool exs_spool_move(ExsGateway *ims, bool in, bool out, bool queue_dat, GError **error);
