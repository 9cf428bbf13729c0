/* mta_stamps.h - entries of queues to other MTAs that bear a time in the future.
 *
 * An old MTA adds daylight-saving time to what is local time already, and does not pick up what
 * seems to have been queued later than now. The error is the one in force when it looks: without
 * daylight-saving time there is none.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/server.h"

/* A copy was put into a queue: it may have to wait there. */
void exs_stamps_hold(ExsMta *mta, ExsTransfer *transfer);
/* The time has come for some, or the clock was set. */
void exs_stamps_look(ExsMta *mta);
/* The MTA stops: what waits is stamped anew when it starts. */
void exs_stamps_stop(ExsMta *mta);
