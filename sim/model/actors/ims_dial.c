/* ims_dial.c - the Internet Mail Service dials: what waits for the line, and when it goes (see
 * ims.h).
 *
 * The call takes its time to dial, then everything that waits for the line is tried; the line is
 * free again at once (ours).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/ims.h"

static void on_dial(void *object, void *data);

static bool follows(const ExsGateway *ims, ExsRule rule)
{
    return exs_rule(&ims->server->policy, rule);
}

static void dial_at(ExsGateway *ims, ExsTime when)
{
    ims->dialling = exs_engine_at(ims->world->engine, when, on_dial, ims, NULL);
}

/* By the wall clock of the server. */
static void plan_next(ExsGateway *ims)
{
    ExsTime now = exs_world_now(ims->world);
    const ExsClock *clock = &ims->server->clock;
    ExsTime next = exs_dial_next(&ims->plan, exs_clock_wall(clock, now),
                                 !follows(ims, EXS_RULE_WEEKEND_VALUES_WRONG));

    if (next != EXS_TIME_NEVER)
        dial_at(ims, MAX(now + EXS_SECOND, exs_clock_when(clock, next, now)));
}

/* Does the line still get dialled, with domains that do not use it? */
static bool is_blocked(const ExsGateway *ims)
{
    return ims->direct->len > 0 && follows(ims, EXS_RULE_DIRECT_STOPS_DIALLING);
}

static void on_connected(void *object, void *data)
{
    ExsGateway *ims = object;

    (void)data;
    ims->dialling = 0;
    ims->is_connected = true;
    exs_ims_try_line(ims);
    ims->is_connected = false;
    plan_next(ims);
}

static void on_dial(void *object, void *data)
{
    ExsGateway *ims = object;
    ExsTime takes = exs_setting(&ims->connector->settings, EXS_SETTING_DIAL_TIME);

    (void)data;
    ims->dialling = 0;
    if (is_blocked(ims))
        plan_next(ims);
    else
        ims->dialling = exs_engine_at(ims->world->engine, exs_world_now(ims->world) + takes,
                                      on_connected, ims, NULL);
}

void exs_ims_dial_begin(ExsGateway *ims)
{
    exs_ims_dial_end(ims);
    if (!ims->connector->is_running)
        return;
    if (ims->plan.mode == EXS_DIAL_EVERY && follows(ims, EXS_RULE_EVERY_DIALS_AT_START))
        dial_at(ims, exs_world_now(ims->world));
    else
        plan_next(ims);
}

void exs_ims_dial_retime(ExsGateway *ims)
{
    if (!ims->dialling || ims->plan.mode == EXS_DIAL_EVERY)
        return;
    exs_ims_dial_end(ims);
    plan_next(ims);
}

void exs_ims_dial_end(ExsGateway *ims)
{
    if (ims->dialling)
        exs_engine_cancel(ims->world->engine, ims->dialling);
    ims->dialling = 0;
}

bool exs_ims_is_direct(const ExsGateway *ims, uint32_t domain)
{
    for (guint i = 0; i < ims->direct->len; i++)
        if (g_array_index(ims->direct, uint32_t, i) == domain)
            return true;
    return false;
}

bool exs_ims_waits_for_line(const ExsGateway *ims, uint32_t domain)
{
    return ims->plan.mode != EXS_DIAL_NONE && !ims->is_connected && !exs_ims_is_direct(ims, domain);
}
