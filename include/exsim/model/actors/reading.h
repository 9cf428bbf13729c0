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
#include "exsim/model/routing/restrict.h"

typedef struct ExsMta ExsMta;

/* What an MTA has read: nothing yet. */
GArray *exs_readings_new(void);

/* Is what was read then still believed: `latency` says for how long, where the rule is in force. */
bool exs_reading_holds(const ExsMta *mta, ExsTime read, ExsSetting latency, ExsRule rule);

/* The home server as this MTA knows it. */
const ExsServer *exs_reading_home(ExsMta *mta, const ExsRecipient *recipient);
/* Nobody is there: the directory will be asked the next time. */
EXS_COLD void exs_reading_forget(ExsMta *mta, const ExsRecipient *recipient);
/* The alternate recipient as this MTA knows it, NULL: none; `has_both`: the first one gets it, too.
 */
const ExsRecipient *exs_reading_alternate(ExsMta *mta, const ExsRecipient *recipient,
                                          bool *has_both);

/* ---- Accept and Reject lists (mta_senders.c) ---- */

typedef struct ExsSenderReadings ExsSenderReadings;

ExsSenderReadings *exs_sender_readings_new(void);
void exs_sender_readings_free(ExsSenderReadings *readings);
/* The MTA starts: it has read nothing. */
void exs_sender_readings_forget(ExsMta *mta);

/* How the message's originator stands to the lists of a recipient, as this MTA knows them: it takes
 * its time for that. */
EXS_COLD ExsStanding exs_mta_standing(ExsMta *mta, const ExsRecipient *recipient,
                                      const ExsMessage *message);
/* The same for a connector that has lists. */
EXS_COLD ExsStanding exs_mta_standing_by(ExsMta *mta, const ExsConnector *connector,
                                         const ExsMessage *message);
/* The rule by which such a connector is no route for the copy, EXS_RULE_NONE: it is one. The MTA
 * may have to end over that (mta->ends_by). `is_redirected`: as exs_restrict_sender() has it. */
EXS_COLD ExsRule exs_mta_barred_by(ExsMta *mta, const ExsConnector *connector,
                                   const ExsTransfer *transfer, bool is_redirected);

/* Mail for a mailbox of this server goes to its alternate recipient instead: the envelope is
 * readdressed, and to be resolved (mta_redirect.c). Or also: another copy goes there. */
typedef enum {
    EXS_REDIRECT_NONE,
    EXS_REDIRECT_AWAY,
    EXS_REDIRECT_LOOP,
    EXS_REDIRECT_PROHIBITED
} ExsRedirect;

ExsRedirect exs_mta_redirect(ExsMta *mta, ExsTransfer *transfer, ExsEnvelope *envelope);
