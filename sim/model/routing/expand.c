/* expand.c - see expand.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/routing/expand.h"

#include <string.h>

#include "exsim/model/org/connector.h"

#define REMEMBERED      (10 * EXS_MINUTE) /* hard-coded in the product */
#define RECIPIENTS_MANY 8288              /* published */
#define SLOWNESS        100               /* (ours): "unusually long" */
#define NESTED_MANY     26                /* (ours): as in the published example */

static ExsExpandVerdict not(ExsCause cause)
{
    return (ExsExpandVerdict){
        .place = EXS_EXPAND_NOT, .cause = cause, .rule = exs_bounce(cause)->rule};
}

/* The object itself, whoever asks and wherever it will be expanded. */
static bool is_refused(const ExsPolicy *policy, const ExsMessage *message, const ExsRecipient *list,
                       ExsCause *cause)
{
    *cause = EXS_CAUSE_LIST_TOO_LARGE;
    if (list->list->size_limit > 0 && message->size > list->list->size_limit &&
        exs_rule(policy, EXS_RULE_LIST_SIZE_FIRST) && !exs_rule(policy, EXS_RULE_LIST_SIZE_IGNORED))
        return true;
    *cause = EXS_CAUSE_EXPANSION_PROHIBITED;
    if (message->no_expansion && exs_rule(policy, EXS_RULE_EXPANSION_PROHIBITED))
        return true;
    *cause = EXS_CAUSE_LIST_NO_X400;
    return !list->x400 && exs_rule(policy, EXS_RULE_LIST_NEEDS_X400);
}

static ExsExpandVerdict here(const ExsServer *server, ExsRule rule)
{
    return (ExsExpandVerdict){.place = EXS_EXPAND_HERE, .server = server, .rule = rule};
}

/* Within the list's home site: any server, unless one was chosen. */
static ExsExpandVerdict at_home(const ExsServer *server, const ExsRecipient *list)
{
    const ExsServer *chosen = list->list->expansion_server;

    if (!chosen || !exs_rule(&server->policy, EXS_RULE_EXPANSION_SERVER))
        return here(server, EXS_RULE_NONE);
    if (!exs_list_lost_server(server, list))
        return (ExsExpandVerdict){.place = chosen == server ? EXS_EXPAND_HERE : EXS_EXPAND_IN_SITE,
                                  .server = chosen,
                                  .rule = EXS_RULE_EXPANSION_SERVER};
    if (exs_rule(&server->policy, EXS_RULE_BLANK_EXPANSION_SERVER))
        return not(EXS_CAUSE_NO_EXPANSION_SERVER);
    return here(server, EXS_RULE_NONE);
}

/* A list of another site. */
static ExsExpandVerdict from_afar(const ExsServer *server, const ExsRecipient *list)
{
    const ExsPolicy *policy = &server->policy;
    ExsRule rule = list->list->expansion_server && exs_rule(policy, EXS_RULE_EXPANSION_SERVER)
                       ? EXS_RULE_EXPANSION_SERVER
                       : EXS_RULE_REMOTE_LIST_GOES_HOME;

    if (rule == EXS_RULE_REMOTE_LIST_GOES_HOME &&
        (exs_setting(policy->settings, EXS_SETTING_EXPAND_REMOTE_LISTS) ||
         !exs_rule(policy, EXS_RULE_REMOTE_LIST_GOES_HOME)))
        return here(server, rule);
    return (ExsExpandVerdict){.place = EXS_EXPAND_AWAY, .rule = rule};
}

ExsExpandVerdict exs_expand_where(const ExsServer *server, const ExsMessage *message,
                                  const ExsEnvelope *envelope)
{
    const ExsRecipient *list = envelope->recipient;
    ExsExpandVerdict verdict;
    ExsCause cause;

    verdict = list->site == server->site ? at_home(server, list) : from_afar(server, list);
    if (verdict.place == EXS_EXPAND_HERE && is_refused(&server->policy, message, list, &cause))
        return not(cause);
    return verdict;
}

bool exs_expand_misreads(const ExsPolicy *policy, const ExsEnvelope *envelope)
{
    return envelope->by && exs_rule(policy, EXS_RULE_NESTED_LIST_MISREAD);
}

