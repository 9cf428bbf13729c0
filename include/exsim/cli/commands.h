/* commands.h - the commands: what each is called, takes and does.
 *
 * One file a command, sim/cli/cmd_*.c; the table in commands.c lists them.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/cli/options.h"

/* What the process returns. Over several files the worst counts: see exs_exit_worse(). */
typedef enum {
    EXS_EXIT_OK = 0,
    EXS_EXIT_FAILED = 1,   /* an expectation failed, a mutant survived, `diff` found a difference */
    EXS_EXIT_USAGE = 2,    /* a command line that makes no sense */
    EXS_EXIT_SCENARIO = 3, /* the scenario is wrong */
    EXS_EXIT_LIMIT = 4,
    EXS_EXIT_FILE = 5,
    EXS_EXIT_BUG = 70,
    EXS_EXIT_SIGNAL = 128, /* plus the signal's number */
} ExsExit;

typedef struct {
    const char *name;
    const char *arguments; /* "FILE|FOLDER..." */
    const char *summary;   /* one line, for the list of commands */
    const char *details;   /* paragraphs, separated by newlines */
    const char *example;
    unsigned options;          /* EXS_OPT_... bits it takes */
    unsigned minimum, maximum; /* how many arguments */
    int (*run)(const ExsOptions *options);
} ExsCommand;

int exs_cmd_run(const ExsOptions *options);
int exs_cmd_check(const ExsOptions *options);
int exs_cmd_mutants(const ExsOptions *options);
int exs_cmd_explain(const ExsOptions *options);
int exs_cmd_report(const ExsOptions *options);
int exs_cmd_queues(const ExsOptions *options);
int exs_cmd_track(const ExsOptions *options);
int exs_cmd_events(const ExsOptions *options);
int exs_cmd_diff(const ExsOptions *options);
int exs_cmd_lint(const ExsOptions *options);
int exs_cmd_kb(const ExsOptions *options);
int exs_cmd_new(const ExsOptions *options);
int exs_cmd_completion(const ExsOptions *options);
int exs_cmd_facts(const ExsOptions *options);
int exs_cmd_gwart(const ExsOptions *options);
int exs_cmd_help(const ExsOptions *options);
int exs_cmd_version(const ExsOptions *options);

/* The table, ended by a row without a name. */
extern const ExsCommand exs_commands[];

/* NULL if there is none. */
const ExsCommand *exs_command_find(const char *name);

/* Fails with EXS_ERROR_USAGE: "unknown command rnu; did you mean 'run'?". */
bool exs_command_fail(const char *name, GError **error);

/* Appends the list of commands, or one command's page. */
void exs_help_commands(GString *out);
void exs_help_command(const ExsCommand *command, GString *out);
