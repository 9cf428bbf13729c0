/* vopr_checks.c - what must hold after every event, and of every record (see vopr.c).
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "exsim/model/actors/gateway.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/actors/store.h"
#include "vopr.h"

void vopr_broken(const Vopr *vopr, const char *what)
{
    g_autofree char *when = exs_time_format(exs_world_now(vopr->world));

    printf("vopr: seed %" G_GUINT64_FORMAT ": %s at %s\n", vopr->seed, what, when);
    exs_record_finish(vopr->world->record, false, NULL);
    exit(1);
}

void vopr_hold(const Vopr *vopr, bool holds, const char *broken)
{
    if (!holds)
        vopr_broken(vopr, broken);
}

/* ---- where copies stand ---- */

static void stands(Vopr *vopr, ExsTransfer *transfer)
{
    vopr_hold(vopr, g_hash_table_add(vopr->places, transfer), "a copy stands in two places");
}

static void check_list(Vopr *vopr, const ExsTransferList *list)
{
    uint32_t length = 0;
    const ExsTransfer *last = NULL;

    for (ExsTransfer *t = list->first; t; t = t->next, length++) {
        vopr_hold(vopr, !t->queue, "a copy at work claims to stand in a queue");
        stands(vopr, t);
        last = t;
    }
    vopr_hold(vopr, list->last == last, "the end of a work list is not its last copy");
    vopr_hold(vopr, list->count == length, "a work list has another length than its count");
}

static void check_queue(Vopr *vopr, const ExsQueue *queue)
{
    uint32_t length = 0;

    for (int priority = 0; priority < EXS_PRIORITY_COUNT; priority++) {
        const ExsTransfer *last = NULL;

        for (ExsTransfer *t = queue->first[priority]; t; t = t->next, length++) {
            vopr_hold(vopr, t->queue == queue && (int)t->message->priority == priority,
                      "a copy stands in a queue that is not its own");
            vopr_hold(vopr, t->previous == last,
                      "a copy has another before it than its queue says");
            stands(vopr, t);
            last = t;
        }
        vopr_hold(vopr, queue->last[priority] == last, "the end of a queue is not its last copy");
    }
    vopr_hold(vopr, length == queue->count, "a queue's count is not its length");
}

/* ---- copies ---- */

/* A gateway refuses it at this very instant. */
static bool is_at_the_door(const Vopr *vopr, const ExsTransfer *transfer)
{
    return vopr->knocked == exs_world_now(vopr->world) && !transfer->queue &&
           transfer->message->way_in;
}

static void check_copies(Vopr *vopr)
{
    uint64_t copies = 0, at_the_door = 0;

    for (ExsTransfer *t = vopr->world->newest; t; t = t->older, copies++) {
        bool stands = g_hash_table_contains(vopr->places, t);

        at_the_door += !stands;
        /* another mail system passes it on before an MTA counts */
        vopr_hold(vopr, t->hops <= 512 + 1, "a copy has made more hops than it may");
        vopr_hold(vopr, stands || is_at_the_door(vopr, t), "a copy stands nowhere");
        for (uint32_t i = 0; i < t->count; i++) {
            const ExsEnvelope *envelope = &t->message->to[t->which[i]];

            vopr_hold(vopr, envelope->fate != EXS_FATE_OPEN || envelope->carrier == t,
                      "an open recipient has two copies");
        }
    }
    vopr_hold(vopr, copies - at_the_door == g_hash_table_size(vopr->places),
              "a copy that ended stands somewhere");
}

/* ---- nobody idles while there is work ---- */

/* A message that the MTA cannot read keeps what stands behind it. */
static bool stops_at(const ExsTransfer *transfer)
{
    return transfer && transfer->is_unreadable;
}

static bool spins_on(const ExsMta *mta, const ExsTransfer *transfer)
{
    return transfer &&
           (transfer->message->flaw == EXS_FLAW_CORRUPT ||
            transfer->message->flaw == EXS_FLAW_BROKEN_LIST) &&
           vopr_minds(mta->server, (ExsFlaw)transfer->message->flaw);
}

/* What the service hangs at, or cannot take, keeps the folder from being empty. */
static bool has_flawed(const ExsQueue *folder)
{
    for (int priority = 0; priority < EXS_PRIORITY_COUNT; priority++)
        for (const ExsTransfer *t = folder->first[priority]; t; t = t->next)
            if (t->message->flaw != EXS_FLAW_NONE)
                return true;
    return false;
}

