/* directory_mail.c - replication between sites, by mail (see directory.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/directory.h"

#include "exsim/model/actors/actors.h"

/* Bytes of a letter without objects, and how much more the longer name of the configuration makes
 * it: as in the samples of the article that the events are from. */
#define LETTER_SIZE   120
#define CONFIGURATION 24

static bool has(const ExsServer *server, ExsRule rule)
{
    return exs_rule(&server->policy, rule);
}

/* ---- letters ---- */

/* Its mailbox holds what it has not read yet. */
static bool is_over_limit(const ExsDsa *dsa)
{
    int64_t limit = exs_setting(&dsa->server->settings, EXS_SETTING_PROHIBIT_SEND), size = 0;

    if (limit == 0 || !has(dsa->server, EXS_RULE_STORE_LIMIT_BINDS_DSA))
        return false;
    for (guint i = 0; i < dsa->inbox->len; i++)
        size += ((const ExsLetter *)dsa->inbox->pdata[i])->length;
    return size > limit;
}

/* What it sends has an attachment called .dat. */
static bool is_blocked(const ExsDsa *dsa)
{
    return exs_setting(&dsa->server->settings, EXS_SETTING_SCANNER_BLOCKS_DAT) &&
           has(dsa->server, EXS_RULE_SCANNER_BLOCKS_DAT);
}

static void measure(const ExsDsa *dsa, ExsLetter *letter)
{
    const ExsSettings *settings = &dsa->server->settings;
    uint32_t objects = letter->is_answer ? letter->update.versions->len : 0;
    bool is_longer = letter->context % EXS_CONTEXTS == EXS_CONTEXT_CONFIGURATION;

    letter->whole_length = LETTER_SIZE + (is_longer ? CONFIGURATION : 0) +
                           objects * exs_setting(settings, EXS_SETTING_OBJECT_SIZE);
    letter->length = letter->whole_length;
    if (objects > 0 && has(dsa->server, EXS_RULE_COMPRESSED_BETWEEN_SITES))
        letter->length =
            letter->whole_length * exs_setting(settings, EXS_SETTING_COMPRESSED_TO) / 100;
}

/* The routing address of a site as the Connected Sites page of a connector there has it; NULL: no
 * connector leads to that site. */
static const ExsSpace *routing_address(const ExsSite *from, const ExsSite *to)
{
    for (guint i = 0; i < from->connectors->len; i++) {
        const ExsConnector *connector = from->connectors->pdata[i];
        const ExsConnectedSite *row = exs_connector_connected(connector, to);

        if (row && !connector->is_removed)
            return row->x400_space;
    }
    return NULL;
}

/* Where the letter goes: to the routing address, be it right or wrong. */
static const ExsAddress *address_of(const ExsDsa *dsa, const ExsRecipient *to)
{
    const ExsSpace *space = routing_address(dsa->server->site, to->site);
    const ExsAddress *address = NULL;
    g_autofree char *text = NULL;

    if (!space || !has(dsa->server, EXS_RULE_ROUTING_ADDRESS))
        return to->dn;
    if (space == to->site->x400_space)
        return to->x400;
    text = g_strdup_printf("%ss=%s;", space->text, to->name);
    address = exs_address_lenient(dsa->world->addresses, text, NULL);
    return address ? address : to->dn;
}

/* Returns the serial number of its message; 0: it could not be sent. */
static uint32_t send_letter(ExsDsa *dsa, ExsLetter *letter)
{
    ExsWorld *world = dsa->world;
    const ExsRecipient *to = exs_world_part(world, letter->to, EXS_RECIPIENT_DIRECTORY, NULL);
    ExsSubmission submission = {
        .from = exs_world_part(world, dsa->server, EXS_RECIPIENT_DIRECTORY, NULL),
        .count = 1,
        .priority = EXS_PRIORITY_NORMAL,
        .kind = EXS_MESSAGE_SYSTEM,
        .letter = letter,
    };
    const ExsAddress *address;
    uint32_t serial;

    measure(dsa, letter);
    if (!dsa->server->store_runs || is_over_limit(dsa) || is_blocked(dsa)) {
        exs_dsa_log_not_sent(dsa, letter, is_blocked(dsa) ? "80450102" : "80004005");
        return 0;
    }
    if (!submission.from || !to) /* the world is full */
        return 0;
    submission.size = letter->length;
    address = address_of(dsa, to);
    submission.to = &address;
    serial = exs_send(world, &submission, NULL);
    exs_dsa_log_sent(dsa, letter);
    return serial;
}

