/* association_private.h - what the files of association.h share.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/kernel/cold.h"
#include "exsim/model/actors/association.h"

/* The side that sends now. */
ExsAdjacent *exs_association_sender(const ExsAssociation *association);

/* The next step, whatever it was before: `func`, after `delay`. */
void exs_association_step_in(ExsAssociation *association, ExsTime delay, ExsEventFunc func);

/* What was being sent is free again. */
void exs_association_let_go(ExsAssociation *association);

/* Ends one that is open. */
EXS_COLD void exs_association_close_for(ExsAssociation *association, const char *why);

/* Sends what there is, from either side; idle if there is nothing. */
void exs_association_send_next(ExsAssociation *association);

/* Does the far end, or the path to it, no longer answer? */
bool exs_association_is_broken(const ExsAssociation *association);

/* What was being sent was not received. */
EXS_COLD void exs_association_transfer_failed(ExsAssociation *association, const char *why);

/* Nothing is sent from now: after a lifetime of that it is closed. */
void exs_association_idle(ExsAssociation *association);
