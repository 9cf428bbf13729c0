/* public_store.c - see public_store.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/public_store.h"

#include "exsim/kernel/error.h"
#include "exsim/model/actors/actors.h"
#include "sim/model/actors/public_store_private.h"

/* ---- folders ---- */

static void free_seen(void *data)
{
    ExsFolderSeen *seen = data;

    g_array_unref(seen->beyond);
    g_free(seen);
}

static void free_folder(void *data)
{
    ExsFolder *folder = data;

    g_ptr_array_unref(folder->seen);
    g_clear_pointer(&folder->sizes, g_array_unref);
    exs_folder_free_page(folder->page);
    g_free(folder);
}

void exs_public_free(ExsPublicStore *store)
{
    if (!store)
        return;
    g_ptr_array_unref(store->folders);
    g_array_unref(store->gone);
    g_free(store);
}

ExsWorld *exs_folder_world(const ExsPublicStore *store)
{
    return store->server->site->world;
}

ExsFolder *exs_folder_find(const ExsPublicStore *store, const char *name)
{
    for (guint i = 0; store && i < store->folders->len; i++) {
        ExsFolder *folder = store->folders->pdata[i];

        if (g_ascii_strcasecmp(folder->name, name) == 0)
            return folder;
    }
    return NULL;
}

static ExsFolder *add(ExsPublicStore *store, const char *name, bool has_replica, bool is_never)
{
    ExsWorld *world = exs_folder_world(store);
    ExsFolder *folder = g_new0(ExsFolder, 1);

    folder->store = store;
    folder->name = *name ? exs_interner_text(world->names, exs_intern(world->names, name)) : "";
    folder->has_replica = has_replica;
    folder->is_never = is_never;
    folder->seen = g_ptr_array_new_with_free_func(free_seen);
    g_ptr_array_add(store->folders, folder);
    return folder;
}

bool exs_folder_is_hierarchy(const ExsFolder *folder)
{
    return *folder->name == '\0';
}

ExsFolder *exs_folder_need(const ExsServer *server, const char *name, GError **error)
{
    ExsFolder *folder = exs_folder_find(server->public_store, name);
    g_autofree char *quoted = NULL;

    if (folder && folder->has_replica && *name)
        return folder;
    quoted = exs_quote(name);
    exs_fail(error, EXS_ERROR_UNKNOWN, "server %s has no replica of a folder %s", server->name,
             quoted);
    return NULL;
}

/* ---- what administrators and users do ---- */

void exs_folder_set_items(ExsFolder *folder, uint32_t items)
{
    ExsPublicStore *store = folder->store;
    ExsWorld *world = exs_folder_world(store);

    if (folder->items == items)
        return;
    store->items += items - folder->items;
    folder->items = items;
    exs_world_trace(world, COUNTER, store->server->store_id,
                    exs_record_text(world->record, "Public Folder Items"), store->server->store_id,
                    store->items);
}

static ExsPublicStore *new_store(ExsServer *server, GError **error)
{
    ExsRecipient *mailbox =
        exs_world_part(server->site->world, server, EXS_RECIPIENT_PUBLIC_STORE, error);
    ExsPublicStore *store;

    if (!mailbox)
        return NULL;
    store = g_new0(ExsPublicStore, 1);
    store->server = server;
    store->mailbox = mailbox;
    store->folders = g_ptr_array_new_with_free_func(free_folder);
    store->gone = g_array_new(FALSE, FALSE, sizeof(ExsFolderDeletion));
    add(store, "", true, false);
    exs_folder_plan_daily(store);
    return store;
}

/* Every server has a public store from now. */
static bool begin(const ExsWorld *world, GError **error)
{
    for (guint i = 0; i < world->servers->len; i++) {
        ExsServer *server = world->servers->pdata[i];

        if (!server->public_store)
            server->public_store = new_store(server, error);
        if (!server->public_store)
            return false;
    }
    return true;
}

bool exs_public_add_folder(ExsServer *server, const char *name, ExsServer *const *replicas,
                           uint32_t count, bool is_never, GError **error)
{
    const ExsWorld *world = server->site->world;
    g_autofree char *quoted = exs_quote(name);

    if (!begin(world, error))
        return false;
    if (exs_folder_find(server->public_store, name))
        return exs_fail(error, EXS_ERROR_DUPLICATE, "there is a folder %s already", quoted);
    for (guint i = 0; i < world->servers->len; i++) {
        const ExsServer *each = world->servers->pdata[i];
        bool has_replica = each == server;

        for (uint32_t k = 0; k < count; k++)
            has_replica |= replicas[k] == each;
        add(each->public_store, name, has_replica, is_never);
    }
    if (world->is_built)
        exs_folder_change(exs_folder_find(server->public_store, ""), 1, 0, is_never);
    return true;
}

bool exs_public_add_replica(ExsServer *server, const char *name, GError **error)
{
    ExsFolder *folder = exs_folder_find(server->public_store, name);
    g_autofree char *quoted = exs_quote(name);

    if (!folder || !*name)
        return exs_fail(error, EXS_ERROR_UNKNOWN, "there is no folder %s", quoted);
    folder->has_replica = true;
    exs_folder_change(exs_folder_find(server->public_store, ""), 1, 0, folder->is_never);
    exs_folder_send(folder, EXS_FOLDER_ASKS_STATUS, (ExsFolderRange){0, 0}, NULL);
    return true;
}

bool exs_public_post(ExsServer *server, const char *name, uint32_t items, int64_t size,
                     GError **error)
{
    ExsFolder *folder = exs_folder_need(server, name, error);

    if (!folder)
        return false;
    exs_folder_set_items(folder, folder->items + items);
    exs_folder_change(folder, items, size, folder->is_never);
    return true;
}

void exs_folder_remove_replica(ExsFolder *folder)
{
    const ExsServer *server = folder->store->server;

    exs_log_event(server->site->world, server, EXS_EVENT_REPLICA_REMOVED,
                  (const char *const[]){folder->name});
    exs_folder_set_items(folder, 0);
    folder->has_replica = false;
}

/* What was in it is not spoken of. */
bool exs_public_delete(ExsServer *server, const char *name, GError **error)
{
    ExsFolder *folder = exs_folder_need(server, name, error);
    ExsFolder *hierarchy = exs_folder_find(server->public_store, "");
    ExsFolderDeletion deletion;

    if (!folder)
        return false;
    if (!exs_rule(&server->policy, EXS_RULE_FOLDER_DELETED_ONCE))
        for (uint32_t i = 0; i < folder->items; i++)
            exs_folder_send(folder, EXS_FOLDER_CONTENT,
                            (ExsFolderRange){folder->made, folder->made}, NULL);
    exs_folder_remove_replica(folder);
    deletion = (ExsFolderDeletion){folder->name, hierarchy->made + 1};
    g_array_append_val(server->public_store->gone, deletion);
    exs_folder_change(hierarchy, 1, 0, folder->is_never);
    return true;
}
