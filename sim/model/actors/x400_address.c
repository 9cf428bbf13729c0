/* x400_address.c - see x400_address.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/x400_address.h"

#include <string.h>

#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/actors/names.h"

#define WHY_NSAP       "the address on the Stack page is not the far MTA's NSAP"
#define WHY_UNRESOLVED "the called MTA finds no name for the caller's address"
#define WHY_HOST_NAME  "the called MTA knows the caller by its host name only"
#define WHY_UNKNOWN    "no connector of the called MTA has the caller's address"

static const char *of_connector(const ExsAdjacent *self, ExsSetting which)
{
    return exs_setting_text(self->world, &self->connector->settings, which);
}

static const char *of_server(const ExsAdjacent *self, const ExsServer *server, ExsSetting which)
{
    return exs_setting_text(self->world, &server->settings, which);
}

static bool is_same(const char *a, const char *b)
{
    return g_ascii_strcasecmp(a, b) == 0;
}

/* Is `name` the first part of this domain name? */
static bool is_host_name_of(const char *name, const char *fqdn)
{
    size_t length = strlen(name);

    return g_ascii_strncasecmp(name, fqdn, length) == 0 && fqdn[length] == '.';
}

/* ---- where it goes ---- */

/* Hexadecimal digits: those that it is written in, or those of its characters. (owned) */
static char *in_hex(const char *text)
{
    GString *out = g_string_new(NULL);
    size_t length = strlen(text);

    if (length % 2 == 0 && strspn(text, "0123456789abcdefABCDEF") == length) {
        g_string_append(out, text);
        g_string_ascii_up(out);
        return g_string_free(out, FALSE);
    }
    for (size_t i = 0; i < length; i++)
        g_string_append_printf(out, "%02X", (unsigned char)text[i]);
    return g_string_free(out, FALSE);
}

static bool has_wrong_nsap(const ExsAdjacent *self)
{
    g_autofree char *asked = in_hex(of_connector(self, EXS_SETTING_STACK_ADDRESS));
    g_autofree char *nsap = in_hex(of_server(self, self->target, EXS_SETTING_NSAP));

    return *nsap && strcmp(asked, nsap) != 0 &&
           exs_rule(&self->server->policy, EXS_RULE_NSAP_CHECKED);
}

/* The firewall's side that the caller sees, where there is a proxy; else the far server. */
static bool leads_there(const ExsAdjacent *self, const char *stack)
{
    const char *firewall = of_connector(self, EXS_SETTING_FIREWALL_ADDRESS);
    const char *address = of_server(self, self->target, EXS_SETTING_IP_ADDRESS);
    const char *name = exs_name_of(self->world, self->target);

    if (*firewall)
        return is_same(stack, firewall);
    if (is_same(stack, address))
        return true;
    return (is_same(stack, name) || is_host_name_of(stack, name)) &&
           exs_name_resolves(self->world, self->server, stack);
}

const char *exs_x400_unreached(const ExsAdjacent *self, bool *refused)
{
    const char *stack;

    *refused = false;
    if (!self->target || exs_pool_network(self) > EXS_NETWORK_TP4)
        return NULL;
    if (exs_pool_network(self) == EXS_NETWORK_TP4) {
        *refused = has_wrong_nsap(self);
        return *refused ? WHY_NSAP : NULL;
    }
    stack = of_connector(self, EXS_SETTING_STACK_ADDRESS);
    if (!*stack || !*of_server(self, self->target, EXS_SETTING_IP_ADDRESS) ||
        leads_there(self, stack) ||
        !exs_rule(&self->server->policy, EXS_RULE_STACK_ADDRESS_DIALLED))
        return NULL;
    return EXS_WHY_TIMED_OUT;
}

/* ---- where it seems to come from ---- */

/* The caller's own address; or one that a card, a proxy or the far side's RAS pool gave it. */
static const char *own_address(const ExsAdjacent *self)
{
    const char *override = of_connector(self, EXS_SETTING_STACK_ADDRESS_OVERRIDE);
    const char *source = of_connector(self, EXS_SETTING_SOURCE_ADDRESS);

    if (*override && exs_rule(&self->server->policy, EXS_RULE_STACK_ADDRESS_OVERRIDE))
        return override;
    return *source ? source : of_server(self, self->server, EXS_SETTING_IP_ADDRESS);
}

/* As the called MTA sees it: a proxy puts its own near side there. */
static const char *source_of(const ExsAdjacent *self, const ExsAdjacent *far)
{
    const char *firewall = of_connector(far, EXS_SETTING_FIREWALL_ADDRESS);
    bool keeps = exs_setting(&self->connector->settings, EXS_SETTING_FIREWALL_KEEPS_SOURCE);

    return *firewall && !keeps ? firewall : own_address(self);
}

