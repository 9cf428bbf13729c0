/* association.c - see association.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/association.h"

#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/routing/retry.h"

static void try_open(ExsAssociation *self);
static void send_next(ExsAssociation *self);

ExsAssociation *exs_association_new(ExsWorld *world, ExsServer *server, ExsConnector *connector,
                                    ExsServer *target, ExsQueue *queue)
{
    ExsAssociation *self = g_new0(ExsAssociation, 1);

    self->world = world;
    self->server = server;
    self->queue = queue;
    self->connector = connector;
    self->target = target;
    self->link = connector ? connector->link : exs_world_rpc_link(world, server, target);
    queue->service = self;
    return self;
}

void exs_association_free(ExsAssociation *self)
{
    g_free(self);
}

uint32_t exs_association_target_id(const ExsAssociation *self)
{
    if (self->target)
        return self->target->id;
    return self->connector->host ? self->connector->host->id : 0;
}

ExsActivation exs_connector_activation(const ExsConnector *connector, ExsTime now, ExsTime *opens)
{
    const ExsSchedule *schedule = &connector->schedule;

    *opens = 0;
    if (!connector->class->has_schedule || schedule->mode == EXS_SCHEDULE_ALWAYS)
        return EXS_ACTIVE_NOW;
    if (schedule->mode == EXS_SCHEDULE_REMOTE)
        return EXS_ACTIVE_REMOTE;
    if (schedule->mode == EXS_SCHEDULE_NEVER)
        return EXS_ACTIVE_NEVER;
    if (exs_schedule_is_open(schedule, now))
        return EXS_ACTIVE_NOW;
    *opens = exs_schedule_next_open(schedule, now);
    return *opens == EXS_TIME_NEVER ? EXS_ACTIVE_NEVER : EXS_ACTIVE_LATER;
}

static int64_t setting(const ExsAssociation *self, ExsSetting which)
{
    return exs_setting(exs_retry_settings(self->server, self->connector), which);
}

static void step_at(ExsAssociation *self, ExsTime when, ExsEventFunc func)
{
    if (self->event)
        exs_engine_cancel(self->world->engine, self->event);
    self->event = exs_engine_at(self->world->engine, when, func, self, NULL);
}

static void step_in(ExsAssociation *self, ExsTime delay, ExsEventFunc func)
{
    step_at(self, exs_world_now(self->world) + delay, func);
}

/* Why the far side cannot be reached now; NULL: it can. `refused`: it says so at once. */
static const char *obstacle(const ExsAssociation *self, bool *refused)
{
    *refused = false;
    if (self->link->state == EXS_LINK_REFUSING) {
        *refused = true;
        return "refused";
    }
    if (self->link->state != EXS_LINK_UP)
        return "timed out";
    if (self->target && !self->target->mta_runs) {
        *refused = true;
        return "the far MTA does not run";
    }
    if (!self->target && (!self->connector->host || !self->connector->host->is_up))
        return "timed out";
    return NULL;
}

/* Is what is open still there? */
static bool is_broken(const ExsAssociation *self)
{
    if (self->link->state == EXS_LINK_CUT)
        return true;
    if (self->target)
        return !self->target->mta_runs;
    return !self->connector->host || !self->connector->host->is_up;
}

static void close_now(ExsAssociation *self, const char *why)
{
    self->state = EXS_ASSOCIATION_CLOSED;
    self->sending = NULL;
    exs_world_trace(self->world, CLOSED, self->server->mta_id, self->queue->id,
                    exs_association_target_id(self), exs_record_text(self->world->record, why));
}

static void on_schedule(void *object, void *data)
{
    ExsAssociation *self = object;

    (void)data;
    self->event = 0;
    exs_association_kick(self);
}

static void on_retry(void *object, void *data)
{
    ExsAssociation *self = object;

    (void)data;
    self->event = 0;
    self->state = EXS_ASSOCIATION_CLOSED;
    exs_mta_retry_due(self->server->mta, self->queue, exs_association_target_id(self));
    exs_association_kick(self);
}

