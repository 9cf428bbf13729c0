/* world.c - see world.h. The world itself; what is in it is added by the files of its class.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/org/world.h"

#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/model/org/directory.h"
#include "exsim/model/org/limits.h"
#include "exsim/model/org/list.h"
#include "exsim/model/org/redirection.h"
#include "exsim/model/org/replication.h"
#include "exsim/model/org/world_names.h"

#define MESSAGE_LIMIT 10000000u
#define OBJECT_LIMIT  1000000u
#define PRMD_LENGTH   16 /* the bound of X.400 */

G_STATIC_ASSERT(G_N_ELEMENTS(((ExsWords *)0)->match) == EXS_MATCH_EXACT + 1);

/* As the activation of a route is called in decisions, best first. */
static const char *const activations[] = {"now", "later", "remote", "never"};
G_STATIC_ASSERT(G_N_ELEMENTS(activations) == G_N_ELEMENTS(((ExsWords *)0)->activation));

/* The schema of every record of this program. Made once: the rows of facts are constant. */
static const ExsSchema *schema(void)
{
    static ExsKindRow kinds[EXS_TRACE_COUNT];
    static ExsColumnRow columns[EXS_COLUMN_COUNT];
    static ExsRuleRow rules[EXS_RULE_COUNT];
    static const ExsSchema made = {kinds, EXS_TRACE_COUNT, columns, EXS_COLUMN_COUNT,
                                   rules, EXS_RULE_COUNT};
    static gsize is_made;

    if (!g_once_init_enter(&is_made))
        return &made;
    for (size_t i = 0; i < EXS_TRACE_COUNT; i++) {
        const ExsTraceInfo *info = exs_trace_info((ExsTraceKind)i);

        kinds[i] = (ExsKindRow){info->word, info->sentence, (ExsDetail)info->level};
    }
    for (size_t i = 0; i < EXS_COLUMN_COUNT; i++) {
        const ExsColumnInfo *info = exs_column_info((ExsColumn)i);

        columns[i] = (ExsColumnRow){info->name, info->role};
    }
    for (size_t i = 0; i < EXS_RULE_COUNT; i++) {
        const ExsRuleInfo *info = exs_rule_info((ExsRule)i);

        rules[i] = (ExsRuleRow){info->id, info->source, info->sentence};
    }
    g_once_init_leave(&is_made, 1);
    return &made;
}

/* ---- what goes with the world ---- */

static void free_site(void *data)
{
    ExsSite *site = data;
    void (*free_table)(ExsTable *) = site->world->free_table;

    if (site->table && free_table)
        free_table(site->table);
    if (site->coming && free_table)
        free_table(site->coming);
    for (size_t i = 0; i < site->replicas->len; i++)
        if (site->replicas->pdata[i] && free_table)
            free_table(site->replicas->pdata[i]);
    g_ptr_array_unref(site->replicas);
    g_ptr_array_unref(site->encapsulated);
    g_ptr_array_unref(site->servers);
    g_ptr_array_unref(site->connectors);
    g_free(site);
}

static void free_server(void *data)
{
    ExsServer *server = data;
    ExsWorld *world = server->site->world;

    exs_directory_free(server->directory);
    if (server->matches && world->free_matches)
        world->free_matches(server->matches);
    g_ptr_array_unref(server->fixes);
    g_ptr_array_unref(server->mappings);
    g_free(server);
}

static void free_connector(void *data)
{
    ExsConnector *connector = data;

    g_array_unref(connector->spaces);
    g_array_unref(connector->targets);
    g_array_unref(connector->connected_sites);
    exs_senders_free(connector->senders);
    g_free(connector);
}

static void free_host(void *data)
{
    ExsHost *host = data;

    g_array_unref(host->answers);
    g_array_unref(host->held);
    g_clear_pointer(&host->sending, g_ptr_array_unref);
    g_clear_pointer(&host->returns, g_ptr_array_unref);
    g_clear_pointer(&host->replies, g_ptr_array_unref);
    if (host->known)
        g_ptr_array_unref(host->known);
    if (host->routes)
        g_array_unref(host->routes);
    g_free(host);
}

static void free_replication(void *data)
{
    ExsReplication *replication = data;

    g_ptr_array_unref(replication->inbound);
    g_array_unref(replication->awaited);
    g_free(replication);
}

static void free_recipient(void *data)
{
    ExsRecipient *recipient = data;

    g_ptr_array_unref(recipient->proxies);
    exs_limits_free(recipient->limits);
    exs_list_free(recipient->list);
    g_free(recipient);
}

static void make_lists(ExsWorld *world)
{
    world->sites = g_ptr_array_new_with_free_func(free_site);
    world->servers = g_ptr_array_new_with_free_func(free_server);
    world->connectors = g_ptr_array_new_with_free_func(free_connector);
    world->links = g_ptr_array_new_with_free_func(g_free);
    world->hosts = g_ptr_array_new_with_free_func(free_host);
    world->recipients = g_ptr_array_new_with_free_func(free_recipient);
    world->replications = g_ptr_array_new_with_free_func(free_replication);
    world->queues = g_ptr_array_new_with_free_func(g_free);
    world->by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    world->rpc_links = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    world->aliases = g_hash_table_new(NULL, NULL);
    world->domains =
        g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, (GDestroyNotify)g_array_unref);
    world->by_address = g_ptr_array_new();
    world->by_person = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL,
                                             (GDestroyNotify)g_ptr_array_unref);
    world->redirections = exs_redirections_new();
    world->unwrapped = g_ptr_array_new();
    world->replied = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free);
    world->address_texts = g_array_new(FALSE, TRUE, sizeof(uint32_t));
    world->space_texts = g_array_new(FALSE, TRUE, sizeof(uint32_t));
}

