/* adjacent_display.c - which queues to other servers of a site are displayed (see adjacent.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/adjacent.h"

static void look_again(ExsAdjacent *self, ExsTime when);

/* A queue that holds mail is never idle. */
static void on_idle(void *object, void *data)
{
    ExsAdjacent *self = object;
    ExsTime now = exs_world_now(self->world);
    ExsTime limit = exs_setting(&self->server->settings, EXS_SETTING_QUEUE_DISPLAY_TIME);

    (void)data;
    self->idle = 0;
    if (self->queue->count > 0) {
        look_again(self, now + limit);
    } else if (now < self->used + limit) {
        look_again(self, self->used + limit);
    } else {
        self->is_hidden = true;
        exs_world_trace(self->world, HIDDEN, self->server->mta_id, self->queue->id,
                        EXS_RULE_IDLE_QUEUE_HIDDEN);
    }
}

static void look_again(ExsAdjacent *self, ExsTime when)
{
    self->idle = exs_engine_at(self->world->engine, when, on_idle, self, NULL);
}

void exs_adjacent_display(ExsAdjacent *self)
{
    ExsTime limit;

    if (self->connector || !exs_rule(&self->server->policy, EXS_RULE_IDLE_QUEUE_HIDDEN))
        return;
    self->used = exs_world_now(self->world);
    if (self->is_hidden)
        exs_world_trace(self->world, SHOWN, self->server->mta_id, self->queue->id);
    self->is_hidden = false;
    limit = exs_setting(&self->server->settings, EXS_SETTING_QUEUE_DISPLAY_TIME);
    if (!self->idle)
        look_again(self, self->used + limit);
}
