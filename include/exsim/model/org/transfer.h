/* transfer.h - what message.c and transfer.c ask of each other; message.h has the rest.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/message.h"

/* Frees a message whose recipients are settled and which has no copies. */
void exs_message_free_if_done(ExsWorld *world, ExsMessage *message);

/* Frees all copies, wherever they stand. */
void exs_transfers_clear(ExsWorld *world);
