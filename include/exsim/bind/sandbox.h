/* sandbox.h - a Lua state in which a stranger's script can neither hang, nor grow, nor differ.
 *
 * Text chunks only; the base, string, table, math, utf8 and coroutine libraries without what
 * reaches outside or varies from run to run; `require` knows "exsim". Every limit is sticky:
 * once hit, the script can do nothing more, and a caller sees it even if it was swallowed.
 * Stock Lua is linked: the limits are an allocator, a count hook, and replaced functions.
 * The process must stay in the C locale (Lua compares strings and prints numbers by it).
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <lua.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "exsim/kernel/error.h"
#include "exsim/kernel/random.h"

typedef struct ExsSandbox ExsSandbox;

typedef struct {
    size_t memory;          /* bytes, at least 1 MiB; 0: 64 MiB */
    uint64_t instructions;  /* in all; 0: 400 million */
    uint64_t pattern_steps; /* of one call; 0: 10 million. In all they count as instructions */
    unsigned cpu_seconds;   /* between two signs of life; 0: no watchdog. One per process */
    uint64_t allocations;   /* for tests: those after this many fail; 0: none */
} ExsSandboxLimits;

#define EXS_SANDBOX_CPU_SECONDS 60

/* NULL: the defaults, with a watchdog. */
ExsSandbox *exs_sandbox_new(const ExsSandboxLimits *limits);
void exs_sandbox_free(ExsSandbox *sandbox);

/* The thread that runs now: the main one, or the coroutine that called. */
lua_State *exs_sandbox_lua(const ExsSandbox *sandbox);
ExsSandbox *exs_sandbox_from(lua_State *L);

/* Compiles a scenario and pushes it. A byte order mark, a first line that begins with '#' and
 * CR LF are accepted. `name` is the file's, for messages. Fails with EXS_ERROR_PARSE or
 * EXS_ERROR_LIMIT; then nothing is pushed. */
bool exs_sandbox_load(ExsSandbox *sandbox, const char *name, const char *text, size_t length,
                      GError **error);

/* Calls what was pushed, like lua_pcall(). Fails with EXS_ERROR_SCRIPT, or EXS_ERROR_LIMIT if a
 * limit was hit, even if the script returned; then function, arguments and results are gone.
 * Messages are one line, with the scenario's file and line where there is one. */
bool exs_sandbox_call(ExsSandbox *sandbox, int arguments, int results, GError **error);

/* A script that swallowed a limit has hit it all the same. */
bool exs_sandbox_limit_hit(const ExsSandbox *sandbox);

/* Ends the script for good with an error of this code; `text` is its message. Returns; the
 * script ends at its next instruction. For limits of the model ("limit hit: 100 messages"). */
void exs_sandbox_trip(ExsSandbox *sandbox, ExsErrorCode code, const char *text);

/* Ends the script with EXS_ERROR_STOPPED. May be called from a signal handler. */
void exs_sandbox_interrupt(ExsSandbox *sandbox);

/* A sign of life for the watchdog: work outside Lua goes on. Every call of the script is one. */
void exs_sandbox_touch(ExsSandbox *sandbox);

/* Counts work done in C for the script as so many instructions; raises when they are too many. */
void exs_sandbox_charge(lua_State *L, uint64_t instructions);

/* Makes the text a module of the library: run when first required, and only once. Scenario
 * scripts can require "exsim"; modules can require each other. The name must be new. */
void exs_sandbox_preload(ExsSandbox *sandbox, const char *name, const char *text, size_t length);

/* Pops a value and makes it what `require` gives for this name. May raise a Lua error. */
void exs_sandbox_add_module(ExsSandbox *sandbox, const char *name);

/* Pushes what `require` gives for this name to a module of the library, by running it if need
 * be. Fails like exs_sandbox_call(). */
bool exs_sandbox_require(ExsSandbox *sandbox, const char *name, GError **error);

/* Receives each line that the script prints, without the newline. NULL: dropped. */
typedef void (*ExsPrintFunc)(void *data, const char *line, size_t length);
void exs_sandbox_set_print(ExsSandbox *sandbox, ExsPrintFunc print, void *data);

/* Where math.random draws from. */
void exs_sandbox_set_random(ExsSandbox *sandbox, ExsStream stream);

/* Pushes the value as text, as `tostring` does here: never with an address. May raise. */
const char *exs_sandbox_push_text(lua_State *L, int index, size_t *length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ExsSandbox, exs_sandbox_free)
