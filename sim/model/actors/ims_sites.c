/* ims_sites.c - an Internet Mail Service that joins sites (see ims.h).
 *
 * SMTP carries no DN, and no O/R address: mail for another site goes to a domain of that site, with
 * the recipient's address in the local part, which the service there takes out again.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/ims.h"
#include "exsim/model/org/directory.h"
#include "exsim/model/org/encapsulate.h"
#include "exsim/model/org/identity.h"
#include "exsim/model/routing/match.h"

/* The site that the service leads to on the way to a recipient; NULL: it joins no sites. */
static const ExsConnectedSite *row_for(const ExsGateway *ims, const ExsEnvelope *envelope)
{
    const ExsServer *server = ims->server;
    const ExsMatchList *list =
        exs_match(server->matches, exs_directory_table(server, server->site), server, envelope);
    const GArray *sites = ims->connector->connected_sites;

    for (uint32_t i = 0; i < list->candidates; i++) {
        const ExsTableRow *row = list->rows[i].row;

        if (row->connector != ims->connector)
            continue;
        if (row->learned_from)
            return exs_connector_connected(ims->connector, row->learned_from);
        for (guint k = 0; k < sites->len; k++) {
            const ExsConnectedSite *site = &g_array_index(sites, ExsConnectedSite, k);

            if (site->dn_space == row->space || site->x400_space == row->space)
                return site;
        }
    }
    return NULL;
}

/* The primary SMTP address of whom a receipt is for, where it is written anew. */
static const ExsAddress *primary(const ExsGateway *ims, ExsTransfer *transfer,
                                 const ExsEnvelope *envelope)
{
    const ExsRecipient *owner =
        envelope->dn ? exs_directory_recipient(ims->server, envelope->dn) : NULL;

    if (!transfer->message->is_receipt || !owner || !owner->smtp ||
        !exs_rule(&ims->server->policy, EXS_RULE_RECEIPT_NEW_EACH_TIME))
        return NULL;
    transfer->received = 0;
    return owner->smtp;
}

static void wrap(const ExsGateway *ims, ExsTransfer *transfer, ExsEnvelope *envelope)
{
    const ExsConnectedSite *row = row_for(ims, envelope);
    g_autofree char *own = NULL;

    if (!row)
        return;
    envelope->dda = primary(ims, transfer, envelope);
    if (envelope->dda)
        return;
    if (!row->routing && row->site)
        own = exs_identity_domain_text(ims->world, row->site);
    if (row->routing || own)
        envelope->dda = exs_imcea(ims->world, envelope->dn ? envelope->dn : envelope->x400,
                                  row->routing ? row->routing : own);
}

void exs_ims_wrap(ExsGateway *ims, ExsTransfer *transfer)
{
    if (ims->connector->connected_sites->len == 0 ||
        !exs_rule(&ims->server->policy, EXS_RULE_IMS_JOINS_SITES))
        return;
    for (uint32_t i = 0; i < transfer->count; i++) {
        ExsEnvelope *envelope = &transfer->message->to[transfer->which[i]];

        if (envelope->carrier == transfer && !envelope->dda && (envelope->dn || envelope->x400))
            wrap(ims, transfer, envelope);
    }
}
