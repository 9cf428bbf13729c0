/* vopr_folders.c - public folders at random, and whether in the end each replica has what was
 * posted anywhere: counted here, and compared with what the stores say in the record (see vopr.c).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/public_store.h"
#include "vopr.h"

#define FOLDERS_MOST 3

/* What was done to a folder. */
typedef struct {
    char *name;
    bool is_never, is_deleted;
    uint32_t posted;
    GHashTable *replicas; /* ExsServer * */
} Folder;

static void free_folder(void *data)
{
    Folder *folder = data;

    g_hash_table_unref(folder->replicas);
    g_free(folder->name);
    g_free(folder);
}

void vopr_add_folders(Vopr *vopr)
{
    const GPtrArray *servers = vopr->world->servers;

    vopr->folders = g_ptr_array_new_with_free_func(free_folder);
    if (vopr_roll(vopr, 5) > 0)
        return;
    for (uint64_t i = 1 + vopr_roll(vopr, FOLDERS_MOST); i > 0; i--) {
        Folder *folder = g_new0(Folder, 1);
        ExsServer *replicas[] = {vopr_any(vopr, servers), vopr_any(vopr, servers)};
        ExsServer *home = vopr_any(vopr, servers);
        GError *error = NULL;
        bool is_added;

        folder->name = g_strdup_printf("FOLDER%u", vopr->folders->len + 1);
        folder->is_never = vopr_roll(vopr, 5) == 0;
        folder->replicas = g_hash_table_new(NULL, NULL);
        g_hash_table_add(folder->replicas, home);
        for (size_t k = 0; k < G_N_ELEMENTS(replicas); k++)
            g_hash_table_add(folder->replicas, replicas[k]);
        is_added = exs_public_add_folder(home, folder->name, replicas, G_N_ELEMENTS(replicas),
                                         folder->is_never, &error);
        vopr_must(vopr, is_added, error);
        g_ptr_array_add(vopr->folders, folder);
    }
}

/* Users post, and administrators add replicas or delete folders, where a store runs. */
void vopr_trouble_folders(Vopr *vopr)
{
    Folder *folder = vopr_any(vopr, vopr->folders);
    ExsServer *server = vopr_any(vopr, vopr->world->servers);
    uint32_t items = 1 + (uint32_t)vopr_roll(vopr, 5);

    if (!folder || !server->store_runs || folder->is_deleted)
        return;
    if (!g_hash_table_contains(folder->replicas, server)) {
        if (vopr_roll(vopr, 4) == 0 && !folder->is_never &&
            exs_public_add_replica(server, folder->name, NULL))
            g_hash_table_add(folder->replicas, server);
    } else if (vopr_roll(vopr, 30) == 0) {
        folder->is_deleted = exs_public_delete(server, folder->name, NULL);
    } else if (exs_public_post(server, folder->name, items, 0, NULL) && !folder->is_never) {
        folder->posted += items;
    }
}

/* ---- at the end ---- */

/* As the store last said. */
static int64_t items_at(const Vopr *vopr, const ExsServer *server)
{
    const ExsRecord *record = vopr->world->record;

    for (uint64_t i = exs_record_count(record); i > 0; i--) {
        const ExsEntry *entry = exs_record_entry(record, i - 1);

        if (entry->kind == EXS_TRACE_COUNTER && entry->actor == server->store_id &&
            g_str_equal(exs_record_text_at(record, entry->word[0]), "Public Folder Items"))
            return entry->word[2];
    }
    return 0;
}

static bool is_any_never(const Vopr *vopr)
{
    for (guint i = 0; i < vopr->folders->len; i++)
        if (((const Folder *)vopr->folders->pdata[i])->is_never)
            return true;
    return false;
}

/* A folder that is never replicated tells nothing of the others, which are counted together. */
void vopr_check_folders(const Vopr *vopr)
{
    for (guint i = 0; i < vopr->world->servers->len && !is_any_never(vopr); i++) {
        ExsServer *server = vopr->world->servers->pdata[i];
        int64_t all = 0;

        for (guint k = 0; k < vopr->folders->len; k++) {
            const Folder *folder = vopr->folders->pdata[k];

            if (!folder->is_deleted && g_hash_table_contains(folder->replicas, server))
                all += folder->posted;
        }
        if (items_at(vopr, server) != all) {
            g_autofree char *what = g_strdup_printf("the public store of %s has %" G_GINT64_FORMAT
                                                    " items, not %" G_GINT64_FORMAT,
                                                    server->name, items_at(vopr, server), all);

            vopr_broken(vopr, what);
        }
    }
}
