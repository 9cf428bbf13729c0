/* lint_limits.c - checks of size limits that do not agree (see lint.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/lint/lint.h"
#include "exsim/model/lint/lint_walk.h"

/* A limit of 0 is none: it is the largest. */
static int64_t mta_limit(const ExsServer *server)
{
    int64_t limit = exs_setting(&server->settings, EXS_SETTING_MTA_SIZE_LIMIT);

    return limit > 0 ? limit : INT64_MAX;
}

/* The most that one of the target servers takes. */
static const ExsServer *largest(const ExsConnector *connector)
{
    const ExsServer *best = NULL;

    for (guint i = 0; i < connector->targets->len; i++) {
        const ExsServer *server = g_array_index(connector->targets, ExsTargetServer, i).server;

        if (!best || mta_limit(server) > mta_limit(best))
            best = server;
    }
    return best;
}

/* What one target server bounces another would have taken. */
static void of_targets(ExsLinter *self, const ExsConnector *connector)
{
    const ExsServer *best = largest(connector);

    for (guint i = 0; best && i < connector->targets->len; i++) {
        const ExsServer *server = g_array_index(connector->targets, ExsTargetServer, i).server;

        if (mta_limit(server) < mta_limit(best))
            exs_lint_connector(self, EXS_RULE_NONE, connector,
                               "has the target servers %s, whose MTA takes %" G_GINT64_FORMAT
                               " K, and %s, which takes more: what goes by %s comes back",
                               server->name, mta_limit(server) / 1024, best->name, server->name);
    }
}

/* The MTA at the far end bounces what the connector lets pass. */
static void of_ends(ExsLinter *self, const ExsConnector *connector)
{
    const ExsServer *far = connector->target;
    int64_t limit = exs_setting(&connector->settings, EXS_SETTING_SIZE_LIMIT);
    int64_t passes;

    if (!far || connector->class->is_rpc)
        return;
    passes = MIN(limit > 0 ? limit : INT64_MAX, mta_limit(connector->server));
    if (mta_limit(far) < passes)
        exs_lint_connector(self, EXS_RULE_NONE, connector,
                           "lets larger messages pass than the MTA of %s takes, %" G_GINT64_FORMAT
                           " K: they come back from there",
                           far->name, mta_limit(far) / 1024);
}

void exs_lint_mismatched_limits(ExsLinter *self)
{
    exs_lint_each_connector(self, of_targets);
    exs_lint_each_connector(self, of_ends);
}
