/* rooms.h - room for many things of one size: what one leaves, the next one takes.
 *
 * Under AddressSanitizer each has room of its own, so that what is used after its end is found.
 *
 * The same for the memory of the whole process: exs_rooms_keep_pages().
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

#if defined(__SANITIZE_ADDRESS__)
#define EXS_ROOMS_KEPT false
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define EXS_ROOMS_KEPT false
#endif
#endif
#ifndef EXS_ROOMS_KEPT
#define EXS_ROOMS_KEPT true
#endif

typedef struct {
    size_t size; /* bytes of each: those of a pointer at least */
    void *first; /* of the rooms that are free: each begins with the next (owned) */
} ExsRooms;

/* Room for one; what is in it is not said. */
static inline void *exs_rooms_take(ExsRooms *rooms)
{
    void *room = rooms->first;

    if (G_UNLIKELY(!room))
        return g_malloc(rooms->size);
    rooms->first = *(void **)room;
    return room;
}

/* The room is free for the next; nothing in it is used any more. */
static inline void exs_rooms_give(ExsRooms *rooms, void *room)
{
    if (!EXS_ROOMS_KEPT) {
        g_free(room);
        return;
    }
    *(void **)room = rooms->first;
    rooms->first = room;
}

/* Frees the rooms that are free. */
void exs_rooms_clear(ExsRooms *rooms);

/* Lets the process keep the pages that it frees, up to 64 MiB, for what comes next: a run asks for
 * what the last one has left, and to have a page anew from the system takes as long as dozens of
 * entries of a record. For main(), before anything else; where the C library has no such choice
 * nothing changes. */
void exs_rooms_keep_pages(void);
