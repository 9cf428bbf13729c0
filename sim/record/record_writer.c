/* record_writer.c - digests, codes and writes blocks of entries, in a thread of its own.
 *
 * Whoever simulates only fills memory: full blocks go through a ring to the thread, with
 * the bytes that must stand before them in the file; while the ring is full, the filler
 * waits. The thread starts with the first full block, so that a small record has none, and
 * without one (there may be none to be had) the same is done on the spot.
 *
 * The thread reads the blocks in the ring and the kinds, nothing else of the record; the
 * output, the coder and the digest are its own until exs_writer_settle(). pthread's mutex
 * and not GLib's: ThreadSanitizer and valgrind understand it.
 *
 * SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <signal.h>
#include <time.h>

#include "sim/record/record_private.h"

/* The thread looks for jobs by itself: to wake it costs whoever simulates more than a job that is
 * done late. It is woken when so many wait. */
#define LOOKS_EVERY (1000 * 1000) /* nanoseconds */
#define WAKING      9
#define NANOSECONDS (1000 * 1000 * 1000) /* in a second */

typedef struct {
    GByteArray *before; /* (owned) chunks that stand before the entries */
    const ExsEntry *entries;
    size_t count;
} Job;

struct ExsWriter {
    ExsOutput output;
    XXH3_state_t *digest; /* of the record; NULL: they are digested already */
    ExsCoder coder;
    uint8_t *code; /* (owned) of a block */

    pthread_t thread;
    bool is_threaded;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t changed;
    Job jobs[EXS_BLOCKS_IN_FLIGHT];
    size_t put, done; /* jobs so far; job n lies at n % EXS_BLOCKS_IN_FLIGHT */
    GPtrArray *spare; /* (owned) GByteArray, empty: the one used last comes first */
    const ExsEntry *written[EXS_BLOCKS_IN_FLIGHT + 1]; /* blocks for exs_writer_take_written() */
    size_t written_count;
    bool ends; /* when the ring is empty */
    bool is_abandoned;
};

void exs_chunk_header(uint32_t header[4], ExsChunkKind kind, size_t length, size_t count)
{
    g_assert(length <= UINT32_MAX && count <= UINT32_MAX);
    header[0] = kind;
    header[1] = (uint32_t)length;
    header[2] = (uint32_t)count;
    header[3] = XXH32(header, 3 * sizeof *header, 0);
}

ExsWriter *exs_writer_new(const ExsRecord *record, const char *path, XXH3_state_t *digest,
                          GError **error)
{
    ExsWriter *writer = g_new0(ExsWriter, 1);
    pthread_condattr_t by_monotonic_clock;

    if (!exs_output_open(&writer->output, path, false, error)) {
        g_free(writer);
        return NULL;
    }
    writer->digest = digest;
    exs_coder_init(&writer->coder, record);
    writer->spare = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    pthread_mutex_init(&writer->lock, NULL);
    pthread_condattr_init(&by_monotonic_clock);
    pthread_condattr_setclock(&by_monotonic_clock, CLOCK_MONOTONIC);
    pthread_cond_init(&writer->changed, &by_monotonic_clock);
    pthread_condattr_destroy(&by_monotonic_clock);
    return writer;
}

static void write_entries(ExsWriter *writer, const ExsEntry *entries, size_t count)
{
    uint32_t header[4];
    size_t length;

    if (writer->digest)
        XXH3_128bits_update(writer->digest, entries, count * sizeof *entries);
    if (!writer->code)
        writer->code = g_malloc(EXS_ENTRIES_PER_BLOCK * EXS_ENTRY_CODE_MAX);
    length = exs_coder_encode(&writer->coder, writer->code, entries, count);
    exs_chunk_header(header, EXS_CHUNK_ENTRIES, length, count);
    exs_output_put(&writer->output, header, sizeof header);
    exs_output_put(&writer->output, writer->code, length);
}

static void work(ExsWriter *writer, GByteArray *before, const ExsEntry *entries, size_t count)
{
    if (before->len > 0)
        exs_output_put(&writer->output, before->data, before->len);
    g_byte_array_set_size(before, 0);
    if (count > 0)
        write_entries(writer, entries, count);
}

static void keep_written(ExsWriter *writer, const ExsEntry *entries)
{
    if (writer->written_count < G_N_ELEMENTS(writer->written))
        writer->written[writer->written_count++] = entries;
}

