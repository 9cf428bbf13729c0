/* world_names.h - what things of the organisation may be called, and who is called so.
 *
 * For the files of this layer: each adds things of its own class.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/world.h"

#define EXS_LONGEST_NAME 64
#define EXS_LONGEST_HOST                                                                           \
    255 /* and domains; links and connectors, which may be named by hosts or servers */

/* Is this a name: 1 to `longest` bytes, UTF-8, no control characters? `what`: "server". Fails as
 * the adders of world.h do. */
bool exs_name_check(const char *what, size_t longest, const char *name, GError **error);

/* May a thing of this class be added under this name? Fails as the adders of world.h do. */
bool exs_world_can_add(const ExsWorld *world, const char *class_name, const char *name,
                       GError **error);

/* Gives the thing to the world under its name, which must be free, and returns the name as kept.
 * (borrowed) */
const char *exs_world_take(ExsWorld *world, const char *class_name, const char *name, void *thing);

/* The thing of this name gets another, which must be free; the name as kept. (borrowed) */
const char *exs_world_rename(ExsWorld *world, const char *class_name, const char *old,
                             const char *name);

/* Is there room for another object? */
bool exs_world_has_room(const ExsWorld *world, GError **error);

/* The same for those who cannot fail: ends the run. */
void exs_world_need_room(ExsWorld *world);
