/* mta_leftovers.c - files of messages that are done with and lie there all the same (see
 * mta_database.h).
 *
 * A message's life in the model ends with its last copy; a file holds what is needed to make the
 * same message again, serial number and all.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/mta.h"
#include "exsim/model/actors/mta_alarms.h"
#include "exsim/model/actors/mta_database.h"

typedef struct {
    ExsDatabaseFault fault;
    ExsMessage *head; /* without recipients */
    ExsEnvelope *to;  /* as written, and by what list */
    uint32_t count;
    uint16_t hops;
    const ExsConnector *came_by;
    const ExsServer *came_from;
} ExsLeftover;

static void clear(void *leftover)
{
    ExsLeftover *file = leftover;

    exs_message_head_free(file->head);
    g_free(file->to);
}

GArray *exs_leftovers_new(void)
{
    GArray *leftovers = g_array_new(FALSE, FALSE, sizeof(ExsLeftover));

    g_array_set_clear_func(leftovers, clear);
    return leftovers;
}

void exs_leftovers_free(GArray *leftovers)
{
    g_array_unref(leftovers);
}

/* Does the build have the defect that the fault brings out? */
static bool is_left(const ExsMta *mta, ExsDatabaseFault fault)
{
    const ExsPolicy *policy = &mta->server->policy;

    if (!mta->database->faults[fault])
        return false;
    return fault == EXS_DATABASE_LOCKED ? exs_rule(policy, EXS_RULE_LOCKED_FILE_RESENT)
                                        : exs_rule(policy, EXS_RULE_UNMARKED_FILE_RESENT);
}

void exs_leftovers_note(ExsMta *mta, const ExsTransfer *transfer, ExsDatabaseFault fault)
{
    ExsLeftover file;

    if (G_LIKELY(!is_left(mta, fault)))
        return;
    file = (ExsLeftover){.fault = fault};
    file.head = exs_message_head(transfer->message);
    file.count = transfer->count;
    file.hops = transfer->hops;
    file.came_by = transfer->came_by;
    file.came_from = transfer->came_from;
    file.to = g_new0(ExsEnvelope, transfer->count);
    for (uint32_t i = 0; i < transfer->count; i++) {
        const ExsEnvelope *envelope = &transfer->message->to[transfer->which[i]];

        file.to[i] = (ExsEnvelope){.typed = envelope->typed, .by = envelope->by};
    }
    g_array_append_val(mta->database->leftovers, file);
    exs_alarms_work_changed(mta);
}

static void resend(ExsMta *mta, const ExsLeftover *file)
{
    ExsMessage *message = exs_message_again(mta->world, file->head, file->count);
    ExsTransfer *transfer;

    for (uint32_t i = 0; i < file->count; i++)
        message->to[i] = file->to[i];
    transfer = exs_transfer_new(mta->world, message, NULL, file->count);
    transfer->hops = file->hops;
    exs_mta_receive(mta, transfer, file->came_by, file->came_from);
}

/* If the fault lasts, sending leaves them there again; what is too old goes back, and is gone. */
void exs_leftovers_resend(ExsMta *mta)
{
    GArray *files = mta->database->leftovers;

    if (files->len == 0)
        return;
    mta->database->leftovers = exs_leftovers_new();
    for (guint i = 0; i < files->len; i++)
        resend(mta, &g_array_index(files, ExsLeftover, i));
    exs_leftovers_free(files);
}

uint32_t exs_database_unmarked(const ExsMta *mta)
{
    const GArray *files = mta->database->leftovers;
    uint32_t count = 0;

    for (guint i = 0; i < files->len; i++)
        count += g_array_index(files, ExsLeftover, i).fault == EXS_DATABASE_NOT_MARKED;
    return count;
}