static uint32_t context_text(const ExsDsa *dsa, uint32_t context)
{
    return exs_record_text(dsa->world->record, exs_context_name(context));
}

void exs_dsa_request(ExsDsa *dsa, const ExsSync *sync)
{
    ExsLetter *letter = exs_letter_new(dsa->server, sync->source, sync->context);
    uint32_t serial;

    letter->start = exs_dsa_start_of(dsa, sync);
    letter->wants_all = sync->wants_all;
    letter->is_manual = sync->is_manual;
    letter->is_backsync = sync->is_backsync;
    if (sync->by->moved_from && !sync->wants_all && letter->start == 0 &&
        has(dsa->server, EXS_RULE_OLD_BRIDGEHEAD_USN)) {
        letter->by_mark = sync->by->moved_from;
        letter->start = exs_directory_mark(dsa->server, sync->context, letter->by_mark);
    }
    exs_dsa_log_sync(dsa, sync);
    serial = send_letter(dsa, letter);
    if (serial)
        exs_dsa_log_synced(dsa, sync);
    exs_letter_unref(letter);
    exs_replication_await(sync->by, sync->context, true);
    if (serial)
        exs_world_trace(dsa->world, ASKED, dsa->id, dsa->server->id, sync->source->id, serial,
                        context_text(dsa, sync->context),
                        exs_context_site(dsa->world, sync->context)->id);
}

/* The sites that this server's site knows, but those that it knows by the asking one. */
static GPtrArray *known_sites(const ExsServer *server, const ExsSite *asking)
{
    const ExsWorld *world = server->site->world;
    GPtrArray *known = g_ptr_array_new();

    for (guint i = 0; i < world->sites->len; i++) {
        ExsSite *site = world->sites->pdata[i];
        const ExsReplication *by = exs_replication_for(world, server->site, site);

        if (site == server->site ||
            (by && by->remote->site != asking &&
             exs_directory_has_context(server, exs_context(site, EXS_CONTEXT_CONFIGURATION))))
            g_ptr_array_add(known, site);
    }
    return known;
}

/* ---- what comes in ---- */

static void answer(ExsDsa *dsa, const ExsLetter *request)
{
    ExsServer *server = dsa->server;
    ExsLetter *letter = exs_letter_new(server, request->from, request->context);
    uint32_t limit = UINT32_MAX, serial, objects;

    if (has(server, EXS_RULE_INTERSITE_PACKETS))
        limit = (uint32_t)exs_setting(&server->settings, EXS_SETTING_INTERSITE_PACKET);
    letter->is_answer = true;
    letter->is_manual = request->is_manual;
    letter->wants_all = request->wants_all;
    letter->is_backsync = request->is_backsync;
    letter->start = exs_directory_mark(server, request->context, request->from);
    letter->update =
        request->is_backsync
            ? exs_dsa_written_by(server, request->context, request->from)
            : exs_directory_since(server, request->context,
                                  exs_dsa_check_start(dsa, request->start, request->by_mark), false,
                                  limit);
    letter->known = known_sites(server, request->from->site);
    objects = letter->update.versions->len;
    exs_dsa_log_changes(dsa, request, &letter->update);
    serial = send_letter(dsa, letter);
    exs_letter_unref(letter);
    if (serial)
        exs_world_trace(dsa->world, ANSWERED, dsa->id, server->id, request->from->id, serial,
                        context_text(dsa, request->context),
                        exs_context_site(dsa->world, request->context)->id, objects);
}

