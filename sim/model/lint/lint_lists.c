/* lint_lists.c - checks of distribution lists (see lint.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/lint/lint.h"
#include "exsim/model/org/list.h"

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
