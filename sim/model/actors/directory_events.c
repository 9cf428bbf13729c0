/* directory_events.c - what a Directory Service writes into the application log (see directory.h).
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/directory.h"

#define MAXIMUM 5 /* of diagnostics logging */

static bool logs(const ExsDsa *dsa)
{
    return exs_setting(&dsa->server->settings, EXS_SETTING_LOG_REPLICATION) >= MAXIMUM &&
           exs_record_wants(dsa->world->record, EXS_TRACE_EVENT);
}

/* "/o=ORG/ou=SITE" */
static const char *site_name(const ExsSite *site)
{
    return site->dn_space->text + strlen("EX:");
}

/* "/o=ORG/ou=SITE/cn=Configuration" (owned by the caller) */
static char *context_dn(const ExsWorld *world, uint32_t context)
{
    bool is_site = context % EXS_CONTEXTS == EXS_CONTEXT_SITE;

    return g_strconcat(site_name(exs_context_site(world, context)),
                       is_site ? "" : "/cn=Configuration", NULL);
}

/* (owned by the caller) */
char *exs_dsa_dn(const ExsServer *server)
{
    return g_strdup_printf("%s/cn=Configuration/cn=Servers/cn=%s/cn=Microsoft DSA",
                           site_name(server->site), server->name);
}

/* What a synchronization was asked for by, as event 1068 prints it. */
static const char *options_of(const ExsDsa *dsa, const ExsSync *sync)
{
    if (sync->is_manual)
        return sync->wants_all ? "c000" : "4000";
    if (sync->at_startup)
        return "904041";
    return exs_context_site(dsa->world, sync->context) == dsa->server->site ? "3" : "4041";
}

void exs_dsa_log_sync(const ExsDsa *dsa, const ExsSync *sync)
{
    g_autofree char *context = NULL, *source = NULL, *flags = NULL;
    const char *options = options_of(dsa, sync);

    if (!logs(dsa))
        return;
    context = context_dn(dsa->world, sync->context);
    source = exs_dsa_dn(sync->source);
    flags = g_strdup_printf("0x%08" G_GINT64_MODIFIER "x", g_ascii_strtoull(options, NULL, 16));
    if (sync->is_manual)
        exs_log_event(dsa->world, dsa->server, EXS_EVENT_SYNC_CALLED,
                      (const char *const[]){context, dsa->server->name, source, flags});
    exs_log_event(dsa->world, dsa->server, EXS_EVENT_SYNC_ASKED,
                  (const char *const[]){context, source, options});
}

void exs_dsa_log_synced(const ExsDsa *dsa, const ExsSync *sync)
{
    g_autofree char *context = NULL;

    if (!logs(dsa))
        return;
    exs_log_event(dsa->world, dsa->server, EXS_EVENT_SYNC_COMPLETED, NULL);
    if (!sync->is_manual)
        return;
    context = context_dn(dsa->world, sync->context);
    exs_log_event(dsa->world, dsa->server, EXS_EVENT_SYNC_REQUESTED,
                  (const char *const[]){context, dsa->server->name});
}

/* A request went out, or an answer. */
void exs_dsa_log_sent(const ExsDsa *dsa, const ExsLetter *letter)
{
    g_autofree char *context = NULL, *to = NULL, *length = NULL, *whole = NULL;

    if (!logs(dsa))
        return;
    context = context_dn(dsa->world, letter->context);
    to = exs_dsa_dn(letter->to);
    length = g_strdup_printf("%" G_GINT64_FORMAT, letter->length);
    whole = g_strdup_printf("%" G_GINT64_FORMAT, letter->whole_length);
    if (!letter->is_answer) {
        exs_log_event(dsa->world, dsa->server, EXS_EVENT_REQUEST_SENT,
                      (const char *const[]){length, context, to});
        return;
    }
    if (letter->whole_length > letter->length)
        exs_log_event(dsa->world, dsa->server, EXS_EVENT_ANSWER_COMPRESSED,
                      (const char *const[]){whole, length});
    exs_log_event(dsa->world, dsa->server, EXS_EVENT_ANSWER_SENT,
                  (const char *const[]){length, context, to, letter->mts_id});
}

void exs_dsa_log_received(const ExsDsa *dsa, const ExsLetter *letter)
{
    g_autofree char *from = NULL, *length = NULL;

    if (!logs(dsa))
        return;
    from = exs_dsa_dn(letter->from);
    length = g_strdup_printf("%" G_GINT64_FORMAT, letter->length);
    exs_log_event(dsa->world, dsa->server, EXS_EVENT_LETTER_RECEIVED,
                  (const char *const[]){length, from, letter->mts_id});
}