static void free_lists(ExsWorld *world)
{
    g_array_unref(world->space_texts);
    g_array_unref(world->address_texts);
    g_hash_table_unref(world->replied);
    g_ptr_array_unref(world->unwrapped);
    g_hash_table_unref(world->redirections);
    g_hash_table_unref(world->by_person);
    g_ptr_array_unref(world->by_address);
    g_hash_table_unref(world->domains);
    g_hash_table_unref(world->aliases);
    g_hash_table_unref(world->rpc_links);
    g_hash_table_unref(world->by_name);
    g_ptr_array_unref(world->queues);
    g_ptr_array_unref(world->replications);
    g_ptr_array_unref(world->recipients);
    g_ptr_array_unref(world->hosts);
    g_ptr_array_unref(world->links);
    g_ptr_array_unref(world->connectors);
    g_ptr_array_unref(world->servers); /* these look at their sites */
    g_ptr_array_unref(world->sites);
}

void exs_world_free(ExsWorld *world)
{
    if (!world)
        return;
    if (world->free_actors)
        world->free_actors(world);
    exs_messages_clear(world);
    free_lists(world);
    exs_space_book_free(world->spaces);
    exs_address_book_free(world->addresses);
    exs_interner_free(world->names);
    exs_record_free(world->record);
    exs_engine_free(world->engine);
    g_clear_error(&world->failure);
    g_free(world);
}

/* ---- a new one ---- */

static const char *keep(ExsWorld *world, const char *text)
{
    return exs_interner_text(world->names, exs_intern(world->names, text));
}

/* The PRMD of an organisation: its name as far as it fits, in the letters that a PRMD has. */
static const char *keep_prmd(ExsWorld *world, const char *organization)
{
    char prmd[PRMD_LENGTH + 1];
    size_t length = 0;

    for (const char *at = organization; *at && length < PRMD_LENGTH; at = g_utf8_next_char(at))
        prmd[length++] = g_ascii_isalnum(*at) || strchr(" '()+,-./:=?", *at) ? *at : '?';
    prmd[length] = '\0';
    return keep(world, prmd);
}

static bool name_organization(ExsWorld *world, const ExsWorldOptions *options, GError **error)
{
    const char *name = options->organization ? options->organization : "ORG";

    if (!exs_name_check("organization", EXS_LONGEST_NAME, name, error))
        return false;
    world->organization = keep(world, name);
    world->country = keep(world, options->country ? options->country : "US");
    world->admd = keep(world, options->admd ? options->admd : " ");
    world->prmd =
        options->prmd ? keep(world, options->prmd) : keep_prmd(world, world->organization);
    world->id = exs_world_add_object(world, "organization", 0, world->organization, NULL);
    return true;
}

static void make_words(ExsWorld *world)
{
    ExsWords *words = &world->words;

    for (size_t i = 0; i < G_N_ELEMENTS(words->match); i++)
        words->match[i] = exs_record_text(world->record, exs_match_class_name((ExsMatchClass)i));
    for (size_t i = 0; i < G_N_ELEMENTS(activations); i++)
        words->activation[i] = exs_record_text(world->record, activations[i]);
    for (size_t i = 0; i < EXS_PRIORITY_COUNT; i++)
        words->priority[i] = exs_record_text(world->record, exs_priority_name((ExsPriority)i));
    words->none = exs_record_text(world->record, "none");
}

ExsWorld *exs_world_new(const ExsWorldOptions *options, GError **error)
{
    g_autoptr(ExsWorld) world = g_new0(ExsWorld, 1);

    world->engine = exs_engine_new(options->start);
    world->record = exs_record_new(schema(), options->detail);
    world->names = exs_interner_new();
    world->addresses = exs_address_book_new(world->names);
    world->spaces = exs_space_book_new(world->names);
    world->transfer_rooms.size = sizeof(ExsTransfer);
    world->message_rooms.size = sizeof(ExsMessage) + sizeof(ExsEnvelope);
    world->seed = options->seed;
    world->product = options->product;
    world->without = options->without;
    world->message_limit = options->message_limit ? options->message_limit : MESSAGE_LIMIT;
    world->object_limit = options->object_limit ? options->object_limit : OBJECT_LIMIT;
    make_lists(world);
    if (options->record &&
        !exs_record_open_file(world->record, options->record, options->keep, error))
        return NULL;
    if (!name_organization(world, options, error))
        return NULL;
    make_words(world);
    return g_steal_pointer(&world);
}

/* ---- its clock, its record, its end ---- */

ExsTime exs_world_now(const ExsWorld *world)
{
    return exs_engine_now(world->engine);
}

uint32_t exs_world_add_object(ExsWorld *world, const char *class_name, uint32_t parent,
                              const char *name, const char *title)
{
    uint32_t id = exs_record_add_object(world->record, class_name, parent, name, title);

    if (world->is_built)
        exs_world_trace(world, OBJECT, parent, id);
    return id;
}

void exs_world_fail(ExsWorld *world, GError *error)
{
    g_assert(error);
    if (world->failure)
        g_error_free(error);
    else
        world->failure = error;
    exs_engine_stop(world->engine);
}

uint32_t exs_world_ask_text(ExsWorld *world, GArray *texts, uint32_t id, const char *text)
{
    if (id >= texts->len)
        g_array_set_size(texts, id + 1);
    return g_array_index(texts, uint32_t, id) = exs_record_text(world->record, text);
}

uint32_t exs_world_space_text(ExsWorld *world, const ExsSpace *space)
{
    GArray *texts = world->space_texts;
    uint32_t number = space->id < texts->len ? g_array_index(texts, uint32_t, space->id) : 0;

    return number != 0 ? number : exs_world_ask_text(world, texts, space->id, space->text);
}
