/* ras.c - see ras.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/ras.h"

#include "exsim/model/actors/connectors.h"
#include "exsim/model/actors/mta.h"

const ExsConnectorClass exs_connector_ras = {
    .kind = "ras",
    .title = "Dynamic RAS Connector",
    .has_schedule = true,
    .joins_sites = true,
    .dials = true,
};

struct ExsCall {
    ExsMta *from;
    ExsMta *to;     /* NULL: the far side did not answer, or is a host outside */
    uint32_t users; /* associations */
    ExsTime begins; /* when dialling is over */
};

static ExsCall *call_of(const GPtrArray *associations)
{
    for (guint i = 0; i < associations->len; i++) {
        const ExsAssociation *each = associations->pdata[i];

        if (each->call && !each->why)
            return each->call;
    }
    return NULL;
}

/* The call between the two that is up, or being dialled. */
static ExsCall *find_call(const ExsAdjacent *opener)
{
    const ExsAdjacent *far = exs_adjacent_far(opener);
    ExsCall *call = call_of(opener->associations);

    return call || !far ? call : call_of(far->associations);
}

static bool has_free_modem(const ExsMta *mta)
{
    if (!exs_rule(&mta->server->policy, EXS_RULE_MODEM_BUSY_FAILS))
        return true;
    return mta->calls < exs_setting(&mta->server->settings, EXS_SETTING_MODEMS);
}

const char *exs_ras_dial(ExsAssociation *association, ExsTime *takes)
{
    const ExsAdjacent *opener = association->opener;
    ExsMta *from = opener->server->mta, *to = opener->target ? opener->target->mta : NULL;
    ExsTime now = exs_world_now(opener->world);
    ExsCall *call = find_call(opener);

    *takes = 0;
    if (call) {
        *takes = MAX(0, call->begins - now);
        association->call = call;
        call->users++;
        return NULL;
    }
    if (!has_free_modem(from))
        return "the modem is in use";
    *takes = exs_adjacent_setting(opener, EXS_SETTING_DIAL_TIME);
    association->call = call = g_new0(ExsCall, 1);
    call->users = 1;
    call->begins = now + *takes;
    call->from = from;
    from->calls++;
    if (!to)
        return NULL;
    if (!has_free_modem(to))
        return "the line is busy";
    call->to = to;
    to->calls++;
    return NULL;
}

void exs_ras_hang_up(ExsAssociation *association)
{
    ExsCall *call = association->call;

    association->call = NULL;
    if (!call || --call->users > 0)
        return;
    call->from->calls--;
    if (call->to)
        call->to->calls--;
    g_free(call);
}
