/* rts.c - the reliable transfer service: time from size, bandwidth, checkpoint and window (see
 * association.h).
 *
 * After `window` checkpoints that nobody has acknowledged the sender waits. A broken transfer goes
 * on from the last acknowledged checkpoint if it is begun again within the recovery time-out, else
 * from byte 0.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/adjacent.h"

#define WINDOW_OF_OLD 3 /* what builds with the defect go down to */

static uint32_t offered(const ExsAdjacent *end)
{
    uint32_t window = (uint32_t)exs_adjacent_setting(end, EXS_SETTING_WINDOW);

    if (exs_rule(&end->server->policy, EXS_RULE_WINDOW_STOPS_AT_3))
        window = MIN(window, WINDOW_OF_OLD);
    return window;
}

void exs_rts_negotiate(ExsAssociation *self)
{
    self->window = offered(self->opener);
    self->checkpoint = exs_adjacent_setting(self->opener, EXS_SETTING_CHECKPOINT);
    if (self->far && self->far->connector) {
        self->window = MIN(self->window, offered(self->far));
        self->checkpoint =
            MIN(self->checkpoint, exs_adjacent_setting(self->far, EXS_SETTING_CHECKPOINT));
    }
}

/* Only X.400 and RAS have checkpoints: RPC sends a message as a whole. */
static bool has_checkpoints(const ExsAssociation *self)
{
    const ExsConnector *connector = self->opener->connector;

    return connector && !connector->class->is_rpc && self->checkpoint > 0 && self->window > 0;
}

/* In a monologue both ends must propose on recovery what they agreed on at first. */
static bool is_refused(const ExsAssociation *self)
{
    const ExsAdjacent *far = self->far;

    return far && far->connector &&
           exs_adjacent_setting(far, EXS_SETTING_CHECKPOINT) != self->checkpoint &&
           !exs_adjacent_alternates(self->opener) &&
           exs_rule(&far->server->policy, EXS_RULE_CHECKPOINT_REPROPOSED);
}

/* Bytes that need not be sent again. */
static int64_t resumed(const ExsAssociation *self, const ExsTransfer *transfer)
{
    if (transfer->resume_from == 0 || is_refused(self) ||
        !exs_rule(&self->opener->server->policy, EXS_RULE_RTS_RESUMES))
        return 0;
    if (transfer->resume_queue != self->opener->queue ||
        exs_world_now(self->opener->world) > transfer->resume_until)
        return 0;
    return transfer->resume_from;
}

ExsTime exs_rts_time(const ExsAssociation *self, const ExsTransfer *transfer)
{
    const ExsLink *link = self->opener->link;
    int64_t size = transfer->message->size - resumed(self, transfer);
    ExsTime whole = exs_link_time(link, size);
    ExsTime ack, burst, part;

    if (!has_checkpoints(self) || size <= self->window * self->checkpoint)
        return whole;
    part = exs_link_time(link, self->checkpoint) - exs_link_time(link, 0);
    burst = self->window * part;
    ack = part + 2 * exs_link_time(link, 0);
    if (ack <= burst)
        return whole;
    return whole + (size - 1) / (self->window * self->checkpoint) * (ack - burst);
}

void exs_rts_note_break(const ExsAssociation *self, ExsTransfer *transfer)
{
    ExsTime now = exs_world_now(self->opener->world);
    ExsTime took = now - self->sent_since, whole = exs_rts_time(self, transfer);
    int64_t start = resumed(self, transfer), size = transfer->message->size - start;
    int64_t sent = whole > 0 ? (int64_t)((__int128)size * MIN(took, whole) / whole) : 0;

    if (!has_checkpoints(self))
        return;
    transfer->resume_from = start + sent / self->checkpoint * self->checkpoint;
    transfer->resume_queue = self->opener->queue;
    transfer->resume_until = now + exs_adjacent_setting(self->opener, EXS_SETTING_RECOVERY_TIMEOUT);
}
