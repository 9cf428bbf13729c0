/* connection.c - see connection.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/connection.h"

#include "exsim/model/actors/ras.h"

typedef struct {
    ExsAdjacent *adjacent; /* that opened what it carried */
    ExsCall *call;         /* NULL: no modem is used */
    ExsEventId ends;
} ExsConnection;

/* Gives what it holds back, and forgets it. */
static void drop(ExsConnection *self)
{
    if (self->ends)
        exs_engine_cancel(self->adjacent->world->engine, self->ends);
    exs_ras_leave(self->call);
    g_ptr_array_remove(self->adjacent->connections, self);
}

static void end(ExsConnection *self)
{
    const ExsAdjacent *adjacent = self->adjacent;

    exs_world_trace(adjacent->world, DISCONNECTED, adjacent->server->mta_id, adjacent->queue->id,
                    exs_adjacent_target_id(adjacent));
    drop(self);
}

static void on_end(void *object, void *data)
{
    ExsConnection *self = object;

    (void)data;
    self->ends = 0;
    end(self);
}

void exs_connection_outlives(ExsAssociation *association)
{
    ExsAdjacent *opener = association->opener;
    ExsWorld *world = opener->world;
    ExsConnection *self;

    if (exs_adjacent_is_rpc(opener) ||
        !exs_rule(&opener->server->policy, EXS_RULE_CONNECTION_OUTLIVES))
        return;
    self = g_new0(ExsConnection, 1);
    self->adjacent = opener;
    self->call = g_steal_pointer(&association->call);
    self->ends = exs_engine_at(
        world->engine, exs_world_now(world) + exs_adjacent_setting(opener, EXS_SETTING_DISCONNECT),
        on_end, self, NULL);
    g_ptr_array_add(opener->connections, self);
}

static bool take_from(ExsAdjacent *adjacent, ExsAssociation *association)
{
    ExsConnection *self;

    if (!adjacent || adjacent->connections->len == 0)
        return false;
    self = adjacent->connections->pdata[0];
    association->call = g_steal_pointer(&self->call);
    drop(self);
    return true;
}

void exs_connection_take(ExsAssociation *association)
{
    ExsAdjacent *opener = association->opener;

    if (!take_from(opener, association))
        take_from(exs_adjacent_far(opener), association);
}

void exs_connections_drop(ExsAdjacent *adjacent)
{
    while (adjacent->connections->len > 0)
        end(adjacent->connections->pdata[adjacent->connections->len - 1]);
}
