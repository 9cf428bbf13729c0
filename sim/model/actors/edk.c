/* edk.c - see edk.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/edk.h"

#include <string.h>

#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/connectors.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/actors/names.h"
#include "exsim/model/actors/poison.h"
#include "exsim/model/org/directory.h"

#define CCMAIL_HEADER   4096 /* bytes */
#define MAILBAG_RECORDS 4096

/* Is the address of a type that no post office behind the gateway has? */
static bool is_foreign(const ExsGateway *gateway, const ExsAddress *address)
{
    const ExsConnector *connector = gateway->connector;
    const char *type = connector->class->type;
    size_t length = type ? strlen(type) : 0;

    if (!type || !address ||
        (g_ascii_strncasecmp(address->text, type, length) == 0 && address->text[length] == ':'))
        return false;
    return exs_setting(&connector->settings, EXS_SETTING_FOREIGN_GATEWAY) == 0 &&
           exs_rule(&gateway->server->policy, EXS_RULE_MSMI_NO_MAILBAG);
}

/* Those that have no mailbag go back in one report. */
static void return_foreign(ExsGateway *gateway, ExsTransfer *transfer)
{
    ExsMessage *message = transfer->message;
    g_autofree uint32_t *places = g_new(uint32_t, transfer->count);
    g_autofree ExsCause *causes = g_new(ExsCause, transfer->count);
    g_autofree char *id = g_strdup_printf("%08X", message->serial);
    uint32_t count = 0;

    for (uint32_t i = 0; i < transfer->count; i++) {
        const ExsEnvelope *envelope = &message->to[transfer->which[i]];

        if (envelope->fate != EXS_FATE_OPEN || !is_foreign(gateway, envelope->dda))
            continue;
        causes[count] = EXS_CAUSE_NO_MAILBAG;
        places[count++] = transfer->which[i];
        exs_log_event(gateway->world, gateway->server, EXS_EVENT_MSMI_NO_MAILBAG,
                      (const char *const[]){envelope->dda->text, id});
    }
    if (count == 0)
        return;
    exs_log_event(gateway->world, gateway->server, EXS_EVENT_MSMI_NDR, (const char *const[]){id});
    exs_log_event(gateway->world, gateway->server, EXS_EVENT_MSMI_PROCESSED,
                  (const char *const[]){id});
    exs_mta_return(gateway->server->mta, gateway, message, places, causes, count);
}

/* ---- what the system beyond sends back ---- */

static bool passes_on(const ExsHost *host, const ExsEnvelope *envelope)
{
    uint32_t literals;

    if (!host || !host->routes || !envelope->dda)
        return false;
    for (guint i = 0; i < host->routes->len; i++)
        if (exs_space_match(g_array_index(host->routes, ExsHostRoute, i).space, envelope->dda,
                            &literals) != EXS_MATCH_NONE)
            return true;
    return false;
}

/* An address of the Internet that came from Notes; NULL: it is one of Notes. */
static const ExsAddress *internet_address(const ExsGateway *gateway, const ExsAddress *to)
{
    const char *domain =
        exs_setting_text(gateway->world, &gateway->connector->settings, EXS_SETTING_FOREIGN_DOMAIN);
    g_autofree char *suffix = g_strdup_printf("@%s", domain), *text = NULL;
    const char *value = strchr(to->text, ':') + 1;
    size_t length = strlen(value), tail = strlen(suffix);
    bool has_suffix =
        *domain && length > tail && g_ascii_strcasecmp(value + length - tail, suffix) == 0;

    if (gateway->connector->class != &exs_connector_notes || !strchr(value, '@') ||
        (!has_suffix && exs_rule(&gateway->server->policy, EXS_RULE_NOTES_NEEDS_SUFFIX)))
        return NULL;
    text = g_strdup_printf("SMTP:%.*s", (int)(has_suffix ? length - tail : length), value);
    return exs_address(gateway->world->addresses, text, NULL);
}

