/* lint_lists.c - checks of distribution lists (see lint.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/lint/lint.h"
#include "exsim/model/lint/lint_walk.h"
#include "exsim/model/org/list.h"
#include "exsim/model/routing/member.h"

static GPtrArray *read_members(void *server, const ExsRecipient *list, bool *is_new)
{
    *is_new = true;
    return exs_list_read(server, list);
}

/* What its MTA has to do to know whether somebody may send by it, and whether it survives that. */
static void of_senders(ExsLinter *self, const ExsConnector *connector)
{
    const ExsPolicy *policy = &connector->server->policy;
    const ExsMemberSource source = {read_members, connector->server};
    ExsMemberSearch search;
    ExsRule rule;

    if (!connector->senders)
        return;
    exs_member_standing(policy, connector->senders, NULL, &source, &search);
    rule = exs_member_breaks(policy, &search, true);
    if (rule != EXS_RULE_NONE)
        exs_lint_connector(self, rule, connector,
                           "is restricted by lists in lists, which the MTA of %s ends over",
                           connector->server->name);
    else if (search.depth > 0 && !exs_rule(policy, EXS_RULE_SENDER_LISTS_CACHED))
        exs_lint_connector(self, EXS_RULE_NONE, connector,
                           "is restricted by lists, of whom the MTA of %s looks up %u objects for "
                           "each message",
                           connector->server->name, search.lookups);
}

void exs_lint_restricted_by_lists(ExsLinter *self)
{
    exs_lint_each_connector(self, of_senders);
}

/* The first server of the list's site that returns its mail. */
static const ExsServer *returns(const ExsRecipient *list)
{
    const GPtrArray *servers = list->site->servers;

    for (guint i = 0; i < servers->len; i++) {
        const ExsServer *server = servers->pdata[i];

        if (server != list->list->expansion_server && exs_list_lost_server(server, list) &&
            exs_rule(&server->policy, EXS_RULE_BLANK_EXPANSION_SERVER))
            return server;
    }
    return NULL;
}

void exs_lint_dead_expansion_server(ExsLinter *self)
{
    const GPtrArray *recipients = self->world->recipients;

    for (guint i = 0; i < recipients->len; i++) {
        const ExsRecipient *list = recipients->pdata[i];
        const ExsServer *server = list->list && !list->is_removed ? returns(list) : NULL;

        if (server)
            exs_lint_name_server(
                exs_lint_add(self, EXS_RULE_NONE,
                             "distribution list %s has no expansion server any more: %s was "
                             "deleted from %s, and mail for the list is returned",
                             list->name, list->list->expansion_server->name, list->site->name),
                server);
    }
}
