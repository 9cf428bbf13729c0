/* association_break.c - what becomes of an association under which the path breaks (see
 * association.h).
 *
 * What is being sent is tried again over it every transfer interval, until the transfer retries are
 * used up: then the open retry timer runs, and the mail may go another way. The association is held
 * for as long as Disconnect says since it broke. If the path is back by then it is recovered, and
 * no open is needed.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/adjacent.h"
#include "exsim/model/actors/mta.h"
#include "sim/model/actors/association_private.h"

bool exs_association_is_broken(const ExsAssociation *self)
{
    const ExsAdjacent *opener = self->opener;

    if (opener->link->state == EXS_LINK_CUT || !opener->server->mta_runs)
        return true;
    if (opener->target)
        return !opener->target->mta_runs;
    return !opener->connector->host || !opener->connector->host->is_up;
}

static void on_transfer_again(void *object, void *data)
{
    ExsAssociation *self = object;
    ExsAdjacent *from = exs_association_sender(self);

    (void)data;
    self->event = 0;
    if (self->broken && !exs_association_is_broken(self))
        exs_pool_recovered(self);
    exs_association_send_next(self);
    exs_adjacent_kick(from); /* with another priority it may want another association */
}

/* ---- held ---- */

static void on_held(void *object, void *data);

/* Looks every transfer interval, and when Disconnect is over. */
static void look_again(ExsAssociation *self)
{
    ExsTime left = self->held_until - exs_world_now(self->opener->world);
    ExsTime interval = exs_adjacent_setting(self->opener, EXS_SETTING_TRANSFER_INTERVAL);

    exs_association_step_in(self, MIN(left, MAX(interval, EXS_SECOND)), on_held);
}

static void recover(ExsAssociation *self)
{
    ExsAdjacent *opener = self->opener, *far = self->far;

    exs_world_trace(opener->world, RECOVERED, opener->server->mta_id, opener->queue->id,
                    exs_adjacent_target_id(opener));
    self->broken = 0;
    exs_pool_recovered(self);
    exs_adjacent_recovered(opener);
    exs_association_send_next(self);
    if (far)
        exs_adjacent_kick(far);
}

static void on_held(void *object, void *data)
{
    ExsAssociation *self = object;

    (void)data;
    self->event = 0;
    if (!exs_association_is_broken(self) && self->opener->link->state == EXS_LINK_UP)
        recover(self);
    else if (exs_world_now(self->opener->world) < self->held_until)
        look_again(self);
    else
        exs_association_give_up(self);
}

void exs_association_give_up(ExsAssociation *self)
{
    exs_adjacent_log_ended(self->opener);
    exs_pool_broken(self);
    exs_association_close_for(self, "not recovered");
}

/* Is it held still when its transfer retries are used up? */
static bool hold(ExsAssociation *self)
{
    const ExsAdjacent *opener = self->opener;
    ExsTime now = exs_world_now(opener->world);

    self->held_until = self->broken + exs_adjacent_setting(opener, EXS_SETTING_DISCONNECT);
    if (!self->broken || self->held_until <= now ||
        !exs_rule(&opener->server->policy, EXS_RULE_DISCONNECT_HOLDS))
        return false;
    self->state = EXS_ASSOCIATION_HELD;
    look_again(self);
    return true;
}

/* The open retry timer runs from now, held or not: the mail may go another way. */
static void retries_used_up(ExsAssociation *self)
{
    ExsAdjacent *from = exs_association_sender(self), *opener = self->opener;
    bool is_held = hold(self);

    opener->tried = exs_world_now(opener->world);
    if (!is_held) {
        exs_pool_broken(self);
        exs_association_close_for(self, "transfer retries used up");
    }
    exs_adjacent_open_failed(opener, is_held ? EXS_WHY_BROKEN : EXS_WHY_LOST);
    if (from != opener)
        exs_adjacent_kick(from); /* its mail has no association now */
}

/* The message stays where it is, and is tried again over this association some times. */
void exs_association_transfer_failed(ExsAssociation *self, const char *why)
{
    ExsAdjacent *from = exs_association_sender(self);
    ExsAdjacent *opener = self->opener;
    ExsTransfer *transfer = self->sending;

    exs_association_let_go(self);
    if (!self->broken && exs_association_is_broken(self))
        self->broken = exs_world_now(opener->world);
    transfer->attempts++;
    exs_world_trace(from->world, TRANSFER_FAILED, from->server->mta_id, transfer->message->serial,
                    from->queue->id, exs_record_text(from->world->record, why), transfer->attempts);
    if (transfer->attempts < exs_adjacent_setting(from, EXS_SETTING_MAX_TRANSFER_RETRIES)) {
        self->state = EXS_ASSOCIATION_WAITS;
        exs_association_step_in(self, exs_adjacent_setting(from, EXS_SETTING_TRANSFER_INTERVAL),
                                on_transfer_again);
        return;
    }
    transfer->attempts = 0;
    retries_used_up(self);
}

/* Between servers of a site: the turn was on its way, and the association with it. */
static bool loses_turn(const ExsAssociation *self)
{
    return !self->opener->connector && self->turn_is_new && self->far_has_turn &&
           exs_rule(&self->opener->server->policy, EXS_RULE_LOST_TURN);
}

static void lose_turn(ExsAssociation *self)
{
    ExsAdjacent *far = self->far;

    exs_world_trace(far->world, TRANSFER_FAILED, far->server->mta_id,
                    self->sending->message->serial, far->queue->id,
                    exs_record_text(far->world->record, "the turn was lost"), 1);
    exs_association_strand(self);
}

bool exs_association_strand(ExsAssociation *self)
{
    if (self->state == EXS_ASSOCIATION_OPENING)
        return false;
    exs_association_let_go(self);
    self->is_stuck = false;
    self->is_dead = true;
    self->state = EXS_ASSOCIATION_OPEN;
    exs_association_idle(self);
    return true;
}

void exs_association_break(ExsAssociation *self)
{
    if (self->state != EXS_ASSOCIATION_SENDING)
        return;
    exs_association_go_on(self);
    if (loses_turn(self)) {
        lose_turn(self);
        return;
    }
    exs_rts_note_break(self, self->sending);
    exs_engine_cancel(self->opener->world->engine, self->event);
    self->event = 0;
    exs_association_transfer_failed(self, "the link is away");
}