/* Is there an X.400 Connector on the called server, over the same stack, that `fits`? */
static bool has_connector(const ExsAdjacent *far, bool (*fits)(const char *, const char *),
                          const char *wanted)
{
    const GPtrArray *all = far->server->mta->adjacents;

    for (guint i = 0; i < all->len; i++) {
        const ExsAdjacent *each = all->pdata[i];
        const char *stack;

        if (!each->connector || each->connector->is_removed ||
            exs_pool_network(each) != EXS_NETWORK_TCP)
            continue;
        stack = of_connector(each, EXS_SETTING_STACK_ADDRESS);
        if (*stack && fits(stack, wanted))
            return true;
    }
    return false;
}

static const char *unknown(const ExsAdjacent *self, const ExsAdjacent *far)
{
    const char *source = source_of(self, far), *name;

    if (!*source || !*of_connector(far, EXS_SETTING_STACK_ADDRESS) ||
        has_connector(far, is_same, source))
        return NULL;
    if (!exs_rule(&far->server->policy, EXS_RULE_CALLER_NAME_LOOKED_UP))
        return WHY_UNKNOWN;
    name = exs_name_by_address(self->world, far->server, source);
    if (!name)
        return WHY_UNRESOLVED;
    if (has_connector(far, is_same, name))
        return NULL;
    return has_connector(far, is_host_name_of, name) ? WHY_HOST_NAME : WHY_UNKNOWN;
}

const char *exs_x400_unknown_caller(const ExsAdjacent *self)
{
    const ExsAdjacent *far = exs_adjacent_far(self);

    if (!far || exs_pool_network(self) != EXS_NETWORK_TCP ||
        !exs_rule(&far->server->policy, EXS_RULE_CALLER_ADDRESS_CHECKED))
        return NULL;
    return unknown(self, far);
}

/* ---- events ---- */

/* "145.245.193.27" as "91F5C11B". (owned) */
static char *address_in_hex(const char *address)
{
    GString *out = g_string_new(NULL);
    g_auto(GStrv) parts = g_strsplit(address, ".", -1);

    for (size_t i = 0; parts[i]; i++)
        g_string_append_printf(out, "%02X", (unsigned)g_ascii_strtoull(parts[i], NULL, 10) & 0xff);
    return g_string_free(out, FALSE);
}

static void log_gateway(const ExsAdjacent *far, const char *address)
{
    const ExsServer *server = far->server;
    g_autofree char *stack =
        g_strdup_printf("/o=%s/ou=%s/cn=Configuration/cn=Servers/cn=%s/cn=TCP (%s)",
                        far->world->organization, server->site->name, server->name, server->name);

    exs_log_event(far->world, server, EXS_EVENT_GATEWAY_UNKNOWN,
                  (const char *const[]){address, stack});
}

/* By address, then by name: that of the MTA, in hexadecimal digits. */
static void log_unresolved(const ExsAdjacent *self, const ExsAdjacent *far)
{
    g_autofree char *name = in_hex(self->server->name);
    g_autofree char *lower = g_ascii_strdown(name, -1);

    log_gateway(far, lower);
    exs_log_event(self->world, far->server, EXS_EVENT_ACCEPT_ERROR, (const char *const[]){"0"});
}

bool exs_x400_address_log(const ExsAdjacent *self, const char *why, bool *is_silent)
{
    const ExsAdjacent *far = exs_adjacent_far(self);
    bool is_unresolved = strcmp(why, WHY_UNRESOLVED) == 0;
    bool is_host_name = strcmp(why, WHY_HOST_NAME) == 0;
    g_autofree char *hex = NULL;

    *is_silent = is_unresolved;
    if (strcmp(why, WHY_NSAP) == 0) {
        exs_log_event(self->world, self->server, EXS_EVENT_TP4_SOCKETS_ERROR,
                      (const char *const[]){"10022"});
        return true;
    }
    if (!is_unresolved && !is_host_name && strcmp(why, WHY_UNKNOWN) != 0)
        return false;
    hex = address_in_hex(source_of(self, far));
    log_gateway(far, hex);
    if (is_unresolved)
        log_unresolved(self, far);
    else
        exs_adjacent_log_refused(self);
    if (is_host_name)
        exs_log_event(self->world, self->server, EXS_EVENT_RECEIVE_ERROR,
                      (const char *const[]){"10054"});
    return true;
}
