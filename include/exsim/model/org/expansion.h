/* expansion.h - by which lists a recipient of a message was reached: the DL expansion history.
 *
 * All copies of a message share what its lists were expanded to, as long as one of them is there.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/message.h"

/* One list, and the one that it was a member of. */
typedef struct ExsExpansion {
    const ExsRecipient *list;
    const struct ExsExpansion *before; /* NULL: the originator wrote to it */
} ExsExpansion;

/* Those of a message. */
struct ExsExpansions {
    guint references;
    GPtrArray *all;      /* ExsExpansion * (owned) */
    GHashTable *reached; /* whom each MTA has seen among the recipients; never walked */
    uint32_t count;
    ExsEnvelope heading[]; /* the recipients that the originator wrote to: what readers see */
};

/* The message's own, begun now if it had none. (borrowed from the message) */
ExsExpansions *exs_expansions_of(ExsMessage *message);
ExsExpansions *exs_expansions_ref(ExsExpansions *expansions);
void exs_expansions_unref(ExsExpansions *expansions); /* may be NULL */

/* The list is expanded, reached by `before`. (borrowed) */
const ExsExpansion *exs_expansions_add(ExsExpansions *expansions, const ExsRecipient *list,
                                       const ExsExpansion *before);

/* This MTA sees the recipient; false: not for the first time. */
bool exs_expansions_reach(ExsExpansions *expansions, const ExsServer *server,
                          const ExsRecipient *recipient);

/* Was the recipient reached by this list? */
bool exs_expansion_has(const ExsExpansion *expansion, const ExsRecipient *list);