const ExsEntry *exs_writer_take_written(ExsWriter *writer)
{
    const ExsEntry *block = NULL;

    pthread_mutex_lock(&writer->lock);
    if (writer->written_count > 0)
        block = writer->written[--writer->written_count];
    pthread_mutex_unlock(&writer->lock);
    return block;
}

/* The next job; the lock is held before and after. */
static void do_job(ExsWriter *writer)
{
    Job *job = &writer->jobs[writer->done % EXS_BLOCKS_IN_FLIGHT];

    pthread_mutex_unlock(&writer->lock);
    work(writer, job->before, job->entries, job->count);
    pthread_mutex_lock(&writer->lock);
    keep_written(writer, job->entries);
    g_ptr_array_add(writer->spare, job->before);
    writer->done++;
    pthread_cond_signal(&writer->changed);
}

static void do_jobs(ExsWriter *writer)
{
    while (writer->done != writer->put && !writer->is_abandoned)
        do_job(writer);
}

/* Until somebody signals, or it is time to look; the lock is held before and after. */
static void rest(ExsWriter *writer)
{
    struct timespec until;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += LOOKS_EVERY;
    if (until.tv_nsec >= NANOSECONDS) {
        until.tv_nsec -= NANOSECONDS;
        until.tv_sec++;
    }
    pthread_cond_timedwait(&writer->changed, &writer->lock, &until);
}

/* Does what comes through the ring. */
static void *run(void *data)
{
    ExsWriter *writer = data;

    pthread_mutex_lock(&writer->lock);
    while (!writer->ends) {
        do_jobs(writer);
        if (!writer->ends)
            rest(writer);
    }
    do_jobs(writer);
    pthread_mutex_unlock(&writer->lock);
    return NULL;
}

/* Signals are for those who simulate: a write of the thread must not be broken off. */
static void start(ExsWriter *writer)
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    writer->is_threaded = pthread_create(&writer->thread, NULL, run, writer) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void exs_writer_put(ExsWriter *writer, GByteArray **before, const ExsEntry *entries, size_t count)
{
    if (!writer->is_threaded && writer->digest && count == EXS_ENTRIES_PER_BLOCK)
        start(writer);
    if (!writer->is_threaded) {
        work(writer, *before, entries, count);
        keep_written(writer, entries);
        return;
    }
    pthread_mutex_lock(&writer->lock);
    while (writer->put - writer->done == EXS_BLOCKS_IN_FLIGHT)
        pthread_cond_wait(&writer->changed, &writer->lock);
    writer->jobs[writer->put++ % EXS_BLOCKS_IN_FLIGHT] = (Job){*before, entries, count};
    *before = writer->spare->len > 0
                  ? g_ptr_array_steal_index(writer->spare, writer->spare->len - 1)
                  : g_byte_array_new();
    if (writer->put - writer->done >= WAKING)
        pthread_cond_signal(&writer->changed);
    pthread_mutex_unlock(&writer->lock);
}

static void end(ExsWriter *writer, bool abandon)
{
    if (!writer->is_threaded)
        return;
    pthread_mutex_lock(&writer->lock);
    writer->ends = true;
    writer->is_abandoned = abandon;
    pthread_cond_signal(&writer->changed);
    pthread_mutex_unlock(&writer->lock);
    pthread_join(writer->thread, NULL);
    writer->is_threaded = false;
}

void exs_writer_settle(ExsWriter *writer)
{
    end(writer, false);
    writer->digest = NULL;
}

bool exs_writer_finish(ExsWriter *writer, GByteArray *rest, GError **error)
{
    g_assert(!writer->is_threaded);
    work(writer, rest, NULL, 0);
    return exs_output_finish(&writer->output, error);
}

void exs_writer_free(ExsWriter *writer)
{
    if (!writer)
        return;
    end(writer, true);
    exs_output_clear(&writer->output);
    pthread_cond_destroy(&writer->changed);
    pthread_mutex_destroy(&writer->lock);
    while (writer->done != writer->put)
        g_byte_array_unref(writer->jobs[writer->done++ % EXS_BLOCKS_IN_FLIGHT].before);
    g_ptr_array_unref(writer->spare);
    exs_coder_clear(&writer->coder);
    g_free(writer->code);
    g_free(writer);
}