static bool has_unreadable(const ExsQueue *queue)
{
    for (int priority = 0; priority < EXS_PRIORITY_COUNT; priority++)
        for (const ExsTransfer *t = queue->first[priority]; t; t = t->next)
            if (stops_at(t))
                return true;
    return false;
}

static void check_mta(const Vopr *vopr, const ExsMta *mta)
{
    bool runs = mta->server->mta_runs;

    vopr_hold(vopr,
              !mta->working == !(runs && mta->work.count > 0 && !stops_at(mta->work.first) &&
                                 !spins_on(mta, mta->work.first)),
              "an MTA idles over its work queue, or works without");
    vopr_hold(vopr, !mta->deferral.release == !(runs && mta->deferral.count > 0),
              "deferred mail has no time at which it goes on, or an MTA that does not run");
    vopr_hold(vopr, !mta->database->checking || !runs, "an MTA checks its files while it runs");
    vopr_hold(vopr, !mta->stamps || runs,
              "an MTA that does not run waits for the time of its entries");
    vopr_hold(vopr, !mta->life || runs, "an MTA watches the life of mail while it does not run");
    vopr_hold(vopr, !mta->life || mta->life_due >= exs_world_now(vopr->world),
              "an MTA missed the end of a life");
    vopr_hold(vopr, mta->calls <= exs_setting(&mta->server->settings, EXS_SETTING_MODEMS),
              "a server is in more calls than it has modems");
}

static void check_store(const Vopr *vopr, const ExsServer *server)
{
    const ExsStore *store = server->store;
    bool both = server->mta_runs && server->store_runs;

    vopr_hold(vopr, !store->submitting == !(server->store_runs && store->submitted.count > 0),
              "a store idles over what was submitted, or works without");
    for (int kind = 0; kind < EXS_DELIVERIES; kind++) {
        const ExsDelivery *delivery = &server->mta->deliveries[kind];

        vopr_hold(vopr, !delivery->delivering == !exs_delivery_may(delivery),
                  "a server idles over its deliveries, or delivers without");
    }
    vopr_hold(vopr, !both || store->for_mta.count == 0, "a store keeps mail from an MTA that runs");
}

static void check_threads(const Vopr *vopr, const ExsGateway *gateway, const ExsQueue *queue,
                          bool inbound, ExsSetting limit)
{
    int64_t most = exs_setting(&gateway->server->settings, limit);
    bool may_work = exs_gateway_logged_on(gateway) && gateway->server->mta_runs;
    uint32_t busy = 0;

    for (guint i = 0; i < gateway->threads->len; i++) {
        const ExsGatewayThread *thread = gateway->threads->pdata[i];

        vopr_hold(vopr, !thread->transfer == !thread->event,
                  "a thread has mail in hand and no end");
        if (!thread->transfer || thread->inbound != inbound)
            continue;
        busy++;
        vopr_hold(vopr, thread->transfer->queue == queue && thread->transfer->is_held,
                  "what a thread has in hand does not stand in its queue");
    }
    vopr_hold(vopr, busy == vopr_count_held(queue), "mail is held that no thread has in hand");
    vopr_hold(vopr,
              busy == (may_work ? MIN(most, (int64_t)queue->count) : 0) ||
                  (may_work && has_unreadable(queue)),
              "gateway threads idle over mail, or are too many");
}

static void check_gateway(const Vopr *vopr, const ExsGateway *gateway)
{
    bool running = gateway->connector->is_running;

    vopr_hold(vopr, !running || !gateway->connector->is_removed, "a gateway runs that was removed");
    check_threads(vopr, gateway, gateway->connector->queue, false, EXS_SETTING_GATEWAY_IN_THREADS);
    check_threads(vopr, gateway, gateway->mts_in, true, EXS_SETTING_GATEWAY_OUT_THREADS);
    vopr_hold(vopr,
              has_flawed(gateway->mts_out) ||
                  !gateway->polling ==
                      !(running && gateway->server->store_runs && gateway->mts_out->count > 0),
              "a gateway does not look into MTS-OUT, or into an empty one");
    vopr_check_spool(vopr, gateway);
}

