/* present.h - the addresses of a copy as they stand in P1 when it leaves by a connector.
 *
 * Among themselves servers know people by DN and O/R address. What the far side is given depends on
 * the connector: whether it allows Exchange contents, which conformance it has, and on the build.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/world.h"

/* The originator and one recipient, each by DN, and by O/R address or one of another type; NULL: it
 * has none such. */
typedef struct {
    const ExsAddress *from_dn, *from;
    const ExsAddress *to_dn, *to;
} ExsPresented;

/* By an X.400 or RAS Connector of this server. */
ExsPresented exs_present_x400(const ExsServer *server, const ExsConnector *connector,
                              const ExsTransfer *transfer, const ExsEnvelope *envelope);

/* Another recipient of the message, as who gets this copy reads of him; NULL: not known here. */
const ExsAddress *exs_present_listed(const ExsServer *server, const ExsConnector *connector,
                                     const ExsTransfer *transfer, const ExsEnvelope *other);

/* By a gateway of this server: everybody has an address of its type. */
ExsPresented exs_present_gateway(const ExsServer *server, const ExsConnector *connector,
                                 const ExsTransfer *transfer, const ExsEnvelope *envelope);
