/* directory_site.c - replication within a site: notices, synchronizations (see directory.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/directory.h"

#include "exsim/model/actors/names.h"

static ExsTime setting(const ExsDsa *dsa, ExsSetting which)
{
    return exs_setting(&dsa->server->settings, which);
}

static bool has(const ExsDsa *dsa, ExsRule rule)
{
    return exs_rule(&dsa->server->policy, rule);
}

/* Servers that one has deleted do not replicate, whatever the other knows of it. */
static bool is_partner(const ExsDsa *dsa, const ExsServer *other)
{
    return !exs_directory_has_deleted(dsa->server, other) &&
           !exs_directory_has_deleted(other, dsa->server);
}

static bool can_reach(const ExsDsa *dsa, ExsServer *other)
{
    return other->dsa->runs &&
           exs_world_rpc_link(dsa->world, dsa->server, other)->state == EXS_LINK_UP;
}

/* RPC needs the other server's name. */
static bool finds(const ExsDsa *dsa, const ExsServer *other)
{
    return !has(dsa, EXS_RULE_DSA_BY_NAME) ||
           exs_name_resolves(dsa->world, dsa->server, exs_name_of(dsa->world, other));
}

/* ---- notices ---- */

static void notify_on(ExsDsa *dsa);

/* The first that is due, or the first of all. */
static guint next_notice(const ExsDsa *dsa, ExsTime now)
{
    guint next = 0;

    for (guint i = 0; i < dsa->notices->len; i++) {
        const ExsNotice *notice = &g_array_index(dsa->notices, ExsNotice, i);

        if (notice->due <= now)
            return i;
        if (notice->due < g_array_index(dsa->notices, ExsNotice, next).due)
            next = i;
    }
    return next;
}

static void on_notice(void *object, void *data)
{
    ExsDsa *dsa = object;
    ExsTime now = exs_world_now(dsa->world);
    guint place = next_notice(dsa, now);
    ExsNotice notice = g_array_index(dsa->notices, ExsNotice, place);

    (void)data;
    dsa->notifying = 0;
    g_array_remove_index(dsa->notices, place);
    if (is_partner(dsa, notice.target) && can_reach(dsa, notice.target)) {
        exs_world_trace(dsa->world, NOTIFIED, dsa->id, dsa->server->id, notice.target->id,
                        exs_record_text(dsa->world->record, exs_context_name(notice.context)),
                        exs_context_site(dsa->world, notice.context)->id);
        exs_dsa_sync(notice.target->dsa,
                     (ExsSync){.context = notice.context, .source = dsa->server, .due = now});
    } else if (is_partner(dsa, notice.target)) {
        notice.due = now + MAX(setting(dsa, EXS_SETTING_NOTIFY_AFTER_MODIFY), EXS_SECOND);
        g_array_append_val(dsa->notices, notice);
    }
    if (has(dsa, EXS_RULE_NOTIFY_ONE_BY_ONE))
        dsa->next_notice = now + setting(dsa, EXS_SETTING_NOTIFY_BETWEEN_DSAS);
    notify_on(dsa);
}

/* The next notice leaves when it is due, and the pause after the one before is over. */
static void notify_on(ExsDsa *dsa)
{
    ExsTime now = exs_world_now(dsa->world), when;

    if (dsa->notifying)
        exs_engine_cancel(dsa->world->engine, dsa->notifying);
    dsa->notifying = 0;
    if (dsa->notices->len == 0 || !dsa->runs)
        return;
    when = g_array_index(dsa->notices, ExsNotice, next_notice(dsa, now)).due;
    dsa->notifying = exs_engine_at(dsa->world->engine, MAX(MAX(when, now), dsa->next_notice),
                                   on_notice, dsa, NULL);
}

static bool is_noted(const ExsDsa *dsa, uint32_t context, const ExsServer *target)
{
    for (guint i = 0; i < dsa->notices->len; i++) {
        const ExsNotice *notice = &g_array_index(dsa->notices, ExsNotice, i);

        if (notice->context == context && notice->target == target)
            return true;
    }
    return false;
}

void exs_dsa_announce(ExsDsa *dsa, uint32_t context)
{
    const GPtrArray *servers = dsa->server->site->servers;

    for (guint i = 0; i < servers->len; i++) {
        ExsNotice notice = {context, servers->pdata[i], exs_world_now(dsa->world)};

        if (notice.target != dsa->server && !is_noted(dsa, context, notice.target))
            g_array_append_val(dsa->notices, notice);
    }
    notify_on(dsa);
}

static void on_pause_over(void *object, void *data)
{
    ExsDsa *dsa = object;
    uint32_t context = GPOINTER_TO_UINT(data);

    g_array_index(dsa->pauses, ExsEventId, context) = 0;
    exs_dsa_announce(dsa, context);
}

