/* vopr_foreign.c - what is beyond the organisation, at random: X.400 systems and other mail systems
 * that pass mail on, and names in DNS that lead back to a service of ours (see vopr.h).
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/model/actors/mta.h"
#include "vopr.h"

static const char *const x400_spaces[] = {
    "X400:c=FR", "X400:c=FR;a= ;p=ELSE", "X400:c=*", "X400:c=DE;a=BUND", "X400:", "SMTP:*"};

static const struct {
    const char *kind, *spaces[2];
} gateways[] = {
    {"msmail", {"MS:*", "MS:NET/PO1"}},
    {"ccmail", {"CCMAIL:*", "CCMAIL:*"}},
    {"notes", {"NOTES:*", "SMTP:*.org"}},
    {"snads", {"SNADS:*", "SNADS:NODE2*"}},
};

static const ExsSpace *space(Vopr *vopr, const char *text)
{
    GError *error = NULL;
    const ExsSpace *made = exs_space(vopr->world->spaces, text, &error);

    vopr_must(vopr, made != NULL, error);
    return made;
}

static ExsHost *add_host(Vopr *vopr, const char *name)
{
    g_autofree char *numbered = g_strdup_printf("%s%u", name, vopr->world->hosts->len + 1);

    return exs_world_add_host(vopr->world, numbered, NULL);
}

static void add_route(Vopr *vopr, ExsHost *host, const char *text, const ExsConnector *by)
{
    ExsHostRoute route = {space(vopr, text), by};

    if (!host->routes)
        host->routes = g_array_new(FALSE, FALSE, sizeof(ExsHostRoute));
    g_array_append_val(host->routes, route);
}

static ExsConnector *lead_to(Vopr *vopr, ExsHost *host, const char *kind, const char *text)
{
    ExsServer *server = vopr_any(vopr, vopr->world->servers);
    g_autofree char *name = g_strdup_printf("F%u", vopr->world->connectors->len + 1);
    ExsConnectorPlan plan = {.name = name, .host = host};
    ExsConnector *made = exs_actors_add_connector(vopr->world, server, kind, &plan, NULL);

    if (!made) /* the server has such a gateway */
        return NULL;
    vopr_must(vopr,
              exs_connector_add_space(made, space(vopr, text), 1 + (int64_t)vopr_roll(vopr, 2),
                                      EXS_SCOPE_ORGANIZATION, NULL),
              NULL);
    if (made->class->has_schedule)
        vopr_random_schedule(vopr, made);
    return made;
}

static const char *any_space(Vopr *vopr)
{
    return x400_spaces[vopr_roll(vopr, G_N_ELEMENTS(x400_spaces))];
}

static void add_x400_system(Vopr *vopr)
{
    ExsHost *host = add_host(vopr, "PROVIDER");
    const ExsConnector *ways[2];

    for (size_t i = 0; i < G_N_ELEMENTS(ways); i++)
        ways[i] = lead_to(vopr, host, "x400", any_space(vopr));
    for (uint64_t i = vopr_roll(vopr, 3); i > 0; i--)
        add_route(vopr, host, any_space(vopr),
                  vopr_roll(vopr, 2) ? ways[vopr_roll(vopr, 2)] : NULL);
    host->loop_check = (ExsHostLoop)vopr_roll(vopr, 3);
    host->refuses_bilateral = vopr_roll(vopr, 6) == 0;
}

static void add_post_office(Vopr *vopr)
{
    size_t which = vopr_roll(vopr, G_N_ELEMENTS(gateways));
    const char *kind = gateways[which].kind;
    ExsHost *host = add_host(vopr, "OFFICE");

    if (!lead_to(vopr, host, kind, gateways[which].spaces[vopr_roll(vopr, 2)]))
        return;
    if (vopr_roll(vopr, 2))
        add_route(vopr, host, gateways[which].spaces[vopr_roll(vopr, 2)], NULL);
    host->loop_limit = (uint32_t)(vopr_roll(vopr, 2) * vopr_roll(vopr, 20));
}

