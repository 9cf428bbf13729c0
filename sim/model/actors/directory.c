/* directory.c - the Directory Service: life, and what its directory takes over (see directory.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/directory.h"

#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/attendant.h"
#include "exsim/model/actors/mta.h"
#include "exsim/model/routing/conflict.h"
#include "exsim/model/routing/gwart.h"

#define VERSION_PAGE 16384 /* bytes of a page of the version store */

static ExsDsa *dsa_new(ExsWorld *world, ExsServer *server)
{
    ExsDsa *dsa = g_new0(ExsDsa, 1);
    g_autofree char *title = g_strconcat(server->name, " directory", NULL);

    dsa->world = world;
    dsa->server = server;
    dsa->id = exs_world_add_object(world, "directory", server->id, server->name, title);
    dsa->runs = true;
    dsa->pauses = g_array_new(FALSE, TRUE, sizeof(ExsEventId));
    dsa->notices = g_array_new(FALSE, FALSE, sizeof(ExsNotice));
    dsa->syncs = g_array_new(FALSE, FALSE, sizeof(ExsSync));
    dsa->inbox = g_ptr_array_new_with_free_func((GDestroyNotify)exs_letter_unref);
    return dsa;
}

void exs_dsa_free(ExsDsa *dsa)
{
    if (!dsa)
        return;
    g_array_unref(dsa->pauses);
    g_array_unref(dsa->notices);
    g_array_unref(dsa->syncs);
    g_ptr_array_unref(dsa->inbox);
    exs_directory_free(dsa->backup);
    g_free(dsa);
}

/* ---- a world that replicates ---- */

static void add_service(ExsWorld *world, ExsServer *server)
{
    server->directory = exs_directory_new(server);
    server->dsa = dsa_new(world, server);
}

/* Every object, as its own server knows it. */
static void write_all(ExsWorld *world)
{
    for (guint i = 0; i < world->servers->len; i++)
        exs_directory_write_server(world->servers->pdata[i], world->servers->pdata[i], false);
    for (guint i = 0; i < world->connectors->len; i++) {
        ExsConnector *connector = world->connectors->pdata[i];

        exs_directory_write_connector(connector->server, connector);
    }
    for (guint i = 0; i < world->recipients->len; i++) {
        ExsRecipient *recipient = world->recipients->pdata[i];

        if (!exs_recipient_is_part(recipient))
            exs_directory_write_recipient(recipient->server, recipient, NULL);
    }
    for (guint i = 0; i < world->sites->len; i++) {
        ExsSite *site = world->sites->pdata[i];

        if (site->table)
            exs_dsa_table_changed(site);
    }
}

void exs_dsa_table_changed(ExsSite *site)
{
    ExsServer *server = exs_attendant_server(site);
    g_autofree char *words = NULL;

    if (!server && site->servers->len > 0)
        server = site->servers->pdata[0]; /* nobody calculates any more */
    if (!server || !server->directory)
        return;
    words = g_strdup_printf("routing table, %u rows", site->table->count);
    exs_directory_write_table(server, site, exs_table_ref(site->table), words);
}

/* The calculation server has to know of it. */
void exs_dsa_connector_changed(ExsWorld *world, ExsConnector *connector)
{
    ExsServer *server = connector->server;

    exs_directory_write_connector(server, connector);
    if (!server->directory || exs_attendant_server(server->site) == server)
        exs_attendant_changed(world, server->site);
}

static void on_written(ExsWorld *world, ExsServer *at, const ExsVersion *version)
{
    if (!world->is_built)
        return;
    exs_world_trace(world, MODIFIED, at->dsa->id, at->id, version->number, version->object,
                    version->says);
    exs_dsa_changed(at->dsa, version->context);
}

static void note_known(ExsWorld *world, const ExsServer *server)
{
    for (guint i = 0; i < world->sites->len; i++) {
        const ExsSite *site = world->sites->pdata[i];

        if (exs_directory_has_context(server, exs_context(site, EXS_CONTEXT_CONFIGURATION)))
            exs_world_trace(world, KNOWN, server->dsa->id, server->id, site->id);
    }
}

