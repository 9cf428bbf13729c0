/* rpc_bind.h - how two MTAs bind over RPC: inside a site, by Site and by Dynamic RAS Connector.
 *
 * The calling MTA binds to the called one, which then binds back; both need a protocol in common, a
 * name that resolves, a port that is let pass, and an account that the other side accepts: the
 * service account of the own site, or the one of the connector's Override page.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/actors/adjacent.h"

/* Why the two do not bind; NULL: they do, or use no RPC. `refused`: known at once, not by waiting.
 */
const char *exs_rpc_bind_refusal(const ExsAdjacent *caller, bool *refused);

/* They are bound: notes by which protocol, where the caller's are said. */
void exs_rpc_bind_note(const ExsAdjacent *caller);

/* The Windows NT error of that reason; 0: it is none of these. */
uint32_t exs_rpc_bind_error(const char *why);

/* It was the bind back that failed: the called MTA logs it, and true is returned. */
bool exs_rpc_bind_log_back(const ExsAdjacent *caller, const char *why);
