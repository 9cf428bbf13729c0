/* service.c - what scenarios do to a world: services, faults, mail (see actors.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/kernel/error.h"
#include "exsim/kernel/suggest.h"
#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/attendant.h"
#include "exsim/model/actors/directory.h"
#include "exsim/model/actors/edk.h"
#include "exsim/model/actors/ims.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/actors/outbox.h"
#include "exsim/model/actors/poison.h"
#include "exsim/model/actors/store.h"
#include "exsim/model/org/replied.h"

#define RECIPIENTS_MAX 100000
#define SIZE_MAX_BYTES ((int64_t)1 << 40)

static ExsConnector *find_gateway(const ExsServer *server, const char *kind)
{
    const GPtrArray *connectors = server->site->connectors;

    for (guint i = 0; i < connectors->len; i++) {
        ExsConnector *connector = connectors->pdata[i];

        if (connector->server == server && connector->class->secured && !connector->is_removed &&
            g_ascii_strcasecmp(kind, connector->class->kind) == 0)
            return connector;
    }
    return NULL;
}

bool exs_service_find(ExsServer *server, const char *name, ExsService *out, GError **error)
{
    static const char *const names[] = {"mta", "store", "is", "ds", "ims"};
    g_autofree char *quoted = NULL;
    const char *near;

    *out = (ExsService){.server = server};
    if (g_ascii_strcasecmp(name, "mta") == 0) {
        out->kind = EXS_SERVICE_MTA;
        return true;
    }
    if (g_ascii_strcasecmp(name, "store") == 0 || g_ascii_strcasecmp(name, "is") == 0) {
        out->kind = EXS_SERVICE_STORE;
        return true;
    }
    if (g_ascii_strcasecmp(name, "ds") == 0 && server->dsa) {
        out->kind = EXS_SERVICE_DIRECTORY;
        return true;
    }
    if (g_ascii_strcasecmp(name, "ds") == 0)
        return exs_fail(error, EXS_ERROR_UNKNOWN,
                        "the Directory Service of %s has nothing to do: set timed_replication of "
                        "the organisation, or add a connector of kind \"dirrep\"",
                        server->name);
    out->kind = EXS_SERVICE_GATEWAY;
    out->connector = find_gateway(server, name);
    if (out->connector)
        return true;
    quoted = exs_quote(name);
    near = exs_suggest(name, names, G_N_ELEMENTS(names));
    if (near && g_ascii_strcasecmp(near, name) != 0)
        return exs_fail(error, EXS_ERROR_UNKNOWN,
                        "server %s has no service %s (did you mean \"%s\"?)", server->name, quoted,
                        near);
    return exs_fail(
        error, EXS_ERROR_UNKNOWN,
        "server %s has no service %s: there are \"mta\", \"store\", \"ds\", and a gateway's kind",
        server->name, quoted);
}

bool exs_service_is_running(const ExsService *service)
{
    switch (service->kind) {
    case EXS_SERVICE_MTA:
        return service->server->mta_runs;
    case EXS_SERVICE_STORE:
        return service->server->store_runs;
    case EXS_SERVICE_DIRECTORY:
        return service->server->dsa->runs;
    case EXS_SERVICE_GATEWAY:
        return service->connector->is_running;
    }
    g_assert_not_reached();
}

void exs_service_start(ExsWorld *world, const ExsService *service)
{
    (void)world;
    if (exs_service_is_running(service))
        return;
    if (service->kind == EXS_SERVICE_MTA)
        exs_mta_start(service->server->mta);
    else if (service->kind == EXS_SERVICE_STORE)
        exs_store_start(service->server->store);
    else if (service->kind == EXS_SERVICE_DIRECTORY)
        exs_dsa_start(service->server->dsa);
    else
        exs_gateway_start(service->connector->service);
}

/* Messages that it holds to be under way keep an MTA from stopping, or one that it spins on. */
static bool mta_hangs(ExsWorld *world, const ExsMta *mta)
{
    if (!mta->server->mta_runs || (exs_database_unmarked(mta) == 0 && !exs_poison_spins(mta)))
        return false;
    exs_world_trace(world, FAULT, mta->server->mta_id, mta->server->mta_id,
                    exs_record_text(world->record, "does not stop"));
    return true;
}

static bool store_hangs(ExsWorld *world, const ExsServer *server)
{
    if (!server->store->is_jammed)
        return false;
    exs_world_trace(world, FAULT, server->store_id, server->store_id,
                    exs_record_text(world->record, "does not stop"));
    return true;
}

