/* adjacent.c - how many associations, and when one may be opened (see adjacent.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/adjacent.h"

#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/connection.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/actors/ras.h"
#include "exsim/model/actors/rpc_bind.h"
#include "exsim/model/actors/site_connector.h"
#include "exsim/model/actors/x400_address.h"
#include "exsim/model/actors/x400_open.h"
#include "exsim/model/routing/restrict.h"
#include "exsim/model/routing/retry.h"

static void on_retry(void *object, void *data);

ExsAdjacent *exs_adjacent_new(ExsWorld *world, ExsServer *server, ExsConnector *connector,
                              ExsServer *target, ExsQueue *queue)
{
    ExsAdjacent *self = g_new0(ExsAdjacent, 1);

    self->world = world;
    self->server = server;
    self->queue = queue;
    self->connector = connector;
    self->target = target;
    self->link =
        connector && connector->link ? connector->link : exs_world_rpc_link(world, server, target);
    self->associations = g_ptr_array_new();
    self->inbound = g_ptr_array_new();
    self->connections = g_ptr_array_new_with_free_func(g_free);
    queue->service = self;
    g_ptr_array_add(server->mta->adjacents, self);
    return self;
}

void exs_adjacent_free(ExsAdjacent *self)
{
    g_ptr_array_set_free_func(self->associations, g_free);
    g_ptr_array_unref(self->associations);
    g_ptr_array_unref(self->inbound);
    g_ptr_array_unref(self->connections);
    g_free(self);
}

uint32_t exs_adjacent_target_id(const ExsAdjacent *self)
{
    if (self->target)
        return self->target->id;
    return self->connector->host ? self->connector->host->id : 0;
}

int64_t exs_adjacent_setting(const ExsAdjacent *self, ExsSetting which)
{
    return exs_setting(exs_retry_settings(self->server, self->connector), which);
}

ExsAdjacent *exs_adjacent_far(const ExsAdjacent *self)
{
    const ExsConnector *peer = self->connector ? self->connector->peer : NULL;

    if (!self->target)
        return NULL;
    if (!self->connector)
        return exs_mta_rpc(self->target->mta, self->server);
    if (peer && peer->class->is_rpc)
        return exs_site_connector_adjacent(peer, self->target, self->server);
    return peer ? peer->queue->service : NULL;
}

bool exs_adjacent_alternates(const ExsAdjacent *self)
{
    const ExsAdjacent *far = exs_adjacent_far(self);

    if (!exs_rule(&self->server->policy, EXS_RULE_BOTH_WAYS))
        return false;
    if (!far || !self->connector || !self->connector->class->two_way_flag ||
        !exs_rule(&self->server->policy, EXS_RULE_TWO_WAY_ALTERNATE))
        return far != NULL;
    return exs_adjacent_setting(self, EXS_SETTING_TWO_WAY_ALTERNATE) &&
           exs_adjacent_setting(far, EXS_SETTING_TWO_WAY_ALTERNATE);
}

/* ---- the schedule ---- */

#define QUARTER (15 * EXS_MINUTE)

/* Whenever mail waits; else on the quarter hour. */
static ExsActivation always(const ExsConnector *connector, ExsTime now, ExsTime *opens)
{
    if (exs_rule(&connector->server->policy, EXS_RULE_ALWAYS_AT_ONCE) || now % QUARTER == 0)
        return EXS_ACTIVE_NOW;
    *opens = now - now % QUARTER + QUARTER;
    return EXS_ACTIVE_LATER;
}

ExsActivation exs_connector_activation(const ExsConnector *connector, ExsTime now, ExsTime *opens)
{
    const ExsSchedule *schedule = &connector->schedule;
    const ExsClock *clock = &connector->server->clock;
    ExsTime wall;

    *opens = 0;
    if (!connector->class->has_schedule)
        return EXS_ACTIVE_NOW;
    if (schedule->mode == EXS_SCHEDULE_ALWAYS)
        return always(connector, now, opens);
    if (schedule->mode == EXS_SCHEDULE_REMOTE)
        return EXS_ACTIVE_REMOTE;
    if (schedule->mode == EXS_SCHEDULE_NEVER)
        return EXS_ACTIVE_NEVER;
    wall = exs_clock_wall(clock, now);
    if (exs_schedule_is_open(schedule, wall))
        return EXS_ACTIVE_NOW;
    *opens = exs_clock_when(clock, exs_schedule_next_open(schedule, wall), now);
    return *opens == EXS_TIME_NEVER ? EXS_ACTIVE_NEVER : EXS_ACTIVE_LATER;
}

