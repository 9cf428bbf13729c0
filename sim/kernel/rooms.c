/* rooms.c - see rooms.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/kernel/rooms.h"

void exs_rooms_clear(ExsRooms *rooms)
{
    while (rooms->first)
        g_free(exs_rooms_take(rooms));
}
