/* ims.h - the Internet Mail Service: from MTS-OUT to hosts, and from hosts to MTS-IN.
 *
 * Split by verb: ims_out.c sends, ims_in.c receives.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/actors/gateway.h"

/* The transfer mode: bits of its setting. None: neither. */
enum { EXS_IMS_INBOUND = 1, EXS_IMS_OUTBOUND = 2 };

/* Makes the gateway an Internet Mail Service. */
void exs_ims_init(ExsGateway *gateway);

/* Mail for the domain (an interned name) waits in the spool until its host says ETRN. */
void exs_ims_hold(ExsGateway *gateway, uint32_t domain);
/* A host says ETRN for the domain: what waits for it is sent. Fails with EXS_ERROR_STATE if the
 * service does not run. */
bool exs_ims_etrn(ExsGateway *gateway, uint32_t domain, GError **error);

/* A host outside sends a message to this service. `from` and `to` are SMTP addresses. Returns the
 * message; NULL (and EXS_ERROR_STATE) if the service does not run: the host keeps its mail. */
ExsMessage *exs_ims_receive(ExsGateway *gateway, const ExsAddress *from,
                            const ExsAddress *const *to, uint32_t count, int64_t size,
                            GError **error);