static void make_directories(ExsWorld *world)
{
    bool is_built = world->is_built;

    for (guint i = 0; i < world->servers->len; i++)
        add_service(world, world->servers->pdata[i]);
    world->is_built = false; /* nothing that is known already is news */
    write_all(world);
    exs_directory_settle(world);
    if (is_built)
        exs_directory_spread(world); /* it was known at once until now */
    world->is_built = is_built;
    world->directory_written = on_written;
    for (guint i = 0; i < world->servers->len; i++)
        note_known(world, world->servers->pdata[i]);
    for (guint i = 0; i < world->replications->len; i++)
        exs_replication_plan(world, world->replications->pdata[i]);
}

void exs_dsa_enable(ExsWorld *world)
{
    if (world->replicates)
        return;
    world->replicates = true;
    if (world->is_built)
        make_directories(world);
}

void exs_dsa_begin(ExsWorld *world)
{
    if (exs_setting(&world->settings, EXS_SETTING_TIMED_REPLICATION))
        world->replicates = true;
    if (world->replicates)
        make_directories(world);
}

/* A new server's directory begins as the one that its set-up reads. */
void exs_dsa_join(ExsWorld *world, ExsServer *server)
{
    if (!world->replicates || !world->is_built)
        return;
    add_service(world, server);
    for (guint i = 0; i < server->site->servers->len; i++) {
        ExsServer *there = server->site->servers->pdata[i];

        if (there == server)
            continue;
        exs_directory_copy(server, there);
        note_known(world, server);
        break;
    }
    exs_directory_write_server(server, server, false);
}

/* ---- what it takes over ---- */

/* What depends on it acts where the routing table is calculated. */
static void act_on(ExsWorld *world, const ExsServer *server, const ExsVersion *version)
{
    ExsSite *site = server->site, *home = exs_context_site(world, version->context);

    if (exs_attendant_server(site) != server)
        return;
    if (version->class == EXS_ENTRY_TABLE && home != site)
        exs_attendant_learn(world, site, home, version->is_deleted ? NULL : version->table);
    else if (version->class == EXS_ENTRY_CONNECTOR && home == site)
        exs_attendant_changed(world, site);
}

/* "EX:/o=ORG/ou=SITE/cn=Recipients/cn=ann" without its type; of others the name. */
static const char *object_name(const ExsVersion *version)
{
    switch (version->class) {
    case EXS_ENTRY_RECIPIENT:
        return ((const ExsRecipient *)version->thing)->dn->value;
    case EXS_ENTRY_CONNECTOR:
        return ((const ExsConnector *)version->thing)->name;
    case EXS_ENTRY_SERVER:
        return ((const ExsServer *)version->thing)->name;
    case EXS_ENTRY_TABLE:
        return ((const ExsSite *)version->thing)->name;
    }
    g_assert_not_reached();
}

/* Two directories wrote the same Object-Version: what one of them wrote is lost. */
static void note_conflict(const ExsDsa *dsa, const ExsVersion *lost, ExsRule rule)
{
    exs_world_trace(dsa->world, CONFLICT, dsa->id, dsa->server->id, lost->writer->id, lost->object,
                    rule);
    if (exs_setting(&dsa->server->settings, EXS_SETTING_LOG_REPLICATION) > 0)
        exs_log_event(dsa->world, dsa->server, EXS_EVENT_REPLICATION_CONFLICT,
                      (const char *const[]){object_name(lost), lost->writer->name});
}

/* What it says here: some attributes stay in their site. */
static uint32_t words_of(const ExsDsa *dsa, const ExsVersion *version)
{
    const ExsSite *home = exs_context_site(dsa->world, version->context);

    return version->abroad && home != dsa->server->site &&
                   !exs_setting(&home->settings, EXS_SETTING_INTERSITE_ATTRIBUTES) &&
                   exs_rule(&dsa->server->policy, EXS_RULE_INTERSITE_ATTRIBUTES)
               ? version->abroad
               : version->says;
}

