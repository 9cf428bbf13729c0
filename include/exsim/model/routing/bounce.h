/* bounce.h - which diagnostic a failure earns, and whether anybody is told.
 *
 * The text that users read names the diagnostic, not the cause: so the cause is kept beside it.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/facts/diagnostics.h"
#include "exsim/model/org/message.h"

typedef enum {
    EXS_CAUSE_BAD_ADDRESS,
    EXS_CAUSE_POSTAL_ADDRESS,       /* an O/R address that the MTA does not take from the store */
    EXS_CAUSE_NO_SURNAME,           /* one without a surname */
    EXS_CAUSE_SENDER_NO_X400,       /* the sender has no X.400 proxy */
    EXS_CAUSE_NO_X400,              /* somebody who has no X.400 proxy */
    EXS_CAUSE_UNKNOWN_RECIPIENT,    /* in our own address space, and nobody has it */
    EXS_CAUSE_MEMBER_GONE,          /* a list has it, and the directory has it no more */
    EXS_CAUSE_LIST_TOO_LARGE,       /* over the limit of the list object */
    EXS_CAUSE_LIST_NO_X400,         /* a list without an X.400 proxy */
    EXS_CAUSE_LIST_RESTRICTED,      /* the list takes no mail of the originator */
    EXS_CAUSE_EXPANSION_PROHIBITED, /* by the originator */
    EXS_CAUSE_NO_EXPANSION_SERVER,  /* the list's was deleted */
    EXS_CAUSE_REDIRECTION_LOOP,     /* alternate recipients send it round */
    EXS_CAUSE_REASSIGNMENT_PROHIBITED, /* there is an alternate recipient, and it may not go there
                                        */
    EXS_CAUSE_NO_ROUTE,                /* no address space matches */
    EXS_CAUSE_LOCAL_SPACE,  /* within the site's own X.400 addresses, and nobody has it */
    EXS_CAUSE_NO_WAY_ON,    /* routes there are, and none may be taken */
    EXS_CAUSE_REROUTED,     /* rerouted before, and no way on from here */
    EXS_CAUSE_SPOILT,       /* what is known of its way is wrong: it has none left */
    EXS_CAUSE_UNCONVERTED,  /* its content could not be converted */
    EXS_CAUSE_UNDOWNGRADED, /* its recipients could not be, for a connector of 1984 */
    EXS_CAUSE_P1_FULL,      /* that, so often that P1 has no more room */
    EXS_CAUSE_TOO_LARGE,    /* for this MTA, or for every connector that is left */
    EXS_CAUSE_BARRED,       /* its kind or priority, by every connector that is left */
    EXS_CAUSE_SHORT,        /* the same, for what the MTA itself had too few of */
    EXS_CAUSE_EXHAUSTED,    /* every connector tried to its maximum */
    EXS_CAUSE_HOP_LIMIT,
    EXS_CAUSE_LOOP,             /* it came back to an MTA that it had been at */
    EXS_CAUSE_LOOP_IN_SITE,     /* to a site */
    EXS_CAUSE_LOOP_OUTSIDE,     /* to the organisation */
    EXS_CAUSE_FOREIGN_LOOP,     /* a foreign X.400 system says so */
    EXS_CAUSE_FOREIGN_CRITICAL, /* or that it does not take bilateral information */
    EXS_CAUSE_UNRESOLVED,       /* from another mail system, for nobody of the organisation */
    EXS_CAUSE_LOOPBACK,         /* the Internet Mail Service would send to itself */
    EXS_CAUSE_RECEIVED_LINES,   /* it has as many as it may have */
    EXS_CAUSE_NOT_HERE,         /* by SMTP, for nobody of the organisation */
    EXS_CAUSE_HOST_REFUSED,     /* SMTP 5xx */
    EXS_CAUSE_NO_MAILBAG,       /* no post office of the gateway has the address */
    EXS_CAUSE_MALFORMED,        /* what the recipient's address was made into is none */
    EXS_CAUSE_HOST_UNKNOWN,     /* no such domain */
    EXS_CAUSE_FOREIGN_UNKNOWN,  /* a foreign X.400 system does not know the address */
    EXS_CAUSE_LIFE_OVER,        /* older than its life in the MTA */
    EXS_CAUSE_TIMED_OUT,        /* a gateway's time-out */
    EXS_CAUSE_TRANSFER_TIMEOUT, /* so many seconds a K are over */
    EXS_CAUSE_NO_RETRY,         /* a gateway whose retry list is 0 */

    EXS_CAUSE_SUBMITTED_TOO_LARGE,  /* for the MTA that the store submits it to */
    EXS_CAUSE_CAME_TOO_LARGE,       /* for an MTA that it crosses */
    EXS_CAUSE_LIMIT_FORGOTTEN,      /* for every connector that is left, and that is not said */
    EXS_CAUSE_MAILBOX_LIMIT,        /* for a mailbox; the sender's is full */
    EXS_CAUSE_MAILBOX_LIMIT_OLD,    /* the same, as old stores say it */
    EXS_CAUSE_MAILBOX_FULL,         /* it receives nothing */
    EXS_CAUSE_IMS_LIMIT,            /* for an Internet Mail Service */
    EXS_CAUSE_HEADER_LIMIT,         /* its header, for a gateway */
    EXS_CAUSE_MAILBAG_FULL,         /* of MS Mail */
    EXS_CAUSE_TOO_MANY,             /* recipients */
    EXS_CAUSE_ORIGINATOR_BARRED,    /* by a connector that it came in by */
    EXS_CAUSE_RESTRICTED,           /* the sender, by the recipient */
    EXS_CAUSE_CONNECTOR_RESTRICTED, /* the same, by every connector that is left */
    EXS_CAUSE_FOLDER_ROLE,          /* the sender may not post to a public folder */
    EXS_CAUSE_FOLDER_FORM,          /* nor anybody with that form */
    EXS_CAUSE_NO_PATH,              /* addressed to <> */
    EXS_CAUSE_NOTES_SAME_ID,        /* another copy of it, in Mail.box */
    EXS_CAUSE_MOVED_AWAY,           /* the mailbox, to another server */
    EXS_CAUSE_COUNT,
} ExsCause;

