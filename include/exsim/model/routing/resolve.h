/* resolve.h - from what was typed, or an earlier MTA has made of it, to a DN, a proxy or an O/R
 * address.
 *
 * Order: a DN that somebody has, or had; a DN that an earlier MTA hid in a DDA; the O/R and the
 * typed address among the proxies; a proxy that is similar, if there is one alone; else it is an
 * address outside. What was found is written back into the envelope, which is all that the next MTA
 * knows. The directory is asked, nothing in it is changed.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/world.h"

/* Why a recipient cannot be resolved at all. */
typedef enum {
    EXS_RESOLVED,
    EXS_RESOLVE_FLAWED,     /* no valid address */
    EXS_RESOLVE_UNKNOWN_DN, /* a DN of this site that nobody has, and nothing else to go by */
    EXS_RESOLVE_NO_X400,    /* found, and has no X.400 proxy */
} ExsResolved;

/* One step: what was looked for, and who has it. */
typedef struct {
    ExsRule rule;
    const ExsAddress *sought;
    const ExsRecipient *found; /* NULL: nobody */
    bool several;              /* more than one is similar: nobody is taken */
} ExsResolveStep;

#define EXS_RESOLVE_STEPS 5

typedef struct {
    ExsResolved verdict;
    ExsRule
        rule; /* of the step that found it, or says how it goes on; EXS_RULE_NONE: as it stands */
    uint32_t count;
    ExsResolveStep steps[EXS_RESOLVE_STEPS]; /* in order; only the last may have found */
} ExsResolution;

/* Resolves for an MTA on this server: fills dn, dda, x400, recipient and custom of the message's
 * envelope from what is there, of a new one from `typed`. */
void exs_resolve(ExsResolution *out, const ExsServer *server, const ExsMessage *message,
                 ExsEnvelope *envelope);

/* Has this MTA found somebody of the site behind an address of another type, `before`, that another
 * MTA of the site had passed on? That counts as a redirection. */
bool exs_resolve_redirects(const ExsPolicy *policy, const ExsEnvelope *envelope,
                           const ExsAddress *before);

/* The address that routing matches first: DN, then DDA, then O/R. NULL: none. */
const ExsAddress *exs_envelope_address(const ExsEnvelope *envelope);
