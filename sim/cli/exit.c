/* exit.c - see exit.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/cli/exit.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "exsim/bind/scenario.h"
#include "exsim/cli/commands.h"
#include "exsim/kernel/error.h"

static volatile sig_atomic_t caught;
static volatile pid_t children[EXS_JOBS_MAX]; /* 0: free */

int exs_exit_code(const GError *error)
{
    if (error->domain != EXS_ERROR)
        return EXS_EXIT_FILE; /* GLib's own are about files here */
    switch ((ExsErrorCode)error->code) {
    case EXS_ERROR_LIMIT:
    case EXS_ERROR_LIVELOCK:
        return EXS_EXIT_LIMIT;
    case EXS_ERROR_FILE:
    case EXS_ERROR_FORMAT:
        return EXS_EXIT_FILE;
    case EXS_ERROR_USAGE:
        return EXS_EXIT_USAGE;
    case EXS_ERROR_STOPPED:
        return EXS_EXIT_SIGNAL + (caught ? caught : SIGINT);
    case EXS_ERROR_SCRIPT:
    case EXS_ERROR_PARSE:
    case EXS_ERROR_UNKNOWN:
    case EXS_ERROR_DUPLICATE:
    case EXS_ERROR_RANGE:
    case EXS_ERROR_STATE:
        break;
    }
    return EXS_EXIT_SCENARIO;
}

int exs_exit_worse(int a, int b)
{
    return MAX(a, b); /* the codes were chosen in this order */
}

void exs_complain(const char *format, ...)
{
    g_autoptr(GString) line = g_string_new("exsim: ");
    g_autofree char *message = NULL;
    va_list arguments;

    va_start(arguments, format);
    message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    exs_escape_append(line, message);
    g_string_append_c(line, '\n');
    fflush(stdout); /* keeps the order where both go to one place */
    fputs(line->str, stderr);
}

int exs_complain_of(const GError *error)
{
    exs_complain("%s", error->message);
    return exs_exit_code(error);
}

/* ---- signals ---- */

static void on_stop(int number)
{
    if (!caught) {
        caught = number;
        exs_scenario_interrupt();
    } else {
        for (size_t i = 0; i < EXS_JOBS_MAX; i++)
            if (children[i])
                kill(children[i], SIGKILL);
        _exit(EXS_EXIT_SIGNAL + number);
    }
    for (size_t i = 0; i < EXS_JOBS_MAX; i++)
        if (children[i])
            kill(children[i], number);
}

/* Only what a signal handler may call. */
static void on_bug(int number)
{
    static const char text[] =
        "exsim: this is a bug in exsim; please report what it was run with\n";
    ssize_t ignored = write(STDERR_FILENO, text, sizeof text - 1);

    (void)ignored;
    (void)number;
    _exit(EXS_EXIT_BUG);
}

#if defined(__SANITIZE_ADDRESS__)
#define HAS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_SANITIZER 1
#endif
#endif

void exs_signals_install(void)
{
    static const int bugs[] = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL};
    static char stack_of_handler[65536];
    struct sigaction action;

    memset(&action, 0, sizeof action);
    sigemptyset(&action.sa_mask);
    action.sa_handler = on_stop;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_DFL); /* `exsim ... | head`: gone without a word */
#ifndef HAS_SANITIZER
    sigaltstack(&(stack_t){.ss_sp = stack_of_handler, .ss_size = sizeof stack_of_handler}, NULL);
    action.sa_handler = on_bug;
    action.sa_flags = SA_ONSTACK;
    for (size_t i = 0; i < G_N_ELEMENTS(bugs); i++)
        sigaction(bugs[i], &action, NULL);
#else
    (void)bugs;
    (void)stack_of_handler;
    (void)on_bug;
#endif
}

int exs_signals_caught(void)
{
    return caught;
}

void exs_signals_watch(pid_t child)
{
    for (size_t i = 0; i < EXS_JOBS_MAX; i++) {
        if (children[i])
            continue;
        children[i] = child;
        return;
    }
    g_assert_not_reached();
}

void exs_signals_unwatch(pid_t child)
{
    for (size_t i = 0; i < EXS_JOBS_MAX; i++)
        if (children[i] == child)
            children[i] = 0;
}

void exs_signals_forget(void)
{
    for (size_t i = 0; i < EXS_JOBS_MAX; i++)
        children[i] = 0;
}
