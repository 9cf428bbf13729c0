/* transfer.c - copies of messages under way; see message.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/org/transfer.h"

#include <string.h>

#include "exsim/model/org/external_trace.h"
#include "exsim/model/org/world.h"

#define FIRST_TRIES 4
#define VISITS_MAX  1024

static void link_newest(ExsWorld *world, ExsTransfer *transfer)
{
    transfer->older = world->newest;
    if (transfer->older)
        transfer->older->newer = transfer;
    world->newest = transfer;
}

static void unlink_transfer(ExsWorld *world, ExsTransfer *transfer)
{
    if (transfer->newer)
        transfer->newer->older = transfer->older;
    else
        world->newest = transfer->older;
    if (transfer->older)
        transfer->older->newer = transfer->newer;
}

/* Makes the copy responsible for these recipients, or (NULL) for the first ones. */
static void take_recipients(ExsTransfer *transfer, const uint32_t *which, uint32_t count)
{
    ExsMessage *message = transfer->message;

    g_assert(count > 0);
    transfer->count = count;
    transfer->which = &transfer->only;
    if (count > 1)
        transfer->which = g_slice_alloc(count * sizeof *which);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t place = which ? which[i] : i;

        g_assert(place < message->count && message->to[place].fate == EXS_FATE_OPEN);
        transfer->which[i] = place;
        message->to[place].carrier = transfer;
    }
}

ExsTransfer *exs_transfer_new(ExsWorld *world, ExsMessage *message, const uint32_t *which,
                              uint32_t count)
{
    ExsTransfer *transfer = exs_rooms_take(&world->transfer_rooms);

    memset(transfer, 0, sizeof *transfer);
    transfer->message = message;
    message->copies++;
    take_recipients(transfer, which, count);
    link_newest(world, transfer);
    return transfer;
}

static void copy_tries(ExsTransfer *to, const ExsTransfer *from)
{
    if (from->try_count == 0)
        return;
    to->tries = g_slice_copy(from->try_room * sizeof *from->tries, from->tries);
    to->try_count = from->try_count;
    to->try_room = from->try_room;
}

static void copy_visits(ExsTransfer *to, const ExsTransfer *from)
{
    memcpy(to->few, from->few, sizeof to->few);
    to->visit_count = from->visit_count;
    to->visit_room = from->visit_room;
    if (from->visit_room > 0)
        to->visits = g_slice_copy(from->visit_room * sizeof *from->visits, from->visits);
}

static void copy_traces(ExsTransfer *to, const ExsTransfer *from)
{
    copy_visits(to, from);
    if (from->external)
        to->external = exs_external_trace_copy(from->external);
}

void exs_transfer_follow(ExsTransfer *transfer, const ExsTransfer *before)
{
    g_assert(transfer->visit_count == 0 && transfer->visit_room == 0 && !transfer->external);
    copy_traces(transfer, before);
    exs_transfer_mark_redirected(transfer);
}

ExsTransfer *exs_transfer_split(ExsWorld *world, const ExsTransfer *model, const uint32_t *which,
                                uint32_t count)
{
    ExsTransfer *transfer = exs_transfer_new(world, model->message, which, count);

    transfer->came_by = model->came_by;
    transfer->came_from = model->came_from;
    transfer->from_dn = model->from_dn;
    transfer->from_x400 = model->from_x400;
    transfer->routed_by = model->routed_by;
    transfer->unconverted = model->unconverted;
    transfer->is_spoilt = model->is_spoilt;
    transfer->hops = model->hops;
    transfer->received = model->received;
    transfer->passes = model->passes;
    transfer->records = model->records;
    transfer->turns = model->turns;
    transfer->disk = model->disk;
    if (transfer->disk)
        *transfer->disk += transfer->turns;
    transfer->is_rerouted = model->is_rerouted;
    transfer->lost_importance = model->lost_importance;
    transfer->table_version = model->table_version;
    transfer->due = model->due;
    transfer->round = model->round;
    copy_tries(transfer, model);
    copy_traces(transfer, model);
    return transfer;
}

