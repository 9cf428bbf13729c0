/* ims.h - the Internet Mail Service: from MTS-OUT to hosts, and from hosts to MTS-IN.
 *
 * Split by verb: ims_out.c sends, to what ims_routing.c makes of an address; ims_session.c talks to
 * the host, ims_in.c receives, ims_dial.c dials, ims_etrn.c asks for mail that waits at a host,
 * ims_spool.c keeps the folders, ims_sites.c joins sites, ims_answer.c is what hosts answer.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/kernel/cold.h"
#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/gateway.h"
#include "exsim/model/routing/bounce.h"
#include "exsim/model/routing/relay.h"

/* The transfer mode: bits of its setting. None: neither. */
enum { EXS_IMS_INBOUND = 1, EXS_IMS_OUTBOUND = 2 };

/* Does its transfer mode let it send? */
bool exs_ims_sends(const ExsConnector *connector);

/* Makes the gateway an Internet Mail Service. */
void exs_ims_init(ExsGateway *gateway);

/* The address that mail for this recipient is sent to: its own, or one that encapsulates it for the
 * domain on the Routing page of the address space that matches it best (ims_routing.c). NULL: that
 * is no address; `text` is what the service says then (owned by the caller), else NULL. */
const ExsAddress *exs_ims_sent_to(const ExsGateway *gateway, const ExsAddress *address,
                                  char **text);

/* The hosts of an address's domain, or the smart host alone (in `smart`); NULL: none, and `later`:
 * there may be some yet. The second asks what the address is made into. */
const ExsMx *exs_ims_hosts(const ExsGateway *gateway, const ExsAddress *address, ExsMx *smart,
                           size_t *count, bool *later);
const ExsMx *exs_ims_hosts_of(const ExsGateway *gateway, const ExsAddress *address, ExsMx *smart,
                              size_t *count, bool *later);

/* Mail for the domain (an interned name) waits in the spool until its host says ETRN. */
void exs_ims_hold(ExsGateway *gateway, uint32_t domain);
/* A host says ETRN for the domain: what waits for it is sent. Fails with EXS_ERROR_STATE if the
 * service does not run. */
bool exs_ims_etrn(ExsGateway *gateway, uint32_t domain, GError **error);

/* What comes of a call of a host. */
typedef enum {
    EXS_IMS_CALL_LATER,   /* nobody answers, or 4xx: the host keeps its mail */
    EXS_IMS_CALL_REFUSED, /* 5xx for every recipient: it will not be taken the next time either */
    EXS_IMS_CALL_TAKEN,
} ExsImsCall;

/* A host outside sends a message to this service, which sees it as `client`. `from` and those it is
 * for are SMTP addresses. `serial` becomes the message's; 0: it was not taken. LATER with
 * EXS_ERROR_STATE if the service does not run; alone if it refused the call. */
ExsImsCall exs_ims_receive(ExsGateway *gateway, const ExsHost *host, const ExsRelayClient *client,
                           const ExsAddress *from, const ExsSubmission *submission,
                           uint32_t *serial, GError **error);

/* The host is one of our own: its service takes the recipient as if it came from outside
 * (ims_self.c). Returns whether it is refused for good, and why. */
bool exs_ims_hand_over(ExsGateway *gateway, const ExsHost *host, ExsMessage *message,
                       uint32_t place, ExsCause *cause);

/* Whom an address that comes in by SMTP means: it may hold another (ims_in.c). */
const ExsAddress *exs_ims_meant(const ExsGateway *gateway, const ExsAddress *to);

/* Tries every recipient of the copy that is open; those that are refused go back in one report
 * (ims_session.c). */
void exs_ims_try(ExsGateway *gateway, const ExsTransfer *transfer);
/* Does mail for the domain wait until its host says ETRN? */
bool exs_ims_is_held(const ExsGateway *gateway, uint32_t domain);

/* Recipients of another site, which have no address of the Internet, get one that holds theirs, in
 * the domain on Connected Sites (ims_sites.c). */
void exs_ims_wrap(ExsGateway *gateway, ExsTransfer *transfer);

/* The host has taken the recipient's mail, and may send something back (ims_answer.c). */
EXS_COLD void exs_ims_host_took(ExsGateway *gateway, ExsHost *host, const ExsMessage *message,
                                uint32_t place);

/* ---- the dial-up connection (ims_dial.c) ---- */

/* The service starts, or its plan changed: dials now or plans the next call. */
void exs_ims_dial_begin(ExsGateway *gateway);
/* The clock was set: the next call comes sooner or later. */
void exs_ims_dial_retime(ExsGateway *gateway);
/* It stops. */
void exs_ims_dial_end(ExsGateway *gateway);

/* Has the domain an entry of its own that does not use the line? */
bool exs_ims_is_direct(const ExsGateway *gateway, uint32_t domain);
/* Does mail for the domain wait until the line is dialled? */
bool exs_ims_waits_for_line(const ExsGateway *gateway, uint32_t domain);

/* The line is up: tries everything that waits for it (ims_out.c). */
void exs_ims_try_line(ExsGateway *gateway);

/* The host has taken the connection: asks it for the mail that it holds, once in a transaction
 * (ims_etrn.c). `message`: what is being sent. */
void exs_ims_ask(ExsGateway *gateway, ExsHost *host, uint32_t message);
