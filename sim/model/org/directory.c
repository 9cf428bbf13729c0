/* directory.c - see directory.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/org/directory.h"

#include "exsim/model/org/list.h"
#include "sim/model/org/directory_private.h"

/* ---- versions ---- */

ExsVersion *exs_version_ref(ExsVersion *version)
{
    version->references++;
    return version;
}

void exs_version_unref(ExsVersion *version)
{
    if (!version || --version->references > 0)
        return;
    if (version->table && version->world->free_table)
        version->world->free_table(version->table);
    if (version->members)
        g_ptr_array_unref(version->members);
    g_free(version);
}

void exs_update_clear(ExsUpdate *update)
{
    g_clear_pointer(&update->versions, g_ptr_array_unref);
}

/* ---- contexts ---- */

uint32_t exs_context(const ExsSite *site, ExsContextKind kind)
{
    return site->number * EXS_CONTEXTS + kind;
}

ExsSite *exs_context_site(const ExsWorld *world, uint32_t context)
{
    return world->sites->pdata[context / EXS_CONTEXTS];
}

const char *exs_context_name(uint32_t context)
{
    return context % EXS_CONTEXTS == EXS_CONTEXT_SITE ? "site" : "configuration";
}

static void free_context(void *data)
{
    ExsContextCopy *copy = data;

    if (!copy)
        return;
    g_array_unref(copy->log);
    g_array_unref(copy->marks);
    g_free(copy);
}

static ExsContextCopy *find_context(const ExsServer *server, uint32_t context)
{
    const GPtrArray *contexts = server->directory->contexts;

    return context < contexts->len ? contexts->pdata[context] : NULL;
}

static ExsContextCopy *need_context(ExsServer *server, uint32_t context)
{
    GPtrArray *contexts = server->directory->contexts;
    ExsContextCopy *copy = find_context(server, context);

    if (copy)
        return copy;
    if (context >= contexts->len)
        g_ptr_array_set_size(contexts, (gint)context + 1);
    copy = g_new0(ExsContextCopy, 1);
    copy->log = g_array_new(FALSE, FALSE, sizeof(ExsLogRow));
    copy->marks = g_array_new(FALSE, TRUE, sizeof(uint64_t));
    contexts->pdata[context] = copy;
    return copy;
}

static void clear_held(void *data)
{
    ExsHeld *held = data;

    exs_version_unref(held->version);
}

ExsDirectory *exs_directory_new(ExsServer *server)
{
    ExsDirectory *directory = g_new0(ExsDirectory, 1);

    directory->server = server;
    directory->held = g_array_new(FALSE, TRUE, sizeof(ExsHeld));
    g_array_set_clear_func(directory->held, clear_held);
    directory->contexts = g_ptr_array_new_with_free_func(free_context);
    return directory;
}

void exs_directory_free(ExsDirectory *directory)
{
    if (!directory)
        return;
    g_array_unref(directory->held);
    g_ptr_array_unref(directory->contexts);
    g_free(directory);
}

/* ---- what a server knows ---- */

static ExsHeld *find_held(const ExsServer *server, uint32_t object)
{
    GArray *held = server->directory->held;

    return object < held->len ? &g_array_index(held, ExsHeld, object) : NULL;
}

const ExsVersion *exs_directory_version(const ExsServer *server, uint32_t object)
{
    const ExsHeld *held = server->directory ? find_held(server, object) : NULL;

    return held ? held->version : NULL;
}

bool exs_directory_is_source(const ExsServer *server, uint32_t object)
{
    const ExsHeld *held = find_held(server, object);

    return held && held->is_source;
}

bool exs_directory_knows(const ExsServer *server, uint32_t object)
{
    const ExsVersion *version = exs_directory_version(server, object);

    if (!server->directory || !exs_rule(&server->policy, EXS_RULE_OWN_DIRECTORY))
        return true;
    return version && !version->is_deleted;
}

bool exs_directory_has_recipient(const ExsServer *server, const ExsRecipient *recipient)
{
    return server->directory ? exs_directory_knows(server, recipient->id) : !recipient->is_removed;
}

bool exs_directory_has_deleted(const ExsServer *server, const ExsServer *other)
{
    const ExsVersion *version = exs_directory_version(server, other->id);

    return version && version->is_deleted && exs_rule(&server->policy, EXS_RULE_DELETED_SERVER);
}

bool exs_directory_has_connector(const ExsServer *server, const ExsConnector *connector)
{
    return server->directory ? exs_directory_knows(server, connector->id) : !connector->is_removed;
}

