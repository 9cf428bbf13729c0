/* ims_spool.c - see ims_spool.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/ims_spool.h"

#include "exsim/kernel/error.h"
#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/ims.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/actors/store.h"

/* A message that was sent, whose file lies in Out all the same. */
typedef struct {
    ExsMessage *head; /* without recipients */
    ExsEnvelope *to;
    uint32_t count;
} Sent;

struct ExsSpool {
    bool knows_no_in;  /* it has noticed that In is gone */
    uint32_t rejected; /* files that could not be moved there */
    ExsEventId moving; /* the first in In goes to the store; 0: none does */
    bool faults[EXS_SPOOL_FAULTS];
    uint32_t stale_in, stale_out; /* entries of what is done with */
    GArray *sent;                 /* Sent */
};

static const char *const fault_words[EXS_SPOOL_FAULTS] = {
    [EXS_SPOOL_ENTRIES_STAY] = "queue.dat entries stay",
    [EXS_SPOOL_FILES_STAY] = "sent files stay",
    [EXS_SPOOL_DAMAGED] = "queue.dat damaged",
    [EXS_SPOOL_LOST] = "queue.dat lost",
    [EXS_SPOOL_NO_IN] = "in folder gone",
};

static void clear_sent(void *data)
{
    Sent *sent = data;

    exs_message_head_free(sent->head);
    g_free(sent->to);
}

ExsSpool *exs_spool_new(ExsGateway *ims)
{
    ExsSpool *spool = g_new0(ExsSpool, 1);
    g_autofree char *title = g_strdup_printf("IN of %s", ims->connector->queue->name);

    ims->in = exs_world_add_queue(ims->world, ims->server, ims->connector->id, "in", title);
    ims->in->connector = ims->connector;
    spool->sent = g_array_new(FALSE, FALSE, sizeof(Sent));
    g_array_set_clear_func(spool->sent, clear_sent);
    return spool;
}

void exs_spool_free(ExsSpool *spool)
{
    if (!spool)
        return;
    g_array_unref(spool->sent);
    g_free(spool);
}

/* ---- entries that stay ---- */

static void set_stale(const ExsGateway *ims, const char *name, uint32_t *stale, uint32_t value)
{
    if (*stale == value)
        return;
    *stale = value;
    exs_world_trace(ims->world, COUNTER, ims->connector->id,
                    exs_record_text(ims->world->record, name), ims->connector->id, value);
}

static bool keeps_entries(const ExsGateway *ims)
{
    return ims->spool->faults[EXS_SPOOL_ENTRIES_STAY] &&
           exs_rule(&ims->server->policy, EXS_RULE_QUEUE_DAT_ENTRIES);
}

static void forget_entries(const ExsGateway *ims)
{
    set_stale(ims, "Stale Inbound", &ims->spool->stale_in, 0);
    set_stale(ims, "Stale Outbound", &ims->spool->stale_out, 0);
}

/* ---- In ---- */

static void on_move(void *object, void *data);

static void move_next(ExsGateway *ims)
{
    ExsTime takes = exs_setting(&ims->connector->settings, EXS_SETTING_IMS_IN_TIME);

    if (ims->spool->moving || ims->in->count == 0 || !ims->connector->is_running ||
        !ims->server->store_runs)
        return;
    ims->spool->moving =
        exs_engine_at(ims->world->engine, exs_world_now(ims->world) + takes, on_move, ims, NULL);
}

/* "HBWK2Q2P": the name of a file of the spool, here from a number. */
static char *file_name(uint32_t number)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    char *name = g_strnfill(8, 'A');

    for (uint32_t rest = number, i = 8; rest > 0; rest /= 36)
        name[--i] = digits[rest % 36];
    return name;
}

/* The store takes it not: into Archive, or back. */
static void refuse_many(ExsGateway *ims, ExsTransfer *transfer)
{
    g_autofree char *name = NULL;

    if (!exs_rule(&ims->server->policy, EXS_RULE_TOO_MANY_ARCHIVED)) {
        exs_mta_return_all(ims->server->mta, ims, transfer, EXS_CAUSE_TOO_MANY);
        return;
    }
    name = file_name(transfer->message->serial);
    exs_log_event(ims->world, ims->server, EXS_EVENT_TOO_MANY_RECIPIENTS,
                  (const char *const[]){name});
    exs_transfer_discard(ims->world, transfer, ims->connector->id, EXS_RULE_TOO_MANY_ARCHIVED,
                         exs_record_text(ims->world->record, "moved to Archive"));
}

static void submit(ExsGateway *ims, ExsTransfer *transfer)
{
    if (keeps_entries(ims))
        set_stale(ims, "Stale Inbound", &ims->spool->stale_in, ims->spool->stale_in + 1);
    if (exs_store_is_for_too_many(ims->server, transfer->message, true))
        refuse_many(ims, transfer);
    else
        exs_gateway_submit(ims, transfer);
}

