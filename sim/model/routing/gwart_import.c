/* gwart_import.c - what of a connected site's table is brought in.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/model/routing/gwart_private.h"

void exs_calculation_import(ExsCalculation *self, const ExsSite *from)
{
    const ExsTable *theirs =
        from->number < self->site->replicas->len ? self->site->replicas->pdata[from->number] : NULL;

    if (!theirs || !exs_rule(self->policy, EXS_RULE_IMPORT_TABLES))
        return;
    self->table->imports += 1 + (self->checks_hops ? theirs->hop_count : 0);
    for (uint32_t i = 0; i < theirs->count; i++) {
        const ExsTableRow *row = &theirs->rows[i];
        ExsRouteOffer offer = {
            self->connector,           row->space, from, row, row->cost + self->connector->cost,
            (uint16_t)(row->hops + 1), row->scope};

        exs_calculation_offer(self, &offer);
    }
}

/* Does the row's last connector lead to this site by this row, not to another that it connects? */
static bool ends_here(const ExsCalculation *self, const ExsTableRow *row)
{
    const ExsConnector *last = exs_table_hop(row, (uint16_t)(row->hops - 1));

    for (guint i = 0; i < last->connected_sites->len; i++) {
        const ExsConnectedSite *connected =
            &g_array_index(last->connected_sites, ExsConnectedSite, i);

        if (connected->site != self->site &&
            (connected->dn_space == row->space || connected->x400_space == row->space))
            return false;
    }
    return true;
}

/* Out to a neighbour and straight back, for what that neighbour says is this site's X.400 address:
 * some filters let it pass. */
static bool slips_through(const ExsCalculation *self, const ExsTableRow *row)
{
    if (row->hops != 1 || row->space->form != EXS_ADDRESS_X400)
        return false;
    return exs_rule(self->policy, EXS_RULE_LAST_CIRCLE_STAYS) ||
           (row->space != self->site->x400_space &&
            exs_rule(self->policy, EXS_RULE_OLD_ADDRESS_CIRCLE));
}

/* Does the way lead through this site, or end in it? */
static bool is_circular(const ExsCalculation *self, const ExsTableRow *row)
{
    for (uint16_t i = 0; i < row->hops; i++)
        if (self->places[row->path[i]].site == self->site->number)
            return true;
    return self->leads_here[row->path[row->hops - 1]] && ends_here(self, row) &&
           !slips_through(self, row);
}

/* A site whose name begins as the local one's is taken for it. */
static bool looks_local(const ExsCalculation *self, const ExsTableRow *row)
{
    return row->space->form == EXS_ADDRESS_EX &&
           g_str_has_prefix(row->space->folded, self->site->dn_space->folded);
}

/* A gateway's space without a value. */
static bool is_blank(const ExsTableRow *row)
{
    return row->space->form != EXS_ADDRESS_EX && row->space->form != EXS_ADDRESS_X400 &&
           *row->space->folded == '\0';
}

/* Extra checking: does every site on the way, as far as it is known here, have its hop? The first
 * has: it is its table that is read. */
static bool are_hops_there(const ExsCalculation *self, const ExsTableRow *row)
{
    for (uint16_t i = 1; i < row->hops; i++) {
        ExsHopPlace hop = self->places[row->path[i]];
        const ExsTable *table = self->replicas[hop.site];

        if (!table || !exs_table_has_key(table, hop.place, row->space->id, row->scope))
            return false;
    }
    return true;
}

bool exs_calculation_admits(const ExsCalculation *self, const ExsTableRow *row)
{
    if (row->hops >= EXS_TABLE_HOPS_MAX)
        return false;
    if (row->scope != EXS_SCOPE_ORGANIZATION && !self->lists_restricted)
        return false;
    if (is_circular(self, row) && exs_rule(self->policy, EXS_RULE_CIRCULAR_FILTER))
        return false;
    if (self->drops_similar && looks_local(self, row))
        return false;
    if (is_blank(row) && exs_rule(self->policy, EXS_RULE_BLANK_ROWS_LOST))
        return false;
    return !self->checks_hops || are_hops_there(self, row);
}
