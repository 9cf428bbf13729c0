/* server.h - a server: its builds, the rules in force on it, its settings and its services.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/facts/rules.h"
#include "exsim/model/org/clock.h"
#include "exsim/model/org/mapping.h"
#include "exsim/model/org/queue.h"

typedef struct ExsMta ExsMta;                 /* actors/mta.h */
typedef struct ExsStore ExsStore;             /* actors/store.h */
typedef struct ExsMatchCache ExsMatchCache;   /* routing/match.h */
typedef struct ExsDirectory ExsDirectory;     /* org/directory.h */
typedef struct ExsDsa ExsDsa;                 /* actors/directory.h */
typedef struct ExsPublicStore ExsPublicStore; /* actors/public_store.h */

struct ExsServer {
    uint32_t id; /* in the record */
    uint32_t mta_id, store_id;
    uint32_t number; /* dense in the world, from 0 */
    const char *name;
    ExsSite *site;
    ExsProduct product; /* as installed; builds may differ from it */
    ExsBuilds builds;
    GPtrArray *fixes; /* char *, NULL-terminated: articles */
    ExsSettings settings;
    ExsPolicy policy;
    bool mta_runs, store_runs;
    bool asks_second_dns; /* since the first was away; until the server starts again */
    ExsClock clock;
    GPtrArray *mappings; /* ExsMapping *: Local.in.txt and Mcgam.in.txt (owned) */
    ExsMta *mta;
    ExsStore *store;
    ExsMatchCache *matches;
    ExsDirectory *directory;      /* NULL: the world does not replicate in time */
    ExsDsa *dsa;                  /* its Directory Service; NULL: the same */
    ExsPublicStore *public_store; /* NULL: the world has no public folders */
};

/* Folds the rules in force again, after builds, fixes or the world's mutants changed, and notes
 * builds and fixes in the record. */
void exs_server_fold(ExsServer *server, const ExsRuleSet *without);
