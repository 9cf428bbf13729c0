/* sandbox.c - see sandbox.h.
 *
 * SPDX-License-Identifier: MIT */
#include "support/sandbox.h"

#include <string.h>

static const char library[] = "local space = require 'exsim.space'\n"
                              "return { space = space, name = 'exsim' }\n";

static const char space_library[] = "local space = {}\n"
                                    "function space.fail(text) error(text) end\n"
                                    "function space.index(x) return x.y end\n"
                                    "function space.globals() return print, require end\n"
                                    "function space.circle() return require 'exsim.circle' end\n"
                                    "return space\n";

ExsSandbox *test_sandbox_new(const ExsSandboxLimits *limits)
{
    static const ExsSandboxLimits ordinary;
    ExsSandbox *sandbox = exs_sandbox_new(limits ? limits : &ordinary);

    exs_sandbox_preload(sandbox, "exsim", library, strlen(library));
    exs_sandbox_preload(sandbox, "exsim.space", space_library, strlen(space_library));
    exs_sandbox_preload(sandbox, "exsim.circle", "return require 'exsim.circle'", 29);
    return sandbox;
}

bool test_sandbox_run_bytes(ExsSandbox *sandbox, const char *text, size_t length, GError **error)
{
    return exs_sandbox_load(sandbox, "test.lua", text, length, error) &&
           exs_sandbox_call(sandbox, 0, 0, error);
}

bool test_sandbox_run(ExsSandbox *sandbox, const char *text, GError **error)
{
    return test_sandbox_run_bytes(sandbox, text, strlen(text), error);
}
