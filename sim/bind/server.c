/* server.c - servers and their recipients as Lua sees them (see bind.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/bind/bind.h"

#include <string.h>

#include "exsim/model/actors/attendant.h"

static ExsServer *check_server(lua_State *L)
{
    return exs_bind_check(L, 1, EXS_LUA_SERVER);
}

/* add_mailbox(server, name, first name or nil, last name or nil) */
static int add_mailbox(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsServer *server = check_server(L);
    const ExsPerson person = {exs_bind_text(L, 2, "the name of a mailbox"),
                              exs_bind_optional_text(L, 3, "first"),
                              exs_bind_optional_text(L, 4, "last")};
    GError *error = NULL;
    ExsRecipient *recipient = exs_world_add_person(world, server, &person, &error);

    if (!recipient)
        return exs_bind_raise(L, error);
    exs_bind_push(L, EXS_LUA_RECIPIENT, recipient);
    return 1;
}

/* add_recipient(server, name, target) */
static int add_recipient(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsServer *server = check_server(L);
    const char *name = exs_bind_text(L, 2, "the name of a recipient");
    const char *text = exs_bind_text(L, 3, "the target of a recipient");
    GError *error = NULL;
    const ExsAddress *target = exs_address(world->addresses, text, &error);
    ExsRecipient *recipient = NULL;

    if (target)
        recipient = exs_world_add_custom(world, server, name, target, &error);
    if (!recipient)
        return exs_bind_raise(L, error);
    exs_bind_push(L, EXS_LUA_RECIPIENT, recipient);
    return 1;
}

/* add_connector(server, kind, name or nil, target or nil, host or nil, link or nil, cost) */
static int add_connector(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsServer *server = check_server(L);
    const char *kind = exs_bind_text(L, 2, "the kind of a connector");
    ExsConnectorPlan plan = {
        .name = exs_bind_optional_text(L, 3, "the name of a connector"),
        .target = exs_bind_optional(L, 4, EXS_LUA_SERVER),
        .host = exs_bind_optional(L, 5, EXS_LUA_HOST),
        .link = exs_bind_optional(L, 6, EXS_LUA_LINK),
        .cost = exs_bind_integer(L, 7, "the cost of a connector"),
    };
    GError *error = NULL;
    ExsConnector *connector = exs_actors_add_connector(world, server, kind, &plan, &error);

    if (!connector)
        return exs_bind_raise(L, error);
    exs_bind_push(L, EXS_LUA_CONNECTOR, connector);
    return 1;
}

/* Pushes a recipient that every server has. */
static int push_part(lua_State *L, ExsRecipientKind kind)
{
    ExsWorld *world = exs_bind_open_world(L);
    GError *error = NULL;
    ExsRecipient *part = exs_world_part(world, check_server(L), kind, &error);

    if (!part)
        return exs_bind_raise(L, error);
    exs_bind_push(L, EXS_LUA_RECIPIENT, part);
    return 1;
}

static int public_store(lua_State *L)
{
    return push_part(L, EXS_RECIPIENT_PUBLIC_STORE);
}

static int directory(lua_State *L)
{
    return push_part(L, EXS_RECIPIENT_DIRECTORY);
}

static int site_of(lua_State *L)
{
    exs_bind_push(L, EXS_LUA_SITE, check_server(L)->site);
    return 1;
}

static int start(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);

    exs_server_start(world, check_server(L));
    return 0;
}

static int stop(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);

    exs_server_stop(world, check_server(L));
    return 0;
}

static int crash(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);

    exs_server_crash(world, check_server(L));
    return 0;
}

/* ---- what is installed ---- */

/* Installs a product: every component comes to its build. */
static int set_product(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsServer *server = check_server(L);
    const char *text = exs_bind_text(L, 2, "a product");
    GError *error = NULL;
    ExsProduct product;
    char *name;

    if (!exs_product_parse(text, &product, &error))
        return exs_bind_raise(L, error);
    server->product = product;
    server->builds = exs_builds(product);
    name = exs_product_format(product);
    exs_record_set_attribute(world->record, server->id, "product", name);
    exs_bind_changed(world, server->id, "product", name);
    g_free(name);
    return 0;
}

