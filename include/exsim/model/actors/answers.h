/* answers.h - what is answered by itself when a mailbox gets its mail: receipts that the originator
 * asks for, and automatic replies, of rules and of those who are out of the office.
 *
 * A receipt is a report. All are new messages. Lists that the mail came by have a say.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/kernel/cold.h"
#include "exsim/model/actors/store.h"

/* Is there anything to answer? */
static inline bool exs_answers_any(const ExsMessage *message, const ExsRecipient *recipient)
{
    return message->wants_receipt || recipient->answers || recipient->is_away;
}

/* The recipient at this place of the message has it; the copy that brought it is still there. */
EXS_COLD void exs_answers_send(const ExsStore *store, const ExsMessage *message, uint32_t place,
                               ExsRecipient *recipient);

/* How much longer the first of a queue to the store takes, a receipt, for others beside it that
 * look for the same message. */
EXS_COLD ExsTime exs_answers_contention(const ExsServer *server, const ExsTransfer *first);
