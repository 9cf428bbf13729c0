/* edk.h - gateways to other mail systems that hand all they get over at once: what is beyond, and
 * how mail fails there, is not exsim's. What no post office beyond can have goes back.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/gateway.h"

/* Makes the gateway one that takes mail from MTS-OUT, a while after it came, and delivers it to its
 * host, or to its own post office. */
void exs_edk_init(ExsGateway *gateway);

/* A message of its own mail system comes in by it, of a priority that the gateway gives it: urgent
 * only from a sender who has the right to that. It waits there as long as the gateway does not take
 * it. Returns its serial. */
uint32_t exs_edk_receive(ExsGateway *gateway, const ExsAddress *from,
                         const ExsSubmission *submission);

/* The system beyond takes mail for this address, and does not deliver it (edk_postmaster.c). */
bool exs_edk_is_returned(const ExsGateway *gateway, const ExsAddress *address);
/* Such a recipient's mail comes back, with a report or as a message of its own. */
EXS_COLD void exs_edk_return(ExsGateway *gateway, ExsMessage *message, uint32_t place);
/* What an MS Mail Connector logs of a recipient at the maximum of diagnostics logging. */
void exs_edk_log_sent(const ExsGateway *gateway, const ExsMessage *message,
                      const ExsEnvelope *envelope);

/* The value of an address as the store gives it to a gateway: without what it takes for escapes of
 * X.400, "(a)" and "(212)" (edk_escape.c). (owned by the caller) */
EXS_COLD char *exs_edk_unescape(const ExsPolicy *policy, const char *value);
/* Does the system beyond know the recipient, as it is given? One that says whom it knows knows
 * nobody else. Notes what it is given where the store undid something. */
bool exs_edk_knows(const ExsGateway *gateway, const ExsMessage *message,
                   const ExsEnvelope *envelope);