/* Is the recipient somebody whom nobody knows, and the gateway takes no such? */
static bool is_unresolved(const ExsGateway *gateway, const ExsAddress *to)
{
    const ExsPolicy *policy = &gateway->server->policy;
    bool refuses = exs_setting(&gateway->connector->settings, EXS_SETTING_ALLOW_UNRESOLVED) == 0 &&
                   exs_rule(policy, EXS_RULE_UNRESOLVED_SWITCH);

    return (refuses || !exs_rule(policy, EXS_RULE_UNRESOLVED_TAKEN)) &&
           gateway->connector->class != &exs_connector_msmail &&
           !exs_directory_recipient(gateway->server, to);
}

/* Does the gateway take it in? Its recipients have to be resolved anew. */
static bool admits(const ExsGateway *gateway, ExsTransfer *transfer)
{
    for (uint32_t i = 0; i < transfer->count; i++) {
        ExsEnvelope *envelope = &transfer->message->to[transfer->which[i]];
        const ExsAddress *to = envelope->dda ? envelope->dda : envelope->typed;
        const ExsAddress *other = internet_address(gateway, to);

        if (!other && is_unresolved(gateway, to))
            return false;
        envelope->dn = envelope->x400 = NULL;
        envelope->dda = other;
        envelope->custom = NULL;
        envelope->resolved_at = 0;
    }
    return true;
}

static void on_refused(void *gateway, void *transfer)
{
    exs_mta_return_all(((ExsGateway *)gateway)->server->mta, gateway, transfer,
                       EXS_CAUSE_UNRESOLVED);
}

/* The system beyond sends it back in; or it has done so too often. */
static void pass_on(ExsGateway *gateway, const ExsTransfer *transfer, uint32_t place)
{
    const ExsHost *host = gateway->connector->host;
    ExsTransfer *copy = exs_transfer_split(gateway->world, transfer, &place, 1);

    copy->hops++;
    copy->passes++;
    if (host->loop_limit > 0 && copy->passes >= host->loop_limit) {
        exs_world_trace(
            gateway->world, LOOP, host->id, copy->message->serial,
            exs_record_text(gateway->world->record, exs_bounce(EXS_CAUSE_FOREIGN_LOOP)->words),
            EXS_RULE_NONE);
        exs_mta_return_all(gateway->server->mta, gateway, copy, EXS_CAUSE_FOREIGN_LOOP);
        return;
    }
    exs_world_trace(gateway->world, RELAYED, host->id, copy->message->serial,
                    gateway->connector->id, copy->hops);
    if (admits(gateway, copy))
        exs_gateway_submit(gateway, copy);
    else
        on_refused(gateway, copy);
}

/* Did a message with the ID of this one, which a list has expanded, come in here? Every message
 * that crosses the gateway has an ID of its own; what goes round outside has another each time. */
static bool is_correlated(const ExsGateway *gateway, const ExsMessage *message,
                          const ExsEnvelope *envelope)
{
    const ExsConnector *connector = gateway->connector;

    return envelope->by && message->way_in == connector &&
           (connector->class == &exs_connector_notes || connector->class == &exs_connector_snads) &&
           !exs_setting(&connector->settings, EXS_SETTING_DISABLE_TRACE_CHECK) &&
           exs_rule(&gateway->server->policy, EXS_RULE_CORRELATION_KEPT);
}

static void stop_correlated(ExsGateway *gateway, ExsMessage *message, uint32_t place)
{
    uint32_t why =
        exs_record_text(gateway->world->record, "its correlation ID is in the table already");

    exs_world_trace(gateway->world, LOOP, gateway->connector->id, message->serial, why,
                    EXS_RULE_CORRELATION_KEPT);
    exs_world_trace(gateway->world, DISCARDED, gateway->connector->id, message->serial,
                    exs_world_address_text(gateway->world, message->to[place].typed), why,
                    EXS_RULE_CORRELATION_KEPT);
    exs_message_settle(gateway->world, message, place, EXS_FATE_DISCARDED);
}

