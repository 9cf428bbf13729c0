/* expand.h - where a distribution list is expanded, for whom, to whom, and who hears of failures.
 *
 * Pure: the actor moves the mail (actors/mta_expand.c). Order: the size of the list object, then
 * what else forbids it, then expansion. Nested lists are members like any: the copies go through
 * routing again, and only then are expanded.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/expansion.h"
#include "exsim/model/org/list.h"
#include "exsim/model/routing/bounce.h"

typedef enum {
    EXS_EXPAND_HERE,
    EXS_EXPAND_IN_SITE, /* on another server of the site */
    EXS_EXPAND_AWAY,    /* in its home site, where the routing table leads */
    EXS_EXPAND_NOT,
} ExsExpandPlace;

typedef struct {
    ExsExpandPlace place;
    const ExsServer *server; /* HERE, IN_SITE: that one */
    ExsCause cause;          /* NOT: why */
    ExsRule rule;            /* that decides it; EXS_RULE_NONE: none needed to */
} ExsExpandVerdict;

/* Where the MTA of `server` has a list expanded, that a recipient of this message is. */
ExsExpandVerdict exs_expand_where(const ExsServer *server, const ExsMessage *message,
                                  const ExsEnvelope *envelope);

/* Is a nested list tested against the list that it is in, and not against the originator? */
bool exs_expand_misreads(const ExsPolicy *policy, const ExsEnvelope *envelope);

/* Are the Accept and Reject lists of a list not asked, for the way that it is addressed? */
bool exs_expand_untested(const ExsPolicy *policy, const ExsEnvelope *envelope);

/* What becomes of a member that the list has. `is_new`: the MTA sees it for the first time among
 * the message's recipients. EXS_RULE_NONE: it gets its copy; else the rule that leaves it out. */
ExsRule exs_expand_member(const ExsPolicy *policy, const ExsExpansion *by,
                          const ExsRecipient *member, bool is_new);

/* What an MTA has read of a list. */
typedef struct {
    uint32_t when_changed;
    bool is_afar; /* the list or a member is of another site */
    ExsTime read; /* when */
} ExsExpandMemory;

/* Is that still taken for its members, now, and with this When-Changed in the directory? */
bool exs_expand_remembers(const ExsPolicy *policy, const ExsExpandMemory *memory,
                          uint32_t when_changed, ExsTime now);

/* Does one mailbox of each list get nothing of this message? */
bool exs_expand_loses_one(const ExsPolicy *policy, const ExsMessage *message);

/* Does the MTA end when it expands a list with so many lists in it? */
bool exs_expand_breaks(const ExsPolicy *policy, uint32_t nested);
/* The same of a copy for so many recipients, that its originator named. */
bool exs_expand_overflows(const ExsPolicy *policy, uint32_t recipients);
/* Over how many members of lists in its work queue the MTA ends as it expands one more; 0: over no
 * number. */
uint64_t exs_expand_storm(const ExsPolicy *policy);
/* How many times longer does each member take, where there are so many? */
uint32_t exs_expand_slowness(const ExsPolicy *policy, uint32_t members);
/* Does the expansion miss something of a message that came in by this? NULL: by none. */
bool exs_expand_misses(const ExsPolicy *policy, const ExsConnector *way_in);

/* Who is told of a recipient that its mail did not reach. */
typedef struct {
    bool originator;
    GPtrArray *owners; /* const ExsRecipient *: of lists that it was reached by (owned) */
} ExsExpandReport;

/* `from_gateway`: a gateway gives it back. The caller frees the owners. */
ExsExpandReport exs_expand_report(const ExsPolicy *policy, const ExsEnvelope *envelope,
                                  ExsCause cause, bool from_gateway);
