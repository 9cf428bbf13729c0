/* record_files.c - files written beside and renamed, and files opened for reading.
 *
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "exsim/kernel/error.h"
#include "sim/record/record_private.h"

#define BUFFER_SIZE ((size_t)1 << 18)

static bool fail_file(const char *path, const char *what, GError **error)
{
    g_autofree char *quoted = exs_quote(path);

    return exs_fail(error, EXS_ERROR_FILE, "%s: %s", quoted, what);
}

bool exs_output_open(ExsOutput *output, const char *path, bool allow_standard, GError **error)
{
    struct stat status;
    int descriptor;

    *output = (ExsOutput){.path = g_strdup(path)};
    if (allow_standard && strcmp(path, "-") == 0) {
        output->stream = stdout;
        return true;
    }
    /* Renaming over a device or a pipe would replace it. */
    if (stat(path, &status) == 0 && !S_ISREG(status.st_mode)) {
        exs_output_clear(output);
        return fail_file(path, S_ISDIR(status.st_mode) ? "is a directory" : "is no regular file",
                         error);
    }
    output->temporary = g_strconcat(path, ".XXXXXX", NULL);
    descriptor = g_mkstemp_full(output->temporary, O_RDWR | O_CLOEXEC, 0666);
    if (descriptor < 0) {
        int trouble = errno;

        g_clear_pointer(&output->temporary, g_free); /* there is nothing to remove */
        exs_output_clear(output);
        return fail_file(path, g_strerror(trouble), error);
    }
    output->stream = fdopen(descriptor, "wb");
    g_assert(output->stream);
    setvbuf(output->stream, NULL, _IOFBF, BUFFER_SIZE);
    return true;
}

void exs_output_put(ExsOutput *output, const void *data, size_t length)
{
    if (output->trouble == 0 && fwrite(data, 1, length, output->stream) != length)
        output->trouble = errno != 0 ? errno : EIO;
}

bool exs_output_finish(ExsOutput *output, GError **error)
{
    FILE *stream = g_steal_pointer(&output->stream);

    if (stream && fflush(stream) != 0 && output->trouble == 0)
        output->trouble = errno;
    if (stream && output->temporary && fclose(stream) != 0 && output->trouble == 0)
        output->trouble = errno;
    if (output->trouble == 0 && output->temporary && g_rename(output->temporary, output->path) != 0)
        output->trouble = errno;
    if (output->trouble != 0)
        return fail_file(output->path, g_strerror(output->trouble), error);
    g_clear_pointer(&output->temporary, g_free);
    return true;
}

void exs_output_clear(ExsOutput *output)
{
    if (output->stream && output->temporary)
        fclose(output->stream);
    if (output->temporary)
        g_unlink(output->temporary);
    g_free(output->temporary);
    g_free(output->path);
    *output = (ExsOutput){0};
}

FILE *exs_input_open(const char *path, uint64_t *size, GError **error)
{
    struct stat status;
    FILE *stream;
    /* Without O_NONBLOCK a pipe that nobody writes to would hold us here. */
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

    if (descriptor < 0 || fstat(descriptor, &status) != 0) {
        fail_file(path, g_strerror(errno), error);
        if (descriptor >= 0)
            close(descriptor);
        return NULL;
    }
    if (!S_ISREG(status.st_mode)) {
        close(descriptor);
        fail_file(path, S_ISDIR(status.st_mode) ? "is a directory" : "is no regular file", error);
        return NULL;
    }
    stream = fdopen(descriptor, "rb");
    g_assert(stream);
    *size = (uint64_t)status.st_size;
    return stream;
}
