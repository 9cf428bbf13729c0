/* public_store_mail.c - replication of public folders: what is sent, and what is made of it (see
 * public_store.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/actors.h"
#include "sim/model/actors/public_store_private.h"

#define EMPTY_SIZE 2048 /* ours: bytes of a replication message without changes */
#define DAILY      (24 * EXS_HOUR)

static ExsFolderSeen *seen_of(ExsFolder *folder, const ExsServer *origin)
{
    ExsFolderSeen *seen;

    for (guint i = 0; i < folder->seen->len; i++) {
        seen = folder->seen->pdata[i];
        if (seen->origin == origin)
            return seen;
    }
    seen = g_new0(ExsFolderSeen, 1);
    seen->origin = origin;
    seen->beyond = g_array_new(FALSE, FALSE, sizeof(ExsFolderRange));
    g_ptr_array_add(folder->seen, seen);
    return seen;
}

/* ---- sending ---- */

static void note_size(ExsFolder *folder, ExsFolderSize size)
{
    if (!folder->sizes)
        folder->sizes = g_array_new(FALSE, FALSE, sizeof(ExsFolderSize));
    g_array_append_val(folder->sizes, size);
}

/* Bytes of a change that was made here. */
static int64_t size_of(const ExsFolder *folder, uint64_t change)
{
    for (guint i = folder->sizes ? folder->sizes->len : 0; i > 0; i--) {
        const ExsFolderSize *run = &g_array_index(folder->sizes, ExsFolderSize, i - 1);

        if (run->first <= change && change <= run->last)
            return run->size;
    }
    return exs_setting(&folder->store->server->settings, EXS_SETTING_FOLDER_ITEM_SIZE);
}

/* As many changes as go into one message; one that is larger goes alone. */
static ExsFolderRange next_batch(const ExsFolder *folder)
{
    const ExsServer *server = folder->store->server;
    int64_t limit = exs_rule(&server->policy, EXS_RULE_FOLDER_BATCHES)
                        ? exs_setting(&server->settings, EXS_SETTING_FOLDER_MESSAGE_LIMIT)
                        : 0;
    ExsFolderRange batch = {folder->sent + 1, folder->sent + 1};
    int64_t size = size_of(folder, batch.first);

    while (batch.last < folder->made) {
        size += size_of(folder, batch.last + 1);
        if (size > limit)
            break;
        batch.last++;
    }
    return batch;
}

static bool gets(const ExsPublicStore *other, const ExsFolder *folder)
{
    const ExsFolder *theirs = exs_folder_find(other, folder->name);

    return other != folder->store && theirs && theirs->has_replica;
}

/* The folders whose deletion is among these changes. (owned by the caller) */
static GPtrArray *gone_in(const ExsPublicStore *store, ExsFolderRange range)
{
    GPtrArray *gone = g_ptr_array_new();

    for (guint i = 0; i < store->gone->len; i++) {
        const ExsFolderDeletion *deletion = &g_array_index(store->gone, ExsFolderDeletion, i);

        if (deletion->change >= range.first && deletion->change <= range.last)
            g_ptr_array_add(gone, (void *)deletion->name);
    }
    return gone;
}

void exs_folder_send(ExsFolder *folder, ExsFolderMailType type, ExsFolderRange range,
                     ExsServer *only)
{
    ExsPublicStore *store = folder->store;
    ExsWorld *world = exs_folder_world(store);
    g_autoptr(GPtrArray) to = g_ptr_array_new();
    ExsLetter *letter = exs_letter_new(store->server, only, 0);
    ExsSubmission submission = {.from = store->mailbox,
                                .size = EMPTY_SIZE,
                                .priority = EXS_PRIORITY_NORMAL,
                                .kind = EXS_MESSAGE_SYSTEM,
                                .letter = letter};

    for (guint i = 0; i < world->servers->len; i++) {
        const ExsServer *server = world->servers->pdata[i];

        if (only ? server == only : server->public_store && gets(server->public_store, folder))
            g_ptr_array_add(to, (void *)server->public_store->mailbox->dn);
    }
    letter->folder = folder->name;
    letter->folder_type = type;
    letter->first = range.first;
    letter->last = range.last;
    if (type == EXS_FOLDER_HIERARCHY)
        letter->gone = gone_in(store, range);
    if (type == EXS_FOLDER_HIERARCHY || type == EXS_FOLDER_CONTENT)
        for (uint64_t change = range.first; change <= range.last; change++)
            submission.size += size_of(folder, change);
    submission.to = (const ExsAddress *const *)(void *)to->pdata;
    submission.count = to->len;
    if (to->len > 0)
        exs_send(world, &submission, NULL);
    exs_letter_unref(letter);
}

