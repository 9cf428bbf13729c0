/* host.h - anything outside the organisation, with its script; and the names in DNS.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "exsim/model/org/address.h"

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

typedef struct {
    uint32_t id; /* in the record */
    const char *name;
    bool is_up;
    bool knows_etrn;   /* and says so */
    GArray *held;      /* ExsHeldMail */
    GArray *answers;   /* ExsAnswer, the first that fits speaks */
    uint64_t accepted; /* recipients taken */
    GPtrArray *known; /* a foreign X.400 system: const ExsAddress *, whom it knows; NULL: anybody */
} ExsHost;

/* A host that answers for a domain. */
typedef struct {
    ExsHost *host;
    uint32_t preference;
} ExsMx;

/* The reply to a verb; NULL where no line of the script fits (all is well). Counts `times` down.
 * `to` (may be NULL): the recipient's folded address. */
const char *exs_host_answer(ExsHost *host, const char *verb, const char *to);
