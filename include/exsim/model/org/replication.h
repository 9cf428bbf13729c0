/* replication.h - one end of a Directory Replication Connector: asks another site, on a schedule,
 * for what that site's directory has.
 *
 * It is no way for mail: its messages go by the connectors there are.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/world.h"

typedef struct {
    uint32_t id; /* in the record */
    const char *name;
    ExsServer *server;           /* the local bridgehead */
    ExsServer *remote;           /* the remote one */
    const ExsServer *moved_from; /* which that was before; NULL: always that one */
    ExsSchedule schedule;
    GPtrArray *inbound; /* ExsSite * (borrowed): the sites that are known by it */
    GArray *awaited;    /* bool by naming context: asked for, not answered */
    bool is_removed;
    ExsEventId due; /* the next activation; 0: none is planned */
} ExsReplication;

/* Fails as the world's adders do, and with EXS_ERROR_RANGE if both servers are of one site, and
 * with EXS_ERROR_DUPLICATE if the two sites have one there already. `name` NULL: by the two
 * servers.
 */
ExsReplication *exs_world_add_replication(ExsWorld *world, ExsServer *server, ExsServer *remote,
                                          const char *name, GError **error);

/* The end in `site` that leads to a server of `other`; NULL: there is none. */
ExsReplication *exs_replication_between(const ExsWorld *world, const ExsSite *site,
                                        const ExsSite *other);
/* The end in `site` by which it knows `known`; NULL: none. */
ExsReplication *exs_replication_for(const ExsWorld *world, const ExsSite *site,
                                    const ExsSite *known);

/* The first activation at or after `now`, in world time: a quarter hour that the schedule has, by
 * the bridgehead's clock. EXS_TIME_NEVER: none. */
ExsTime exs_replication_next(const ExsReplication *replication, ExsTime now);

/* Was the context asked for, and not answered yet? */
bool exs_replication_awaits(const ExsReplication *replication, uint32_t context);
void exs_replication_await(ExsReplication *replication, uint32_t context, bool awaits);

/* Notes the schedule in the record. */
void exs_replication_note(const ExsReplication *replication);
