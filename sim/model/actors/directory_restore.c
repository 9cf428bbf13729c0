/* directory_restore.c - a directory that is restored, and USNs that others remember (see
 * directory.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/kernel/error.h"
#include "exsim/model/actors/directory.h"

static bool has(const ExsDsa *dsa, ExsRule rule)
{
    return exs_rule(&dsa->server->policy, rule);
}

void exs_dsa_backup(ExsDsa *dsa)
{
    exs_directory_free(dsa->backup);
    dsa->backup = exs_directory_backup(dsa->server);
}

/* ---- backsync ---- */

ExsUpdate exs_dsa_written_by(const ExsServer *server, uint32_t context, const ExsServer *writer)
{
    ExsUpdate update = exs_directory_since(server, context, 0, false, UINT32_MAX);

    for (guint i = update.versions->len; i > 0; i--)
        if (((const ExsVersion *)update.versions->pdata[i - 1])->writer != writer)
            g_ptr_array_remove_index(update.versions, i - 1);
    update.end = 0;
    return update;
}

static void end_backsync(ExsDsa *dsa)
{
    dsa->backsyncs = 0;
    if (dsa->backsync_end)
        exs_engine_cancel(dsa->world->engine, dsa->backsync_end);
    dsa->backsync_end = 0;
}

static void on_given_up(void *object, void *data)
{
    ExsDsa *dsa = object;

    (void)data;
    dsa->backsync_end = 0;
    end_backsync(dsa);
    exs_dsa_forget_backsyncs(dsa);
}

/* All have answered: what it writes from now is above what they have seen of it. */
void exs_dsa_backsynced(ExsDsa *dsa, uint64_t usn)
{
    if (dsa->backsyncs == 0)
        return;
    dsa->backsync_usn = MAX(dsa->backsync_usn, usn);
    if (--dsa->backsyncs > 0)
        return;
    exs_directory_raise_usn(dsa->server, dsa->backsync_usn);
    end_backsync(dsa);
}

static void ask_servers(ExsDsa *dsa, ExsSync how)
{
    const GPtrArray *servers = dsa->server->site->servers;

    for (guint i = 0; i < servers->len; i++) {
        how.source = servers->pdata[i];
        if (how.source == dsa->server)
            continue;
        dsa->backsyncs++;
        exs_dsa_sync(dsa, how);
    }
}

static void ask_sites(ExsDsa *dsa, ExsSync how)
{
    const GPtrArray *all = dsa->world->replications;

    for (guint i = 0; i < all->len; i++) {
        ExsReplication *by = all->pdata[i];

        if (by->is_removed || by->server != dsa->server)
            continue;
        dsa->backsyncs++;
        exs_dsa_ask(dsa, by, how.context, how);
    }
}

static void backsync(ExsDsa *dsa)
{
    ExsTime now = exs_world_now(dsa->world);
    ExsTime wait = exs_setting(&dsa->server->settings, EXS_SETTING_BACKSYNC_TIME);

    end_backsync(dsa);
    dsa->backsync_usn = 0;
    if (!has(dsa, EXS_RULE_BACKSYNC) || (wait == 0 && has(dsa, EXS_RULE_BACKSYNC_ENDS)))
        return;
    for (int kind = 0; kind < EXS_CONTEXTS; kind++) {
        ExsSync how = {.context = exs_context(dsa->server->site, (ExsContextKind)kind),
                       .due = now,
                       .is_backsync = true};

        ask_servers(dsa, how);
        ask_sites(dsa, how);
    }
    if (dsa->backsyncs > 0 && has(dsa, EXS_RULE_BACKSYNC_ENDS))
        dsa->backsync_end = exs_engine_at(dsa->world->engine, now + wait, on_given_up, dsa, NULL);
}

/* ---- the restore ---- */

static void note_changed(ExsServer *server, uint32_t object, const ExsVersion *version)
{
    ExsWorld *world = server->site->world;

    exs_world_trace(world, REVERTED, server->dsa->id, server->id, version ? version->number : 0,
                    object, version ? version->says : exs_record_text(world->record, "gone"));
}

bool exs_dsa_restore(ExsDsa *dsa, GError **error)
{
    if (!dsa->backup)
        return exs_fail(error, EXS_ERROR_STATE,
                        "the directory of %s was never backed up: write server:backup_directory() "
                        "before",
                        dsa->server->name);
    exs_dsa_stop(dsa);
    exs_directory_restore(dsa->server, dsa->backup, note_changed);
    exs_dsa_start(dsa);
    backsync(dsa);
    return true;
}

/* ---- USNs that others remember ---- */

uint64_t exs_dsa_check_start(ExsDsa *dsa, uint64_t start, const ExsServer *mark_of)
{
    bool is_other = mark_of && mark_of != dsa->server;

    if (start > exs_directory_highest_usn(dsa->server) && has(dsa, EXS_RULE_USN_TOO_HIGH))
        exs_dsa_log_too_high(dsa, start);
    else if (start > exs_directory_highest_usn(dsa->server))
        return 0;
    return is_other ? 0 : start;
}