void exs_dsa_ask(ExsDsa *dsa, ExsReplication *by, uint32_t context, ExsSync how)
{
    how.context = context;
    how.source = by->remote;
    how.by = by;
    exs_dsa_sync(dsa, how);
}

void exs_dsa_ask_site(ExsDsa *dsa, ExsReplication *by, const ExsSite *site, ExsSync how)
{
    for (int kind = 0; kind < EXS_CONTEXTS; kind++)
        exs_dsa_ask(dsa, by, exs_context(site, (ExsContextKind)kind), how);
}

/* Sites that are heard of for the first time are known by this connector from now. */
static void meet(ExsDsa *dsa, ExsReplication *by, const ExsLetter *letter)
{
    for (guint i = 0; i < letter->known->len; i++) {
        ExsSite *site = letter->known->pdata[i];

        if (site == dsa->server->site || exs_replication_for(dsa->world, dsa->server->site, site))
            continue;
        if (exs_replication_know(by, site))
            exs_dsa_ask_site(dsa, by, site, (ExsSync){.due = exs_world_now(dsa->world)});
    }
}

/* What came in is news for those who ask this bridgehead: without the rule they need not wait. */
static void forward(const ExsDsa *dsa, uint32_t context)
{
    const ExsWorld *world = dsa->world;

    for (guint i = 0; i < world->replications->len; i++) {
        ExsReplication *other = world->replications->pdata[i];

        if (!other->is_removed && other->remote->site == dsa->server->site &&
            g_ptr_array_find(other->inbound, exs_context_site(world, context), NULL))
            exs_dsa_ask(other->server->dsa, other, context, (ExsSync){.due = exs_world_now(world)});
    }
}

static void take_answer(ExsDsa *dsa, ExsReplication *by, const ExsLetter *letter)
{
    const ExsUpdate *update = &letter->update;
    uint32_t context = letter->context;
    bool is_news, is_whole;

    exs_replication_await(by, context, false);
    is_news = exs_dsa_take_update(dsa, context, letter->from, update, true, &is_whole);
    if (letter->is_backsync)
        exs_dsa_backsynced(dsa, letter->start);
    if (is_news || has(dsa->server, EXS_RULE_NOTIFIES_UNCHANGED))
        exs_dsa_announce(dsa, context);
    if (is_news && !has(dsa->server, EXS_RULE_HOP_BY_HOP))
        forward(dsa, context);
    if (update->remaining > 0 && is_whole)
        exs_dsa_ask(dsa, by, context,
                    (ExsSync){.due = exs_world_now(dsa->world),
                              .is_manual = letter->is_manual,
                              .wants_all = letter->wants_all,
                              .start = update->end});
    meet(dsa, by, letter);
}

static bool is_discarded(const ExsServer *server, const ExsLetter *letter)
{
    return letter->is_answer && has(server, EXS_RULE_ANSWER_DISCARDED) &&
           exs_setting(&server->settings, EXS_SETTING_MEMORY_DIAGNOSTICS);
}

static void read_letter(ExsDsa *dsa, const ExsLetter *letter)
{
    ExsReplication *by = exs_replication_between(dsa->world, dsa->server->site, letter->from->site);

    exs_dsa_log_received(dsa, letter);
    if (!by || by->server != dsa->server || is_discarded(dsa->server, letter))
        return;
    if (letter->is_answer)
        take_answer(dsa, by, letter);
    else
        answer(dsa, letter);
}

/* ---- the inbox: one after the other ---- */

static void note_inbox(const ExsDsa *dsa)
{
    exs_world_trace(dsa->world, COUNTER, dsa->id,
                    exs_record_text(dsa->world->record, "Directory Service Inbox"), dsa->id,
                    dsa->inbox->len);
}

static void on_read(void *object, void *data)
{
    ExsDsa *dsa = object;
    ExsLetter *letter = exs_letter_ref(dsa->inbox->pdata[0]);

    (void)data;
    dsa->reading = 0;
    g_ptr_array_remove_index(dsa->inbox, 0);
    note_inbox(dsa);
    read_letter(dsa, letter);
    exs_letter_unref(letter);
    exs_dsa_read_on(dsa);
}