typedef struct {
    const char *words;
    ExsReason reason;
    ExsDiagnostic diagnostic;
    ExsRule rule; /* EXS_RULE_NONE: no published rule decides it */
} ExsBounce;

const ExsBounce *exs_bounce(ExsCause cause);

/* The rule by which the report gets lost as soon as it is made; EXS_RULE_NONE: it does not. */
ExsRule exs_bounce_loses(const ExsPolicy *policy, ExsCause cause);

/* Does the store make the report itself, without its MTA? */
bool exs_bounce_is_made_by_store(ExsCause cause);

/* Does the report bear the name of the information store, and no event tells of it? */
bool exs_bounce_is_stores(ExsCause cause);

/* What event 290 calls it, which is not always what the report does. */
ExsDiagnostic exs_bounce_logged(const ExsPolicy *policy, ExsCause cause);

/* Is a non-delivery report made by this server? Not for a report, nor for a message without an
 * originator. */
bool exs_bounce_reports(const ExsServer *server, const ExsMessage *message, ExsCause cause);
/* Is it addressed to nobody, for the message is a report from <>? */
bool exs_bounce_is_for_nobody(const ExsServer *server, const ExsMessage *message, ExsCause cause);

/* Has the copy made so many hops that it goes back? */
bool exs_bounce_hops(const ExsPolicy *policy, const ExsTransfer *transfer);

/* Are mail's connectors used up for good (it goes back), or does it wait on? */
bool exs_bounce_exhausted(const ExsPolicy *policy);

/* Does mail for a server of a site of so many wait on all the same? */
bool exs_bounce_keeps_trying(const ExsPolicy *policy, uint32_t servers);
