/* mta_deferral.h - mail that is not to be delivered before a time waits in the MTA.
 *
 * It belongs to the work queue and stands in no queue of its own. Every MTA on the way looks anew,
 * by its own clock and the offset from UTC that it works with; the age is not stopped. When the MTA
 * starts, all is looked at again.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/kernel/cold.h"
#include "exsim/model/org/message.h"
#include "exsim/model/org/server.h"

typedef struct {
    ExsTransfer *first, *last; /* in the order deferred */
    uint32_t count;
    ExsEventId release; /* when the next is due; 0: none waits */
    ExsTime offset;     /* from UTC, as the MTA found it at its start */
} ExsDeferral;

/* The MTA starts: the offset in force now is its own. */
void exs_deferral_latch(ExsMta *mta);

/* Is it too early for this copy, which has a time? Then it waits here, and the caller has it no
 * more. */
EXS_COLD bool exs_deferral_hold(ExsMta *mta, ExsTransfer *transfer);

/* The MTA's clock was set: the times come sooner or later. */
void exs_deferral_retime(ExsMta *mta);

/* Gives back what is past its life. */
void exs_deferral_expire(ExsMta *mta);

void exs_deferral_stop(ExsMta *mta);
/* Everything goes to the end of the work queue. */
void exs_deferral_restart(ExsMta *mta);
