/* vopr_org.c - random organisations for vopr: sites, servers, connectors of every kind.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/model/actors/ims.h"
#include "vopr.h"

uint64_t vopr_roll(Vopr *vopr, uint64_t n)
{
    return exs_stream_below(&vopr->dice, n);
}

gpointer vopr_any(Vopr *vopr, const GPtrArray *things)
{
    return things->len > 0 ? things->pdata[vopr_roll(vopr, things->len)] : NULL;
}

const ExsServer *vopr_server(const ExsWorld *world, uint32_t id)
{
    for (guint i = 0; i < world->servers->len; i++) {
        const ExsServer *server = world->servers->pdata[i];

        if (server->id == id || server->mta_id == id || server->store_id == id)
            return server;
    }
    g_assert_not_reached();
}

ExsRule vopr_rule(const ExsWorld *world, uint32_t number)
{
    ExsRule rule = EXS_RULE_NONE;

    if (number > 0)
        exs_rule_find(exs_record_rule(world->record, number)->id, &rule, NULL);
    return rule;
}

void vopr_must(Vopr *vopr, bool ok, GError *error)
{
    if (!ok)
        vopr_broken(vopr, error ? error->message : "a step of the set-up failed");
}

static void add_people(Vopr *vopr, ExsServer *server)
{
    for (uint64_t i = 1 + vopr_roll(vopr, 2); i > 0; i--) {
        g_autofree char *name = g_strdup_printf("user%u", vopr->world->recipients->len + 1);

        vopr_must(vopr, exs_world_add_mailbox(vopr->world, server, name, NULL) != NULL, NULL);
    }
}

void vopr_add_sites(Vopr *vopr)
{
    static const char *const products[] = {"4.0", "4.0 SP3", "4.0 SP5", "5.0",    "5.0 SP2",
                                           "5.5", "5.5 SP2", "5.5 SP3", "5.5 SP4"};
    uint64_t sites = 1 + vopr_roll(vopr, 5);

    for (uint64_t i = 0; i < sites; i++) {
        g_autofree char *name = g_strdup_printf("SITE%" G_GUINT64_FORMAT, i + 1);
        ExsSite *site = exs_world_add_site(vopr->world, name, NULL);

        for (uint64_t k = 1 + vopr_roll(vopr, 3); k > 0; k--) {
            g_autofree char *server_name =
                g_strdup_printf("SERVER%u", vopr->world->servers->len + 1);
            ExsProduct product;

            exs_product_parse(products[vopr_roll(vopr, G_N_ELEMENTS(products))], &product, NULL);
            add_people(vopr, exs_actors_add_server(vopr->world, site, server_name, &product, NULL));
        }
    }
}

/* Some servers of the far site, at random costs. */
static void add_targets(Vopr *vopr, ExsConnector *connector, ExsServer *to)
{
    static const int64_t costs[] = {0, 1, 1, 30, 99, 100};
    const GPtrArray *servers = to->site->servers;

    for (guint i = 0; i < servers->len; i++)
        if (servers->pdata[i] == to || vopr_roll(vopr, 2) == 0)
            vopr_must(vopr,
                      exs_actors_add_target(vopr->world, connector, servers->pdata[i],
                                            costs[vopr_roll(vopr, G_N_ELEMENTS(costs))], NULL),
                      NULL);
    if (vopr_roll(vopr, 3) == 0)
        exs_connector_set_bridgehead(connector, vopr_any(vopr, connector->server->site->servers),
                                     NULL);
}

static void add_spaces(Vopr *vopr, ExsConnector *connector)
{
    static const char *const spaces[] = {"SMTP:*", "SMTP:", "SMTP:*@example.com",
                                         "SMTP:one@example.com", "SMTP:*.org"};

    for (uint64_t i = 1 + vopr_roll(vopr, 2); i > 0; i--) {
        const ExsSpace *space =
            exs_space(vopr->world->spaces, spaces[vopr_roll(vopr, G_N_ELEMENTS(spaces))], NULL);

        vopr_must(vopr,
                  exs_connector_add_space(connector, space, 1 + (int64_t)vopr_roll(vopr, 2),
                                          (ExsScope)vopr_roll(vopr, 2), NULL),
                  NULL);
    }
}

