/* restrict.h - size limits; whose mail a connector or a recipient takes; what a connector is barred
 * to by kind and priority, or waits for.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/connector.h"
#include "exsim/model/org/limits.h"
#include "exsim/model/org/server.h"
#include "exsim/model/routing/bounce.h"
#include "exsim/model/routing/member.h"

/* Why a message is not let through: the cause that the report has, and what stands in its way. */
typedef struct {
    ExsCause cause;
    const char *page; /* as the property page calls it: "Message size limit" */
    int64_t limit;    /* bytes; 0: it is no number */
} ExsRefusal;

/* Is the message too large to cross an MTA with this policy? */
bool exs_restrict_mta(const ExsPolicy *policy, const ExsMessage *message);

/* Is it too large for the connector, as the MTA tests it? */
bool exs_restrict_connector(const ExsPolicy *policy, const ExsConnector *connector,
                            const ExsMessage *message);

/* The rule by which a connector does not take a message of this kind and priority;
 * EXS_RULE_NONE: it does. */
ExsRule exs_restrict_bar(const ExsPolicy *policy, const ExsConnector *connector,
                         const ExsMessage *message);

/* Are Accept and Reject lists asked for the message? A report has no originator. */
bool exs_restrict_asks(const ExsPolicy *policy, const ExsMessage *message);

/* The rule by which a connector does not take mail of an originator who stands so to its lists.
 * `is_redirected`: it goes to somebody's alternate recipient, by a connector of the MTA's own
 * server. */
ExsRule exs_restrict_sender(const ExsPolicy *policy, ExsStanding standing, bool is_redirected);

/* The rule, one of `list`, that bars an originator with this O/R address from a connector: each of
 * its fields is one of the address's. (owned by the caller); NULL: none does. "o=ACME;ou1=Sales;"
 */
char *exs_restrict_originator(const ExsPolicy *policy, const char *list, const ExsAddress *x400);

/* Why a connector was no route for a message: too large, or else its lists. */
void exs_restrict_why(const ExsConnector *connector, bool too_large, ExsStanding standing,
                      ExsRefusal *refusal);

/* Does a gateway send back what comes in by it? Its pages may hold for one way only. */
bool exs_restrict_inbound(const ExsPolicy *policy, const ExsConnector *connector,
                          const ExsMessage *message, ExsStanding standing, ExsRefusal *refusal);

/* Does the MTA not let the message through to a recipient? `by_list`: it was reached by one. */
bool exs_restrict_recipient(const ExsPolicy *policy, const ExsRecipient *recipient,
                            const ExsMessage *message, ExsStanding standing, bool by_list,
                            ExsRefusal *refusal);

/* Does the store take no message from, or for, this mailbox? */
bool exs_restrict_submission(const ExsPolicy *policy, const ExsMessage *message,
                             ExsRefusal *refusal);
bool exs_restrict_delivery(const ExsPolicy *policy, const ExsRecipient *recipient,
                           const ExsMessage *message, ExsRefusal *refusal);

/* Does mail wait in the connector's queue until there is more of it? */
bool exs_restrict_gathers(const ExsPolicy *policy, const ExsConnector *connector,
                          const ExsQueue *queue);

/* May urgent mail go all the same? */
bool exs_restrict_urgent_passes(const ExsPolicy *policy, const ExsConnector *connector);
