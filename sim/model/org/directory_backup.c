/* directory_backup.c - a directory's backup, and its USNs (see directory.h).
 *
 * SPDX-License-Identifier: MIT */
#include "sim/model/org/directory_private.h"

static ExsContextCopy *copy_context(const ExsContextCopy *from)
{
    ExsContextCopy *copy = g_new(ExsContextCopy, 1);

    copy->log = g_array_copy(from->log);
    copy->marks = g_array_copy(from->marks);
    return copy;
}

static ExsDirectory *copy_directory(const ExsDirectory *from)
{
    ExsDirectory *to = exs_directory_new(from->server);

    to->usn = from->usn;
    for (guint i = 0; i < from->held->len; i++) {
        ExsHeld held = g_array_index(from->held, ExsHeld, i);

        if (held.version)
            exs_version_ref(held.version);
        g_array_append_val(to->held, held);
    }
    for (guint i = 0; i < from->contexts->len; i++)
        g_ptr_array_add(to->contexts,
                        from->contexts->pdata[i] ? copy_context(from->contexts->pdata[i]) : NULL);
    return to;
}

ExsDirectory *exs_directory_backup(const ExsServer *server)
{
    return copy_directory(server->directory);
}

void exs_directory_restore(ExsServer *server, const ExsDirectory *backup,
                           void (*changed)(ExsServer *, uint32_t, const ExsVersion *))
{
    ExsDirectory *lost = server->directory;

    server->directory = copy_directory(backup);
    for (uint32_t i = 0; i < lost->held->len; i++) {
        const ExsVersion *version = exs_directory_version(server, i);

        if (g_array_index(lost->held, ExsHeld, i).version != version)
            changed(server, i, version);
    }
    exs_directory_free(lost);
}

void exs_directory_raise_usn(ExsServer *server, uint64_t usn)
{
    server->directory->usn = MAX(server->directory->usn, usn);
}

void exs_directory_advance_usn(ExsServer *server, uint64_t by)
{
    ExsDirectory *directory = server->directory;

    directory->usn += by;
    for (guint i = 0; i < directory->held->len; i++)
        g_array_index(directory->held, ExsHeld, i).usn += by;
    for (guint i = 0; i < directory->contexts->len; i++) {
        const ExsContextCopy *copy = directory->contexts->pdata[i];

        for (guint k = 0; copy && k < copy->log->len; k++)
            g_array_index(copy->log, ExsLogRow, k).usn += by;
    }
}
