/* lint_walk.c - see lint_walk.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/lint/lint_walk.h"

void exs_lint_each_server(ExsLinter *self, void (*look)(ExsLinter *, const ExsServer *))
{
    for (guint i = 0; i < self->world->servers->len; i++)
        look(self, self->world->servers->pdata[i]);
}

void exs_lint_each_connector(ExsLinter *self, void (*look)(ExsLinter *, const ExsConnector *))
{
    for (guint i = 0; i < self->world->connectors->len; i++) {
        const ExsConnector *connector = self->world->connectors->pdata[i];

        if (!connector->is_removed)
            look(self, connector);
    }
}

void exs_lint_each_row(ExsLinter *self, void (*look)(ExsLinter *, const ExsTableRow *))
{
    for (guint i = 0; i < self->world->sites->len; i++) {
        const ExsSite *site = self->world->sites->pdata[i];

        for (uint32_t k = 0; site->table && k < site->table->count; k++)
            look(self, &site->table->rows[k]);
    }
}

void exs_lint_each_rival(ExsLinter *self, const ExsTableRow *row, ExsLintPair *look)
{
    const GPtrArray *rows = exs_table_rows(row->connector->server->site->table, row->space->type);

    for (guint i = 0; i < rows->len; i++) {
        const ExsTableRow *rival = rows->pdata[i];

        if (rival->connector != row->connector && !rival->connector->is_removed &&
            (!rival->learned_from || rival->scope == EXS_SCOPE_ORGANIZATION))
            look(self, row, rival);
    }
}
