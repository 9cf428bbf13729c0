/* sandbox.h - a sandbox with a library of two modules, for tests.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/bind/sandbox.h"

/* NULL: the defaults, without a watchdog. */
ExsSandbox *test_sandbox_new(const ExsSandboxLimits *limits);

/* Loads the text as "test.lua" and calls it. */
bool test_sandbox_run(ExsSandbox *sandbox, const char *text, GError **error);
bool test_sandbox_run_bytes(ExsSandbox *sandbox, const char *text, size_t length, GError **error);
