/* replied.h - what the reader of a message has to reply to: sender and recipients as they arrived.
 *
 * Kept for messages that a scenario named, since only those can be replied to.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/world.h"

typedef struct {
    const ExsAddress *from_dn, *from_x400; /* as the last copy that arrived had them; NULL: not */
    uint32_t count;
    const ExsAddress *to[]; /* as the sender wrote them */
} ExsReplied;

/* A message is sent that may be replied to. */
void exs_replied_sent(ExsWorld *world, ExsMessage *message);
/* A copy of it has arrived. */
void exs_replied_arrived(ExsWorld *world, const ExsTransfer *transfer);
/* NULL: nobody has such a message. */
const ExsReplied *exs_replied(const ExsWorld *world, uint32_t serial);