static void deliver(ExsGateway *gateway, ExsTransfer *transfer)
{
    const ExsConnector *connector = gateway->connector;
    uint32_t to = connector->host ? connector->host->id : connector->id;

    return_foreign(gateway, transfer);
    for (uint32_t i = 0; i < transfer->count; i++) {
        uint32_t place = transfer->which[i];
        const ExsEnvelope *envelope = &transfer->message->to[place];

        if (envelope->fate != EXS_FATE_OPEN)
            continue; /* returned */
        if (is_correlated(gateway, transfer->message, envelope)) {
            stop_correlated(gateway, transfer->message, place);
            continue;
        }
        if (passes_on(connector->host, envelope)) {
            pass_on(gateway, transfer, place);
            continue;
        }
        if (connector->class == &exs_connector_msmail)
            exs_edk_log_sent(gateway, transfer->message, envelope);
        if (exs_edk_is_returned(gateway, envelope->dda) ||
            !exs_edk_knows(gateway, transfer->message, envelope)) {
            exs_edk_return(gateway, transfer->message, place);
            continue;
        }
        exs_world_trace(gateway->world, DELIVERED, to, transfer->message->serial,
                        exs_world_address_text(gateway->world, envelope->typed));
        exs_message_settle(gateway->world, transfer->message, place, EXS_FATE_DELIVERED);
    }
    exs_transfer_end(gateway->world, transfer);
}

/* ---- headers ---- */

/* The largest header that the Import/Export utility of cc:Mail takes. */
static int64_t ccmail_limit(const ExsGateway *gateway)
{
    const ExsSettings *settings = &gateway->connector->settings;
    int64_t set = exs_setting(settings, EXS_SETTING_ADDRESS_BUFFER);

    if (set > 0 && exs_setting(settings, EXS_SETTING_IMPORT_EXPORT) &&
        exs_rule(&gateway->server->policy, EXS_RULE_CCMAIL_BUFFER_VALUE))
        return set;
    return CCMAIL_HEADER;
}

/* The rule by which the header is too large; EXS_RULE_NONE: it is not. */
static ExsRule header_rule(const ExsGateway *gateway, const ExsMessage *message)
{
    const ExsPolicy *policy = &gateway->server->policy;
    const ExsConnector *connector = gateway->connector;
    int64_t limit = exs_setting(&connector->settings, EXS_SETTING_HEADER_LIMIT);

    if (connector->class == &exs_connector_ccmail && message->header > ccmail_limit(gateway) &&
        exs_rule(policy, EXS_RULE_CCMAIL_HEADER_LIMIT))
        return EXS_RULE_CCMAIL_HEADER_LIMIT;
    if (connector->class == &exs_connector_msmail && limit > 0 && message->header > limit &&
        exs_rule(policy, EXS_RULE_MSMI_HEADER_LIMIT))
        return EXS_RULE_MSMI_HEADER_LIMIT;
    return EXS_RULE_NONE;
}

static void return_header(ExsGateway *gateway, ExsTransfer *transfer, ExsRule rule)
{
    const ExsMessage *message = transfer->message;
    g_autofree char *id = g_strdup_printf("%08X", message->serial);

    if (rule == EXS_RULE_MSMI_HEADER_LIMIT)
        exs_log_event(
            gateway->world, gateway->server, EXS_EVENT_MSMI_HEADER_LIMIT,
            (const char *const[]){message->originator ? message->originator->text : "", id});
    exs_mta_return_all(gateway->server->mta, gateway, transfer, EXS_CAUSE_HEADER_LIMIT);
}

/* ---- the mailbag ---- */

