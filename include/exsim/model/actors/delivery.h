/* delivery.h - the MTA's queues for its own server: Private and Public Information Store, Directory
 * Service.
 *
 * Each is served on its own, one message after the other: the two of the information store while
 * that runs. Private is there from the beginning, the others since there was mail for them.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/message.h"
#include "exsim/model/org/server.h"

typedef enum {
    EXS_DELIVERY_PRIVATE,
    EXS_DELIVERY_PUBLIC,
    EXS_DELIVERY_DIRECTORY,
    EXS_DELIVERIES,
} ExsDeliveryKind;

typedef struct {
    ExsMta *mta;
    ExsQueue *queue;       /* NULL: nothing came yet */
    ExsEventId delivering; /* its end; 0: none */
} ExsDelivery;

void exs_delivery_init(ExsMta *mta);

/* The queue for this recipient of the server, made when first needed. */
ExsQueue *exs_delivery_queue(ExsMta *mta, const ExsRecipient *recipient);

/* Is it one of these? */
bool exs_delivery_owns(const ExsMta *mta, const ExsQueue *queue);

/* May this one be served now? */
bool exs_delivery_may(const ExsDelivery *delivery);

/* Mail came into the queue: looks whether there is something to do. False: it is none of these. */
bool exs_delivery_kick_queue(ExsMta *mta, const ExsQueue *queue);
/* The same of all of them: a service started. */
void exs_delivery_kick(ExsMta *mta);
/* A delivery under way is broken off: the mail stays in the queue. */
void exs_delivery_break_off(ExsMta *mta);
