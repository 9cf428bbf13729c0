/* rooms.c - see rooms.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/kernel/rooms.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#define MEBIBYTE (1 << 20)

void exs_rooms_clear(ExsRooms *rooms)
{
    while (rooms->first)
        g_free(exs_rooms_take(rooms));
}

void exs_rooms_keep_pages(void)
{
#ifdef __GLIBC__
    mallopt(M_TRIM_THRESHOLD, 64 * MEBIBYTE);
    mallopt(M_MMAP_THRESHOLD, MEBIBYTE);
    mallopt(M_TOP_PAD, MEBIBYTE);
#endif
}