static void check_actors(const Vopr *vopr)
{
    const ExsWorld *world = vopr->world;

    for (guint i = 0; i < world->servers->len; i++) {
        const ExsServer *server = world->servers->pdata[i];

        check_mta(vopr, server->mta);
        check_store(vopr, server);
        for (guint k = 0; k < server->mta->adjacents->len; k++)
            vopr_check_adjacent(vopr, server->mta->adjacents->pdata[k]);
        if (server->mta->calls > 0)
            vopr_check_calls(vopr, server);
    }
    for (guint i = 0; i < world->connectors->len; i++) {
        const ExsConnector *connector = world->connectors->pdata[i];

        if (connector->class->secured)
            check_gateway(vopr, connector->service);
    }
}

void vopr_check(Vopr *vopr)
{
    const ExsWorld *world = vopr->world;

    vopr_hold(vopr, exs_world_now(world) >= vopr->last, "time runs back");
    vopr->last = exs_world_now(world);
    g_hash_table_remove_all(vopr->places);
    for (guint i = 0; i < world->queues->len; i++)
        check_queue(vopr, world->queues->pdata[i]);
    for (guint i = 0; i < world->servers->len; i++) {
        const ExsServer *server = world->servers->pdata[i];
        const ExsDeferral *deferral = &server->mta->deferral;

        check_list(vopr, &server->mta->work);
        check_list(vopr, &(ExsTransferList){deferral->first, deferral->last, deferral->count});
        check_list(vopr, &server->store->submitted);
        check_list(vopr, &server->store->for_mta);
    }
    check_copies(vopr);
    vopr_check_fates(vopr);
    check_actors(vopr);
    vopr_check_pools(vopr);
}

/* ---- the record ---- */

/* What somebody who reads only the record would count. */
typedef struct {
    uint64_t kinds[EXS_TRACE_COUNT];
    GHashTable *waiting; /* queue -> how many */
    ExsTime last;
} Reading;

static void read_entry(const Vopr *vopr, Reading *reading, const ExsEntry *entry)
{
    gpointer queue = GUINT_TO_POINTER((guint)entry->word[1]);
    guint waiting;

    vopr_hold(vopr, entry->when >= reading->last, "time runs back in the record");
    reading->last = entry->when;
    reading->kinds[entry->kind]++;
    if (entry->kind != EXS_TRACE_QUEUED && entry->kind != EXS_TRACE_UNQUEUED)
        return;
    waiting = GPOINTER_TO_UINT(g_hash_table_lookup(reading->waiting, queue));
    waiting += entry->kind == EXS_TRACE_QUEUED ? 1u : -1u;
    vopr_hold(vopr, entry->word[2] == waiting, "the record miscounts a queue");
    g_hash_table_insert(reading->waiting, queue, GUINT_TO_POINTER(waiting));
}

void vopr_check_record(Vopr *vopr)
{
    const ExsWorld *world = vopr->world;
    Reading reading = {.waiting = g_hash_table_new(NULL, NULL)};
    uint64_t arrived = vopr_arrived_beyond(vopr);

    for (uint64_t i = 0; i < exs_record_count(world->record); i++)
        read_entry(vopr, &reading, exs_record_entry(world->record, i));
    for (guint i = 0; i < world->queues->len; i++) {
        const ExsQueue *queue = world->queues->pdata[i];
        gpointer waiting = g_hash_table_lookup(reading.waiting, GUINT_TO_POINTER(queue->id));

        vopr_hold(vopr, GPOINTER_TO_UINT(waiting) == queue->count,
                  "the record leaves another number in a queue");
    }
    for (guint i = 0; i < world->recipients->len; i++)
        arrived += ((const ExsRecipient *)world->recipients->pdata[i])->delivered;
    for (guint i = 0; i < world->hosts->len; i++)
        arrived += ((const ExsHost *)world->hosts->pdata[i])->accepted;
    vopr_hold(vopr, arrived == world->fates[EXS_FATE_DELIVERED],
              "mailboxes and hosts have another number than was delivered");
    vopr_hold(vopr, reading.kinds[EXS_TRACE_DELIVERED] == world->fates[EXS_FATE_DELIVERED],
              "the record has another number of deliveries");
    vopr_hold(vopr, reading.kinds[EXS_TRACE_RETURNED] == world->fates[EXS_FATE_RETURNED],
              "the record has another number of recipients returned");
    vopr_hold(vopr, reading.kinds[EXS_TRACE_DISCARDED] == world->fates[EXS_FATE_DISCARDED],
              "the record has another number of recipients discarded");
    vopr_hold(vopr,
              reading.kinds[EXS_TRACE_SUBMITTED] + reading.kinds[EXS_TRACE_REPORT] ==
                  world->last_serial,
              "the record has another number of messages");
    g_hash_table_unref(reading.waiting);
}
