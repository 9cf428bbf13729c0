/* commands.c - the table of commands.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/cli/commands.h"

#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/kernel/suggest.h"

#define BIT(name) EXS_OPT_BIT(name)
#define MANY      10000000u

/* clang-format off */
const ExsCommand exs_commands[] = {
    {"run", "FILE|FOLDER...",
     "runs scenarios and says which expectations passed",
     "Runs each scenario on every product of its header and in every case, and prints each "
     "expectation as PASS or FAIL. The last line says how many of all passed; the line before "
     "is the fingerprint of all that happened.\nFolders are searched for *.lua; - reads standard "
     "input.",
     "exsim run scenarios/kb/reroute --product \"5.5 SP4\" --timeline",
     EXS_OPTS_RUN | EXS_OPTS_OUTPUT | BIT(FILTER) | BIT(FAIL_FAST) | BIT(WITHOUT) | BIT(TIMELINE) |
         BIT(NO_TIMELINE) | BIT(ALL) | BIT(RECORD) | BIT(DETAIL) | BIT(JSON) | BIT(JOBS) | BIT(QUIET) | BIT(COLOR),
     1, MANY, exs_cmd_run},
    {"check", "FILE|FOLDER...",
     "builds scenarios without running them: finds misspelt names",
     "Parses each scenario, builds its organisation for every product and case, looks at what it "
     "expects, and goes through drive without letting anything happen: what run:at and run:every "
     "call is not called. So misspelt names and impossible times are found.",
     "exsim check scenarios",
     BIT(PRODUCT) | BIT(CASE) | BIT(JSON) | BIT(JOBS) | BIT(QUIET),
     1, MANY, exs_cmd_check},
    {"mutants", "FILE|FOLDER...",
     "runs scenarios with each rule they rest on off: does one fail?",
     "A scenario's header names the rules that it rests on. Each is switched off in turn; it is "
     "killed if an expectation fails in at least one product and case, else it survived: the "
     "scenario does not really test it. An error or a limit is no kill.",
     "exsim mutants scenarios/kb -j 2",
     BIT(PRODUCT) | BIT(SEED) | BIT(JSON) | BIT(JOBS) | BIT(QUIET) | BIT(VERBOSE),
     1, MANY, exs_cmd_mutants},
    {"explain", "FILE|RECORD --message NAME",
     "tells why a message went where it went, decision by decision",
     "Runs the scenario (the last product of its header, the first case that has the message), or "
     "reads a record (.exr, .ndjson), and shows for every routing decision about the message the "
     "candidates, the step that felled each, and the connectors that were never considered.",
     "exsim explain run.exr --message x400",
     EXS_OPTS_RUN | EXS_OPTS_OUTPUT | BIT(WITHOUT) | BIT(MESSAGE) | BIT(AT) | BIT(JSON),
     1, 1, exs_cmd_explain},
    {"report", "FILE|RECORD [-o FILE]",
     "writes the whole record as .txt or .json",
     "Runs the scenario (the last product of its header, the first case), or reads a record (.exr, "
     ".ndjson), and writes it as a report. The ending of the file chooses; on standard output "
     "--format does.",
     "exsim report run.exr -o run.json",
     EXS_OPTS_RUN | EXS_OPTS_OUTPUT | BIT(WITHOUT) | BIT(FORMAT) | BIT(ALL) | BIT(JSON),
     1, 1, exs_cmd_report},
    {"facts", "[ARTICLE|RULE|WORD]",
     "lists published rules, settings, events; with source and module",
     "Without a word, every fact there is. With an article's number, the id of a rule "
     "(SECURED_STAYS), a setting, an event's number: what it is, since which build, where it is "
     "published, the module that asks it and the scenarios that rest on it. Any other word is "
     "looked for in the texts.",
     "exsim facts SECURED_STAYS",
     BIT(JSON), 0, 1, exs_cmd_facts},
    {"help", "[COMMAND]",
     "shows this list, or what a command takes",
     "Shows the list of commands, or one command's page.",
     "exsim help run", 0, 0, 1, exs_cmd_help},
    {"version", "",
     "prints the version",
     "Prints the version of exsim; with --json also those of what it stands on.",
     "exsim version --json", BIT(JSON), 0, 0, exs_cmd_version},
    {.name = NULL},
};
/* clang-format on */

const ExsCommand *exs_command_find(const char *name)
{
    for (const ExsCommand *command = exs_commands; command->name; command++)
        if (strcmp(command->name, name) == 0)
            return command;
    return NULL;
}

bool exs_command_fail(const char *name, GError **error)
{
    const char *names[G_N_ELEMENTS(exs_commands)];
    g_autofree char *quoted = exs_quote(name);
    const char *near;
    size_t count = 0;

    for (const ExsCommand *command = exs_commands; command->name; command++)
        names[count++] = command->name;
    near = exs_suggest(name, names, count);
    return near ? exs_fail(error, EXS_ERROR_USAGE, "unknown command %s; did you mean '%s'?", quoted,
                           near)
                : exs_fail(error, EXS_ERROR_USAGE, "unknown command %s; `exsim help` lists them",
                           quoted);
}
