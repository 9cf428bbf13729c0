/* connector.c - connectors as Lua sees them (see bind.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/bind/bind.h"

#include <string.h>

#include "exsim/model/actors/connectors.h"
#include "exsim/model/actors/directory.h"
#include "exsim/model/actors/ims.h"
#include "exsim/model/actors/ims_domains.h"
#include "exsim/model/org/identity.h"

static ExsConnector *check_connector(lua_State *L, int index)
{
    ExsConnector *connector = exs_bind_check(L, index, EXS_LUA_CONNECTOR);

    if (connector->is_removed)
        exs_bind_complain(L, "connector %s is removed", connector->name);
    return connector;
}

/* The routing table of its site depends on it. */
static void changed(ExsWorld *world, ExsConnector *connector, const char *setting,
                    const char *value)
{
    exs_bind_changed(world, connector->id, setting, value);
    exs_dsa_connector_changed(world, connector);
}

static const char *article(const ExsConnectorClass *class)
{
    return strchr("AEIOUX", *class->title) ? "an" : "a";
}

static int remove_connector(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsConnector *connector = exs_bind_check(L, 1, EXS_LUA_CONNECTOR);

    exs_actors_remove_connector(world, connector);
    return 0;
}

/* set_cost(connector, cost): of its connected sites; 1 .. 100 */
static int set_cost(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsConnector *connector = check_connector(L, 1);
    int64_t cost = exs_bind_integer(L, 2, "the cost of a connector");
    char text[32];

    if (cost < 1 || cost > EXS_COST_MAX)
        return exs_bind_complain(
            L, "the cost of a connector is 1 to %d (property page), not %" G_GINT64_FORMAT,
            EXS_COST_MAX, cost);
    connector->cost = (uint32_t)cost;
    exs_connector_note(connector);
    g_snprintf(text, sizeof text, "%" G_GINT64_FORMAT, cost);
    changed(world, connector, "cost", text);
    return 0;
}

static int set_schedule(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsConnector *connector = check_connector(L, 1);
    const char *text = exs_bind_text(L, 2, "a schedule");
    GError *error = NULL;
    ExsSchedule schedule = {EXS_SCHEDULE_ALWAYS, {0}};

    if (!connector->class->has_schedule)
        return exs_bind_complain(L, "connector %s has no schedule: it is %s %s", connector->name,
                                 article(connector->class), connector->class->title);
    if (!exs_schedule_parse(text, &schedule, &error))
        return exs_bind_raise(L, error);
    exs_connector_set_schedule(world, connector, &schedule);
    return 0;
}

/* set_retries(connector, "0.25, 0.5, 1, 4") */
static int set_retries(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsConnector *connector = check_connector(L, 1);
    const char *text = exs_bind_text(L, 2, "the retry interval");
    GError *error = NULL;

    if (!connector->class->secured)
        return exs_bind_complain(L, "connector %s has no list of retries: write open_interval",
                                 connector->name);
    if (!exs_connector_parse_retries(connector, text, &error))
        return exs_bind_raise(L, error);
    exs_record_set_attribute(world->record, connector->id, "retry_interval", text);
    exs_bind_changed(world, connector->id, "retry_interval", text);
    return 0;
}

/* The Internet Mail Service at index 1, and the domain at index 2. */
static ExsGateway *check_ims(lua_State *L, uint32_t *domain)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsConnector *connector = check_connector(L, 1);

    if (strcmp(connector->class->kind, "ims") != 0)
        exs_bind_complain(L, "connector %s knows no ETRN: it is an %s", connector->name,
                          connector->class->title);
    *domain = exs_intern_folded(world->names, exs_bind_text(L, 2, "a domain"));
    return connector->service;
}

/* set_dial(connector, "daily 08:00") */
static int set_dial(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsConnector *connector = check_connector(L, 1);
    const char *text = exs_bind_text(L, 2, "when to dial");
    GError *error = NULL;
    ExsGateway *ims = connector->service;

    if (strcmp(connector->class->kind, "ims") != 0)
        exs_bind_complain(L, "connector %s does not dial for itself: it is %s %s", connector->name,
                          article(connector->class), connector->class->title);
    if (!exs_dial_parse(text, &ims->plan, &error))
        return exs_bind_raise(L, error);
    exs_record_set_attribute(world->record, connector->id, "dial", text);
    exs_bind_changed(world, connector->id, "dial", text);
    if (world->is_built)
        exs_ims_dial_begin(ims);
    return 0;
}

static GArray *list_of(ExsGateway *ims, const char *name)
{
    if (strcmp(name, "direct") == 0)
        return ims->direct;
    return strcmp(name, "overrides") == 0 ? ims->overrides : ims->routing;
}

/* set_domains(connector, list, { domain }): "direct", those that do not use the line; "routing",
 * those of the Routing page; "overrides", those of them that override restrictions */
