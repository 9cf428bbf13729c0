/* hop.c - the hop model (torus.h) through the engine, against the same by hand.
 *
 * SPDX-License-Identifier: MIT */
#include "hop.h"

#include "exsim/kernel/engine.h"
#include "torus.h"

#define HOPS 500000 /* a round */

typedef struct {
    Torus torus; /* first: schedule() finds the rest by it */
    ExsEngine *engine;
    uint64_t end; /* stops at this hop */
} Hop;

static void schedule(Torus *torus, uint64_t delay, TorusFunc func, Message *message)
{
    Hop *hop = (Hop *)torus;

    exs_engine_at(hop->engine, exs_engine_now(hop->engine) + (ExsTime)delay, func, torus, message);
    if (G_UNLIKELY(torus->hops == hop->end))
        exs_engine_stop(hop->engine);
}

static Hop *hop_new(void)
{
    Hop *hop = g_new0(Hop, 1);

    hop->engine = exs_engine_new(0);
    torus_init(&hop->torus);
    return hop;
}

static void hop_free(Hop *hop)
{
    exs_engine_free(hop->engine);
    g_free(hop);
}

static double hop_round(void *context)
{
    Hop *hop = context;
    double start = bench_seconds();

    hop->end = hop->torus.hops + HOPS;
    if (!exs_engine_run_until(hop->engine, EXS_TIME_LAST, NULL))
        g_error("the hop model never stands still");
    return HOPS / (bench_seconds() - start);
}

static double hand_round(void *context)
{
    double start = bench_seconds();

    hand_hop_run(context, HOPS);
    return HOPS / (bench_seconds() - start);
}

double bench_hop_rate(void)
{
    Hop *hop = hop_new();
    double rates[BENCH_ROUNDS];

    hop_round(hop);
    for (int i = 0; i < BENCH_ROUNDS; i++)
        rates[i] = hop_round(hop);
    hop_free(hop);
    return bench_median(rates, BENCH_ROUNDS);
}

void bench_hop(void)
{
    Hop *hop = hop_new();
    HandHop *hand = hand_hop_new();

    hop_round(hop);
    hand_round(hand);
    bench_compare("hop side=8 messages=256", "hop/s", hop_round, hop, hand_round, hand, "c-hop");
    /* The same events in the same order, or one side has done other work. */
    g_assert((uint64_t)exs_engine_now(hop->engine) == hand_hop_now(hand));
    g_assert(hop->torus.delivered == hand_hop_delivered(hand));
    hop_free(hop);
    hand_hop_free(hand);
}
