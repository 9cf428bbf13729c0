/* site.c - see site.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/org/site.h"

#include "exsim/kernel/error.h"
#include "exsim/model/org/identity.h"
#include "exsim/model/org/recipient.h"
#include "exsim/model/org/world_names.h"

static ExsSite *new_site(ExsWorld *world, const char *name)
{
    ExsSite *site = g_new0(ExsSite, 1);

    site->world = world;
    site->number = world->sites->len;
    site->settings.parent = &world->settings;
    site->calculation_schedule.mode = EXS_SCHEDULE_NEVER;
    site->servers = g_ptr_array_new();
    site->connectors = g_ptr_array_new();
    site->replicas = g_ptr_array_new();
    site->encapsulated = g_ptr_array_new();
    site->name = exs_world_take(world, "site", name, site);
    site->id = exs_world_add_object(world, "site", world->id, site->name, NULL);
    for (size_t i = 0; i < world->sites->len; i++) {
        ExsSite *other = world->sites->pdata[i];

        g_ptr_array_set_size(other->replicas, (int)world->sites->len);
    }
    return site;
}

ExsSite *exs_world_add_site(ExsWorld *world, const char *name, GError **error)
{
    const ExsSpace *dn_space, *x400_space;
    ExsSite *site;

    if (!exs_world_can_add(world, "site", name, error))
        return NULL;
    dn_space = exs_identity_dn_space(world, name, error);
    x400_space = dn_space ? exs_identity_x400_space(world, name, error) : NULL;
    if (!x400_space)
        return NULL;
    site = new_site(world, name);
    site->dn_space = dn_space;
    site->x400_space = x400_space;
    return site;
}

bool exs_site_set_x400_address(ExsSite *site, const char *text, GError **error)
{
    g_autofree char *typed = g_strconcat("X400:", text, NULL);
    const ExsSpace *space = exs_space(site->world->spaces, typed, error);

    if (!space)
        return false;
    if (space->has_wildcards || !space->attribute[EXS_OR_C] || !space->attribute[EXS_OR_A])
        return exs_fail(error, EXS_ERROR_PARSE,
                        "the X.400 address of a site has a country and an ADMD and no wildcards: "
                        "\"c=US;a= ;p=ORG;o=SITE\"");
    site->x400_space = space;
    g_ptr_array_set_size(site->encapsulated, 0);
    exs_recipients_follow(site);
    return true;
}
