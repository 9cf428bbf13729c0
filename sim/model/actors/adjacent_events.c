/* adjacent_events.c - what the NT log says of associations (see adjacent.h).
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/adjacent.h"
#include "exsim/model/actors/ras.h"
#include "exsim/model/actors/rpc_bind.h"
#include "exsim/model/actors/x400_address.h"
#include "exsim/model/actors/x400_open.h"

#define LOG(server, kind, ...)                                                                     \
    exs_log_event((self)->world, (server), (kind), (const char *const[]){__VA_ARGS__})

/* The directory name of a connector, or of the far server's MTA. */
static char *entity(const ExsAdjacent *self)
{
    const char *organization = self->world->organization;

    if (self->connector && !self->connector->class->is_rpc)
        return g_strdup_printf("/O=%s/OU=%s/CN=Configuration/CN=Connections/CN=%s", organization,
                               self->server->site->name, self->connector->name);
    return g_strdup_printf("/O=%s/OU=%s/CN=Configuration/CN=Servers/CN=%s/CN=Microsoft MTA",
                           organization, self->target->site->name, self->target->name);
}

/* The called side: its connector's schedule is Never. */
static void log_suspended(const ExsAdjacent *self)
{
    const ExsAdjacent *far = exs_adjacent_far(self);
    g_autofree char *name = entity(far);

    LOG(far->server, EXS_EVENT_SUSPENDED, name);
    LOG(far->server, EXS_EVENT_REMOTE_REFUSED, name);
}

/* The called side: it has as many as it takes. */
static void log_limit_refused(const ExsAdjacent *self)
{
    const ExsAdjacent *far = exs_adjacent_far(self);
    g_autofree char *name = entity(far);

    LOG(far->server, EXS_EVENT_LIMIT_REFUSED, name, "9");
}

/* Did the far side's TCP answer the open, with a refusal? */
static bool says_no(const char *why)
{
    return strcmp(why, EXS_WHY_TIMED_OUT) != 0 && strcmp(why, EXS_WHY_LOST) != 0 &&
           strcmp(why, EXS_WHY_BROKEN) != 0;
}

void exs_adjacent_log_refused(const ExsAdjacent *self)
{
    const ExsAdjacent *far = exs_adjacent_far(self);
    g_autofree char *there = entity(self);
    g_autofree char *back = entity(far);

    LOG(far->server, EXS_EVENT_REMOTE_REFUSED, back);
    LOG(self->server, EXS_EVENT_LOCAL_REFUSED, there, "1");
}

static void log_x400(const ExsAdjacent *self, const char *why, const char *seconds)
{
    const ExsServer *server = self->server;
    g_autofree char *name = entity(self);
    bool is_silent;

    if (exs_x400_address_log(self, why, &is_silent)) {
        if (is_silent)
            return;
    } else if (strcmp(why, "suspended") == 0) {
        log_suspended(self);
        LOG(server, EXS_EVENT_LOCAL_REFUSED, name, "1");
    } else if (strcmp(why, EXS_WHY_LIMIT) == 0) {
        log_limit_refused(self);
        LOG(server, EXS_EVENT_LOCAL_REFUSED, name, "1");
    } else if (strcmp(why, EXS_WHY_NO_BLOCK) != 0) {
        if (!exs_x400_open_log(self, why) && says_no(why))
            LOG(server, EXS_EVENT_SOCKETS_ERROR, "10061");
        LOG(server, EXS_EVENT_CONNECT_ERROR, "8511");
        LOG(server, EXS_EVENT_INTERNAL_ERROR, "8640");
    }
    if (strcmp(why, EXS_WHY_BROKEN) != 0 && /* one that is held ends later */
        strcmp(why, EXS_WHY_NO_BLOCK) != 0) /* there was none */
        LOG(server, EXS_EVENT_ASSOCIATION_ENDED, name);
    LOG(server, EXS_EVENT_CONNECTION_NOT_OPENED, name);
    LOG(server, EXS_EVENT_OPEN_RETRY_TIMER, name, "1", seconds);
}

