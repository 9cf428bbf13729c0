/* cmd_completion.c - `exsim completion`: what makes a shell complete commands and options.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/cli/commands.h"
#include "exsim/cli/exit.h"
#include "exsim/cli/files.h"
#include "exsim/kernel/error.h"
#include "exsim/report/report.h"

/* Values where the word before is an option; files and folders otherwise. */
static const char head[] =
    "# bash completion for exsim: source <(exsim completion bash)\n"
    "_exsim() {\n"
    "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
    "    local command=${COMP_WORDS[1]} words=\n"
    "    COMPREPLY=()\n"
    "    case $before in\n"
    "        --color) words='auto always never' ;;\n"
    "        --detail) words='none verdict full' ;;\n"
    "        --format) words='";

static const char after_format[] =
    "' ;;\n"
    "    esac\n"
    "    if [[ $words ]]; then\n"
    "        mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
    "        return\n"
    "    fi\n"
    "    if ((COMP_CWORD == 1)); then\n";

static const char middle[] =
    "        mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
    "        return\n"
    "    fi\n"
    "    if [[ $word == -* ]]; then\n"
    "        case $command in\n";

static const char tail[] =
    "        esac\n"
    "        mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
    "        return\n"
    "    fi\n"
    "    if ((COMP_CWORD == 2)); then\n"
    "        case $command in\n"
    "            kb) words='list show run matrix' ;;\n"
    "            completion) words=bash ;;\n"
    "            help) words=$(exsim help | sed -n 's/^  \\([a-z]*\\) .*/\\1/p') ;;\n"
    "        esac\n"
    "        if [[ $words ]]; then\n"
    "            mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
    "            return\n"
    "        fi\n"
    "    fi\n"
    "    compopt -o filenames 2> /dev/null\n"
    "    mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
    "}\n"
    "complete -F _exsim exsim\n";

static void append_bash(GString *out)
{
    g_autoptr(GString) endings = g_string_new(NULL);

    g_string_append(out, head);
    exs_report_endings(" ", endings);
    g_string_replace(endings, ".", "", 0); /* --format takes them without, too */
    g_string_append(out, endings->str);
    g_string_append(out, after_format);
    g_string_append(out, "        words='");
    for (const ExsCommand *command = exs_commands; command->name; command++)
        g_string_append_printf(out, "%s%s", command == exs_commands ? "" : " ", command->name);
    g_string_append_printf(out, "'\n%s", middle);
    for (const ExsCommand *command = exs_commands; command->name; command++) {
        g_autoptr(GString) words = g_string_new(NULL);

        exs_options_words(command->options, words);
        g_string_append_printf(out, "            %s) words='%s' ;;\n", command->name, words->str);
    }
    g_string_append(out, tail);
}

int exs_cmd_completion(const ExsOptions *options)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GError) error = NULL;

    if (strcmp(options->arguments[0], "bash") != 0) {
        g_autofree char *quoted = exs_quote(options->arguments[0]);

        exs_complain("there is no completion for %s, only for bash", quoted);
        return EXS_EXIT_USAGE;
    }
    append_bash(out);
    return exs_files_write(NULL, out, &error) ? EXS_EXIT_OK : exs_complain_of(error);
}
