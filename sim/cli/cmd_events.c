/* cmd_events.c - `exsim events`: the Windows NT application log.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/report/events.h"

#include "exsim/cli/commands.h"
#include "exsim/cli/subject.h"

static bool tell(const ExsRecord *record, const ExsOptions *options, ExsTime at, uint32_t server,
                 GString *out, GError **error)
{
    const ExsEventsOptions asked = {.until = at, .server = server, .json = exs_has(options, JSON)};

    return exs_events(record, &asked, out, error);
}

int exs_cmd_events(const ExsOptions *options)
{
    return exs_subject_tell(options, "server", options->server, tell);
}