/* Who called hangs up, and knows no more than that nothing came back. */
static void log_no_bindback(const ExsAdjacent *self, const char *seconds)
{
    const ExsServer *server = self->server;
    g_autofree char *name = entity(self);

    LOG(server, EXS_EVENT_CONNECTION_NOT_OPENED, name);
    LOG(server, EXS_EVENT_ASSOCIATION_ENDED, name);
    LOG(server, EXS_EVENT_RPC_NO_DATA, "5", "9301");
    LOG(server, EXS_EVENT_RAS_ERROR, name, "718");
    LOG(server, EXS_EVENT_OPEN_RETRY_TIMER, name, "1", seconds);
}

/* The far MTA ended the connection: it took the handle for bad data. */
static void log_bad_handle(const ExsAdjacent *self)
{
    g_autofree char *name = entity(self);

    LOG(self->server, EXS_EVENT_ASSOCIATION_ENDED, name);
    LOG(self->server, EXS_EVENT_RPC_NO_DATA, "4", "1783");
}

/* What RAS says comes first, then what every association that fails has. */
static void log_ras(const ExsAdjacent *self, const char *why, const char *seconds)
{
    const ExsServer *server = self->server;
    uint32_t code = exs_ras_error(why);
    g_autofree char *name = entity(self);
    g_autofree char *number = g_strdup_printf("%u", code);

    if (code) {
        LOG(server, EXS_EVENT_RAS_ERROR, name, number);
        LOG(server, EXS_EVENT_CONNECTION_ERROR, "29954");
    }
    if (strcmp(why, EXS_WHY_BROKEN) != 0)
        LOG(server, EXS_EVENT_ASSOCIATION_ENDED, name);
    LOG(server, EXS_EVENT_CONNECTION_NOT_OPENED, name);
    if (seconds)
        LOG(server, EXS_EVENT_OPEN_RETRY_TIMER, name, "1", seconds);
}

void exs_adjacent_log_ended(const ExsAdjacent *self)
{
    g_autofree char *name = entity(self);

    if (!exs_adjacent_is_rpc(self))
        LOG(self->server, EXS_EVENT_ASSOCIATION_ENDED, name);
}

void exs_adjacent_log_failure(const ExsAdjacent *self, const char *why, ExsTime wait)
{
    g_autofree char *seconds = g_strdup_printf("%" G_GINT64_FORMAT, wait / EXS_SECOND);
    g_autofree char *error = NULL;
    bool dials = self->connector && self->connector->class->dials;

    if (!exs_record_wants(self->world->record, EXS_TRACE_EVENT))
        return;
    error = g_strdup_printf("%u", exs_rpc_bind_error(why) ? exs_rpc_bind_error(why) : 1722);
    if (exs_rpc_bind_log_back(self, why) && dials)
        log_no_bindback(self, seconds);
    else if (strcmp(why, EXS_WHY_BAD_HANDLE) == 0)
        log_bad_handle(self);
    else if (dials)
        log_ras(self, why, wait > 0 ? seconds : NULL);
    else if (self->connector && !self->connector->class->is_rpc)
        log_x400(self, why, seconds);
    else if (strcmp(why, EXS_WHY_NO_BLOCK) == 0)
        return; /* no source names an event (ours) */
    else if (strcmp(why, EXS_WHY_CANCELLED) == 0)
        exs_adjacent_log_cancelled(self);
    else
        LOG(self->server, EXS_EVENT_RPC_BIND_FAILED, "76", error);
}

/* Once each time the limit is reached. */
void exs_adjacent_log_limit(ExsAdjacent *self, uint32_t limit)
{
    g_autofree char *name = NULL;
    g_autofree char *number = NULL;

    if (self->is_limited)
        return;
    self->is_limited = true;
    name = entity(self);
    number = g_strdup_printf("%u", limit);
    LOG(self->server, EXS_EVENT_ASSOCIATION_LIMIT, name, number);
}

void exs_adjacent_log_stranded(const ExsAdjacent *self)
{
    LOG(self->server, EXS_EVENT_RPC_NO_DATA, "53", "1727");
    LOG(self->server, EXS_EVENT_RPC_CANCEL, "1", "160", "1275740", "0");
}

/* Its time is no wait: the articles print times far over the two minutes. */
void exs_adjacent_log_cancelled(const ExsAdjacent *self)
{
    LOG(self->server, EXS_EVENT_RPC_CANCEL, "22", "142", "1804070", "0");
}