void exs_transfer_add_turn(ExsTransfer *transfer, uint64_t *disk)
{
    transfer->disk = disk;
    transfer->turns++;
    transfer->records++;
    (*disk)++;
}

void exs_transfer_forget_turns(ExsTransfer *transfer)
{
    if (!transfer->disk)
        return;
    *transfer->disk -= transfer->turns;
    transfer->disk = NULL;
    transfer->turns = 0;
}

static void free_transfer(ExsWorld *world, ExsTransfer *transfer)
{
    unlink_transfer(world, transfer);
    if (transfer->which != &transfer->only)
        g_slice_free1(transfer->count * sizeof *transfer->which, transfer->which);
    if (transfer->tries)
        g_slice_free1(transfer->try_room * sizeof *transfer->tries, transfer->tries);
    if (transfer->visit_room > 0)
        g_slice_free1(transfer->visit_room * sizeof *transfer->visits, transfer->visits);
    exs_external_trace_free(transfer->external);
    exs_rooms_give(&world->transfer_rooms, transfer);
}

void exs_transfer_end(ExsWorld *world, ExsTransfer *transfer)
{
    ExsMessage *message = transfer->message;

    g_assert(!transfer->queue && message->copies > 0);
    for (uint32_t i = 0; i < transfer->count; i++)
        g_assert(message->to[transfer->which[i]].carrier != transfer);
    exs_transfer_forget_turns(transfer);
    free_transfer(world, transfer);
    message->copies--;
    exs_message_free_if_done(world, message);
}

void exs_transfers_clear(ExsWorld *world)
{
    while (world->newest)
        free_transfer(world, world->newest);
    exs_rooms_clear(&world->transfer_rooms);
}

/* ---- tries ---- */

static ExsTry *find_try(const ExsTransfer *transfer, uint32_t connector, uint32_t target)
{
    for (size_t i = 0; i < transfer->try_count; i++)
        if (transfer->tries[i].connector == connector && transfer->tries[i].target == target)
            return &transfer->tries[i];
    return NULL;
}

void exs_transfer_discard(ExsWorld *world, ExsTransfer *transfer, uint32_t actor, ExsRule rule,
                          uint32_t why)
{
    ExsMessage *message = transfer->message;

    if (transfer->queue)
        exs_queue_take(world, transfer->queue, transfer);
    for (uint32_t i = 0; i < transfer->count; i++) {
        uint32_t place = transfer->which[i];

        if (message->to[place].fate != EXS_FATE_OPEN)
            continue;
        exs_world_trace(world, DISCARDED, actor, message->serial,
                        exs_world_address_text(world, message->to[place].typed), why, rule);
        exs_message_settle(world, message, place, EXS_FATE_DISCARDED);
    }
    exs_transfer_end(world, transfer);
}

uint32_t exs_transfer_tries(const ExsTransfer *transfer, uint32_t connector, uint32_t target)
{
    const ExsTry *found = find_try(transfer, connector, target);

    return found ? found->tries : 0;
}

static void grow_tries(ExsTransfer *transfer)
{
    size_t old = transfer->try_room, room = old ? 2 * old : FIRST_TRIES;
    ExsTry *tries = g_slice_alloc(room * sizeof *tries);

    g_assert(room <= UINT16_MAX);
    if (old) {
        memcpy(tries, transfer->tries, old * sizeof *tries);
        g_slice_free1(old * sizeof *tries, transfer->tries);
    }
    transfer->tries = tries;
    transfer->try_room = (uint16_t)room;
}

void exs_transfer_add_try(ExsTransfer *transfer, uint32_t connector, uint32_t target)
{
    ExsTry *found = find_try(transfer, connector, target);

    if (!found) {
        if (transfer->try_count == transfer->try_room)
            grow_tries(transfer);
        found = &transfer->tries[transfer->try_count++];
        *found = (ExsTry){connector, target, 0};
    }
    found->tries++;
}