/* Events 4284, 1294, 289 and 301 of an X.400 Connector. */
static void log_failure(const ExsAssociation *self, ExsTime wait)
{
    g_autofree char *dn = NULL;
    g_autofree char *seconds = NULL;

    if (!self->connector || !exs_record_wants(self->world->record, EXS_TRACE_EVENT))
        return;
    dn =
        g_strdup_printf("/O=%s/OU=%s/CN=Configuration/CN=Connections/CN=%s",
                        self->world->organization, self->server->site->name, self->connector->name);
    seconds = g_strdup_printf("%" G_GINT64_FORMAT, wait / EXS_SECOND);
    exs_log_event(self->world, self->server, EXS_EVENT_CONNECT_ERROR,
                  (const char *const[]){"8511"});
    exs_log_event(self->world, self->server, EXS_EVENT_ASSOCIATION_ENDED,
                  (const char *const[]){dn});
    exs_log_event(self->world, self->server, EXS_EVENT_CONNECTION_NOT_OPENED,
                  (const char *const[]){dn});
    exs_log_event(self->world, self->server, EXS_EVENT_OPEN_RETRY_TIMER,
                  (const char *const[]){dn, "1", seconds});
}

/* The timer runs before the mail is routed again, so that the choice of route sees it. */
static void open_failed(ExsAssociation *self, const char *why)
{
    ExsTime now = exs_world_now(self->world);
    ExsTime next = MAX(now, self->tried + exs_retry_open_interval(self->server, self->connector));
    uint32_t target = exs_association_target_id(self);

    self->state = EXS_ASSOCIATION_RETRYING;
    self->sending = NULL;
    exs_world_trace(self->world, OPEN_FAILED, self->server->mta_id, self->queue->id, target,
                    exs_record_text(self->world->record, why));
    log_failure(self, next - now);
    exs_world_trace(self->world, RETRY_WAITS, self->server->mta_id, self->queue->id, next - now);
    step_at(self, next, on_retry);
    exs_mta_open_failed(self->server->mta, self->queue, target);
}

static void on_lifetime(void *object, void *data)
{
    ExsAssociation *self = object;

    (void)data;
    self->event = 0;
    close_now(self, "idle for its lifetime");
}

static void on_sent(void *object, void *data);

/* The association stays up; the message is tried again over it. */
static void on_transfer_again(void *object, void *data)
{
    ExsAssociation *self = object;

    (void)data;
    self->event = 0;
    send_next(self);
}

static void transfer_failed(ExsAssociation *self)
{
    ExsTransfer *transfer = self->sending;
    bool refused;

    self->sending = NULL;
    transfer->attempts++;
    exs_world_trace(self->world, TRANSFER_FAILED, self->server->mta_id, transfer->message->serial,
                    self->queue->id, exs_record_text(self->world->record, "the link is away"),
                    transfer->attempts);
    if (transfer->attempts > setting(self, EXS_SETTING_MAX_TRANSFER_RETRIES)) {
        const char *why = obstacle(self, &refused);

        transfer->attempts = 0;
        close_now(self, "transfer retries used up");
        self->tried = exs_world_now(self->world);
        open_failed(self, why ? why : "the association was lost");
        return;
    }
    self->state = EXS_ASSOCIATION_WAITS;
    step_in(self, setting(self, EXS_SETTING_TRANSFER_INTERVAL), on_transfer_again);
}

/* The far side takes the message; what connector it came by is that side's own. */
static void arrive(ExsAssociation *self, ExsTransfer *transfer)
{
    const ExsConnector *peer = self->connector ? self->connector->peer : NULL;

    exs_world_trace(self->world, TRANSFERRED, self->server->mta_id, transfer->message->serial,
                    self->queue->id, exs_association_target_id(self), transfer->hops);
    self->world->transfers++;
    if (self->target) {
        exs_mta_receive(self->target->mta, transfer, peer, self->connector ? NULL : self->server);
        return;
    }
    for (uint32_t i = 0; i < transfer->count; i++) {
        ExsMessage *message = transfer->message;
        uint32_t place = transfer->which[i];

        exs_world_trace(self->world, DELIVERED, self->connector->host->id, message->serial,
                        exs_world_address_text(self->world, message->to[place].typed));
        exs_message_settle(self->world, message, place, EXS_FATE_DELIVERED);
    }
    exs_transfer_end(self->world, transfer);
}