ExsRecipient *exs_directory_recipient(const ExsServer *server, const ExsAddress *address)
{
    ExsRecipient *recipient = exs_world_recipient(server->site->world, address);

    /* every server has its parts, whatever its directory knows of others */
    if (!recipient || exs_recipient_is_part(recipient) ||
        exs_directory_has_recipient(server, recipient))
        return recipient;
    return NULL;
}

ExsServer *exs_directory_home(const ExsServer *server, const ExsRecipient *recipient)
{
    const ExsVersion *version = exs_directory_version(server, recipient->id);

    return version && version->home ? (ExsServer *)version->home : recipient->server;
}

ExsTable *exs_directory_table(const ExsServer *server, const ExsSite *site)
{
    const ExsVersion *version;

    if (!server->directory)
        return site->table;
    version = exs_directory_version(server, site->id);
    return version ? version->table : NULL;
}

bool exs_directory_has_context(const ExsServer *server, uint32_t context)
{
    const ExsContextCopy *copy = server->directory ? find_context(server, context) : NULL;

    return copy && copy->log->len > 0;
}

/* ---- what is passed on ---- */

void exs_directory_put(ExsServer *server, ExsVersion *version, bool is_source)
{
    ExsDirectory *directory = server->directory;
    ExsContextCopy *copy = need_context(server, version->context);
    ExsLogRow row = {++directory->usn, version->object};
    ExsHeld *held;

    if (version->object >= directory->held->len)
        g_array_set_size(directory->held, version->object + 1);
    held = &g_array_index(directory->held, ExsHeld, version->object);
    exs_version_ref(version);
    exs_version_unref(held->version);
    *held = (ExsHeld){version, row.usn, is_source};
    g_array_append_val(copy->log, row);
}