/* The store cannot take it: the service ends, and the file stays. */
static void shut_down(ExsGateway *ims, const ExsTransfer *transfer)
{
    g_autofree char *name = file_name(transfer->message->serial);

    exs_log_event(ims->world, ims->server, EXS_EVENT_SPOOL_FILE_RETRIED,
                  (const char *const[]){name});
    exs_log_event(ims->world, ims->server, EXS_EVENT_IMS_SHUT_DOWN, NULL);
    exs_gateway_stop(ims);
}

static void log_rejected(ExsGateway *ims)
{
    g_autofree char *name = file_name(++ims->spool->rejected);
    g_autofree char *work = g_strconcat("\\exchsrvr\\imcdata\\work\\", name, NULL);
    g_autofree char *in = g_strconcat("\\exchsrvr\\imcdata\\in\\", name, NULL);

    exs_log_event(ims->world, ims->server, EXS_EVENT_FILE_NOT_MOVED,
                  (const char *const[]){work, in});
}

bool exs_spool_admits(ExsGateway *ims, const ExsHost *host)
{
    if (!ims->spool->faults[EXS_SPOOL_NO_IN] ||
        !exs_rule(&ims->server->policy, EXS_RULE_IN_FOLDER_NEEDED))
        return true;
    if (ims->spool->knows_no_in)
        exs_world_trace(
            ims->world, REFUSED, ims->connector->id, ims->connector->id,
            exs_record_text(ims->world->record, "421 Internal Error. Connection Closing."),
            host->id);
    else
        log_rejected(ims);
    ims->spool->knows_no_in = true;
    return false;
}

static bool is_fatal(const ExsGateway *ims, const ExsTransfer *transfer)
{
    return transfer && transfer->message->is_malformed &&
           exs_rule(&ims->server->policy, EXS_RULE_MALFORMED_STOPS_IMS);
}

static void on_move(void *object, void *data)
{
    ExsGateway *ims = object;
    ExsTransfer *transfer = exs_queue_peek(ims->in);

    (void)data;
    ims->spool->moving = 0;
    if (!ims->server->store_runs)
        return;
    if (is_fatal(ims, transfer)) {
        shut_down(ims, transfer);
        return;
    }
    exs_queue_take(ims->world, ims->in, transfer);
    submit(ims, transfer);
    move_next(ims);
}

/* What takes no time is never seen in In. */
void exs_spool_receive(ExsGateway *ims, ExsTransfer *transfer)
{
    if (ims->in->count == 0 && !is_fatal(ims, transfer) &&
        exs_setting(&ims->connector->settings, EXS_SETTING_IMS_IN_TIME) == 0) {
        submit(ims, transfer);
        return;
    }
    exs_queue_put(ims->world, ims->in, transfer);
    move_next(ims);
}

/* ---- Out ---- */

/* For those that it was delivered to. */
static void keep_file(ExsSpool *spool, const ExsTransfer *transfer)
{
    const ExsMessage *message = transfer->message;
    Sent sent = {.to = g_new(ExsEnvelope, transfer->count)};

    for (uint32_t i = 0; i < transfer->count; i++)
        if (message->to[transfer->which[i]].fate == EXS_FATE_DELIVERED)
            sent.to[sent.count++] = message->to[transfer->which[i]];
    sent.head = exs_message_head(message);
    if (sent.count > 0)
        g_array_append_val(spool->sent, sent);
    else
        clear_sent(&sent);
}

void exs_spool_done(ExsGateway *ims, const ExsTransfer *transfer, bool was_sent)
{
    if (keeps_entries(ims))
        set_stale(ims, "Stale Outbound", &ims->spool->stale_out, ims->spool->stale_out + 1);
    if (was_sent && ims->spool->faults[EXS_SPOOL_FILES_STAY])
        keep_file(ims->spool, transfer);
}

/* A file in Out is a message to be sent, whatever became of it before. */
static void send_again(ExsGateway *ims, const Sent *sent)
{
    ExsMessage *message = exs_message_again(ims->world, sent->head, sent->count);

    for (uint32_t i = 0; i < sent->count; i++) {
        message->to[i] = sent->to[i];
        message->to[i].fate = EXS_FATE_OPEN;
    }
    exs_queue_put(ims->world, ims->out, exs_transfer_new(ims->world, message, NULL, sent->count));
}

/* ---- starting and stopping ---- */

static void lose(ExsGateway *ims, ExsTransfer *transfer, const char *why)
{
    if (transfer->event)
        exs_engine_cancel(ims->world->engine, transfer->event);
    transfer->event = 0;
    exs_transfer_discard(ims->world, transfer, ims->connector->id, EXS_RULE_QUEUES_FROM_FOLDERS,
                         exs_record_text(ims->world->record, why));
}

