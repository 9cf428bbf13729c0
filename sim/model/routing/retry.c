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
    return connector && !connector->class->is_rpc &&
                   exs_rule(&server->policy, EXS_RULE_CONNECTOR_OVERRIDES)
               ? &connector->settings
               : &server->settings;
}

uint32_t exs_retry_maximum(const ExsServer *server, const ExsConnector *connector)
{
    return (uint32_t)exs_setting(exs_retry_settings(server, connector),
                                 EXS_SETTING_MAX_OPEN_RETRIES);
}

#define TURNS_MAX 512 /* hard-coded in the product */

uint32_t exs_retry_turns(const ExsPolicy *policy, uint32_t maximum)
{
    return exs_rule(policy, EXS_RULE_TURN_LIMIT) ? MIN(maximum, TURNS_MAX) : maximum;
}

ExsTime exs_retry_open_interval(const ExsServer *server, const ExsConnector *connector)
{
    const ExsSettings *settings = exs_retry_settings(server, connector);

    if (!exs_rule(&server->policy, EXS_RULE_OPEN_INTERVAL_WAITS))
        settings = NULL;
    return exs_setting(settings, EXS_SETTING_OPEN_INTERVAL);
}

#define RAS_DISCONNECTED 629 /* by the far end */

ExsTime exs_retry_open_wait(const ExsServer *server, const ExsConnector *connector,
                            uint32_t ras_error)
{
    if (connector && connector->class->dials && ras_error == RAS_DISCONNECTED &&
        exs_rule(&server->policy, EXS_RULE_RAS_REDIALS))
        return 0;
    return exs_retry_open_interval(server, connector);
}

/* 0: mail of the priority is never sent. A report is made and goes all the same (ours): it has no
 * importance that anybody gave it. */
static ExsTime registry_life(const ExsPolicy *policy, const ExsMessage *message, ExsTime life,
                             ExsSetting setting)
{
    if (life > 0)
        return life;
    return message->kind != EXS_MESSAGE_REPORT && exs_rule(policy, EXS_RULE_ZERO_LIFE_NEVER_SENT)
               ? 0
               : exs_setting_default(setting);
}

ExsTime exs_retry_life(const ExsPolicy *policy, const ExsMessage *message)
{
    static const ExsSetting settings[EXS_PRIORITY_COUNT] = {
        [EXS_PRIORITY_URGENT] = EXS_SETTING_LIFE_URGENT,
        [EXS_PRIORITY_NORMAL] = EXS_SETTING_LIFE_NORMAL,
        [EXS_PRIORITY_NONURGENT] = EXS_SETTING_LIFE_NONURGENT,
    };
    ExsSetting setting = settings[message->priority];

    if (!exs_rule(policy, EXS_RULE_MESSAGE_LIFE))
        return EXS_TIME_NEVER;
    if (!exs_rule(policy, EXS_RULE_LIFE_BY_REGISTRY) ||
        (message->kind == EXS_MESSAGE_SYSTEM && exs_rule(policy, EXS_RULE_SYSTEM_KEEPS_LIFE)))
        return exs_setting_default(setting);
    return registry_life(policy, message, exs_setting(policy->settings, setting), setting);
}

bool exs_retry_gateway_wait(const ExsPolicy *policy, const ExsConnector *connector, uint32_t round,
                            ExsTime *wait)
{
    if (!exs_rule(policy, EXS_RULE_IMS_RETRY_LIST))
        return false;
    if (connector->retry_count == 0) {
        *wait = 15 * EXS_MINUTE; /* as the default list begins */
        return !exs_rule(policy, EXS_RULE_IMS_ZERO_NO_RETRY);
    }
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