/* The first row of the log above this USN. */
static guint first_above(const GArray *log, uint64_t usn)
{
    guint low = 0, high = log->len;

    while (low < high) {
        guint middle = low + (high - low) / 2;

        if (g_array_index(log, ExsLogRow, middle).usn > usn)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

ExsUpdate exs_directory_since(const ExsServer *server, uint32_t context, uint64_t start,
                              bool sources, uint32_t limit)
{
    const ExsContextCopy *copy = find_context(server, context);
    ExsUpdate update = {.start = start, .end = server->directory->usn};

    update.versions = g_ptr_array_new_with_free_func((GDestroyNotify)exs_version_unref);
    for (guint i = copy ? first_above(copy->log, start) : 0; copy && i < copy->log->len; i++) {
        const ExsLogRow *row = &g_array_index(copy->log, ExsLogRow, i);
        const ExsHeld *held = find_held(server, row->object);

        if (held->usn != row->usn || (sources && !held->is_source))
            continue;
        if (update.versions->len == limit) {
            update.remaining++;
            continue;
        }
        g_ptr_array_add(update.versions, exs_version_ref(held->version));
        if (update.versions->len == limit)
            update.end = row->usn;
    }
    if (update.remaining == 0)
        update.end = server->directory->usn;
    return update;
}

void exs_directory_copy(ExsServer *to, const ExsServer *from)
{
    const GPtrArray *contexts = from->directory->contexts;

    for (uint32_t context = 0; context < contexts->len; context++) {
        const ExsContextCopy *copy = contexts->pdata[context];
        ExsUpdate update;

        if (!copy)
            continue;
        update = exs_directory_since(from, context, 0, false, UINT32_MAX);
        for (guint i = 0; i < update.versions->len; i++)
            exs_directory_put(to, update.versions->pdata[i], false);
        for (guint i = 0; i < copy->marks->len; i++)
            exs_directory_set_mark(to, context, to->site->world->servers->pdata[i],
                                   g_array_index(copy->marks, uint64_t, i));
        exs_directory_set_mark(to, context, from, from->directory->usn);
        exs_update_clear(&update);
    }
}

void exs_directory_drop_context(ExsServer *server, uint32_t context)
{
    ExsContextCopy *copy = server->directory ? find_context(server, context) : NULL;

    if (!copy)
        return;
    for (guint i = 0; i < copy->log->len; i++) {
        ExsHeld *held = find_held(server, g_array_index(copy->log, ExsLogRow, i).object);

        g_clear_pointer(&held->version, exs_version_unref);
    }
    free_context(copy);
    server->directory->contexts->pdata[context] = NULL;
}

uint64_t exs_directory_mark(const ExsServer *server, uint32_t context, const ExsServer *source)
{
    const ExsContextCopy *copy = find_context(server, context);

    if (!copy || source->number >= copy->marks->len)
        return 0;
    return g_array_index(copy->marks, uint64_t, source->number);
}

void exs_directory_set_mark(ExsServer *server, uint32_t context, const ExsServer *source,
                            uint64_t usn)
{
    GArray *marks = need_context(server, context)->marks;

    if (source->number >= marks->len)
        g_array_set_size(marks, source->number + 1);
    g_array_index(marks, uint64_t, source->number) = usn;
}

void exs_directory_taken(ExsServer *server, uint32_t context, const ExsServer *source,
                         const ExsUpdate *update)
{
    uint64_t mark = exs_directory_mark(server, context, source);

    if (update->start <= mark && update->end > mark)
        exs_directory_set_mark(server, context, source, update->end);
}

uint64_t exs_directory_highest_usn(const ExsServer *server)
{
    return server->directory->usn;
}

/* ---- what is written ---- */

/* A version of this object on this server, above the one that it has. */
static void write_version(ExsServer *at, const ExsSite *site, ExsContextKind kind,
                          const ExsVersion *draft, const char *says)
{
    ExsWorld *world = at->site->world;
    const ExsVersion *old = exs_directory_version(at, draft->object);
    ExsVersion *version = g_memdup2(draft, sizeof *draft);

    version->world = world;
    version->references = 1;
    version->context = exs_context(site, kind);
    version->number = old ? old->number + 1 : 1;
    version->writer = at;
    version->changed = exs_clock_utc(&at->clock, exs_world_now(world));
    version->says = exs_record_text(world->record, says);
    if (version->members)
        g_ptr_array_ref(version->members);
    exs_directory_put(at, version, true);
    if (world->directory_written)
        world->directory_written(world, at, version);
    exs_version_unref(version);
}

static void write_recipient(ExsServer *at, const ExsRecipient *recipient, const char *says,
                            uint32_t abroad)
{
    g_autofree char *words = NULL;

    if (!at->directory)
        return;
    if (says)
        words = g_strdup(says);
    else if (recipient->is_removed)
        words = g_strdup("deleted");
    else if (recipient->target)
        words = g_strdup_printf("leads to %s", recipient->target->text);
    else if (recipient->list)
        words = g_strdup_printf("list of %u", recipient->list->members->len);
    else
        words = g_strdup_printf("mailbox on %s", recipient->server->name);
    write_version(at, recipient->site, EXS_CONTEXT_SITE,
                  &(ExsVersion){.class = EXS_ENTRY_RECIPIENT,
                                .object = recipient->id,
                                .thing = recipient,
                                .is_deleted = recipient->is_removed,
                                .home = recipient->server,
                                .members = recipient->list ? recipient->list->members : NULL,
                                .abroad = abroad},
                  words);
}

void exs_directory_write_recipient(ExsServer *at, const ExsRecipient *recipient, const char *says)
{
    write_recipient(at, recipient, says, 0);
}

void exs_directory_write_local(ExsServer *at, const ExsRecipient *recipient, const char *says)
{
    const ExsVersion *before = exs_directory_version(at, recipient->id);

    write_recipient(at, recipient, says,
                    before ? (before->abroad ? before->abroad : before->says) : 0);
}

void exs_directory_write_connector(ExsServer *at, const ExsConnector *connector)
{
    if (at->directory)
        write_version(at, connector->server->site, EXS_CONTEXT_CONFIGURATION,
                      &(ExsVersion){.class = EXS_ENTRY_CONNECTOR,
                                    .object = connector->id,
                                    .thing = connector,
                                    .is_deleted = connector->is_removed},
                      connector->is_removed ? "deleted" : connector->class->title);
}

void exs_directory_write_server(ExsServer *at, const ExsServer *server, bool is_deleted)
{
    if (at->directory)
        write_version(at, server->site, EXS_CONTEXT_CONFIGURATION,
                      &(ExsVersion){.class = EXS_ENTRY_SERVER,
                                    .object = server->id,
                                    .thing = server,
                                    .is_deleted = is_deleted},
                      is_deleted ? "deleted" : "server");
}

void exs_directory_write_table(ExsServer *at, const ExsSite *site, ExsTable *table,
                               const char *says)
{
    if (at->directory)
        write_version(
            at, site, EXS_CONTEXT_CONFIGURATION,
            &(ExsVersion){
                .class = EXS_ENTRY_TABLE, .object = site->id, .thing = site, .table = table},
            says);
    else if (at->site->world->free_table)
        at->site->world->free_table(table);
}
