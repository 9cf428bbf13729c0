/* engine.c - see engine.h.
 *
 * A 4-ary heap of 128-bit keys: the time, then the serial number, then the slot of
 * the event's record. Keys are unique, so the order is total and the shape of the
 * heap never shows. A cancelled event stays in the heap, its record marked, until it
 * comes to the top or half of a big heap is cancelled.
 *
 * While a handler runs, the root of the heap is a hole: most handlers schedule
 * something, and one sift from the root then does for the removal and the insertion.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/kernel/engine.h"

#include <stdlib.h>
#include <string.h>

#include "exsim/kernel/error.h"

#define SLOT_BITS     24
#define SLOT_MASK     (((uint64_t)1 << SLOT_BITS) - 1)
#define SLOT_NONE     UINT32_MAX
#define SERIAL_LIMIT  ((uint64_t)1 << (64 - SLOT_BITS))
#define CACHE_LINE    64
#define HEAP_OFFSET   3 /* the four children of a node then share a cache line */
#define HEAP_FIRST    60
#define SLOTS_FIRST   64
#define COMPACT_FIRST 64

typedef unsigned __int128 Key;

/* Two of these fill a cache line. */
typedef struct {
    ExsEventFunc func; /* NULL: cancelled, or the slot is free */
    void *self;
    void *data;
    uint32_t generation; /* never 0; changes when the event runs or is cancelled */
    uint32_t depth;      /* of a free slot: the next free slot */
} Event;

struct ExsEngine {
    Key *heap; /* &base[HEAP_OFFSET] */
    size_t size;
    size_t capacity;
    Event *slots;
    uint32_t free_slot;
    uint32_t depth_below; /* depth of an event for the running instant */
    ExsTime now;
    uint64_t serial;
    uint64_t count;
    size_t cancelled; /* still in the heap */
    bool hole;        /* the root is empty, though it counts in `size` */
    bool running;
    bool stop;
    ExsEventFunc probe;
    void *probe_self;
    uint32_t slots_used;
    uint32_t slots_capacity;
    Key *base;
};

static Key key_of(ExsTime when, uint64_t serial, uint32_t slot)
{
    return (Key)(uint64_t)when << 64 | serial << SLOT_BITS | slot;
}

static ExsTime time_of(Key key)
{
    return (ExsTime)(uint64_t)(key >> 64);
}

static uint32_t slot_of(Key key)
{
    return (uint32_t)((uint64_t)key & SLOT_MASK);
}

/* -- memory ------------------------------------------------------------------------- */

