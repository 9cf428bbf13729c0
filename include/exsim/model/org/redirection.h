/* redirection.h - whose alternate recipients mail has gone to: the redirection history.
 *
 * One value for each way that mail went; the world keeps them all.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/world.h"

/* A recipient whose mail goes elsewhere, and the one that it came from. */
struct ExsRedirection {
    const ExsRecipient *from;
    const ExsRedirection *before; /* NULL: the sender, or a list, wrote to it */
    uint32_t count;               /* it and all before it */
};

/* Mail that went this way before goes elsewhere from here. (borrowed from the world) */
const ExsRedirection *exs_redirection(ExsWorld *world, const ExsRecipient *from,
                                      const ExsRedirection *before);

/* Was it this one's mail? */
bool exs_redirection_has(const ExsRedirection *redirection, const ExsRecipient *recipient);

/* The world's keeping: never walked. */
GHashTable *exs_redirections_new(void);
