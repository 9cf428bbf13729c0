/* record_room.c - where the entries of a record lie.
 *
 * Entries lie in chunks that never move. The running block of a chunk is digested when it is full,
 * or handed to the file, which digests and writes it while the next one is filled.
 *
 * A record that keeps no entries uses a few blocks again and again, and fills them by way of a
 * stage: a few kilobytes that stay in the processor's nearest cache, and are copied from there to
 * the block past the caches. Filled directly, the blocks would push out of the caches what the
 * model needs, and be fetched back from the processor that has written them out: that took up to
 * twice the time of a whole run; the copy takes a twentieth of it.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>
#include <sys/mman.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "sim/record/record_private.h"

#define HUGE_PAGE     ((size_t)2 << 20)
#define PAGE          ((size_t)4096)
#define CACHE_LINE    ((size_t)64)
#define STAGE_ENTRIES ((size_t)128)

G_STATIC_ASSERT(EXS_ENTRIES_PER_BLOCK % STAGE_ENTRIES == 0);
G_STATIC_ASSERT(STAGE_ENTRIES * sizeof(ExsEntry) % CACHE_LINE == 0);

/* Copies a full stage; both lie at the beginning of a cache line. */
static void copy_past_caches(ExsEntry *to, const ExsEntry *from)
{
#ifdef __SSE2__
    const __m128i *source = (const __m128i *)from, *end = (const __m128i *)(from + STAGE_ENTRIES);

    for (__m128i *line = (__m128i *)to; source < end; source += 4, line += 4) {
        _mm_stream_si128(line, source[0]);
        _mm_stream_si128(line + 1, source[1]);
        _mm_stream_si128(line + 2, source[2]);
        _mm_stream_si128(line + 3, source[3]);
    }
#else
    memcpy(to, from, STAGE_ENTRIES * sizeof *from);
#endif
}

/* Before another thread reads what was copied past the caches. */
static void await_copies(void)
{
#ifdef __SSE2__
    _mm_sfence();
#endif
}

void exs_record_open_stage(ExsRecord *record)
{
    record->stage = g_aligned_alloc(STAGE_ENTRIES, sizeof *record->stage, CACHE_LINE);
    record->front.next = record->front.end = record->stage;
}

static void empty_stage(ExsRecord *record)
{
    size_t count = (size_t)(record->front.next - record->stage);

    if (count == STAGE_ENTRIES)
        copy_past_caches(record->staged, record->stage);
    else if (count > 0)
        memcpy(record->staged, record->stage, count * sizeof *record->stage);
    record->staged += count;
    record->front.next = record->stage;
}

void exs_record_close_block(ExsRecord *record)
{
    ExsEntry *end = record->front.next;
    size_t count;

    if (record->stage) {
        empty_stage(record);
        await_copies();
        end = record->staged;
    }
    count = (size_t)(end - record->block);
    if (count > 0 && record->file)
        exs_record_file_put_entries(record->file, record, record->block, count);
    else if (count > 0)
        XXH3_128bits_update(record->entries_digest, record->block, count * sizeof(ExsEntry));
    record->block = end;
}

/* Faulting in small pages one by one costs more than recording; huge ones cost a short record more.
 * A block that is used again and again has all its pages at once. */
static ExsEntry *new_chunk(ExsRecord *record)
{
    size_t size = sizeof(ExsEntry) * (record->keep ? EXS_ENTRIES_PER_CHUNK : EXS_ENTRIES_PER_BLOCK);
    size_t small = record->chunks->len == 0 ? HUGE_PAGE : 0;
    char *chunk = g_aligned_alloc(1, size, record->keep ? HUGE_PAGE : PAGE);

    if (record->keep)
        madvise(chunk + small, size - small, MADV_HUGEPAGE);
#ifdef MADV_POPULATE_WRITE
    else
        madvise(chunk, size, MADV_POPULATE_WRITE);
#endif
    g_ptr_array_add(record->chunks, chunk);
    return (ExsEntry *)(void *)chunk;
}

static void make_room_kept(ExsRecord *record)
{
    exs_record_close_block(record);
    if (record->front.count % EXS_ENTRIES_PER_CHUNK == 0)
        record->block = new_chunk(record);
    record->front.next = record->block;
    record->front.end = record->block + EXS_ENTRIES_PER_BLOCK;
}

static void make_room_staged(ExsRecord *record)
{
    empty_stage(record);
    if (record->staged == record->staged_end) {
        exs_record_close_block(record);
        record->staged = (ExsEntry *)exs_record_file_take_written(record->file);
        if (!record->staged)
            record->staged = new_chunk(record);
        record->block = record->staged;
        record->staged_end = record->staged + EXS_ENTRIES_PER_BLOCK;
    }
    record->front.end = record->stage + STAGE_ENTRIES;
}

void exs_record_make_room(ExsRecord *record)
{
    if (record->stage)
        make_room_staged(record);
    else
        make_room_kept(record);
}
