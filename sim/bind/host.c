/* host.c - hosts outside as Lua sees them (see bind.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/bind/bind.h"

#include <string.h>

#define LOWEST_PREFERENCE 65535

static ExsHost *check_host(lua_State *L)
{
    return exs_bind_check(L, 1, EXS_LUA_HOST);
}

/* What may follow the "@" of an address. */
static bool is_domain(ExsWorld *world, const char *domain)
{
    bool is_wildcard = g_str_has_prefix(domain, "*.");
    g_autofree char *address =
        g_strdup_printf("SMTP:postmaster@%s", is_wildcard ? domain + 2 : domain);

    return exs_address(world->addresses, address, NULL) != NULL;
}

static int complain_of_domain(lua_State *L, const char *domain)
{
    GError *error = NULL;
    char *quoted = exs_quote(domain);

    exs_fail(&error, EXS_ERROR_PARSE, "mx_for: %s is no domain, as in \"example.com\"", quoted);
    g_free(quoted);
    return exs_bind_raise(L, error);
}

/* add_mx(host, domain, preference) */
static int add_mx(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsHost *host = check_host(L);
    const char *domain = exs_bind_text(L, 2, "a domain");
    int64_t preference = exs_bind_integer(L, 3, "a preference");
    GError *error = NULL;

    if (preference < 0 || (preference > LOWEST_PREFERENCE && preference != EXS_MX_ADDRESS))
        return exs_bind_complain(L, "a preference is 0 to %d (RFC 974), not %" G_GINT64_FORMAT,
                                 LOWEST_PREFERENCE, preference);
    if (!is_domain(world, domain))
        return complain_of_domain(L, domain);
    if (!exs_world_add_mx(world, host, domain, (uint32_t)preference, &error))
        return exs_bind_raise(L, error);
    return 0;
}

static const char *keep(ExsWorld *world, const char *text)
{
    return exs_interner_text(world->names, exs_intern(world->names, text));
}

/* add_answer(host, verb, reply, times, recipient or nil); times -1: always */
static int add_answer(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsHost *host = check_host(L);
    const char *verb = exs_bind_text(L, 2, "a verb");
    const char *reply = exs_bind_text(L, 3, "a reply");
    int64_t times = exs_bind_integer(L, 4, "times");
    const char *to = exs_bind_optional_text(L, 5, "to");
    const ExsAddress *address = NULL;
    GError *error = NULL;
    ExsAnswer answer;

    if (to) {
        address = exs_address(world->addresses, to, &error);
        if (!address)
            return exs_bind_raise(L, error);
    }
    answer =
        (ExsAnswer){keep(world, verb), keep(world, reply), address ? address->folded : NULL, times};
    g_array_append_val(host->answers, answer);
    exs_bind_changed(world, host->id, verb, reply);
    return 0;
}

static int clear_answers(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsHost *host = check_host(L);

    g_array_set_size(host->answers, 0);
    exs_bind_changed(world, host->id, "answers", "none");
    return 0;
}

/* (..., address): one more of a list of the host's, which is made with the first. */
static int add_address(lua_State *L, ExsWorld *world, const ExsHost *host, GPtrArray **list,
                       const char *property)
{
    GError *error = NULL;
    const ExsAddress *address =
        exs_address(world->addresses, exs_bind_text(L, 2, "an address"), &error);

    if (!address)
        return exs_bind_raise(L, error);
    if (!*list)
        *list = g_ptr_array_new();
    g_ptr_array_add(*list, (gpointer)(address->regular ? address->regular : address));
    exs_bind_changed(world, host->id, property, address->text);
    return 0;
}

/* add_known(host, address): a foreign X.400 system knows these addresses, and no others */
static int add_known(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsHost *host = check_host(L);

    return add_address(L, world, host, &host->known, "knows");
}

/* add_route(host, space, connector or nil): passes mail for it on, over the connector or the one it
 * came by */