/* set_build(server, component, product) */
static int set_build(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsServer *server = check_server(L);
    const char *part = exs_bind_text(L, 2, "a component");
    const char *text = exs_bind_text(L, 3, "a build");
    GError *error = NULL;
    ExsComponent component;
    ExsProduct product;
    char *name;

    if (!exs_component_parse(part, &component, &error) ||
        !exs_product_parse(text, &product, &error))
        return exs_bind_raise(L, error);
    if (product.line != server->builds.line) {
        exs_fail(&error, EXS_ERROR_RANGE, "a component of %s does not run on a server of %s",
                 exs_line_name(product.line), exs_line_name(server->builds.line));
        return exs_bind_raise(L, error);
    }
    server->builds.build[component] = product.build;
    name = exs_product_format(product);
    exs_bind_changed(world, server->id, exs_component_name(component), name);
    g_free(name);
    return 0;
}

/* Is this "Q" and digits? */
static bool is_article(const char *text)
{
    return *text == 'Q' && strlen(text) > 4 && text[1 + strspn(text + 1, "0123456789")] == '\0';
}

static int add_fix(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsServer *server = check_server(L);
    const char *article = exs_bind_text(L, 2, "a fix");

    if (!is_article(article))
        return exs_bind_complain(L, "a fix is named by its article: Q and its number");
    for (guint i = 0; i + 1 < server->fixes->len; i++)
        if (g_str_equal(server->fixes->pdata[i], article))
            return 0;
    g_ptr_array_insert(server->fixes, (int)server->fixes->len - 1, g_strdup(article));
    exs_bind_changed(world, server->id, "fix", article);
    return 0;
}

/* What was installed comes into force. */
static int fold(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsServer *server = check_server(L);

    exs_server_fold(server, &world->without);
    exs_attendant_changed(world, server->site);
    return 0;
}

/* add_mapping(server, line, of Local.in.txt?) */
static int add_mapping(lua_State *L)
{
    ExsWorld *world = exs_bind_open_world(L);
    ExsServer *server = check_server(L);
    const char *line = exs_bind_text(L, 2, "a mapping");
    bool is_local = lua_toboolean(L, 3);
    GError *error = NULL;
    ExsMapping *mapping = exs_mapping_new(line, is_local, &error);

    if (!mapping)
        return exs_bind_raise(L, error);
    g_ptr_array_add(server->mappings, mapping);
    exs_bind_changed(world, server->id, is_local ? "Local.in.txt" : "Mcgam.in.txt", line);
    return 0;
}

const luaL_Reg exs_bind_server[] = {
    {"add_connector", add_connector},
    {"add_fix", add_fix},
    {"add_folder", exs_bind_add_folder},
    {"add_list", exs_bind_add_list},
    {"add_mailbox", add_mailbox},
    {"add_mapping", add_mapping},
    {"add_recipient", add_recipient},
    {"add_replica", exs_bind_add_replica},
    {"add_replication", exs_bind_add_replication},
    {"advance_usn", exs_bind_advance_usn},
    {"backup_directory", exs_bind_backup_directory},
    {"check_consistency", exs_bind_check_consistency},
    {"clock", exs_bind_clock_of},
    {"crash", crash},
    {"delete", exs_bind_delete},
    {"delete_folder", exs_bind_delete_folder},
    {"delete_server", exs_bind_delete_server},
    {"directory", directory},
    {"disk", exs_bind_disk_of},
    {"fault", exs_bind_fault},
    {"file", exs_bind_file},
    {"fold", fold},
    {"mail_folder", exs_bind_mail_folder},
    {"modify", exs_bind_modify},
    {"mtacheck", exs_bind_mtacheck},
    {"post", exs_bind_post},
    {"public_store", public_store},
    {"restore", exs_bind_restore},
    {"restore_directory", exs_bind_restore_directory},
    {"set", exs_bind_set},
    {"set_build", set_build},
    {"set_folder_forms", exs_bind_set_folder_forms},
    {"set_folder_role", exs_bind_set_folder_role},
    {"set_product", set_product},
    {"site", site_of},
    {"start", start},
    {"stop", stop},
    {"update_now", exs_bind_update_now},
    {NULL, NULL},
};
