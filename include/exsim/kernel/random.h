/* random.h - seeded streams, one per purpose and owner, by name.
 *
 * A stream is a counter and a key (Random123, Philox 2x64): the key comes from the seed
 * and from the two names, so a new server never shifts another one's draws.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <stdint.h>

typedef struct {
    uint64_t key;
    uint64_t counter;
    uint64_t spare;     /* the second half of the last block */
    uint64_t has_spare; /* 0 or 1 */
} ExsStream;

/* The stream of `purpose` ("equal routes") for `owner` (a server's name). */
ExsStream exs_stream(uint64_t seed, const char *purpose, const char *owner);

/* 64 random bits. */
uint64_t exs_stream_next(ExsStream *stream);

/* A number in [0, n), every one equally likely; n must not be 0. */
uint64_t exs_stream_below(ExsStream *stream, uint64_t n);
