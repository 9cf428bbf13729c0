/* loop.c - see loop.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/routing/loop.h"

#include "exsim/model/org/world.h"

/* The mark that makes what was before it no loop; EXS_RULE_NONE: there is none. */
static ExsRule mark_of(const ExsPolicy *policy, const ExsVisit *visit)
{
    if (visit->is_rerouted && exs_rule(policy, EXS_RULE_REROUTE_IS_NO_LOOP))
        return EXS_RULE_REROUTE_IS_NO_LOOP;
    if (visit->is_redirected && exs_rule(policy, EXS_RULE_REDIRECT_IS_NO_LOOP))
        return EXS_RULE_REDIRECT_IS_NO_LOOP;
    return EXS_RULE_NONE;
}

ExsLoop exs_loop_internal(const ExsPolicy *policy, const ExsVisit *trace, size_t count,
                          uint32_t mta)
{
    ExsLoop loop = {EXS_RULE_NONE, EXS_RULE_NONE, 0};

    if (count < 2 || trace[count - 1].mta == mta || !exs_rule(policy, EXS_RULE_LOOP_BY_TRACE))
        return loop;
    for (size_t i = count; i > 0; i--) {
        if (loop.passed_by == EXS_RULE_NONE)
            loop.passed_by = mark_of(policy, &trace[i - 1]);
        if (trace[i - 1].mta == mta) {
            loop.found_by = EXS_RULE_LOOP_BY_TRACE;
            loop.place = i - 1;
            return loop;
        }
    }
    return loop;
}

bool exs_loop_names_site(const ExsServer *server)
{
    return exs_setting(&server->settings, EXS_SETTING_NO_BILATERAL_INFO) == 0 ||
           !exs_rule(&server->policy, EXS_RULE_BILATERAL_SWITCH);
}

static const ExsServer *server_of(const ExsServer *server, const ExsVisit *visit)
{
    return server->site->world->servers->pdata[visit->mta];
}

/* Back in the site, at whichever of its servers. */
static ExsLoop test_sites(const ExsServer *server, const ExsTransfer *transfer)
{
    const ExsVisit *trace = exs_transfer_trace(transfer);
    size_t count = transfer->visit_count;
    ExsLoop loop = {EXS_RULE_NONE, EXS_RULE_NONE, 0};

    if (count < 2 || server_of(server, &trace[count - 1])->site == server->site ||
        !exs_rule(&server->policy, EXS_RULE_LOOP_BY_SITE))
        return loop;
    for (size_t i = count; i > 0; i--) {
        const ExsServer *before = server_of(server, &trace[i - 1]);

        if (loop.passed_by == EXS_RULE_NONE)
            loop.passed_by = mark_of(&server->policy, &trace[i - 1]);
        if (before->site == server->site && exs_loop_names_site(before)) {
            loop.found_by = EXS_RULE_LOOP_BY_SITE;
            loop.place = i - 1;
            return loop;
        }
    }
    return loop;
}

/* A mark of another management domain, or of an MTA since. */
static ExsRule mark_since_left(const ExsPolicy *policy, const ExsTransfer *transfer)
{
    const ExsVisit *trace = exs_transfer_trace(transfer);
    const GArray *passages = transfer->external->passages;
    ExsRule mark = EXS_RULE_NONE;

    for (size_t i = 0; i < transfer->visit_count && mark == EXS_RULE_NONE; i++)
        mark = mark_of(policy, &trace[i]);
    for (guint i = 0; i < passages->len && mark == EXS_RULE_NONE; i++)
        if (g_array_index(passages, ExsPassage, i).is_rerouted &&
            exs_rule(policy, EXS_RULE_REROUTE_IS_NO_LOOP))
            mark = EXS_RULE_REROUTE_IS_NO_LOOP;
    return mark;
}

/* Back in a site that it was in before it left the organisation: the bilateral information has come
 * back with it. */
static ExsLoop test_sites_before(const ExsServer *server, const ExsTransfer *transfer)
{
    size_t count = transfer->visit_count;
    ExsLoop loop = {EXS_RULE_NONE, EXS_RULE_NONE, 0};

    if (count == 0 ||
        server_of(server, &exs_transfer_trace(transfer)[count - 1])->site == server->site ||
        !exs_external_trace_has_site(transfer->external, server->site->number) ||
        !exs_rule(&server->policy, EXS_RULE_LOOP_BY_SITE))
        return loop;
    loop.found_by = EXS_RULE_LOOP_BY_SITE;
    loop.passed_by = mark_since_left(&server->policy, transfer);
    return loop;
}