/* PC-MTA takes what is in the mailbag, when it looks: every minute (ours). */
static void on_drain(void *object, void *data)
{
    ExsGateway *gateway = object;
    ExsTransfer *transfer;

    (void)data;
    gateway->draining = 0;
    if (exs_setting(&gateway->connector->settings, EXS_SETTING_PC_MTA))
        while ((transfer = exs_queue_peek(gateway->out)) != NULL) {
            exs_queue_take(gateway->world, gateway->out, transfer);
            deliver(gateway, transfer);
        }
    if (gateway->out->count > 0)
        gateway->draining =
            exs_engine_at(gateway->world->engine, exs_world_now(gateway->world) + EXS_MINUTE,
                          on_drain, gateway, NULL);
}

/* A post office downstream has a mailbag, which PC-MTA empties as long as it runs. */
static bool waits_in_mailbag(const ExsGateway *gateway)
{
    return gateway->connector->class == &exs_connector_msmail &&
           (gateway->out->count > 0 ||
            !exs_setting(&gateway->connector->settings, EXS_SETTING_PC_MTA));
}

static void to_mailbag(ExsGateway *gateway, ExsTransfer *transfer)
{
    g_autofree char *id = g_strdup_printf("%08X", transfer->message->serial);

    if (gateway->out->count >= MAILBAG_RECORDS &&
        exs_rule(&gateway->server->policy, EXS_RULE_MAILBAG_FULL)) {
        exs_log_event(gateway->world, gateway->server, EXS_EVENT_MAILBAG_DISK_ERROR,
                      (const char *const[]){"00000004", id}); /* (ours): the first mailbag */
        exs_log_event(gateway->world, gateway->server, EXS_EVENT_MAILBAG_NDR,
                      (const char *const[]){id});
        exs_mta_return_all(gateway->server->mta, gateway, transfer, EXS_CAUSE_MAILBAG_FULL);
        return;
    }
    exs_queue_put(gateway->world, gateway->out, transfer);
    if (!gateway->draining)
        on_drain(gateway, NULL);
}

/* ---- Mail.box of a Notes server ---- */

/* A document of which no other with its ID gets in. */
typedef struct {
    uint32_t serial; /* the meeting request that it is made of */
    ExsTime gone;    /* the Notes server's router has taken it */
} Document;

static bool is_meeting(const ExsGateway *gateway, const ExsMessage *message)
{
    return message->form != 0 && gateway->connector->class == &exs_connector_notes &&
           g_ascii_strcasecmp(exs_interner_text(gateway->world->names, message->form),
                              "IPM.Schedule.Meeting.Request") == 0;
}

/* Another copy of it lies there still. If not, this one does from now. */
static bool is_there(ExsGateway *gateway, const ExsMessage *message)
{
    ExsTime now = exs_world_now(gateway->world);
    Document document = {message->serial,
                         now + exs_setting(&gateway->connector->settings, EXS_SETTING_MAIL_BOX)};

    if (!gateway->mail_box)
        gateway->mail_box = g_array_new(FALSE, FALSE, sizeof(Document));
    for (guint i = gateway->mail_box->len; i > 0; i--) {
        const Document *other = &g_array_index(gateway->mail_box, Document, i - 1);

        if (other->gone <= now)
            g_array_remove_index(gateway->mail_box, i - 1);
        else if (other->serial == message->serial &&
                 exs_rule(&gateway->server->policy, EXS_RULE_NOTES_ONE_UNID))
            return true;
    }
    g_array_append_val(gateway->mail_box, document);
    return false;
}

static void return_document(ExsGateway *gateway, ExsTransfer *transfer)
{
    exs_log_event(gateway->world, gateway->server, EXS_EVENT_NOTES_SAME_ID, NULL);
    exs_mta_return_all(gateway->server->mta, gateway, transfer, EXS_CAUSE_NOTES_SAME_ID);
}

static void hand_on(ExsGateway *gateway, ExsTransfer *transfer)
{
    ExsRule rule = header_rule(gateway, transfer->message);

    exs_world_trace(gateway->world, TAKEN, gateway->connector->id, transfer->message->serial,
                    gateway->mts_out->id, gateway->connector->id);
    if (rule != EXS_RULE_NONE)
        return_header(gateway, transfer, rule);
    else if (is_meeting(gateway, transfer->message) && is_there(gateway, transfer->message))
        return_document(gateway, transfer);
    else if (waits_in_mailbag(gateway))
        to_mailbag(gateway, transfer);
    else
        deliver(gateway, transfer);
}

