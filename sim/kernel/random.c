/* random.c - see random.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/kernel/random.h"

#include <Random123/philox.h>
#include <glib.h>
#include <string.h>
#include <xxhash.h>

ExsStream exs_stream(uint64_t seed, const char *purpose, const char *owner)
{
    uint64_t of_purpose = XXH3_64bits_withSeed(purpose, strlen(purpose), seed);

    return (ExsStream){.key = XXH3_64bits_withSeed(owner, strlen(owner), of_purpose)};
}

uint64_t exs_stream_next(ExsStream *stream)
{
    philox2x64_key_t key = {{stream->key}};
    philox2x64_ctr_t block = {{stream->counter, 0}};

    if (stream->has_spare) {
        stream->has_spare = 0;
        return stream->spare;
    }
    block = philox2x64(block, key);
    stream->counter++;
    stream->spare = block.v[1];
    stream->has_spare = 1;
    return block.v[0];
}

/* Lemire: the high half of draw * n; the draws that would make a few numbers likelier
 * are those whose low half is below 2^64 mod n, and are drawn again. */
uint64_t exs_stream_below(ExsStream *stream, uint64_t n)
{
    unsigned __int128 product;
    uint64_t surplus;

    g_assert(n > 0);
    surplus = -n % n;
    do {
        product = (unsigned __int128)exs_stream_next(stream) * n;
    } while ((uint64_t)product < surplus);
    return (uint64_t)(product >> 64);
}
