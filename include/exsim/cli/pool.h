/* pool.h - work on numbered items in child processes, results in the order of the items.
 *
 * A result is a JSON value that goes through a socket: the same for any number of jobs. A child
 * does many items, one after the other; one that crashes takes only its present item with it, and
 * another takes its place.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct {
    /* Works on one item; runs in a child if there is more than one job. */
    json_t *(*work)(size_t item, void *data);
    /* Takes a result (borrowed), in order, in this process. False: the rest is not wanted. */
    bool (*done)(size_t item, const json_t *result, void *data);
    /* Makes the result of an item whose child died. */
    json_t *(*crashed)(size_t item, const char *how, void *data);
    void *data;
} ExsPool;

/* One job: in this process. Ends early after a signal, with the results there are. */
void exs_pool_run(const ExsPool *pool, size_t count, unsigned jobs);
