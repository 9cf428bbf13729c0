/* x400_open.c - the checks of an X.400 open as one table (see x400_open.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/x400_open.h"

#include <string.h>

#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/connectors.h"

typedef struct {
    const ExsWorld *world;
    const ExsPolicy *policy; /* of the side that checks */
    const ExsConnector *caller;
    const ExsServer *called_server;
    const ExsConnector *called; /* NULL: the called side has no connector back */
} Call;

typedef enum { NOBODY, CALLER, CALLED } Side;

typedef struct {
    const char *why;
    ExsRule rule;
    Side checks; /* whose build decides */
    bool (*fails)(const Call *call);
    Side logs; /* who logs `event` */
    ExsEventKind event;
} OpenCheck;

static bool is_x400(const ExsConnector *connector)
{
    return connector && connector->class == &exs_connector_x400;
}

/* A setting that is a text; "" if it is not set. */
static const char *text(const Call *call, const ExsSettings *settings, ExsSetting which)
{
    return exs_interner_text(call->world->names, (uint32_t)exs_setting(settings, which));
}

/* ---- who is who ---- */

/* Its Override page, else the General page of its MTA, else the server's name. */
static const char *local_name(const Call *call, const ExsSettings *settings,
                              const ExsServer *server)
{
    const char *name = text(call, settings, EXS_SETTING_LOCAL_MTA_NAME);

    return *name ? name : server->name;
}

/* As the connector's General page has it: the far server's name if it has nothing. */
static const char *remote_name(const Call *call, const ExsConnector *connector)
{
    const char *name = text(call, &connector->settings, EXS_SETTING_REMOTE_MTA_NAME);

    return *name ? name : connector->target->name;
}

static const char *called_name(const Call *call)
{
    return local_name(call, call->called ? &call->called->settings : &call->called_server->settings,
                      call->called_server);
}

static bool differ_in_name(const char *a, const char *b)
{
    return g_ascii_strcasecmp(a, b) != 0; /* names of Exchange are case-insensitive */
}

static bool differ_in_password(const Call *call, const char *a, const char *b)
{
    return exs_rule(call->policy, EXS_RULE_PASSWORD_CASE) ? strcmp(a, b) != 0
                                                          : g_ascii_strcasecmp(a, b) != 0;
}

/* ---- the checks ---- */

static const char *address_of(const Call *call, const ExsConnector *connector)
{
    return text(call, &connector->settings, EXS_SETTING_STACK_ADDRESS);
}

/* Does another X.400 Connector of the server lead to the same server by the same address? One that
 * is given no address has its own (ours). */
static bool shares_address(const Call *call, const ExsConnector *connector)
{
    const GPtrArray *all = connector->server->site->connectors;

    if (!*address_of(call, connector))
        return false;
    for (guint i = 0; i < all->len; i++) {
        const ExsConnector *other = all->pdata[i];

        if (other != connector && other->server == connector->server && is_x400(other) &&
            !other->is_removed && other->target == connector->target &&
            !differ_in_name(address_of(call, other), address_of(call, connector)))
            return true;
    }
    return false;
}

static bool is_ambiguous(const Call *call)
{
    return shares_address(call, call->caller) ||
           (call->called && shares_address(call, call->called));
}

/* Optional, but exact where one is used. */
static bool selects_wrong(const Call *call)
{
    return strcmp(text(call, &call->caller->settings, EXS_SETTING_OUTGOING_T_SELECTOR),
                  text(call, &call->called_server->settings, EXS_SETTING_STACK_T_SELECTOR)) != 0;
}

/* The same for the incoming selector of the called connector. */
static bool comes_from_wrong(const Call *call)
{
    const char *incoming =
        call->called ? text(call, &call->called->settings, EXS_SETTING_INCOMING_T_SELECTOR) : "";

    return *incoming && strcmp(incoming, text(call, &call->caller->server->settings,
                                              EXS_SETTING_STACK_T_SELECTOR)) != 0;
}

static bool caller_is_misnamed(const Call *call)
{
    return call->called &&
           differ_in_name(local_name(call, &call->caller->settings, call->caller->server),
                          remote_name(call, call->called));
}

static bool caller_has_wrong_password(const Call *call)
{
    return call->called &&
           differ_in_password(call,
                              text(call, &call->caller->settings, EXS_SETTING_LOCAL_MTA_PASSWORD),
                              text(call, &call->called->settings, EXS_SETTING_REMOTE_MTA_PASSWORD));
}

static bool called_is_misnamed(const Call *call)
{
    return differ_in_name(called_name(call), remote_name(call, call->caller));
}

static bool is_wrong_answer(const Call *call, const char *password)
{
    return differ_in_password(call, password,
                              text(call, &call->caller->settings, EXS_SETTING_REMOTE_MTA_PASSWORD));
}

/* What the General page of the called MTA has. */
static const char *general_password(const Call *call)
{
    return text(call, &call->called_server->settings, EXS_SETTING_LOCAL_MTA_PASSWORD);
}

/* Its Override page has another password than its General page. */
static bool overrides(const Call *call)
{
    return call->called &&
           strcmp(text(call, &call->called->settings, EXS_SETTING_LOCAL_MTA_PASSWORD),
                  general_password(call)) != 0;
}

