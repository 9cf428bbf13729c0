/* files.c - see files.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/cli/files.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "exsim/kernel/error.h"

/* A scenario on standard input is read more than once, so it is copied first. */
#define STDIN_LIMIT (64u << 20)

static char *stdin_copy;

static bool fail_file(const char *path, const char *why, GError **error)
{
    g_autofree char *shown = exs_files_shown(path);

    return exs_fail(error, EXS_ERROR_FILE, "%s: %s", *shown ? shown : "\"\"", why);
}

/* ---- standard input ---- */

static GString *read_stdin(GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    char buffer[65536];
    ssize_t got;

    if (isatty(STDIN_FILENO))
        fputs("exsim: reading a scenario from the terminal; end it with Ctrl-D\n", stderr);
    while ((got = read(STDIN_FILENO, buffer, sizeof buffer)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            fail_file("-", g_strerror(errno), error);
            return NULL;
        }
        g_string_append_len(text, buffer, got);
        if (text->len > STDIN_LIMIT) {
            fail_file("-", "more than 64 MiB are no scenario", error);
            return NULL;
        }
    }
    return g_steal_pointer(&text);
}

static char *copy_stdin(GError **error)
{
    g_autoptr(GString) text = NULL;
    g_autofree char *path = NULL;
    GError *reason = NULL;
    int fd;

    if (stdin_copy)
        return g_strdup(stdin_copy);
    text = read_stdin(error);
    if (!text)
        return NULL;
    fd = g_file_open_tmp("exsim-XXXXXX.lua", &path, &reason);
    if (fd >= 0)
        close(fd);
    if (fd < 0 || !g_file_set_contents_full(path, text->str, (gssize)text->len,
                                            G_FILE_SET_CONTENTS_NONE, 0600, &reason)) {
        exs_fail(error, EXS_ERROR_FILE, "%s", reason->message);
        g_error_free(reason);
        return NULL;
    }
    stdin_copy = g_steal_pointer(&path);
    return g_strdup(stdin_copy);
}

void exs_files_cleanup(void)
{
    if (stdin_copy)
        unlink(stdin_copy);
    g_clear_pointer(&stdin_copy, g_free);
}

/* ---- names ---- */

char *exs_files_shown(const char *path)
{
    GString *shown = g_string_new(NULL);

    if (stdin_copy && strcmp(path, stdin_copy) == 0)
        path = "-";
    exs_escape_append(shown, path);
    return g_string_free(shown, FALSE);
}

bool exs_files_is_record(const char *path)
{
    return g_str_has_suffix(path, ".exr") || g_str_has_suffix(path, ".ndjson");
}

bool exs_files_check(const char *path, GError **error)
{
    struct stat status;

    if (stat(path, &status) != 0)
        return fail_file(path, g_strerror(errno), error);
    if (S_ISDIR(status.st_mode))
        return fail_file(path, g_strerror(EISDIR), error);
    if (!S_ISREG(status.st_mode))
        return fail_file(path, "not a regular file; - reads standard input", error);
    if (access(path, R_OK) != 0)
        return fail_file(path, g_strerror(errno), error);
    return true;
}

char *exs_files_one(const char *argument, GError **error)
{
    if (strcmp(argument, "-") == 0)
        return copy_stdin(error);
    return exs_files_check(argument, error) ? g_strdup(argument) : NULL;
}

/* ---- folders ---- */

static int compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* What is below `folder`, sorted; hidden names and links to folders are passed over. */
static bool walk(GPtrArray *files, const char *folder, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) directory = g_dir_open(folder, 0, NULL);
    const char *name;

    if (!directory)
        return fail_file(folder, g_strerror(errno), error);
    while ((name = g_dir_read_name(directory)))
        if (name[0] != '.')
            g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, compare_names);
    for (guint i = 0; i < names->len; i++) {
        g_autofree char *path = g_build_filename(folder, names->pdata[i], NULL);
        struct stat status;

        if (lstat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
            if (!walk(files, path, error))
                return false;
        } else if (g_str_has_suffix(path, ".lua")) {
            g_ptr_array_add(files, g_steal_pointer(&path));
        }
    }
    return true;
}

