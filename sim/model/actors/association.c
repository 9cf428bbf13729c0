/* association.c - see association.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/association.h"

#include "exsim/model/actors/adjacent.h"
#include "exsim/model/actors/connection.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/actors/poison.h"
#include "exsim/model/actors/ras.h"
#include "exsim/model/actors/rpc_bind.h"
#include "sim/model/actors/association_private.h"

#define RPC_CANCEL (2 * EXS_MINUTE)

static ExsWorld *world_of(const ExsAssociation *self)
{
    return self->opener->world;
}

/* The side that sends now. */
ExsAdjacent *exs_association_sender(const ExsAssociation *self)
{
    return self->far_has_turn ? self->far : self->opener;
}

static void stop_event(ExsAssociation *self)
{
    if (self->event)
        exs_engine_cancel(world_of(self)->engine, self->event);
    self->event = 0;
}

void exs_association_step_in(ExsAssociation *self, ExsTime delay, ExsEventFunc func)
{
    const ExsWorld *world = world_of(self);

    stop_event(self);
    self->event = exs_engine_at(world->engine, exs_world_now(world) + delay, func, self, NULL);
}

void exs_association_let_go(ExsAssociation *self)
{
    if (self->sending)
        self->sending->is_held = false;
    self->sending = NULL;
}

void exs_association_drop(ExsAssociation *self)
{
    stop_event(self);
    if (self->idle)
        exs_engine_cancel(world_of(self)->engine, self->idle);
    exs_association_let_go(self);
    exs_pool_give_back(self);
    exs_ras_hang_up(self);
    g_ptr_array_remove(self->opener->associations, self);
    exs_adjacent_count(self->opener, -1);
    if (self->far) {
        g_ptr_array_remove(self->far->inbound, self);
        exs_adjacent_count(self->far, -1);
    }
    g_free(self);
}

void exs_association_close_for(ExsAssociation *self, const char *why)
{
    const ExsAdjacent *opener = self->opener;

    exs_world_trace(opener->world, CLOSED, opener->server->mta_id, opener->queue->id,
                    exs_adjacent_target_id(opener), exs_record_text(opener->world->record, why));
    exs_association_drop(self);
}

void exs_association_close(ExsAssociation *self, const char *why)
{
    if (self->state == EXS_ASSOCIATION_OPENING)
        exs_association_drop(self);
    else
        exs_association_close_for(self, why);
}

/* Mail that waits keeps a link open that an urgent message opened outside the schedule. */
static bool queue_renews(const ExsAdjacent *opener)
{
    return opener->connector && opener->queue->count > 0 &&
           exs_rule(&opener->server->policy, EXS_RULE_QUEUE_RENEWS_LIFETIME);
}

/* Nobody knows that it is dead as long as mail waits for it. */
static bool holds_dead(const ExsAssociation *self)
{
    return self->is_dead && self->opener->queue->count + self->far->queue->count > 0;
}

static void idle_for(ExsAssociation *self, ExsTime length);

static void on_idle(void *object, void *data)
{
    ExsAssociation *self = object;
    ExsAdjacent *opener = self->opener;
    ExsTime left = self->idle_until - exs_world_now(opener->world);

    (void)data;
    self->idle = 0;
    if (self->state != EXS_ASSOCIATION_OPEN)
        return; /* it will be idle again */
    if (left > 0) {
        idle_for(self, left);
    } else if (queue_renews(opener) || holds_dead(self)) {
        /* a lifetime of 0 would never let time pass */
        idle_for(self, MAX(EXS_SECOND, exs_adjacent_setting(opener, EXS_SETTING_LIFETIME)));
    } else {
        exs_connection_outlives(self);
        exs_association_close_for(self, "idle for its lifetime");
    }
}

/* A look that comes too early looks again: most that are idle soon send. */
static void idle_for(ExsAssociation *self, ExsTime length)
{
    const ExsWorld *world = world_of(self);

    self->idle_until = exs_world_now(world) + length;
    if (self->idle && self->idle_at <= self->idle_until)
        return;
    if (self->idle)
        exs_engine_cancel(world->engine, self->idle);
    self->idle_at = self->idle_until;
    self->idle = exs_engine_at(world->engine, self->idle_at, on_idle, self, NULL);
}

