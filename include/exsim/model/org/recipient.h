/* recipient.h - who can be written to: mailboxes and custom recipients of the organisation.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/address.h"

typedef struct ExsServer ExsServer;
typedef struct ExsSite ExsSite;

typedef enum {
    EXS_RECIPIENT_MAILBOX,
    EXS_RECIPIENT_CUSTOM,
    EXS_RECIPIENT_PUBLIC_STORE, /* the public information store of a server */
    EXS_RECIPIENT_DIRECTORY,    /* its Directory Service */
} ExsRecipientKind;

typedef struct {
    uint32_t id; /* in the record */
    ExsRecipientKind kind;
    const char *name;         /* the alias, "ann" (borrowed from the world's names) */
    ExsSite *site;            /* home site */
    ExsServer *server;        /* home server; of a custom recipient: where it was made */
    const ExsAddress *dn;     /* EX */
    const ExsAddress *x400;   /* the X.400 proxy */
    const ExsAddress *smtp;   /* the primary SMTP proxy; NULL: none */
    const ExsAddress *target; /* custom recipient: where its mail goes; else NULL */
    uint64_t delivered;       /* messages that arrived */
    bool is_removed;
} ExsRecipient;

/* The X.400 address of the site was changed: its services are addressed by the new one. Mailboxes
 * keep their proxies. */
void exs_recipients_follow(ExsSite *site);