static void on_daily(void *object, void *data);

void exs_folder_plan_daily(ExsPublicStore *store)
{
    ExsWorld *world = exs_folder_world(store);

    if (store->daily)
        exs_engine_cancel(world->engine, store->daily);
    store->daily = 0;
    if (exs_rule(&store->server->policy, EXS_RULE_FOLDER_STATUS_DAILY))
        store->daily =
            exs_engine_at(world->engine, exs_world_now(world) + DAILY, on_daily, store, NULL);
}

static void send_status(ExsFolder *folder, ExsServer *only)
{
    exs_folder_send(folder, EXS_FOLDER_STATUS, (ExsFolderRange){1, folder->sent}, only);
}

/* It has sent no changes for a day. */
static void on_daily(void *object, void *data)
{
    ExsPublicStore *store = object;

    (void)data;
    store->daily = 0;
    for (guint i = 0; store->server->store_runs && i < store->folders->len; i++)
        if (((ExsFolder *)store->folders->pdata[i])->has_replica)
            send_status(store->folders->pdata[i], NULL);
    exs_folder_plan_daily(store);
}

static ExsFolderMailType type_of(const ExsFolder *folder)
{
    return exs_folder_is_hierarchy(folder) ? EXS_FOLDER_HIERARCHY : EXS_FOLDER_CONTENT;
}

static void on_send(void *object, void *data)
{
    ExsFolder *folder = object;

    (void)data;
    folder->sending = 0;
    if (folder->sent == folder->made)
        return;
    while (folder->sent < folder->made) {
        ExsFolderRange batch = next_batch(folder);

        exs_folder_send(folder, type_of(folder), batch, NULL);
        folder->sent = batch.last;
    }
    if (exs_rule(&folder->store->server->policy, EXS_RULE_FOLDER_STATUS_FOLLOWS))
        send_status(folder, NULL);
    exs_folder_plan_daily(folder->store);
}

void exs_folder_change(ExsFolder *folder, uint32_t count, int64_t size, bool is_never)
{
    const ExsServer *server = folder->store->server;
    ExsWorld *world = exs_folder_world(folder->store);

    if (size > 0)
        note_size(folder, (ExsFolderSize){folder->made + 1, folder->made + count, size});
    folder->made += count;
    if (exs_folder_is_hierarchy(folder) && exs_rule(&server->policy, EXS_RULE_HIERARCHY_ALWAYS))
        is_never = false;
    if (folder->sending || is_never)
        return;
    folder->sending = exs_engine_at(world->engine,
                                    exs_world_now(world) +
                                        exs_setting(&server->settings, EXS_SETTING_FOLDER_INTERVAL),
                                    on_send, folder, NULL);
}

/* ---- receiving ---- */

static void on_ask(void *object, void *data)
{
    ExsFolder *folder = object;
    ExsFolderSeen *seen = data;
    uint64_t last = seen->beyond->len > 0 ? g_array_index(seen->beyond, ExsFolderRange, 0).first - 1
                                          : seen->exists;

    seen->asks = 0;
    if (seen->have >= last)
        return;
    exs_folder_send(folder, EXS_FOLDER_BACKFILL, (ExsFolderRange){seen->have + 1, last},
                    (ExsServer *)seen->origin);
}

