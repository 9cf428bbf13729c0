/* answers.h - what is answered by itself when a mailbox gets its mail: receipts that the originator
 * asks for, and automatic replies.
 *
 * A receipt is a report. Both are new messages.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/kernel/cold.h"
#include "exsim/model/actors/store.h"

/* Is there anything to answer? */
static inline bool exs_answers_any(const ExsMessage *message, const ExsRecipient *recipient)
{
    return message->wants_receipt || recipient->answers;
}

/* The recipient at this place of the message has it; the copy that brought it is still there. */
EXS_COLD void exs_answers_send(const ExsStore *store, const ExsMessage *message, uint32_t place,
                               ExsRecipient *recipient);
