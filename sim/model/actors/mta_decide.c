/* mta_decide.c - resolves a recipient, and chooses where it goes (see mta.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/actors/mta_candidates.h"
#include "exsim/model/actors/reading.h"
#include "exsim/model/actors/site_connector.h"
#include "exsim/model/org/directory.h"
#include "exsim/model/routing/loop.h"
#include "exsim/model/routing/proxy_space.h"
#include "exsim/model/routing/resolve.h"
#include "exsim/model/routing/retry.h"
#include "exsim/model/routing/submit.h"

static ExsHop nowhere(ExsCause cause)
{
    return (ExsHop){.cause = cause};
}

/* Equals share the load by chance. */
static uint16_t pick(ExsMta *mta, const ExsSelection *selection)
{
    size_t which = 0;

    if (selection->alive_count > 1 && exs_rule(&mta->server->policy, EXS_RULE_EQUALS_SHARE))
        which = (size_t)exs_stream_below(&mta->equals, selection->alive_count);
    return selection->alive[which];
}

/* Where mail for the connector waits: a message is not split among its target servers. */
static ExsQueue *queue_for(ExsMta *mta, const ExsTransfer *transfer, const ExsConnector *connector,
                           ExsRule *rule)
{
    ExsServer *sender = exs_connector_sender(connector, mta->server);
    guint place;

    if (sender != mta->server)
        return exs_mta_rpc(mta, sender)->queue;
    if (!connector->class->is_rpc)
        return connector->queue;
    if (g_ptr_array_find(mta->used, connector, &place))
        return mta->used_queues->pdata[place];
    return exs_site_connector_choose(connector, mta, transfer, rule);
}

bool exs_mta_next_target(ExsMta *mta, const ExsTransfer *transfer, ExsConnector *from, ExsHop *hop)
{
    if (!from || !from->class->is_rpc || from->is_removed ||
        exs_connector_sender(from, mta->server) != mta->server ||
        !exs_site_connector_weigh(from, mta, transfer)->is_unfinished)
        return false;
    *hop = (ExsHop){.connector = from};
    hop->queue = exs_site_connector_choose(from, mta, transfer, &hop->target_rule);
    return true;
}

/* The reason that a limit is must survive into the report. */
static ExsCause why_nowhere(ExsMta *mta, const ExsSelection *selection, const ExsRoute *routes,
                            uint32_t count)
{
    if (selection->exhausted)
        return EXS_CAUSE_EXHAUSTED;
    for (uint32_t i = 0; i < count; i++)
        if (routes[i].too_large)
            return exs_rule(&mta->server->policy, EXS_RULE_LIMIT_REASON_LOST)
                       ? EXS_CAUSE_LIMIT_FORGOTTEN
                       : EXS_CAUSE_TOO_LARGE;
    for (uint32_t i = 0; i < count; i++)
        if (routes[i].barred_by != EXS_RULE_NONE)
            return routes[i].barred_by == EXS_RULE_CONNECTOR_SENDERS
                       ? EXS_CAUSE_CONNECTOR_RESTRICTED
                       : EXS_CAUSE_BARRED;
    return count == 0 ? EXS_CAUSE_NO_ROUTE : EXS_CAUSE_NO_WAY_ON;
}

/* May it go back the way it came, before all else? */
static ExsLoopBack way_back(const ExsTransfer *transfer, const ExsEnvelope *envelope,
                            const ExsTable *table, const ExsServer *server,
                            const ExsAddress *address)
{
    if (!transfer->came_by)
        return EXS_LOOP_NOT_BACK;
    return exs_loop_goes_back(&server->policy, transfer, envelope,
                              transfer->came_by->host &&
                                  exs_proxy_space_has(table, server, address));
}

/* What kept the message off each connector. */
static void note_limits(ExsMta *mta, const ExsMessage *message, const ExsEnvelope *envelope,
                        const ExsRoute *routes, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const ExsMatched *matched = g_array_index(mta->rows, const ExsMatched *, i);

        if (routes[i].too_large || routes[i].barred_by == EXS_RULE_CONNECTOR_SENDERS)
            exs_mta_note_limit(mta, message, envelope, matched->row->connector,
                               routes[i].too_large);
    }
}