/* How often it is tried, and what may not go by it. */
static void random_limits(Vopr *vopr, ExsConnector *connector)
{
    if (vopr_roll(vopr, 3) == 0)
        exs_setting_set(&connector->settings, EXS_SETTING_MAX_OPEN_RETRIES,
                        1 + (int64_t)vopr_roll(vopr, 20), NULL);
    if (vopr_roll(vopr, 6) == 0)
        exs_setting_set(&connector->settings, EXS_SETTING_SIZE_LIMIT,
                        1 + (int64_t)vopr_roll(vopr, 1000), NULL);
    if (vopr_roll(vopr, 6) == 0)
        exs_setting_set(&connector->settings, EXS_SETTING_EXCHANGE_CONTENTS, 0, NULL);
    if (vopr_roll(vopr, 6) == 0)
        exs_setting_set(&connector->settings, EXS_SETTING_HEURISTICS, 4096 << vopr_roll(vopr, 5),
                        NULL);
}

static ExsConnector *add_half(Vopr *vopr, const char *kind, ExsServer *from, ExsServer *to,
                              const char *name, ExsLink *link, int64_t cost)
{
    bool is_rpc = strcmp(kind, "site") == 0;
    ExsConnectorPlan plan = {
        .name = name, .target = is_rpc ? NULL : to, .link = link, .cost = cost};
    GError *error = NULL;
    ExsConnector *connector = exs_actors_add_connector(vopr->world, from, kind, &plan, &error);

    vopr_must(vopr, connector != NULL, error);
    if (is_rpc) {
        add_targets(vopr, connector, to);
        return connector;
    }
    exs_connector_connect(connector, to->site, NULL);
    random_limits(vopr, connector);
    if (vopr_roll(vopr, 4) == 0)
        exs_setting_set(&connector->settings, EXS_SETTING_TRANSPORT_STACK,
                        1 + (int64_t)vopr_roll(vopr, 3), NULL);
    return connector;
}

void vopr_random_schedule(Vopr *vopr, ExsConnector *connector)
{
    static const char *const texts[] = {
        "always", "always",      "22:00-06:00", "Mon-Fri 08:00-18:00", "never", "always",
        "always", "12:15-12:30", "remote",      "08:00-20:00",         "always"};
    ExsSchedule schedule;

    vopr_must(vopr,
              exs_schedule_parse(texts[vopr_roll(vopr, G_N_ELEMENTS(texts))], &schedule, NULL),
              NULL);
    exs_connector_set_schedule(vopr->world, connector, &schedule);
}

static void add_pair(Vopr *vopr, ExsServer *a, ExsServer *b)
{
    static const char *const kinds[] = {"x400", "x400", "site", "ras"};
    g_autofree char *name = g_strdup_printf("X%u", vopr->world->connectors->len + 1);
    g_autofree char *back = g_strdup_printf("X%u back", vopr->world->connectors->len + 1);
    ExsLink *link = exs_world_add_link(vopr->world, name, a->id, b->id, NULL);
    int64_t cost = 1 + (int64_t)vopr_roll(vopr, EXS_COST_MAX);
    const char *kind = kinds[vopr_roll(vopr, G_N_ELEMENTS(kinds))];
    bool is_rpc = strcmp(kind, "site") == 0;
    ExsConnector *there = add_half(vopr, kind, a, b, name, is_rpc ? NULL : link, cost);
    ExsConnector *here = add_half(vopr, kind, b, a, back, is_rpc ? NULL : link, cost);

    if (is_rpc) /* they find each other */
        return;
    there->peer = here;
    here->peer = there;
    vopr_random_schedule(vopr, there);
    vopr_random_schedule(vopr, here);
}

/* A chain of all sites, and some more. */
void vopr_add_pairs(Vopr *vopr)
{
    const GPtrArray *sites = vopr->world->sites;

    for (guint i = 1; i < sites->len; i++)
        add_pair(vopr, vopr_any(vopr, ((ExsSite *)sites->pdata[i - 1])->servers),
                 vopr_any(vopr, ((ExsSite *)sites->pdata[i])->servers));
    for (uint64_t extra = vopr_roll(vopr, 5); extra > 0 && sites->len > 1; extra--) {
        ExsServer *a = vopr_any(vopr, vopr->world->servers),
                  *b = vopr_any(vopr, vopr->world->servers);

        if (a->site != b->site)
            add_pair(vopr, a, b);
    }
}

