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
    ExsMta *to; /* NULL: the far side did not answer, or is a host outside */
    uint32_t from_port, to_port;
    uint32_t users; /* associations, and connections that outlive theirs */
    ExsTime begins; /* when dialling is over */
};

/* RAS error codes, as Windows NT has them; the last that fits counts. */
static const struct {
    const char *why;
    uint32_t code;
} errors[] = {
    {EXS_WHY_REFUSED, 629},   {EXS_WHY_LOST, 629},  {EXS_WHY_BROKEN, 629},
    {EXS_WHY_NO_PORT, 633},   {EXS_WHY_MODEM, 633}, {EXS_WHY_LINE_BUSY, 676},
    {EXS_WHY_TIMED_OUT, 718},
};

uint32_t exs_ras_error(const char *why)
{
    for (size_t i = 0; i < G_N_ELEMENTS(errors); i++)
        if (g_str_equal(errors[i].why, why))
            return errors[i].code;
    return 0;
}

/* ---- ports ---- */

static uint32_t port_count(const ExsMta *mta)
{
    return (uint32_t)exs_setting(&mta->server->settings, EXS_SETTING_MODEMS);
}

/* A free port; the one asked for, if one is. 0: there is none. */
static uint32_t free_port(const ExsMta *mta, uint32_t asked)
{
    uint32_t first = asked ? asked : 1, last = asked ? asked : port_count(mta);

    for (uint32_t port = first; port <= last; port++)
        if (!mta->ports[port])
            return port;
    return exs_rule(&mta->server->policy, EXS_RULE_MODEM_BUSY_FAILS) ? 0 : first;
}

static void take_port(ExsMta *mta, uint32_t port)
{
    mta->ports[port]++;
    mta->calls++;
}

static void leave_port(ExsMta *mta, uint32_t port)
{
    mta->ports[port]--;
    mta->calls--;
}

/* The port that the phone-book entry of a connector names; 0: any. */
static uint32_t asked_port(const ExsAdjacent *opener)
{
    if (!exs_rule(&opener->server->policy, EXS_RULE_PHONE_BOOK_PORT))
        return 0;
    return (uint32_t)exs_setting(&opener->connector->settings, EXS_SETTING_MODEM_PORT);
}

/* ---- calls ---- */

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

/* Goes along with a call that is up, or being dialled. */
static void join(ExsAssociation *association, ExsCall *call, ExsTime *takes)
{
    *takes = MAX(0, call->begins - exs_world_now(association->opener->world));
    association->call = call;
    call->users++;
}

/* The far side needs a modem as well. */
static const char *ring(ExsCall *call, ExsMta *to)
{
    uint32_t port = free_port(to, 0);

    if (port == 0)
        return EXS_WHY_LINE_BUSY;
    call->to = to;
    call->to_port = port;
    take_port(to, port);
    return NULL;
}

const char *exs_ras_dial(ExsAssociation *association, ExsTime *takes)
{
    const ExsAdjacent *opener = association->opener;
    ExsMta *from = opener->server->mta;
    ExsCall *call = find_call(opener);
    uint32_t asked = asked_port(opener), port;

    *takes = 0;
    if (association->call) /* that of a connection taken over */
        return NULL;
    if (call) {
        join(association, call, takes);
        return NULL;
    }
    if (asked > port_count(from))
        return EXS_WHY_NO_PORT;
    port = free_port(from, asked);
    if (port == 0)
        return EXS_WHY_MODEM;
    *takes = exs_adjacent_setting(opener, EXS_SETTING_DIAL_TIME);
    association->call = call = g_new0(ExsCall, 1);
    call->users = 1;
    call->begins = exs_world_now(opener->world) + *takes;
    call->from = from;
    call->from_port = port;
    take_port(from, port);
    return opener->target ? ring(call, opener->target->mta) : NULL;
}

bool exs_ras_spoils(const ExsAssociation *association)
{
    const ExsAdjacent *opener = association->opener;

    return association->call && opener->target && opener->associations->len > 1 &&
           exs_rule(&opener->server->policy, EXS_RULE_RAS_BAD_HANDLE);
}

void exs_ras_leave(ExsCall *call)
{
    if (!call || --call->users > 0)
        return;
    leave_port(call->from, call->from_port);
    if (call->to)
        leave_port(call->to, call->to_port);
    g_free(call);
}

void exs_ras_hang_up(ExsAssociation *association)
{
    exs_ras_leave(g_steal_pointer(&association->call));
}
