/* relay.h - who may relay through an Internet Mail Service: RelayFlags and the lists beside it.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/connector.h"
#include "exsim/model/org/server.h"

/* What logging on came to. */
typedef enum {
    EXS_LOGON_NONE,
    EXS_LOGON_DONE,
    EXS_LOGON_FAILED, /* some clients go on as Guest */
} ExsLogon;

/* A host that calls, as the service sees it. */
typedef struct {
    uint32_t ip;           /* 0: not known */
    uint32_t connected_to; /* the address of this server that it called; 0: not known */
    ExsLogon logon;
} ExsRelayClient;

/* Reads "10.0.0.5"; 0: it is no address. */
uint32_t exs_relay_ip(const char *text);

/* Has a list, "192.168.0.0;255.255.0.0, 10.0.0.5", the address: (ip AND mask) = net? A mask left
 * out is 255.255.255.255. */
bool exs_relay_lists(const char *list, uint32_t ip);

/* Is the domain that of the row, or one below it? "#example.com" is that domain alone. */
bool exs_relay_covers(const ExsPolicy *policy, const char *row, const char *domain);

/* May the client send to a recipient elsewhere? `names`: those of the world. `rule`: why (not). */
bool exs_relay_may(const ExsPolicy *policy, const ExsConnector *ims, const ExsInterner *names,
                   const ExsRelayClient *client, ExsRule *rule);