static ExsHop decide_by_table(ExsMta *mta, ExsTransfer *transfer, const ExsEnvelope *envelope)
{
    const ExsServer *server = mta->server;
    const ExsTable *table = exs_directory_table(server, server->site);
    ExsMatchList *list = exs_match(server->matches, table, server, envelope);
    const ExsSelection *selection;
    const ExsRoute *routes;
    uint32_t count, number;
    ExsHop hop = {0};
    ExsLoopBack back;
    uint16_t place;

    if (exs_proxy_space_keeps(table, server, list->address))
        return nowhere(EXS_CAUSE_LOCAL_SPACE);
    back = way_back(transfer, envelope, table, server, list->address);
    transfer->is_rerouted |= back != EXS_LOOP_NOT_BACK; /* so the way it came is open to it */
    count = exs_mta_gather(mta, transfer, list, envelope->redirected != NULL);
    routes = (const ExsRoute *)(void *)mta->routes->data;
    selection = exs_recall_select(mta->recall, routes, count, &server->policy, mta->world->senders,
                                  &number);
    if (selection->alive_count == 0) {
        back = exs_loop_at_dead_end(&server->policy, transfer, envelope, routes, count);
        if (back != EXS_LOOP_NOT_BACK) {
            transfer->is_rerouted = true;
            count = exs_mta_gather(mta, transfer, list, envelope->redirected != NULL);
            selection = exs_recall_select(mta->recall, routes, count, &server->policy,
                                          mta->world->senders, &number);
        }
    }

    if (exs_record_wants(mta->world->record, EXS_TRACE_ROUTED))
        hop.decision = exs_mta_record_decision(mta, list, selection, number, count);
    if (selection->alive_count == 0) {
        hop.cause = why_nowhere(mta, selection, routes, count);
        note_limits(mta, transfer->message, envelope, routes, count);
        return hop;
    }
    place = pick(mta, selection);
    hop.connector =
        (ExsConnector *)g_array_index(mta->rows, const ExsMatched *, place)->row->connector;
    if (G_UNLIKELY(server->directory) && hop.connector->class->secured &&
        exs_directory_has_deleted(server, hop.connector->server) &&
        exs_rule(&server->policy, EXS_RULE_GATEWAY_SERVER_GONE))
        mta->ends_by = EXS_RULE_GATEWAY_SERVER_GONE;
    hop.has_rivals = count > 1;
    hop.is_detour =
        back == EXS_LOOP_BACK_MARKED || exs_loop_is_detour(&server->policy, routes, count, place);
    hop.queue = queue_for(mta, transfer, hop.connector, &hop.target_rule);
    return hop;
}

/* Where a search was needed: of a recipient found at once the entry that it is resolved tells. */
static void note_steps(const ExsMta *mta, const ExsMessage *message, const ExsEnvelope *envelope,
                       const ExsResolution *resolution)
{
    ExsWorld *world = mta->world;

    if (resolution->count == 1 && resolution->steps[0].found)
        return;
    for (uint32_t i = 0; i < resolution->count; i++) {
        const ExsResolveStep *step = &resolution->steps[i];
        const char *outcome = step->found     ? step->found->name
                              : step->several ? "several"
                                              : "nobody";

        exs_world_trace(world, SOUGHT, mta->server->mta_id, message->serial,
                        exs_world_address_text(world, envelope->typed),
                        exs_world_address_text(world, step->sought),
                        exs_record_text(world->record, outcome), step->rule);
    }
}

/* Each MTA resolves anew what it is given; what comes out as before is not worth an entry. */
static bool resolve(ExsMta *mta, const ExsMessage *message, ExsEnvelope *envelope,
                    ExsHop *nowhere_to)
{
    static const ExsCause causes[] = {
        [EXS_RESOLVE_FLAWED] = EXS_CAUSE_BAD_ADDRESS,
        [EXS_RESOLVE_UNKNOWN_DN] = EXS_CAUSE_UNKNOWN_RECIPIENT,
        [EXS_RESOLVE_NO_X400] = EXS_CAUSE_NO_X400,
    };
    const ExsAddress *before = envelope->resolved_at ? exs_envelope_address(envelope) : NULL;
    ExsResolution resolution;

    exs_resolve(&resolution, mta->server, message, envelope);
    if (resolution.verdict != EXS_RESOLVED || exs_envelope_address(envelope) != before)
        note_steps(mta, message, envelope, &resolution);
    if (resolution.verdict != EXS_RESOLVED) {
        *nowhere_to = nowhere(envelope->by && resolution.verdict == EXS_RESOLVE_UNKNOWN_DN
                                  ? EXS_CAUSE_MEMBER_GONE
                                  : causes[resolution.verdict]);
        return false;
    }
    envelope->resolved_at = mta->server->number + 1;
    if (exs_resolve_redirects(&mta->server->policy, envelope, before))
        exs_transfer_mark_redirected(envelope->carrier);
    if (exs_envelope_address(envelope) != before)
        exs_world_trace(mta->world, RESOLVED, mta->server->mta_id, message->serial,
                        exs_world_address_text(mta->world, envelope->typed),
                        exs_world_address_text(mta->world, exs_envelope_address(envelope)),
                        resolution.rule);
    return true;
}