void exs_transfer_forget_tries(ExsTransfer *transfer)
{
    transfer->try_count = 0;
}

/* ---- the internal trace ---- */

static ExsVisit *visits_of(ExsTransfer *transfer)
{
    return transfer->visit_room > 0 ? transfer->visits : transfer->few;
}

const ExsVisit *exs_transfer_trace(const ExsTransfer *transfer)
{
    return transfer->visit_room > 0 ? transfer->visits : transfer->few;
}

static void grow_visits(ExsTransfer *transfer)
{
    size_t old = transfer->visit_count, room = 2 * old;
    ExsVisit *visits = g_slice_alloc(room * sizeof *visits);

    memcpy(visits, visits_of(transfer), old * sizeof *visits);
    if (transfer->visit_room > 0)
        g_slice_free1(old * sizeof *visits, transfer->visits);
    transfer->visits = visits;
    transfer->visit_room = (uint16_t)room;
}

void exs_transfer_visit(ExsTransfer *transfer, uint32_t mta)
{
    ExsVisit *visits = visits_of(transfer), visit = {.mta = mta};
    uint16_t count = transfer->visit_count;

    if (count > 0 && visits[count - 1].mta == mta) {
        visits[count - 1].is_rerouted = 0;
        return;
    }
    if (count == VISITS_MAX) { /* only where hops have no limit: the oldest is forgotten */
        memmove(visits, visits + 1, --count * sizeof visit);
    } else if (count == MAX(transfer->visit_room, EXS_VISITS_FEW)) {
        grow_visits(transfer);
        visits = transfer->visits;
    }
    visits[count] = visit;
    transfer->visit_count = count + 1;
}

void exs_transfer_mark_rerouted(ExsTransfer *transfer)
{
    if (transfer->visit_count > 0)
        visits_of(transfer)[transfer->visit_count - 1].is_rerouted = true;
}

void exs_transfer_mark_redirected(ExsTransfer *transfer)
{
    if (transfer->visit_count > 0)
        visits_of(transfer)[transfer->visit_count - 1].is_redirected = true;
}

bool exs_transfer_was_rerouted(const ExsTransfer *transfer, size_t but)
{
    const ExsVisit *trace = exs_transfer_trace(transfer);

    for (size_t i = 0; i + but < transfer->visit_count; i++)
        if (trace[i].is_rerouted)
            return true;
    return false;
}

void exs_transfer_leave(ExsTransfer *transfer)
{
    transfer->visit_count = 0;
    transfer->records = 0;
    exs_transfer_forget_turns(transfer);
}

/* ---- lists ---- */

void exs_transfer_list_append(ExsTransferList *list, ExsTransfer *transfer)
{
    g_assert(!transfer->queue);
    transfer->next = NULL;
    if (list->last)
        list->last->next = transfer;
    else
        list->first = transfer;
    list->last = transfer;
    list->count++;
}

ExsTransfer *exs_transfer_list_take(ExsTransferList *list)
{
    ExsTransfer *transfer = list->first;

    if (!transfer)
        return NULL;
    list->first = transfer->next;
    if (!list->first)
        list->last = NULL;
    transfer->next = NULL;
    list->count--;
    return transfer;
}

void exs_transfer_originator(const ExsTransfer *transfer, const ExsAddress **dn,
                             const ExsAddress **x400)
{
    const ExsMessage *message = transfer->message;

    if (transfer->from_dn || transfer->from_x400) {
        *dn = transfer->from_dn;
        *x400 = transfer->from_x400;
    } else if (message->sender) {
        *dn = message->sender->dn;
        *x400 = message->sender->x400;
    } else {
        *dn = message->originator && message->originator->form == EXS_ADDRESS_EX
                  ? message->originator
                  : NULL;
        *x400 = *dn ? NULL : message->originator;
    }
}
