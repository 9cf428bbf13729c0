/* rpc_bind.c - see rpc_bind.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/rpc_bind.h"

#include <string.h>

#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/names.h"

#define ACCESS_DENIED      5
#define PASSWORD_EXPIRED   1330
#define SERVER_UNAVAILABLE 1722
#define SERVER_TOO_BUSY    1723

/* A bind in one direction: the call, or the way back. */
typedef struct {
    const ExsWorld *world;
    const ExsAdjacent *caller;
    ExsServer *from, *to;
    const ExsConnector *by; /* of `from`; NULL: none */
} Bind;

typedef struct {
    const char *why;
    uint32_t error;
    bool is_back;
    bool refused;
    bool (*fails)(const Bind *bind);
} BindCheck;

static bool follows(const ExsServer *server, ExsRule rule)
{
    return exs_rule(&server->policy, rule);
}

/* ---- the protocol ---- */

/* As the MTA tries them where the registry says nothing else. */
#define DEFAULT_ORDER "ncacn_ip_tcp,ncacn_spx,ncacn_vns_spp"

static const char *text_or(const ExsWorld *world, const ExsServer *server, ExsSetting which,
                           const char *otherwise)
{
    const char *text = exs_setting_text(world, &server->settings, which);

    return *text ? text : otherwise;
}

static const char *installed_on(const ExsWorld *world, const ExsServer *server)
{
    return text_or(world, server, EXS_SETTING_PROTOCOLS, "ncacn_ip_tcp");
}

/* Those that its MTA tries, in turn. */
static const char *order_of(const ExsWorld *world, const ExsServer *server)
{
    return follows(server, EXS_RULE_RPC_BINDING_ORDER)
               ? text_or(world, server, EXS_SETTING_RPC_BINDING_ORDER, DEFAULT_ORDER)
               : installed_on(world, server);
}

static bool speaks(const ExsWorld *world, const ExsServer *server, const char *protocol)
{
    return exs_text_lists(order_of(world, server), protocol) &&
           exs_text_lists(installed_on(world, server), protocol);
}

/* The first that both speak; NULL: none. (owned by the caller) */
static char *protocol_between(const ExsWorld *world, const ExsServer *from, const ExsServer *to)
{
    g_auto(GStrv) order = g_strsplit(order_of(world, from), ",", -1);

    for (size_t i = 0; order[i]; i++) {
        const char *protocol = g_strstrip(order[i]);

        if (speaks(world, from, protocol) && speaks(world, to, protocol))
            return g_ascii_strdown(protocol, -1);
    }
    return NULL;
}

static bool has_no_protocol(const Bind *bind)
{
    g_autofree char *protocol = protocol_between(bind->world, bind->from, bind->to);

    return !protocol;
}

/* ---- name and port ---- */

static bool finds_no_name(const Bind *bind)
{
    return follows(bind->from, EXS_RULE_RPC_BY_NAME) &&
           !exs_name_resolves(bind->world, bind->from, exs_name_of(bind->world, bind->to));
}

/* The MTA that is called back has said how; builds before the name sent an address that was not
 * even looked at: the bind goes back to where the packet came from. */
static bool finds_no_name_back(const Bind *bind)
{
    return follows(bind->to, EXS_RULE_BINDBACK_BY_NAME) &&
           !exs_name_resolves(bind->world, bind->from, exs_name_of(bind->world, bind->to));
}

/* Through a firewall that passes one port only. */
static bool is_blocked(const Bind *bind, bool any_port)
{
    int64_t passes = exs_setting(&bind->caller->link->settings, EXS_SETTING_FIREWALL_PORT);
    int64_t port = exs_setting(&bind->to->settings, EXS_SETTING_RPC_PORT);

    return passes != 0 && (any_port || port != passes);
}

static bool is_blocked_there(const Bind *bind)
{
    return is_blocked(bind, false);
}

static bool is_blocked_back(const Bind *bind)
{
    return is_blocked(bind, follows(bind->from, EXS_RULE_BINDBACK_ANY_PORT));
}

/* ---- the account ---- */

static bool overrides(const Bind *bind)
{
    return bind->by &&
           *exs_setting_text(bind->world, &bind->by->settings, EXS_SETTING_OVERRIDE_ACCOUNT) &&
           follows(bind->from, EXS_RULE_OVERRIDE_ACCOUNT);
}

/* Is this one of `from` the same as that of the service account of the other site? */
static bool is_same(const Bind *bind, ExsSetting own, ExsSetting override,
                    int (*compare)(const char *, const char *))
{
    const char *presented = overrides(bind)
                                ? exs_setting_text(bind->world, &bind->by->settings, override)
                                : exs_setting_text(bind->world, &bind->from->settings, own);

    return compare(presented, exs_setting_text(bind->world, &bind->to->settings, own)) == 0;
}

static bool is_denied(const Bind *bind)
{
    return follows(bind->to, EXS_RULE_RPC_ACCOUNT) &&
           !(is_same(bind, EXS_SETTING_SERVICE_ACCOUNT, EXS_SETTING_OVERRIDE_ACCOUNT,
                     g_ascii_strcasecmp) &&
             is_same(bind, EXS_SETTING_SERVICE_PASSWORD, EXS_SETTING_OVERRIDE_PASSWORD, strcmp));
}

static bool dials(const Bind *bind)
{
    return bind->by && bind->by->class->dials;
}

