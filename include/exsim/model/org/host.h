/* host.h - anything outside the organisation, with its script; and the names in DNS.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "exsim/model/org/space.h"

typedef struct ExsConnector ExsConnector;

/* One line of a host's script: how it answers a verb. */
typedef struct {
    const char *verb;  /* "RCPT", "MAIL", "DATA", "EHLO", "CONNECT" */
    const char *reply; /* "452 try later" */
    const char *to;    /* RCPT: only for this recipient address, folded; NULL: any */
    int64_t times;     /* how often more it answers so; -1: always */
} ExsAnswer;

/* Mail that a host holds until it is asked for the domain. */
typedef struct {
    const ExsAddress *from, *to;
    int64_t size;     /* bytes */
    const char *name; /* for the record; NULL: none */
} ExsHeldMail;

/* What a host sends by itself, in a while. */
typedef struct {
    const ExsAddress *from, *to;
    void *by; /* the gateway that gets it (borrowed) */
    bool is_report, is_receipt;
} ExsHostAnswer;

/* What a foreign X.400 system passes on instead of keeping it. */
typedef struct {
    const ExsSpace *space;
    const ExsConnector *by; /* over which it sends that back; NULL: over the one it came by */
} ExsHostRoute;

/* When a foreign X.400 system takes mail for looping. */
typedef enum {
    EXS_HOST_LOOP_OWN,  /* X.411: a second entry of its own domain, without a mark since */
    EXS_HOST_LOOP_NONE, /* never */
    EXS_HOST_LOOP_ANY,  /* a second entry of any domain, whatever its marks */
} ExsHostLoop;

typedef struct {
    uint32_t id; /* in the record */
    const char *name;
    uint32_t ip; /* 0: not known */
    bool is_up;
    bool knows_etrn;         /* and says so */
    GArray *held;            /* ExsHeldMail */
    GArray *answers;         /* ExsAnswer, the first that fits speaks */
    uint64_t accepted;       /* recipients taken */
    const ExsConnector *ims; /* it is our own server, where this service listens; NULL: foreign */
    uint32_t loop_limit;     /* passes after which it finds a loop; 0: none (a gateway's host) */
    GPtrArray *known; /* a foreign X.400 system: const ExsAddress *, whom it knows; NULL: anybody */
    GArray *routes;   /* ExsHostRoute, the first that matches; NULL: it keeps everything */
    ExsHostLoop loop_check;
    bool refuses_bilateral; /* mail with per-domain bilateral information, which is critical */
    GPtrArray *returns;     /* const ExsAddress *: whose mail it takes and returns; NULL: nobody */
    GPtrArray *replies;     /* the same: who answer every message; NULL: nobody */
    bool gives_receipts;
    GPtrArray *sending; /* ExsHostAnswer * that are planned (owned); NULL: none yet */
} ExsHost;

/* A host that answers for a domain. */
#define EXS_MX_ADDRESS 65536 /* no MX record: the domain's own address, an A record */
typedef struct {
    ExsHost *host;
    uint32_t preference;
} ExsMx;

/* The reply to a verb; NULL where no line of the script fits (all is well). Counts `times` down.
 * `to` (may be NULL): the recipient's folded address. */
const char *exs_host_answer(ExsHost *host, const char *verb, const char *to);