void exs_service_stop(ExsWorld *world, const ExsService *service)
{
    ExsMta *mta = service->server->mta;

    if ((service->kind == EXS_SERVICE_MTA && mta_hangs(world, mta)) ||
        (service->kind == EXS_SERVICE_STORE && store_hangs(world, service->server)))
        return;
    if (service->kind == EXS_SERVICE_MTA && mta->database->checking)
        exs_mta_stop(mta);
    if (!exs_service_is_running(service))
        return;
    if (service->kind == EXS_SERVICE_MTA)
        exs_mta_stop(mta);
    else if (service->kind == EXS_SERVICE_STORE)
        exs_store_stop(service->server->store);
    else if (service->kind == EXS_SERVICE_DIRECTORY)
        exs_dsa_stop(service->server->dsa);
    else
        exs_gateway_stop(service->connector->service);
}

/* What a store or a gateway had in hand stands where it stood: only the MTA's files are checked. */
void exs_service_crash(ExsWorld *world, const ExsService *service)
{
    uint32_t id = service->kind == EXS_SERVICE_STORE       ? service->server->store_id
                  : service->kind == EXS_SERVICE_DIRECTORY ? service->server->dsa->id
                  : service->connector                     ? service->connector->id
                                                           : 0;

    if (service->kind == EXS_SERVICE_MTA) {
        if (service->server->mta_runs || service->server->mta->database->checking)
            exs_mta_crash(service->server->mta);
        return;
    }
    if (!exs_service_is_running(service))
        return;
    exs_world_trace(world, FAULT, id, id, exs_record_text(world->record, "crash"));
    service->server->store->is_jammed &= service->kind != EXS_SERVICE_STORE;
    exs_service_stop(world, service);
}

static void each_gateway(ExsWorld *world, ExsServer *server,
                         void (*func)(ExsWorld *, const ExsService *))
{
    const GPtrArray *connectors = server->site->connectors;

    for (guint i = 0; i < connectors->len; i++) {
        ExsConnector *connector = connectors->pdata[i];
        ExsService service = {EXS_SERVICE_GATEWAY, server, connector};

        if (connector->server == server && connector->class->secured && !connector->is_removed)
            func(world, &service);
    }
}

static void with_directory(ExsWorld *world, ExsServer *server,
                           void (*func)(ExsWorld *, const ExsService *))
{
    ExsService service = {EXS_SERVICE_DIRECTORY, server, NULL};

    if (server->dsa)
        func(world, &service);
}

void exs_server_start(ExsWorld *world, ExsServer *server)
{
    with_directory(world, server, exs_service_start);
    server->asks_second_dns = false;
    exs_service_start(world, &(ExsService){EXS_SERVICE_STORE, server, NULL});
    exs_service_start(world, &(ExsService){EXS_SERVICE_MTA, server, NULL});
    each_gateway(world, server, exs_service_start);
}

void exs_server_stop(ExsWorld *world, ExsServer *server)
{
    each_gateway(world, server, exs_service_stop);
    exs_service_stop(world, &(ExsService){EXS_SERVICE_MTA, server, NULL});
    exs_service_crash(world, &(ExsService){EXS_SERVICE_MTA, server, NULL}); /* one that hangs */
    exs_service_stop(world, &(ExsService){EXS_SERVICE_STORE, server, NULL});
    exs_service_crash(world, &(ExsService){EXS_SERVICE_STORE, server, NULL});
    with_directory(world, server, exs_service_stop);
}

void exs_server_crash(ExsWorld *world, ExsServer *server)
{
    each_gateway(world, server, exs_service_crash);
    exs_service_crash(world, &(ExsService){EXS_SERVICE_MTA, server, NULL});
    exs_service_crash(world, &(ExsService){EXS_SERVICE_STORE, server, NULL});
    with_directory(world, server, exs_service_crash);
}

static void retime_dial(ExsWorld *world, const ExsService *service)
{
    (void)world;
    exs_ims_dial_retime(service->connector->service);
}

