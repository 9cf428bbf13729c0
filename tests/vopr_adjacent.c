/* vopr_adjacent.c - what must hold of adjacent MTAs, their associations, and what those use (see
 * vopr.c).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/mta.h"
#include "vopr.h"

/* Every transfer can time out: so even one over a link that hangs waits for something. */
static void check_association(const Vopr *vopr, const ExsAssociation *association)
{
    const ExsAdjacent *from = association->far_has_turn ? association->far : association->opener;
    const ExsTransfer *sending = association->sending;

    vopr_hold(vopr,
              !association->event == (association->state == EXS_ASSOCIATION_OPEN) &&
                  (association->event || association->idle),
              "an association waits for nothing, or for two things");
    vopr_hold(vopr, !sending == (association->state != EXS_ASSOCIATION_SENDING),
              "an association sends nothing, or something in another state");
    vopr_hold(vopr,
              association->state != EXS_ASSOCIATION_HELD ||
                  (association->broken && association->held_until >= exs_world_now(vopr->world)),
              "an association that is not broken is held, or one is held for too long");
    vopr_hold(vopr, !sending || (sending->queue == from->queue && sending->is_held),
              "what an association sends does not stand in its queue");
    vopr_hold(vopr, !association->is_dead || !sending, "something is sent over a dead association");
    vopr_hold(vopr,
              !association->far || g_ptr_array_find(association->far->inbound, association, NULL),
              "the far side does not know of an association");
}

static uint32_t count_early(const ExsQueue *queue)
{
    uint32_t early = 0;

    for (int priority = 0; priority < EXS_PRIORITY_COUNT; priority++)
        for (const ExsTransfer *t = queue->first[priority]; t; t = t->next)
            early += t->is_early;
    return early;
}

uint32_t vopr_count_held(const ExsQueue *queue)
{
    uint32_t held = 0;

    for (int priority = 0; priority < EXS_PRIORITY_COUNT; priority++)
        for (const ExsTransfer *t = queue->first[priority]; t; t = t->next)
            held += t->is_held && !t->is_early;
    return held;
}

/* Does one of them work, open, or wait without a word for its end? */
static bool is_busy(const GPtrArray *associations)
{
    for (guint i = 0; i < associations->len; i++) {
        const ExsAssociation *each = associations->pdata[i];

        if (each->state != EXS_ASSOCIATION_OPEN || each->is_dead)
            return true;
    }
    return false;
}

/* Is one of them open, with the turn on this side, and something to send? */
static bool idles(const ExsAdjacent *adjacent, const GPtrArray *associations)
{
    for (guint i = 0; i < associations->len; i++) {
        const ExsAssociation *each = associations->pdata[i];

        if (adjacent == (each->far_has_turn ? each->far : each->opener) &&
            exs_adjacent_next(adjacent, each))
            return true;
    }
    return false;
}

static uint32_t count_sending(const GPtrArray *associations, bool far_has_turn)
{
    uint32_t sending = 0;

    for (guint i = 0; i < associations->len; i++) {
        const ExsAssociation *each = associations->pdata[i];

        sending += each->sending && each->far_has_turn == far_has_turn;
    }
    return sending;
}

static ExsActivation activation(const ExsAdjacent *adjacent, ExsTime when)
{
    ExsTime opens;

    return adjacent->connector ? exs_connector_activation(adjacent->connector, when, &opens)
                               : EXS_ACTIVE_NOW;
}

/* Mail that nobody has in hand waits for an association, for the retry timer, or for the schedule,
 * which may never open. At the instant when it opens its own event may still be to come. */