/* A pause that runs already collects this one, too. */
void exs_dsa_changed(ExsDsa *dsa, uint32_t context)
{
    ExsEventId *pause;

    if (context >= dsa->pauses->len)
        g_array_set_size(dsa->pauses, context + 1);
    pause = &g_array_index(dsa->pauses, ExsEventId, context);
    if (!has(dsa, EXS_RULE_NOTIFY_AFTER_PAUSE))
        exs_dsa_announce(dsa, context);
    else if (!*pause)
        *pause =
            exs_engine_at(dsa->world->engine,
                          exs_world_now(dsa->world) + setting(dsa, EXS_SETTING_NOTIFY_AFTER_MODIFY),
                          on_pause_over, dsa, GUINT_TO_POINTER(context));
}

/* ---- synchronizations ---- */

static void sync_on(ExsDsa *dsa);

static void note_counter(const ExsDsa *dsa, const char *name, uint64_t value)
{
    exs_world_trace(dsa->world, COUNTER, dsa->id, exs_record_text(dsa->world->record, name),
                    dsa->id, (int64_t)value);
}

static void note_pending(const ExsDsa *dsa)
{
    note_counter(dsa, "Pending Replication Synchronizations", dsa->syncs->len);
}

static void note_remaining(ExsDsa *dsa, uint64_t remaining)
{
    if (dsa->remaining != remaining)
        note_counter(dsa, "Remaining Replication Updates", remaining);
    dsa->remaining = remaining;
}

uint64_t exs_dsa_start_of(const ExsDsa *dsa, const ExsSync *sync)
{
    return sync->wants_all ? sync->start
                           : exs_directory_mark(dsa->server, sync->context, sync->source);
}

/* One answer of the source; what it has more is asked for next. Returns whether it has. */
static bool pull(ExsDsa *dsa, ExsSync *sync)
{
    const ExsServer *source = sync->source;
    uint64_t start = exs_dsa_check_start(source->dsa, exs_dsa_start_of(dsa, sync), NULL);
    uint32_t limit = UINT32_MAX;
    ExsUpdate update;
    bool more, is_whole;

    if (exs_rule(&source->policy, EXS_RULE_SITE_PACKETS))
        limit = (uint32_t)exs_setting(&source->settings, EXS_SETTING_SITE_PACKET);
    update = exs_directory_since(source, sync->context, start, true, limit);
    more = update.remaining > 0;
    exs_world_trace(dsa->world, UPDATED, dsa->id, dsa->server->id, update.versions->len, source->id,
                    exs_record_text(dsa->world->record, exs_context_name(sync->context)),
                    exs_context_site(dsa->world, sync->context)->id, more);
    note_remaining(dsa, update.remaining);
    exs_dsa_take_update(dsa, sync->context, source, &update, false, &is_whole);
    sync->start = update.end;
    exs_update_clear(&update);
    return more && is_whole;
}

/* What this server wrote before it was restored. */
static void pull_own(ExsDsa *dsa, const ExsSync *sync)
{
    ExsUpdate update = exs_dsa_written_by(sync->source, sync->context, dsa->server);

    for (guint i = 0; i < update.versions->len; i++)
        exs_dsa_take(dsa, update.versions->pdata[i], sync->source, true);
    exs_update_clear(&update);
    exs_dsa_backsynced(dsa, exs_directory_mark(sync->source, sync->context, dsa->server));
}

static guint next_sync(const ExsDsa *dsa)
{
    guint next = 0;

    for (guint i = 1; i < dsa->syncs->len; i++)
        if (g_array_index(dsa->syncs, ExsSync, i).due <
            g_array_index(dsa->syncs, ExsSync, next).due)
            next = i;
    return next;
}

static void on_sync(void *object, void *data)
{
    ExsDsa *dsa = object;
    guint place = next_sync(dsa);
    ExsSync sync = g_array_index(dsa->syncs, ExsSync, place);

    (void)data;
    dsa->syncing = 0;
    g_array_remove_index(dsa->syncs, place);
    if (sync.by) {
        exs_dsa_request(dsa, &sync);
    } else if (is_partner(dsa, sync.source) && can_reach(dsa, sync.source) &&
               finds(dsa, sync.source)) {
        exs_dsa_log_sync(dsa, &sync);
        if (sync.is_backsync)
            pull_own(dsa, &sync);
        else if (pull(dsa, &sync))
            g_array_prepend_val(dsa->syncs, sync);
        exs_dsa_log_synced(dsa, &sync);
    } else if (is_partner(dsa, sync.source)) {
        if (can_reach(dsa, sync.source))
            exs_dsa_log_no_name(dsa, &sync);
        sync.due = exs_world_now(dsa->world) +
                   MAX(setting(dsa, EXS_SETTING_NOTIFY_AFTER_MODIFY), EXS_SECOND);
        g_array_append_val(dsa->syncs, sync);
    }
    note_pending(dsa);
    sync_on(dsa);
}

