/* gwart_calculate.c - the calculation itself: connector by connector, the best offer of each key.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/model/org/directory.h"
#include "exsim/model/routing/proxy_space.h"
#include "sim/model/routing/gwart_private.h"

static uint32_t *slot_of(const ExsCalculation *self, const ExsRouteOffer *offer)
{
    return &self->slot[offer->space->id * EXS_SCOPES + offer->scope];
}

static bool is_better(const ExsRouteOffer *a, const ExsRouteOffer *b)
{
    return a->cost != b->cost ? a->cost < b->cost : a->hops < b->hops;
}

void exs_calculation_offer(ExsCalculation *self, const ExsRouteOffer *offer)
{
    uint32_t *slot = slot_of(self, offer);
    ExsRouteOffer *best = *slot ? &g_array_index(self->offers, ExsRouteOffer, *slot - 1) : NULL;

    if (best && !is_better(offer, best))
        return;
    if (self->is_left_out[offer->space->id] ||
        (offer->theirs && !exs_calculation_admits(self, offer->theirs)))
        return;
    if (best) {
        *best = *offer;
        return;
    }
    g_array_append_val(self->offers, *offer);
    if (self->keeps_best)
        *slot = self->offers->len;
}

/* The connector is read: what it offers is taken, in the order of spaces. In the order found,
 * tables that are made from each other would never agree. The next connector begins with nothing.
 */
static void take_offers(ExsCalculation *self)
{
    size_t keys = self->keeps_best ? (size_t)self->spaces * EXS_SCOPES : 0;

    for (size_t key = 0; key < keys; key++) {
        if (self->slot[key])
            g_array_append_val(self->taken,
                               g_array_index(self->offers, ExsRouteOffer, self->slot[key] - 1));
        self->slot[key] = 0;
    }
    if (!self->keeps_best)
        g_array_append_vals(self->taken, self->offers->data, self->offers->len);
    g_array_set_size(self->offers, 0);
}

/* Does the connector's far end stand in the site? */
static bool leads_to(const ExsConnector *connector, const ExsSite *site)
{
    if (connector->target && connector->target->site == site)
        return true;
    return exs_connector_connected(connector, site) != NULL;
}

static void look_around(ExsCalculation *self)
{
    const GPtrArray *connectors = self->world->connectors, *replicas = self->site->replicas;

    self->places = g_new(ExsHopPlace, connectors->len + 1);
    self->leads_here = g_new0(uint8_t, connectors->len + 1);
    for (guint i = 0; i < connectors->len; i++) {
        const ExsConnector *connector = connectors->pdata[i];

        self->places[i] = (ExsHopPlace){connector->server->site->number, connector->place};
        self->leads_here[i] = leads_to(connector, self->site);
    }
    self->replicas = g_new0(const ExsTable *, self->world->sites->len + 1);
    for (guint i = 0; i < replicas->len; i++)
        self->replicas[i] = replicas->pdata[i];
}

/* Own addresses are local: no route leads there, unless other systems share them. */
static void leave_out_own(ExsCalculation *self)
{
    const GPtrArray *entries = self->table->proxy_space;

    if (exs_setting(&self->site->settings, EXS_SETTING_SHARE_ADDRESS_SPACE) ||
        !exs_rule(self->policy, EXS_RULE_PROXY_SPACE_LEFT_OUT))
        return;
    for (guint i = 0; i < entries->len; i++)
        self->is_left_out[((const ExsSpace *)entries->pdata[i])->id] = 1;
}

static void leave_out_lost(ExsCalculation *self)
{
    for (guint i = 0; i < self->site->connectors->len; i++) {
        const GArray *spaces = ((const ExsConnector *)self->site->connectors->pdata[i])->spaces;

        for (guint k = 0; k < spaces->len; k++) {
            const ExsSpace *space = g_array_index(spaces, ExsConnectorSpace, k).space;

            if (exs_calculation_loses(self, space))
                self->is_left_out[space->id] = 1;
        }
    }
}

