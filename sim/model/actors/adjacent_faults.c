/* adjacent_faults.c - faults of the path, passed on to the associations (see adjacent.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/adjacent.h"
#include "exsim/model/actors/connection.h"

void exs_adjacent_cut(ExsAdjacent *self)
{
    exs_connections_drop(self);
    for (guint i = self->associations->len; i > 0; i--)
        exs_association_break(self->associations->pdata[i - 1]);
}

void exs_adjacent_hang(ExsAdjacent *self)
{
    for (guint i = 0; i < self->associations->len; i++)
        exs_association_hang(self->associations->pdata[i]);
}

void exs_adjacent_go_on(ExsAdjacent *self)
{
    for (guint i = 0; i < self->associations->len; i++)
        exs_association_go_on(self->associations->pdata[i]);
}

void exs_adjacent_strand(ExsAdjacent *self)
{
    if (self->connector)
        return;
    for (guint i = 0; i < self->associations->len; i++)
        if (exs_association_strand(self->associations->pdata[i]))
            exs_adjacent_log_stranded(self);
}

void exs_adjacent_give_up_held(ExsAdjacent *self)
{
    for (guint i = self->associations->len; i > 0; i--) {
        ExsAssociation *each = self->associations->pdata[i - 1];

        if (each->state == EXS_ASSOCIATION_HELD)
            exs_association_give_up(each);
    }
}