void exs_dsa_read_on(ExsDsa *dsa)
{
    if (!dsa->reading && dsa->runs && !dsa->has_lost_inbox && dsa->inbox->len > 0)
        dsa->reading =
            exs_engine_at(dsa->world->engine,
                          exs_world_now(dsa->world) +
                              exs_setting(&dsa->server->settings, EXS_SETTING_LETTER_TIME),
                          on_read, dsa, NULL);
}

void exs_dsa_receive(ExsDsa *dsa, ExsLetter *letter)
{
    g_ptr_array_add(dsa->inbox, exs_letter_ref(letter));
    note_inbox(dsa);
    exs_dsa_read_on(dsa);
}

/* ---- the mailbox of the service ---- */

static bool is_logged_on(const ExsDsa *dsa)
{
    return !dsa->has_lost_inbox && (dsa->server->store_runs || !dsa->runs);
}

static void on_watch(void *object, void *data)
{
    ExsDsa *dsa = object;

    (void)data;
    dsa->watching = 0;
    if (is_logged_on(dsa) || !has(dsa->server, EXS_RULE_DSA_WATCHES))
        return;
    exs_log_event(dsa->world, dsa->server, EXS_EVENT_DISPATCHER_STOPPED, NULL);
    exs_log_event(dsa->world, dsa->server, EXS_EVENT_MAIL_NOT_REACHED, NULL);
    exs_dsa_watch(dsa);
}

void exs_dsa_watch(ExsDsa *dsa)
{
    ExsTime delay = dsa->has_lost_inbox
                        ? exs_setting(&dsa->server->settings, EXS_SETTING_DSA_WATCH_TIME)
                        : 10 * EXS_MINUTE;

    if (!dsa->watching)
        dsa->watching = exs_engine_at(dsa->world->engine, exs_world_now(dsa->world) + delay,
                                      on_watch, dsa, NULL);
}

void exs_dsa_lose_inbox(ExsDsa *dsa)
{
    if (!dsa->runs || !has(dsa->server, EXS_RULE_INBOX_LOST))
        return;
    dsa->has_lost_inbox = true;
    if (dsa->reading)
        exs_engine_cancel(dsa->world->engine, dsa->reading);
    dsa->reading = 0;
    exs_dsa_log_exception(dsa, EXS_DSA_INBOX_LOST);
    exs_dsa_watch(dsa);
}

/* It is asked for again at the next activation. */
void exs_dsa_returned(ExsDsa *dsa, const ExsLetter *letter)
{
    dsa->returned++;
    exs_dsa_log_returned(dsa, letter);
}

/* ---- a start ---- */

static bool syncs_at_startup(const ExsServer *server)
{
    return has(server, EXS_RULE_STARTUP_SYNC) &&
           (exs_setting(&server->settings, EXS_SETTING_SYNC_AT_STARTUP) ||
            !has(server, EXS_RULE_STARTUP_SYNC_VALUE));
}

/* Every server that it knows of another site's, by whatever bridgehead its directory comes. The MTA
 * is given time to start. */
void exs_dsa_sync_others(ExsDsa *dsa)
{
    const GPtrArray *servers = dsa->world->servers;
    ExsTime due = exs_world_now(dsa->world) +
                  exs_setting(&dsa->server->settings, EXS_SETTING_SYNC_STARTUP_DELAY);

    if (!syncs_at_startup(dsa->server))
        return;

    for (guint i = 0; i < servers->len; i++) {
        const ExsServer *other = servers->pdata[i];
        ExsReplication *by = exs_replication_for(dsa->world, dsa->server->site, other->site);

        if (by && by->server == dsa->server && exs_directory_version(dsa->server, other->id))
            exs_dsa_ask_site(dsa, by, other->site, (ExsSync){.due = due, .at_startup = true});
    }
}
