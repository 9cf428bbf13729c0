/* cmd_version.c - `exsim version`.
 *
 * SPDX-License-Identifier: MIT */
#include <jansson.h>
#include <lua.h>

#include "exsim/cli/commands.h"
#include "exsim/cli/exit.h"
#include "exsim/cli/files.h"
#include "exsim/record/record.h"

int exs_cmd_version(const ExsOptions *options)
{
    g_autoptr(GString) out = g_string_new("exsim " EXS_VERSION "\n");
    g_autoptr(GError) error = NULL;

    if (exs_has(options, JSON)) {
        json_t *json =
            json_pack("{s:s, s:i, s:s, s:s, s:s}", "version", EXS_VERSION, "record_format",
                      EXS_RECORD_VERSION, "lua", LUA_VERSION_MAJOR "." LUA_VERSION_MINOR, "glib",
                      G_STRINGIFY(GLIB_MAJOR_VERSION) "." G_STRINGIFY(GLIB_MINOR_VERSION),
                      "jansson", JANSSON_VERSION);
        g_autofree char *text = json_dumps(json, JSON_INDENT(2));

        g_string_printf(out, "%s\n", text);
        json_decref(json);
    }
    return exs_files_write(NULL, out, &error) ? EXS_EXIT_OK : exs_complain_of(error);
}