static void sync_on(ExsDsa *dsa)
{
    ExsTime now = exs_world_now(dsa->world), due = EXS_TIME_NEVER;

    if (dsa->syncs->len > 0 && dsa->runs)
        due = MAX(now, g_array_index(dsa->syncs, ExsSync, next_sync(dsa)).due) +
              setting(dsa, EXS_SETTING_SYNC_TIME);
    if (dsa->syncing && due != EXS_TIME_NEVER && dsa->sync_at <= due)
        return;
    if (dsa->syncing)
        exs_engine_cancel(dsa->world->engine, dsa->syncing);
    dsa->syncing = 0;
    dsa->sync_at = due;
    if (due != EXS_TIME_NEVER)
        dsa->syncing = exs_engine_at(dsa->world->engine, due, on_sync, dsa, NULL);
}

static ExsSync *find_sync(const ExsDsa *dsa, const ExsSync *like)
{
    for (guint i = 0; i < dsa->syncs->len; i++) {
        ExsSync *sync = &g_array_index(dsa->syncs, ExsSync, i);

        if (sync->context == like->context && sync->source == like->source &&
            sync->by == like->by && sync->wants_all == like->wants_all &&
            sync->is_backsync == like->is_backsync)
            return sync;
    }
    return NULL;
}

void exs_dsa_sync(ExsDsa *dsa, ExsSync sync)
{
    ExsSync *same = find_sync(dsa, &sync);

    if (same && !(sync.at_startup && has(dsa, EXS_RULE_STARTUP_DUPLICATES))) {
        same->due = MIN(same->due, sync.due);
        same->start = MIN(same->start, sync.start);
        same->is_manual = same->is_manual || sync.is_manual;
    } else {
        g_array_append_val(dsa->syncs, sync);
        note_pending(dsa);
    }
    sync_on(dsa);
}

/* The server of the site that this one has another site's directory from; NULL: itself. */
static ExsServer *source_of(const ExsDsa *dsa, const ExsSite *site)
{
    const ExsReplication *by = exs_replication_for(dsa->world, dsa->server->site, site);

    return by && by->server != dsa->server ? by->server : NULL;
}

static void sync_contexts(ExsDsa *dsa, const ExsSite *site, ExsServer *source, ExsSync how)
{
    how.source = source;
    how.due = exs_world_now(dsa->world);
    for (int kind = 0; kind < EXS_CONTEXTS; kind++) {
        how.context = exs_context(site, (ExsContextKind)kind);
        exs_dsa_sync(dsa, how);
    }
}

void exs_dsa_sync_site(ExsDsa *dsa, ExsSync how)
{
    const ExsSite *site = dsa->server->site;
    const GPtrArray *sites = dsa->world->sites;

    for (guint i = 0; i < site->servers->len; i++)
        if (site->servers->pdata[i] != dsa->server)
            sync_contexts(dsa, site, site->servers->pdata[i], how);
    for (guint i = 0; i < sites->len; i++) {
        ExsServer *source = source_of(dsa, sites->pdata[i]);

        if (source)
            sync_contexts(dsa, sites->pdata[i], source, how);
    }
}

void exs_dsa_forget(ExsDsa *dsa, const ExsReplication *replication)
{
    for (guint i = dsa->syncs->len; i > 0; i--)
        if (g_array_index(dsa->syncs, ExsSync, i - 1).by == replication)
            g_array_remove_index(dsa->syncs, i - 1);
    note_pending(dsa);
    sync_on(dsa);
}

void exs_dsa_forget_backsyncs(ExsDsa *dsa)
{
    for (guint i = dsa->syncs->len; i > 0; i--)
        if (g_array_index(dsa->syncs, ExsSync, i - 1).is_backsync)
            g_array_remove_index(dsa->syncs, i - 1);
    note_pending(dsa);
    sync_on(dsa);
}

void exs_dsa_site_start(ExsDsa *dsa)
{
    notify_on(dsa);
    sync_on(dsa);
}

/* What the service had to ask for it will find again at its start; that it has news, it keeps. */
void exs_dsa_site_stop(ExsDsa *dsa)
{
    g_array_set_size(dsa->syncs, 0);
    note_pending(dsa);
    sync_on(dsa);
    notify_on(dsa);
}
