/* exit.h - exit codes, messages on standard error, and the signals that stop a run.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <sys/types.h>

/* The exit code that an error stands for; for EXS_ERROR_STOPPED 128 plus the signal. */
int exs_exit_code(const GError *error);

/* The worse of two: signals, then 70 > 5 > 4 > 3 > 2 > 1 > 0. */
int exs_exit_worse(int a, int b);

/* One line "exsim: ..." on standard error; control characters are shown escaped. */
void exs_complain(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* Complains of the error and returns its exit code. */
int exs_complain_of(const GError *error);

/* SIGINT and SIGTERM: the first asks the running scenario to stop and passes the signal on to the
 * children that are watched; the second kills at once, children too. */
void exs_signals_install(void);

/* The signal caught, or 0. */
int exs_signals_caught(void);

/* A child process that signals are passed on to. There is room for EXS_JOBS_MAX. */
void exs_signals_watch(pid_t child);
void exs_signals_unwatch(pid_t child);

/* In a child, after fork(): its parent's children are not its own. */
void exs_signals_forget(void);

#define EXS_JOBS_MAX 1024
