/* ims.h - the Internet Mail Service: from MTS-OUT to hosts, and from hosts to MTS-IN.
 *
 * Split by verb: ims_out.c sends, ims_in.c receives.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/actors/gateway.h"

/* Makes the gateway an Internet Mail Service. */
void exs_ims_init(ExsGateway *gateway);

/* A host outside sends a message to this service. `from` and `to` are SMTP addresses. Returns the
 * message; NULL (and EXS_ERROR_STATE) if the service does not run: the host keeps its mail. */
ExsMessage *exs_ims_receive(ExsGateway *gateway, const ExsAddress *from,
                            const ExsAddress *const *to, uint32_t count, int64_t size,
                            GError **error);