void exs_association_idle(ExsAssociation *self)
{
    stop_event(self);
    idle_for(self, exs_adjacent_setting(self->opener, EXS_SETTING_LIFETIME));
}

/* The far MTA; NULL: a foreign one. */
static ExsServer *receiver_of(const ExsAssociation *self, const ExsAdjacent *from)
{
    return from == self->opener ? from->target : self->opener->server;
}

/* The far side takes the message; by what connector it came is that side's own. */
static void arrive(ExsAssociation *self, ExsAdjacent *from, ExsTransfer *transfer)
{
    ExsServer *server = receiver_of(self, from);
    ExsWorld *world = from->world;

    exs_world_trace(world, TRANSFERRED, from->server->mta_id, transfer->message->serial,
                    from->queue->id, exs_adjacent_target_id(from), transfer->hops);
    world->transfers++;
    exs_mta_carry(from->server->mta, from->connector, transfer);
    if (server)
        exs_mta_receive(server->mta, transfer, from->connector ? from->connector->peer : NULL,
                        from->connector ? NULL : from->server);
    else
        exs_mta_hand_out(from->server->mta, from->connector, transfer);
}

static void on_sent(void *object, void *data)
{
    ExsAssociation *self = object;
    ExsAdjacent *from = exs_association_sender(self), *opener = self->opener;
    ExsTransfer *transfer = self->sending;

    (void)data;
    self->event = 0;
    if (!opener->server->mta_runs || (opener->target && !opener->target->mta_runs)) {
        exs_association_close_for(self, "the far MTA stopped");
        exs_adjacent_kick(opener);
        return;
    }
    if (exs_association_is_broken(self)) {
        exs_association_transfer_failed(self, "the link is away");
        return;
    }
    if (self->is_cancelled) {
        exs_adjacent_log_cancelled(from);
        exs_association_transfer_failed(self, EXS_WHY_CANCELLED);
        return;
    }
    if (transfer->message->flaw != EXS_FLAW_NONE && receiver_of(self, from) &&
        exs_poison_kills(receiver_of(self, from)->mta, transfer)) {
        exs_association_transfer_failed(self, "the far MTA stopped");
        return;
    }
    exs_association_let_go(self);
    self->turn_is_new = false;
    self->broken = 0;
    transfer->hops++;
    exs_queue_take(from->world, from->queue, transfer);
    exs_leftovers_note(from->server->mta, transfer, EXS_DATABASE_LOCKED);
    self->state = EXS_ASSOCIATION_OPEN;
    arrive(self, from, transfer);
    exs_association_send_next(self);
}

/* How long the answer to the RPC that begins now takes. One that takes too long is not awaited. */
static ExsTime await_reply(ExsAssociation *self)
{
    const ExsAdjacent *from = exs_association_sender(self), *opener = self->opener;
    const ExsServer *answers = from == opener ? opener->target : opener->server;
    ExsTime takes;

    self->is_cancelled = false;
    if (!exs_adjacent_is_rpc(opener))
        return 0;
    takes = exs_setting(&answers->settings, EXS_SETTING_RPC_REPLY_TIME);
    self->is_cancelled = takes > RPC_CANCEL && exs_rule(&from->server->policy, EXS_RULE_RPC_CANCEL);
    return self->is_cancelled ? RPC_CANCEL : takes;
}

/* How long a transfer of this size may take. */
static ExsTime transfer_limit(const ExsAdjacent *from, const ExsMessage *message)
{
    static const ExsSetting settings[EXS_PRIORITY_COUNT] = {
        [EXS_PRIORITY_URGENT] = EXS_SETTING_TRANSFER_TIMEOUT_URGENT,
        [EXS_PRIORITY_NORMAL] = EXS_SETTING_TRANSFER_TIMEOUT_NORMAL,
        [EXS_PRIORITY_NONURGENT] = EXS_SETTING_TRANSFER_TIMEOUT_NONURGENT,
    };
    __int128 limit =
        (__int128)exs_adjacent_setting(from, settings[message->priority]) * message->size / 1024;

    if (!exs_rule(&from->server->policy, EXS_RULE_TRANSFER_TIMEOUT) || limit > EXS_TIME_LAST)
        return EXS_TIME_NEVER;
    return (ExsTime)limit;
}

/* The message goes back (one that stuck is sent again), and the association is of no use any more.
 */
