/* public_store.c - see public_store.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/public_store.h"

#include "exsim/kernel/error.h"
#include "exsim/model/actors/actors.h"
#include "exsim/model/org/world.h"

#define EMPTY_SIZE 2048 /* ours: bytes of a replication message without changes */
#define DAILY      (24 * EXS_HOUR)

/* Changes of one store to one folder. */
typedef struct {
    uint64_t first, last;
} Range;

/* What a store has of the changes that `origin` made. */
typedef struct {
    const ExsServer *origin;
    uint64_t have;   /* everything up to this CN */
    uint64_t exists; /* as far as it has been told */
    GArray *beyond;  /* Range: what it has after a gap */
    ExsEventId asks; /* when it asks for what is missing; 0: it does not */
} Seen;

/* A folder as one store has it. */
typedef struct {
    ExsPublicStore *store;
    const char *name; /* interned; "": the hierarchy */
    bool has_replica, is_never;
    uint64_t made, sent;
    uint32_t items;
    ExsEventId sending;
    GPtrArray *seen; /* Seen * */
} Folder;

struct ExsPublicStore {
    ExsServer *server;
    ExsRecipient *mailbox;
    GPtrArray *folders; /* Folder *: the hierarchy first */
    GPtrArray *gone;    /* const char *: folders deleted here, of which it has told nobody yet */
    ExsEventId daily;
    uint32_t items; /* of all replicas */
};

/* ---- folders ---- */

static void free_seen(void *data)
{
    Seen *seen = data;

    g_array_unref(seen->beyond);
    g_free(seen);
}

static void free_folder(void *data)
{
    Folder *folder = data;

    g_ptr_array_unref(folder->seen);
    g_free(folder);
}

void exs_public_free(ExsPublicStore *store)
{
    if (!store)
        return;
    g_ptr_array_unref(store->folders);
    g_ptr_array_unref(store->gone);
    g_free(store);
}

static ExsWorld *world_of(const ExsPublicStore *store)
{
    return store->server->site->world;
}

static Folder *find(const ExsPublicStore *store, const char *name)
{
    for (guint i = 0; store && i < store->folders->len; i++) {
        Folder *folder = store->folders->pdata[i];

        if (g_ascii_strcasecmp(folder->name, name) == 0)
            return folder;
    }
    return NULL;
}

static Folder *add(ExsPublicStore *store, const char *name, bool has_replica, bool is_never)
{
    ExsWorld *world = world_of(store);
    Folder *folder = g_new0(Folder, 1);

    folder->store = store;
    folder->name = *name ? exs_interner_text(world->names, exs_intern(world->names, name)) : "";
    folder->has_replica = has_replica;
    folder->is_never = is_never;
    folder->seen = g_ptr_array_new_with_free_func(free_seen);
    g_ptr_array_add(store->folders, folder);
    return folder;
}

static bool is_hierarchy(const Folder *folder)
{
    return *folder->name == '\0';
}

static Seen *seen_of(Folder *folder, const ExsServer *origin)
{
    Seen *seen;

    for (guint i = 0; i < folder->seen->len; i++) {
        seen = folder->seen->pdata[i];
        if (seen->origin == origin)
            return seen;
    }
    seen = g_new0(Seen, 1);
    seen->origin = origin;
    seen->beyond = g_array_new(FALSE, FALSE, sizeof(Range));
    g_ptr_array_add(folder->seen, seen);
    return seen;
}

static Folder *need(const ExsServer *server, const char *name, GError **error)
{
    Folder *folder = find(server->public_store, name);
    g_autofree char *quoted = NULL;

    if (folder && folder->has_replica && *name)
        return folder;
    quoted = exs_quote(name);
    exs_fail(error, EXS_ERROR_UNKNOWN, "server %s has no replica of a folder %s", server->name,
             quoted);
    return NULL;
}

/* ---- sending ---- */

static bool gets(const ExsPublicStore *other, const Folder *folder)
{
    const Folder *theirs = find(other, folder->name);

    return other != folder->store && theirs && theirs->has_replica;
}

/* One message to these stores (NULL: all that have the folder). */
static void send(Folder *folder, ExsFolderMailType type, Range range, ExsServer *only)
{
    ExsPublicStore *store = folder->store;
    ExsWorld *world = world_of(store);
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
        letter->gone = g_ptr_array_ref(store->gone);
    if (type == EXS_FOLDER_HIERARCHY || type == EXS_FOLDER_CONTENT)
        submission.size += (int64_t)(range.last + 1 - range.first) *
                           exs_setting(&store->server->settings, EXS_SETTING_FOLDER_ITEM_SIZE);
    submission.to = (const ExsAddress *const *)(void *)to->pdata;
    submission.count = to->len;
    if (to->len > 0)
        exs_send(world, &submission, NULL);
    exs_letter_unref(letter);
}

