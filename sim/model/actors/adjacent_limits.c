/* adjacent_limits.c - how many associations there may be: of a pair of MTAs, and of one MTA over
 * RPC; and what sticks on one (see adjacent.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/adjacent.h"
#include "exsim/model/actors/mta.h"

#define LOCALITIES_MAX 240 /* "approximately" */

bool exs_adjacent_is_rpc(const ExsAdjacent *self)
{
    return !self->connector || self->connector->class->is_rpc;
}

/* ---- of a pair ---- */

/* Does an association over which nothing is sent count? */
static bool dead_counts(const ExsAdjacent *self)
{
    return exs_rule(&self->server->policy, EXS_RULE_DEAD_COUNTS);
}

uint32_t exs_adjacent_have(const ExsAdjacent *self, bool urgent)
{
    uint32_t count = 0;

    for (guint i = 0; i < self->associations->len; i++) {
        const ExsAssociation *association = self->associations->pdata[i];

        if (association->is_urgent == urgent && association->state != EXS_ASSOCIATION_HELD &&
            (!association->is_dead || dead_counts(self)))
            count++;
    }
    return count;
}

uint32_t exs_adjacent_dead_inbound(const ExsAdjacent *self)
{
    uint32_t count = 0;

    for (guint i = 0; i < self->inbound->len && dead_counts(self); i++)
        count += ((const ExsAssociation *)self->inbound->pdata[i])->is_dead;
    return count;
}

bool exs_adjacent_has_carrier(const ExsAdjacent *self)
{
    return exs_adjacent_have(self, false) + exs_adjacent_have(self, true) > 0 ||
           (self->inbound->len > 0 && exs_adjacent_alternates(self));
}

/* ---- what the far side of a pair opened here ---- */

bool exs_adjacent_is_full(const ExsAdjacent *self, bool urgent)
{
    uint32_t urgents = 0, total = self->inbound->len;

    if (total < EXS_ASSOCIATIONS_MAX || exs_adjacent_is_rpc(self) ||
        !exs_rule(&self->server->policy, EXS_RULE_LIMIT_REFUSES))
        return false;
    for (guint i = 0; i < total; i++)
        urgents += ((const ExsAssociation *)self->inbound->pdata[i])->is_urgent;
    return total > EXS_ASSOCIATIONS_MAX || urgents == total || (!urgent && urgents == 0);
}

/* ---- the locality table: all associations over RPC ---- */

static bool in_locality_table(const ExsAdjacent *self)
{
    return exs_adjacent_is_rpc(self) ||
           !exs_rule(&self->server->policy, EXS_RULE_LOCALITY_TABLE_IS_RPC);
}

void exs_adjacent_count(const ExsAdjacent *self, int change)
{
    if (in_locality_table(self))
        self->server->mta->localities += (uint32_t)change;
}

bool exs_adjacent_has_locality(const ExsAdjacent *self)
{
    return self->server->mta->localities < LOCALITIES_MAX || !in_locality_table(self) ||
           !exs_rule(&self->server->policy, EXS_RULE_LOCALITY_TABLE);
}

/* ---- what sticks ---- */

void exs_adjacent_stick(ExsAdjacent *self)
{
    for (guint i = 0; i < self->associations->len && !self->connector; i++)
        exs_association_stick(self->associations->pdata[i]);
}

static void unstick(const GPtrArray *associations, const ExsTransfer *transfer)
{
    for (guint i = 0; i < associations->len; i++) {
        ExsAssociation *association = associations->pdata[i];

        if (association->sending == transfer && association->is_stuck)
            exs_association_strand(association);
    }
}

void exs_adjacent_unstick(ExsAdjacent *self, const ExsTransfer *transfer)
{
    unstick(self->associations, transfer);
    unstick(self->inbound, transfer);
}