static ExsActivation activation(const ExsAdjacent *self, ExsTime *opens)
{
    *opens = 0;
    if (!self->connector)
        return EXS_ACTIVE_NOW;
    return exs_connector_activation(self->connector, exs_world_now(self->world), opens);
}

static bool is_active(const ExsAdjacent *self)
{
    ExsTime opens;

    return activation(self, &opens) == EXS_ACTIVE_NOW;
}

/* May urgent mail go outside the schedule? A Heuristics bit of the connector, where the build has
 * it. */
static bool urgent_overrides(const ExsAdjacent *self)
{
    return self->connector &&
           (exs_connector_restriction(self->connector, EXS_SETTING_HEURISTICS) & 131072) != 0 &&
           exs_rule(&self->server->policy, EXS_RULE_URGENT_OPENS_LINK);
}

/* ---- what may be sent ---- */

/* Does mail of this priority wait until the queue has more? */
static bool is_gathered(const ExsAdjacent *self, ExsPriority priority)
{
    return self->gathers && !(priority == EXS_PRIORITY_URGENT &&
                              exs_restrict_urgent_passes(&self->server->policy, self->connector));
}

/* Once a threshold is reached everything goes, until the queue is empty (ours). */
static void look_at_thresholds(ExsAdjacent *self)
{
    self->gathers = self->connector && !self->is_released &&
                    exs_restrict_gathers(&self->server->policy, self->connector, self->queue);
    self->is_released = !self->gathers;
}

void exs_adjacent_queue_changed(ExsAdjacent *self)
{
    if (self->queue->count == 0)
        self->gathers = self->is_released = false;
    exs_adjacent_display(self);
}

/* Does mail of this kind go over a link that this side opened, now? */
static bool may_go(const ExsAdjacent *self, ExsPriority priority, bool opened_here)
{
    if (is_gathered(self, priority))
        return false;
    if (!opened_here || is_active(self) ||
        !exs_rule(&self->server->policy, EXS_RULE_SCHEDULE_BINDS))
        return true;
    return priority == EXS_PRIORITY_URGENT && urgent_overrides(self);
}

/* The first of a priority that no association has in hand. */
static ExsTransfer *first_free(const ExsQueue *queue, ExsPriority priority)
{
    ExsTransfer *transfer = queue->first[priority];

    while (transfer && transfer->is_held)
        transfer = transfer->next;
    return transfer;
}

ExsTransfer *exs_adjacent_next(const ExsAdjacent *self, const ExsAssociation *association)
{
    int last = association->is_urgent ? EXS_PRIORITY_URGENT : EXS_PRIORITY_NONURGENT;
    bool in_order = exs_rule(&self->server->policy, EXS_RULE_URGENT_FIRST);
    ExsTransfer *next = NULL;

    if (self->queue->count == 0)
        return NULL;
    for (int priority = 0; priority <= last && !(next && in_order); priority++) {
        ExsTransfer *transfer = first_free(self->queue, priority);

        if (transfer && may_go(self, priority, association->opener == self) &&
            (!next || transfer->queued < next->queued))
            next = transfer;
    }
    return next;
}

/* Is there mail of a class that no association has in hand, and that may go now? */
static bool waits(const ExsAdjacent *self, bool urgent)
{
    if (urgent)
        return first_free(self->queue, EXS_PRIORITY_URGENT) &&
               may_go(self, EXS_PRIORITY_URGENT, true);
    return (first_free(self->queue, EXS_PRIORITY_NORMAL) ||
            first_free(self->queue, EXS_PRIORITY_NONURGENT)) &&
           may_go(self, EXS_PRIORITY_NORMAL, true);
}

/* ---- opening ---- */