static void on_daily(void *object, void *data);

static void replan_daily(ExsPublicStore *store)
{
    ExsWorld *world = world_of(store);

    if (store->daily)
        exs_engine_cancel(world->engine, store->daily);
    store->daily = 0;
    if (exs_rule(&store->server->policy, EXS_RULE_FOLDER_STATUS_DAILY))
        store->daily =
            exs_engine_at(world->engine, exs_world_now(world) + DAILY, on_daily, store, NULL);
}

static void send_status(Folder *folder, ExsServer *only)
{
    send(folder, EXS_FOLDER_STATUS, (Range){1, folder->sent}, only);
}

/* It has sent no changes for a day. */
static void on_daily(void *object, void *data)
{
    ExsPublicStore *store = object;

    (void)data;
    store->daily = 0;
    for (guint i = 0; store->server->store_runs && i < store->folders->len; i++)
        if (((Folder *)store->folders->pdata[i])->has_replica)
            send_status(store->folders->pdata[i], NULL);
    replan_daily(store);
}

static ExsFolderMailType type_of(const Folder *folder)
{
    return is_hierarchy(folder) ? EXS_FOLDER_HIERARCHY : EXS_FOLDER_CONTENT;
}

static void on_send(void *object, void *data)
{
    Folder *folder = object;

    (void)data;
    folder->sending = 0;
    if (folder->sent == folder->made)
        return;
    send(folder, type_of(folder), (Range){folder->sent + 1, folder->made}, NULL);
    folder->sent = folder->made;
    if (is_hierarchy(folder)) {
        g_ptr_array_unref(folder->store->gone);
        folder->store->gone = g_ptr_array_new();
    }
    if (exs_rule(&folder->store->server->policy, EXS_RULE_FOLDER_STATUS_FOLLOWS))
        send_status(folder, NULL);
    replan_daily(folder->store);
}

/* The hierarchy goes out whatever the schedule says. */
static void change(Folder *folder, uint32_t count, bool is_never)
{
    const ExsServer *server = folder->store->server;
    ExsWorld *world = world_of(folder->store);

    folder->made += count;
    if (is_hierarchy(folder) && exs_rule(&server->policy, EXS_RULE_HIERARCHY_ALWAYS))
        is_never = false;
    if (folder->sending || is_never)
        return;
    folder->sending = exs_engine_at(world->engine,
                                    exs_world_now(world) +
                                        exs_setting(&server->settings, EXS_SETTING_FOLDER_INTERVAL),
                                    on_send, folder, NULL);
}

/* ---- what administrators and users do ---- */

static void set_items(Folder *folder, uint32_t items)
{
    ExsPublicStore *store = folder->store;
    ExsWorld *world = world_of(store);

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
    store->gone = g_ptr_array_new();
    add(store, "", true, false);
    replan_daily(store);
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
    if (find(server->public_store, name))
        return exs_fail(error, EXS_ERROR_DUPLICATE, "there is a folder %s already", quoted);
    for (guint i = 0; i < world->servers->len; i++) {
        const ExsServer *each = world->servers->pdata[i];
        bool has_replica = each == server;

        for (uint32_t k = 0; k < count; k++)
            has_replica |= replicas[k] == each;
        add(each->public_store, name, has_replica, is_never);
    }
    if (world->is_built)
        change(find(server->public_store, ""), 1, is_never);
    return true;
}

bool exs_public_add_replica(ExsServer *server, const char *name, GError **error)
{
    Folder *folder = find(server->public_store, name);
    g_autofree char *quoted = exs_quote(name);

    if (!folder || !*name)
        return exs_fail(error, EXS_ERROR_UNKNOWN, "there is no folder %s", quoted);
    folder->has_replica = true;
    change(find(server->public_store, ""), 1, folder->is_never);
    send(folder, EXS_FOLDER_ASKS_STATUS, (Range){0, 0}, NULL);
    return true;
}

bool exs_public_post(ExsServer *server, const char *name, uint32_t items, GError **error)
{
    Folder *folder = need(server, name, error);

    if (!folder)
        return false;
    set_items(folder, folder->items + items);
    change(folder, items, folder->is_never);
    return true;
}

static void remove_replica(Folder *folder)
{
    const ExsServer *server = folder->store->server;

    exs_log_event(server->site->world, server, EXS_EVENT_REPLICA_REMOVED,
                  (const char *const[]){folder->name});
    set_items(folder, 0);
    folder->has_replica = false;
}