static int set_domains(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsConnector *connector = check_connector(L, 1);
    ExsGateway *ims = connector->service;
    GArray *domains;

    if (strcmp(connector->class->kind, "ims") != 0)
        exs_bind_complain(L, "connector %s has no e-mail domains: it is %s %s", connector->name,
                          article(connector->class), connector->class->title);
    domains = list_of(ims, exs_bind_text(L, 2, "a list"));
    luaL_checktype(L, 3, LUA_TTABLE);
    g_array_set_size(domains, 0);
    for (lua_Integer i = 1; i <= luaL_len(L, 3); i++) {
        uint32_t domain;

        lua_rawgeti(L, 3, i);
        domain = exs_intern_folded(world->names, exs_bind_text(L, -1, "a domain"));
        g_array_append_val(domains, domain);
        lua_pop(L, 1);
    }
    return 0;
}

/* add_domain(connector, domain, host or nil, bytes): a row of the E-Mail Domain list */
static int add_domain(lua_State *L)
{
    ExsMailDomain row = {0};
    const ExsGateway *ims = check_ims(L, &row.domain);

    row.host = exs_bind_optional(L, 3, EXS_LUA_HOST);
    row.limit = exs_bind_integer(L, 4, "the size limit of a domain");
    g_array_append_val(ims->domains, row);
    return 0;
}

/* clear_domains(connector) */
static int clear_domains(lua_State *L)
{
    ExsConnector *connector = check_connector(L, 1);

    exs_bind_open_world(L);
    if (strcmp(connector->class->kind, "ims") != 0)
        return exs_bind_complain(L, "connector %s has no e-mail domains: it is %s %s",
                                 connector->name, article(connector->class),
                                 connector->class->title);
    g_array_set_size(((ExsGateway *)connector->service)->domains, 0);
    return 0;
}

/* hold_for_etrn(connector, domain) */
static int hold_for_etrn(lua_State *L)
{
    uint32_t domain;
    ExsGateway *ims = check_ims(L, &domain);

    exs_ims_hold(ims, domain);
    return 0;
}

/* etrn(connector, domain): a host asks for the domain's mail */
static int etrn(lua_State *L)
{
    uint32_t domain;
    ExsGateway *ims = check_ims(L, &domain);
    GError *error = NULL;

    if (!exs_ims_etrn(ims, domain, &error))
        return exs_bind_raise(L, error);
    return 0;
}

static int clear_spaces(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsConnector *connector = check_connector(L, 1);

    exs_connector_clear_spaces(connector);
    exs_dsa_connector_changed(world, connector);
    return 0;
}

/* add_space(connector, text, cost, scope or nil, routing address or nil) */
static int add_space(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsConnector *connector = check_connector(L, 1);
    const char *text = exs_bind_text(L, 2, "an address space");
    int64_t cost = exs_bind_integer(L, 3, "the cost of an address space");
    const char *word = exs_bind_optional_text(L, 4, "the scope of an address space");
    const char *routing = exs_bind_optional_text(L, 5, "the routing address of an address space");
    ExsScope scope = EXS_SCOPE_ORGANIZATION;
    GError *error = NULL;
    const ExsSpace *space = exs_space(world->spaces, text, &error);

    if (!space || (word && !exs_scope_parse(word, &scope, &error)) ||
        !exs_connector_add_space(connector, space, cost, scope, &error))
        return exs_bind_raise(L, error);
    if (routing)
        exs_connector_route_space(
            connector, space, exs_interner_text(world->names, exs_intern(world->names, routing)));
    changed(world, connector, "address space", space->text);
    return 0;
}

/* clear_targets(connector) */
static int clear_targets(lua_State *L)
{
    exs_bind_open_world(L);
    g_array_set_size(check_connector(L, 1)->targets, 0);
    return 0;
}

/* add_target(connector, server, cost): 0 first, 1 .. 99, 100 last */
static int add_target(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsConnector *connector = check_connector(L, 1);
    ExsServer *server = exs_bind_check(L, 2, EXS_LUA_SERVER);
    int64_t cost = exs_bind_integer(L, 3, "the cost of a target server");
    GError *error = NULL;

    if (!exs_actors_add_target(world, connector, server, cost, &error))
        return exs_bind_raise(L, error);
    changed(world, connector, "target server", server->name);
    return 0;
}

/* set_bridgehead(connector, server or nil): nil is any server */
static int set_bridgehead(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsConnector *connector = check_connector(L, 1);
    ExsServer *server = exs_bind_optional(L, 2, EXS_LUA_SERVER);
    GError *error = NULL;

    if (!connector->class->is_rpc)
        return exs_bind_complain(L, "connector %s has no bridgehead to choose: it is %s %s",
                                 connector->name, article(connector->class),
                                 connector->class->title);
    if (!exs_connector_set_bridgehead(connector, server, &error))
        return exs_bind_raise(L, error);
    changed(world, connector, "bridgehead", server ? server->name : "any server");
    return 0;
}

static void check_joins(lua_State *L, const ExsConnector *connector)
{
    if (!connector->class->joins_sites)
        exs_bind_complain(L, "connector %s has no connected sites: it is %s %s", connector->name,
                          article(connector->class), connector->class->title);
}