GPtrArray *exs_files_expand(char *const *arguments, size_t count, GError **error)
{
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);

    for (size_t i = 0; i < count; i++) {
        guint before = files->len;
        char *copy;

        if (strcmp(arguments[i], "-") == 0) {
            copy = copy_stdin(error);
            if (!copy)
                return NULL;
            g_ptr_array_add(files, copy);
        } else if (!g_file_test(arguments[i], G_FILE_TEST_IS_DIR)) {
            g_ptr_array_add(files, g_strdup(arguments[i]));
        } else {
            if (!walk(files, arguments[i], error))
                return NULL;
            if (files->len == before) {
                g_autofree char *shown = exs_files_shown(arguments[i]);

                exs_fail(error, EXS_ERROR_UNKNOWN, "%s: no scenarios (*.lua) in this folder",
                         shown);
                return NULL;
            }
        }
    }
    return g_steal_pointer(&files);
}

/* ---- output ---- */

static bool is_same(const struct stat *a, const char *path)
{
    struct stat b;

    return stat(path, &b) == 0 && a->st_dev == b.st_dev && a->st_ino == b.st_ino;
}

/* The folder of a path, if it is there. */
static bool stat_folder(const char *path, struct stat *status)
{
    g_autofree char *folder = g_path_get_dirname(path);

    return stat(folder, status) == 0;
}

bool exs_files_is_same(const char *a, const char *b)
{
    g_autofree char *a_base = g_path_get_basename(a), *b_base = g_path_get_basename(b);
    struct stat status, folder;

    if (stat(a, &status) == 0 && is_same(&status, b))
        return true;
    return strcmp(a_base, b_base) == 0 && stat_folder(a, &status) && stat_folder(b, &folder) &&
           status.st_dev == folder.st_dev && status.st_ino == folder.st_ino;
}

bool exs_files_may_write(const char *path, bool force, char *const *inputs, size_t count,
                         GError **error)
{
    g_autofree char *shown = exs_files_shown(path), *folder = g_path_get_dirname(path);
    struct stat status;

    if (strcmp(path, "-") == 0)
        return true;
    if (stat(path, &status) == 0) {
        for (size_t i = 0; i < count; i++)
            if (is_same(&status, inputs[i]))
                return exs_fail(error, EXS_ERROR_USAGE,
                                "%s is an input and cannot be the output too", shown);
        if (!S_ISREG(status.st_mode))
            return exs_fail(error, EXS_ERROR_USAGE, "%s is not a regular file", shown);
        if (!force)
            return exs_fail(error, EXS_ERROR_USAGE, "%s exists; -f overwrites it", shown);
    }
    if (stat(folder, &status) != 0)
        return fail_file(path, g_strerror(errno), error);
    if (!S_ISDIR(status.st_mode))
        return fail_file(path, g_strerror(ENOTDIR), error);
    return true;
}

bool exs_files_write(const char *path, const GString *content, GError **error)
{
    GError *reason = NULL;

    if (!path || strcmp(path, "-") == 0) {
        if (fwrite(content->str, 1, content->len, stdout) == content->len && fflush(stdout) == 0)
            return true;
        return exs_fail(error, EXS_ERROR_FILE, "standard output: %s", g_strerror(errno));
    }
    if (g_file_set_contents_full(path, content->str, (gssize)content->len,
                                 G_FILE_SET_CONTENTS_CONSISTENT, 0666, &reason))
        return true;
    exs_fail(error, EXS_ERROR_FILE, "%s", reason->message);
    g_error_free(reason);
    return false;
}

/* ---- data ---- */

char *exs_files_data(void)
{
    const char *named = g_getenv("EXSIM_DATA");
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *tree = NULL;
    char *found = NULL;

    if (named && *named)
        return g_strdup(named);
    if (program) {
        g_autofree char *folder = g_path_get_dirname(program);
        g_autofree char *up = g_build_filename(folder, "..", "..", NULL);

        tree = g_canonicalize_filename(up, NULL);
    }
    for (const char *const *root = (const char *const[]){tree ? tree : "", EXS_DATA_DIR, NULL};
         *root && !found; root++) {
        g_autofree char *scenarios = g_build_filename(*root, "scenarios", NULL);

        if (**root && g_file_test(scenarios, G_FILE_TEST_IS_DIR))
            found = g_strdup(*root);
    }
    return found;
}

bool exs_files_make_folder(const char *folder, GError **error)
{
    return g_mkdir(folder, 0777) == 0 || g_file_test(folder, G_FILE_TEST_IS_DIR) ||
           fail_file(folder, g_strerror(errno), error);
}
