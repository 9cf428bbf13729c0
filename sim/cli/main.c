/* main.c - the way into a command.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "exsim/cli/commands.h"
#include "exsim/cli/exit.h"
#include "exsim/cli/files.h"
#include "exsim/kernel/error.h"
#include "exsim/kernel/rooms.h"

static int show_page(const ExsCommand *command)
{
    g_autoptr(GString) page = g_string_new(NULL);
    g_autoptr(GError) error = NULL;

    exs_help_command(command, page);
    return exs_files_write(NULL, page, &error) ? EXS_EXIT_OK : exs_complain_of(error);
}

static bool check_count(const ExsCommand *command, const ExsOptions *options, GError **error)
{
    g_autofree char *quoted = NULL;

    if (options->argument_count < command->minimum)
        return exs_fail(error, EXS_ERROR_USAGE, "%s needs %s; see `exsim help %s`", command->name,
                        command->arguments, command->name);
    if (options->argument_count <= command->maximum)
        return true;
    quoted = exs_quote(options->arguments[command->maximum]);
    return exs_fail(error, EXS_ERROR_USAGE, "%s: one argument too many: %s; see `exsim help %s`",
                    command->name, quoted, command->name);
}

static int run_command(const ExsCommand *command, char **words)
{
    g_auto(ExsOptions) options = {.given = 0};
    g_autoptr(GError) error = NULL;

    if (!exs_options_parse(&options, command->options, words, &error))
        return exs_complain_of(error);
    if (exs_has(&options, HELP))
        return show_page(command);
    if (!check_count(command, &options, &error))
        return exs_complain_of(error);
    return command->run(&options);
}

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : NULL;
    g_autoptr(GError) error = NULL;
    const ExsCommand *command;
    int code;

    exs_rooms_keep_pages();
    exs_signals_install();
    if (!name) {
        g_autoptr(GString) help = g_string_new(NULL);

        exs_help_commands(help);
        fputs(help->str, stderr);
        return EXS_EXIT_USAGE;
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        name = "help";
    if (strcmp(name, "--version") == 0)
        name = "version";
    command = exs_command_find(name);
    if (!command) {
        exs_command_fail(name, &error);
        return exs_complain_of(error);
    }
    code = run_command(command, argv + 2);
    exs_files_cleanup();
    if (fflush(stdout) != 0 && code == EXS_EXIT_OK) {
        exs_complain("standard output: cannot be written");
        code = EXS_EXIT_FILE;
    }
    return code;
}
