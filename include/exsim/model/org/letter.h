/* letter.h - what one Directory Service writes to another: a request for updates, or the answer;
 * and what public information stores write to each other (actors/public_store.h).
 *
 * It is the content of a message, which carries it unopened through stores, MTAs and connectors.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/directory.h"

typedef struct ExsLetter ExsLetter;
struct ExsLetter {
    guint references;
    bool is_answer;
    ExsServer *from, *to;
    uint32_t context;
    uint64_t start;   /* of the sender of the request: everything above this USN */
    ExsUpdate update; /* an answer's */
    GPtrArray *known; /* an answer's: ExsSite *, the sites that its sender knows (borrowed) */
    bool wants_all;   /* not changes alone: all objects */
    bool is_manual;   /* an administrator asked for it */
    bool is_backsync; /* for what its sender wrote itself; an answer's `start`: its highest USN */
    const ExsServer *by_mark; /* whose USN `start` is, if not its reader's; NULL: the reader's */
    int64_t length;           /* bytes */
    int64_t whole_length;     /* the same before it was compressed */
    int reason, diagnostic;   /* why it came back */
    char *mts_id;             /* of its message, once sent (owned) */
    const char *folder;   /* of a public store: "" the hierarchy; NULL: of a Directory Service */
    int folder_type;      /* ExsFolderMailType */
    uint64_t first, last; /* changes to it, numbered by their store */
    GPtrArray *gone;      /* const char *: folders that were deleted; NULL: none */
};

ExsLetter *exs_letter_new(ExsServer *from, ExsServer *to, uint32_t context);
ExsLetter *exs_letter_ref(ExsLetter *letter);
void exs_letter_unref(ExsLetter *letter);
