/* prelude.c - finds the Lua library that scenarios are written in (see bind.h).
 *
 * The data folder has lua/exsim: EXSIM_DATA, the source tree of this build, or the installed
 * share/exsim.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/bind/bind.h"

#define PROGRAM "/proc/self/exe"

/* Where the data may lie, seen from the folder of the program: one of the build, an installed one.
 */
static const char *const places[] = {"../..", "../share/exsim"};

/* The folder of the modules if it is below `root`, else NULL. (owned by the caller) */
static char *modules_below(const char *root)
{
    char *folder = g_build_filename(root, "lua", "exsim", NULL);

    if (g_file_test(folder, G_FILE_TEST_IS_DIR))
        return folder;
    g_free(folder);
    return NULL;
}

static char *find_modules(GError **error)
{
    const char *named = g_getenv("EXSIM_DATA");
    g_autofree char *program = g_file_read_link(PROGRAM, NULL);
    g_autofree char *folder = g_path_get_dirname(program ? program : "");
    g_autofree char *quoted = NULL;
    char *found = NULL;

    if (named && *named) {
        found = modules_below(named);
        quoted = exs_quote(named);
        if (!found)
            exs_fail(error, EXS_ERROR_FILE, "EXSIM_DATA is %s, which has no folder lua/exsim",
                     quoted);
        return found;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(places) && !found; i++) {
        g_autofree char *root = g_build_filename(folder, places[i], NULL);

        found = modules_below(root);
    }
#ifdef EXS_DATA_DIR
    if (!found)
        found = modules_below(EXS_DATA_DIR);
#endif
    if (!found)
        exs_fail(error, EXS_ERROR_FILE,
                 "the library of scenarios, lua/exsim, is not found: set EXSIM_DATA to its folder");
    return found;
}

/* "init.lua" is the module "exsim", "world.lua" is "exsim.world". */
static bool preload_file(ExsSandbox *sandbox, const char *folder, const char *file, GError **error)
{
    g_autofree char *path = g_build_filename(folder, file, NULL);
    g_autofree char *base = g_strndup(file, strlen(file) - strlen(".lua"));
    g_autofree char *name =
        strcmp(base, "init") == 0 ? g_strdup("exsim") : g_strconcat("exsim.", base, NULL);
    g_autofree char *text = NULL;
    g_autoptr(GError) reason = NULL;
    gsize length;

    if (!g_file_get_contents(path, &text, &length, &reason))
        return exs_fail(error, EXS_ERROR_FILE, "%s", reason->message);
    exs_sandbox_preload(sandbox, name, text, length);
    return true;
}

bool exs_bind_preload(ExsSandbox *sandbox, GError **error)
{
    g_autofree char *folder = find_modules(error);
    g_autoptr(GError) reason = NULL;
    g_autoptr(GDir) files = NULL;
    const char *file;

    if (!folder)
        return false;
    files = g_dir_open(folder, 0, &reason);
    if (!files)
        return exs_fail(error, EXS_ERROR_FILE, "%s", reason->message);
    while ((file = g_dir_read_name(files)) != NULL) {
        if (!g_str_has_suffix(file, ".lua") || g_str_has_prefix(file, "meta"))
            continue; /* meta*.lua is for editors */
        if (!preload_file(sandbox, folder, file, error))
            return false;
    }
    return true;
}
