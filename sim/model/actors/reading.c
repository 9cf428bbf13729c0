/* reading.c - see reading.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/reading.h"

#include "exsim/model/actors/mta.h"
#include "exsim/model/org/directory.h"

#define NEVER_READ (-1)

typedef struct {
    const ExsServer *home;
    ExsTime home_read;
    const ExsRecipient *alternate;
    bool has_both;
    ExsTime alternate_read;
} Reading;

static Reading *reading_of(ExsMta *mta, const ExsRecipient *recipient)
{
    Reading *reading = g_hash_table_lookup(mta->readings, recipient);

    if (reading)
        return reading;
    reading = g_new0(Reading, 1);
    reading->home_read = reading->alternate_read = NEVER_READ;
    g_hash_table_insert(mta->readings, (gpointer)recipient, reading);
    return reading;
}

/* Is what was read then still believed? */
static bool holds(const ExsMta *mta, ExsTime read, ExsSetting latency, ExsRule rule)
{
    return read != NEVER_READ && exs_rule(&mta->server->policy, rule) &&
           exs_world_now(mta->world) - read < exs_setting(&mta->server->settings, latency);
}

const ExsServer *exs_reading_home(ExsMta *mta, const ExsRecipient *recipient)
{
    Reading *reading = reading_of(mta, recipient);

    if (!holds(mta, reading->home_read, EXS_SETTING_DS_READ_LATENCY, EXS_RULE_DS_READ_CACHED)) {
        reading->home = exs_directory_home(mta->server, recipient);
        reading->home_read = exs_world_now(mta->world);
    }
    return reading->home;
}

void exs_reading_forget(ExsMta *mta, const ExsRecipient *recipient)
{
    reading_of(mta, recipient)->home_read = NEVER_READ;
}

const ExsRecipient *exs_reading_alternate(ExsMta *mta, const ExsRecipient *recipient,
                                          bool *has_both)
{
    Reading *reading = reading_of(mta, recipient);

    if (!holds(mta, reading->alternate_read, EXS_SETTING_ALTERNATE_LATENCY,
               EXS_RULE_ALTERNATE_CACHED)) {
        reading->alternate = recipient->alternate;
        reading->has_both = recipient->has_both;
        reading->alternate_read = exs_world_now(mta->world);
    }
    *has_both = reading->has_both;
    return reading->alternate;
}
