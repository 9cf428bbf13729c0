/* hop_hand.c - the hop model on a heap written by hand.
 *
 * SPDX-License-Identifier: MIT */
#include "heap.h"
#include "hop.h"
#include "torus.h"

#define SLOTS 1024 /* more than there can be events: a message waits for one at most */

typedef struct {
    TorusFunc func;
    Message *message;
    uint64_t spare[2];
} Slot;

struct HandHop {
    Torus torus; /* first: schedule() finds the rest by it */
    Heap heap;
    uint64_t now;
    uint32_t free_count;
    uint32_t free_slots[SLOTS];
    Slot slots[SLOTS];
};

static void schedule(Torus *torus, uint64_t delay, TorusFunc func, Message *message)
{
    HandHop *hand = (HandHop *)torus;
    uint32_t slot = hand->free_slots[--hand->free_count];

    hand->slots[slot].func = func;
    hand->slots[slot].message = message;
    heap_push(&hand->heap, heap_key(&hand->heap, hand->now + delay, slot));
}

HandHop *hand_hop_new(void)
{
    HandHop *hand = g_new0(HandHop, 1);

    heap_init(&hand->heap, SLOTS);
    for (uint32_t i = SLOTS; i-- > 0;)
        hand->free_slots[hand->free_count++] = i;
    torus_init(&hand->torus);
    return hand;
}

void hand_hop_free(HandHop *hand)
{
    heap_clear(&hand->heap);
    g_free(hand);
}

void hand_hop_run(HandHop *hand, uint64_t hops)
{
    uint64_t end = hand->torus.hops + hops;

    while (hand->torus.hops < end) {
        HeapKey key = heap_pop(&hand->heap);
        uint32_t slot = heap_slot(key);
        TorusFunc func = hand->slots[slot].func;
        Message *message = hand->slots[slot].message;

        hand->now = heap_time(key);
        hand->free_slots[hand->free_count++] = slot;
        func(&hand->torus, message);
    }
}

uint64_t hand_hop_now(const HandHop *hand)
{
    return hand->now;
}

uint64_t hand_hop_delivered(const HandHop *hand)
{
    return hand->torus.delivered;
}