const char *exs_adjacent_obstacle(const ExsAdjacent *self, bool is_urgent, bool *refused)
{
    const ExsAdjacent *far;
    const char *why;

    *refused = false;
    if (self->link->state == EXS_LINK_REFUSING) {
        *refused = true;
        return EXS_WHY_REFUSED;
    }
    if (self->link->state != EXS_LINK_UP)
        return EXS_WHY_TIMED_OUT;
    if (self->target && !self->target->mta_runs) {
        *refused = true;
        return "the far MTA does not run";
    }
    if (!self->target && (!self->connector->host || !self->connector->host->is_up))
        return EXS_WHY_TIMED_OUT;
    far = exs_adjacent_far(self);
    if (far && far->connector && far->connector->schedule.mode == EXS_SCHEDULE_NEVER &&
        exs_rule(&far->server->policy, EXS_RULE_NEVER_REFUSES)) {
        *refused = true;
        return "suspended";
    }
    *refused = true;
    if (self->target && !exs_pool_has(self->target->mta, exs_pool_network(self)))
        return EXS_WHY_FAR_BLOCK;
    if (far && exs_adjacent_is_full(far, is_urgent))
        return EXS_WHY_LIMIT;
    if (exs_pool_network(self) >= EXS_NETWORK_RAS || exs_adjacent_is_rpc(self))
        return exs_rpc_bind_refusal(self, refused);
    why = exs_x400_unreached(self, refused);
    if (why)
        return why;
    *refused = true;
    why = exs_x400_unknown_caller(self);
    return why ? why : exs_x400_open_refusal(self);
}

/* One for the first message, one more each time the queue passes the threshold. */
static uint32_t wanted(const ExsAdjacent *self, uint32_t have)
{
    if (have == 0 || !exs_rule(&self->server->policy, EXS_RULE_ONE_PER_THRESHOLD))
        return 1;
    return 1 +
           (self->queue->count - 1) / (uint32_t)exs_adjacent_setting(self, EXS_SETTING_THRESHOLD);
}

static bool is_opening(const ExsAdjacent *self)
{
    for (guint i = 0; i < self->associations->len; i++)
        if (((const ExsAssociation *)self->associations->pdata[i])->state ==
            EXS_ASSOCIATION_OPENING)
            return true;
    return false;
}

static void start_retry(ExsAdjacent *self, ExsTime when)
{
    exs_world_trace(self->world, RETRY_WAITS, self->server->mta_id, self->queue->id,
                    when - exs_world_now(self->world));
    self->retry_at = when;
    self->retry = exs_engine_at(self->world->engine, when, on_retry, self, NULL);
}

/* The far side may be well: no try is counted, and the mail waits (ours). */
static void wait_for_locality(ExsAdjacent *self)
{
    exs_log_event(self->world, self->server, EXS_EVENT_LOCALITY_TABLE_FULL, NULL);
    start_retry(self, exs_world_now(self->world) +
                          exs_retry_open_interval(self->server, self->connector));
}

static bool try_open(ExsAdjacent *self, bool urgent)
{
    if (self->retry || is_opening(self))
        return false;
    if (!exs_adjacent_has_locality(self)) {
        wait_for_locality(self);
        return false;
    }
    self->tried = exs_world_now(self->world);
    self->attempt++;
    exs_world_trace(self->world, OPEN_TRIED, self->server->mta_id, self->queue->id,
                    exs_adjacent_target_id(self), self->attempt);
    exs_adjacent_give_up_held(self);
    exs_association_open(self, urgent);
    return true;
}

static void open_normal(ExsAdjacent *self)
{
    uint32_t have;

    if (!waits(self, false)) {
        self->is_limited = false;
        return;
    }
    have = exs_adjacent_have(self, false) + exs_adjacent_dead_inbound(self);
    if (wanted(self, have) <= have) {
        self->is_limited = false;
        return;
    }
    if (have >= EXS_ASSOCIATIONS_MAX) {
        exs_adjacent_log_limit(self, EXS_ASSOCIATIONS_MAX);
        return;
    }
    try_open(self, false);
}

/* Over X.400 it is the far side that keeps the limit of urgent ones. */
static bool is_left_to_far(const ExsAdjacent *self)
{
    return !exs_adjacent_is_rpc(self) && exs_adjacent_far(self);
}

/* Urgent mail and reports do not wait behind the others, below the threshold either. */
static void open_urgent(ExsAdjacent *self)
{
    const ExsPolicy *policy = &self->server->policy;
    bool one_each;

    if (!waits(self, true) || !exs_rule(policy, EXS_RULE_URGENT_OWN_ASSOCIATION))
        return;
    one_each = exs_rule(policy, EXS_RULE_URGENT_ONE_EACH);
    if (exs_adjacent_have(self, true) < (one_each ? EXS_ASSOCIATIONS_MAX : 1) ||
        (one_each && is_left_to_far(self)))
        try_open(self, true);
}

