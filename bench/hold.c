/* hold.c - the hold model: of N events that wait, the earliest runs and waits again, an
 * exponential time later. Ours through the engine's public functions, theirs by hand.
 *
 * SPDX-License-Identifier: MIT */
#include <glib.h>
#include <stdio.h>

#include "bench.h"
#include "exsim/kernel/engine.h"
#include "heap.h"

static const struct {
    uint32_t waiting;
    uint64_t events; /* a round */
} sizes[] = {
    {100, 6000000},
    {10000, 4000000},
    {1000000, 2000000},
};

/* -- ours --------------------------------------------------------------------------- */

typedef struct {
    ExsEngine *engine;
    const uint32_t *draws;
    uint64_t drawn;
    uint64_t left;
    uint64_t events; /* a round */
} Hold;

static void hold_again(void *self, void *data)
{
    Hold *hold = self;
    ExsTime delay = hold->draws[hold->drawn++ % BENCH_DRAWS];

    exs_engine_at(hold->engine, exs_engine_now(hold->engine) + delay, hold_again, self, data);
    if (--hold->left == 0)
        exs_engine_stop(hold->engine);
}

static double hold_round(void *context)
{
    Hold *hold = context;
    double start = bench_seconds();

    hold->left = hold->events;
    if (!exs_engine_run_until(hold->engine, EXS_TIME_LAST, NULL))
        g_error("the hold model never stands still");
    return (double)hold->events / (bench_seconds() - start);
}

static void hold_init(Hold *hold, uint32_t waiting, uint64_t events)
{
    *hold = (Hold){.engine = exs_engine_new(0), .draws = bench_draws(), .events = events};
    for (uint32_t i = 0; i < waiting; i++)
        exs_engine_at(hold->engine, hold->draws[hold->drawn++ % BENCH_DRAWS], hold_again, hold,
                      NULL);
}

/* -- by hand ------------------------------------------------------------------------ */

typedef struct HandEvent {
    void (*func)(struct HandEvent *event);
    void *self;
    void *data;
    uint64_t count;
} HandEvent;

typedef struct {
    Heap heap;
    HandEvent *slots;
    const uint32_t *draws;
    uint64_t drawn;
    uint64_t now;
    uint64_t events; /* a round */
} Hand;

static void count_event(HandEvent *event)
{
    event->count++;
}

static double hand_round(void *context)
{
    Hand *hand = context;
    Heap heap = hand->heap;
    double start = bench_seconds();

    for (uint64_t i = 0; i < hand->events; i++) {
        HeapKey key = heap_pop(&heap);
        uint32_t slot = heap_slot(key);
        HandEvent *event = &hand->slots[slot];

        hand->now = heap_time(key);
        event->func(event);
        heap_push(&heap,
                  heap_key(&heap, hand->now + hand->draws[hand->drawn++ % BENCH_DRAWS], slot));
    }
    hand->heap = heap;
    return (double)hand->events / (bench_seconds() - start);
}

static void hand_init(Hand *hand, uint32_t waiting, uint64_t events)
{
    *hand = (Hand){.slots = g_new0(HandEvent, waiting), .draws = bench_draws(), .events = events};
    heap_init(&hand->heap, waiting);
    for (uint32_t i = 0; i < waiting; i++) {
        hand->slots[i].func = count_event;
        heap_push(&hand->heap, heap_key(&hand->heap, hand->draws[hand->drawn++ % BENCH_DRAWS], i));
    }
}

static void hand_clear(Hand *hand)
{
    heap_clear(&hand->heap);
    g_free(hand->slots);
}

/* -- both --------------------------------------------------------------------------- */

void bench_hold(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
        char what[32];
        Hold hold;
        Hand hand;

        hold_init(&hold, sizes[i].waiting, sizes[i].events);
        hand_init(&hand, sizes[i].waiting, sizes[i].events);
        hold_round(&hold);
        hand_round(&hand);
        g_snprintf(what, sizeof what, "hold N=%u", sizes[i].waiting);
        bench_compare(what, "ev/s", hold_round, &hold, hand_round, &hand, "c-heap");
        /* The same events in the same order, or one side has done other work. */
        g_assert((uint64_t)exs_engine_now(hold.engine) == hand.now);
        exs_engine_free(hold.engine);
        hand_clear(&hand);
    }
}
