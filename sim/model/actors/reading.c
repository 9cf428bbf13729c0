/* reading.c - see reading.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/reading.h"

#include "exsim/model/actors/mta.h"
#include "exsim/model/org/directory.h"

typedef struct {
    const ExsServer *home; /* NULL: not read, or to be read again */
    ExsTime home_read;
    const ExsRecipient *alternate;
    ExsTime alternate_read;
    bool has_both;
    bool has_alternate; /* what stands above was read */
} Reading;

GArray *exs_readings_new(void)
{
    return g_array_new(FALSE, TRUE, sizeof(Reading));
}

static Reading *reading_of(ExsMta *mta, const ExsRecipient *recipient)
{
    if (G_UNLIKELY(recipient->number >= mta->readings->len))
        g_array_set_size(mta->readings, recipient->number + 1);
    return &g_array_index(mta->readings, Reading, recipient->number);
}

bool exs_reading_holds(const ExsMta *mta, ExsTime read, ExsSetting latency, ExsRule rule)
{
    return exs_rule(&mta->server->policy, rule) &&
           exs_world_now(mta->world) - read < exs_setting(&mta->server->settings, latency);
}

const ExsServer *exs_reading_home(ExsMta *mta, const ExsRecipient *recipient)
{
    Reading *reading = reading_of(mta, recipient);

    if (!reading->home || !exs_reading_holds(mta, reading->home_read, EXS_SETTING_DS_READ_LATENCY,
                                             EXS_RULE_DS_READ_CACHED)) {
        reading->home = exs_directory_home(mta->server, recipient);
        reading->home_read = exs_world_now(mta->world);
    }
    return reading->home;
}

void exs_reading_forget(ExsMta *mta, const ExsRecipient *recipient)
{
    reading_of(mta, recipient)->home = NULL;
}

const ExsRecipient *exs_reading_alternate(ExsMta *mta, const ExsRecipient *recipient,
                                          bool *has_both)
{
    Reading *reading = reading_of(mta, recipient);

    if (!reading->has_alternate ||
        !exs_reading_holds(mta, reading->alternate_read, EXS_SETTING_ALTERNATE_LATENCY,
                           EXS_RULE_ALTERNATE_CACHED)) {
        reading->has_alternate = true;
        reading->alternate = recipient->alternate;
        reading->has_both = recipient->has_both;
        reading->alternate_read = exs_world_now(mta->world);
    }
    *has_both = reading->has_both;
    return reading->alternate;
}