/* Where the directory says that the mailbox is. A store that has it no more gives its mail back. */
static const ExsServer *home_of(ExsMta *mta, const ExsRecipient *recipient)
{
    const ExsServer *home = exs_reading_home(mta, recipient);

    if (home != mta->server || recipient->server == home ||
        exs_rule(&mta->server->policy, EXS_RULE_MOVED_GOES_BACK))
        return home;
    exs_reading_forget(mta, recipient);
    return exs_reading_home(mta, recipient);
}

ExsHop exs_mta_decide_in_site(ExsMta *mta, const ExsTransfer *transfer, const ExsServer *home)
{
    if (exs_transfer_tries(transfer, 0, home->id) >= exs_retry_maximum(mta->server, NULL))
        return nowhere(EXS_CAUSE_EXHAUSTED);
    return (ExsHop){.queue = exs_mta_rpc(mta, (ExsServer *)home)->queue};
}

static void log_integrity_failed(ExsMta *mta, const ExsMessage *message)
{
    g_autofree char *object = exs_object_id(mta, message);
    g_autofree char *store = exs_mta_store_name(mta);

    exs_log_event(mta->world, mta->server, EXS_EVENT_INTEGRITY_FAILED,
                  (const char *const[]){object, store});
}

/* What a user has typed is tested before anything is looked for. */
static bool is_refused(ExsMta *mta, const ExsTransfer *transfer, const ExsEnvelope *envelope,
                       ExsCause *cause)
{
    if (envelope->resolved_at || !exs_submit_is(transfer) ||
        exs_submit_recipient(&mta->server->policy, envelope->typed, cause))
        return false;
    if (*cause == EXS_CAUSE_NO_SURNAME)
        log_integrity_failed(mta, transfer->message);
    return true;
}

ExsHop exs_mta_decide(ExsMta *mta, ExsTransfer *transfer, ExsEnvelope *envelope)
{
    const ExsServer *home;
    ExsHop hop = {0};

    if (is_refused(mta, transfer, envelope, &hop.cause))
        return hop;
    for (;;) {
        ExsRedirect redirect;

        if (envelope->resolved_at != mta->server->number + 1 &&
            !resolve(mta, transfer->message, envelope, &hop))
            return hop;
        if (envelope->recipient && envelope->recipient->list &&
            exs_mta_decide_list(mta, transfer, envelope, &hop))
            return hop;
        if (G_UNLIKELY(envelope->custom && envelope->custom->limits) && exs_submit_is(transfer) &&
            exs_mta_restricts(mta, transfer->message, envelope, envelope->custom, &hop.cause))
            return hop;
        if (!envelope->recipient || envelope->recipient->site != mta->server->site)
            return decide_by_table(mta, transfer, envelope);
        home = home_of(mta, envelope->recipient);
        if (home != mta->server)
            return exs_mta_decide_in_site(mta, transfer, home);
        if (G_UNLIKELY(envelope->recipient->limits) &&
            exs_mta_restricts(mta, transfer->message, envelope, envelope->recipient, &hop.cause))
            return hop;
        redirect = exs_mta_redirect(mta, transfer, envelope);
        if (redirect == EXS_REDIRECT_LOOP)
            return nowhere(EXS_CAUSE_REDIRECTION_LOOP);
        if (redirect == EXS_REDIRECT_PROHIBITED)
            return nowhere(EXS_CAUSE_REASSIGNMENT_PROHIBITED);
        if (redirect == EXS_REDIRECT_NONE)
            return (ExsHop){.queue = exs_delivery_queue(mta, envelope->recipient)};
    }
}

void exs_mta_note_routed(ExsMta *mta, const ExsTransfer *transfer, const ExsEnvelope *envelope,
                         const ExsHop *hop)
{
    if (hop->connector || hop->decision)
        exs_world_trace(mta->world, ROUTED, mta->server->mta_id, transfer->message->serial,
                        exs_world_address_text(mta->world, envelope->typed),
                        hop->connector ? hop->connector->id : 0, hop->decision);
}
