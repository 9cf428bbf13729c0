/* cmd_help.c - `exsim help`: the list of commands, or one command's page.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/cli/commands.h"
#include "exsim/cli/exit.h"
#include "exsim/cli/files.h"
#include "exsim/cli/wrap.h"

void exs_help_commands(GString *out)
{
    g_string_append(out, "usage: exsim COMMAND [OPTION...] [ARGUMENT...]\n\n"
                         "Simulates mail routing of Exchange 4.0, 5.0 and 5.5, as published.\n\n");
    for (const ExsCommand *command = exs_commands; command->name; command++) {
        g_autofree char *head = g_strdup_printf("  %-10s", command->name);

        exs_wrap(out, head, 14, command->summary);
    }
    g_string_append(
        out, "\n`exsim help COMMAND` tells more. Exit codes: 0 all passed, 1 something failed,\n"
             "2 usage, 3 the scenario is wrong, 4 a limit, 5 a file, 70 a bug in exsim,\n"
             "130 and 143 stopped by SIGINT and SIGTERM.\n");
}

void exs_help_command(const ExsCommand *command, GString *out)
{
    g_autofree char *usage = g_strdup_printf("usage: exsim %s", command->name);
    g_autofree char *rest = g_strdup_printf("[OPTION...] %s", command->arguments);

    exs_wrap(out, usage, (size_t)g_utf8_strlen(usage, -1) + 1, rest);
    g_string_append_c(out, '\n');
    exs_wrap(out, "", 0, command->details);
    g_string_append(out, "\noptions:\n");
    exs_options_help(command->options, out);
    g_string_append_printf(out, "\nexample:\n  %s\n", command->example);
}

int exs_cmd_help(const ExsOptions *options)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    const char *name = options->arguments[0];
    const ExsCommand *command = name ? exs_command_find(name) : NULL;

    if (name && !command) {
        exs_command_fail(name, &error);
        return exs_complain_of(error);
    }
    if (command)
        exs_help_command(command, out);
    else
        exs_help_commands(out);
    return exs_files_write(NULL, out, &error) ? EXS_EXIT_OK : exs_complain_of(error);
}
