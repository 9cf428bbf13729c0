/* poison.c - see poison.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/poison.h"

#include "exsim/model/actors/actors.h"

/* The row of what is wrong with it at this place, if the build minds; else NULL. */
static const ExsFlawRow *minded(const ExsServer *server, const ExsMessage *message,
                                ExsFlawPlace place, const ExsConnector *gateway)
{
    const ExsFlawRow *row;

    if (message->flaw == EXS_FLAW_NONE)
        return NULL;
    row = exs_flaw_row(message->flaw);
    if (row->place != place || !exs_rule(&server->policy, row->rule) ||
        (row->gateway && !g_str_equal(row->gateway, gateway->class->kind)))
        return NULL;
    return row;
}

/* `words` of both. */
static void log_both(const ExsServer *server, const ExsFlawRow *row, const char *const *words)
{
    if (row->event != EXS_EVENT_NONE)
        exs_log_event(server->site->world, server, row->event, words);
    if (row->second != EXS_EVENT_NONE)
        exs_log_event(server->site->world, server, row->second, words);
}

/* ---- an MTA ---- */

static void on_crash(void *object, void *data)
{
    ExsMta *mta = object;

    (void)data;
    if (mta->server->mta_runs)
        exs_mta_crash(mta);
}

/* What comes in gets an object first: another one each time. */
bool exs_poison_kills(ExsMta *mta, const ExsTransfer *transfer)
{
    const ExsFlawRow *row = minded(mta->server, transfer->message, EXS_FLAW_AT_TRANSFER_IN, NULL);
    g_autofree char *object = NULL;

    if (!row)
        return false;
    object = g_strdup_printf("06%06X", ++mta->database->last_id & 0xFFFFFF);
    log_both(mta->server, row, (const char *const[]){object});
    exs_engine_at(mta->world->engine, exs_world_now(mta->world), on_crash, mta, NULL);
    return true;
}

static bool has_effect(const ExsMta *mta, const ExsTransfer *transfer, ExsFlawEffect effect)
{
    const ExsFlawRow *row = minded(mta->server, transfer->message, EXS_FLAW_AT_WORK, NULL);

    return row && row->effect == effect;
}

bool exs_poison_blocks(const ExsMta *mta, const ExsTransfer *transfer)
{
    return has_effect(mta, transfer, EXS_FLAW_BLOCKS);
}

ExsTime exs_poison_slows(const ExsMta *mta, const ExsTransfer *transfer)
{
    if (!has_effect(mta, transfer, EXS_FLAW_SLOWS))
        return 0;
    return transfer->message->size *
           exs_setting(&mta->server->settings, EXS_SETTING_TEXT_CONVERSION_TIME) / 1024;
}

bool exs_poison_spins(const ExsMta *mta)
{
    const ExsTransfer *first = mta->work.first;

    return first && mta->server->mta_runs &&
           (exs_poison_blocks(mta, first) || has_effect(mta, first, EXS_FLAW_SLOWS)) &&
           exs_rule(&mta->server->policy, EXS_RULE_SPINNING_STAYS);
}

bool exs_poison_is_found(const ExsMessage *message)
{
    return message->flaw == EXS_FLAW_CORRUPT;
}

/* ---- a store ---- */

bool exs_poison_jams(const ExsMta *mta, const ExsTransfer *transfer)
{
    return minded(mta->server, transfer->message, EXS_FLAW_AT_STORE, NULL) != NULL;
}

/* ---- gateways ---- */

static void log_and_stop(ExsGateway *gateway, const ExsFlawRow *row)
{
    log_both(gateway->server, row, NULL);
    if (row->effect == EXS_FLAW_STOPS)
        exs_gateway_stop(gateway);
}

ExsTransfer *exs_poison_next(ExsGateway *gateway)
{
    const ExsQueue *folder = gateway->mts_out;

    for (int priority = 0; priority < EXS_PRIORITY_COUNT; priority++)
        for (ExsTransfer *transfer = folder->first[priority]; transfer; transfer = transfer->next) {
            const ExsFlawRow *row =
                minded(gateway->server, transfer->message, EXS_FLAW_AT_MTS_OUT, gateway->connector);

            if (!row)
                return transfer;
            if (row->effect == EXS_FLAW_STICKS)
                continue;
            log_and_stop(gateway, row);
            return NULL;
        }
    return NULL;
}

bool exs_poison_stays_outside(ExsGateway *gateway, const ExsTransfer *transfer)
{
    const ExsFlawRow *row =
        minded(gateway->server, transfer->message, EXS_FLAW_AT_OUTSIDE, gateway->connector);

    if (row)
        log_and_stop(gateway, row);
    return row != NULL;
}