static void on_poll(void *object, void *data)
{
    ExsGateway *gateway = object;
    ExsTransfer *transfer;

    (void)data;
    while ((transfer = exs_poison_next(gateway)) != NULL) {
        exs_queue_take(gateway->world, gateway->mts_out, transfer);
        hand_on(gateway, transfer); /* what comes back in wakes the gateway: it looks already */
    }
    gateway->polling = 0;
}

static void on_mts_out(ExsGateway *gateway)
{
    ExsTime interval = exs_setting(&gateway->connector->settings, EXS_SETTING_MTS_OUT_POLL);

    if (!gateway->polling && gateway->mts_out->count > 0)
        gateway->polling =
            exs_engine_at(gateway->world->engine, exs_world_now(gateway->world) + interval, on_poll,
                          gateway, NULL);
}

/* ---- what waits for it in the mail system behind it ---- */

/* The gateway takes it, as long as there is nothing that it cannot take. */
static void take_in(ExsGateway *gateway)
{
    while (gateway->in && gateway->in->count > 0 && gateway->connector->is_running &&
           gateway->server->store_runs) {
        ExsTransfer *transfer = exs_queue_peek(gateway->in);

        if (exs_poison_stays_outside(gateway, transfer))
            return;
        exs_queue_take(gateway->world, gateway->in, transfer);
        exs_gateway_submit(gateway, transfer);
    }
}

static void wait_outside(ExsGateway *gateway, ExsTransfer *transfer)
{
    g_autofree char *title = NULL;

    if (!gateway->in) {
        title = g_strdup_printf("%s: mail for %s", gateway->connector->class->title,
                                gateway->server->name);
        gateway->in = exs_world_add_queue(gateway->world, gateway->server, gateway->connector->id,
                                          "in", title);
        gateway->in->connector = gateway->connector;
    }
    exs_queue_put(gateway->world, gateway->in, transfer);
    take_in(gateway);
}

static void on_stop(ExsGateway *gateway)
{
    (void)gateway; /* it keeps nothing of its own */
}

void exs_edk_init(ExsGateway *gateway)
{
    gateway->on_mts_out = on_mts_out;
    gateway->on_start = take_in;
    gateway->on_stop = on_stop;
}

/* The MTA's queue that it goes through. */
static ExsPriority priority_of(const ExsGateway *gateway, const ExsSubmission *submission)
{
    if (submission->priority == EXS_PRIORITY_URGENT)
        return submission->has_urgent_right ? EXS_PRIORITY_URGENT : EXS_PRIORITY_NORMAL;
    if (submission->priority == EXS_PRIORITY_NORMAL &&
        exs_rule(&gateway->server->policy, EXS_RULE_MSMAIL_NORMAL_IS_LOW))
        return EXS_PRIORITY_NONURGENT;
    return submission->priority;
}

uint32_t exs_edk_receive(ExsGateway *gateway, const ExsAddress *from,
                         const ExsSubmission *submission)
{
    ExsWorld *world = gateway->world;
    ExsMessage *message =
        exs_submission_from_outside(world, gateway->server, gateway->connector->id, from,
                                    submission, priority_of(gateway, submission));
    uint32_t serial = message->serial;
    ExsTransfer *transfer;

    message->origin = gateway->server;
    message->way_in = gateway->connector;
    transfer = exs_transfer_new(world, message, NULL, submission->count);
    if (!admits(gateway, transfer))
        exs_engine_at(world->engine, exs_world_now(world), on_refused, gateway, transfer);
    else if (message->flaw || (gateway->in && gateway->in->count > 0) ||
             !exs_gateway_logged_on(gateway))
        wait_outside(gateway, transfer);
    else
        exs_gateway_submit(gateway, transfer);
    return serial;
}
