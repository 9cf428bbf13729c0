/* message.h - a message and its recipients; one copy of it under way.
 *
 * A message is immutable once sent. A copy (transfer) carries it for some of its recipients and
 * stands in one place at a time; each recipient that is still open belongs to exactly one copy.
 * When the last recipient is settled and the last copy gone, the message goes too.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/facts/flaws.h"
#include "exsim/facts/rules.h"
#include "exsim/kernel/cold.h"
#include "exsim/kernel/engine.h"
#include "exsim/model/org/recipient.h"

typedef struct ExsConnector ExsConnector;
typedef struct ExsExpansion ExsExpansion;         /* org/expansion.h */
typedef struct ExsExpansions ExsExpansions;       /* the same */
typedef struct ExsLetter ExsLetter;               /* org/letter.h */
typedef struct ExsExternalTrace ExsExternalTrace; /* org/external_trace.h */
typedef struct ExsQueue ExsQueue;
typedef struct ExsRedirection ExsRedirection; /* org/redirection.h */
typedef struct ExsTransfer ExsTransfer;
typedef struct ExsWorld ExsWorld;

typedef enum {
    EXS_PRIORITY_URGENT,
    EXS_PRIORITY_NORMAL,
    EXS_PRIORITY_NONURGENT,
    EXS_PRIORITY_COUNT,
} ExsPriority;

typedef enum {
    EXS_MESSAGE,
    EXS_MESSAGE_PROBE,
    EXS_MESSAGE_REPORT,
    EXS_MESSAGE_SYSTEM
} ExsMessageKind;

bool exs_priority_parse(const char *text, ExsPriority *out,
                        GError **error); /* "urgent" "normal" "non-urgent" */
const char *exs_priority_name(ExsPriority priority);
bool exs_message_kind_parse(const char *text, ExsMessageKind *out, GError **error);

/* Where a recipient of a message has come to. */
typedef enum {
    EXS_FATE_OPEN, /* a copy carries it */
    EXS_FATE_DELIVERED,
    EXS_FATE_RETURNED,
    EXS_FATE_EXPANDED,
    EXS_FATE_DISCARDED,
    EXS_FATE_COUNT,
} ExsFate;

typedef struct {
    const ExsAddress *typed; /* as the sender wrote it */
    const ExsAddress *dn;    /* once resolved: what routing knows of it, each may be NULL */
    const ExsAddress *dda;
    const ExsAddress *x400;
    const ExsRecipient *recipient; /* a mailbox of ours; NULL: it is not, or not resolved */
    const ExsRecipient *custom;    /* the custom recipient that it was written to; NULL: none */
    const ExsExpansion *by;        /* the list that it was reached by; NULL: written to itself */
    ExsTransfer *carrier;          /* the copy responsible for it; NULL: settled, or none yet */
    ExsFate fate;
    bool has_copy;                    /* another went to its alternate recipient */
    const ExsRedirection *redirected; /* whose alternate recipient this is; NULL: nobody's */
    uint32_t resolved_at; /* the number of the server that did it last, plus one; 0: none yet */
} ExsEnvelope;

typedef struct ExsMessage ExsMessage;
struct ExsMessage {
    ExsMessage *newer, *older; /* among all messages of the world */
    uint32_t serial;           /* from 1 */
    ExsMessageKind kind;
    ExsPriority priority;
    uint32_t about;       /* a report: the message that it reports on */
    bool is_malformed;    /* some stores choke on it, and its content cannot be converted */
    uint8_t flaw;         /* ExsFlaw: what else is wrong with it */
    int64_t size;         /* bytes */
    int64_t header;       /* bytes of that: what a gateway writes of sender and recipients */
    ExsTime submitted;    /* by the clock of the sender's server */
    ExsTime not_before;   /* deferred delivery, by the same clock; 0: at once */
    ExsTime latest;       /* latest delivery, by the same clock; 0: none */
    bool no_reassignment; /* the originator prohibits alternate recipients */
    bool is_old_client;   /* sent by the Exchange 4.0 client */
    bool no_expansion;    /* the originator prohibits the expansion of lists */
    bool discloses;       /* the originator has its recipients disclosed to each other */
    bool is_reply;        /* its recipients were taken over from another message */
    bool is_kept;         /* what a reply to it would take over is kept (replied.h) */
    bool wants_receipt;   /* the originator asks for a receipt of its delivery */
    bool is_receipt;      /* a report that is one: it was delivered */
    bool is_automatic;    /* a mailbox answers by itself */
    bool has_no_path;     /* over SMTP it is from <>, whatever its header says */
    bool is_for_nobody;   /* a report on such: it is addressed to <> */
    uint32_t form;        /* an interned name; 0: one of the standard forms */
    const ExsAddress *originator;
    const ExsRecipient *sender; /* the mailbox that it is; NULL: none of ours */
    const ExsServer *origin;    /* where it came into the organisation; its MTS-ID names it */
    const ExsConnector *way_in; /* the gateway it came in by; a report: what it reports on did */
    ExsLetter *letter; /* what one Directory Service writes to another (owned); NULL: ordinary */
    ExsExpansions *expansions; /* of the lists among its recipients (shared); NULL: none yet */
    uint32_t open;             /* recipients not settled */
    uint32_t copies;           /* transfers under way */
    uint32_t count;
    ExsEnvelope to[];
};

