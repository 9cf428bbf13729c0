/* reading.h - what an MTA last read of the directory about a recipient, and how long it believes
 * it.
 *
 * The directory is asked again when what was read is older than the registry allows: 60 seconds for
 * the home server, ten minutes for the alternate recipient, both from the reading (ours).
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/kernel/cold.h"
#include "exsim/model/org/world.h"

typedef struct ExsMta ExsMta;

/* What an MTA has read: nothing yet. */
GArray *exs_readings_new(void);

/* The home server as this MTA knows it. */
const ExsServer *exs_reading_home(ExsMta *mta, const ExsRecipient *recipient);
/* Nobody is there: the directory will be asked the next time. */
EXS_COLD void exs_reading_forget(ExsMta *mta, const ExsRecipient *recipient);
/* The alternate recipient as this MTA knows it, NULL: none; `has_both`: the first one gets it, too.
 */
const ExsRecipient *exs_reading_alternate(ExsMta *mta, const ExsRecipient *recipient,
                                          bool *has_both);

/* Mail for a mailbox of this server goes to its alternate recipient instead: the envelope is
 * readdressed, and to be resolved (mta_redirect.c). Or also: another copy goes there. */
typedef enum {
    EXS_REDIRECT_NONE,
    EXS_REDIRECT_AWAY,
    EXS_REDIRECT_LOOP,
    EXS_REDIRECT_PROHIBITED
} ExsRedirect;

ExsRedirect exs_mta_redirect(ExsMta *mta, ExsTransfer *transfer, ExsEnvelope *envelope);