static void check_waiting(const Vopr *vopr, const ExsAdjacent *adjacent)
{
    ExsTime now = exs_world_now(vopr->world);
    ExsActivation active = activation(adjacent, now);

    if (adjacent->retry || adjacent->gathers ||
        (adjacent->connector && adjacent->connector->is_removed) ||
        is_busy(adjacent->associations) || is_busy(adjacent->inbound))
        return;
    vopr_hold(vopr, active != EXS_ACTIVE_LATER || adjacent->schedule,
              "mail waits and nobody looks when the schedule opens");
    vopr_hold(vopr,
              active != EXS_ACTIVE_NOW ||
                  (adjacent->schedule && activation(adjacent, now - 1) != EXS_ACTIVE_NOW),
              "mail waits and no association is opened");
    vopr_hold(vopr, !idles(adjacent, adjacent->associations) && !idles(adjacent, adjacent->inbound),
              "an association idles over mail");
}

void vopr_check_adjacent(const Vopr *vopr, const ExsAdjacent *adjacent)
{
    uint32_t held = vopr_count_held(adjacent->queue);

    vopr_hold(vopr, adjacent->queue->service == adjacent, "a queue has another adjacent MTA");
    vopr_hold(vopr,
              held == count_sending(adjacent->associations, false) +
                          count_sending(adjacent->inbound, true),
              "mail is held that no association has in hand");
    for (guint i = 0; i < adjacent->associations->len; i++) {
        const ExsAssociation *association = adjacent->associations->pdata[i];

        vopr_hold(vopr, association->opener == adjacent, "an association belongs to two MTAs");
        check_association(vopr, association);
    }
    if (!adjacent->server->mta_runs)
        vopr_hold(vopr,
                  adjacent->associations->len == 0 && adjacent->connections->len == 0 &&
                      !adjacent->retry && !adjacent->schedule,
                  "an association, its connection, or a timer, outlives its MTA");
    else if (adjacent->queue->count > held + count_early(adjacent->queue))
        check_waiting(vopr, adjacent);
}

/* ---- what associations use ---- */

/* What all associations hold of each pool. */
void vopr_check_pools(const Vopr *vopr)
{
    const GPtrArray *servers = vopr->world->servers;
    g_autofree uint32_t *used = g_new0(uint32_t, servers->len * EXS_NETWORK_COUNT);

    for (guint i = 0; i < servers->len; i++) {
        const GPtrArray *adjacents = ((const ExsServer *)servers->pdata[i])->mta->adjacents;

        for (guint k = 0; k < adjacents->len; k++) {
            const ExsAdjacent *adjacent = adjacents->pdata[k];

            for (guint n = 0; n < adjacent->associations->len; n++) {
                const ExsAssociation *each = adjacent->associations->pdata[n];

                used[i * EXS_NETWORK_COUNT + each->network]++;
                if (each->holds_far)
                    used[adjacent->target->number * EXS_NETWORK_COUNT + each->network]++;
            }
        }
    }
    for (guint i = 0; i < servers->len; i++) {
        const ExsPool *pools = ((const ExsServer *)servers->pdata[i])->mta->pools;

        for (int n = EXS_NETWORK_TCP; n < EXS_NETWORK_XAPI; n++)
            vopr_hold(vopr, pools[n].used == used[i * EXS_NETWORK_COUNT + (guint)n],
                      "what is used of a pool is not what associations hold");
    }
}

/* Both ends of a call have a modem in it, if it came about. */
void vopr_check_calls(const Vopr *vopr, const ExsServer *server)
{
    bool dials = false;

    for (guint i = 0; i < vopr->world->servers->len; i++) {
        const GPtrArray *adjacents =
            ((const ExsServer *)vopr->world->servers->pdata[i])->mta->adjacents;

        for (guint k = 0; k < adjacents->len; k++) {
            const ExsAdjacent *adjacent = adjacents->pdata[k];

            if (adjacent->server != server && adjacent->target != server)
                continue;
            for (guint n = 0; n < adjacent->associations->len; n++)
                dials |= ((const ExsAssociation *)adjacent->associations->pdata[n])->call != NULL;
            dials |= adjacent->connections->len > 0;
        }
    }
    vopr_hold(vopr, dials || server->mta->calls == 0, "a modem is in a call that has ended");
}