/* How often a copy has tried a connector and target. */
typedef struct {
    uint32_t connector; /* object id; 0: none (a server of the site) */
    uint32_t target;
    uint32_t tries;
} ExsTry;

/* An MTA that a copy has been at. */
typedef struct {
    uint32_t mta : 30;          /* the number of its server */
    uint32_t is_rerouted : 1;   /* it sent the copy another way than it had chosen */
    uint32_t is_redirected : 1; /* or to somebody else: an alternate recipient, a list's members */
} ExsVisit;

#define EXS_VISITS_FEW 4

struct ExsTransfer {
    ExsTransfer *next, *previous; /* in its queue; in an ExsTransferList `next` alone */
    ExsTransfer *newer, *older;   /* among all copies of the world */
    ExsMessage *message;
    ExsQueue *queue;               /* that it stands in; NULL: under way or at work */
    const ExsConnector *came_by;   /* the connector that brought it from another site; NULL: none */
    const ExsServer *came_from;    /* the server of this site that handed it over; NULL: none */
    const ExsConnector *routed_by; /* that it waits for, here or on another server; NULL: none */
    const ExsAddress *from_dn; /* the originator as this copy has it, where that is no more what */
    const ExsAddress *from_x400;     /* the message has: either may be NULL, not both */
    const ExsConnector *unconverted; /* for which its content could not be converted; NULL: none */
    bool is_spoilt;                  /* by that: what it carries is no message any more */
    ExsTry *tries;
    uint16_t try_count, try_room;
    uint16_t hops;
    uint16_t passes;              /* by the system beyond a gateway, which sent it back in */
    uint16_t received;            /* lines of SMTP hosts that it has been at */
    uint16_t records;             /* of hops and turns, in P1 */
    uint16_t turns;               /* those of turns at this MTA's connectors: they fill its disk */
    uint64_t *disk;               /* where that MTA counts all such records (borrowed) */
    uint16_t attempts;            /* to send it over the association that is open */
    bool is_rerouted;             /* in this MTA */
    bool lost_importance;         /* it came over X.400 or by a gateway, which know priority only */
    bool was_kept;                /* a reroute in this MTA found no other route for it */
    uint32_t table_version;       /* of the routing table that it was routed by */
    bool is_held;                 /* an actor works on it where it stands */
    bool is_early;                /* the MTA does: it takes its time for later than now */
    bool is_unreadable;           /* its object in this MTA's database is */
    bool is_logged;               /* and the MTA has said so */
    ExsEventId event;             /* the gateway's next step with it; 0: none */
    ExsTime queued;               /* since when in its queue */
    ExsTime due;                  /* a gateway's retry: not before */
    const ExsQueue *resume_queue; /* RTS: where a broken transfer may go on; NULL: nowhere */
    int64_t resume_from;          /* RTS: bytes that have arrived */
    ExsTime resume_until;         /* RTS: later than this it begins again from byte 0 */
    uint32_t round;               /* a gateway's retry: how often tried */
    uint32_t count;               /* recipients it is responsible for */
    uint32_t *which; /* their places in message->to; its own array where there are several */
    uint32_t only;
    uint16_t visit_count, visit_room; /* the internal trace; room 0: `few` has it */
    ExsVisit *visits;                 /* its own array, where there are more than a few */
    ExsVisit few[EXS_VISITS_FEW];
    ExsExternalTrace *external; /* NULL: it has not left the organisation (owned) */
};