/* Back in the organisation. */
static ExsLoop test_domains(const ExsServer *server, const ExsExternalTrace *trace)
{
    const ExsPolicy *policy = &server->policy;
    ExsLoop loop = {EXS_RULE_NONE, EXS_RULE_NONE, 0};

    if (!exs_rule(policy, EXS_RULE_LOOP_BY_DOMAIN))
        return loop;
    for (guint i = trace->passages->len; i > 0; i--) {
        const ExsPassage *passage = &g_array_index(trace->passages, ExsPassage, i - 1);

        if (passage->is_rerouted && exs_rule(policy, EXS_RULE_REROUTE_IS_NO_LOOP))
            loop.passed_by = EXS_RULE_REROUTE_IS_NO_LOOP;
        if (passage->domain != EXS_DOMAIN_OWN)
            continue;
        loop.found_by = EXS_RULE_LOOP_BY_DOMAIN;
        loop.place = i - 1;
        break;
    }
    if (loop.found_by != EXS_RULE_NONE && loop.passed_by == EXS_RULE_NONE &&
        !exs_external_trace_has_site(trace, server->site->number) &&
        exs_rule(policy, EXS_RULE_OTHER_SITE_NO_LOOP))
        loop.passed_by = EXS_RULE_OTHER_SITE_NO_LOOP;
    return loop;
}

ExsLoop exs_loop_test(const ExsServer *server, const ExsTransfer *transfer)
{
    const ExsConnector *by = transfer->came_by;
    ExsLoop loop = exs_loop_internal(&server->policy, exs_transfer_trace(transfer),
                                     transfer->visit_count, server->number);

    if (loop.found_by != EXS_RULE_NONE || !by || by->class->is_rpc)
        return loop;
    if (!by->host) {
        loop = test_sites(server, transfer);
        return loop.found_by == EXS_RULE_NONE && transfer->external
                   ? test_sites_before(server, transfer)
                   : loop;
    }
    return transfer->external ? test_domains(server, transfer->external) : loop;
}

uint32_t exs_loop_entries(const ExsPolicy *policy, const ExsTransfer *transfer, bool *is_rerouted)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < transfer->count; i++) {
        const ExsEnvelope *envelope = &transfer->message->to[transfer->which[i]];

        count += envelope->custom && envelope->typed->form != EXS_ADDRESS_EX;
    }
    if (count == 0 || !exs_rule(policy, EXS_RULE_ENTRY_PER_RECIPIENT))
        return 1;
    *is_rerouted = true;
    return count;
}

ExsLoopBack exs_loop_goes_back(const ExsPolicy *policy, const ExsTransfer *transfer,
                               const ExsEnvelope *envelope, bool is_ours)
{
    if (!transfer->came_by || envelope->recipient)
        return EXS_LOOP_NOT_BACK;
    if (envelope->custom && envelope->dn == envelope->custom->dn) /* as resolve.c left it */
        return EXS_LOOP_BACK;
    if (!is_ours || !transfer->came_by->host || !exs_rule(policy, EXS_RULE_UNKNOWN_GOES_BACK))
        return EXS_LOOP_NOT_BACK;
    return exs_rule(policy, EXS_RULE_BACK_IS_REROUTED) ? EXS_LOOP_BACK_MARKED : EXS_LOOP_BACK;
}

ExsLoopBack exs_loop_at_dead_end(const ExsPolicy *policy, const ExsTransfer *transfer,
                                 const ExsEnvelope *envelope, const ExsRoute *routes, size_t count)
{
    if (transfer->is_rerouted || (!transfer->came_by && !transfer->came_from))
        return EXS_LOOP_NOT_BACK;
    for (size_t i = 0; i < count; i++)
        if ((routes[i].too_large || routes[i].barred_by != EXS_RULE_NONE) &&
            exs_rule(policy, EXS_RULE_LIMIT_REROUTES))
            return EXS_LOOP_BACK_MARKED;
    if (transfer->came_by && !transfer->came_by->host && !envelope->recipient && !envelope->dn &&
        !envelope->custom && count > 0 && exs_rule(policy, EXS_RULE_UNROUTED_GOES_BACK))
        return EXS_LOOP_BACK_MARKED;
    return EXS_LOOP_NOT_BACK;
}

bool exs_loop_is_detour(const ExsPolicy *policy, const ExsRoute *routes, size_t count,
                        size_t chosen)
{
    for (size_t i = 0; i < count; i++)
        if (routes[i].cost < routes[chosen].cost && !routes[i].came_in_here && !routes[i].came_from)
            return exs_rule(policy, EXS_RULE_VIRTUAL_REROUTE);
    return false;
}
