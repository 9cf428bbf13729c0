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

enum { T, S, P, SELECTORS };

static const struct {
    ExsSetting incoming, outgoing, of_stack;
} selectors[SELECTORS] = {
    [T] = {EXS_SETTING_INCOMING_T_SELECTOR, EXS_SETTING_OUTGOING_T_SELECTOR,
           EXS_SETTING_STACK_T_SELECTOR},
    [S] = {EXS_SETTING_INCOMING_S_SELECTOR, EXS_SETTING_OUTGOING_S_SELECTOR,
           EXS_SETTING_STACK_S_SELECTOR},
    [P] = {EXS_SETTING_INCOMING_P_SELECTOR, EXS_SETTING_OUTGOING_P_SELECTOR,
           EXS_SETTING_STACK_P_SELECTOR},
};

static bool has_incoming(const Call *call)
{
    for (int i = 0; i < SELECTORS; i++)
        if (*text(call, &call->called->settings, selectors[i].incoming))
            return true;
    return false;
}

/* X.410 knows no session selector. */
static bool has_no_s(const Call *call)
{
    return exs_setting(&call->called->settings, EXS_SETTING_CONFORMANCE) != 0 &&
           !exs_rule(call->policy, EXS_RULE_S_SELECTOR_IN_X410);
}

/* What the caller has to show, for the called connector; "" if that takes any (ours). */
static const char *expected(const Call *call, int which)
{
    const ExsSettings *settings = &call->called->settings;

    if (which == S && has_no_s(call))
        return "";
    if (!has_incoming(call) && exs_rule(call->policy, EXS_RULE_INCOMING_DEFAULTS))
        return text(call, settings, selectors[which].outgoing);
    return text(call, settings, selectors[which].incoming);
}

/* Optional, but exact where one of the three is used. */
static bool shows_wrong(const Call *call, int which)
{
    const char *shown = text(call, &call->caller->server->settings, selectors[which].of_stack);

    if (which == S && has_no_s(call))
        return false;
    if (!*expected(call, T) && !*expected(call, S) && !*expected(call, P))
        return false;
    return strcmp(expected(call, which), shown) != 0;
}

static bool shows_wrong_t(const Call *call)
{
    return call->called && shows_wrong(call, T);
}

static bool shows_wrong_s_or_p(const Call *call)
{
    return call->called && (shows_wrong(call, S) || shows_wrong(call, P));
}

/* Two-way alternate is settled between MTAs of Exchange; others may insist on it. */
static bool insists_on_two_way(const Call *call)
{
    return call->called && exs_setting(&call->caller->settings, EXS_SETTING_INSISTS_TWO_WAY) &&
           exs_setting(&call->caller->settings, EXS_SETTING_TWO_WAY_ALTERNATE) &&
           !exs_setting(&call->called->settings, EXS_SETTING_TWO_WAY_ALTERNATE);
}

/* Its driver does not listen any more on any stack when the line of one is down. */
static bool has_deaf_x25(const ExsServer *server)
{
    const GPtrArray *all = server->site->connectors;

    for (guint i = 0; i < all->len; i++) {
        const ExsConnector *each = all->pdata[i];

        if (each->server == server && is_x400(each) && !each->is_removed &&
            exs_setting(&each->settings, EXS_SETTING_TRANSPORT_STACK) == EXS_NETWORK_X25 &&
            each->link->state != EXS_LINK_UP)
            return true;
    }
    return false;
}

static bool goes_by_x25(const Call *call)
{
    return exs_setting(&call->caller->settings, EXS_SETTING_TRANSPORT_STACK) == EXS_NETWORK_X25;
}

static bool caller_is_deaf(const Call *call)
{
    return goes_by_x25(call) && has_deaf_x25(call->caller->server);
}

