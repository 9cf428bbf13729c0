/* retry.c - see retry.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/routing/retry.h"

#include "exsim/model/org/site.h"

void exs_retry_count(const ExsPolicy *policy, ExsTransfer *transfer, uint32_t connector,
                     uint32_t target)
{
    if (exs_rule(policy, EXS_RULE_TRIES_PER_TARGET))
        exs_transfer_add_try(transfer, connector, target);
}

const ExsSettings *exs_retry_settings(const ExsServer *server, const ExsConnector *connector)
{
    return connector ? &connector->settings : &server->settings;
}

ExsTime exs_retry_open_interval(const ExsServer *server, const ExsConnector *connector)
{
    return exs_setting(exs_retry_settings(server, connector), EXS_SETTING_OPEN_INTERVAL);
}

bool exs_retry_gateway_wait(const ExsPolicy *policy, const ExsConnector *connector, uint32_t round,
                            ExsTime *wait)
{
    if (connector->retry_count == 0 || !exs_rule(policy, EXS_RULE_IMS_RETRY_LIST))
        return false;
    *wait = connector->retries[MIN(round, connector->retry_count - 1)];
    return true;
}

ExsTime exs_retry_gateway_timeout(const ExsPolicy *policy, const ExsConnector *connector,
                                  ExsPriority priority)
{
    static const ExsSetting settings[EXS_PRIORITY_COUNT] = {
        [EXS_PRIORITY_URGENT] = EXS_SETTING_IMS_TIMEOUT_URGENT,
        [EXS_PRIORITY_NORMAL] = EXS_SETTING_IMS_TIMEOUT_NORMAL,
        [EXS_PRIORITY_NONURGENT] = EXS_SETTING_IMS_TIMEOUT_NONURGENT,
    };

    if (!exs_rule(policy, EXS_RULE_IMS_TIMEOUT))
        return EXS_TIME_NEVER;
    return exs_setting(&connector->settings, settings[priority]);
}
