/* reroute.c - see reroute.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/routing/reroute.h"

#include "exsim/model/org/server.h"

bool exs_reroute_allowed(const ExsPolicy *policy, const ExsQueue *queue, ExsRule *rule)
{
    *rule = EXS_RULE_NONE;
    if (queue->secured && exs_rule(policy, EXS_RULE_SECURED_STAYS))
        *rule = EXS_RULE_SECURED_STAYS;
    return *rule == EXS_RULE_NONE;
}

bool exs_reroute_at_once(const ExsPolicy *policy)
{
    return exs_rule(policy, EXS_RULE_REROUTE_AT_ONCE);
}

bool exs_reroute_keeps(const ExsPolicy *policy, const ExsTransfer *transfer, const ExsTable *table)
{
    if (transfer->message->kind == EXS_MESSAGE_REPORT && !transfer->queue->connector &&
        exs_rule(policy, EXS_RULE_REPORT_NOT_REROUTED))
        return true;
    return transfer->message->to[transfer->which[0]].custom && table &&
           transfer->table_version == table->version && exs_rule(policy, EXS_RULE_DN_NOT_REROUTED);
}

/* The quick test: has the connector a rival for any of its spaces, this message's or another's? */
static bool has_alternates(const ExsTable *table, const ExsConnector *connector)
{
    for (uint32_t i = 0; i < table->count; i++) {
        const ExsTableRow *own = &table->rows[i];

        for (uint32_t j = 0; own->connector == connector && j < table->count; j++) {
            const ExsTableRow *other = &table->rows[j];

            if (other->connector != connector && other->space == own->space)
                return true;
        }
    }
    return false;
}

bool exs_reroute_gives_up(const ExsPolicy *policy, const ExsTransfer *transfer,
                          const ExsConnector *to, const ExsTable *table, ExsCause *cause)
{
    const ExsConnector *from = transfer->routed_by;
    bool stays = !to || to == from;

    *cause = EXS_CAUSE_REROUTED;
    if ((stays || to == transfer->came_by) && exs_transfer_was_rerouted(transfer, 1) &&
        exs_rule(policy, EXS_RULE_REROUTED_RETURNS))
        return true;
    *cause = EXS_CAUSE_SPOILT;
    return stays && transfer->was_kept && table && from &&
           exs_rule(policy, EXS_RULE_QUICK_TEST_SPOILS) && has_alternates(table, from);
}