static bool called_is_deaf(const Call *call)
{
    return goes_by_x25(call) && has_deaf_x25(call->called_server);
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
    {"the X.25 driver does not listen here",           EXS_RULE_X25_LISTEN_SHARED,        CALLER, caller_is_deaf,            NOBODY, EXS_EVENT_COUNT},
    {"the X.25 driver does not listen there",          EXS_RULE_X25_LISTEN_SHARED,        CALLED, called_is_deaf,            NOBODY, EXS_EVENT_COUNT},
    {"the T selector is not the connector's",          EXS_RULE_INCOMING_T_CHECKED,       CALLED, shows_wrong_t,             CALLED, EXS_EVENT_UNKNOWN_MTA},
    {"the S or P selector is not the connector's",     EXS_RULE_INCOMING_SP_CHECKED,      CALLED, shows_wrong_s_or_p,        CALLED, EXS_EVENT_UNKNOWN_MTA},
    {"the called MTA does not know the caller's name", EXS_RULE_CALLER_NAME_CHECKED,      CALLED, caller_is_misnamed,        CALLED, EXS_EVENT_UNKNOWN_MTA},
    {"the caller's password is wrong",                 EXS_RULE_CALLER_PASSWORD_CHECKED,  CALLED, caller_has_wrong_password, CALLED, EXS_EVENT_UNKNOWN_MTA},
    {"the caller insists on two-way alternate",        EXS_RULE_LINK_OPTION_CHECKED,      CALLED, insists_on_two_way,        CALLED, EXS_EVENT_LINK_OPTION},
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

static const OpenCheck *find_check(const char *why)
{
    for (size_t i = 0; i < G_N_ELEMENTS(checks); i++)
        if (strcmp(checks[i].why, why) == 0)
            return &checks[i];
    return NULL;
}

ExsRule exs_x400_open_rule(const char *why)
{
    return find_check(why)->rule;
}

/* ---- events ---- */

static char *entity(const ExsWorld *world, const ExsConnector *connector)
{
    return g_strdup_printf("/O=%s/OU=%s/CN=CONFIGURATION/CN=CONNECTIONS/CN=%s", world->organization,
                           connector->server->site->name, connector->name);
}

static void append_hex(GString *out, const char *bytes)
{
    for (; *bytes; bytes++)
        g_string_append_printf(out, "%02X", (unsigned char)*bytes);
}

/* Where the caller says that it calls from: "/t:0x44454D4F/n:0x4631". (owned) */
static char *presentation_address(const Call *call)
{
    const ExsServer *server = call->caller->server;
    const char *selector = text(call, &server->settings, EXS_SETTING_STACK_T_SELECTOR);
    GString *out = g_string_new(NULL);

    if (*selector) {
        g_string_append(out, "/t:0x");
        append_hex(out, selector);
    }
    g_string_append(out, "/n:0x");
    append_hex(out, server->name);
    return g_string_free(out, FALSE);
}

static void log_check(const ExsAdjacent *caller, const OpenCheck *check)
{
    Call call = call_of(caller);
    const ExsServer *server = check->logs == CALLED ? caller->target : caller->server;
    const char *selector = text(&call, &call.caller->settings, EXS_SETTING_OUTGOING_T_SELECTOR);
    const char *name = local_name(&call, &call.caller->settings, caller->server);
    bool is_seen_there = check->logs == CALLED && call.called;
    g_autofree char *far = entity(caller->world, is_seen_there ? call.called : caller->connector);
    g_autofree char *address = presentation_address(&call);
    const char *words[5] = {far, "0", "0", "0", "1"};

    if (check->event == EXS_EVENT_SOCKETS_ERROR)
        words[0] = "10061";
    else if (check->event == EXS_EVENT_T_SELECTOR_WRONG)
        words[0] = selector;
    else if (check->event == EXS_EVENT_UNKNOWN_MTA)
        words[0] = name, words[1] = address;
    if (check->logs != NOBODY)
        exs_log_event(caller->world, server, check->event, words);
}

bool exs_x400_open_log(const ExsAdjacent *caller, const char *why)
{
    const OpenCheck *check = find_check(why);

    if (check)
        log_check(caller, check);
    return check != NULL;
}
