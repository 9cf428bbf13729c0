/* connectors.c - every kind of connector there is, one row each.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/connectors.h"

#include "exsim/kernel/error.h"
#include "exsim/kernel/suggest.h"

const ExsConnectorClass exs_connector_x400 = {
    .kind = "x400",
    .title = "X.400 Connector",
    .has_schedule = true,
    .joins_sites = true,
    .two_way_flag = true,
};

const ExsConnectorClass exs_connector_ims = {
    .kind = "ims",
    .title = "Internet Mail Service",
    .title40 = "Internet Mail Connector",
    .secured = true,
    .joins_sites = true,
    .limits_itself = true,
};

const ExsConnectorClass exs_connector_msmail = {
    .kind = "msmail",
    .title = "MS Mail Connector",
    .type = "MS",
    .secured = true,
};

const ExsConnectorClass exs_connector_ccmail = {
    .kind = "ccmail",
    .title = "Connector for cc:Mail",
    .secured = true,
};

const ExsConnectorClass exs_connector_notes = {
    .kind = "notes",
    .title = "Connector for Lotus Notes",
    .secured = true,
};

const ExsConnectorClass exs_connector_snads = {
    .kind = "snads",
    .title = "Connector for SNADS",
    .secured = true,
};

/* Of another maker: a fax gateway, for one. */
const ExsConnectorClass exs_connector_edk = {
    .kind = "edk",
    .title = "EDK Gateway",
    .secured = true,
};

static const ExsConnectorClass *const classes[] = {
    &exs_connector_site,  &exs_connector_x400,   &exs_connector_ras,
    &exs_connector_ims,   &exs_connector_msmail, &exs_connector_ccmail,
    &exs_connector_notes, &exs_connector_snads,  &exs_connector_edk};

const ExsConnectorClass *exs_connector_class(const char *kind, GError **error)
{
    const char *kinds[G_N_ELEMENTS(classes)];
    g_autofree char *quoted = NULL;
    const char *near;

    for (size_t i = 0; i < G_N_ELEMENTS(classes); i++) {
        if (g_ascii_strcasecmp(kind, classes[i]->kind) == 0)
            return classes[i];
        kinds[i] = classes[i]->kind;
    }
    quoted = exs_quote(kind);
    near = exs_suggest(kind, kinds, G_N_ELEMENTS(kinds));
    if (near)
        exs_fail(error, EXS_ERROR_UNKNOWN, "no connector of kind %s (did you mean \"%s\"?)", quoted,
                 near);
    else
        exs_fail(error, EXS_ERROR_UNKNOWN,
                 "no connector of kind %s: exsim has \"site\", \"x400\", \"ras\", \"ims\", "
                 "\"msmail\", \"ccmail\", \"notes\" and \"snads\"",
                 quoted);
    return NULL;
}