static void on_transfer_timeout(void *object, void *data)
{
    ExsAssociation *self = object;
    ExsAdjacent *from = exs_association_sender(self), *opener = self->opener;
    ExsTransfer *transfer = self->sending;
    ExsWorld *world = from->world;

    (void)data;
    self->event = 0;
    exs_association_let_go(self);
    if (self->is_stuck) {
        exs_world_trace(world, TRANSFER_FAILED, from->server->mta_id, transfer->message->serial,
                        from->queue->id, exs_record_text(world->record, "it was stuck"), 1);
    } else if (from->server->mta_runs) {
        exs_world_trace(world, EXPIRED, from->server->mta_id, transfer->message->serial,
                        from->queue->id, exs_world_now(world) - self->begun,
                        EXS_RULE_TRANSFER_TIMEOUT);
        exs_queue_take(world, from->queue, transfer);
        exs_mta_return_all(from->server->mta, NULL, transfer, EXS_CAUSE_TRANSFER_TIMEOUT);
    }
    exs_association_close_for(self, "the transfer timed out");
    exs_adjacent_kick(opener);
    if (from != opener)
        exs_adjacent_kick(from);
}

/* It arrives or is given up, whichever comes first; nothing arrives over a link that hangs. */
static void await_end(ExsAssociation *self)
{
    ExsTime now = exs_world_now(world_of(self));
    ExsTime limit = transfer_limit(exs_association_sender(self), self->sending->message);
    ExsTime given_up = limit == EXS_TIME_NEVER ? limit : MAX(now, self->begun + limit);

    if (!self->hung && !self->is_stuck && self->ends <= given_up)
        exs_association_step_in(self, self->ends - now, on_sent);
    else if (given_up != EXS_TIME_NEVER)
        exs_association_step_in(self, given_up - now, on_transfer_timeout);
    else
        stop_event(self);
}

void exs_association_stick(ExsAssociation *self)
{
    if (self->state != EXS_ASSOCIATION_SENDING ||
        !exs_rule(&exs_association_sender(self)->server->policy, EXS_RULE_STUCK_BY_RACE))
        return;
    self->is_stuck = true;
    await_end(self);
}

void exs_association_hang(ExsAssociation *self)
{
    if (self->state != EXS_ASSOCIATION_SENDING || self->hung)
        return;
    self->hung = exs_world_now(world_of(self));
    await_end(self);
}

void exs_association_go_on(ExsAssociation *self)
{
    ExsTime stood;

    if (self->state != EXS_ASSOCIATION_SENDING || !self->hung)
        return;
    stood = exs_world_now(world_of(self)) - self->hung;
    self->hung = 0;
    self->sent_since += stood;
    self->ends += stood;
    await_end(self);
}

static void begin(ExsAssociation *self, ExsTransfer *transfer)
{
    const ExsAdjacent *from = exs_association_sender(self);
    ExsTime now = exs_world_now(from->world);

    self->state = EXS_ASSOCIATION_SENDING;
    self->sending = transfer;
    self->begun = self->sent_since = now;
    /* over a link that is away already it fails at once (ours) */
    self->ends = exs_association_is_broken(self)
                     ? now
                     : now + exs_rts_time(self, transfer) + await_reply(self);
    self->hung = self->opener->link->state == EXS_LINK_HANGING ? now : 0;
    transfer->is_held = true;
    exs_world_trace(from->world, TRANSFER_STARTED, from->server->mta_id, transfer->message->serial,
                    from->queue->id, exs_adjacent_target_id(from));
    await_end(self);
}

/* The turn passes to the other side if that has mail for this one. */
static ExsTransfer *take_turns(ExsAssociation *self)
{
    ExsAdjacent *from = exs_association_sender(self);
    ExsAdjacent *other = self->far_has_turn ? self->opener : self->far;
    ExsTransfer *transfer = self->is_dead ? NULL : exs_adjacent_next(from, self);

    if (self->is_dead || transfer || !other || other->queue->count == 0 ||
        !exs_adjacent_alternates(self->opener) || !other->server->mta_runs)
        return transfer;
    transfer = exs_adjacent_next(other, self);
    if (!transfer)
        return NULL;
    exs_world_trace(from->world, TURNED, from->server->mta_id, from->queue->id,
                    exs_adjacent_target_id(from));
    self->far_has_turn = !self->far_has_turn;
    self->turn_is_new = self->far_has_turn;
    return transfer;
}