/* Every third has a smart host. */
static void dial(Vopr *vopr, ExsGateway *ims)
{
    static const char *const plans[] = {"every 1 h", "every 20 min", "daily 08:00",
                                        "weekly 08:00, weekend 10:00"};
    uint32_t direct = exs_intern_folded(vopr->world->names, "example.com");

    vopr_must(vopr, exs_dial_parse(plans[vopr_roll(vopr, G_N_ELEMENTS(plans))], &ims->plan, NULL),
              NULL);
    if (vopr_roll(vopr, 3) == 0)
        g_array_append_val(ims->direct, direct);
}

static void add_ims(Vopr *vopr, ExsServer *server)
{
    static const char *const retries[] = {"0.25, 0.5, 1, 4", "0", "0.01", "3"};
    ExsConnectorPlan plan = {.host = vopr_roll(vopr, 3) == 0 ? vopr_any(vopr, vopr->world->hosts)
                                                             : NULL};
    ExsConnector *ims = exs_actors_add_connector(vopr->world, server, "ims", &plan, NULL);

    add_spaces(vopr, ims);
    exs_setting_set(&ims->settings, EXS_SETTING_IMS_CONNECTIONS, (int64_t)vopr_roll(vopr, 3), NULL);
    if (vopr_roll(vopr, 3) == 0)
        exs_setting_set(&ims->settings, EXS_SETTING_IMS_IN_TIME,
                        (int64_t)vopr_roll(vopr, (uint64_t)EXS_MINUTE), NULL);
    vopr_must(
        vopr,
        exs_connector_parse_retries(ims, retries[vopr_roll(vopr, G_N_ELEMENTS(retries))], NULL),
        NULL);
    if (vopr_roll(vopr, 3) == 0)
        dial(vopr, ims->service);
}

void vopr_add_gateways(Vopr *vopr)
{
    static const char *const domains[] = {"example.com", "example.org", "far.example.org"};
    ExsWorld *world = vopr->world;

    for (uint64_t i = 1 + vopr_roll(vopr, 3); i > 0; i--) {
        g_autofree char *name = g_strdup_printf("mail%" G_GUINT64_FORMAT ".example.com", i);
        ExsHost *host = exs_world_add_host(world, name, NULL);

        exs_world_add_mx(world, host, domains[vopr_roll(vopr, G_N_ELEMENTS(domains))],
                         (uint32_t)vopr_roll(vopr, 20), NULL);
    }
    for (guint i = 0; i < world->servers->len; i++)
        if (vopr_roll(vopr, 2) == 0)
            add_ims(vopr, world->servers->pdata[i]);
}

void vopr_random_settings(Vopr *vopr)
{
    static const ExsSetting settings[] = {
        EXS_SETTING_LEAST_COST_BOX,     EXS_SETTING_LEAST_COST_REGISTRY,
        EXS_SETTING_GATEWAY_IN_THREADS, EXS_SETTING_GATEWAY_OUT_THREADS,
        EXS_SETTING_OPEN_INTERVAL,      EXS_SETTING_TRANSFER_INTERVAL,
        EXS_SETTING_HANDOFF_TIME,       EXS_SETTING_LIFETIME,
        EXS_SETTING_THRESHOLD,          EXS_SETTING_MODEMS,
        EXS_SETTING_DISCONNECT,         EXS_SETTING_MAX_TRANSFER_RETRIES,
    };
    static const ExsSetting pools[] = {
        EXS_SETTING_TCP_CONTROL_BLOCKS, EXS_SETTING_TP4_CONTROL_BLOCKS, EXS_SETTING_X25_CONNECTIONS,
        EXS_SETTING_RAS_CONNECTIONS,    EXS_SETTING_SITE_CONNECTIONS,
    };

    for (size_t i = 0; i < G_N_ELEMENTS(settings); i++)
        if (vopr_roll(vopr, 3) == 0) /* out of range: it stays as it is */
            exs_setting_set(&vopr->world->settings, settings[i], (int64_t)vopr_roll(vopr, 5), NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(pools); i++)
        if (vopr_roll(vopr, 3) == 0)
            exs_setting_set(&vopr->world->settings, pools[i], 2 + (int64_t)vopr_roll(vopr, 9),
                            NULL);
}
