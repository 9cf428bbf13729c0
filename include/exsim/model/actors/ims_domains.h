/* ims_domains.h - what an Internet Mail Service takes from hosts and sends to domains: relaying,
 * the rows of its E-Mail Domain list, and its size limits.
 *
 * A size limit is what was entered and 1,023 bytes.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/actors/gateway.h"
#include "exsim/model/routing/relay.h"
#include "exsim/model/routing/restrict.h"

/* A row of the E-Mail Domain list. */
typedef struct {
    uint32_t domain; /* interned, folded; with what lies below it */
    ExsHost *host;   /* all messages for it are forwarded there; NULL: by DNS */
    int64_t limit;   /* bytes; 0: none of its own */
} ExsMailDomain;

/* The row for an interned domain; NULL: it has none. */
const ExsMailDomain *exs_ims_domain(const ExsGateway *ims, uint32_t domain);

/* Does the service refuse this recipient, elsewhere, of mail from the host? Records what it says.
 */
bool exs_ims_refuses_relay(const ExsGateway *ims, const ExsHost *host, const ExsRelayClient *client,
                           const ExsAddress *to);

/* Is the message too large to be sent to the address (NULL: to come in)? Records the limit. */
bool exs_ims_refuses_size(const ExsGateway *ims, const ExsMessage *message, uint32_t place,
                          const ExsAddress *to, ExsCause *cause);
