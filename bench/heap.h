/* heap.h - the baseline: a 4-ary heap written by hand, as one writes it for one model.
 *
 * No cancelling, no limits, no checks, a fixed capacity: what an engine could at most be.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdint.h>
#include <stdlib.h>

typedef unsigned __int128 HeapKey; /* time, then serial number, then slot */

typedef struct {
    HeapKey *keys;
    size_t size;
    uint64_t serial;
} Heap;

static inline HeapKey heap_key(Heap *heap, uint64_t when, uint32_t slot)
{
    return (HeapKey)when << 64 | ++heap->serial << 24 | slot;
}

static inline uint64_t heap_time(HeapKey key)
{
    return (uint64_t)(key >> 64);
}

static inline uint32_t heap_slot(HeapKey key)
{
    return (uint32_t)key & 0xFFFFFF;
}

/* The base is a cache line's start and the root lies three keys behind it: so the four
 * children of every node share a cache line. */
static inline void heap_init(Heap *heap, size_t capacity)
{
    size_t bytes = ((capacity + 16) * sizeof(HeapKey) + 63) / 64 * 64;
    HeapKey *base = aligned_alloc(64, bytes);

    g_assert(base);
    *heap = (Heap){.keys = base + 3};
}

static inline void heap_clear(Heap *heap)
{
    free(heap->keys - 3);
}

static inline void heap_push(Heap *heap, HeapKey key)
{
    HeapKey *keys = heap->keys;
    size_t i = heap->size++;

    while (i > 0) {
        size_t parent = (i - 1) / 4;

        if (keys[parent] < key)
            break;
        keys[i] = keys[parent];
        i = parent;
    }
    keys[i] = key;
}

static inline HeapKey heap_pop(Heap *heap)
{
    HeapKey *keys = heap->keys;
    size_t size = --heap->size, i = 0;
    HeapKey first = keys[0], last = keys[size];

    for (;;) {
        size_t child = 4 * i + 1, least;

        if (child + 3 < size) {
            size_t a, b;

            __builtin_prefetch(&keys[4 * child + 1]);
            a = child + (keys[child + 1] < keys[child]);
            b = child + 2 + (keys[child + 3] < keys[child + 2]);
            least = keys[b] < keys[a] ? b : a;
        } else if (child < size) {
            least = child;
            for (size_t k = child + 1; k < size; k++)
                least = keys[k] < keys[least] ? k : least;
        } else {
            break;
        }
        if (last < keys[least])
            break;
        keys[i] = keys[least];
        i = least;
    }
    keys[i] = last;
    return first;
}
