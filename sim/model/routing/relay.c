/* relay.c - see relay.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/routing/relay.h"

#include <string.h>

uint32_t exs_relay_ip(const char *text)
{
    uint32_t ip = 0;
    const char *at = text;

    for (int i = 0; i < 4; i++) {
        char *end;
        guint64 part = g_ascii_isdigit(*at) ? g_ascii_strtoull(at, &end, 10) : 256;

        if (part > 255 || *end != (i < 3 ? '.' : '\0'))
            return 0;
        ip = ip << 8 | (uint32_t)part;
        at = end + 1;
    }
    return ip;
}

bool exs_relay_lists(const char *list, uint32_t ip)
{
    g_auto(GStrv) lines = g_strsplit(list, ",", -1);

    for (size_t i = 0; lines[i]; i++) {
        g_auto(GStrv) parts = g_strsplit(g_strstrip(lines[i]), ";", 2);
        uint32_t mask = parts[0] && parts[1] ? exs_relay_ip(g_strstrip(parts[1])) : UINT32_MAX;

        if (ip && parts[0] && (ip & mask) == exs_relay_ip(g_strstrip(parts[0])))
            return true;
    }
    return false;
}

bool exs_relay_covers(const ExsPolicy *policy, const char *row, const char *domain)
{
    bool is_exact = *row == '#' || !exs_rule(policy, EXS_RULE_DOMAINS_BELOW);
    const char *name = *row == '#' ? row + 1 : row;
    size_t length = strlen(domain), tail = strlen(name);

    if (g_ascii_strcasecmp(name, domain) == 0)
        return true;
    return !is_exact && length > tail && domain[length - tail - 1] == '.' &&
           g_ascii_strcasecmp(domain + length - tail, name) == 0;
}

/* ---- RelayFlags ---- */

enum { DENY = 1, ALLOW = 2, LOCAL = 4, LOGON = 8 };

typedef struct {
    const ExsPolicy *policy;
    const ExsConnector *ims;
    const ExsInterner *names;
    const ExsRelayClient *client;
} Call;

static bool is_listed(const Call *call, ExsSetting which, uint32_t ip)
{
    int64_t list = exs_setting(&call->ims->settings, which);

    return list && exs_relay_lists(exs_interner_text(call->names, (uint32_t)list), ip);
}

static bool is_denied(const Call *call)
{
    return is_listed(call, EXS_SETTING_RELAY_DENY, call->client->ip);
}

static bool is_allowed(const Call *call)
{
    return is_listed(call, EXS_SETTING_RELAY_ALLOW, call->client->ip);
}

static bool is_at_home(const Call *call)
{
    return is_listed(call, EXS_SETTING_RELAY_LOCAL, call->client->connected_to);
}

static bool is_logged_on(const Call *call)
{
    if (call->client->logon == EXS_LOGON_FAILED)
        return exs_setting(&call->ims->server->settings, EXS_SETTING_GUEST_ENABLED) != 0 &&
               exs_rule(call->policy, EXS_RULE_RELAY_AS_GUEST);
    return call->client->logon == EXS_LOGON_DONE;
}

/* clang-format off */
static const struct {
    int64_t flag;
    ExsRule rule;
    bool (*is_met)(const Call *call);
} grounds[] = {
    {ALLOW, EXS_RULE_RELAY_ALLOW_LIST,    is_allowed},
    {LOCAL, EXS_RULE_RELAY_LOCAL_ADDRESS, is_at_home},
    {LOGON, EXS_RULE_RELAY_LOGON,         is_logged_on},
};
/* clang-format on */

/* One of the grounds that are ticked is enough. */
static bool has_ground(const Call *call, int64_t flags, ExsRule *rule)
{
    bool one_is_enough = exs_rule(call->policy, EXS_RULE_RELAY_ONE_IS_ENOUGH), any = false;

    for (size_t i = 0; i < G_N_ELEMENTS(grounds); i++) {
        bool is_met;

        if (!(flags & grounds[i].flag))
            continue;
        is_met = exs_rule(call->policy, grounds[i].rule) && grounds[i].is_met(call);
        *rule = grounds[i].rule;
        if (is_met == one_is_enough)
            return one_is_enough;
        any = true;
    }
    return any && !one_is_enough;
}

bool exs_relay_may(const ExsPolicy *policy, const ExsConnector *ims, const ExsInterner *names,
                   const ExsRelayClient *client, ExsRule *rule)
{
    Call call = {policy, ims, names, client};
    int64_t flags = exs_setting(&ims->settings, EXS_SETTING_RELAY_FLAGS);
    bool denied;

    *rule = EXS_RULE_RELAY_FLAGS;
    if (!exs_rule(policy, EXS_RULE_RELAY_FLAGS) ||
        (flags == 0 && exs_rule(policy, EXS_RULE_RELAY_OPEN)))
        return true;
    denied = (flags & DENY) && exs_rule(policy, EXS_RULE_RELAY_DENY_LIST) && is_denied(&call);
    if (denied && exs_rule(policy, EXS_RULE_RELAY_DENY_FIRST)) {
        *rule = EXS_RULE_RELAY_DENY_LIST;
        return false;
    }
    if (has_ground(&call, flags, rule))
        return true;
    *rule = denied ? EXS_RULE_RELAY_DENY_LIST : EXS_RULE_RELAY_FLAGS;
    return flags == DENY && !denied;
}