/* Aligned memory of `count` items, the old ones copied. */
static void *grow(void *old, size_t old_count, size_t count, size_t item)
{
    size_t bytes = (count * item + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
    void *grown = aligned_alloc(CACHE_LINE, bytes);

    if (!grown)
        g_error("no memory for %" G_GSIZE_FORMAT " events", count);
    if (old)
        memcpy(grown, old, old_count * item);
    free(old);
    return grown;
}

static G_GNUC_NO_INLINE void grow_heap(ExsEngine *engine)
{
    size_t capacity = engine->capacity ? engine->capacity * 2 : HEAP_FIRST;

    engine->base = grow(engine->base, HEAP_OFFSET + engine->size, HEAP_OFFSET + capacity,
                        sizeof *engine->base);
    engine->heap = engine->base + HEAP_OFFSET;
    engine->capacity = capacity;
}

static G_GNUC_NO_INLINE void grow_slots(ExsEngine *engine)
{
    uint32_t capacity = engine->slots_capacity ? engine->slots_capacity * 2 : SLOTS_FIRST;

    g_assert(capacity <= SLOT_MASK + 1);
    engine->slots = grow(engine->slots, engine->slots_used, capacity, sizeof *engine->slots);
    engine->slots_capacity = capacity;
}

static inline uint32_t take_slot(ExsEngine *engine)
{
    uint32_t slot = engine->free_slot;

    if (G_LIKELY(slot != SLOT_NONE)) {
        engine->free_slot = engine->slots[slot].depth;
        return slot;
    }
    if (engine->slots_used == engine->slots_capacity)
        grow_slots(engine);
    slot = engine->slots_used++;
    engine->slots[slot].generation = 1;
    return slot;
}

/* Old ids no longer name the event. */
static inline void retire(Event *event)
{
    event->generation += 1 + (event->generation == UINT32_MAX);
}

static inline void give_slot(ExsEngine *engine, uint32_t slot)
{
    engine->slots[slot].depth = engine->free_slot;
    engine->free_slot = slot;
}

/* -- the heap ----------------------------------------------------------------------- */

static inline void sift_up(Key *heap, size_t i, Key key)
{
    while (i > 0) {
        size_t parent = (i - 1) / 4;

        if (heap[parent] < key)
            break;
        heap[i] = heap[parent];
        i = parent;
    }
    heap[i] = key;
}

/* The least of four children; no branch, since none could be predicted. */
static inline size_t least_of_four(const Key *heap, size_t child)
{
    size_t left = child + (heap[child + 1] < heap[child]);
    size_t right = child + 2 + (heap[child + 3] < heap[child + 2]);

    return heap[right] < heap[left] ? right : left;
}

/* Puts `key` where it belongs at or below the empty place `i`. */
static inline void sift_down(Key *heap, size_t size, size_t i, Key key)
{
    size_t child = 4 * i + 1;

    while (child + 3 < size) {
        const Key *grandchildren = &heap[4 * child + 1];
        size_t least;

        __builtin_prefetch(grandchildren);
        __builtin_prefetch(grandchildren + 4);
        __builtin_prefetch(grandchildren + 8);
        __builtin_prefetch(grandchildren + 12);
        least = least_of_four(heap, child);
        if (key < heap[least]) {
            heap[i] = key;
            return;
        }
        heap[i] = heap[least];
        i = least;
        child = 4 * i + 1;
    }
    if (child < size) {
        size_t least = child;

        for (size_t other = child + 1; other < size; other++)
            least = heap[other] < heap[least] ? other : least;
        if (heap[least] < key) {
            heap[i] = heap[least];
            i = least;
        }
    }
    heap[i] = key;
}

/* The same from the root. What comes to the root runs next: its record is fetched while the
 * rest is sifted. */
static inline void sift_root(ExsEngine *engine, Key key)
{
    Key *heap = engine->heap;
    size_t least = 0;

    if (engine->size > 4) {
        least = least_of_four(heap, 1);
        if (key < heap[least]) {
            heap[0] = key;
            return;
        }
        __builtin_prefetch(&engine->slots[slot_of(heap[least])]);
        heap[0] = heap[least];
    }
    sift_down(heap, engine->size, least, key);
}

static inline void fill_hole(ExsEngine *engine)
{
    Key last = engine->heap[--engine->size];

    engine->hole = false;
    if (engine->size > 0)
        sift_root(engine, last);
}

/* Takes the cancelled events out. */
static void compact(ExsEngine *engine)
{
    size_t kept = 0;

    if (engine->hole)
        fill_hole(engine);
    for (size_t i = 0; i < engine->size; i++) {
        Key key = engine->heap[i];

        if (engine->slots[slot_of(key)].func)
            engine->heap[kept++] = key;
        else
            give_slot(engine, slot_of(key));
    }
    engine->size = kept;
    engine->cancelled = 0;
    for (size_t i = (kept + 2) / 4; i-- > 0;)
        sift_down(engine->heap, kept, i, engine->heap[i]);
}

/* Makes the root an event that waits; false if there is none. */
static inline bool settle(ExsEngine *engine)
{
    if (engine->hole)
        fill_hole(engine);
    while (engine->size > 0) {
        uint32_t slot = slot_of(engine->heap[0]);

        if (G_LIKELY(engine->slots[slot].func))
            return true;
        give_slot(engine, slot);
        engine->cancelled--;
        fill_hole(engine);
    }
    return false;
}

/* -- the engine --------------------------------------------------------------------- */

ExsEngine *exs_engine_new(ExsTime start)
{
    ExsEngine *engine = g_new0(ExsEngine, 1);

    g_assert(start >= 0);
    engine->now = start;
    engine->free_slot = SLOT_NONE;
    grow_heap(engine);
    grow_slots(engine);
    return engine;
}

void exs_engine_free(ExsEngine *engine)
{
    if (!engine)
        return;
    g_assert(!engine->running);
    free(engine->base);
    free(engine->slots);
    g_free(engine);
}

ExsTime exs_engine_now(const ExsEngine *engine)
{
    return engine->now;
}

uint64_t exs_engine_count(const ExsEngine *engine)
{
    return engine->count;
}

size_t exs_engine_pending(const ExsEngine *engine)
{
    return engine->size - engine->hole - engine->cancelled;
}

ExsTime exs_engine_next(ExsEngine *engine)
{
    return settle(engine) ? time_of(engine->heap[0]) : EXS_TIME_NEVER;
}

ExsEventId exs_engine_at(ExsEngine *engine, ExsTime when, ExsEventFunc func, void *self, void *data)
{
    uint32_t slot = take_slot(engine);
    Event *event = &engine->slots[slot];
    Key key = key_of(when, engine->serial++, slot);

    g_assert(when >= engine->now);
    g_assert(engine->serial < SERIAL_LIMIT);
    event->func = func;
    event->self = self;
    event->data = data;
    event->depth = when == engine->now ? engine->depth_below : 0;
    if (engine->hole) {
        engine->hole = false;
        sift_root(engine, key);
    } else {
        if (G_UNLIKELY(engine->size == engine->capacity))
            grow_heap(engine);
        sift_up(engine->heap, engine->size++, key);
    }
    return (ExsEventId)slot << 32 | event->generation;
}

bool exs_engine_cancel(ExsEngine *engine, ExsEventId id)
{
    uint64_t slot = id >> 32;
    Event *event;

    if (slot >= engine->slots_used)
        return false;
    event = &engine->slots[slot];
    if (event->generation != (uint32_t)id || !event->func)
        return false;
    event->func = NULL;
    retire(event);
    engine->cancelled++;
    if (engine->size >= COMPACT_FIRST && engine->cancelled > engine->size / 2)
        compact(engine);
    return true;
}

static bool fail_livelock(const ExsEngine *engine, GError **error)
{
    g_autofree char *when = exs_time_format(engine->now);

    return exs_fail(error, EXS_ERROR_LIVELOCK,
                    "the instant %s never finishes: each event causes another at once, "
                    "more than %u deep",
                    when, EXS_ENGINE_MAX_DEPTH);
}

bool exs_engine_run_until(ExsEngine *engine, ExsTime end, GError **error)
{
    bool livelock = false;

    g_assert(!engine->running);
    g_assert(end >= engine->now);
    engine->running = true;
    engine->stop = false;
    while (!engine->stop && settle(engine) && time_of(engine->heap[0]) <= end) {
        Key key = engine->heap[0];
        Event *event = &engine->slots[slot_of(key)];
        ExsEventFunc func = event->func;
        void *self = event->self, *data = event->data;

        engine->now = time_of(key);
        if (G_UNLIKELY(event->depth > EXS_ENGINE_MAX_DEPTH)) {
            livelock = true;
            break;
        }
        engine->depth_below = event->depth + 1;
        event->func = NULL;
        retire(event);
        give_slot(engine, slot_of(key));
        engine->hole = true;
        engine->count++;
        func(self, data);
        if (G_UNLIKELY(engine->probe))
            engine->probe(engine->probe_self, NULL);
    }
    engine->running = false;
    engine->depth_below = 0;
    if (livelock)
        return fail_livelock(engine, error);
    if (!engine->stop)
        engine->now = end;
    return true;
}

void exs_engine_stop(ExsEngine *engine)
{
    engine->stop = true;
}

void exs_engine_set_probe(ExsEngine *engine, ExsEventFunc func, void *self)
{
    engine->probe = func;
    engine->probe_self = self;
}
