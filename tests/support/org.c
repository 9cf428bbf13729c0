/* org.c - see org.h.
 *
 * SPDX-License-Identifier: MIT */
#include "support/org.h"

#include <check.h>

const ExsConnectorClass org_ims = {
    .kind = "ims",
    .title = "Internet Mail Service",
    .title40 = "Internet Mail Connector",
    .secured = true,
};
const ExsConnectorClass org_x400 = {
    .kind = "x400",
    .title = "X.400 Connector",
    .has_schedule = true,
    .joins_sites = true,
    .two_way_flag = true,
};

ExsWorld *org_new(void)
{
    ExsWorldOptions options = {.product = {EXS_LINE_55, EXS_BUILD(2653, 22)},
                               .detail = EXS_DETAIL_FULL};
    ExsWorld *world = exs_world_new(&options, NULL);

    ck_assert_ptr_nonnull(world);
    return world;
}

ExsServer *org_add_hub1(ExsWorld *world)
{
    ExsSite *site = exs_world_add_site(world, "SEATTLE", NULL);
    ExsServer *server = exs_world_add_server(world, site, "HUB1", NULL, NULL);

    ck_assert_ptr_nonnull(server);
    return server;
}

const ExsAddress *org_address(ExsWorld *world, const char *text)
{
    const ExsAddress *found = exs_address(world->addresses, text, NULL);

    ck_assert_msg(found, "%s is no address", text);
    return found;
}

const char *org_attribute(const ExsWorld *world, uint32_t object, const char *key)
{
    return exs_object_attribute(exs_record_object(world->record, object), key);
}
