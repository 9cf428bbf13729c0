/* match.h - from an address to the candidate rows of the routing table.
 *
 * DN rows are searched first, then DDA rows, then O/R rows; the first form that matches
 * anything decides. Within it the class decides before cost: exact, wildcard (most literal
 * characters first), partial, blank.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/routing/gwart.h"

typedef struct {
    const ExsTableRow *row;
    ExsMatchClass match;
    uint32_t literals;
    ExsRule felled_by; /* EXS_RULE_NONE: a candidate */
} ExsMatched;

#define EXS_MATCH_KNOWN 4

/* What was recorded of a selection among the candidates. */
typedef struct {
    uint32_t selection; /* its number; 0: nothing here */
    uint32_t decision;
} ExsKnownDecision;

/* The rows that match, the candidates first; those that a better class or more literal characters
 * felled follow, with the rule. */
typedef struct {
    const ExsAddress *dda, *x400; /* what was known of the recipient beside the first address */
    const ExsAddress *address;    /* of the form that decided; else the first one asked */
    uint32_t candidates;
    uint32_t count;
    ExsKnownDecision known[EXS_MATCH_KNOWN]; /* the caller's, the newest first */
    ExsMatched rows[];
} ExsMatchList;

/* The rule that keeps the server from using the row: it is of another site, and restricted to that
 * site or a location there, or of another location of its own. NONE: nothing does. */
ExsRule exs_match_out_of_scope(const ExsTableRow *row, const ExsServer *server);

ExsMatchCache *exs_match_cache_new(void);
void exs_match_cache_free(ExsMatchCache *cache);

/* Looks the recipient up in the site's table for this server. A match already made is
 * found in the cache, which is emptied when the table is another. Never NULL; no candidates: no
 * route. (borrowed until the next call) */
ExsMatchList *exs_match(ExsMatchCache *cache, const ExsTable *table, const ExsServer *server,
                        const ExsEnvelope *envelope);
