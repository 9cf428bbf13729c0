/* cmd_gwart.c - `exsim gwart`: routing tables as text files.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/report/gwart.h"

#include "exsim/cli/commands.h"
#include "exsim/cli/subject.h"

static bool tell(const ExsRecord *record, const ExsOptions *options, ExsTime at, uint32_t site,
                 GString *out, GError **error)
{
    const ExsGwartOptions asked = {.at = at,
                                   .site = site,
                                   .previous = exs_has(options, PREVIOUS),
                                   .json = exs_has(options, JSON)};

    return exs_gwart(record, &asked, out, error);
}

int exs_cmd_gwart(const ExsOptions *options)
{
    return exs_subject_tell(options, "site", options->site, tell);
}