/* Copies at work in the order they came: no queue of the record. Zero: empty. */
typedef struct {
    ExsTransfer *first, *last;
    uint32_t count;
} ExsTransferList;

/* A new message of normal priority, submitted now. The world owns it until it is settled. Over the
 * world's limit the run is asked to end; a message is made all the same. */
ExsMessage *exs_message_new(ExsWorld *world, const ExsAddress *originator, uint32_t count);

/* The same message once more, serial number and all, for other recipients: as `head` says. */
ExsMessage *exs_message_again(ExsWorld *world, const ExsMessage *head, uint32_t count);

/* What is needed to make the message again when it is gone: it, without recipients. (owned by the
 * caller) */
EXS_COLD ExsMessage *exs_message_head(const ExsMessage *message);
EXS_COLD void exs_message_head_free(ExsMessage *head); /* may be NULL */

/* "C=US;A= ;P=ORG;L=HUB1-980302090000Z-17". (owned by the caller) */
EXS_COLD char *exs_message_mts_id(const ExsWorld *world, const ExsMessage *message);

/* A copy for `count` recipients, which must be open (`which` is copied; NULL: the first `count`):
 * their carrier from now. */
ExsTransfer *exs_transfer_new(ExsWorld *world, ExsMessage *message, const uint32_t *which,
                              uint32_t count);
/* Another copy like `model` (ways, hops, tries, retries), for these recipients, which are no longer
 * the model's: end it. It stands in no queue. */
ExsTransfer *exs_transfer_split(ExsWorld *world, const ExsTransfer *model, const uint32_t *which,
                                uint32_t count);
/* Ends a copy that stands in no queue and whose recipients are settled or have another carrier. A
 * message that is settled goes with its last copy. */
void exs_transfer_end(ExsWorld *world, ExsTransfer *transfer);

/* Ends a copy, with its recipients, of which nobody is told: "discarded" by this actor. `why` is a
 * text of the record. */
EXS_COLD void exs_transfer_discard(ExsWorld *world, ExsTransfer *transfer, uint32_t actor,
                                   ExsRule rule, uint32_t why);

/* Settles one recipient (place in message->to). It must be open. A message without copies goes with
 * its last recipient. */
void exs_message_settle(ExsWorld *world, ExsMessage *message, uint32_t place, ExsFate fate);

/* The originator as the copy has it: its DN and its address in X.400 or of another type; NULL: it
 * has none such. */
void exs_transfer_originator(const ExsTransfer *transfer, const ExsAddress **dn,
                             const ExsAddress **x400);

/* Tries of this connector and target by this copy. */
uint32_t exs_transfer_tries(const ExsTransfer *transfer, uint32_t connector, uint32_t target);
EXS_COLD void exs_transfer_add_try(ExsTransfer *transfer, uint32_t connector, uint32_t target);
void exs_transfer_forget_tries(ExsTransfer *transfer);

/* The internal trace: every MTA of the organisation that the copy has been at, in order. */
const ExsVisit *exs_transfer_trace(const ExsTransfer *transfer);
/* It is at this one now. Where it was already: begun anew, not rerouted any more. */
void exs_transfer_visit(ExsTransfer *transfer, uint32_t mta);
/* The MTA where it is sends it another way. */
void exs_transfer_mark_rerouted(ExsTransfer *transfer);
/* It sends it to others than it was written to. */
void exs_transfer_mark_redirected(ExsTransfer *transfer);
/* A new copy for others goes on where `before` is, with its traces, internal and external. */
void exs_transfer_follow(ExsTransfer *transfer, const ExsTransfer *before);
/* Did an MTA of the trace send it another way, the last `but` of them left out? */
bool exs_transfer_was_rerouted(const ExsTransfer *transfer, size_t but);
/* It leaves the organisation, which takes the trace off, and P1. */
void exs_transfer_leave(ExsTransfer *transfer);
/* P1 grows by the record of a turn at a connector of the MTA that counts such records here. */
void exs_transfer_add_turn(ExsTransfer *transfer, uint64_t *disk);
/* The MTA where it made them is rid of its file. */
void exs_transfer_forget_turns(ExsTransfer *transfer);
void exs_transfer_list_append(ExsTransferList *list, ExsTransfer *transfer);
/* Takes the first; NULL if there is none. */
ExsTransfer *exs_transfer_list_take(ExsTransferList *list);

/* Frees all messages and copies, wherever they stand: the world goes. */
void exs_messages_clear(ExsWorld *world);
