/* server.c - see server.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/org/server.h"

#include "exsim/model/org/world_names.h"

/* Sets an attribute, but leaves none that says nothing. */
static void note(const ExsServer *server, const char *key, const char *value)
{
    ExsRecord *record = server->site->world->record;

    if (*value || exs_object_attribute(exs_record_object(record, server->id), key))
        exs_record_set_attribute(record, server->id, key, value);
}

/* Notes the builds that are not the product's, "mta 5.5.2654.38, ims 5.5.2651.17". */
static void note_builds(const ExsServer *server)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (int i = 0; i < EXS_COMPONENT_COUNT; i++) {
        ExsProduct product = {server->builds.line, server->builds.build[i]};
        g_autofree char *build = NULL;

        if (product.line == server->product.line && product.build == server->product.build)
            continue;
        build = exs_product_format(product);
        g_string_append_printf(text, "%s%s %s", text->len ? ", " : "",
                               exs_component_name((ExsComponent)i), build);
    }
    note(server, "builds", text->str);
}

void exs_server_fold(ExsServer *server, const ExsRuleSet *without)
{
    const char *const *fixes = (const char *const *)server->fixes->pdata;
    g_autofree char *text = g_strjoinv(", ", (char **)server->fixes->pdata);

    server->policy.rules = exs_rules_in_force(&server->builds, fixes, without);
    server->policy.settings = &server->settings;
    note_builds(server);
    note(server, "fixes", text);
}

/* The server and its services as objects of the record. */
static void add_objects(ExsWorld *world, ExsServer *server)
{
    g_autofree char *product = exs_product_format(server->product);
    g_autofree char *mta = g_strconcat(server->name, " MTA", NULL);
    g_autofree char *store = g_strconcat(server->name, " store", NULL);

    server->id = exs_world_add_object(world, "server", server->site->id, server->name, NULL);
    exs_record_set_attribute(world->record, server->id, "product", product);
    server->mta_id = exs_world_add_object(world, "mta", server->id, server->name, mta);
    server->store_id = exs_world_add_object(world, "store", server->id, server->name, store);
}

ExsServer *exs_world_add_server(ExsWorld *world, ExsSite *site, const char *name,
                                const ExsProduct *product, GError **error)
{
    ExsServer *server;

    if (!exs_world_can_add(world, "server", name, error))
        return NULL;
    server = g_new0(ExsServer, 1);
    server->number = world->servers->len;
    server->site = site;
    server->product = product ? *product : world->product;
    server->builds = exs_builds(server->product);
    server->fixes = g_ptr_array_new_with_free_func(g_free);
    server->mappings = g_ptr_array_new_with_free_func((GDestroyNotify)exs_mapping_free);
    g_ptr_array_add(server->fixes, NULL);
    server->settings.parent = &site->settings;
    server->mta_runs = server->store_runs = true;
    server->name = exs_world_take(world, "server", name, server);
    g_ptr_array_add(site->servers, server);
    if (!site->calculation_server) /* the first of the site has all its roles */
        site->calculation_server = server;
    add_objects(world, server);
    exs_server_fold(server, &world->without);
    return server;
}
