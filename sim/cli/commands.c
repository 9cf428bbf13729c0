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
         BIT(NO_TIMELINE) | BIT(ALL) | BIT(BY_MESSAGE) | BIT(RECORD) | BIT(DETAIL) | BIT(JSON) | BIT(JUNIT) | BIT(JOBS) | BIT(QUIET) | BIT(COLOR),
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
     "writes a run as a page, as text, as data; or two runs side by side",
     "Runs the scenario (the last product of its header, the first case), or reads a record (.exr, "
     ".ndjson), and writes it as a report. The ending of the file chooses; on standard output "
     "--format does. With --products the scenario is run on two products, and the report (.html, "
     ".txt or .json) says where the two part, and by which rule.",
     "exsim report run.exr -o run.html",
     EXS_OPTS_RUN | EXS_OPTS_OUTPUT | BIT(PRODUCTS) | BIT(WITHOUT) | BIT(FORMAT) | BIT(ALL) | BIT(BY_MESSAGE) | BIT(JSON),
     1, 1, exs_cmd_report},
    {"queues", "FILE|RECORD [--at TIME]",
     "shows the queues at one time, as the administrator sees them",
     "Runs the scenario (the last product of its header, the first case), or reads a record (.exr, "
     ".ndjson), and shows every queue of the MTAs, stores and gateways: how many messages wait, "
     "since when the oldest does, and how old they are. Without --at, at the end of the run; -v "
     "names each message.",
     "exsim queues run.exr --at 09:59 --server HUB1",
     EXS_OPTS_RUN | EXS_OPTS_OUTPUT | BIT(WITHOUT) | BIT(AT) | BIT(SERVER) | BIT(VERBOSE) | BIT(JSON),
     1, 1, exs_cmd_queues},
    {"track", "FILE|RECORD [--message NAME]",
     "shows the path of messages in Exchange's tracking events",
     "Runs the scenario, or reads a record, and shows what the tracking logs of the servers would "
     "hold: the events of each message and of the reports on it, with the numbers of the release "
     "that each server runs. --log writes the daily files, yyyymmdd.log, in Exchange's own format; "
     "with --server those of one server.",
     "exsim track run.exr --message x400",
     EXS_OPTS_RUN | EXS_OPTS_OUTPUT | BIT(WITHOUT) | BIT(MESSAGE) | BIT(SERVER) | BIT(LOG) | BIT(JSON),
     1, 1, exs_cmd_track},
    {"events", "FILE|RECORD [--server NAME]",
     "shows the Windows NT application log of the servers",
     "Runs the scenario, or reads a record, and shows the events that the servers logged: time, "
     "type, source, category, number, computer, text.",
     "exsim events run.exr --server HUB1",
     EXS_OPTS_RUN | EXS_OPTS_OUTPUT | BIT(WITHOUT) | BIT(AT) | BIT(SERVER) | BIT(JSON),
     1, 1, exs_cmd_events},
    {"gwart", "FILE|RECORD [--site NAME]",
     "shows the routing tables of sites in the layout of GWART0.MTA",
     "Runs the scenario, or reads a record, and prints the routing table of a site as the text file "
     "GWART0.MTA shows it: type, address space, cost, and the connectors on the way. Without --at, "
     "at the end of the run; --previous prints GWART1.MTA, the table before its last change. JSON "
     "also says from which site's table each row came, and since when it stands.",
     "exsim gwart run.exr --site SEATTLE --at 09:59",
     EXS_OPTS_RUN | EXS_OPTS_OUTPUT | BIT(WITHOUT) | BIT(AT) | BIT(SITE) | BIT(PREVIOUS) | BIT(JSON),
     1, 1, exs_cmd_gwart},
    {"diff", "A B | FILE --products A,B",
     "finds where two runs part: two files, or one on two products",
     "Aligns two runs message by message and shows the first thing that differs, with the rule "
     "behind it, then what else differs. Each of A and B is a scenario or a record; with "
     "--products one scenario is run on two products, and rules that hold on one of them alone are "
     "tried in turn. -o x.html writes a page. The exit code is 1 if they differ.",
     "exsim diff my.lua --products \"5.5 SP1,5.5 SP3\"",
     EXS_OPTS_RUN | EXS_OPTS_OUTPUT | BIT(PRODUCTS) | BIT(WITHOUT) | BIT(JSON) | BIT(COLOR),
     1, 2, exs_cmd_diff},
    {"lint", "FILE [--at TIME]",
     "finds what is wrong with an organisation before any mail runs",
     "Builds the organisation of the scenario (the last product of its header, the first case) and "
     "looks for what the articles warn of: address spaces that match nothing or the wrong mail, "
     "scopes and locations that leave no route, least cost routes only, links of which one end "
     "refuses or both wait, mail that nobody carries. With --at, as it stands at that time of the "
     "run. Each finding is a paragraph: what is wrong, the rule with its article, what to change. "
     "The exit code is 1 if there is one.",
     "exsim lint scenarios/training/a-day-with-outages.lua",
     EXS_OPTS_OUTPUT | BIT(PRODUCT) | BIT(CASE) | BIT(SEED) | BIT(AT) | BIT(JSON),
     1, 1, exs_cmd_lint},
    {"kb", "list [WORD] | show ARTICLE | run [ARTICLE...] | matrix [-o FILE]",
     "the gallery: published articles as scenarios",
     "list: the articles that have a scenario, or those with the word in number, class or title.\n"
     "show: what an article states, beside what its scenario checks and whether it holds.\n"
     "run: runs the scenarios of these articles, or all, as `exsim run` does.\n"
     "matrix: writes all as a page (HTML), article by product; with -o kb.html the reports that its "
     "cells link to stand in the folder kb.",
     "exsim kb list reroute",
     BIT(PRODUCT) | BIT(FILTER) | BIT(FAIL_FAST) | BIT(JSON) | BIT(JUNIT) | BIT(JOBS) | BIT(QUIET) | BIT(COLOR) | EXS_OPTS_OUTPUT,
     1, MANY, exs_cmd_kb},
    {"new", "ARTICLE [-o FILE]",
     "writes the skeleton of a scenario",
     "Writes a small scenario that `exsim check` accepts, to be made into what the article says. "
     "ARTICLE is Q and six digits.",
     "exsim new QNNNNNN -o my.lua",
     EXS_OPTS_OUTPUT, 1, 1, exs_cmd_new},
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
    {"completion", "bash",
     "prints what makes a shell complete commands and options",
     "Prints a script for bash: load it with `source <(exsim completion bash)`.",
     "exsim completion bash > ~/.local/share/bash-completion/completions/exsim",
     0, 1, 1, exs_cmd_completion},
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
