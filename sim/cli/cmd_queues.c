/* cmd_queues.c - `exsim queues`: the queues at one time.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/report/queues.h"

#include "exsim/cli/commands.h"
#include "exsim/cli/subject.h"

static bool tell(const ExsRecord *record, const ExsOptions *options, ExsTime at, uint32_t server,
                 GString *out, GError **error)
{
    const ExsQueuesOptions asked = {.at = at,
                                    .server = server,
                                    .messages = exs_has(options, VERBOSE),
                                    .json = exs_has(options, JSON)};

    return exs_queues(record, &asked, out, error);
}

int exs_cmd_queues(const ExsOptions *options)
{
    return exs_subject_tell(options, "server", options->server, tell);
}
