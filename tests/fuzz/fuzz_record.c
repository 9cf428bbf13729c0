/* fuzz_record.c - the native file of a record, and what is told of it.
 *
 * The first byte chooses what is told. The bytes after it are chunks, each a kind, a number of
 * items, a length (16 bits), and its bytes; their headers are made right, or no byte would get
 * beyond them. They come after the chunks of a small record, and no footer after them: the record
 * is partial, so that no fingerprint has to be guessed.
 *
 * SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <string.h>
#include <xxhash.h>

#include "fuzz/fuzz.h"
#include "fuzz/fuzz_tell.h"

#define HEAD_SIZE 16 /* of the file, and of a chunk */

/* The small record without its footer. */
static GByteArray *make_start(void)
{
    g_autofree char *folder = g_dir_make_tmp("fuzz-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "record", NULL);
    g_autofree char *bytes = NULL;
    g_autoptr(ExsRecord) record = fuzz_sample();
    GByteArray *start = g_byte_array_new();
    gsize size, at = HEAD_SIZE;

    g_assert(exs_record_finish(record, true, NULL) && exs_record_write(record, path, NULL) &&
             g_file_get_contents(path, &bytes, &size, NULL));
    for (;;) {
        uint32_t header[4];

        memcpy(header, bytes + at, sizeof header);
        if (header[0] == 10)
            break;
        at += HEAD_SIZE + header[1];
    }
    g_byte_array_append(start, (const guint8 *)bytes, (guint)at);
    g_unlink(path);
    g_rmdir(folder);
    return start;
}

static void add_chunk(GByteArray *out, const uint8_t *head, const uint8_t *bytes, size_t length)
{
    uint32_t header[4] = {head[0] % 12u, (uint32_t)length, head[1], 0};

    header[3] = XXH32(header, 3 * sizeof *header, 0);
    g_byte_array_append(out, (const guint8 *)header, sizeof header);
    g_byte_array_append(out, bytes, (guint)length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static GByteArray *start;
    g_autoptr(GByteArray) file = g_byte_array_new();
    g_autoptr(ExsRecord) record = NULL;

    if (!start)
        start = make_start();
    if (size == 0)
        return 0;
    g_byte_array_append(file, start->data, start->len);
    for (size_t at = 1; at + 4 <= size;) {
        const uint8_t *head = data + at;
        size_t length = MIN((size_t)head[2] | (size_t)head[3] << 8, size - at - 4);

        add_chunk(file, head, head + 4, length);
        at += 4 + length;
    }
    record = fuzz_read(file->data, file->len, false);
    if (record)
        fuzz_tell(record, false, data[0]);
    return 0;
}