bool exs_dsa_take(ExsDsa *dsa, ExsVersion *version, const ExsServer *from, bool is_source)
{
    const ExsVersion *held = exs_directory_version(dsa->server, version->object);
    ExsRule conflict;
    bool accepts;

    if (held == version) {
        if (is_source && !exs_directory_is_source(dsa->server, version->object))
            exs_directory_put(dsa->server, version, true);
        return false;
    }
    accepts = exs_conflict_accepts(&dsa->server->policy, held, version, &conflict);
    if (conflict != EXS_RULE_NONE)
        note_conflict(dsa, accepts ? held : version, conflict);
    if (!accepts)
        return false;
    exs_directory_put(dsa->server, version, is_source);
    if (dsa->world->is_built)
        exs_world_trace(dsa->world, REPLICATED, dsa->id, dsa->server->id, version->number,
                        version->object, from->id, words_of(dsa, version));
    act_on(dsa->world, dsa->server, version);
    return true;
}

/* All members of a list have to be in the version store at a time. */
static bool has_room(const ExsDsa *dsa, const ExsVersion *version)
{
    const ExsSettings *settings = &dsa->server->settings;

    if (!version->members || exs_directory_version(dsa->server, version->object) == version ||
        !exs_rule(&dsa->server->policy, EXS_RULE_VERSION_STORE))
        return true;
    return version->members->len * exs_setting(settings, EXS_SETTING_MEMBER_VERSION_SIZE) <=
           VERSION_PAGE * exs_setting(settings, EXS_SETTING_VERSION_PAGES);
}

bool exs_dsa_take_update(ExsDsa *dsa, uint32_t context, const ExsServer *from,
                         const ExsUpdate *update, bool is_source, bool *is_whole)
{
    bool is_news = false;

    *is_whole = false;
    for (guint i = 0; i < update->versions->len; i++) {
        ExsVersion *version = update->versions->pdata[i];

        if (!has_room(dsa, version)) {
            exs_dsa_log_no_room(dsa, version, context, from);
            return is_news;
        }
        is_news = exs_dsa_take(dsa, version, from, is_source) || is_news;
    }
    *is_whole = true;
    exs_directory_taken(dsa->server, context, from, update);
    return is_news;
}

void exs_dsa_lose(ExsDsa *dsa, ExsSite *site)
{
    ExsSite *own = dsa->server->site;

    for (int kind = 0; kind < EXS_CONTEXTS; kind++)
        exs_directory_drop_context(dsa->server, exs_context(site, (ExsContextKind)kind));
    exs_world_trace(dsa->world, FORGOTTEN, dsa->id, dsa->server->id, site->id);
    if (exs_attendant_server(own) == dsa->server)
        exs_attendant_learn(dsa->world, own, site, NULL);
}

/* ---- life ---- */

void exs_dsa_update_now(ExsDsa *dsa, bool all)
{
    exs_dsa_sync_site(dsa, (ExsSync){.is_manual = true, .wants_all = all});
}

void exs_dsa_start(ExsDsa *dsa)
{
    if (dsa->runs)
        return;
    dsa->runs = true;
    dsa->has_lost_inbox = false;
    exs_world_trace(dsa->world, STARTED, dsa->id, dsa->id);
    exs_dsa_site_start(dsa);
    exs_dsa_sync_site(dsa, (ExsSync){.at_startup = true});
    exs_dsa_sync_others(dsa);
    exs_delivery_kick(dsa->server->mta);
    exs_dsa_read_on(dsa);
}

void exs_dsa_stop(ExsDsa *dsa)
{
    if (!dsa->runs)
        return;
    dsa->runs = false;
    exs_world_trace(dsa->world, STOPPED, dsa->id, dsa->id);
    exs_dsa_site_stop(dsa);
    exs_delivery_break_off(dsa->server->mta);
    if (dsa->reading)
        exs_engine_cancel(dsa->world->engine, dsa->reading);
    dsa->reading = 0;
}
