/* gwart_own.c - what a connector of the site itself reaches: its address spaces, and the addresses
 * of its connected sites.
 *
 * SPDX-License-Identifier: MIT */
#include "sim/model/routing/gwart_private.h"

static void offer_own(ExsCalculation *self, const ExsSpace *space, uint32_t cost, ExsScope scope)
{
    ExsRouteOffer offer = {self->connector, space, NULL, NULL, cost, 1, scope};

    exs_calculation_offer(self, &offer);
}

/* Does the site at the far end of a Site Connector replicate with this one? */
static bool replicates(const ExsCalculation *self)
{
    const GArray *sites = self->connector->connected_sites;

    for (guint i = 0; i < sites->len; i++) {
        const ExsSite *site = g_array_index(sites, ExsConnectedSite, i).site;

        if (site && self->replicas[site->number])
            return true;
    }
    return false;
}

/* What the restriction of a space counts for. */
static ExsScope effective_scope(const ExsCalculation *self, ExsScope scope)
{
    if (!exs_rule(self->policy, EXS_RULE_SPACE_SCOPE))
        return EXS_SCOPE_ORGANIZATION;
    if (self->connector->class->two_way_flag && exs_rule(self->policy, EXS_RULE_X400_SCOPE_IGNORED))
        return EXS_SCOPE_ORGANIZATION;
    return scope;
}

static bool carries(const ExsConnector *connector, const ExsSpace *space)
{
    for (guint i = 0; i < connector->spaces->len; i++)
        if (g_array_index(connector->spaces, ExsConnectorSpace, i).space == space)
            return true;
    for (guint i = 0; i < connector->connected_sites->len; i++)
        if (g_array_index(connector->connected_sites, ExsConnectedSite, i).x400_space == space)
            return true;
    return false;
}

/* Bridgeheads of this site, and servers at the far end, that carry the space to the same site over
 * parallel connectors: two by two or more? */
static bool is_two_by_two(const ExsCalculation *self, const ExsSpace *space)
{
    const GPtrArray *connectors = self->site->connectors;
    const ExsConnector *seen = NULL;
    bool other_bridgehead = false, other_target = false;

    for (guint i = 0; i < connectors->len; i++) {
        const ExsConnector *connector = connectors->pdata[i];
        if (connector->is_removed || !carries(connector, space) || !connector->target ||
            connector->connected_sites->len == 0)
            continue;
        if (!seen)
            seen = connector;
        if (connector->target->site != seen->target->site)
            continue;
        other_bridgehead |= connector->server != seen->server;
        other_target |= connector->target != seen->target;
    }
    return other_bridgehead && other_target;
}

bool exs_calculation_loses(const ExsCalculation *self, const ExsSpace *space)
{
    return space->form == EXS_ADDRESS_X400 && space->has_wildcards &&
           exs_rule(self->policy, EXS_RULE_LOSES_TWO_BY_TWO) && is_two_by_two(self, space);
}

/* A space as typed. False: a flaw that stops the calculation. */
static bool offer_space(ExsCalculation *self, const ExsConnectorSpace *typed)
{
    const ExsSpace *space = typed->space;
    ExsScope scope = typed->scope;

    if (space->is_local && exs_rule(self->policy, EXS_RULE_LOCAL_SPACES)) {
        if (!space->within)
            return !exs_rule(self->policy, EXS_RULE_BAD_SPACE_STOPS);
        space = space->within;
        scope = EXS_SCOPE_SITE;
    }
    scope = effective_scope(self, scope);
    if (self->connector->class->is_rpc && scope == EXS_SCOPE_ORGANIZATION && replicates(self) &&
        exs_rule(self->policy, EXS_RULE_SITE_CONNECTOR_SPACES))
        return true;
    offer_own(self, space, typed->cost, scope);
    return true;
}

/* Has a connector of the organisation been given the space? */
static bool is_given(const ExsWorld *world, const ExsSpace *space)
{
    for (guint i = 0; i < world->connectors->len; i++) {
        const ExsConnector *connector = world->connectors->pdata[i];

        if (!connector->is_removed && carries(connector, space))
            return true;
    }
    return false;
}

/* A Site Connector takes what the far site says of its own addresses. */
static void offer_strays(ExsCalculation *self, const ExsConnectedSite *connected)
{
    const ExsTable *theirs = connected->site ? self->replicas[connected->site->number] : NULL;

    if (!theirs || !self->connector->class->is_rpc ||
        !exs_rule(self->policy, EXS_RULE_STRAY_PROXY_ROWS))
        return;
    for (guint i = 0; i < theirs->proxy_space->len; i++) {
        const ExsSpace *space = theirs->proxy_space->pdata[i];

        if (!is_given(self->world, space))
            offer_own(self, space, self->connector->cost, EXS_SCOPE_ORGANIZATION);
    }
}

bool exs_calculation_own(ExsCalculation *self)
{
    const ExsConnector *connector = self->connector;

    for (guint i = 0; i < connector->spaces->len; i++)
        if (!offer_space(self, &g_array_index(connector->spaces, ExsConnectorSpace, i)))
            return false;
    for (guint i = 0; i < connector->connected_sites->len; i++) {
        const ExsConnectedSite *connected =
            &g_array_index(connector->connected_sites, ExsConnectedSite, i);

        offer_own(self, connected->dn_space, connector->cost, EXS_SCOPE_ORGANIZATION);
        offer_own(self, connected->x400_space, connector->cost, EXS_SCOPE_ORGANIZATION);
        offer_strays(self, connected);
    }
    return true;
}
