/* connectors.h - the table of connector kinds.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/connector.h"

extern const ExsConnectorClass exs_connector_site;
extern const ExsConnectorClass exs_connector_x400;
extern const ExsConnectorClass exs_connector_ras;
extern const ExsConnectorClass exs_connector_ims;
extern const ExsConnectorClass exs_connector_msmail, exs_connector_ccmail, exs_connector_notes,
    exs_connector_snads, exs_connector_edk;

/* "x400", "ims" ... Fails with EXS_ERROR_UNKNOWN, listing the kinds there are. */
const ExsConnectorClass *exs_connector_class(const char *kind, GError **error);
