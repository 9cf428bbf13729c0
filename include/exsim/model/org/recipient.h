/* recipient.h - who can be written to: mailboxes, custom recipients and lists of the organisation.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/address.h"

typedef struct ExsList ExsList; /* org/list.h */
typedef struct ExsServer ExsServer;
typedef struct ExsSite ExsSite;
typedef struct ExsLimits ExsLimits; /* limits.h */

typedef enum {
    EXS_RECIPIENT_MAILBOX,
    EXS_RECIPIENT_CUSTOM,
    EXS_RECIPIENT_LIST,
    EXS_RECIPIENT_PUBLIC_STORE, /* the public information store of a server */
    EXS_RECIPIENT_DIRECTORY,    /* its Directory Service */
    EXS_RECIPIENT_FOLDER,       /* a public folder; its server: one with a replica */
} ExsRecipientKind;

/* What a new recipient is called. */
typedef struct {
    const char *alias;
    const char *first, *last; /* NULL: not given */
} ExsPerson;

typedef struct ExsRecipient {
    uint32_t id;     /* in the record */
    uint32_t number; /* its place among the world's recipients */
    ExsRecipientKind kind;
    const char *name;         /* the alias, "ann" (borrowed from the world's names) */
    ExsSite *site;            /* home site */
    ExsServer *server;        /* home server; of a custom recipient or a list: where it was made */
    const ExsAddress *dn;     /* EX */
    const ExsAddress *x400;   /* the primary X.400 proxy; NULL: taken away */
    const ExsAddress *smtp;   /* the primary SMTP proxy; NULL: taken away */
    const ExsAddress *target; /* custom recipient: where its mail goes; else NULL */
    const ExsAddress *routed; /* its X.400 proxy with the target as DDA; NULL: no DDA holds it */
    GPtrArray *proxies;       /* const ExsAddress *: every address but the DN, as added (owned) */
    ExsList *list;            /* LIST: its members and settings (owned); else NULL */
    bool is_hidden;           /* from the address book */
    const struct ExsRecipient *alternate; /* who gets its mail instead; NULL: nobody */
    bool has_both;                        /* it and its alternate get it */
    uint64_t delivered;                   /* messages that arrived */
    int64_t stored;                       /* bytes of them, as far as nobody deleted them */
    ExsLimits *limits;                    /* (owned); NULL: it has none */
    bool is_removed;
    bool is_away;               /* out of the office: its store answers what it gets */
    bool answers;               /* a rule of the mailbox answers what it gets */
    bool answers_want_receipts; /* and asks for receipts on that */
} ExsRecipient;

/* Is it a part of its server: its public information store, its Directory Service? */
bool exs_recipient_is_part(const ExsRecipient *recipient);

/* The X.400 address of the site was changed: its services are addressed by the new one. Mailboxes
 * keep their proxies. */
void exs_recipients_follow(ExsSite *site);