/* Before the run begins the MTA has not started yet: it will find this clock. */
void exs_server_set_clock(ExsWorld *world, ExsServer *server, const ExsClock *clock)
{
    g_autoptr(GString) zone = g_string_new(NULL);
    g_autoptr(GString) skew = g_string_new(NULL);
    ExsMta *mta = server->mta;

    server->clock = *clock;
    exs_clock_append_zone(zone, clock);
    exs_duration_append(skew, clock->skew);
    exs_record_set_attribute(world->record, server->id, "zone", zone->str);
    exs_record_set_attribute(world->record, server->id, "skew", skew->str);
    if (!world->is_built) {
        exs_deferral_latch(mta);
        return;
    }
    g_string_append_printf(zone, ", skew %s", skew->str);
    exs_world_trace(world, CHANGED, server->id, exs_record_text(world->record, "clock"), server->id,
                    exs_record_text(world->record, zone->str));
    if (server->dsa)
        exs_dsa_replan(server->dsa);
    each_gateway(world, server, retime_dial);
    if (!server->mta_runs)
        return;
    exs_deferral_retime(mta);
    exs_stamps_look(mta);
    exs_mta_rewatch_life(mta);
    for (guint i = 0; i < mta->adjacents->len; i++)
        exs_adjacent_retime(mta->adjacents->pdata[i]);
}

/* Those whose associations go over the link. */
static void each_adjacent(ExsWorld *world, const ExsLink *link, void (*func)(ExsAdjacent *))
{
    for (guint i = 0; i < world->servers->len; i++) {
        const ExsMta *mta = ((const ExsServer *)world->servers->pdata[i])->mta;

        for (guint k = 0; k < mta->adjacents->len; k++)
            if (((ExsAdjacent *)mta->adjacents->pdata[k])->link == link)
                func(mta->adjacents->pdata[k]);
    }
}

void exs_link_set_state(ExsWorld *world, ExsLink *link, ExsLinkState state)
{
    if (link->state == state)
        return;
    if (link->state != EXS_LINK_UP)
        exs_world_trace(world, REPAIRED, link->id, link->id,
                        exs_record_text(world->record, exs_link_state_name(link->state)));
    link->state = state;
    if (state != EXS_LINK_HANGING)
        each_adjacent(world, link, exs_adjacent_go_on);
    if (state != EXS_LINK_UP)
        exs_world_trace(world, FAULT, link->id, link->id,
                        exs_record_text(world->record, exs_link_state_name(state)));
    if (state == EXS_LINK_HANGING)
        each_adjacent(world, link, exs_adjacent_hang);
    if (state == EXS_LINK_CUT)
        each_adjacent(world, link, exs_adjacent_cut);
}

void exs_link_strand(ExsWorld *world, ExsLink *link)
{
    exs_world_trace(world, FAULT, link->id, link->id,
                    exs_record_text(world->record, "RPC lost its associations"));
    each_adjacent(world, link, exs_adjacent_strand);
}

void exs_link_stick(ExsWorld *world, ExsLink *link)
{
    exs_world_trace(world, FAULT, link->id, link->id,
                    exs_record_text(world->record, "a message was sent too early"));
    each_adjacent(world, link, exs_adjacent_stick);
}

void exs_host_set_up(ExsWorld *world, ExsHost *host, bool is_up)
{
    uint32_t down = exs_record_text(world->record, "down");

    if (host->is_up == is_up)
        return;
    host->is_up = is_up;
    if (is_up)
        exs_world_trace(world, REPAIRED, host->id, host->id, down);
    else
        exs_world_trace(world, FAULT, host->id, host->id, down);
}

void exs_connector_set_schedule(ExsWorld *world, ExsConnector *connector,
                                const ExsSchedule *schedule)
{
    g_autoptr(GString) text = g_string_new(NULL);

    g_assert(connector->class->has_schedule);
    connector->schedule = *schedule;
    exs_schedule_append(text, schedule);
    exs_record_set_attribute(world->record, connector->id, "schedule", text->str);
    if (!world->is_built)
        return;
    exs_world_trace(world, CHANGED, connector->id, exs_record_text(world->record, "schedule"),
                    connector->id, exs_record_text(world->record, text->str));
    exs_adjacent_retime(connector->queue->service);
}

static bool check(const ExsSubmission *submission, GError **error)
{
    if (submission->count == 0)
        return exs_fail(error, EXS_ERROR_RANGE, "a message needs at least one recipient");
    if (submission->count > RECIPIENTS_MAX)
        return exs_fail(error, EXS_ERROR_RANGE, "%u recipients: a message has at most %d",
                        submission->count, RECIPIENTS_MAX);
    if (submission->size < 1 || submission->size > SIZE_MAX_BYTES)
        return exs_fail(error, EXS_ERROR_RANGE,
                        "size %" G_GINT64_FORMAT " bytes is not 1 .. 1,099,511,627,776",
                        submission->size);
    return true;
}

