/* mta_return.c - what goes nowhere goes back, with a report (see mta.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/actors/public_store.h"
#include "exsim/model/actors/store.h"
#include "exsim/model/org/encapsulate.h"
#include "exsim/model/org/letter.h"
#include "exsim/model/org/replied.h"
#include "exsim/model/routing/expand.h"

#define REPORT_SIZE 2048 /* bytes: no source says */

ExsTransfer *exs_mta_report(const ExsMta *mta, uint32_t actor, const ExsMessage *about,
                            const ExsAddress *to)
{
    ExsWorld *world = mta->world;
    ExsMessage *report = exs_message_new(world, NULL, 1);

    report->kind = EXS_MESSAGE_REPORT;
    report->submitted = exs_clock_utc(&mta->server->clock, exs_world_now(world));
    report->origin = mta->server;
    report->about = about->serial;
    report->way_in = about->way_in;
    report->letter = about->letter ? exs_letter_ref(about->letter) : NULL;
    report->size = REPORT_SIZE;
    report->priority = EXS_PRIORITY_URGENT; /* X.411: a report counts as urgent */
    report->to[0].typed = to;
    exs_world_trace(world, REPORT, actor, report->serial, exs_world_address_text(world, to),
                    about->serial);
    return exs_transfer_new(world, report, NULL, 1);
}

/* To the originator as the copy has it that is given back. */
static void address_report(ExsEnvelope *to, const ExsTransfer *copy)
{
    if (!copy || (!copy->from_dn && !copy->from_x400))
        return;
    to->typed = copy->from_dn ? copy->from_dn : copy->from_x400;
    to->dn = copy->from_dn;
    if (copy->from_dn && copy->from_x400 && copy->from_x400->form == EXS_ADDRESS_X400)
        to->x400 = copy->from_x400;
}

/* A report on a report from <> is from the mailbox that did not take it, and goes to nobody; what
 * comes of that is one from <> again. */
static void address_in_vain(const ExsMta *mta, ExsMessage *report, const ExsMessage *about,
                            ExsCause cause)
{
    report->has_no_path = about->is_for_nobody;
    report->is_for_nobody = exs_bounce_is_for_nobody(mta->server, about, cause);
    report->originator = about->to[0].typed;
}

/* It cannot be routed, or the store never gets it. */
static void lose(ExsMta *mta, uint32_t actor, ExsTransfer *transfer, ExsRule rule)
{
    g_autofree char *object = exs_object_id(mta, transfer->message);

    if (rule == EXS_RULE_TRANSIT_REPORT_LOST)
        exs_log_event(mta->world, mta->server, EXS_EVENT_REPORT_UNROUTABLE,
                      (const char *const[]){object});
    exs_transfer_discard(mta->world, transfer, actor, rule,
                         exs_record_text(mta->world->record, "the report gets lost"));
}

/* The report is a message of its own, routed like any other. `owner`: of a list, to whom it goes;
 * NULL: to the originator. */
static void send_report(ExsMta *mta, ExsGateway *by, uint32_t actor, const ExsMessage *about,
                        const ExsTransfer *copy, ExsCause cause, const ExsRecipient *owner)
{
    ExsRule loses = exs_bounce_loses(&mta->server->policy, cause);
    ExsTransfer *transfer =
        exs_mta_report(mta, actor, about, owner ? owner->dn : about->originator);

    if (!owner)
        address_report(&transfer->message->to[0], copy);
    if (G_UNLIKELY(about->has_no_path || about->is_for_nobody))
        address_in_vain(mta, transfer->message, about, cause);
    if (loses == EXS_RULE_NONE && by && exs_gateway_is_disabled(by))
        loses = EXS_RULE_GATEWAY_MAILBOX_FULL;
    if (loses != EXS_RULE_NONE)
        lose(mta, actor, transfer, loses);
    else if (by)
        exs_gateway_submit(by, transfer);
    else if (exs_bounce_is_made_by_store(cause))
        exs_store_take(mta->server->store, transfer);
    else
        exs_mta_receive(mta, transfer, NULL, NULL);
}

/* "DN:/o=ORG/ou=SITE/cn=...C=US;A= ;P=ORG;..." (owned by the caller) */
static char *destination(const ExsEnvelope *envelope)
{
    if (!envelope->dn && !envelope->x400)
        return g_strdup(envelope->typed->text);
    if (envelope->recipient && envelope->recipient->kind == EXS_RECIPIENT_FOLDER) {
        g_autofree char *store = exs_public_dn(envelope->recipient->server);

        return g_strdup_printf("DN:%sDDA:EX=%s", store, envelope->recipient->dn->value);
    }
    return g_strdup_printf("%s%s%s", envelope->dn ? "DN:" : "",
                           envelope->dn ? envelope->dn->value : "",
                           envelope->x400 ? envelope->x400->value : "");
}

/* Event 142 where there is no way out, and 290 for each recipient that the MTA gives back;
 * nothing is redirected. */
static void log_return(const ExsMta *mta, const ExsMessage *message, uint32_t place, ExsCause cause)
{
    g_autofree char *id = NULL, *number = NULL, *destined = NULL;

    if (!exs_record_wants(mta->world->record, EXS_TRACE_EVENT))
        return;
    id = exs_message_mts_id(mta->world, message);
    number = g_strdup_printf("%u", place + 1);
    if (cause == EXS_CAUSE_NO_ROUTE || cause == EXS_CAUSE_LOCAL_SPACE)
        exs_log_event(mta->world, mta->server, EXS_EVENT_UNROUTABLE_RECIPIENT,
                      (const char *const[]){message->to[place].typed->text, id,
                                            message->to[place].typed->text, number});
    destined = destination(&message->to[place]);
    exs_log_event(
        mta->world, mta->server, EXS_EVENT_NDR,
        (const char *const[]){exs_reason_name(exs_bounce(cause)->reason),
                              exs_diagnostic_name(exs_bounce_logged(&mta->server->policy, cause)),
                              id, destined, number, ""});
}