/* What is missing may be under way: it is asked for later. */
static void plan_to_ask(ExsFolder *folder, ExsFolderSeen *seen)
{
    const ExsServer *server = folder->store->server;
    ExsWorld *world = exs_folder_world(folder->store);

    if (seen->have >= seen->exists || seen->asks ||
        !exs_rule(&server->policy, EXS_RULE_BACKFILL_ONE_BY_ONE))
        return;
    seen->asks = exs_engine_at(world->engine,
                               exs_world_now(world) +
                                   exs_setting(&server->settings, EXS_SETTING_BACKFILL_TIME),
                               on_ask, folder, seen);
}

static void join(ExsFolderSeen *seen)
{
    for (guint i = 0; i < seen->beyond->len;) {
        ExsFolderRange range = g_array_index(seen->beyond, ExsFolderRange, i);

        if (range.first > seen->have + 1) {
            i++;
            continue;
        }
        seen->have = MAX(seen->have, range.last);
        g_array_remove_index(seen->beyond, i);
        i = 0;
    }
}

static void take_changes(ExsFolder *folder, const ExsLetter *letter)
{
    ExsFolderSeen *seen = seen_of(folder, letter->from);
    ExsFolderRange range = {MAX(letter->first, seen->have + 1), letter->last};
    uint64_t before = seen->have;

    seen->exists = MAX(seen->exists, letter->last);
    if (range.first > range.last)
        return;
    g_array_append_val(seen->beyond, range);
    join(seen);
    if (!exs_folder_is_hierarchy(folder))
        exs_folder_set_items(folder, folder->items + (uint32_t)(seen->have - before));
    plan_to_ask(folder, seen);
}

/* Folders that were deleted there. */
static void take_gone(const ExsPublicStore *store, const GPtrArray *gone)
{
    for (guint i = 0; gone && i < gone->len; i++) {
        ExsFolder *folder = exs_folder_find(store, gone->pdata[i]);

        if (folder && folder->has_replica)
            exs_folder_remove_replica(folder);
    }
}

static void take_status(ExsFolder *folder, const ExsLetter *letter)
{
    ExsFolderSeen *seen = seen_of(folder, letter->from);

    seen->exists = MAX(seen->exists, letter->last);
    plan_to_ask(folder, seen);
}

static void log_incoming(const ExsServer *server, const ExsLetter *letter)
{
    ExsWorld *world = server->site->world;
    g_autofree char *type = g_strdup_printf("0x%x", (unsigned)letter->folder_type);
    g_autofree char *first = g_strdup_printf("%" G_GUINT64_FORMAT, letter->first);
    g_autofree char *last = g_strdup_printf("%" G_GUINT64_FORMAT, letter->last);
    g_autofree char *name = exs_public_dn(letter->from);

    if (exs_setting(&server->settings, EXS_SETTING_LOG_REPLICATION_INCOMING) > 0 &&
        exs_rule(&server->policy, EXS_RULE_FOLDER_MAIL_LOGGED))
        exs_log_event(world, server, EXS_EVENT_FOLDER_MAIL_PROCESSED,
                      (const char *const[]){type, first, last, name});
}

void exs_public_receive(ExsServer *server, const ExsLetter *letter)
{
    ExsFolder *folder = exs_folder_find(server->public_store, letter->folder);

    log_incoming(server, letter);
    if (!folder || !folder->has_replica)
        return;
    switch (letter->folder_type) {
    case EXS_FOLDER_HIERARCHY:
        take_gone(server->public_store, letter->gone);
        take_changes(folder, letter);
        break;
    case EXS_FOLDER_CONTENT:
        take_changes(folder, letter);
        break;
    case EXS_FOLDER_BACKFILL:
        exs_folder_send(folder, type_of(folder),
                        (ExsFolderRange){letter->first, MIN(letter->last, folder->made)},
                        letter->from);
        break;
    case EXS_FOLDER_STATUS:
        take_status(folder, letter);
        break;
    case EXS_FOLDER_ASKS_STATUS:
        send_status(folder, letter->from);
        break;
    }
}
