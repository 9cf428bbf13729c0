/* replied.h - what the reader of a message has to reply to: sender and recipients as they arrived;
 * and its sender to send again: recipients as reports name them.
 *
 * Kept for messages that a scenario named, since only those can be replied to.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/world.h"

typedef struct {
    const ExsAddress *typed;    /* as the sender wrote it */
    const ExsAddress *returned; /* as the last report on it has it; NULL: there was none */
} ExsRepliedTo;

typedef struct {
    const ExsAddress *from_dn, *from_x400; /* as the last copy that arrived had them; NULL: not */
    uint32_t count;
    ExsRepliedTo to[];
} ExsReplied;

/* A message is sent that may be replied to. */
void exs_replied_sent(ExsWorld *world, ExsMessage *message);
/* A copy of it has arrived. */
void exs_replied_arrived(ExsWorld *world, const ExsTransfer *transfer);
/* A report on the recipient at this place names it so. */
void exs_replied_returned(ExsWorld *world, const ExsMessage *message, uint32_t place,
                          const ExsAddress *as);
/* NULL: nobody has such a message. */
const ExsReplied *exs_replied(const ExsWorld *world, uint32_t serial);