static void on_sent(void *object, void *data)
{
    ExsAssociation *self = object;
    ExsTransfer *transfer = self->sending;

    (void)data;
    self->event = 0;
    if (self->target && !self->target->mta_runs) {
        close_now(self, "the far MTA stopped");
        exs_association_kick(self);
        return;
    }
    if (is_broken(self)) {
        transfer_failed(self);
        return;
    }
    self->sending = NULL;
    transfer->hops++;
    exs_queue_take(self->world, self->queue, transfer);
    arrive(self, transfer);
    send_next(self);
}

static void send_next(ExsAssociation *self)
{
    ExsTransfer *transfer = exs_queue_peek(self->queue);

    if (!transfer) {
        self->state = EXS_ASSOCIATION_OPEN;
        step_in(self, setting(self, EXS_SETTING_LIFETIME), on_lifetime);
        return;
    }
    self->state = EXS_ASSOCIATION_SENDING;
    self->sending = transfer;
    exs_world_trace(self->world, TRANSFER_STARTED, self->server->mta_id, transfer->message->serial,
                    self->queue->id, exs_association_target_id(self));
    step_in(self, exs_link_time(self->link, transfer->message->size), on_sent);
}

static void on_open_result(void *object, void *data)
{
    ExsAssociation *self = object;
    const char *why = self->why;
    bool refused;

    (void)data;
    self->event = 0;
    if (!why)
        why = obstacle(self, &refused); /* it went away while the open was under way */
    if (why) {
        open_failed(self, why);
        return;
    }
    self->attempt = 0;
    exs_world_trace(self->world, OPENED, self->server->mta_id, self->queue->id,
                    exs_association_target_id(self));
    send_next(self);
}

static void try_open(ExsAssociation *self)
{
    bool refused;
    ExsSetting takes;

    self->state = EXS_ASSOCIATION_OPENING;
    self->tried = exs_world_now(self->world);
    self->attempt++;
    self->why = obstacle(self, &refused);
    takes = !self->why ? EXS_SETTING_OPEN_TIME
            : refused  ? EXS_SETTING_REFUSED_TIME
                       : EXS_SETTING_OPEN_TIMEOUT;
    exs_world_trace(self->world, OPEN_TRIED, self->server->mta_id, self->queue->id,
                    exs_association_target_id(self), self->attempt);
    step_in(self, setting(self, takes), on_open_result);
}

/* Mail waits and nothing is open: now, when the schedule opens, or when the far side connects. */
static void open_if_active(ExsAssociation *self)
{
    ExsTime opens = 0;
    ExsActivation activation =
        self->connector
            ? exs_connector_activation(self->connector, exs_world_now(self->world), &opens)
            : EXS_ACTIVE_NOW;

    if (activation == EXS_ACTIVE_NOW)
        try_open(self);
    else if (activation == EXS_ACTIVE_LATER)
        step_at(self, opens, on_schedule);
}

void exs_association_kick(ExsAssociation *self)
{
    if (!self->server->mta_runs || self->queue->count == 0 ||
        (self->connector && self->connector->is_removed))
        return;
    switch (self->state) {
    case EXS_ASSOCIATION_CLOSED:
        open_if_active(self);
        break;
    case EXS_ASSOCIATION_OPEN:
        exs_engine_cancel(self->world->engine, self->event);
        self->event = 0;
        if (is_broken(self) && self->target && !self->target->mta_runs) {
            close_now(self, "the far MTA stopped");
            open_if_active(self);
        } else {
            send_next(self);
        }
        break;
    case EXS_ASSOCIATION_OPENING:
    case EXS_ASSOCIATION_SENDING:
    case EXS_ASSOCIATION_WAITS:
    case EXS_ASSOCIATION_RETRYING:
        break;
    }
}

void exs_association_stop(ExsAssociation *self)
{
    if (self->event)
        exs_engine_cancel(self->world->engine, self->event);
    self->event = 0;
    self->sending = NULL;
    self->attempt = 0;
    self->state = EXS_ASSOCIATION_CLOSED;
}