/* Whom one report goes to, of all that are given back. */
static void join(ExsExpandReport *all, ExsExpandReport *one)
{
    all->originator |= one->originator;
    for (guint i = 0; i < one->owners->len; i++)
        if (!g_ptr_array_find(all->owners, one->owners->pdata[i], NULL))
            g_ptr_array_add(all->owners, one->owners->pdata[i]);
    g_ptr_array_unref(one->owners);
}

/* Members of lists are reported to whom the lists say. `told`: is anybody, for each place. */
static void report_by_lists(ExsMta *mta, ExsGateway *by, uint32_t actor, const ExsMessage *message,
                            const uint32_t *places, const ExsCause *causes, bool *told,
                            uint32_t count)
{
    const ExsTransfer *copy = message->to[places[0]].carrier;
    ExsExpandReport all = {false, g_ptr_array_new()};

    for (uint32_t i = 0; i < count; i++) {
        ExsExpandReport one =
            exs_expand_report(&mta->server->policy, &message->to[places[i]], causes[i], by != NULL);

        told[i] = one.originator || one.owners->len > 0;
        join(&all, &one);
    }
    if (all.originator)
        send_report(mta, by, actor, message, copy, causes[0], NULL);
    for (guint i = 0; i < all.owners->len; i++)
        send_report(mta, by, actor, message, copy, causes[0], all.owners->pdata[i]);
    g_ptr_array_unref(all.owners);
}

/* How a report names the recipient: a gateway on another server than the sender's as X.400 has it,
 * the address in a DDA. */
static const ExsAddress *named(const ExsGateway *by, const ExsMessage *message,
                               const ExsEnvelope *envelope)
{
    const ExsAddress *whole = NULL;

    if (by && by->server != message->origin && envelope->dda &&
        exs_rule(&by->server->policy, EXS_RULE_RETURNED_IN_DDA))
        whole = exs_encapsulated(by->world, by->server->site, envelope->dda);
    return whole ? whole : envelope->typed;
}

/* One recipient goes back; `rule`: by which nobody is told of it, EXS_RULE_NONE: somebody is. */
static void give_back(ExsMta *mta, ExsGateway *by, uint32_t actor, ExsMessage *message,
                      uint32_t place, ExsCause cause, ExsRule silent)
{
    ExsWorld *world = mta->world;
    const ExsBounce *bounce = exs_bounce(cause);
    uint32_t recipient = exs_world_address_text(world, message->to[place].typed);
    uint32_t words = exs_record_text(world->record, bounce->words);

    if (silent == EXS_RULE_NONE && !by && !exs_bounce_is_stores(cause))
        log_return(mta, message, place, cause);
    if (silent == EXS_RULE_NONE && message->is_kept)
        exs_replied_returned(world, message, place, named(by, message, &message->to[place]));
    if (silent == EXS_RULE_NONE)
        exs_world_trace(world, RETURNED, actor, message->serial, recipient, bounce->reason,
                        bounce->diagnostic, words, bounce->rule);
    else
        exs_world_trace(world, DISCARDED, actor, message->serial, recipient, words, silent);
    exs_message_settle(world, message, place,
                       silent == EXS_RULE_NONE ? EXS_FATE_RETURNED : EXS_FATE_DISCARDED);
}

void exs_mta_return(ExsMta *mta, ExsGateway *by, ExsMessage *message, const uint32_t *places,
                    const ExsCause *causes, uint32_t count)
{
    uint32_t actor = by                                ? by->connector->id
                     : exs_bounce_is_stores(causes[0]) ? mta->server->store_id
                                                       : mta->server->mta_id;
    bool reports = exs_bounce_reports(mta->server, message, causes[0]);
    g_autofree bool *told = NULL;

    if (message->letter && count > 0) {
        message->letter->reason = exs_bounce(causes[0])->reason;
        message->letter->diagnostic = exs_bounce(causes[0])->diagnostic;
    }
    if (reports && message->expansions) {
        told = g_new(bool, count);
        report_by_lists(mta, by, actor, message, places, causes, told, count);
    } else if (reports) {
        send_report(mta, by, actor, message, message->to[places[0]].carrier, causes[0], NULL);
    }
    for (uint32_t i = 0; i < count; i++)
        give_back(mta, by, actor, message, places[i], causes[i],
                  !reports           ? EXS_RULE_NO_REPORT_ON_REPORT
                  : told && !told[i] ? EXS_RULE_REPORT_BY_HISTORY
                                     : EXS_RULE_NONE);
}

void exs_mta_return_all(ExsMta *mta, ExsGateway *by, ExsTransfer *transfer, ExsCause cause)
{
    g_autofree ExsCause *causes = g_new(ExsCause, transfer->count);
    g_autofree uint32_t *places = g_new(uint32_t, transfer->count);
    uint32_t count = 0;

    for (uint32_t i = 0; i < transfer->count; i++) {
        if (transfer->message->to[transfer->which[i]].fate != EXS_FATE_OPEN)
            continue;
        causes[count] = cause;
        places[count++] = transfer->which[i];
    }
    if (count > 0)
        exs_mta_return(mta, by, transfer->message, places, causes, count);
    exs_transfer_end(mta->world, transfer);
}
