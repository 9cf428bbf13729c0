/* mta_trace.c - an MTA reads the traces of what arrives, and writes its own (see mta.h).
 *
 * What a trace was found to say is kept in the record where somebody is named a second time,
 * looping or not.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/org/external_trace.h"
#include "exsim/model/routing/loop.h"

#define SHOWN_MAX                                                                                  \
    8 /* entries of a trace in the record, from the last: what went round is enough                \
       */

static const char *mark(bool is_rerouted, bool is_redirected)
{
    if (is_rerouted)
        return " (rerouted)";
    return is_redirected ? " (redirected)" : "";
}

static void append(GString *out, const char *name, const char *marked)
{
    if (out->len > 0)
        g_string_append(out, ", ");
    g_string_append(out, name);
    g_string_append(out, marked);
}

static const char *server_name(const ExsWorld *world, const ExsVisit *visit)
{
    return ((const ExsServer *)world->servers->pdata[visit->mta])->name;
}

/* "S1, S2 (rerouted), S3" */
static void append_internal(GString *out, const ExsWorld *world, const ExsTransfer *transfer)
{
    const ExsVisit *trace = exs_transfer_trace(transfer);
    size_t count = transfer->visit_count;

    if (count > SHOWN_MAX)
        append(out, "...", "");
    for (size_t i = count > SHOWN_MAX ? count - SHOWN_MAX : 0; i < count; i++)
        append(out, server_name(world, &trace[i]),
               mark(trace[i].is_rerouted, trace[i].is_redirected));
}

/* "ORG, PROVIDER; sites A, B" */
static void append_external(GString *out, const ExsWorld *world, const ExsExternalTrace *trace)
{
    guint count = trace->passages->len;

    if (count > SHOWN_MAX)
        append(out, "...", "");
    for (guint i = count > SHOWN_MAX ? count - SHOWN_MAX : 0; i < count; i++) {
        const ExsPassage *passage = &g_array_index(trace->passages, ExsPassage, i);

        append(out,
               passage->domain == EXS_DOMAIN_OWN
                   ? world->organization
                   : exs_record_object(world->record, passage->domain)->name,
               mark(passage->is_rerouted, false));
    }
    g_string_append(out, trace->sites->len == 0 ? "; no sites" : "; sites ");
    for (guint i = 0; i < trace->sites->len; i++) {
        const ExsSite *site = world->sites->pdata[g_array_index(trace->sites, uint32_t, i)];

        g_string_append_printf(out, "%s%s", i > 0 ? ", " : "", site->name);
    }
}

void exs_mta_note_external(const ExsMta *mta, const ExsHost *host, const ExsTransfer *transfer,
                           ExsRule rule)
{
    const ExsExternalTrace *trace = transfer->external;
    g_autoptr(GString) text = g_string_new(NULL);

    append_external(text, mta->world, trace);
    exs_world_trace(mta->world, TRACED, host->id, transfer->message->serial,
                    exs_record_text(mta->world->record, text->str), trace->passages->len, rule);
}

static void note(const ExsMta *mta, const ExsTransfer *transfer, const ExsLoop *loop)
{
    g_autoptr(GString) text = NULL;
    bool is_external = loop->found_by == EXS_RULE_LOOP_BY_DOMAIN;

    if (!exs_record_wants(mta->world->record, EXS_TRACE_TRACED))
        return;
    text = g_string_new(NULL);
    if (is_external)
        append_external(text, mta->world, transfer->external);
    else
        append_internal(text, mta->world, transfer);
    exs_world_trace(mta->world, TRACED, mta->server->mta_id, transfer->message->serial,
                    exs_record_text(mta->world->record, text->str),
                    is_external ? transfer->external->passages->len : transfer->visit_count,
                    loop->passed_by != EXS_RULE_NONE ? loop->passed_by : loop->found_by);
}

static ExsCause cause_of(ExsRule rule)
{
    if (rule == EXS_RULE_LOOP_BY_SITE)
        return EXS_CAUSE_LOOP_IN_SITE;
    return rule == EXS_RULE_LOOP_BY_DOMAIN ? EXS_CAUSE_LOOP_OUTSIDE : EXS_CAUSE_LOOP;
}

static void return_looping(ExsMta *mta, ExsTransfer *transfer, ExsCause cause)
{
    const ExsBounce *bounce = exs_bounce(cause);

    exs_world_trace(mta->world, LOOP, mta->server->mta_id, transfer->message->serial,
                    exs_record_text(mta->world->record, bounce->words), bounce->rule);
    exs_log_event(mta->world, mta->server, EXS_EVENT_LOOP_DETECTED,
                  (const char *const[]){exs_reason_name(bounce->reason),
                                        exs_diagnostic_name(bounce->diagnostic)});
    exs_mta_return_all(mta, NULL, transfer, cause);
}

bool exs_mta_stops_loop(ExsMta *mta, ExsTransfer *transfer)
{
    ExsLoop loop = exs_loop_test(mta->server, transfer);

    if (G_UNLIKELY(loop.found_by != EXS_RULE_NONE)) {
        note(mta, transfer, &loop);
        if (loop.passed_by == EXS_RULE_NONE) {
            return_looping(mta, transfer, cause_of(loop.found_by));
            return true;
        }
    }
    exs_transfer_visit(transfer, mta->server->number);
    return false;
}

void exs_mta_leave_domain(const ExsMta *mta, ExsTransfer *transfer)
{
    const ExsVisit *trace = exs_transfer_trace(transfer);
    bool is_rerouted = exs_transfer_was_rerouted(transfer, 0);
    uint32_t entries = exs_loop_entries(&mta->server->policy, transfer, &is_rerouted);

    if (!transfer->external)
        transfer->external = exs_external_trace_new();
    for (size_t i = 0; i < transfer->visit_count; i++) {
        const ExsServer *server = mta->world->servers->pdata[trace[i].mta];

        is_rerouted |= trace[i].is_redirected;
        if (exs_loop_names_site(server))
            exs_external_trace_add_site(transfer->external, server->site->number);
    }
    for (uint32_t i = 0; i < entries; i++)
        exs_external_trace_add(transfer->external, EXS_DOMAIN_OWN, is_rerouted);
    exs_transfer_leave(transfer);
}