static void on_schedule(void *object, void *data)
{
    ExsAdjacent *self = object;

    (void)data;
    self->schedule = 0;
    exs_adjacent_kick(self);
}

/* The schedule opens later: look again then. */
static void wait_for_schedule(ExsAdjacent *self)
{
    ExsTime opens;

    if (activation(self, &opens) != EXS_ACTIVE_LATER || self->schedule)
        return;
    self->schedule = exs_engine_at(self->world->engine, opens, on_schedule, self, NULL);
}

static void kick_all(ExsAdjacent *self)
{
    for (guint i = self->associations->len; i > 0; i--) /* one that is dead goes: from the end */
        exs_association_kick(self->associations->pdata[i - 1]);
    for (guint i = self->inbound->len; i > 0; i--)
        exs_association_kick(self->inbound->pdata[i - 1]);
}

void exs_adjacent_kick(ExsAdjacent *self)
{
    if (!self->server->mta_runs || self->queue->count == 0 ||
        (self->connector && self->connector->is_removed))
        return;
    look_at_thresholds(self);
    wait_for_schedule(self);
    kick_all(self);
    open_normal(self);
    open_urgent(self);
}

/* ---- failing ---- */

static void on_retry(void *object, void *data)
{
    ExsAdjacent *self = object;

    (void)data;
    self->retry = 0;
    exs_mta_retry_due(self->server->mta, self->queue, exs_adjacent_target_id(self));
    exs_adjacent_kick(self);
}

/* The timer runs before the mail is routed again, so that the choice of route sees it. */
void exs_adjacent_open_failed(ExsAdjacent *self, const char *why)
{
    ExsTime now = exs_world_now(self->world);
    ExsTime wait = exs_retry_open_wait(self->server, self->connector, exs_ras_error(why));
    ExsTime next = MAX(now, self->tried + wait);
    uint32_t target = exs_adjacent_target_id(self);

    if (self->retry)
        return;
    exs_world_trace(self->world, OPEN_FAILED, self->server->mta_id, self->queue->id, target,
                    exs_record_text(self->world->record, why));
    self->was_short = exs_pool_note_short(self, why);
    exs_adjacent_log_failure(self, why, wait); /* the event prints the setting */
    start_retry(self, next);
    if (self->was_short && exs_adjacent_has_carrier(self)) /* its mail still flows, slower (ours) */
        return;
    exs_mta_open_failed(self->server->mta, self->queue, target, g_str_equal(why, EXS_WHY_LIMIT));
}

static void cancel(ExsAdjacent *self, ExsEventId *event)
{
    if (*event)
        exs_engine_cancel(self->world->engine, *event);
    *event = 0;
}

void exs_adjacent_recovered(ExsAdjacent *self)
{
    cancel(self, &self->retry);
    self->attempt = 0;
}

/* What this side sends over an association of the far side ends now; the rest when it finds out. */
static void stop_inbound(ExsAdjacent *self)
{
    for (guint i = 0; i < self->inbound->len;) {
        ExsAssociation *each = self->inbound->pdata[i++];
        ExsAdjacent *opener = each->opener;

        if (each->far_has_turn) {
            exs_association_close(each, "the far MTA stopped");
            exs_adjacent_kick(opener);
            i = 0; /* others may have gone with it */
        }
    }
}

void exs_adjacent_close_all(ExsAdjacent *self, const char *why)
{
    while (self->associations->len > 0) {
        ExsAssociation *last = self->associations->pdata[self->associations->len - 1];
        ExsAdjacent *far = last->far;

        exs_association_close(last, why);
        if (far)
            exs_adjacent_kick(far); /* what it sent over this one is without a carrier now */
    }
}

void exs_adjacent_stop(ExsAdjacent *self)
{
    ExsAdjacent *far_side = exs_adjacent_is_rpc(self) ? NULL : exs_adjacent_far(self);

    cancel(self, &self->retry);
    cancel(self, &self->schedule);
    self->gathers = self->is_released = false;
    self->attempt = 0;
    exs_adjacent_close_all(self, "the MTA stopped");
    stop_inbound(self);
    exs_connections_drop(self);
    if (far_side)
        exs_connections_drop(far_side);
}

void exs_adjacent_retime(ExsAdjacent *self)
{
    cancel(self, &self->schedule);
    exs_adjacent_kick(self);
}
