/* directory_private.h - what the files of directory.h share.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/directory.h"

/* A naming context as one server has it. */
typedef struct {
    GArray *log;   /* ExsLogRow: what came, by USN; a later row of an object counts */
    GArray *marks; /* by number of the source: uint64_t, its USN up to which all was taken */
} ExsContextCopy;

typedef struct {
    uint64_t usn;
    uint32_t object;
} ExsLogRow;

struct ExsDirectory {
    ExsServer *server;
    uint64_t usn;        /* the last one given */
    GArray *held;        /* ExsHeld by object */
    GPtrArray *contexts; /* ExsContextCopy by number, NULL: nothing of it yet */
};