/* Reads the connectors in the order made. */
static void read_connectors(ExsCalculation *self)
{
    const GPtrArray *connectors = self->site->connectors;

    for (guint i = 0; i < connectors->len && !self->table->is_cut_short; i++) {
        const ExsConnector *connector = connectors->pdata[i];

        if (!exs_directory_has_connector(self->server, connector))
            continue;
        self->connector = connector;
        self->table->is_cut_short = !exs_calculation_own(self);
        for (guint k = 0; k < connector->connected_sites->len; k++) {
            const ExsSite *site =
                g_array_index(connector->connected_sites, ExsConnectedSite, k).site;

            if (site)
                exs_calculation_import(self, site);
        }
        take_offers(self);
    }
}

static void put_row(ExsCalculation *self, const ExsRouteOffer *offer, uint32_t *path)
{
    ExsTableRow row = {
        .space = offer->space,
        .connector = offer->connector,
        .learned_from = offer->from,
        .path = path,
        .cost = offer->cost,
        .hops = offer->hops,
        .scope = (uint8_t)offer->scope,
    };

    path[0] = offer->connector->number;
    if (offer->theirs)
        memcpy(path + 1, offer->theirs->path, sizeof *path * offer->theirs->hops);
    self->table->rows[self->table->count++] = row;
}

/* Makes the offers that were taken into rows, the site's own first. */
static void put_rows(ExsCalculation *self)
{
    uint32_t *path;

    for (guint i = 0; i < self->taken->len; i++)
        self->table->hop_count += g_array_index(self->taken, ExsRouteOffer, i).hops;
    self->table->rows = g_new(ExsTableRow, self->taken->len + 1);
    path = self->table->hops = g_new(uint32_t, self->table->hop_count + 1);
    for (int own = 1; own >= 0; own--) {
        for (guint i = 0; i < self->taken->len; i++) {
            const ExsRouteOffer *offer = &g_array_index(self->taken, ExsRouteOffer, i);

            if ((offer->from == NULL) != own)
                continue;
            put_row(self, offer, path);
            path += offer->hops;
        }
    }
}

ExsTable *exs_table_calculate(const ExsSite *site, const ExsServer *server)
{
    const ExsPolicy *policy = &server->policy;
    ExsCalculation self = {
        .site = site,
        .world = site->world,
        .server = server,
        .policy = policy,
        .keeps_best = exs_rule(policy, EXS_RULE_LOWEST_COST_ROW),
        .checks_hops = exs_rule(policy, EXS_RULE_EXTRA_CHECKING) &&
                       (!exs_rule(policy, EXS_RULE_CONSISTENCY_SWITCH) ||
                        exs_setting(&server->settings, EXS_SETTING_RID_CONSISTENCY_CHECKING)),
        .drops_similar = exs_rule(policy, EXS_RULE_SIMILAR_SITE_NAMES),
        .lists_restricted = exs_rule(policy, EXS_RULE_RESTRICTED_ROWS_LISTED),
    };
    self.table = exs_table_new(exs_table_version(site->table) + 1);
    self.table->ignores_ou2 = exs_rule(policy, EXS_RULE_OU2_IGNORED);
    if (exs_rule(policy, EXS_RULE_ELSE_BEFORE_EXACT))
        self.table->refinements =
            (uint32_t)exs_setting(&server->settings, EXS_SETTING_ELSE_REFINEMENTS);
    exs_proxy_space_compile(self.table, site, server);
    self.spaces = exs_space_count(site->world->spaces); /* now that all are made */
    self.offers = g_array_new(FALSE, FALSE, sizeof(ExsRouteOffer));
    self.taken = g_array_new(FALSE, FALSE, sizeof(ExsRouteOffer));
    self.slot = g_new0(uint32_t, (size_t)self.spaces * EXS_SCOPES);
    look_around(&self);
    self.is_left_out = g_new0(uint8_t, self.spaces);
    leave_out_own(&self);
    leave_out_lost(&self);
    read_connectors(&self);
    put_rows(&self);
    exs_table_index(self.table, site->connectors->len, self.spaces);
    g_array_unref(self.offers);
    g_array_unref(self.taken);
    g_free(self.slot);
    g_free(self.places);
    g_free(self.replicas);
    g_free(self.leads_here);
    g_free(self.is_left_out);
    return self.table;
}
