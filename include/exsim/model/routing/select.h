/* select.h - from the candidates to the route taken: the published criteria, in their order.
 *
 * Pure: the actor gathers what a decision needs into ExsRoute values; each criterion ranks every
 * route and the lowest rank goes on. Every elimination is kept with its rule. If several remain
 * they are equals; the actor draws one.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/facts/rules.h"
#include "exsim/kernel/time.h"

/* When a link will carry mail, best first. */
typedef enum {
    EXS_ACTIVE_NOW,
    EXS_ACTIVE_LATER,  /* at `opens` */
    EXS_ACTIVE_REMOTE, /* when the far side connects */
    EXS_ACTIVE_NEVER,
} ExsActivation;

/* A candidate as the deciding MTA sees it. Zero is the ordinary case: active now, never tried,
 * local. */
typedef struct {
    int64_t cost;
    uint32_t tries;   /* of this copy, with this connector and target */
    uint32_t maximum; /* max open retries; 0: no limit (a gateway) */
    ExsActivation activation;
    ExsTime opens;     /* ACTIVE_LATER: when */
    bool retrying;     /* its open retry timer runs (false for another server's: unknown) */
    ExsTime retries;   /* when that timer fires */
    uint16_t place;    /* in the list of the routing table */
    bool remote;       /* on another server of the site */
    bool came_in_here; /* brought the message from another site, and it was not rerouted here yet */
    bool came_from;    /* on the server that handed the message over, and not rerouted since */
    bool used;         /* taken for another recipient of the message */
    bool taken;        /* the message, or the one it reports on, has gone this way before */
    bool is_origin;    /* the gateway that it came in by */
    bool too_large;    /* the message is over its size limit */
    ExsRule barred_by; /* that keeps mail of this kind or priority off it; NONE: none */
} ExsRoute;

#define EXS_STEPS_MAX 32

typedef struct {
    uint16_t *alive;     /* room for every route: places of the survivors, in order (borrowed) */
    uint32_t *felled_by; /* the same, by place: ExsRule; EXS_RULE_NONE: survived (borrowed) */
    size_t alive_count;
    uint32_t steps[EXS_STEPS_MAX]; /* ExsRule of the criteria asked, in order */
    size_t step_count;
    bool exhausted; /* nobody survived, and some route fell for its number of tries */
} ExsSelection;

/* Does this server's administrator want only the least cost routes? */
bool exs_select_is_by_cost(const ExsPolicy *policy);

/* Chooses among at most 65,535 routes. `out` comes with its two arrays. */
void exs_select(ExsSelection *out, const ExsRoute *routes, size_t count, const ExsPolicy *policy);