/* What was in it is not spoken of. */
bool exs_public_delete(ExsServer *server, const char *name, GError **error)
{
    Folder *folder = need(server, name, error);

    if (!folder)
        return false;
    if (!exs_rule(&server->policy, EXS_RULE_FOLDER_DELETED_ONCE))
        for (uint32_t i = 0; i < folder->items; i++)
            send(folder, EXS_FOLDER_CONTENT, (Range){folder->made, folder->made}, NULL);
    remove_replica(folder);
    g_ptr_array_add(server->public_store->gone, (void *)folder->name);
    change(find(server->public_store, ""), 1, folder->is_never);
    return true;
}

/* ---- receiving ---- */

static void on_ask(void *object, void *data)
{
    Folder *folder = object;
    Seen *seen = data;
    uint64_t last =
        seen->beyond->len > 0 ? g_array_index(seen->beyond, Range, 0).first - 1 : seen->exists;

    seen->asks = 0;
    if (seen->have >= last)
        return;
    send(folder, EXS_FOLDER_BACKFILL, (Range){seen->have + 1, last}, (ExsServer *)seen->origin);
}

/* What is missing may be under way: it is asked for later. */
static void plan_to_ask(Folder *folder, Seen *seen)
{
    const ExsServer *server = folder->store->server;
    ExsWorld *world = world_of(folder->store);

    if (seen->have >= seen->exists || seen->asks ||
        !exs_rule(&server->policy, EXS_RULE_BACKFILL_ONE_BY_ONE))
        return;
    seen->asks = exs_engine_at(world->engine,
                               exs_world_now(world) +
                                   exs_setting(&server->settings, EXS_SETTING_BACKFILL_TIME),
                               on_ask, folder, seen);
}

static void join(Seen *seen)
{
    for (guint i = 0; i < seen->beyond->len;) {
        Range range = g_array_index(seen->beyond, Range, i);

        if (range.first > seen->have + 1) {
            i++;
            continue;
        }
        seen->have = MAX(seen->have, range.last);
        g_array_remove_index(seen->beyond, i);
        i = 0;
    }
}

static void take_changes(Folder *folder, const ExsLetter *letter)
{
    Seen *seen = seen_of(folder, letter->from);
    Range range = {MAX(letter->first, seen->have + 1), letter->last};
    uint64_t before = seen->have;

    seen->exists = MAX(seen->exists, letter->last);
    if (range.first > range.last)
        return;
    g_array_append_val(seen->beyond, range);
    join(seen);
    if (!is_hierarchy(folder))
        set_items(folder, folder->items + (uint32_t)(seen->have - before));
    plan_to_ask(folder, seen);
}

/* Folders that were deleted there. */
static void take_gone(const ExsPublicStore *store, const GPtrArray *gone)
{
    for (guint i = 0; gone && i < gone->len; i++) {
        Folder *folder = find(store, gone->pdata[i]);

        if (folder && folder->has_replica)
            remove_replica(folder);
    }
}

static void take_status(Folder *folder, const ExsLetter *letter)
{
    Seen *seen = seen_of(folder, letter->from);

    seen->exists = MAX(seen->exists, letter->last);
    plan_to_ask(folder, seen);
}

static void log_incoming(const ExsServer *server, const ExsLetter *letter)
{
    ExsWorld *world = server->site->world;
    const ExsServer *from = letter->from;
    g_autofree char *type = g_strdup_printf("0x%x", (unsigned)letter->folder_type);
    g_autofree char *first = g_strdup_printf("%" G_GUINT64_FORMAT, letter->first);
    g_autofree char *last = g_strdup_printf("%" G_GUINT64_FORMAT, letter->last);
    g_autofree char *name =
        g_strdup_printf("/O=%s/OU=%s/CN=CONFIGURATION/CN=SERVERS/CN=%s/CN=MICROSOFT PUBLIC MDB",
                        world->organization, from->site->name, from->name);

    if (exs_setting(&server->settings, EXS_SETTING_LOG_REPLICATION_INCOMING) > 0 &&
        exs_rule(&server->policy, EXS_RULE_FOLDER_MAIL_LOGGED))
        exs_log_event(world, server, EXS_EVENT_FOLDER_MAIL_PROCESSED,
                      (const char *const[]){type, first, last, name});
}

void exs_public_receive(ExsServer *server, const ExsLetter *letter)
{
    Folder *folder = find(server->public_store, letter->folder);

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
        send(folder, type_of(folder), (Range){letter->first, MIN(letter->last, folder->made)},
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