static bool delete_from(ExsGateway *ims, const ExsQueue *folder, uint32_t serial, const char *why)
{
    for (int priority = 0; priority < EXS_PRIORITY_COUNT; priority++)
        for (ExsTransfer *t = folder->first[priority], *next; t; t = next) {
            next = t->next;
            if (serial != 0 && t->message->serial != serial)
                continue;
            lose(ims, t, why);
            if (serial != 0)
                return true;
        }
    return serial == 0;
}

/* Both queues are made from what lies in the folders. */
static void rebuild(ExsGateway *ims)
{
    ExsSpool *spool = ims->spool;

    forget_entries(ims);
    if (!exs_rule(&ims->server->policy, EXS_RULE_QUEUES_FROM_FOLDERS)) {
        delete_from(ims, ims->in, 0, "Queue.dat does not know it");
        delete_from(ims, ims->out, 0, "Queue.dat does not know it");
    }
    if (exs_rule(&ims->server->policy, EXS_RULE_SENT_FILES_AGAIN))
        for (guint i = 0; i < spool->sent->len; i++)
            send_again(ims, &g_array_index(spool->sent, Sent, i));
    g_array_set_size(spool->sent, 0);
    spool->faults[EXS_SPOOL_LOST] = false;
}

bool exs_spool_start(ExsGateway *ims)
{
    const ExsSpool *spool = ims->spool;

    if (spool->faults[EXS_SPOOL_DAMAGED] &&
        exs_rule(&ims->server->policy, EXS_RULE_QUEUE_DAT_DAMAGED)) {
        exs_log_event(ims->world, ims->server, EXS_EVENT_QUEUE_DAT_CORRUPT, NULL);
        return false;
    }
    if (is_fatal(ims, exs_queue_peek(ims->in))) {
        exs_world_trace(ims->world, FAULT, ims->connector->id, ims->connector->id,
                        exs_record_text(ims->world->record, "INTERNAL WINDOWS NT ERROR 2140"));
        return false;
    }
    if (spool->faults[EXS_SPOOL_LOST])
        rebuild(ims);
    exs_spool_set_fault(ims, EXS_SPOOL_NO_IN, false);
    ims->spool->knows_no_in = false;
    return true;
}

void exs_spool_kick(ExsGateway *ims)
{
    move_next(ims);
}

void exs_spool_stop(ExsGateway *ims)
{
    if (ims->spool->moving)
        exs_engine_cancel(ims->world->engine, ims->spool->moving);
    ims->spool->moving = 0;
}

/* ---- what is done to it ---- */

bool exs_spool_fault_parse(const char *text, ExsSpoolFault *out, GError **error)
{
    g_autofree char *quoted = NULL;

    for (int i = 0; i < EXS_SPOOL_FAULTS; i++)
        if (g_ascii_strcasecmp(text, fault_words[i]) == 0) {
            *out = (ExsSpoolFault)i;
            return true;
        }
    quoted = exs_quote(text);
    return exs_fail(error, EXS_ERROR_UNKNOWN,
                    "%s is no fault of a spool: there are \"queue.dat entries stay\", \"sent files "
                    "stay\", \"queue.dat damaged\", \"queue.dat lost\" and \"in folder gone\"",
                    quoted);
}

void exs_spool_set_fault(ExsGateway *ims, ExsSpoolFault fault, bool is_on)
{
    uint32_t words = exs_record_text(ims->world->record, fault_words[fault]);

    if (ims->spool->faults[fault] == is_on)
        return;
    ims->spool->faults[fault] = is_on;
    if (fault == EXS_SPOOL_LOST && is_on) /* with what is wrong with it */
        ims->spool->faults[EXS_SPOOL_DAMAGED] = false;
    if (is_on)
        exs_world_trace(ims->world, FAULT, ims->connector->id, ims->connector->id, words);
    else
        exs_world_trace(ims->world, REPAIRED, ims->connector->id, ims->connector->id, words);
}

bool exs_spool_delete(ExsGateway *ims, uint32_t serial)
{
    bool any = delete_from(ims, ims->in, serial, "its file was deleted") ||
               delete_from(ims, ims->out, serial, "its file was deleted");

    if (ims->in->count == 0)
        exs_spool_stop(ims);
    return any;
}

bool exs_spool_move(ExsGateway *ims, bool in, bool out, bool queue_dat, GError **error)
{
    if (ims->connector->is_running)
        return exs_fail(error, EXS_ERROR_STATE,
                        "the Internet Mail Service of %s runs: stop it before its folders move",
                        ims->server->name);
    if (!in)
        delete_from(ims, ims->in, 0, "its file was left behind");
    if (!out) {
        delete_from(ims, ims->out, 0, "its file was left behind");
        g_array_set_size(ims->spool->sent, 0);
    }
    if (!queue_dat)
        exs_spool_set_fault(ims, EXS_SPOOL_LOST, true);
    return true;
}