/* A host that answers for a domain is the server of one of our services. */
static void own_host(Vopr *vopr)
{
    ExsHost *host = vopr_any(vopr, vopr->world->hosts);
    ExsConnector *connector = vopr_any(vopr, vopr->world->connectors);

    if (!connector || strcmp(connector->class->kind, "ims") != 0)
        return;
    host->ims = connector;
    exs_setting_set(&connector->settings, EXS_SETTING_REROUTE_INBOUND, (int64_t)vopr_roll(vopr, 2),
                    NULL);
    exs_setting_set(&connector->settings, EXS_SETTING_DISABLE_LOOPBACK,
                    (int64_t)(vopr_roll(vopr, 4) == 0), NULL);
}

void vopr_add_foreign(Vopr *vopr)
{
    if (vopr_roll(vopr, 3) == 0)
        own_host(vopr);
    if (vopr_roll(vopr, 3) > 0)
        return;
    for (uint64_t i = vopr_roll(vopr, 3); i > 0; i--)
        add_x400_system(vopr);
    for (uint64_t i = vopr_roll(vopr, 3); i > 0; i--)
        add_post_office(vopr);
}

const ExsAddress *vopr_address_beyond(Vopr *vopr)
{
    static const char *const others[] = {"X400:c=FR;a= ;p=ELSE;s=moi;", "X400:c=DE;a=BUND;s=ich;",
                                         "X400:c=IT;a= ;s=chi;",        "MS:NET/PO1/JOE",
                                         "CCMAIL:Cora at PO1",          "NOTES:Nora@Dom",
                                         "NOTES:nora@example.org",      "SNADS:NODE2(GHOST)",
                                         "X400:c=US;a= ;p=ORG;s=ghost;"};

    GError *error = NULL;
    const ExsAddress *address =
        exs_address(vopr->world->addresses, others[vopr_roll(vopr, G_N_ELEMENTS(others))], &error);

    vopr_must(vopr, address != NULL, error);
    return address;
}

/* Is it a system of another kind than a host of the Internet? */
static bool is_beyond(const ExsWorld *world, uint32_t id)
{
    for (guint i = 0; i < world->connectors->len; i++) {
        const ExsConnector *connector = world->connectors->pdata[i];

        if (connector->host && connector->host->id == id &&
            strcmp(connector->class->kind, "ims") != 0)
            return true;
    }
    return false;
}

/* Somebody of another mail system sends by a connector that leads there. */
void vopr_send_from_beyond(Vopr *vopr)
{
    const ExsAddress *to[3];
    ExsSubmission submission = {.to = to,
                                .count = 1 + (uint32_t)vopr_roll(vopr, G_N_ELEMENTS(to)),
                                .size = 1 + (int64_t)vopr_roll(vopr, 100000),
                                .priority = EXS_PRIORITY_NORMAL,
                                .flaw = vopr_random_flaw(vopr)};
    ExsConnector *connector = vopr_any(vopr, vopr->world->connectors);

    for (uint32_t i = 0; i < submission.count; i++)
        to[i] = vopr_roll(vopr, 2) ? vopr_address_beyond(vopr) : vopr_any_mailbox(vopr)->dn;
    vopr->knocked = exs_world_now(vopr->world);
    if (connector && connector->host && is_beyond(vopr->world, connector->host->id))
        vopr_note_flaw(vopr,
                       exs_send_from_host(vopr->world, connector->host, connector,
                                          vopr_address_beyond(vopr), &submission,
                                          NULL), /* refused where something is down */
                       submission.flaw);
}

/* ---- at the end ---- */

uint64_t vopr_arrived_beyond(const Vopr *vopr)
{
    const ExsRecord *record = vopr->world->record;
    uint64_t arrived = 0;

    for (uint64_t i = 0; i < exs_record_count(record); i++) {
        const ExsEntry *entry = exs_record_entry(record, i);

        arrived += entry->kind == EXS_TRACE_DELIVERED && is_beyond(vopr->world, entry->actor);
    }
    return arrived;
}
