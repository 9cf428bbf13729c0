/* fuzz_ndjson.c - a record as lines of JSON, and what is told of it.
 *
 * The first byte chooses what is told, and whether the lines come after those of a small record
 * (without an end, so that no fingerprint has to be guessed) or alone.
 *
 * SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <string.h>

#include "exsim/record/ndjson.h"
#include "fuzz/fuzz.h"
#include "fuzz/fuzz_tell.h"

#define ALONE 0x80

/* The small record's lines but for the last. */
static char *make_start(void)
{
    g_autofree char *folder = g_dir_make_tmp("fuzz-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "record", NULL);
    g_autoptr(ExsRecord) record = fuzz_sample();
    char *text;

    g_assert(exs_record_finish(record, true, NULL) && exs_ndjson_write(record, path, NULL) &&
             g_file_get_contents(path, &text, NULL, NULL));
    *strstr(text, "{\"end\"") = '\0';
    g_unlink(path);
    g_rmdir(folder);
    return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char *start;
    g_autoptr(GString) file = g_string_new(NULL);
    g_autoptr(ExsRecord) record = NULL;

    if (!start)
        start = make_start();
    if (size == 0)
        return 0;
    if (!(data[0] & ALONE))
        g_string_append(file, start);
    g_string_append_len(file, (const char *)data + 1, (gssize)size - 1);
    record = fuzz_read(file->str, file->len, true);
    if (record)
        fuzz_tell(record, true, data[0]);
    return 0;
}
