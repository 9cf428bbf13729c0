/* replication.c - see replication.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/org/replication.h"

#include "exsim/kernel/error.h"
#include "exsim/model/org/world_names.h"

#define QUARTER (15 * EXS_MINUTE)

/* The default of the Schedule page: once every three hours. */
static const char every_three_hours[] = "00:00-00:15, 03:00-03:15, 06:00-06:15, 09:00-09:15, "
                                        "12:00-12:15, 15:00-15:15, 18:00-18:15, 21:00-21:15";

void exs_replication_note(const ExsReplication *replication)
{
    ExsRecord *record = replication->server->site->world->record;
    g_autoptr(GString) schedule = g_string_new(NULL);

    exs_schedule_append(schedule, &replication->schedule);
    exs_record_set_attribute(record, replication->id, "schedule", schedule->str);
}

/* "Directory Replication Connector (HUB1 to PAR1)" */
static char *default_name(const ExsServer *server, const ExsServer *remote)
{
    return g_strdup_printf("Directory Replication Connector (%s to %s)", server->name,
                           remote->name);
}

static bool may_join(const ExsWorld *world, const ExsServer *server, const ExsServer *remote,
                     GError **error)
{
    if (server->site == remote->site)
        return exs_fail(error, EXS_ERROR_RANGE,
                        "a Directory Replication Connector joins two sites: %s and %s are both in "
                        "%s",
                        server->name, remote->name, server->site->name);
    if (exs_replication_between(world, server->site, remote->site))
        return exs_fail(error, EXS_ERROR_DUPLICATE,
                        "a Directory Replication Connector leads from %s to %s already",
                        server->site->name, remote->site->name);
    return true;
}

ExsReplication *exs_world_add_replication(ExsWorld *world, ExsServer *server, ExsServer *remote,
                                          const char *name, GError **error)
{
    g_autofree char *made = name ? g_strdup(name) : default_name(server, remote);
    ExsReplication *replication;
    bool is_read;

    if (!may_join(world, server, remote, error) ||
        !exs_world_can_add(world, "replication", made, error))
        return NULL;
    replication = g_new0(ExsReplication, 1);
    replication->server = server;
    replication->remote = remote;
    replication->inbound = g_ptr_array_new();
    replication->awaited = g_array_new(FALSE, TRUE, sizeof(bool));
    is_read = exs_schedule_parse(every_three_hours, &replication->schedule, NULL);
    g_assert(is_read);
    replication->name = exs_world_take(world, "replication", made, replication);
    replication->id =
        exs_world_add_object(world, "replication", server->id, replication->name, NULL);
    exs_record_set_attribute(world->record, replication->id, "remote", remote->name);
    exs_replication_note(replication);
    return replication;
}

ExsReplication *exs_replication_between(const ExsWorld *world, const ExsSite *site,
                                        const ExsSite *other)
{
    for (guint i = 0; i < world->replications->len; i++) {
        ExsReplication *replication = world->replications->pdata[i];

        if (!replication->is_removed && replication->server->site == site &&
            replication->remote->site == other)
            return replication;
    }
    return NULL;
}

ExsReplication *exs_replication_for(const ExsWorld *world, const ExsSite *site,
                                    const ExsSite *known)
{
    for (guint i = 0; i < world->replications->len; i++) {
        ExsReplication *replication = world->replications->pdata[i];

        if (!replication->is_removed && replication->server->site == site &&
            g_ptr_array_find(replication->inbound, known, NULL))
            return replication;
    }
    return NULL;
}

ExsTime exs_replication_next(const ExsReplication *replication, ExsTime now)
{
    const ExsClock *clock = &replication->server->clock;
    ExsTime wall = exs_clock_wall(clock, now), open = wall, past;

    do {
        open = exs_schedule_next_open(&replication->schedule, open);
        if (open == EXS_TIME_NEVER)
            return EXS_TIME_NEVER;
        past = (open % QUARTER + QUARTER) % QUARTER;
        if (past > 0)
            open += QUARTER - past; /* this quarter has begun already */
    } while (!exs_schedule_is_open(&replication->schedule, open));
    return exs_clock_when(clock, open, now);
}

bool exs_replication_awaits(const ExsReplication *replication, uint32_t context)
{
    const GArray *awaited = replication->awaited;

    return context < awaited->len && g_array_index(awaited, bool, context);
}

void exs_replication_await(ExsReplication *replication, uint32_t context, bool awaits)
{
    if (context >= replication->awaited->len)
        g_array_set_size(replication->awaited, context + 1);
    g_array_index(replication->awaited, bool, context) = awaits;
}
