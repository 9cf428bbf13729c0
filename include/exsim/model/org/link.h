/* link.h - the path between two servers, or a server and a host: where faults strike.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/facts/settings.h"
#include "exsim/kernel/time.h"

typedef enum {
    EXS_LINK_UP,
    EXS_LINK_CUT,      /* an open times out, a transfer fails */
    EXS_LINK_REFUSING, /* an open is refused at once; what is open stays */
    EXS_LINK_HANGING,  /* an open times out; what is open stays, and nothing moves over it */
} ExsLinkState;

typedef struct {
    uint32_t id; /* in the record */
    const char *name;
    uint32_t a, b; /* objects at the ends */
    ExsLinkState state;
    ExsSettings settings; /* latency, bandwidth */
} ExsLink;

const char *exs_link_state_name(ExsLinkState state); /* "cut" */

/* How long `size` bytes take from end to end. */
ExsTime exs_link_time(const ExsLink *link, int64_t size);