/* Before anybody looks at the message: who refuses it may end it. */
static void mark(ExsWorld *world, ExsMessage *message, const ExsSubmission *submission)
{
    message->kind = submission->kind;
    message->size = submission->size;
    message->is_malformed = submission->is_malformed;
    message->flaw = submission->flaw;
    message->discloses = submission->discloses;
    message->wants_receipt = submission->wants_receipt;
    message->has_no_path = submission->has_no_path;
    message->is_receipt = submission->is_receipt;
    message->form = submission->form;
    if (!submission->name)
        return;
    exs_record_name_message(world->record, message->serial, submission->name);
    exs_replied_sent(world, message);
}

/* In the clock of the sender's server, which later servers compare with their own. */
static void set_times(const ExsServer *server, ExsMessage *message, const ExsSubmission *submission)
{
    ExsTime now = exs_world_now(server->site->world);

    message->submitted = exs_clock_utc(&server->clock, now);
    if (submission->not_before > now)
        message->not_before = exs_clock_utc(&server->clock, submission->not_before);
    if (submission->latest && exs_rule(&server->policy, EXS_RULE_LATEST_DELIVERY))
        message->latest = exs_clock_utc(&server->clock, submission->latest);
}

/* What was taken over from a message has what that said of its sender: DN and X.400 address. */
static void address(ExsWorld *world, ExsMessage *message, const ExsSubmission *submission)
{
    const ExsReplied *replied =
        submission->reply_to ? exs_replied(world, submission->reply_to) : NULL;

    message->is_reply = replied != NULL;
    for (uint32_t i = 0; i < submission->count; i++) {
        message->to[i].typed = submission->to[i];
        if (replied && submission->to[i] == replied->from_dn && replied->from_x400) {
            message->to[i].dn = replied->from_dn;
            message->to[i].x400 = replied->from_x400;
        }
    }
}

uint32_t exs_send(ExsWorld *world, const ExsSubmission *submission, GError **error)
{
    ExsServer *server = submission->from->server;
    ExsMessage *message;
    uint32_t serial;

    if (!check(submission, error))
        return 0;
    message = exs_message_new(world, submission->from->dn, submission->count);
    serial = message->serial;
    message->origin = server;
    message->priority = submission->priority;
    message->header = submission->header;
    message->letter = submission->letter ? exs_letter_ref(submission->letter) : NULL;
    message->no_reassignment = submission->no_reassignment;
    message->is_old_client = submission->is_old_client;
    message->no_expansion = submission->no_expansion;
    message->is_automatic = submission->is_automatic;
    set_times(server, message, submission);
    if (message->letter)
        message->letter->mts_id = exs_message_mts_id(world, message);
    message->sender = submission->from;
    address(world, message, submission);
    mark(world, message, submission);
    exs_world_trace(world, SUBMITTED, server->store_id, serial,
                    exs_world_address_text(world, submission->from->dn), submission->count,
                    submission->size, world->words.priority[submission->priority]);
    if (submission->submit_at > exs_world_now(world) &&
        exs_rule(&server->policy, EXS_RULE_DEFERRED_SUBMISSION))
        exs_outbox_put(server->store, message, submission->submit_at);
    else
        exs_store_submit(server->store, message);
    return serial;
}

bool exs_withdraw(ExsWorld *world, uint32_t serial)
{
    return exs_outbox_withdraw(world, serial);
}

ExsMessage *exs_submission_from_outside(ExsWorld *world, const ExsServer *server, uint32_t actor,
                                        const ExsAddress *from, const ExsSubmission *submission,
                                        ExsPriority priority)
{
    ExsMessage *message = exs_message_new(world, from, submission->count);

    message->priority = priority;
    message->submitted = exs_clock_utc(&server->clock, message->submitted);
    for (uint32_t i = 0; i < submission->count; i++)
        message->to[i].typed = submission->to[i];
    mark(world, message, submission);
    exs_world_trace(world, SUBMITTED, actor, message->serial, exs_world_address_text(world, from),
                    submission->count, submission->size, world->words.priority[priority]);
    return message;
}

uint32_t exs_send_from_host(ExsWorld *world, ExsHost *host, ExsConnector *connector,
                            const ExsAddress *from, const ExsSubmission *submission, GError **error)
{
    ExsRelayClient client = {host->ip, submission->connected_to, submission->logon};
    uint32_t serial;

    if (!check(submission, error))
        return 0;
    if (!host->is_up) {
        exs_fail(error, EXS_ERROR_STATE, "host %s is down: start it before it sends", host->name);
        return 0;
    }
    if (!connector->class->secured)
        return exs_foreign_send(world, connector, from, submission, error);
    if (!((const ExsGateway *)connector->service)->spool)
        return exs_edk_receive(connector->service, from, submission);
    exs_ims_receive(connector->service, host, &client, from, submission, &serial, error);
    return serial;
}