static int add_route(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsHost *host = check_host(L);
    const char *text = exs_bind_text(L, 2, "an address space");
    const ExsConnector *by = exs_bind_optional(L, 3, EXS_LUA_CONNECTOR);
    GError *error = NULL;
    ExsHostRoute route = {exs_space(world->spaces, text, &error), by};

    if (!route.space)
        return exs_bind_raise(L, error);
    if (by && by->host != host)
        return exs_bind_complain(L, "connector %s does not lead to host %s", by->name, host->name);
    if (!host->routes)
        host->routes = g_array_new(FALSE, FALSE, sizeof(ExsHostRoute));
    g_array_append_val(host->routes, route);
    exs_bind_changed(world, host->id, "routes", route.space->text);
    return 0;
}

/* set_loop_check(host, "own", "none" or "any") */
static int set_loop_check(lua_State *L)
{
    static const char *const names[] = {
        [EXS_HOST_LOOP_OWN] = "own", [EXS_HOST_LOOP_NONE] = "none", [EXS_HOST_LOOP_ANY] = "any"};
    ExsWorld *world = exs_bind_open_world(L);
    ExsHost *host = check_host(L);
    const char *text = exs_bind_text(L, 2, "a check for loops");

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (strcmp(names[i], text) != 0)
            continue;
        host->loop_check = (ExsHostLoop)i;
        exs_bind_changed(world, host->id, "loop check", text);
        return 0;
    }
    return exs_bind_complain(L, "a check for loops is \"own\", \"none\" or \"any\", not \"%s\"",
                             text);
}

/* set_own(host, connector): it is the server of this Internet Mail Service */
static int set_own(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsHost *host = check_host(L);
    const ExsConnector *ims = exs_bind_check(L, 2, EXS_LUA_CONNECTOR);

    host->ims = ims;
    exs_bind_changed(world, host->id, "server", ims->server->name);
    return 0;
}

/* set_loop_limit(host, passes) */
static int set_loop_limit(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsHost *host = check_host(L);
    int64_t limit = exs_bind_integer(L, 2, "a number of passes");
    g_autofree char *text = NULL;

    host->loop_limit = (uint32_t)CLAMP(limit, 0, UINT32_MAX);
    text = g_strdup_printf("%u", host->loop_limit);
    exs_bind_changed(world, host->id, "loop limit", text);
    return 0;
}

/* set_bilateral(host, taken) */
static int set_bilateral(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsHost *host = check_host(L);

    host->refuses_bilateral = !lua_toboolean(L, 2);
    exs_bind_changed(world, host->id, "bilateral information",
                     host->refuses_bilateral ? "refused" : "taken");
    return 0;
}

/* add_returned(host, address): it takes mail for it, and returns it */
static int add_returned(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsHost *host = check_host(L);

    return add_address(L, world, host, &host->returns, "returns");
}

/* add_reply(host, address): who has it answers every message */
static int add_reply(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsHost *host = check_host(L);

    return add_address(L, world, host, &host->replies, "replies");
}

/* set_receipts(host, given?) */
static int set_receipts(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsHost *host = check_host(L);

    host->gives_receipts = lua_toboolean(L, 2);
    exs_bind_changed(world, host->id, "receipts", host->gives_receipts ? "given" : "not given");
    return 0;
}

static int set_up(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsHost *host = check_host(L);

    exs_host_set_up(world, host, lua_toboolean(L, 2));
    return 0;
}

static int set_etrn(lua_State *L)
{
    exs_bind_open_world(L);
    check_host(L)->knows_etrn = lua_toboolean(L, 2);
    return 0;
}

const luaL_Reg exs_bind_host[] = {
    {"add_answer", add_answer},
    {"add_known", add_known},
    {"add_mx", add_mx},
    {"add_reply", add_reply},
    {"add_returned", add_returned},
    {"add_route", add_route},
    {"clear_answers", clear_answers},
    {"hold", exs_bind_hold_at_host},
    {"send", exs_bind_send_from_host},
    {"set_bilateral", set_bilateral},
    {"set_etrn", set_etrn},
    {"set_ip", exs_bind_set_ip},
    {"set_loop_check", set_loop_check},
    {"set_loop_limit", set_loop_limit},
    {"set_own", set_own},
    {"set_receipts", set_receipts},
    {"set_up", set_up},
    {NULL, NULL},
};
