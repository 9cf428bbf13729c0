/* submit.h - what the MTA tests of a message that its own store hands over, before it resolves.
 *
 * What fails here is returned in the store's name.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/routing/bounce.h"

/* Is this copy what a user of the server has just submitted? */
bool exs_submit_is(const ExsTransfer *transfer);

/* May its sender submit at all? If not, `cause` says why. */
bool exs_submit_sender(const ExsPolicy *policy, const ExsMessage *message, ExsCause *cause);

/* Is this a recipient's address that the MTA takes? If not, `cause` says why. */
bool exs_submit_recipient(const ExsPolicy *policy, const ExsAddress *typed, ExsCause *cause);