void exs_association_send_next(ExsAssociation *self)
{
    ExsTransfer *transfer = take_turns(self);

    if (transfer) {
        begin(self, transfer);
        return;
    }
    self->state = EXS_ASSOCIATION_OPEN;
    exs_association_idle(self);
    exs_adjacent_kick(self->opener); /* what the schedule holds back waits for it */
}

void exs_association_kick(ExsAssociation *self)
{
    ExsAdjacent *opener = self->opener;
    ExsTransfer *transfer;

    if (self->state != EXS_ASSOCIATION_OPEN)
        return;
    if (opener->target && !opener->target->mta_runs) {
        exs_association_close_for(self, "the far MTA stopped");
        return;
    }
    transfer = take_turns(self);
    if (transfer)
        begin(self, transfer);
}

static void on_open_result(void *object, void *data)
{
    ExsAssociation *self = object;
    ExsAdjacent *opener = self->opener;
    const char *why = self->why;
    bool refused;

    (void)data;
    self->event = 0;
    if (!why)
        why = exs_adjacent_obstacle(opener, self->is_urgent,
                                    &refused); /* it went away while the open was under way */
    if (why) {
        exs_pool_bind_failed(self);
        exs_association_drop(self);
        exs_adjacent_open_failed(opener, why);
        return;
    }
    if (exs_ras_spoils(self)) {
        exs_adjacent_close_all(opener, EXS_WHY_BAD_HANDLE);
        exs_adjacent_open_failed(opener, EXS_WHY_BAD_HANDLE);
        return;
    }
    opener->attempt = 0;
    exs_pool_take_far(self);
    self->far = exs_adjacent_far(opener);
    if (self->far) {
        g_ptr_array_add(self->far->inbound, self);
        exs_adjacent_count(self->far, 1);
    }
    exs_rts_negotiate(self);
    exs_world_trace(opener->world, OPENED, opener->server->mta_id, opener->queue->id,
                    exs_adjacent_target_id(opener));
    exs_rpc_bind_note(opener);
    exs_association_send_next(self);
    exs_adjacent_kick(opener); /* the queue may want one more */
}

/* Why this open will fail; NULL: it will not. `dials`: how long it takes before it is tried. */
static const char *find_obstacle(ExsAssociation *self, bool *refused, ExsTime *dials)
{
    const ExsAdjacent *opener = self->opener;
    const char *why = NULL;

    *dials = 0;
    *refused = true;
    if (!exs_pool_take(self))
        return EXS_WHY_NO_BLOCK;
    exs_connection_take(self);
    if (opener->connector && opener->connector->class->dials)
        why = exs_ras_dial(self, dials);
    return why ? why : exs_adjacent_obstacle(opener, self->is_urgent, refused);
}

/* In old builds one open at a time: the others of the MTA wait for it. */
static void on_may_open(void *object, void *data)
{
    ExsAssociation *self = object;
    ExsAdjacent *opener = self->opener;
    ExsTime delay = exs_mta_open_delay(opener->server->mta, opener);
    ExsTime takes, dials;
    bool refused;

    (void)data;
    self->event = 0;
    if (delay > 0) {
        exs_association_step_in(self, delay, on_may_open);
        return;
    }
    opener->tried = exs_world_now(opener->world);
    self->why = find_obstacle(self, &refused, &dials);
    takes = self->why && !refused
                ? exs_pool_await_answer(self)
                : exs_adjacent_setting(opener, self->why ? EXS_SETTING_REFUSED_TIME
                                                         : EXS_SETTING_OPEN_TIME);
    takes += dials;
    if (!self->why) {
        takes += await_reply(self);
        self->why = self->is_cancelled ? EXS_WHY_CANCELLED : NULL;
    }
    exs_association_step_in(self, takes, on_open_result);
    exs_mta_open_begun(opener->server->mta, opener, takes);
}

ExsAssociation *exs_association_open(ExsAdjacent *opener, bool urgent)
{
    ExsAssociation *self = g_new0(ExsAssociation, 1);

    self->opener = opener;
    self->is_urgent = urgent;
    self->state = EXS_ASSOCIATION_OPENING;
    g_ptr_array_add(opener->associations, self);
    exs_adjacent_count(opener, 1);
    on_may_open(self, NULL);
    return self;
}