void exs_dsa_log_changes(const ExsDsa *dsa, const ExsLetter *request, const ExsUpdate *update)
{
    g_autofree char *context = NULL, *start = NULL, *count = NULL, *end = NULL;

    if (!logs(dsa))
        return;
    context = context_dn(dsa->world, request->context);
    start = g_strdup_printf("%" G_GUINT64_FORMAT, update->start);
    count = g_strdup_printf("%u", update->versions->len);
    end = g_strdup_printf("%" G_GUINT64_FORMAT, update->end);
    exs_log_event(dsa->world, dsa->server, EXS_EVENT_CHANGES_ASKED,
                  (const char *const[]){request->from->name, context, start});
    exs_log_event(dsa->world, dsa->server, EXS_EVENT_CHANGES_GOT,
                  (const char *const[]){count, end});
}

/* What follows is logged at any level, but for what is said. The DSA's own number comes first. */
void exs_dsa_log_too_high(const ExsDsa *dsa, uint64_t usn)
{
    g_autofree char *id = g_strdup_printf("%032x", dsa->id);
    g_autofree char *number = g_strdup_printf("%" G_GUINT64_FORMAT, usn);

    exs_log_event(dsa->world, dsa->server, EXS_EVENT_USN_TOO_HIGH,
                  (const char *const[]){id, number});
}

void exs_dsa_log_no_name(const ExsDsa *dsa, const ExsSync *sync)
{
    g_autofree char *dn = context_dn(dsa->world, sync->context);
    const char *name = sync->source->name;

    exs_log_event(dsa->world, dsa->server, EXS_EVENT_RPC_EXCEPTION,
                  (const char *const[]){"1727", name});
    exs_log_event(dsa->world, dsa->server, EXS_EVENT_NOT_SYNCHRONIZED,
                  (const char *const[]){dn, name});
    exs_log_event(dsa->world, dsa->server, EXS_EVENT_CALL_FAILED, (const char *const[]){"13"});
}

/* The name as far as the colon. */
void exs_dsa_log_colon(const ExsDsa *dsa, const ExsSite *site)
{
    const char *whole = site_name(site);
    g_autofree char *name = g_strndup(whole, strcspn(whole, ":"));

    exs_log_event(dsa->world, dsa->server, EXS_EVENT_CONNECTOR_NOT_MODIFIED,
                  (const char *const[]){name});
}

void exs_dsa_log_exception(const ExsDsa *dsa, ExsDsaException which)
{
    static const char *const words[][4] = {
        [EXS_DSA_NO_ROOM] = {"e0010004", "-1069", "0", "2080113"},
        [EXS_DSA_TOO_MANY_SITES] = {"e0010004", "-1026", "0", "2060400"},
        [EXS_DSA_INBOX_LOST] = {"e0010002", "9", "9", "3050444"},
    };

    if (which == EXS_DSA_NO_ROOM ||
        exs_setting(&dsa->server->settings, EXS_SETTING_LOG_DSA_INTERNAL) > 0)
        exs_log_event(dsa->world, dsa->server, EXS_EVENT_DIRECTORY_EXCEPTION, words[which]);
}

void exs_dsa_log_no_room(const ExsDsa *dsa, const ExsVersion *version, uint32_t context,
                         const ExsServer *source)
{
    const ExsRecipient *list = version->thing;
    g_autofree char *from = exs_dsa_dn(source), *dn = context_dn(dsa->world, context);

    exs_dsa_log_exception(dsa, EXS_DSA_NO_ROOM);
    exs_log_event(dsa->world, dsa->server, EXS_EVENT_OBJECT_NOT_UPDATED,
                  (const char *const[]){list->dn->value, from});
    exs_log_event(dsa->world, dsa->server, EXS_EVENT_NOT_SYNCHRONIZED,
                  (const char *const[]){dn, from});
}

void exs_dsa_log_returned(const ExsDsa *dsa, const ExsLetter *letter)
{
    g_autofree char *to = exs_dsa_dn(letter->to);
    g_autofree char *diagnostic = g_strdup_printf("%d", letter->diagnostic);
    g_autofree char *reason = g_strdup_printf("%d", letter->reason);

    exs_log_event(dsa->world, dsa->server, EXS_EVENT_LETTER_RETURNED,
                  (const char *const[]){to, diagnostic, reason});
}

void exs_dsa_log_not_sent(const ExsDsa *dsa, const ExsLetter *letter, const char *error)
{
    g_autofree char *context = context_dn(dsa->world, letter->context);
    g_autofree char *to = exs_dsa_dn(letter->to);

    exs_log_event(dsa->world, dsa->server, EXS_EVENT_MAIL_CLOSED, (const char *const[]){error});
    if (letter->is_answer)
        exs_log_event(dsa->world, dsa->server, EXS_EVENT_CHANGES_NOT_SENT,
                      (const char *const[]){context, to});
}