bool exs_expand_untested(const ExsPolicy *policy, const ExsEnvelope *envelope)
{
    return envelope->typed->form != EXS_ADDRESS_EX &&
           exs_rule(policy, EXS_RULE_UNRESOLVED_LIST_OPEN);
}

ExsRule exs_expand_member(const ExsPolicy *policy, const ExsExpansion *by,
                          const ExsRecipient *member, bool is_new)
{
    if (member->list && exs_expansion_has(by, member) && exs_rule(policy, EXS_RULE_LIST_RECURSION))
        return EXS_RULE_LIST_RECURSION;
    if (!is_new && exs_rule(policy, EXS_RULE_MEMBER_ONCE))
        return EXS_RULE_MEMBER_ONCE;
    return EXS_RULE_NONE;
}

bool exs_expand_remembers(const ExsPolicy *policy, const ExsExpandMemory *memory,
                          uint32_t when_changed, ExsTime now)
{
    ExsRule limit = memory->is_afar ? EXS_RULE_AFAR_FORGOTTEN : EXS_RULE_LIST_FORGOTTEN;

    if (!exs_rule(policy, EXS_RULE_LIST_REMEMBERED) || memory->when_changed != when_changed)
        return false;
    return now - memory->read < REMEMBERED || !exs_rule(policy, limit);
}

bool exs_expand_loses_one(const ExsPolicy *policy, const ExsMessage *message)
{
    return message->discloses && exs_rule(policy, EXS_RULE_DISCLOSED_LOSES_ONE);
}

bool exs_expand_breaks(const ExsPolicy *policy, uint32_t nested)
{
    return nested >= NESTED_MANY && exs_rule(policy, EXS_RULE_FANOUT_BREAKS);
}

static bool is_too_many(const ExsPolicy *policy, uint32_t recipients)
{
    return recipients > RECIPIENTS_MANY && exs_rule(policy, EXS_RULE_MANY_RECIPIENTS);
}

bool exs_expand_overflows(const ExsPolicy *policy, uint32_t recipients)
{
    return is_too_many(policy, recipients);
}

uint64_t exs_expand_storm(const ExsPolicy *policy)
{
    return exs_rule(policy, EXS_RULE_STORM_BREAKS)
               ? (uint64_t)exs_setting(policy->settings, EXS_SETTING_STORM)
               : 0;
}

uint32_t exs_expand_slowness(const ExsPolicy *policy, uint32_t members)
{
    return is_too_many(policy, members) ? SLOWNESS : 1;
}

bool exs_expand_misses(const ExsPolicy *policy, const ExsConnector *way_in)
{
    return way_in && strcmp(way_in->class->kind, "msmail") == 0 &&
           exs_rule(policy, EXS_RULE_MSMI_LIST_EVENT);
}

static bool tells_originator(const ExsPolicy *policy, const ExsList *list)
{
    return list->reports_to_originator &&
           !(list->hides_members && exs_rule(policy, EXS_RULE_HIDDEN_MEMBERS_SECRET));
}

/* Each list passes the report on to what it was reached by, or keeps it. */
static void walk(ExsExpandReport *report, const ExsPolicy *policy, const ExsExpansion *by)
{
    for (report->originator = true; by && report->originator; by = by->before) {
        const ExsList *list = by->list->list;

        if (list->reports_to_owner && list->owner &&
            !g_ptr_array_find(report->owners, list->owner, NULL))
            g_ptr_array_add(report->owners, (gpointer)list->owner);
        report->originator = tells_originator(policy, list);
    }
}

ExsExpandReport exs_expand_report(const ExsPolicy *policy, const ExsEnvelope *envelope,
                                  ExsCause cause, bool from_gateway)
{
    ExsExpandReport report = {true, g_ptr_array_new()};

    if (cause == EXS_CAUSE_LIST_TOO_LARGE ||
        (from_gateway && exs_rule(policy, EXS_RULE_FOREIGN_REPORT_TO_SENDER)) ||
        !exs_rule(policy, EXS_RULE_REPORT_BY_HISTORY))
        return report;
    walk(&report, policy, envelope->by);
    return report;
}