/* The X.400 space of a connected site's Routing Address page. */
static const ExsSpace *routing_address(lua_State *L, ExsWorld *world, const char *text)
{
    GError *error = NULL;
    const ExsSpace *space = exs_space(world->spaces, text, &error);

    if (!space)
        exs_bind_raise(L, error);
    if (space->form != EXS_ADDRESS_X400)
        exs_bind_complain(L, "a routing address is an X.400 one: \"X400:c=US;a= ;p=ORG;o=SITE\"");
    return space;
}

static int clear_sites(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsConnector *connector = check_connector(L, 1);

    g_array_set_size(connector->connected_sites, 0);
    if (connector->targets->len > 0) /* their site is always connected */
        exs_connector_connect(
            connector, g_array_index(connector->targets, ExsTargetServer, 0).server->site, NULL);
    exs_dsa_connector_changed(world, connector);
    return 0;
}

/* connect_site(connector, site, routing address or nil, domain or nil) */
static int connect_site(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsConnector *connector = check_connector(L, 1);
    ExsSite *site = exs_bind_check(L, 2, EXS_LUA_SITE);
    const char *address = exs_bind_optional_text(L, 3, "a routing address");
    const char *domain = exs_bind_optional_text(L, 4, "a domain");
    const ExsSpace *space = NULL;

    check_joins(L, connector);
    if (domain && connector->class != &exs_connector_ims)
        return exs_bind_complain(L,
                                 "routing, a domain, is of an Internet Mail Service; connector %s "
                                 "has a routing address: write address =",
                                 connector->name);
    if (address)
        space = routing_address(L, world, address);
    if (site == connector->server->site)
        return exs_bind_complain(L, "connector %s cannot connect site %s to itself",
                                 connector->name, site->name);
    if (!space && !domain && exs_connector_connected(connector, site))
        return 0;
    exs_connector_connect(connector, site, space);
    if (domain)
        exs_connector_route_site(connector, site,
                                 exs_interner_text(world->names, exs_intern(world->names, domain)));
    changed(world, connector, "connected site", site->name);
    return 0;
}

/* connect_foreign(connector, organisation, site, routing address): a site of another organisation
 */
static int connect_foreign(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsConnector *connector = check_connector(L, 1);
    const char *organization = exs_bind_text(L, 2, "an organisation");
    const char *site = exs_bind_text(L, 3, "a site");
    const char *address = exs_bind_text(L, 4, "a routing address");
    const ExsSpace *dn_space, *x400_space;
    GError *error = NULL;

    check_joins(L, connector);
    x400_space = routing_address(L, world, address);
    dn_space = exs_identity_foreign_space(world, organization, site, &error);
    if (!dn_space)
        return exs_bind_raise(L, error);
    exs_connector_connect_foreign(connector, dn_space, x400_space);
    changed(world, connector, "connected site", dn_space->text);
    return 0;
}

/* pair(connector, connector, name): the two ends of one path */
static int pair(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsConnector *a = check_connector(L, 1), *b = check_connector(L, 2);
    const char *name = exs_bind_text(L, 3, "the name of a pair");

    a->peer = b;
    b->peer = a;
    exs_record_set_attribute(world->record, a->id, "pair", name);
    exs_record_set_attribute(world->record, b->id, "pair", name);
    if (a->queue && b->queue) {
        exs_record_set_attribute(world->record, a->queue->id, "pair", name);
        exs_record_set_attribute(world->record, b->queue->id, "pair", name);
    }
    return 0;
}

/* end_of(connector) -> its server */
static int server_of(lua_State *L)
{
    exs_bind_push(L, EXS_LUA_SERVER, check_connector(L, 1)->server);
    return 1;
}

static int link_of(lua_State *L)
{
    ExsLink *link = check_connector(L, 1)->link;

    if (link)
        exs_bind_push(L, EXS_LUA_LINK, link);
    else
        lua_pushnil(L);
    return 1;
}

const luaL_Reg exs_bind_connector[] = {
    {"add_domain", add_domain},
    {"add_space", add_space},
    {"add_target", add_target},
    {"clear_domains", clear_domains},
    {"clear_sites", clear_sites},
    {"clear_spaces", clear_spaces},
    {"clear_targets", clear_targets},
    {"connect_foreign", connect_foreign},
    {"connect_site", connect_site},
    {"set_dial", set_dial},
    {"set_domains", set_domains},
    {"etrn", etrn},
    {"hold_for_etrn", hold_for_etrn},
    {"link", link_of},
    {"pair", pair},
    {"remove", remove_connector},
    {"server", server_of},
    {"set", exs_bind_set},
    {"set_bridgehead", set_bridgehead},
    {"set_cost", set_cost},
    {"set_retries", set_retries},
    {"set_schedule", set_schedule},
    {"set_senders", exs_bind_set_senders},
    {NULL, NULL},
};
