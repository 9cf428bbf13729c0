/* resolve.h - from what was typed to a DN, a proxy or an O/R address.
 *
 * Order: a valid DN is that recipient; else the address is looked for among the proxies; else it is
 * an address outside and stays as typed. Pure: the directory is asked, nothing is changed.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/world.h"

/* Why a recipient cannot be resolved at all. */
typedef enum {
    EXS_RESOLVED,
    EXS_RESOLVE_FLAWED,     /* no valid address */
    EXS_RESOLVE_UNKNOWN_DN, /* a DN that nobody has, and nothing else to go by */
} ExsResolved;

/* Fills dn, dda, x400 and recipient of the envelope from `typed`. `rule`: which rule found it. */
ExsResolved exs_resolve(const ExsPolicy *policy, const ExsWorld *world, ExsEnvelope *envelope,
                        ExsRule *rule);

/* The address that routing matches first: DN, then DDA, then O/R. NULL: none. */
const ExsAddress *exs_envelope_address(const ExsEnvelope *envelope);
