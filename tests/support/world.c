/* world.c - see world.h.
 *
 * SPDX-License-Identifier: MIT */
#include "support/world.h"

#include <check.h>

#include "exsim/record/query.h"

static ExsConnector *half(ExsWorld *world, ExsServer *from, ExsServer *to, const char *name,
                          ExsLink *link, int64_t cost)
{
    ExsConnectorPlan plan = {.name = name, .target = to, .link = link, .cost = cost};
    ExsConnector *connector = exs_actors_add_connector(world, from, "x400", &plan, NULL);

    ck_assert_ptr_nonnull(connector);
    exs_connector_connect(connector, to->site, NULL);
    return connector;
}

ExsConnector *world_pair(ExsWorld *world, ExsServer *from, ExsServer *to, const char *name,
                         int64_t cost)
{
    g_autofree char *back = g_strconcat(name, " BACK", NULL);
    ExsLink *link = exs_world_add_link(world, name, from->id, to->id, NULL);
    ExsConnector *there = half(world, from, to, name, link, cost);
    ExsConnector *here = half(world, to, from, back, link, cost);

    there->peer = here;
    here->peer = there;
    return there;
}

static ExsConnector *add_ims(ExsWorld *world, ExsServer *server, int64_t cost)
{
    ExsConnectorPlan plan = {0};
    ExsConnector *ims = exs_actors_add_connector(world, server, "ims", &plan, NULL);

    ck_assert(exs_connector_add_space(ims, exs_space(world->spaces, "SMTP:*", NULL), cost,
                                      EXS_SCOPE_ORGANIZATION, NULL));
    return ims;
}

TwoSites two_sites(const char *product)
{
    ExsWorldOptions options = {.seed = 1, .detail = EXS_DETAIL_FULL, .start = WORLD_START};
    TwoSites all = {0};

    ck_assert(exs_product_parse(product, &options.product, NULL));
    all.world = exs_actors_world_new(&options, NULL);
    all.seattle = exs_world_add_site(all.world, "SEATTLE", NULL);
    all.paris = exs_world_add_site(all.world, "PARIS", NULL);
    all.hub1 = exs_actors_add_server(all.world, all.seattle, "HUB1", NULL, NULL);
    all.hub2 = exs_actors_add_server(all.world, all.seattle, "HUB2", NULL, NULL);
    all.par1 = exs_actors_add_server(all.world, all.paris, "PAR1", NULL, NULL);
    all.ann = exs_world_add_mailbox(all.world, all.hub1, "ann", NULL);
    all.bob = exs_world_add_mailbox(all.world, all.par1, "bob", NULL);
    all.fast = world_pair(all.world, all.hub1, all.par1, "FAST", 1);
    all.slow = world_pair(all.world, all.hub2, all.par1, "SLOW", 5);
    all.ims1 = add_ims(all.world, all.hub1, 1);
    all.ims2 = add_ims(all.world, all.hub2, 5);
    all.host = exs_world_add_host(all.world, "mail.example.com", NULL);
    exs_world_add_mx(all.world, all.host, "example.com", 10, NULL);
    exs_actors_begin(all.world);
    return all;
}

uint32_t world_send(ExsWorld *world, ExsRecipient *from, const char *to)
{
    const ExsAddress *address = exs_address_lenient(world->addresses, to, NULL);
    ExsSubmission submission = {
        .from = from, .to = &address, .count = 1, .size = 4096, .priority = EXS_PRIORITY_NORMAL};
    uint32_t serial = exs_send(world, &submission, NULL);

    ck_assert_uint_ne(serial, 0);
    return serial;
}

void world_run(ExsWorld *world, ExsTime after_start)
{
    ck_assert(exs_actors_run(world, WORLD_START + after_start, NULL));
}

/* The entries of a kind about a message; `when` of the first. */
static unsigned look(const ExsWorld *world, ExsTraceKind kind, uint32_t message, ExsTime *when)
{
    ExsFilter filter = {.kinds = exs_trace_info(kind)->word, .message = message};
    g_autoptr(ExsQuery) query = exs_query_new(world->record, &filter, NULL);
    const ExsEntry *entry;
    uint64_t number;
    unsigned count = 0;

    *when = -1;
    while ((entry = exs_query_next(query, &number)) != NULL)
        if (count++ == 0)
            *when = entry->when - WORLD_START;
    return count;
}

unsigned world_count(const ExsWorld *world, ExsTraceKind kind, uint32_t message)
{
    ExsTime when;

    return look(world, kind, message, &when);
}

ExsTime world_when(const ExsWorld *world, ExsTraceKind kind, uint32_t message)
{
    ExsTime when;

    look(world, kind, message, &when);
    return when;
}