/* Who dials has shown its account to RAS: only the bind back is asked for one (ours). */
static bool is_denied_in_net(const Bind *bind)
{
    return !dials(bind) && is_denied(bind);
}

static bool is_denied_by_modem(const Bind *bind)
{
    return dials(bind) && is_denied(bind);
}

static bool has_expired(const Bind *bind)
{
    return follows(bind->to, EXS_RULE_PASSWORD_EXPIRES) &&
           exs_setting(&bind->to->settings, EXS_SETTING_PASSWORD_EXPIRED);
}

/* ---- the name on the page of a Dynamic RAS Connector ---- */

/* Asked on the way back: the connector that called names this server. */
static bool is_misnamed(const Bind *bind)
{
    const ExsConnector *connector = bind->caller->connector;
    const char *asked, *name;

    if (!connector || !connector->class->dials)
        return false;
    asked = exs_setting_text(bind->world, &connector->settings, EXS_SETTING_REMOTE_SERVER_NAME);
    name = text_or(bind->world, bind->from, EXS_SETTING_LOCAL_MTA_NAME, bind->from->name);
    if (!*asked)
        return false;
    return follows(bind->from, EXS_RULE_RAS_NAME_CASE) ? strcmp(asked, name) != 0
                                                       : g_ascii_strcasecmp(asked, name) != 0;
}

/* ---- all of it ---- */

/* clang-format off */
static const BindCheck checks[] = {
    {"no RPC protocol in common",                    SERVER_UNAVAILABLE, false, false, has_no_protocol},
    {"the name of the far server is not resolved",   SERVER_UNAVAILABLE, false, true,  finds_no_name},
    {"the firewall does not pass the bind",          SERVER_UNAVAILABLE, false, false, is_blocked_there},
    {"the bind is denied access",                    ACCESS_DENIED,      false, true,  is_denied_in_net},
    {"the password has expired",                     PASSWORD_EXPIRED,   false, true,  has_expired},
    {"the far server does not resolve this name",    SERVER_UNAVAILABLE, true,  true,  finds_no_name_back},
    {"the firewall does not pass the bind back",     SERVER_UNAVAILABLE, true,  false, is_blocked_back},
    {"the remote server name is not the far MTA's",  ACCESS_DENIED,      true,  false, is_misnamed},
    {"the bind back is denied access",               ACCESS_DENIED,      true,  true,  is_denied_in_net},
    {"the bind back is denied access over the line", SERVER_TOO_BUSY,    true,  false, is_denied_by_modem},
    {"the password of the bind back has expired",    PASSWORD_EXPIRED,   true,  true,  has_expired},
};
/* clang-format on */

static bool uses_rpc(const ExsAdjacent *caller)
{
    return caller->target && (exs_adjacent_is_rpc(caller) || caller->connector->class->dials);
}

const char *exs_rpc_bind_refusal(const ExsAdjacent *caller, bool *refused)
{
    const ExsAdjacent *far;
    Bind there, back;

    if (!uses_rpc(caller))
        return NULL;
    far = exs_adjacent_far(caller);
    there = (Bind){caller->world, caller, caller->server, caller->target, caller->connector};
    back =
        (Bind){caller->world, caller, caller->target, caller->server, far ? far->connector : NULL};
    for (size_t i = 0; i < G_N_ELEMENTS(checks); i++) {
        const BindCheck *check = &checks[i];

        if (check->is_back && !follows(caller->target, EXS_RULE_BINDBACK))
            break;
        if (!check->fails(check->is_back ? &back : &there))
            continue;
        *refused = check->refused;
        return check->why;
    }
    return NULL;
}

void exs_rpc_bind_note(const ExsAdjacent *caller)
{
    g_autofree char *protocol = NULL;

    if (!uses_rpc(caller) || exs_setting(&caller->server->settings, EXS_SETTING_PROTOCOLS) == 0)
        return;
    protocol = protocol_between(caller->world, caller->server, caller->target);
    exs_world_trace(caller->world, BOUND, caller->server->mta_id, caller->queue->id,
                    caller->target->id,
                    exs_record_text(caller->world->record, protocol ? protocol : ""));
}

static const BindCheck *find(const char *why)
{
    for (size_t i = 0; i < G_N_ELEMENTS(checks); i++)
        if (strcmp(checks[i].why, why) == 0)
            return &checks[i];
    return NULL;
}

uint32_t exs_rpc_bind_error(const char *why)
{
    const BindCheck *check = find(why);

    return check ? check->error : 0;
}

/* Indexes and ports are samples. */
bool exs_rpc_bind_log_back(const ExsAdjacent *caller, const char *why)
{
    const BindCheck *check = find(why);
    const ExsWorld *world = caller->world;
    g_autofree char *error = NULL;
    g_autofree char *protocol = NULL;
    const char *at;

    if (!check || !check->is_back)
        return false;
    at = exs_rule(&caller->server->policy, EXS_RULE_BINDBACK_BY_NAME)
             ? exs_name_of(world, caller->server)
             : text_or(world, caller->server, EXS_SETTING_IP_ADDRESS, caller->server->name);
    error = g_strdup_printf("%u", check->error);
    protocol = g_strdup_printf("ncacn_ip_tcp:%s", at);
    exs_log_event(caller->world, caller->target, EXS_EVENT_BINDBACK_FAILED,
                  (const char *const[]){"5", error, error, check->refused ? "0" : error,
                                        caller->server->name, protocol});
    return true;
}
