/* mx.h - which host takes a domain's mail, and what its reply means.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/world.h"

/* The hosts to try for a domain, in order; `count` is set. NULL: no such domain, or (`later`) none
 * was found, which may change. (borrowed) */
const ExsMx *exs_mx_hosts(const ExsPolicy *policy, const ExsWorld *world, uint32_t domain,
                          size_t *count, bool *later);

typedef enum { EXS_REPLY_OK, EXS_REPLY_LATER, EXS_REPLY_NEVER } ExsReply;

/* What a reply to RCPT means for its recipient; NULL is "250". */
ExsReply exs_mx_reply(const ExsPolicy *policy, const char *reply);

/* What is made of a domain of which no host took the connection. `away`: so many did not answer, or
 * not now; `refused`: so many refused for good. */
ExsReply exs_mx_verdict(const ExsPolicy *policy, size_t away, size_t refused);