static bool answers_general(const Call *call)
{
    return overrides(call) && is_wrong_answer(call, general_password(call));
}

static bool answers_override(const Call *call)
{
    const ExsPolicy *called = &call->called_server->policy;

    return overrides(call) && !exs_rule(called, EXS_RULE_ANSWERS_GENERAL_PASSWORD) &&
           is_wrong_answer(call,
                           text(call, &call->called->settings, EXS_SETTING_LOCAL_MTA_PASSWORD));
}

static bool lacks_password(const Call *call)
{
    return !overrides(call) && is_wrong_answer(call, general_password(call));
}

/* In the order in which they are made. Where the called MTA has one password for all its
 * connectors, the caller does not understand the answer (1192); where it has one for this
 * connector, the caller finds it wrong (48): ours, the sources do not tell them apart. */
/* clang-format off */
static const OpenCheck checks[] = {
    {"the stack address is not its alone",             EXS_RULE_STACK_ADDRESS_ALONE,      CALLER, is_ambiguous,              CALLER, EXS_EVENT_SOCKETS_ERROR},
    {"the T selector is not the called stack's",       EXS_RULE_T_SELECTOR_CHECKED,       CALLED, selects_wrong,             CALLED, EXS_EVENT_T_SELECTOR_WRONG},
    {"the T selector is not the connector's",          EXS_RULE_INCOMING_T_CHECKED,       CALLED, comes_from_wrong,          CALLED, EXS_EVENT_UNKNOWN_MTA},
    {"the called MTA does not know the caller's name", EXS_RULE_CALLER_NAME_CHECKED,      CALLED, caller_is_misnamed,        CALLED, EXS_EVENT_UNKNOWN_MTA},
    {"the caller's password is wrong",                 EXS_RULE_CALLER_PASSWORD_CHECKED,  CALLED, caller_has_wrong_password, CALLED, EXS_EVENT_UNKNOWN_MTA},
    {"the called MTA has another name",                EXS_RULE_CALLED_NAME_CHECKED,      CALLER, called_is_misnamed,        NOBODY, EXS_EVENT_COUNT},
    {"the called MTA answers with its own password",   EXS_RULE_ANSWERS_GENERAL_PASSWORD, CALLED, answers_general,           CALLER, EXS_EVENT_CREDENTIALS_WRONG},
    {"the called MTA's password is wrong",             EXS_RULE_CALLED_PASSWORD_CHECKED,  CALLER, answers_override,          CALLER, EXS_EVENT_CREDENTIALS_WRONG},
    {"the called MTA's password is not sent",          EXS_RULE_CALLED_PASSWORD_CHECKED,  CALLER, lacks_password,            CALLER, EXS_EVENT_PRESENTATION_ERROR},
};
/* clang-format on */

static Call call_of(const ExsAdjacent *caller)
{
    const ExsAdjacent *far = exs_adjacent_far(caller);

    return (Call){
        .world = caller->world,
        .caller = caller->connector,
        .called_server = caller->target,
        .called = far ? far->connector : NULL,
    };
}

const char *exs_x400_open_refusal(const ExsAdjacent *caller)
{
    Call call;

    if (!is_x400(caller->connector) || !caller->target)
        return NULL;
    call = call_of(caller);
    for (size_t i = 0; i < G_N_ELEMENTS(checks); i++) {
        const OpenCheck *check = &checks[i];

        call.policy = check->checks == CALLED ? &caller->target->policy : &caller->server->policy;
        if (exs_rule(call.policy, check->rule) && check->fails(&call))
            return check->why;
    }
    return NULL;
}

/* ---- events ---- */

static char *entity(const ExsWorld *world, const ExsConnector *connector)
{
    return g_strdup_printf("/O=%s/OU=%s/CN=CONFIGURATION/CN=CONNECTIONS/CN=%s", world->organization,
                           connector->server->site->name, connector->name);
}

static void log_check(const ExsAdjacent *caller, const OpenCheck *check)
{
    Call call = call_of(caller);
    const ExsServer *server = check->logs == CALLED ? caller->target : caller->server;
    const char *selector = text(&call, &call.caller->settings, EXS_SETTING_OUTGOING_T_SELECTOR);
    const char *name = local_name(&call, &call.caller->settings, caller->server);
    g_autofree char *far = entity(caller->world, caller->connector);
    const char *words[5] = {far, "0", "0", "0", "1"};

    if (check->event == EXS_EVENT_SOCKETS_ERROR)
        words[0] = "10061";
    else if (check->event == EXS_EVENT_T_SELECTOR_WRONG)
        words[0] = selector;
    else if (check->event == EXS_EVENT_UNKNOWN_MTA)
        words[0] = name, words[1] = "/n:";
    if (check->logs != NOBODY)
        exs_log_event(caller->world, server, check->event, words);
}

bool exs_x400_open_log(const ExsAdjacent *caller, const char *why)
{
    for (size_t i = 0; i < G_N_ELEMENTS(checks); i++) {
        if (strcmp(checks[i].why, why) != 0)
            continue;
        log_check(caller, &checks[i]);
        return true;
    }
    return false;
}
