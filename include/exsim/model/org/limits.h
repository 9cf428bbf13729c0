/* limits.h - what the pages Delivery Restrictions, Delivery Options and Limits say of a directory
 * object: from whom it takes mail, and how much.
 *
 * Few objects have any: a holder without them has a NULL pointer, and that is all it costs.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/recipient.h"

/* Accept messages from; Reject messages from. An empty list restricts nothing; a list on it means
 * its members. */
typedef struct ExsSenders {
    GPtrArray *accept, *reject; /* const ExsRecipient * (owned) */
} ExsSenders;

struct ExsLimits {
    ExsSenders senders;
    int64_t incoming, outgoing; /* bytes of a message; 0: no limit */
    int64_t no_send;    /* bytes stored, Prohibit send: above it the mailbox sends nothing */
    int64_t no_receive; /* the same: nor does it receive; 0: the store's own limits hold */
};

/* (owned by the caller) */
ExsSenders *exs_senders_new(void);
void exs_senders_free(ExsSenders *senders);
/* Both lists are empty: it may be left out. */
bool exs_senders_is_empty(const ExsSenders *senders);

/* The recipient's own, made when first asked for. */
ExsLimits *exs_recipient_limits(ExsRecipient *recipient);
void exs_limits_free(ExsLimits *limits);

/* The senders that a recipient restricts; NULL: none. */
const ExsSenders *exs_recipient_senders(const ExsRecipient *recipient);
